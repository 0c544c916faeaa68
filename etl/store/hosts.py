"""Hosts among all workers on all machines: which have work due, who holds one, when its next turn is, what its robots.txt says."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, exists, func, select
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import insert

from schema.tables import feeds, hosts, pages

ORIGINS = {"fetch": "feed", "history": "import"}  # which pages a verb asks for


def due_hosts(connection: Connection, verb: str, most: int) -> list[str]:
    """Hosts with feeds (`poll`) or pages (`fetch`, `history`) to ask for now, the longest waiting first; not those that want a rest."""
    table, due = (feeds, feeds.c.next_poll_at) if verb == "poll" else (pages, pages.c.next_try_at)
    query = (
        select(table.c.host)
        .join_from(table, hosts, hosts.c.host == table.c.host, isouter=True)
        .where(due <= func.now(), feeds.c.enabled if verb == "poll" else pages.c.origin == ORIGINS[verb],
               func.coalesce(hosts.c.next_request_at, func.now()) <= func.now() + sql("interval '30 seconds'"))
        .group_by(table.c.host).order_by(func.min(due), table.c.host).limit(most)
    )
    return list(connection.execute(query.where(quiet(pages.c.host)) if verb == "history" else query).scalars())


def quiet(host: ColumnElement[str]) -> ColumnElement[bool]:
    """That a host has no feed and no page of a feed due: then older pages may be asked for."""
    page = pages.alias()
    return (~exists().where(feeds.c.host == host, feeds.c.enabled, feeds.c.next_poll_at <= func.now())
            & ~exists().where(page.c.host == host, page.c.origin == "feed", page.c.next_try_at <= func.now()))


def hold_host(connection: Connection, host: str) -> bool:
    """Take a host for this worker, among all workers on all machines; it is free again when the connection ends, be it by a kill."""
    taken = sql("SELECT pg_try_advisory_lock(hashtext('trucewatch host'), hashtext(:host))")
    return bool(connection.execute(taken, {"host": host}).scalar())


def release_host(connection: Connection, host: str) -> None:
    """Give a host back."""
    connection.execute(sql("SELECT pg_advisory_unlock(hashtext('trucewatch host'), hashtext(:host))"), {"host": host})


def take_turn(connection: Connection, host: str, delay: float) -> float:
    """Reserve the host's next turn; seconds to wait for it. Turns are `delay` seconds apart, or what its robots.txt asks for."""
    wait: float = connection.execute(sql("""
        INSERT INTO hosts AS h (host, next_request_at) VALUES (:host, clock_timestamp() + make_interval(secs => :delay))
        ON CONFLICT (host) DO UPDATE SET next_request_at = greatest(h.next_request_at, clock_timestamp())
            + make_interval(secs => greatest(:delay, h.crawl_delay))
        RETURNING extract(epoch FROM next_request_at - clock_timestamp()) - greatest(:delay, crawl_delay)
        """), {"host": host, "delay": delay}).scalar_one()
    return max(float(wait), 0.0)


def rest_host(connection: Connection, host: str, seconds: float) -> None:
    """Leave a host alone for a while, as it asks or because it doesn't answer."""
    connection.execute(sql("""
        INSERT INTO hosts AS h (host, next_request_at) VALUES (:host, now() + make_interval(secs => :seconds))
        ON CONFLICT (host) DO UPDATE SET next_request_at = greatest(h.next_request_at, excluded.next_request_at)"""),
        {"host": host, "seconds": seconds})


def robots_of(connection: Connection, host: str) -> tuple[int | None, str | None, datetime | None]:
    """Status, text and time of a host's robots.txt as last asked for."""
    row = connection.execute(select(hosts.c.robots_status, hosts.c.robots, hosts.c.robots_at).where(hosts.c.host == host)).first()
    return (row[0], row[1], row[2]) if row else (None, None, None)


def keep_robots(connection: Connection, host: str, status: int | None, text: str | None, delay: float | None) -> None:
    """Keep what asking for a host's robots.txt gave; no text when there is none or it could not be had."""
    row = {"host": host, "robots_status": status, "robots": text, "crawl_delay": delay, "robots_at": func.now()}
    connection.execute(insert(hosts).values(row).on_conflict_do_update(index_elements=["host"], set_=row))
