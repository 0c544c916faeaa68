"""Resolve: reports not yet concluded from by the current rules → incidents; a new report touches only what it changes.

One transaction takes a batch of reports, the incidents that change with them, and what ties to these. Locks on side and month keep two
resolvers from concluding on tellings that may tie at once.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from etl.fingerprint import fingerprint
from etl.lexicon.registry import load
from etl.resolve import lineage
from etl.resolve.accusations import accusations
from etl.resolve.blocks import blocks
from etl.resolve.conclude import Conclusion, World, conclude, world
from etl.resolve.identity import identify, natives, public_id
from etl.resolve.judged import Judgement, consistent
from etl.resolve.near import Miss
from etl.resolve.rows import Change, rows
from etl.resolve.standing import Standing
from etl.settings import settings
from etl.stages.gather import Batch, Crowded, gather, trace
from etl.store import doubts, incidents, judgements, memberships, near_misses, sums, tellings
from etl.store.incidents import Because, Plan, Stored

TOGETHER = 10  # so many times the batch of other verbs: reports are small
TRIES = 8
TRANSIENT = frozenset({"40001", "40P01", "23505"})  # serialization, deadlock, another worker was first


def resolve(engine: Engine, limit: int | None = None) -> Counter[str]:
    """Conclude from what is pending, a batch a transaction with what it changes, until nothing is (or `limit` reports are done)."""
    rules, known, done = fingerprint("resolve"), world(load()), Counter[str]()
    while counted := again(lambda: _count(engine)):
        done.update(counted)
    while limit is None or done["reports"] < limit:
        size = settings().batch * TOGETHER
        wanted = size if limit is None else min(size, limit - done["reports"])
        counts = again(lambda: _transaction(engine, rules, known, wanted))  # noqa: B023
        done.update(counts)
        if not counts["reports"] + counts["retired"] + counts["judgements"]:
            break
    return Counter({name: count for name, count in done.items() if count})


def _count(engine: Engine) -> Counter[str]:
    """A batch of the claims that are made of no single incident: whose articles are copies is found out, then accusations are counted."""
    with engine.begin() as connection:
        due = sums.uncounted(connection, settings().batch * TOGETHER)
        tellings.lock(connection, lineage.locks(published for *_, published in due))
        articles = {article for _, article, _ in due}
        moved = trace(connection, articles, articles)
        tellings.stamp(connection, tellings.reports_of(connection, moved), tellings.AGAIN)
        sums.recount_loose(connection, moved)
        return +Counter(claims=len(due), accusations=sums.count_loose(connection, [claim for claim, *_ in due]))


def rehearse(engine: Engine, limit: int | None = None) -> list[tuple[str, str, Change]]:
    """What resolving what is pending would change, with nothing written: sign (+ new, - ended, ~ changed), public id, change."""
    wanted: frozenset[int] = frozenset()
    while True:
        try:
            return _rehearsed(engine, limit, wanted)
        except Crowded as more:
            wanted = more.locks


def _rehearsed(engine: Engine, limit: int | None, wanted: Collection[int]) -> list[tuple[str, str, Change]]:
    rules, known, done = fingerprint("resolve"), world(load()), 0
    told: list[tuple[str, str, Change]] = []
    with engine.connect() as connection, connection.begin() as transaction:
        while limit is None or done < limit:
            size = settings().batch * TOGETHER
            plan, counts = conclude_batch(connection, rules, known, size if limit is None else min(size, limit - done), wanted)
            told += incidents.told(plan)
            done += counts["reports"]
            if not counts["reports"] + counts["retired"] + counts["judgements"]:
                break
        transaction.rollback()
    return told


def again(work: Callable[[], Counter[str]]) -> Counter[str]:
    """Do it; once more when another worker was in the way."""
    for attempt in range(TRIES):
        try:
            return work()
        except DBAPIError as fault:
            if getattr(fault.orig, "sqlstate", None) not in TRANSIENT or attempt == TRIES - 1:
                raise
            time.sleep(random.uniform(0, 0.05 * 2**attempt))
    raise AssertionError


def _transaction(engine: Engine, rules: str, known: World, size: int) -> Counter[str]:
    """Conclude on a batch; when our own code fails on it, article by article, and what fails becomes an issue."""
    wanted: frozenset[int] = frozenset()
    try:
        while True:
            try:
                with engine.begin() as connection:
                    return conclude_batch(connection, rules, known, size, wanted)[1]
            except Crowded as more:
                wanted = more.locks
    except DBAPIError:
        raise
    except Exception as fault:
        if size == 1:
            return _set_aside(engine, rules, fault)
    done = Counter[str]()
    for _ in range(size):
        done.update(again(lambda: _transaction(engine, rules, known, 1)))
    return done


def _set_aside(engine: Engine, rules: str, fault: Exception) -> Counter[str]:
    """What couldn't be concluded from is done with until the rules change; an issue says how it failed."""
    with engine.begin() as connection:
        pending = tellings.take_pending(connection, rules, 1)
        retired, judged = tellings.take_retired(connection, pending, 1), judgements.waiting(connection)
        tellings.stamp(connection, pending, rules)
        tellings.stamp(connection, retired, None)
        judgements.mark(connection, judged, [])
        tellings.complain(connection, tellings.articles_of(connection, pending or retired), f"{type(fault).__name__}: {fault}"[:500])
    return Counter(reports=len(pending), retired=len(retired), judgements=len(judged), failed=1)


def conclude_batch(connection: Connection, rules: str, known: World, size: int,
                   wanted: Collection[int] = ()) -> tuple[Plan, Counter[str]]:  # fmt: skip
    """Take a batch, conclude on what it changes, write what differs; `wanted` are locks to take first. Raises Crowded."""
    pending = tellings.take_pending(connection, rules, size)
    batch = Batch(rules, pending, tellings.take_retired(connection, pending, size), judgements.waiting(connection))
    if not (batch.pending or batch.retired or batch.judged):
        return Plan(), Counter()
    standing = gather(connection, batch, known, wanted)
    held, refused = consistent(batch.judgements)
    groups = [tuple(batch.near[t.id] for t in members) for members in standing.incidents(held)]
    found = conclude(groups, held, standing.near.match, known)
    plan = _plan(connection, batch, found)
    new = incidents.write(connection, plan, rules)
    homes = [home if isinstance(home, int) else new[home] for home in plan.homes]
    concerned = plan.standing | set(homes)
    paired = near_misses.keep(connection, *_nearly_one(standing, found, held, homes), concerned)
    sums.keep_accusations(connection, {(home, *pair): counts for home, conclusion in zip(homes, found, strict=True)
                                       for pair, counts in accusations(conclusion.members, not conclusion.dismissed).items()},
                          concerned)  # fmt: skip
    sums.recount_loose(connection, batch.moved)
    tellings.place_in_blocks(connection, {key: blocks(batch.near[key]) for key in batch.pending if key in batch.near}
                             | {key: set() for key in batch.retired})  # fmt: skip
    judgements.mark(connection, batch.judged, refused)
    tellings.settle(connection, {batch.near[key].article for key in batch.pending if key in batch.near})
    tellings.stamp(connection, batch.pending, rules)
    tellings.stamp(connection, batch.retired, None)
    doubts.keep(connection, concerned | paired)
    return plan, Counter(reports=len(batch.pending), retired=len(batch.retired), judgements=len(batch.judged), incidents=len(plan.new),
                         changed=len(plan.changed), ended=len(plan.ended))  # fmt: skip


def _nearly_one(standing: Standing, found: Sequence[Conclusion], held: Sequence[Judgement],
                homes: Sequence[int]) -> tuple[list[Miss], dict[int, int]]:  # fmt: skip
    """The near misses of these conclusions, but for those that persons have parted or dismissed; and the tellings' incidents."""
    stands = {key: home for key, home in standing.homes.items() if key in standing.beside}
    stands |= {t.id: home for home, conclusion in zip(homes, found, strict=True) for t in conclusion.members}
    dismissed = {stands.get(j.telling) for j in held if j.kind == "not_an_incident"}
    parted = {frozenset((stands.get(j.telling), stands.get(j.other or 0))) for j in held if j.kind == "different"}
    misses = standing.near.misses({key: home for key, home in stands.items() if home not in dismissed}, set(homes))
    return [m for m in misses if frozenset((stands[m.one.id], stands[m.other.id])) not in parted], stands


def _plan(connection: Connection, batch: Batch, found: list[Conclusion]) -> Plan:
    """Give the conclusions their incidents, old ones where they go on, and work out what is to be written."""
    before = memberships.memberships(connection, batch.near.keys())
    gone = memberships.memberships(connection, batch.retired)
    before = _inherited(connection, batch, before.keys()) | before
    standing = incidents.stored(connection, {*before.values(), *gone.values()})
    native = _native(connection, found, before, standing)
    kept, merged = identify([c.members for c in found], before, sorted(standing), native)
    wanted = [rows(c) for c in found]
    names = _names(connection, {n: found[n] for n, incident in kept.items() if incident is None})
    plan = Plan(new=[(names[n], wanted[n]) for n in sorted(names)], standing=set(standing))
    plan.homes = [names[n] if incident is None else incident for n, incident in sorted(kept.items())]
    for n, incident in kept.items():
        if incident is not None and (standing[incident].rows != wanted[n]):
            plan.changed.append((standing[incident], wanted[n], _because(found[n], standing[incident], batch, gone)))
    for incident, home in merged.items():
        old = standing[incident]
        if old.rows.incident["withdrawn_why"] == "no_reports" or (old.merged_into and (home is None or kept[home] == old.merged_into)):
            continue
        target = None if home is None else names.get(home) or standing[kept[home] or 0].public_id
        plan.ended.append((old, target, _because(None, old, batch, gone)))
    return plan


def _inherited(connection: Connection, batch: Batch, linked: Collection[int]) -> dict[int, int]:
    """The incidents of older readings of the same words, unless tellings from elsewhere have taken them up."""
    found = memberships.inherited(connection, batch.near.keys() - linked)
    elsewhere = memberships.members(connection, set(found.values()))
    foreign = {incident for report, incident in elsewhere.items() if report not in batch.near}
    return {report: incident for report, incident in found.items() if incident not in foreign}


def _native(connection: Connection, found: Sequence[Conclusion], before: Mapping[int, int],
            standing: dict[int, Stored]) -> dict[int, int]:  # fmt: skip
    """Of incidents that part: which telling is of which, those included that had been merged into them; these stand again."""
    homes = {(before[t.id], n) for n, conclusion in enumerate(found) for t in conclusion.members if t.id in before}
    parted = {incident for incident, parts in Counter(incident for incident, _ in homes).items() if parts > 1}
    native = natives(memberships.histories(connection, {key for key, incident in before.items() if incident in parted}))
    former = incidents.stored(connection, set(native.values()) - standing.keys())
    standing |= {incident: old for incident, old in former.items() if old.merged_into}
    return {key: incident for key, incident in native.items() if incident in standing}


def _names(connection: Connection, new: dict[int, Conclusion]) -> dict[int, str]:
    """A public id for each new incident; where one is given already, the next."""
    names: dict[int, str] = {}
    salt = 0
    while len(names) < len(new):
        tried = {n: public_id(c.members, salt) for n, c in new.items() if n not in names}
        taken = memberships.taken_ids(connection, set(tried.values())) | set(names.values())
        for n, name in tried.items():
            if name not in taken:
                names[n] = name
                taken.add(name)
        salt += 1
    return names


def _because(conclusion: Conclusion | None, old: Stored, batch: Batch, gone: dict[int, int]) -> Because:
    """A judgement just taken into account, else a report that came or went, else what made tellings move, else the rules."""
    judged = [j for j in batch.judged if conclusion is None or j in conclusion.judgements]
    if judged:
        return Because("judgement", judgement=max(judged))
    members, before = {t.id for t in conclusion.members} if conclusion else set(), {report for report, *_ in old.links}
    left = {report for report, incident in gone.items() if incident == old.id}
    if fresh := left | ((members - before) & set(batch.pending)):
        return Because("report", report=max(fresh))
    if batch.judged and (members != before or members & batch.anchored):
        return Because("judgement", judgement=max(batch.judged))
    return Because("report", report=max(members - before)) if members - before else Because()
