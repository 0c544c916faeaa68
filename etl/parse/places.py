"""Where: the places a text names, which of the world's places they are, and how the event stands to them.

Read the whole text at once: a name that fits several places is decided by the countries of the article's sides and by the places
named beside it. What can't be decided has no id and an issue (`doubts`); a capital that speaks ("Baku said") is no place.
"""

from __future__ import annotations

import re
from bisect import bisect
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import NamedTuple

from etl.lexicon.places import LINE, Entry, Gazetteer, distance, fold, gazetteer
from etl.lexicon.words import small
from etl.model import Place
from etl.parse.dates_line import dateline
from etl.parse.dates_words import DAY, MONTH
from etl.parse.places_best import NO_EVENT, PlaceMention, best_place, doubts, place_of_news, place_told_before
from etl.parse.places_sides import capitals, demonyms
from etl.parse.places_unknown import respelled, unknown_places
from etl.parse.places_words import (
    AFTER_OTHER,
    ASIDE,
    BEFORE_NAME,
    CUE,
    CUES,
    FIRING,
    FOLLOW,
    FROM_GROUND,
    HEAD,
    HIT,
    JUDGED,
    KIND_OF,
    MEASURED,
    OPENING,
    OTHER,
    PART_OF,
    SPEAKERS,
    SPEAKS,
    STARTERS,
    STATIONED,
    TAIL,
    TITLES,
)

__all__ = ["PlaceMention", "best_place", "doubts", "place_of_news", "place_told_before", "places_in"]
TOKEN = re.compile(r"[^\W_]+(?:['’ʼ‘`][^\W_]+)*")
POSSESSIVE = re.compile(r"['’]s?$")
INSIDE = re.compile(r"(?:['’]s)? |-|\. ?|[ -]['’‘]|\n?\Z")
ARTICLES = frozenset({"al", "el", "as", "ash", "an", "ad", "ar", "at", "az", "ath", "aj", "adh"})
PREPOSITIONS = frozenset({"at", "as", "an"})  # "At Talish" is Talish, "at-Tal" a place
LONGEST = 7
SPOTS = frozenset({"in", "near", "at", "outside", "around"})
LARGE, KNOWN = 50_000, 100_000
PARTICLE = re.compile(r"-[a-z]| (?:de|del|dela|da|do|dos|das|des|du|la|las|los|na|ng|sa|N['’]) ?(?=[A-Z])")  # "San Vicente de X", "Abu-zir"
DATED = re.compile(rf",\s+(?:{DAY}\s+{MONTH}|{MONTH}\s+{DAY}|\d\d?[./-]\d\d?[./-]\d\d)")
JOINED = re.compile(r"\s*(?:,|,?\s*and|/)\s*")


@dataclass(frozen=True)
class Hit:
    """A name of the gazetteer in the text, before it is decided which place it is."""

    start: int
    end: int
    entries: tuple[Entry, ...]
    kind: str | None  # what the words around make it: village, district, sector


class Word(NamedTuple):
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
    mentions += respelled(unknown_places(text, mentions), mentions, countries, known or gazetteer())
    line = dateline(text)
    head = line.span[1] if line else 0
    mentions = [replace(m, role="dateline") if m.end <= head else m for m in mentions]
    return sorted(mentions, key=lambda m: m.start)


def _words(text: str) -> list[Word]:
    found = []
    for match in TOKEN.finditer(text):
        start, (length, key, capital) = match.start(), _folded(match.group())
        found.append(Word(start, start + length, key, capital))
    return found


@lru_cache(50_000)
def _folded(word: str) -> tuple[int, str, bool]:
    """How much of a word is not its possessive ending, that part folded, and whether it is written with a capital."""
    written = POSSESSIVE.sub("", word) or word
    return len(written), fold(written), written[0].isupper()


def _hits(text: str, words: list[Word], known: Gazetteer) -> list[Hit]:
    """The longest names of the gazetteer, with the words that say what kind of place they are."""
    found, position = list[Hit](), 0
    plain = _plain_starts() | ARTICLES
    while position < len(words):
        key, capital = words[position][2:]
        begins = (key in known.starts or key in ARTICLES) and (capital or key in plain or key[:1].isdigit())
        hit, used = _longest(text, words, position, known) if begins else (None, 0)
        if hit:
            found.append(hit)
        position += max(used, 1)
    return _of_kind(text, found, known)


def _of_kind(text: str, found: list[Hit], known: Gazetteer) -> list[Hit]:
    """The kind said once of several: "the Kalbajar and Lachin districts" are two districts."""
    for n in range(len(found) - 1, 0, -1):
        hit, after = found[n - 1], found[n]
        tail = TAIL.search(text, after.start, after.end)
        if hit.kind is None and after.kind and tail and tail["kind"].endswith("s") and JOINED.fullmatch(text, hit.end, after.start):
            for m, one, end in ((n - 1, hit, hit.end), (n, after, tail.start())):
                exact = known.find(f"{fold(text[one.start : end])} {tail['kind'].lower().removesuffix('s')}")
                found[m] = replace(one, entries=tuple(exact) or one.entries, kind=after.kind)
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
        if not entries and keys[0] in ARTICLES and size > 1 and (word.key not in PREPOSITIONS or text[word.end] == "-"):
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
    titled = before and (before.key in SPEAKERS or (before.key in TITLES and before.capital))
    if word.key in demonyms() or (titled and gap in (" ", ". ")):
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
    if not entries[0].curated and (PARTICLE.match(text, word.end) or (before and gap == "-" and before.capital)):
        return False  # the end of "the Nouakchott-Ouargla road" is no place of the event
    after = words[at + 1] if at + 1 < len(words) else None
    point = entries[0].precision in ("settlement", "exact")
    if after and after.capital and text[word.end : after.start] == " " and point and after.key not in FOLLOW:
        spots = CUES if entries[0].curated else SPOTS
        apart = entries[0].curated and gap not in (" ", "'s ", "’s ")
        firm = before is not None and (before.key in spots or apart)
        return sure and firm
    if sure:
        return not named or entries[0].curated
    if (before is None or gap in (". ", "\n")) and DATED.match(text, word.end):
        return True  # "Karaleti, 10 September 2008."
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
    aside = ASIDE.search(text[max(0, start - 40) : start])
    if aside and aside["part"] and (province := known.find(f"{fold(text[start:end])} province")):
        return Hit(start, end, tuple(province), "region")
    return Hit(start, end, tuple(entries), kind if kind in ("district", "region") else None)


def _decide(text: str, hits: list[Hit], countries: frozenset[str]) -> list[PlaceMention]:
    """Each hit as one place, by the sides' countries, the places beside it, and importance."""
    choices = [(hit, _apart(hit, countries)) for hit in hits]
    fixed = [(hit, entries[0]) for hit, entries in choices if len(entries) == 1 and (not countries or entries[0].country in countries)]
    found: list[PlaceMention] = []
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
        if not inside and name[0].islower():
            if "-" in name:
                continue  # "a front-line island"
            place = Place(name, precision=place.precision)  # some front line, not that of another war
        role = _role(text, hit, best)
        landmark = role in ("at", "near") and bool(found) and _measured(text, found[-1].end, hit.start)
        if landmark and found[-1].role not in NO_EVENT and not LINE.search(found[-1].place.name):
            role = "from"
        if found and found[-1].role in NO_EVENT and best.id in capitals() and JOINED.fullmatch(text, found[-1].end, hit.start):
            role = found[-1].role  # "the ministries in Yerevan and Baku"
        aside = ASIDE.search(text[max(0, hit.start - 40) : hit.start])
        rule = "aside" if aside and not aside["part"] else hit.kind or "name"
        found.append(PlaceMention(hit.start, hit.end, place, role, rule, inside, tuple(r.place() for r in rivals)))
    return found


def _measured(text: str, place: int, landmark: int) -> bool:
    """Whether a place is measured from the next, which is then no place of the event: "Zolote, 60 km west of Luhansk"."""
    between = text[place:landmark]
    return bool(MEASURED.search(between)) and not re.search(r"[.;\n] ", between)


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
    lower = small(before)
    if AFTER_OTHER.match(after) or OTHER.search(lower):
        return "other"
    cues = list(CUE.finditer(lower))
    close = cues and len(before) - cues[-1].end() <= 45 and "," not in before[cues[-1].end() :]
    last = cues[-1] if close else None
    direct = bool(last and re.fullmatch(r"\s*(?:the\s+)?(?:[\w-]+\s+){0,2}", before[last.end() :]))
    grand = entry.precision == "country" or entry.id in capitals()
    grand = grand and not HIT.match(after) and not PART_OF.search(lower)
    if grand and (SPEAKS.match(after) or not direct or (last and last.group() in ("of", "by", "to", "between", "against"))):
        return "actor"
    if grand and OPENING.fullmatch(before) and JUDGED.match(after):
        return "actor"  # "In Moscow, the Defence Ministry accused …"
    stationed = STATIONED.search(text[max(0, hit.start - 300) : hit.start])
    if FROM_GROUND.search(before) or (stationed and not FIRING.search(stationed["since"])):
        return "from"
    if last is None:
        return "at"
    return "near" if last["near"] else "toward" if last["toward"] else "from" if last["fromm"] else "at"
