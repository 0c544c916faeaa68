"""Worlds of articles made at random, and all that is concluded of them: for the properties that resolving keeps."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Integer, Text, bindparam, text

from etl.model import Claim, Place, Report
from etl.stages.conclude import resolve
from etl.store.checks import run_checks
from tests.telling import LACHIN, hurt, report, store

VILLAGES = [Place(f"Village {n}", f"az-village-{n}", "AZ", 39.6 + n / 20, 46.5, "settlement") for n in range(4)]
FRONT = Place("The front", "az-front", "AZ", 39.7, 46.5, "region")
OUTLETS = ("wire", "courier", "tidewater", "watch", "baku-ministry", "artsakh-ministry")

Tell = Callable[[Connection], None]


def tellings(seed: int, count: int = 50) -> list[Tell]:
    """Articles about few days and places, so that many tie, contradict, copy and bridge each other."""
    draw = random.Random(seed)
    return [article(draw, n) for n in range(count)]


def article(draw: random.Random, n: int) -> Tell:
    day = date(2022, 8, 1) + timedelta(days=draw.randrange(5))
    outlet, reports = draw.choice(OUTLETS), [one(draw, m, day) for m in range(1, draw.choice((1, 2, 2, 2, 3)))]
    words = f"{draw.choice(('Wire', 'Agency'))} copy of {day}, told again and again in much the same words by everyone. " * 5
    body = words if draw.random() < 0.4 else f"Article {n} in words of its own, {draw.getrandbits(200):x}. " * 4

    said = [claim(draw, m, bool(reports)) for m in range(1, draw.randrange(1, 4))]

    def tell(connection: Connection) -> None:
        store(connection, outlet, day + timedelta(days=n % 2), body, *reports, url=f"https://{outlet}.example/{n}", hour=n % 24,
              claims=said)  # fmt: skip

    return tell


def one(draw: random.Random, n: int, day: date) -> Report:
    side, other = draw.choice((("azerbaijan", "artsakh"), ("artsakh", "azerbaijan"), ("azerbaijan", "armenia")))
    says, of = f"{draw.choice((side, other))}-mod", draw.choice((other, other, None))
    dead = [hurt(draw.randrange(4), party=of, says=says, of=other)] if draw.random() < 0.6 else []
    kind = draw.choice(("shelling", "small_arms_fire", "clash", "drone_strike"))
    place, doer = draw.choice((*VILLAGES, LACHIN, None, None)), draw.choice((side, side, None))
    return report(n, kind, day, place, by=doer, of=of, standing=draw.choice(("alleged", "admitted")), harm=dead)


def claim(draw: random.Random, n: int, told: bool) -> Claim:
    """Of the first report, where one is told, or of none; the second may answer the first."""
    one, other = draw.sample(("azerbaijan", "artsakh", "armenia"), 2)
    return Claim(n, draw.choice(("accuse", "accuse", "deny", "admit")), (30 + n, 40 + n), None, one, other, "attack",
                 report=draw.choice((1, 1, None)) if told else None, answers=n - 1 or None)  # fmt: skip


DUMP = """
SELECT array_agg(DISTINCT a.url || '#' || r.n || '#' || l.role ORDER BY a.url || '#' || r.n || '#' || l.role) AS members,
       i.event_type, i.started_on, i.place_name, i.initiator_id, i.target_id, i.standing, i.reports, i.sources,
       (SELECT array_agg(concat_ws('|', coalesce(t.party_id, '-'), t.status, t.harm, t.lowest, t.best, t.highest, t.rule, t.best_by, t.adds)
                         ORDER BY t.party_id, t.status, t.harm) FROM incident_tolls t WHERE t.incident_id = i.id) AS tolls,
       (SELECT array_agg(concat_ws('|', s.accused_id, s.ceasefire_id, s.alleged_by, s.admitted_by, s.grade, s.rule) ORDER BY s.accused_id,
                         s.ceasefire_id) FROM assessments s WHERE s.incident_id = i.id) AS assessments,
       (SELECT array_agg(concat_ws('|', d.kind, d.first_says, d.second_says) ORDER BY d.kind, d.first_says, d.second_says)
        FROM disputes d WHERE d.incident_id = i.id) AS disputes
FROM incidents i JOIN incident_reports l ON l.incident_id = i.id AND l.unlinked_at IS NULL
JOIN reports r ON r.id = l.report_id JOIN articles a ON a.id = r.article_id
WHERE i.withdrawn_at IS NULL GROUP BY i.id ORDER BY members
"""


SUMS = {
    "daily_tolls": "SELECT started_on, ended_on, party_id, status, harm, incidents, counted, people FROM daily_tolls"
                   " ORDER BY 1, 2, 3, 4, 5",
    "daily_accusations": "SELECT accuser_id, accused_id, about, published, accusations, incidents, admitted, denied, returned, unanswered"
                         " FROM daily_accusations ORDER BY 1, 2, 3, 4",
    "near_misses": """
        SELECT m.score, m.why, x.here, y.here, d.weight FROM near_misses m LEFT JOIN doubts d ON d.item = 'near_miss-' || m.id
        JOIN (SELECT r.id, a.url || '#' || r.n AS here FROM reports r JOIN articles a ON a.id = r.article_id) x ON x.id = m.report_id
        JOIN (SELECT r.id, a.url || '#' || r.n AS here FROM reports r JOIN articles a ON a.id = r.article_id) y ON y.id = m.other_report_id
        ORDER BY 3, 4, 1, 2""",
    "doubts": """
        SELECT d.kind, d.code, d.what, d.weight, a.url || '#' || r.n FROM doubts d JOIN reports r ON r.id = d.report_id
        JOIN articles a ON a.id = r.article_id WHERE d.kind <> 'near_miss' ORDER BY 1, 2, 3, 4, 5""",
}


def dump(engine: Engine) -> list[dict[str, Any]]:
    """All that counts, without keys, and the sums; no check finds a fault."""
    with engine.connect() as connection:
        assert [finding for finding in run_checks(connection) if finding.level == "fail"] == []
        incidents = [dict(row) for row in connection.execute(text(DUMP)).mappings()]
        return [*incidents, {name: connection.execute(text(query)).all() for name, query in SUMS.items()}]


Judged = dict[str, Any]
TYPES = {"kind": Text, "of": Text, "here": Integer, "there": Integer}


def judgements(draw: random.Random, engine: Engine, count: int) -> list[Judged]:
    """What persons may say of these incidents: pairs of one day made one, pairs of one incident parted, incidents dismissed."""
    with engine.connect() as connection:
        told = connection.execute(text(
            "SELECT a.url, r.n, r.started_on, l.incident_id FROM reports r JOIN articles a ON a.id = r.article_id"
            " JOIN incident_reports l ON l.report_id = r.id AND l.unlinked_at IS NULL ORDER BY 1, 2")).all()  # fmt: skip
    made: list[Judged] = []
    while len(made) < count:
        one, kind = draw.choice(told), draw.choice(("same", "same", "different", "different", "not_an_incident"))
        others = [t for t in told if t.started_on == one.started_on and (t.incident_id == one.incident_id) == (kind == "different")]
        other = draw.choice(others) if others and kind != "not_an_incident" else None
        if other != one and (other is None) == (kind == "not_an_incident"):
            made.append({"id": len(made) + 1, "kind": kind, "url": one.url, "of": other and other.url,
                         "here": 10 * one.n, "there": other and 10 * other.n})
    return made


def judge(owner: Engine, made: list[Judged]) -> None:
    """Keep those whose tellings are there, unasked whether they contradict each other now."""
    query = text("""
        INSERT INTO judgements (id, kind, subject, other, why, made_by, article_id, span_start, span_end, other_article_id, other_start,
                                other_end)
        SELECT :id, :kind, 'this', CASE WHEN b.id IS NOT NULL THEN 'that' END, 'as is seen', 'someone', a.id, :here, :here + 10, b.id,
               :there, :there + 10
        FROM articles a LEFT JOIN articles b ON b.url = :of
        WHERE a.url = :url AND (b.id IS NULL) = (:kind = 'not_an_incident') AND NOT EXISTS (SELECT FROM judgements WHERE id = :id)""")
    query = query.bindparams(*(bindparam(name, type_=kind) for name, kind in TYPES.items()))
    with owner.begin() as connection:
        connection.execute(text("ALTER TABLE judgements DISABLE TRIGGER USER"))
        connection.execute(query, made)


def take_back(owner: Engine, made: list[Judged]) -> None:
    """These judgements hold no longer, those of them that were given."""
    query = text("UPDATE judgements SET withdrawn_at = now(), applied_at = NULL WHERE id = ANY(:ids)")
    with owner.begin() as connection:
        connection.execute(query, {"ids": [judged["id"] for judged in made]})


def clear(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM disputes"))
        for table in ("doubts", "assessments", "near_misses", "incident_accusations", "daily_accusations", "daily_tolls", "toll_claims",
                      "incident_tolls", "incident_reports", "changes", "report_blocks", "signature_bands",
                      "signatures", "mentions", "casualties", "claims"):
            connection.execute(text(f"DELETE FROM {table}"))
        connection.execute(text("UPDATE articles SET lineage_id = NULL"))
        for table in ("reports", "issues", "incidents", "articles", "pages"):
            connection.execute(text(f"DELETE FROM {table}"))


def at_once(engine: Engine, told: list[Tell]) -> list[dict[str, Any]]:
    with engine.begin() as connection:
        for tell in told:
            tell(connection)
    resolve(engine)
    return dump(engine)
