"""What names of the sides mean to the reader of places: a capital that speaks, a people that shares its name with a town."""

from __future__ import annotations

from functools import cache

from etl.lexicon import registry
from etl.lexicon.places import fold, gazetteer
from etl.parse.dates_calendar import MONTHS, WEEKDAYS


@cache
def capitals() -> frozenset[str]:
    """Ids of the places whose names stand for a side when it acts or speaks."""
    known, found = gazetteer(), set[str]()
    for party in registry.load().parties.values():
        for alias in (*party.metonyms, *party.names):
            found.update(entry.id for entry in known.find(fold(alias.text))[:2])
    return frozenset(found)


@cache
def demonyms() -> frozenset[str]:
    """Words for the people of the sides: "Thai" is also a town, but never here."""
    parties = registry.load().parties.values()
    places = {fold(alias.text) for party in parties for alias in (*party.names, *party.metonyms)}
    return frozenset(fold(alias.text) for party in parties for alias in party.demonyms) - places


@cache
def peoples() -> frozenset[str]:
    """Words that name sides, their people, months and weekdays: no unknown place is called so."""
    names = {fold(alias.text) for party in registry.load().parties.values() for alias in party.names}
    return frozenset({*MONTHS, *(m[:3] for m in MONTHS), "sept", *WEEKDAYS, *names, *demonyms()})
