"""The gold set of linking: what bench.linking measures must stay good, and sister incidents must stay apart."""

from __future__ import annotations

from bench.linking import linked, score
from bench.linking_sets import by_hand, newsroom_gold


def test_reports_of_one_incident_end_together_and_sisters_apart() -> None:
    rows, newsroom = by_hand(), newsroom_gold()
    tellings, gold = [*rows[0], *newsroom[0]], rows[1] | newsroom[1]
    assert len(gold) >= 200
    assert len(set(gold.values())) >= 80
    found = score(linked(tellings), gold)
    assert found.merged == 0
    assert found.f1 >= 0.95
