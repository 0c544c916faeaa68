"""Who did it to whom: each ground with a text it decides and one that it must not."""

from __future__ import annotations

from datetime import date

import pytest

from etl.model import Article, Reading
from etl.parse import read
from etl.parse.actors import actors_in
from etl.parse.actors_cast import cast
from etl.parse.assembly import assemble
from etl.parse.document import document
from etl.parse.reader import gather
from etl.parse.sides import grounds
from etl.parse.sides import told as told_of

DAY = date(2021, 6, 10)


def told(text: str, title: str | None = None) -> Reading:
    return read(Article(text, title=title, published=DAY))


SIDES = [
    ("whose tale others call false has told it, not denied it", "STEPANAKERT, June 9. The statement of Azerbaijan's Defense Ministry that "
     "units of the Artsakh Defense Army fired at Azerbaijani positions near Shushi on the night of June 7 to 8 is another piece of "
     "disinformation, the Ministry of Defense of Artsakh said on Wednesday.\n\nThe Defense Army keeps to the ceasefire, it said.",
     "artsakh", "azerbaijan"),
    ("who has an air force", "Warplanes bombed a depot of the army near Taiz in Yemen on Tuesday. The Houthis and the Saudi-led coalition "
     "had agreed on a truce. The Houthis held the town; the Houthis were silent.", "saudi-coalition", "houthis"),
    ("does it", "On Tuesday Armenian troops fired on an Azerbaijani post near Kalbajar. Nobody was hurt.", "armenia", "azerbaijan"),
    ("does it, not whose soldiers fell", "On Tuesday an Armenian soldier was killed by Azerbaijani fire near Kalbajar.",
     "azerbaijan", "armenia"),
    ("the teller's own is hit", "On Tuesday its posts near Uri were shelled, India's army said, and it blamed Pakistan.",
     "pakistan", "india"),
    ("the teller himself fires", "Hezbollah said on Tuesday that it fired rockets at an Israeli post at Shebaa.", "hezbollah", "israel"),
    ("the teller himself fires, though the other broke the truce",
     "Hezbollah said it fired rockets on Tuesday at an Israeli post at Shebaa, its answer to Israel's violations of the truce.",
     "hezbollah", "israel"),
    ("the teller's own is fired at", "Gunmen crossed the line near Rafah on Tuesday and fired at its engineers, Israel's army said. Hamas "
     "was silent.", "hamas", "israel"),
    ("his side", "The army of Thailand spoke on Tuesday. Its colonel Somchai Rattana said his side was shelled at Ta Muen. Cambodia was "
     "silent.", "cambodia", "thailand"),
    ("blamed after", "On Tuesday two soldiers were killed near Zolote in Ukraine, Ukraine's army said. The army blamed Donetsk rebels.",
     "donetsk-pr", "ukraine"),
    ("a guarantor is no side", "Russian peacekeepers said that on Tuesday Azerbaijani troops fired on Karabakh positions near Shusha.",
     "azerbaijan", "artsakh"),
    ("a sniper is nobody's", "India and Pakistan agreed on a truce. On Tuesday an Indian soldier was shot by a sniper near Uri.",
     "pakistan", "india"),
    ("what a side denies is laid to it", "India urged calm. Pakistan denied that mortars were fired at Indian posts near Uri on Tuesday.",
     "pakistan", "india"),
    ("what it denies of the others is not", "On Tuesday Pakistan shelled posts near Uri, India said, and denied that it had lost men.",
     "pakistan", "india"),
    ("whose home it is", "On Tuesday Syrian army shells hit a market in Idlib. Its foes are the SDF and the Syrian opposition.",
     "syria", "syrian-opposition"),
    ("the home of another", "On Tuesday Syrian army shells hit a market in Raqqa. Its foes are the Syrian opposition and the SDF.",
     "syria", "sdf"),
    ("who is spoken of before a colon does nothing", "Ukraine buries two. Kyiv: separatists shelled Pisky on Tuesday.",
     "donetsk-pr", "ukraine"),
    ("a capital does what its clause says", "Ukraine buries two. Kyiv shelled separatists at Pisky on Tuesday.", "ukraine", "donetsk-pr"),
    ("accused of launching", "Eritrea accused its foe Ethiopia on Tuesday of launching attacks along the border at Zalambessa.",
     "ethiopia", "eritrea"),
    ("its own attack, halted", "Georgia on Tuesday halted its attack on Tskhinvali, the aide of a deputy said.", "georgia",
     "south-ossetia"),
    ("an attack on it, halted", "Georgia on Tuesday halted an attack of the South Ossetian army on Eredvi, the aide of a deputy said.",
     "south-ossetia", "georgia"),
    ("who says that it was beaten off", "An assault near Fuzuli was thrown back on Tuesday, Azerbaijan's army said. Armenia was silent.",
     "armenia", "azerbaijan"),
    ("with which", "Ukraine counted craters. The shelling with which the separatists greeted Tuesday hit Pisky.", "donetsk-pr", "ukraine"),
    ("militias that a side backs", "Turkish-backed militias shelled SDF positions near Ain Issa in Syria on Tuesday.",
     "syrian-opposition", "sdf"),
    ("militias that nobody backs", "The SDF buried two. Its militias shelled Turkish positions near Ain Issa in Syria on Tuesday.", "sdf",
     "turkey"),
    ("who holds it, the text says", "On Tuesday a mortar round fell on a market in rebel-held Sartana. Ukraine counted craters, the "
     "Donetsk People's Republic the hurt.", "ukraine", "donetsk-pr"),
    ("the state holds it, the text says", "On Tuesday a mortar round fell on a market in government-held Horlivka. The Donetsk "
     "People's Republic was silent; Ukraine counted the craters.", "donetsk-pr", "ukraine"),
    ("under whose control", "Ukraine counted craters. On Tuesday a mortar round fell on a market in Pisky, controlled by the Donetsk "
     "People's Republic.", "ukraine", "donetsk-pr"),
    ("guns on a side", "Guns on the Pakistani side opened up first at Uri on Tuesday, India's army said.", "pakistan", "india"),
    ("its guns", "The army of India said that on Tuesday its guns fired on a camp near Leepa.", "india", "pakistan"),
    ("militias for the government", "Mali was calm. Pro-government militias attacked a camp of the CMA near Menaka on Tuesday.",
     "mali", "azawad"),
    ("militias against it", "Mali was calm. Separatist militias of the CMA attacked a camp near Menaka on Tuesday.", "azawad", "mali"),
    ("the rebels of a state", "On Tuesday militants shelled Syrian army positions near Saraqib in Idlib, the Syrian army said.",
     "syrian-opposition", "syria"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "text", "initiator", "target"), SIDES, ids=[s[0] for s in SIDES])
def test_sides(why: str, text: str, initiator: str, target: str) -> None:
    report = told(text).reports[0]
    assert (report.initiator, report.target) == (initiator, target), why


@pytest.mark.parametrize(("text", "initiator", "target"), [
    ("Ukraine lost one soldier to a sniper near Pisky on Sunday.", None, "ukraine"),
    ("Ukraine killed one soldier of the DPR near Pisky on Sunday.", "ukraine", "donetsk-pr"),
])  # fmt: skip
def test_who_loses_people_is_hit_and_did_nothing_to_them(text: str, initiator: str | None, target: str) -> None:
    (report,) = read(Article(text, published=date(2020, 7, 14))).reports
    assert (report.initiator, report.target) == (initiator, target)


@pytest.mark.parametrize(("place", "party"), [("al-Mazraa", "syrian-druze"), ("Saraqib", "syrian-opposition")])
def test_of_those_whom_nobody_names_it_is_who_holds_the_place(place: str, party: str) -> None:
    text = f"Outlawed groups attacked units of the army in {place} on Tuesday, the Ministry of Defence announced. Two soldiers fell."
    (report,) = read(Article(text, published=DAY, outlet_party="syria")).reports
    assert (report.initiator, report.target) == (party, "syria")


@pytest.mark.parametrize(("who", "initiator"), [("unidentified gunmen", None), ("gunmen from Pakistan", "pakistan")])
def test_whom_nobody_knows_is_nobody(who: str, initiator: str | None) -> None:
    text = f"On Tuesday an Indian soldier was shot dead near Uri by {who}. India and Pakistan agreed on a truce in February."
    assert told(text).reports[0].initiator == initiator


@pytest.mark.parametrize(("noun", "troops"), [("soldiers", True), ("policemen", True), ("fighters", False), ("farmers", False)])
def test_soldiers_and_policemen_are_rather_a_states(noun: str, troops: bool) -> None:
    reader = gather(Article(f"On Tuesday two {noun} were killed in Arauca when the ELN and Colombia's army exchanged fire.", published=DAY))
    assert reader is not None
    scenes = assemble(reader)
    facts = told_of(scenes[0], scenes, reader)
    assert facts.troops is troops
    assert ("hit: troops hurt, a state", 1.0) in grounds("hit", "colombia", facts) or not troops


def named(text: str, party: str) -> set[str]:
    """The names of the grounds that speak for or against a side as doer of the first scene."""
    reader = gather(Article(text, published=DAY))
    assert reader is not None
    scenes = assemble(reader)
    return {name for name, _ in grounds("doer", party, told_of(scenes[0], scenes, reader))}


@pytest.mark.parametrize(("at", "who", "tells"), [
    ("a trench", "Ukraine's army", True), ("a trench", "the Donetsk rebels", False),
    ("a trench of the Donetsk rebels", "Ukraine's army", False),
])  # fmt: skip
def test_who_tells_of_his_own_act_and_not_against_whom_has_most_often_answered(at: str, who: str, tells: bool) -> None:
    text = f"Ukrainian gunners shelled {at} near Zolote on Tuesday, {who} said. Ukraine and the Donetsk People's Republic are at odds."
    assert ("doer: tells its own act" in named(text, "ukraine")) is tells


@pytest.mark.parametrize(("place", "files"), [("KYIV, June 10", True), ("MOSCOW, June 10", False)])
def test_the_story_is_filed_from_the_ground_of_a_side(place: str, files: bool) -> None:
    text = f"{place} - A trench near Zolote was shelled on Tuesday. Ukraine and the Donetsk People's Republic agreed on a truce."
    assert ("doer: files the story" in named(text, "ukraine")) is files


@pytest.mark.parametrize(("between", "ground"), [
    ("", "doer: its dead"), ("Nobody knew why. It rained. The road was shut. ", "doer: its dead late"),
])  # fmt: skip
def test_the_dead_told_long_after_are_often_of_another_incident(between: str, ground: str) -> None:
    text = f"Shells fell on Zolote on Tuesday. {between}Two Ukrainian soldiers were killed. Ukraine and Donetsk agreed a truce."
    assert ground in named(text, "ukraine")


def test_what_only_monitors_counted_is_laid_at_nobodys_door() -> None:
    text = ("The OSCE mission recorded 28 explosions near Avdiivka on Tuesday. Ukraine and the Donetsk People's Republic agreed on the "
            "truce in July.")  # fmt: skip
    assert told(text).reports[0].initiator is None


@pytest.mark.parametrize(("text", "target"), [
    ("The OSCE mission recorded 28 explosions and bursts of fire near Avdiivka on Tuesday. The ceasefire is in its third month.", None),
    ("Shells hit an OSCE patrol near Avdiivka on Tuesday. The ceasefire is in its third month.", "osce"),
])  # fmt: skip
def test_who_watches_is_hit_only_where_the_text_says_so(text: str, target: str | None) -> None:
    assert told(text).reports[0].target == target


def test_the_rebels_of_a_headline_are_those_of_the_article() -> None:
    text = "A fighter of the CMA was seen near Lere. A post was attacked in Lere on Tuesday and a boy was hurt. Mali was silent."
    assert told(text, "Mali rebel attack wounds boy").reports[0].initiator == "azawad"
    assert told(text, "Mali army attack wounds boy").reports[0].initiator == "mali"


def test_a_headline_names_the_doer_whom_the_text_leaves_out() -> None:
    text = ("A farmer was wounded in Kfar Kila in southern Lebanon on Tuesday when a drone struck his tractor. "
            "Israel and Hezbollah keep a truce.")  # fmt: skip
    assert told(text, "Israeli drone wounds farmer in Lebanon").reports[0].initiator == "israel"


@pytest.mark.parametrize(("text", "found"), [("Aleksandrovskoye in Russian, a village", []), ("the town is in Russian hands", ["Russian"]),
                                             ("it was written in Arabic.", [])])  # fmt: skip
def test_a_language_is_no_side(text: str, found: list[str]) -> None:
    assert [m.alias for m in actors_in(text)] == found


def issues(text: str) -> list[tuple[str, str]]:
    return [(i.code, i.detail) for i in told(text).issues if i.code in ("unknown_party", "unknown_actor")]


def test_a_side_that_nobody_tells_is_null_and_an_issue() -> None:
    reading = told("A blast near Kas on Tuesday killed two people, and nobody knows who laid the mine. The truce is a week old.")
    assert [r.initiator for r in reading.reports] == [None]
    assert [c.party for r in reading.reports for c in r.casualties] == [None]
    assert {i.code for i in reading.issues} >= {"unknown_party"}
    assert any(i.detail.startswith("who did it: ") for i in reading.issues)
    assert any(i.detail.startswith("whose: ") for i in reading.issues)


def test_a_side_that_is_told_is_no_issue() -> None:
    assert issues("On Tuesday Armenian troops fired on an Azerbaijani post near Kalbajar and wounded two Azerbaijani soldiers.") == []


def test_an_armed_group_that_the_registry_lacks_is_an_issue() -> None:
    assert ("unknown_actor", "Justice Hawks") in issues("On Tuesday the Justice Hawks attacked a convoy of the army near Kas in Sudan.")
    assert not [i for i in issues("On Tuesday the Arakan Army attacked a convoy of Myanmar's army near Sittwe.") if i[0] == "unknown_actor"]


OWNED = [
    ("those spoken of", "Forty gunmen of Hezbollah waited near Metula on Tuesday, Israel's army said. "
                        "It opened fire and nine of them were killed.", "hezbollah", "military"),
    ("whose flag they serve", "Gunmen shot at a United Nations patrol near Tonj on Tuesday and wounded two Bangladeshi peacekeepers.",
     "un-peacekeepers", "military"),
    ("its own fallen", "India's army said that its guns answered Pakistani fire near Uri on Tuesday and that one soldier was killed.",
     "india", "military"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "text", "party", "status"), OWNED, ids=[o[0] for o in OWNED])
def test_whose_the_victims_are(rule: str, text: str, party: str, status: str) -> None:
    rows = [c for r in told(text).reports for c in r.casualties]
    assert [(c.party, c.status) for c in rows] == [(party, status)]


def test_those_counted_by_monitors_are_not_the_monitors_own() -> None:
    text = "Armenian guns shelled Azerbaijani posts near Kalbajar on Tuesday. The Russian peacekeepers counted five injured."
    rows = [c for r in told(text).reports for c in r.casualties]
    assert [c.party for c in rows] == ["azerbaijan"]


WHOSE = [
    ("on a side", "Russia said Azerbaijani troops opened fire near Shusha on Tuesday. It spoke of three dead on the Karabakh "
     "side and of two dead on the Azerbaijani side.", ["artsakh", "azerbaijan"]),
    ("in the ranks", "Shots were fired near Shusha on Tuesday. Media speak of five dead in the ranks of Armenia; Azerbaijan is silent.",
     ["armenia"]),
    ("its own", "Baku said Armenian troops fired near Kalbajar on Tuesday and three Armenian soldiers were wounded. Baku spoke of two "
     "killed of its own.", ["azerbaijan"]),
    ("bodies left behind", "Congo's army said M23 fighters attacked Sake on Tuesday and were thrown back, leaving seven bodies behind.",
     ["m23"]),
    ("bodies found", "Congo's army said M23 fighters attacked Sake on Tuesday. Seven bodies were found.", ["dr-congo"]),
    ("its driver is the car's", "Israeli drones hit a car at Yohmor in Lebanon on Tuesday, Israel's army said. Its driver was killed.",
     ["lebanon"]),
    ("an official has the count of others' dead", "On Tuesday Pakistani guns shelled Arnia in India. A Pakistani official had five dead.",
     ["india"]),
    ("a side has its own dead", "On Tuesday Pakistani guns shelled Arnia in India. The Pakistani side had five dead.", ["pakistan"]),
    ("civilians beside a fighter", "On Tuesday an Israeli drone hit Tebnine in Lebanon and killed a Hezbollah gunman along with two boys.",
     ["hezbollah", "lebanon"]),
    ("of whom it is said", "The Tigers attacked Muhamalai on Tuesday, Sri Lanka's army said. Of the Tigers, 30 had been killed.", ["ltte"]),
    ("of whom it is said, the attackers", "The Tigers attacked Muhamalai on Tuesday, Sri Lanka's army said. As for the attackers, 30 had "
     "been killed.", ["ltte"]),
    ("of a place it is said", "The Tigers attacked Muhamalai on Tuesday, Sri Lanka's army said. On the beach, 30 had been killed.",
     ["sri-lanka"]),
    ("his men are a man's, not an army's", "On Tuesday the army attacked Muhamalai in Sri Lanka, the Tigers' spokesman said, and three "
     "of his fighters had been killed.", ["ltte"]),
    ("the crew of a craft", "Azerbaijan said its troops shot down a Russian helicopter near Nakhchivan on Tuesday. Two of the crew were "
     "killed.", ["russia"]),
    ("a driver of no craft", "Azerbaijan said its troops fired on Armenian posts near Kalbajar on Tuesday. A driver was killed.",
     ["armenia"]),
    ("the craft of the other", "On Tuesday a Russian helicopter hit a Georgian lorry near Gori. Its driver was killed.", ["georgia"]),
    ("killed of their crews", "The Sea Tigers attacked a convoy off Trincomalee on Tuesday. It killed 30 of their crews, Sri Lanka's navy "
     "said.", ["ltte"]),
    ("lost of their crews", "The Sea Tigers attacked a convoy off Trincomalee on Tuesday. A shell killed two of their men, Sri Lanka's "
     "navy and army said.", ["sri-lanka"]),
    ("in their ranks", "Ukraine's army fired at Pisky on Tuesday, the Donetsk rebels said and spoke of three dead in their ranks.",
     ["donetsk-pr"]),
    ("on their side, in a quote", "Sri Lanka's army stormed Muhamalai on Tuesday. \"Nine died on their side. On our side, there were two "
     "deaths,\" said Ravi Kumaran, a commander of the Tigers.", ["sri-lanka", "ltte"]),
    ("its own, killed by the teller's", "The FARC ended its truce on Tuesday after the Colombian army attacked a camp in Cauca and killed "
     "nine of its fighters, the army said.", ["farc"]),
    ("lives lost to guns", "Shells fell on both banks of the Neelum on Tuesday. An official at Uri in India spoke of nine lives lost to "
     "Indian guns.", ["pakistan"]),
    ("lives lost to the cold", "Pakistani shells fell on Uri in India on Tuesday. An official spoke of nine lives lost to the shells.",
     ["india"]),
    ("the shelling killed them, not the school", "Tuesday's Burma army raid on a KIA school near Laiza which killed seven recruits "
     "lasted an hour.", ["kia"]),
    ("the school's killed them", "On Tuesday at Laiza men of a KIA school who killed seven recruits of Burma's army fled, an officer said.",
     ["myanmar"]),
    ("the accused killed them", "On Tuesday the Sudanese army accused the RSF of firing shells at Omdurman, killing seven.", ["sudan-saf"]),
    ("the accusers killed them", "On Tuesday Sudanese army guns fired shells at RSF men in Bahri, killing seven.", ["sudan-rsf"]),
    ("not the doer's friends", "Saudi guns fired at Houthi men in Saada on Tuesday. Saudi troops also pounded the Razih district of the "
     "same Yemeni province, leaving two villagers dead.", ["houthis"]),
    ("not of the doer's people", "Islamic Jihad fired at Israel from Gaza on Tuesday. Of ten Palestinians in raids four were killed, "
     "medics said, while rockets had hit southern Israel, killing a girl.", ["palestinians", "israel"]),
    ("owned to", "On Tuesday Karabakh guns shelled a post near Terter. Baku owned to the loss of a lieutenant.", ["azerbaijan"]),
    ("the same", "Baku said Armenian troops fired near Kalbajar on Tuesday and three Armenian soldiers were wounded and two killed.",
     ["armenia"]),
]  # fmt: skip


@pytest.mark.parametrize(("why", "text", "killed"), WHOSE, ids=[w[0] for w in WHOSE])
def test_whose_the_dead_are(why: str, text: str, killed: list[str]) -> None:
    assert [c.party for r in told(text).reports for c in r.casualties if c.harm == "killed"] == killed, why


@pytest.mark.parametrize(("text", "blamed"), [("Georgia held Abkhazia responsible for the shelling.", {"abkhazia"}),
                                              ("Shelling hit a post on ground held by Abkhazia.", set())])  # fmt: skip
def test_who_holds_ground_is_not_held_responsible(text: str, blamed: set[str]) -> None:
    reader = gather(Article(f"{text} Two soldiers were killed by fire and shells.", published=DAY))
    assert reader is not None
    assert set(reader.accused) == blamed


@pytest.mark.parametrize(("whom", "party"), [("on a Russian column", "russia"), ("on the road", "russia"), ("on rebels", "chechnya")])
def test_losses_are_theirs_on_whom_they_are_inflicted(whom: str, party: str) -> None:
    reports = told(f"Chechen rebels attacked Russian troops on Tuesday and inflicted 30 losses {whom}.").reports
    assert [c.party for r in reports for c in r.casualties] == [party]


def test_the_comrades_of_the_fallen_are_of_his_side() -> None:
    text = ("On Tuesday Azerbaijani troops fired at posts near Martakert in Karabakh. Hrant Simonyan, a soldier of the Karabakh army, was "
            "killed by the Azerbaijani fire, and two of his comrades were wounded.")  # fmt: skip
    assert [c.party for r in told(text).reports for c in r.casualties] == ["artsakh", "artsakh"]


@pytest.mark.parametrize(("text", "sides"), [("the Indonesian Hospital in Gaza", []), ("the Indonesian army", ["indonesia"]),
                                             ("beside the Saudi hospital", []), ("Saudi hospitality", ["saudi-coalition"])])  # fmt: skip
def test_a_hospital_named_after_a_country_is_no_side(text: str, sides: list[str]) -> None:
    assert [m.party for m in actors_in(text) if m.kind != "ground"] == sides


@pytest.mark.parametrize(("hurt", "claimant"), [("Four Armenian soldiers", "azerbaijan"), ("Four farmers", None)])
def test_an_attackers_communique_goes_on_to_the_soldiers_he_killed_not_to_the_farmers(hurt: str, claimant: str | None) -> None:
    text = f"Azerbaijan's Defence Ministry said on Tuesday that its troops shelled Armenian posts at Vardenis. {hurt} were killed by it."
    found = told(text).reports[0].casualties[0]
    assert (found.party, found.claimant_party) == ("armenia", claimant)


@pytest.mark.parametrize(("said", "claimant"), [
    ("A fisherman was hurt there.", "ukraine"),
    ("A fisherman was hurt there, and three Donetsk rebels were killed.", None),
    ("A fisherman was hurt there, a doctor in the town said.", None),
])  # fmt: skip
def test_who_alone_has_told_of_an_incident_tells_his_own_sides_losses_in_it(said: str, claimant: str | None) -> None:
    text = ("Donetsk rebels shelled the village of Shyrokyne with mortars on Tuesday, Ukraine's army said. Rockets were fired too.\n\n"
            "The rebels have held the road since the winter.\n\n" + said + "\n\nDonetsk denied it all.")  # fmt: skip
    found = [c for r in told(text).reports for c in r.casualties if c.party == "ukraine"]
    assert [c.claimant_party for c in found] == [claimant]


@pytest.mark.parametrize(("body", "side"), [("main armed opposition group", "splm-io"), ("army", "south-sudan")])
def test_a_countrys_rebels_are_not_its_state(body: str, side: str) -> None:
    text = f"South Sudanese {body} said it fought off an attack at Yei on Tuesday. The SPLM-IO has bases there."
    assert [m.party for m in cast(document(Article(text, published=DAY))).mentions[0]][:1] == [side]


@pytest.mark.parametrize(("day", "claimant"), [("9 June", "philippines"), ("4 June", None)])
def test_what_is_recalled_from_days_before_is_not_the_one_voices_word(day: str, claimant: str | None) -> None:
    text = ("The MILF attacked an army camp in Lamitan in the Philippines on 9 June, the Philippine army said.\n\n"
            "A bridge was closed.\n\nOn {} a Philippine soldier was hurt in a MILF ambush in Jolo.")  # fmt: skip
    found = [c for r in told(text.format(day)).reports for c in r.casualties]
    assert [c.claimant_party for c in found] == [claimant]


def test_a_place_under_fire_is_not_held_by_who_fires() -> None:
    held = gather(Article("Hodeidah, under Houthi control, was shelled on Friday.", published=date(2021, 6, 10)))
    fired = gather(Article("Hodeidah came under Houthi fire on Friday.", published=date(2021, 6, 10)))
    assert held is not None
    assert fired is not None
    assert held.held == {"Hodeidah": "houthis"}
    assert fired.held == {}


@pytest.mark.parametrize(("place", "held"), [
    ("Sartana (government-controlled, 15 km from Mariupol)", {"Sartana": "ukraine"}), ("rebel-held Sartana", {"Sartana": "donetsk-pr"}),
    ("Sartana (15 km from government-controlled Mariupol)", {"Mariupol": "ukraine"})])  # fmt: skip
def test_who_holds_a_place_by_the_words_beside_it(place: str, held: dict[str, str]) -> None:
    text = f"A monitor counted craters of shelling in {place}. Donetsk rebels broke the ceasefire, soldiers died."
    reader = gather(Article(text, published=DAY))
    assert reader is not None
    assert reader.held == held


@pytest.mark.parametrize(("after", "party"), [
    ("The raiders lost three men.", "eln"), ("The garrison lost three men.", "colombia"),
    ("Three of the assault party were killed.", "eln"), ("Three of the search party were killed.", "colombia"),
    ("The guards fired back and killed three.", "eln"), ("The attackers fired on and killed three.", "colombia"),
    ("In the return fire three were killed.", "eln"), ("In the fire three were killed.", "colombia"),
    ("They were beaten off with three dead.", "eln"), ("They came back with bombs and left three dead.", "colombia"),
    ("The raid was thrown back with the loss of three men.", "eln"), ("The raid ended with the loss of three men.", "colombia"),
    ("The defenders were driven back, losing three men.", "colombia"),
    ("There were three dead on the attackers' side.", "eln"), ("There were three dead on the roadside.", "colombia"),
    ("Three bodies lay on the road as the attackers pulled back.", "eln"), ("Three bodies lay on the road.", "colombia"),
    ("The morning cost the raiders three men.", "eln"), ("The morning cost three soldiers their lives.", "colombia"),
])  # fmt: skip
def test_the_part_they_played_tells_whose_they_are(after: str, party: str) -> None:
    text = f"TIBU, Colombia - Guerrillas of the ELN raided the police station at Tibu before dawn on Tuesday, the mayor said. {after}"
    assert [c.party for r in told(text).reports for c in r.casualties] == [party]


@pytest.mark.parametrize(("told_so", "party"), [
    ("Baku put the enemy's dead at seven.", "armenia"), ("Baku put the dead at seven.", "azerbaijan"),
    ("Armenian losses stood at seven dead.", "armenia"), ("Armenian officials stood at seven graves of the dead.", None),
    ("Casualties on the Armenian side: seven killed.", "armenia"), ("A post on the Armenian road: seven killed.", "azerbaijan"),
    ("Azerbaijan's army said it had killed seven.", "armenia"), ("Azerbaijan's army said a mortar bomb had killed seven.", "azerbaijan"),
    ("A bomb fell on Terter. It killed seven, Azerbaijan's army said.", "azerbaijan"),
    ("Azerbaijan's army said that its guns killed seven.", "armenia"),
])  # fmt: skip
def test_who_counts_losses_and_whose_they_are(told_so: str, party: str | None) -> None:
    text = f"TERTER, June 9 - Armenian troops fired on Azerbaijani posts near Terter on Tuesday. {told_so}"
    rows = [c for r in told(text).reports for c in r.casualties]
    assert [c.party for c in rows] == ([party] if party else [])


@pytest.mark.parametrize(("also", "lost"), [
    ("Azerbaijan five", [("armenia", 3), ("azerbaijan", 5)]), ("while the Azerbaijani army lost five", [("armenia", 3), ("azerbaijan", 5)]),
    ("Azerbaijan five guns", [("armenia", 3)]), ("Azerbaijan fired five shells", [("armenia", 3)]),
])  # fmt: skip
def test_who_lost_how_many_with_the_verb_said_once(also: str, lost: list[tuple[str, int]]) -> None:
    text = f"Armenian and Azerbaijani forces clashed near Sotk on Tuesday. Armenia lost three men, {also}."
    assert sorted((c.party or "", c.low or 0) for r in told(text).reports for c in r.casualties) == lost
