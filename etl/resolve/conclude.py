"""From tellings held to be one incident, and what persons have judged, to the incident with all that is known of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from etl.lexicon.records import Ceasefire, Registry
from etl.resolve.assess import Assessment, assess
from etl.resolve.dispute import Dispute, disputes
from etl.resolve.judged import Judgement, applied, dismissed
from etl.resolve.matcher import Matcher, crowds, strongest
from etl.resolve.sources import roles
from etl.resolve.telling import Sides, Telling
from etl.resolve.toll import Toll, tolls
from etl.resolve.values import Values, values
from etl.resolve.voices import voices

NEUTRAL_PARTIES = frozenset({"mission", "organisation"})


@dataclass(frozen=True)
class World:
    """What is known of sides and ceasefires."""

    sides: Sides
    neutral: frozenset[str]  # actors and parties that take no side
    ceasefires: tuple[Ceasefire, ...]


def world(registry: Registry) -> World:
    """The registry as the resolver wants it."""
    parties = {p.id for p in registry.parties.values() if p.kind in NEUTRAL_PARTIES}
    monitors = {a.id for a in registry.actors.values() if a.kind == "monitor" or a.party in parties}
    return World(Sides(registry.parties), frozenset(parties | monitors), tuple(registry.ceasefires.values()))


@dataclass(frozen=True, slots=True)
class Link:
    """How a telling belongs to its incident."""

    role: str
    score: float | None
    why: str


@dataclass(frozen=True, slots=True)
class Conclusion:
    """One incident, without its id."""

    members: tuple[Telling, ...]
    links: Mapping[int, Link]  # by telling
    values: Values
    judged: tuple[str, ...]  # fields that persons have set
    judgements: tuple[int, ...]  # that went into it
    dismissed: bool
    tolls: tuple[Toll, ...]
    assessments: tuple[Assessment, ...]
    disputes: tuple[Dispute, ...]


def conclude(groups: Sequence[tuple[Telling, ...]], judgements: Sequence[Judgement], match: Matcher, known: World) -> list[Conclusion]:
    """The incidents that these groups of tellings tell."""
    return [incident(members, judgements, match, known) for members in groups]


def incident(members: tuple[Telling, ...], about: Sequence[Judgement], match: Matcher, known: World) -> Conclusion:
    """All that is concluded of one incident."""
    ids = {t.id for t in members}
    mine = [j for j in about if j.telling in ids or j.other in ids]
    agreed, fields = applied(values(members, known.sides), members, mine)
    heard = voices(members, known.sides, known.neutral)
    lines = tolls(members, known.sides, known.neutral)
    named = frozenset(p for t in members for p in t.parties) | {p for p in (agreed.initiator, agreed.target) if p}
    assessed = assess(heard, agreed.occurred.start, agreed.place, named, agreed.sources, known.ceasefires, known.sides)
    return Conclusion(
        members, _links(members, mine, match), agreed, fields, tuple(j.id for j in mine), dismissed(members, mine) is not None,
        tuple(lines), tuple(assessed), tuple(disputes(heard, lines, known.sides)),
    )  # fmt: skip


def _links(members: Sequence[Telling], judgements: Sequence[Judgement], match: Matcher) -> dict[int, Link]:
    """Each telling's strongest tie to another telling of the incident, or the judgement that ties it."""
    role, found, ties = roles(members), {}, strongest(crowds(members, match), match)
    for telling in members:
        best = ties[telling.id]
        said = [j for j in judgements if j.kind == "same" and (best is None or best.bar or telling.id in (j.telling, j.other))]
        same = next(iter(said), None)
        if same is not None:
            found[telling.id] = Link(role[telling.id], None, f"judgement {same.id}")
        elif best is None:
            found[telling.id] = Link(role[telling.id], None, "the only telling")
        else:
            found[telling.id] = Link(role[telling.id], round(best.points, 2), best.why)
    return found
