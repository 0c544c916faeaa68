"""The gold set of linking: what bench.linking measures must stay good, and sister incidents must stay apart."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from bench.linking import linked, score
from bench.linking_sets import by_hand, newsroom_gold, twinned
from bench.linking_texts import Texts, newsroom, short
from tests.resolving import telling


def test_reports_of_one_incident_end_together_and_sisters_apart() -> None:
    rows, coded = by_hand(), newsroom_gold()
    tellings, gold = [*rows[0], *coded[0]], rows[1] | coded[1]
    assert len(gold) >= 200
    assert len(set(gold.values())) >= 80
    found = score(linked(tellings), gold)
    assert found.merged == 0
    assert found.f1 >= 0.95


@pytest.mark.parametrize(("texts", "least"), [
    (newsroom, 0.9), (partial(short, "linking_tuned.yaml"), 0.9), (partial(short, "linking_heldout.yaml"), 0.7),
    (partial(short, "linking_medium.yaml"), 0.9), (partial(short, "linking_pairs.yaml"), 0.9),
])  # fmt: skip
def test_reports_read_from_texts_link(texts: Callable[[], Texts], least: float) -> None:
    """A floor under what the reader's errors may cost; the figures are bench.linking's."""
    read = texts()
    found = score(linked(read.tellings), read.gold)
    assert found.precision >= 0.9
    assert found.f1 >= least


def test_what_one_article_tells_twice_is_known_as_the_resolver_knows_it() -> None:
    """Without it, one such article would keep all that say the same apart from the start."""
    one, other, third = telling(article=1), telling(article=1, span=(20, 30)), telling(article=1, event_type="clash")
    assert [t.twin for t in twinned([one, other, third, telling(article=2)])] == [True, True, False, False]
