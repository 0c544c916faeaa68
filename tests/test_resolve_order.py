"""Any order of arrival and any batching, whatever ceases to count: the same incidents."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text

from etl.lexicon.registry import load
from etl.model import Place, Report
from etl.postgres import Server
from etl.resolve.cluster import clusters
from etl.resolve.judged import consistent, verdicts
from etl.resolve.matcher import Matcher
from etl.resolve.standing import Standing
from etl.resolve.telling import Sides
from etl.stages import conclude
from etl.stages import judge as judging
from etl.stages.conclude import resolve
from etl.stages.gather import Batch, gather
from etl.store import judgements as store_judgements
from etl.store import tellings as store_tellings
from schema import admin
from tests.telling import LACHIN, reference, report, store
from tests.worlds import FRONT, VILLAGES, at_once, clear, dump, judge, judgements, one, take_back, tellings


@pytest.fixture
def world(engine: Engine) -> Engine:
    with engine.begin() as connection:
        reference(connection, (LACHIN, FRONT, *VILLAGES))
    return engine


@pytest.mark.parametrize("seed", range(3))
def test_any_order_and_batching_gives_the_same_incidents(world: Engine, seed: int) -> None:
    told = tellings(seed)
    wanted = at_once(world, told)
    assert any(len(incident["members"]) > 2 for incident in wanted[:-1])
    assert any(incident["disputes"] for incident in wanted[:-1])
    assert all(wanted[-1].values())
    draw = random.Random(seed + 100)
    clear(world)
    draw.shuffle(told)
    for tell in told:
        with world.begin() as connection:
            tell(connection)
        if draw.random() < 0.3:
            resolve(world, draw.choice((None, 1, 3)))
    resolve(world)
    assert dump(world) == wanted
    assert not resolve(world)


@pytest.fixture
def owner(world: Engine, server: Server) -> Iterator[Engine]:
    """The database's owner, who may write judgements as they were given."""
    made = admin.engine(server.url(world.url.database or ""))
    yield made
    made.dispose()


@pytest.mark.parametrize("seed", [3, 16, 19])
def test_whenever_persons_judge_the_same_incidents_stand_and_the_same_waits_for_them(world: Engine, owner: Engine, seed: int) -> None:
    draw, told = random.Random(seed + 200), tellings(seed + 200)
    at_once(world, told)
    judged, regretted = (made := judgements(draw, world, 14))[:10], made[10:]
    judge(owner, judged)
    resolve(world)
    wanted = dump(world)
    with owner.begin() as connection:
        connection.execute(text("DELETE FROM changes"))
        connection.execute(text("DELETE FROM judgements"))
    clear(world)
    draw.shuffle(told)
    for tell in told:
        with world.begin() as connection:
            tell(connection)
        if draw.random() < 0.2:
            judge(owner, draw.choice((judged, made)))
        if draw.random() < 0.4:
            resolve(world, draw.choice((None, 1, 2)))
    judge(owner, judged)
    take_back(owner, regretted)
    resolve(world)
    assert dump(world) == wanted
    assert not resolve(world)


def retire(engine: Engine, urls: list[str]) -> None:
    """What these articles told counts no longer, and nothing is told in its place."""
    with engine.begin() as connection:
        for table in ("reports", "claims"):
            query = f"UPDATE {table} SET replaced_at = now() WHERE article_id IN (SELECT id FROM articles WHERE url = ANY(:urls))"
            connection.execute(text(query), {"urls": urls})


@pytest.mark.parametrize("seed", range(2))
def test_what_counts_no_longer_leaves_the_incidents_that_there_would_be_without_it(world: Engine, seed: int) -> None:
    draw = random.Random(seed + 50)
    told = tellings(seed + 50, 60)
    told += [partial(along_the_front, n=n, told=one(draw, 1, date(2022, 8, 1 + n % 3))) for n in range(12)]
    with world.begin() as connection:
        for tell in told:
            tell(connection)
        urls = list(connection.scalars(text("SELECT url FROM articles ORDER BY url")))
    gone = draw.sample(urls, 12)
    retire(world, gone)
    resolve(world)
    wanted = dump(world)
    clear(world)
    draw.shuffle(told)
    for n, tell in enumerate(told):
        with world.begin() as connection:
            tell(connection)
        if n % 3 == 0:
            resolve(world, draw.choice((None, 1)))
        if n % 15 == 14:
            retire(world, gone[:n // 5])
    retire(world, gone)
    resolve(world)
    assert dump(world) == wanted
    assert not resolve(world)


def along_the_front(connection: Connection, n: int, told: Report) -> None:
    """A telling that may belong to any village, or to the only one."""
    store(connection, "wire", date(2022, 8, 4), f"Fighting along the front, {n}. " * 9, replace(told, place=FRONT),
          url=f"https://front.example/{n}", hour=n % 24)  # fmt: skip


def test_a_new_telling_reaches_no_farther_than_what_it_may_change(world: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    villages = [Place(f"Far village {n}", None, "AZ", 39.0 + n / 5, 46.5, "settlement") for n in range(8)]
    told = [(place, outlet) for place in (*villages, FRONT) for outlet in ("wire", "courier", "watch")]
    with world.begin() as connection:
        for n, (place, outlet) in enumerate(told):
            body = f"{outlet} tells in words of its own, {random.Random(n).getrandbits(200):x}, of shells that fell at {place.name}. "
            store(connection, outlet, date(2022, 8, 2), body * 3, report(1, "shelling", "2022-08-02", place, by="azerbaijan", of="artsakh"))
    assert resolve(world)["incidents"] == 9  # the front's might belong to any village
    gathered: list[int] = []

    def counted(connection: Connection, batch: Batch, *rest: Any) -> Standing:
        found = gather(connection, batch, *rest)
        gathered.append(len(batch.near))
        return found

    monkeypatch.setattr(conclude, "gather", counted)
    with world.begin() as connection:
        late = report(1, "shelling", "2022-08-02", villages[0], by="azerbaijan", of="artsakh")
        store(connection, "tidewater", date(2022, 8, 3), "Words nobody else has, of the same village. " * 5, late)
    assert resolve(world) == {"reports": 1, "changed": 1}
    assert gathered == [4 + 3]  # of 28


def stands(engine: Engine) -> set[frozenset[int]]:
    """The reports of each incident."""
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT array_agg(report_id) FROM incident_reports WHERE unlinked_at IS NULL GROUP BY incident_id"))
        return {frozenset(ids) for (ids,) in rows}


def all_together(engine: Engine) -> set[frozenset[int]]:
    """What all tellings together, and all that persons have judged, come to."""
    with engine.connect() as connection:
        ids = list(connection.scalars(text("SELECT id FROM reports WHERE resolved_by IS NOT NULL AND replaced_at IS NULL")))
        held, _ = consistent(store_judgements.about(connection, ids))
        found = clusters(store_tellings.load(connection, ids), Matcher(Sides(load().parties)), verdicts(held))
    return {frozenset(t.id for t in members) for members in found.incidents}


@pytest.mark.parametrize("seed", range(2))
def test_at_every_step_stands_what_all_tellings_and_judgements_together_come_to(world: Engine, seed: int) -> None:
    draw, judged = random.Random(seed + 70), 0
    for n, tell in enumerate(tellings(seed + 70, 36)):
        with world.begin() as connection:
            tell(connection)
            if n % 4 == 0:
                along_the_front(connection, n, one(draw, 1, date(2022, 8, 1 + n % 3)))
        resolve(world)
        if n > 15 and n % 2:
            one_report, other = draw.sample(sorted(key for ids in stands(world) for key in ids), 2)
            with suppress(judging.Refused):
                ways = draw.choice((judging.same, judging.different))
                made = ways(world, f"report:{one_report}", f"report:{other}", "as is seen", "someone")
                judged += 1
                if judged % 4 == 0:
                    judging.withdraw(world, made.id)
        assert stands(world) == all_together(world)
    assert judged > 5


def test_a_full_replay_with_the_same_rules_changes_nothing(world: Engine) -> None:
    at_once(world, tellings(3))
    tables = ("incidents", "incident_reports", "incident_tolls", "toll_claims", "assessments", "disputes", "changes", "report_blocks",
              "near_misses", "doubts", "incident_accusations", "daily_accusations", "daily_tolls")  # fmt: skip

    def everything() -> list[Any]:
        with world.connect() as connection:
            return [connection.execute(text(f"SELECT t.*, xmin FROM {table} t ORDER BY 1, 2")).all() for table in tables]

    before = everything()
    with world.begin() as connection:
        connection.execute(text("UPDATE reports SET resolved_by = CASE WHEN id % 2 = 0 THEN 'older rules' END"))
    assert resolve(world).keys() == {"reports"}
    assert everything() == before
