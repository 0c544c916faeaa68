"""From casualty mentions to rows: the sums set apart, the same dead told twice made one, totals and parts settled."""

from __future__ import annotations

import re
from dataclasses import replace

from etl.model import Casualty, Mention, Tally
from etl.parse.casualties import Harm
from etl.parse.scenes import Scene
from etl.parse.standin import Source
from etl.parse.tellings import Reader

SUM = re.compile(
    r"\b(?:since|so far this year|this year|in the (?:past|last) (?:two|three|four|five|six|seven|few|several|\d+) (?:days|weeks|months|years)|during the (?:war|conflict|year)|"
    r"over the (?:past|last) (?:\w+ )?(?:days|weeks|months|years)|in the course of the year|until now|to date|overall|in all|altogether|bringing|brings|toll (?:of|from) the (?:war|conflict)|"
    r"in (?:19|20)\d\d|the (?:\w+ )?war|in total since)\b", re.I)
WITHDRAWN = re.compile(r"\b(?:earlier (?:reports?|versions?|figures?|statements?)|at first|initially|had (?:earlier|previously|first) (?:spoken|said|reported|given|put)|was wrong|no longer applies|"
                       r"given earlier|earlier (?:said|reported|put|gave)|previously (?:said|reported)|first (?:communiqué|report)|corrects|had spoken of|up from|instead of|not (?:two|three|four|five|\d+))\b", re.I)
COUNT = {"violations": re.compile(r"(?:times|occasions|violations|breaches|cases|incidents)\b", re.I),
         "shots_fired": re.compile(r"(?:shots|rounds of fire|bullets)\b", re.I),
         "shells_fired": re.compile(r"(?:shells|mortar rounds|artillery rounds|mines|rockets|mortar bombs|projectiles|munitions|rounds)\b", re.I),
         "explosions": re.compile(r"explosions\b", re.I)}


def is_sum(harm: Harm, reader: Reader) -> bool:
    """Whether a number of dead adds up many events."""
    if (harm.people.low or harm.people.high or 0) >= 400:
        return True
    sentence = reader.document.sentences[harm.sentence]
    return bool(SUM.search(sentence.text))


def is_withdrawn(harm: Harm, reader: Reader) -> bool:
    """Whether the text itself takes the number back: "the figure of three given earlier was wrong"."""
    sentence = reader.document.sentences[harm.sentence]
    return bool(WITHDRAWN.search(sentence.text))


def rows(scene: Scene, target: str | None, initiator: str | None, reader: Reader) -> list[Casualty]:
    """The casualty rows of a scene."""
    made: list[Casualty] = []
    for harm in scene.harms:
        people = harm.people
        if people.low is None and people.high is None and not people.vague:
            continue
        if is_withdrawn(harm, reader):
            continue
        source = reader.sources[harm.sentence]
        row = Casualty(harm.harm, (harm.start, harm.end), _party(harm, target, initiator, source), people.status, people.low, people.high,
                       people.vague, people.names, source.actor if source else None, source.party if source else None, harm.rule)
        _add(made, row, people.counted)
    return made


def _party(harm: Harm, target: str | None, initiator: str | None, source: Source | None) -> str | None:
    if harm.party:
        return harm.party
    if harm.doer:
        return target
    return target or (source.party if source and source.party != initiator else None)


def _add(made: list[Casualty], row: Casualty, counted: bool) -> None:
    """Add a row unless it tells the same people again."""
    for n, old in enumerate(made):
        if old.harm != row.harm or not _agree(old.party, row.party) or not _agree(_known(old.status), _known(row.status)):
            continue
        same = (old.low, old.high) == (row.low, row.high)
        if same or not counted:
            made[n] = replace(old, party=old.party or row.party, status=old.status if old.status != "unknown" else row.status,
                              names=old.names or row.names, claimant=old.claimant or row.claimant, claimant_party=old.claimant_party or row.claimant_party)
            return
    made.append(row)


def _agree(a: str | None, b: str | None) -> bool:
    return a is None or b is None or a == b


def _known(status: str) -> str | None:
    return None if status == "unknown" else status


def tally(harm: Harm, reader: Reader) -> Tally:
    """A sum over many events, as a tally."""
    source = reader.sources[harm.sentence]
    return Tally(harm.harm, (harm.start, harm.end), harm.party, harm.people.low, harm.people.high, None, source.actor if source else None, harm.rule)


def mention(row: Casualty) -> list[Mention]:
    """The evidence of a row's number and harm."""
    return [Mention("harm", row.harm, row.span, row.rule)]
