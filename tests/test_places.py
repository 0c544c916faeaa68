"""Places: the gazetteer, the names in text, which place is meant, and how the event stands to it."""

from __future__ import annotations

import zipfile
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.lexicon.files import DataError
from etl.lexicon.geonames import read_dump
from etl.lexicon.places import CURATED, GEONAMES, curated, distance, fold, gazetteer, read_gazetteer
from etl.model import Article, Place
from etl.parse.places import PlaceMention, best_place, doubts, place_of_news, place_told_before, places_in
from etl.parse.places_best import NO_EVENT
from etl.parse.reader import gather, read
from etl.stages.places import keep_dump

KARABAKH = frozenset({"AZ", "AM"})
DONBAS = frozenset({"UA", "RU"})
KASHMIR = frozenset({"IN", "PK"})
LEVANT = frozenset({"LB", "IL"})


def named(text: str, countries: frozenset[str]) -> list[tuple[str, str | None, str]]:
    """Name, id and role of each place."""
    return [(m.place.name, m.place.id, m.role) for m in places_in(text, countries)]


def only(text: str, countries: frozenset[str]) -> PlaceMention:
    """The one place of a text."""
    found = places_in(text, countries)
    assert len(found) == 1, [m.place for m in found]
    return found[0]


def test_the_gazetteer_is_large_and_sane() -> None:
    known = gazetteer()
    assert len(known.entries) > 20_000
    ids = [entry.id for entry in known.all()]
    assert len(ids) == len(set(ids))
    for entry in known.all():
        assert abs(entry.lat) <= 90
        assert abs(entry.lon) <= 180
        assert len(entry.country) == 2


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Khankendi", "AZ"), ("Stepanakert", "AZ"), ("Xankəndi", "AZ"), ("Farrukh", "AZ"), ("Saribaba", "AZ"), ("Martakert", "AZ"),
        ("Aghdara", "AZ"), ("Rajouri", "IN"), ("Hodeidah", "YE"), ("Dera'a", "SY"), ("Kafr Kila", "LB"), ("Kfar Kila", "LB"),
        ("Shyrokyne", "UA"), ("Avdeyevka", "UA"), ("Leepa Valley", "PK"), ("Nur Shams", "PS"), ("Ain al-Hilweh", "LB"),
        ("Blue Line", "LB"), ("Line of Control", "IN"), ("DMZ", "KR"), ("Green Line", "CY"), ("El Fasher", "SD"), ("Goma", "CD"),
        ("Mekelle", "ET"), ("Papun", "MM"), ("Toribío", "CO"), ("Vadul lui Voda", "MD"), ("Ta Muen Thom", "KH"),
    ],
)  # fmt: skip
def test_the_names_of_the_conflict_zones_are_known(name: str, country: str) -> None:
    assert country in {entry.country for entry in gazetteer().find(fold(name))}


@pytest.mark.parametrize(
    ("one", "other"),
    [("Kfar-Kila’", "kfar kila"), ("Xankəndi", "Xankandi"), ("Şuşa", "susa"), ("Da'raa", "Daraa"), ("Maroun  al-Ras", "maroun al ras")],
)
def test_folding_makes_spellings_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("text", "countries", "key", "precision"),
    [
        ("Shots were fired near the Lachin corridor.", KARABAKH, "az-lachin-corridor", "area"),
        ("Positions near Laçın were shelled.", KARABAKH, "az-lachin", "settlement"),
        ("The truce was broken along the line of contact.", KARABAKH, "az-karabakh-line-of-contact", "area"),
        ("The truce was broken along the contact line.", DONBAS, "ua-donbas-contact-line", "area"),
        ("Mortars fell in Tovuz district.", KARABAKH, "az-tovuz-district", "district"),
        ("Mortars fell on the Gazakh section of the border.", KARABAKH, "az-gazakh-district", "area"),
        ("Mortars fell in the Mendhar sector.", KASHMIR, "in-mendhar", "settlement"),
        ("A soldier was hit across the LoC.", KASHMIR, "in-line-of-control", "area"),
        ("A drone hit a car in the southern suburbs of Beirut.", LEVANT, "lb-dahieh", "area"),
        ("Jets bombed the Lebanese capital.", LEVANT, "lb-beirut", "settlement"),
        ("Jets bombed Lebanon's capital.", LEVANT, "lb-beirut", "settlement"),
        ("Shells fell in R.S. Pura.", KASHMIR, "in-r-s-pura", "settlement"),
        ("Fire hit the border with Azerbaijan.", KARABAKH, "am-armenia-azerbaijan-border-zone", "area"),
    ],
)
def test_the_longest_name_wins(text: str, countries: frozenset[str], key: str, precision: str) -> None:
    place = only(text, countries).place
    assert (place.id, place.precision) == (key, precision)


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("General Poonch spoke of the truce.", KASHMIR),
        ("Army spokesman Rajouri Khan spoke of the truce.", KASHMIR),
        ("They met at Marsa Matrouh.", frozenset({"EG"})),
        ("Second Lt. Hadar Goldin was seized.", frozenset({"IL", "PS", "SY"})),
        ("Vladimir Putin spoke.", DONBAS),
        ("Thai soldiers fired.", frozenset({"TH", "KH"})),
        ("Two soldiers said that shots were heard.", KARABAKH),
        ("They may march in May.", KARABAKH),
    ],
)
def test_people_and_words_are_no_places(text: str, countries: frozenset[str]) -> None:
    assert [m for m in places_in(text, countries) if m.place.id] == []


@pytest.mark.parametrize(
    ("text", "countries", "role"),
    [
        ("A shell fell in Hadrut.", KARABAKH, "at"),
        ("A shell fell near Hadrut.", KARABAKH, "near"),
        ("A shell fell 12 km south of Hadrut.", KARABAKH, "near"),
        ("A shell fell on the outskirts of Hadrut.", KARABAKH, "near"),
        ("They fired in the direction of Hadrut.", KARABAKH, "toward"),
        ("They fired at Hadrut.", KARABAKH, "toward"),
        ("They fired from Hadrut.", KARABAKH, "from"),
        ("They fired from positions located near the village of Hadrut.", KARABAKH, "from"),
        ("They were shelled not far from Hadrut.", KARABAKH, "near"),
        ("They were shelled on the road out of Hadrut.", KARABAKH, "near"),
        ("Armed men from the north entered Hadrut.", KARABAKH, "toward"),
        ("Baku said nothing.", KARABAKH, "actor"),
        ("Armenia opened fire.", KARABAKH, "actor"),
        ("A shell fell in Armenia.", KARABAKH, "at"),
        ("The Defence Ministry in Baku denied it.", KARABAKH, "other"),
        ("A colonel said in Hadrut that a shell had fallen.", KARABAKH, "other"),
        ("A colonel said a shell fell in Hadrut.", KARABAKH, "at"),
        ("A Kyiv-based analyst spoke.", DONBAS, "other"),
        ("The truce agreed in Minsk was broken.", DONBAS, "other"),
        ("He was taken to the Hadrut hospital.", KARABAKH, "other"),
        ("A shell hit the Hadrut hospital.", KARABAKH, "toward"),
        ("He was flown by helicopter to Hadrut.", KARABAKH, "other"),
        ("He died on the operating table in Hadrut.", KARABAKH, "other"),
        ("He died on the road in Hadrut.", KARABAKH, "at"),
        ("The doctors in Hadrut could not save him.", KARABAKH, "other"),
        ("Hadrut fighters lobbed a shell.", KARABAKH, "other"),
        ("In Hadrut, fighters lobbed a shell.", KARABAKH, "at"),
        ("Its leader, who is in Hadrut, spoke of shells.", KARABAKH, "other"),
        ("The deputy high commissioner in Hadrut was summoned.", KARABAKH, "other"),
        ("STEPANAKERT, 21 MARCH. The army spoke.", KARABAKH, "dateline"),
    ],
)
def test_roles(text: str, countries: frozenset[str], role: str) -> None:
    assert only(text, countries).role == role


@pytest.mark.parametrize(
    ("voice", "seat"),
    [
        ("an army captain at Hadrut said.", True),
        ("said the Joint Command (JC) in Hadrut.", True),
        ("said Colonel Ashot Hadrut.", True),
        ("said residents of Hadrut.", False),  # who tell of what befell them
        ("said the army: at Hadrut they used mortars.", False),
    ],
)
def test_where_a_speaker_sits_nothing_happened(voice: str, seat: bool) -> None:
    reader = gather(Article(f"Azerbaijani troops shelled a farm and wounded two men, {voice}", published=date(2020, 5, 4)))
    assert reader is not None
    assert any(p.role not in NO_EVENT for p in reader.places if p.place.name == "Hadrut") is not seat


def test_a_capital_in_which_another_is_judged_is_no_scene() -> None:
    judged = places_in("In Moscow, the Defence Ministry accused Azerbaijan of breaking the truce.", frozenset({"AZ", "RU"}))
    struck = places_in("In Damascus, two people were killed by a rocket, officials said.", frozenset({"SY"}))
    assert [m.role for m in (*judged, *struck) if m.place.name in ("Moscow", "Damascus")] == ["actor", "at"]


def test_a_capital_in_which_officials_speak_is_no_scene() -> None:
    spoken = places_in("In Yerevan, the Defence Ministry also confirmed that two men were dead.", KARABAKH)
    struck = places_in("In Yerevan, a bomb killed two guards of the Defence Ministry.", KARABAKH)
    assert [m.role for m in (*spoken, *struck) if m.place.name == "Yerevan"] == ["actor", "at"]


def test_what_comes_after_a_measure_is_where_it_was_measured_to() -> None:
    """ "In Pisky, 12 km west of Donetsk. … Another was shot" there: at Pisky, not at Donetsk."""
    text = "Two men were hurt in Pisky, 12 km north-west of Donetsk. Another was shot."
    found = place_told_before(places_in(text, DONBAS), text, text.index("Another"))
    assert found is not None
    assert found.place.name == "Pisky"


def test_a_capital_joined_to_one_that_is_no_scene_is_none_either() -> None:
    found = named("The defence ministries in Yerevan and Baku spoke of shots.", KARABAKH)
    assert [role for _, _, role in found] == ["other", "other"]


def test_countries_and_neighbours_decide_between_namesakes() -> None:
    def where(text: str, countries: frozenset[str]) -> str | None:
        return next(m.place.country for m in places_in(text, countries) if m.place.name == "Tripoli")

    assert where("Shells fell on Tripoli.", frozenset({"LY"})) == "LY"
    assert where("Shells fell on Tripoli.", LEVANT) == "LB"
    mariupol = places_in("Shells fell at Vodiane and at Pyshchevyk near Mariupol.", DONBAS)
    avdiivka = places_in("Shells fell at Vodiane and at Pisky near Donetsk.", DONBAS)
    assert distance(mariupol[0].place, Place("Mariupol", lat=47.1, lon=37.54)) < 30
    assert distance(avdiivka[0].place, Place("Donetsk", lat=48.0, lon=37.8)) < 30


def test_what_cannot_be_decided_is_an_issue_and_no_guess() -> None:
    found = places_in("Shots were heard near Oleksiivka.", DONBAS)
    assert [(m.place.id, m.place.lat) for m in found] == [(None, None)]
    assert len(found[0].rivals) > 1
    assert [issue.code for issue in doubts(found)] == ["ambiguous_place"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A man died in the village of Qorvatal on Monday.", "Qorvatal"),
        ("A man died near Qorvatal.", "Qorvatal"),
        ("A man died in the Qorvatal sector.", "Qorvatal sector"),
        ("A man died in Qorvatal on Monday.", "Qorvatal"),
        ("Two men at Qorvatal were killed.", "Qorvatal"),
        ("A police post at Qorvatal was hit.", "Qorvatal"),
        ("Jets dropped bombs on Qorvatal.", "Qorvatal"),
        ("A mortar fired towards Qorvatal.", "Qorvatal"),
        ("Mortars shelled Qorvatal on Monday.", "Qorvatal"),
        ("Helicopters attacked Qorvatal in the afternoon.", "Qorvatal"),
        ("Qorvatal came under mortar fire.", "Qorvatal"),
    ],
)
def test_an_unknown_place_keeps_its_name_and_is_an_issue(text: str, name: str) -> None:
    mention = only(text, KARABAKH)
    assert (mention.place.name, mention.place.id, mention.place.lat) == (name, None, None)
    assert [(issue.code, issue.detail) for issue in doubts([mention])] == [("unknown_place", name)]


@pytest.mark.parametrize(
    "text", ["The talks in Parliament went on.", "It began in March, near Armenian lines.", "He wrote on Telegram in English.",
     "A report on Qorvatal was read.", "He attacked Qorvatal's book in the paper."]
)
def test_not_every_capital_letter_is_an_unknown_place(text: str) -> None:
    assert named(text, KARABAKH) == []


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Shells fell in Kansafra, Al-Faterah and Bara.", "sy-al-fatira"),
        ("Shells fell in Kansafra, Safhoun and Bara.", "sy-sufuhon"),
        ("Shells fell in Kansafra, Fulifil and other villages.", "sy-fleifel"),
    ],
)
def test_another_spelling_of_a_village_beside_those_named_is_that_village(text: str, key: str) -> None:
    assert key in [m.place.id for m in places_in(text, frozenset({"SY"}))]
    far = text.replace("Kansafra", "Qamishli").replace("Bara", "Derik")
    assert key not in [m.place.id for m in places_in(far, frozenset({"SY"}))]


def test_at_before_a_name_is_no_part_of_it() -> None:
    assert [m.place.name for m in places_in("At Talish a post was hit.", KARABAKH)] == ["Talish"]
    assert [m.place.name for m in places_in("A post was hit in at-Tayba.", frozenset({"SY"}))] == ["at-Tayba"]


def test_a_kind_said_once_of_several_is_of_each() -> None:
    shelled = places_in("Guns were heard in the Kalbajar and Lachin districts.", KARABAKH)
    assert [(m.place.id, m.place.precision) for m in shelled] == [
        ("az-kalbajar-district", "district"), ("az-lachin-district", "district")]  # fmt: skip
    apart = places_in("Guns were heard in Kalbajar and the Lachin district.", KARABAKH)
    assert [m.place.precision for m in apart] == ["settlement", "district"]


def test_a_list_of_villages_goes_on_with_unknown_names_but_not_with_people() -> None:
    listed = places_in("Shells fell in Hadrut, Qorvatal and Zhurmen.", KARABAKH)
    assert [m.place.name for m in listed] == ["Hadrut", "Qorvatal", "Zhurmen"]
    person = places_in("An inhabitant of Hadrut, Smbat Tsakanian, has been missing.", KARABAKH)
    assert [m.place.name for m in person] == ["Hadrut"]


def test_where_troops_stand_is_where_the_fire_came_from() -> None:
    text = "Armenian forces, located in Berkaber village, subjected to fire the positions of the army located in Gizilhajili village."
    assert [(m.place.name, m.role) for m in places_in(text, KARABAKH)] == [("Berkaber village", "from"), ("Gizilhajili village", "at")]


def test_the_most_specific_place_is_the_best_and_the_origin_the_worst() -> None:
    text = "Armenian forces opened fire from Basarkechar region on positions at Zeylik in Kalbajar district."
    best = best_place(places_in(text, KARABAKH))
    assert best is not None
    assert best.place.name == "Zeylik"
    assert best_place(places_in("Baku said nothing.", KARABAKH)) is None
    line = best_place(places_in("Firing over the Line of Control killed four men in Rajouri district.", KASHMIR))
    assert line is not None
    assert line.place.name == "Rajouri district"


def test_the_place_told_before_is_that_of_the_same_paragraph() -> None:
    text = "A post at Hadrut was hit.\n\nIn Paravakar it was quiet at first. A woman died."
    found = places_in(text, KARABAKH)
    before = place_told_before(found, text, text.index("A woman"))
    assert before is not None
    assert before.place.name == "Paravakar"
    assert place_told_before(found, text, text.index("In Paravakar")) is None


def test_the_place_of_the_news() -> None:
    def news(text: str, title: str = "") -> str | None:
        best = place_of_news(places_in(text, KARABAKH), places_in(title, KARABAKH))
        return best.place.name if best else None

    assert news("A man was shot.", "Man shot at Talish") == "Talish"
    assert news("HADRUT, August 3. A man was shot.") == "HADRUT"
    assert news("YEREVAN, August 3. A man was shot.") is None


def test_our_own_list_is_in_order() -> None:
    entries = [entry for entry, _, _ in curated(CURATED)]
    assert len(entries) > 1_500
    for entry in entries:
        twins = [e for e in gazetteer().find(fold(entry.name)) if e.id == entry.id]
        assert twins, entry


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("a\tA\tAZ\t40\t45\tvillage\t", "village is no precision"),
        ("a\tA\tAZ\tx\t45\tarea\t", "x, 45 are no coordinates"),
        ("a\tA\tAZ\t95\t45\tarea\t", "95, 45 are not on Earth"),
        ("a\tA\tAZ\t40\t45\tarea\t\na\tA\tAZ\t40\t45\tarea\t", "a stands twice"),
        ("a\t--\tAZ\t40\t45\tarea\t", "an empty name"),
        ("a\tA\tAZ", "3 columns, 7 wanted"),
    ],
)
def test_a_broken_place_names_its_line(tmp_path: Path, row: str, reason: str) -> None:
    (tmp_path / CURATED).write_text(f"# places\n{row}\n", encoding="utf-8")
    with pytest.raises(DataError, match=rf"{CURATED}:[23]: {reason}"):
        list(curated(CURATED, tmp_path))


def row(key: str, name: str, others: str, group: str, code: str, people: int = 0) -> str:
    """A line of a GeoNames dump."""
    return "\t".join(
        [key, name, name, others, "39.5", "46.5", group, code, "AZ", "", "28", "", "", "", str(people), "", "", "Asia/Baku", "2020-01-01"]
    )


DUMP = "\n".join([
    row("990001", "Qorvatal", "Korvatal,Qorvatál,Корватал,QRV", "P", "PPL", 120),
    row("990002", "Qorvatal Rayonu", "", "A", "ADM2"),
    row("990003", "Qorvatal Chay", "", "H", "STM"),
    row("990004", "Old Qorvatal", "", "P", "PPLQ"),
]) + "\n"  # fmt: skip


@pytest.mark.parametrize("packed", [False, True], ids=["text", "zip"])
def test_a_dump_becomes_places_of_the_reader(tmp_path: Path, packed: bool) -> None:
    dump = tmp_path / ("AZ.zip" if packed else "AZ.txt")
    if packed:
        with zipfile.ZipFile(dump, "w") as archive:
            archive.writestr("AZ.txt", DUMP)
            archive.writestr("readme.txt", "GeoNames")
    else:
        dump.write_text(DUMP, encoding="utf-8")
    assert keep_dump(dump, tmp_path) == (4, 2)
    kept = (tmp_path / "places" / "AZ.tsv").read_bytes()
    assert keep_dump(dump, tmp_path) == (4, 2)
    assert (tmp_path / "places" / "AZ.tsv").read_bytes() == kept
    known = read_gazetteer(tmp_path)
    found = places_in("Shots were heard near Korvatal.", KARABAKH, known)
    assert [(m.place.id, m.place.precision) for m in found] == [("geonames-990001", "settlement")]
    assert [e.precision for e in known.find("qorvatal rayonu")] == ["district"]


def test_a_dump_brings_no_second_row_for_a_place_we_have(tmp_path: Path) -> None:
    ours = next(entry for entry in gazetteer().all() if entry.id.startswith("geonames-"))
    (tmp_path / "AZ.txt").write_text(row(ours.id.removeprefix("geonames-"), "Elsewhere", "", "P", "PPL"), encoding="utf-8")
    keep_dump(tmp_path / "AZ.txt", tmp_path)
    assert [e for e in read_gazetteer(tmp_path).all() if e.id == ours.id] == [ours]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"1\tA\n", "AZ.txt:1: 2 columns, 19 wanted"),
        (DUMP.encode() + row("x", "A", "", "P", "PPL").encode(), "AZ.txt:5: 'x' is no GeoNames id"),
        (DUMP.encode() + row("1", "A", "", "P", "PPL").replace("39.5", "139.5").encode(), "AZ.txt:5: 139.5, 46.5 are not on Earth"),
        (b"\xff\xfe\x00", "AZ.txt:1: not UTF-8 text"),
        (b"PK\x03\x04", "AZ.txt:1: "),
    ],
)
def test_a_broken_dump_names_its_line_and_keeps_nothing(tmp_path: Path, content: bytes, reason: str) -> None:
    dump = tmp_path / "AZ.txt"
    dump.write_bytes(content)
    with pytest.raises(DataError) as error:
        keep_dump(dump, tmp_path)
    assert str(error.value).startswith(reason)
    assert list((tmp_path / "places").iterdir()) == []


def test_an_archive_must_hold_one_dump(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "AZ.zip", "w") as archive:
        archive.writestr("readme.txt", "")
    with pytest.raises(DataError, match="holds 0 dumps"):
        list(read_dump(tmp_path / "AZ.zip"))


@given(st.text(), st.sampled_from([frozenset[str](), KARABAKH, KASHMIR]))
def test_never_raises_and_stays_inside(text: str, countries: frozenset[str]) -> None:
    for mention in places_in(text, countries):
        assert 0 <= mention.start < mention.end <= len(text)


PARTS = st.sampled_from(
    [
        "in",
        "near",
        "from",
        "the",
        "village of",
        "Hadrut",
        "Lachin",
        "corridor",
        "district",
        "Baku",
        "said",
        "General",
        "al-",
        "Bab",
        ".",
        ",",
        "\n",
        "Xyz",
        "of",
        "Idlib",
    ]
)


@given(st.lists(PARTS, max_size=14).map(" ".join))
def test_mentions_of_any_mixture_do_not_overlap(text: str) -> None:
    found = places_in(text, KARABAKH)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_the_licence_of_geonames_is_named() -> None:
    root = Path(__file__).parent.parent
    assert "Creative Commons Attribution 4.0" in (root / "NOTICE").read_text(encoding="utf-8")
    assert "GeoNames" in (root / "etl" / "data" / GEONAMES).open(encoding="utf-8").readline()


def test_a_place_is_measured_from_a_landmark_that_is_none_of_the_event() -> None:
    """ "Pisky, 12 km west of Donetsk" lies at Pisky; with nothing before it the landmark is where it was, near enough."""
    assert [m.role for m in places_in("Two men were hurt in Pisky, 12 km north-west of Donetsk.", DONBAS)] == ["at", "from"]
    assert [m.role for m in places_in("Two men were hurt 12 km north-west of Donetsk.", DONBAS)] == ["near"]


def test_a_front_line_of_no_war_of_the_text_is_not_that_of_another() -> None:
    assert only("They were killed on the front line by night.", DONBAS).place.id == "ua-donbas-contact-line"
    assert only("They were killed on the front line by night.", frozenset({"LK"})).place.id is None
    assert not places_in("A front-line island was shelled.", frozenset({"KR"}))


def test_a_second_name_after_a_country_is_a_person() -> None:
    spoke = places_in("Cambodia's Hun Manet spoke of Preah Vihear.", frozenset({"KH", "TH"}))
    assert [m.place.name for m in spoke] == ["Cambodia", "Preah Vihear"]
    assert [m.place.name for m in places_in("A shell fell in Yemen's Hodeida.", frozenset({"YE"}))] == ["Yemen", "Hodeida"]


def test_an_outlet_that_tells_itself_sits_nowhere() -> None:
    text = "Israeli warplanes bombed a school in Nuseirat on Sunday, killing six."
    made = read(Article(text, published=date(2025, 10, 19), outlet_party="palestinians"))
    assert [report.place and report.place.name for report in made.reports] == ["Nuseirat"]


def test_the_seat_of_proxies_is_no_place_of_the_event() -> None:
    found = places_in("The army called the claim of proxies in Luhansk that a shell had hit Zolote a lie.", DONBAS)
    assert [(m.place.name, m.role) for m in found] == [("Luhansk", "other"), ("Zolote", "toward")]


def test_part_of_a_longer_name_is_not_the_place_that_it_recalls() -> None:
    """ "Abra de Ilog" is not Abra; "on the centre of Zagreb" is in Zagreb, its press centre is not."""
    assert [m.place.name for m in places_in("Rebels raided a post in Siaton na Bato on Friday.", frozenset({"PH"}))] != ["Siaton"]
    assert only("Shells fell on the centre of Zagreb.", frozenset({"HR"})).role == "at"
    assert [m.role for m in places_in("The press centre in Tbilisi gave no figure.", frozenset({"GE"}))] != ["at"]


def test_a_town_of_western_sahara_stands_there() -> None:
    assert only("A rocket fell on Smara on Sunday.", frozenset({"EH"})).place.country == "EH"


def test_a_province_known_by_its_towns_has_a_place() -> None:
    """ "Faryab" is a province of Afghanistan, "the Jonglei" swamps a state: known without a town's name."""
    found = only("Two policemen were killed in Faryab on Sunday.", frozenset({"AF"}))
    assert (found.place.precision, found.place.country) == ("region", "AF")


@pytest.mark.parametrize(("words", "ground"), [
    ("A farm south of Hodeidah was hit by mortars.", ("ye-hodeidah", "area")),
    ("A farm to the south-east of Hodeidah was hit by mortars.", ("ye-hodeidah", "area")),
    ("Two hamlets in the south of Hodeidah were hit by mortars.", ("ye-hodeidah-province", "region")),
    ("A clinic in the south of Taiz city was hit by mortars.", ("ye-taiz", "settlement")),
    ("A farm near Hodeidah was hit by mortars.", ("ye-hodeidah", "settlement")),
])  # fmt: skip
def test_what_lies_in_some_direction_is_known_by_the_area(words: str, ground: tuple[str, str]) -> None:
    """ "South of Hodeidah" may be a hundred kilometres off; "the south of Hodeidah" is part of the province, where one has the name."""
    [told] = places_in(words, frozenset({"YE"}))
    assert (told.ground.id, told.ground.precision) == ground


def test_somewhere_around_a_town_is_nearer_known_than_a_seat_named_beside_it() -> None:
    found = read(Article("On Friday rockets hit houses west of Sirte, the Libyan National Army said.", published=date(2020, 8, 29)))
    [told] = found.reports
    assert told.place is not None
    assert (told.place.id, told.place.precision) == ("ly-sirte", "area")


def test_a_name_that_two_countries_have_is_a_place_of_the_paper_that_tells_it() -> None:
    """Houla is a village of Lebanon and a town of Syria; "an Israeli drone" names neither."""
    text = "An Israeli drone hit a house in Houla on Sunday, 20 April, killing one person."
    where = [read(Article(text, published=date(2025, 4, 20), outlet_party=party)).reports[0].place for party in ("lebanon", "syria", None)]
    assert [place and place.id for place in where] == ["lb-houla", "sy-houla-homs", None]
