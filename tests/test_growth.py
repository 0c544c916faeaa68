"""The reader's work grows as the text does: counted in calls, not in seconds, so that a busy machine proves nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from types import FrameType

import pytest

from etl.model import Article
from etl.parse import read
from etl.parse.document import LONGEST, document

NEWS = (
    "On {day} November 2021 Armenian forces shelled Azerbaijani posts near Lachin, the Defence Ministry in Baku said, adding that two "
    "soldiers were killed and a farmer wounded. Yerevan denied it and accused Azerbaijan of opening fire at Sotk at about 17:00. "
    "Later that day a drone hit a truck in the village of Kut; three of its crew died, according to residents. "
    "Both sides had blamed each other on Monday. The Hadrut Wolves, a group nobody had heard of, attacked a checkpoint.\n\n"
)


def news(times: int) -> str:
    """So many paragraphs, each of another day."""
    return "".join(NEWS.format(day=n % 28 + 1) for n in range(times))


def calls(text: str) -> int:
    """How many functions are called, ours and others', to read a text."""
    count = 0

    def called(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(called)
    try:
        read(Article(text, published=date(2021, 12, 1)))
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "shape",
    [
        pytest.param(lambda text: text, id="paragraphs"),
        pytest.param(lambda text: text.replace("\n\n", " "), id="one paragraph"),
        pytest.param(lambda text: text.replace("\n\n", " ").replace(".", ","), id="one sentence"),
        pytest.param(lambda text: text.replace(" ", "\n"), id="a word a line"),
    ],
)
def test_as_much_text_again_is_as_much_work_again(shape: Callable[[str], str]) -> None:
    calls(shape(news(2)))  # what is learned of words is learned once
    few, more, most = (calls(shape(news(times))) for times in (20, 40, 60))
    assert most - more < 1.2 * (more - few)  # work by the square of the text would be 1.67


def test_a_sentence_too_long_is_cut_where_a_clause_ends() -> None:
    clause = "the battalion that held the ridge above the river was told to hold on until the convoy had left the valley"
    long = ", ".join(clause.replace("ridge", f"ridge {n}") for n in range(40)) + "."
    pieces = [s.text for s in document(Article(long)).sentences]
    assert " ".join(pieces) == long
    assert all(len(piece) <= LONGEST for piece in pieces)
    assert all(piece.endswith(",") for piece in pieces[:-1])
    surer = long.replace(" 9 above", " 9 above;")
    assert document(Article(surer)).sentences[0].text.endswith("above;")


def test_a_sentence_too_long_without_a_clause_is_cut_at_a_space() -> None:
    pieces = [s.text for s in document(Article("shells " * 600)).sentences]
    assert {word for piece in pieces for word in piece.split()} == {"shells"}
    assert len(document(Article("x" * 4000)).sentences) == 3
