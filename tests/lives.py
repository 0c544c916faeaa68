"""Lives of a database: articles published, updated, moved, withdrawn, read anew, judged; and the database made fresh of what is left."""

from __future__ import annotations

import random
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, text

from etl.model import Article, Claim, Issue, Reading, Report, Tally
from etl.stages import judge
from etl.store import extracted, readings
from etl.store.checks import run_checks
from etl.store.extracted import RawPage
from tests.worlds import OUTLETS, claim, one

NIGHT = datetime(2022, 8, 9, tzinfo=UTC)
NAMES = ("Anar", "Boris", "Chinar", "Davit", "Elchin", "Farid", "Gor", "Hayk")
KEYS = re.compile(r"^(.+_)?id$|^public_id$|^item$|^since$|^judged_by$|_at$")
WORDS = {"outlet_id", "party_id", "accused_id", "accuser_id", "ceasefire_id", "initiator_id", "target_id", "place_id", "speaker_id",
         "speaker_party_id", "target_party_id", "via_id", "claimant_id", "claimant_party_id"}  # keys that are slugs
OPERATORS = {"changes", "feed_health", "pipeline_status"}  # views of what happened, not of what is


@dataclass(frozen=True)
class Page:
    """What an address says: its text, and what is read in it."""

    url: str
    outlet: str
    canonical: str
    published: date
    hour: int
    text: str
    reports: tuple[Report, ...] = ()
    claims: tuple[Claim, ...] = ()
    tallies: tuple[Tally, ...] = ()
    issues: tuple[Issue, ...] = ()

    @property
    def article(self) -> Article:
        moment = datetime(self.published.year, self.published.month, self.published.day, self.hour, tzinfo=UTC)
        return Article(self.text, url=self.url, title=self.text[:40], published=self.published, published_at=moment,
                       published_source="meta", language="en", canonical_url=self.canonical, kind="article", outlet=self.outlet)


def draft(draw: random.Random, url: str, outlet: str, day: date) -> Page:
    """An article about few days and places: in words of its own, or a wire's words, whole, cut short, or with a story of its own after."""
    story = draw.randrange(3)
    wire = [f"{NAMES[story]} said on day {story} that shells {n} fell at post {n} of line {story}, as the agency has it." for n in range(9)]
    own = [f"Witness {draw.choice(NAMES)} told {outlet} in words {draw.getrandbits(90):x} of night {draw.getrandbits(60):x}."
           for _ in range(draw.choice((3, 8, 14)))]
    paragraphs = draw.choice((wire, wire[:6], wire + own[:3], own, own))
    page = Page(url, outlet, url, day + timedelta(days=draw.randrange(2)), draw.randrange(24), "\n\n".join(paragraphs))
    return read(draw, page, day)


def read(draw: random.Random, page: Page, day: date) -> Page:
    """The article as some rules read it: perhaps as telling nothing."""
    told = tuple(one(draw, n, day) for n in range(1, draw.choice((1, 1, 2, 2, 3))))
    claims = tuple(claim(draw, n, bool(told)) for n in range(1, draw.choice((1, 2, 3))))
    tallies = (Tally("killed", (50, 60), "artsakh", 40, 40, "since May", rule="sum"),) if draw.random() < 0.2 else ()
    issues = (Issue("unknown_place", "post", (12, 16)),) if draw.random() < 0.3 else ()
    return replace(page, reports=told, claims=claims, tallies=tallies, issues=issues)


class Life:
    """A database, and what its pages say now."""

    def __init__(self, engine: Engine, draw: random.Random) -> None:
        self.engine, self.draw = engine, draw
        self.pages: dict[str, Page] = {}
        self.rules = 0
        self.judged: list[int] = []

    def publish(self) -> None:
        outlet = self.draw.choice(OUTLETS)
        url = f"https://{outlet}.example/{len(self.pages)}"
        self.keep(draft(self.draw, url, outlet, date(2022, 8, 1) + timedelta(days=self.draw.randrange(4))))

    def update(self) -> None:
        """The outlet changes the article: other words, other facts."""
        old = self.any()
        self.keep(draft(self.draw, old.url, old.outlet, old.published))

    def move(self) -> None:
        """The page names another's address as its own."""
        old, other = self.any(), self.any()
        self.keep(replace(old, canonical=other.canonical))

    def read_anew(self) -> None:
        for page in self.draw.sample(list(self.pages.values()), min(len(self.pages), self.draw.choice((1, 1, 3)))):
            self.keep(read(self.draw, page, page.published))

    def cut(self) -> None:
        """A footer is learned: the same facts in a text without its last paragraph."""
        old = self.any()
        if old.text.count("\n\n") > 2:
            self.keep(replace(old, text=old.text.rpartition("\n\n")[0]))

    def withdraw(self) -> None:
        """The page gives no article any more."""
        old = self.any()
        with self.engine.begin() as connection:
            extracted.keep_articles(connection, raw(connection, old), {}, "x")
        del self.pages[old.url]

    def judge(self) -> None:
        """A person holds two tellings for one incident, or for two, or one for none."""
        told = [report for report, _, _ in self.told()]
        way = self.draw.choice((judge.same, judge.same, judge.different, None))
        with suppress(judge.Refused):
            if len(told) > 1:
                one, other = (f"report:{key}" for key in self.draw.sample(told, 2))
                said = "as is seen", "someone"
                made = way(self.engine, one, other, *said) if way else judge.not_an_incident(self.engine, one, *said)
                self.judged.append(made.id)

    def regret(self) -> None:
        """A judgement is taken back."""
        if self.judged:
            judge.withdraw(self.engine, self.judged.pop(self.draw.randrange(len(self.judged))))

    def told(self) -> list[Any]:
        """The tellings that count: number, address, number within it."""
        with self.engine.connect() as connection:
            return list(connection.execute(text(
                "SELECT r.id, a.url, r.n FROM reports r JOIN articles a ON a.id = r.article_id WHERE r.replaced_at IS NULL ORDER BY 2, 3")))

    def any(self) -> Page:
        return self.draw.choice(sorted(self.pages.values(), key=lambda page: page.url))

    def keep(self, page: Page) -> None:
        self.rules += 1
        self.pages[page.url] = page
        with self.engine.begin() as connection:
            store(connection, page, f"rules {self.rules}")


def raw(connection: Connection, page: Page) -> RawPage:
    """The page with its bytes; its row is made when there is none."""
    key = connection.scalar(text("""
        INSERT INTO pages (url, fetch_url, outlet_id, outcome, origin, sha256, fetched_at)
        VALUES (:url, :url, :outlet, 'ok', 'feed', repeat('0', 64), :at)
        ON CONFLICT (url) DO UPDATE SET fetch_url = excluded.fetch_url RETURNING id"""),
        {"url": page.url, "outlet": page.outlet, "at": NIGHT})
    return RawPage(key, page.url, None, page.outlet, NIGHT, None, b"", None, None)


def store(connection: Connection, page: Page, rules: str) -> None:
    """Extract and read the page."""
    found = raw(connection, page)
    extracted.keep_articles(connection, found, {0: (page.article, "good")}, rules)
    article = replace(page.article, id=str(extracted.articles_of(connection, found.id)[0]["id"]))
    readings.keep(connection, Reading(article, bool(page.reports), page.reports, page.claims, page.tallies, page.issues), rules)


def seen(engine: Engine) -> dict[str, list[str]]:
    """What analysts see, every view row by row without keys and times; an incident goes by the words that tell it first."""
    with engine.connect() as connection:
        assert [finding for finding in run_checks(connection) if finding.level == "fail"] == []
        first: dict[Any, str] = {}
        for row in connection.execute(text("SELECT incident_id, url, quote FROM bi.sources ORDER BY url, quote")):
            first.setdefault(row.incident_id, f"{row.url} {row.quote}")
        views = connection.scalars(text("SELECT table_name FROM information_schema.views WHERE table_schema = 'bi' ORDER BY 1")).all()
        found = {}
        for view in views:
            if view not in OPERATORS:
                rows = connection.execute(text(f"SELECT * FROM bi.{view}")).mappings()
                found[view] = sorted(str(plain(row, first)) for row in rows)
        return found


def plain(row: Any, first: dict[Any, str]) -> dict[str, Any]:
    told = {name: value for name, value in row.items() if name in WORDS or not KEYS.search(name)}
    told |= {"incident": first.get(row["incident_id"])} if row.get("incident_id") else {}
    told |= {"copy_of": row["copy_of"] is not None} if "copy_of" in row else {}
    return {name: re.sub(r"TW-\w+-\w+", "TW", value) if isinstance(value, str) else value for name, value in told.items()}


def judged_alike(life: Life, fresh: Life, owner: Engine) -> None:
    """What persons have judged in a life and what can still be found is judged in the fresh database, unasked what it contradicts."""
    with life.engine.connect() as connection:
        held = connection.execute(text("""
            SELECT j.id, j.kind, bi.report_at(j.article_id, j.span_start, j.span_end) AS one,
                   bi.report_at(j.other_article_id, j.other_start, j.other_end) AS other
            FROM judgements j WHERE j.withdrawn_at IS NULL ORDER BY j.id""")).all()
    was = {key: (url, n) for key, url, n in life.told()}
    now = {(url, n): key for key, url, n in fresh.told()}
    with owner.begin() as connection:
        connection.execute(text("ALTER TABLE judgements DISABLE TRIGGER USER"))
        for row in held:
            if row.one is not None and (row.other is not None or row.kind == "not_an_incident"):
                one, other = (now[was[key]] if key else None for key in (row.one, row.other))
                connection.execute(text("""
                    INSERT INTO judgements (id, kind, subject, other, why, made_by, article_id, span_start, span_end, other_article_id,
                                            other_start, other_end)
                    SELECT :id, :kind, 'report:' || a.id, 'report:' || b.id, 'as is seen', 'someone', a.article_id, a.span_start,
                           a.span_end, b.article_id, b.span_start, b.span_end
                    FROM reports a LEFT JOIN reports b ON b.id = CAST(:other AS bigint) WHERE a.id = :one"""),
                    {"id": row.id, "kind": row.kind, "one": one, "other": other})
