"""Who says what each sentence says."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.model import Article
from etl.parse.actors_cast import cast
from etl.parse.attribution import Source, at, attribute
from etl.parse.document import document


def voices(text: str, outlet_party: str | None = None) -> list[Source | None]:
    """The voice of each sentence."""
    return attribute(document(Article(text=text, published=date(2019, 6, 1), outlet_party=outlet_party)))


def sides(text: str, outlet_party: str | None = None) -> list[str | None]:
    """The side of each sentence's voice; None where it is the outlet's or nobody's."""
    return [v.party if v is not None else None for v in voices(text, outlet_party)]


@pytest.mark.parametrize(
    "text",
    [
        "Armenia's Defence Ministry said that two soldiers were wounded.",
        "Two soldiers were wounded, Armenia's Defence Ministry said.",
        "Two soldiers, Armenia's Defence Ministry said on Friday, were wounded.",
        "Two soldiers were wounded, said Armenia's Defence Ministry.",
        "According to Armenia's Defence Ministry, two soldiers were wounded.",
        "Two soldiers were wounded, according to Yerevan.",
        "In the words of Armenia's Defence Ministry, two soldiers were wounded.",
        "By Yerevan's count two soldiers were wounded.",
        "If Yerevan is to be believed, two soldiers were wounded.",
        "As Yerevan tells it, two soldiers were wounded.",
        "Yerevan's version is that two soldiers were wounded.",
        "Yerevan: two soldiers were wounded.",
        "“Two of our soldiers were wounded,” Armenia's Defence Ministry wrote on Facebook.",
        "Two soldiers were wounded, the press service of the Ministry of Defence of Armenia informs.",
        "Armenian Defence Ministry spokesman Artsrun Hovhannisyan told reporters two soldiers were wounded.",
        "Azerbaijani soldiers wounded two men, reports the Defence Ministry of Armenia.",
        "Two soldiers were wounded near Sotk, an Armenian army spokesman said by telephone.",
        "According to General Onik Petrosyan, Armenia's chief of staff, two soldiers were wounded.",
    ],
)
def test_a_named_speaker_is_heard(text: str) -> None:
    assert sides(text) == ["armenia"]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Sudan's Rapid Support Forces said the road was open.", "sudan-rsf"),
        ("The South Sudan armed opposition group (SPLM-IO) said the camp was shelled.", "splm-io"),
        ("Sudan's army said the road was open.", "sudan-saf"),
        ("South Sudan's army (SSPDF) said the camp was shelled.", "south-sudan"),
        ("Colombia's Marxist-led FARC said the road was open.", "farc"),
        ("The Lebanese armed faction Hezbollah said the road was open.", "hezbollah"),
        ("Syrian Kurdish YPG militants said the road was open.", "sdf"),
        ("Syrian troops near YPG lines said the road was open.", "syria"),
        ("The Iran-backed Houthis said the road was open.", "houthis"),
        ("Lebanon, Hezbollah said, was at peace.", "hezbollah"),
    ],
)
def test_who_is_owned_or_bracketed_speaks_not_the_owner(text: str, side: str) -> None:
    assert sides(text) == [side]


def test_who_was_told_says_nothing() -> None:
    assert sides("Armenia's Defence Ministry has been informed of the breach.") == [None]
    assert sides("The road to Yerevan was closed by reports of shooting.") == [None]
    assert sides("The Israeli army did not respond to these claims.") == [None]
    assert sides("The Syrian watchdog group said the camp was shelled.") == [None]


def test_a_voice_goes_on_in_its_paragraph_and_a_line_is_one_where_none_is_blank() -> None:
    text = "Armenia's army said it was calm. No shots were heard.{}Shops were open in Baku, the weather was fine and nobody spoke."
    assert sides(text.format("\n"))[:2] == sides(text.format("\n\n"))[:2] == ["armenia", "armenia"]
    assert sides(text.format("\n")) == sides(text.format("\n\n"))


@pytest.mark.parametrize(
    "text",
    [
        "Armenia's Defence Ministry stands in the centre of Yerevan.",
        "Two soldiers were wounded on Friday near Yerevan.",
        "Armenian forces have held the hill for a year.",
        "Residents said they heard shots.",
        "Fighting broke out, witnesses told reporters.",
    ],
)
def test_what_nobody_of_a_side_says_is_nobodys(text: str) -> None:
    assert sides(text) == [None]


def test_it_is_the_last_body_and_he_the_last_person() -> None:
    text = ("Two soldiers died, Armenia's Defence Ministry said. It named nobody, it added.\n\n"
            "President Ilham Aliyev said nobody had fired. He said so twice.")  # fmt: skip
    assert sides(text) == ["armenia", "armenia", "azerbaijan", "azerbaijan"]


def test_it_takes_up_whom_the_sentence_before_begins_with() -> None:
    assert sides("Turkey's army said nothing.\n\nThe YPG is the backbone of the force. On Friday it accused Turkey.")[-1] == "sdf"


def test_a_run_ends_with_its_paragraph_when_two_sides_speak() -> None:
    text = "Armenian troops fired, Baku said. A shell hit a house.\n\nYerevan denied it. \n\nThe road was quiet."
    assert sides(text) == ["azerbaijan", "azerbaijan", "armenia", None]


def test_where_one_side_alone_speaks_the_whole_is_its_word() -> None:
    assert sides("Armenian troops fired, Azerbaijan's Defence Ministry said.\n\nTwo houses were hit.") == ["azerbaijan", "azerbaijan"]


def test_one_side_does_not_speak_alone_where_a_stranger_speaks_too() -> None:
    text = "Two shells fell.\n\nAzerbaijan's army said so.\n\nPetra Novak Lind, who keeps bees, said a third had.\n\nTwo houses burned."
    assert sides(text) == [None, "azerbaijan", None, None]


@pytest.mark.parametrize(("text", "side"), [
    ("Two men were hurt, Capt. Rosa Dizon, a spokeswoman of the Armenian army, said.", "armenia"),
    ("A spokesman for Davit Hakobyan, the Armenian president, said Baku's guns had fired.", "armenia"),
    ("An officer of the 12th Armenian division said Baku's guns had fired.", "armenia"),
    ("An officer of great charm said Baku's guns had fired.", None),
])  # fmt: skip
def test_an_office_is_of_the_side_it_is_held_in(text: str, side: str | None) -> None:
    assert sides(text) == [side]


@pytest.mark.parametrize(("text", "side"), [
    ("A defence spokesman said that Pakistani troops had fired on Indian posts.", "india"),
    ("Pakistani troops were busy, and a defence spokesman said that the Indian posts had been quiet.", "pakistan"),
])  # fmt: skip
def test_a_spokesman_of_nobodys_is_no_man_of_those_he_calls_by_name(text: str, side: str) -> None:
    assert sides(text) == [side]


def test_before_it_is_heard_one_voice_tells_the_lead_and_no_more() -> None:
    late = "A shell fell. Two homes burned. Nobody slept. A road was cut. A bridge fell. Dawn came. Rain fell. Armenia's army said so."
    assert sides(late) == [None, None, *["armenia"] * 6]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Kenya's army said the road was cut. Islamabad spoke of four dead; five more, it said, were hurt.", "pakistan"),
        ("Armenia's army said the road was cut. Azerbaijani soldiers had fired at the post, it said.", "armenia"),  # what it says
        ("India's army said it was cut. Lam Paul Gabriel of the rebel SPLM-IO had no such doubts: it was theirs, he said.", "splm-io"),
        ("Baku said its men had been shot at. Not so, replied the other: nobody in Armenia had fired.", "armenia"),
        ("Azerbaijan's army said so. Georgia, a neighbour, urged restraint on Armenia and on others alike.", "georgia"),
        ("Rebels fired on Friday, although India's army had no doubt: “It is Pakistan.”", "india"),
    ],
)
def test_who_speaks_is_told_by_the_sentence_before_the_article(text: str, side: str) -> None:
    assert voices(text)[-1] is not None
    last = [v for v in voices(text) if v is not None][-1]
    assert at(last, len(text) - 2).party == side  # type: ignore[union-attr]


def test_its_ministry_is_that_of_whoever_spoke_last_not_of_whom_he_named() -> None:
    assert sides("Kigali, which Uganda’s experts accuse, said nothing. Its foreign minister deplored the shelling.") == ["rwanda", "rwanda"]
    donetsk = voices("Kyiv put the blame on Donetsk. Donetsk kept silent until a spokesman for its militia said nobody had fired.")
    assert at(donetsk[1], 100).party == "donetsk-pr"  # type: ignore[union-attr]


def test_an_officer_of_a_body_keeps_it_when_only_his_name_returns() -> None:
    text = "Three men were hurt, Colonel Arsenio Dizon of the Philippine army told reporters. The rebels fled. Dizon said they had mortars."
    assert sides(text)[2] == "philippines"


def test_he_is_the_person_named_beside_a_body_not_an_earlier_minister() -> None:
    text = ("Israel's information minister held the militia responsible. Ali Ayache, the governor appointed by the Houthis, blamed the "
           "Saudi-led coalition. The road was cut, he told Al-Masirah television.")  # fmt: skip
    assert sides(text)[-1] == "houthis"


def test_a_doer_beside_an_active_verb_is_no_speaker() -> None:
    assert sides("Armenia's army recorded breaches of the truce by the Azerbaijani army on Sunday.") == ["armenia"]


def test_hospital_officials_speak_for_nobody() -> None:
    text = "JERUSALEM, May 4 - Israel struck Gaza. Four people died, hospital officials in Gaza said. Officials said they would go on."
    assert [v.party if v else None for v in voices(text)[-2:]] == [None, "israel"]


def test_history_is_nobodys_word() -> None:
    assert sides("Armenian troops fired, Azerbaijan's Defence Ministry said.\n\nA truce was signed in 1994.")[-1] is None


def test_a_letterhead_speaks_for_the_sheet() -> None:
    text = "MINISTRY OF DEFENCE OF AZERBAIJAN\n\nPress service, 23 July\n\nThe enemy opened fire at our positions."
    assert sides(text)[-1] == "azerbaijan"


def test_a_sides_own_media_speak_for_it() -> None:
    assert sides("Armenian troops opened fire at the village.", outlet_party="azerbaijan") == ["azerbaijan"]
    assert sides("Armenian troops opened fire at the village.") == [None]


def test_one_sentence_may_hold_two_voices() -> None:
    text = "Thai officials said Cambodian soldiers opened fire first, while Cambodia said its troops had only dug a trench."
    voice = voices(text)[0]
    told = [v.party if (v := at(voice, text.index(words))) else None for words in ("opened fire", "dug a trench")]
    assert told == ["thailand", "cambodia"]


def test_who_chairs_a_body_speaks_for_it() -> None:
    assert sides("Foreign Minister Ivica Dacic, who chairs the OSCE this year, said the attack was wrong.") == ["osce"]


def test_a_chain_keeps_the_agency_that_was_told() -> None:
    voice = voices("Two soldiers died, Azerbaijan's army spokesman told the APA news agency.")[0]
    assert voice is not None
    assert (voice.party, voice.via) == ("azerbaijan", "apa-azerbaijan")


def test_the_words_of_a_voice_cut_its_speaker_out_of_the_text() -> None:
    text = "Two soldiers were wounded, Armenia's Defence Ministry said."
    voice = voices(text)[0]
    assert voice is not None
    assert text[slice(*voice.span)] == "Armenia's Defence Ministry"
    assert voice.rule


PIECES = ["Baku said ", "according to ", "it is noted, ", "Israel", *"aB ,.:;\n“”\"'’—()0é\u202e"]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_any_text_is_read(text: str) -> None:
    made = document(Article(text=text))
    found = attribute(made, cast(made))
    assert len(found) == len(made.sentences)
    assert all(v is None or 0 <= v.span[0] <= v.span[1] <= len(text) for v in found)


def test_its_own_media_speak_for_a_side_only_in_its_own_fight() -> None:
    assert sides("Armenian troops opened fire at the village.", outlet_party="azerbaijan") == ["azerbaijan"]
    assert sides("Indian troops opened fire at a village in Kashmir held by Pakistan.", outlet_party="azerbaijan") == [None]


@pytest.mark.parametrize(
    ("text", "sides_of"),
    [
        ('“Two of our men fell. Another lost a leg,” Armenia\'s Defence Ministry said.', ["armenia", "armenia"]),
        ('"Two of our men fell.\n\n"Another lost a leg," Armenia\'s Defence Ministry said.', ["armenia", "armenia"]),
        ("Two soldiers fell. Another lost a leg, Armenia's Defence Ministry said.", [None, "armenia"]),
    ],
)
def test_a_quote_is_the_word_of_whom_it_closes_with(text: str, sides_of: list[str | None]) -> None:
    others = " Azerbaijan's Defence Ministry said it had lost nobody. A Russian observer said that he had no news."
    assert sides(text + "\n\n" + others.strip())[:2] == sides_of


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Pakistan rejected India's claim that its troops had crossed the line and killed two men.", "india"),
        ("Pakistan dismissed the Indian allegation that its troops had crossed the line and killed two men.", "india"),
        ("Pakistan rejected the report by India that its troops had crossed the line and killed two men.", "india"),
        ("Pakistan rejected India's claim and said that nobody had been killed.", "pakistan"),
    ],
)
def test_what_a_charge_holds_is_the_word_of_him_who_makes_it(text: str, side: str) -> None:
    said = at(voices(text)[0], text.index("killed"))
    assert said is not None
    assert said.party == side


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Pakistani and Afghan troops exchanged fire. A spokesman for the governor of Kandahar said one guard was killed.", "afghanistan"),
        ("Pakistani and Afghan troops exchanged fire. Gul Khan, who speaks for the governor of Khost, said a guard fell.", "afghanistan"),
        ("Pakistani and Afghan troops exchanged fire. The head of Quetta district told reporters that one guard fell.", "pakistan"),
        ("Pakistani and Afghan troops exchanged fire. The governor of Batken told reporters that one guard fell.", None),
    ],
)
def test_an_office_of_a_place_speaks_for_the_side_whose_ground_it_is(text: str, side: str | None) -> None:
    assert sides(text)[1] == side


@pytest.mark.parametrize(("text", "side"), [
    ("Ukraine denied the monitors access to the bridge at Zolote.", None),
    ("Ukraine denied that it had closed the bridge at Zolote.", "ukraine"),
])
def test_who_denies_somebody_passage_says_nothing(text: str, side: str | None) -> None:
    assert sides(text) == [side]


def test_a_verb_of_holding_without_a_clause_says_nothing() -> None:
    assert voices("The Russian army maintains a checkpoint in the village where two men were hit.") == [None]


def test_the_group_is_the_armed_one_and_a_group_is_anybody() -> None:
    text = "Myanmar's army shelled a post of the Kachin Independence Army. {} said two fighters were killed."
    assert sides(text.format("The group"))[1] == "kia"
    assert sides(text.format("A group of monks"))[1] is None


def test_a_single_name_behind_a_body_is_nobody_of_it() -> None:
    text = "A soldier was hit in shelling by the Armenian army, Vestnews reports, citing Azerbaijan's Defence Ministry."
    assert sides(text) == ["azerbaijan"]


def test_she_is_the_nurse_who_spoke_last_not_the_minister_before_her() -> None:
    minister = "Armenia's Defence Minister said that nobody was hurt. "
    assert sides(minister + "A nurse in Goris said six were brought in. Two, she said, had died.") == ["armenia", None, None]
    assert sides(minister + "The nurses in Goris knew of six. Two, he said, had died.")[2] == "armenia"


@pytest.mark.parametrize("who", ["A source at the hospital", "The camp's emergency room", "Officials in the city's main clinic"])
def test_who_takes_in_the_wounded_speaks_for_nobody(who: str) -> None:
    assert sides(f"KHARTOUM, May 4 - {who} said four people were killed.")[-1] is None


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("The Indian version has it that a patrol was fired on and that a soldier was killed.", "india"),
        ("New Delhi's reading, given by an officer in the valley, is that a soldier was killed.", "india"),
        ("The Indian village has it that a soldier was killed.", None),
    ],
)
def test_a_version_is_its_sides_word(text: str, side: str | None) -> None:
    assert sides(text) == [side]


def test_its_secretary_is_of_whom_the_sentence_before_names_where_nobody_has_spoken() -> None:
    assert sides("Abkhazia was in no mood to let it pass. Two shells had come down, its secretary told reporters.")[1] == "abkhazia"


@pytest.mark.parametrize(
    ("frame", "side"),
    [
        ("The Sri Lankan navy gave another sum.", "sri-lanka"),
        ("The Sri Lankan military's account came from a brigadier.", "sri-lanka"),
        ("The evening bulletin of the Sri Lankan army was two lines long.", "sri-lanka"),
        ("A short handout was put out by the Sri Lankan army.", "sri-lanka"),
        ("From the Sri Lankan army came a longer list.", "sri-lanka"),
        ("The Sri Lankan army's version was that a boat had come near, and that it did not answer the call.", "sri-lanka"),
        ("The Sri Lankan army's reckoning was given by a brigadier, who dismissed the charge as invention.", "sri-lanka"),
        ("The Sri Lankan army gave no figures.", None),
        ("The Sri Lankan army gave its sailors a medal.", None),
        ("A number of Sri Lankan soldiers were at the jetty.", None),
    ],
)
def test_an_account_that_is_only_announced_is_told_by_whose_it_is(frame: str, side: str | None) -> None:
    assert sides(f"Residents said they heard blasts. {frame} Two sailors had been killed.")[1:] == [side, side]


@pytest.mark.parametrize(("between", "side"), [("", "armenia"), ("Armenia was quiet by then.\n\n", None)])
def test_what_is_announced_alone_is_told_in_the_paragraph_after_it(between: str, side: str | None) -> None:
    text = f"The Armenian army released its summary at ten.\n\n{between}Two men were hurt.\n\nBaku denied it."
    assert sides(text)[-2] == side


def test_its_secretary_is_of_the_body_named_before_him() -> None:
    text = "Nobody in the office of the Abkhaz security council let it pass. Two shells had come down, its secretary told reporters."
    assert sides(text)[1] == "abkhazia"


def test_the_spokesperson_is_he_who_spoke_last_under_his_name() -> None:
    text = "Sudan's government sent men, said Lam Garang, deputy spokesperson of the SPLM-IO. {} Four were killed, the spokesperson said."
    assert sides(text.format("Col Garang said government forces came at dawn.")) == ["splm-io"] * 3


def test_the_ministry_is_the_one_that_spoke_last_under_a_pronoun() -> None:
    text = "Moscow was silent. Its Defence Ministry said Ukraine fired first. Four bombs fell, it said. {} said two were killed."
    assert sides(text.format("The ministry"))[-1] == "russia"
    assert sides(text.format("The Ukrainian ministry"))[-1] == "ukraine"


@pytest.mark.parametrize(("end", "side"), [
    ("This was reported by the press centre of Ukraine's army.", "ukraine"),
    ("It was reported to Ukraine's army that the bridge was closed.", None),
])  # fmt: skip
def test_tidings_whose_teller_is_named_after_them_are_his(end: str, side: str | None) -> None:
    text = f"Donetsk said the night was quiet.\n\nTwo soldiers were wounded near Avdiivka. {end}\n\nRussia denied it."
    assert sides(text)[1] == side


@pytest.mark.parametrize(("name", "side"), [("Shami", "sudan-saf"), ("Hassan", None)])
def test_a_surname_returns_without_its_article(name: str, side: str | None) -> None:
    text = f"Sudan's military spokesman Ahmed al-Shami said the camp was attacked. It burnt.\n\n{name} said 13 were killed."
    assert sides(text + "\n\nThe RSF denied it.")[-2] == side


def test_we_is_who_is_quoted_not_whoever_spoke_before() -> None:
    army = "India's army said a post was hit. "
    source = voices(army + "“We urge both sides to stop,” the United Nations mission said.")[1]
    assert source is not None
    assert {s.party for s in (source, *source.beside)} == {"un-peacekeepers"}
    closed = sides(army + "\n\n“We urge both sides to stop. It cannot go on,” the African Union said.")
    assert closed[1:] == ["african-union", "african-union"]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("The Philippines' largest Muslim rebel group, the MILF, denounced the raid.", "milf"),
        ("Lebanon's Hezbollah said a fighter was killed.", "hezbollah"),
        ("Sudan's government said a soldier was killed.", "sudan-saf"),
        ("“They hit the garrison,” Ali Musa, who speaks for Hezbollah, said of the Israeli army.", "hezbollah"),
    ],
)
def test_the_head_of_a_name_speaks_and_neither_its_country_nor_what_it_quotes(text: str, side: str | None) -> None:
    assert sides(text) == [side]


def test_a_spokesman_serves_the_body_he_is_named_with_whatever_its_epithet() -> None:
    text = "COLOMBO - The army blamed the Tigers. Two were hurt, said Nils Berg, spokesman for the Nordic Sri Lanka Monitoring Mission."
    assert sides(text)[-1] == "slmm"


def test_a_minister_of_a_country_that_is_no_party_speaks_for_none() -> None:
    text = "KYIV, May 4 - Ukraine lost a post. {}Foreign Minister Per Holm said two soldiers were killed."
    assert sides(text.format(""))[-1] == "ukraine"
    assert sides(text.format("Danish "))[-1] is None


def test_as_for_names_who_it_is_and_a_name_before_a_spokesman_is_no_earlier_one() -> None:
    text = "Rwanda said nothing. {} it rejected the charge and said the army had shelled Bunagana."
    assert sides(text.format("As for the M23,"))[-1] == "m23"
    assert sides(text.format("Asked about the M23,"))[-1] != "m23"
    army = "COLOMBO - Two were hurt, the Sri Lankan army's spokesman said. It was calm, said {}."
    assert sides(army.format("the spokesman"))[-1] == "sri-lanka"
    assert sides(army.format("Nils Berg, spokesman for the Nordic Sri Lanka Monitoring Mission"))[-1] == "slmm"


@pytest.mark.parametrize(("head", "side"), [
    ("Evening summary of the operations command, Donetsk, 21 June.", "donetsk-pr"),
    ("Evening summary of the ATO headquarters, 21 June.", "ukraine"),
    ("A short evening in Donetsk.", "ukraine"),
])  # fmt: skip
def test_a_letterhead_speaks_though_the_sheet_quotes_the_other_side(head: str, side: str) -> None:
    text = f"{head}\n\nShells fell on Yasynuvata.\n\nA man of sixty was hurt.\n\nUkraine's army denied that it fired."
    assert sides(text)[1:] == [side, side, "ukraine"]


def test_whose_bulletin_it_is_may_be_named_after_it() -> None:
    text = "SURIN, Thailand - Two were hurt. In its noon communique Cambodia's Defence Ministry spoke of gas. It gave a number: three dead."
    assert sides(text)[-2:] == ["cambodia", "cambodia"]


@pytest.mark.parametrize(("text", "side"), [
    ("A post of the Contras was hit. The U.S.-backed rebels said that two men were hurt.", "contras"),
    ("A post of the Contras was hit. U.S. officials said that two men were hurt.", "united-states"),
    ("Pakistani troops violated the ceasefire near Indian posts, a defence spokesperson said.", "india"),
    ("Pakistani troops were calm near Indian posts, a defence spokesperson said.", "pakistan"),
    ("The LTTE hit a bus. The Government condemned the blast.", "sri-lanka"),
    ("The PKK hit a bus in Iraq. The blast was condemned.", None),
    ("A North Korean boat crossed the line, South Korea's Joint Chiefs of Staff was quoted by an agency as saying.", "south-korea"),
    ("A North Korean boat crossed the line, quoted in the south as a menace.", None),
])  # fmt: skip
def test_who_speaks_is_named_by_his_own_noun_and_where_he_stands(text: str, side: str | None) -> None:
    made = document(Article(text=text, published=date(1987, 6, 1) if "Contras" in text else date(2008, 6, 1)))
    voice = attribute(made)[-1]
    assert (voice.party if voice is not None else None) == side


def test_the_same_officials_are_those_named_before() -> None:
    text = "PAPUN, Myanmar - Shells fell on a village, officials of the KNU said. Nobody was hurt, according to {} officials."
    assert sides(text.format("the same"))[-1] == "knu"
    assert sides(text.format("junta"))[-1] == "myanmar"


@pytest.mark.parametrize(("who", "side"), [
    ("The Shiite Muslim group", "hezbollah"), ("A second group", None),
    ("Lebanese guerrillas", "hezbollah"), ("Lebanese officials", "lebanon"),
    ("Military officials in the two capitals", None), ("Military officials in Beirut", "lebanon"),
])  # fmt: skip
def test_a_group_a_guerrilla_and_both_sides_officials(who: str, side: str | None) -> None:
    assert sides(f"Hezbollah and Israel fight in Lebanon. {who} said that two men were hurt.")[-1] == side


def test_who_writes_to_a_commander_does_not_take_his_name() -> None:
    text = "Brig. Gen. Nils Berg, {} Bosnian Serb commander Gen. Milan Savic on Friday. The shelling went on, Berg said."
    assert sides(text.format("sent a letter to"))[-1] is None
    assert sides(text.format("deputy of the"))[-1] == "republika-srpska"


@pytest.mark.parametrize(("text", "side"), [
    ("An Israeli strike killed two in Gaza. Two others were hurt, Anadolu Agency reported.", None),
    ("Turkish and Syrian troops clashed near Idlib. Two were hurt, Anadolu Agency reported.", "turkey"),
])  # fmt: skip
def test_an_agency_speaks_for_its_state_only_in_its_own_fight(text: str, side: str | None) -> None:
    assert sides(text)[-1] == side


@pytest.mark.parametrize(("opening", "side"), [
    ("“The attack described in the Azerbaijani Defence Ministry's statement is false.", "artsakh"),
    ("The attack described in the Azerbaijani Defence Ministry's statement is false.", "azerbaijan"),
    ("The Azerbaijani army said: “The attack is false.", "azerbaijan"),
])  # fmt: skip
def test_who_is_named_inside_a_quote_does_not_speak_it(opening: str, side: str) -> None:
    assert sides(f"{opening} Nobody was hurt,” the Artsakh Defence Ministry said.")[0] == side


def test_what_a_statement_holds_ends_before_the_verb_that_calls_it_false() -> None:
    text = "“The statement of the Azerbaijani army according to which Armenian units opened fire {},” Armenia's Defence Ministry said."
    held = text.format("has nothing to do with reality")
    voice = voices(held)[0]
    assert [at(voice, held.index(word)).party for word in ("opened", "nothing")] == ["azerbaijan", "armenia"]


@pytest.mark.parametrize(("who", "side"), [("The group's spokesman", "eln"),
    ("The military's spokesman", "colombia"), ("The group", "eln")])
def test_the_groups_spokesman_speaks_for_the_group(who: str, side: str) -> None:
    assert sides(f"Colombia's army accused the ELN of an attack near Tame. {who} said that two soldiers were killed.")[-1] == side


@pytest.mark.parametrize(("who", "side"), [
    ("A spokesman for the Kurdish-led alliance", "sdf"), ("A spokesman for the ministry", "turkey"),
    ("A spokeswoman of the group", "sdf"),
])  # fmt: skip
def test_who_speaks_for_the_alliance_speaks_for_the_rebels_of_the_article(who: str, side: str) -> None:
    assert sides(f"Turkey's Defence Ministry accused the SDF of an attack near Kobani. {who} said that two men were hurt.")[-1] == side


@pytest.mark.parametrize("whose", ["The Tigers'", "Sri Lanka's"])
def test_the_military_is_the_states_whoever_spoke_before(whose: str) -> None:
    text = "Sri Lanka's army and Tigers fought. {} military spokesman Sena Perera said that ten fell. The military believes twenty fell."
    assert sides(text.format(whose))[-1] == "sri-lanka"


@pytest.mark.parametrize(("doing", "side"), [("began shooting at the posts", "azerbaijan"), ("withdrew from the posts", "armenia")])
def test_a_bare_ministry_speaks_for_the_foe_of_whom_it_charges(doing: str, side: str) -> None:
    text = f"No sooner had the two sides agreed on a pause than Armenia {doing} of Azerbaijan, the Defence Ministry said."
    assert sides(text)[-1] == side


def test_state_television_is_no_armed_groups() -> None:
    text = "UNITA rebels fought Angolan troops. {} said on Monday that Angola had lost ten men."
    assert sides(text.format("State television"))[-1] == "angola"
