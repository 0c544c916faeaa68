"""A database that has lived equals one made fresh of the articles that are current at the end."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from conftest import copied
from sqlalchemy import Engine

from etl.postgres import Server
from etl.stages.conclude import resolve
from schema import admin
from tests.lives import Life, judged_alike, seen
from tests.telling import LACHIN, reference
from tests.worlds import FRONT, VILLAGES

DEEDS = ("publish", "publish", "update", "move", "read_anew", "cut", "withdraw")
JUDGED = ("judge", "regret")


@pytest.fixture
def owner(server: Server, maintenance: Engine, template: str) -> Iterator[Engine]:
    """A second database, and its owner's engine."""
    for url in copied(server, maintenance, template):
        made = admin.engine(url)
        yield made
        made.dispose()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_database_that_has_lived_equals_one_made_fresh(engine: Engine, owner: Engine, seed: int) -> None:
    draw = random.Random(seed)
    life = begun(engine, draw)
    for _ in range(8):
        life.publish()
    for _ in range(40):
        getattr(life, draw.choice(DEEDS + JUDGED if seed % 2 else DEEDS))()
        if draw.random() < 0.5:
            resolve(engine, draw.choice((None, 1, 3)))
    resolve(engine)
    fresh = begun(owner, draw)
    pages = list(life.pages.values())
    draw.shuffle(pages)
    for page in pages:
        fresh.keep(page)
    judged_alike(life, fresh, owner)
    resolve(fresh.engine)
    lived, made = seen(engine), seen(owner)
    for view in made:
        assert lived[view] == made[view], view


def begun(engine: Engine, draw: random.Random) -> Life:
    with engine.begin() as connection:
        reference(connection, (LACHIN, FRONT, *VILLAGES))
    return Life(engine, draw)
