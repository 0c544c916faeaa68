"""Who is named: names, nationalities, capitals, composed bodies, roles, and what only looks like them."""

from __future__ import annotations

from datetime import date

import pytest

from etl.model import Article
from etl.parse.actors import ActorMention, actors_in
from etl.parse.actors_cast import cast
from etl.parse.document import document


@pytest.mark.parametrize("text", ["An army raid began.", "It was a rebel mortar attack.", "A regime bombardment followed."])
def test_a_use_of_force_is_a_bodys(text: str) -> None:
    assert [m.kind for m in actors_in(text)] == ["body"]


def one(text: str, words: str, on: date | None = None) -> ActorMention | None:
    """The mention whose words are these, if the text has it."""
    return next((m for m in actors_in(text, on) if text[m.start : m.end] == words), None)


@pytest.mark.parametrize(
    ("text", "words", "party", "actor"),
    [
        ("The Azerbaijani Defence Ministry said so.", "Azerbaijani Defence Ministry", "azerbaijan", "azerbaijan-mod"),
        ("The ministry of defence of Azerbaijan said so.", "ministry of defence of Azerbaijan", "azerbaijan", "azerbaijan-mod"),
        ("The Defense Ministry in Baku said so.", "Defense Ministry in Baku", "azerbaijan", "azerbaijan-mod"),
        ("The ministry of defence of the unrecognised Nagorno-Karabakh Republic said so.",
         "ministry of defence of the unrecognised Nagorno-Karabakh Republic", "artsakh", "artsakh-mod"),
        ("Azerbaijan's defence ministry said so.", "Azerbaijan's defence ministry", "azerbaijan", "azerbaijan-mod"),
        ("Lebanon’s health ministry said so.", "Lebanon’s health ministry", "lebanon", "lebanon-health"),
        ("The Israeli army fired.", "Israeli army", "israel", "israel-army"),
        ("Indian troops fired.", "Indian troops", "india", None),
        ("Houthi rebels fired.", "Houthi rebels", "houthis", None),
        ("Azerbaijani special units fired.", "Azerbaijani special units", "azerbaijan", None),
        ("A Hezbollah commander was hit.", "Hezbollah commander", "hezbollah", "hezbollah-leadership"),
        ("Officials in Yerevan spoke.", "Officials in Yerevan", "armenia", "armenia-government"),
        ("Baku denied it.", "Baku", "azerbaijan", None),
        ("Rebels fired on south Sudanese troops.", "south Sudanese troops", "south-sudan", None),
        ("Rebels fired on Sudanese troops in the south.", "Sudanese troops", "sudan-saf", None),
        ("The U.N. peacekeepers were hit.", "U.N. peacekeepers", "un-peacekeepers", None),
    ],
)
def test_a_body_is_named_with_its_side(text: str, words: str, party: str, actor: str | None) -> None:
    mention = one(text, words)
    assert mention is not None, actors_in(text)
    assert mention.party == party
    if actor is not None:
        assert mention.actor == actor


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Karen Davtyan was among the dead.", "Karen"),
        ("He broke a turkey wing.", "turkey"),
        ("Fire was opened at 7:30 Yerevan time.", "Yerevan"),
        ("A military helicopter fell.", "military"),
        ("They met at an army post.", "army"),
        ("He fled in a government jeep.", "government"),
        ("On either side nobody was hurt.", "side"),
        ("They gave us bread.", "US"),
        ("The South American country is calm.", "American"),
        ("The Armenian-Azerbaijani border is closed.", "Armenian"),
        ("The Houthi-held port is closed.", "Houthi"),
    ],
)
def test_what_only_looks_like_a_side_is_none(text: str, words: str) -> None:
    assert one(text, words) is None


@pytest.mark.parametrize(
    "text", ["Fire broke out in Israel.", "Northern Israel was quiet.", "He returned from Armenia.", "Shells fell inside the Lebanon."]
)
def test_a_side_named_as_a_place_is_ground(text: str) -> None:
    assert [m.kind for m in actors_in(text)] == ["ground"]


def test_a_possessive_side_is_no_ground() -> None:
    assert [m.kind for m in actors_in("In Israel's view it was right.")] == ["name"]


def test_the_longest_name_wins() -> None:
    assert next(m.alias for m in actors_in("South Ossetian and South Sudanese fighters")) == "South Ossetian"


def test_a_name_means_what_it_meant_on_the_day() -> None:
    before = one("Pro-Russian separatists fired.", "Pro-Russian separatists", date(2015, 2, 1))
    assert before is not None
    assert before.party == "donetsk-pr"


def test_the_enemy_and_our_own_are_relative() -> None:
    found = actors_in("The enemy fired at our positions.")
    assert [(m.kind, m.noun, m.party) for m in found] == [("relative", "enemy", None), ("relative", "own", None)]


def people(text: str, title: str | None = None, on: date = date(2019, 6, 1)) -> dict[str, str | None]:
    """The words of an article's mentions with the sides the article gives them."""
    made = cast(document(Article(text=text, title=title, published=on)))
    return {text[m.start : m.end]: m.party for row in made.mentions for m in row}


def test_the_ministry_is_the_one_last_named() -> None:
    told = people("Armenia's Defence Ministry said so.\n\nBaku was silent. The ministry added nothing.")
    assert told["ministry"] == "armenia"


def test_a_dateline_owns_the_ministry() -> None:
    assert people("BAKU, May 4. Armenian troops fired, the Defence Ministry said.")["Defence Ministry"] == "azerbaijan"


def test_a_dateline_of_no_capital_is_known_by_its_country() -> None:
    told = people("JAMMU, May 4: Pakistan Rangers fired at Arnia, officials said.")
    assert told["officials"] == "india"


def test_who_counts_the_wounded_is_of_the_ground_they_lie_on() -> None:
    told = people("An Israeli drone hit a van in Bint Jbeil in Lebanon, the Health Ministry said. The army in Israel was silent.")
    assert told["Health Ministry"] == "lebanon"
    told = people("An Israeli drone hit a van in Bint Jbeil in Lebanon, the Defence Ministry said.")
    assert told["Defence Ministry"] == "israel"


def test_the_police_of_two_sides_places_are_left_to_the_rest_of_the_article() -> None:
    told = people("JAMMU, May 4: Shots were heard in Poonch and in Islamabad in Pakistan, police said.")
    assert told["police"] == "india"


def test_no_body_charges_its_own_side_with_a_breach() -> None:
    told = people("The Pakistan Army lost a post. India was silent. The army said Pakistan had repeatedly violated the truce.")
    assert told["army"] == "india"
    told = people("The Pakistan Army lost a post. India was silent. The army said Pakistan had buried two of its men.")
    assert told["army"] == "pakistan"


def test_the_rebels_are_the_armed_group_of_the_article() -> None:
    told = people("Houthi fighters took a hill. Yemen's government blamed the rebels.")
    assert told["rebels"] == "houthis"


def test_the_army_is_the_foe_of_the_rebels_not_a_state_named_in_passing() -> None:
    told = people("A shell fell by the Saudi hospital. The army accused the Rapid Support Forces.")
    assert told["army"] == "sudan-saf"
    assert people("The Saudi crown prince was in Riyadh. The army held a parade.")["army"] == "saudi-coalition"


def test_the_troops_that_rebels_fight_are_of_the_state_they_live_in() -> None:
    assert people("Houthi fighters took a hill from the joint forces, the forces' media said.")["forces"] == "yemen-government"
    assert people("Houthi fighters fired at Israel. The forces shot a drone down.")["forces"] == "israel"


@pytest.mark.parametrize(("where", "theirs"), [("the breakaway region", True), ("Moscow", False)])
def test_authorities_in_a_breakaway_region_are_its_own(where: str, theirs: bool) -> None:
    told = people(f"MOSCOW, July 10. Karabakh buried two. Authorities in {where} spoke of shells. The United States was silent.")
    assert ("artsakh" in [told.get("Authorities"), told.get("Authorities in Moscow")]) is theirs


def test_numbered_units_are_the_states() -> None:
    told = people("The Donetsk People's Republic buried two. Ukraine was silent. The 14th Mechanized Brigade fired; soldiers ran.")
    assert told["Brigade"] == "ukraine"
    assert told["soldiers"] is None


def test_the_regime_is_the_government_of_the_ground() -> None:
    told = people("Turkey's defence ministry lost a post. Turkey blamed Syria: the regime had shelled Saraqib and Idlib.")
    assert told["regime"] == "syria"
    told = people("Damascus lost a post. Syria blamed Turkey: the regime had shelled Ankara and Adana.")
    assert told["regime"] == "turkey"


def test_the_governments_gunners_are_of_the_ground() -> None:
    told = people("Turkey lost a post near Saraqib in Syria. Ankara was silent. Government gunners fired at Saraqib.")
    assert told["Government gunners"] == "syria"


def test_a_name_in_brackets_owns_the_body_before_it() -> None:
    told = people("The SDF buried two men. Damascus was silent. A drone hit the Internal Security Forces (Asayish).")
    assert told["Security Forces"] == "sdf"


def test_forces_led_by_russia_are_russias_where_no_republic_is_named() -> None:
    assert people("Russian-occupation forces broke the truce, Ukraine said.")["Russian-occupation forces"] == "russia"
    told = people("Russian-occupation forces broke the truce, Ukraine said. The Donetsk People's Republic denied it.")
    assert told["Russian-occupation forces"] == "donetsk-pr"


def test_a_story_from_afar_is_of_the_ground_it_tells_of() -> None:
    told = people("BEIRUT, July 10. Syria was calm on Monday. The army shelled Daraa.")
    assert told["army"] == "syria"
    told = people("NAIROBI, July 10. Kenya is near. Shells hit El Fasher on Monday; the Sudanese army was silent. Police buried two.")
    assert told["Police"] == "sudan-saf"
    told = people("BEIRUT, July 10. Israel struck Tyre on Monday. The army fired at a drone.")
    assert told["army"] == "lebanon"


def test_the_ministry_of_a_paper_of_one_side_is_that_side_s() -> None:
    text = "In the night Armenian saboteurs fired intensively at Azerbaijani posts near Kalbajar, the Ministry of Defence reports."
    own = cast(document(Article(text=text, outlet_party="azerbaijan")))
    assert next(m.party for m in own.mentions[0] if m.noun == "mod") == "azerbaijan"
    filed = cast(document(Article(text="YEREVAN, May 4. Shells fell on Sotk, the Ministry of Defence said.", outlet_party="azerbaijan")))
    assert filed.home == "armenia"


def test_an_office_belongs_to_the_capital_its_sentence_begins_with() -> None:
    told = people("Thailand's army fired first. In Phnom Penh the Foreign Ministry denied it.")
    assert told["Foreign Ministry"] == "cambodia"


def test_a_person_keeps_the_side_of_the_body_named_beside_him() -> None:
    made = cast(document(Article(text="Shells fell, Azerbaijan's army spokesman Eldar Karimzade said. Karimzade gave no number.")))
    assert made.people["karimzade"].party == "azerbaijan"


def test_an_abbreviation_means_the_body_before_it() -> None:
    told = people("The Popular Front Brigades of Hezbollah (PFB) fired.\n\nThe PFB said so.")
    assert told["PFB"] == "hezbollah"


def test_the_opponent_is_the_enemy_most_named() -> None:
    made = cast(document(Article(text="India blamed Pakistan. Pakistan blamed India. China watched.")))
    assert made.opponent("india") == "pakistan"
    assert made.opponent("thailand") is None


def test_a_long_text_is_scanned_once() -> None:
    found = actors_in("Armenian troops fired at Azerbaijani posts. " * 2000)
    assert len(found) == 4000
