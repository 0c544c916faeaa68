"""Patterns of which most sentences have not a word: they look only where one of their own words stands.

The words are read off the pattern's syntax: every match holds one of them, so that what a pattern finds does not depend on them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as syntax  # type: ignore[attr-defined]
from typing import Any

COMMON = frozenset(  # most sentences have one
    ["and", "are", "for", "from", "had", "has", "have", "her", "his", "its", "not", "our", "the", "was", "were", "with"]
)
SHORTEST = 3  # letters of a word worth looking for
MANY = 60  # words: for more the pattern itself is as quick
INSIDE = {codes.SUBPATTERN: lambda value: value[3], codes.ATOMIC_GROUP: lambda value: value}
REPEATED = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)


class Seldom:
    """A compiled pattern, and in small letters the words of which every match of it has one; none where it has no such words."""

    __slots__ = ("regex", "words")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.regex = re.compile(pattern, flags)
        found = _words(syntax.parse(pattern, flags)) or frozenset()
        least = [word for word in found if not any(other in word for other in found - {word})]
        self.words = tuple(sorted(least)) if len(least) <= MANY else ()

    def may(self, text: str) -> bool:
        """Whether a text has one of the words at all."""
        small = text.lower()
        for word in self.words:
            if word in small:
                return True
        return not self.words

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As `re.Pattern.search`."""
        return self.regex.search(text, start, end) if self.may(text) else None

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """As `re.Pattern.match`."""
        return self.regex.match(text, start) if self.may(text) else None

    def finditer(self, text: str) -> Iterable[re.Match[str]]:
        """As `re.Pattern.finditer`."""
        return self.regex.finditer(text) if self.may(text) else ()


def _words(pieces: Any) -> frozenset[str] | None:
    """The words of the most telling stretch of a sequence; None where no stretch has any."""
    return max(filter(None, _stretches(pieces)), key=lambda words: (min(map(len, words)) > SHORTEST, -len(words)), default=None)


def _stretches(pieces: Any) -> Iterator[frozenset[str] | None]:
    """For each run of letters and each group of a sequence, the words of which a match must have one."""
    run = ""
    for code, value in (*pieces, (None, None)):
        if code is codes.LITERAL:
            run += chr(value).lower()
            continue
        yield frozenset([run]) if _tells(run) else None
        run = ""
        if code in INSIDE:
            yield _words(INSIDE[code](value))
        elif code in REPEATED and value[0]:
            yield _words(value[2])
        elif code is codes.BRANCH:
            branches = [_words(branch) for branch in value[1]]
            yield frozenset(word for branch in branches for word in branch or ()) if all(branches) else None


def _tells(run: str) -> bool:
    return (len(run.strip()) >= SHORTEST and run.strip() not in COMMON) or (run.isdigit() and len(run) > 1)
