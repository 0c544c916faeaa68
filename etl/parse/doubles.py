"""Scenes that nothing tells apart: at one place, on one day, between the same sides, of one kind. They are one incident told twice.
So is what another speaker says of the same two, or nobody in particular of the same spot, unless it is told as separate or an answer.

So are a lead that names the region and the one scene at a spot in it: "a drone killed two in Marib … in Hareb district, south of Marib".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from etl.model import Occurred, Place
from etl.parse.assembly import RECALL, day_of
from etl.parse.linking import COARSE
from etl.parse.reports import kind_of, place_of
from etl.parse.scenes import FAMILIES, Scene, same_days, same_place
from etl.parse.sides import sides
from etl.parse.tellings import Reader

Setting = tuple[Occurred, str | None]  # the day and the place
Sides = tuple[str | None, str | None]
WIDE = COARSE - {"area"}
APART = frozenset({"separate", "answer", "earlier"})  # cues that another incident is told


@dataclass
class Told:
    """A scene's number, kind, day and place, the dead and wounded it counts, who speaks in it, and the scenes that tell it again."""

    n: int
    kind: str
    day: Occurred
    place: Place | None
    toll: set[tuple[str, int | None]]
    voices: set[str]
    scenes: list[Scene]

    def take(self, other: Told) -> None:
        """Make it tell what another does as well."""
        self.scenes += other.scenes
        self.toll |= other.toll
        self.voices |= other.voices

    @property
    def setting(self) -> Setting:
        """What it shares with any that tells it again."""
        return self.day, self.place.id or self.place.name if self.place else None


def singled(scenes: list[Scene], reader: Reader) -> list[Scene]:
    """The scenes of an article, each incident once: what a scene takes over from those before it may leave it nothing of its own."""
    if len(scenes) < 2:
        return scenes
    fought = cache(lambda n: sides(scenes[n], scenes, reader))
    found: list[Told] = []
    settings: dict[Setting, list[Told]] = defaultdict(list)
    for n in range(len(scenes)):
        new = _told(n, scenes, reader)
        near = (*settings[new.setting], *(old for old in found[-RECALL:] if old.setting != new.setting and _one_day(old, new)))
        home = next((old for old in near if _again(old, new, fought)), None)
        if home is None:
            found.append(new)
            settings[new.setting].append(new)
        else:
            home.take(new)
    lead, *others = found
    inside = [told for told in others if _unfolds(lead, told) and fought(told.n) == fought(lead.n)]
    if len(inside) == 1 and not _other_toll(lead, inside[0]):
        inside[0].scenes[:0] = lead.scenes
        found = others
    return [told.scenes[0] if len(told.scenes) == 1 else Scene([t for scene in told.scenes for t in scene.tellings]) for told in found]


def _again(old: Told, new: Told, fought: Callable[[int], Sides]) -> bool:
    """Whether a scene of the same day tells again what another did: nothing sets the two apart."""
    here = old.setting[1] == new.setting[1]
    if here and _one_kind(old, new) and fought(old.n) == fought(new.n):
        return True
    if old.place is None or new.place is None or new.scenes[0].tellings[0].cues & APART:
        return False
    if old.voices and new.voices:
        another = not old.voices & new.voices and (here or _around(old, new, old.place, new.place))
        return another and fought(old.n) == fought(new.n)
    return here and _akin(old, new)


def _one_day(old: Told, new: Told) -> bool:
    """Whether two times are the same, or one is the night that the other falls in ("overnight", "early Friday") and nobody more is hurt."""
    if old.day == new.day:
        return True
    nights = all(d.start and d.end and (d.end - d.start).days < 2 for d in (old.day, new.day))
    again = old.kind == new.kind and new.toll <= old.toll and "day" in (old.day.precision, new.day.precision)
    return nights and again and same_days(old.day, new.day)


def _around(old: Told, new: Told, spot: Place, place: Place) -> bool:
    """Whether another speaker's place may be the first one's: a wider one around it, or one nearby where the same was done."""
    wider = place.precision in WIDE and spot.precision not in COARSE
    return (wider or old.kind == new.kind) and same_place(spot, place)


def _told(n: int, scenes: list[Scene], reader: Reader) -> Told:
    scene = scenes[n]
    toll = {(h.harm, h.people.low) for h in scene.harms if h.people.counted}
    voices = {t.source.party for t in scene.tellings if t.source is not None and t.source.party}
    return Told(n, kind_of(scene, scenes), day_of(scene, scenes, reader), place_of(scene, scenes, reader), toll, voices, [scene])


def _one_kind(old: Told, new: Told) -> bool:
    """Whether two kinds may be one incident's: the same, or kindred ones where only one of the two tells of the dead and wounded."""
    return old.kind == new.kind or (bool(old.toll) != bool(new.toll) and _akin(old, new))


def _akin(old: Told, new: Told) -> bool:
    return old.kind == new.kind or any(old.kind in f and new.kind in f for f in FAMILIES)


def _unfolds(lead: Told, told: Told) -> bool:
    """Whether a scene is set on the lead's day at another place, which may lie in the lead's."""
    if lead.place is None or told.place is None or lead.place.precision not in COARSE or lead.place.name == told.place.name:
        return False
    return lead.day == told.day and _akin(lead, told) and same_place(told.place, lead.place)


def _other_toll(lead: Told, told: Told) -> bool:
    """Whether both count their dead and wounded, and no number is the same."""
    return bool(lead.toll and told.toll and not lead.toll & told.toll)
