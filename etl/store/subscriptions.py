"""The list of feeds, as an operator sees and changes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects.postgresql import insert

from etl.store.collect import close_issues
from schema.tables import entries, outlets, pages, polls
from schema.tables import feeds as table


@dataclass(frozen=True)
class FeedRow:
    """A feed with the state of its polling."""

    id: int
    url: str
    outlet: str | None
    title: str | None
    homepage: str | None
    language: str | None
    kind: str
    listed_in: str
    enabled: bool
    disabled_why: str | None
    last_outcome: str | None
    detail: str | None
    failures: float
    distrust: int
    interval_minutes: int | None
    last_success_at: datetime | None
    last_new_at: datetime | None
    next_poll_at: datetime
    moved_to: str | None
    robots_permission: str | None


def feeds(connection: Connection) -> list[FeedRow]:
    """All feeds; those that ask for a decision first, then by the weight of their failures."""
    detail = select(polls.c.detail).where(polls.c.feed_id == table.c.id).order_by(polls.c.id.desc()).limit(1).scalar_subquery()
    query = (
        select(table.c.id, table.c.url, table.c.outlet_id.label("outlet"), func.coalesce(table.c.title, outlets.c.name).label("title"),
               outlets.c.homepage, table.c.language, table.c.kind, table.c.listed_in, table.c.enabled, table.c.disabled_why,
               table.c.last_outcome, detail.label("detail"), table.c.failures, table.c.distrust, table.c.interval_minutes,
               table.c.last_success_at, table.c.last_new_at, table.c.next_poll_at, table.c.moved_to, table.c.robots_permission)
        .join_from(table, outlets, isouter=True)
        .order_by(table.c.moved_to.is_(None), table.c.enabled.desc(), table.c.failures.desc(), table.c.url)
    )
    return [FeedRow(**row) for row in connection.execute(query).mappings()]


def add(connection: Connection, url: str, outlet: str | None, kind: str, title: str | None, listed_in: str) -> int:
    """Subscribe, or take up again; the feed's key."""
    row = {"url": url, "outlet_id": outlet, "kind": kind, "title": title, "listed_in": listed_in}
    again = {"enabled": True, "disabled_why": None, "next_poll_at": func.now(), "failures": 0}
    made = insert(table).values(row).on_conflict_do_update(index_elements=["url"], set_=again).returning(table.c.id)
    key: int = connection.execute(made).scalar_one()
    return key


def add_new(connection: Connection, url: str, title: str | None, language: str | None) -> bool:
    """Subscribe to a feed of an OPML file; False when it is known, whatever its state."""
    row = {"url": url, "title": title, "language": language, "listed_in": "opml"}
    made = insert(table).values(row).on_conflict_do_nothing(index_elements=["url"]).returning(table.c.id)
    return connection.execute(made).first() is not None


def disable(connection: Connection, url: str, why: str) -> bool:
    """Poll no more, whatever ailed it; False when there is no such feed."""
    gone = update(table).where(table.c.url == url).values(enabled=False, disabled_why=why).returning(table.c.id)
    key = connection.execute(gone).scalar()
    if key is not None:
        close_issues(connection, "poll", ("feed_failing", "feed_gone", "feed_moved"), feed_id=key)
    return key is not None


def permit(connection: Connection, url: str, why: str | None) -> bool:
    """Note a publisher's permission, or take the note away, and ask again for what was disallowed; False when there is no such feed."""
    key = connection.execute(update(table).where(table.c.url == url).values(robots_permission=why, next_poll_at=func.now())
                             .returning(table.c.id)).scalar()
    named = select(entries.c.page_id).where(entries.c.feed_id == key)
    connection.execute(update(pages).where(pages.c.id.in_(named), pages.c.outcome == "robots").values(next_try_at=func.now()))
    return key is not None


def accept_move(connection: Connection, url: str) -> str | None:
    """Follow a feed to where it says it has moved for good."""
    row = connection.execute(select(table.c.id, table.c.moved_to).where(table.c.url == url, table.c.moved_to.is_not(None))).first()
    if row is None:
        return None
    values: dict[str, object] = {"moved_to": None, "moved_from": url, "etag": None, "last_modified": None, "sha256": None}
    if connection.execute(select(table.c.id).where(table.c.url == row.moved_to)).first():
        values |= {"enabled": False, "disabled_why": f"moved to {row.moved_to}, which is a feed already"}
    else:
        values |= {"url": row.moved_to, "next_poll_at": func.now()}
    connection.execute(update(table).where(table.c.id == row.id).values(values))
    close_issues(connection, "poll", ("feed_moved",), feed_id=row.id)
    return str(row.moved_to)
