"""Reports by hand, without a reader: for tests and benches of the resolver."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection, func, insert, select, update

from etl.lexicon.records import Registry
from etl.lexicon.registry import load
from etl.model import Article, Casualty, Claim, Occurred, Place, Reading, Report
from etl.store import readings
from schema.tables import actors, articles, ceasefires, outlets, pages, parties, places

LACHIN = Place("Lachin corridor", "az-lachin-corridor", "AZ", 39.6, 46.5, "area")


def reference(connection: Connection, wanted_places: Sequence[Place] = (LACHIN,)) -> Registry:
    """Parties, actors, outlets and ceasefires of the registry, and a few places."""
    registry = load()
    connection.execute(insert(parties), [
        {"id": p.id, "name": p.name, "kind": p.kind, "country": p.country} for p in registry.parties.values()])
    connection.execute(insert(actors), [
        {"id": a.id, "party_id": a.party, "name": a.name, "kind": a.kind} for a in registry.actors.values()])
    for c in registry.ceasefires.values():
        connection.execute(insert(ceasefires).values(id=c.id, name=c.name, form=c.form, started_on=c.start, ended_on=c.end,
                                                     countries=" ".join(c.countries), source=c.source))
    connection.execute(insert(outlets), [
        {"id": name, "name": name, "language": "en", "kind": kind, "party_id": party, "homepage": f"https://{name}.example"}
        for name, kind, party in (("baku-ministry", "official", "azerbaijan"), ("artsakh-ministry", "official", "artsakh"),
                                  ("wire", "agency", None), ("courier", "newspaper", None), ("tidewater", "newspaper", None),
                                  ("watch", "monitor", "osce"))])
    connection.execute(insert(places), [
        {"id": p.id, "name": p.name, "country": p.country, "lat": p.lat, "lon": p.lon, "precision": p.precision, "source": "curated"}
        for p in wanted_places])
    return registry


def store(connection: Connection, outlet: str | None, published: date, text: str, *reports: Report, url: str | None = None,
          claims: Sequence[Claim] = (), hour: int = 12, rules: str = "hand") -> int:
    """Keep an article and its reading; the article's number. The same URL again is a new reading of the same article."""
    url = url or f"https://{outlet}.example/{sha256(text.encode()).hexdigest()[:12]}"
    key = connection.scalar(select(articles.c.id).where(articles.c.url == url, articles.c.superseded_at.is_(None)))
    moment = datetime.fromisoformat(f"{published.isoformat()}T{hour:02}:00:00+00:00")
    if key is None:
        page = connection.scalar(insert(pages).values(
            url=url, fetch_url=url, outlet_id=outlet, outcome="ok", origin="feed", sha256="0" * 64, fetched_at=moment,
        ).returning(pages.c.id))
        key = connection.scalar(insert(articles).values(
            page_id=page, part=0, outlet_id=outlet, url=url, canonical_url=url, title=text[:40], text=text, published=published,
            published_at=moment, published_source="meta", kind="article", quality="good",
            text_sha256=sha256(text.encode()).hexdigest(), fetched_at=moment, extracted_by="hand", language="en",
        ).returning(articles.c.id))
    assert key is not None
    article = Article(text, id=str(key), url=url, published=published, outlet=outlet)
    readings.keep(connection, Reading(article, bool(reports), reports, tuple(claims)), rules)
    return key


def extract_anew(connection: Connection, url: str, text: str) -> int:
    """A newer extraction of this address gives this text: the old article and its reading are superseded; the new article's number."""
    old = connection.execute(select(articles).where(articles.c.url == url, articles.c.superseded_at.is_(None))).mappings().one()
    readings.retire(connection, old["id"])
    connection.execute(update(articles).where(articles.c.id == old["id"]).values(superseded_at=func.now()))
    kept = {name: old[name] for name in old if name not in ("id", "lineage_id", "parsed_by", "parsed_at", "reading_sha256")}
    new = kept | {"text": text, "text_sha256": sha256(text.encode()).hexdigest(), "extracted_by": "newer"}
    key = connection.scalar(insert(articles).values(new).returning(articles.c.id))
    assert key is not None
    return key


def report(n: int, kind: str, day: date | str, place: Place | None = LACHIN, by: str | None = None, of: str | None = None,
           standing: str = "alleged", harm: Sequence[Casualty] = (), end: date | str | None = None, **more: object) -> Report:
    """A report; its words are the nth ten characters of the text."""
    start, last = (d if isinstance(d, date) else date.fromisoformat(d) for d in (day, end or day))
    occurred = Occurred(start, last, "day" if start == last else "range")
    return Report(n, kind, occurred, place, by, of, standing, ((10 * n, 10 * n + 10),), casualties=tuple(harm), **more)  # type: ignore[arg-type]


def hurt(count: int | None, harm: str = "killed", party: str | None = "artsakh", status: str = "military", says: str | None = None,
         of: str | None = None, high: int | None = None, **more: object) -> Casualty:
    """A casualty row: `says` is the claimant, `of` its side."""
    return Casualty(harm, (10, 20), party, status, count, high if high is not None else count, claimant=says, claimant_party=of, **more)  # type: ignore[arg-type]


def days(first: str, count: int) -> list[date]:
    """So many days from the first."""
    return [date.fromisoformat(first) + timedelta(days=n) for n in range(count)]
