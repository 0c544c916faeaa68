"""What the victims are, where their noun leaves it open: an army's own men, an armed group's members, those hit at a post."""

from __future__ import annotations

import re

from etl.lexicon import registry
from etl.parse.antecedents import antecedent, bare
from etl.parse.harm import Harm
from etl.parse.scenes import Telling
from etl.parse.tellings import Reader

MEN = frozenset(["man", "men", "member", "members", "other", "others", "dead", "wounded", "killed", "injured", "casualty",
    "casualties", "colleague", "colleagues",
                 "comrade", "comrades", "crew", "", "loss", "losses", "body", "bodies", "leader", "group", "captive",
                 "captives", "prisoner", "prisoners"])  # fmt: skip
PEOPLE = frozenset(["people", "person", "persons"])
FELLOWS = frozenset(["comrade", "comrades", "crew"])
POSTS = re.compile(
    r"\b(?:positions?|posts?|outposts?|patrol|convoy|checkpoint|garrison|barracks|base|trench\w*|dugout|bunker|defen[cs]e lines?"
    r"|lines of|units?|brigade|battalion|helicopter)\b", re.I)  # fmt: skip
HOMES = re.compile(
    r"\b(?:civilians?|residents?|villagers?|inhabitants|homes?|houses?|houses|market|school|hospital|bus|farmers?|families|children"
    r"|woman|women|apartment\w*|block of flats)\b", re.I)  # fmt: skip


def status_of(harm: Harm, telling: Telling, reader: Reader) -> str:
    """military, civilian or unknown."""
    people = harm.people
    if people.status != "unknown":
        return people.status
    before = antecedent(harm, reader)
    if before is not None:
        return before.status
    if people.noun in FELLOWS or (people.own in ("its", "our", "their") and people.noun in MEN):
        return "military"
    if harm.how == "in the ranks of" and people.noun in MEN | PEOPLE:
        return "military"
    if people.noun not in MEN and not bare(harm, reader):
        return "unknown"
    party = registry.load().parties.get(harm.party or "")
    if people.party and party is not None and party.kind == "armed-group":
        return "military"
    text = reader.document.sentences[harm.sentence].text
    if people.noun == "man" and not POSTS.search(text) and (party is None or party.kind != "armed-group"):
        return "civilian"
    if HOMES.search(text):
        return "unknown"
    if harm.how == "who lost them" or any(a.kind == "body" for e in telling.events for a in e.targets) or POSTS.search(text):
        return "military"
    return "unknown"
