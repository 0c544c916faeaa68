"""Gathering what one transaction concludes on: the tellings of incidents that may change, and what ties to them, under locks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from etl.resolve import lineage
from etl.resolve.blocks import locks, lookups
from etl.resolve.conclude import World
from etl.resolve.judged import Judgement, consistent, partners
from etl.resolve.lineage import Text
from etl.resolve.matcher import Matcher
from etl.resolve.near import Near
from etl.resolve.standing import Standing
from etl.resolve.telling import Telling
from etl.store import judgements, lineages, memberships, tellings


class Crowded(Exception):
    """Another resolver is at work in the neighbourhood: begin again with all these locks, taken in order, so that none waits in a ring."""

    def __init__(self, locks: frozenset[int]) -> None:
        super().__init__(f"{len(locks)} locks")
        self.locks = locks


@dataclass
class Batch:
    """What one transaction concludes on."""

    rules: str
    pending: list[int]
    retired: list[int]
    judged: list[int]  # judgements that wait
    seeds: set[int] = field(default_factory=set)  # reports whose incidents are concluded anew, whatever they come to
    near: dict[int, Telling] = field(default_factory=dict)
    judgements: list[Judgement] = field(default_factory=list)
    anchored: set[int] = field(default_factory=set)  # reports on which the judgements that wait were made
    moved: set[int] = field(default_factory=set)  # articles that have become copies, or ceased to be


def gather(connection: Connection, batch: Batch, known: World, wanted: Collection[int]) -> Standing:
    """Find the tellings of all incidents that the batch may change, and what ties to them, under locks that keep others away.

    Raises Crowded.
    """
    first, gone = tellings.load(connection, batch.pending), tellings.load(connection, batch.retired, gone=True)
    held = {*wanted, *locks(first, known.sides), *lineage.locks(t.published for t in (*first, *gone))}
    tellings.lock(connection, held)
    batch.moved = trace(connection, {t.article for t in first}, {t.article for t in gone})
    while True:
        batch.seeds = {*batch.pending, *tellings.reports_of(connection, batch.moved), *_left_behind(connection, batch.retired)}
        batch.anchored = judgements.anchored(connection, batch.judged)
        batch.seeds |= batch.anchored
        standing = _spread(connection, batch, gone, known)
        around = batch.near.values()
        missing = {*locks(around, known.sides), *lineage.locks(t.published for t in around)} - held
        if not missing:
            return standing
        held |= missing
        if not tellings.lock_at_once(connection, missing):
            raise Crowded(frozenset(held))


def _left_behind(connection: Connection, retired: Collection[int]) -> set[int]:
    """The tellings that shared an incident with reports that no longer count."""
    return memberships.together(connection, retired).keys() - set(retired)


def _spread(connection: Connection, batch: Batch, gone: Sequence[Telling], known: World) -> Standing:
    """From the seeds to all that changes with them, and to what ties to that, whole incidents each."""
    near = Near(Matcher(known.sides))
    standing = Standing(near)
    frontier, seen = batch.seeds | _bereft(connection, gone, near), set[int]()
    while frontier:
        frontier = standing.whole(frontier) | memberships.together(connection, frontier - standing.homes.keys()).keys()
        seen |= frontier
        _load(connection, near, frontier)
        frontier &= near.tellings.keys()
        copies = tellings.of_lineages(connection, {near.tellings[key].origin for key in frontier})
        _load(connection, near, copies | tellings.in_blocks(connection, near.search(frontier)))
        standing.take(frontier)
        standing.beside |= near.tied(frontier) - standing.inside
        homes = memberships.together(connection, standing.at_hand - standing.homes.keys())
        _load(connection, near, homes)
        standing.place(homes)
        batch.judgements = judgements.about(connection, standing.at_hand)
        held, _ = consistent(batch.judgements)
        judged = {key for pair in partners(batch.judgements) for key in pair} | near.tied(batch.anchored & near.tellings.keys())
        frontier = (judged | tellings.waiting(connection, standing.beside, batch.rules)) - seen
        frontier = frontier or standing.moved(held) - seen
    batch.near = tellings.heard(connection, (near.tellings[key] for key in standing.inside))
    return standing


def _bereft(connection: Connection, gone: Sequence[Telling], near: Near) -> set[int]:
    """The tellings that tied to reports that count no longer."""
    blocks = {block for telling in gone for block in lookups(telling, near.match.sides)}
    copies = tellings.of_lineages(connection, {telling.origin for telling in gone})
    _load(connection, near, copies | tellings.in_blocks(connection, blocks))
    return near.bereft(gone)


def _load(connection: Connection, near: Near, ids: Collection[int]) -> None:
    near.add(tellings.load(connection, set(ids) - near.tellings.keys()))


def trace(connection: Connection, articles: Collection[int], gone: Collection[int]) -> set[int]:
    """Find the originals of articles not yet traced, and of what was tied to such of those gone as tell nothing any more; the articles
    whose original may be another now."""
    left = lineages.part(connection, gone)
    bodies = dict(lineages.unsigned(connection, articles))
    lineages.sign(connection, {key: (lineage.signature(body), lineage.facts(body)) for key, body in bodies.items()})
    fresh = lineages.texts(connection, bodies)
    lineages.keep_bands(connection, {text.id: lineage.bands(text) for text in fresh})
    ties = _copies(connection, [*fresh, *lineages.texts(connection, left)])
    if not ties:
        return left
    ties += lineages.kin(connection, {key for pair in ties for key in pair})
    found = lineage.originals(lineages.texts(connection, {key for pair in ties for key in pair}), ties)
    return left | lineages.set_originals(connection, found)


def _copies(connection: Connection, texts: Sequence[Text]) -> list[tuple[int, int]]:
    """The pairs of one of these texts and another of which one is a copy of the other."""
    search = {text.id: lineage.lookups(text) for text in texts}
    stands = lineages.in_bands(connection, {band for found in search.values() for band in found})
    known = {text.id: text for text in lineages.texts(connection, {key for found in stands.values() for key in found})}
    near = {key: {other for band in found for other in stands.get(band, ())} for key, found in search.items()}
    pairs = ((key, other) for key, others in near.items() for other in others if other < key or other not in near)
    return [(one, other) for one, other in pairs if lineage.copies(known[one], known[other])]
