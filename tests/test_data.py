"""The reference data loads; a broken entry names its file, its line and the reason; every alias does what its example promises."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from etl.lexicon import check
from etl.lexicon.files import DataError, read_yaml
from etl.lexicon.places import gazetteer
from etl.lexicon.records import Actor, Alias, Registry
from etl.lexicon.registry import load
from etl.lexicon.words import words
from etl.parse.actors import actors_in
from etl.stages.lexicon import named, prove

PARTY = "- id: freedonia\n  name: Freedonia\n  kind: state\n  country: FD\n"
ACTOR = "- id: freedonia-radio\n  party: freedonia\n  name: Radio Freedonia\n  kind: media\n"
TRUCE = """- id: brook-1933
  name: Truce of the brook
  form: oral
  in_force: {from: 1933-05}
  parties: [freedonia]
  area:
    countries: [FD]
  source: Both sides said so
"""
OUTLET = "- id: bugle\n  name: Bugle\n  country: FD\n  language: en\n  kind: newspaper\n  homepage: https://bugle.example/\n"
FEED = "- id: bugle-all\n  outlet: bugle\n  url: https://bugle.example/rss\n  seen: its page\n  ceasefires: [brook-1933]\n"
WHOLE = {"parties.yaml": PARTY, "bodies.yaml": "[]\n", "actors.yaml": ACTOR,
         "ceasefires.yaml": TRUCE, "outlets.yaml": OUTLET, "feeds.yaml": FEED}  # fmt: skip

BROKEN = [
    ("parties.yaml", "kind: state", "kind: kingdom", 1, "kind 'kingdom' is none of"),
    ("parties.yaml", "  name: Freedonia\n", "", 1, "name is missing"),
    ("parties.yaml", "country: FD", "country: Freedonia", 1, "no two-letter country code"),
    ("parties.yaml", "kind: state", "kind: state\n  enemies: [sylvania]", 1, "'sylvania' is not known"),
    ("parties.yaml", "kind: state", "kind: state\n  enemies: [freedonia]", 1, "can't be its enemy and its friend"),
    ("parties.yaml", "kind: state", "kind: state\n  nmaes: [Freedom]", 1, "unknown key 'nmaes'"),
    ("parties.yaml", "kind: state", "kind: state\n  kind: state", 1, "a key stands twice"),
    ("parties.yaml", "kind: state", "kind: [state", 4, "expected"),
    ("parties.yaml", PARTY, "freedonia: a state\n", 1, "must be a list of mappings"),
    ("parties.yaml", PARTY, PARTY + PARTY, 5, "freedonia stands already in line 1"),
    ("parties.yaml", "id: freedonia", "id: Free Donia", 1, "id must be a slug"),
    ("parties.yaml", "kind: state", 'kind: state\n  names:\n  - {text: FDN, example: "the army"}', 5, "'FDN' does not stand in 'the army'"),
    ("parties.yaml", "kind: state", "kind: state\n  names:\n  - {text: FDN, from: 2020, to: 2019}", 5, "is after to 2019"),
    ("parties.yaml", "kind: state", "kind: state\n  names:\n  - {text: FDN, from: 2021-02-30}", 5, "is no date"),
    ("bodies.yaml", "[]", "- id: mod\n  name: Ministry\n  kind: ministry\n  of: [states]", 1, "states is no kind of party"),
    ("actors.yaml", "party: freedonia", "party: sylvania", 1, "party 'sylvania' is not known"),
    ("actors.yaml", "kind: media", "kind: radio", 1, "kind 'radio' is none of"),
    ("actors.yaml", "kind: media", "kind: media\n  people: [Freedonia]", 1, "'Freedonia' also means freedonia at that time"),
    ("ceasefires.yaml", "form: oral", "form: sung", 1, "form 'sung' is none of"),
    ("ceasefires.yaml", "from: 1933-05", "to: 1933-05", 4, "in_force needs from"),
    ("ceasefires.yaml", "from: 1933-05", "from: May 1933", 4, "is no date"),
    ("ceasefires.yaml", "from: 1933-05", "from: 1933-05, to: 1932", 4, "is after to 1932"),
    ("ceasefires.yaml", "[freedonia]", "[]", 1, "a ceasefire has parties"),
    ("ceasefires.yaml", "[freedonia]", "[sylvania]", 1, "'sylvania' is not known"),
    ("ceasefires.yaml", "countries: [FD]", "regions: [the brook]", 7, "area needs countries"),
    ("ceasefires.yaml", "countries: [FD]", "countries: [FD]\n    boxes: [[2, 1, 1, 3]]", 7, "is no box on the globe"),
    ("ceasefires.yaml", "countries: [FD]", "countries: [FD]\n    boxes: [[1, 2, 3]]", 7, "a box is [south, west, north, east]"),
    ("parties.yaml", "country: FD", "country: FD\n  home: [[1, 2]]", 1, "no [latitude, longitude, kilometres]"),
    ("parties.yaml", "country: FD", "country: FD\n  home: [[91, 2, 30]]", 1, "lies nowhere"),
    ("ceasefires.yaml", "  source: Both sides said so\n", "", 1, "source is missing"),
    ("outlets.yaml", "language: en", "language: English", 1, "language 'English' is no two-letter code"),
    ("outlets.yaml", "https://bugle.example/", "bugle.example", 1, "is no web address"),
    ("feeds.yaml", "outlet: bugle", "outlet: trumpet", 1, "outlet 'trumpet' is not known"),
    ("feeds.yaml", "[brook-1933]", "[brook-1934]", 1, "'brook-1934' is not known"),
    ("feeds.yaml", FEED, FEED + FEED.replace("bugle-all", "bugle-again"), 6, "bugle-all has this url already"),
    ("feeds.yaml", "seen: its page", "seen: its page\n  enabled: perhaps", 1, "enabled is true or false"),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A whole registry of one small state."""
    for name, text in WHOLE.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_home_of_a_side_is_what_it_holds() -> None:
    opposition = load().parties["syrian-opposition"]
    assert opposition.at_home(35.93, 36.63)  # Idlib
    assert not opposition.at_home(35.95, 39.01)  # Raqqa


def test_a_small_registry_loads(folder: Path) -> None:
    known = load(folder)
    assert known.parties["freedonia"].territory == ("FD",)
    assert known.ceasefires["brook-1933"].start == date(1933, 5, 1)
    assert known.feeds["bugle-all"].language == "en"
    assert [alias.text for alias in known.actors["freedonia-radio"].aliases] == ["Radio Freedonia"]


@pytest.mark.parametrize(("file", "whole", "cracked", "line", "reason"), BROKEN, ids=lambda value: str(value)[:40].replace("\n", " "))
def test_a_broken_entry_names_its_file_line_and_reason(folder: Path, file: str, whole: str, cracked: str, line: int, reason: str) -> None:
    path = folder / file
    assert whole in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace(whole, cracked, 1), encoding="utf-8")
    with pytest.raises(DataError) as refusal:
        load(folder)
    assert str(refusal.value).startswith(f"{file}:{line}: ")
    assert reason in str(refusal.value)


def test_there_is_enough_of_everything() -> None:
    known = load()
    proper = [actor for actor in known.actors.values() if actor.aliases]
    people = {alias.text for actor in proper for alias in actor.aliases if alias.kind == "person"}
    assert len(known.ceasefires) >= 150
    assert len(known.parties) >= 150
    assert len(proper) >= 400
    assert len(people) >= 1_000
    assert len(known.bodies) >= 20


def test_feeds_are_many_and_of_known_outlets() -> None:
    known = load()
    feeds = known.feeds.values()
    assert len(feeds) >= 60
    assert len({truce for feed in feeds for truce in feed.ceasefires}) >= 12
    assert {feed.outlet for feed in feeds} == set(known.outlets)
    assert len({feed.url.casefold().rstrip("/").removeprefix("https://").removeprefix("http://") for feed in feeds}) == len(feeds)
    assert all(feed.ceasefires for feed in feeds)


def test_a_ceasefire_that_is_polled_is_heard_from_somebody_who_is_no_party_to_it() -> None:
    known = load()
    heard: dict[str, set[str | None]] = {}
    for feed in known.feeds.values():
        for truce in feed.ceasefires if feed.enabled else ():
            heard.setdefault(truce, set()).add(known.outlets[feed.outlet].party)
    assert [truce for truce, voices in heard.items() if voices <= set(known.ceasefires[truce].parties)] == []


def test_every_alias_trigger_and_place_keeps_its_promise() -> None:
    entries, findings = prove()
    assert findings == []
    assert entries > 5_000


def test_an_alias_that_is_not_read_is_found_out() -> None:
    known = load()
    lost = Actor("lost", None, "Lost", "media", None, (Alias("qwxyz agency"), Alias("Baku", counter="Baku said so")))
    findings = list(check.broken(Registry({}, {}, {"lost": lost}, {}, {}, {}), named))
    assert findings[0] == "actors.yaml:0: lost: 'qwxyz agency' is not read in 'It was qwxyz agency.'"
    broken = Actor("azerbaijan", None, "Baku", "media", None, (Alias("Baku", counter="Baku said so"),))
    answers = [(0, 4, "azerbaijan", "azerbaijan")]
    found = list(check.broken(Registry({}, {}, {"azerbaijan": broken}, {}, {}, {}), lambda sentence, on: answers))
    assert found[-1] == "actors.yaml:0: azerbaijan: 'Baku' is read in 'Baku said so'"
    assert known.parties["azerbaijan"].id == "azerbaijan"


def test_a_turn_of_speech_without_its_words_is_found_out(tmp_path: Path) -> None:
    (tmp_path / "speech.yaml").write_text("- rule: say\n  act: report\n  verbs: [say]\n  example: He ate.\n  not: He ran.\n")
    assert list(check.unspoken(read_yaml("speech.yaml", tmp_path))) == ["speech.yaml:1: say: 'He ate.' has none of its words"]


@pytest.mark.parametrize(("actor", "name"), [
    ("mali-army", "Armed forces of Mali"), ("philippines-army", "Armed forces of the Philippines"),
    ("donetsk-pr-mod", "Defence Ministry of the Donetsk People's Republic"),
    ("yemen-government-government", "Government of Yemen"), ("yemen-government-mod", "Defence Ministry of the Government of Yemen"),
    ("abkhazia-mfa", "Foreign Ministry of Abkhazia"), ("sudan-rsf-health", "Health Ministry of the Rapid Support Forces"),
])
def test_a_generic_body_has_a_name_one_can_read(actor: str, name: str) -> None:
    assert load().actors[actor].name == name


def test_no_place_has_a_name_twice() -> None:
    known = gazetteer()
    assert [name for name, numbers in known.names.items() if len(set(numbers)) < len(numbers)] == []


@pytest.mark.parametrize(
    ("text", "on", "actor"),
    [
        ("Aliyev vowed to reply", date(2022, 8, 3), "azerbaijan-president"),
        ("Nikol Pashinyan said so", date(2017, 1, 1), None),
        ("Davit Tonoyan said so", date(2020, 7, 12), "armenia-mod"),
        ("He grew up in Heydar Aliyev Street", date(2022, 8, 3), None),
        ("UNIFIL said so", date(2024, 12, 1), "unifil"),
        ("Zabihullah Mujahid said so", date(2019, 1, 1), "taliban-leadership"),
        ("Zabihullah Mujahid said so", date(2025, 10, 12), "afghanistan-government"),
        ("Joseph Aoun said so", date(2020, 1, 1), "lebanon-army"),
        ("Joseph Aoun said so", date(2025, 6, 1), "lebanon-president"),
    ],
)
def test_a_name_means_who_bore_it_that_day(text: str, on: date, actor: str | None) -> None:
    assert {mention.actor for mention in actors_in(text, on)} - {None} == ({actor} if actor else set())


def test_hayat_tahrir_al_sham_changed_sides() -> None:
    before, after = ({m.party for m in actors_in("HTS fired back", day)} for day in (date(2020, 3, 6), date(2025, 3, 6)))
    assert (before, after) == ({"syrian-opposition"}, {"syria"})


@pytest.mark.parametrize(
    ("ceasefire", "day", "held"),
    [
        ("karabakh-1994", date(2016, 4, 2), True),
        ("karabakh-1994", date(2020, 11, 10), False),
        ("karabakh-2020", date(2022, 8, 3), True),
        ("karabakh-2020", date(2020, 11, 9), False),
        ("minsk-2", date(2015, 2, 14), False),
        ("minsk-2", date(2022, 2, 23), True),
        ("gaza-2025-01", date(2025, 3, 18), False),
        ("lebanon-2024", date(2025, 1, 1), True),
        ("thailand-cambodia-2025", date(2025, 12, 10), False),
        ("thailand-cambodia-2025-12", date(2025, 12, 31), True),
    ],
)
def test_a_ceasefire_binds_in_its_days(ceasefire: str, day: date, held: bool) -> None:
    assert load().ceasefires[ceasefire].in_force(day) is held


def test_ceasefires_cover_their_ground() -> None:
    known = load().ceasefires
    assert known["karabakh-2020"].covers(39.6, 46.5)  # the Lachin corridor
    assert known["kashmir-2021"].covers(33.9, 74.0)  # Uri
    assert known["stockholm-2018"].covers(14.8, 42.95)  # Hodeidah
    assert not known["stockholm-2018"].covers(15.35, 44.2)  # Sanaa
    assert known["golan-1974"].covers(33.12, 35.82)  # Quneitra
    assert not known["cyprus-1974"].covers(36.9, 30.7)  # Antalya


def test_a_ceasefire_stands_between_sides_that_fight() -> None:
    known = load()
    friends = {c.id for c in known.ceasefires.values() if not any(b in known.parties[a].enemies for a in c.parties for b in c.parties)}
    assert friends <= {"lebanon-syria-2025", "iran-iraq-1988"}  # states that are no standing enemies


def test_every_ceasefire_is_in_some_country_of_its_parties() -> None:
    known = load()
    for truce in known.ceasefires.values():
        grounds = {code for party in truce.parties for code in known.parties[party].territory}
        assert grounds & set(truce.countries), truce.id


def test_the_words_of_force_have_their_kinds() -> None:
    force = words()
    assert {trigger.kind for trigger in force.weapons} <= {trigger.kind for trigger in force.events} | {"drone_strike"}
    assert set(force.nouns.values()) == {"military", "civilian", "unknown"}
