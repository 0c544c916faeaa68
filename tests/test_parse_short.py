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
    if not reading.reports and want.get("n", 1):
        wrong |= {figure for figure in ("by", "against", "day", "place", "type") if want.get(figure)}
    if reading.reports and want.get("n", 1):
        first = reading.reports[0]
        if want.get("by", first.initiator) != first.initiator:
            wrong.add("by")
        if want.get("against", first.target) != first.target:
            wrong.add("against")
        if "day" in want and first.occurred.start != want["day"]:
            wrong.add("day")
        if "type" in want and first.event_type not in want["type"]:
            wrong.add("type")
        if "place" in want and (first.place is None or want["place"].lower() not in first.place.name.lower()):
            wrong.add("place")
    return wrong


@pytest.fixture(scope="module")
def outcome() -> list[set[str]]:
    return [faults(case["want"], read(Article(case["text"], published=date.fromisoformat(str(case["published"]))))) for case in CASES]


SHARES = {"killed": 0.95, "wounded": 0.9, "dead": 0.88, "n": 0.93, "by": 0.92, "against": 0.9, "day": 0.94, "place": 0.87, "type": 0.88}


@pytest.mark.parametrize(("figure", "share"), SHARES.items())
def test_short_texts_are_read_right(outcome: list[set[str]], figure: str, share: float) -> None:
    asked = [(case["text"], bad) for case, bad in zip(CASES, outcome, strict=True) if figure in case["want"] or figure == "n"]
    wrong = [text for text, bad in asked if figure in bad]
    assert len(wrong) <= (1 - share) * len(asked), wrong
