"""One entry of a data file, taken apart key by key; whatever is wrong with it is said with its file and line."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from etl.lexicon.files import DATA, DataError, Record, read_yaml

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
COUNTRY = re.compile(r"[A-Z]{2}")
LANGUAGE = re.compile(r"[a-z]{2}")
WEB = re.compile(r"https?://[^\s/]+\.[^\s/]+/?\S*")
DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


@dataclass(frozen=True)
class Entry:
    """A record that is asked for its values by key."""

    record: Record

    @property
    def line(self) -> int:
        """Where it begins in its file."""
        return self.record.line

    @property
    def id(self) -> str:
        """Its slug."""
        return str(self.record["id"])

    def error(self, reason: str) -> DataError:
        """What is wrong with it, and where it stands."""
        return self.record.error(f"{self.id}: {reason}" if "id" in self.record else reason)

    def allow(self, *keys: str) -> None:
        """Complain of keys that nobody reads."""
        if unknown := [key for key in self.record if key not in keys]:
            raise self.error(f"unknown key {unknown[0]!r}; known are {', '.join(keys)}")

    def text(self, key: str) -> str:
        """A text that must be there."""
        value = self.record.get(key)
        if not isinstance(value, str) or not value or value != value.strip():
            raise self.error(f"{key} must be a text, and is {value!r}" if key in self.record else f"{key} is missing")
        return value

    def optional(self, key: str) -> str | None:
        """A text, or None when it isn't there."""
        return self.text(key) if self.record.get(key) is not None else None

    def choice(self, key: str, among: frozenset[str]) -> str:
        """A word of a closed list."""
        if (value := self.text(key)) not in among:
            raise self.error(f"{key} {value!r} is none of {', '.join(sorted(among))}")
        return value

    def list(self, key: str) -> list[object]:
        """The items under a key; none when it isn't there."""
        value = self.record.get(key, [])
        if not isinstance(value, list):
            raise self.error(f"{key} must be a list")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, none of them twice."""
        found = tuple(item for item in self.list(key) if isinstance(item, str))
        if len(found) != len(self.list(key)) or len(set(found)) != len(found):
            raise self.error(f"{key} must be a list of texts, each once")
        return found

    def reference(self, key: str, known: Container[str]) -> str:
        """The id of something known."""
        if (value := self.text(key)) not in known:
            raise self.error(f"{key} {value!r} is not known")
        return value

    def references(self, key: str, known: Container[str]) -> tuple[str, ...]:
        """Ids of things known."""
        found = self.texts(key)
        for value in found:
            if value not in known:
                raise self.error(f"{key}: {value!r} is not known")
        return found

    def country(self, key: str) -> str | None:
        """An ISO 3166 alpha-2 code, or None."""
        value = self.optional(key)
        if value is not None and not COUNTRY.fullmatch(value):
            raise self.error(f"{key} {value!r} is no two-letter country code")
        return value

    def countries(self, key: str) -> tuple[str, ...]:
        """ISO 3166 alpha-2 codes."""
        found = self.texts(key)
        for value in found:
            if not COUNTRY.fullmatch(value):
                raise self.error(f"{key}: {value!r} is no two-letter country code")
        return found

    def circles(self, key: str) -> tuple[tuple[float, float, float], ...]:
        """Circles on the ground: latitude, longitude, kilometres."""
        found = []
        for item in self.list(key):
            if not (isinstance(item, list) and len(item) == 3 and all(isinstance(n, int | float) for n in item)):
                raise self.error(f"{key}: {item!r} is no [latitude, longitude, kilometres]")
            lat, lon, reach = (float(n) for n in item)
            if abs(lat) > 90 or abs(lon) > 180 or reach <= 0:
                raise self.error(f"{key}: {item!r} lies nowhere")
            found.append((lat, lon, reach))
        return tuple(found)

    def language(self) -> str:
        """An ISO 639-1 code."""
        if not LANGUAGE.fullmatch(value := self.text("language")):
            raise self.error(f"language {value!r} is no two-letter code")
        return value

    def web(self, key: str) -> str:
        """An http or https address."""
        if not WEB.fullmatch(value := self.text(key)):
            raise self.error(f"{key} {value!r} is no web address")
        return value

    def day(self, key: str) -> date | None:
        """A date given as a day, or None; a month or a year means its first day."""
        return self._days(key)[0]

    def period(self, since: str, until: str) -> tuple[date | None, date | None]:
        """First and last day; a month or a year counts from its first day or to its last."""
        first, last = self._days(since)[0], self._days(until)[1]
        if first and last and first > last:
            raise self.error(f"{since} {first} is after {until} {last}")
        return first, last

    def _days(self, key: str) -> tuple[date | None, date | None]:
        if (value := self.record.get(key)) is None:
            return None, None
        if not (match := DAY.fullmatch(str(value))):
            raise self.error(f"{key} {value!r} is no date")
        year, month, day = (int(part) if part else None for part in match.groups())
        try:
            first = date(year or 0, month or 1, day or 1)
        except ValueError as error:
            raise self.error(f"{key} {value!r} is no date: {error}") from None
        if day:
            return first, first
        after = date(first.year + 1, 1, 1) if not month or month == 12 else date(first.year, month + 1, 1)
        return first, after - timedelta(days=1)

    def nested(self, value: object, wanted: str) -> Entry:
        """A mapping inside this entry."""
        if not isinstance(value, Record):
            raise self.error(wanted)
        return Entry(value)


def entries(name: str, folder: Path = DATA) -> list[Entry]:
    """The entries of a file, each with a slug of its own. Raises DataError."""
    seen: dict[str, int] = {}
    for record in (rows := read_yaml(name, folder)):
        slug = record.get("id")
        if not isinstance(slug, str) or not SLUG.fullmatch(slug):
            raise record.error(f"id must be a slug like `south-ossetia`, and is {slug!r}")
        if slug in seen:
            raise record.error(f"{slug} stands already in line {seen[slug]}")
        seen[slug] = record.line
    return [Entry(record) for record in rows]
