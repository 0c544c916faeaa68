"""What persons judge: kept with its anchors, replayed, refused where it contradicts, and taken back without a trace but its own."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from etl.stages import export, judge
from etl.stages.conclude import resolve
from etl.store.checks import run_checks
from tests.telling import extract_anew, hurt, reference, report, store

AUG3, AUG4 = date(2022, 8, 3), date(2022, 8, 4)


@pytest.fixture
def world(engine: Engine) -> Engine:
    """Three tellings: two of one shelling, one of a seizure."""
    with engine.begin() as connection:
        reference(connection)
        store(connection, "wire", AUG3, "The wire tells of shelling. " * 6, report(1, "shelling", AUG3, by="azerbaijan", of="artsakh"))
        store(connection, "courier", AUG3, "So does the courier, in other words. " * 6,
              report(1, "shelling", AUG3, by="azerbaijan", of="artsakh", harm=[hurt(1, says="artsakh-mod", of="artsakh")]))
        store(connection, "tidewater", AUG3, "Heights were taken, too. " * 6, report(1, "territory_seizure", AUG3, by="azerbaijan"))
    resolve(engine)
    return engine


def rows(engine: Engine, query: str, **values: Any) -> list[dict[str, Any]]:
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(text(query), values).mappings()]


def ids(engine: Engine) -> dict[str, str]:
    """Public ids of the incidents that count, by kind."""
    return {r["event_type"]: r["public_id"] for r in rows(engine, "SELECT * FROM incidents WHERE withdrawn_at IS NULL ORDER BY id DESC")}


def test_same_merges_and_taking_it_back_parts_under_the_old_ids(world: Engine) -> None:
    before = ids(world)
    judged = judge.same(world, before["shelling"], before["territory_seizure"], "one operation", "Ada")
    [left] = ids(world).values()
    assert left == before["shelling"]
    [gone] = rows(world, "SELECT m.public_id FROM incidents i JOIN incidents m ON m.id = i.merged_into")
    assert gone["public_id"] == left
    assert {r["because"] for r in rows(world, "SELECT * FROM changes")} == {"judgement"}
    judge.withdraw(world, judged.id)
    assert ids(world) == before
    assert {r["because"] for r in rows(world, "SELECT * FROM changes")} == {"judgement"}
    assert not resolve(world)


def test_same_makes_one_of_incidents_that_one_article_tells_apart(world: Engine) -> None:
    with world.begin() as connection:
        for outlet in ("watch", "baku-ministry"):
            store(connection, outlet, AUG3, f"The {outlet} tells of both. " * 6, report(1, "shelling", AUG3, by="azerbaijan", of="artsakh"),
                  report(2, "territory_seizure", AUG3, by="azerbaijan"))  # fmt: skip
    resolve(world)
    before = ids(world)
    judged = judge.same(world, before["shelling"], before["territory_seizure"], "one operation")
    assert rows(world, "SELECT reports FROM incidents WHERE withdrawn_at IS NULL") == [{"reports": 7}]
    assert {r["judgement_id"] for r in rows(world, "SELECT * FROM changes WHERE because <> 'report'")} == {judged.id}
    told = judge.explain(world, before["shelling"])
    assert told is not None
    assert f"judgement {judged.id}" in {change["cause"] for change in told.changes}
    judge.withdraw(world, judged.id)
    assert ids(world) == before


def test_what_is_judged_apart_stays_apart_under_a_third(world: Engine) -> None:
    shelling, seizure = ids(world)["shelling"], ids(world)["territory_seizure"]
    one, other = (r["report_id"] for r in rows(world, "SELECT report_id FROM incident_reports l JOIN incidents i ON i.id = l.incident_id"
                                               " WHERE event_type = 'shelling' ORDER BY report_id"))  # fmt: skip
    judge.different(world, f"report:{one}", f"report:{other}", "two villages")
    judge.same(world, f"report:{one}", seizure, "one operation")
    with pytest.raises(judge.Refused, match="contradicts judgement"):
        judge.same(world, f"report:{other}", seizure, "and this too")
    assert sorted(r["reports"] for r in rows(world, "SELECT reports FROM incidents WHERE withdrawn_at IS NULL")) == [1, 2]
    assert shelling in ids(world).values()


def test_different_parts_two_tellings(world: Engine) -> None:
    shelling = ids(world)["shelling"]
    found = judge.explain(world, shelling)
    assert found is not None
    one, other = (link["report_id"] for link in found.links)
    assert all("same area +2" in str(link["why"]) for link in found.links)
    judge.different(world, f"report:{one}", f"report:{other}", "two villages")
    kinds = [r["event_type"] for r in rows(world, "SELECT event_type FROM incidents WHERE withdrawn_at IS NULL")]
    assert sorted(kinds) == ["shelling", "shelling", "territory_seizure"]
    with pytest.raises(judge.Refused, match="contradicts judgement"):
        judge.same(world, f"report:{one}", f"report:{other}", "one after all")


def test_not_an_incident_withdraws(world: Engine) -> None:
    judged = judge.not_an_incident(world, ids(world)["territory_seizure"], "an exercise")
    assert rows(world, "SELECT withdrawn_why FROM incidents WHERE event_type = 'territory_seizure'") == [{"withdrawn_why": "judged"}]
    assert "territory_seizure" not in ids(world)
    with world.connect() as connection:
        assert [finding for finding in run_checks(connection) if finding.level == "fail"] == []
    judge.withdraw(world, judged.id)
    assert "territory_seizure" in ids(world)
    assert {r["judgement_id"] for r in rows(world, "SELECT * FROM changes")} == {judged.id}


def test_a_set_value_outlives_a_new_reading(world: Engine) -> None:
    seizure = ids(world)["territory_seizure"]
    judge.set_value(world, seizure, "initiator", "armenia", "mistranslated")
    assert rows(world, "SELECT initiator_id, judged FROM incidents WHERE public_id = :id", id=seizure) == [
        {"initiator_id": "armenia", "judged": "initiator"}]
    url = rows(world, "SELECT url FROM articles WHERE outlet_id = 'tidewater'")[0]["url"]
    with world.begin() as connection:
        store(connection, "tidewater", AUG3, "Heights were taken, too. " * 6, report(1, "territory_seizure", AUG3, by="artsakh"), url=url)
    resolve(world)
    assert rows(world, "SELECT initiator_id FROM incidents WHERE public_id = :id", id=seizure) == [{"initiator_id": "armenia"}]
    judge.set_value(world, seizure, "started_on", "2022-08-02", "night before")
    assert rows(world, "SELECT started_on, date_precision FROM incidents WHERE public_id = :id", id=seizure) == [
        {"started_on": date(2022, 8, 2), "date_precision": "range"}]


@pytest.mark.parametrize(("field", "value", "said"), [
    ("event_type", "party", "is no event type"), ("place", "atlantis", "is no place"), ("initiator", "martians", "is no party"),
    ("started_on", "yesterday", "is no day"), ("colour", "red", "is no field to set; they are event_type"),
])  # fmt: skip
def test_a_value_that_cannot_be_is_refused(world: Engine, field: str, value: str, said: str) -> None:
    with pytest.raises(judge.Refused, match=said):
        judge.set_value(world, ids(world)["shelling"], field, value, "because")


def test_two_values_for_one_field_are_refused_with_both_shown(world: Engine) -> None:
    shelling = ids(world)["shelling"]
    judge.set_value(world, shelling, "target", "armenia", "wrong side", "Ada")
    with pytest.raises(judge.Refused, match=r'target=artsakh" contradicts judgement .*target=armenia" by Ada .*wrong side'):
        judge.set_value(world, shelling, "target", "artsakh", "right side")


def test_unknown_incident_is_refused(world: Engine) -> None:
    with pytest.raises(judge.Refused, match="no incident TW-00000-00000 counts"):
        judge.not_an_incident(world, "TW-00000-00000", "gone")


def test_a_reason_is_asked_for(world: Engine) -> None:
    with pytest.raises(judge.Refused, match="needs a reason"):
        judge.not_an_incident(world, ids(world)["shelling"], " ")


@pytest.mark.parametrize(("columns", "values", "said"), [
    ("kind, subject, why", "'not-an-incident', :a, 'why'", "not-an-incident is no kind of judgement; they are same, different, not_an"),
    ("kind, subject, field, why", "'set', :a, 'killed', 'why'", "killed is no field to set; they are event_type, started_on"),
    ("kind, subject, why", "'set', :a, 'why'", "nothing is no field to set"),
    ("kind, subject, why", "'same', :a, 'why'", "a second incident in other"),
    ("kind, subject, value, why", "'not_an_incident', :a, 'x', 'why'", "go with set only"),
    ("kind, subject", "'not_an_incident', :a", "needs a reason"),
])
def test_a_judgement_by_sql_that_can_not_be_says_what_can(world: Engine, columns: str, values: str, said: str) -> None:
    with pytest.raises(DBAPIError, match=said), world.begin() as connection:
        connection.execute(text(f"INSERT INTO judgements ({columns}) VALUES ({values})"), {"a": ids(world)["shelling"]})


def test_a_reviewer_judges_by_sql(world: Engine, server: Any) -> None:
    from schema import admin

    reviewer = admin.engine(server.url(world.url.database or "", "truce_reviewer"))
    with reviewer.begin() as connection:
        connection.execute(text("INSERT INTO judgements (kind, subject, other, why) VALUES ('same', :a, :b, 'one operation')"),
                           {"a": ids(world)["shelling"], "b": ids(world)["territory_seizure"]})
    reviewer.dispose()
    assert resolve(world)["judgements"] == 1
    assert len(ids(world)) == 1
    assert rows(world, "SELECT made_by FROM judgements") == [{"made_by": "truce_reviewer"}]


def test_a_rehearsal_writes_nothing(world: Engine) -> None:
    with world.begin() as connection:
        store(connection, "watch", AUG3, "A monitor adds its own. " * 6, report(1, "shelling", AUG3, by="azerbaijan", of="artsakh"))
    told = judge.rehearse(world)
    assert ("reports", "2", "3") in {(change.field, change.before, change.after) for _, _, change in told}
    assert rows(world, "SELECT reports FROM incidents WHERE event_type = 'shelling'") == [{"reports": 2}]
    assert resolve(world)["changed"] == 1


def test_the_database_as_it_stood(world: Engine) -> None:
    shelling = ids(world)["shelling"]
    before = moment(world)
    was = {row["public_id"]: row for row in export.incidents(world, before)}
    assert {row["event_type"] for row in was.values()} == {"shelling", "territory_seizure"}
    tolls, grades = list(export.tolls(world, before)), list(export.grades(world, before))
    assert {tuple(grade.values()) for grade in grades} == {
        (shelling, "karabakh-2020", "azerbaijan", "fair"), (ids(world)["territory_seizure"], "karabakh-2020", "azerbaijan", "weak")}
    assert [(t["public_id"], t["party_id"], t["harm"], t["lowest"], t["highest"]) for t in tolls] == [(shelling, "artsakh", "killed", 1, 1)]
    with world.begin() as connection:
        store(connection, "courier", AUG4, "The courier counts again. " * 6, report(1, "shelling", AUG3, by="azerbaijan", of="artsakh",
              harm=[hurt(3, says="artsakh-mod", of="artsakh"), hurt(2, "wounded", says="artsakh-mod", of="artsakh")]))  # fmt: skip
    resolve(world)
    judge.same(world, shelling, ids(world)["territory_seizure"], "one operation")
    assert {row["public_id"]: row for row in export.incidents(world, before)} == was
    assert (list(export.tolls(world, before)), list(export.grades(world, before))) == (tolls, grades)
    [now] = export.incidents(world, moment(world))
    assert (now["public_id"], now["reports"]) == (shelling, "4")
    assert len(list(export.grades(world, moment(world)))) == 1
    assert {(row["harm"], row["best"]) for row in export.tolls(world, moment(world))} == {("killed", 3), ("wounded", 2)}
    assert not list(export.incidents(world, moment(world) - timedelta(days=1)))


def moment(engine: Engine) -> datetime:
    """Now, by the database's clock."""
    found = rows(engine, "SELECT clock_timestamp() AS now")[0]["now"]
    assert isinstance(found, datetime)
    return found


def test_ids_and_judgements_outlive_a_new_extraction(world: Engine) -> None:
    before = ids(world)
    judge.set_value(world, before["territory_seizure"], "initiator", "armenia", "mistranslated")
    with world.begin() as connection:
        url, words = connection.execute(text("SELECT url, text FROM articles WHERE outlet_id = 'tidewater'")).one()
        new = extract_anew(connection, url, f"A byline. {words}")
    resolve(world)
    assert "territory_seizure" not in ids(world)
    with world.begin() as connection:
        connection.execute(text("""
            INSERT INTO reports (article_id, n, event_type, started_on, ended_on, date_precision, initiator_id, standing, background,
                                 span_start, span_end, made_by)
            VALUES (:id, 1, 'territory_seizure', '2022-08-03', '2022-08-03', 'day', 'azerbaijan', 'alleged', false, 20, 30, 'hand')"""),
                           {"id": new})  # fmt: skip
    resolve(world)
    assert ids(world) == before
    assert rows(world, "SELECT initiator_id FROM incidents WHERE event_type = 'territory_seizure'") == [{"initiator_id": "armenia"}]
