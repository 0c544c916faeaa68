"""From tellings to scenes: which sentences speak of one incident."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from etl.model import Occurred
from etl.parse.dates import dates_in, day_of_news, day_of_writing, told_before
from etl.parse.linking import likeness
from etl.parse.scenes import Scene
from etl.parse.tellings import Reader
from etl.parse.worth import worth

RECALL = 25  # the latest scenes a telling may belong to, beside the first
ADOPT = -3.0  # how unlike a report may be for a toll without an event of its own


def assemble(reader: Reader) -> list[Scene]:
    """The scenes of an article that are reports, in the order they are first told."""
    scenes = scenes_of(reader)
    kept = [s for s in scenes if worth(s, scenes, reader) >= 0]
    chosen = {id(s) for s in kept}
    for orphan in (s for s in scenes if id(s) not in chosen):
        _adopt(orphan, kept)
    return kept


def scenes_of(reader: Reader) -> list[Scene]:
    """Every scene of an article, whether it is a report or not."""
    scenes: list[Scene] = []
    for telling in reader.tellings:
        if telling.past:
            continue
        near = {*range(min(1, len(scenes))), *range(max(0, len(scenes) - RECALL), len(scenes))}
        ranked = sorted(((likeness(scenes[n], telling, n == 0, n == len(scenes) - 1), n) for n in near), reverse=True)
        if ranked and ranked[0][0] >= 0:
            scenes[ranked[0][1]].tellings.append(telling)
        else:
            scenes.append(Scene([telling]))
    return scenes


def _adopt(orphan: Scene, kept: list[Scene]) -> None:
    """Dead and wounded whose own sentence is no report belong to the likeliest report around: a toll told before its event."""
    for telling in orphan.tellings:
        if telling.strong or telling.past or not any(h.people.counted for h in telling.harms):
            continue
        close = sorted(range(len(kept)), key=lambda n: abs(kept[n].tellings[0].sentence - telling.sentence))[:RECALL]
        ranked = sorted(
            (
                (likeness(kept[n], telling, n == 0, n == len(kept) - 1), -abs(kept[n].tellings[0].sentence - telling.sentence), -n)
                for n in close
            ),
            reverse=True,
        )
        if ranked and ranked[0][0] > ADOPT:
            kept[-ranked[0][2]].tellings.append(telling)


def day_of(scene: Scene, scenes: list[Scene], reader: Reader) -> Occurred:
    """When: the scene's own day, else the one told before it: in its paragraph, of a scene, of the news; else one told after it."""
    if scene.occurred is not None:
        return scene.occurred
    return next((occurred for occurred in _days(scene, scenes, reader) if occurred and occurred.start), Occurred())


def _days(scene: Scene, scenes: list[Scene], reader: Reader) -> Iterator[Occurred | None]:
    text, headline, at = reader.document.article.text, reader.document.article.title or "", scene.start
    yield told_before(reader.dates, text, at)
    yield from (s.occurred for s in scenes if s.start < at and _recent(s.occurred, reader))
    title = dates_in(headline, reader.published, day_of_writing(text, reader.published, headline))
    yield day_of_news(text, [d for d in reader.dates if d.start < at], title, reader.published)
    yield from (s.occurred for s in scenes if _recent(s.occurred, reader))
    yield day_of_news(text, reader.dates, title, reader.published)


def _recent(occurred: Occurred | None, reader: Reader) -> bool:
    if occurred is None:
        return False
    return reader.published is None or occurred.end is None or occurred.end >= reader.published - timedelta(days=10)
