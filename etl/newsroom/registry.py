"""The registry with the newsroom's outlets and feeds in place of the real ones."""

from __future__ import annotations

from dataclasses import replace

from etl.lexicon.registry import Feed, Outlet, Registry, load

from .server import Newsroom


def registry(newsroom: Newsroom) -> Registry:
    """The real parties, actors and ceasefires; the newsroom's outlets and feeds at its address."""
    outlets = [Outlet(row["id"], row["name"], row.get("country"), row["language"], row["kind"], row.get("party"), row["homepage"])
               for row in newsroom.outlets]
    feeds = [Feed(row["id"], row["outlet"], row["url"], row["title"], row["language"], tuple(row.get("ceasefires", ())), True, "newsroom")
             for row in newsroom.feeds]
    return replace(load(), outlets={o.id: o for o in outlets}, feeds={f.id: f for f in feeds})
