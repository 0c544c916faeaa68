"""Check: every alias, trigger, weapon, person noun, word of speech and place of ours does what its example promises, no more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from etl.lexicon import check, places, speech
from etl.lexicon.files import DataError, read_yaml
from etl.lexicon.registry import load
from etl.lexicon.words import words
from etl.parse.actors import actors_in
from etl.parse.places import places_in


def prove() -> tuple[int, list[str]]:
    """How many entries were put to the proof, and a line for each that failed it."""
    try:
        known = load()
        aliases = sum(len(p.aliases) for p in known.parties.values()) + sum(len(a.aliases) for a in known.actors.values())
        findings = [*check.broken(known, named), *check.unspoken(read_yaml("speech.yaml"))]
        force = words()  # each trigger is proved by its example and its counter-example as it is read
        triggers = len(force.events) + len(force.harms) + len(force.weapons) + len(force.nouns) + len(speech.load().turns)
        own = list(places.curated())
        findings += lost(own)
    except DataError as error:
        return 0, [str(error)]
    return aliases + triggers + len(own), findings


def named(sentence: str, on: date | None) -> Iterator[tuple[int, int, str | None, str | None]]:
    """The sides and bodies that a sentence names other than as ground."""
    return ((m.start, m.end, m.party, m.actor) for m in actors_in(sentence, on) if m.kind != "ground")


def lost(own: list[tuple[places.Entry, list[str], list[str]]]) -> Iterator[str]:
    """Places of our own list that no sentence about them finds, alone or among those of the same name."""
    known = places.gazetteer()
    for entry, names, _ in own:
        namesakes = {other.id for name in names for other in known.find(name)}
        sentences = f"Three shells fell near {entry.name}.", f"Fighting broke out in the {entry.name} region."
        read = [mention for sentence in sentences for mention in places_in(sentence, frozenset({entry.country}))]
        if not any(mention.place.id is None or mention.place.id in namesakes for mention in read):
            yield f"{places.CURATED}: {entry.id}: {entry.name!r} is not found near itself, but {[m.place.id for m in read]}"
