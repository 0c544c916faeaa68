"""Words of time: which days they mean and what they date."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from etl.model import Occurred
from etl.parse.dates import best_day, dateline, dates_in, day_of_news, day_of_writing, local_day, told_before
from etl.parse.dates_words import OF_MONTH, OF_WEEK, RULES, Rule

THURSDAY = date(2022, 8, 4)


def told(text: str, published: date | None = THURSDAY) -> list[tuple[str, str, str, str]]:
    """Each expression with its days as MM-DD (the year too where it is another) and its role."""

    def short(day: date | None) -> str:
        return str(day)[5:] if day and day.year == 2022 else str(day)

    return [(text[m.start : m.end], short(m.occurred.start), short(m.occurred.end), m.role) for m in dates_in(text, published)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_rule_matches_its_example_and_not_its_counter_example(rule: Rule) -> None:
    assert rule.pattern.search(rule.example)
    assert not rule.pattern.search(rule.counter)
    assert any(word in (rule.example if rule.needs in (OF_MONTH, OF_WEEK) else rule.example.lower()) for word in rule.needs)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Shots were fired on Tuesday.", "08-02", "08-02"),
        ("Shots were fired on Thursday.", "08-04", "08-04"),
        ("Shots were fired last Thursday.", "07-28", "07-28"),
        ("Shots were fired on Sunday of last week.", "07-31", "07-31"),
        ("Shots were fired yesterday at about 17:00.", "08-03", "08-03"),
        ("Shots were fired the day before yesterday.", "08-02", "08-02"),
        ("Shots were fired early today.", "08-04", "08-04"),
        ("Shots were fired this morning.", "08-04", "08-04"),
        ("Shots were fired overnight.", "08-03", "08-04"),
        ("Shots were fired during the night.", "08-03", "08-04"),
        ("Shots were fired on the night of 3 to 4 August.", "08-03", "08-04"),
        ("Shots were fired in the night of August 3-4.", "08-03", "08-04"),
        ("Shots were fired in the night to 29 May.", "05-28", "05-29"),
        ("Shots were fired in the night from Tuesday to Wednesday.", "08-02", "08-03"),
        ("Shots were fired on the night of 1 August.", "08-01", "08-02"),
        ("Shots were fired overnight into Wednesday.", "08-02", "08-03"),
        ("Shots were fired late on Monday night.", "08-01", "08-01"),
        ("Shots were fired on August 3 from 21:30 till 06:05.", "08-03", "08-04"),
        ("Shots were fired from 21:30 on 3 August till 06:05 on 4 August.", "08-03", "08-04"),
        ("Shots were fired over the past 24 hours.", "08-03", "08-04"),
        ("Shots were fired in the past day.", "08-03", "08-04"),
        ("Shots were fired during the last three days.", "08-02", "08-04"),
        ("Shots were fired in the past week.", "07-28", "08-04"),
        ("Shots were fired last week.", "07-25", "07-31"),
        ("Shots were fired over the weekend.", "07-30", "07-31"),
        ("Shots were fired since Monday.", "08-01", "08-04"),
        ("Shots were fired on 3 August.", "08-03", "08-03"),
        ("Shots were fired on August 3rd, 2021.", "2021-08-03", "2021-08-03"),
        ("Shots were fired on 30 December.", "2021-12-30", "2021-12-30"),
        ("Shots were fired on 03.08.2022.", "08-03", "08-03"),
        ("Shots were fired on 2022-08-03.", "08-03", "08-03"),
        ("Shots were fired on Tuesday, August 2.", "08-02", "08-02"),
        ("Shots were fired on Saturday and Sunday.", "07-30", "07-31"),
        ("Shots were fired on August 1 and 2.", "08-01", "08-02"),
        ("Shots were fired from July 30 to August 2.", "07-30", "08-02"),
        ("Shots were fired in the week from July 24 to 30.", "07-24", "07-30"),
        ("Shots were fired in May 2021.", "2021-05-01", "2021-05-31"),
        ("Shots were fired in October.", "2021-10-01", "2021-10-31"),
        ("Shots were fired in 2020.", "2020-01-01", "2020-12-31"),
        ("Shots were fired three days ago.", "08-01", "08-01"),
    ],
)
def test_one_expression(text: str, start: str, end: str) -> None:
    found = told(text)
    assert len(found) == 1
    assert found[0][1:3] == (start, end)


@pytest.mark.parametrize(
    "text",
    [
        "He may 2 or 3 times have marched.",
        "General March led the second army; 30 soldiers marched.",
        "The resolution 1701 and some 2,000 shots.",
        "They fired 82 mm mortars at 12:30.",
        "Of 2000 shots none hit.",
        "On 31 June nothing happened.",
        "Sundays River and the night shift.",
    ],
)
def test_no_expression(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "words", "role"),
    [
        ("The ministry said on Tuesday that shots were fired.", "Tuesday", "speech"),
        ("The ministry on Tuesday accused Armenia of firing.", "Tuesday", "speech"),
        ("The ministry said that on Tuesday shots were fired.", "Tuesday", "event"),
        ("Two men were killed on Tuesday, the ministry said.", "Tuesday", "event"),
        ("Forces broke the truce 18 times on Tuesday.", "Tuesday", "event"),
        ("A woman was hurt on Tuesday in truce violation by India.", "Tuesday", "event"),
        ("Tuesday's ceasefire violation cost a life.", "Tuesday", "event"),
        ("The Tuesday ceasefire cost no life.", "Tuesday", "agreement"),
        ("A mine went off on Tuesday as ceasefire talks began.", "Tuesday", "event"),
        ("The truce signed between the rebels and their foes on Tuesday is over.", "Tuesday", "agreement"),
        ("Both sides agreed to stop all attacks on Tuesday.", "Tuesday", "agreement"),
        ("They agreed to meet. Shells fell on Tuesday.", "Tuesday", "event"),
        ("The Tuesday ceasefire monitors were shot at.", "Tuesday", "event"),
        ("The truce of July 27 holds.", "July 27", "agreement"),
        ("It breaks the joint declaration signed at Kuala Lumpur on July 27.", "July 27", "agreement"),
        ("The ceasefire agreed on Tuesday holds.", "Tuesday", "agreement"),
        ("A ceasefire took effect on Tuesday.", "Tuesday", "agreement"),
        ("A ceasefire has held since 1994.", "since 1994", "history"),
        ("A truce since 27 July 2020 was broken.", "27 July 2020", "history"),
        ("War broke out in 2014.", "in 2014", "history"),
        ("The pause lasts until Saturday.", "Saturday", "plan"),
        ("Nine villagers had been killed by Monday.", "Monday", "speech"),
    ],
)
def test_what_is_dated(text: str, words: str, role: str) -> None:
    assert [(found[0], found[3]) for found in told(text)] == [(words, role)]


def test_relative_days_count_from_the_day_last_told() -> None:
    text = "On Monday a post was hit. The same day a man died. Two days earlier a boy was hurt."
    assert [day for _, day, _, _ in told(text)] == ["08-01", "08-01", "07-30"]


def test_a_day_earlier_in_a_new_paragraph_counts_from_the_newest_day() -> None:
    text = "Two men died on Wednesday.\n\nOn July 20 one was hurt.\n\nA day earlier the envoy spoke."
    assert told(text)[-1][1] == "08-02"


def test_the_past_24_hours_end_when_they_were_told() -> None:
    text = "They fired five times in the last 24 hours, the army said late on Tuesday."
    assert told(text)[0][1:3] == ("08-01", "08-02")


def test_without_a_day_of_writing_only_full_dates_mean_anything() -> None:
    assert told("Shots on Tuesday, yesterday and in October.", None) == []
    assert told("Shots on 3 August 2022.", None)[0][1] == "08-03"
    assert told("BAKU, 4 August 2022. Shots were fired yesterday.", None)[-1][1] == "08-03"


@pytest.mark.parametrize(
    ("text", "place", "day"),
    [
        ("STEPANAKERT, 21 MARCH. The army", "STEPANAKERT", date(2022, 3, 21)),
        ("BAKU, May 4 (TASS). Troops", "BAKU", date(2022, 5, 4)),
        ("KYIV (Agency) - Two", "KYIV", None),
        ("RAWALPINDI: A man", "RAWALPINDI", None),
        ("Jammu/Islamabad: A man", "Jammu/Islamabad", None),
        ("Srinagar: Two soldiers", "Srinagar", None),
        ("ISLAMABAD/SIALKOT, Dec 31: Two", "ISLAMABAD/SIALKOT", date(2021, 12, 31)),
        ("YEREVAN—Three soldiers", "YEREVAN", None),
        ("April 8, 2016. The truce", None, date(2016, 4, 8)),
        ("July 10, 2022 (JUBA) - As talks", "JUBA", date(2022, 7, 10)),
        ("SURIGAO CITY (Agency /11 February) — The", "SURIGAO CITY", date(2022, 2, 11)),
        ("ERBIL, Kurdistan Region - The", "ERBIL, Kurdistan Region", None),
        ("BUNIA, Democratic Republic of Congo, May 4 - Militiamen", "BUNIA", date(2022, 5, 4)),
    ],
)
def test_datelines(text: str, place: str | None, day: date | None) -> None:
    found = dateline(text, THURSDAY)
    assert found is not None
    assert (found.place, found.day) == (place, day)


def test_a_day_before_another_event_is_not_counted_from_today() -> None:
    assert [d.rule for d in dates_in("He was shot two days before. A truce held.", THURSDAY)] == ["days ago"]
    assert dates_in("He was shot two days before the truce.", THURSDAY) == []


@pytest.mark.parametrize(
    "text",
    ["Two soldiers were killed.", "Hranitne. Our positions", "Kyiv: rebels broke the truce.", "", "On 3 August, around 19:00, Azerbaijan"],
)
def test_no_dateline(text: str) -> None:
    assert dateline(text, THURSDAY) is None


def test_the_dateline_is_the_day_of_writing_unless_it_is_far_off() -> None:
    assert day_of_writing("BAKU, August 3. Shots", THURSDAY) == date(2022, 8, 3)
    assert day_of_writing("BAKU, August 3, 2019. Shots", THURSDAY) == THURSDAY
    assert day_of_writing("Shots", None) is None


def test_a_monitors_report_counts_from_the_day_its_information_is_of() -> None:
    title = "Latest from the mission, based on information received as of 19:30, 2 August 2022"
    assert day_of_writing("During the night the mission heard shots.", THURSDAY, title) == date(2022, 8, 2)


def test_a_masthead_may_stand_before_the_dateline() -> None:
    found = dateline("Ministry: truce broken 24 times\n\n04.08.2022 [10:41]\n\nBaku, August 4, AGENCY\n\nUnits", THURSDAY)
    assert found is not None
    assert (found.place, found.day) == ("Baku", THURSDAY)


def test_throughout_the_day_is_the_day_told_else_the_last_24_hours() -> None:
    assert told("On Tuesday they fired throughout the day.")[-1][1:3] == ("08-02", "08-02")
    assert told("They broke the truce 24 times throughout the day.")[-1][1:3] == ("08-03", "08-04")


def test_the_day_is_that_of_the_place() -> None:
    late = datetime(2022, 8, 3, 21, 30, tzinfo=UTC)
    assert local_day(late, "Asia/Baku") == date(2022, 8, 4)
    assert local_day(late, "America/New_York") == date(2022, 8, 3)


def test_the_narrowest_day_is_the_best() -> None:
    found = dates_in("Four died in the last seven days; three of them died on Sunday.", THURSDAY)
    best = best_day(found)
    assert best is not None
    assert best.occurred.start == date(2022, 7, 31)


def test_the_day_told_before_is_that_of_the_same_paragraph() -> None:
    text = "On Tuesday it rained.\n\nOn Monday it was Armenia that mourned. Three men were killed."
    before = told_before(dates_in(text, THURSDAY), text, text.index("Three"))
    assert before is not None
    assert before.start == date(2022, 8, 1)
    assert told_before(dates_in(text, THURSDAY), text, text.index("On Monday")) is None


def test_the_day_of_the_news() -> None:
    def news(text: str, title: str = "") -> Occurred:
        return day_of_news(text, dates_in(text, THURSDAY), dates_in(title, THURSDAY), THURSDAY)

    assert news("Baku acknowledged on Tuesday that it had shot.").start == date(2022, 8, 2)
    assert news("A man was shot.", "What is known of Wednesday's shooting").start == date(2022, 8, 3)
    assert news("4 August 2022\n\n08:00 – Shots.\n09:10 – A mortar.\n10:00 – Quiet.").start == THURSDAY
    assert news("A man was shot.") == Occurred()


@given(st.text(), st.one_of(st.none(), st.dates()))
def test_never_raises_and_stays_inside(text: str, published: date | None) -> None:
    for mention in dates_in(text, published):
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.occurred.start is not None
        assert mention.occurred.end is not None
        assert mention.occurred.start <= mention.occurred.end


WORDS = st.sampled_from(
    [
        *("on Tuesday", "the night of", "to", "and", "from", "3", "August", "May", "2022", "the same day", "a day earlier", "last"),
        *("week", "until", "since", ",", ".", "overnight", "at 23:30 till 04:10", "in"),
    ]
)


@example("overnight 3 August", date(2000, 1, 1))
@given(st.lists(WORDS, max_size=12).map(" ".join), st.one_of(st.none(), st.dates(date(1, 1, 1))))
def test_any_mixture_of_words_of_time_is_read(text: str, published: date | None) -> None:
    found = dates_in(text, published)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_the_clock_alone_under_a_dateline_is_of_its_day() -> None:
    """ "DONETSK, 4 May. … at 14:05 mortars opened fire": on 4 May; without an hour nothing says when."""
    day = date(2021, 5, 4)

    def news(text: str) -> date | None:
        return day_of_news(text, dates_in(text, day), [], day).start

    assert news("DONETSK, 4 May. Mortars opened fire at 14:05 on the outskirts of the village.") == day
    assert news("DONETSK, 4 May. Mortars have opened fire on the outskirts of the village.") is None
    assert news("Since the beginning of the day the enemy has fired twice.") == day


def test_a_dateline_may_be_a_town_and_a_full_stop() -> None:
    line = dateline("ARAUCA. Two soldiers were hurt near Fortul.")
    assert line is not None
    assert line.place == "ARAUCA"
    assert dateline("Arauca. Two soldiers were hurt near Fortul.") is None


def test_a_place_and_a_day_with_a_full_stop_head_an_entry() -> None:
    """ "Horadiz, 4 May. A shell hit a house": there and then it fell; "BAKU, 4 May." is where and when it was written."""
    day = date(2021, 5, 6)
    assert dateline("Horadiz, 4 May. A shell hit a house.", day) is None
    assert dateline("Horadiz, 4 May: a shell hit a house.", day) is None
    assert dateline("Horadiz, 4 May - A shell hit a house.", day) is not None
    assert [d.occurred.start for d in dates_in("Horadiz, 4 May. A shell hit a house.", day)] == [date(2021, 5, 4)]


def test_the_hour_at_which_a_truce_took_hold_is_of_the_truce() -> None:
    """ "since the truce took hold at 5 a.m. on Tuesday": nothing happened on Tuesday; a shell that did at 5 a.m. on Tuesday did."""
    of_truce = dates_in("It was the first raid since the truce took hold at 5 a.m. on Tuesday.", THURSDAY)
    of_shell = dates_in("A shell took a life at 5 a.m. on Tuesday.", THURSDAY)
    assert [m.role for m in of_truce] == ["agreement"]
    assert [m.role for m in of_shell] == ["event"]


def test_who_speaks_before_a_colon_is_no_dateline() -> None:
    town, side = dateline("Srinagar: Two soldiers were killed."), dateline("Hezbollah: We fired rockets.")
    assert town is not None
    assert town.place == "Srinagar"
    assert side is None


def test_a_numeric_date_is_a_day_that_has_come() -> None:
    """ "03/05/2014" is 3 May in a text of June and 5 March in one of April; either way round a day yet to come is none of the news."""
    for published, day in ((date(2014, 6, 1), date(2014, 5, 3)), (date(2014, 4, 1), date(2014, 3, 5))):
        assert [m.occurred.start for m in dates_in("Shots were fired on 03/05/2014 near the post.", published)] == [day]
