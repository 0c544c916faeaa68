"""An incident keeps its id for life: whatever is merged, read anew, added and taken back in whatever order, each gets its own back."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import Connection, Engine, text

from etl.model import Claim, Place
from etl.stages import judge
from etl.stages.conclude import resolve
from etl.store.checks import run_checks
from tests.telling import extract_anew, reference, report, store

DAY = date(2022, 8, 3)
VILLAGES = [Place(f"Village {n}", f"az-village-{n}", "AZ", 38.5 + n, 46.5, "settlement") for n in range(5)]
OUTLETS = ("wire", "courier", "tidewater", "watch")


def words_of(url: str, village: int) -> str:
    return f"Told at {url} in words of its own, and of village {village} alone. " * 4


class World:
    """Five incidents in five villages, which persons hold for one another and part again."""

    def __init__(self, engine: Engine, draw: random.Random) -> None:
        self.engine, self.draw = engine, draw
        self.told: dict[str, int] = {}  # address → village
        self.readings = 0
        self.held: list[int] = []  # judgements
        with engine.begin() as connection:
            reference(connection, VILLAGES)
        for village in range(5):
            for _ in range(draw.choice((1, 2, 3))):
                self.tell(village)
        resolve(engine)
        self.first = {self.told[url]: public_id for url, public_id in self.homes().items()}

    def tell(self, village: int, url: str | None = None, reports: bool = True) -> None:
        """A telling of what happened in this village; of an address known, a new reading."""
        self.readings += 1
        outlet = OUTLETS[sum(v == village for v in self.told.values()) % len(OUTLETS)]
        url = url or f"https://{outlet}.example/{len(self.told)}"
        self.told[url] = village
        told = [report(1, "shelling", DAY, VILLAGES[village], by="azerbaijan", of="artsakh")] if reports else []
        with self.engine.begin() as connection:
            store(connection, outlet, DAY, words_of(url, village), *told, url=url, rules=f"rules {self.readings}")

    def homes(self) -> dict[str, str]:
        """The public id of the incident that each address tells."""
        query = """SELECT a.url, i.public_id FROM incidents i JOIN incident_reports l ON l.incident_id = i.id AND l.unlinked_at IS NULL
                   JOIN reports r ON r.id = l.report_id JOIN articles a ON a.id = r.article_id"""
        with self.engine.connect() as connection:
            return {url: public_id for url, public_id in connection.execute(text(query))}  # noqa: C416

    def ends(self) -> dict[str, str]:
        """Where each incident ever concluded stands now: over its merges, at the end."""
        with self.engine.connect() as connection:
            into = {row.public_id: row.into for row in connection.execute(text(
                "SELECT i.public_id, m.public_id AS into FROM incidents i LEFT JOIN incidents m ON m.id = i.merged_into"))}  # fmt: skip
        found = {}
        for name in into:
            end = name
            while into[end] is not None:
                end = into[end]
            found[name] = end
        return found

    def step(self) -> None:
        """One thing that may happen."""
        deed = self.draw.choice(("same", "same", "withdraw", "tell", "read", "read", "extract", "mute"))
        if deed == "same":
            self.merge()
        elif deed == "withdraw" and self.held:
            self.withdraw()
        elif deed == "tell":
            self.tell(self.draw.randrange(5))
        elif deed == "read":
            for url in self.draw.sample(sorted(self.told), self.draw.choice((1, len(self.told)))):
                self.tell(self.told[url], url)
        elif deed == "extract":
            with self.engine.begin() as connection:
                for url in self.draw.sample(sorted(self.told), self.draw.choice((1, len(self.told)))):
                    self.readings += 1
                    extract_anew(connection, url, f"Extraction {self.readings}. {words_of(url, self.told[url])}")
            if not self.held:
                resolve(self.engine)
            for url, village in self.told.items():
                self.tell(village, url)
        elif deed == "mute" and not self.held:  # an incident whose own tellings go while it is merged stays with the others
            url = self.draw.choice(sorted(self.told))
            self.tell(self.told[url], url, reports=False)
        if self.draw.random() < 0.3:
            resolve(self.engine, 1)
        resolve(self.engine)

    def merge(self) -> None:
        alive = sorted(set(self.homes().values()))
        if len(alive) > 1:
            one, other = self.draw.sample(alive, 2)
            self.held.append(judge.same(self.engine, one, other, "one operation").id)

    def withdraw(self) -> None:
        judge.withdraw(self.engine, self.held.pop(self.draw.randrange(len(self.held))))


@pytest.mark.parametrize("seed", range(6))
def test_what_was_merged_and_parted_again_has_its_own_id(engine: Engine, seed: int) -> None:
    world = World(engine, random.Random(seed))
    assert len(set(world.first.values())) == 5
    for _ in range(12):
        world.step()
        homes, ends = world.homes(), world.ends()
        for url, home in homes.items():
            assert ends[world.first[world.told[url]]] == home
    for url, village in world.told.items():
        world.tell(village, url)
    resolve(engine)
    while world.held:
        world.withdraw()
    assert world.homes() == {url: world.first[village] for url, village in world.told.items()}
    with engine.connect() as connection:
        assert [finding for finding in run_checks(connection) if finding.level == "fail"] == []
    assert not resolve(engine)


def test_an_article_extracted_anew_keeps_its_incidents_and_its_accusations(engine: Engine) -> None:
    """Two strikes of one kind and day are known by their places; a newer version is no copy of the one it supersedes."""
    with engine.begin() as connection:
        reference(connection, VILLAGES)
        story(connection, "tidewater", "Drones fell on two villages on Wednesday, as this paper heard from people who fled. " * 4, (0, 1))
        story(connection, "wire", words_of("story", 0), (0, 1))
    resolve(engine)
    before = places(engine), accused(engine)
    assert before[1] == [("artsakh", "azerbaijan", 4)]
    for n, order in enumerate(((1, 0), (0, 1))):
        with engine.begin() as connection:
            extract_anew(connection, "https://wire.example/story", f"{words_of('story', 0)} {n}")
            story(connection, "wire", words_of("story", 0), order)
        resolve(engine, 1)
        assert (places(engine), accused(engine)) == before
    with engine.connect() as connection:
        assert [finding for finding in run_checks(connection) if finding.level == "fail"] == []
        assert connection.scalar(text("SELECT count(*) FROM articles WHERE superseded_at IS NULL AND lineage_id IS NOT NULL")) == 0


def test_the_copies_of_an_article_that_is_no_more_count_in_its_place(engine: Engine) -> None:
    with engine.begin() as connection:
        reference(connection, VILLAGES)
        story(connection, "wire", words_of("story", 0), (0, 1), hour=9)
        story(connection, "tidewater", words_of("story", 0), (0, 1))
    resolve(engine)
    assert accused(engine) == [("artsakh", "azerbaijan", 2)]
    with engine.begin() as connection:
        extract_anew(connection, "https://wire.example/story", "Page not found.")
    resolve(engine)
    assert accused(engine) == [("artsakh", "azerbaijan", 2)]
    with engine.connect() as connection:
        assert [finding for finding in run_checks(connection) if finding.level == "fail"] == []


def test_what_tells_nothing_any_more_is_nobodys_original(engine: Engine) -> None:
    """The first to print a text denies only, and then is withdrawn; who printed it after him accuses."""
    with engine.begin() as connection:
        reference(connection, VILLAGES)
        for outlet, act, hour in (("wire", "deny", 9), ("tidewater", "accuse", 12)):
            said = Claim(1, act, (0, 10), None, "artsakh", "azerbaijan", "ceasefire_violation")
            store(connection, outlet, DAY, words_of("story", 0), url=f"https://{outlet}.example/story", claims=[said], hour=hour)
    resolve(engine)
    assert accused(engine) == []
    with engine.begin() as connection:
        extract_anew(connection, "https://wire.example/story", "Page not found.")
    resolve(engine)
    assert accused(engine) == [("artsakh", "azerbaijan", 1)]


def story(connection: Connection, outlet: str, words: str, villages: Sequence[int], hour: int = 12) -> int:
    """An article that tells of a drone strike in each of these villages, of each of which Artsakh accuses Azerbaijan; and once more in
    general."""
    told = [report(n, "drone_strike", DAY, VILLAGES[v], by="azerbaijan", of="artsakh") for n, v in enumerate(villages, 1)]
    said = [Claim(n, "accuse", (0, 10), None, "artsakh", "azerbaijan", "ceasefire_violation", report=of) for n, of in ((1, 1), (2, None))]
    return store(connection, outlet, DAY, words, *told, url=f"https://{outlet}.example/story", claims=said, hour=hour)


def places(engine: Engine) -> dict[str, str]:
    with engine.connect() as connection:
        return {place: public_id for place, public_id in connection.execute(text(  # noqa: C416
            "SELECT place_id, public_id FROM incidents WHERE withdrawn_at IS NULL"))}  # fmt: skip


def accused(engine: Engine) -> list[tuple[str, str, int]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(
            "SELECT accuser_id, accused_id, sum(accusations)::int FROM daily_accusations GROUP BY 1, 2 ORDER BY 1, 2"))]  # fmt: skip
