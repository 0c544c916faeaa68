"""Whose the victims are: by their own words, by who lost them, by whom they were hit, by who mourns them."""

from __future__ import annotations

import re

from etl.lexicon import registry
from etl.parse.acting import OURS, SELF, behind
from etl.parse.actors import ActorMention
from etl.parse.actors_cast import Cast
from etl.parse.antecedents import antecedent
from etl.parse.attribution import at
from etl.parse.document import Sentence
from etl.parse.harm import Harm
from etl.parse.parts import ATTACKERS, played
from etl.parse.quotes import turns
from etl.parse.scenes import Telling
from etl.parse.syntax import above, prepositional, subject
from etl.parse.tellings import Reader
from etl.parse.trees import Token

HELMETS = frozenset(["peacekeeper", "peacekeepers", "blue helmet", "blue helmets", "military observer", "military observers",
                     "monitor", "monitors"])  # fmt: skip
COUNTERS = frozenset({"monitors", "health", "emergencies"})  # who count other people's dead
COUNTING = frozenset({"health", "rescue", "monitor", "mediator"})
LOSING = frozenset([
    "own", "admit", "concede", "lose", "have", "suffer", "count", "mourn", "bury", "sustain", "record", "register", "lament", "acknowledge",
])  # fmt: skip
COUNTED = frozenset(["have", "count", "record", "register"])
REMAINS = frozenset(["body", "corpse"])  # what those who flee leave behind
DEALING = frozenset(["inflict", "cause", "deal"])
ABOARD = frozenset(["driver", "drivers", "passenger", "passengers", "occupant", "occupants", "crew"])  # "its driver" is the lorry's
CRAFT = re.compile(
    r"(?:[’']s)? (?:(?!(?:an?|the|its|their|his|this|that|two|three|said)\b)[\w-]+ ){0,2}"  # not "attacked a ship"
    r"(?:helicopter|plane|jet|aircraft|gunship|boat|ship|vessel|trawler|tank|lorry|truck|car|bus|jeep|vehicle|convoy|ambulance|train)s?\b",
    re.I,
)
MANS = frozenset({"his", "her"})  # of a person, where "its" and "their" may be an army's
BEARERS = ("name", "demonym", "metonym", "body", "role", "ground")
RANKS = re.compile(r"\b(?:on|in|among|from|of|within)\s+(?:the\s+)?(?:ranks\s+of\s+)?(?:the\s+)?$|\bkilled\s+on\s+the\s+$", re.I)
TOPIC = re.compile(r"(?:^|[;:“\"] ?)(?:As (?:for|to)|[Oo]f|[Aa]mong) the $")
THEIRS = re.compile(r"\b(?:its|their)\b")
LOSSES = re.compile(
    r"(?:[’']s)?(?: side(?:[’']s)?| own)* (?:dead|losses|casualties|(?:death )?toll|deaths|fatalities)\b[^,.;]{0,20}? (?:at|to)\b")
ON_SIDE = re.compile(r"\b[Oo]n (?P<whose>our|its|their|the enemy(?:[’']s)?|the adversary[’']s) (?:own )?side\b")
NEAR = 40  # characters between a side and those who fell on it
CAMP = re.compile(r"\b(?:sides?|ranks|army|forces)\b")
SIDES = frozenset({"state", "armed-group", "de-facto-authority"})


def owner(harm: Harm, telling: Telling, reader: Reader, initiator: str | None, target: str | None) -> tuple[str | None, str]:
    """The side of the victims and the rule that told it."""
    sentence = reader.document.sentences[harm.sentence]
    actors = reader.actors(sentence)
    people = harm.people
    if people.noun in HELMETS and (flag := _flag(reader.cast)) is not None:
        return flag, "whose flag they serve"
    if people.party and (foe := _not_the_doers(harm, sentence, actors, reader.cast)) is not None:
        return foe, "possessive"
    if people.party:
        return _people_of(people.party, harm, telling, initiator) if people.status == "civilian" else people.party, "named"
    before = antecedent(harm, reader)
    if before is not None and before.party is not None and is_side(before.party):
        return before.party, "those spoken of"
    if (party := _camp(harm, sentence, reader)) is not None:
        return party, "in the ranks of"
    if (party := _possessor(harm, telling, sentence, actors, reader)) is not None:
        return party, "possessive"
    if (party := _counted(harm, sentence, actors)) is not None:
        return party, "whose losses are counted"
    if (party := _dealt(harm, sentence, actors)) is not None:
        return party, "to whom it was dealt"
    if (party := _aboard(harm, reader)) is not None:
        return party, "whose craft it was"
    if (party := _ranks(harm, sentence, actors) or _topic(harm, sentence, actors, initiator)) is not None:
        return party, "in the ranks of"
    if (party := _loser(harm, sentence, actors, initiator)) is not None:
        return party, "who lost them"
    role, who = played(harm, sentence)
    fled = [p for p in _parties(who, actors) if p and is_side(p)] if who is not None else []
    if (party := fled[0] if fled else {"attack": initiator, "defence": target}.get(role)) is not None and is_side(party):
        return party, "by their part in it"
    source = at(reader.sources[harm.sentence], harm.start)
    voice = source.party if source is not None and source.party and is_side(source.party) else None
    if (party := _hit(harm, actors, reader.cast, target, voice)) is not None:
        return _people_of(party, harm, telling, initiator), "by whom they were hit"
    if voice is not None and voice == initiator and not harm.doer and people.status == "military" and telling.target in (None, voice):
        return voice, "its own fallen"
    if telling.target is not None and is_side(telling.target) and not _with(telling.target, telling.initiator, initiator):
        return _people_of(telling.target, harm, telling, initiator), "the target"
    if voice is not None and voice != (telling.initiator or initiator) and target in (voice, None):
        return voice, "who reports them"
    if (party := _ground(harm, telling, reader, initiator)) is not None:
        return party, "whose ground it is"
    if target is not None and is_side(target):
        return _people_of(target, harm, telling, initiator), "the target"
    return (reader.cast.opponent(initiator), "the doer's opponent") if initiator else (None, "")


def _with(party: str, *doers: str | None) -> bool:
    """Whether a party is one of the doers or stands with them: it is not the one they hit."""
    parties = registry.load().parties
    return party in doers or any(party in (*parties[d].allies, *_hosts(d)) for d in doers if d)


def _flag(cast: Cast) -> str | None:
    """The mission of the article: its peacekeepers are its own, whatever their passports."""
    parties = registry.load().parties
    sent = next((p for p, _ in cast.named.most_common() if parties[p].kind == "mission"), None)
    return sent or ("un-peacekeepers" if "united-nations" in cast.named else None)


def _people_of(party: str, harm: Harm, telling: Telling, initiator: str | None) -> str:
    """An armed group's fighters are its own; others hurt beside them are of the people it lives among."""
    if registry.load().parties[party].kind != "armed-group" or harm.people.status == "military":
        return party
    hosts = [host for host in _hosts(party) if host != initiator]
    return hosts[0] if len(hosts) == 1 else party


def _hosts(group: str) -> list[str]:
    """The people that an armed group lives among: those of its land whom it does not fight."""
    parties = registry.load().parties
    own = parties[group]
    return [p.id for p in parties.values() if p.kind != "armed-group" and p.country in own.territory and p.id not in own.enemies]


def _ground(harm: Harm, telling: Telling, reader: Reader, initiator: str | None) -> str | None:
    """Those hurt in a place that only one side of the article can call its own, unless it is the doer's."""
    if harm.people.status == "military":
        return None
    parties = registry.load().parties
    named = [p for p, _ in reader.cast.named.most_common(6) if is_side(p)]
    for place in telling.places:
        if place.place.precision == "country":
            continue
        own = [p for p in named if parties[p].country == place.place.country]
        others = [p for p in named if place.place.country in parties[p].territory and p not in own]
        if len(own) == 1 and not others and own[0] != initiator:
            return own[0]
    return None


def is_side(party: str) -> bool:
    """Whether a party can lose people in a breach: a state, a de facto authority or an armed group."""
    return registry.load().parties[party].kind in SIDES


def _told_before(harm: Harm, telling: Telling) -> str | None:
    """Whose the one is who was told of before: "lost his life, and three of his comrades were hurt"."""
    return next((h.party for h in reversed(telling.harms) if h.start < harm.start and h.party), None)


def _possessor(harm: Harm, telling: Telling, sentence: Sentence, actors: list[ActorMention], reader: Reader) -> str | None:
    """ "two of its soldiers": the speaker's; "left three of his soldiers wounded": the officer's."""
    own = harm.people.own
    if own is None or (own == "its" and harm.people.noun in ABOARD):
        return None
    if own in MANS and (mate := _told_before(harm, telling)) is not None:
        return mate
    before = [a.party for a in actors if a.party and a.start < harm.people.start and a.kind in (("role",) if own in MANS else BEARERS)]
    source = at(reader.sources[sentence.index], harm.start)
    if source is not None and source.party and is_side(source.party) and (own != "his" or not before):
        struck = own == "their" and any(d.lower_ in ("it", "we") or source.party in _parties(d, actors) for d in harm.doer)
        return reader.cast.opponent(source.party) if struck else source.party  # "it killed ten of their men": not of its own
    return before[-1] if before and is_side(before[-1]) else None


def _not_the_doers(harm: Harm, sentence: Sentence, actors: list[ActorMention], cast: Cast) -> str | None:
    """ "It ended its truce after the army killed 26 of its fighters": not the army's, though the army tells it."""
    own = THEIRS.search(sentence.text, harm.people.start, harm.people.end)
    doers = {party for doer in harm.doer for party in _parties(doer, actors)}
    return cast.opponent(harm.people.party) if own and harm.people.party in doers else None


def _camp(harm: Harm, sentence: Sentence, reader: Reader) -> str | None:
    """ "On our side, five died", "22 deaths on their side": the teller's, and in his own words theirs is his enemy's."""
    source = at(reader.sources[sentence.index], harm.start)
    if source is None or source.party is None or not is_side(source.party):
        return None
    start, end = harm.start - sentence.start, harm.end - sentence.start
    for match in ON_SIDE.finditer(sentence.text):
        if 0 <= start - match.end() < NEAR or 0 <= match.start() - end < 2:
            spoken = source.rule == "the quote" or turns(sentence.text[: match.start()])
            theirs = match["whose"] not in ("our", "its") and (spoken or match["whose"] != "their")
            return reader.cast.opponent(source.party) if theirs else source.party
    return None


def _ranks(harm: Harm, sentence: Sentence, actors: list[ActorMention]) -> str | None:
    """ "50 dead in the ranks of Armenia", "one injured on the Karabakh side"."""
    end = harm.end - sentence.start
    text = sentence.text
    for actor in actors:
        before, said = text[end : actor.start].lower(), text[actor.start : actor.end + 12].lower()
        spoken = "ranks" in before or " among" in before or CAMP.search(said)
        if actor.party and 0 <= actor.start - end < 30 and spoken and RANKS.search(before) and is_side(actor.party):
            return actor.party
    return None


def _counted(harm: Harm, sentence: Sentence, actors: list[ActorMention]) -> str | None:
    """ "Put the enemy's dead at seven", "Armenian losses stood at seven killed"."""
    start, end = harm.start - sentence.start, harm.end - sentence.start
    told = ((actor, LOSSES.match(sentence.text, actor.end)) for actor in reversed(actors) if actor.party and is_side(actor.party))
    return next((actor.party for actor, m in told if m and m.end() <= end and start - m.end() < NEAR), None)


def _dealt(harm: Harm, sentence: Sentence, actors: list[ActorMention]) -> str | None:
    """ "The rebels inflicted 30 casualties on the army", "caused heavy losses to Russian units"."""
    head = sentence.doc[harm.head] if sentence.doc is not None else None
    if head is None or head.dep_ != "dobj" or head.head.lemma_ not in DEALING:
        return None
    hit = [o for word in (head, head.head) for o in prepositional(word, "on", "upon", "to", "among")]
    return next((a.party for o in hit for a in behind(o, actors) if a.party and is_side(a.party)), None)


def _aboard(harm: Harm, reader: Reader) -> str | None:
    """ "A Russian helicopter was shot down. Two of the crew were killed": whose the craft was that was named last."""
    if harm.people.noun not in ABOARD:
        return None
    sentences = reader.document.sentences
    for n in range(harm.sentence, max(-1, harm.sentence - 2), -1):
        end = harm.start if n == harm.sentence else sentences[n].end
        flown = [m for m in reader.cast.mentions[n] if m.end < end and CRAFT.match(reader.document.article.text, m.end)]
        if flown:
            return flown[-1].party if flown[-1].party and is_side(flown[-1].party) else None
    return None


def _topic(harm: Harm, sentence: Sentence, actors: list[ActorMention], initiator: str | None) -> str | None:
    """ "Of the Tigers, 200 had been killed", "As for the attackers, 22 bodies were counted"."""
    for actor in actors:
        party = initiator if actor.alias.lower().removesuffix("s") in ATTACKERS else actor.party
        side = actor.alias.endswith("side") and sentence.text.endswith("n the ", 0, actor.start)  # "on the Armenian side: two dead"
        spoken = TOPIC.search(sentence.text, 0, actor.start) or side
        if actor.end < harm.start - sentence.start and spoken and sentence.text[actor.end] in ",:":
            return party if party and is_side(party) else None
    return None


def _loser(harm: Harm, sentence: Sentence, actors: list[ActorMention], initiator: str | None) -> str | None:
    """ "the Kiev side lost about ten men", "Israel reported the deaths of four", "they fled, leaving seven bodies behind"."""
    if sentence.doc is None:
        return None
    head = sentence.doc[harm.head]
    if harm.loser is not None and head.lemma_ == "cost":
        return next((p for p in _parties(harm.loser, actors) if p and is_side(p)), None)
    fled = head.lemma_ in REMAINS
    for verb in (head, *above(head)):
        if verb.pos_ not in ("VERB", "AUX"):
            continue
        if (verb.lemma_ in LOSING or (fled and verb.lemma_ == "leave")) and (who := subject(verb)) is not None:
            if fled and who.lower_ == "they":
                return initiator
            found = [a for a in behind(who, actors) if a.party and is_side(a.party)]
            return found[0].party if found and not _counts(found[0], verb.lemma_) else None
        if verb.i != head.i:
            break
    return None


def _counts(actor: ActorMention, verb: str) -> bool:
    """Whether somebody counts other people's dead: monitors, doctors, rescuers; an official who "has" or "records" them."""
    known = registry.load().actors.get(actor.actor or "")
    told = actor.kind == "role" and actor.noun != "person" and verb in COUNTED  # "the Azerbaijani side had one dead" had him
    return told or actor.noun in COUNTERS or (known is not None and known.kind in COUNTING)


def _parties(phrase: Token, actors: list[ActorMention]) -> set[str | None]:
    return {a.party for a in behind(phrase, actors)}


def _sayer(doer: Token, actors: list[ActorMention]) -> set[str | None]:
    """Who says the clause that a doer is the subject of: "the army said it had killed ten"."""
    clause = doer.head
    while clause.dep_ in ("conj", "xcomp", "advcl") and clause.head.i != clause.i:
        clause = clause.head
    who = subject(clause.head) if clause.dep_ == "ccomp" and clause.head.i < doer.i else None
    return _parties(who, actors) if who is not None else set()


def _hit(harm: Harm, actors: list[ActorMention], cast: Cast, target: str | None, voice: str | None) -> str | None:
    """Those a named side hits are its opponent's, and those the teller says that he hit: "it had killed ten", "its guns killed ten"."""
    for doer in harm.doer:
        named = [a.party for a in behind(doer, actors) if a.party and is_side(a.party)]
        himself = (doer.lower_ in SELF or any(c.lower_ in OURS for c in doer.children)) and voice in _sayer(doer, actors)
        if (does := named[0] if named else voice if himself else None) is not None:
            return target if target and target != does else cast.opponent(does)
    return None
