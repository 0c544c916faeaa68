"""Casualty mentions of one sentence: a word of harm, those it happened to, how many, what and whose they are.

Which report they belong to, and which of them are one and the same, is decided by the assembly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from etl.lexicon.seldom import Seldom
from etl.lexicon.words import Trigger, keys_of, words
from etl.parse.actors import ActorMention
from etl.parse.breakdown import by_kind
from etl.parse.document import Sentence
from etl.parse.ellipsis import fill
from etl.parse.harm import Harm
from etl.parse.numbers import Numeral, numerals
from etl.parse.people import TOLLS, People, is_one, numeral_of, people
from etl.parse.syntax import above, agent, denied, is_passive, negated, objects, prepositional, token_at, unreal
from etl.parse.trees import Token
from etl.parse.victims import bereft, dying, fits, killer, struck, suffering

NAMED_HARMS = {
    "killed": ("killed", "dead", "deaths", "fatalities", "people killed", "martyrs"),
    "wounded": ("wounded", "injured", "people injured", "injuries"),
    "captured": ("taken prisoner", "captured", "captives"),
    "missing": ("missing", "contact was lost"),
    "killed_or_wounded": ("casualties", "victims", "losses"),
}
STATED = Seldom(
    r"(?:\b(?:number|figures?|count|tally|total) (?:of|for) (?:the |all )?(?:those |people |soldiers |civilians )?(?P<harm>"
    + "|".join(w for row in NAMED_HARMS.values() for w in row)
    + r")\b(?:[^.;]{0,140}?(?= stands at| stood at| rose to| has risen to| climbed to))?(?: is| was| now| has| had| people| soldiers)*"
    + r"(?: (?:stands?|stood|risen|rose|put|given|reached|climbed|gone up))?(?:,| at| to| is| was| as|:| reached| hit| passed)"
    r"|\b(?:puts?|putting|gives?|gave|raised|raises|lowered|counted) (?:the |its |their )?(?:\w+(?: \w+)?['’]s? )?"
    r"(?:number of |own )?(?P<put>"
    + "|".join(w for row in NAMED_HARMS.values() for w in row)
    + r")\b[^.;]{0,50}? (?:at|to|as)"
    + r"|\b(?P<label>"
    + "|".join(w for row in NAMED_HARMS.values() for w in row)
    + r")(?: (?:amount|come|came|run|ran|total)(?:s|ed|led)? to| (?:stand|stood)s? at|\s*[:–—-]"
    r"| (?:(?:are|is|were) )?(?:put|coded|recorded|listed|estimated|given) (?:at|as))(?= )"
    r"|\b(?:total|est\.?|estimated|reported) (?P<sum>fatalities|deaths|injuries)(?= \d)"
    r"|\b(?:death )?toll\b(?: \w+){0,4}? (?:at|to|of|is|was|stands at|reached)) ?",
    re.I,
)
STRICKEN = re.compile(r"\s+(?:killed|dead|wounded|injured|hurt|missing|captured)\b", re.I)
HELPED = re.compile(r"\b(?:is|are|was|were|been|had|have|has|got)\s+(?:\w+ly\s+)?$", re.I)  # "were killed: three soldiers"
FATAL = frozenset({"fatally", "mortally", "lethally"})
MORTAL = frozenset(["kill", "murder", "slay", "die", "perish", "wound", "injure", "body", "corpse", "death"])  # words of living beings only
NOT = re.compile(r"(?:not|never|didn't|impossible|failed|unable)\b", re.I)
SILENCE = frozenset(["mention", "information", "data", "word", "news", "detail", "question", "talk"])
LIVED = frozenset(["throw", "disrupt", "upset", "affect", "change", "paralyse", "save", "protect", "endanger", "risk", "threaten"])
YIELDING = frozenset({"lose", "fall", "succumb"})
CORPSES = frozenset({"body", "corpse", "remains"})
ORDER = {"object": 0, "subject": 1, "owner": 1, "noun": 2}  # "were killed" before "the killed"


def harms(sentence: Sentence, actors: list[ActorMention], spots: frozenset[int] = frozenset(), before: People | None = None) -> list[Harm]:
    """The casualty mentions of a parsed sentence; `actors` and `spots`, where places stand, with offsets in the sentence.

    `before` are the people of the sentence before, who lend their noun to "three others".
    """
    doc = sentence.doc
    if doc is None:
        return []
    numbers = numerals(sentence.text)
    found: list[Harm] = []
    taken: set[tuple[str, int]] = set()
    told: set[int] = set()
    for rule, harm, number, head in _stated(sentence, numbers):
        token = token_at(doc, head)
        if token is not None:
            bare = People(head, number.end, token.i, number.low, number.high, None, "unknown", None, None, "people")
            found += [_harm(sentence, rule, harm, token, group) for group in _listed(sentence, number, numbers, actors) or [bare]]
            told.update(t.i for t in doc if head <= t.idx < found[-1].end - sentence.start)
    triggers = _triggers(sentence)
    for trigger, token, said in triggers:
        if _unsaid(token):
            continue
        before = found[-1].people if found else before
        if token.i in told:
            continue
        others = frozenset(t.i for other, t, _ in triggers if other.kind != trigger.kind)
        groups = _victims(trigger, token, numbers, actors, before, others)
        if not groups and trigger.kind in ("killed", "wounded") and trigger.victim != "noun":
            groups = _named_one(trigger, token, actors, spots)
        for group in groups:
            if _placed(group, sentence, spots) or (trigger.kind == "killed_or_wounded" and not group.counted and not group.vague):
                continue
            key = (trigger.kind, group.head)
            if key in taken or not _allowed(trigger, group):
                continue
            taken.add(key)
            told.add(token.i)
            fatal = any(c.lower_ in FATAL and abs(c.i - token.i) < 3 for c in token.children)
            kind = "killed" if trigger.kind == "wounded" and fatal else trigger.kind
            found.append(_harm(sentence, trigger.rule, kind, token, group, trigger.victim == "object"))
            if NOT.match(said):  # "did not survive", "could not be saved"
                found[-1].negated = found[-1].unreal = False
    return by_kind(fill(_settled(found, sentence), sentence, numbers, actors), sentence, numbers, actors)


def _placed(group: People, sentence: Sentence, spots: frozenset[int]) -> bool:
    """Whether the name of those "hurt" is a place: "Abu Qaoud: drone attacks, people injured"."""
    if not group.names or group.counted:
        return False
    return any(
        sentence.text.startswith(word, at)
        for name in group.names
        for word in name.split()[:1]
        for at in spots
        if group.start <= at < group.end
    )


def _settled(found: list[Harm], sentence: Sentence) -> list[Harm]:
    """ "died after being shot" is one dead; "killed or injured" is neither the one nor the other."""
    doc = sentence.doc
    assert doc is not None
    kept: list[Harm] = []
    dead = {h.people.head for h in found if h.harm == "killed"}
    for harm in found:
        twin = next((k for k in kept if k.people.head == harm.people.head and {k.harm, harm.harm} == {"killed", "wounded"}), None)
        if twin is not None and any(t.lower_ == "or" for t in doc[min(twin.head, harm.head) : max(twin.head, harm.head)]):
            twin.harm = "killed_or_wounded"
        elif not (harm.harm == "wounded" and harm.people.head in dead and harm.people.head >= 0):
            kept.append(harm)
    return kept


def _named_one(trigger: Trigger, token: Token, actors: list[ActorMention], spots: frozenset[int]) -> list[People]:
    """One person told by a bare name: "Pisari died in hospital"."""
    for head in dying(token) if trigger.victim == "subject" else suffering(token):
        if head.pos_ == "PROPN" and head.text.isalpha() and head.idx not in spots and not any(a.start <= head.idx < a.end for a in actors):
            return [People(head.idx, head.idx + len(head.text), head.i, 1, 1, None, "unknown", None, None, "", (head.text,), False)]
    return []


def _stated(sentence: Sentence, numbers: list[Numeral]) -> Iterator[tuple[str, str, Numeral, int]]:
    """ "the number of injured stands at 290", "for those taken prisoner, 13", "the death toll rose to nine"."""
    for match in STATED.finditer(sentence.text):
        number = next((n for n in numbers if n.vague is None and 0 <= n.start - match.end() <= 1), None)
        if number is not None:
            said = next((name for name in ("harm", "put", "label", "sum") if match.group(name)), "put")
            word = (match.group(said) or "killed").lower()
            if STRICKEN.match(sentence.text, number.end) or HELPED.search(sentence.text, 0, match.start()):
                continue  # "losses: 3 killed, 4 wounded": each has its own word
            if match.group("label") and any(n.end + 1 == match.start() for n in numbers):
                continue  # "seven dead: three soldiers and four villagers": the kinds
            yield (
                "number of",
                next(kind for kind, words_of in NAMED_HARMS.items() if word in words_of),
                number,
                match.start(said) if match.group(said) else match.start(),
            )


def _listed(sentence: Sentence, number: Numeral, numbers: list[Numeral], actors: list[ActorMention]) -> list[People]:
    """Who the number of a label counts, and who beside: "Dead: three soldiers and a rebel"."""
    last = token_at(sentence.doc, number.end - 1) if sentence.doc is not None else None
    if last is None or last.dep_ != "nummod" or last.head.i <= last.i or "(" in sentence.text[number.end : last.head.idx]:
        return []
    groups = people(last.head, numbers, actors, None)
    return groups if len(groups) > 1 and all(g.counted for g in groups) else []


def _harm(sentence: Sentence, rule: str, kind: str, token: Token, group: People, acts: bool = False) -> Harm:
    start = min(group.start, token.idx)
    end = max(group.end, token.idx + len(token.text))
    doer = agent(token) if is_passive(token) else (killer(token) if acts else None)
    yielding = [w for w in (token, *token.children) if w.lemma_ in YIELDING]  # "fell to a sniper", "lives lost to Indian guns"
    taken = next((to for w in yielding for to in prepositional(w, "to")), None)
    loser = doer if token.lemma_ == "lose" and acts else bereft(token)  # "the army lost two men": who loses them did nothing to them
    zero = group.low == 0 and group.high == 0
    return Harm(
        sentence.index,
        kind,
        group,
        sentence.start + start,
        sentence.start + end,
        token.i,
        rule,
        [taken] if taken is not None else [doer] if doer is not None and loser is not doer else [],
        (negated(token) and not zero) or denied(token),
        unreal(token),
        group.party,
        group.status,
        loser=loser,
    )


def _allowed(trigger: Trigger, group: People) -> bool:
    """Whether a loose word of harm may take these victims: "lost" wants a number, "hit" those whose noun says what they are,
    and a body taken to hospital is nobody's wound."""
    if (trigger.counted and not group.counted) or (group.noun in CORPSES and trigger.kind != "killed"):
        return False
    known = group.status in trigger.only and group.noun not in ("people", "other", "others", "")
    return not trigger.only or known or (group.own is not None and group.counted)  # "twelve of its men fell"


def _triggers(sentence: Sentence) -> list[tuple[Trigger, Token, str]]:
    """The words of harm, longest match first where two overlap, in the order of the text."""
    doc, text = sentence.doc, sentence.text
    assert doc is not None
    keys = keys_of(text)
    rows = words().harm_keys
    spans: list[tuple[int, int, int, Trigger]] = []
    for key in sorted(keys & rows.keys()):
        for trigger, pattern in rows[key]:
            if pattern.may(keys):
                spans += [(start, end, first, trigger) for first, _, start, end in pattern.heads(text)]
    spans.sort(key=lambda s: (s[0] - s[1], s[0], s[3].rule))
    kept: list[tuple[int, int, int, Trigger]] = []
    for span in spans:
        if any(k[0] <= span[2] < k[1] and not (k[1] - k[0] == span[1] - span[0] and k[2] == span[2]) for k in kept):
            continue
        token = token_at(doc, span[2])
        if token is not None and fits(span[3], token):
            kept.append(span)
    kept.sort(key=lambda s: (s[2], ORDER[s[3].victim]))
    return [(s[3], t, text[s[0] : s[1]]) for s in kept if (t := token_at(doc, s[2])) is not None]


def _unsaid(token: Token) -> bool:
    """ "made no mention of dead or wounded", "data on its losses are being checked": nothing is said; and lives upset are not lost."""
    if token.lemma_ == "life" and token.dep_ == "dobj" and token.head.lemma_ in LIVED:
        return True
    return any(head.lemma_ in SILENCE and head.pos_ == "NOUN" for head in above(token))


def _victims(
    trigger: Trigger, token: Token, numbers: list[Numeral], actors: list[ActorMention], before: People | None, others: frozenset[int]
) -> list[People]:
    for head in struck(trigger, token, numbers):
        groups = people(head, numbers, actors, before, others, token.lemma_ in MORTAL)
        groups = [g for g in groups if g.counted or g.vague or not (g.head == token.i or (trigger.victim == "noun" and is_one(g)))]
        if groups:
            groups = [_as_many(group, token, numbers) for group in groups]
            beside = [
                c
                for c in head.head.children
                if c.dep_ == head.dep_ in ("nsubj", "nsubjpass") and c.i != head.i and c.pos_ == "NOUN" and c.i < token.i
            ]
            return groups + [g for other in beside for g in people(other, numbers, actors, groups[-1])]
    return []


def _as_many(group: People, token: Token, numbers: list[Numeral]) -> People:
    """ "our fighters sustained two injuries": those of whom no number is told are as many as what they suffered."""
    if group.counted or not group.plural:
        return group
    said = next((n for o in objects(token) if o.lemma_ in TOLLS and (n := numeral_of(o, numbers)) is not None), None)
    return group if said is None else replace(group, low=said.low, high=said.high, vague=said.vague, counted=said.vague is None)
