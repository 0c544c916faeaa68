"""What holds of any reading of a real text: tried on the golden articles, whole, cut, shuffled, and with other matters added."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.model import Article, Reading, contract
from etl.parse import read

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.json"))
ELSEWHERE = (
    "The national orchestra will play two symphonies in the concert hall this week.",
    "Snow is expected in the hills, and schools will open an hour later than usual.",
)
SENTENCE = re.compile(r"(?<=[.!?”]) (?=[A-Z“])")
few = settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def article(path: Path) -> Article:
    row = json.loads(path.read_text(encoding="utf-8"))
    return Article(row["text"], id=row["id"], title=row["title"], published=date.fromisoformat(row["published"]))


def holds(reading: Reading) -> None:
    """Every span lies inside the text and is not empty; low is not above high; rows are numbered; references point to rows."""
    length = len(reading.article.text)
    casualties = [c for r in reading.reports for c in r.casualties]
    spans = [s for r in reading.reports for s in r.spans] + [m.span for r in reading.reports for m in r.mentions]
    spans += [row.span for rows in (casualties, reading.claims, reading.tallies) for row in rows]
    assert all(0 <= start < end <= length for start, end in [*spans, *(i.span for i in reading.issues if i.span)])
    assert all(c.low <= c.high for c in casualties if c.low is not None and c.high is not None)
    assert all(t.low <= t.high for t in reading.tallies if t.low is not None and t.high is not None)
    for rows in (reading.reports, reading.claims):
        assert [row.n for row in rows] == list(range(1, len(rows) + 1))
    assert {c.report for c in reading.claims} <= {None, *(r.n for r in reading.reports)}
    assert {c.answers for c in reading.claims} <= {None, *(c.n for c in reading.claims)}
    for report in reading.reports:
        first, last = report.occurred.start, report.occurred.end
        assert (first is None) == (last is None)
        assert first is None or last is None or first <= last


@few
@given(st.sampled_from(GOLDEN), st.data())
def test_a_damaged_article_is_still_read_within_itself(path: Path, data: st.DataObject) -> None:
    whole = article(path)
    parts = SENTENCE.split(whole.text)
    kept = data.draw(st.lists(st.sampled_from(parts), min_size=1, max_size=len(parts)))
    text = " ".join(kept)
    first, last = sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))
    holds(read(replace(whole, text=text[:first] + data.draw(st.sampled_from(["", "\n\n", "”", ". ", "\x00", "("])) + text[last:])))


@pytest.mark.parametrize("path", GOLDEN[::12], ids=lambda path: path.stem)
def test_a_golden_article_reads_the_same_again_and_beside_another_matter(path: Path) -> None:
    whole = article(path)
    reading = read(whole)
    holds(reading)
    rows = said(reading)
    assert said(read(whole)) == rows
    for paragraph in ELSEWHERE:
        assert said(read(replace(whole, text=f"{whole.text}\n\n{paragraph}"))) == rows


def said(reading: Reading) -> dict[str, Any]:
    """What a reading says, without the article."""
    return {key: rows for key, rows in contract(reading).items() if key != "article"}


PAIRS = [
    (("India", "Indian", "near Poonch"), ("Pakistan", "Pakistani", "near Poonch")),
    (("Armenia", "Armenian", "near Tavush"), ("Azerbaijan", "Azerbaijani", "near Tavush")),
    (("Thailand", "Thai", "near Surin"), ("Cambodia", "Cambodian", "near Surin")),
]
STORIES = [
    "On 8 June 2021 {A} forces shelled {B} posts {at}. Two {B} soldiers were killed, {b}'s army said.",
    "{b}'s Defence Ministry said on 8 June 2021 that {A} troops had opened fire {at}, wounding three {B} soldiers. {a} denied it.",
    "On 8 June 2021 one {B} soldier was killed by {A} fire {at}, the {B} Defence Ministry said. "
    "{a}'s Defence Ministry said that its troops had only returned fire.",
    "{a} accused {b} of violating the ceasefire on 8 June 2021 {at}. {B} soldiers fired at {A} positions, killing one {A} soldier.",
]


@pytest.mark.parametrize("story", STORIES, ids=range(len(STORIES)))
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair[0][0]}-{pair[1][0]}")
def test_renaming_both_sides_renames_the_result(story: str, pair: tuple[tuple[str, str, str], tuple[str, str, str]]) -> None:
    shapes = [_shape(story, *pair), _shape(story, *reversed(pair))]
    assert shapes[0][0], "nothing is read"
    assert shapes[0] == shapes[1]


def _shape(story: str, one: tuple[str, str, str], other: tuple[str, str, str]) -> tuple[list[Any], list[Any]]:
    """What is read of a story about these two, with "a" and "b" for the sides."""
    names = {one[0].lower(): "a", other[0].lower(): "b", None: None}
    reading = read(Article(story.format(a=one[0], A=one[1], b=other[0], B=other[1], at=one[2]), published=date(2021, 6, 10)))
    reports = [(r.event_type, names[r.initiator], names[r.target], r.standing, r.occurred,
                [(c.harm, c.low, c.high, c.status, names[c.party], names[c.claimant_party]) for c in r.casualties])
               for r in reading.reports]  # fmt: skip
    return reports, [(c.act, names[c.speaker_party], names[c.target_party], c.report) for c in reading.claims]
