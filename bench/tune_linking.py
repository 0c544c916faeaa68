"""Fits the weights of linking: logistic regression on pairs of reports, held near the present weights.

Pairs are those that meet in a block, of the rows by hand, the newsroom's gold and the texts to tune on. Incidents are dealt into two
halves; the weights fitted on one are scored on the other. Prints both and the weights fitted on all; a person rounds them half-way,
looks what the sisters say, and writes them into etl/resolve/score.py.

    python -m bench.tune_linking
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import combinations
from math import exp, sqrt
from zlib import crc32

from bench.linking import linked, score
from bench.linking_sets import by_hand, newsroom_gold
from bench.linking_texts import newsroom, short
from etl.lexicon.registry import load
from etl.resolve.blocks import blocks, lookups
from etl.resolve.conclude import world
from etl.resolve.features import Barred, Feature, features
from etl.resolve.score import LINK, WEIGHTS
from etl.resolve.telling import Telling

STEPS, RATE, HOLD = 600, 0.05, 0.6  # HOLD: how strongly a weight is held where it is
Set = tuple[list[Telling], Mapping[int, str]]


@dataclass(frozen=True)
class Pair:
    """What two reports have in common, and whether they tell one incident."""

    features: tuple[Feature, ...]
    same: bool
    half: int


def half_of(incident: str) -> int:
    """The half that an incident is dealt into."""
    return crc32(incident.encode()) % 2


def pairs(tellings: Iterable[Telling], gold: Mapping[int, str]) -> Iterator[Pair]:
    """The pairs that meet and that nothing bars."""
    sides = world(load()).sides
    for one, other in combinations([t for t in tellings if t.id in gold], 2):
        if lookups(one, sides).isdisjoint(blocks(other)):
            continue
        try:
            found = tuple(features(one, other, sides))
        except Barred:
            continue
        yield Pair(found, gold[one.id] == gold[other.id], half_of(min(gold[one.id], gold[other.id])))


def fitted(wanted: list[Pair]) -> dict[str, float]:
    """The weights that tell these pairs apart best (Adam)."""
    weights, mean, square = dict(WEIGHTS), dict.fromkeys(WEIGHTS, 0.0), dict.fromkeys(WEIGHTS, 0.0)
    for step in range(1, STEPS + 1):
        slope = {name: HOLD * (value - WEIGHTS[name]) for name, value in weights.items()}
        for pair in wanted:
            points = sum(weights[name] * amount for name, amount in pair.features) - LINK
            miss = 1 / (1 + exp(-max(-30.0, min(30.0, points)))) - pair.same
            for name, amount in pair.features:
                slope[name] += miss * amount
        for name, value in slope.items():
            mean[name] = 0.9 * mean[name] + 0.1 * value
            square[name] = 0.999 * square[name] + 0.001 * value * value
            weights[name] -= RATE * mean[name] / (1 - 0.9**step) / (sqrt(square[name] / (1 - 0.999**step)) + 1e-8)
    return weights


@contextmanager
def using(weights: Mapping[str, float]) -> Iterator[None]:
    """Compare by these weights."""
    before = dict(WEIGHTS)
    WEIGHTS.update(weights)
    try:
        yield
    finally:
        WEIGHTS.update(before)


def report(name: str, sets: Mapping[str, Set], half: int | None = None) -> None:
    """Score the sets, or their incidents of a half."""
    for kind, (tellings, gold) in sets.items():
        among = {key: incident for key, incident in gold.items() if half is None or half_of(incident) == half}
        found = score(linked(tellings), among)
        print(f"{name:34} {kind:22} F1 {found.f1:.3f}   merged {found.merged} parted {found.parted}")


def main() -> None:
    """Fit on each half and on all."""
    texts, tuned = newsroom(), short("linking_tuned.yaml")
    sets: dict[str, Set] = {"rows by hand": by_hand(), "newsroom's gold": newsroom_gold(), "newsroom's texts": (texts.tellings, texts.gold),
                            "short texts": (tuned.tellings, tuned.gold)}  # fmt: skip
    found = [pair for tellings, gold in sets.values() for pair in pairs(tellings, gold)]
    report("as they stand", sets)
    for half in (0, 1):
        with using(fitted([pair for pair in found if pair.half != half])):
            report(f"fitted on the other half than {half}", sets, half)
    for name, value in fitted(found).items():
        print(f"{name:40} {WEIGHTS[name]:5.1f} {value:6.2f}")


if __name__ == "__main__":
    main()
