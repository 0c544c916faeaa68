"""Whether a scene is a report at all: what is said of it weighed against what makes it history, habit, accident or mere talk."""

from __future__ import annotations

import re
from collections.abc import Iterator

from etl.parse.events import code
from etl.parse.linking import COARSE
from etl.parse.ownership import is_side
from etl.parse.scenes import VAGUE_KINDS, Scene
from etl.parse.tellings import Reader

ACCIDENT = re.compile(
    r"\b(?:accident\w*|rolled over|overturn\w*|turned over|crash\w*|collid\w+|collision|fire swept|blaze|avalanche|landslide|lightning"
    r"|electrocut\w+|drown\w*|negligence|misfire\w*"
    r"|technical (?:fault|malfunction)|short circuit|gas leak|suicide note|shot himself|took his own life|heart attack|tidying up"
    r"|forgotten)\b",
    re.I,
)
RECALLED = re.compile(
    r"\b(?:anniversary|memorial|commemorat\w+|court|sentenced|trial|convicted|film|museum|years ago|decades? ago|remember\w*|swap\w*"
    r"|exchange of prisoners|handed over|released|set free|repatriat\w+"
    r"|history|historian|veteran|at the time|in those days|back then)\b",
    re.I,
)
REHEARSED = re.compile(r"\b(?:drills?|exercises?|manoeuvres|maneuvers|war games?|rehears\w+|training|simulat\w+|parade)\b", re.I)
MONITORS = frozenset({"osce", "un-peacekeepers", "un-command", "slmm", "ctsamm", "international-monitoring-team"})
TRUCE = re.compile(
    r"\b(?:cease-?\s?fire|truce|armistice|cessation of hostilities"
    r"|line of contact|contact line|de-?escalation|demilitari[sz]ed|disengagement)\b",
    re.I,
)
OLD = 40  # days before publication after which an event is seldom news

WEIGHTS: dict[str, float] = {
    "bias": -1.6, "strong": 0.9, "spot": 0.6, "area": 0.0, "day": 0.7, "doer": 0.7, "hit": -0.4, "toll": 0.8, "lead": 0.5,
    "retold": 0.3, "said": 0.2,
    "spoken of before": -1.7, "habit": -2.0, "bare breach": -0.8, "vague kind": -0.2, "old": -1.1, "clock": 0.6,
    "accident": -3.0, "recalled": -0.7, "rehearsed": -1.5, "company": 0.1,
    "late": -0.4, "harm only": -0.7, "nobody's": -9.0,
}  # fmt: skip


def worth(scene: Scene, scenes: list[Scene], reader: Reader) -> float:
    """Above zero, a scene is a report."""
    return sum(WEIGHTS[name] * size for name, size in grounds(scene, scenes, reader))


def grounds(scene: Scene, scenes: list[Scene], reader: Reader) -> Iterator[tuple[str, float]]:
    """What speaks for and against a scene, by name."""
    yield "bias", 1.0
    if any(t.strong for t in scene.tellings):
        yield "strong", 1.0
    fine = any(p.place.precision not in COARSE for p in scene.places)
    if scene.places:
        yield ("spot" if fine else "area"), 1.0
    if scene.initiator:
        yield "doer", 1.0
    if scene.target:
        yield "hit", 1.0
    if any(h.people.counted for h in scene.harms):
        yield "toll", 1.0
    yield "retold", min(4.0, len(scene.tellings) - 1.0)
    if any(t.source for t in scene.tellings):
        yield "said", 1.0
    if scene.events and all(e.definite for e in scene.events):
        yield "spoken of before", 1.0
    if scene.events and all(e.habit for e in scene.events):
        yield "habit", 1.0
    if not scene.events:
        yield "harm only", 1.0
    if set(scene.kinds) <= VAGUE_KINDS:
        yield "vague kind", 1.0
    breach = {code(e) for e in scene.events if not e.weak} == {"unspecified_violation"}
    if breach and not scene.places and scene.occurred is None and not scene.harms:
        yield "bare breach", 1.0
    if not _fought_over(scene, reader):
        yield "nobody's", 1.0
    yield from _when(scene, reader)
    yield from _words(scene, reader)
    yield "company", min(3.0, len(scenes) - 1.0)


def _fought_over(scene: Scene, reader: Reader) -> bool:
    """Whether the article names a side that fights, or the scene a place where a truce is spoken of; a strike of dancers has neither."""
    if any(is_side(p) or p in MONITORS for p in reader.cast.named):
        return True
    return bool(scene.places and TRUCE.search(reader.document.article.text))


def _when(scene: Scene, reader: Reader) -> Iterator[tuple[str, float]]:
    day = scene.occurred
    if day is not None:
        yield "day", 1.0
        if day.end and reader.published and (reader.published - day.end).days > OLD:
            yield "old", 1.0
    if any("clock" in t.cues for t in scene.tellings):
        yield "clock", 1.0
    first = scene.tellings[0].sentence
    if first <= 2:
        yield "lead", 1.0
    if first > 0.66 * len(reader.document.sentences):
        yield "late", 1.0


def _words(scene: Scene, reader: Reader) -> Iterator[tuple[str, float]]:
    text = " ".join(reader.document.sentences[t.sentence].text for t in scene.tellings)
    for name, cue in (("accident", ACCIDENT), ("recalled", RECALLED), ("rehearsed", REHEARSED)):
        if cue.search(text):
            yield name, 1.0
