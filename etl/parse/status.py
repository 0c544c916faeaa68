"""What the victims are, where their noun leaves it open: an army's own men, an armed group's members, those hit at a post."""

from __future__ import annotations

import re

from etl.lexicon import registry
from etl.lexicon.words import words
from etl.parse.antecedents import antecedent, bare, one_before
from etl.parse.harm import Harm
from etl.parse.people import is_one
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
AT_POST = re.compile(rf"\b(?:at|in|inside|on|manning|guarding) (?:an? |the |its )?(?:[\w-]+ ){{0,2}}{POSTS.pattern}", re.I)
OF_UNIT = re.compile(
    r"\b(?:men|members) of (?:(?:the )?\d+(?:st|nd|rd|th)\b|[\w’' ]{0,40}?(?:rangers|regiment|battalion|brigade|division|guards?|army"
    r"|navy|formation|militia|armed forces|defen[cs]e force)\b)|\bin uniform\b", re.I)  # fmt: skip
ALL = re.compile(r",? (?:all|most|mostly)(?: of (?:them|whom))?(?: (?:were|are))? (?P<kind>(?:[\w-]+ ?){1,3})")  # "all of them women"
AMONG = re.compile(r",? (?:including|among (?:them|whom)|of whom)\b")
LOSSES = re.compile(r"\blosses\b[^.;]{0,90}$", re.I)  # "its losses were put at three dead"
HOMES = re.compile(
    r"\b(?:civilians?|residents?|villagers?|inhabitants|homes?|houses?|houses|market|school|hospital|bus|farmers?|families|children"
    r"|woman|women|apartment\w*|block of flats"
    r"|residential|neighbou?rhoods?|(?:cent(?:er|re)|heart) of (?:the )?(?:town|city))\b", re.I)  # fmt: skip


def status_of(harm: Harm, telling: Telling, reader: Reader) -> str:
    """military, civilian or unknown."""
    people = harm.people
    if people.status != "unknown":
        return people.status
    if is_one(people):
        return one_before(harm, reader) or "unknown"
    before = antecedent(harm, reader)
    if before is not None:
        return before.status
    if people.noun in FELLOWS or (people.own in ("its", "our", "their") and people.noun in MEN):
        return "military"
    if harm.how == "in the ranks of" and people.noun in MEN | PEOPLE:
        return "military"
    if (told := _told(harm, reader)) is not None:
        return told
    here = reader.document.sentences[harm.sentence]
    if people.noun in MEN and LOSSES.search(here.text, 0, harm.people.start) and not HOMES.search(here.text):
        return "military"
    if people.noun not in MEN | PEOPLE and not bare(harm, reader):
        return "unknown"
    party = registry.load().parties.get(harm.party or "")
    if people.party and party is not None and party.kind == "armed-group":
        return "military"
    text = here.text
    if people.noun == "man" and not AT_POST.search(text) and (party is None or party.kind != "armed-group"):
        return "civilian"
    if people.noun in PEOPLE and HOMES.search(text) and not POSTS.search(text) and not AMONG.match(reader.document.article.text, harm.end):
        return "civilian"
    if HOMES.search(text) or (people.names and not people.noun):
        return "unknown"
    if people.noun in PEOPLE and not bare(harm, reader):
        return "unknown"
    if harm.how == "who lost them" or any(a.kind == "body" for e in telling.events for a in e.targets) or POSTS.search(text):
        return "military"
    return "unknown"


def _told(harm: Harm, reader: Reader) -> str | None:
    """What the words beside them say: "two men of the Rangers", "six dead, all of them women"."""
    article = reader.document.article.text
    if OF_UNIT.search(article, harm.start, harm.end + 16):
        return "military"
    kinds = ALL.match(article, harm.end)
    held = (words().nouns.get(k, "unknown") for k in re.findall(r"[\w-]+", kinds["kind"].lower())) if kinds is not None else ()
    return next((status for status in held if status != "unknown"), None)
