"""Places that the gazetteer lacks: names that stand where a place stands, read as another spelling of one it has where that is near."""

from __future__ import annotations

import re
from bisect import bisect, insort
from collections.abc import Iterable
from dataclasses import replace

from etl.lexicon.places import Gazetteer, distance, fold
from etl.model import Place
from etl.parse.places_best import NO_EVENT, PlaceMention
from etl.parse.places_sides import peoples
from etl.parse.places_words import KIND_OF, NOT_PLACES, TITLES

POSSESSIVE = re.compile(r"['’]s?$")
NAME = (
    r"\b(?!(?:In|At|On|From|The|By|Near|An?|To|Of|After|Before|When|While|As|And|But|Two|Three|One|This|That|Some|For|With|It|Its)\b)"
    r"(?:(?:[Aa]l|[Ee]l|[Aa]sh?|[Aa]n|[Aa]d|[Aa]r|[Aa]t|[Aa]z)-)?[A-ZÀ-Ý][\w'’-]{1,30}(?: (?:al-)?[A-ZÀ-Ý][\w'’-]{1,30}){0,2}"
    r"(?![\w'’-])"
)
UNKNOWN = (
    re.compile(rf"\b(?:villages?|towns?|settlements?|hamlets?|outskirts|localit(?:y|ies)|neighbou?rhoods?|camps?|vicinity|districts?)"
               rf"\s+of\s+(?:the\s+)?[\"“'‘]?(?P<name>{NAME})"),
    re.compile(rf"\b(?:near|close to|outside|around|towards?|direction of"
               rf"|(?:north|south|east|west)(?:ern)? of|outskirts of)\s+(?P<name>{NAME})"),
    re.compile(rf"(?P<name>{NAME})\s+(?:village|sector|sub-sector|heights|township|crossing|checkpoint|settlement|neighbou?rhood|district"
               r"|bridge|post|outpost|valley|junction|hamlet)\b"),
    re.compile(rf"\b(?:in|at)\s+(?P<name>{NAME})"
               r"(?=[,.;)]|\s+(?:on|and|in|by|when|where|after|during|overnight|yesterday|today|late|early|was|were|has|had|have|killed)\b)"),
    re.compile(rf"(?<![\w,] )(?<!, )\b(?P<name>{NAME}),\s+(?:in\s+)?(?={NAME}\s+(?:district|province|region|governorate|county|department"
               r"|municipality|cercle|zone|upazila|tehsil)\b(?!['’]s|\s+(?:governor|police|chief|council|officials?|commander|court|head)))"),
    re.compile(rf"\b(?:bombs?|shells?|rockets?|rounds?|mortars?|missiles?|drones?)\s+(?:on|at|into)\s+(?P<name>{NAME})"),
    re.compile(rf"\b(?:shell|bomb|bombard|pound|enter|storm|rak|attack|raid|straf|rocket)(?:ed|ing)\s+(?P<name>{NAME})(?=[,.;)]|\s+(?:on|and|in|by|with|when|for|from|again)\b)"),
    re.compile(rf"\b(?P<name>{NAME})\s+(?:(?:was|were|had been|has been)\s+(?:again\s+)?(?:shelled|bombed|bombarded|pounded)"
               r"|(?:came|was) under (?:\w+ ){0,2}(?:fire|shelling|attack|bombardment))\b"),
)  # fmt: skip


NEAR_ENOUGH = 80.0  # km


def respelled(unknown: list[PlaceMention], known: list[PlaceMention], countries: frozenset[str], names: Gazetteer) -> list[PlaceMention]:
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


def unknown_places(text: str, known: list[PlaceMention]) -> list[PlaceMention]:
    """Names that stand where a place stands and that the gazetteer lacks: "the village of Xyz", "near Xyz"."""
    taken = Taken(known)
    found = list[PlaceMention]()
    for rule, pattern in zip(("of", "near", "kind", "in", "within", "shot at", "shelled", "under fire"), UNKNOWN, strict=True):
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
    return not (set(parts) & (NOT_PLACES | TITLES | peoples()) or name.isupper() or re.fullmatch(r"\w+(?:ian|ians|ish|ese)", name))
