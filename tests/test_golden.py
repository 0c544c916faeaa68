"""Articles of our own with everything the reader takes from them, in quotes. `--update-golden` writes anew, and fails for review."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from etl.model import Article, Reading, Span
from etl.parse import read

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(GOLDEN.glob("*.json"))


def article(row: dict[str, Any]) -> Article:
    published = date.fromisoformat(row["published"]) if row.get("published") else None
    return Article(row["text"], id=row["id"], title=row.get("title"), published=published)


def quoted(text: str, reading: Reading) -> dict[str, Any]:
    """The reading in the words of the text: what a person can review without counting characters."""

    def quote(span: Span) -> str:
        return text[slice(*span)]

    reports = [
        {
            "event": f"{r.event_type} {r.occurred.start}{'' if r.occurred.end == r.occurred.start else f' to {r.occurred.end}'}",
            "place": r.place.name if r.place else None,
            "sides": f"{r.initiator} on {r.target}: {r.standing}",
            "words": [quote(s) for s in r.spans],
            "toll": [
                f"{c.harm} {c.low}-{c.high} {c.vague or ''} {c.party} {c.status} by {c.claimant_party}: {quote(c.span)}"
                for c in r.casualties
            ],
        }
        for r in reading.reports
    ]
    claims = [f"{c.speaker_party} {c.act} {c.target_party}: {quote(c.span)}" for c in reading.claims]
    return {"reports": reports, "claims": claims, "tallies": [f"{t.harm} {t.low}: {quote(t.span)}" for t in reading.tallies]}


def test_there_are_a_hundred_golden_articles() -> None:
    assert len(CASES) >= 100


@pytest.mark.parametrize("path", CASES, ids=[p.stem for p in CASES])
def test_the_article_reads_as_reviewed(path: Path, request: pytest.FixtureRequest) -> None:
    row = json.loads(path.read_text(encoding="utf-8"))
    found = quoted(row["text"], read(article(row)))
    if request.config.getoption("--update-golden"):
        path.write_text(json.dumps(row | {"reading": found}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        pytest.fail(f"{path.name} is written anew: review the difference")
    assert found == row["reading"]
