"""One small story written by hand: Lachin, 3 August 2022, as three outlets tell it, for what analysts and checks see of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from etl.resolve.accusations import accusations
from etl.store import doubts, sums, tellings
from schema.tables import metadata

NOW = datetime.now(UTC)
DAY = date(2022, 8, 3)

MINISTRY = "🕊 Baku. Armenian forces fired at our post near Lachin. Anar Kazimov was killed. Our reply destroyed positions."
ARTSAKH = "Azerbaijan struck our positions with drones. Two soldiers were killed. We did not open fire."
WIRE = "Two soldiers were killed in a drone strike near Lachin, Artsakh says; up to 20 fell, say others. Since January 40 have died."


class Story:
    """Rows by their words: a span is where the words stand in the article's text."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.texts: dict[int, str] = {}

    def add(self, table: str, **values: object) -> int:
        made = self.connection.execute(metadata.tables[table].insert().values(**values))
        key = made.inserted_primary_key
        return int(key[0]) if key is not None and isinstance(key[0], int) else 0

    def article(self, number: int, outlet: str, text: str, **values: object) -> None:
        url, sha = f"https://{outlet}.example/{number}", sha256(text.encode()).hexdigest()
        moment = datetime(2022, 8, 4, tzinfo=UTC)
        self.add("pages", id=number, url=url, fetch_url=url, origin="feed", outlet_id=outlet, outcome="ok", fetched_at=moment, sha256=sha)
        self.add("articles", **{
            "id": number, "page_id": number, "part": 0, "outlet_id": outlet, "url": url, "canonical_url": url, "title": text[:20],
            "text": text, "published": date(2022, 8, 4), "published_source": "meta", "language": "en", "kind": "article",
            "quality": "good", "text_sha256": sha, "fetched_at": moment, "extracted_by": "x", "parsed_by": "x", **values})
        self.texts[number] = text

    def span(self, article: int, words: str) -> dict[str, int]:
        start = self.texts[article].index(words)
        return {"span_start": start, "span_end": start + len(words)}

    def report(self, number: int, article: int, words: str, incident: int | None = 1, **values: object) -> None:
        self.add("reports", **{
            "id": number, "article_id": article, "n": number, "event_type": "drone_strike", "started_on": DAY, "ended_on": DAY,
            "date_precision": "day", "standing": "alleged", "background": False, "made_by": "x", **self.span(article, words), **values})
        if incident is not None:
            self.add("incident_reports", incident_id=incident, report_id=number, role="telling", why="day, place, sides")

    def casualty(self, number: int, report: int, article: int, words: str, **values: object) -> None:
        self.add("casualties", **{
            "id": number, "report_id": report, "status": "military", "harm": "killed", "rule": "killed_verb", "party_id": "artsakh",
            **self.span(article, words), **values})

    def claim(self, number: int, article: int, words: str, act: str, **values: object) -> None:
        self.add("claims", **{
            "id": number, "article_id": article, "n": number, "act": act, "about": "attack", "rule": "said", "made_by": "x",
            **self.span(article, words), **values})

    def incident(self, number: int, public: str, **values: object) -> None:
        self.add("incidents", **{
            "id": number, "public_id": public, "event_type": "drone_strike", "started_on": DAY, "ended_on": DAY, "date_precision": "day",
            "place_name": "Lachin corridor", "country": "AZ", "lat": 39.6, "lon": 46.5, "place_precision": "area",
            "initiator_id": "azerbaijan", "target_id": "artsakh", "standing": "disputed", "reports": 3, "sources": 3, **values})


    def counted(self) -> Story:
        """With the sums and doubts as the resolver keeps them."""
        ids = list(self.connection.scalars(sa.select(metadata.tables["incidents"].c.id)))
        self.connection.exec_driver_sql("UPDATE claims SET counted = NULL; DELETE FROM incident_accusations; DELETE FROM daily_accusations;"
                                        "DELETE FROM daily_tolls")
        sums.keep_tolls(self.connection, sums.Sums(), sums.tolls(self.connection, ids))
        links = self.connection.execute(sa.text("SELECT incident_id, report_id FROM incident_reports WHERE unlinked_at IS NULL")).all()
        loaded = {key: tellings.load(self.connection, [link.report_id for link in links if link.incident_id == key]) for key in ids}
        members = {key: tellings.heard(self.connection, told).values() for key, told in loaded.items()}
        sums.keep_accusations(self.connection, {(key, *pair): counts for key, told in members.items()
                                                for pair, counts in accusations(told, True).items()}, ids)  # fmt: skip
        sums.count_loose(self.connection, [claim for claim, *_ in sums.uncounted(self.connection, 100)])
        doubts.keep(self.connection, ids)
        return self


def told(engine: Engine) -> Iterator[Story]:
    """The story, not committed."""
    with engine.connect() as connection:
        made = Story(connection)
        tell_reference(made)
        tell_articles(made)
        tell_conclusions(made)
        yield made.counted()


def tell_reference(story: Story) -> None:
    for party in ("azerbaijan", "artsakh", "armenia"):
        story.add("parties", id=party, name=party.capitalize(), kind="state")
        story.add("actors", id=f"{party}-mod", party_id=party, name=f"{party.capitalize()}'s Defence Ministry", kind="ministry")
    for outlet, party in (("baku-mod", "azerbaijan"), ("artsakh-mod", "artsakh"), ("wire", None)):
        story.add("outlets", id=outlet, name=outlet.upper(), language="en", kind="agency", party_id=party, homepage=f"https://{outlet}.example")
    story.add("ceasefires", id="karabakh-2020", name="Karabakh, 9 November 2020", form="written", started_on=date(2020, 11, 10),
              countries="AZ", source="the trilateral statement")


def tell_articles(story: Story) -> None:
    story.incident(1, "TW-00000-00001")
    story.article(1, "baku-mod", MINISTRY)
    story.article(2, "artsakh-mod", ARTSAKH)
    story.article(3, "wire", WIRE)
    story.report(1, 1, "Our reply destroyed positions", standing="admitted", initiator_id="azerbaijan")
    story.report(2, 2, "Azerbaijan struck our positions with drones", initiator_id="azerbaijan", target_id="artsakh")
    story.report(3, 3, "a drone strike near Lachin", place_name="Lachin", place_precision="settlement")
    story.add("mentions", report_id=2, field="event_type", value="drone_strike", rule="weapon", **story.span(2, "drones"))
    story.casualty(1, 2, 2, "Two soldiers", low=2, high=2, claimant_id="artsakh-mod", claimant_party_id="artsakh")
    story.casualty(2, 3, 3, "up to 20", high=20)
    story.claim(1, 2, "Azerbaijan struck our positions", "accuse", speaker_id="artsakh-mod", speaker_party_id="artsakh",
                target_party_id="azerbaijan", report_id=2)
    story.claim(2, 1, "Our reply destroyed positions", "admit", speaker_party_id="azerbaijan", report_id=1)
    story.claim(3, 1, "Armenian forces fired at our post", "accuse", speaker_party_id="azerbaijan", target_party_id="artsakh")
    story.claim(4, 2, "We did not open fire", "deny", speaker_party_id="artsakh", target_party_id="azerbaijan")
    story.add("tallies", article_id=3, harm="killed", low=40, high=40, period="since January", rule="sum", made_by="x",
              **story.span(3, "Since January 40 have died"))
    story.add("issues", stage="parse", code="unknown_place", detail="our post", article_id=1, **story.span(1, "our post"))


def tell_conclusions(story: Story) -> None:
    story.add("incident_tolls", id=1, incident_id=1, party_id="artsakh", status="military", harm="killed", lowest=2, best=2, highest=20,
              rule="own_side_admits", own_side_admits=2, latest=20, claimants=2, adds=2)
    story.add("incident_tolls", id=2, incident_id=1, party_id="artsakh", status="unknown", harm="killed", lowest=2, best=2, highest=2,
              rule="latest", latest=2, claimants=1, adds=0)
    story.add("toll_claims", casualty_id=1, toll_id=1, role="current")
    story.add("toll_claims", casualty_id=2, toll_id=1, role="current")
    story.add("assessments", incident_id=1, ceasefire_id="karabakh-2020", accused_id="azerbaijan", alleged_by="artsakh-mod",
              admitted_by="azerbaijan-mod", grade="confirmed", rule="admitted", principal=True)
    story.add("disputes", incident_id=1, kind="count", party_id="artsakh", status="military", harm="killed", first_report_id=2,
              first_casualty_id=1, second_report_id=3, second_casualty_id=2, first_says="artsakh-mod: 2", second_says="wire: up to 20")
    story.add("changes", incident_id=1, field="standing", from_value="alleged", to_value="disputed", because="report", report_id=1,
              made_by="x")
