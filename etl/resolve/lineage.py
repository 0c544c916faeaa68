"""Which articles are one text: wire copy under another headline, an outlet's own update, print and AMP pages, mirrors.

A copy points to its original: the earliest of those that tell something and are tied to each other. A lineage counts once as a source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from operator import eq
from zlib import crc32

from rensa import RMinHash

NUMBERS = 64  # of a signature
ROWS = 4  # numbers a band: texts half alike share one of 16 bands as good as always
SHINGLE = 4  # words
ALIKE = 0.5  # share of common shingles that makes a copy
WINDOW = 4  # days: a copy follows within days; a template comes back for years
LOOSE = 0.04  # share of names and numbers that a copy may change; a bulletin that differs by one place is no copy
SEED = 20220803
WORD = re.compile(r"\w+")
FACT = re.compile(r"\b(?:[A-ZÀ-ÞА-Я]\w+|\d[\d.,:]*)")


@dataclass(frozen=True)
class Text:
    """An article as far as its lineage goes."""

    id: int
    canonical_url: str
    published: date | None
    signature: tuple[int, ...]
    facts: frozenset[int]
    moment: datetime | None = None  # of publication
    url: str = ""

    @property
    def key(self) -> tuple[str, str, str, str, int]:
        """Earliest first; of one day those without an hour last."""
        hour = self.moment.astimezone(UTC).isoformat() if self.moment else "9999"
        return self.published.isoformat() if self.published else "9999", hour, self.canonical_url, self.url, self.id


def signature(text: str) -> tuple[int, ...]:
    """The MinHash of a text's shingles; words only, so that layout and punctuation don't count."""
    words = WORD.findall(text.casefold())
    count = max(1, len(words) - SHINGLE + 1)
    sketch = RMinHash(NUMBERS, SEED)
    sketch.update(sorted({" ".join(words[i : i + SHINGLE]) for i in range(count)}))
    return tuple(sketch.digest())


def facts(text: str) -> frozenset[int]:
    """The names and numbers of a text, as numbers of 32 bits."""
    return frozenset(crc32(word.casefold().encode()) for word in FACT.findall(text))


def bands(text: Text) -> set[int]:
    """Where others find it: parts of the signature in its days, and its address."""
    return _bands(text, (_window(text.published),)) | {_hash(text.canonical_url)}


def lookups(text: Text) -> set[int]:
    """Where it looks for others: the same in the days around."""
    window = _window(text.published)
    around = (None,) if window is None else (window - 1, window, window + 1)
    return _bands(text, around) | {_hash(text.canonical_url)}


def locks(published: Iterable[date | None]) -> set[int]:
    """What a resolver holds while it looks for copies of articles of these days."""
    windows = {_window(day) for day in published}
    return {_hash(f"lock:{w}") for window in windows for w in ((None,) if window is None else (window - 1, window, window + 1))}


def _window(day: date | None) -> int | None:
    return day.toordinal() // WINDOW if day else None


def _bands(text: Text, windows: Iterable[int | None]) -> set[int]:
    parts = [f"{i}:{text.signature[i : i + ROWS]}" for i in range(0, NUMBERS, ROWS)]
    return {_hash(f"{window}:{part}") for window in windows for part in parts}


def copies(one: Text, other: Text) -> bool:
    """Whether one is a copy, a near-copy or another version of the other: much the same words, and no other names and numbers."""
    if one.canonical_url == other.canonical_url:
        return True
    if one.published and other.published and abs(one.published - other.published) > timedelta(days=WINDOW):
        return False
    few, many = (one.facts, other.facts) if len(one.facts) <= len(other.facts) else (other.facts, one.facts)
    held = few <= many or (LOOSE * len(few) >= 1 and len(few - many) <= LOOSE * len(few))
    return held and sum(map(eq, one.signature, other.signature)) >= ALIKE * NUMBERS


def originals(texts: Iterable[Text], ties: Iterable[tuple[int, int]]) -> Mapping[int, int]:
    """Each article's original, itself where it is one: the earliest of those tied to it, directly or over others."""
    order = {text.id: text for text in sorted(texts, key=lambda t: t.key)}
    parent = {i: i for i in order}

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = i = parent[parent[i]]
        return i

    for one, other in ties:
        first, second = sorted((root(one), root(other)), key=lambda i: order[i].key)
        parent[second] = first
    return {i: root(i) for i in order}


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
