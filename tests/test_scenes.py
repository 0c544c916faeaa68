"""What speaks for a scene's being a report, and for two sentences' telling one incident: each ground with a case and a counter-case."""

from __future__ import annotations

from datetime import date

import pytest

from etl.model import Article
from etl.parse import linking, worth
from etl.parse.assembly import scenes_of
from etl.parse.reader import gather, read
from etl.parse.scenes import Scene
from etl.parse.tellings import Reader

LONG = "Azerbaijani forces shelled Talish on 3 June." + " The harvest had begun." * 5
SPEAKING = [  # a ground, what it holds of, what it does not hold of
    ("brief", "Azerbaijani forces shelled Talish on 3 June.", LONG),
    ("accident", "A helicopter with Armenian soldiers crashed after engine failure, killing two.",
     "A helicopter with Armenian soldiers was shot down and crashed, killing two."),
    ("past", "Azerbaijani forces shelled Talish.", "Azerbaijani forces are shelling Talish."),
    ("pluperfect", "Azerbaijani forces had shelled Talish.", "Azerbaijani forces shelled Talish."),
    ("embedded", "The road to Talish, which Azerbaijani forces shelled, is open.", "Azerbaijani forces shelled the road to Talish."),
    ("embedded", "The road to Talish, which Azerbaijani forces shelled, is open.", "It was Azerbaijani forces who shelled Talish."),
    ("embedded", "Armenian soldiers hid when Azerbaijani forces shelled Talish.",
     "Armenian soldiers were changing posts when Azerbaijani forces shelled Talish."),
    ("denied", "Baku denied that its army had shelled Talish.", "Baku said that its army had shelled Talish."),
    ("long time", "Since 2019 it has been calm, but Azerbaijani forces shelled Talish on 9 June 2021.",
     "Azerbaijani forces shelled Talish on Monday."),
    ("nobody named", "The village of Talish was shelled.", "Azerbaijani forces shelled the village of Talish."),
    ("days ago", "Azerbaijani forces shelled Talish on 4 June 2021.", "Azerbaijani forces shelled Talish on 9 June 2021."),
    ("weeks ago", "Azerbaijani forces shelled Talish on 4 May 2021.", "Azerbaijani forces shelled Talish on 4 June 2021."),
    ("accident", "An Armenian conscript was killed when his rifle misfired near Talish.",
     "A shot killed an Armenian conscript near Talish."),
    ("accident", "A shot fired while handling weapons against the safety rules killed an Armenian conscript near Talish.",
     "A shot fired by Azerbaijani troops handling the crossing killed an Armenian conscript near Talish."),
    ("accident", "An Armenian conscript shot two fellow conscripts at Talish.", "Snipers shot two conscripts of one village at Talish."),
    ("accident", "An Armenian conscript was shot at Talish; the ministry called the case non-combat.",
     "An Armenian conscript was shot at Talish in combat."),
    ("habit", "Azerbaijani forces shell Talish almost daily.", "Azerbaijani forces shelled Talish on Monday."),
    ("habit", "Azerbaijani forces shelled Talish almost every week.", "Azerbaijani forces shelled almost every house of Talish."),
    ("habit", "The mayor decried the repeated shelling of Talish.", "The mayor repeated that shelling hit Talish."),
]  # fmt: skip
FIRST = "Azerbaijani forces shelled the Martakert district on 9 June 2021, Artsakh's army said."
AGREEING = [  # a ground, the sentence told first, one that it holds of, one that it does not hold of
    ("new clock", FIRST, "The shelling began at 17:00.", "The shelling began in the evening."),
    ("clock", "At 17:00 Azerbaijani forces shelled Talish.", "At 18:30 they shelled it anew.", "In the evening they shelled it anew."),
    ("new harm", FIRST, "A mortar barrage killed two soldiers in Talish.", "A mortar barrage hit Talish."),
    ("a breach", FIRST, "Azerbaijan violated the ceasefire near Talish.", "Azerbaijan shelled Talish."),
    ("hit back", "Armenian troops shelled a post near Kalbajar.", "In response Azerbaijani troops shelled positions near Sotk.",
     "In response Azerbaijani troops shelled back."),
    ("hit back", "Two shells hit a field near Kilis.", "Turkish howitzers pounded Afrin.", "Turkish howitzers pounded the field."),
    ("no force", FIRST, "Two men died in Talish.", "Armenian troops killed two men in Talish."),
    ("kindred kinds", "Israeli jets struck Khiam.", "Two men died in an attack on Khiam.", "Two men died in a sniper attack on Khiam."),
    ("narrower place", FIRST, "Azerbaijani mortars shelled Talish.", "Azerbaijani mortars shelled the district."),
]


def gathered(text: str) -> Reader:
    reader = gather(Article(text, published=date(2021, 6, 10)))
    assert reader is not None
    return reader


def speaking(text: str) -> set[str]:
    reader = gathered(text)
    scenes = scenes_of(reader)
    return {name for name, _ in worth.grounds(scenes[0], scenes, reader)}


@pytest.mark.parametrize(("ground", "case", "counter"), SPEAKING, ids=[s[0] for s in SPEAKING])
def test_what_speaks_for_a_report(ground: str, case: str, counter: str) -> None:
    assert ground in speaking(case)
    assert ground not in speaking(counter)


def agreeing(first: str, second: str) -> set[str]:
    one, *rest = gathered(f"{first} {second}").tellings
    return {name for name, _ in linking.grounds(Scene([one]), rest[-1], first=True, last=True)}


@pytest.mark.parametrize(("ground", "first", "case", "counter"), AGREEING, ids=[a[0] for a in AGREEING])
def test_what_two_sentences_have_in_common(ground: str, first: str, case: str, counter: str) -> None:
    assert ground in agreeing(first, case)
    assert ground not in agreeing(first, counter)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Rockets hit Metula on Friday, and Israeli guns shelled Khiam in reply.", [(None, "Metula"), ("israel", "Khiam")]),
        ("Israeli jets hit a depot near Khiam after two rockets landed in Metula.", [("israel", "Khiam"), (None, "Metula")]),
        ("Israeli artillery shelled Khiam and then Israeli jets bombed Aitaroun.", [("israel", "Khiam Aitaroun")]),
        ("Shells hit Akcakale on Tuesday, and Turkish guns returned fire into Tel Abyad.", [(None, "Akcakale"), ("turkey", "Tel Abyad")]),
        ("Turkish guns shelled Tel Abyad and its tanks returned fire.", [("turkey", "Tel Abyad")]),
        ("Hamas fired rockets at Ashkelon after Israeli troops killed a man in Jenin.", [("hamas", "Ashkelon"), ("israel", "Jenin")]),
        ("Hamas fired rockets at Ashkelon and killed a man in Sderot.", [("hamas", "Ashkelon Sderot")]),
    ],
)
def test_an_answer_is_told_apart_from_what_it_answers(text: str, told: list[tuple[str | None, str]]) -> None:
    assert [(t.initiator, " ".join(p.place.name for p in t.places)) for t in gathered(text).tellings] == told


@pytest.mark.parametrize(
    ("text", "past"),
    [
        ("In 2016 Azerbaijani forces shelled Talish; on Thursday its children went back to school.", True),
        ("On Thursday Azerbaijani forces shelled Talish, which they took in 2016.", False),
    ],
)
def test_a_date_long_past_tells_of_its_own_clause(text: str, past: bool) -> None:
    assert [t.past for t in gathered(text).tellings if t.strong][:1] == [past]


@pytest.mark.parametrize(
    ("text", "armed"),
    [
        ("Israel carried out strikes on Gaza after Palestinians fired two rockets at Sderot.", [[], ["rocket"]]),
        ("Militants attacked Sderot, firing two rockets.", [["rocket"]]),
    ],
)
def test_an_act_has_the_weapons_of_its_own_clause(text: str, armed: list[list[str]]) -> None:
    assert [t.events[0].weapons for t in gathered(text).tellings] == armed


def test_every_ground_has_its_weight() -> None:
    text = f"{FIRST} Earlier two soldiers died in an accident. Meanwhile the sides clashed."
    reader = gathered(text)
    scenes = scenes_of(reader)
    assert {name for s in scenes for name, _ in worth.grounds(s, scenes, reader)} <= worth.WEIGHTS.keys()


def test_two_regions_are_two_places() -> None:
    text = "Monitors recorded 12 explosions in the Donetsk region on 9 June 2021. They recorded 7 explosions in the Luhansk region."
    one, *rest = gathered(text).tellings
    assert "other region" in {name for name, _ in linking.grounds(Scene([one]), rest[-1], first=True, last=True)}


TOLD = "Azerbaijani forces shelled Talish on Wednesday, Artsakh's army said. The council met the envoys. Schools stayed open. "
TWICE = [  # what comes after, and how many reports there are then
    ("The harvest is in. Azerbaijani forces shelled Talish with mortars, wounding a soldier, the ministry in Yerevan said.", 1),
    ("The harvest is in. Azerbaijani forces shelled Mataghis with mortars, wounding a soldier, the ministry in Yerevan said.", 2),
    ("The harvest is in. On Tuesday Azerbaijani forces shelled Talish, wounding a soldier, the ministry in Yerevan said.", 2),
    ("The harvest is in. Azerbaijani forces shelled Talish on the night of 8-9 June, the ministry in Yerevan said.", 1),
    ("The harvest is in. Azerbaijani forces shelled Talish on the night of 8-9 June, killing two, the ministry in Yerevan said.", 2),
    ("The harvest is in. Azerbaijani troops attacked in Nagorno-Karabakh on Wednesday, the Armenian Foreign Ministry said.", 1),
    ("The harvest is in. Azerbaijani troops also attacked in Nagorno-Karabakh on Wednesday, the Armenian Foreign Ministry said.", 2),
    ("The harvest is in. Azerbaijani troops attacked in Nagorno-Karabakh on Tuesday, the Armenian Foreign Ministry said.", 2),
]


@pytest.mark.parametrize(("after", "count"), TWICE)
def test_what_nothing_tells_apart_is_told_once(after: str, count: int) -> None:
    assert len(read(Article(TOLD + after, published=date(2021, 6, 10))).reports) == count


MARIB = "A Houthi drone killed two soldiers in Marib province on Tuesday."
LEADS = [  # a lead, what follows it, and where the reports are then
    (MARIB, "The drone hit a post in Harib district, killing two.", ["Harib district"]),
    (MARIB, "A Houthi drone hit a post in Harib, killing five.", ["Marib province", "Harib"]),
    ("A Houthi drone killed two soldiers in Harib on Tuesday.", "A Houthi drone hit a post in Marib city.", ["Harib", "Marib city"]),
    ("Israeli strikes killed seven people in south Lebanon on Tuesday.",
     "A strike on Tibnin killed four people. A strike on Yaroun killed three people.", ["Tibnin", "Yaroun"]),
    ("Israeli strikes killed nine people in south Lebanon on Tuesday.",
     "A strike on Tibnin killed four people. A strike on Yaroun killed three people.", ["south Lebanon", "Tibnin", "Yaroun"]),
]  # fmt: skip


@pytest.mark.parametrize(("lead", "after", "places"), LEADS)
def test_a_lead_of_the_region_is_the_one_told_there_or_the_sum_of_several(lead: str, after: str, places: list[str]) -> None:
    told = read(Article(f"{lead}\n\n{after}", published=date(2021, 6, 10))).reports
    assert [r.place.name if r.place else None for r in told] == places


KINDS = [
    ("Syrian artillery fire killed four people in Idlib on Monday, the White Helmets said.", "shelling"),
    ("Syrian rifle fire killed four people in Idlib on Monday, the White Helmets said.", "small_arms_fire"),
    ("Syrian government forces launched two drone attacks on SDF positions near Deir Hafer on Monday.", "drone_strike"),
    ("Syrian government forces launched two attacks on SDF positions near Deir Hafer on Monday.", "ground_attack"),
    ("Houthi fighters ambushed a patrol near Hays on Monday with mortars, the joint forces said.", "ground_attack"),
    ("Houthi fighters attacked a patrol near Hays on Monday with mortars, the joint forces said.", "shelling"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_the_weapon_tells_the_kind_of_an_attack_but_not_of_an_ambush(text: str, kind: str) -> None:
    assert read(Article(text, published=date(2021, 6, 10))).reports[0].event_type == kind


TOLLS = [  # what follows "Tamil Tigers blew up a Sri Lankan army bus near Jaffna on Tuesday.", and the dead it comes to
    ("At least eight soldiers died, the army said. The mine threw the bus off the road. Eight soldiers died, it said.", [8]),
    ("Eight soldiers died, the army said. The Tigers said that nine soldiers died.", [8, 9]),
    ("Eight soldiers died in the blast, while another died in hospital.", [9]),
    ("Eight soldiers died in the blast, while another was wounded.", [8]),
    ("The army suffered eight fatal casualties.", [8]),
]


@pytest.mark.parametrize(("after", "dead"), TOLLS)
def test_a_toll_told_twice_is_one_and_another_dead_is_one_more(after: str, dead: list[int]) -> None:
    told = read(Article("Tamil Tigers blew up a Sri Lankan army bus near Jaffna on Tuesday. " + after, published=date(2021, 6, 10)))
    assert [c.low for r in told.reports for c in r.casualties if c.harm == "killed"] == dead


AIR = [
    ("Israeli soldiers fired at a crowd in Khan Younis on Tuesday; five people were hit, medics said.", "small_arms_fire"),
    ("Israeli forces hit a crowd in Khan Younis on Tuesday; five people were wounded, medics said.", "air_strike"),
]


@pytest.mark.parametrize(("text", "kind"), AIR)
def test_who_shoots_is_not_in_the_air(text: str, kind: str) -> None:
    assert read(Article(text, published=date(2021, 6, 10))).reports[0].event_type == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("An Ethiopian F-16 put two bombs on a Tigrayan depot near Mekelle on 9 June.", "air_strike"),
        ("Tigrayan gunners put two shells into an Ethiopian depot near Mekelle on 9 June.", "shelling"),
        ("Ukrainian crews sent eight missiles into a Russian depot near Melitopol on 9 June.", "rocket_or_missile"),
        ("A Grad rocket salvo of the LNA struck Tripoli on 9 June.", "rocket_or_missile"),
        ("A mortar salvo of the LNA struck Tripoli on 9 June.", "shelling"),
        ("Indian and Pakistani troops exchanged heavy machine-gun fire near Poonch on 9 June.", "clash"),
        ("Two Hezbollah men died in an Israeli commando raid on Nabatieh, in Lebanon, on 9 June.", "ground_attack"),
        ("Sea Tigers of the LTTE rammed a Sri Lankan patrol boat off Trincomalee on 9 June, killing six sailors.", "ground_attack"),
        ("Houthi men set off an improvised explosive beneath a government lorry near Marib on 9 June.", "mine_or_ied"),
        ("Junta paragliders dropped bombs on Sagaing, Myanmar, on 9 June.", "air_strike"),
        ("Junta paragliders dropped mortar bombs on Sagaing, Myanmar, on 9 June.", "air_strike"),
        ("A Russian missile struck a Ukrainian helicopter near Izyum on 9 June.", "rocket_or_missile"),
        ("A salvo of rockets from the LNA hit Tripoli on 9 June.", "rocket_or_missile"),
        ("A salvo from the LNA hit Tripoli on 9 June.", "shelling"),
        ("An OSCE drone saw eleven Russian howitzers parked near Ilovaisk, Ukraine, inside the withdrawal line, on 9 June.", "deployment"),
        ("Eleven Russian howitzers fired on Ilovaisk, Ukraine, on 9 June, in breach of the ceasefire.", "shelling"),
        ("A raid by the ELN on a police post in Arauca, Colombia, killed two officers on 9 June.", "ground_attack"),
        ("A Saudi raid on a police post in Sanaa, Yemen, killed two officers on 9 June.", "air_strike"),
        ("Philippine troops and the MILF clashed in Pikit on 9 June; a stray bullet killed a farmer.", "clash"),
        ("Syrian tanks moved into the demilitarised zone on the Golan Heights facing Israel on 9 June.", "deployment"),
        ("Kurdish militants shot at a Turkish helicopter near Sirnak on 9 June, the first attack since the PKK declared a truce.",
         "small_arms_fire"),
        ("North Korean troops fired anti-aircraft guns at leaflets over Paju, in South Korea, on 9 June.", "shelling"),
        ("North Korean aircraft fired on a leaflet balloon over Paju, in South Korea, on 9 June.", "air_strike"),
        ("Pakistani troops opened unprovoked and heavy fire on Indian pickets near Poonch on 9 June.", "small_arms_fire"),
        ("Ethiopian jets killed eleven people in Tigrayan-held Mekelle on 9 June.", "air_strike"),
        ("Armed herders of Misseriya burned eleven huts in Agok, in Abyei, held by South Sudan, on 9 June.", "ground_attack"),
    ],
)
def test_what_is_sent_over_tells_the_kind(text: str, kind: str) -> None:
    assert [r.event_type for r in read(Article(text, published=date(2021, 6, 10))).reports] == [kind]


@pytest.mark.parametrize(("when", "standings"), [("", ["admitted"]), ("Earlier, ", ["alleged", "admitted"])])
def test_what_another_speaker_did_earlier_is_another_incident(when: str, standings: list[str]) -> None:
    text = f"""Israel shelled a Hezbollah post in Kfar Kila on Friday, Lebanon's army said.

Two houses burned.

{when}Israel's military said that its aircraft struck a Hezbollah launcher in Kfar Kila."""
    assert [r.standing for r in read(Article(text=text, published=date(2025, 3, 8))).reports] == standings


@pytest.mark.parametrize(("answer", "standing"), [
    ("The ELN took responsibility.", "admitted"), ("The ELN denied it.", "denied"), ("The ELN did not comment.", "alleged"),
    ("The ELN confirmed the attack.", "admitted"), ("The ELN said it had lost two men in Tame.", "alleged"),
])  # fmt: skip
def test_how_a_report_stands_by_what_the_accused_answers(answer: str, standing: str) -> None:
    text = f"Two policemen were killed when ELN fighters attacked a post in Tame on Friday, Colombia's army said. {answer}"
    found = read(Article(text=text, published=date(2021, 6, 5)))
    assert [r.standing for r in found.reports] == [standing]
    assert [c.report for c in found.claims if c.speaker_party == "eln" and c.act == "admit"] in ([], [1])


def test_a_blow_is_admitted_by_who_says_whom_it_was_meant_for() -> None:
    text = "An Israeli strike killed a man in Tyre on Friday, Lebanon's health ministry said. Israel's army said {}."
    found = [read(Article(text=text.format(said), published=date(2021, 6, 5))).reports[0].standing for said in (
        "the strike had targeted a Hezbollah man", "it was checking the report")]  # fmt: skip
    assert found == ["admitted", "alleged"]


@pytest.mark.parametrize(("year", "count"), [("In 2020", 0), ("On Friday", 1)])
def test_a_paragraph_of_times_gone_goes_on_though_one_voice_tells_the_article(year: str, count: int) -> None:
    front = "Azerbaijan attacked along the front. Then it took Shusha from Armenia's army."
    text = f"Armenia's envoy said the truce was asked for.\n\n{year} {front}"
    assert len(read(Article(text=text, published=date(2022, 8, 6))).reports) == count
