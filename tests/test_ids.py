"""An incident keeps its id for life: whatever is merged, read anew, added and taken back in whatever order, each gets its own back."""

from __future__ import annotations

import random
from datetime import date

import pytest
from sqlalchemy import Engine, text

from etl.model import Place
from etl.stages import judge
from etl.stages.conclude import resolve
from etl.store.checks import run_checks
from tests.telling import reference, report, store

DAY = date(2022, 8, 3)
VILLAGES = [Place(f"Village {n}", f"az-village-{n}", "AZ", 38.5 + n, 46.5, "settlement") for n in range(5)]
OUTLETS = ("wire", "courier", "tidewater", "watch")


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
        words = f"Told at {url} in words of its own, and of village {village} alone. " * 4
        told = [report(1, "shelling", DAY, VILLAGES[village], by="azerbaijan", of="artsakh")] if reports else []
        with self.engine.begin() as connection:
            store(connection, outlet, DAY, words, *told, url=url, rules=f"rules {self.readings}")

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
        deed = self.draw.choice(("same", "same", "withdraw", "tell", "read", "read", "mute"))
        if deed == "same":
            self.merge()
        elif deed == "withdraw" and self.held:
            self.withdraw()
        elif deed == "tell":
            self.tell(self.draw.randrange(5))
        elif deed == "read":
            for url in self.draw.sample(sorted(self.told), self.draw.choice((1, len(self.told)))):
                self.tell(self.told[url], url)
        elif deed == "mute":
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
