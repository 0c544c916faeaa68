"""Fits the weights of etl.parse.sides: who did it and who was hit, learnt from gold articles of our own.

    python -m bench.sides GOLD [GOLD …] --scorer score.py [--pull 2.0] [--folds 6]

Each report of the reader that the scorer pairs with a gold one is a choice among pairs of sides; the weights climb the likelihood of the
gold pair, pulled back to the weights as they stand. Prints how many doers and targets are right now, in cross-validation and
after the fit, then the weights; a person writes them into the module and scores the sets that the fit has not seen.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.accuracy import article
from bench.tune import load
from etl.model import Reading, contract
from etl.parse import sides
from etl.parse.assembly import assemble
from etl.parse.reader import gather
from etl.parse.reports import reports
from etl.parse.sides_facts import told

Pair = tuple[str | None, str | None]
STEPS, RATE = 60, 0.3


@dataclass
class Choice:
    """A report of an article: the grounds of each pair of sides, and which pairs are right."""

    article: str
    pairs: list[tuple[Pair, dict[str, float]]]
    doers: list[str | None]
    hit: list[str | None]

    def right(self, pair: Pair) -> bool:
        return pair[0] in self.doers and pair[1] in self.hit


def choices(row: dict[str, Any], scorer: ModuleType) -> list[Choice]:
    """The choices that an article puts to the reader."""
    reader = gather(article(row))
    if reader is None:
        return []
    scenes = assemble(reader)
    have = contract(Reading(article(row), True, reports(scenes, reader)[1]))["reports"]
    want = row["gold"].get("reports") or []
    made = []
    for i, j in scorer.pair(want, have, scorer.report_likeness, 0.5):
        facts = told(scenes[j], scenes, reader)
        able: list[str | None] = [None, *sides.candidates(facts)]
        pairs = []
        for doer, hit in product(able, able):
            if doer is None or doer != hit:
                found: dict[str, float] = {}
                for name, size in (*sides.grounds("doer", doer, facts), *sides.grounds("hit", hit, facts), *sides.between(doer, hit)):
                    found[name] = found.get(name, 0.0) + size
                pairs.append(((doer, hit), found))
        made.append(Choice(row["id"], pairs, scorer.listed(want[i].get("initiators")), scorer.listed(want[i].get("targets"))))
    return made


def weigh(found: dict[str, float], weights: dict[str, float]) -> float:
    return sum(weights.get(name, 0.0) * size for name, size in found.items())


def fit(given: list[Choice], start: dict[str, float], pull: float) -> dict[str, float]:
    """The weights that make the gold pairs likeliest, not far from the start (RMSprop on the whole set)."""
    weights, speed = dict(start), dict.fromkeys(start, 0.0)
    for step in range(STEPS):
        slope = {name: -pull * (weights[name] - start[name]) for name in weights}
        for choice in given:
            odds = [math.exp(min(60.0, weigh(found, weights))) for _, found in choice.pairs]
            good = [o * choice.right(pair) for o, (pair, _) in zip(odds, choice.pairs, strict=True)]
            if not sum(good):
                continue
            for o, g, (_, found) in zip(odds, good, choice.pairs, strict=True):
                share = g / sum(good) - o / sum(odds)
                for name, size in found.items() if abs(share) > 1e-4 else ():
                    slope[name] = slope.get(name, 0.0) + share * size
                    weights.setdefault(name, 0.0), start.setdefault(name, 0.0), speed.setdefault(name, 0.0)
        for name, rise in slope.items():
            speed[name] = 0.9 * speed[name] + 0.1 * rise * rise
            weights[name] += RATE / (1 + step / 8) * rise / (math.sqrt(speed[name]) + 1e-6)
    return weights


def right(given: list[Choice], weights: dict[str, float]) -> tuple[int, int]:
    """How many doers and how many targets the weights tell."""
    best = [max(c.pairs, key=lambda pair: weigh(pair[1], weights))[0] for c in given]
    return sum(b[0] in c.doers for b, c in zip(best, given, strict=True)), sum(b[1] in c.hit for b, c in zip(best, given, strict=True))


def main() -> int:
    """Fit and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("gold", type=Path, nargs="+")
    options.add_argument("--scorer", type=Path, default=Path(__file__).parent / "score.py")
    options.add_argument("--pull", type=float, default=2.0)
    options.add_argument("--folds", type=int, default=6)
    chosen = options.parse_args()
    scorer = load(chosen.scorer)
    rows = [json.loads(p.read_text(encoding="utf-8")) for folder in chosen.gold for p in sorted(folder.glob("*.json"))]
    given = [c for row in rows for c in choices(row, scorer)]
    print(f"reports: {len(given)}  now: {right(given, sides.WEIGHTS)}")
    names = sorted({c.article for c in given})
    random.Random(1).shuffle(names)
    hits = [0, 0]
    for k in range(chosen.folds):
        held = set(names[k :: chosen.folds])
        weights = fit([c for c in given if c.article not in held], dict(sides.WEIGHTS), chosen.pull)
        hits = [a + b for a, b in zip(hits, right([c for c in given if c.article in held], weights), strict=True)]
    fitted = fit(given, dict(sides.WEIGHTS), chosen.pull)
    print(f"cross-validated: {hits}  fitted: {right(given, fitted)}")
    print(json.dumps({name: round(weight, 1) for name, weight in sorted(fitted.items())}, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
