"""Scale: synthetic reports with realistic skew, each one resolved; the cost per report as the database grows, beside a bare COPY.

Hot sectors, daily bulletins that differ by one place, copies, late tellings, vague places, accusations of no single incident; every
incident is told once to twenty times. The server runs with its own settings but for more memory; costs are given in CPU time of this
process and of all of the server's, and by the clock. Whatever else the machine does slows this too, and some days are harder than
others: each step that is shown is measured against the same reports in an empty database, resolved right after it. An interrupt ends
the filling and measures what there is.

    python -m bench.scale [--reports 1000000]
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from etl import passwords, postgres
from etl.lexicon.registry import load
from etl.stages.conclude import resolve
from etl.store.bulk import copy
from schema import admin, tables

SEED = 7
FIRST = date(2008, 1, 1)
STEP = 10_000  # reports filled in and resolved at a time
SHOWN = (1, 2, 5)  # the steps told of, and every tenth
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
A_DAY = 170  # reports a day over all conflicts in the mean: a million in eighteen years
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
    """Reports without end, day by day; four in ten in the hottest sector."""
    draw, n, day = random.Random(SEED), 0, FIRST
    while True:
        for _ in range(max(1, int(draw.gauss(A_DAY / 2.8, 4)))):
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


def said(t: Told) -> Iterator[tuple[object, ...]]:
    """Who is hit accuses who did it; in one article of five also of its many breaches."""
    yield t.n, 1, "accuse", t.target, t.doer, "attack", t.n, 0, 60, "bench", "bench"
    if t.n % 5 == 0:
        yield t.n, 2, "accuse", t.target, t.doer, "ceasefire_violation", None, 0, 60, "bench", "bench"


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
         (row for t in reports for row in said(t)))
    return time.perf_counter() - start


def prepare(home: Path) -> postgres.Server:
    """A server of its own, and in it an empty database with tables, codes, views and the reference rows the reports need."""
    server = postgres.start(home, {"max_wal_size": "8GB", "shared_buffers": "512MB"})
    url = server.url("empty")
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
    engine.dispose()
    return server


def fresh(server: postgres.Server, name: str) -> Engine:
    """The empty database under another name, in place of the last of that name."""
    engine = admin.engine(server.url("postgres"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name}")
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE empty")
    engine.dispose()
    return admin.engine(server.url(name))


def memory() -> float:
    """Peak memory of this process, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@dataclass(frozen=True)
class Cost:
    """What a report costs, in milliseconds."""

    clock: float
    own: float  # CPU of this process
    server: float  # CPU of all processes of the server
    copied: float  # by the clock, to COPY its rows

    @property
    def cpu(self) -> float:
        return self.own + self.server

    def __str__(self) -> str:
        return (f"CPU {self.cpu:5.2f} ms a report (own {self.own:.2f}, server {self.server:.2f})   clock {self.clock:5.2f} ms"
                f" = {self.clock / self.copied:4.1f} x bare COPY")  # fmt: skip


def server_cpu(home: Path) -> float:
    """CPU seconds that the server's processes have used so far, those gone included."""
    postmaster = int((home / "postgres" / "data" / "postmaster.pid").resolve().read_text().split()[0])
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(stat.parent.name) == postmaster:
            ticks += sum(map(int, fields[11:15]))
        elif int(fields[1]) == postmaster:
            ticks += sum(map(int, fields[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def grow(engine: Engine, home: Path, batch: Sequence[Told]) -> Cost:
    """Fill in and resolve these reports."""
    count = len(batch)
    with engine.begin() as connection:
        copied = fill(connection, batch)
    start, own, server = time.perf_counter(), time.process_time(), server_cpu(home)
    done = resolve(engine)["reports"]
    assert done >= count, done  # what an arrival makes doubtful is concluded on anew
    clock, own, server = time.perf_counter() - start, time.process_time() - own, server_cpu(home) - server
    return Cost(*(1000 * seconds / count for seconds in (clock, own, server, copied)))


def one_more(engine: Engine, supply: Iterator[Told]) -> tuple[list[float], float]:
    """Seconds for one new article in the full database, for each of a hundred, and the CPU seconds of this process in the mean."""
    taken, own = [], 0.0
    for late in islice(supply, 100):
        with engine.begin() as connection:
            fill(connection, [late])
        begun, cpu = time.perf_counter(), time.process_time()
        assert resolve(engine, 1)["reports"] == 1
        taken.append(time.perf_counter() - begun)
        own += time.process_time() - cpu
    return sorted(taken), own / len(taken)


FIRST_LOOKS = {
    "a month of one conflict by day": """SELECT day, sum(incidents), sum(killed) FROM bi.daily_violations
        WHERE accused_id IN ('ukraine', 'donetsk-pr') AND day BETWEEN '2008-03-01' AND '2008-03-31' GROUP BY day ORDER BY day""",
    "tolls by side in one year": """SELECT party_id, status, harm, sum(adds) FROM bi.tolls
        WHERE started_on BETWEEN '2008-01-01' AND '2008-12-31' GROUP BY party_id, status, harm""",
    "tolls by side, all": "SELECT * FROM bi.tolls_by_side",
    "who one side accuses": "SELECT * FROM bi.accusations WHERE accuser_id = 'cambodia'",
    "who accuses whom, all": "SELECT * FROM bi.accusations",
    "what waits for a person, the first twenty": "SELECT * FROM bi.review_queue LIMIT 20",
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
    """Fill, resolve, measure."""
    options = argparse.ArgumentParser(description="The cost of a report as the database grows.")
    options.add_argument("--reports", type=int, default=1_000_000)
    reports = options.parse_args().reports
    print(f"{reports:,} reports, {A_DAY} a day, {CONFLICTS[0][-1]} % in the hottest sector")
    with tempfile.TemporaryDirectory(prefix="truce-scale-") as folder:
        Path(folder).chmod(0o755)
        home = Path(folder) / "home"
        try:
            measure(prepare(home), home, reports)
        finally:
            postgres.remove(home)


def measure(server: postgres.Server, home: Path, reports: int) -> None:
    """All figures, on a database made for them."""
    engine, supply, n = fresh(server, "scale"), told(), 0
    try:
        for n in range(1, reports // STEP + 1):
            batch = list(islice(supply, STEP))
            cost = grow(engine, home, batch)
            if n in SHOWN or n % 10 == 0:
                small = fresh(server, "small")
                alone = grow(small, home, batch)
                small.dispose()
                print(f"{n * STEP:>9,}  {cost}   CPU {cost.cpu / alone.cpu:4.2f} x, clock {cost.clock / alone.clock:4.2f} x the same "
                      f"alone   peak {memory():4.0f} MB   load {os.getloadavg()[0]:.1f}", flush=True)  # fmt: skip
    except KeyboardInterrupt:
        print(f"interrupted after {n * STEP:,}")
    vacuum(engine)
    taken, own = one_more(engine, supply)
    half, most, worst = (1000 * taken[n] for n in (len(taken) // 2, len(taken) * 9 // 10, -1))
    print(f"one new article: {half:.0f} ms by the clock, nine of ten under {most:.0f}, at most {worst:.0f}; own CPU {1000 * own:.0f} ms")
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT relname, n_live_tup FROM pg_stat_user_tables ORDER BY 2 DESC LIMIT 18"))
        print(*(f"{name} {count:,}" for name, count in rows), sep=", ")
    engine.dispose()
    look(server.url("scale"))


def vacuum(engine: Engine) -> None:
    """What autovacuum would have done by now."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")


if __name__ == "__main__":
    main()
