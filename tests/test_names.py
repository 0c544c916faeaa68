"""The harmed by name: beside their number, after their rank, in a later sentence; and their years of birth."""

from __future__ import annotations

from datetime import date

import pytest

from etl.model import Article, Casualty
from etl.parse import read

SHELLED = "Indian shelling killed {} in Kotli on Sunday."


def harmed(text: str) -> list[Casualty]:
    """The casualty rows of a text."""
    return [c for r in read(Article(text, published=date(2020, 5, 5))).reports for c in r.casualties]


@pytest.mark.parametrize(("words", "names"), [
    ("Sepoy Rahim Khan", ("Rahim Khan",)),
    ("one soldier, Rahim Khan,", ("Rahim Khan",)),
    ("two soldiers, Rahim Khan and Bilal Hussain,", ("Rahim Khan", "Bilal Hussain")),
    ("Naik Yusuf al-Masri", ("Yusuf al-Masri",)),
    ("Sepoy Elmar Aliyev Rashid oglu", ("Elmar Aliyev Rashid oglu",)),
    ("five soldiers, Rahim Khan among them,", ()),
    ("two employees of the State Protection Service", ()),
])  # fmt: skip
def test_people_are_named_beside_their_number_or_behind_their_rank(words: str, names: tuple[str, ...]) -> None:
    assert [c.names for c in harmed(SHELLED.format(words)) if c.harm == "killed"] == [names]


@pytest.mark.parametrize(("told", "after", "names"), [
    ("three soldiers", "They were identified as Sepoy Bilal, Sepoy Imran and Havildar Abdul Rauf.", ("Bilal", "Imran", "Abdul Rauf")),
    ("a soldier", "The army named him as Staff Sergeant Rahim Khan, 24, of Gujrat.", ("Rahim Khan",)),
    ("two civilians", "The victims were identified as Nasreen Bibi (34) and her son.", ("Nasreen Bibi",)),
    ("three soldiers", "The army named him as Sepoy Rahim Khan.", ()),  # one of three is nobody known
    ("a soldier", "Police identified the gunman as Rahim Khan.", ()),
    ("a soldier", "Officials named the village as Pul Bari.", ()),
    ("a soldier", "The injured were identified as Rahim Khan and Bilal Hussain.", ()),
])  # fmt: skip
def test_a_later_sentence_names_as_many_as_were_told(told: str, after: str, names: tuple[str, ...]) -> None:
    assert [c.names for c in harmed(f"{SHELLED.format(told)} {after}") if c.harm == "killed"] == [names]


def test_an_age_or_a_year_of_birth_parts_no_name_from_its_harm() -> None:
    (row,) = harmed("Private Aram Hakobyan (b. 1999) and Sergeant Suren Grigoryan, born in 1998, were killed by Azerbaijani fire near "
                    "Talish on 3 May, the Artsakh Defence Army said.")  # fmt: skip
    assert (row.low, row.names, row.birth_years) == (2, ("Aram Hakobyan", "Suren Grigoryan"), (1999, 1998))
    (row,) = harmed("Rifleman Gurbachan Singh, 27, of the frontier regiment was killed in Pakistani shelling in Rajouri on Sunday.")
    assert (row.low, row.names, row.birth_years) == (1, ("Gurbachan Singh",), ())


def test_a_year_of_birth_is_no_day_long_gone() -> None:
    text = "Azerbaijani troops opened fire at Berd on Sunday. Private Vardan Sahakyan, born in {}, was fatally wounded by a bullet."
    assert [c.names for c in harmed(text.format(1995))] == [("Vardan Sahakyan",)]
    assert not harmed(text.format(1995).replace("born in 1995", "as in 1995"))


def test_of_several_people_each_year_of_birth_stands_at_its_name() -> None:
    (row,) = harmed("Azerbaijani fire near Talish on Sunday killed two soldiers, Aram Hakobyan and Suren Grigoryan (b. 1998).")
    assert row.birth_years == (None, 1998)
