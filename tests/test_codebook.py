"""The codebook names every code and every rule that the code has."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.lexicon.words import words
from etl.resolve import assess, score, toll
from schema.tables import CODES

BOOK = (Path(__file__).parent.parent / "docs" / "codebook.md").read_text(encoding="utf-8")
EXPLAINED = ("event_types", "harms", "statuses", "date_precisions", "place_precisions", "standings", "acts", "topics", "grades",
             "toll_rules", "dispute_kinds", "link_roles")  # fmt: skip


@pytest.mark.parametrize("table", EXPLAINED)
def test_every_code_is_explained(table: str) -> None:
    assert [code for code in CODES[table] if f"`{code}`" not in BOOK] == []


def test_every_weapon_is_listed() -> None:
    assert [weapon.rule for weapon in words().weapons if f"`{weapon.rule}`" not in BOOK] == []


def test_every_rule_is_explained() -> None:
    rules = {word for word in assess._grade.__code__.co_consts if isinstance(word, tuple)}
    graded = {rule for grade, rule in rules if isinstance(rule, str)} | {"nobody_accused", "accused_denies", "two_sources"}
    assert sorted(rule for rule in graded | set(toll.RULES) if f"`{rule}`" not in BOOK) == []
    assert f"**{score.LINK}** points" in BOOK
    assert f"**{score.NEAR}** points" in BOOK


def test_every_feature_of_linking_stands_with_its_points() -> None:
    assert [told for name, points in score.WEIGHTS.items() if points and (told := f"{name} {points:+g}") not in BOOK] == []
