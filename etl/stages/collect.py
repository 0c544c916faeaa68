"""Poll, fetch, extract: what feeds say is new, the pages, the articles in them; and catching up on the pages that were imported."""

from __future__ import annotations

import asyncio
from collections import Counter

from sqlalchemy import Engine

from etl.stages import extracting
from etl.stages.fetching import Catching, Fetching
from etl.stages.polling import Polling
from etl.stages.rounds import collect


def poll(engine: Engine, limit: int | None = None) -> Counter[str]:
    """Poll the feeds whose time has come, until none is due (or `limit` polls are made)."""
    return asyncio.run(collect(engine, limit, Polling))


def fetch(engine: Engine, limit: int | None = None) -> Counter[str]:
    """Fetch the pages that feeds name, and look again at the young ones, until none is due (or `limit` are done)."""
    return asyncio.run(collect(engine, limit, Fetching))


def extract(engine: Engine, limit: int | None = None) -> Counter[str]:
    """Take the articles out of the pages that feeds name, until none is pending (or `limit` pages are done)."""
    return extracting.extract(engine, limit, "feed")


def history(engine: Engine, limit: int | None = None) -> Counter[str]:
    """Fetch and extract imported pages, slowly, until none is left for now (or `limit` are done)."""
    given = extracting.extract(engine, limit, "import")
    left = None if limit is None else limit - given["pages"]
    fetched = asyncio.run(collect(engine, left, Catching))
    read = given + extracting.extract(engine, left, "import")
    return Counter(fetched=fetched["pages"], articles=read["articles"], failed=fetched["failed"] + read["failed"])
