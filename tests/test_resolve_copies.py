"""Copies of one text, and what counts as one source."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest

from etl.resolve.lineage import Text, copies, facts, originals, signature
from etl.resolve.sources import sources
from tests.resolving import DAY, NUMBERS, telling

WIRE = ("BAKU, Aug 3 - Azerbaijan said on Wednesday that 2 of its soldiers had died near Lachin, and that Armenian units had fired 30"
        " times. ") * 3  # fmt: skip


def text(body: str, day: date | None = DAY, url: str = "") -> Text:
    n = next(NUMBERS)
    return Text(n, url or f"https://{n}.example", day, signature(body), facts(body))


@pytest.mark.parametrize(("body", "copy"), [
    (WIRE, True),
    ("Fighting flares\n\n" + WIRE, True),
    (WIRE + "The Courier's own staff added a line of background at the end of it.", True),
    (WIRE.replace("Lachin", "Martakert"), False),
    (WIRE.replace("30", "12").replace("2 of", "5 of"), False),
    ("Quite another text about the same day, in which nothing of the wire is to be found but its subject.", False),
])  # fmt: skip
def test_a_copy_has_the_same_words_names_and_numbers(body: str, copy: bool) -> None:
    assert copies(text(WIRE), text(body)) is copy


STORY = """JUBA, March 8 (Wire) - A general and a crew member were killed on Friday when a helicopter of the United Nations was attacked
 near the northern town of Nasir, the mission in South Sudan said in a statement late in the evening.

The helicopter had been sent to bring wounded soldiers to safety after a week of fighting between government troops and the White Army.

Two other members of the crew were hurt, the mission said. Its head, Nicholas Haysom, said that safe passage had been promised.

President Salva Kiir said on television that General Majur Dak had died with some of his soldiers, and called upon all to keep calm.

Kiir and his rival Riek Machar signed a peace deal in 2018 that ended five years of civil war in the young country."""


def test_a_story_cut_short_or_dressed_up_is_a_copy_and_one_told_anew_is_none() -> None:
    parts = STORY.split("\n\n")
    lead = parts[0].replace("A general and a crew member were", "South Sudanese General Majur Dak and a crew member were")
    for other in ("\n\n".join(parts[:3]), "From our correspondent\n\n" + STORY, STORY + "\n\nRead also: floods in Jonglei",
                  "\n\n".join([lead, *parts[1:]]), STORY.replace(" - ", " — ").replace("\n", " ")):  # fmt: skip
        assert copies(text(STORY), text(other))
    assert not copies(text(STORY), text("A U.N. helicopter came under fire in Nasir on Friday. General Majur Dak died, Kiir said."))


@pytest.mark.parametrize(("head", "foot"), [
    ("", "Xəbər lenti: Bakıda hava, Milli Məclisin iclası. Bizi Telegram kanalımızda izləyin"),
    ("Главные новости\n\n", "Подписывайтесь на наш канал"),
    ("أخبار الساعة\n\n", "تابعونا على تيليغرام"),
])  # fmt: skip
def test_what_an_outlet_sets_around_a_text_in_its_own_language_leaves_it_a_copy(head: str, foot: str) -> None:
    assert copies(text(STORY), text(f"{head}{STORY}\n\n{foot}"))
    assert copies(text(STORY + "\n\nRead more below."), text(f"{head}{STORY}\n\n{foot}"))
    assert not copies(text(STORY), text(f"{head}The floods in Jonglei have cut off Nasir, the mission said.\n\n{foot}"))


def test_a_template_of_another_week_is_no_copy_and_one_address_is() -> None:
    assert not copies(text(WIRE), text(WIRE, DAY + timedelta(9)))
    assert copies(text(WIRE, url="https://x"), text("An update.", DAY + timedelta(9), url="https://x"))


def test_two_articles_of_one_host_are_one_source_though_nobody_knows_the_outlet() -> None:
    urls = ("https://www.dispatch.example/1", "https://dispatch.example/2?amp=1", "https://herald.example/1", "a scan", "a scan")
    found = sources([telling(url=url, outlet=None) for url in urls])
    assert len(set(found.values())) == 4


def test_the_earliest_is_the_original_in_any_order() -> None:
    old, middle, new = (text(WIRE, DAY + timedelta(n)) for n in range(3))
    for order in permutations([old, middle, new]):
        assert set(originals(order, [(new.id, middle.id), (middle.id, old.id)]).values()) == {old.id}
    noon, dawn = (replace(old, id=old.id + n, moment=datetime(2022, 8, 3, hour, tzinfo=UTC)) for n, hour in ((1000, 12), (2000, 6)))
    assert set(originals([noon, old, dawn], [(noon.id, dawn.id), (old.id, noon.id)]).values()) == {dawn.id}
