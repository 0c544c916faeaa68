"""What the resolver reads: reports that wait, tellings with all that belongs to them, and where to find others near them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    Table,
    bindparam,
    exists,
    func,
    select,
    text,
    update,
)

from etl.model import Place
from etl.resolve.telling import Figure, Said, Telling, clock, named
from etl.store.bulk import copy
from schema.tables import articles, incident_reports, issues, mentions, outlets, report_blocks, reports


def _words(table: Table) -> ColumnElement[str]:
    return func.substr(articles.c.text, table.c.span_start + 1, table.c.span_end - table.c.span_start)


def _reports(counts: ColumnElement[bool]) -> Select[Any]:
    other = reports.alias()
    twin = select(other.c.id).where(
        other.c.article_id == reports.c.article_id, other.c.id != reports.c.id, other.c.replaced_at.is_(None),
        other.c.event_type == reports.c.event_type, other.c.started_on.is_not_distinct_from(reports.c.started_on),
        other.c.place_name.is_not_distinct_from(reports.c.place_name),
    )  # fmt: skip
    more = select(func.string_agg(_words(mentions), " ")).where(mentions.c.report_id == reports.c.id, mentions.c.field == "told")
    return (
        select(
            reports, func.concat_ws(" ", _words(reports), more.scalar_subquery()).label("words"),
            articles.c.url, articles.c.published, articles.c.published_at, articles.c.lineage_id, articles.c.outlet_id,
            outlets.c.party_id.label("outlet_party"), outlets.c.kind.label("outlet_kind"), twin.exists().label("twin"),
        )
        .join_from(reports, articles, reports.c.article_id == articles.c.id)
        .join(outlets, outlets.c.id == articles.c.outlet_id, isouter=True)
        .where(reports.c.id == func.any(IDS), counts)
    )  # fmt: skip


AGAIN = ""  # in place of the rules that concluded from a report: it stands in an incident, from which a newer reading is to take it
IDS: BindParameter[Any] = bindparam("ids", type_=ARRAY(BigInteger))
CURRENT, REPLACED = _reports(reports.c.replaced_at.is_(None)), _reports(reports.c.replaced_at.is_not(None))
FIGURES = text("""
SELECT report_id, id, party_id, status, harm, low, high, vague, names, claimant_id, claimant_party_id FROM casualties
WHERE report_id = ANY(:ids) ORDER BY report_id, span_start, id""")
CLAIMS = text("""
SELECT report_id, id, act, speaker_id, speaker_party_id, target_party_id, about, span_start, span_end FROM claims
WHERE report_id = ANY(:ids) AND replaced_at IS NULL ORDER BY report_id, span_start, id""")
ANSWERS = text("""
SELECT answer.answers_id, answer.act, answer.target_party_id FROM claims c
JOIN claims answer ON answer.answers_id = c.id AND answer.replaced_at IS NULL AND answer.speaker_party_id = c.target_party_id
WHERE c.report_id = ANY(:ids)""")


def take_pending(connection: Connection, rules: str, size: int) -> list[int]:
    """Reports not yet concluded from by these rules, locked for this transaction: first the never seen, by day; articles whole."""
    found: list[int] = []
    current = reports.c.replaced_at.is_(None)
    for condition in (reports.c.resolved_by.is_(None), reports.c.resolved_by < rules, reports.c.resolved_by > rules):
        if len(found) < size:
            query = select(reports.c.id).where(current, condition).order_by(reports.c.resolved_by, reports.c.started_on, reports.c.id)
            found += connection.scalars(query.limit(size - len(found)).with_for_update(skip_locked=True))
    if not found:
        return []
    whole = select(reports.c.id).where(
        reports.c.article_id == func.any(articles_of(connection, found)), current, reports.c.resolved_by.is_distinct_from(rules)
    )
    return sorted({*found, *connection.scalars(whole.order_by(reports.c.id).with_for_update(skip_locked=True))})


def take_retired(connection: Connection, pending: Collection[int], size: int) -> list[int]:
    """Reports that were concluded from and have been replaced since, locked: those of the pages at hand, also such as were set aside, else
    the oldest."""
    query = select(reports.c.id).where(reports.c.replaced_at.is_not(None)).order_by(reports.c.id)
    if pending:
        older = articles.alias()
        linked = exists().where(incident_reports.c.report_id == reports.c.id, incident_reports.c.unlinked_at.is_(None))
        query = query.where(reports.c.resolved_by.is_not(None) | linked, reports.c.article_id.in_(
            select(older.c.id).join(articles, articles.c.page_id == older.c.page_id)
            .where(articles.c.id == func.any(articles_of(connection, pending)))))
    else:
        query = query.where(reports.c.resolved_by.is_not(None)).limit(size)
    return list(connection.scalars(query.with_for_update(skip_locked=True, of=reports)))


def stamp(connection: Connection, ids: Collection[int], rules: str | None) -> None:
    """These reports have been concluded from by these rules; AGAIN: they wait again; None: retired ones are done with."""
    if ids:
        connection.execute(update(reports).where(reports.c.id.in_(bindparam("ids", sorted(ids), expanding=True))).values(resolved_by=rules))


def lock(connection: Connection, keys: Iterable[int]) -> None:
    """Hold these advisory locks until the transaction ends; all resolvers take them in the same order."""
    query = text("SELECT pg_advisory_xact_lock(key) FROM unnest(CAST(:keys AS bigint[])) WITH ORDINALITY AS k(key, n) ORDER BY n")
    connection.execute(query, {"keys": sorted(set(keys))})


def lock_at_once(connection: Connection, keys: Iterable[int]) -> bool:
    """Hold these too if nobody else does; False when somebody does."""
    query = text("SELECT bool_and(pg_try_advisory_xact_lock(key)) FROM unnest(CAST(:keys AS bigint[])) AS k(key)")
    return bool(connection.scalar(query, {"keys": sorted(set(keys))}))


def load(connection: Connection, ids: Collection[int], *, gone: bool = False) -> list[Telling]:
    """These reports as tellings, those that still count, or those that have been replaced; what is said about them comes with `heard`."""
    if not ids:
        return []
    wanted = sorted(ids)
    figures = _figures(connection, wanted)
    rows = connection.execute(REPLACED if gone else CURRENT, {"ids": wanted}).mappings()
    return [_telling(row, figures.get(row["id"], ())) for row in rows]


def heard(connection: Connection, found: Iterable[Telling]) -> dict[int, Telling]:
    """These tellings, by id, with what is said about them."""
    by_id = {telling.id: telling for telling in found}
    said = _said(connection, sorted(by_id))
    return {key: replace(telling, said=said[key]) if key in said else telling for key, telling in by_id.items()}


def _telling(row: Mapping[Any, Any], figures: tuple[Figure, ...]) -> Telling:
    place = None
    if row["place_name"] is not None:
        place = Place(row["place_name"], row["place_id"], row["country"], row["lat"], row["lon"], row["place_precision"])
    return Telling(
        id=row["id"], article=row["article_id"], url=row["url"], span=(row["span_start"], row["span_end"]),
        event_type=row["event_type"], start=row["started_on"], end=row["ended_on"], precision=row["date_precision"], place=place,
        initiator=row["initiator_id"], target=row["target_id"], standing=row["standing"],
        weapons=tuple(row["weapons"].split("; ")) if row["weapons"] else (), background=row["background"], figures=figures,
        names=named(row["words"]), minutes=clock(row["words"]),
        published=row["published"], published_at=row["published_at"], origin=row["lineage_id"] or row["article_id"],
        outlet=row["outlet_id"], outlet_party=row["outlet_party"], outlet_kind=row["outlet_kind"], twin=row["twin"],
    )  # fmt: skip


def _figures(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[Figure, ...]]:
    found: dict[int, list[Figure]] = defaultdict(list)
    for report, key, party, status, harm, low, high, vague, names, claimant, side in connection.execute(FIGURES, {"ids": ids}):
        found[report].append(Figure(key, party, status, harm, low, high, vague, tuple(names.split("; ")) if names else (), claimant, side))
    return {report: tuple(rows) for report, rows in found.items()}


def _said(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[Said, ...]]:
    answered: dict[int, list[tuple[str, str | None]]] = defaultdict(list)
    for claim, act, target in connection.execute(ANSWERS, {"ids": ids}):
        answered[claim].append((act, target))
    found: dict[int, list[Said]] = defaultdict(list)
    for report, key, act, speaker, party, target, about, start, end in connection.execute(CLAIMS, {"ids": ids}):
        found[report].append(Said(key, act, speaker, party, target, about, (start, end), tuple(answered.get(key, ()))))
    return {report: tuple(rows) for report, rows in found.items()}


def in_blocks(connection: Connection, blocks: Collection[int]) -> set[int]:
    """The reports that stand in these blocks."""
    return set(connection.scalars(select(report_blocks.c.report_id).where(report_blocks.c.block == func.any(sorted(blocks)))))


def of_lineages(connection: Connection, origins: Collection[int]) -> set[int]:
    """The reports of these articles and of their copies, those that others may find."""
    query = text("""
        SELECT r.id FROM articles a JOIN reports r ON r.article_id = a.id
        WHERE (a.id = ANY(:ids) OR a.lineage_id = ANY(:ids)) AND EXISTS (SELECT FROM report_blocks b WHERE b.report_id = r.id)""")
    return set(connection.scalars(query, {"ids": sorted(origins)}))


def place_in_blocks(connection: Connection, blocks: Mapping[int, Collection[int]]) -> None:
    """Reports stand in these blocks from now on, and in no others."""
    query = select(report_blocks.c.report_id, report_blocks.c.block).where(report_blocks.c.report_id == func.any(sorted(blocks)))
    stands = {(report, block) for report, block in connection.execute(query)}
    wanted = {(report, block) for report, found in blocks.items() for block in found}
    for report, block in sorted(stands - wanted):
        connection.execute(report_blocks.delete().where(report_blocks.c.report_id == report, report_blocks.c.block == block))
    copy(connection, report_blocks, ("report_id", "block"), sorted(wanted - stands))


def waiting(connection: Connection, ids: Collection[int], rules: str) -> set[int]:
    """Those of these reports that have yet to be concluded from by these rules."""
    query = select(reports.c.id).where(reports.c.id == func.any(sorted(ids)), reports.c.resolved_by.is_distinct_from(rules))
    return set(connection.scalars(query))


def reports_of(connection: Connection, article_ids: Collection[int]) -> list[int]:
    """The current reports of these articles that have been concluded from."""
    query = select(reports.c.id).where(
        reports.c.article_id == func.any(sorted(article_ids)), reports.c.replaced_at.is_(None), reports.c.resolved_by.is_not(None)
    )
    return list(connection.scalars(query)) if article_ids else []


def articles_of(connection: Connection, ids: Collection[int]) -> list[int]:
    """The articles of these reports."""
    return list(connection.scalars(select(reports.c.article_id).where(reports.c.id == func.any(sorted(ids))).distinct()))


def complain(connection: Connection, article_ids: Collection[int], detail: str) -> None:
    """An issue for each of these articles: the resolver failed on its reports."""
    copy(connection, issues, ("stage", "code", "detail", "article_id"),
         (("resolve", "resolver_failed", detail, key) for key in article_ids))


def settle(connection: Connection, article_ids: Collection[int]) -> None:
    """The resolver's issues with these articles are closed: it has concluded from them."""
    mine = (issues.c.article_id == func.any(sorted(article_ids))) & (issues.c.stage == "resolve") & issues.c.closed_at.is_(None)
    connection.execute(update(issues).where(mine).values(closed_at=func.now()))
