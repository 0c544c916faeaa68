"""Who accuses, denies, admits, condemns, calls for what, of whom."""

from __future__ import annotations

from datetime import date

import pytest

from etl.lexicon import speech
from etl.model import Article, Claim, Occurred, Report
from etl.parse.actors_cast import cast
from etl.parse.attribution import attribute
from etl.parse.claims import claims
from etl.parse.document import document

RULES = [turn for turn in speech.load().turns if turn.act != "report"]


def read(text: str, reports: tuple[Report, ...] = (), outlet_party: str | None = None) -> tuple[Claim, ...]:
    """The claims of a text."""
    made = document(Article(text=text, published=date(2021, 6, 1), outlet_party=outlet_party))
    people = cast(made)
    return claims(made, attribute(made, people), reports, people)


def acts(text: str, outlet_party: str | None = None) -> list[tuple[str | None, str, str | None]]:
    """Speaker, act and target of each claim."""
    return [(c.speaker_party, c.act, c.target_party) for c in read(text, outlet_party=outlet_party)]


@pytest.mark.parametrize("turn", RULES, ids=[turn.rule for turn in RULES])
def test_each_turn_of_speech_makes_its_act_and_its_counter_example_does_not(turn: speech.Turn) -> None:
    assert (turn.rule, turn.act) in [(c.rule, c.act) for c in read(turn.example)]
    assert turn.rule not in [c.rule for c in read(turn.counter)]


def test_a_second_act_is_of_whose_the_first_is() -> None:
    text = "Juba said that the SPLM-IO broke the truce; the rebels denied it and accused the government of an attack on Malakal."
    assert ("splm-io", "accuse", "south-sudan") in acts(text)
    assert ("south-sudan", "deny", "splm-io") not in acts(text)


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Azerbaijani troops opened fire at Armenian posts, Armenia's Defence Ministry said.", ("armenia", "accuse", "azerbaijan")),
        ("The statement that Armenian units fired at Azerbaijani posts is a piece of disinformation, Armenia's army said.",
         ("armenia", "deny", "azerbaijan")),
        ("The report that Armenian units fired at Azerbaijani posts is long, Azerbaijan's army said.", ("azerbaijan", "accuse", "armenia")),
        ("Our positions came under fire from the enemy, Armenia's Defence Ministry said on the border with Azerbaijan.",
         ("armenia", "accuse", "azerbaijan")),
        ("The Israeli army said it had killed a Hezbollah commander.", ("israel", "admit", "hezbollah")),
        ("Israeli aircraft struck a Hezbollah depot, the Israeli army said.", ("israel", "admit", "hezbollah")),
        ("The Israeli army said that troops had shot a Palestinian at the fence.", ("israel", "admit", "palestinians")),
        ("The ELN took responsibility for the blast in a note to Colombia's government.", ("eln", "admit", "colombia")),
        ("The fire on the Indian post came from Pakistani positions, an Indian army spokesman said.", ("india", "accuse", "pakistan")),
        ("India's army said that Pakistan was behind the shooting.", ("india", "accuse", "pakistan")),
        ("Syrian positions were struck overnight, the Turkish Defence Ministry said.", ("turkey", "admit", "syria")),
        ("Russian forces violated it 734 times, Ukraine's general staff said.", ("ukraine", "accuse", "russia")),
        ("Pakistan says that its troops did not shell the village. India was silent.", ("pakistan", "deny", "india")),
        ("Azerbaijan says that it is not attacking Armenia.", ("azerbaijan", "deny", "armenia")),
        ("Pakistan rejected the Indian charge that its men had crossed the line.", ("india", "accuse", "pakistan")),
        ("Three people were killed in an air strike on Tyre, Lebanon's health ministry said. Israel was silent.",
         ("lebanon", "accuse", "israel")),
        ("Lebanon's president called on Israel to stop.", ("lebanon", "call_for", "israel")),
        ("NATO called on Russia and Ukraine to stop.", ("nato", "call_for", None)),
        ("UNIFIL condemned the Israeli strikes as a violation of Lebanon's sovereignty.", ("un-peacekeepers", "condemn", "israel")),
        ("Kyiv accused Donetsk of shelling a farm. In Donetsk the charge was brushed aside.", ("donetsk-pr", "deny", "ukraine")),
        ("India accused Pakistan of firing. Islamabad would not hear of it; it knew of no firing.", ("pakistan", "deny", "india")),
        ("Ukraine's army is in no doubt that the mine was the work of the Donetsk separatists.", ("ukraine", "accuse", "donetsk-pr")),
        ("Hezbollah fled. The Israeli army said it struck a depot that belonged to the Hezbollah group.", ("israel", "admit", "hezbollah")),
        ("Hezbollah mourned. Beirut called the Israeli raid a breach of the truce that an American general watches over.",
         ("lebanon", "accuse", "israel")),
        ("Pakistan summoned the Indian envoy to condemn the shelling of a village by India.", ("pakistan", "condemn", "india")),
    ],
)  # fmt: skip
def test_an_attack_is_told_by_somebody(text: str, claim: tuple[str | None, str, str | None]) -> None:
    assert claim in acts(text)


def test_what_is_said_in_passing_is_no_admission() -> None:
    """A deed in an aside is not confessed; who came under fire has not fired; a habit is no accusation."""
    assert ("israel", "admit", "hezbollah") in acts("The Israeli army said that it had hit a Hezbollah post.")
    passing = "The Israeli army said that the unit, which had hit a Hezbollah post, was moved."
    assert ("israel", "admit", "hezbollah") not in acts(passing)
    assert "admit" not in [act for _, act, _ in acts("The Israeli army said its patrol came under fire on the Hezbollah front.")]
    assert acts("Armenia and Azerbaijan traded accusations of breaking the truce.")
    assert not acts("Armenia and Azerbaijan regularly trade accusations of breaking the truce.")


def test_a_strike_that_its_own_side_tells_of_beside_its_foe_is_admitted_and_accuses_nobody() -> None:
    told = acts("An Israeli strike killed one man in Tyre, Lebanon's health ministry said, while the Israeli army said it hit a post.")
    assert [(speaker, act) for speaker, act, _ in told if speaker == "israel"] == [("israel", "admit")]
    assert ("lebanon", "accuse", "israel") in told


def test_who_is_no_side_condemns_nobody_it_does_not_name() -> None:
    text = "Israel and Hezbollah exchanged fire. Germany condemned such violence."
    assert ("germany", "condemn", None) in acts(text)
    assert ("germany", "condemn", "israel") in acts(text.replace("such violence", "the Israeli strikes"))


def test_who_neither_confirms_nor_denies_has_done_neither() -> None:
    assert not acts("Israel neither confirmed nor denied the strike by Hezbollah.")


@pytest.mark.parametrize(
    "text",
    [
        "Azerbaijani troops opened fire at Armenian posts.",  # the outlet's own voice
        "Residents said Azerbaijani troops opened fire at Armenian posts.",  # nobody's side
        "Armenia's Defence Ministry said the snow was deep.",
        "Armenia's Defence Ministry said troops will hold drills and strike mock targets.",
        "Ukraine's army said two of its soldiers had died of frostbite.",
        "Armenia's Defence Ministry urged its soldiers to condemn nobody.",
        "A truce between Armenia and Azerbaijan was signed in 1994, Armenia's president said.",
    ],
)
def test_what_blames_nobody_makes_no_accusation(text: str) -> None:
    assert not [a for a in acts(text) if a[1] in ("accuse", "admit", "deny", "condemn")]


def test_each_blaming_the_other_is_two_accusations() -> None:
    assert acts("Armenian and Azerbaijani troops clashed near Sotk. Neither side accused the other, and nobody admitted a loss.") == []
    assert acts("Armenia and Azerbaijan blamed each other.") == [("armenia", "accuse", "azerbaijan"), ("azerbaijan", "accuse", "armenia")]


def test_a_sides_own_media_accuse_for_it() -> None:
    text = "Armenian troops opened fire at the village."
    assert acts(text, outlet_party="azerbaijan") == [("azerbaijan", "accuse", "armenia")]
    assert acts(text) == []


def test_a_passive_is_of_the_seat_it_names_only_where_no_doer_stands_by() -> None:
    assert ("donetsk-pr", "deny", "ukraine") not in acts("Kyiv accused Donetsk of shelling. The charge was denied in Moscow by residents.")


def test_who_tells_that_a_foe_was_hit_accuses_nobody_of_it() -> None:
    told = acts("The first attack targeted a Hezbollah commander on Lebanese soil, according to the Israeli military.")
    assert not [a for a in told if a[1] == "accuse"]


def test_who_asks_why_calls_for_nothing() -> None:
    assert not acts("Hamas asked why the Israeli army had hidden its guns there.")
    assert acts("Hamas asked the Israeli army to hold its fire.")


def test_a_denial_answers_the_accusation_before_it() -> None:
    first, second = read("Armenia accused Azerbaijan of shelling a village.\n\nBaku denied it.")
    assert (second.act, second.speaker_party, second.target_party, second.answers) == ("deny", "azerbaijan", "armenia", first.n)


def test_two_voices_of_one_sentence_accuse_each_other() -> None:
    text = "Thai officials said Cambodian soldiers opened fire on Thai soldiers, while Cambodia said Thai troops had shelled its posts."
    assert set(acts(text)) == {("thailand", "accuse", "cambodia"), ("cambodia", "accuse", "thailand")}


def test_the_same_accusation_twice_is_one_and_of_another_incident_two() -> None:
    one = "Russian forces shelled Bakhmut, Ukraine's army said.\n\nRussian forces shelled Avdiivka, Ukraine's army said."
    assert acts(one) == [("ukraine", "accuse", "russia")]
    second = one.index("Avdiivka")
    reports = [Report(n, "shelling", Occurred(), None, "russia", "ukraine", "alleged", ((at, at + 8),)) for n, at in ((1, 0), (2, second))]
    assert [c.report for c in read(one, tuple(reports))] == [1, 2]


def test_a_claim_points_to_its_report_and_knows_what_it_is_about() -> None:
    text = "Azerbaijani troops broke the ceasefire, Armenia's Defence Ministry said."
    report = Report(7, "unspecified_violation", Occurred(), None, "azerbaijan", "armenia", "alleged", ((0, 20),))
    claim = read(text, (report,))[0]
    assert (claim.report, claim.about, claim.speaker) == (7, "ceasefire_violation", "armenia-mod")
    assert text[slice(*claim.span)].startswith("broke")


def test_the_united_nations_speak_for_their_peacekeepers() -> None:
    text = "UNIFIL was hit by an Israeli drone. The United Nations called on Israel to stop."
    assert ("un-peacekeepers", "call_for", "israel") in acts(text)


def test_nobody_admits_what_the_report_lays_to_his_foe() -> None:
    text = "Sudan's army said on Friday: army men attacked the post at Kadugli. The SPLM-N was silent."
    blow = text.index("attacked")
    for doer, act in (("sudan-saf", "admit"), ("splm-n", "accuse")):
        told = Report(1, "ground_attack", Occurred(), None, doer, None, "alleged", ((blow, blow + 8),))
        assert [(c.act, c.target_party) for c in read(text, (told,))] == [(act, "splm-n")]


def test_those_who_say_it_together_say_it_of_neither() -> None:
    said = acts("France and Germany regard the shelling of Donetsk as a grave breach of the truce.")
    assert said
    assert not [a for a in said if a[2] in ("france", "germany")]


def test_who_is_admitted_to_hospital_confesses_nothing() -> None:
    told = "The Indian army said a soldier was hit in the firing by Pakistan and admitted to a hospital."
    assert "admit" not in [act for _, act, _ in acts(told)]


def test_what_a_statement_charges_is_denied_by_who_calls_it_untrue_at_the_end() -> None:
    charge = "The statement in which the Azerbaijani ministry accuses Armenia's army of firing at a post"
    assert ("armenia", "deny", "azerbaijan") in acts(f"{charge} does not correspond to the facts, the Armenian Defence Ministry informs.")
    assert not [a for a in acts(f"{charge} was read out, the Armenian Defence Ministry informs.") if a[:2] == ("armenia", "deny")]


def test_an_owner_named_in_the_quote_is_not_the_speaker_behind_it() -> None:
    before = "Armenia's Defence Ministry denied that its men had fired. "
    quoted = "“The tale of the Azerbaijani Defence Ministry that Armenian units opened fire at a post is false,” the Defence Ministry said."
    assert {s for s, _, _ in acts(before + quoted)} == {"armenia"}
    assert ("azerbaijan", "accuse", "armenia") in acts(before + "In Baku the Defence Ministry said Armenian units had opened fire.")


def test_as_noted_is_not_said_by_the_subject_of_the_clause() -> None:
    assert not [a for a in acts("As noted, Russian militants fired mortars at a Ukrainian stronghold.") if a[0] == "russia"]
    assert ("russia", "accuse", "ukraine") in acts("The Russian army noted that Ukrainian troops fired mortars at its stronghold.")


def test_a_foe_that_only_speaks_in_the_sentence_is_not_the_doer() -> None:
    text = "Azerbaijan's army said that the shot fell during a drill, and the Armenian Defence Ministry said that nobody was hurt."
    assert "accuse" not in [act for speaker, act, _ in acts(text) if speaker == "azerbaijan"]


def test_who_struck_himself_accuses_nobody_of_the_strike() -> None:
    text = "The strike on the depot was costly, Ukraine's army said on the day on which Russia called a truce."
    for doer, accused in (("ukraine", []), ("russia", ["russia"])):
        told = Report(1, "air_strike", Occurred(), None, doer, None, "alleged", ((4, 10),))
        assert [c.target_party for c in read(text, (told,)) if c.act == "accuse"] == accused


def test_who_is_asked_by_nobody_is_asked_by_the_last_voice() -> None:
    before = "Pakistan's army said that Indian troops fired at Kotli.\n\n"
    assert ("pakistan", "call_for", "india") in acts(before + "The Indian side was called upon to respect the truce.")
    assert not [a for a in acts(before + "India was asked for restraint by China.") if a[:2] == ("pakistan", "call_for")]


def test_a_statement_accuses_for_who_issues_it() -> None:
    assert acts("Sudan's army issued a statement accusing the RSF of an ambush.") == [("sudan-saf", "accuse", "sudan-rsf")]
    assert not acts("Sudan's army ignored a statement welcoming the truce with the RSF.")


def test_what_a_side_suffers_is_laid_to_the_doer_of_the_report_unless_it_names_him_itself() -> None:
    text = "Two Armenian soldiers were driving home when their car was fired at, Armenia's Defence Ministry said."
    alone = Report(1, "small_arms_fire", Occurred(None, None), None, None, "armenia", "observed", ((0, len(text)),))
    known = Report(1, "small_arms_fire", Occurred(None, None), None, "azerbaijan", "armenia", "observed", ((0, len(text)),))
    assert not [c for c in read(text, (alone,)) if c.act == "accuse"]
    assert [(c.act, c.target_party) for c in read(text, (known,))] == [("accuse", "azerbaijan")]
    named = text + " Armenia's foreign minister accused Azerbaijan of lying in wait for them."
    assert [c.rule for c in read(named, (known,)) if c.act == "accuse"] == ["accuse"]


def test_a_negated_deed_is_nobodys_and_no_unit_of_his_denies() -> None:
    assert not [a for a in acts("Neither Russian nor Syrian aircraft bombed the rebels of Idlib, Russia's army said.") if a[1] == "admit"]
    text = "Ukraine accused Donetsk of shelling a farm. The Donetsk militia said that {} unit of his had fired at the village."
    assert ("donetsk-pr", "deny", "ukraine") in acts(text.format("no"))
    assert ("donetsk-pr", "deny", "ukraine") not in acts(text.format("every"))


def test_our_own_forces_are_the_speakers_whatever_the_report_has() -> None:
    text = "“Our forces struck the enemy's trenches,” Azerbaijan's Defence Ministry said of the fighting with Armenia."
    told = Report(1, "shelling", Occurred(), None, "armenia", "azerbaijan", "alleged", ((0, len(text)),))
    assert ("azerbaijan", "admit", "armenia") in [(c.speaker_party, c.act, c.target_party) for c in read(text, (told,))]


def test_who_counts_breaches_admits_none_and_who_is_no_side_is_not_accused_for_being_named() -> None:
    counted = "The militia of Donetsk was silent. Ukraine's army said that it had {} 61 rounds at the militia's trench."
    assert "admit" not in [a[1] for a in acts(counted.format("counted"))]
    assert "admit" in [a[1] for a in acts(counted.format("fired"))]
    assert acts("A spokesman for the OSCE accused the gunmen of hitting the United Nations' store.") == [("osce", "accuse", None)]


@pytest.mark.parametrize(
    ("text", "condemned"),
    [
        ("The EU mission said that the raid on the post was an unacceptable breach.", True),
        ("The EU mission said that the raid on the post was a small one.", False),
        ("The Colombian government finds the killing deplorable.", True),
        ("The Colombian government finds the killing hard to explain.", False),
    ],
)
def test_who_finds_it_deplorable_condemns(text: str, condemned: bool) -> None:
    assert any(a[1] == "condemn" for a in acts(text)) == condemned


def test_a_service_that_tells_who_opened_fire_is_not_his() -> None:
    text = "Kyrgyzstan and Tajikistan share the ridge.\n\nAccording to the Border Service, the Tajik side {} the posts."
    assert ("kyrgyzstan", "accuse", "tajikistan") in acts(text.format("started firing at"))
    assert ("kyrgyzstan", "accuse", "tajikistan") not in acts(text.format("went past"))


@pytest.mark.parametrize(
    ("text", "claim", "made"),
    [
        ("Armenia's army denied the accusations of {}.", ("azerbaijan", "accuse", "armenia"),
         ("the Azerbaijani side", "fire on Azerbaijan")),
        ("Ukraine's army said that {} after demanding that the monitors leave.", ("ukraine", "call_for", None),
         ("it fired", "the Donetsk separatists fired")),
        ("Syria's army confirmed the shelling {}.", ("syria", "admit", "israel"), ("of an Israeli post", "by Israeli troops")),
        ("Israel's army claimed {} soldiers.", ("israel", "admit", "hezbollah"),
         ("responsibility for an attack on Hezbollah", "the Hezbollah men were no")),
        ("Lebanon accused Israel of shelling. Israel's army said its troops did not {}.", ("israel", "deny", "lebanon"),
         ("open fire", "return fire")),
        ("The office in Gaza of Hamas documented 80 {}.", ("hamas", "accuse", "israel"),
         ("Israeli violations of the ceasefire", "Israeli songs")),
    ],
)  # fmt: skip
def test_an_act_is_of_him_whose_words_or_deed_it_is(text: str, claim: tuple[str, str, str | None], made: tuple[str, str]) -> None:
    for words, there in zip(made, (True, False), strict=True):
        assert (claim in acts(text.format(words))) is there, words


def test_what_the_others_statement_holds_is_his_accusation_up_to_the_verb_that_calls_it_false() -> None:
    text = "The statement of the Azerbaijani side according to which Armenian units fired at posts is false, Armenia's army said."
    assert acts(text) == [("azerbaijan", "accuse", "armenia"), ("armenia", "deny", "azerbaijan")]


def test_who_accuses_is_not_whoever_speaks_in_a_clause_beside_it() -> None:
    text = "{} accused the army in Khartoum of bombing a farm, just days after the president of Sudan announced a truce."
    assert acts(text.format("Darfur rebels")) == [("sudan-saf", "announce", None)]
    assert ("slm", "accuse", "sudan-saf") in acts(text.format("The SLM"))


@pytest.mark.parametrize(("text", "claim"), [
    ("Israel's army said that the strike targeted a Hezbollah man.", ("israel", "admit", "hezbollah")),
    ("Lebanon's health ministry said that the Israeli strike targeted a Hezbollah man.", ("lebanon", "accuse", "israel")),
    ("Kyiv accused Donetsk of shelling a farm, a charge Donetsk denies.", ("donetsk-pr", "deny", "ukraine")),
    ("Armenia's army denounced as “fake” the news from Azerbaijan of a breach.", ("armenia", "deny", "azerbaijan")),
])  # fmt: skip
def test_a_blow_on_the_foe_is_owned_and_a_charge_is_denied_by_who_is_said_to(text: str, claim: tuple[str, str, str]) -> None:
    assert claim in acts(text)


def test_a_letter_demands_for_who_sends_it() -> None:
    assert [c[:2] for c in acts("NATO sent a letter to the Bosnian Serb commander demanding a halt to shelling.")] == [("nato", "call_for")]
    assert acts("NATO saw the Bosnian Serb commander demanding a halt to the shelling.") == [("republika-srpska", "call_for", None)]


@pytest.mark.parametrize(("text", "claim", "made"), [
    ("Israeli jets hit Tyre. Israel said its {} Hezbollah's men.", ("israel", "accuse", "hezbollah"), (False, "strikes are meant to stop")),
    ("Israeli jets hit Tyre. Israel said its {} Hezbollah's men.", ("israel", "accuse", "hezbollah"), (True, "posts came under fire from")),
    ("The Ukrainian army did not {}, the DPR representation at the JCCC informs. Kyiv blamed Donetsk.", ("donetsk-pr", "deny", "ukraine"),
     (False, "open fire on Donetsk")),
    ("The DPR army did not {}, the DPR representation at the JCCC informs. Kyiv blamed Donetsk.", ("donetsk-pr", "deny", "ukraine"),
     (True, "open fire on Kyiv's army")),
    ("Afghanistan said that {}. Pakistan blamed the Taliban of Afghanistan.", ("afghanistan", "deny", "pakistan"),
     (False, "it told its soldiers not to attack Pakistan")),
    ("Afghanistan said that {}. Pakistan blamed the Taliban of Afghanistan.", ("afghanistan", "deny", "pakistan"),
     (True, "its soldiers did not attack Pakistan")),
    ("Israel carried out raids, citing {} Hezbollah.", ("hezbollah", "accuse", "israel"), (True, "officials of")),
    ("Israel carried out raids, citing {} Hezbollah.", ("hezbollah", "accuse", "israel"), (False, "the need to hit")),
    ("The accusation was made by {} in Islamabad. According to him Indian troops broke the truce.", ("pakistan", "accuse", "india"),
     (True, "the Pakistani army's spokesman")),
])  # fmt: skip
def test_a_blow_of_ones_own_and_what_the_foe_left_undone(text: str, claim: tuple[str, str, str], made: tuple[bool, str]) -> None:
    assert (claim in acts(text.format(made[1]))) is made[0]


@pytest.mark.parametrize(("text", "claim", "made"), [
    ("The United Nations said the Serbs denied {}.", ("united-nations", "deny", None), (False, "aid convoys access to the town")),
    ("Colombia's largest rebel group FARC on Sunday {}.", ("farc", "deny", "colombia"),
     (True, "denied having broken the truce, the army's charge")),
    ("Rwanda, which is accused by Kinshasa of {} the charge, was silent.", ("dr-congo", "deny", "rwanda"),
     (False, "arming M23 and has rejected")),
    ("Azerbaijan urged the Armenian side to stop and {}. It saw Armenian posts.", ("azerbaijan", "call_for", None),
     (False, "asked for an inquiry")),
    ("Azerbaijan saw the Armenian posts and {}.", ("azerbaijan", "call_for", None), (True, "asked for an inquiry")),
    ("Colombia's president accused the ELN of treachery. He demanded that {}.", ("colombia", "call_for", "eln"),
     (True, "the men be let go")),
    ("Colombia's president accused the ELN of treachery. He demanded that {}.", ("colombia", "call_for", "eln"),
     (False, "all parties stop")),
])  # fmt: skip
def test_of_whom_it_is_said_and_who_says_it(text: str, claim: tuple[str, str, str | None], made: tuple[bool, str]) -> None:
    assert (claim in acts(text.format(made[1]))) is made[0]


def test_who_confirms_an_attack_of_his_foe_and_who_recalls_what_monitors_count_owns_and_charges_nothing() -> None:
    text = "Sudan's army confirmed the attack near Kadugli. The rebels of the JEM were silent."
    raid = Report(1, "ground_attack", Occurred(), None, "jem", "sudan-saf", "alleged", ((0, 40),))
    assert ("sudan-saf", "admit", "jem") in acts(text)
    assert ("sudan-saf", "admit", "jem") not in [(c.speaker_party, c.act, c.target_party) for c in read(text, (raid,))]
    monitors = "The truce is over, {} said.\n\nBosnian Serb forces attacked Bosnian posts near Bihac."
    assert acts(monitors.format("the UN")) == []
    assert acts(monitors.format("the Bosnian army")) == [("bosnia", "accuse", "republika-srpska")]


def test_in_an_admission_nobody_else_is_found_out() -> None:
    text = "Colombia's army {} that shells had hit a camp near Fortul. The ELN was silent."
    raid = Report(1, "shelling", Occurred(), None, "eln", "colombia", "alleged", ((16, 70),))
    made = {word: {(c.act, c.target_party) for c in read(text.format(word), (raid,))} for word in ("acknowledged", "said")}
    assert ("accuse", "eln") in made["said"]
    assert ("accuse", "eln") not in made["acknowledged"]


def test_the_troops_of_whom_a_ministry_of_health_speaks_are_not_its_own() -> None:
    told = "The health ministry in Gaza said that soldiers had shot a man. Israel was silent."
    assert not any(act == "admit" for _, act, _ in acts(told))


def test_who_stood_behind_it_is_no_second_accusation() -> None:
    first = Report(1, "mine_or_ied", Occurred(), None, "ltte", "sri-lanka", "alleged", ((0, 40),))
    text = "A mine of the LTTE killed two sailors at Jaffna, Sri Lanka's navy said.\n\nThe LTTE were behind it, the navy said."
    assert [c.act for c in read(text, (first,)) if c.speaker_party == "sri-lanka"] == ["accuse"]


@pytest.mark.parametrize(("text", "claim", "made"), [
    ("Baku was {} it.", ("azerbaijan", "deny", "armenia"), (True, "quick to deny")),
    ("Baku was {} it.", ("azerbaijan", "deny", "armenia"), (False, "asked to deny")),
    ("Armenia added that Azerbaijan {} for the clash near Sotk.", ("armenia", "accuse", "azerbaijan"), (True, "was to blame")),
    ("The OSCE wants {}.", ("osce", "call_for", None), (True, "both sides to stop")),
    ("The OSCE wants {}.", ("osce", "call_for", None), (False, "to stop its patrols")),
    ("Baku {} the shot.", ("azerbaijan", "admit", "armenia"), (True, "apologised for")),
    ("Baku {} the shot.", ("azerbaijan", "admit", "armenia"), (False, "heard of")),
    ("Baku said that its troops {}.", ("azerbaijan", "deny", "armenia"), (True, "had observed the truce")),
    ("Baku issued {} on Friday.", ("azerbaijan", "deny", "armenia"), (True, "a denial")),
    ("Baku saw {} on Friday.", ("azerbaijan", "deny", "armenia"), (False, "a denial")),
])  # fmt: skip
def test_turns_of_an_act(text: str, claim: tuple[str, str, str | None], made: tuple[bool, str]) -> None:
    charge = "Armenia accused Azerbaijan of shooting at a man near Sotk. "
    assert (claim in acts(charge + text.format(made[1]))) is made[0]


@pytest.mark.parametrize(("told", "made"), [
    ("two of its soldiers had been killed by the Azerbaijani side", True), ("two of its soldiers had been killed in the mountains", False),
    ("there had been Azerbaijani fire overnight", True), ("there had been no Azerbaijani fire overnight", False),
    ("it saw an Azerbaijani attack", True), ("it feared an Azerbaijani attack", False),
])  # fmt: skip
def test_what_is_told_of_a_foe_accuses_him_if_it_came(told: str, made: bool) -> None:
    text = f"Armenian and Azerbaijani troops face each other near Sotk. Armenia said that {told}."
    assert (("armenia", "accuse", "azerbaijan") in acts(text)) is made


@pytest.mark.parametrize(("told", "made"), [
    ("It killed a baker, the Israeli army said.", False), ("The Israeli army said that it killed a baker.", True),
    ("Israel's army acknowledged that there had been shooting near Tyre.", False),
    ("Israel's army acknowledged the shooting near Tyre.", True),
])  # fmt: skip
def test_what_befell_and_what_a_shell_did_nobody_owns(told: str, made: bool) -> None:
    assert (("israel", "admit", "hezbollah") in acts(f"Hezbollah was silent. A shell fell on Tyre. {told}")) is made


@pytest.mark.parametrize(("signed", "foes"), [
    ("Israel and Hamas signed it", {"israel", "hamas"}), ("It was signed", {"israel", "palestinians"}),
])  # fmt: skip
def test_both_sides_are_the_foes_last_named(signed: str, foes: set[str]) -> None:
    text = f"Palestinians and Israelis wept. Israelis and Palestinians met. {signed} in May. Both sides accused each other of breaking it."
    assert {speaker for speaker, act, _ in acts(text) if act == "accuse"} == foes


@pytest.mark.parametrize(("told", "made"), [
    ("responded and targeted an Indian post", False), ("targeted an Indian post", True),
])  # fmt: skip
def test_who_responds_admits_nothing(told: str, made: bool) -> None:
    assert (("pakistan", "admit", "india") in acts(f"India was silent. Pakistan's army said that it {told}.")) is made


@pytest.mark.parametrize(("told", "claim", "made"), [
    ('"We have wounded at the hospital," Hamas said.', ("hamas", "admit", "israel"), False),
    ('"We have wounded a soldier," Hamas said.', ("hamas", "admit", "israel"), True),
    ("Israel has not met the resolutions by which the UN demands that Israel withdraw.", ("united-nations", "call_for", "israel"), False),
    ("By a resolution the UN demands that Israel withdraw.", ("united-nations", "call_for", "israel"), True),
    ("The UN asked for reinforcements.", ("united-nations", "call_for", None), False),
    ("The UN asked for restraint.", ("united-nations", "call_for", None), True),
])  # fmt: skip
def test_what_is_had_recalled_in_passing_or_asked_for_oneself_is_no_act(told: str, claim: tuple[str, str, str], made: bool) -> None:
    assert (claim in acts(f"Israel and Hamas fight in Gaza. {told}")) is made
