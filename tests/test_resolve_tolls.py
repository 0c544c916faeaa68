"""Tolls by named rules: who counted how many when."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from etl.resolve.telling import Figure, Telling
from tests.resolving import DAY, dead, telling, toll


def said(days: int, *figures: Figure, **more: object) -> Telling:
    return telling(published=DAY + timedelta(days), figures=figures, **more)


def test_newer_word_replaces_only_its_own_claimants() -> None:
    [line] = toll(said(0, dead(1)), said(0, dead(4, "artsakh-mod")), said(1, dead(2)))
    assert (line.lowest, line.best, line.highest, line.rule) == (2, 2, 4, "own_side_admits")
    assert (line.lowest_by, line.highest_by, line.claimants) == ("azerbaijan-mod", "artsakh-mod", 2)
    assert sorted(line.figures.values()) == ["current", "current", "superseded"]


def test_a_newer_whole_replaces_its_claimants_older_part_only_where_it_is_too_small_for_it() -> None:
    six, three = dead(6, status="civilian"), dead(3, status="civilian")
    part, whole = toll(said(0, six), said(1, dead(5, status="unknown")))
    assert [*part.figures.values()] == ["superseded"]
    assert (part.best, part.adds, whole.best, whole.adds) == (None, None, 5, 5)
    part, whole = toll(said(0, three), said(1, dead(5, status="unknown")))  # three of the five: they stand
    assert [*part.figures.values()] == ["current"]
    assert (part.best, whole.best, whole.adds) == (3, 5, 2)
    part, whole = toll(said(0, dead(5, status="unknown")), said(1, six))
    assert [*whole.figures.values()] == ["superseded"]
    assert (part.adds, whole.adds) == (6, None)
    part, whole = toll(said(0, six), said(1, dead(5, "artsakh-mod", status="unknown")))  # another's word replaces nothing
    assert (part.best, whole.best) == (6, 5)
    part, whole = toll(said(0, six), said(0, dead(5, status="unknown")))  # of one moment, neither is newer
    assert {*part.figures.values(), *whole.figures.values()} == {"current"}


def test_rules_each_have_their_answer() -> None:
    monitor = dead(3, "osce-smm", side="osce")
    [line] = toll(said(0, dead(5, "artsakh-mod")), said(1, monitor), said(2, dead(3, None)), said(3, dead(4, None)))
    assert line.by_rule == {"own_side_admits": None, "monitor_first": 3, "majority": None, "latest": 4, "lowest": 3}
    assert (line.best, line.rule) == (3, "monitor_first")
    [line] = toll(said(0, dead(2, "artsakh-mod")), said(1, dead(2, None)), said(2, dead(7, None)))
    assert (line.best, line.rule) == (2, "majority")


def test_zero_is_a_figure_silence_is_none_and_vague_is_kept() -> None:
    [line] = toll(said(0, dead(0)), said(0, dead(3, "artsakh-mod")), said(0))
    assert (line.lowest, line.best, line.highest) == (0, 0, 3)
    [line] = toll(said(0, replace(dead(None), vague="dozens")))
    assert (line.lowest, line.best, line.rule, line.vague, line.adds) == (None, None, None, "dozens", None)


def test_bounds_are_kept_apart() -> None:
    [line] = toll(said(0, replace(dead(3), high=None)), said(0, replace(dead(None, "artsakh-mod"), high=20)))
    assert (line.lowest, line.best, line.highest) == (3, 3, 20)


def test_a_total_and_its_parts_are_not_added_up_twice() -> None:
    lines = toll(said(0, dead(3, status="unknown"), dead(2), dead(1, status="civilian"), dead(5, harm="wounded")),
                 said(0, dead(9, None, harm="killed_or_wounded", status="unknown")), said(0, dead(4, None, None, "unknown")))  # fmt: skip
    assert {(t.party, t.status, t.harm): t.adds for t in lines} == {
        ("azerbaijan", "military", "killed"): 2, ("azerbaijan", "civilian", "killed"): 1, ("azerbaijan", "unknown", "killed"): 0,
        ("azerbaijan", "military", "wounded"): 5, (None, "unknown", "killed"): 1,
        ("azerbaijan", "unknown", "killed_or_wounded"): 1}  # fmt: skip


def test_allies_people_are_one_sides_unless_somebody_counts_both() -> None:
    [line] = toll(said(0, dead(2, "artsakh-mod", "artsakh")), said(0, dead(2, None, "armenia")))
    assert (line.party, line.adds) == ("artsakh", 2)
    both = toll(said(0, dead(2, "artsakh-mod", "artsakh"), dead(1, "artsakh-mod", "armenia")), said(0, dead(1, None, "armenia")))
    assert {t.party: t.adds for t in both} == {"artsakh": 2, "armenia": 1}


def test_an_old_copy_does_not_bring_an_old_word_back() -> None:
    first = said(0, dead(1))
    [line] = toll(first, said(1, dead(2)), said(2, dead(1), origin=first.origin))
    assert line.best == 2
    assert sorted(line.figures.values()) == ["current", "superseded", "superseded"]


def test_the_clock_of_publication_orders_words_of_one_day() -> None:
    early, late = (telling(published_at=datetime(2022, 8, 3, hour), figures=(dead(number),)) for hour, number in ((9, 1), (18, 2)))
    [line] = toll(late, early)
    assert line.best == 2
