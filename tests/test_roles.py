"""Who is subject and who object of a word of force: each construction with a sentence it reads and one it must leave."""

from __future__ import annotations

from datetime import date

import pytest

from etl.model import Article
from etl.parse.acting import behind
from etl.parse.events import events
from etl.parse.reader import gather

DAY = date(2021, 6, 10)


def roles(text: str) -> tuple[set[str], set[str]]:
    """Those that the first sentence of a text names as doers and as hit."""
    reader = gather(Article(f"{text} The ceasefire was broken by shelling, and soldiers were killed.", published=DAY))
    assert reader is not None
    first = reader.document.sentences[0]
    told = [e for e in events(first, reader.actors(first)) if not e.weak]
    return {a.party for e in told for a in e.initiators if a.party}, {a.party for e in told for a in e.targets if a.party}


@pytest.mark.parametrize(
    ("why", "text", "does", "hit"),
    [
        ("accused of firing", "Thailand's army accused Cambodian soldiers of firing on Thai villagers.", {"cambodia"}, {"thailand"}),
        ("accused of bombing", "The rebels of the SLM accused Sudan's government forces of bombing Golo.", {"sudan-saf"}, set()),
        ("a charge of ignoring it is no fire", "Thailand's army accused Cambodian diplomats of ignoring the shelling.", set(), set()),
        ("the offensive that an army launched", "Talish was lost in the offensive that the Azerbaijani army launched in April.",
         {"azerbaijan"}, set()),
        ("the offensive that an army expects", "Talish was ready for the offensive that the Armenian army expects.", set(), set()),
        ("under whose fire", "A Ukrainian post came under Russian artillery fire near Zolote.", {"russia"}, {"ukraine"}),
        ("under fire from whom", "An Indian patrol came under fire from Pakistani posts near Uri.", {"pakistan"}, {"india"}),
        ("who is named after the fire", "An Indian patrol came under fire near Uri, and the Pakistani army kept quiet.", set(), {"india"}),
        ("a past taken for a participle", "Pro-Russian forces 5 times opened fire on Ukrainian positions at Pisky.",
         {"donetsk-pr"}, {"ukraine"}),
        ("a name taken for the end of the doer", "A Pakistani sniper shot Corporal Amit Kumar Singh at Uri.", {"pakistan"}, set()),
        ("a noun taken for a participle, its side two words", "Sixty were hurt on 5 April under Bosnian Serb shelling of the town.",
         {"republika-srpska"}, set()),
        ("used a weapon to fire", "The Houthis used a drone to bomb a Saudi post.", {"houthis"}, {"saudi-coalition"}),
        ("peacekeepers of whatever land", "Hezbollah fighters fired at Irish peacekeepers in Tyre.", {"hezbollah"}, {"un-peacekeepers"}),
        ("peacekeepers who are a side", "Georgian police fired at Russian peacekeepers at Gori.", {"georgia"}, {"russia"}),
        ("shot dead in a headline", "Indian jawan shot dead at Uri by Pakistani troops.", {"pakistan"}, {"india"}),
        ("who shot dead", "Indian jawans shot dead three Pakistani intruders at Uri.", {"india"}, {"pakistan"}),
        ("a noun taken for a participle", "India lost two soldiers to Pakistani shelling at Poonch.", {"pakistan"}, set()),
        ("a participle that is none", "Pakistani gunners stayed at Poonch shelling the road.", {"pakistan"}, set()),
        ("a headline's participle", "Ukrainian military post shelled: Army.", set(), {"ukraine"}),
        ("army shelling", "Nine people were killed in army shelling in the Syrian town of Saraqeb, the rebels said.", {"syria"}, {"syria"}),
        ("nobody's shelling", "Nine people were killed in shelling in the Syrian town of Saraqeb, the rebels said.", set(), {"syria"}),
        ("killed in a clash", "A Thai soldier was killed in a clash with Cambodian troops at Ta Muen.", set(), set()),
        ("killed in an attack", "A Thai soldier was killed in an attack by Cambodian troops at Ta Muen.", {"cambodia"}, {"thailand"}),
        ("attacked by", "They were attacked by rebels of the FARC in Cauca.", {"farc"}, set()),
        ("killed in a clash with whom", "Two Thai soldiers were shot dead in a clash with Cambodian troops.",
         set(), {"thailand"}),
        ("an ambush laid by", "A patrol drove into an ambush laid by guerrillas of the FARC in Cauca.", {"farc"}, set()),
        ("an ambush foreseen by", "A patrol escaped an ambush foreseen by officers of the FARC in Cauca.", set(), set()),
        ("accused of the attack", "The ELN is accused of the attack in Arauca.", {"eln"}, set()),
        ("accused of attacks", "The ELN is accused of attacks in Arauca.", set(), set()),
        ("blamed on", "Kyiv blamed the shelling of Popasna on Russian-backed separatists.", {"donetsk-pr"}, set()),
        ("held responsible", "Pakistan held the TTP responsible for the ambush in Bannu.", {"ttp"}, set()),
        ("claimed by", "The ELN claimed responsibility for the ambush in Arauca.", {"eln"}, set()),
        ("regretted by", "The ELN voiced regret for the ambush in Arauca.", set(), set()),
        ("whose truce it broke", "The attack broke the truce of the FARC in Cauca.", set(), set()),
        ("whose camp it hit", "The attack hit the camp of the FARC in Cauca.", set(), {"farc"}),
        ("a continent is no state", "The South American country's army shelled a camp in Cauca.", set(), set()),
        ("the rebels of a country", "A policeman died in an ambush by Colombia's FARC rebels at Tumaco.", {"farc"}, set()),
        ("shelling on a ground", "Two Georgian farmers died in the shelling in South Ossetia.", set(), set()),
        ("shelling of it", "Two farmers died in the shelling of South Ossetia.", set(), {"south-ossetia"}),
        ("from whose ground", "A farmer died when shelling from Lebanon hit Metula.", {"lebanon"}, set()),
        ("cleft", "It was Pakistan that attacked the post near Uri.", {"pakistan"}, set()),
    ],
)  # fmt: skip
def test_roles(why: str, text: str, does: set[str], hit: set[str]) -> None:
    assert roles(text) == (does, hit), why


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Israeli fire killed two men in Gaza.", {"israel"}),
        ("Attacks by Ukrainian troops killed two men in Horlivka.", {"ukraine"}),
        ("Shells that hit Ukrainian trenches killed two men in Zolote.", set()),
        ("Clashes between India and Pakistan killed two men in Uri.", set()),
    ],
)
def test_who_is_behind_what_killed(text: str, parties: set[str]) -> None:
    reader = gather(Article(f"{text} The ceasefire was broken by shelling, and soldiers were killed.", published=DAY))
    assert reader is not None
    harm = reader.tellings[0].harms[0]
    found = {a.party for doer in harm.doer for a in behind(doer, reader.actors(reader.document.sentences[0]))}
    assert found == parties
