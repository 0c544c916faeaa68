"""Reference data into the database: only what differs is written, and what left the files is stamped, not deleted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Table

from etl.lexicon.places import Entry, Gazetteer
from etl.lexicon.records import Registry
from schema.tables import (
    actor_aliases,
    actors,
    ceasefire_areas,
    ceasefire_parties,
    ceasefires,
    feeds,
    outlets,
    parties,
    place_names,
    places,
)

Row = tuple[Any, ...]
FEED = ("outlet_id", "url", "title", "language", "kind", "listed_in", "enabled", "disabled_why")


def load(connection: Connection, registry: Registry, gazetteer: Gazetteer) -> Counter[str]:
    """Bring the reference tables up to the files; rows written by table. Feeds an operator added or disabled are kept."""
    done = load_words(connection, registry, gazetteer)
    done["outlets"] = _keep(connection, outlets, (
        (o.id, o.name, o.country, o.language, o.kind, o.party, o.homepage) for o in registry.outlets.values()))
    done["feeds"] = _feeds(connection, registry)
    return +done


def load_words(connection: Connection, registry: Registry, gazetteer: Gazetteer) -> Counter[str]:
    """The part of it that readings point to: sides, bodies, places, ceasefires."""
    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('truce reference'))")
    done = Counter[str]()
    done["parties"] = _keep(connection, parties, (
        (p.id, p.name, p.kind, p.country, " ".join(p.territory) or None) for p in registry.parties.values()))
    done["actors"] = _keep(connection, actors, ((a.id, a.party, a.name, a.kind) for a in registry.actors.values()))
    done["actor_aliases"] = _replace(connection, actor_aliases, _aliases(registry))
    done["ceasefires"] = _keep(connection, ceasefires, (
        (c.id, c.name, c.form, c.signed, c.start, c.end, " ".join(c.countries), "; ".join(c.regions) or None, c.monitor, c.source,
         c.url, "; ".join(c.clauses) or None) for c in registry.ceasefires.values()))
    done["ceasefire_parties"] = _replace(connection, ceasefire_parties, (
        (c.id, party) for c in registry.ceasefires.values() for party in c.parties))
    done["ceasefire_areas"] = _replace(connection, ceasefire_areas, (
        (c.id, *box) for c in registry.ceasefires.values() for box in c.boxes))
    done["places"] = _keep(connection, places, (_place(entry) for entry in gazetteer.all()))
    done["place_names"] = _replace(connection, place_names, (
        (entry.id, name) for name in gazetteer.names for entry in gazetteer.find(name)))
    return +done


def _aliases(registry: Registry) -> Iterator[Row]:
    seen: set[str] = set()
    for actor, owner in [(True, a) for a in registry.actors.values()] + [(False, p) for p in registry.parties.values()]:
        for alias in owner.aliases:
            key = f"{owner.id}: {alias.text}{f' ({alias.since})' if alias.since else ''}"
            if key not in seen:
                seen.add(key)
                yield (key, owner.id if actor else None, None if actor else owner.id, alias.text, alias.kind, alias.since, alias.until)


def _place(entry: Entry) -> Row:
    return (entry.id, entry.name, entry.country, entry.region or None, entry.lat, entry.lon, entry.precision, entry.people or None,
            "curated" if entry.curated else "geonames")


def _feeds(connection: Connection, registry: Registry) -> int:
    official = {o.id for o in registry.outlets.values() if o.kind in ("official", "monitor")}
    rows = [(f.outlet, f.url, f.title, f.language, "official" if f.outlet in official else "news", "data", f.enabled,
             None if f.enabled else "listed as disabled") for f in registry.feeds.values()]
    _stage(connection, feeds, FEED, rows)
    kept = ("outlet_id", "title", "language", "kind")
    written = _run(connection, f"""
        INSERT INTO feeds ({', '.join(FEED)}) SELECT {', '.join(FEED)} FROM staged
        WHERE NOT EXISTS (SELECT FROM feeds WHERE feeds.moved_from = staged.url)
        ON CONFLICT (url) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in kept)}
        WHERE ({', '.join(f'feeds.{name}' for name in kept)}) IS DISTINCT FROM ({', '.join(f'excluded.{name}' for name in kept)})""")
    written += _run(connection, """
        UPDATE feeds SET enabled = false, disabled_why = 'no longer listed in etl/data/feeds.yaml'
        WHERE listed_in = 'data' AND enabled AND NOT EXISTS
            (SELECT FROM staged WHERE staged.url IN (feeds.url, feeds.moved_from))""")
    _run(connection, """
        UPDATE pages SET outlet_id = told.outlet_id, extracted_by = NULL
        FROM (SELECT DISTINCT ON (e.page_id) e.page_id, f.outlet_id FROM entries e JOIN feeds f ON f.id = e.feed_id
              WHERE f.outlet_id IS NOT NULL ORDER BY e.page_id, e.id) told
        WHERE told.page_id = pages.id AND pages.outlet_id IS NULL""")
    return written


def _keep(connection: Connection, table: Table, rows: Iterable[Row]) -> int:
    """Upsert a table whose key is `id`; rows that are no longer given are retired."""
    names = tuple(column.name for column in table.columns if column.name != "retired_at")
    _stage(connection, table, names, rows)
    values = names[1:]
    old, new = (", ".join(f"{owner}.{name}" for name in values) for owner in (table.name, "excluded"))
    written = _run(connection, f"""
        INSERT INTO {table.name} ({', '.join(names)}) SELECT {', '.join(names)} FROM staged
        ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in values)}, retired_at = NULL
        WHERE {table.name}.retired_at IS NOT NULL OR ({old}) IS DISTINCT FROM ({new})""")
    return written + _run(connection, f"""
        UPDATE {table.name} SET retired_at = now()
        WHERE retired_at IS NULL AND NOT EXISTS (SELECT FROM staged WHERE staged.id = {table.name}.id)""")


def _replace(connection: Connection, table: Table, rows: Iterable[Row]) -> int:
    """Make a table hold exactly these rows, touching only those that differ."""
    names = tuple(column.name for column in table.columns)
    _stage(connection, table, names, rows)
    both = " AND ".join(f"staged.{name} IS NOT DISTINCT FROM {table.name}.{name}" for name in names)
    key = " AND ".join(f"staged.{column.name} = {table.name}.{column.name}" for column in table.primary_key)
    gone = _run(connection, f"DELETE FROM {table.name} WHERE NOT EXISTS (SELECT FROM staged WHERE {key} AND {both})")
    return gone + _run(connection, f"""
        INSERT INTO {table.name} ({', '.join(names)}) SELECT {', '.join(names)} FROM staged
        WHERE NOT EXISTS (SELECT FROM {table.name} WHERE {key})""")


def _stage(connection: Connection, table: Table, names: Sequence[str], rows: Iterable[Row]) -> None:
    """Copy rows into the temporary table `staged`, shaped like the columns `names` of `table`."""
    listed = ", ".join(names)
    connection.exec_driver_sql("DROP TABLE IF EXISTS pg_temp.staged")
    connection.exec_driver_sql(f"CREATE TEMPORARY TABLE staged ON COMMIT DROP AS SELECT {listed} FROM {table.name} WHERE false")
    driver = connection.connection.driver_connection
    assert driver is not None
    with driver.cursor() as cursor, cursor.copy(f"COPY staged ({listed}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    connection.exec_driver_sql("ANALYZE staged")


def _run(connection: Connection, statement: str) -> int:
    return connection.exec_driver_sql(statement).rowcount
