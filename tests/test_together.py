"""Articles whose trees are made together, and sentences that get none: read as ever."""

from __future__ import annotations

from datetime import date

import pytest

from etl.model import Article
from etl.parse import analysis, read
from etl.parse.document import document
from etl.parse.scan import worth_a_tree
from etl.stages.texts import TOGETHER, read_safely, together

TEXTS = (
    "Armenian forces shelled Azerbaijani posts near Lachin on Tuesday, the Defence Ministry in Baku said. Two soldiers were killed.",
    "The county board will vote on the new library. Readers asked for longer hours.",
    "Hezbollah fired rockets at Israeli troops near Metula, and a farmer was wounded. Beirut's account came late. It blamed Israel.",
)
ARTICLES = [Article(text, id=str(n), published=date(2021, 6, 10)) for n, text in enumerate(TEXTS * TOGETHER)]


def test_articles_made_ready_together_read_as_they_do_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    alone, batches, real = [read(article) for article in ARTICLES], list[int](), analysis.trees
    monkeypatch.setattr(analysis, "trees", lambda texts: batches.append(len(texts)) or real(texts))
    assert [read(article) for article in together(ARTICLES)] == alone
    assert len(batches) == len(ARTICLES) / TOGETHER


def test_a_fault_in_making_ready_is_left_to_the_article_it_is_of(monkeypatch: pytest.MonkeyPatch) -> None:
    real = analysis.trees

    def fails(texts: list[str]) -> object:
        if any("Metula" in text for text in texts):
            raise ValueError("no tree")
        return real(texts)

    monkeypatch.setattr(analysis, "trees", fails)
    readings = [read_safely(article) for article in together(ARTICLES[:3])]
    assert [[i.code for i in reading.issues] for reading in readings] == [[], [], ["reader_failed"]]
    assert readings[0].relevant


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        ("Shells hit a mill.", True),
        ("The mayor said so.", True),
        ("Baku's account came late.", True),
        ("The patrol detained them.", True),
        ("Such accusations are old.", True),
        ("YEREVAN, July 19 -", False),
        ("It was a cold day.", False),
    ],
)
def test_what_speaks_of_nothing_gets_no_tree(text: str, worth: bool) -> None:
    assert worth_a_tree(text) is worth
    paper = document(Article(text))
    paper.parse()
    assert [s.doc is not None for s in paper.sentences] == [worth]
