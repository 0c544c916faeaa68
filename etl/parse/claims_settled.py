"""Of the acts read in an article those that stand as claims: each once, answered, numbered, about which report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from etl.lexicon.registry import load as registry
from etl.model import Claim, Report
from etl.parse.claims_sides import Draft
from etl.parse.claims_told import INFERRED
from etl.parse.document import Document, Sentence

ABOUT = (
    ("ceasefire_violation", re.compile(r"\b(?:violat\w+|breach\w*|truce|cease-?fire|broke\b)", re.I)),
    ("casualties", re.compile(r"\b(?:killed|wounded|died|dead|casualt\w+|injur\w+|lost (?:his|her|their) li\w+|deaths?)\b", re.I)),
    ("territory", re.compile(r"\b(?:territor\w+|seiz\w+|captur\w+|occup\w+|heights?|advanc\w+)\b", re.I)),
    ("attack", re.compile(r"\b(?:attack|fire[ds]?\b|firing|shell|str[iu]\w*k|raid|shot|shoot|drone|assault|bomb)", re.I)),
    ("agreement", re.compile(r"\b(?:agreements?|accords?|deal|understandings?|resolution|commitments?)\b", re.I)),
    ("escalation", re.compile(r"\b(?:escalat\w+|restraint|tension\w*|provocat\w+|calm)\b", re.I)),
)
OWNING = frozenset({"claim responsibility", "it was ours", "confirm the strike"})
BACK = frozenset({"the work of", "bear the blame"})  # rules that speak of what is told


def settled(document: Document, drafts: list[Draft], reports: list[Report]) -> list[Draft]:
    """Each act of one speaker on one target once; an accusation again, in his own words, where it is of another incident."""
    kept: dict[tuple[str | None, str, str | None], list[Draft]] = {}
    aimed = {(d.source.party, d.act, d.sentence) for d in drafts if d.target is not None}
    for draft in sorted(drafts, key=lambda d: d.rule.endswith(INFERRED)):
        if draft.target is None and (draft.source.party, draft.act, draft.sentence) in aimed:
            continue  # "called on the Thai side to stop it and asked for an inquiry"
        same = kept.setdefault((draft.source.party, draft.act, draft.target), [])
        if not same or (len(same) == 1 and _anew(document, draft, same[0], reports)):
            same.append(draft)
    return [_answering(draft, drafts) for same in kept.values() for draft in same]


def _anew(document: Document, draft: Draft, before: Draft, reports: list[Report]) -> bool:
    """Whether an accusation is not only the same once more: in words of its own, of another report (or a plain charge of none)."""
    if draft.act != "accuse" or draft.source.kind == "run" or draft.source.rule == "the same" or draft.rule.startswith("told"):
        return False
    sentences = [document.sentences[d.sentence] for d in (before, draft)]
    first, second = (_report(s, reports) for s in sentences)
    if second is None and draft.rule in BACK:
        return False
    return sentences[0].paragraph != sentences[1].paragraph and first != second


def _answering(draft: Draft, drafts: list[Draft]) -> Draft:
    """A denial that comes before its accusation is of whoever accuses later, if one side alone does."""
    if draft.act != "deny" or draft.target is not None:
        return draft
    accusers = {d.source.party for d in drafts if d.act == "accuse" and d.target == draft.source.party}
    return replace(draft, target=accusers.pop()) if len(accusers) == 1 else draft


def numbered(document: Document, drafts: list[Draft], reports: list[Report]) -> Iterator[Claim]:
    """The claims in the order of the text, each with the report it is of and the accusation it answers."""
    made: list[Claim] = []
    for n, draft in enumerate(sorted(drafts, key=lambda d: d.span), 1):
        sentence = document.sentences[draft.sentence]
        answers = next((c.n for c in reversed(made) if c.act == "accuse" and c.target_party == draft.source.party
                        and c.speaker_party != draft.source.party), None)  # fmt: skip
        made.append(Claim(
            n=n, act=draft.act, span=draft.span, speaker=_known(draft.source.actor), speaker_party=draft.source.party,
            target_party=draft.target, about=_about(sentence.text),
            report=_report(sentence, reports) or _owned_up(document, draft, reports),
            answers=answers if draft.act in ("deny", "accuse") else None, via=draft.source.via, rule=draft.rule))  # fmt: skip
    yield from made


def _known(actor: str | None) -> str | None:
    return actor if actor in registry().actors else None


def _about(text: str) -> str:
    return next((code for code, words in ABOUT if words.search(text)), "other")


def _owned_up(document: Document, draft: Draft, reports: list[Report]) -> int | None:
    """ "ELN fighters attacked a post. The ELN took responsibility": who owns up without saying to what means his deed told just before."""
    if draft.act != "admit" or draft.rule not in OWNING or draft.sentence == 0:
        return None
    before = document.sentences[draft.sentence - 1]
    told = (r for r in reports if r.initiator == draft.source.party and any(s < before.end and before.start < e for s, e in r.spans))
    return next((r.n for r in told), None)


def _report(sentence: Sentence, reports: list[Report]) -> int | None:
    return next((r.n for r in reports if any(s < sentence.end and sentence.start < e for s, e in r.spans)), None)
