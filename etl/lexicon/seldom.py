"""Patterns of which most sentences have not a word: they look only where their own words stand.

The words are read off the pattern's syntax: every match holds those of one of its `ways`, so that what a pattern finds does not
depend on them. Which pieces of words a text holds is found once a text, for all patterns together.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, reduce
from operator import or_
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as syntax  # type: ignore[attr-defined]
from typing import Any

COMMON = frozenset(  # most sentences have one
    ["and", "are", "for", "from", "had", "has", "have", "her", "his", "its", "not", "our", "the", "was", "were", "with"]
)
SHORTEST, LONG = 3, 4  # letters of a piece worth looking for, and from which on one is as good as the other
INSIDE = {codes.SUBPATTERN: lambda value: value[3], codes.ATOMIC_GROUP: lambda value: value, codes.ASSERT: lambda value: value[1]}
REPEATED = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
Need = frozenset[str]  # pieces of words, one of which must be there
Way = tuple[Need, ...]


class Seldom:
    """A compiled pattern with the ways in which a text may hold it, each the pieces it needs; none where it always has to look."""

    __slots__ = ("_any", "_masks", "regex", "ways")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.regex = re.compile(pattern, flags)
        ways = dict.fromkeys(_ways(syntax.parse(pattern, flags)))
        self.ways = tuple(ways) if all(ways) else ()
        self._masks = [[_mask(need) for need in way] for way in self.ways]
        self._any = _mask(_either(self.ways)) if self.ways else 0  # without any of these no way is open

    def may(self, text: str) -> bool:
        """Whether a text has what one of its ways needs."""
        here = _held(text)
        if not here & self._any:
            return not self.ways
        for way in self._masks:
            for mask in way:
                if not here & mask:
                    break
            else:
                return True
        return False

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As `re.Pattern.search`."""
        return self.regex.search(text, start, end) if self.may(text) else None

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As `re.Pattern.match`."""
        return self.regex.match(text, start, end) if self.may(text) else None

    def finditer(self, text: str) -> Iterable[re.Match[str]]:
        """As `re.Pattern.finditer`."""
        return self.regex.finditer(text) if self.may(text) else ()


KNOWN = 50_000  # words kept
INDEX = 2  # letters by which pieces are looked up
PIECES: dict[str, dict[str, int]] = {}  # the pieces looked for by their first letters, each with its bit


def _mask(need: Need) -> int:
    """The bits of these pieces; one that is new may stand in words known before."""
    for piece in need - {piece for begun in PIECES.values() for piece in begun}:
        PIECES.setdefault(piece[:INDEX], {})[piece] = 1 << sum(map(len, PIECES.values()))
        _held.cache_clear()
        HELD.clear()
    return sum(PIECES[piece[:INDEX]][piece] for piece in need)


@lru_cache(512)
def _held(text: str) -> int:
    """The pieces that the words of a text hold, a bit each."""
    return reduce(or_, map(HELD.__getitem__, text.lower().split()), 0)


class Held(dict[str, int]):
    """The pieces of each word, found once."""

    def __missing__(self, word: str) -> int:
        if len(self) >= KNOWN:
            self.clear()
        begun = ((at, PIECES.get(word[at : at + INDEX], {})) for at in range(len(word)))
        bits = (bit for at, pieces in begun for piece, bit in pieces.items() if word.startswith(piece, at))
        self[word] = found = reduce(or_, bits, 0)
        return found


HELD = Held()


def _ways(pieces: Any) -> list[Way]:
    """The ways of a sequence: those of its group with the most branches, each with what its other parts need."""
    parts = [ways for ways in _parts(pieces) if all(ways)]
    if not parts:
        return [()]
    fork = max(parts, key=len)
    around = tuple(need for ways in parts if ways is not fork for need in (ways[0] if len(ways) == 1 else [_either(ways)]))
    plain = [way[0] for way in fork if len(way) == 1]
    return [(*around, _least(plain))] * bool(plain) + [(*around, *way) for way in fork if len(way) > 1]


def _either(ways: Sequence[Way]) -> Need:
    """What each of several ways needs: of each its most telling need."""
    return _least(max(way, key=lambda need: (min(LONG, *map(len, need)), -len(need))) for way in ways)


def _least(needs: Iterable[Need]) -> Need:
    """Any of these needs, without the pieces that hold another."""
    every = frozenset[str]().union(*needs)
    return frozenset(piece for piece in every if not any(other in piece for other in every - {piece}))


def _parts(pieces: Any) -> Iterator[list[Way]]:
    """The ways of each run of letters and of each group of a sequence."""
    run = ""
    for code, value in (*pieces, (None, None)):
        if code is codes.LITERAL:
            run += chr(value).lower()
            continue
        words = [word for word in run.split() if len(word) >= INDEX]
        yield [tuple(frozenset([word]) for word in list(filter(_tells, words)) or words)]
        run = ""
        if code in INSIDE:
            yield _ways(INSIDE[code](value))
        elif code in REPEATED and value[0]:
            yield _ways(value[2])
        elif code is codes.BRANCH:
            yield [way for branch in value[1] for way in _ways(branch)]


def _tells(word: str) -> bool:
    return (len(word) >= SHORTEST and word not in COMMON) or (word.isdigit() and len(word) > 1)
