"""Finds the weights of etl.parse.worth and etl.parse.linking: logistic regressions over gold articles, near the weights in use.

    python -m bench.tune GOLD… --scorer score.py

Worth learns which of an article's scenes pair with a gold report, as the scorer pairs them; linking learns, where a gold report quotes
its words ("key"), which earlier scene a telling belongs to, or to none. Prints both; a person rounds them, moves linking's a quarter of
the way (a whole step reads train better and other texts worse), and writes them into the modules.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.accuracy import article
from etl.model import Reading, contract
from etl.parse import assembly, linking, worth
from etl.parse.reader import gather
from etl.parse.reports import reports
from etl.parse.scenes import Scene, Telling
from etl.parse.tellings import Reader

Case = tuple[dict[str, float], float]  # grounds by name, and whether it holds
PULL = 3.0  # how strongly weights are held where they are, or at nothing
STEPS = 400


def load(path: Path) -> ModuleType:
    """The scorer as a module."""
    spec = importlib.util.spec_from_file_location("scorer", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def regression(cases: list[Case], start: dict[str, float]) -> dict[str, float]:
    """The weights that tell the cases apart, held near `start`: steepest descent with momentum."""
    weights = {name: start.get(name, 0.0) for grounds, _ in cases for name in grounds}
    speed = dict.fromkeys(weights, 0.0)
    for _ in range(STEPS):
        slope = {name: PULL * (weights[name] - start.get(name, 0.0)) for name in weights}
        for grounds, holds in cases:
            miss = 1 / (1 + math.exp(-max(-30.0, min(30.0, sum(weights[n] * v for n, v in grounds.items()))))) - holds
            for name, size in grounds.items():
                slope[name] += miss * size
        for name in weights:
            speed[name] = 0.9 * speed[name] - slope[name] / len(cases)
            weights[name] += speed[name]
    return {name: round(weight, 2) for name, weight in sorted(weights.items(), key=lambda w: w[1])}


def worthy(scorer: ModuleType, rows: list[dict[str, Any]], gathered: list[Reader | None]) -> Iterator[Case]:
    """Every scene of the articles with its grounds, and whether it pairs with a gold report; optional ones teach nothing."""
    for row, reader in zip(rows, gathered, strict=True):
        if reader is None:
            continue
        scenes = assembly.scenes_of(reader)
        told = contract(Reading(article(row), True, reports(scenes, reader)[1]))["reports"]
        gold = row["gold"].get("reports") or []
        paired = {made: gold[wanted] for wanted, made in scorer.pair(gold, told, scorer.report_likeness, 0.5)}
        for n, scene in enumerate(scenes):
            if not paired.get(n, {}).get("optional"):
                yield dict(worth.grounds(scene, scenes, reader)), float(n in paired)


def linked(rows: list[dict[str, Any]], gathered: list[Reader | None]) -> Iterator[Case]:
    """Each telling that a gold report quotes against the scenes before it, and whether they are of one report."""
    for row, reader in zip(rows, gathered, strict=True):
        scenes: dict[int, Scene] = {}
        for telling in reader.tellings if reader else ():
            home = None if telling.past else _quoted(telling, row)
            if home is None:
                continue
            last = next(reversed(scenes), None)
            for n, (gold, scene) in enumerate(scenes.items()):
                yield dict(linking.grounds(scene, telling, n == 0, gold == last)), float(gold == home)
            scenes.setdefault(home, Scene()).tellings.append(telling)


def _quoted(telling: Telling, row: dict[str, Any]) -> int | None:
    """The gold report whose quote, or whose casualties' quote, holds a mention of the telling."""
    for n, report in enumerate(row["gold"].get("reports") or []):
        for key in (report.get("key"), *(c.get("key") for c in report["casualties"])):
            at = row["text"].find(key) if key else -1
            if at >= 0 and any(m.start < at + len(key) and m.end > at for m in telling.mentions):
                return n
    return None


def main() -> int:
    """Gather, fit, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("gold", type=Path, nargs="+")
    options.add_argument("--scorer", type=Path, default=Path(__file__).parent / "score.py")
    chosen = options.parse_args()
    rows = [json.loads(p.read_text(encoding="utf-8")) for folder in chosen.gold for p in sorted(folder.glob("*.json"))]
    gathered = [gather(article(row)) for row in rows]
    found = {
        "worth": regression(list(worthy(load(chosen.scorer), rows, gathered)), {}),
        "linking": regression(list(linked(rows, gathered)), linking.WEIGHTS),
    }
    print(json.dumps(found, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
