"""From tellings to scenes: which sentences speak of one incident."""

from __future__ import annotations

from datetime import timedelta

from etl.model import Occurred
from etl.parse.linking import likeness
from etl.parse.scenes import Scene
from etl.parse.tellings import Reader

def assemble(reader: Reader) -> list[Scene]:
    """The scenes of an article, in the order they are first told."""
    scenes: list[Scene] = []
    for telling in reader.tellings:
        if telling.past:
            continue
        ranked = sorted(((likeness(scene, telling, n == 0, n == len(scenes) - 1), n) for n, scene in enumerate(scenes)), reverse=True)
        if ranked and ranked[0][0] >= 0:
            scenes[ranked[0][1]].tellings.append(telling)
        else:
            scenes.append(Scene([telling]))
    return [s for s in scenes if worth(s)]


def worth(scene: Scene) -> bool:
    """Whether a scene says enough to be a report: something done, by or to somebody, somewhere or on some day."""
    if not scene.events and not any(h.people.counted for h in scene.harms):
        return False
    if scene.events and all(e.habit for e in scene.events):
        return False
    told = bool(scene.places) + bool(scene.occurred) + bool(scene.initiator) + bool(scene.harms)
    return told >= (2 if any(t.strong for t in scene.tellings) else 3)


def day_of(scene: Scene, scenes: list[Scene], reader: Reader) -> Occurred:
    """When: the scene's own day, else that of the scene told first."""
    own = scene.occurred
    if own is not None:
        return own
    return next((s.occurred for s in scenes if s.occurred and _recent(s.occurred, reader)), Occurred())


def _recent(occurred: Occurred, reader: Reader) -> bool:
    return reader.published is None or occurred.end is None or occurred.end >= reader.published - timedelta(days=10)
