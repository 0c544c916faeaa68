"""Who holds a place by the text's own words: "rebel-held Donetsk", "Sarmin, controlled by the opposition", "under Houthi control"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from etl.lexicon import registry
from etl.lexicon.seldom import Seldom
from etl.parse.actors import actors_in
from etl.parse.actors_cast import Cast
from etl.parse.document import Sentence
from etl.parse.places import PlaceMention

HELD = Seldom(r"(?P<who>[\w’'.]+(?:-government)?)[\"”]?[-‑–](?:held|controlled)\b", re.I)
UNDER = Seldom(  # not "came under Israeli fire"
    r"\bcontrolled by (?:the )?|\b[Uu]nder (?:(?:full |the )*control of (?:the )?"
    r"|(?:full |the )?(?=(?:[A-Z][\w’'-]* ){1,3}(?:control|rule|occupation)\b))"
)
RISEN = frozenset({"rebel", "opposition", "separatist", "militant", "insurgent", "non-government"})
RULING = frozenset({"government", "regime", "army"})
NEAR = 45  # characters within which the place is named


def holders(sentence: Sentence, places: list[PlaceMention], people: Cast) -> Iterator[tuple[str, str]]:
    """The places of a sentence with the sides that hold them."""
    for match in HELD.finditer(sentence.text):
        at, named = sentence.start + match.end(), [p for p in places if p.place.precision != "country"]
        opening = sentence.start + match.start() if sentence.text.startswith("(", match.start() - 1) else -9
        place = next((p.place for p in named if 0 < p.start - at < NEAR or 0 < opening - p.end < 3), None)  # "Sartana (army-held)"
        if place is not None and (party := _named(match["who"], place.country, people)) is not None:
            yield place.name, party
    for match in UNDER.finditer(sentence.text):
        at = sentence.start + match.end()
        before = [p for p in places if p.end <= sentence.start + match.start()]
        party = next((m.party for m in people.mentions[sentence.index] if m.party and at <= m.start < at + 8), None)
        if before and party is not None:
            yield before[-1].place.name, party


def _named(who: str, country: str | None, people: Cast) -> str | None:
    """Whom the word before "-held" means: a side by name, else the rebels or the state of the ground."""
    parties = registry.load().parties
    if who.lower() in RISEN:
        return next((p for p in people.rebels if country in parties[p].territory), None)
    if who.lower() in RULING:
        own = [p for p, party in parties.items() if party.country == country and party.kind == "state"]
        return next((p for p in people.states if p in own), own[0] if len(own) == 1 else None)
    return next((m.party for m in actors_in(who, people.document.article.published) if m.party), None)
