"""What the registry holds: sides, bodies, agreements, publishers and feeds, each as one record."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from math import cos, hypot, radians

DEGREE = 111.2  # kilometres of a degree of latitude


@dataclass(frozen=True)
class Alias:
    """One way to write a party or an actor, with the days on which it means them; None is open."""

    text: str
    kind: str = "name"  # name demonym metonym person
    since: date | None = None
    until: date | None = None
    example: str | None = None  # a sentence it must match in
    counter: str | None = None  # a sentence that holds its words and must not be read as it
    line: int = field(default=0, compare=False)

    def holds(self, on: date | None) -> bool:
        """Whether it has this meaning on that day; an unknown day admits every meaning."""
        return on is None or ((self.since is None or self.since <= on) and (self.until is None or on <= self.until))


@dataclass(frozen=True)
class Party:
    """A side."""

    id: str
    name: str
    kind: str
    country: str | None
    territory: tuple[str, ...]  # ISO 3166 alpha-2 codes of the countries its ground lies in
    home: tuple[tuple[float, float, float], ...]  # circles of the ground it holds: latitude, longitude, kilometres
    names: tuple[Alias, ...]
    demonyms: tuple[Alias, ...]
    metonyms: tuple[Alias, ...]
    enemies: frozenset[str]
    allies: frozenset[str]

    @property
    def aliases(self) -> tuple[Alias, ...]:
        """Names, demonyms and metonyms."""
        return self.names + self.demonyms + self.metonyms

    def at_home(self, lat: float, lon: float) -> bool:
        """Whether a point lies on the ground it holds."""
        width = cos(radians(lat))
        return any(DEGREE * hypot(lat - y, (lon - x) * width) <= reach for y, x, reach in self.home)


@dataclass(frozen=True)
class Body:
    """A kind of body that every party of these kinds has: `words` name it beside the party, `roles` are who speaks for it."""

    id: str
    name: str
    kind: str
    of: frozenset[str]
    words: tuple[str, ...]
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Actor:
    """A body that speaks or fights, for a party or (party None) for nobody."""

    id: str
    party: str | None
    name: str
    kind: str
    body: str | None  # the generic body it is an instance of
    aliases: tuple[Alias, ...]


@dataclass(frozen=True)
class Ceasefire:
    """An agreement, a spoken understanding or a declaration that fire stops, and where."""

    id: str
    name: str
    form: str
    signed: date | None
    start: date
    end: date | None
    parties: tuple[str, ...]
    countries: tuple[str, ...]
    regions: tuple[str, ...]
    boxes: tuple[tuple[float, float, float, float], ...]  # south, west, north, east
    monitor: str | None
    source: str
    url: str | None
    clauses: tuple[str, ...]

    def covers(self, lat: float, lon: float) -> bool:
        """Whether the point lies in one of its boxes; False when it has none."""
        return any(south <= lat <= north and west <= lon <= east for south, west, north, east in self.boxes)

    def in_force(self, on: date) -> bool:
        """Whether that day falls between its first and its last."""
        return self.start <= on and (self.end is None or on <= self.end)


@dataclass(frozen=True)
class Outlet:
    """A publisher, and the party it is aligned to if any."""

    id: str
    name: str
    country: str | None
    language: str
    kind: str
    party: str | None
    homepage: str


@dataclass(frozen=True)
class Feed:
    """An address to poll."""

    id: str
    outlet: str
    url: str
    title: str
    language: str
    ceasefires: tuple[str, ...]
    enabled: bool
    seen: str  # where the address was found


@dataclass(frozen=True)
class Registry:
    """All of them, by id."""

    parties: dict[str, Party]
    bodies: dict[str, Body]
    actors: dict[str, Actor]
    ceasefires: dict[str, Ceasefire]
    outlets: dict[str, Outlet]
    feeds: dict[str, Feed]
