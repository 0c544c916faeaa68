"""How English says that people were hurt: the harm and the number of each sentence, and what is no harm at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from etl.model import Article
from etl.parse.actors_cast import cast
from etl.parse.casualties import harms
from etl.parse.document import document

PHRASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "harm_phrases.yaml").read_text(encoding="utf-8"))
HARMLESS = [
    "The army lost one of its drones.",
    "The rebels hold the road and held talks with an emergency body.",
    "Prosecutors charged a guard with murder.",
    "The meeting ended with the loss of life regretted by all.",
    "The two sides buried the hatchet.",
    "The minister held the militants responsible.",
    "The campaign took two years.",
    "The outlets claimed that seven girls saved his life.",
]


def counts(text: str) -> list[str]:
    """The harms of a text as "killed 3"; those without a number only in words as "killed None"."""
    paper = document(Article(text, published=date(2020, 1, 1)))
    paper.parse()
    mentions = cast(paper).mentions
    found, before = [], None
    for sentence in paper.sentences:
        actors = [replace(m, start=m.start - sentence.start, end=m.end - sentence.start) for m in mentions[sentence.index]]
        told = [h for h in harms(sentence, actors, frozenset(), before) if not h.unreal and not h.negated]
        before = told[-1].people if told else before
        people = [(h.harm, h.people) for h in told]
        found += [f"{harm} {p.low if p.low is not None else p.high}" for harm, p in people if p.low is not None or p.high or p.vague]
    return sorted(found)


@pytest.mark.parametrize("row", PHRASES, ids=[row["text"][:60] for row in PHRASES])
def test_a_sentence_gives_its_counts(row: dict[str, Any]) -> None:
    assert counts(row["text"]) == sorted(row["counts"])


@pytest.mark.parametrize("text", HARMLESS)
def test_where_nobody_is_hurt_nobody_is_counted(text: str) -> None:
    assert counts(text) == []
