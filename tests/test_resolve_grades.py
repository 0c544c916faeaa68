"""Assessments, grades and disputes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from etl.lexicon.records import Ceasefire
from etl.model import Place
from etl.resolve.assess import assess, binds
from etl.resolve.dispute import disputes
from etl.resolve.telling import Said, Telling
from etl.resolve.voices import voices
from tests.resolving import DAY, KNOWN, NUMBERS, SHUSHA, SIDES, dead, telling, toll

TRUCE = Ceasefire("t", "Truce", "written", None, date(2020, 11, 10), None, ("armenia", "azerbaijan", "russia"), ("AZ", "AM"), (),
                  ((38.0, 45.0, 41.0, 48.0),), None, "source", None, ())  # fmt: skip


@pytest.mark.parametrize(("day", "place", "parties", "binding"), [
    (DAY, SHUSHA, {"artsakh", "azerbaijan"}, True),
    (DAY, SHUSHA, {"azerbaijan"}, True),
    (DAY, None, {"artsakh", "azerbaijan"}, True),
    (DAY, None, {"azerbaijan"}, False),
    (date(2020, 11, 9), SHUSHA, {"artsakh", "azerbaijan"}, False),
    (None, SHUSHA, {"artsakh", "azerbaijan"}, False),
    (DAY, Place("Baku", "x", "AZ", 40.4, 49.9, "settlement"), {"artsakh", "azerbaijan"}, False),
    (DAY, Place("Azerbaijan", "y", "AZ", 40.4, 49.9, "country"), {"artsakh", "azerbaijan"}, True),
    (DAY, SHUSHA, {"israel", "hezbollah"}, False),
    (DAY, SHUSHA, set(), True),
    (DAY, None, set(), False),
])  # fmt: skip
def test_in_force_there_that_day_between_them(day: date | None, place: Place | None, parties: set[str], binding: bool) -> None:
    assert binds(TRUCE, day, place, frozenset(parties), SIDES) is binding


def test_a_truce_made_by_word_of_mouth_binds_as_one_in_writing() -> None:
    members = [telling(standing="admitted")]
    [found] = assess(voices(members, SIDES, KNOWN.neutral), DAY, SHUSHA, frozenset({"artsakh", "azerbaijan"}), 1,
                     [replace(TRUCE, form="oral")], SIDES)
    assert (found.ceasefire, found.accused, found.grade) == ("t", "artsakh", "confirmed")


def accuse(by: str | None, act: str = "accuse", target: str | None = "artsakh") -> Said:
    return Said(next(NUMBERS), act, by, by.rsplit("-", 1)[0] if by else None, target, "attack")


@pytest.mark.parametrize(("members", "grade", "rule"), [
    ([telling(said=(accuse("azerbaijan-mod"),))], "weak", "one_source"),
    ([telling(said=(accuse("azerbaijan-mod"),)), telling(said=(accuse("azerbaijan-mfa"),))], "weak", "one_source"),
    ([telling(said=(accuse("azerbaijan-mod"),)), telling()], "fair", "two_sources"),
    ([telling(figures=(dead(2),)), telling(figures=(dead(3),))], "weak", "one_source"),  # two outlets, one ministry
    ([telling(figures=(dead(2, None),)), telling(figures=(dead(3, None),))], "fair", "two_sources"),
    ([telling(figures=(dead(2, "artsakh-mod"),)), telling(figures=(dead(2, "artsakh-mod"),))], "fair", "two_sources"),
    ([telling(standing="admitted")], "confirmed", "doer_admits"),
    ([telling(said=(accuse("azerbaijan-mod"), accuse("artsakh-mod", "deny", None)))], "contested", "accused_denies"),
    ([telling(outlet_kind="monitor", standing="observed")], "confirmed", "monitor_observes"),
    ([telling(initiator=None, target=None)], "weak", "nobody_accused"),
])  # fmt: skip
def test_grades(members: list[Telling], grade: str, rule: str) -> None:
    heard = voices(members, SIDES, KNOWN.neutral)
    [found] = assess(heard, DAY, SHUSHA, frozenset({"artsakh", "azerbaijan"}), 1, [TRUCE], SIDES)
    assert (found.grade, found.rule, found.ceasefire) == (grade, rule, "t")


def test_no_ceasefire_in_force_is_an_answer() -> None:
    [found] = assess(voices([telling()], SIDES, KNOWN.neutral), DAY, SHUSHA, frozenset({"artsakh", "azerbaijan"}), 1, [], SIDES)
    assert (found.ceasefire, found.accused) == (None, "artsakh")


def test_disputes_over_blame_occurrence_and_count() -> None:
    deny = telling(said=(accuse("azerbaijan-mod"), accuse("artsakh-mod", "deny", None)), figures=(dead(2), dead(9, "artsakh-mod")))
    heard = voices([deny], SIDES, KNOWN.neutral)
    assert [(d.kind, d.first.says, d.second.says) for d in disputes(heard, toll(deny), SIDES)] == [
        ("occurrence", "azerbaijan-mod: it was artsakh", "artsakh-mod: denies it"),
        ("count", "azerbaijan-mod: 2", "artsakh-mod: 9")]  # fmt: skip
    back = telling(initiator="azerbaijan", target="artsakh", said=(accuse("artsakh-mod", target="azerbaijan"),))
    mine = telling(said=(accuse("azerbaijan-mod"),))
    [blame] = disputes(voices([mine, back], SIDES, KNOWN.neutral), [], SIDES)
    assert blame.kind == "responsibility"


def test_what_is_disputed_is_the_other_sides_word_and_a_sides_word_goes_before_an_outlets() -> None:
    wire = telling(standing="disputed", outlet="wire")
    back = [telling(initiator="azerbaijan", target="artsakh", outlet=name, **more)
            for name, more in (("courier", {}), ("ministry", {"said": (accuse("artsakh-mod", target="azerbaijan"),)}))]  # type: ignore[arg-type]
    [blame] = disputes(voices([wire, *back], SIDES, KNOWN.neutral), [], SIDES)
    assert (blame.first.says, blame.second.says) == ("azerbaijan: it was artsakh", "artsakh-mod: it was azerbaijan")


def test_at_least_three_and_five_can_both_hold() -> None:
    open_ended = telling(figures=(replace(dead(3), high=None), dead(5, "artsakh-mod")))
    assert not disputes([], toll(open_ended), SIDES)
