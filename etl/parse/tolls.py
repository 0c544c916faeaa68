"""From casualty mentions to rows: whose they are and who says so; the sums over many events set apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from etl.lexicon.seldom import Seldom
from etl.model import Casualty, Tally
from etl.parse.antecedents import bare
from etl.parse.attribution import at
from etl.parse.attribution_words import BACKGROUND
from etl.parse.dates import DateMention
from etl.parse.harm import Harm
from etl.parse.ownership import owner
from etl.parse.scenes import Scene, Telling
from etl.parse.status import MEN, PEOPLE, status_of
from etl.parse.syntax import token_at
from etl.parse.tellings import Reader

BOUTS = r"(?:fighting|combat|clashes|(?:air ?)?strikes|bombing|shelling|bombardments?|violence|hostilities|raids|attacks|ambushes)"
UNIT = r"(?:days|weeks|months|years|decades)"
SEASON = r"(?:spring|summer|autumn|winter|monsoon|season|quarter|fortnight)"
SUM = Seldom(
    r"\b(?:since(?! (?:midnight|dawn|daybreak|noon|yesterday|last night|early|(?:the |this )?(?:early )?(?:morning|evening|night)))"
    rf"|so far this year|(?<!earlier )(?<!late )(?<!later )this (?:year|month|week|{SEASON})"
    rf"|the (?:past|last|previous|first|opening) (?:\w+ )?(?:{UNIT}|week|month|year|decade|{SEASON})"
    rf"|(?:during|over|within|in) (?:the |just |(?:less|more) than )?(?:past |last |previous )?(?:\w+(?:-\w+)? )?(?:{UNIT}|{SEASON})\b"
    r"|(?:during|in|of|by) the (?:(?!latest|fresh|renewed|ongoing|current)\w+ )?"
    r"(?:war(?! zone)|conflict(?! zone)|campaign|fighting of(?! (?:\w+ )?\d{1,2}\b| \w+day\b)|offensive|uprising|insurgency)"
    r"|(?:under|during) the (?:truce|cease-?fire|armistice|lull|calm)(?! zone)"
    r"|those days|on all sides|(?:in|over|during|within) (?:that|this|the same) (?:time|period|span|month|week|year)\b"
    r"|(?:days|weeks?|months?|years?|spell|period) in which|(?:48|72|96|forty-eight|seventy-two) hours|in the course of the year"
    rf"|to date|by (?:now|then)|until (?:now|then)|altogether|(?<!born )in (?:19|20)\d\d|between (?:19|20)\d\d|last (?:year|month|{SEASON})"
    rf"|in as many (?:{UNIT})"
    rf"|(?:two|three|four|five|six|\w+)-(?:day|week|month|year)(?:-long)? (?:offensive|war|conflict|fighting|toll|count|total)"
    r"|(?:week|month|year|quarter)['’]s (?:toll|dead|losses|count|total|fighting|violence)|for the (?:week|month|year|quarter|period)\b"
    r"|(?:running|overall|cumulative) (?:count|total|tally|toll)|half of the year"
    r"|(?:deadliest|bloodiest|worst|heaviest) (?:week|month|year|period|spell)|every (?:week|month|year)"
    r"|the (?:war|conflict|insurgency|uprising|hostilities|siege|blockade) (?:(?:has|have|had) )?(?:also )?"
    r"(?:killed|left|cost|claimed|resulted|caused)"
    r"|in (?:over |more than |nearly |some |about )?(?:[1-9]\d+|a dozen|dozens of|scores of|hundreds of|numerous|repeated) (?:[\w-]+ ){0,2}"
    r"(?:violations|breaches|incidents|attacks|clashes|shellings|ambushes)"
    rf"|(?:{UNIT}|hours|week|{SEASON}|month|year|decade) of (?:\w+ )?(?:{BOUTS}|truce|cease-?fire)|outbreaks of"
    rf"|for the same period|on both sides since|(?:a|the|this) (?:wave|spate|string|run|rash|series) of (?:\w+ )?(?:incidents|{BOUTS}))",
    re.I,
)
OFTEN = r"(?:(?:near(?:ly)?[- ]|almost )?daily|weekly|repeated|sporadic|frequent|regular|numerous|many|multiple|previous|past|recent|such)"
SEVERAL = Seldom(  # several events, where no day makes one report of them
    rf"\b(?:{OFTEN} (?:[\w'’-]+ ){{0,3}}(?:{BOUTS}|exchanges|violations|breaches|incidents)|(?:violations|breaches)"
    r"|(?:almost|nearly) daily|in [a-z]+s alone"
    r"|in (?:two|three|four|five|six|seven|eight|nine) (?:[\w-]+ )?(?:incidents|attacks|clashes|ambushes|operations|encounters"
    r"|engagements|raids|firefights|gun ?battles|strikes))\b",
    re.I,
)
BREACHES = Seldom(r"\b(?:[1-9][\d,]*\d|dozens of|scores of|hundreds of|thousands of) (?:[\w-]+ ){0,3}(?:violations|breaches)\b", re.I)
WITHDRAWN = Seldom(
    r"\b(?:earlier (?:reports?|versions?|figures?|statements?|report)|at first|initially|initial (?:reports?|figure|toll|count)"
    r"|had (?:earlier|previously|first) (?:spoken|said|reported|given|put)|(?:was|were) wrong|no longer applies|"
    r"given earlier|earlier (?:said|reported|put|gave)|previously (?:said|reported|given)|first (?:communiqué|report|version)|corrects"
    r"|had spoken of|up from|instead of|rather than|not (?:two|three|four|five|six|seven|ten|\d+)(?= as|,| as)|as (?:first|earlier"
    r"|previously))\b",
    re.I,
)
COMPARED = re.compile(  # "the first attack since the truce", "the deadliest in years": a measure of what is told, no sum
    r"\b(?:first|latest|worst|deadliest|bloodiest|heaviest|biggest|largest|most serious)\b[^,;]{0,50} $")
CIVIL = re.compile(
    r"\b(?:local|medical|hospital|health|police|rescue|emergency|district|provincial|village)(?: and [a-z]+)?"
    r" (?:officials?|sources?|workers?|authorities|officers?|spokes\w+|chiefs?)$"
    r"|\b(?:doctors?|medics?|paramedics?|residents?)$", re.I)  # fmt: skip
AND = re.compile(r",? (?:and|while) |, ")
PIECE = re.compile(r"[;:()]|, (?:not|and not|but)\b|\.\s")
COUNTED_IN = frozenset(["conj", "acl", "advcl", "amod", "oprd", "dobj", "attr", "pobj", "prep", "nsubj", "nsubjpass", "ccomp", "xcomp"])
WAR = 400  # more dead than one breach of a truce has cost


@dataclass
class Row:
    """A casualty row with the scene it belongs to."""

    scene: int
    harm: Harm
    casualty: Casualty
    witness: bool = False  # told by those who saw or nursed them, who speak for no side


def is_sum(harm: Harm, reader: Reader) -> bool:
    """Whether a number adds up many events: "killed since April", "in the 2020 war"."""
    if max(harm.people.low or 0, harm.people.high or 0) >= WAR or "thousand" in (harm.people.vague or ""):
        return True
    sentence = reader.document.sentences[harm.sentence]
    dated = [(d.start - sentence.start, d) for d in reader.dates_of(sentence)]
    long_ago = [
        start
        for start, d in dated
        if d.kind in ("since", "year", "month") or d.occurred.precision in ("month", "year") or d.role == "history" or _long(d)
    ]
    cues = [m.start() for m in SUM.finditer(sentence.text) if not COMPARED.search(sentence.text, 0, m.start())]
    stated = harm.rule == "number of"
    if stated or not any(d.kind == "day" for _, d in dated):  # "two attacks on Monday killed six" makes one report
        cues += [m.start() for m in SEVERAL.finditer(sentence.text)]
        if BREACHES.search(sentence.text, 0, harm.start - sentence.start):  # "3,000 breaches, which have led to 259 deaths"
            return True
    return any(stated or _governs(harm, start, reader) for start in (*long_ago, *cues))


def _long(day: DateMention) -> bool:
    """ "from 5 to 8 October": longer than the one night that an incident may span."""
    first, last = day.occurred.start, day.occurred.end
    return day.kind == "range" and first is not None and last is not None and (last - first).days > 1


def sums(harms: list[Harm], reader: Reader) -> list[Harm]:
    """Those of a telling's harms that are sums; of "31 dead and 60 hurt since May" both are."""
    text, found = reader.document.article.text, [h for h in harms if is_sum(h, reader)]
    return [h for h in harms if h in found or any(AND.fullmatch(text, *sorted((h.end, o.start, h.start, o.end))[1:3]) for o in found)]


def bare_toll(telling: Telling) -> bool:
    """Whether it counts and says nothing of an event: "Baku admits that 31 of its men died" after a war's dead are the war's as well."""
    return bool(telling.harms) and not (telling.events or telling.places or telling.dates)


def _governs(harm: Harm, offset: int, reader: Reader) -> bool:
    """Whether the words at an offset of the sentence hang on the harm itself, not on another clause."""
    doc = reader.document.sentences[harm.sentence].doc
    token = token_at(doc, offset) if doc is not None else None
    if doc is None or token is None:
        return False
    own = {harm.head, harm.people.head}
    head = doc[harm.head]
    for _ in range(6):
        own.add(head.i)
        counted = head.pos_ != "VERB" and head.dep_ in COUNTED_IN
        seen = head.dep_ == "ccomp" and head.head.lower_ in ("saw", "seen", "sees")  # "April saw 31 killed"
        attends = head.dep_ == "advcl" and (head.tag_ == "VBG" or any(c.lower_ == "with" for c in head.children))
        results = head.dep_ == "pcomp" and head.head.lower_ == "in"  # "the violations resulted in killing 140"
        if counted or seen or attends or results or head.dep_ in ("conj", "xcomp", "relcl", "acl"):
            head = head.head
        else:
            break
    for _ in range(12):
        if token.i in own:
            return True
        if token.lower_ in ("after", "following", "before"):  # "wounded two, days after a five-day conflict": the conflict dates it
            return False
        if (
            token.dep_
            in ("prep", "pobj", "npadvmod", "amod", "compound", "advmod", "mark", "nummod", "poss", "det", "pcomp", "nmod", "quantmod",
                "agent")
            and token.i != harm.head
        ) or (token.dep_ == "advcl" and token.i != harm.head):
            token = token.head
        else:
            break
    if token.dep_ in ("nsubj", "attr") and token.i != harm.people.head:  # "the violence of the last weeks has claimed 300 lives"
        token = token.head
    return token.i in own or head.i == token.i


def is_withdrawn(harm: Harm, reader: Reader) -> bool:
    """Whether the text itself takes the number back: "the figure of three given earlier was wrong"."""
    sentence = reader.document.sentences[harm.sentence]
    text, place = sentence.text, harm.start - sentence.start
    start = max((m.end() for m in PIECE.finditer(text, 0, place)), default=0)
    end = next((m.start() for m in PIECE.finditer(text, place)), len(text))
    return bool(WITHDRAWN.search(text[start:end]))


def rows(n: int, scene: Scene, target: str | None, initiator: str | None, reader: Reader) -> list[Row]:
    """The casualty rows a scene offers, before the article's rows are settled."""
    made = []
    for telling in scene.tellings:
        for harm in telling.harms:
            people = harm.people
            if (people.low is None and people.high is None and not people.vague) or is_withdrawn(harm, reader):
                continue
            harm.party, harm.how = owner(harm, telling, reader, initiator, target)
            told = at(reader.sources[harm.sentence], harm.start)
            row = _casualty(harm, status_of(harm, telling, reader), initiator, reader)
            made.append(Row(n, harm, row, told is not None and told.rule == "bystander"))
    return [_in_company(row, made, reader) for row in made]


def _casualty(harm: Harm, status: str, initiator: str | None, reader: Reader) -> Casualty:
    people = harm.people
    source = at(reader.sources[harm.sentence], harm.start)
    boasts = source is not None and source.rule == "communiqué goes on" and status == "military"  # of the enemy's soldiers he does
    if source is not None and source.kind == "run" and source.party == initiator and harm.party != source.party and not boasts:
        source = None  # an attacker does not go on to tell of those he hurt, unless he is named as saying so
    if (
        source is not None
        and source.party == initiator != harm.party
        and CIVIL.search(reader.document.article.text, source.span[0] - 20, source.span[1])
    ):
        source = None  # who nurses and counts the dead is of their side, not of the attacker's
    actor, party = (source.actor, source.party) if source else (None, None)
    span = harm.start, harm.end
    return Casualty(
        harm.harm, span, harm.party, status, people.low, people.high, people.vague, people.names, claimant=actor, claimant_party=party,
        rule=harm.rule,
    )  # fmt: skip


def _in_company(row: Row, made: list[Row], reader: Reader) -> Row:
    """ "three dead" beside soldiers of the same side are soldiers, "seven others" beside women are civilians, where all beside them are;
    "six people" beside a soldier are not said to be soldiers."""
    mates = {r.casualty.status for r in made if r.casualty.party == row.casualty.party} - {"unknown"}
    named = row.harm.people.noun in PEOPLE and not bare(row.harm, reader)
    if row.casualty.status != "unknown" or len(mates) != 1 or (named and "military" in mates):
        return row
    if row.harm.people.noun in MEN | PEOPLE:
        return replace(row, casualty=replace(row.casualty, status=mates.pop()))
    return row


def own_account(row: Row, scene: Scene, reader: Reader, recalled: bool) -> Casualty:
    """Who alone has told of an incident tells his own side's losses in it too: "…, the ministry said.¶Two of its men were hurt".

    A sentence that counts the losses of both sides, or goes back to the war, is the outlet's own.
    """
    sentence, loss = reader.document.sentences[row.harm.sentence], row.casualty
    source = reader.sources[sentence.index]
    if recalled and source is not None and source.rule == "one voice":
        return replace(loss, claimant=None, claimant_party=None)  # what is recalled from days before is the outlet's
    if loss.claimant_party or source is not None or BACKGROUND.search(sentence.text):
        return loss
    told = [at(reader.sources[t.sentence], m.start) for t in scene.tellings if t.sentence < sentence.index for m in t.mentions]
    voices = [v for v in told if v is not None and v.party is not None]
    lost = {h.party for h in scene.harms if h.sentence == sentence.index}
    if {v.party for v in voices} != {loss.party} or lost != {loss.party}:
        return loss
    return replace(loss, claimant=voices[-1].actor, claimant_party=loss.party)


def tally(harm: Harm, reader: Reader) -> Tally:
    """A sum over many events, as a tally."""
    source = at(reader.sources[harm.sentence], harm.start)
    return Tally(
        harm.harm, (harm.start, harm.end), harm.party, harm.people.low, harm.people.high, None, source.actor if source else None, harm.rule
    )
