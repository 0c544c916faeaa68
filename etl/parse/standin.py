"""Thin stand-ins for attribution and places until their modules land."""

from __future__ import annotations

import re
from dataclasses import dataclass

from etl.model import Place, Span
from etl.parse.actors_cast import Cast
from etl.parse.document import Document


@dataclass(frozen=True)
class Source:
    """Who says what a sentence says."""

    actor: str | None
    party: str | None
    via: str | None
    span: Span
    kind: str


@dataclass(frozen=True)
class PlaceMention:
    """Where, as the text says it."""

    start: int
    end: int
    place: Place
    role: str


SAY = re.compile(r"\b(?:said|says|told|reported|reports|according to|announced|stated|claims|claimed|noted|added|confirmed|informs|informed)\b")
NAMED = re.compile(r"\b(in|near|at|around|of|from|towards?|outside|over|on)\s+(?:the\s+)?(?:(?:village|town|city|district|region|province|area|direction|outskirts)s?\s+of\s+)?([A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)")


def attribute(document: Document, cast: Cast) -> list[Source | None]:
    """One source a sentence, by the nearest word of speech."""
    found: list[Source | None] = []
    for sentence, mentions in zip(document.sentences, cast.mentions, strict=True):
        match = SAY.search(sentence.text)
        near = [m for m in mentions if m.party] if match else []
        at = sentence.start + match.start() if match else 0
        best = min(near, key=lambda m: abs(m.start - at), default=None)
        found.append(Source(best.actor, best.party, None, (best.start, best.end), "said") if best else None)
    return found


def places_in(text: str, countries: frozenset[str]) -> list[PlaceMention]:
    """Capitalised words after a preposition of place."""
    months = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
    return [PlaceMention(m.start(2), m.end(2), Place(m.group(2)), "from" if m.group(1) == "from" else "at")
            for m in NAMED.finditer(text) if not m.group(2).startswith((*months, "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Sat", "Sun"))]
