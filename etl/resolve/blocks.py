"""Where to look for tellings of the same incident: blocks of a day and a cell of the map, a place or a side; no telling meets all others.

A telling stands in few blocks and looks in their neighbours: a day before and after, the cells around, the sides allied.
Blocks and locks are numbers of 64 bits, as Postgres keeps them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from hashlib import blake2b
from math import cos, floor, radians

from etl.lexicon.places import consonants, extent, fold
from etl.model import Place
from etl.resolve.features import COARSE_DATES, SHORT
from etl.resolve.telling import FINE, NARROW, Sides, Telling

CELL = 0.5  # degrees; a cell and its neighbours reach farther than two fine places may lie apart
ANY, VAGUE = "any", "vague"
LONG = timedelta(days=10)  # a longer period meets other periods only, not single days
WINDOW = 3  # days around publication in which an undated telling is looked for


def blocks(telling: Telling) -> set[int]:
    """The blocks in which others find it: its cell, its place, its sides."""
    cell = _cell(telling.place)
    spots = [("spot", spot) for spot in (cell, *_called(telling.place)) if spot]
    sides = [(side, scope) for side in _sides(telling) for scope in ((ANY,) if cell else (ANY, VAGUE))]
    return {_hash(where, what, day) for where, what in spots + sides for day in _days(telling, 0)}


def lookups(telling: Telling, sides: Sides) -> set[int]:
    """The blocks in which it looks for others: the cells around, its place, and its sides where one of the two is vague."""
    cell = _cell(telling.place)
    spots = [("spot", spot) for spot in (*_around(telling.place), *_called(telling.place))]
    camps = [(side, VAGUE if cell else ANY) for side in _camps(telling, sides)]
    return {_hash(where, what, day) for where, what in spots + camps for day in _days(telling, 1)}


def meet(one: Telling, other: Telling, sides: Sides) -> bool:
    """Whether the one looks where the other stands; of one day and place, or one side, where their cells don't matter, it does."""
    if one.precision == other.precision == "day" and one.start == other.start:
        if one.place == other.place is not None:
            return True
        if not (_cell(one.place) and _cell(other.place)) and not one.parties.isdisjoint(other.parties):
            return True
    return not lookups(one, sides).isdisjoint(blocks(other))


def locks(tellings: Iterable[Telling], sides: Sides) -> list[int]:
    """What a resolver holds while it concludes on these, in the order all take them; but for copies, two that may tie share one."""
    held = {(where, day[:7]) for t in tellings for where in (*_camps(t, sides), *_squares(t.place)) for day in _days(t, 1)}
    return sorted(_hash("lock", where, month) for where, month in held)


def _squares(place: Place | None) -> list[str]:
    """Its name, and the squares of the map, four cells wide, in which and around which it lies, where that is known."""
    if place is None or place.lat is None or place.lon is None:
        return _called(place) or ["nowhere"]
    row, column = floor(place.lat / (4 * CELL)), floor(place.lon / (4 * CELL))
    return [*_called(place), *(f"{r}/{c}" for r in (row - 1, row, row + 1) for c in (column - 1, column, column + 1))]


def _sides(telling: Telling) -> frozenset[str]:
    """Where it stands: the sides it names, and its country, for tellings that name no side; these stand apart."""
    country = telling.place.country if telling.place else None
    return telling.parties | {f"country:{country}"} if telling.parties else frozenset({f"bare:{country}"})


def _camps(telling: Telling, sides: Sides) -> frozenset[str]:
    """Where it looks: the sides it names and their allies, and what names no side in its country; else all of its country."""
    country = telling.place.country if telling.place else None
    allies = frozenset(ally for party in telling.parties for ally in sides.camp(party))
    return allies | {f"bare:{country}"} if allies else frozenset({f"country:{country}", f"bare:{country}"})


def _days(telling: Telling, margin: int) -> list[str]:
    """Its days; the months in which a longer period begins and ends; without a day, the days around its publication."""
    if telling.start is None or telling.end is None:
        return _span(telling.published, telling.published, WINDOW) if telling.published else ["never"]
    short = telling.end - telling.start <= LONG
    found = _span(telling.start, telling.end, margin) if short else []
    if telling.precision in COARSE_DATES or telling.end - telling.start > SHORT:
        found += sorted({f"{day.isoformat()[:7]}:long" for day in (telling.start, telling.end)})
    return found


def _span(start: date, end: date, margin: int) -> list[str]:
    first = start - timedelta(days=margin)
    return [(first + timedelta(days=n)).isoformat() for n in range((end - start).days + 2 * margin + 1)]


def _cell(place: Place | None) -> str | None:
    if place is None or place.precision not in FINE or place.lat is None or place.lon is None:
        return None
    row = floor(place.lat / CELL)
    return f"{row}/{floor(place.lon * _shrink(row) / CELL)}"


def _called(place: Place | None) -> list[str]:
    """Its id, where it has no cell; its name, however spelt, by which a narrow place is found that a report couldn't place."""
    if place is None:
        return []
    spelt = [f"name:{consonants(fold(place.name))}"] if place.id is None or extent(place) in NARROW else []
    return spelt + ([place.id] if place.id and not _cell(place) else [])


def _around(place: Place | None) -> list[str]:
    if place is None or _cell(place) is None or place.lat is None or place.lon is None:
        return []
    middle = floor(place.lat / CELL)
    return [f"{row}/{floor(place.lon * _shrink(row) / CELL) + step}" for row in range(middle - 1, middle + 2) for step in (-1, 0, 1)]


def _shrink(row: int) -> float:
    """So that cells are as wide as high: a degree of longitude is shorter the farther from the equator."""
    return max(0.1, cos(radians((row + 0.5) * CELL)))


@lru_cache(1 << 17)
def _hash(*parts: str) -> int:
    return int.from_bytes(blake2b("\x1f".join(parts).encode(), digest_size=8).digest(), "big", signed=True)
