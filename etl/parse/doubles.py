"""Scenes that nothing tells apart: at one place, on one day, between the same sides, of one kind. They are one incident told twice.

So are a lead that names the region and the one scene at a spot in it: "a drone killed two in Marib … in Hareb district, south of Marib".
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from etl.model import Occurred, Place
from etl.parse.assembly import day_of
from etl.parse.linking import COARSE
from etl.parse.reports import kind_of, place_of
from etl.parse.scenes import FAMILIES, Scene, same_place
from etl.parse.sides import sides
from etl.parse.tellings import Reader

Setting = tuple[Occurred, str | None]  # the day and the place


@dataclass
class Told:
    """A scene's number, kind, day and place, the dead and wounded it counts, and the scenes that tell it again."""

    n: int
    kind: str
    day: Occurred
    place: Place | None
    toll: set[tuple[str, int | None]]
    scenes: list[Scene]

    @property
    def setting(self) -> Setting:
        """What it shares with any that tells it again."""
        return self.day, self.place.id or self.place.name if self.place else None


def singled(scenes: list[Scene], reader: Reader) -> list[Scene]:
    """The scenes of an article, each incident once: what a scene takes over from those before it may leave it nothing of its own."""
    if len(scenes) < 2:
        return scenes
    fought = cache(lambda n: sides(scenes[n], scenes, reader))
    settings: dict[Setting, list[Told]] = defaultdict(list)
    for n, scene in enumerate(scenes):
        new = _told(n, scenes, reader)
        kept = settings[new.setting]
        home = next((old for old in kept if _one_kind(old, new) and fought(old.n) == fought(n)), None)
        if home is None:
            kept.append(new)
        else:
            home.scenes.append(scene)
            home.toll |= new.toll
    lead, *found = sorted((told for kept in settings.values() for told in kept), key=lambda told: told.n)
    inside = [told for told in found if _unfolds(lead, told) and fought(told.n) == fought(lead.n)]
    if len(inside) == 1 and not _other_toll(lead, inside[0]):
        inside[0].scenes[:0] = lead.scenes
    else:
        found = [lead, *found]
    return [told.scenes[0] if len(told.scenes) == 1 else Scene([t for scene in told.scenes for t in scene.tellings]) for told in found]


def _told(n: int, scenes: list[Scene], reader: Reader) -> Told:
    scene = scenes[n]
    toll = {(h.harm, h.people.low) for h in scene.harms if h.people.counted}
    return Told(n, kind_of(scene, scenes), day_of(scene, scenes, reader), place_of(scene, scenes, reader), toll, [scene])


def _one_kind(old: Told, new: Told) -> bool:
    """Whether two kinds may be one incident's: the same, or kindred ones where only one of the two tells of the dead and wounded."""
    return old.kind == new.kind or (bool(old.toll) != bool(new.toll) and _kindred(old, new))


def _kindred(old: Told, new: Told) -> bool:
    return any(old.kind in f and new.kind in f for f in FAMILIES)


def _unfolds(lead: Told, told: Told) -> bool:
    """Whether a scene is set on the lead's day at another place, which may lie in the lead's."""
    if lead.place is None or told.place is None or lead.place.precision not in COARSE or lead.place.name == told.place.name:
        return False
    return lead.day == told.day and (lead.kind == told.kind or _kindred(lead, told)) and same_place(told.place, lead.place)


def _other_toll(lead: Told, told: Told) -> bool:
    """Whether both count their dead and wounded, and no number is the same."""
    return bool(lead.toll and told.toll and not lead.toll & told.toll)
