"""Parse: articles not yet read by the current rules, newest first → reports, claims, tallies, issues."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from etl.fingerprint import fingerprint
from etl.lexicon.places import gazetteer
from etl.lexicon.registry import load
from etl.model import Issue, Reading
from etl.settings import settings
from etl.stages.texts import read_safely, together
from etl.store import readings, reference, replay, status


def parse(engine: Engine, limit: int | None = None) -> Counter[str]:
    """Read what is pending, a small batch a transaction, until nothing is (or `limit` articles are done)."""
    rules, done = fingerprint("parse"), Counter[str]()
    bring_words(engine, rules)
    while limit is None or done["articles"] < limit:
        size = settings().batch if limit is None else min(settings().batch, limit - done["articles"])
        with engine.begin() as connection:
            batch = readings.take_pending(connection, rules, size)
            for article in together(batch):
                done.update(articles=1)
                done.update(keep_safely(connection, read_safely(article), rules))
        if not batch:
            break
    return done


def bring_words(engine: Engine, rules: str) -> None:
    """Load the words of etl/data when there is something to read by them: a new alias may bring a new body or place."""
    with engine.begin() as connection:
        if replay.pending_ids(connection, rules, 1):
            reference.load_words(connection, load(), gazetteer(settings().home))


def keep_safely(connection: Connection, reading: Reading, rules: str) -> Counter[str]:
    """Store a reading; one that the database refuses becomes an issue of that article instead of ending the batch."""
    try:
        with connection.begin_nested():
            changed = readings.keep(connection, reading, rules)
    except DBAPIError as refusal:
        if isinstance(refusal, OperationalError):  # the database, not the reading
            raise
        why = " ".join(str(refusal.orig).split())[:500]
        reading = Reading(reading.article, False, issues=(Issue("reading_refused", why),))
        changed = readings.keep(connection, reading, rules)
    return Counter(reports=len(reading.reports), claims=len(reading.claims), issues=len(reading.issues)) if changed else Counter()


def rehearse(engine: Engine, limit: int | None = None) -> list[tuple[str, str, str, str]]:
    """What reading the pending articles anew would change, nothing written: (+ or -, address, kind of row, row)."""
    changes = []
    with engine.connect() as connection:
        for number in replay.pending_ids(connection, fingerprint("parse"), limit):
            article = status.article_by_id(connection, number)
            before, after = replay.stored_rows(connection, number), replay.new_rows(read_safely(article))
            changes += [("-", article.url or "", *row) for row in sorted(before - after)]
            changes += [("+", article.url or "", *row) for row in sorted(after - before)]
    return changes
