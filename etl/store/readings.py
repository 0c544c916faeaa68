"""What articles say: taking articles to read, and keeping their readings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select, update

from etl.model import Article, Casualty, Claim, Issue, Mention, Place, Reading, Report, Tally
from etl.store.pending import pending
from schema.tables import articles, casualties, claims, issues, mentions, outlets, reports, tallies


def take_pending(connection: Connection, rules: str, size: int) -> list[Article]:
    """Articles not yet read by these rules, locked for this transaction: first the never read, newest first."""
    found: list[Article] = []
    current = articles.c.superseded_at.is_(None)
    for condition in pending(connection, articles.c.parsed_by, rules, current):
        query = (
            select_articles()
            .where(current, condition)
            .order_by(articles.c.parsed_by, articles.c.published.desc().nulls_last(), articles.c.id)
            .limit(size - len(found))
            .with_for_update(skip_locked=True, of=articles)
        )
        found += [article_of(row) for row in connection.execute(query).mappings()]
        if len(found) == size:
            break
    return found


def select_articles() -> Select[Any]:
    """All columns of articles, with the side of their outlet."""
    return select(articles, outlets.c.party_id.label("outlet_party")).join_from(articles, outlets, isouter=True)


def article_of(row: Any) -> Article:
    """A stored article, with the side its outlet is aligned to."""
    return Article(
        row["text"], id=str(row["id"]), url=row["url"], title=row["title"], published=row["published"],
        published_at=row["published_at"], published_source=row["published_source"], language=row["language"],
        byline=row["byline"], canonical_url=row["canonical_url"], section=row["section"], kind=row["kind"],
        outlet=row["outlet_id"], outlet_party=row["outlet_party"],
    )


def digest(reading: Reading) -> str:
    """What identifies a reading: a hash of every value, span and rule in it."""
    said = asdict(reading) | {"article": reading.article.language}  # all else of an article never changes
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def keep(connection: Connection, reading: Reading, rules: str) -> bool:
    """Store a reading in place of the article's older one; False, and nothing but the stamp is written, if it says the same."""
    assert reading.article.id is not None
    article, sha = int(reading.article.id), digest(reading)
    known = connection.execute(select(articles.c.reading_sha256).where(articles.c.id == article)).scalar()
    stamp = update(articles).where(articles.c.id == article)
    connection.execute(stamp.values(parsed_by=rules, parsed_at=func.now(), relevant=reading.relevant, reading_sha256=sha,
                                    language=reading.article.language or articles.c.language))
    if known == sha:
        return False
    if known is not None:
        retire(connection, article)
    numbers = _add_reports(connection, article, rules, reading.reports)
    _add_claims(connection, article, rules, reading.claims, numbers)
    _add(connection, tallies, [tally_row(article, rules, t) for t in reading.tallies])
    _add(connection, issues, [_issue(article, i) for i in reading.issues])
    return True


def retire(connection: Connection, article: int) -> None:
    """Stamp the article's current reading as replaced, and settle its issues; nothing is deleted.

    Claims that the resolver has not counted it is to look at again: the article may tell nothing any more, and its copies count.
    """
    for table in (reports, claims, tallies):
        current = (table.c.article_id == article) & table.c.replaced_at.is_(None)
        again = {"counted": func.nullif(claims.c.counted, False)} if table is claims else {}
        connection.execute(update(table).where(current).values(replaced_at=func.now(), **again))
    open_issue = (issues.c.article_id == article) & (issues.c.stage == "parse") & issues.c.closed_at.is_(None)
    connection.execute(update(issues).where(open_issue).values(closed_at=func.now()))


def _add_reports(connection: Connection, article: int, rules: str, found: Iterable[Report]) -> dict[int, int]:
    """Insert reports with their casualties and mentions; report numbers → keys."""
    keys: dict[int, int] = {}
    for report in found:
        key = connection.execute(insert(reports).values(report_row(article, rules, report)).returning(reports.c.id)).scalar_one()
        keys[report.n] = key
        _add(connection, casualties, [casualty_row(key, c) for c in report.casualties])
        told = [Mention("told", report.event_type, span, "told") for span in report.spans[1:]]
        marks = {(m.field, m.value, m.span): m for m in [*told, *report.mentions]}
        _add(connection, mentions, [
            {"report_id": key, "field": m.field, "value": m.value, "span_start": m.span[0], "span_end": m.span[1], "rule": m.rule}
            for m in marks.values()
        ])
    return keys


def _add_claims(connection: Connection, article: int, rules: str, found: Iterable[Claim], numbers: dict[int, int]) -> None:
    keys: dict[int, int] = {}
    for claim in sorted(found, key=lambda c: (c.answers is not None, c.n)):
        row = {
            "article_id": article, "n": claim.n, "act": claim.act, "speaker_id": claim.speaker,
            "speaker_party_id": claim.speaker_party, "target_party_id": claim.target_party, "about": claim.about,
            "report_id": numbers.get(claim.report or 0), "answers_id": keys.get(claim.answers or 0), "via_id": claim.via,
            "span_start": claim.span[0], "span_end": claim.span[1], "rule": claim.rule, "made_by": rules,
        }
        keys[claim.n] = connection.execute(insert(claims).values(row).returning(claims.c.id)).scalar_one()


def _add(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def report_row(article: int, rules: str, report: Report) -> dict[str, Any]:
    """A report as its table has it."""
    place: Place | None = report.place
    return {
        "article_id": article, "n": report.n, "event_type": report.event_type,
        "started_on": report.occurred.start, "ended_on": report.occurred.end, "date_precision": report.occurred.precision,
        "place_id": place and place.id, "place_name": place and place.name, "country": place and place.country,
        "lat": place and place.lat, "lon": place and place.lon, "place_precision": place and place.precision,
        "initiator_id": report.initiator, "initiator_actor_id": report.initiator_actor,
        "target_id": report.target, "target_actor_id": report.target_actor, "weapons": "; ".join(report.weapons) or None,
        "standing": report.standing, "background": report.background, "made_by": rules,
        "span_start": report.spans[0][0], "span_end": report.spans[0][1],
    }


def casualty_row(report: int, row: Casualty) -> dict[str, Any]:
    """A casualty as its table has it."""
    return {
        "report_id": report, "party_id": row.party, "status": row.status, "harm": row.harm, "low": row.low, "high": row.high,
        "vague": row.vague, "names": "; ".join(row.names) or None,
        "birth_years": "; ".join(str(year or "") for year in row.birth_years) or None, "claimant_id": row.claimant,
        "claimant_party_id": row.claimant_party, "span_start": row.span[0], "span_end": row.span[1], "rule": row.rule,
    }


def tally_row(article: int, rules: str, row: Tally) -> dict[str, Any]:
    """A tally as its table has it."""
    return {
        "article_id": article, "party_id": row.party, "harm": row.harm, "low": row.low, "high": row.high, "period": row.period,
        "claimant_id": row.claimant, "span_start": row.span[0], "span_end": row.span[1], "rule": row.rule, "made_by": rules,
    }


def _issue(article: int, row: Issue) -> dict[str, Any]:
    start, end = row.span or (None, None)
    return {"stage": "parse", "code": row.code, "detail": row.detail, "article_id": article, "span_start": start, "span_end": end}
