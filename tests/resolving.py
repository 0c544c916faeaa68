"""Tellings by hand, without a database: for tests of the rules of concluding."""

from __future__ import annotations

from datetime import date
from itertools import count

from etl.lexicon.registry import load
from etl.model import Place
from etl.resolve.conclude import World, world
from etl.resolve.telling import Figure, Telling
from etl.resolve.toll import Toll, tolls

KNOWN: World = world(load())
SIDES = KNOWN.sides
DAY = date(2022, 8, 3)
LACHIN = Place("Lachin corridor", "az-lachin-corridor", "AZ", 39.6, 46.5, "area")
SHUSHA, NEXT = Place("Shusha", "a", "AZ", 39.75, 46.75, "settlement"), Place("Dashalty", "b", "AZ", 39.75, 46.83, "settlement")
NUMBERS = count(1)


def telling(**given: object) -> Telling:
    """A shelling of Shusha by Artsakh, told by some outlet."""
    n = next(NUMBERS)
    values: dict[str, object] = {
        "id": n, "article": n, "url": f"https://{n}.example", "span": (0, 10), "event_type": "shelling", "start": DAY, "end": DAY,
        "precision": "day", "place": SHUSHA, "initiator": "artsakh", "target": "azerbaijan", "standing": "alleged", "published": DAY,
        "origin": n, "outlet": f"outlet-{n}",
    }  # fmt: skip
    return Telling(**(values | given))  # type: ignore[arg-type]


def dead(number: int | None, by: str | None = "azerbaijan-mod", party: str | None = "azerbaijan", status: str = "military",
         harm: str = "killed", high: int | None = None, side: str | None = None, **more: object) -> Figure:  # fmt: skip
    speaks = side or (by.rsplit("-", 1)[0] if by else None)
    return Figure(next(NUMBERS), party, status, harm, number, high if high is not None else number, claimant=by,
                  claimant_party=speaks, **more)  # type: ignore[arg-type]  # fmt: skip


def toll(*members: Telling) -> list[Toll]:
    return tolls(members, SIDES, KNOWN.neutral)
