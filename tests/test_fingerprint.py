"""What makes old rows pending: rules and words, not comments."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl import fingerprint
from etl.settings import settings


def of(tmp_path: Path, code: str) -> str:
    (tmp_path / "rule.py").write_text(code, encoding="utf-8")
    return fingerprint.digest([tmp_path / "rule.py"])


def test_comments_blank_lines_and_docstrings_change_nothing(tmp_path: Path) -> None:
    plain = of(tmp_path, "def f(x):\n    return x + 1\n")
    assert of(tmp_path, '"""Says why."""\n\n# because\ndef f(x):\n    """More."""\n\n    return x + 1  # one\n') == plain
    assert of(tmp_path, "def f(x):\n    return x + 2\n") != plain


def test_a_word_changes_it(tmp_path: Path) -> None:
    (tmp_path / "words.yaml").write_text("- a\n")
    before = fingerprint.digest([tmp_path / "words.yaml"])
    (tmp_path / "words.yaml").write_text("- a\n- b\n")
    assert fingerprint.digest([tmp_path / "words.yaml"]) != before


@pytest.mark.parametrize("verb", ["extract", "parse", "resolve"])
def test_every_verb_has_one(verb: str) -> None:
    assert len(fingerprint.fingerprint(verb)) == 16
    assert all(list(fingerprint.ETL.glob(pattern)) for pattern in fingerprint.SOURCES[verb])


def test_places_an_operator_imports_make_articles_pending(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fingerprint.fingerprint.cache_clear()
    before = fingerprint.fingerprint("parse")
    monkeypatch.setenv("TRUCE_HOME", str(tmp_path))
    (tmp_path / "places").mkdir()
    (tmp_path / "places" / "am.tsv").write_text("1\tBerdzor\tAM\t01\t39.6\t46.5\t10\t\n")
    settings.cache_clear()
    fingerprint.fingerprint.cache_clear()
    assert fingerprint.fingerprint("parse") != before
    monkeypatch.undo()
    settings.cache_clear()
    fingerprint.fingerprint.cache_clear()
