"""Scenes that nothing tells apart: at one place, on one day, between the same sides, of one kind. They are one incident told twice."""

from __future__ import annotations

from functools import cache

from etl.model import Occurred
from etl.parse.assembly import day_of
from etl.parse.reports import kind_of, place_of
from etl.parse.scenes import FAMILIES, Scene
from etl.parse.sides import sides
from etl.parse.tellings import Reader

Setting = tuple[Occurred, str | None]  # the day and the place


def singled(scenes: list[Scene], reader: Reader) -> list[Scene]:
    """The scenes of an article, each incident once: what a scene takes over from those before it may leave it nothing of its own."""
    if len(scenes) < 2:
        return scenes
    fought = cache(lambda n: sides(scenes[n], scenes, reader))
    kept: list[tuple[int, Setting, str, Scene]] = []  # a scene's number, setting and kind, and what is told of it in all
    for n, scene in enumerate(scenes):
        setting, kind = _setting(scene, scenes, reader), kind_of(scene, scenes)
        alike = (at for at, (_, one, other, twin) in enumerate(kept) if one == setting and _one_kind(other, twin, kind, scene))
        home = next((at for at in alike if fought(kept[at][0]) == fought(n)), None)
        if home is None:
            kept.append((n, setting, kind, scene))
        else:
            kept[home] = (*kept[home][:3], Scene(kept[home][3].tellings + scene.tellings))
    return [scene for *_, scene in kept]


def _setting(scene: Scene, scenes: list[Scene], reader: Reader) -> Setting:
    place = place_of(scene, scenes, reader)
    return day_of(scene, scenes, reader), place.id or place.name if place else None


def _one_kind(kind: str, scene: Scene, other: str, telling: Scene) -> bool:
    """Whether two kinds may be one incident's: the same, or kindred ones where only one of the two tells of the dead and wounded."""
    hurt = [any(h.people.counted for h in s.harms) for s in (scene, telling)]
    return kind == other or (hurt[0] != hurt[1] and any(kind in f and other in f for f in FAMILIES))
