"""Event mentions of one sentence: a word of force, who did it to whom by its grammar, with what, and whether it is told as done."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass, field

from etl.lexicon.patterns import Pattern
from etl.lexicon.seldom import Seldom
from etl.lexicon.words import LOOSE, Trigger, keys_of, words
from etl.parse.actors import ActorMention
from etl.parse.document import Sentence
from etl.parse.roles import AT, brings, climb, noun_role, role_of, verb_role, word_of
from etl.parse.senses import SEEING, fits
from etl.parse.syntax import denied, is_passive, negated, objects, repelled, subject, token_at, unreal
from etl.parse.trees import Token, Tree

SENDING = frozenset([
    "fire", "launch", "use", "drop", "lob", "send", "employ", "deploy", "unleash", "aim", "turn", "shoot", "direct", "hurl", "throw",
    "lay", "plant", "detonate", "discharge", "explode", "loose", "let", "rain", "pour", "put",
])  # fmt: skip
FLOWN = frozenset({"air_strike", "drone_strike"})
PRISONERS = frozenset(["him", "her", "them", "some"])
GOODS = frozenset([
    "arm", "arms", "weapon", "weaponry", "ammunition", "vehicle", "truck", "lorry", "car", "equipment", "boat", "vessel", "ship", "cache",
    "document", "phone", "explosive", "explosives", "haul", "cattle", "livestock", "goods", "money",
])  # fmt: skip
SEEN = SEEING | {"stand", "park", "station", "position", "note"}  # guns that are only seen where they stand fire at nobody
REHEARSAL = Seldom(r"\b(?:drills?|exercises?|manoeuvres|maneuvers|war games?|rehears\w+|simulat\w+)\b", re.I)
FLIERS = ("aircraft", "drone")
HABIT = Seldom(
    r"\b(?:almost daily|(?:almost|nearly) every (?:day|night|week|month)|daily basis|every day|regularly|often|frequently|routinely"
    r"|from time to time|repeatedly|sporadic(?:ally)?|constantly|periodically|usually|for (?:years|months|weeks|decades)"
    r"|in recent (?:years|months|weeks)|over the years|now and then"
    r"|ha(?:ve|s|d) (?:multiplied|become more frequent)"
    r"|many (?:a time|times)|time and again|continuously|continually|day after day|a spate of|a spurt"
    r"|(?:the|of|its|their|his) (?:repeated|continued|continuing|constant|persistent|recurrent|frequent|regular|(?:near-)?daily))\b",
    re.I,
)
OUSTING = frozenset({"drive", "oust", "dislodge", "push"})  # whom it takes the ground from, not whom it takes
TRIES = frozenset({"attempt", "bid", "effort", "try"})
KNOWN = frozenset(["the", "this", "that", "these", "those", "such", "stray"])  # a stray bullet is of the fight just told
TODAY = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "yesterday", "today"])


@dataclass
class Event:
    """One event mention, with what decides its fate."""

    sentence: int
    kind: str  # an event code, or attack, strike, fire
    rule: str
    start: int  # offsets in the article
    end: int
    head: int  # token index of the trigger
    noun: bool
    initiators: list[ActorMention] = field(default_factory=list)
    targets: list[ActorMention] = field(default_factory=list)
    weapons: list[str] = field(default_factory=list)
    weapon_event: str | None = None
    negated: bool = False
    unreal: bool = False
    denied: bool = False
    habit: bool = False
    weak: bool = False
    definite: bool = False  # "the attack": speaks of one already told


def events(sentence: Sentence, actors: list[ActorMention]) -> list[Event]:
    """The event mentions of a parsed sentence; `actors` with offsets in the sentence."""
    if sentence.doc is None:
        return []
    if sentence.force is None:
        sentence.force = _force(sentence, sentence.doc)
    found = []
    for trigger, bare in sentence.force:
        event = copy(bare)
        event.initiators, event.targets = [], []
        head = sentence.doc[event.head]
        if trigger.only and any(a.start <= o.idx < a.end for a in actors for o in objects(head)):
            continue  # "took Hamas to court"
        _cast_roles(event, trigger, head, actors)
        found.append(event)
    return found


def _force(sentence: Sentence, doc: Tree) -> list[tuple[Trigger, Event]]:
    """The words of force of a sentence and what its grammar makes of them, whoever did it to whom."""
    arms = weapons(sentence.text)
    rehearsal = bool(REHEARSAL.search(sentence.text))
    habit = bool(HABIT.search(sentence.text))
    found = []
    triggers = _triggers(sentence, doc)
    used = [arm for arm in arms if not any(_aimed_at(word, t) for word in (token_at(doc, arm[0]),) if word for _, t, *_ in triggers)]
    for trigger, token, start, end in triggers:
        taken = _taken(token, arms) if trigger.object == "place" else ""
        if taken == "goods" or (trigger.object == "place" and not _of_a_place(trigger, token)):
            continue
        event = Event(
            sentence.index,
            trigger.kind,
            trigger.rule,
            sentence.start + start,
            sentence.start + end,
            token.i,
            trigger.noun,
            weak=trigger.weak,
            habit=habit,
        )
        event.negated, event.unreal, event.denied = negated(token), unreal(token) or rehearsal, denied(token)
        event.definite = token.pos_ == "NOUN" and any(c.lower_ in KNOWN or _a_day(c) for c in token.children)
        if taken == "people":
            event.kind = "abduction_or_capture"
        if trigger.kind == "ground_attack" and not trigger.noun and _flies(token, arms):
            event.kind = "airspace_violation"
        if trigger.rule == "guns" and _clause(token).lemma_ in SEEN:
            event.kind = "deployment"
        _arm(event, token, used)
        event.weak = event.weak and not (event.kind == "strike" and event.weapons)  # "destroyed by drones", "two shells landed"
        found.append((trigger, event))
    return found


def _flies(verb: Token, arms: list[tuple[int, int, Trigger]]) -> bool:
    """Whether what crosses, enters or is sent over the line is an aircraft or a drone."""
    who = subject(verb)
    return who is not None and any(start <= who.idx < end and arm.weapon in FLIERS for start, end, arm in arms)


def _of_a_place(trigger: Trigger, token: Token) -> bool:
    """Whether a word of seizing takes or loses ground: "two soldiers fell to gunfire" is none; "took Menaka", by a name alone, is."""
    if token.lemma_ == "fall":
        own = subject(token)
        return own is None or own.lower_ not in words().nouns
    if "name" not in trigger.only:
        return True
    taken = objects(token)
    return bool(taken) and all(o.tag_ == "NNP" and o.dep_ == "dobj" and not o.text.isupper() and not _called(o) for o in taken)


def _called(name: Token) -> bool:
    """Whether a name is that of a person with a title, or of a day, or has an owner: "took Gen. Lee", "took Tuesday off"."""
    return name.lower_ in TODAY or any(c.dep_ == "poss" or (c.dep_ == "compound" and c.lower_.rstrip(".") in words().nouns)
                                       for c in name.children)  # fmt: skip


def _a_day(token: Token) -> bool:
    """Whether a day stands before a noun as its owner: "Thursday's attack" is the one told of before."""
    return token.dep_ == "poss" and token.lower_ in TODAY


def _taken(token: Token, arms: list[tuple[int, int, Trigger]]) -> str:
    """What was seized where it is no place: people ("captured six soldiers") or goods ("seized a rifle"), who lose nobody his ground."""
    if token.lemma_ in OUSTING:
        return ""
    own = subject(token) if is_passive(token) else token.head if token.dep_ == "relcl" else None
    for thing in (*objects(token), *([own] if own is not None else [])):
        if thing.lower_ in words().nouns or thing.lower_ in PRISONERS:
            return "people"
        if thing.lemma_ in GOODS or any(start <= thing.idx < end for start, end, _ in arms):
            return "goods"
    return ""


def weapons(text: str) -> list[tuple[int, int, Trigger]]:
    """Where weapons are named in a text: start, end and which."""
    rows = words().weapon_keys
    found: dict[int, tuple[int, Trigger]] = {}
    keys = keys_of(text)
    for key in sorted(keys & rows.keys()):
        for trigger, pattern in rows[key]:
            for head, _, start, end in pattern.heads(text) if pattern.may(keys) else ():
                if not text.endswith(("anti-", "Anti-"), 0, start) and (start not in found or found[start][0] < end):
                    found[start] = (end, trigger)
                del head
    kept = [(s, e, t) for s, (e, t) in found.items() if not any(s2 <= s and e < e2 for s2, (e2, _) in found.items())]
    return sorted(kept, key=lambda k: k[0])


def _triggers(sentence: Sentence, doc: Tree) -> list[tuple[Trigger, Token, int, int]]:
    text = sentence.text
    rows = words().event_keys
    spans: list[tuple[int, int, int, Trigger, Pattern]] = []
    keys = keys_of(text)
    for key in sorted(keys & rows.keys()):
        for trigger, pattern in rows[key]:
            if pattern.may(keys):
                spans += [(start, end, head, trigger, pattern) for head, _, start, end in pattern.heads(text)]
    spans.sort(key=lambda s: (s[0] - s[1], s[0]))
    kept: list[tuple[int, int, int, Trigger, Pattern]] = []
    for span in spans:
        token = token_at(doc, span[2])
        if token is None or any(k[0] <= span[2] < k[1] for k in kept) or not fits(span[4], token):
            continue
        kept.append(span)
    kept.sort(key=lambda s: s[:3])
    return [(s[3], t, s[0], s[1]) for s in kept if (t := token_at(doc, s[2])) is not None]


def _arm(event: Event, token: Token, arms: list[tuple[int, int, Trigger]]) -> None:
    """The weapons of the trigger's clause; what flew and fired decides a loose kind, whatever it fired, else the nearest."""
    verb = _clause(token)
    used = verb.head if verb.dep_ in ("xcomp", "advcl") and verb.head.lemma_ == "use" else verb  # "used a drone to drop a grenade"
    clause = {t.i for t in used.subtree}
    near = []
    for at, _, trigger in arms:
        word = token_at(token.doc, at)
        if word is not None and word.i in clause and not _elsewhere(word, used) and not _aimed_at(word, token):
            flown = trigger.kind in FLOWN and role_of(word, token, event.noun) == "subject"
            near.append((not flown, abs(at - token.idx), trigger))
    found = [trigger for *_, trigger in sorted(near, key=lambda n: n[:2])]
    event.weapons = list(dict.fromkeys(trigger.weapon for trigger in found))
    event.weapon_event = found[0].kind if found else None


def _elsewhere(word: Token, verb: Token) -> bool:
    """Whether a word stands in a clause of somebody else below the verb's: "hit a depot after the rebels fired rockets"."""
    while word.i != verb.i and word.head.i != word.i:
        if word.pos_ == "VERB" and word.dep_ == "advcl" and any(c.dep_ in ("nsubj", "nsubjpass") for c in word.children):
            return True
        word = word.head
    return False


def _aimed_at(weapon: Token, token: Token) -> bool:
    """Whether a weapon is what was hit, by whatever words of force are told of it: "a raid on a rocket launcher", "fired at a drone"."""
    top = climb(weapon, token)
    if token.pos_ == "VERB" and any(top.i == o.i for o in objects(token)):
        return token.lemma_ not in SENDING
    if token.pos_ == "VERB" and is_passive(token) and (own := subject(token)) is not None and top.i == own.i:
        return token.lemma_ not in SENDING
    return top.dep_ == "pobj" and top.head.lower_ in AT and top.head.head.i == token.i


def _clause(token: Token) -> Token:
    while token.pos_ not in ("VERB", "AUX") and token.head.i != token.i:
        token = token.head
    return token


def _cast_roles(event: Event, trigger: Trigger, token: Token, actors: list[ActorMention]) -> None:
    if event.weak and event.kind == "clash":
        return
    tried = token.head if token.dep_ == "acl" and token.head.lemma_ in TRIES else None  # "the attempt by saboteurs to cross"
    defence = repelled(tried or token)
    for actor in actors:
        word = word_of(actor.start, actor.end, token.doc)
        if word is None:
            continue
        defends = defence is not None and verb_role(word, defence) == "subject" and (word.i < defence.i or is_passive(defence))
        if defends:  # who repels an attack is whom it was made on
            event.targets.append(actor)
            continue
        if tried is not None and noun_role(word, tried) == "subject":
            event.initiators.append(actor)
            continue
        if trigger.subject == "target" and token.i < word.i and brings(word, token):  # "came under fire of the Indian force"
            event.initiators.append(actor)
            continue
        beside = token.tag_ == "VBG" and word.i == token.i - 1  # "killed in Indian shelling of Uri"
        role = "subject" if beside else role_of(word, token, event.noun)
        if role == "subject" and actor.kind == "ground" and "from" not in (word.head.lower_, word.head.head.lower_):
            continue  # "a raid by Colombia's FARC rebels"
        if role == "object" and event.noun and actor.kind == "ground" and word.head.lower_ == "in":
            continue  # "shelling in South Ossetia" may have hit Georgians
        if event.kind == "clash" and event.noun and role == "object":
            continue  # who was killed in a clash may have begun it
        if role == "subject":
            role = trigger.subject if not event.noun else "initiator"
        elif role == "object":
            role = trigger.object if not event.noun else "target"
        if role == "initiator":
            event.initiators.append(actor)
        elif role == "target":
            event.targets.append(actor)


def code(event: Event, arm: str | None = None) -> str:
    """The codebook's word for a mention: a loose kind takes its weapon's, or the scene's (`arm`)."""
    if event.rule in ("bomb", "salvo") and event.weapon_event in ("drone_strike", "rocket_or_missile", "shelling"):
        return event.weapon_event  # "bombed by a drone", "a salvo of rockets"
    if event.kind not in LOOSE:
        return event.kind
    arm = event.weapon_event or arm
    if arm and not (event.kind == "attack" and arm == "mine_or_ied" and not event.noun):
        return arm
    if event.rule == "an incident":
        return "unspecified_violation"  # "a provocation": nothing tells what was done
    return {"fire": "small_arms_fire", "strike": "air_strike" if event.noun else "shelling", "attack": "ground_attack"}[event.kind]
