"""Tellings: each sentence's event and casualty mentions, gathered by incident, with the places and days that belong to them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from etl.parse.actors import ActorMention
from etl.parse.actors_cast import Cast
from etl.parse.casualties import Harm, harms
from etl.parse.dates import DateMention
from etl.parse.document import Document, Sentence
from etl.parse.events import Event, code, events
from etl.parse.scenes import Telling
from etl.parse.attribution import Source, at
from etl.parse.places import PlaceMention
from etl.parse.syntax import token_at

if TYPE_CHECKING:
    from spacy.tokens import Token

SEPARATE = re.compile(r"\b(?:separate(?:ly)?|another|elsewhere|meanwhile|in addition|apart from (?:this|that)|a second|further|also|too|besides|the other|other)\b", re.I)
ANSWER = re.compile(r"\b(?:in (?:response|retaliation|reply|return|answer)|retaliat\w+|responded|returned fire|return fire|fired back|answered|counter-?(?:attack|offensive)\w*|reprisal)\b", re.I)
EARLIER = re.compile(r"\b(?:earlier|previous(?:ly)?|before that|the day before|a day earlier|last (?:week|month|year))\b", re.I)


@dataclass
class Reader:
    """An article with everything the specialised readers found in it."""

    document: Document
    cast: Cast
    places: list[PlaceMention]
    dates: list[DateMention]
    sources: list[Source | None]
    published: date | None
    tellings: list[Telling] = field(default_factory=list)

    def actors(self, sentence: Sentence) -> list[ActorMention]:
        """The actors of a sentence with offsets in it."""
        return [ActorMention(m.start - sentence.start, m.end - sentence.start, m.party, m.actor, m.kind, m.alias, m.noun)
                for m in self.cast.mentions[sentence.index]]


def tell(reader: Reader, sentence: Sentence) -> list[Telling]:
    """What a parsed sentence tells, one telling an incident."""
    actors = reader.actors(sentence)
    told = [e for e in events(sentence, actors) if not e.unreal and not e.negated]
    hurt = [h for h in harms(sentence, actors) if not h.unreal and not h.negated]
    source = reader.sources[sentence.index]
    for harm in hurt:
        harm.party = harm.party or _owner(harm, at(source, harm.start))
    groups: list[Telling] = []
    for event in told:
        telling = _telling(reader, sentence, event)
        home = next((g for g in reversed(groups) if _together(g, telling)), None)
        if home is None:
            groups.append(telling)
        else:
            _join(home, telling)
    places = [p for p in reader.places if sentence.start <= p.start < sentence.end and p.role in ("at", "near", "toward")]
    dates = [d for d in reader.dates if sentence.start <= d.start < sentence.end and d.role == "event"]
    if not groups and hurt:
        groups.append(Telling(sentence.index, sentence.paragraph))
    for harm in hurt:
        _nearest(groups, harm, sentence).harms.append(harm)
    _share(groups, sentence, places, dates)
    for telling in groups:
        telling.source = at(source, telling.events[0].start) if telling.events else source
        telling.cues = _cues(sentence.text)
    return groups


def _telling(reader: Reader, sentence: Sentence, event: Event) -> Telling:
    first = next((a.party for a in event.initiators if a.party), None)
    hit = next((a.party for a in event.targets if a.party and a.party != first), None)
    return Telling(sentence.index, sentence.paragraph, [event], initiator=first, target=hit)


def _together(a: Telling, b: Telling) -> bool:
    """Whether two mentions of one sentence may tell one incident."""
    if a.initiator and b.initiator and a.initiator != b.initiator:
        return False
    kinds = a.kinds.keys() | b.kinds.keys()
    loners = {"airspace_violation", "abduction_or_capture", "obstruction", "mine_or_ied", "deployment"}
    return not (len(kinds) > 1 and (kinds & loners) and not (a.kinds.keys() & b.kinds.keys()) and not (kinds & {"unspecified_violation"}))


def _join(home: Telling, other: Telling) -> None:
    home.events += other.events
    home.initiator = home.initiator or other.initiator
    home.target = home.target or other.target


def _owner(harm: Harm, source: Source | None) -> str | None:
    """Whose the victims are by a possessive: "two of its soldiers"."""
    if harm.people.own and source is not None:
        return source.party
    return None


def _nearest(groups: list[Telling], harm: Harm, sentence: Sentence) -> Telling:
    at = harm.start
    return min(groups, key=lambda g: min((abs(e.start - at) for e in g.events), default=0))


def _share(groups: list[Telling], sentence: Sentence, places: list[PlaceMention], dates: list[DateMention]) -> None:
    """Each place and day goes to the telling whose words stand nearest; a lone telling takes all."""
    if len(groups) == 1:
        groups[0].places, groups[0].dates = places, dates
        return
    for group in groups:
        group.places = [p for p in places if _closest(groups, p.start) is group]
        group.dates = [d for d in dates if _closest(groups, d.start) is group]
    for group in groups:
        group.dates = group.dates or dates[:1]


def _closest(groups: list[Telling], at: int) -> Telling:
    return min(groups, key=lambda g: min((abs(e.start - at) for e in g.events), default=10_000))


def _cues(text: str) -> frozenset[str]:
    return frozenset(name for name, cue in (("separate", SEPARATE), ("answer", ANSWER), ("earlier", EARLIER)) if cue.search(text))


def token_of(sentence: Sentence, offset: int) -> Token | None:
    """The token of a parsed sentence at an offset of the article."""
    return token_at(sentence.doc, offset - sentence.start) if sentence.doc is not None else None


__all__ = ["Reader", "code", "tell", "token_of"]
