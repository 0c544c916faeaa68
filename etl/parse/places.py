"""Where: the places a text names, which of the world's places they are, and how the event stands to them.

Read the whole text at once: a name that fits several places is decided by the countries of the article's sides and by the places
named beside it. What can't be decided has no id and an issue (`doubts`); a capital that speaks ("Baku said") is no place.
"""

from __future__ import annotations

import re
from bisect import bisect, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from etl.lexicon.places import Entry, Gazetteer, distance, fold, gazetteer
from etl.model import Issue, Place
from etl.parse.dates_line import dateline
from etl.parse.places_words import (
    AFTER_OTHER,
    BEFORE_NAME,
    CUE,
    CUES,
    FIRING,
    FOLLOW,
    FROM_GROUND,
    HEAD,
    KIND_OF,
    NOT_PLACES,
    OTHER,
    SPEAKS,
    STARTERS,
    STATIONED,
    TAIL,
    TITLES,
)

TOKEN = re.compile(r"[^\W_]+(?:['’ʼ‘`][^\W_]+)*")
POSSESSIVE = re.compile(r"['’]s?$")
INSIDE = re.compile(r"(?:['’]s)? |-|\. ?|[ -]['’‘]|\n?\Z")
ARTICLES = frozenset({"al", "el", "as", "ash", "an", "ad", "ar", "at", "az", "ath", "aj", "adh"})
LONGEST = 7
SPOTS = frozenset({"in", "near", "at", "outside", "around"})
LARGE, KNOWN = 50_000, 100_000
SPECIFIC = {"exact": 0, "settlement": 1, "area": 2, "district": 3, "region": 4, "country": 5}
JOINED = re.compile(r"\s*(?:,|,?\s*and|/)\s*")
LINE = re.compile(r"(?i)\b(?:lines?|borders?|front(?:line)?s?|boundary|loc|ib|dmz|zone)\b")
NO_EVENT = frozenset({"dateline", "actor", "other"})


@dataclass(frozen=True)
class PlaceMention:
    """A place where the text names it.

    role: at, near, toward, from (of the event); dateline, actor (a capital or country that acts or speaks), other (a seat, talks).
    inside: it lies in a country of the article's sides. rivals: what else the name may be, when that could not be decided.
    """

    start: int
    end: int
    place: Place
    role: str = "at"
    rule: str = "name"
    inside: bool = True
    rivals: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Hit:
    """A name of the gazetteer in the text, before it is decided which place it is."""

    start: int
    end: int
    entries: tuple[Entry, ...]
    kind: str | None  # what the words around make it: village, district, sector


@dataclass(frozen=True)
class Word:
    """A word with its folded form, the possessive cut off."""

    start: int
    end: int
    key: str
    capital: bool


def places_in(text: str, countries: frozenset[str] = frozenset(), known: Gazetteer | None = None) -> list[PlaceMention]:
    """Every place named in a text, in order; `countries` (ISO codes) are those of the article's sides."""
    words = _words(text)
    hits = _hits(text, words, known or gazetteer())
    mentions = _decide(text, hits, countries)
    mentions += _respelled(_unknown(text, mentions), mentions, countries, known or gazetteer())
    line = dateline(text)
    head = line.span[1] if line else 0
    mentions = [replace(m, role="dateline") if m.end <= head else m for m in mentions]
    return sorted(mentions, key=lambda m: m.start)


def doubts(mentions: Iterable[PlaceMention]) -> list[Issue]:
    """An issue for each place that is unknown, or may be one of several."""
    found = []
    for mention in mentions:
        span = (mention.start, mention.end)
        if mention.rivals:
            others = "; ".join(f"{p.id} {p.lat},{p.lon}" for p in mention.rivals)
            found.append(Issue("ambiguous_place", f"{mention.place.name}: {others}", span))
        elif mention.place.id is None and mention.role not in NO_EVENT:
            found.append(Issue("unknown_place", mention.place.name, span))
    return found


def best_place(mentions: Sequence[PlaceMention]) -> PlaceMention | None:
    """Of the places of one event the most specific: a village before its district; where it happened before where it came from."""
    able = [m for m in mentions if m.role not in NO_EVENT]
    if not able:
        return None
    return min(able, key=lambda m: (m.role == "from", not m.inside, _vague(m), _breadth(m), m.start))


def place_told_before(mentions: Sequence[PlaceMention], text: str, offset: int) -> PlaceMention | None:
    """The finest place told before an offset in its own paragraph: "In Paravakar … She was hit by a bullet"."""
    opening = text.rfind("\n", 0, offset) + 1
    before = [m for m in mentions if opening <= m.start < offset and m.role not in NO_EVENT and m.inside and not _vague(m)]
    return before[-1] if before else None


def place_of_news(mentions: Sequence[PlaceMention], headline: Sequence[PlaceMention]) -> PlaceMention | None:
    """The place of the news where an event has none of its own: the headline's, else the first of the text that may be one: where
    something is, else the dateline's town if it is no capital, else a region that acts ("Tigray said")."""
    told = [m for m in (best_place([h for h in headline if h.inside]), *mentions) if m and m.inside and m.role not in NO_EVENT]
    written = [m for m in mentions if m.inside and m.role == "dateline" and m.place.id and m.place.id not in _capitals()]
    acting = [m for m in (*headline, *mentions) if m.inside and m.role == "actor" and m.place.precision in ("region", "area")]
    return next(iter((*(m for m in told if not _vague(m)), *written, *told, *acting)), None)


def _breadth(mention: PlaceMention) -> float:
    """How much ground a place covers; a front line hundreds of kilometres long is broader than a district on it."""
    long = mention.place.precision == "area" and LINE.search(mention.place.name)
    return 3.5 if long else SPECIFIC[mention.place.precision]


def _vague(mention: PlaceMention) -> bool:
    return SPECIFIC[mention.place.precision] >= 4


def _words(text: str) -> list[Word]:
    found = []
    for match in TOKEN.finditer(text):
        written = POSSESSIVE.sub("", match.group()) or match.group()
        found.append(Word(match.start(), match.start() + len(written), fold(written), written[0].isupper()))
    return found


def _hits(text: str, words: list[Word], known: Gazetteer) -> list[Hit]:
    """The longest names of the gazetteer, with the words that say what kind of place they are."""
    found, position = list[Hit](), 0
    while position < len(words):
        hit, used = _longest(text, words, position, known)
        if hit:
            found.append(hit)
        position += max(used, 1)
    return found


def _longest(text: str, words: list[Word], first: int, known: Gazetteer) -> tuple[Hit | None, int]:
    word = words[first]
    numbered = word.key.isalnum() and word.key[0].isdigit() and first + 1 < len(words) and words[first + 1].capital
    article = numbered or (word.key in ARTICLES and text[word.end : word.end + 1] == "-")
    if not (word.capital or article or word.key in _plain_starts()):
        return None, 0
    keys, last = [word.key], first
    while last + 1 < len(words) and last - first + 1 < LONGEST and INSIDE.fullmatch(text, words[last].end, words[last + 1].start):
        last += 1
        keys.append(words[last].key)
    for size in range(len(keys), 0, -1):
        name = " ".join(keys[:size])
        plain = name in known.plain
        if not plain and not (word.capital or (article and size > 1 and words[first + 1].capital)):
            continue
        entries = known.find(name)
        if not entries and keys[0] in ARTICLES and size > 1:
            entries = known.find(" ".join(keys[1:size]))
        if entries and not plain:
            small = any(not words[first + n].capital and len(keys[n]) > 3 for n in range(1, size))
            entries = [e for e in entries if e.curated] if small else entries
        if entries and (size > 1 or _stands(text, words, first, entries)):
            return _typed(text, words[first].start, words[first + size - 1].end, entries, known), size
    return None, 0


@cache
def _plain_starts() -> frozenset[str]:
    return frozenset(name.split(" ", 1)[0] for name in gazetteer().plain)


def _stands(text: str, words: list[Word], at: int, entries: list[Entry]) -> bool:
    """Whether a single word is a place here: "General Poonch" and "Marsa Matrouh" are none, and a hamlet needs a word of place."""
    word, before = words[at], words[at - 1] if at else None
    gap = text[before.end : word.start] if before else "\n"
    if word.key in _demonyms() or (before and gap in (" ", ". ") and before.key in TITLES and before.capital):
        return False
    sure = entries[0].curated or entries[0].people >= LARGE
    typed = TAIL.match(text, word.end) or HEAD.search(text[max(0, word.start - 40) : word.start])
    if typed:
        return True
    opens = before and not text[max(0, before.start - 2) : before.start].strip(' \n"“•.')
    named = before and gap == " " and before.capital and before.key not in BEFORE_NAME | CUES
    named = named and not (opens and before and before.key in STARTERS)
    if named and not opens:
        return False
    after = words[at + 1] if at + 1 < len(words) else None
    point = entries[0].precision in ("settlement", "exact")
    if after and after.capital and text[word.end : after.start] == " " and point and after.key not in FOLLOW:
        firm = (
            before is not None and (before.key in CUES or gap != " ") if entries[0].curated else before is not None and before.key in SPOTS
        )
        return sure and firm
    if sure:
        return not named or entries[0].curated
    return bool(before and (before.key in CUES or gap.strip() in (",", ";", "(", "/", "•", ":")))


def _typed(text: str, start: int, end: int, entries: list[Entry], known: Gazetteer) -> Hit:
    """The hit with the word of kind beside it: "Tovuz district" is the district, "Idlib countryside" an area."""
    tail = TAIL.match(text, end)
    if tail:
        whole = fold(text[start : tail.end()])
        exact = known.find(whole)
        return Hit(start, tail.end(), tuple(exact or entries), None if exact else KIND_OF[tail["kind"].lower()])
    head = HEAD.search(text[max(0, start - 40) : start])
    kind = KIND_OF.get(head["kind"].lower()) if head else None
    if kind in ("district", "region"):
        exact = known.find(f"{fold(text[start:end])} {head['kind'].lower()}") if head else []
        entries = exact or entries
    return Hit(start, end, tuple(entries), kind if kind in ("district", "region") else None)


def _decide(text: str, hits: list[Hit], countries: frozenset[str]) -> list[PlaceMention]:
    """Each hit as one place, by the sides' countries, the places beside it, and importance."""
    choices = [(hit, _apart(hit, countries)) for hit in hits]
    fixed = [(hit, entries[0]) for hit, entries in choices if len(entries) == 1 and (not countries or entries[0].country in countries)]
    found = []
    for hit, entries in choices:
        if not entries:
            continue
        best, rivals = _nearest(hit, entries, fixed) if len(entries) > 1 else (entries[0], ())
        inside = not countries or best.country in countries
        if not inside and not (best.people >= KNOWN or best.curated):
            continue
        name = re.sub(r"\s+", " ", text[hit.start : hit.end])
        place = _as_called(best, name, hit.kind)
        if rivals:
            place = Place(name, None, best.country if len({r.country for r in rivals}) == 1 else None, None, None, place.precision)
        role = _role(text, hit, best)
        if found and found[-1].role in NO_EVENT and best.id in _capitals() and JOINED.fullmatch(text, found[-1].end, hit.start):
            role = found[-1].role  # "the ministries in Yerevan and Baku"
        found.append(PlaceMention(hit.start, hit.end, place, role, hit.kind or "name", inside, tuple(r.place() for r in rivals)))
    return found


def _apart(hit: Hit, countries: frozenset[str]) -> list[Entry]:
    """The places a name may mean: in the sides' countries if any is, our own list before GeoNames, twins as one."""
    within = [e for e in hit.entries if e.country in countries] or list(hit.entries)
    settled = [e for e in within if e.curated and _fits(e, hit.kind)] or [e for e in within if e.curated] or within
    apart: list[Entry] = []
    for entry in settled:
        if all(distance(entry, other) > 12 for other in apart):
            apart.append(entry)
    return apart


def _fits(entry: Entry, kind: str | None) -> bool:
    return kind is None or kind == entry.precision


def _nearest(hit: Hit, entries: list[Entry], fixed: list[tuple[Hit, Entry]]) -> tuple[Entry, tuple[Entry, ...]]:
    """The place nearest to those named beside it, else the one far larger; else undecided, with its rivals."""
    at = bisect(fixed, hit.start, key=lambda pair: pair[0].start)
    beside = sorted(fixed[max(0, at - 4) : at + 4], key=lambda pair: abs(pair[0].start - hit.start))[:4]
    for reach in (beside[:1], beside):
        ranked = sorted((min((distance(e, other) for _, other in reach), default=1e9), -e.people, n) for n, e in enumerate(entries))
        if ranked[0][0] < 150 and ranked[1][0] > 2 * ranked[0][0] + 20:
            return entries[ranked[0][2]], ()
    if entries[0].people >= 10 * max(entries[1].people, 1_000) or (entries[0].curated and not entries[1].curated):
        return entries[0], ()
    return entries[0], tuple(entries[:4])


def _as_called(entry: Entry, name: str, kind: str | None) -> Place:
    """The place under the name the text gives it; "Tovuz district" may be known by its town alone, and is no finer than a district."""
    precision = "district" if kind == "region" and entry.precision == "settlement" else kind
    if kind in (None, "settlement"):
        spoken = KIND_OF.get(name.rsplit(" ", 1)[-1].lower())
        precision = "area" if spoken == "area" and entry.precision == "district" else entry.precision
    return Place(name, entry.id, entry.country, entry.lat, entry.lon, precision or entry.precision)


def _role(text: str, hit: Hit, entry: Entry) -> str:
    before, after = text[max(0, hit.start - 120) : hit.start], text[hit.end : hit.end + 60]
    before = re.split(r"\n|(?<=[a-z\d])[.;] ", before)[-1]
    if AFTER_OTHER.match(after) or OTHER.search(before):
        return "other"
    cues = list(CUE.finditer(before))
    close = cues and len(before) - cues[-1].end() <= 45 and "," not in before[cues[-1].end() :]
    last = cues[-1] if close else None
    direct = bool(last and re.fullmatch(r"\s*(?:the\s+)?(?:[\w-]+\s+){0,2}", before[last.end() :]))
    grand = entry.precision == "country" or entry.id in _capitals()
    if grand and (SPEAKS.match(after) or not direct or (last and last.group().lower() in ("of", "by", "to", "between", "against"))):
        return "actor"
    stationed = STATIONED.search(text[max(0, hit.start - 300) : hit.start])
    if FROM_GROUND.search(before) or (stationed and not FIRING.search(stationed["since"])):
        return "from"
    if last is None:
        return "at"
    return "near" if last["near"] else "toward" if last["toward"] else "from" if last["fromm"] else "at"


@cache
def _capitals() -> frozenset[str]:
    """Ids of the places whose names stand for a side when it acts or speaks."""
    from etl.lexicon import registry

    known, found = gazetteer(), set[str]()
    for party in registry.load().parties.values():
        for alias in (*party.metonyms, *party.names):
            found.update(entry.id for entry in known.find(fold(alias.text))[:2])
    return frozenset(found)


NAME = (
    r"\b(?!(?:In|At|On|From|The|By|Near|An?|To|Of|After|Before|When|While|As|And|But|Two|Three|One|This|That|Some|For|With|It|Its)\b)"
    r"(?:(?:[Aa]l|[Ee]l|[Aa]sh?|[Aa]n|[Aa]d|[Aa]r|[Aa]t|[Aa]z)-)?[A-ZÀ-Ý][\w'’-]{1,30}(?: (?:al-)?[A-ZÀ-Ý][\w'’-]{1,30}){0,2}"
    r"(?![\w'’-])"
)
UNKNOWN = (
    re.compile(rf"\b(?:villages?|towns?|settlements?|hamlets?|outskirts|localit(?:y|ies)|neighbou?rhoods?|camps?|vicinity|districts?)"
               rf"\s+of\s+(?:the\s+)?[\"“'‘]?(?P<name>{NAME})"),
    re.compile(rf"\b(?:near|close to|outside|around|direction of|(?:north|south|east|west)(?:ern)? of|outskirts of)\s+(?P<name>{NAME})"),
    re.compile(rf"(?P<name>{NAME})\s+(?:village|sector|sub-sector|heights|township|crossing|checkpoint|settlement|neighbou?rhood|district"
               r"|bridge|post|valley|junction|hamlet)\b"),
    re.compile(rf"\b(?:in|at)\s+(?P<name>{NAME})(?=[,.;)]|\s+(?:on|and|in|by|when|where|after|during|overnight|yesterday|today|late|early)\b)"),
)  # fmt: skip


NEAR_ENOUGH = 80.0  # km


def _respelled(unknown: list[PlaceMention], known: list[PlaceMention], countries: frozenset[str], names: Gazetteer) -> list[PlaceMention]:
    """Unknown names read as another spelling of a place near those named beside it: "Al-Faterah" by Kansafra is Al-Fatira."""
    fixed = {m.place.id: m for m in known if m.inside and m.place.id and m.place.precision != "country"}.values()
    found = []
    for mention in unknown:
        near = [
            (min((distance(entry, other.place) for other in fixed), default=1e9), n, entry)
            for n, entry in enumerate(names.alike(mention.place.name, countries))
        ]
        best = min(near, default=None)
        if best and best[0] <= NEAR_ENOUGH:
            entry = best[2]
            place = Place(mention.place.name, entry.id, entry.country, entry.lat, entry.lon, entry.precision)
            mention = replace(mention, place=place, rule="other spelling")
        found.append(mention)
    return found


MORE = r"[^.;\n]{0,120}\band\s+(?:other|several|nearby|places|areas|villages|towns|surrounding|adjacent|(?:in\s+)?(?:al-)?[A-Z])"
LISTED = re.compile(  # an item of a list that has an "and": "Kelbajar, Smbat Tsakanian, has been missing" is none
    rf"(?:,\s+(?={MORE})(?:and\s+|in\s+)?|\s+and\s+|\s+as well as\s+)(?P<name>{NAME})"
    r"(?=,|[.;)]|\s+(?:and|in|on|villages?|towns?|areas?|districts?|sectors?)\b)"
)


def _unknown(text: str, known: list[PlaceMention]) -> list[PlaceMention]:
    """Names that stand where a place stands and that the gazetteer lacks: "the village of Xyz", "near Xyz"."""
    taken = Taken(known)
    found = list[PlaceMention]()
    for rule, pattern in zip(("of", "near", "kind", "in"), UNKNOWN, strict=True):
        for match in pattern.finditer(text):
            start, end = match.span("name")
            if taken.holds(start, end) or not _may_be_place(match["name"]):
                continue
            end = match.end() if rule == "kind" else end
            name = re.sub(r"\s+", " ", text[start:end])
            kind = KIND_OF.get(name.rsplit(" ", 1)[-1].lower(), "settlement") if rule == "kind" else "settlement"
            role = "near" if rule == "near" else "at"
            found.append(PlaceMention(start, end, Place(name, None, precision=kind), role, f"unknown {rule}"))
            taken.add(start, end)
    return found + _listed(text, [*known, *found], taken)


class Taken:
    """The spans that are read already."""

    def __init__(self, mentions: Iterable[PlaceMention]) -> None:
        self.spans = sorted((m.start, m.end) for m in mentions)

    def holds(self, start: int, end: int) -> bool:
        """Whether any of them overlaps [start, end)."""
        at = bisect(self.spans, (start, end))
        return any(a < end and start < b for a, b in self.spans[max(0, at - 1) : at + 1])

    def add(self, start: int, end: int) -> None:
        """One more."""
        insort(self.spans, (start, end))


def _listed(text: str, mentions: list[PlaceMention], taken: Taken) -> list[PlaceMention]:
    """Unknown names that go on a list of places: "in Hizarin, Xyz and Sarja"."""
    found = list[PlaceMention]()
    for mention in mentions:
        if mention.role in NO_EVENT or mention.place.precision in ("country", "region"):
            continue
        match = LISTED.match(text, mention.end)
        while match and not taken.holds(*match.span("name")) and _may_be_place(match["name"]):
            found.append(PlaceMention(*match.span("name"), Place(match["name"], None), mention.role, "unknown listed"))
            taken.add(*match.span("name"))
            match = LISTED.match(text, match.end("name"))
    return found


def _may_be_place(name: str) -> bool:
    parts = fold(POSSESSIVE.sub("", name)).split()
    return not (set(parts) & (NOT_PLACES | TITLES | _peoples()) or name.isupper() or re.fullmatch(r"\w+(?:ian|ians|ish|ese)", name))


@cache
def _demonyms() -> frozenset[str]:
    """Words for the people of the sides: "Thai" is also a town, but never here."""
    from etl.lexicon import registry

    parties = registry.load().parties.values()
    places = {fold(alias.text) for party in parties for alias in (*party.names, *party.metonyms)}
    return frozenset(fold(alias.text) for party in parties for alias in party.demonyms) - places


@cache
def _peoples() -> frozenset[str]:
    """Words that name sides, their people, months and weekdays: no unknown place is called so."""
    from etl.lexicon import registry
    from etl.parse.dates_words import MONTHS, WEEKDAYS

    names = {fold(alias.text) for party in registry.load().parties.values() for alias in party.names}
    return frozenset({*MONTHS, *(m[:3] for m in MONTHS), "sept", *WEEKDAYS, *names, *_demonyms()})
