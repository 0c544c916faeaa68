"""Scale: synthetic reports with realistic skew, resolved in full; the cost per report as the database grows, beside bare COPY.

Hot sectors, daily bulletins that differ by one place, copies, late tellings, vague places; every incident is told once to twenty times.

    python -m bench.scale [REPORTS] [--keep]
"""

from __future__ import annotations

import os
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from etl import passwords, postgres
from etl.lexicon.registry import load
from etl.stages.conclude import resolve
from etl.store.bulk import copy
from schema import admin, tables

SEED = 7
FIRST = date(2012, 1, 1)
STEPS = (10_000, 100_000, 1_000_000)
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
                    f"was noted at {place[0]} during the day and into the evening, and the positions of {target} came under it.")  # fmt: skip
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


def grow(engine: Engine, upto: int) -> None:
    """Fill and resolve step by step, and print what each stretch costs a report."""
    supply, done, bare = told(), 0, 0.0
    for goal in [step for step in STEPS if step < upto] + [upto]:
        while done < goal:
            batch = list(islice(supply, min(10_000, goal - done)))
            with engine.begin() as connection:
                copied = fill(connection, batch)
            start, cpu = time.perf_counter(), time.process_time()
            counts = resolve(engine)
            seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
            done, bare = done + len(batch), bare + copied
            if done in STEPS or done == upto or done % 100_000 == 0:
                print(f"{done:9,} reports   {1000 * seconds / len(batch):6.2f} ms a report (own CPU {1000 * cpu / len(batch):5.2f})   "
                      f"{seconds / copied:5.1f} x bare COPY   peak {memory():5.0f} MB   {dict(counts)}", flush=True)  # fmt: skip
            if done == STEPS[0]:
                with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    connection.exec_driver_sql("ANALYZE")


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
    "a month of one conflict by day": """SELECT day, sum(violations) FROM bi.daily_violations
        WHERE country = 'UA' AND day BETWEEN '2012-01-01' AND '2012-01-31' GROUP BY day ORDER BY day""",
    "tolls by side": "SELECT * FROM bi.tolls_by_side WHERE party_id = 'ukraine' AND year = 2012",
    "accusations": "SELECT * FROM bi.accusations WHERE accused_id = 'donetsk-pr' LIMIT 50",
    "the evidence of one incident": "SELECT * FROM bi.evidence WHERE incident_id = (SELECT max(id) / 2 FROM incidents)",
}


def look(url: str) -> None:
    """Time the views an analyst opens first, and show their plans."""
    engine = admin.engine(url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
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
    upto = int(next((word for word in sys.argv[1:] if word.isdigit()), "20000"))
    weights = list(accumulate(c[-1] for c in CONFLICTS))
    print(f"{upto:,} reports, {A_DAY} a day, {CONFLICTS[0][-1] / weights[-1]:.0%} in the hottest sector; load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(prefix="truce-scale-") as folder:
        Path(folder).chmod(0o755)
        home = Path(folder) / "home"
        try:
            url, engine = database(home)
            grow(engine, upto)
            print("one new article: " + " ".join(f"{1000 * s:.0f}" for s in one_more(engine, upto)) + " ms")
            with engine.connect() as connection:
                sizes = Counter(dict(connection.execute(text("SELECT relname, n_live_tup FROM pg_stat_user_tables")).all()))  # type: ignore[arg-type]
            print(dict(sizes.most_common(12)))
            engine.dispose()
            look(url)
        finally:
            postgres.remove(home)


if __name__ == "__main__":
    main()
