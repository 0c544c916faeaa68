"""What persons have decided, as the resolver replays it; and whether two decisions can stand together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from etl.model import Occurred, Place
from etl.resolve.cluster import Pair, Verdicts
from etl.resolve.telling import Telling
from etl.resolve.values import Values


@dataclass(frozen=True, slots=True)
class Judgement:
    """A decision with its anchors found: the tellings that stand where it was made."""

    id: int
    kind: str  # same different not_an_incident set
    telling: int
    other: int | None = None
    field: str | None = None
    value: str | None = None
    place: Place | None = None  # of `set place`


def verdicts(judgements: Iterable[Judgement]) -> Verdicts:
    """The pairs that must and that must not be one incident."""
    pairs = [(j.kind, frozenset((j.telling, j.other))) for j in judgements if j.other is not None and j.other != j.telling]
    return Verdicts(*(frozenset(pair for kind, pair in pairs if kind == wanted) for wanted in ("same", "different")))


def contradiction(new: Judgement, standing: Sequence[Judgement]) -> Judgement | None:
    """A standing judgement that can't hold beside the new one; None when all can."""
    if new.kind == "set":
        same = (j for j in standing if j.kind == "set" and j.field == new.field and j.value != new.value)
        return next((j for j in same if _joined(j.telling, new.telling, standing)), None)
    if new.kind == "same" and new.other is not None:
        return next((j for j in standing if j.kind == "different" and j.other is not None and _parted(j, new, standing)), None)
    if new.kind == "different" and new.other is not None and _joined(new.telling, new.other, standing):
        return next(j for j in standing if j.kind == "same" and _joined(j.telling, new.telling, standing))
    return None


def consistent(judgements: Sequence[Judgement]) -> tuple[list[Judgement], list[tuple[Judgement, Judgement]]]:
    """The judgements that hold, the earlier winning, and each refused one with what it contradicts."""
    held: list[Judgement] = []
    refused: list[tuple[Judgement, Judgement]] = []
    for judgement in sorted(judgements, key=lambda j: j.id):
        against = contradiction(judgement, held)
        if against is None:
            held.append(judgement)
        else:
            refused.append((judgement, against))
    return held, refused


def _joined(one: int, other: int, standing: Iterable[Judgement]) -> bool:
    """Whether `same` judgements tie the two, directly or over others."""
    reached, pairs = {one}, [frozenset((j.telling, j.other)) for j in standing if j.kind == "same"]
    while more := [p for p in pairs if p & reached and not p <= reached]:
        reached |= {telling for pair in more for telling in pair if telling is not None}
    return other in reached


def _parted(different: Judgement, new: Judgement, standing: Sequence[Judgement]) -> bool:
    after = [*standing, new]
    return different.other is not None and _joined(different.telling, different.other, after)


def applied(values: Values, members: Sequence[Telling], judgements: Iterable[Judgement]) -> tuple[Values, tuple[str, ...]]:
    """The values with those that persons have set in their place, and which fields these are."""
    ids, fields = {t.id for t in members}, []
    for judgement in sorted(judgements, key=lambda j: j.id):
        if judgement.kind == "set" and judgement.telling in ids and judgement.field:
            values = _set(values, judgement)
            fields.append(judgement.field)
    return values, tuple(sorted(set(fields)))


def _set(values: Values, judgement: Judgement) -> Values:
    if judgement.field == "place":
        return replace(values, place=judgement.place)
    if judgement.field in ("started_on", "ended_on"):
        return replace(values, occurred=_dated(values.occurred, judgement.field, judgement.value))
    if judgement.field == "event_type":
        return replace(values, event_type=judgement.value or values.event_type)
    if judgement.field == "initiator":
        return replace(values, initiator=judgement.value)
    return replace(values, target=judgement.value)


def _dated(occurred: Occurred, field: str, value: str | None) -> Occurred:
    if value is None:
        return Occurred()
    day = date.fromisoformat(value)
    start = day if field == "started_on" else min(occurred.start or day, day)
    end = day if field == "ended_on" else max(occurred.end or day, day)
    return Occurred(start, end, "day" if start == end else "range")


def dismissed(members: Sequence[Telling], judgements: Iterable[Judgement]) -> Judgement | None:
    """The judgement that this is no incident, if there is one."""
    ids = {t.id for t in members}
    return next((j for j in judgements if j.kind == "not_an_incident" and j.telling in ids), None)


def partners(judgements: Iterable[Judgement]) -> list[Pair]:
    """Pairs of tellings that a judgement ties or parts: they belong to one neighbourhood."""
    return [frozenset((j.telling, j.other)) for j in judgements if j.other is not None]
