"""Whose "the ministry", "the army", "officials" are: an owner for the bodies that an article names without their side.

A body is the one last named of its kind; it never calls its own side's acts a breach, so "the army said Pakistan violated the truce" is
India's; who counts the wounded and keeps order is of the ground that is spoken of, or from which the story is filed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import replace

from etl.lexicon import registry
from etl.lexicon.places import LINE
from etl.parse.actors import ActorMention
from etl.parse.actors_article import NAME, Cast
from etl.parse.actors_rebels import LOYAL, STATELESS, client_of, patron_of, rebels_of, republic_of, stateless, states_against
from etl.parse.places_best import NO_EVENT

LOCAL = frozenset({"government", "police", "official", "prosecutor", "health", "emergencies"})  # bodies of the ground they stand on
OWN = re.compile(r"\b(?:its|his|her|their|our)\s+(?:[a-z-]+\s+){0,2}$", re.I)
FOREIGN = re.compile(r"\b(?!Civilian|Christian|Guardian)[A-Z][a-z]+(?:ian|ish|ese|ean|wiss|utch|zech|reek) $")  # of no party here
SAID = re.compile(r" (?:said|says|told|claimed|alleged|charged|reported)\b")
SERVES = re.compile(  # "for the Nordic Sri Lanka Monitoring Mission"
    rf" (?:of|for|with|at) (?:the |its |an? )?(?:\d+\w* |[A-Z][a-z]+ )?(?:{NAME}, (?:the |its )?)?")
UNIT = re.compile(r"\b\d+(?:st|nd|rd|th) (?:[A-Z]\w+ ){0,3}(?:[Bb]rigade|[Bb]attalion|[Rr]egiment|[Dd]ivision)$")
OF_THE_GROUND = frozenset({"health", "police", "emergencies"})
ON_THE_SPOT = re.compile(r"\b(?:officials|authorities)$")
GOVERNING = re.compile(r"[Rr]egime$|[Gg]overnment ")  # "the regime", "government gunners"
UNSAID = frozenset({"official", "spokesman", "regime", "leadership"})  # a statement, a group, a ceasefire regime
FORCES = "army|forces?|troops|military|soldiers|side|rangers"
BREACH = re.compile(
    rf"(?:[’']s)?(?: (?:{FORCES}|ha[sd]|have|again|once|more|also|repeatedly|kept|initiated|started|began|an?|the))*"
    r" (?:violat\w+|breach\w*|br(?:oke|eaks?|eaking)\b|unprovoked|indiscriminate\w*|aggress\w+|provocat\w+|resort\w+ to"
    r"|(?:opened|opening) fire|fir(?:ed|ing) (?:at|on)|shooting at)",
    re.I)  # fmt: skip
THE = re.compile(r"\b[Tt]he (?:\w|(?:[A-Z][a-z]+ ){1,2}[a-z])$")  # "the group", "the Shiite Muslim group"
GROUPS = re.compile(r"(?:group|movement)[’']s ")  # "the group's spokesman"
FOR_GROUP = re.compile(r" (?:of|for) the (?:[a-z]+ |\w+-led )?(?:group|movement|alliance|militia|faction)\b(?! of)")
BOTH = re.compile(r" (?:in|on|from|of) (?:the two|both) (?:capitals|sides|countries|armies)\b")
OPENING = 30  # characters within which a sentence names its subject
REACH = 60  # characters from an office to the body it is held in


def resolve(made: Cast) -> None:
    """Give every generic body of the article its side, where the article tells it."""
    last: dict[str, ActorMention] = {}
    text = made.document.article.text
    for row in made.mentions:
        for n, mention in enumerate(row):
            if mention.party is None and mention.actor is None and mention.kind in ("body", "role"):
                if OWN.search(text[max(0, mention.start - 30) : mention.start]):
                    row[n] = mention = replace(mention, kind="relative")
                    continue
                row[n] = mention = _told(made, mention, last)
            if mention.party and mention.noun == "rebels" and (risen := rebels_of(made, mention)) is not None:
                row[n] = mention = replace(mention, party=risen, actor=None)
            if mention.party and mention.noun:
                last[mention.noun] = mention
                last[_family(mention.noun)] = mention


def _family(noun: str) -> str:
    body = registry.load().bodies.get(noun)
    if noun == "ministry" or (body and body.kind in ("ministry", "health", "rescue")):
        return "a ministry"
    return f"a {body.kind}" if body else noun


def _told(made: Cast, mention: ActorMention, last: dict[str, ActorMention]) -> ActorMention:
    """Whose a generic body is: by the words beside it, by its kind, by what was named before it and by who is in the article at all."""
    noun, text = mention.noun or "", made.document.article.text
    if mention.kind == "role" and FOREIGN.search(text, max(0, mention.start - 20), mention.start):
        return mention
    if BOTH.match(text, mention.end):
        return mention
    if noun in LOCAL and (republic := republic_of(made, mention)) is not None:
        return replace(mention, party=republic, actor=_actor(republic, noun))
    if noun == "shooters":
        return mention  # a sniper is nobody's until his side is named
    if mention.kind == "role" and (over := _serves(made, mention, last)) is not None:
        return replace(mention, party=over.party)
    if mention.kind == "role" and made.rebels and FOR_GROUP.match(text, mention.end):  # "a spokesman for the Kurdish-led alliance"
        return replace(mention, party=stateless(made, mention))
    before = last.get(noun) or last.get(_family(noun))
    if before is not None and text.endswith("the same ", 0, mention.start):
        return replace(mention, party=before.party, actor=before.actor)
    if text.startswith(" there ", mention.end):
        near = [m for m in made.within(max(0, mention.start - 250), mention.start) if m.party and m.kind in ("ground", "name", "metonym")]
        return replace(mention, party=near[-1].party if near else None)
    if noun == "leadership" and mention.kind == "body" and not THE.search(text[max(0, mention.start - 30) : mention.start + 1]):
        return mention  # "the group said" is an armed one, "a group of" is anybody
    if noun in ("rebels", "troops") and LOYAL.search(text, max(0, mention.start - 30), mention.start):
        return replace(mention, party=next(iter(states_against(made)), None))
    if noun in ("rebels", "troops") and (patron := patron_of(made, mention)) is not None:
        return replace(mention, party=client_of(made, patron))
    if noun in STATELESS or (noun == "leadership" and (mention.kind == "body" or GROUPS.match(mention.alias))):
        return replace(mention, party=stateless(made, mention))
    if (beside := _city(made, mention)) is not None:
        return replace(mention, party=beside, actor=_actor(beside, noun))
    return _of_state(made, mention, before)


def _of_state(made: Cast, mention: ActorMention, earlier: ActorMention | None) -> ActorMention:
    """The state, or who stands for one, whose army, ministry, police or officials are named without it."""
    noun, against, known = mention.noun or "", states_against(made), registry.load().parties

    def of(party: str | None) -> ActorMention:
        return replace(mention, party=party, actor=_actor(party, noun))

    here = noun in OF_THE_GROUND or (noun in LOCAL and ON_THE_SPOT.search(mention.alias)) or (mention.alias == "ministry" and not earlier)
    if here and (ground := _ground(made, mention)) is not None:
        return of(ground)
    if noun == "regime" or GOVERNING.match(mention.alias):  # a government is called so in its own country
        return of(_ground(made, mention) or next(iter(against), None) or _seat(made))
    civil = against[0] if against and known[made.rebels[0]].kind == "armed-group" else None
    if noun == "troops":
        numbered = UNIT.search(made.document.article.text, max(0, mention.start - 30), mention.end)
        return replace(mention, party=civil or (next(iter(against), None) if numbered else None))
    if noun in ("spokesman", "official") and earlier is None:
        return mention
    charged = _charged(made, mention) if noun not in UNSAID else None
    if charged is not None and (earlier is None or earlier.party == charged) and (foe := made.opponent(charged)) is not None:
        return of(foe)
    if noun == "army" and civil:
        return of(civil)
    base = _base(made)
    if base and noun in LOCAL and not mention.alias[0].isupper():
        return of(base)
    if earlier is not None:
        return replace(mention, party=earlier.party, actor=earlier.actor)
    if base is None and noun not in ("army", "security"):
        return of(_leading(made, mention) or _sole_state(made))
    return of(base or (against[0] if against else made.states[0] if len(made.states) == 1 else None))


def _sole_state(made: Cast) -> str | None:
    """The one state that the armed group of an article fights: "The government condemned the LTTE attack" names no country."""
    parties = registry.load().parties
    states = {e for p in made.rebels[:1] if parties[p].kind == "armed-group" for e in parties[p].enemies if parties[e].kind == "state"}
    return states.pop() if len(states) == 1 else None


def _serves(made: Cast, mention: ActorMention, last: dict[str, ActorMention]) -> ActorMention | None:
    """Whose man he is by the words after: "an officer of the 10th Infantry Division", "a spokesman for X, the Karabakh president"."""
    text = made.document.article.text
    for body in made.within(mention.end + 1, mention.end + REACH):
        if body.kind not in ("ground", "relative") and SERVES.fullmatch(text, mention.end, body.start):
            body = body if body.party or body.kind not in ("body", "role") else _told(made, body, last)
            return body if body.party else None
    return None


def _leading(made: Cast, mention: ActorMention) -> str | None:
    """A ministry of nobody's in an article of no place: of the state its sentence begins with (of its foe where that one breaks the truce),
    of the foe of whom it speaks by name ("a defence spokesman said Pakistani troops had fired"), else of the one most named."""
    row = made.mentions[bisect_right(made.document.sentences, mention.start, key=lambda s: s.start) - 1]
    named = [m for m in row if m.party in made.states and m.kind != "ground"]
    first = next((m for m in named if m.start < mention.start), None)
    begins = first and (made.opponent(first.party) if BREACH.match(made.document.article.text, first.end) else first.party)
    spoken = next((m for m in named if m.start > mention.end), None)
    of_nobody = begins is None and mention.noun not in LOCAL
    if of_nobody and spoken is not None and SAID.search(made.document.article.text, mention.end, spoken.start):
        foe = made.opponent(spoken.party)
        if foe is None or registry.load().parties[foe].kind != "armed-group":  # which keeps no ministry and no state television
            return foe
    return begins or next(iter(made.states), None)


def _charged(made: Cast, mention: ActorMention) -> str | None:
    """Whom the sentence charges with a breach, which no body says of its own side: "the army said Pakistan resorted to unprovoked fire",
    "India broke the truce, the Foreign Office said"; not "the army said Israeli jets struck the launcher"."""
    sentence = made.document.sentences[bisect_right(made.document.sentences, mention.start, key=lambda s: s.start) - 1]
    text = made.document.article.text
    named = [m for m in made.mentions[sentence.index] if m.party in made.states and m.kind != "ground"]
    after = text[sentence.start : mention.start].startswith("According to")
    told = next((m for m in named if m.start > mention.end and (after or SAID.search(text, mention.end, m.start))), None)
    before = [m for m in named if m.end < mention.start and (m.start - sentence.start < OPENING or BREACH.match(text, m.end))]
    told = told or next(iter(before), None)
    return told.party if told is not None and BREACH.match(text, told.end) else None


def _city(made: Cast, mention: ActorMention) -> str | None:
    """ "In Washington, spokesman John Kirby", "In Phnom Penh the Foreign Ministry": an office of the capital the sentence begins with."""
    text = made.document.article.text
    near = [m for m in made.within(max(0, mention.start - 60), mention.start) if m.kind in ("ground", "name", "metonym") and m.party]
    if not near or not re.search(r"(?:^|[.\n”\"] ?)(?:In|At|From) (?:the )?$", text[max(0, near[-1].start - 12) : near[-1].start]):
        return None
    close = re.fullmatch(r",? (?:the |an? )?(?:[a-z]+ ){0,2}", text[near[-1].end : mention.start])
    named = re.match(r" [A-Z]\w+ [A-Z]", text[mention.end : mention.end + 40])
    return near[-1].party if close or named else None


def _actor(party: str | None, noun: str) -> str | None:
    name = f"{party}-{noun}"
    return name if name in registry.load().actors else None


def _ground(made: Cast, mention: ActorMention) -> str | None:
    """On whose ground a body stands: of the places its sentence names, else of those of the one before; None where they are two sides'."""
    sentences = made.document.sentences
    n = bisect_right(sentences, mention.start, key=lambda s: s.start) - 1
    for sentence in (sentences[n], *(sentences[n - 1 : n] if n else ())):
        places = [p for p in made.places if sentence.start <= p.start < sentence.end and p.role not in NO_EVENT | {"from"}]
        holders = {_holder(made, p.place.country) for p in places if not LINE.search(p.place.name)}
        if holders:
            return holders.pop() if len(holders) == 1 else None
    return None


def _base(made: Cast) -> str | None:
    """The side from whose ground the story is filed; of a story from Nairobi on a war in Sudan, the side on whose ground it is."""
    if made.home is None:
        return None
    afar = not registry.load().parties[made.home].enemies & made.named.keys()
    return (_seat(made, made.home) if afar else None) or made.home


def _seat(made: Cast, but: str | None = None) -> str | None:
    """The side on whose ground most of the places of the article lie, leaving out the one from whose ground it is filed."""
    counted = Counter(_holder(made, p.place.country) for p in made.places)
    for nobody in (None, but):
        counted.pop(nobody, None)
    return counted.most_common(1)[0][0] if counted else None


def _holder(made: Cast, country: str | None) -> str | None:
    """Whose ground a country is, among the sides of the article; None where two of them claim some."""
    parties = registry.load().parties
    own = {p for p in made.named if country in parties[p].territory and parties[p].kind in ("state", "de-facto-authority")}
    return own.pop() if len(own) == 1 else None
