"""Thin stand-ins for attribution and places until their modules land."""

from __future__ import annotations

import re
from dataclasses import dataclass

from etl.model import Place


@dataclass(frozen=True)
class PlaceMention:
    """Where, as the text says it."""

    start: int
    end: int
    place: Place
    role: str


NAMED = re.compile(r"\b(in|near|at|around|of|from|towards?|outside|over|on)\s+(?:the\s+)?(?:(?:village|town|city|district|region|province|area|direction|outskirts)s?\s+of\s+)?([A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)")


def places_in(text: str, countries: frozenset[str]) -> list[PlaceMention]:
    """Capitalised words after a preposition of place."""
    months = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
    return [PlaceMention(m.start(2), m.end(2), Place(m.group(2)), "from" if m.group(1) == "from" else "at")
            for m in NAMED.finditer(text) if not m.group(2).startswith((*months, "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Sat", "Sun"))]
