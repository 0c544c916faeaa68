"""The gazetteer: places with their names, from GeoNames, from our own list of the conflict zones, and from the operator's files.

Names are kept folded (no accents, hyphens, apostrophes or capitals) in one index; a row is read only when its name is met.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from etl.lexicon.files import DATA, DataError, read_tsv
from etl.model import Place
from etl.settings import settings

CURATED, GEONAMES = "places_curated.tsv", "places_geonames.tsv"
PRECISIONS = ("exact", "settlement", "area", "district", "region", "country")
APOSTROPHES = re.compile(r"['’‘ʻʼ`´ʿʾ]")
OWNING = re.compile(r"['’]s\b")  # the reader cuts it off: "Donetsk People('s) Republic"
APART = re.compile(r"[^a-z0-9]+")
SPECIAL = str.maketrans({"ə": "a", "Ə": "a", "ı": "i", "İ": "i", "ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "ð": "d", "þ": "th"})


def fold(name: str) -> str:
    """A name as the index has it: "Kfar-Kila’" and "kfar kila" are one."""
    if not name.isascii():
        name = unicodedata.normalize("NFKD", APOSTROPHES.sub("", name.translate(SPECIAL))).encode("ascii", "ignore").decode()
    return APART.sub(" ", name.replace("'", "").replace("`", "").lower()).strip()


ARTICLES = frozenset({"al", "el", "as", "ash", "an", "ad", "ar", "at", "az", "ath", "aj", "adh", "the"})
BREATH = re.compile(r"([gkdtz])h|h$")
VOWELS = re.compile(r"[aeiouyw]+")
TWICE = re.compile(r"(.)\1+")
TWINS = str.maketrans({"q": "k", "c": "k", "g": "j", "z": "s", "v": "w", "p": "b"})


def consonants(folded: str) -> str:
    """What spellings of one foreign name have in common: "Sfuhen", "Safohin" and "Sufuhon" are sfhn, "Al-Fterah" and "Fatira" ftr."""
    words = folded.split()
    kept = []
    for word in words[1:] if len(words) > 1 and words[0] in ARTICLES else words:
        bare = VOWELS.sub("", BREATH.sub(r"\1", word).translate(TWINS))
        kept.append(("a" if word[0] in "aeiou" else "") + TWICE.sub(r"\1", bare))
    return "".join(kept)


@dataclass(frozen=True)
class Entry:
    """A place of the gazetteer. `people` is its population, 0 where unknown; `curated` when it is of our own list."""

    id: str
    name: str
    country: str
    lat: float
    lon: float
    precision: str
    region: str = ""
    people: int = 0
    curated: bool = False

    def place(self) -> Place:
        """As the model has it."""
        return Place(self.name, self.id, self.country, self.lat, self.lon, self.precision)


@dataclass
class Gazetteer:
    """Folded names to places. `plain` are names that text may write in small letters ("line of contact")."""

    entries: list[Entry | str] = field(default_factory=list)
    names: dict[str, tuple[int, ...]] = field(default_factory=dict)
    plain: set[str] = field(default_factory=set)
    starts: set[str] = field(default_factory=set)  # the first words of all names
    spellings: dict[str, dict[str, set[int]]] = field(default_factory=dict)

    def find(self, folded: str) -> list[Entry]:
        """The places of a folded name, our own first, then by population."""
        numbers = self.names.get(folded)
        return sorted(map(self._entry, numbers), key=lambda entry: (not entry.curated, -entry.people)) if numbers else []

    def alike(self, name: str, countries: frozenset[str]) -> list[Entry]:
        """Places of these countries whose names have the same consonants: "Safhoun" and "Sufuhon"."""
        key = consonants(fold(name))
        if len(key) < 3:
            return []
        found = [self._entry(n) for country in sorted(countries) for n in sorted(self._by_consonants(country).get(key, ()))]
        return sorted(found, key=lambda entry: (not entry.curated, -entry.people))

    def _by_consonants(self, country: str) -> dict[str, set[int]]:
        if country not in self.spellings:
            index = self.spellings[country] = {}
            for folded, number in self._named.get(country, ()):
                index.setdefault(consonants(folded), set()).add(number)
        return self.spellings[country]

    @cached_property
    def _named(self) -> dict[str, list[tuple[str, int]]]:
        """The folded names by country, each with its place; made when a spelling is first looked for, after the last place is added."""
        countries = [self._country(number) for number in range(len(self.entries))]
        named: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for folded, numbers in self.names.items():
            for number in numbers:
                named[countries[number]].append((folded, number))
        return named

    def _country(self, number: int) -> str:
        entry = self.entries[number]
        return entry.split("\t", 3)[2] if isinstance(entry, str) else entry.country

    def all(self) -> Iterator[Entry]:
        """Every place."""
        return (self._entry(number) for number in range(len(self.entries)))

    def add(self, entry: Entry, names: Iterable[str]) -> None:
        """One more place, under these folded names."""
        self.entries.append(entry)
        self._index(len(self.entries) - 1, names)

    def add_line(self, line: str) -> None:
        """One more place, as a line of places_geonames.tsv, its precision perhaps behind; it is read when its name is met."""
        self.entries.append(line)
        cells = line.split("\t")
        self._index(len(self.entries) - 1, dict.fromkeys([fold(cells[1]), *(cells[7].split("|") if cells[7] else ())]))

    def _index(self, number: int, names: Iterable[str]) -> None:
        for name in names:
            known = self.names.get(name)
            self.names[name] = (number,) if known is None else (*known, number)
            self.starts.add(name.partition(" ")[0])

    def _entry(self, number: int) -> Entry:
        entry = self.entries[number]
        if isinstance(entry, str):
            key, name, country, region, lat, lon, people, _, *kind = entry.split("\t")
            precision = kind[0] if kind else "settlement"
            key = f"geonames-{key}" if key.isdigit() else key
            entry = Entry(key, name, country, float(lat), float(lon), precision, region, int(people))
            self.entries[number] = entry
        return entry


def gazetteer(home: Path | None = None) -> Gazetteer:
    """The bundled gazetteer with the operator's places, `home`/places/*.tsv; read once a process. Raises DataError."""
    return _cached(home or settings().home)


@cache
def _cached(home: Path) -> Gazetteer:
    return read_gazetteer(home)


def read_gazetteer(home: Path) -> Gazetteer:
    """The gazetteer as the files now are. Raises DataError."""
    found = Gazetteer()
    for entry, names, plain in curated():
        found.add(entry, names)
        found.plain.update(plain)
    _add_lines(found, DATA / GEONAMES)
    imported = sorted((home / "places").glob("*.tsv"))
    bundled = {line.split("\t", 1)[0] for line in found.entries if isinstance(line, str)} if imported else set()
    for path in imported:
        _add_lines(found, path, bundled)
    return found


def _add_lines(found: Gazetteer, path: Path, known: Set[str] = frozenset()) -> None:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.startswith("#"):
                continue
            if line.count("\t") not in (7, 8):
                raise DataError(path, number, f"{line.count(chr(9)) + 1} columns, 8 or 9 wanted")
            if not known or line.split("\t", 1)[0] not in known:
                found.add_line(line.rstrip("\n"))


def curated(name: str = CURATED, folder: Path = DATA) -> Iterator[tuple[Entry, list[str], list[str]]]:
    """Our own places: each with its folded names and those of them that text may write small. Raises DataError.

    Columns: id, name, country, latitude, longitude, precision, other names parted by `|` (one that begins small may do so in text).
    """
    seen: set[str] = set()
    path = folder / name
    for line, (key, title, country, lat, lon, precision, others) in read_tsv(name, 7, folder):
        if key in seen:
            raise DataError(path, line, f"{key} stands twice")
        if precision not in PRECISIONS:
            raise DataError(path, line, f"{precision} is no precision: {', '.join(PRECISIONS)}")
        try:
            where = float(lat), float(lon)
        except ValueError:
            raise DataError(path, line, f"{lat}, {lon} are no coordinates") from None
        if not (abs(where[0]) <= 90 and abs(where[1]) <= 180):
            raise DataError(path, line, f"{lat}, {lon} are not on Earth")
        seen.add(key)
        written = [title, *(part.strip() for part in others.split("|") if part.strip())]
        folded = list(dict.fromkeys(fold(form) for part in written for form in (part, OWNING.sub("", part))))
        if not all(folded):
            raise DataError(path, line, "an empty name")
        yield (
            Entry(key, title, country, *where, precision, curated=True),
            folded,
            [fold(part) for part in written if part[0].islower()],
        )


LINE = re.compile(r"(?i)\b(?:lines?|borders?|front(?:line)?s?|boundary|loc|ib|dmz|zone)\b")


def extent(place: Place) -> str:
    """How wide it is, as precisions name it: a front line hundreds of kilometres long is no area of thirty, but as wide as a country."""
    return "country" if place.precision == "area" and LINE.search(place.name) else place.precision


def distance(a: Entry | Place, b: Entry | Place) -> float:
    """Kilometres between two places; infinite where one has no coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return math.inf
    north, south = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((south - north) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, half)))
