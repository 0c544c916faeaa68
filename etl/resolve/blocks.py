"""Where to look for tellings of the same incident: blocks of side, day and cell of the map, so that no telling meets all others.

A telling stands in few blocks and is looked for in their neighbours: a day before and after, the cells around, the sides allied.
Blocks and locks are numbers of 64 bits, as Postgres keeps them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from hashlib import blake2b
from math import cos, floor, radians

from etl.model import Place
from etl.resolve.score import COARSE_DATES, FINE, SHORT
from etl.resolve.telling import Sides, Telling

CELL = 0.5  # degrees; a cell and its neighbours reach farther than two fine places may lie apart
ANY, VAGUE = "any", "vague"
WINDOW = 3  # days around publication in which an undated telling is looked for


def blocks(telling: Telling) -> set[int]:
    """The blocks in which others find it."""
    cells = (ANY, _cell(telling.place) or VAGUE)
    return {_hash(side, day, cell) for side in _sides(telling) for day in _days(telling, 0) for cell in cells}


def lookups(telling: Telling, sides: Sides) -> set[int]:
    """The blocks in which it looks for others."""
    around = [VAGUE, *_around(telling.place)] if _cell(telling.place) else [ANY]
    return {_hash(side, day, cell) for side in _camps(telling, sides) for day in _days(telling, 1) for cell in around}


def locks(tellings: Iterable[Telling], sides: Sides) -> list[int]:
    """What a resolver holds while it concludes on these: side and month, in the order in which all resolvers take them."""
    months = {(side, day[:7]) for t in tellings for side in _camps(t, sides) for day in _days(t, 1)}
    return sorted(_hash("lock", side, month) for side, month in months)


def _sides(telling: Telling) -> frozenset[str]:
    """The sides it names; else the country it happened in."""
    return telling.parties or frozenset({_country(telling)})


def _camps(telling: Telling, sides: Sides) -> frozenset[str]:
    """The sides it names and their allies, and its country for tellings that name no side; else all sides of its country."""
    allies = frozenset(ally for party in telling.parties for ally in sides.camp(party))
    country = telling.place.country if telling.place else None
    return (allies or sides.of(country)) | {_country(telling)}


def _country(telling: Telling) -> str:
    return f"country:{telling.place.country if telling.place else None}"


def _days(telling: Telling, margin: int) -> list[str]:
    """Its days, or its month when it is dated no better, or the days around its publication."""
    if telling.start is not None and telling.end is not None:
        if telling.precision in COARSE_DATES or telling.end - telling.start > SHORT:
            return sorted({f"{day.isoformat()[:7]}:long" for day in (telling.start, telling.end)}
                          | set(_span(telling.start, telling.start, 0)))  # fmt: skip
        return _span(telling.start, telling.end, margin)
    if telling.published is None:
        return ["never"]
    return _span(telling.published, telling.published, WINDOW)


def _span(start: date, end: date, margin: int) -> list[str]:
    first = start - timedelta(days=margin)
    return [(first + timedelta(days=n)).isoformat() for n in range((end - start).days + 2 * margin + 1)]


def _cell(place: Place | None) -> str | None:
    if place is None or place.precision not in FINE or place.lat is None or place.lon is None:
        return None
    row = floor(place.lat / CELL)
    return f"{row}/{floor(place.lon * _shrink(row) / CELL)}"


def _around(place: Place | None) -> list[str]:
    if place is None or place.lat is None or place.lon is None:
        return []
    middle = floor(place.lat / CELL)
    return [f"{row}/{floor(place.lon * _shrink(row) / CELL) + step}" for row in range(middle - 1, middle + 2) for step in (-1, 0, 1)]


def _shrink(row: int) -> float:
    """So that cells are as wide as high: a degree of longitude is shorter the farther from the equator."""
    return max(0.1, cos(radians((row + 0.5) * CELL)))


@lru_cache(1 << 17)
def _hash(*parts: str) -> int:
    return int.from_bytes(blake2b("\x1f".join(parts).encode(), digest_size=8).digest(), "big", signed=True)
