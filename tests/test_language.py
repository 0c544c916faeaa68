"""Which language a text is in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.parse.language import language, unsupported

FRENCH = "Deux soldats ont été tués et trois autres blessés mardi dans le nord du pays, a annoncé le ministère de la Défense."


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Two soldiers were killed on Tuesday in the north of the country, the ministry said.", "en"),
        ("Krishna Ghati, Mendhar, Balakote, Qasba and Kirni sectors: BSF jawan injured in Pakistani shelling", "en"),
        (FRENCH, "fr"),
        ("Dos soldados murieron y tres resultaron heridos el martes en el norte del Cauca, informó el Ministerio de Defensa.", "es"),
        ("Два военнослужащих погибли и трое получили ранения, сообщило министерство обороны Азербайджана.", "ru"),
        ("За минулу добу двоє військових загинули, троє отримали поранення, повідомила прес-служба.", "uk"),
        ("Ermənistan silahlı qüvvələrinin bölmələri atəşkəsi 23 dəfə pozub. Müdafiə Nazirliyinin məlumatına görə itki yoxdur.", "az"),
        ("Milli Savunma Bakanlığı, teröristlerin açtığı ateş sonucu iki askerin şehit olduğunu açıkladı.", "tr"),
        ("قتل جنديان وأصيب ثلاثة آخرون يوم الثلاثاء في قصف على ريف إدلب", "ar"),
        ("Երկու զինծառայող է զոհվել, երեքը վիրավորվել են այսօր", "hy"),
        ("ორი ჯარისკაცი დაიღუპა და სამი დაიჭრა დღეს", "ka"),
        ("שני חיילים נהרגו ושלושה נפצעו ביום שלישי בצפון", "he"),
    ],
)
def test_languages(text: str, code: str) -> None:
    assert language(text) == code


@pytest.mark.parametrize("text", ["", "12:45", "Two dead", "Hadrut, Hin Tagher, Khtsaberd, Togh, Saribaba", "\x00\ud800"])
def test_too_little_tells_nothing(text: str) -> None:
    assert language(text) is None
    assert unsupported(text) is None


def test_a_page_mostly_in_another_language_is_set_aside_though_it_begins_in_english() -> None:
    text = "Two soldiers were killed on Tuesday, the ministry said in a statement.\n\n" + "\n\n".join([FRENCH] * 3)
    issue = unsupported(text)
    assert issue is not None
    assert (issue.code, issue.detail) == ("unsupported_language", "fr")


def test_english_with_a_foreign_quotation_stays_english() -> None:
    text = "\n\n".join(["Two soldiers were killed on Tuesday in the north, and the ministry said that it was to blame."] * 3)
    assert unsupported(f"{text}\n\n{FRENCH}") is None


@given(st.text())
def test_never_raises(text: str) -> None:
    assert language(text) is None or len(language(text) or "") in (2, 3)
