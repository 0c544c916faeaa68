"""The reader as a whole: what holds of any text, and what each rule takes from a sentence and leaves of another."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.model import Article, Reading, contract
from etl.parse import read
from etl.parse.assembly import scenes_of
from etl.parse.reader import gather
from etl.parse.scenes import Scene
from etl.parse.worth import grounds

DAY = date(2021, 6, 10)
STORY = ("On 8 June 2021 Armenian forces fired at Azerbaijani positions near Kalbajar, Azerbaijan's Defence Ministry said. "
         "Two soldiers were killed and a civilian was wounded.\n\nArmenia denied the accusation.")  # fmt: skip
WORDS = ["killed", "two soldiers", "shelled", "Azerbaijani", "near Lachin", "said", "on Monday", "the ministry",
    "no casualties", "“", "”", ".", ",", "\n\n", "ceasefire",
         "at least", "wounded", "3 August", "19", "denied", "Armenian", "\u202e", "\x00", "drone strike", "since 1994", "(",
         ")", "civilians", ":", "violated the truce"]  # fmt: skip


def told(text: str, published: date | None = DAY) -> Reading:
    return read(Article(text, published=published))


def spans(reading: Reading) -> list[tuple[int, int]]:
    found = [s for r in reading.reports for s in r.spans] + [c.span for r in reading.reports for c in r.casualties]
    found += [m.span for r in reading.reports for m in r.mentions] + [c.span for c in reading.claims] + [t.span for t in reading.tallies]
    return found + [i.span for i in reading.issues if i.span]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(st.text(max_size=400), st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)),
    st.one_of(st.none(), st.dates(date(1950, 1, 1), date(2050, 1, 1))),
)
def test_any_text_is_read_within_itself(text: str, published: date | None) -> None:
    reading = told(text, published)
    assert all(0 <= start < end <= len(text) for start, end in spans(reading))
    for row in (c for r in reading.reports for c in r.casualties):
        assert row.low is None or row.high is None or row.low <= row.high
    assert contract(reading) == contract(told(text, published))


def figures(reading: Reading) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = contract(reading)["reports"]
    return rows


@pytest.mark.parametrize("paragraph", ["The price of bread rose by four per cent in the capital last month, the statistics office found.",
                                       "The national orchestra will play two symphonies in the concert hall this week."])  # fmt: skip
def test_an_unrelated_paragraph_changes_nothing_else(paragraph: str) -> None:
    assert figures(told(STORY)) == figures(told(f"{STORY}\n\n{paragraph}"))


def test_renaming_both_sides_renames_the_result() -> None:
    one = told("On 8 June 2021 Indian forces shelled Pakistani posts. Two Pakistani soldiers were killed, Pakistan's army said.")
    other = told("On 8 June 2021 Pakistani forces shelled Indian posts. Two Indian soldiers were killed, India's army said.")
    names = {"india": "pakistan", "pakistan": "india"}
    (a,), (b,) = one.reports, other.reports
    assert (names[a.initiator or ""], names[a.target or ""], a.standing, a.occurred) == (b.initiator, b.target, b.standing, b.occurred)
    assert [(c.harm, c.low, names[c.party or ""]) for c in a.casualties] == [(c.harm, c.low, c.party) for c in b.casualties]


def test_the_same_text_twice_is_one_answer() -> None:
    assert contract(told(STORY)) == contract(told(STORY))


@pytest.mark.parametrize("text", ["", " \n ", "\x00", "a" * 100_000, "killed " * 3000, "\ud800 two soldiers were killed", "(" * 5000])
def test_no_text_is_too_odd(text: str) -> None:
    read(Article(text, published=None))


@pytest.mark.parametrize(
    ("teller", "answer", "standing"),
    [
        ("Azerbaijan", "", "alleged"),
        ("Azerbaijan", " Armenia denied it.", "denied"),
        ("Azerbaijan", " Armenia blamed Azerbaijan for the shelling.", "disputed"),
        ("Armenia", " Azerbaijan accused Armenia of the shelling.", "admitted"),
        ("Azerbaijan", " Armenia owned up to the shelling.", "admitted"),
        ("Azerbaijan", " Armenia's Defence Ministry said Armenian troops had returned fire.", "alleged"),
        ("Azerbaijan", " Armenia's Defence Ministry said Armenian troops had shelled Zod.", "admitted"),
        ("Azerbaijan", " Armenia admitted the loss of a soldier of its own.", "alleged"),
    ],
)
def test_a_report_stands_as_it_is_told_and_answered(teller: str, answer: str, standing: str) -> None:
    text = f"On Tuesday Armenian troops shelled the village of Zod, {teller}'s Defence Ministry said. Two soldiers were killed.{answer}"
    assert [r.standing for r in told(text).reports] == [standing]


def test_monitors_who_tell_of_fire_at_themselves_observe_it_and_a_side_alleges() -> None:
    for teller, standing in (("The OSCE mission", "observed"), ("Ukraine's Defence Ministry", "alleged")):
        text = f"{teller} said that on Tuesday rifle shots were fired at one of its patrols near Zolote."
        assert [r.standing for r in told(text).reports] == [standing]


def test_a_denial_by_the_accused_shows_in_the_standing() -> None:
    (report,) = told(STORY).reports
    assert report.standing in ("denied", "disputed")


CASES = [
    # what is told, and the rows (harm, low, high, status) a coder takes
    ("including is a part", "Shelling killed five people, including two children.", [("killed", 5, 5, "unknown")]),
    ("conjunction of statuses", "Shelling killed three soldiers and a civilian.", [("killed", 3, 3, "military"), ("killed", 1,
    1, "civilian")]),
    ("one status is summed", "A shell killed two women and a boy.", [("killed", 3, 3, "civilian")]),
    ("of them", "Shelling left 19 soldiers wounded, four of them severely.", [("wounded", 19, 19, "military")]),
    ("elided noun", "Two soldiers were killed and three wounded by shelling.", [("killed", 2, 2, "military"), ("wounded", 3, 3,
    "military")]),
    ("lost their lives", "Three policemen lost their lives in shelling of the post.", [("killed", 3, 3, "military")]),
    ("succumbed", "A farmer succumbed to wounds from shelling of the village.", [("killed", 1, 1, "civilian")]),
    ("fatally wounded", "A soldier was fatally wounded by shelling.", [("killed", 1, 1, "military")]),
    ("died after being wounded", "A soldier died after being wounded in shelling.", [("killed", 1, 1, "military")]),
    ("the death of", "The shelling caused the death of two civilians.", [("killed", 2, 2, "civilian")]),
    ("left dead", "The shelling left four villagers dead.", [("killed", 4, 4, "civilian")]),
    ("those at home", "Shells hit a residential area and killed two people.", [("killed", 2, 2, "civilian")]),
    ("those anywhere", "Shells hit a mountain road and killed two people.", [("killed", 2, 2, "unknown")]),
    ("perfect tense", "Shelling has killed two shepherds.", [("killed", 2, 2, "civilian")]),
    ("gunned down", "Gunmen gunned down two policemen near the border.", [("killed", 2, 2, "military")]),
    ("captured", "Rebels attacked the post and captured four soldiers.", [("captured", 4, 4, "military")]),
    ("missing", "Two soldiers went missing after the shelling.", [("missing", 2, 2, "military")]),
    ("at least", "Shelling wounded at least six civilians.", [("wounded", 6, None, "civilian")]),
    ("up to", "Shelling killed up to ten soldiers.", [("killed", None, 10, "military")]),
    ("no number is no row", "Shelling killed soldiers.", []),
    ("things do not die", "Shelling killed two cows and destroyed three houses.", []),
    ("a sum is a tally", "Shelling hit the village. Since January, 41 civilians have been killed.", []),
    ("days of fighting are a sum", "Five days of combat broke out in July, killing 43 people. Shelling hit the village.", []),
    ("an hour's shelling is none", "An hour of shelling killed four villagers.", [("killed", 4, 4, "civilian")]),
    ("a sum is told of its subject", "The violence of the last five weeks has claimed 300 lives.", []),
    ("a spate of events is a sum", "Nine soldiers have been killed in a spate of ambushes.", []),
    ("a measure of what is told is no sum", "Two farmers were killed by shelling, the first deaths by fire since the truce.",
     [("killed", 2, 2, "civilian")]),
    ("a sum is of both its harms", "Clinics count 31 dead and 60 hurt since the truce began.", []),
    ("the other side's sum", "Shells hit Lyse. Since 2014 the war has killed 90 soldiers. Rebels say 40 fighters died.", []),
    ("a new toll is no sum", "The war has killed 90 soldiers. Shelling killed two civilians.", [("killed", 2, 2, "civilian")]),
    ("incidents which left dead", "The army counts a series of incidents which left nine dead and 12 hurt.", []),
    ("the fighting of a day", "Six soldiers were killed in the fighting of June 8.", [("killed", 6, 6, "military")]),
    ("a day of this week is no sum", "Earlier this week two farmers were killed by shelling.", [("killed", 2, 2, "civilian")]),
    ("a sum of many breaches", "Eleven farmers were killed in more than 40 breaches.", []),
    ("a sum of some days", "Nine farmers were killed by shelling from 2 to 6 June.", []),
    ("one night is no sum", "Nine farmers were killed by shelling in the night of 7 to 8 June.", [("killed", 9, 9, "civilian")]),
    ("killed by the day of the count", "By Wednesday two farmers had been killed by shelling.", [("killed", 2, 2, "civilian")]),
    ("he is the one told before", "Shelling killed a soldier. He was hit in the chest.", [("killed", 1, 1, "military")]),
    ("his age dates nothing", "The dead man is Ali Bay, born in 1990. A farmer beside him was wounded.", [("wounded", 1, 1, "civilian"),
    ("killed", 1, 1, "civilian")]),
    ("nobody said so", "Shelling hit the village. The statement made no mention of dead or wounded.", []),
    ("names joined", "Armen Babayan, Davit Danielyan and Ararat Gasparyan were killed by shelling.", [("killed", 3, 3, "unknown")]),
    ("one of those told", "Shelling wounded three soldiers. One of the injured soldiers lost a foot.", [("wounded", 3, 3, "military")]),
    ("one more than those told", "Shelling wounded three soldiers. One of the villagers lost a foot.", [("wounded", 3, 3, "military"),
    ("wounded", 1, 1, "civilian")]),
    ("dead of a war before", "Shelling wounded two soldiers, weeks after a five-day conflict over the temple which killed 30 people.",
     [("wounded", 2, 2, "military")]),
    ("told twice", "Shelling killed two soldiers. The two soldiers were killed in the village.", [("killed", 2, 2, "military")]),
    ("number of", "Shelling hit the market. The number of wounded rose to 14.", [("wounded", 14, 14, "unknown")]),
    ("sides of one noun", "Seven Cambodian and five Thai soldiers were killed in shelling.", [("killed", 7, 7, "military"),
    ("killed", 5, 5, "military")]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "text", "rows"), CASES, ids=[c[0] for c in CASES])
def test_casualty_rules(rule: str, text: str, rows: list[tuple[str, int | None, int | None, str]]) -> None:
    reading = told(f"On 8 June 2021, Armenian forces shelled Azerbaijani positions near Kalbajar. {text}")
    found = [(c.harm, c.low, c.high, c.status) for r in reading.reports for c in r.casualties]
    assert sorted(found, key=str) == sorted(rows, key=str)


KINDS = [
    ("Azerbaijani forces shelled Martuni with 82 mm mortars on 8 June 2021.", "shelling"),
    ("An Azerbaijani sniper fired at a post near Martuni on 8 June 2021.", "sniper_fire"),
    ("Azerbaijani troops opened fire on Martuni on 8 June 2021.", "small_arms_fire"),
    ("Azerbaijani rockets hit Martuni on 8 June 2021.", "rocket_or_missile"),
    ("Azerbaijani warplanes bombed Martuni on 8 June 2021.", "air_strike"),
    ("An Azerbaijani drone struck a car in Martuni on 8 June 2021.", "drone_strike"),
    ("An Azerbaijani drone dropped an explosive device on a post near Martuni on 8 June 2021.", "drone_strike"),
    ("An Israeli reconnaissance drone violated Lebanese airspace over Tyre on 8 June 2021.", "airspace_violation"),
    ("Azerbaijani saboteurs tried to cross the line of contact near Talish on 8 June 2021.", "ground_attack"),
    ("Azerbaijani forces seized two heights near Talish on 8 June 2021.", "territory_seizure"),
    ("Armenian and Azerbaijani troops clashed near Talish on 8 June 2021.", "clash"),
    ("A landmine exploded under an Armenian lorry near Talish on 8 June 2021.", "mine_or_ied"),
    ("Gunmen of the ELN abducted three Colombian soldiers near Arauca on 8 June 2021.", "abduction_or_capture"),
    ("Armed men of the Donetsk People's Republic blocked an OSCE patrol near Horlivka on 8 June 2021.", "obstruction"),
    ("Azerbaijan violated the ceasefire near Talish on 8 June 2021.", "unspecified_violation"),
    ("Small-arms fire from Azerbaijani posts hit a house in Talish on 8 June 2021.", "small_arms_fire"),
    ("Azerbaijani forces captured two Armenian soldiers near Talish on 8 June 2021.", "abduction_or_capture"),
    ("Azerbaijani forces captured the hill above Talish on 8 June 2021.", "territory_seizure"),
    ("Azerbaijani forces drove the Armenian soldiers out of Talish on 8 June 2021.", "territory_seizure"),
    ("The two Armenian soldiers whom Azerbaijani forces seized near Talish on 8 June 2021 are well.", "abduction_or_capture"),
    ("A sniper's bullet hit an Armenian soldier near Talish on 8 June 2021.", "sniper_fire"),
    ("Four shots rang out near Talish on 8 June 2021 as a drone of the OSCE crossed the line.", "small_arms_fire"),
    ("A bomb was dropped on a base of the TNLA near Mongmit on 8 June 2021.", "air_strike"),
    ("Rebels raided a police post near Kadugli in Sudan on 8 June 2021.", "ground_attack"),
    ("Israeli soldiers blew up a house in Kfar Kila on 8 June 2021.", "mine_or_ied"),
    ("Two firing points near Talish were destroyed by Azerbaijani drones on 8 June 2021.", "drone_strike"),
    ("Firing from Azerbaijani posts was heard near Talish on 8 June 2021.", "small_arms_fire"),
    ("Azerbaijani drones bombed a column of the Armenian army near Talish on 8 June 2021.", "drone_strike"),
    ("Rebels overran a police post near Arauca in Colombia on 8 June 2021 and led two officers away.", "ground_attack"),
    ("Azerbaijani forces shot at Talish on 8 June 2021 and damaged a house.", "small_arms_fire"),
    ("A roadside bombing killed an Armenian soldier near Talish on 8 June 2021.", "mine_or_ied"),
    ("A UAV of the OSCE spotted how shells fell on Horlivka on 8 June 2021.", "shelling"),
    ("An 82 mm bomb came down beside a post of the Armenian army near Talish on 8 June 2021.", "shelling"),
    ("Armed men turned an OSCE patrol back near Horlivka on 8 June 2021.", "obstruction"),
    ("Three Armenian soldiers died on 8 June 2021 when a missile hit their parade ground near Talish.", "rocket_or_missile"),
    ("Azerbaijani separatist gunmen, Armenia's army went on, had put six mortar bombs into Talish on 8 June 2021.", "shelling"),
    ("A plane dropped two bombs on a post of the Armenian army near Talish on 8 June 2021.", "air_strike"),
    ("Azerbaijani troops were accused on Tuesday of carrying out attacks on the village of Talish.", "ground_attack"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), KINDS, ids=[f"{k[1]}-{n}" for n, k in enumerate(KINDS)])
def test_kinds_of_event(text: str, kind: str) -> None:
    assert [r.event_type for r in told(text).reports] == [kind]


QUIET = [
    ("negation", "No shots were fired along the line of contact on 8 June 2021."),
    ("plan", "The army will shell the village of Talish if it is attacked."),
    ("threat", "Baku threatened to attack positions near Talish."),
    ("warning", "Yerevan warned Baku against any raid or attack near Talish."),
    ("condition", "If Baku cheats and kills one soldier near Talish, the truce is over, Yerevan said."),
    ("alarm", "Air raid sirens were tested near Talish on 8 June 2021."),
    ("exercise", "Troops rehearsed an attack on a fortified height near Talish in drills on 8 June 2021."),
    ("history", "In the war of 1992 Armenian forces seized Shusha and shelled Aghdam."),
    ("habit", "Many a time troops of Azerbaijan have shelled Talish to give cover to their patrols."),
    ("kept from", "Monitors prevented Azerbaijani troops on Tuesday from launching attacks on the village of Talish."),
    ("barred from", "Azerbaijani troops were barred on Tuesday from carrying out attacks on the village of Talish."),
    ("sum", "Since 2016 there have been more than 5,000 violations of the ceasefire."),
    ("talks", "The ministers met in Geneva on 8 June 2021 to discuss the ceasefire."),
    ("depot", "Six soldiers were killed near Tyre on 8 June 2021 when an explosion went off in an ammunition depot of the Lebanese army."),
    ("nobody", "Nobody has fired on Talish across the line of contact since 8 June 2021."),
    ("rumour", "A rumour that Azerbaijani troops had shelled Talish on 8 June 2021 went through the market."),
    ("accident", "Three soldiers died on 8 June 2021 when their lorry overturned in an accident near Goris."),
]  # fmt: skip


@pytest.mark.parametrize(("why", "text"), QUIET, ids=[q[0] for q in QUIET])
def test_what_is_no_report(why: str, text: str) -> None:
    assert told(text).reports == ()


def test_the_strikes_told_just_before_are_not_the_lead_that_tells_none() -> None:
    lead = "The Azerbaijani army has been violating the ceasefire at the line of contact, Artsakh's Defence Ministry said on 3 August.\n\n"
    drones = "The adversary is using strike drones against positions near the Lachin corridor.\n\n"
    told = "As a result of the drone strikes one Artsakh serviceman was killed, the ministry said."
    struck = [r for r in read(Article(lead + drones + told, published=date(2022, 8, 3))).reports if r.casualties]
    assert [(r.event_type, r.place and r.place.name) for r in struck] == [("drone_strike", "Lachin corridor")]
    lead = "Azerbaijani drones struck positions along the line of contact on 3 August, Artsakh's Defence Ministry said.\n\n"
    (unfolded,) = [r for r in read(Article(lead + told, published=date(2022, 8, 3))).reports if r.casualties]
    assert unfolded.event_type == "drone_strike"
    assert "line of contact" in str(unfolded.place)


@pytest.mark.parametrize(("text", "places"), [
    ("In Donetsk region, the OSCE recorded 112 ceasefire violations on 8 June 2021.\n\n"
     "In Luhansk region, it recorded 60 ceasefire violations.", ["Donetsk region", "Luhansk region"]),
    ("The OSCE recorded 112 ceasefire violations in Donetsk region on 8 June 2021.\n\n"
     "Most of the violations were heard near Avdiivka.", ["Avdiivka"]),
    ("Khankendi was hit by Azerbaijani rockets on 8 June 2021, and one man was killed.\n\n"
     "An Azerbaijani sniper wounded one woman in Martuni.", ["Khankendi", "Martuni"]),
])  # fmt: skip
def test_each_region_is_told_of_apart_and_one_man_hurt_is_no_sign_of_another(text: str, places: list[str]) -> None:
    assert [r["place"]["name"] for r in figures(told(text))] == places


@pytest.mark.parametrize(("text", "reports"), [
    ("Shells fell on the cattle market of El Fasher on Friday and killed three traders.", 1),  # no word of a side or of a truce
    ("A rocket tore through a flat in Geneva on Friday and killed three tenants.", 0),
    ("Thieves broke into the cattle market of El Fasher on Friday and shot three traders.", 0),
])
def test_weapons_of_war_on_the_ground_of_a_truce_in_force_are_told_by_whom_ever(text: str, reports: int) -> None:
    assert len(read(Article(text, published=date(2023, 5, 27))).reports) == reports


@pytest.mark.parametrize(("teller", "text", "reports"), [
    ("ukraine", "One of our servicemen was blown up on a tripwire at Prybuzke on 15 October and died on the way to hospital.", 1),
    (None, "One of our customers was blown up on a tripwire at Prybuzke on 15 October and died on the way to hospital.", 0),
    ("burundi", "Fighters of the front fired mortars at Bujumbura on 15 October and killed a docker.", 1),
    (None, "Fighters of the front fired mortars at Bujumbura on 15 October and killed a docker.", 0),
    ("burundi", "Thieves shot a docker at Bujumbura on 15 October.", 0),
    ("burundi", "The bowler fired in four yorkers on 15 October. \"We were under attack all evening,\" the captain said. \"He shot them "
                "down one after the other.\" The opener, struck on the helmet, is well.", 0),
])
def test_a_sides_own_outlet_need_not_name_the_side(teller: str | None, text: str, reports: int) -> None:
    assert len(read(Article(text, published=date(1996, 10, 16), outlet_party=teller)).reports) == reports


def test_what_an_article_opens_with_is_not_told_late() -> None:
    text = "N'DJAMENA, Feb 2 - Chadian rebels fought government troops around the presidential palace on Saturday in spite of a ceasefire."
    assert len(read(Article(text, published=date(2008, 2, 2))).reports) == 1
    reader = gather(Article("The mayor spoke. It rained. Roads are shut. Rebels of Chad shelled the palace.", published=date(2008, 2, 2)))
    assert reader is not None
    (scene,) = scenes_of(reader)
    assert "late" not in {name for name, _ in grounds(scene, [scene], reader)}
    assert "late" in {name for name, _ in grounds(scene, [Scene(scene.tellings), scene], reader)}


@pytest.mark.parametrize(("fire", "shot"), [("Hamas fire", True), ("forest fire", False)])
def test_fire_is_named_after_who_fires(fire: str, shot: bool) -> None:
    reader = gather(Article(f"Two soldiers of Israel were killed by {fire} in Rafah on Sunday.", published=date(2025, 10, 20)))
    assert reader is not None
    assert ("shot" in {event.rule for telling in reader.tellings for event in telling.events}) is shot


@pytest.mark.parametrize(("deed", "reports"), [
    ("The wounded were flown to Beirut from Khiam", 0), ("Israeli drones were flown over Khiam", 1),
    ("Lebanese police intercepted two gunmen at Khiam", 0), ("Israeli boats intercepted a drone off Tyre", 1),
])  # fmt: skip
def test_people_who_are_flown_or_stopped_cross_nobodys_air(deed: str, reports: int) -> None:
    assert len(read(Article(f"{deed} on Wednesday, the Lebanese army said. The ceasefire held.", published=DAY)).reports) == reports


@pytest.mark.parametrize(("deed", "reports"), [
    ("Lebanese sappers blew up old shells at Khiam", 0), ("Israeli sappers blew up two houses at Khiam", 1),
    ("Hezbollah fighters destroyed their weapons at Khiam", 0), ("Hezbollah fighters destroyed an Israeli post at Khiam", 1),
])  # fmt: skip
def test_who_destroys_arms_attacks_nobody(deed: str, reports: int) -> None:
    assert len(read(Article(f"{deed} on Wednesday, the Lebanese army said. The ceasefire held.", published=DAY)).reports) == reports


@pytest.mark.parametrize("deed", [
    "Pakistani guns opened up from across the line at Keran", "Fire was opened on an Indian post at Keran",
    "An Indian post at Keran was on the receiving end of Pakistani shells", "Pakistani gunners hammered an Indian post at Keran",
    "Pakistani guns had turned on an Indian post at Keran", "An Indian post at Keran took three direct hits",
    "An Indian patrol was blocked at Keran by Pakistani troops", "Pakistani gunmen waylaid an Indian bus at Keran",
    "A Pakistani helicopter buzzed the village of Keran on the Indian side", "An Indian truck hit a mine at Keran",
    "An Indian post at Keran was reduced to rubble by Pakistani guns", "Pakistani jets went after an Indian battery at Keran",
    "Pakistani troops subjected an Indian post to mortar fire at Keran", "Pakistani troops charged an Indian post at Keran",
    "Pakistani troops brought the Indian post at Keran under fire", "Pakistani gunmen slipped past the Indian fence at Keran",
    "Pakistani and Indian posts at Keran engaged each other", "Pakistani troops are in possession of an Indian post at Keran",
])  # fmt: skip
def test_force_is_told_in_many_words(deed: str) -> None:
    told = read(Article(f"{deed} on Tuesday, the military said in a bulletin on the ceasefire.", published=date(2021, 6, 10))).reports
    assert [(r.place.name if r.place else None, r.occurred.start) for r in told] == [("Keran", date(2021, 6, 8))]


def test_the_attack_of_a_day_is_one_already_told() -> None:
    lead = "Azerbaijani forces shelled Martuni on 8 June 2021, Artsakh's army said.\n\n"
    assert len(told(lead + "The mayor said of Tuesday's attack that nobody had been warned.").reports) == 1


def test_a_capital_alone_on_its_line_heads_what_follows() -> None:
    text = "Azerbaijan broke the truce on 8 June 2021.\n\n- Yerevan. Three residents were hurt in Azerbaijani rocket fire."
    assert [r["place"]["name"] for r in figures(told(text))][-1:] == ["Yerevan"]


def test_claims_and_reports_are_quoted_by_sentences_but_two_reports_of_one_sentence_by_their_words() -> None:
    one = told(STORY)
    assert {STORY[slice(*c.span)] for c in one.claims} >= {"Armenia denied the accusation."}
    assert STORY[slice(*one.reports[0].spans[0])].endswith("Ministry said.")
    text = "Israel bombed Tyre on Tuesday and Hezbollah fired rockets at Haifa on Wednesday."
    two = told(text)
    quotes = [{text[slice(*s)] for s in r.spans} for r in two.reports]
    assert len(quotes) == 2
    assert quotes[0].isdisjoint(quotes[1])


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Indian troops killed a villager in Kotli on 8 June, and Pakistani mortars wounded two soldiers in Poonch on 9 June.",
         [("india", "Kotli", 8, [1]), ("pakistan", "Poonch", 9, [2])]),
        ("On 8 June Pakistani shells fell on Kotli, and snipers wounded two Indian soldiers in Poonch.",
         [("pakistan", "Kotli", 8, []), ("pakistan", "Poonch", 8, [2])]),
        ("On 8 June Pakistani fire killed three Indian soldiers in Kotli, while mortars wounded two Indian soldiers in Poonch.",
         [("pakistan", "Kotli", 8, [3]), ("pakistan", "Poonch", 8, [2])]),
        ("On 8 June Pakistani mortars killed two soldiers and wounded a woman in Poonch.", [("pakistan", "Poonch", 8, [2, 1])]),
    ],
)  # fmt: skip
def test_main_clauses_with_a_place_and_dead_of_their_own_are_reports_of_their_own(text: str, rows: list[tuple[Any, ...]]) -> None:
    found = [(r.initiator, r.place and r.place.name, r.occurred.start and r.occurred.start.day, [c.low for c in r.casualties])
             for r in told(text).reports]  # fmt: skip
    assert found == rows


@pytest.mark.parametrize(
    ("why", "text", "rows"),
    [
        ("beside women the others are civilians", "Saudi shells killed five women and wounded seven other people in Saada on 8 June.",
         [("killed", 5, "civilian"), ("wounded", 7, "civilian")]),
        ("soldiers and civilians were hurt: the others may be either",
         "Saudi shells killed a soldier and a child and wounded seven other people in Saada on 8 June.",
         [("killed", 1, "military"), ("killed", 1, "civilian"), ("wounded", 7, "unknown")]),
        ("a man with no arms about him", "Indian fire killed a man near Kotli on 8 June.", [("killed", 1, "civilian")]),
        ("an army's losses", "Indian shells fell near Kotli on 8 June. Pakistan put its losses at three dead.",
         [("killed", 3, "military")]),
        ("a village's losses", "Indian shells fell near Kotli on 8 June. The losses of the villagers were put at three dead.",
         [("killed", 3, "unknown")]),
        ("four of the soldiers", "A mine hit a tractor that carried soldiers of Pakistan near Kotli on 8 June. Four of them were killed.",
         [("killed", 4, "military")]),
        ("four of the people", "Soldiers of India fired at people on a tractor near Kotli on 8 June. Four of them were killed.",
         [("killed", 4, "unknown")]),
        ("of those told in the paragraph before", "A mine blew up under ten Indian soldiers near Kotli on 8 June.\n\nFive of them died.",
         [("killed", 5, "military")]),
        ("a man at a post", "Indian fire killed a man at a post near Kotli on 8 June.", [("killed", 1, "military")]),
    ],
)  # fmt: skip
def test_what_the_victims_are(why: str, text: str, rows: list[tuple[str, int, str]]) -> None:
    assert [(c.harm, c.low, c.status) for r in told(text).reports for c in r.casualties] == rows, why


@pytest.mark.parametrize(("who", "claimant"), [
    ("Medical officials", "palestinians"), ("The Israeli army", "israel"), ("The army", "israel"),
])  # fmt: skip
def test_those_who_nurse_the_wounded_are_not_the_attackers(who: str, claimant: str | None) -> None:
    reading = told(f"The Israeli army broke the truce in Gaza on 8 June. {who} said an Israeli airstrike hit a tent in Khan Younis, "
                   "killing three Palestinians.")  # fmt: skip
    assert {c.claimant_party for r in reading.reports for c in r.casualties} == {claimant}


@pytest.mark.parametrize(("text", "sides"), [
    ("Indian soldiers foiled a bid by Pakistani intruders to enter the Keran sector on 8 June 2021.", ("pakistan", "india")),
    ("Armenian units beat back an assault by Azerbaijani troops near Talish on 8 June 2021.", ("azerbaijan", "armenia")),
    ("An attempt by Armenian saboteurs to cross the line near Talish was thwarted by Azerbaijani units on 8 June 2021.",
     ("armenia", "azerbaijan")),
    ("Armenian soldiers tried to cross the line near Talish on 8 June 2021 and Azerbaijani posts fired at them.",
     ("armenia", "azerbaijan")),
    ("Two soldiers were killed in Azerbaijani shelling of Talish on 8 June 2021.", ("azerbaijan", "artsakh")),
])  # fmt: skip
def test_who_repels_an_attack_was_attacked(text: str, sides: tuple[str, str]) -> None:
    assert [(r.initiator, r.target) for r in told(text).reports][:1] == [sides]


@pytest.mark.parametrize(("total", "killed"), [
    ("In Barda on 8 June 2021 Armenian shells killed two soldiers.", [1, 1, 2]),
    ("Armenian shells killed two soldiers on 8 June 2021.", [1, 1]),
])  # fmt: skip
def test_a_total_of_one_town_is_no_sum_of_the_dead_of_others(total: str, killed: list[int]) -> None:
    parts = "A shell killed an Azerbaijani soldier in Tovuz on 8 June 2021. In Aghdam a mortar killed one on 7 June 2021."
    reading = told(f"{parts} {total}") if "Barda" in total else told(f"{total} {parts}")
    assert sorted(c.low or 0 for r in reading.reports for c in r.casualties) == killed


def test_a_total_of_one_day_is_no_sum_of_the_dead_of_others() -> None:
    parts = "On 8 June 2021 an Azerbaijani shell killed a farmer in Martuni. Shelling by Azerbaijan also killed one in Hadrut."
    earlier = told(f"{parts} On 4 June 2021 Azerbaijani shells killed two people in Artsakh.")
    assert sorted(c.low or 0 for r in earlier.reports for c in r.casualties) == [1, 1, 2]
    same = told(f"{parts} On 8 June 2021 Azerbaijani shells killed two people in Artsakh.")
    assert sorted(c.low or 0 for r in same.reports for c in r.casualties) == [1, 1]


def test_ten_and_another_are_the_eleven_told_before() -> None:
    blast = "An Azerbaijani mine killed 11 soldiers near Martuni on 8 June 2021. Ten soldiers died at once, and another died in hospital."
    assert [c.low for r in told(blast).reports for c in r.casualties] == [11]
    fewer = told(blast.replace("11", "12"))
    assert [c.low for r in fewer.reports for c in r.casualties] == [12, 11]


@pytest.mark.parametrize(("teller", "party"), [("Artsakh's", "artsakh"), ("Armenia's", "armenia")])
def test_an_authority_means_its_own_by_the_name_of_its_kin(teller: str, party: str) -> None:
    text = f"{teller} Defence Ministry said that two Armenian soldiers were killed by Azerbaijani fire near Martuni on 8 June 2021."
    reports = told(text).reports
    assert [(r.target, c.party, c.low) for r in reports for c in r.casualties] == [(party, party, 2)]


@pytest.mark.parametrize(
    ("text", "summed"),
    [
        ("Daily shelling has killed 18 people in Martakert and wounded 40.", [("killed", 18), ("wounded", 40)]),
        ("Both sides trade fire almost daily, with 19 people killed in Martakert.", [("killed", 19)]),
        ("Karabakh lists 3,000 violations by Azerbaijan in Martakert, which have led to 59 deaths.", [("killed", 59)]),
        ("Violations by Azerbaijan in Martakert resulted in killing 14 civilians.", [("killed", 14)]),
        ("Azerbaijani forces killed 13 men in two operations near Martakert.", [("killed", 13)]),
        ("It followed a month in which Azerbaijani fire killed four farmers in Martakert.", [("killed", 4)]),
        ("Azerbaijan shells Martakert; the siege has cost 50 lives.", [("killed", 50)]),
        ("Since May shelling of Martakert has left 36 dead, while nine have not been found.", [("killed", 36), ("missing", 9)]),
        ("Azerbaijan killed six men in two attacks on Martakert on 8 June 2021.", []),
        ("Azerbaijani shells killed dozens of men in Martakert.", []),
        ("Since midnight Azerbaijani shelling of Martakert has wounded three people.", []),
        ("Azerbaijani forces killed six men in an operation near Martakert.", []),
    ],
)  # fmt: skip
def test_several_events_are_summed_unless_one_day_makes_one_of_them(text: str, summed: list[tuple[str, int]]) -> None:
    assert [(t.harm, t.low) for t in told(text).tallies if t.harm != "violations"] == summed


def test_those_hurt_in_attacks_are_no_count_of_attacks() -> None:
    hurt = told("Over 600 people were wounded in attacks by Azerbaijan on Talish since May, the ministry said.")
    assert [t.harm for t in hurt.tallies] == ["wounded"]
    fired = told("Azerbaijan shelled Talish on 8 June 2021 in one of 600 separate attacks of the week.")
    assert [t.harm for t in fired.tallies] == ["violations"]


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("Mortar fire near Lachin killed two men of the Border Guard.", ["military"]),
        ("Mortar fire near Lachin killed two men of the village.", ["unknown"]),
        ("Mortar fire near Lachin killed six people, all of them farm workers.", ["civilian"]),
        ("Mortar fire near Lachin killed six people.", ["unknown"]),
        ("A mortar bomb hit a bus near Lachin and killed six people.", ["civilian"]),
        ("A mortar bomb hit a post near Lachin and killed six people.", ["unknown"]),
        ("A mortar bomb hit a bus near Lachin and killed six people, among them a soldier.", ["unknown"]),
        ("Shelling near Lachin killed a soldier and wounded six people.", ["military", "unknown"]),
        ("Shelling near Lachin killed a soldier and wounded six.", ["military", "military"]),
        ("A sniper fired at a shepherd near Lachin on Monday. He died in hospital.", ["civilian"]),
        ("A sniper fired at a corporal near Lachin on Monday. He died in hospital.", ["military"]),
        ("A sniper near Lachin killed Armen Davtyan, 40.", ["unknown"]),
    ],
)
def test_what_the_hurt_are_is_told_by_the_words_around_them(text: str, statuses: list[str]) -> None:
    reading = told(text + " Azerbaijan's Defence Ministry blamed Armenian forces.")
    assert [c.status for r in reading.reports for c in r.casualties] == statuses


@pytest.mark.parametrize(("town", "reports"), [("Hodeidah", 1), ("Lyon", 0)])
def test_a_landmine_needs_no_side_named_where_a_truce_holds(town: str, reports: int) -> None:
    text = f"Three girls were killed on 8 June 2021 when a landmine exploded on a path near {town}."
    assert len(told(text).reports) == reports


def test_a_paragraph_of_history_stays_history_whoever_was_quoted_before() -> None:
    text = """Nikol Pashinyan of Armenia told reporters on Thursday that he would sign.

In the autumn of 2020 Azerbaijan attacked along the whole front. After 44 days it had taken Shusha."""
    assert not told(text).reports


def test_those_of_a_total_who_fell_at_a_place_of_their_own_are_its_parts() -> None:
    rest = " A drone killed one more in Nabatieh on Monday."
    text = """Israeli air strikes killed ten people in Lebanon on 7 June, after Hezbollah fired mortars at an Israeli post.

Nine of them died in Haris."""
    assert [c.low for r in told(text + rest).reports for c in r.casualties] == [9, 1]
    assert [c.low for r in told(text).reports for c in r.casualties] == [10]


@pytest.mark.parametrize(("who", "kind"), [
    ("Two Indian drones", "airspace_violation"), ("An Indian drone", "airspace_violation"),
    ("Indian soldiers with a drone", "ground_attack")])
def test_what_flies_over_a_line_breaks_into_the_air(who: str, kind: str) -> None:
    reading = read(Article(f"{who} crossed the Line of Control near Bhimber on Tuesday, Pakistan said.", published=date(2023, 6, 1)))
    assert [report.event_type for report in reading.reports] == [kind]


@pytest.mark.parametrize(("how", "told"), [("for its part", True), ("in a letter", True), ("after reports", False)])
def test_what_is_said_after_the_manner_of_saying_it_is_said(how: str, told: bool) -> None:
    text = ("Clashes broke out in Khartoum on Monday. The Rapid Support Forces fight the army there. The Rapid Support Forces (RSF) said "
            f"{how} that the army had attacked its positions with heavy artillery.")
    reading = read(Article(text, published=date(2023, 6, 1)))
    assert [(c.act, c.speaker_party, c.target_party) for c in reading.claims] == [("accuse", "sudan-rsf", "sudan-saf")] * told


@pytest.mark.parametrize(("tail", "wounded"), [
    ("four children and three women, and six others were wounded", 6), ("and four children, three women and six others were wounded", 13)])
def test_the_parts_of_the_dead_are_no_wounded(tail: str, wounded: int) -> None:
    text = f"Syrian army shells hit Iblin on 22 July 2021. Seven civilians of one family were killed, {tail}, medics said."
    rows = read(Article(text, published=date(2021, 7, 24))).reports[0].casualties
    assert {row.harm: row.low for row in rows} == {"killed": 7, "wounded": wounded}


@pytest.mark.parametrize(("when", "killed"), [("two days after", []), ("a day after", [26])])
def test_what_is_put_days_before_the_news_is_no_part_of_it(when: str, killed: list[int]) -> None:
    """What was a day before is news itself."""
    text = f"Pakistani posts opened fire at Keran on Friday, India said. The firing began {when} gunmen killed 26 people at Pahalgam."
    reading = read(Article(text, published=date(2025, 4, 26)))
    assert [row.low for report in reading.reports for row in report.casualties] == killed
