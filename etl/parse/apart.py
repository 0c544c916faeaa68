"""One sentence, several incidents: its main clauses, each with a place and harm of its own."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from etl.parse.cues import ANSWER
from etl.parse.document import Sentence
from etl.parse.linking import COARSE
from etl.parse.places import PlaceMention
from etl.parse.scenes import Telling, same_place
from etl.parse.syntax import token_at
from etl.parse.trees import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
BESIDE = frozenset({"while", "whereas", "after", "before"})
SIDE_BY_SIDE = frozenset({"ROOT", "conj", "ccomp", "parataxis"})


def apart(telling: Telling, sentence: Sentence) -> list[Telling]:
    """A sentence's telling by main clauses, where two or more have each their own spot and their own dead or wounded or use of force.

    "A farmer was killed in Movses and two soldiers were wounded in Aygepar" tells two, "shells fell on Movses and a farmer was killed
    in Aygepar" as well; "two were killed and one was wounded in Movses" tells one, and so does a day's list in which nobody is hurt.
    Nobody need be hurt where one answers another: "rockets landed in Metula and Israeli guns shelled Khiam in reply".
    """
    spots = [p for p in telling.places if p.place.precision not in COARSE]
    hurt = {main_clause(sentence, h.start) for h in telling.harms if h.people.counted}
    fought = {main_clause(sentence, e.start) for e in telling.events if not e.weak or e.rule == "answer"}
    answered = _answered(telling, sentence)
    if len(spots) < 2 or not (hurt or answered):
        return [telling]
    home: dict[int, list[PlaceMention]] = {}
    for spot in spots:
        home.setdefault(main_clause(sentence, spot.start), []).append(spot)
    own = sorted(clause for clause in home if clause in hurt | fought)
    if len(own) < 2 or any(same_place(p.place, q.place) for a, b in combinations(own, 2) for p in home[a] for q in home[b]):
        return [telling]

    def part(offset: int) -> int:
        clause = main_clause(sentence, offset)
        return clause if clause in own else min(own, key=lambda c: abs(_offset(sentence, c) - offset))

    parts = [
        replace(
            telling,
            events=[e for e in telling.events if part(e.start) == clause],
            harms=[h for h in telling.harms if part(h.start) == clause],
            places=[p for p in telling.places if part(p.start) == clause],
            dates=[d for d in telling.dates if part(d.start) == clause] or telling.dates[:1],
        )
        for clause in own
    ]
    return [_by_its_own_words(p) for p in parts] if answered else parts


def _by_its_own_words(telling: Telling) -> Telling:
    doer = next((a.party for e in telling.events for a in e.initiators if a.party), None)
    hit = next((a.party for e in telling.events for a in e.targets if a.party and a.party != doer), None)
    return replace(telling, initiator=doer, target=hit)


def _answered(telling: Telling, sentence: Sentence) -> bool:
    """Whether one clause answers, or comes after, the fire of another: it has a doer, and the other has none."""
    clauses = {main_clause(sentence, e.start) for e in telling.events} - {-1}
    after = any(child.lower_ == "after" for n in clauses if sentence.doc is not None for child in sentence.doc[n].children)
    if not (after or ANSWER.search(sentence.text)):
        return False
    does = {main_clause(sentence, e.start) for e in telling.events if any(a.party for a in e.initiators)}
    return bool(does) and any(main_clause(sentence, e.start) not in does for e in telling.events if not e.weak)


def main_clause(sentence: Sentence, offset: int) -> int:
    """The token that heads the main clause of an offset: the next verb above it with a subject of its own, side by side with others."""
    token = token_at(sentence.doc, offset - sentence.start) if sentence.doc is not None else None
    while token is not None and token.head.i != token.i and not _stands(token):
        token = token.head
    return -1 if token is None else int(token.i)


def _stands(token: Token) -> bool:
    """Whether a verb is told beside others, with a subject of its own: "… while a strike on Rafah killed a digger"."""
    beside = token.dep_ in SIDE_BY_SIDE or (token.dep_ == "advcl" and any(child.lower_ in BESIDE for child in token.children))
    return token.pos_ in ("VERB", "AUX") and beside and any(child.dep_ in SUBJECTS for child in token.children)


def _offset(sentence: Sentence, token: int) -> int:
    return sentence.start if sentence.doc is None or token < 0 else sentence.start + int(sentence.doc[token].idx)
