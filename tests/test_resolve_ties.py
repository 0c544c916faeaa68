"""What ties two tellings and what parts them, feature by feature; and many compared at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from random import Random
from typing import Any

import pytest

from bench.linking_sets import by_hand, newsroom_gold
from etl.model import Place
from etl.resolve.blocks import blocks, locks, lookups
from etl.resolve.cluster import clusters
from etl.resolve.conclude import incident
from etl.resolve.matcher import Matcher, between, crowds, strongest
from etl.resolve.near import Near
from etl.resolve.score import compare
from etl.resolve.telling import Figure, Telling, clock, named
from tests.resolving import DAY, KNOWN, LACHIN, NEXT, SIDES, dead, telling


@pytest.mark.parametrize(("changed", "ties"), [
    ({}, True),
    ({"event_type": "rocket_or_missile"}, True),
    ({"initiator": "armenia"}, True),
    ({"initiator": None, "target": None}, True),
    ({"place": NEXT}, False),
    ({"place": Place("Nagorno-Karabakh", "r", "AZ", 39.9, 46.7, "region")}, False),
    ({"start": DAY + timedelta(1), "end": DAY + timedelta(1)}, False),
    ({"start": DAY + timedelta(2), "end": DAY + timedelta(2)}, False),
    ({"event_type": "abduction_or_capture"}, False),
    ({"initiator": "azerbaijan", "target": "artsakh"}, True),  # two accusations at one spot
    ({"initiator": "azerbaijan", "target": "artsakh", "place": replace(NEXT, precision="area")}, False),
    ({"start": None, "end": None, "precision": "unknown"}, True),
    ({"start": None, "end": None, "precision": "unknown", "published": DAY + timedelta(9)}, False),
])  # fmt: skip
def test_what_ties_and_what_parts(changed: dict[str, object], ties: bool) -> None:
    one, other = telling(), telling(**changed)
    match = compare(one, other, SIDES)
    assert match.ties is ties, match.why
    assert compare(other, one, SIDES) == match


def test_victims_tie_over_a_days_difference_and_names_part() -> None:
    later = {"start": DAY + timedelta(1), "end": DAY + timedelta(1)}
    assert compare(telling(figures=(dead(3),)), telling(figures=(dead(3),), **later), SIDES).ties
    assert not compare(telling(figures=(dead(3),)), telling(figures=(dead(1),), **later), SIDES).ties
    named = [telling(figures=(dead(1, names=(name,)),)) for name in ("Anar Kazimov", "Rauf Aliyev", "Kazimov Anar Rustam")]
    assert not compare(named[0], named[1], SIDES).ties
    assert compare(named[0], named[2], SIDES).ties


def test_a_whole_and_its_parts_agree() -> None:
    nine, parts = telling(figures=(dead(9, status="unknown"),)), (dead(7), dead(2, status="civilian"))
    assert "victims agree" in compare(nine, telling(figures=parts), SIDES).why
    assert "victims agree" not in compare(nine, telling(figures=(*parts, dead(1, party="artsakh"))), SIDES).why


def test_what_the_one_counts_once_agrees_with_one_figure_of_the_other() -> None:
    """One died, says the one; a driver and a farmer, the other: they agree on one of them."""
    one, two = telling(figures=(dead(1),)), telling(figures=(dead(1), dead(1, status="unknown")))
    for pair in ((one, two), (two, one)):
        assert dict(compare(*pair, SIDES).features)["victims agree"] == 2.2


@pytest.mark.parametrize(("figure", "points"), [
    (dead(50, harm="killed_or_wounded"), 3.5), (dead(50, harm="wounded"), None), (dead(49, harm="killed_or_wounded"), None),
])  # fmt: skip
def test_losses_of_the_one_may_be_the_dead_of_the_other_whosever_they_are(figure: Figure, points: float | None) -> None:
    theirs = telling(figures=(dead(50, party="armenia"),))
    assert dict(compare(telling(figures=(figure,)), theirs, SIDES).features).get("same numbers, other victims") == points


def test_another_doer_says_little_where_it_is_disputed_who_it_was() -> None:
    russian = {"initiator": "russia", "target": "azerbaijan"}
    assert dict(compare(telling(), telling(**russian), SIDES).features)["other doer"] == -3
    assert dict(compare(telling(), telling(**russian, standing="disputed"), SIDES).features)["other doer"] == -1.5


@pytest.mark.parametrize(("place", "feature"), [
    (Place("Shusha", None, None, None, None, "settlement"), "same settlement"),
    (Place("Shusha", None, "AZ", None, None, "area"), "same settlement"),
    (Place("Shusha", None, "IR", None, None, "settlement"), "other country"),
    (Place("Shisha", None, None, None, None, "settlement"), "a place isn't in the gazetteer"),
])  # fmt: skip
def test_a_name_that_the_one_could_not_place_is_the_place_of_that_name(place: Place, feature: str) -> None:
    assert feature in dict(compare(telling(), telling(place=place), SIDES).features)
    assert feature in dict(compare(telling(place=place), telling(), SIDES).features)


def test_one_that_could_place_nothing_and_names_no_side_is_found_by_the_name_of_the_place() -> None:
    """A monitor's "shells on X" is found by what tells whose shells fell on X, and locked with it; what fell on Y is not."""
    bare = telling(place=Place("Lachin Corridor", None, None, None, None, "settlement"), initiator=None, target=None)
    other = replace(bare, place=Place("Kubatly", None, None, None, None, "settlement"))
    for place in (LACHIN, replace(LACHIN, precision="area"), replace(LACHIN, lat=None, lon=None)):
        assert lookups(telling(place=place), SIDES) & blocks(bare)
        assert lookups(bare, SIDES) & blocks(telling(place=place))
        assert set(locks([bare], SIDES)) & set(locks([telling(place=place)], SIDES))
    assert not lookups(telling(), SIDES) & blocks(other)


def test_a_front_line_is_as_wide_as_a_country_but_another_line_is_near_it_or_not() -> None:
    """What is told "on the contact line" may have been a hundred kilometres from its middle, and says less than a valley would."""
    line = Place("Karabakh line of contact", "l", "AZ", 39.7, 47.7, "area")
    border = Place("Armenia-Azerbaijan border", "b", "AZ", 39.8, 47.8, "area")
    valley = replace(line, name="Karabakh valley")
    assert dict(compare(telling(), telling(place=line), SIDES).features)["within the country"] < 0
    assert "outside the area" in dict(compare(telling(), telling(place=valley), SIDES).features)
    assert "within the area" in dict(compare(telling(place=border), telling(place=line), SIDES).features)
    assert "same area" in dict(compare(telling(place=line), telling(place=line), SIDES).features)


def test_the_dead_of_a_mission_may_be_a_states_too() -> None:
    blue, national = telling(figures=(dead(2, party="un-peacekeepers"),)), telling(figures=(dead(2, party="india"),))
    assert "victims agree" in compare(blue, national, SIDES).why
    assert "victims agree" not in compare(telling(figures=(dead(2),)), national, SIDES).why


def test_each_side_blaming_the_other_for_one_clash_is_one_clash() -> None:
    mine = telling(event_type="clash", figures=(dead(2),))
    yours = telling(event_type="clash", initiator="azerbaijan", target="artsakh", figures=(dead(3, "artsakh-mod", "artsakh"),))
    assert compare(mine, yours, SIDES).ties


@pytest.mark.parametrize(("changed", "points"), [
    ({}, -1.25), ({"event_type": "rocket_or_missile"}, -1.25), ({"event_type": "air_strike"}, -2.5),
    ({"place": NEXT}, -2.5), ({"figures": ("same",)}, -0.5),
    ({"figures": ("other",)}, -1.25),
])  # fmt: skip
def test_swapped_sides_say_little_of_what_is_contested_and_where_the_same_dead_are_counted(changed: dict[str, Any], points: float) -> None:
    fallen = {"same": dead(2), "other": replace(dead(2), harm="wounded")}
    if "figures" in changed:
        changed = {"figures": tuple(fallen[name] for name in changed["figures"])}
    found = compare(telling(figures=(dead(2),)), telling(initiator="azerbaijan", target="artsakh", **changed), SIDES)
    assert dict(found.features)["each side blames the other"] == points


def test_what_one_side_says_is_half_of_what_a_disputed_telling_says() -> None:
    """A wire's "each accused the other" speaks for either side's version as it would for one with the same doer; not for another's."""
    wire = telling(standing="disputed")
    theirs = telling(initiator="azerbaijan", target="artsakh")
    theirs_as_told, ours = (dict(compare(wire, said, SIDES).features) for said in (theirs, telling()))
    assert theirs_as_told["who began it is disputed"] == ours["same doer"] > 0
    assert "other doer" in dict(compare(wire, replace(theirs, initiator="russia"), SIDES).features)


def test_two_attacks_that_are_seen_are_two_attacks() -> None:
    there, back = telling(standing="observed"), telling(initiator="azerbaijan", target="artsakh", standing="admitted")
    assert not compare(there, back, SIDES).ties


POST = Place("Hadrut post", None, None, None, None, "settlement")


@pytest.mark.parametrize(("one", "other", "so"), [
    ({"place": NEXT}, {"names": named("from Dashalty to the gates of Shusha")}, True),
    ({"place": POST}, {"names": named("They fired at the post of Hadrut.")}, True),
    ({"place": POST}, {"names": named("They fired at the post of Shusha.")}, False),
    ({"place": NEXT, "names": named("Nagorno-Karabakh")}, {"place": Place("Nagorno-Karabakh", "r", "AZ", 39.9, 46.7, "region")}, False),
])  # fmt: skip
def test_the_place_of_one_may_be_named_in_the_words_of_the_other(one: dict[str, Any], other: dict[str, Any], so: bool) -> None:
    match = compare(telling(**one), telling(**other), SIDES)
    assert ("named in the other's words" in match.why) is so, match.why


def test_a_victim_may_be_named_in_the_words_of_the_other() -> None:
    ada = telling(figures=(replace(dead(1), names=("Ada Kowal",)),))
    assert "same victim named" in compare(ada, telling(names=named("Neighbours of Ada Kowal spoke.")), SIDES).why
    assert "same victim named" not in compare(ada, telling(names=named("Neighbours of Ada Nowak spoke.")), SIDES).why


@pytest.mark.parametrize(("words", "minutes"), [
    ("at 8:30 a.m. and again at 4pm", {510, 960}), ("from 23:20 to 00:05", {1400, 5}), ("about 3.50 p.m.", {950}),
    ("122 mm guns, 12.5 km away, 30 am", set()), ("12 a.m.", {0}), ("by 24:00", {1440}),
])  # fmt: skip
def test_the_clock(words: str, minutes: set[int]) -> None:
    assert clock(words) == minutes


def test_one_hour_ties_what_each_side_blames_on_the_other() -> None:
    ours, theirs = telling(minutes=clock("at 3.50 p.m.")), telling(initiator="azerbaijan", target="artsakh", minutes=clock("at 4pm"))
    assert compare(ours, theirs, SIDES).points - compare(ours, replace(theirs, minutes=frozenset()), SIDES).points == 2
    assert "other hour" in compare(ours, replace(theirs, minutes=clock("9am")), SIDES).why


def test_a_match_says_why_in_words() -> None:
    assert compare(telling(), telling(), SIDES).why == "same settlement +3.5; same day +2.5; same kind +1.5; same doer +1; same target +0.5"


def test_whoever_ties_is_found() -> None:
    """Blocks lose nothing: a pair that may tie shares a block, over cell edges, allies and days."""
    edge = [Place(f"P{n}", None, "AZ", 39.999 + n / 500, 46.499 + n / 500, "exact") for n in range(4)]
    bare = Place("Lachin corridor", None, None, None, None, "settlement")
    seen = [telling(place=p, initiator=side, start=DAY + timedelta(d), end=DAY + timedelta(d), figures=(dead(9),))
            for p in (*edge, LACHIN, bare, None) for side in ("artsakh", "armenia", None) for d in (0, 1)]  # fmt: skip
    seen += [replace(t, target=None, figures=()) for t in seen]
    seen += [telling(place=None, initiator=doer, target=target, figures=(dead(9, party=None),))
             for doer, target in (("artsakh", None), (None, "azerbaijan"), (None, None))]  # fmt: skip
    seen += [replace(t, id=t.id + 1000, article=t.article + 1000, start=None, end=None, precision="unknown") for t in seen[::3]]
    seen += [replace(t, id=t.id + 2000, article=t.article + 2000, start=DAY - timedelta(4), end=DAY + timedelta(3), precision="range")
             for t in seen[::3]]  # fmt: skip
    for one in seen:
        for other in seen:
            if one is not other and compare(one, other, SIDES).near:
                assert lookups(one, SIDES) & blocks(other), (one, other)




def test_what_would_not_be_found_does_not_tie() -> None:
    """Nine people died, who knows where: "by Artsakh", says one, "Azerbaijan's", the other. Only copies are found all the same."""
    by = telling(place=None, target=None, figures=(dead(9, party=None),))
    of = telling(place=None, initiator=None, figures=(dead(9, party=None),))
    found = compare(by, of, SIDES)
    assert (found.points, found.features[-1]) == (3.9, ("no place or side in common", -4.6))
    assert compare(by, replace(of, origin=by.origin), SIDES).points == 10.0
    both = telling(place=None, figures=(dead(9, party=None),))
    assert [len(group) for group in clusters([by, of, both], Matcher(SIDES)).incidents] == [3]


# Near misses.

def shown(told: list[Telling], homes: dict[int, int], fresh: set[int]) -> list[tuple[int, int, float]]:
    near = Near(Matcher(SIDES))
    near.add(told)
    near.search(homes)
    near.tied(homes)
    return sorted((miss.one.id, miss.other.id, miss.match.points) for miss in near.misses(homes, fresh))


def test_of_two_incidents_the_nearest_tellings_are_shown_whichever_is_concluded_anew() -> None:
    """The first told aren't the nearest: a later copy lies nearer. Both incidents say the same; one article parted them."""
    first, copied = telling(published=DAY), telling(published=DAY + timedelta(1))
    other, copy = telling(published=DAY + timedelta(1)), telling(published=DAY + timedelta(2), origin=copied.origin)
    told, homes = [first, copied, other, copy], {first.id: 1, copied.id: 1, other.id: 2, copy.id: 2}
    for fresh in ({1}, {2}, {1, 2}):
        for order in (told, told[::-1]):
            assert shown(order, homes, fresh) == [(copied.id, copy.id, 10.5)]
    assert shown(told, homes, {3}) == []


def test_copies_that_tie_only_as_copies_are_shown() -> None:
    one, other = telling(place=None), telling(place=None, event_type="rocket_or_missile", initiator=None)
    copy = telling(place=None, event_type="rocket_or_missile", initiator=None, origin=one.origin)
    assert shown([one, other, copy], {one.id: 1, other.id: 2, copy.id: 3}, {1}) == [(one.id, copy.id, 5.0)]


# Many tellings.

def test_what_is_compared_once_for_all_is_what_each_pair_comes_to() -> None:
    rows, newsroom = by_hand()[0], newsroom_gold()[0]
    match = Matcher(SIDES)
    for told in (rows[:90], newsroom):
        for one in told:
            for other in told:
                if one is not other:
                    assert match(one, other) == compare(one, other, SIDES)


def test_what_crowds_come_to_is_what_their_pairs_come_to() -> None:
    draw, match = Random(3), Matcher(SIDES)
    def some(n: int) -> Telling:
        at = datetime(2022, 8, 3, draw.randrange(6), tzinfo=UTC)
        return telling(figures=(dead(draw.randrange(3)),), published_at=at, origin=draw.randrange(1, 25))

    told = [some(n) for n in range(60)]
    found = crowds(told, match)
    assert len(found) == 3
    for one, other in combinations(found, 2):
        pairs = [match(a, b).points for a in one.members for b in other.members]
        tie = between(one, other, match)
        assert (round(tie.total, 6), tie.pairs, tie.best) == (round(sum(pairs), 6), len(pairs), max(pairs))
    ties = strongest(found, match)
    for t in told:
        best = ties[t.id]
        assert best is not None
        assert best.points == max(match(t, other).points for other in told if other is not t)


def test_what_all_the_world_tells_is_compared_a_few_times(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    monkeypatch.setattr("etl.resolve.matcher.compare", lambda *pair: made.append(1) or compare(*pair))
    told = [telling(figures=(dead(2 + n % 3),), published_at=datetime(2022, 8, 3, n % 24, n // 24, tzinfo=UTC)) for n in range(400)]
    near = Near(Matcher(SIDES))
    near.add(told)
    near.search([t.id for t in told])
    assert near.tied([told[0].id]) >= {t.id for t in told[1:]}
    assert [len(group) for group in clusters(told, near.match).incidents] == [400]
    assert len(incident(tuple(told), [], near.match, KNOWN).links) == 400
    assert len(made) < 40


def test_other_words_for_the_same_are_compared_once_but_for_what_they_name(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    monkeypatch.setattr("etl.resolve.matcher.compare", lambda *pair: made.append(1) or compare(*pair))
    town, hill = Place("Shusha", None, "AZ", 39.75, 46.75, "settlement"), Place("Nameless hill", None, "AZ", None, None, "settlement")
    told = [telling(place=(town, hill)[n % 2], names=named(f"Shusha Witness{n}" if n % 4 else f"Witness{n}")) for n in range(200)]
    near = Near(Matcher(SIDES))
    near.add(told)
    near.search([t.id for t in told])
    near.tied([t.id for t in told])
    found = crowds(told, near.match)
    assert sorted(len(crowd.members) for crowd in found) == [50, 50, 100]
    assert len(made) < 40
    for one, other in combinations(found, 2):
        assert len({compare(a, b, SIDES).points for a in one.members[:9] for b in other.members[:9]}) == 1
