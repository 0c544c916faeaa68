"""Numbers as people are counted."""

from __future__ import annotations

import pytest

from etl.parse.numbers import numerals, value

COUNTS = [
    ("three soldiers", 3, 3), ("at least three soldiers", 3, None), ("more than ten men", 10, None), ("no fewer than 12 dead", 12, None),
    ("up to 20 people", None, 20), ("two or three men", 2, 3), ("8-10 soldiers", 8, 10), ("a dozen fighters", 12, 12),
    ("two dozen civilians", 24, 24),
    ("half a dozen guns", 6, 6), ("twenty-three cadets", 23, 23), ("1,900 shots", 1900, 1900), ("one hundred and five people", 105, 105),
    ("57 or more", 57, None), ("about 370 times", 370, 370), ("no casualties", 0, 0), ("nobody was hurt", 0, 0), ("both men", 2, 2),
    ("an estimated 40 dead", 40, 40), ("fewer than five", None, 5),
]  # fmt: skip
NO_COUNTS = [
    "a 33-year-old woman", "82 mm mortars", "120-mm rounds", "on April 2", "in 2016", "at 17:30", "12 km south",
    "Resolution 1701", "School No. 63",
    "the 54th brigade", "Shushan Asatrian, 94, was killed", "20 percent", "within 24 hours", "$300", "aged 31",
]  # fmt: skip


@pytest.mark.parametrize(("text", "low", "high"), COUNTS)
def test_counts(text: str, low: int | None, high: int | None) -> None:
    (found, *_) = numerals(text)
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize("text", NO_COUNTS)
def test_ages_dates_and_calibres_are_no_counts(text: str) -> None:
    assert [n for n in numerals(text) if n.vague is None] == []


@pytest.mark.parametrize(("text", "vague"), [("several others", "several"), ("dozens of people", "dozens"), ("scores were hurt", "scores")])
def test_vague_counts_stay_words(text: str, vague: str) -> None:
    (found,) = numerals(text)
    assert (found.low, found.high, found.vague) == (None, None, vague)


def test_how_many_is_no_count() -> None:
    assert numerals("how many were wounded is unknown") == []


@pytest.mark.parametrize(("phrase", "number"), [("ninety-nine", 99), ("two hundred", 200), ("1 200", 1200), ("gibberish", None)])
def test_number_words(phrase: str, number: int | None) -> None:
    assert value(phrase) == number
