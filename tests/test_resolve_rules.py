"""The rules of concluding, one at a time and without a database: ties, copies, tolls, grades, disputes, identities, contradictions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, count, permutations
from random import Random
from typing import Any

import pytest

from bench.linking_sets import by_hand, newsroom_gold
from etl.lexicon.records import Ceasefire
from etl.lexicon.registry import load
from etl.model import Place
from etl.resolve.assess import assess, binds
from etl.resolve.blocks import blocks, lookups
from etl.resolve.cluster import Verdicts, clusters
from etl.resolve.conclude import World, incident, world
from etl.resolve.dispute import disputes
from etl.resolve.identity import identify, public_id
from etl.resolve.judged import Judgement, consistent
from etl.resolve.lineage import Text, copies, facts, originals, signature
from etl.resolve.matcher import Matcher, between, crowds, strongest
from etl.resolve.near import Near
from etl.resolve.score import compare
from etl.resolve.sources import sources
from etl.resolve.telling import Figure, Said, Telling, clock, named
from etl.resolve.toll import Toll, tolls
from etl.resolve.voices import voices

KNOWN: World = world(load())
SIDES = KNOWN.sides
DAY = date(2022, 8, 3)
LACHIN = Place("Lachin corridor", "az-lachin-corridor", "AZ", 39.6, 46.5, "area")
SHUSHA, NEXT = Place("Shusha", "a", "AZ", 39.75, 46.75, "settlement"), Place("Dashalty", "b", "AZ", 39.75, 46.83, "settlement")
NUMBERS = count(1)


def telling(**given: object) -> Telling:
    """A shelling of Shusha by Artsakh, told by some outlet."""
    n = next(NUMBERS)
    values: dict[str, object] = {
        "id": n, "article": n, "url": f"https://{n}.example", "span": (0, 10), "event_type": "shelling", "start": DAY, "end": DAY,
        "precision": "day", "place": SHUSHA, "initiator": "artsakh", "target": "azerbaijan", "standing": "alleged", "published": DAY,
        "origin": n, "outlet": f"outlet-{n}",
    }  # fmt: skip
    return Telling(**(values | given))  # type: ignore[arg-type]


def dead(number: int | None, by: str | None = "azerbaijan-mod", party: str | None = "azerbaijan", status: str = "military",
         harm: str = "killed", high: int | None = None, side: str | None = None, **more: object) -> Figure:  # fmt: skip
    speaks = side or (by.rsplit("-", 1)[0] if by else None)
    return Figure(next(NUMBERS), party, status, harm, number, high if high is not None else number, claimant=by,
                  claimant_party=speaks, **more)  # type: ignore[arg-type]  # fmt: skip


# Ties.

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


def test_the_dead_of_a_mission_may_be_a_states_too() -> None:
    blue, national = telling(figures=(dead(2, party="un-peacekeepers"),)), telling(figures=(dead(2, party="india"),))
    assert "victims agree" in compare(blue, national, SIDES).why
    assert "victims agree" not in compare(telling(figures=(dead(2),)), national, SIDES).why


def test_each_side_blaming_the_other_for_one_clash_is_one_clash() -> None:
    mine = telling(event_type="clash", figures=(dead(2),))
    yours = telling(event_type="clash", initiator="azerbaijan", target="artsakh", figures=(dead(3, "artsakh-mod", "artsakh"),))
    assert compare(mine, yours, SIDES).ties


@pytest.mark.parametrize(("changed", "points"), [
    ({}, -1.25), ({"place": NEXT}, -2.5), ({"standing": "disputed"}, -0.5), ({"figures": ("same",)}, -0.5),
    ({"figures": ("other",)}, -1.25),
])  # fmt: skip
def test_swapped_sides_say_little_of_what_is_contested_and_where_the_same_dead_are_counted(changed: dict[str, Any], points: float) -> None:
    fallen = {"same": dead(2), "other": replace(dead(2), harm="wounded")}
    if "figures" in changed:
        changed = {"figures": tuple(fallen[name] for name in changed["figures"])}
    found = compare(telling(figures=(dead(2),)), telling(initiator="azerbaijan", target="artsakh", **changed), SIDES)
    assert dict(found.features)["each side blames the other"] == points


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
    seen = [telling(place=p, initiator=side, start=DAY + timedelta(d), end=DAY + timedelta(d), figures=(dead(9),))
            for p in (*edge, LACHIN, None) for side in ("artsakh", "armenia", None) for d in (0, 1)]  # fmt: skip
    seen += [replace(t, target=None, figures=()) for t in seen]
    seen += [replace(t, id=t.id + 1000, article=t.article + 1000, start=None, end=None, precision="unknown") for t in seen[::3]]
    seen += [replace(t, id=t.id + 2000, article=t.article + 2000, start=DAY - timedelta(4), end=DAY + timedelta(3), precision="range")
             for t in seen[::3]]  # fmt: skip
    for one in seen:
        for other in seen:
            if one is not other and compare(one, other, SIDES).near:
                assert lookups(one, SIDES) & blocks(other), (one, other)


# Incidents.

def test_the_result_does_not_depend_on_order_and_sisters_stay_apart() -> None:
    both = [telling(article=7, span=(0, 9)), telling(article=7, span=(20, 29))]
    others = [telling(), telling(), telling(event_type="clash")]
    orders = [clusters(order, Matcher(SIDES)) for order in permutations(both + others)]
    found = {frozenset(frozenset(t.id for t in group) for group in groups) for groups in orders}
    assert len(found) == 1
    [groups] = found
    assert not any({t.id for t in both} <= group for group in groups)


REGION = Place("Nagorno-Karabakh", "r", "AZ", 39.9, 46.7, "region")


def test_a_telling_too_vague_to_tie_goes_where_it_can_only_belong() -> None:
    """ "Shelling in Karabakh" is the shelling of Shusha while no other is known, and stays alone when there are two."""
    shusha, again, vague = telling(), telling(), telling(place=REGION)
    other = telling(place=NEXT)
    assert not compare(shusha, vague, SIDES).ties
    assert len(clusters([shusha, again, vague], Matcher(SIDES))) == 1
    assert [len(g) for g in clusters([shusha, other, vague], Matcher(SIDES))] == [1, 1, 1]


def test_judgements_beat_points() -> None:
    one, other, far = telling(), telling(), telling(place=NEXT)
    pairs = Verdicts(same=frozenset({frozenset((one.id, far.id))}), different=frozenset({frozenset((one.id, other.id))}))
    assert [{t.id for t in g} for g in clusters([one, other, far], Matcher(SIDES), pairs)] == [{one.id, far.id}, {other.id}]


def test_identity_stays_with_the_larger_half() -> None:
    t = [telling() for _ in range(5)]
    split = identify([t[:2], t[2:]], {x.id: 1 for x in t}, [1])
    assert (split.kept, split.merged) == ({0: None, 1: 1}, {})
    merged = identify([t], {t[0].id: 1, t[1].id: 2, t[2].id: 2}, [1, 2])
    assert (merged.kept, merged.merged) == ({0: 2}, {1: 0})
    assert public_id(t) == public_id(t) != public_id(t, 1)


# Copies.

WIRE = ("BAKU, Aug 3 - Azerbaijan said on Wednesday that 2 of its soldiers had died near Lachin, and that Armenian units had fired 30"
        " times. ") * 3  # fmt: skip


def text(body: str, day: date | None = DAY, url: str = "") -> Text:
    n = next(NUMBERS)
    return Text(n, url or f"https://{n}.example", day, signature(body), facts(body))


@pytest.mark.parametrize(("body", "copy"), [
    (WIRE, True),
    ("Fighting flares\n\n" + WIRE, True),
    (WIRE + "The Courier's own staff added a line of background at the end of it.", True),
    (WIRE.replace("Lachin", "Martakert"), False),
    (WIRE.replace("30", "12").replace("2 of", "5 of"), False),
    ("Quite another text about the same day, in which nothing of the wire is to be found but its subject.", False),
])  # fmt: skip
def test_a_copy_has_the_same_words_names_and_numbers(body: str, copy: bool) -> None:
    assert copies(text(WIRE), text(body)) is copy


STORY = """JUBA, March 8 (Wire) - A general and a crew member were killed on Friday when a helicopter of the United Nations was attacked
 near the northern town of Nasir, the mission in South Sudan said in a statement late in the evening.

The helicopter had been sent to bring wounded soldiers to safety after a week of fighting between government troops and the White Army.

Two other members of the crew were hurt, the mission said. Its head, Nicholas Haysom, said that safe passage had been promised.

President Salva Kiir said on television that General Majur Dak had died with some of his soldiers, and called upon all to keep calm.

Kiir and his rival Riek Machar signed a peace deal in 2018 that ended five years of civil war in the young country."""


def test_a_story_cut_short_or_dressed_up_is_a_copy_and_one_told_anew_is_none() -> None:
    parts = STORY.split("\n\n")
    lead = parts[0].replace("A general and a crew member were", "South Sudanese General Majur Dak and a crew member were")
    for other in ("\n\n".join(parts[:3]), "From our correspondent\n\n" + STORY, STORY + "\n\nRead also: floods in Jonglei",
                  "\n\n".join([lead, *parts[1:]]), STORY.replace(" - ", " — ").replace("\n", " ")):  # fmt: skip
        assert copies(text(STORY), text(other))
    assert not copies(text(STORY), text("A U.N. helicopter came under fire in Nasir on Friday. General Majur Dak died, Kiir said."))


@pytest.mark.parametrize(("head", "foot"), [
    ("", "Xəbər lenti: Bakıda hava, Milli Məclisin iclası. Bizi Telegram kanalımızda izləyin"),
    ("Главные новости\n\n", "Подписывайтесь на наш канал"),
    ("أخبار الساعة\n\n", "تابعونا على تيليغرام"),
])  # fmt: skip
def test_what_an_outlet_sets_around_a_text_in_its_own_language_leaves_it_a_copy(head: str, foot: str) -> None:
    assert copies(text(STORY), text(f"{head}{STORY}\n\n{foot}"))
    assert copies(text(STORY + "\n\nRead more below."), text(f"{head}{STORY}\n\n{foot}"))
    assert not copies(text(STORY), text(f"{head}The floods in Jonglei have cut off Nasir, the mission said.\n\n{foot}"))


def test_a_template_of_another_week_is_no_copy_and_one_address_is() -> None:
    assert not copies(text(WIRE), text(WIRE, DAY + timedelta(9)))
    assert copies(text(WIRE, url="https://x"), text("An update.", DAY + timedelta(9), url="https://x"))


def test_two_articles_of_one_host_are_one_source_though_nobody_knows_the_outlet() -> None:
    urls = ("https://www.dispatch.example/1", "https://dispatch.example/2?amp=1", "https://herald.example/1", "a scan", "a scan")
    found = sources([telling(url=url, outlet=None) for url in urls])
    assert len(set(found.values())) == 4


def test_the_earliest_is_the_original_in_any_order() -> None:
    old, middle, new = (text(WIRE, DAY + timedelta(n)) for n in range(3))
    for order in permutations([old, middle, new]):
        assert set(originals(order, [(new.id, middle.id), (middle.id, old.id)]).values()) == {old.id}
    noon, dawn = (replace(old, id=old.id + n, moment=datetime(2022, 8, 3, hour, tzinfo=UTC)) for n, hour in ((1000, 12), (2000, 6)))
    assert set(originals([noon, old, dawn], [(noon.id, dawn.id), (old.id, noon.id)]).values()) == {dawn.id}


# Tolls.

def toll(*members: Telling) -> list[Toll]:
    return tolls(members, SIDES, KNOWN.neutral)


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


# Assessments and disputes.

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


# Judgements.

def test_contradictions_over_several_judgements_are_found() -> None:
    given = [Judgement(1, "same", 1, 2), Judgement(2, "same", 2, 3), Judgement(3, "different", 1, 3),
             Judgement(4, "set", 1, None, "target", "a"), Judgement(5, "set", 3, None, "target", "b"),
             Judgement(6, "set", 9, None, "target", "b")]  # fmt: skip
    held, refused = consistent(given)
    assert [j.id for j in held] == [1, 2, 4, 6]
    assert [(new.id, old.id) for new, old in refused] == [(3, 1), (5, 4)]
    held, refused = consistent([Judgement(1, "different", 1, 3), Judgement(2, "same", 1, 2), Judgement(3, "same", 2, 3)])
    assert [(new.id, old.id) for new, old in refused] == [(3, 1)]


def test_an_incident_takes_the_values_most_sources_give() -> None:
    copy = telling(event_type="clash")
    members = (telling(), telling(), copy, telling(event_type="clash", origin=copy.origin), telling(event_type="clash", origin=copy.origin))
    found = incident(members, [], Matcher(SIDES), KNOWN)
    assert (found.values.event_type, found.values.reports, found.values.sources) == ("shelling", 5, 3)


def test_the_clock_of_publication_orders_words_of_one_day() -> None:
    early, late = (telling(published_at=datetime(2022, 8, 3, hour), figures=(dead(number),)) for hour, number in ((9, 1), (18, 2)))
    [line] = toll(late, early)
    assert line.best == 2


def test_the_place_is_the_common_one_or_a_more_exact_one_within_it() -> None:
    village, far = Place("Yeghtsahogh", "v", "AZ", 39.66, 46.6, "settlement"), Place("Kalbajar", "k", "AZ", 40.1, 46.04, "settlement")
    for spot, wanted in ((village, village), (far, LACHIN)):
        members = (telling(place=LACHIN), telling(place=LACHIN), telling(place=spot))
        assert incident(members, [], Matcher(SIDES), KNOWN).values.place == wanted


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
    assert [len(group) for group in clusters(told, near.match)] == [400]
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
