"""The newsroom's outlets and feeds in a database, without the reference data that collecting doesn't need."""

from __future__ import annotations

from sqlalchemy import Engine, insert

from etl.newsroom.server import Newsroom
from schema import tables as t


def add_newsroom(engine: Engine, newsroom: Newsroom, most: int | None = None) -> None:
    """Its outlets, and its feeds or the first few of them."""
    with engine.begin() as connection:
        connection.execute(insert(t.outlets), [
            {"id": o.id, "name": o.name, "kind": o.kind, "language": o.language, "country": o.country, "homepage": o.homepage}
            for o in newsroom.outlets.values()])
        connection.execute(insert(t.feeds), [
            {"outlet_id": f.outlet, "url": f.url, "title": f.title, "language": f.language} for f in list(newsroom.feeds.values())[:most]])
