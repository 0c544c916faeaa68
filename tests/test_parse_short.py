"""Short texts as event databases write them: the dead exactly, sides, day and place, and no event invented."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from etl.model import Article, Reading
from etl.parse import read

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "short_texts.yaml").read_text(encoding="utf-8"))


def faults(want: dict[str, Any], reading: Reading) -> set[str]:
    """The figures in which a reading differs from the coder's."""
    rows = [c for r in reading.reports for c in r.casualties]
    wrong = set()
    for harm in ("killed", "wounded"):
        total = sum(c.low if c.low is not None else c.high or 0 for c in rows if c.harm == harm)
        if harm in want and total != want[harm]:
            wrong.add(harm)
    dead: Counter[str | None] = Counter()
    for c in rows:
        if c.harm == "killed":
            dead[c.party] += c.low if c.low is not None else c.high or 0
    if "dead" in want and {p: n for p, n in dead.items() if n} != want["dead"]:
        wrong.add("dead")
    if len(reading.reports) != want.get("n", 1):
        wrong.add("n")
    if reading.reports and want.get("n", 1):
        first = reading.reports[0]
        if want.get("by", first.initiator) != first.initiator:
            wrong.add("by")
        if want.get("against", first.target) != first.target:
            wrong.add("against")
        if "day" in want and first.occurred.start != want["day"]:
            wrong.add("day")
        if "place" in want and (first.place is None or want["place"].lower() not in first.place.name.lower()):
            wrong.add("place")
    return wrong


@pytest.fixture(scope="module")
def outcome() -> list[set[str]]:
    return [faults(case["want"], read(Article(case["text"], published=date.fromisoformat(str(case["published"]))))) for case in CASES]


@pytest.mark.parametrize(
    ("figure", "share"), [("killed", 0.9), ("n", 0.85), ("by", 0.85), ("against", 0.85), ("day", 0.95), ("place", 0.85)]
)
def test_short_texts_are_read_right(outcome: list[set[str]], figure: str, share: float) -> None:
    wrong = [case["text"] for case, bad in zip(CASES, outcome, strict=True) if figure in bad]
    assert len(wrong) <= (1 - share) * len(CASES), wrong
