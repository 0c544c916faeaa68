"""Incidents in the database: what is kept of them, and how a new conclusion takes the place of an older one, row by row.

Only what differs is written. Links that end are stamped, incidents that end are withdrawn, and a change of what an analyst reads
leaves a row in `changes`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from etl.resolve.rows import ASSESSMENT_KEY, DISPUTE_KEY, TOLL_KEY, Change, Key, Row, Rows, changes
from etl.store import sums
from etl.store.bulk import copy_dicts
from schema import tables
from schema.tables import assessments, disputes, incident_reports, incident_tolls, incidents, toll_claims

APART = ("id", "public_id", "merged_into", "created_at", "updated_at", "withdrawn_at")
NEWS = ("event_type", "started_on", "place_name", "initiator_id", "reports")
VALUES = tuple(c.name for c in incidents.c if c.name not in APART)


@dataclass(frozen=True)
class Stored:
    """An incident as it stands in the database: its rows, and the keys of those rows."""

    id: int
    public_id: str
    merged_into: int | None
    rows: Rows
    links: Mapping[Key, int]
    tolls: Mapping[Key, int]
    assessments: Mapping[Key, int]
    disputes: Mapping[Key, int]


@dataclass(frozen=True)
class Because:
    """Why an incident changes: a judgement, a report, or else the rules."""

    reason: str = "rule"
    report: int | None = None
    judgement: int | None = None


@dataclass
class Plan:
    """What is to be written of what has changed."""

    new: list[tuple[str, Rows]] = field(default_factory=list)  # public id, rows
    changed: list[tuple[Stored, Rows, Because]] = field(default_factory=list)
    ended: list[tuple[Stored, str | None, Because]] = field(default_factory=list)  # public id of the incident it went into
    standing: set[int] = field(default_factory=set)  # incidents in which their tellings stood before, changed or not
    homes: list[int | str] = field(default_factory=list)  # of each conclusion the incident, or the public id of a new one


def stored(connection: Connection, ids: Collection[int]) -> dict[int, Stored]:
    """These incidents as they stand."""
    if not ids:
        return {}
    found = {kind: _by_incident(connection, table, ids) for kind, table in
             (("tolls", incident_tolls), ("assessments", assessments), ("disputes", disputes))}  # fmt: skip
    links = _by_incident(connection, incident_reports, ids, incident_reports.c.unlinked_at.is_(None))
    figures = _figures(connection, [row["id"] for rows in found["tolls"].values() for row in rows])
    query = select(incidents).where(incidents.c.id == func.any(sorted(ids)))
    return {
        row["id"]: _stored(row, links[row["id"]], {kind: rows[row["id"]] for kind, rows in found.items()}, figures)
        for row in connection.execute(query).mappings()
    }


def _by_incident(connection: Connection, table: Table, ids: Collection[int], *only: Any) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(select(table).where(table.c.incident_id == func.any(sorted(ids)), *only)).mappings():
        found[row["incident_id"]].append(row)
    return found


def _figures(connection: Connection, tolls: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    query = select(toll_claims.c.toll_id, toll_claims.c.casualty_id, toll_claims.c.role).where(toll_claims.c.toll_id == func.any(tolls))
    for toll, casualty, role in connection.execute(query) if tolls else ():
        found[toll].append((casualty, role))
    return found


def _stored(row: Any, links: list[Any], found: Mapping[str, list[Any]], figures: Mapping[int, list[tuple[int, str]]]) -> Stored:
    def keyed(found: list[Any], key: Sequence[str], leave: Sequence[str] = ()) -> tuple[dict[Key, Row], dict[Key, int]]:
        skip = {"id", "incident_id", *key, *leave}
        bodies = {tuple(r[k] for k in key): {k: v for k, v in r.items() if k not in skip} for r in found}
        return bodies, {tuple(r[k] for k in key): r["id"] for r in found}

    link_rows, link_ids = keyed(links, ("report_id",), ("linked_at", "unlinked_at"))
    toll_rows, toll_ids = keyed(found["tolls"], TOLL_KEY)
    assessment_rows, assessment_ids = keyed(found["assessments"], ASSESSMENT_KEY)
    dispute_ids: dict[Key, int] = {tuple(r[k] for k in DISPUTE_KEY): r["id"] for r in found["disputes"]}
    claims: dict[Key, tuple[Key, str]] = {
        (casualty,): (key, role) for key, toll in toll_ids.items() for casualty, role in figures.get(toll, ())
    }
    rows = Rows({name: row[name] for name in VALUES}, link_rows, toll_rows, claims, assessment_rows,
                {key: dict(zip(DISPUTE_KEY, key, strict=True)) for key in dispute_ids})  # fmt: skip
    return Stored(row["id"], row["public_id"], row["merged_into"], rows, link_ids, toll_ids, assessment_ids, dispute_ids)


def write(connection: Connection, plan: Plan, rules: str) -> dict[str, int]:
    """Carry out a plan: first what goes, then what comes, then what changed is told; the new incidents by public id."""
    touched = {old.id for old, *_ in (*plan.changed, *plan.ended)}
    before = sums.tolls(connection, touched)
    _end(connection, plan)
    copy_dicts(connection, incidents, [
        {"public_id": public_id, **rows.incident, "withdrawn_at": "now" if rows.incident["withdrawn_why"] else None}
        for public_id, rows in plan.new
    ])  # fmt: skip
    query = select(incidents.c.public_id, incidents.c.id).where(incidents.c.public_id == func.any([name for name, _ in plan.new]))
    ids = {name: key for name, key in connection.execute(query)} if plan.new else {}  # noqa: C416
    nothing = Rows({}, {}, {}, {}, {}, {})
    todo = [(ids[name], rows, nothing) for name, rows in plan.new]
    todo += [(old.id, rows, old.rows) for old, rows, _ in plan.changed]
    _add_links(connection, todo)
    _add_tolls(connection, todo, {old.id: old.tolls for old, _, _ in plan.changed})
    _add_keyed(connection, assessments, ASSESSMENT_KEY, [(key, rows.assessments, old.assessments) for key, rows, old in todo])
    _add_keyed(connection, disputes, DISPUTE_KEY, [(key, rows.disputes, old.disputes) for key, rows, old in todo])
    _update(connection, plan)
    _tell(connection, plan, rules)
    sums.keep_tolls(connection, before, sums.tolls(connection, touched | set(ids.values())))
    return ids


def _end(connection: Connection, plan: Plan) -> None:
    """Unlink and delete what the new conclusions no longer hold."""
    empty = Rows({}, {}, {}, {}, {}, {})
    pairs = [(old, rows) for old, rows, _ in plan.changed] + [(old, empty) for old, _, _ in plan.ended]
    gone = [old.links[key] for old, rows in pairs for key in old.links.keys() - rows.links.keys()]
    if gone:
        link = incident_reports
        connection.execute(update(link).where(link.c.id == func.any(gone)).values(unlinked_at=func.greatest(func.now(), link.c.linked_at)))
    figures = [key[0] for old, rows in pairs for key, value in old.rows.toll_claims.items() if rows.toll_claims.get(key) != value]
    if figures:
        connection.execute(delete(toll_claims).where(toll_claims.c.casualty_id == func.any(figures)))
    for table, ids in (
        (incident_tolls, [old.tolls[key] for old, rows in pairs for key in old.tolls.keys() - rows.tolls.keys()]),
        (assessments, [old.assessments[key] for old, rows in pairs for key in old.assessments.keys() - rows.assessments.keys()]),
        (disputes, [old.disputes[key] for old, rows in pairs for key in old.disputes.keys() - rows.disputes.keys()]),
    ):
        if ids:
            connection.execute(delete(table).where(table.c.id == func.any(ids)))


Todo = tuple[int, Rows, Rows]  # incident, rows wanted, rows that stand


def _add_links(connection: Connection, todo: Iterable[Todo]) -> None:
    new, changed = [], []
    for incident, rows, old in todo:
        for key, row in rows.links.items():
            if key not in old.links:
                new.append({"incident_id": incident, "report_id": key[0], **row})
            elif old.links[key] != row:
                changed.append((key[0], row))
    copy_dicts(connection, incident_reports, new)
    for report, row in changed:
        current = (incident_reports.c.report_id == report) & incident_reports.c.unlinked_at.is_(None)
        connection.execute(update(incident_reports).where(current).values(row))


def _add_tolls(connection: Connection, todo: Sequence[Todo], known: Mapping[int, Mapping[Key, int]]) -> None:
    _add_keyed(connection, incident_tolls, TOLL_KEY, [(key, rows.tolls, old.tolls) for key, rows, old in todo])
    wanted = [(incident, rows, old) for incident, rows, old in todo if rows.toll_claims != old.toll_claims]
    ids = {incident: dict(known.get(incident, {})) for incident, _, _ in wanted}
    if not wanted:
        return
    query = select(incident_tolls.c.id, incident_tolls.c.incident_id, *(incident_tolls.c[name] for name in TOLL_KEY))
    for toll, incident, *key in connection.execute(query.where(incident_tolls.c.incident_id == func.any(sorted(ids)))):
        ids[incident][tuple(key)] = toll
    copy_dicts(connection, toll_claims, [
        {"casualty_id": figure[0], "toll_id": ids[incident][key], "role": role}
        for incident, rows, old in wanted
        for figure, (key, role) in rows.toll_claims.items()
        if old.toll_claims.get(figure) != (key, role)
    ])  # fmt: skip


def _add_keyed(connection: Connection, table: Table, key: Sequence[str],
               todo: Iterable[tuple[int, Mapping[Key, Row], Mapping[Key, Row]]]) -> None:  # fmt: skip
    """Insert the rows whose key is new, update those that differ."""
    new: list[dict[str, object]] = []
    for incident, wanted, stands in todo:
        for values, row in wanted.items():
            if values not in stands:
                new.append({"incident_id": incident, **dict(zip(key, values, strict=True)), **row})
            elif stands[values] != row:
                same = [table.c[name].is_not_distinct_from(value) for name, value in zip(key, values, strict=True)]
                connection.execute(update(table).where(table.c.incident_id == incident, *same).values(row))
    copy_dicts(connection, table, new)


def _update(connection: Connection, plan: Plan) -> None:
    for old, rows, _ in plan.changed:
        differs = {name: value for name, value in rows.incident.items() if old.rows.incident[name] != value}
        if differs:
            why = rows.incident["withdrawn_why"]
            at = func.coalesce(incidents.c.withdrawn_at, func.now()) if why else None
            connection.execute(update(incidents).where(incidents.c.id == old.id).values(
                {**differs, "merged_into": None, "withdrawn_at": at, "updated_at": func.now()}))
    for old, into, _ in plan.ended:
        target = select(incidents.c.id).where(incidents.c.public_id == into).scalar_subquery() if into else None
        connection.execute(update(incidents).where(incidents.c.id == old.id).values(
            reports=0, sources=0, merged_into=target, withdrawn_why="merged" if into else "no_reports",
            withdrawn_at=func.coalesce(incidents.c.withdrawn_at, func.now()), updated_at=func.now()))


def told(plan: Plan) -> list[tuple[str, str, Change]]:
    """A plan in the analyst's words: sign (+ new, - ended, ~ changed), public id, change."""
    found = [("+", name, Change(field, None, str(rows.incident[field]))) for name, rows in plan.new for field in NEWS
             if rows.incident[field] is not None]  # fmt: skip
    found += [("~", old.public_id, change) for old, rows, _ in plan.changed for change in changes(old.rows, rows)]
    return found + [("-", old.public_id, change) for old, into, _ in plan.ended for change in _ending(old, into)]


def _ending(old: Stored, into: str | None) -> list[Change]:
    """What ends with an incident."""
    last = old.rows.incident | {"reports": 0, "sources": 0, "withdrawn_why": "merged" if into else "no_reports"}
    return [*changes(old.rows, Rows(last, {}, {}, {}, {}, {})), *([Change("merged_into", None, into)] if into else [])]


def _tell(connection: Connection, plan: Plan, rules: str) -> None:
    told = [(old.id, change, because) for old, rows, because in plan.changed for change in changes(old.rows, rows)]
    told += [(old.id, change, because) for old, into, because in plan.ended for change in _ending(old, into)]
    rows = [
        {"incident_id": incident, "field": change.field, "from_value": change.before, "to_value": change.after,
         "because": because.reason, "report_id": because.report, "judgement_id": because.judgement, "made_by": rules}
        for incident, change, because in told
    ]  # fmt: skip
    if rows:
        connection.execute(insert(tables.changes), rows)
