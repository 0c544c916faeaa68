"""Where a speaker sits is not where it happened: "the army in Bangkok said", "an officer at Nagrota told reporters"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from etl.parse.actors import ActorMention
from etl.parse.document import Document
from etl.parse.places import PlaceMention
from etl.parse.speakers import Source

LOCAL = frozenset({"bystander", "an office of a place", "colon", "a local official"})  # who was there, or answers for the place
NAMES = frozenset({"name", "body", "role"})
GROUND = re.compile(r" in |(?:side|republic)$", re.I)  # "the Indian side" is ground as well, "units in Donetsk" stand on it
WITHIN = re.compile(r"(?: \([A-Z]{2,}\))? (?:in|at)(?: the)? ")


def seat(place: PlaceMention, paper: Document, sources: Sequence[Source | None]) -> bool:
    """Whether a place stands in a speaker's phrase, or right behind it; those who live there speak of what befell them."""
    n = max(0, bisect_right(paper.sentences, place.start, key=lambda s: s.start) - 1)
    main = sources[n]
    return main is not None and any(_sits(place, voice, paper.article.text) for voice in (main, *main.beside))


def in_a_name(place: PlaceMention, paper: Document, bodies: Sequence[Sequence[ActorMention]]) -> bool:
    """Whether a place is part of a body's name, and no place of the event: "the Arakan Army", "the Punjab Rangers"."""
    n = max(0, bisect_right(paper.sentences, place.start, key=lambda s: s.start) - 1)
    whole = place.place.id is None  # a name that no place has is the body's, though it stands where places do: "bombed Hezbollah"
    around = [b for b in bodies[n] if b.start <= place.start and place.end < b.end + whole and (b.kind in NAMES or whole)]
    return any(not GROUND.search(paper.article.text, b.start, b.end) for b in around)


def _sits(place: PlaceMention, voice: Source, text: str) -> bool:
    start, end = voice.span
    within = start <= place.start < end or bool(WITHIN.fullmatch(text, end, place.start))
    return voice.kind != "run" and voice.rule not in LOCAL and within  # who goes on, or an outlet's own words, sit nowhere
