"""Running a verb: in this process as one worker, or over several worker processes; what is pending; the daily check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from sqlalchemy import Engine

from etl.fingerprint import fingerprint
from etl.stages import conclude, read
from etl.stages.collect import extract, fetch, history, poll
from etl.stages.extracting import watch
from etl.stages.history import Range, bring_in, forget_old_pages
from etl.store import db, status
from etl.store.checks import run_checks

VERBS: dict[str, Callable[[Engine, int | None], Counter[str]]] = {
    "poll": poll,
    "fetch": fetch,
    "extract": extract,
    "parse": read.parse,
    "resolve": conclude.resolve,
    "history": history,
}


class CheckFailed(RuntimeError):
    """A data check that must hold doesn't."""


def work(verb: str, limit: int | None = None) -> dict[str, int]:
    """Do the verb's pending work as one worker; the counts of what was done."""
    engine = db.engine()
    try:
        return dict(VERBS[verb](engine, limit))
    finally:
        engine.dispose()


def take_in(kind: str, source: str, base_url: str | None, within: Range) -> dict[str, int]:
    """Import a source of older pages; the counts of what is new."""
    engine = db.engine()
    try:
        return dict(bring_in(engine, kind, source, base_url, within))
    finally:
        engine.dispose()


def spread(verb: str, workers: int, limit: int | None = None) -> Counter[str]:
    """Do the verb's pending work over several processes; counts are summed. `limit` is shared out among them."""
    if workers == 1:
        return Counter(work(verb, limit))
    shares = [None] * workers if limit is None else [limit // workers + (n < limit % workers) for n in range(workers)]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        done = Counter[str]()
        for counts in pool.map(work, [verb] * workers, shares):
            done.update(counts)
        return done


def rehearse(verb: str, limit: int | None = None) -> list[tuple[str, str, str, str]]:
    """What `parse` or `resolve` would change, nothing written: (+ new, - gone or ~ changed; where; what; row)."""
    engine = db.engine()
    try:
        if verb == "parse":
            return read.rehearse(engine, limit)
        return [(sign, name, change.field, f"{change.before or ''} → {change.after or ''}")
                for sign, name, change in conclude.rehearse(engine, limit)]
    finally:
        engine.dispose()


def pending(*verbs: str) -> dict[str, int]:
    """How many rows each verb has still to do."""
    engine = db.engine()
    try:
        with engine.begin() as connection:
            return {verb: status.pending(connection, verb, fingerprint) for verb in verbs}
    finally:
        engine.dispose()


def check() -> list[str]:
    """The findings of the data checks, a line each. Raises CheckFailed when one of them must not be."""
    engine = db.engine()
    try:
        watch(engine)
        forget_old_pages(engine)
        with engine.begin() as connection:
            findings = run_checks(connection)
    finally:
        engine.dispose()
    lines = [str(finding) for finding in findings]
    if any(finding.level == "fail" for finding in findings):
        raise CheckFailed("\n".join(lines))
    return lines
