"""Bringing in every village: a GeoNames country dump becomes a file of the operator's gazetteer and rows of the database."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

from etl.lexicon.geonames import read_dump
from etl.settings import settings
from etl.stages.prepare import prepare


def import_dump(dump: Path) -> Counter[str]:
    """Keep a dump's places for the reader and load them into the database; twice writes nothing new. Raises DataError."""
    read, kept = keep_dump(dump, settings().home)
    done = Counter({"lines read": read, "places kept": kept})
    written, _ = prepare()
    return done + Counter({f"{table} written": rows for table, rows in written.items() if table in ("places", "place_names")})


def keep_dump(dump: Path, home: Path) -> tuple[int, int]:
    """Write `home`/places/<name of the dump>.tsv whole or not at all; how many lines were read and places kept."""
    folder = home / "places"
    folder.mkdir(parents=True, exist_ok=True)
    lines = list(read_dump(dump))
    places = [line for line in lines if line is not None]
    kept = folder / f"{dump.stem}.tsv"
    fresh = kept.with_suffix(".new")
    fresh.write_text("".join(f"{line}\n" for line in places), encoding="utf-8")
    os.replace(fresh, kept)
    return len(lines), len(places)
