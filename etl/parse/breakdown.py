"""A total told with its kinds: "seven dead: three soldiers and four villagers" is three military and four civilian."""

from __future__ import annotations

import re
from dataclasses import replace

from etl.lexicon.words import words
from etl.parse.actors import ActorMention
from etl.parse.document import Sentence
from etl.parse.harm import Harm
from etl.parse.numbers import Numeral

ITEM = re.compile(r"(?:[\w'’-]+ ){0,4}?(?P<noun>[\w'’-]+)\b")
REST = re.compile(r"\bthe (?:rest|remainder|others?)(?= )", re.I)
ONE = re.compile(r"(?<=[,:–—-] )an? |(?<=and )an? ", re.I)
END = re.compile(r"[.;]|\b(?:while|when|after|as|who|which)\b")


def by_kind(found: list[Harm], sentence: Sentence, numbers: list[Numeral], actors: list[ActorMention]) -> list[Harm]:
    """The harms of a sentence, each total whose kinds are listed after it told apart."""
    kept: list[Harm] = []
    for harm in found:
        parts = _parts(harm, sentence, numbers, actors, found)
        kinds = {(p.people.status, p.people.party) for p in parts}
        alike = len({p.people.status for p in parts} - {"unknown"}) < 2 and len({p.people.party for p in parts}) < 2
        kept += parts if len(kinds) > 1 and not alike else [harm]
    inside = {(h.start, h.harm) for h in kept if h.rule == "told by kind"}
    return [h for h in kept if h.rule == "told by kind" or (h.start, h.harm) not in inside]


def _parts(harm: Harm, sentence: Sentence, numbers: list[Numeral], actors: list[ActorMention], found: list[Harm]) -> list[Harm]:
    """The items of the list after a total, if they add up to it."""
    total, text, after = harm.people.low or 0, sentence.text, harm.people.end
    if total < 2 or harm.people.high not in (total, None):
        return []
    others = [(h.start - sentence.start, h.end - sentence.start) for h in found if h is not harm and h.harm != harm.harm]
    offers = [(n.start, n.end, n.low) for n in numbers if n.start >= after and n.low and n.low == n.high]
    offers += [(m.start(), m.end() - 1, 1) for m in ONE.finditer(text, after)]
    offers += [(m.start(), m.end(), 0) for m in REST.finditer(text, after)]
    parts: list[Harm] = []
    for start, end, size in sorted(offers):
        if any(a <= start < b for a, b in others) or (parts and END.search(text, parts[-1].end - sentence.start, start)):
            break
        left = total - sum(p.people.low or 0 for p in parts) if parts else 0
        part = _part(harm, sentence, (start, end, size or left), actors) if size or left else None
        if part is None:
            break
        parts.append(part)
        if sum(p.people.low or 0 for p in parts) >= total:
            break
    return parts if len(parts) > 1 and sum(p.people.low or 0 for p in parts) == total else []


def _part(harm: Harm, sentence: Sentence, item: tuple[int, int, int], actors: list[ActorMention]) -> Harm | None:
    """One item: its number, and the person noun that follows it."""
    start, end, size = item
    for match in ITEM.finditer(sentence.text, end + 1):
        noun = match.group("noun").lower()
        if noun in words().nouns:
            party = next((a.party for a in actors if a.party and start <= a.start < match.end() + 1), harm.people.party)
            group = replace(
                harm.people, start=start, end=match.end(), low=size, high=size, noun=noun, status=words().nouns[noun], party=party,
                head=-1000 - start,
            )  # fmt: skip
            status, place = words().nouns[noun], (sentence.start + start, sentence.start + match.end())
            return replace(harm, people=group, start=place[0], end=place[1], rule="told by kind", party=party, status=status)
        if match.end() - end > 40:
            break
    return None
