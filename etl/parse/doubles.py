"""Scenes that nothing tells apart: at one place, on one day, between the same sides, of one kind. They are one incident told twice."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from etl.model import Occurred
from etl.parse.assembly import day_of
from etl.parse.reports import kind_of, place_of
from etl.parse.scenes import FAMILIES, Scene
from etl.parse.sides import sides
from etl.parse.tellings import Reader

Setting = tuple[Occurred, str | None]  # the day and the place


@dataclass
class Told:
    """A scene's number and kind, whether it counts its dead or wounded, and the scenes that tell it again."""

    n: int
    kind: str
    counted: bool
    scenes: list[Scene]


def singled(scenes: list[Scene], reader: Reader) -> list[Scene]:
    """The scenes of an article, each incident once: what a scene takes over from those before it may leave it nothing of its own."""
    if len(scenes) < 2:
        return scenes
    fought = cache(lambda n: sides(scenes[n], scenes, reader))
    settings: dict[Setting, list[Told]] = defaultdict(list)
    for n, scene in enumerate(scenes):
        kept = settings[_setting(scene, scenes, reader)]
        new = Told(n, kind_of(scene, scenes), any(h.people.counted for h in scene.harms), [scene])
        home = next((old for old in kept if _one_kind(old, new) and fought(old.n) == fought(n)), None)
        if home is None:
            kept.append(new)
        else:
            home.scenes.append(scene)
            home.counted |= new.counted
    found = sorted((told for kept in settings.values() for told in kept), key=lambda told: told.n)
    return [told.scenes[0] if len(told.scenes) == 1 else Scene([t for scene in told.scenes for t in scene.tellings]) for told in found]


def _setting(scene: Scene, scenes: list[Scene], reader: Reader) -> Setting:
    place = place_of(scene, scenes, reader)
    return day_of(scene, scenes, reader), place.id or place.name if place else None


def _one_kind(old: Told, new: Told) -> bool:
    """Whether two kinds may be one incident's: the same, or kindred ones where only one of the two tells of the dead and wounded."""
    return old.kind == new.kind or (old.counted != new.counted and any(old.kind in f and new.kind in f for f in FAMILIES))
