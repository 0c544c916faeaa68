"""Finds the weights of etl.parse.linking and etl.parse.worth: steps each up and down and keeps what reads gold articles better.

    python -m bench.tune GOLD --scorer score.py [--seconds 240]

GOLD and the scorer are those of bench.accuracy. Prints the weights; a person rounds them half-way and writes them into the modules.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.accuracy import article
from etl.model import Reading, contract
from etl.parse import linking, worth
from etl.parse.assembly import assemble
from etl.parse.reader import gather
from etl.parse.reports import reports
from etl.parse.tellings import Reader

STEPS = (1.0, -1.0, 0.4, -0.4)
GAIN = 0.0005  # least gain that is not luck


def load(path: Path) -> ModuleType:
    """The scorer as a module."""
    spec = importlib.util.spec_from_file_location("scorer", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def figure(scorer: ModuleType, rows: list[dict[str, Any]], gathered: list[Reader | None]) -> float:
    """How well these weights read: reports twice, casualties and attributes once."""
    predictions = {}
    for row, reader in zip(rows, gathered, strict=True):
        told = reports(assemble(reader), reader) if reader else ()
        predictions[row["id"]] = contract(Reading(article(row), bool(told), told))
    found, attributes, _ = scorer.score(rows, predictions)
    share = {name: f1 for name, f1, *_ in found.rows()}
    right = {name: hit / n for name, (hit, n) in attributes.items()}
    kept = sum(right.get(name, 0.0) for name in ("event_type", "date", "place", "initiator", "target"))
    tolls = share["casualty_count"] + share["casualty_party"] + share["casualty_full"]
    return 2 * share["reports"] + 0.5 * tolls + 0.25 * kept + 0.5 * right.get("relevance", 0.0)


def main() -> int:
    """Climb until the time is up or nothing helps."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("gold", type=Path)
    options.add_argument("--scorer", type=Path, required=True)
    options.add_argument("--seconds", type=float, default=240.0)
    chosen = options.parse_args()
    scorer = load(chosen.scorer)
    rows = [json.loads(p.read_text(encoding="utf-8")) for p in sorted(chosen.gold.glob("*.json"))]
    gathered = [gather(article(row)) for row in rows]
    best, until, dice = figure(scorer, rows, gathered), time.monotonic() + chosen.seconds, random.Random(1)
    names = [(weights, name) for weights in (linking.WEIGHTS, worth.WEIGHTS) for name in weights]
    moved = True
    while moved and time.monotonic() < until:
        dice.shuffle(names)
        moved = False
        for weights, name in names:
            for step in STEPS:
                old, weights[name] = weights[name], round(weights[name] + step, 2)
                now = figure(scorer, rows, gathered)
                if now > best + GAIN:
                    best, moved = now, True
                    break
                weights[name] = old
            if time.monotonic() > until:
                break
        print(f"{best:.4f}", file=sys.stderr)
    print(json.dumps({"linking": linking.WEIGHTS, "worth": worth.WEIGHTS}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
