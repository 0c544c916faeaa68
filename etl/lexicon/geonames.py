"""A country dump of GeoNames (geonames.org, CC BY 4.0) as lines of our gazetteer: places kept, everything else left out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from etl.lexicon.files import DataError
from etl.lexicon.places import fold

COLUMNS = 19
FEATURES = {"ADM1": "region", "ADM2": "district", "ADM3": "district", "ADM4": "district"}
AREAS = frozenset(
    {"MT", "MTS", "HLL", "HLLS", "PASS", "RDGE", "VAL", "PK", "PEN", "ISL", "ISLS", "RSV", "LK", "RGN", "CMPRF", "GRGE", "PLN"}
)
EXACT = frozenset({"AIRP", "AIRB", "AIRF", "DAM", "BDG", "CSTM", "PSTB", "FT", "MLB", "PSTC"})
GONE = frozenset({"PPLQ", "PPLW", "PPLH", "PPLCH"})  # abandoned, destroyed, historical
LATIN = re.compile(r"[A-Za-zÀ-ɏ̀-ͯʻʼ’‘`'Ḁ-ỿ][\w .,’‘ʻʼ`'-]*")
MOST_NAMES = 12


def read_dump(path: Path) -> Iterator[str | None]:
    """A line of the gazetteer for each place of a dump, .txt or .zip; None for a line that is no place of ours. Raises DataError."""
    for number, line in enumerate(_lines(path), 1):
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) != COLUMNS:
            raise DataError(path, number, f"{len(cells)} columns, {COLUMNS} wanted: not a GeoNames dump")
        try:
            yield _place(cells)
        except ValueError as error:
            raise DataError(path, number, str(error)) from None


def _lines(path: Path) -> Iterator[str]:
    try:
        if not zipfile.is_zipfile(path):
            with path.open(encoding="utf-8") as lines:
                yield from lines
            return
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name.endswith(".txt") and "readme" not in name.lower()]
            if len(names) != 1:
                raise DataError(path, 1, f"the archive holds {len(names)} dumps, one wanted")
            with archive.open(names[0]) as raw:
                yield from io.TextIOWrapper(raw, encoding="utf-8")
    except UnicodeDecodeError:
        raise DataError(path, 1, "not UTF-8 text") from None
    except zipfile.BadZipFile as error:
        raise DataError(path, 1, f"a broken archive: {error}") from None


def _place(cells: list[str]) -> str | None:
    key, name, _, others, lat, lon, group, code, country, _, region = cells[:11]
    if not key.isdigit():
        raise ValueError(f"{key!r} is no GeoNames id")
    precision = precision_of(group, code)
    if precision is None or not fold(name) or not re.fullmatch("[A-Z]{2}", country):
        return None
    if not (-90 <= float(lat) <= 90 and -180 <= float(lon) <= 180):
        raise ValueError(f"{lat}, {lon} are not on Earth")
    people = int(cells[14] or 0)
    return "\t".join((key, name, country, region, lat, lon, str(people), "|".join(other_names(name, others.split(","))), precision))


def precision_of(group: str, code: str) -> str | None:
    """Our precision for a GeoNames feature; None for what no report is placed at (streams, farms, hotels) or is gone."""
    if code in AREAS:
        return "area"
    if code in EXACT:
        return "exact"
    return "settlement" if group == "P" and code not in GONE else FEATURES.get(code)


def other_names(name: str, others: Iterable[str]) -> list[str]:
    """The folded names in Latin script other than the first; codes and what differs only by accents left out."""
    found: dict[str, None] = {}
    for other in others:
        folded = fold(other) if LATIN.fullmatch(other) and len(other) <= 40 and not (other.isupper() and len(other) <= 4) else ""
        if len(folded) >= 4 and not any(part.isdigit() for part in folded.split()):
            found[folded] = None
    found.pop(fold(name), None)
    return list(found)[:MOST_NAMES]
