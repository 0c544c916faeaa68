"""Resolve on real Postgres: the four tellings of 3 August 2022 at the Lachin corridor, and what newer readings do to incidents."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text

from etl.model import Claim
from etl.stages import conclude
from etl.stages.conclude import resolve
from tests.telling import hurt, reference, report, store

AUG3, AUG4 = date(2022, 8, 3), date(2022, 8, 4)
WIRE = " ".join(f"The wire tells of the {n}th thing that happened near the corridor on that day." for n in range(40))


@pytest.fixture
def world(engine: Engine) -> Engine:
    """A database with reference data."""
    with engine.begin() as connection:
        reference(connection)
    return engine


def rows(engine: Engine, query: str, **values: Any) -> list[dict[str, Any]]:
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(text(query), values).mappings()]


def drones(n: int, killed: int, wounded: int, standing: str = "admitted", party: str = "artsakh", says: str = "artsakh-mod") -> Any:
    harm = [hurt(killed, says=says, of="artsakh", party=party), hurt(wounded, "wounded", says=says, of="artsakh", party=party)]
    return report(n, "drone_strike", AUG3, by="azerbaijan", of="artsakh", standing=standing, harm=harm)


def soldier(n: int) -> Any:
    harm = [hurt(1, party="azerbaijan", says="azerbaijan-mod", of="azerbaijan")]
    return report(n, "small_arms_fire", AUG3, by="artsakh", of="azerbaijan", harm=harm)


def tell_lachin(connection: Connection) -> None:
    heights = report(3, "territory_seizure", AUG3, by="azerbaijan", standing="admitted")
    accuse = Claim(1, "accuse", (30, 40), "azerbaijan-mod", "azerbaijan", "artsakh", "attack", report=1)
    store(connection, "baku-ministry", AUG3, "Baku's communiqué of the day, " * 8, soldier(1), heights, claims=[accuse])
    store(connection, "artsakh-ministry", AUG3, "Stepanakert's first communiqué, " * 8, drones(1, 1, 8, "alleged"), hour=18)
    store(connection, "artsakh-ministry", AUG4, "Stepanakert's second communiqué, " * 8, drones(1, 2, 19, "alleged"), hour=9)
    store(connection, "wire", AUG3, WIRE, soldier(1), drones(2, 1, 8), heights, hour=20)
    store(connection, "tidewater", AUG4, "A headline of its own. " + WIRE, soldier(1), drones(2, 1, 8), heights)
    store(connection, "courier", AUG4, "A Washington daily puts it in its own words. " * 6, soldier(1),
          drones(2, 2, 19, party="armenia", says="artsakh-state-minister"), heights, hour=22)


def test_four_tellings_become_three_incidents(world: Engine) -> None:
    with world.begin() as connection:
        tell_lachin(connection)
    assert resolve(world)["incidents"] == 3
    found = {r["event_type"]: r for r in rows(world, "SELECT * FROM incidents")}
    assert {kind: (r["reports"], r["sources"]) for kind, r in found.items()} == {
        "small_arms_fire": (4, 3), "drone_strike": (5, 3), "territory_seizure": (4, 3)}
    assert found["drone_strike"]["standing"] == "admitted"
    assert (found["drone_strike"]["initiator_id"], found["drone_strike"]["place_id"]) == ("azerbaijan", "az-lachin-corridor")
    copies = rows(world, "SELECT a.url FROM incident_reports l JOIN reports r ON r.id = l.report_id"
                         " JOIN articles a ON a.id = r.article_id WHERE l.role = 'copy'")
    assert len(copies) == 3
    assert all("tidewater" in row["url"] for row in copies)


def test_a_copy_without_a_report_is_a_copy_whoever_comes_first(world: Engine) -> None:
    says = Claim(1, "accuse", (30, 40), None, "artsakh", "azerbaijan", "ceasefire_violation")
    with world.begin() as connection:
        store(connection, "tidewater", AUG4, "A headline of its own. " + WIRE, claims=[says])
    assert resolve(world) == {"claims": 1, "accusations": 1}
    with world.begin() as connection:
        store(connection, "courier", AUG4, "A Washington daily puts it in its own words. " * 6, claims=[says])
        store(connection, "wire", AUG3, WIRE, claims=[says])
    resolve(world)
    assert [r["is_copy"] for r in rows(world, "SELECT is_copy FROM bi.claims ORDER BY url LIKE '%tidewater%'")] == [False, False, True]
    assert rows(world, "SELECT published, accusations FROM daily_accusations ORDER BY published") == [
        {"published": AUG3, "accusations": 1}, {"published": AUG4, "accusations": 1}]
    assert not resolve(world)


def test_the_earlier_text_may_tell_no_report_that_its_copy_tells(world: Engine) -> None:
    with world.begin() as connection:
        store(connection, "tidewater", AUG4, WIRE + " Nothing more was known.", soldier(1))
        store(connection, "courier", AUG4, "A Washington daily puts it in its own words. " * 6, soldier(1))
    resolve(world)
    with world.begin() as connection:
        store(connection, "wire", AUG3, WIRE, claims=[Claim(1, "condemn", (30, 40), None, "artsakh", "azerbaijan", "attack")])
    assert resolve(world)["reports"] == 1
    assert rows(world, "SELECT a.outlet_id, o.outlet_id AS original FROM articles a JOIN articles o ON o.id = a.lineage_id") == [
        {"outlet_id": "tidewater", "original": "wire"}]
    assert rows(world, "SELECT reports, sources FROM incidents") == [{"reports": 2, "sources": 2}]


def test_newer_word_of_the_same_claimant_counts(world: Engine) -> None:
    with world.begin() as connection:
        tell_lachin(connection)
    resolve(world)
    tolls = {(r["party_id"], r["harm"]): r for r in rows(world, "SELECT * FROM incident_tolls")}
    assert tolls.keys() == {("artsakh", "killed"), ("artsakh", "wounded"), ("azerbaijan", "killed")}
    killed = tolls["artsakh", "killed"]
    assert (killed["lowest"], killed["best"], killed["highest"], killed["rule"]) == (2, 2, 2, "own_side_admits")
    assert killed["best_by"] == "artsakh-mod; artsakh-state-minister"
    behind = rows(world, "SELECT DISTINCT role FROM toll_claims WHERE toll_id = :id", id=killed["id"])
    assert {r["role"] for r in behind} == {"current", "superseded"}
    assert rows(world, "SELECT sum(adds) AS dead FROM incident_tolls WHERE harm = 'killed'") == [{"dead": 3}]


def test_assessed_against_the_ceasefire_in_force(world: Engine) -> None:
    with world.begin() as connection:
        tell_lachin(connection)
    resolve(world)
    found = rows(world, "SELECT i.event_type, a.* FROM assessments a JOIN incidents i ON i.id = a.incident_id")
    drones = next(r for r in found if r["event_type"] == "drone_strike")
    assert (drones["accused_id"], drones["grade"], drones["rule"]) == ("azerbaijan", "confirmed", "doer_admits")
    assert drones["ceasefire_id"] is not None
    assert "2020" in drones["ceasefire_id"]
    shooting = next(r for r in found if r["event_type"] == "small_arms_fire")
    assert shooting["accused_id"] == "artsakh"
    assert "azerbaijan-mod" in shooting["alleged_by"]


def test_second_run_writes_nothing(world: Engine) -> None:
    with world.begin() as connection:
        tell_lachin(connection)
    resolve(world)
    before = rows(world, "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del AS n FROM pg_stat_xact_user_tables")
    assert not resolve(world)
    assert rows(world, "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del AS n FROM pg_stat_xact_user_tables") == before


def test_a_new_report_touches_only_its_neighbourhood(world: Engine) -> None:
    """Rows of Postgres say by xmin which transaction wrote them last."""
    with world.begin() as connection:
        tell_lachin(connection)
    resolve(world)
    kept = "SELECT event_type, xmin::text FROM incidents ORDER BY event_type"
    before = {row["event_type"]: row["xmin"] for row in rows(world, kept)}
    with world.begin() as connection:
        store(connection, "watch", AUG3, "A monitor tells of one shot soldier. " * 6, soldier(1))
    assert resolve(world)["changed"] == 1
    after = {row["event_type"]: row["xmin"] for row in rows(world, kept)}
    assert {kind for kind in before if before[kind] != after[kind]} == {"small_arms_fire"}


def test_an_outlets_own_update_supersedes_its_older_word_and_stays_one_source(world: Engine) -> None:
    body = "The wire tells in so many words how the shelling of the corridor went on into the night and who was hurt by it. "
    with world.begin() as connection:
        store(connection, "wire", AUG3, body * 3, drones(1, 1, 8), hour=8)
        store(connection, "wire", AUG3, body * 3 + "Updated with a second death. ", drones(1, 2, 8), hour=20)
    resolve(world)
    assert rows(world, "SELECT reports, sources FROM incidents") == [{"reports": 2, "sources": 1}]
    assert [r["role"] for r in rows(world, "SELECT role FROM incident_reports l JOIN reports r ON r.id = l.report_id ORDER BY r.id")] == [
        "superseded", "telling"]
    assert [r["best"] for r in rows(world, "SELECT best FROM incident_tolls WHERE harm = 'killed'")] == [2]


def test_both_sides_figures_stay_and_contradict(world: Engine) -> None:
    ours = [hurt(2, says="artsakh-mod", of="artsakh"), hurt(0, says="azerbaijan-mod", of="azerbaijan", party="azerbaijan")]
    theirs = [hurt(14, says="azerbaijan-mod", of="azerbaijan")]
    with world.begin() as connection:
        store(connection, "artsakh-ministry", AUG3, "One side counts. " * 9, report(1, "shelling", AUG3, by="azerbaijan", harm=ours))
        store(connection, "baku-ministry", AUG3, "The other counts. " * 9,
              report(1, "shelling", AUG3, by="azerbaijan", standing="admitted", harm=theirs))
    resolve(world)
    tolls = {r["party_id"]: r for r in rows(world, "SELECT * FROM incident_tolls")}
    assert (tolls["artsakh"]["lowest"], tolls["artsakh"]["best"], tolls["artsakh"]["highest"]) == (2, 2, 14)
    assert tolls["azerbaijan"]["best"] == 0
    [dispute] = rows(world, "SELECT * FROM disputes")
    assert (dispute["kind"], dispute["first_says"], dispute["second_says"]) == ("count", "artsakh-mod: 2", "azerbaijan-mod: 14")


def test_a_new_reading_keeps_the_incident(world: Engine) -> None:
    with world.begin() as connection:
        store(connection, "wire", AUG3, WIRE, drones(1, 1, 8), url="https://wire.example/1")
    resolve(world)
    [first] = rows(world, "SELECT public_id FROM incidents")
    with world.begin() as connection:
        store(connection, "wire", AUG3, WIRE, drones(1, 2, 8), url="https://wire.example/1")
    assert resolve(world) == {"reports": 1, "retired": 1, "changed": 1}
    [second] = rows(world, "SELECT public_id, reports FROM incidents")
    assert second == first | {"reports": 1}
    changed = {r["field"]: (r["from_value"], r["to_value"], r["because"]) for r in rows(world, "SELECT * FROM changes")}
    assert changed["toll:artsakh:military:killed:best"] == ("1", "2", "report")


def test_a_reading_without_the_report_withdraws_the_incident(world: Engine) -> None:
    with world.begin() as connection:
        store(connection, "wire", AUG3, WIRE, drones(1, 1, 8), url="https://wire.example/1")
    resolve(world)
    with world.begin() as connection:
        store(connection, "wire", AUG3, WIRE, url="https://wire.example/1")
    assert resolve(world)["ended"] == 1
    [gone] = rows(world, "SELECT withdrawn_why, reports FROM incidents")
    assert gone == {"withdrawn_why": "no_reports", "reports": 0}
    assert not rows(world, "SELECT * FROM incident_tolls")
    assert not resolve(world)


def test_one_article_telling_both_keeps_two_apart(world: Engine) -> None:
    def one(n: int) -> Any:
        return report(n, "shelling", AUG3, by="azerbaijan", of="artsakh")

    with world.begin() as connection:
        store(connection, "wire", AUG3, WIRE, one(1), one(2))
        store(connection, "courier", AUG3, "In other words. " * 9, one(1))
    resolve(world)
    assert sorted(r["reports"] for r in rows(world, "SELECT reports FROM incidents")) == [1, 2]


def test_names_part_what_numbers_would_tie(world: Engine) -> None:
    def one(name: str) -> Any:
        dead = hurt(1, party="azerbaijan", says="azerbaijan-mod", of="azerbaijan", names=(name,))
        return report(1, "sniper_fire", AUG3, by="artsakh", of="azerbaijan", harm=[dead])

    with world.begin() as connection:
        store(connection, "wire", AUG3, "One soldier. " * 9, one("Anar Kazimov"))
        store(connection, "courier", AUG3, "Another soldier. " * 9, one("Rauf Aliyev"))
        store(connection, "tidewater", AUG4, "The first again. " * 9, one("Kazimov Anar Rustam"))
    resolve(world)
    assert sorted(r["reports"] for r in rows(world, "SELECT reports FROM incidents")) == [1, 2]


def test_what_our_own_code_fails_on_is_an_issue_and_the_rest_goes_on(world: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with world.begin() as connection:
        tell_lachin(connection)
        bad = store(connection, "watch", date(2022, 7, 1), "A text to stumble over. " * 9, report(1, "shelling", "2022-07-01"))
    sound = conclude.conclude

    def stumble(told: Any, *rest: Any) -> Any:
        if any(t.article == bad for members in told for t in members):
            raise ZeroDivisionError("a bug")
        return sound(told, *rest)

    monkeypatch.setattr(conclude, "conclude", stumble)
    done = resolve(world)
    assert (done["reports"], done["incidents"], done["failed"]) == (14, 3, 1)
    assert rows(world, "SELECT code, detail, article_id FROM issues") == [
        {"code": "resolver_failed", "detail": "ZeroDivisionError: a bug", "article_id": bad}]
    assert not resolve(world)
