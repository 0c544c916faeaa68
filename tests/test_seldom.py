"""Patterns that look only where one of their words stands find what they would find everywhere."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.lexicon.patterns import compile_pattern
from etl.lexicon.seldom import Seldom
from etl.lexicon.words import keys_of, small
from etl.parse.attribution_words import POSSESSED
from etl.parse.casualties import STATED
from etl.parse.claims import MUTUAL
from etl.parse.cues import LONG
from etl.parse.events import HABIT
from etl.parse.tolls import SUM


@pytest.mark.parametrize(
    ("pattern", "has"),
    [
        (r"\b(?:anniversary|memorials?)\b", ["anniversary/memorial"]),
        (r"\bthe (?:\w+ )?(?:court|trial)\b", ["court/trial the"]),
        (r"\b(?:in|on) (?:19|20)\d\d\b", ["19/20 in/on"]),
        (r"(?:drill|exercis)e?s?(?! ground)", ["drill/exercis"]),
        (r"shell(?:ing)?", ["shell"]),
        (r"\b(?:war in the north|since|to date) (?:now|later)", ["date/since later/now", "later/now north war"]),
        (r"(?=.*\bdenied\b)[A-Z]\w+", ["denied"]),
        (r"\b(?:raid|\d+ dead|he)\b", ["dead/he/raid"]),
        (r"\b(?:raid|\d+ dead|I)\b", []),  # a letter is too short to look for: always looks
        (r"(?:raid)?", []),
    ],
)
def test_its_words_are_read_off_the_pattern(pattern: str, has: list[str]) -> None:
    ways = Seldom(pattern, re.I).ways
    assert sorted(" ".join(sorted("/".join(sorted(need)) for need in way)) for way in ways) == has


@pytest.mark.parametrize("seldom", [STATED, MUTUAL, HABIT, LONG, SUM, POSSESSED])
@given(st.data())
def test_every_match_has_one_of_its_words(seldom: Seldom, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(seldom.regex, alphabet=st.characters(codec="ascii")))
    assert seldom.ways
    assert seldom.may(text)


def test_a_word_met_before_a_pattern_was_made_is_known_to_it() -> None:
    assert HABIT.search("The gendarmes hummed a xylophone.") is None
    assert Seldom(r"\bxyloph\w+").search("The gendarmes hummed a xylophone.") is not None


def test_without_its_words_it_does_not_look() -> None:
    assert HABIT.search("They fired often.") is not None
    assert not HABIT.may("They fired once.")
    assert HABIT.search("They fired once.") is None


@pytest.mark.parametrize("source", ["open~ fire", "(mortar|artillery) shell+", "take~ * prisoner", "cease-fire? violation+ recorded"])
@given(st.data())
def test_what_a_trigger_needs_is_in_all_it_matches(source: str, data: st.DataObject) -> None:
    pattern = compile_pattern(source)
    text = data.draw(st.from_regex(pattern.regex, alphabet=st.characters(codec="ascii")))
    assert pattern.needs
    assert pattern.may(keys_of(text))
    assert not pattern.may(frozenset())


@given(st.text())
def test_small_letters_stand_where_they_stood(text: str) -> None:
    assert len(small(text)) == len(text)
