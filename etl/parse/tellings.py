"""Tellings: each sentence's event and casualty mentions, gathered by incident, with the places and days that belong to them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from etl.lexicon import registry
from etl.lexicon.seldom import Seldom
from etl.model import Tally
from etl.parse.acting import acting, doer_of, himself, loser
from etl.parse.actors import ActorMention, actors_in
from etl.parse.actors_cast import Cast
from etl.parse.actors_rebels import in_headline
from etl.parse.apart import apart
from etl.parse.attribution import Source, at
from etl.parse.casualties import harms
from etl.parse.clauses import clause_of
from etl.parse.cues import PAST, bygone, cues, long_before
from etl.parse.dates import DateMention
from etl.parse.document import Document, Sentence
from etl.parse.events import Event, events
from etl.parse.harm import Harm
from etl.parse.holding import holders
from etl.parse.people import People
from etl.parse.places import PlaceMention
from etl.parse.scenes import Telling

TRUCE = re.compile(
    r"\b(?:cease-?\s?fire|truce|armistice|cessation of hostilities"
    r"|line of contact|contact line|de-?escalation|demilitari[sz]ed|disengagement)\b",
    re.I,
)
BLAME = Seldom(
    r"\b(?:blam(?:e|es|ed|ing)(?: it)?(?: on)?|accus(?:e|es|ed|ing)"
    r"|(?:hold|holds|held|holding)(?=[^.;]{2,60}\b(?:responsible|accountable|to account|to blame))|fault(?:s|ed)?|at the door of"
    r"|put the blame on|puts the blame on|responsibility (?:on|with|rests upon|lies with))\b",
    re.I,
)
BACKED = re.compile(
    r"[-‑–](?:backed|aligned|supported|allied|occupied|held|controlled|run|bound|made|linked|sponsored|funded|administered|brokered"
    r"|mediated|built|speaking)\b",
    re.I,
)
HEADING = 12  # characters before a place that heads a paragraph: a bullet, a number
LONERS = frozenset({"airspace_violation", "abduction_or_capture", "obstruction", "mine_or_ied", "deployment"})


@dataclass
class Reader:
    """An article with everything the specialised readers found in it."""

    document: Document
    cast: Cast
    places: list[PlaceMention]
    dates: list[DateMention]
    sources: list[Source | None]
    published: date | None
    grounds: frozenset[str] = frozenset()
    tellings: list[Telling] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)
    _actors: dict[int, list[ActorMention]] = field(default_factory=dict)
    past_paragraph: int = -1  # the paragraph that tells of times long gone
    people: tuple[int, People] | None = None  # those counted last, and in which paragraph
    length: int = 0  # sentences that tell of force or hold speech: what else stands in the article says nothing of its reports

    @cached_property
    def headline(self) -> tuple[list[str], list[str]]:
        """The sides that the headline names as doers and as hit."""
        line = self.document.title
        if line is None:
            return [], []
        named = [in_headline(self.cast, m) for m in actors_in(line.text, self.published)]
        told = [e for e in events(line, named) if not e.unreal and not e.negated]
        return [a.party for e in told for a in e.initiators if a.party], [a.party for e in told for a in e.targets if a.party]

    @cached_property
    def truce(self) -> bool:
        """Whether the article speaks of a truce."""
        return TRUCE.search(self.document.article.text) is not None

    @cached_property
    def accused(self) -> dict[str, set[int]]:
        """The sentences each side is blamed in: "blamed X", "accused X of", "held X responsible"."""
        found: dict[str, set[int]] = {}
        for sentence in self.document.sentences:
            for match in BLAME.finditer(sentence.text):
                after = [a.party for a in self.actors(sentence) if a.party and 0 <= a.start - match.end() < 40]
                for party in after[:1]:
                    found.setdefault(party, set()).add(sentence.index)
        return found

    @cached_property
    def held(self) -> dict[str, str]:
        """The places that the text says a side holds: "rebel-held Donetsk"."""
        return {place: party for s in self.document.sentences for place, party in holders(s, self.places_of(s), self.cast)}

    def places_of(self, sentence: Sentence) -> list[PlaceMention]:
        """The places named in a sentence."""
        low, high = (bisect_left(self.places, at, key=lambda p: p.start) for at in (sentence.start, sentence.end))
        return self.places[low:high]

    def heading(self, sentence: Sentence) -> list[PlaceMention]:
        """The place that heads a sentence's paragraph: "Sartana (15 km north-east of Mariupol). …", "• Tyre – …"."""
        head = self.document.heads[sentence.paragraph]
        named = sum(p.end - p.start for p in self.places_of(head))
        alone = sum(c.isalnum() for c in head.text) <= named  # "Stepanakert." heads, though a capital else acts
        roles = ("at", "near", "toward", "actor") if alone else ("at", "near", "toward")
        return [replace(p, role="at") for p in self.places_of(head) if p.start - head.start < HEADING and p.role in roles][:1]

    def dates_of(self, sentence: Sentence) -> list[DateMention]:
        """The days named in a sentence."""
        low, high = (bisect_left(self.dates, at, key=lambda d: d.start) for at in (sentence.start, sentence.end))
        return self.dates[low:high]

    def sentence_at(self, offset: int) -> int:
        """The number of the sentence that holds an offset of the article."""
        return max(0, bisect_right(self.document.sentences, offset, key=lambda s: s.start) - 1)

    def actors(self, sentence: Sentence) -> list[ActorMention]:
        """The actors of a sentence with offsets in it; "our" and "the enemy" are told by whose word it is."""
        if sentence.index not in self._actors:
            self._actors[sentence.index] = self._told_actors(sentence)
        return self._actors[sentence.index]

    def _told_actors(self, sentence: Sentence) -> list[ActorMention]:
        found = []
        for m in self.cast.mentions[sentence.index]:
            if BACKED.match(sentence.text, m.end - sentence.start):
                continue
            party = self._kin(m, sentence) or m.party or self._relative(m, sentence)
            found.append((m if party == m.party else replace(m, party=party)).moved(-sentence.start))
        return found

    def _kin(self, mention: ActorMention, sentence: Sentence) -> str | None:
        """The authority that means its own people: "Armenian soldiers" in the mouth of the Karabakh Armenians' minister are Artsakh's."""
        voice = at(self.sources[sentence.index], mention.start)
        side = registry.load().parties.get(voice.party or "") if voice is not None else None
        if side is None or side.kind != "de-facto-authority" or mention.party not in side.allies or mention.actor:
            return None
        people = {word for name in side.demonyms for word in name.text.split() if word[0].isupper()}
        return side.id if mention.alias.split()[0] in people else None

    def _relative(self, mention: ActorMention, sentence: Sentence) -> str | None:
        source = at(self.sources[sentence.index], mention.start)
        if mention.kind != "relative":
            return None
        if source is None or source.party is None:
            before = [m.party for m in self.cast.mentions[sentence.index] if m.party and m.start < mention.start]
            return before[0] if before and mention.noun != "enemy" else None
        return self.cast.opponent(source.party) if mention.noun == "enemy" else source.party


def tell(reader: Reader, sentence: Sentence) -> list[Telling]:
    """What a parsed sentence tells, one telling an incident."""
    actors = reader.actors(sentence)
    told = [e for e in events(sentence, actors) if not e.unreal and not e.negated]
    spots = frozenset(p.start - sentence.start for p in reader.places_of(sentence))
    before = reader.people[1] if reader.people and reader.people[0] == sentence.paragraph else None
    hurt = [h for h in harms(sentence, actors, spots, before) if not h.unreal and not h.negated]
    recalled = long_before(sentence)
    if any(e.start not in recalled for e in told):
        told, hurt = [e for e in told if e.start not in recalled], [h for h in hurt if h.start not in recalled]
    else:
        recalled = frozenset()
    reader.people = (sentence.paragraph, hurt[-1].people) if hurt else reader.people
    arms = {t.i for h in hurt for t in h.doer}
    for event in told:
        event.weak = event.weak and event.head not in arms  # "a sniper wounded a woman", "two shells killed a cow-hand"
    source = reader.sources[sentence.index]
    groups = _groups(sentence, told, source)
    places = [p for p in reader.places_of(sentence) if p.role in ("at", "near", "toward") and p.start not in recalled]
    places = places or reader.heading(sentence)
    dates = reader.dates_of(sentence)
    _hurt(groups, hurt, sentence, actors)
    _share(groups, sentence, places, [d for d in dates if d.role == "event"])
    groups = [part for group in groups for part in apart(group, sentence)]
    groups.sort(key=lambda g: min(m.start for m in g.mentions))
    old = [d for d in dates if d.role in PAST or d.occurred.precision in ("year", "month")]
    current = [d for d in dates if d not in old and d.role == "event"]
    carried = not dates and (source is None or source.rule == "one voice") and reader.past_paragraph == sentence.paragraph
    if old and not current:
        reader.past_paragraph = sentence.paragraph
    elif current or not carried:
        reader.past_paragraph = -1
    for telling in groups:
        telling.source = at(source, telling.events[0].start) if telling.events else source
        hit = telling.source.party if telling.source and any("object" in himself(e, sentence) for e in telling.events) else None
        does = (*(acting(e, sentence, source) for e in telling.events), *(doer_of(h, actors) for h in telling.harms))
        telling.initiator = next(filter(None, does), telling.initiator)
        hit = hit or loser(telling, actors)
        telling.target = telling.target or (hit if hit != telling.initiator else None)
        telling.cues = cues(sentence.text)
        telling.past = carried or bygone(sentence, telling, old)
    return groups


def _groups(sentence: Sentence, told: list[Event], source: Source | None) -> list[Telling]:
    groups: list[Telling] = []
    for event in told:
        first = acting(event, sentence, source)
        hit = next((a.party for a in event.targets if a.party and a.party != first), None)
        telling = Telling(sentence.index, sentence.paragraph, [event], initiator=first, target=hit)
        home = next((g for g in reversed(groups) if _together(g, telling)), None)
        if home is None:
            groups.append(telling)
        else:
            home.events += telling.events
            home.initiator = home.initiator or telling.initiator
            home.target = home.target or telling.target
    return groups


def _together(a: Telling, b: Telling) -> bool:
    """Whether two mentions of one sentence may tell one incident."""
    if a.initiator and b.initiator and a.initiator != b.initiator:
        return False
    if a.initiator != b.initiator and any(t.initiator and all(e.rule == "answer" for e in t.events) for t in (a, b)):
        return False  # what is answered is another's: "shells hit the town and Turkish guns returned fire"
    kinds = a.kinds | b.kinds
    return not (
        len(kinds) > 1
        and (kinds & LONERS)
        and not (a.kinds & b.kinds)
        and "unspecified_violation" not in kinds
        and not any(e.weak for e in (*a.events, *b.events))
    )


def _hurt(groups: list[Telling], hurt: list[Harm], sentence: Sentence, actors: list[ActorMention]) -> None:
    """Harm goes to the telling of its clause, else to the nearest; where another did it than whoever acts there, it is told apart."""
    for harm in hurt:
        doer = doer_of(harm, actors)
        able = [g for g in groups if None in (doer, g.initiator) or doer == g.initiator]
        clause = clause_of(sentence, harm.start)
        near = [g for g in able if any(clause_of(sentence, e.start) == clause for e in g.events)]
        if near or able:
            _nearest(near or able, harm.start).harms.append(harm)
        else:
            groups.append(Telling(sentence.index, sentence.paragraph, harms=[harm], initiator=doer))


def _share(groups: list[Telling], sentence: Sentence, places: list[PlaceMention], dates: list[DateMention]) -> None:
    """Each place and day goes to the telling of its clause, else to the nearest; a lone telling takes all."""
    if len(groups) <= 1:
        for group in groups:
            group.places, group.dates = places, dates
        return
    for place in places:
        _home(groups, sentence, place.start).places.append(place)
    for day in dates:
        _home(groups, sentence, day.start).dates.append(day)
    for group in groups:
        group.dates = group.dates or dates[:1]


def _home(groups: list[Telling], sentence: Sentence, offset: int) -> Telling:
    clause = clause_of(sentence, offset)
    near = [g for g in groups if any(clause_of(sentence, e.start) == clause for e in g.mentions)]
    return _nearest(near or groups, offset)


def _nearest(groups: list[Telling], offset: int) -> Telling:
    return min(groups, key=lambda g: min((abs(e.start - offset) for e in g.mentions), default=10_000))
