"""Scenes: what an article tells of one incident, gathered mention by mention.

A telling is what one sentence says of one incident; tellings whose kind, place, day and sides agree make one scene, and each
scene that is told as having happened becomes a report.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from etl.model import Occurred, Place
from etl.parse.attribution import Source
from etl.parse.dates import DateMention, best_day
from etl.parse.events import Event, code
from etl.parse.harm import Harm
from etl.parse.places import PlaceMention

FAMILIES = (
    frozenset(["small_arms_fire", "sniper_fire", "shelling", "rocket_or_missile", "clash", "unspecified_violation", "ground_attack"]),
    frozenset(["air_strike", "drone_strike", "rocket_or_missile", "shelling", "unspecified_violation"]),
    frozenset(["ground_attack", "territory_seizure", "clash", "abduction_or_capture", "deployment"]),
    frozenset(["airspace_violation", "drone_strike", "unspecified_violation"]),
    frozenset(["mine_or_ied", "ground_attack", "unspecified_violation"]),
    frozenset(["obstruction", "abduction_or_capture", "unspecified_violation", "deployment"]),
)
RADIUS = {"exact": 25.0, "settlement": 25.0, "area": 45.0, "district": 60.0, "region": 220.0, "country": 900.0}
VAGUE_KINDS = frozenset({"unspecified_violation", "clash"})


@dataclass
class Telling:
    """What one sentence says of one incident."""

    sentence: int
    paragraph: int
    events: list[Event] = field(default_factory=list)
    harms: list[Harm] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)
    dates: list[DateMention] = field(default_factory=list)
    initiator: str | None = None
    target: str | None = None
    source: Source | None = None
    cues: frozenset[str] = frozenset()  # separate answer earlier
    past: bool = False  # told of a time long gone

    @property
    def mentions(self) -> list[Event | Harm]:
        """Its mentions of force and of harm."""
        return [*self.events, *self.harms]

    @property
    def strong(self) -> bool:
        """Whether it names a use of force or a breach, not only a weapon or an outcome."""
        return any(not e.weak and not e.habit for e in self.events)

    @property
    def kinds(self) -> set[str]:
        """The kinds of event that are named."""
        return {code(e) for e in self.events}

    @property
    def occurred(self) -> Occurred | None:
        """The day or days the sentence gives the incident."""
        best = best_day(self.dates)
        return best.occurred if best else None


@dataclass
class Scene:
    """The tellings of one incident."""

    tellings: list[Telling] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Where the article begins to tell it."""
        first = self.tellings[0]
        return (first.events or first.harms)[0].start

    @property
    def events(self) -> list[Event]:
        """All its event mentions."""
        return [e for t in self.tellings for e in t.events]

    @property
    def harms(self) -> list[Harm]:
        """All its casualty mentions."""
        return [h for t in self.tellings for h in t.harms]

    @property
    def kinds(self) -> set[str]:
        """The kinds of event that are named."""
        return {code(e) for t in self.tellings for e in t.events}

    @property
    def occurred(self) -> Occurred | None:
        """The first day given."""
        return next((t.occurred for t in self.tellings if t.occurred), None)

    @property
    def places(self) -> list[PlaceMention]:
        """The places given, in the order told."""
        return [p for t in self.tellings for p in t.places]

    @property
    def initiator(self) -> str | None:
        """The first side named as its doer, by a word of force rather than of weapons or answers."""
        named = [t for t in self.tellings if t.initiator and not (t.events and all(e.rule == "answer" for e in t.events))]
        return next((t.initiator for t in named if t.strong), None) or next((t.initiator for t in named), None)

    @property
    def target(self) -> str | None:
        """The first side named as hit."""
        return next((t.target for t in self.tellings if t.target), None)


def distance(a: Place, b: Place) -> float | None:
    """Kilometres between two places with coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    one, two = math.radians(a.lat), math.radians(b.lat)
    h = math.sin((two - one) / 2) ** 2 + math.cos(one) * math.cos(two) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, h)))


def same_place(a: Place, b: Place) -> bool:
    """Whether two places may be the same spot, one perhaps holding the other."""
    if (a.id and a.id == b.id) or a.name.lower() == b.name.lower():
        return True
    if a.precision == b.precision and a.precision in ("region", "country"):
        return False
    far = distance(a, b)
    coarse = a.precision not in ("settlement", "exact") or b.precision not in ("settlement", "exact")
    if far is None:
        return coarse
    return far <= (max(RADIUS[a.precision], RADIUS[b.precision]) if coarse else 6.0)


def same_days(a: Occurred, b: Occurred) -> bool:
    """Whether two times may be the same; unknown ones may."""
    if a.start is None or b.start is None or a.end is None or b.end is None:
        return True
    return a.start <= b.end and b.start <= a.end


def same_kind(a: set[str], b: set[str]) -> float:
    """2 for a kind in common, 1 for kindred ones, 0 when one says nothing, -2 for kinds that can't be one."""
    if not a or not b:
        return 0.0
    if a & b:
        return 2.0
    if any(x in f and y in f for f in FAMILIES for x in a for y in b):
        return 1.0
    return -2.0
