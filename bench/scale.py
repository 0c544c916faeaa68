"""Scale: synthetic reports with realistic skew, resolved in full; the cost per report as the database grows, beside bare COPY.

Hot sectors, daily bulletins that differ by one place, copies, late tellings, vague places; every incident is told once to twenty times.

The first reports are resolved one and all. Then the database is multiplied by SQL, every resolved row with its own keys, days and
blocks, to the size wanted, and more reports are resolved in it: their cost beside the first ones' is what size costs.

    python -m bench.scale [RESOLVED [SIZE]]
"""

from __future__ import annotations

import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Date, Engine, Table, text

from etl import passwords, postgres
from etl.lexicon.registry import load
from etl.stages.conclude import resolve
from etl.store.bulk import copy
from schema import admin, tables

SEED = 7
FIRST = date(2012, 1, 1)
STRIDE = 10_000_000  # between the keys of two copies of a row
KINDS = ("shelling", "small_arms_fire", "unspecified_violation", "drone_strike", "clash", "ground_attack", "rocket_or_missile",
         "air_strike")
KIND_WEIGHTS = (40, 25, 12, 8, 6, 4, 3, 2)
CONFLICTS = (  # sides, country, middle, share of all incidents
    ("donetsk-pr", "ukraine", "UA", 48.0, 37.8, 40), ("pakistan", "india", "IN", 33.8, 74.4, 20),
    ("azerbaijan", "armenia", "AM", 40.0, 46.0, 14),
    ("houthis", "yemen-government", "YE", 14.8, 43.2, 9), ("israel", "hezbollah", "LB", 33.3, 35.4, 7),
    ("sudan-rsf", "sudan-saf", "SD", 15.6, 32.5, 4),
    ("syria", "syrian-opposition", "SY", 35.8, 36.6, 3), ("libya-lna", "libya-gna", "LY", 32.8, 13.2, 2),
    ("thailand", "cambodia", "KH", 14.4, 103.6, 1),
)  # fmt: skip
A_DAY = 27  # reports a day over all conflicts in the mean
OUTLETS = 400


@dataclass(frozen=True)
class Told:
    """A synthetic report with its article."""

    n: int
    outlet: str
    published: datetime
    words: str
    kind: str
    day: date
    place: tuple[str, float, float, str, str]
    doer: str
    target: str
    dead: int | None


def told() -> Iterator[Told]:
    """Reports without end, day by day, 27 a day in the mean; four in ten in the hottest sector."""
    draw, n, day = random.Random(SEED), 0, FIRST
    while True:
        for _ in range(max(1, int(draw.gauss(A_DAY / 2.1, 4)))):
            one, other, country, lat, lon, _ = draw.choices(CONFLICTS, [c[-1] for c in CONFLICTS])[0]
            doer, target = (one, other) if draw.random() < 0.6 else (other, one)
            village = min(int(draw.paretovariate(0.7)), 300)
            spot = random.Random(f"{country}{village}")
            place = (f"{country} village {village}", lat + spot.uniform(-1, 1), lon + spot.uniform(-1, 1), "settlement", country)
            kind, dead = draw.choices(KINDS, KIND_WEIGHTS)[0], draw.choice((None, None, None, 0, 1, 1, 2, 3, 5))
            base = (f"{target} bulletin of {day}. Since last midnight the armed units of {doer} have broken the ceasefire again: {kind} "
                    f"was noted at {place[0]} by day and into the evening, and the positions of {target} came under it.")  # fmt: skip
            for m in range(min(int(draw.paretovariate(1.3)), 20)):
                n += 1
                late = draw.choice((0, 0, 0, 1, 1, 2))
                own = f"{base} Outlet {draw.randrange(OUTLETS)} adds: {draw.getrandbits(300):x} {n}"
                words = base if m and draw.random() < 0.3 else own
                vague = draw.random() < 0.08
                published = datetime(day.year, day.month, day.day, draw.randrange(24), tzinfo=UTC) + timedelta(days=late)
                yield Told(
                    n, f"outlet-{draw.randrange(OUTLETS)}", published, words, kind, day + timedelta(days=draw.random() < 0.03),
                    (f"{country} front", lat, lon, "region", country) if vague else place, doer, target,
                    dead if draw.random() < 0.7 else None,
                )  # fmt: skip
        day += timedelta(days=1)


def fill(connection: Connection, reports: Sequence[Told]) -> float:
    """COPY the rows as the reader would have left them; seconds."""
    start = time.perf_counter()
    zero = "0" * 64
    copy(connection, tables.pages, ("id", "url", "fetch_url", "outcome", "origin", "sha256", "fetched_at"),
         ((t.n, f"https://x.example/{t.n}", f"https://x.example/{t.n}", "ok", "feed", zero, t.published) for t in reports))
    copy(connection, tables.articles,
         ("id", "page_id", "part", "outlet_id", "url", "canonical_url", "text", "published", "published_at", "published_source",
          "kind", "quality", "text_sha256", "fetched_at", "extracted_by", "language"),
         ((t.n, t.n, 0, t.outlet, f"https://x.example/{t.n}", f"https://x.example/{t.n}", t.words, t.published.date(), t.published, "meta",
           "article", "good", zero, t.published, "bench", "en") for t in reports))
    copy(connection, tables.reports,
         ("id", "article_id", "n", "event_type", "started_on", "ended_on", "date_precision", "place_name", "country", "lat", "lon",
          "place_precision", "initiator_id", "target_id", "standing", "background", "span_start", "span_end", "made_by"),
         ((t.n, t.n, 1, t.kind, t.day, t.day, "day", t.place[0], t.place[4], t.place[1], t.place[2], t.place[3], t.doer, t.target,
           "alleged", False, 0, 60, "bench") for t in reports))
    copy(connection, tables.casualties,
         ("report_id", "party_id", "status", "harm", "low", "high", "claimant_party_id", "span_start", "span_end", "rule"),
         ((t.n, t.target, "military", "killed", t.dead, t.dead, t.target, 0, 60, "bench") for t in reports if t.dead is not None))
    copy(connection, tables.claims,
         ("article_id", "n", "act", "speaker_party_id", "target_party_id", "about", "report_id", "span_start", "span_end", "rule",
          "made_by"),
         ((t.n, 1, "accuse", t.target, t.doer, "attack", t.n, 0, 60, "bench", "bench") for t in reports))
    return time.perf_counter() - start


def database(home: Path) -> tuple[str, Engine]:
    """A server of its own, with tables, codes, views and the reference rows the reports need."""
    server = postgres.start(home, {"fsync": "off", "synchronous_commit": "off", "max_wal_size": "8GB", "shared_buffers": "512MB"})
    url = server.url("scale")
    admin.ensure_database(url)
    admin.upgrade(url, lambda role: passwords.known(server.home)[role])
    engine = admin.engine(url)
    with engine.begin() as connection:
        registry = load()
        copy(connection, tables.parties, ("id", "name", "kind", "country"),
             ((p.id, p.name, p.kind, p.country) for p in registry.parties.values()))
        copy(connection, tables.outlets, ("id", "name", "language", "kind", "homepage"),
             ((f"outlet-{n}", f"Outlet {n}", "en", "newspaper", "https://x.example") for n in range(OUTLETS)))
        copy(connection, tables.ceasefires, ("id", "name", "form", "started_on", "ended_on", "countries", "source"),
             ((c.id, c.name, c.form, c.start, c.end, " ".join(c.countries), c.source) for c in registry.ceasefires.values()))
    return url, engine


def memory() -> float:
    """Peak memory of this process, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def grow(engine: Engine, supply: Iterator[Told], count: int, name: str) -> float:
    """Fill in and resolve so many reports, print what each costs, and give back the milliseconds."""
    batch = list(islice(supply, count))
    with engine.begin() as connection:
        copied = fill(connection, batch)
    start, cpu = time.perf_counter(), time.process_time()
    counts = resolve(engine)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    print(f"{name:42} {1000 * seconds / count:6.2f} ms a report (own CPU {1000 * cpu / count:5.2f})   {seconds / copied:5.1f} x bare COPY"
          f"   peak {memory():4.0f} MB   load {os.getloadavg()[0]:.1f}   {dict(counts)}", flush=True)  # fmt: skip
    return 1000 * seconds / count


MULTIPLIED = ("pages", "articles", "signatures", "signature_bands", "reports", "casualties", "claims", "report_blocks", "incidents",
              "incident_reports", "incident_tolls", "toll_claims", "assessments", "disputes")  # fmt: skip


def multiply(engine: Engine, times: int, days: int) -> None:
    """Copy every resolved row so often, each copy `days` earlier; keys, addresses, public ids and blocks are the copy's own."""
    for k in range(1, times):
        with engine.begin() as connection:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # rows that stand are sound already
            for name in MULTIPLIED:
                table = tables.metadata.tables[name]
                columns = {c.name: _shifted(c, k, days) for c in table.c if c.computed is None}
                connection.exec_driver_sql(f"INSERT INTO {name} ({', '.join(columns)}) SELECT {', '.join(columns.values())} FROM {name}"
                                           f" WHERE {'id' if 'id' in table.c else _key(table)} < {STRIDE}")


def _key(table: Table) -> str:
    return next(c.name for c in table.c if c.primary_key and c.foreign_keys)


def _shifted(column: Column[Any], k: int, days: int) -> str:
    """A column of a copy."""
    ours = any(f.column.table.name in MULTIPLIED for f in column.foreign_keys)
    if column.name == "id" or ours:
        return f"{column.name} + {k * STRIDE}"
    if column.name in ("block", "band"):
        return f"hashtextextended({column.name}::text, {k})"
    if column.name == "public_id":
        return f"'TW-' || overlay(lpad(upper(to_hex(id + {k * STRIDE})), 10, '0') placing '-' from 6 for 0)"
    if column.name in ("url", "fetch_url", "canonical_url"):
        return f"{column.name} || '/{k}'"
    if isinstance(column.type, Date):
        return f"{column.name} - {k * days}"
    return f"{column.name} - INTERVAL '{k * days} days'" if column.name == "published_at" else column.name


def one_more(engine: Engine, start: int) -> list[float]:
    """Seconds for one new article in the full database, ten times."""
    taken = []
    for n, late in enumerate(islice(told(), 5000, 5010)):
        row = Told(**(late.__dict__ | {"n": start + 1 + n, "outlet": "outlet-1"}))
        with engine.begin() as connection:
            fill(connection, [row])
        begun = time.perf_counter()
        assert resolve(engine, 1)["reports"] == 1
        taken.append(time.perf_counter() - begun)
    return sorted(taken)


FIRST_LOOKS = {
    "a month of one conflict by day": """SELECT day, sum(incidents), sum(killed) FROM bi.daily_violations
        WHERE accused_id IN ('ukraine', 'donetsk-pr') AND day BETWEEN '2012-01-01' AND '2012-01-31' GROUP BY day ORDER BY day""",
    "tolls by side in one year": """SELECT party_id, status, harm, sum(adds) FROM bi.tolls
        WHERE started_on BETWEEN '2012-01-01' AND '2012-12-31' GROUP BY party_id, status, harm""",
    "tolls by side, all": "SELECT * FROM bi.tolls_by_side",
    "who one side accuses": "SELECT * FROM bi.accusations WHERE accuser_id = 'cambodia'",
    "who accuses whom, all": "SELECT * FROM bi.accusations",
    "the evidence of one incident": "SELECT * FROM bi.evidence WHERE incident_id = (SELECT max(id) / 2 FROM incidents)",
}


def look(url: str) -> None:
    """Time the views an analyst opens first, and show their plans."""
    engine = admin.engine(url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for name, query in FIRST_LOOKS.items():
            try:
                connection.execute(text(query)).all()
                plan = connection.execute(text(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) {query}")).scalars().all()
            except Exception as fault:
                print(f"{name}: {str(fault).splitlines()[0]}")
                continue
            print(f"{name}: {plan[-1]}", *(f"    {line}" for line in plan[:12]), sep="\n")
    engine.dispose()


def main() -> None:
    """Fill, resolve, multiply, resolve more, measure."""
    given = [int(word) for word in sys.argv[1:] if word.isdigit()]
    resolved, size = (*given, *(20_000, 1_000_000)[len(given) :])
    print(f"{resolved:,} reports resolved, {size:,} in the end; {A_DAY} a day, {CONFLICTS[0][-1]} % in the hottest sector")
    with tempfile.TemporaryDirectory(prefix="truce-scale-") as folder:
        Path(folder).chmod(0o755)
        home = Path(folder) / "home"
        try:
            url, engine = database(home)
            measure(url, engine, resolved, size)
            engine.dispose()
        finally:
            postgres.remove(home)


def measure(url: str, engine: Engine, resolved: int, size: int) -> None:
    """All figures, on a database already made."""
    supply, more = told(), min(5_000, resolved // 2)
    grow(engine, supply, resolved - more, f"the first {resolved - more:,}")
    small = grow(engine, supply, more, f"the next {more:,}")
    start = time.perf_counter()
    multiply(engine, size // resolved, resolved // A_DAY)
    vacuum(engine)
    print(f"multiplied to {size:,} in {time.perf_counter() - start:.0f} s")
    large = grow(engine, supply, more, f"{more:,} more in a database of {size:,}")
    print(f"cost per report at {size:,} against {resolved:,}: {large / small:.2f}")
    print("one new article: " + " ".join(f"{1000 * s:.0f}" for s in one_more(engine, resolved + more)) + " ms")
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT relname, n_live_tup FROM pg_stat_user_tables ORDER BY 2 DESC LIMIT 14"))
        print(*(f"{name} {count:,}" for name, count in rows), sep=", ")
    look(url)


def vacuum(engine: Engine) -> None:
    """What autovacuum would have done by now."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")


if __name__ == "__main__":
    main()
