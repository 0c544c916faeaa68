"""From tellings to scenes: which sentences speak of one incident."""

from __future__ import annotations

from datetime import timedelta

from etl.model import Occurred
from etl.parse.scenes import VAGUE_KINDS, Scene, Telling, same_days, same_kind, same_place
from etl.parse.tellings import Reader

JOIN = 0.5  # least likeness at which a telling joins a scene


def assemble(reader: Reader) -> list[Scene]:
    """The scenes of an article, in the order they are first told."""
    scenes: list[Scene] = []
    for telling in reader.tellings:
        if telling.past:
            continue
        ranked = sorted(((likeness(scene, telling, n == len(scenes) - 1), -n) for n, scene in enumerate(scenes)), reverse=True)
        if ranked and ranked[0][0] >= JOIN:
            scenes[-ranked[0][1]].tellings.append(telling)
        else:
            scenes.append(Scene([telling]))
    return [s for s in scenes if worth(s)]


def likeness(scene: Scene, telling: Telling, last: bool) -> float:
    """How far a telling and a scene agree; below zero where they can't be one."""
    score = _places(scene, telling) + _days(scene, telling) + _sides(scene, telling) + same_kind(scene.kinds, telling.kinds)
    if "separate" in telling.cues or "answer" in telling.cues:
        score -= 1.0
    if last:
        score += 1.0
    if telling.paragraph == scene.tellings[-1].paragraph:
        score += 0.5
    if any(e.definite for e in telling.events) or not telling.events:
        score += 1.0
    return score


def _places(scene: Scene, telling: Telling) -> float:
    if not scene.places or not telling.places:
        return 0.0
    if any(same_place(a.place, b.place) for a in scene.places for b in telling.places):
        return 1.5
    return -3.0


def _days(scene: Scene, telling: Telling) -> float:
    a, b = scene.occurred, telling.occurred
    if a is None or b is None:
        return 0.0
    return 1.0 if same_days(a, b) else -4.0


def _sides(scene: Scene, telling: Telling) -> float:
    if scene.initiator and telling.initiator:
        return 1.0 if scene.initiator == telling.initiator else -3.0
    if scene.initiator and telling.target == scene.initiator and telling.target:
        return -2.0
    return 0.0


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
