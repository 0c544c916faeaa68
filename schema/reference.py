"""What is known beforehand: sides, bodies that speak or fight, places, ceasefires, publishers. Loaded from etl/data at each upgrade.

An entry that leaves the files is stamped `retired_at`, never deleted: rows of the past point to it.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table

from schema.base import code, day, metadata, moment, number, position, ref, slug, text

RETIRED = "When it left the reference data; NULL while it is part of it"
COUNTRY = "~ '^[A-Z]{2}$'"


def retired() -> Column[object]:
    """When the entry left the files."""
    return moment("retired_at", RETIRED)


parties = Table(
    "parties", metadata,
    *slug("Short name of the side, such as azerbaijan or sudan-rsf"),
    text("name", "Name of the side"),
    text("kind", "state, de-facto-authority, armed-group, organisation or mission"),
    text("country", "Its country, ISO 3166-1 alpha-2; NULL where it has none", nullable=True),
    text("territory", "Countries its ground lies in, ISO 3166-1 alpha-2, parted by spaces", nullable=True),
    retired(),
    CheckConstraint("kind IN ('state', 'de-facto-authority', 'armed-group', 'organisation', 'mission')", name="kind"),
    CheckConstraint(f"country {COUNTRY}", name="country"),
    comment="Sides of conflicts, and the bodies that watch over truces",
)

actors = Table(
    "actors", metadata,
    *slug("Short name of the body, such as azerbaijan-mod"),
    ref("party_id", "parties.id", "The side it speaks or fights for; NULL for nobody's", nullable=True),
    text("name", "Name of the body"),
    text("kind", "What kind of body: ministry, government, army, unit, militia, monitor, media, official …"),
    retired(),
    comment="Bodies and persons that speak or fight for a side, and monitors, mediators and media",
)

actor_aliases = Table(
    "actor_aliases", metadata,
    Column("id", sa.Text, primary_key=True, comment="Key: whose name, the name, and since when"),
    ref("actor_id", "actors.id", "The body so called; NULL for the name of a side", nullable=True),
    ref("party_id", "parties.id", "The side so called; NULL for the name of a body", nullable=True),
    text("name", "The name as texts write it"),
    text("kind", "name, demonym (Azerbaijani), metonym (Baku) or person"),
    day("valid_from", "First day on which the name means it; NULL when open"),
    day("valid_to", "Last day on which the name means it; NULL when open"),
    CheckConstraint("num_nonnulls(actor_id, party_id) = 1", name="whose"),
    CheckConstraint("valid_from <= valid_to", name="valid"),
    Index("ix_actor_aliases_name", "name"),
    comment="The names by which sides and bodies are recognised in texts, with the days on which they mean them",
)

outlets = Table(
    "outlets", metadata,
    *slug("Short name of the publisher"),
    text("name", "Name of the publisher"),
    text("country", "Its country, ISO 3166-1 alpha-2; NULL where it has none", nullable=True),
    text("language", "Language it mostly writes in, ISO 639-1"),
    text("kind", "agency, newspaper, broadcaster, site, official (an authority's own) or monitor"),
    ref("party_id", "parties.id", "The side it is aligned to; NULL when none", nullable=True),
    text("homepage", "Its address"),
    retired(),
    CheckConstraint(f"country {COUNTRY}", name="country"),
    comment="Publishers of news and official statements",
)

places = Table(
    "places", metadata,
    *slug("Short name of the place, such as az-lachin-corridor, or geonames-NUMBER"),
    text("name", "Name"),
    text("country", "Country, ISO 3166-1 alpha-2, by its internationally recognised borders"),
    text("region", "First-level region, as GeoNames codes it; NULL when not known", nullable=True),
    *position(),
    code("precision", "place_precisions", "Kind of place"),
    number("population", "Inhabitants as GeoNames has them; NULL when not known", nullable=True),
    text("source", "curated (our own list) or geonames (GeoNames, CC BY 4.0)"),
    retired(),
    CheckConstraint(f"country {COUNTRY}", name="country"),
    CheckConstraint("lat IS NOT NULL", name="located"),
    Index("ix_places_name", "name"),
    comment="The gazetteer: villages, towns, districts, regions, lines, corridors and heights of the conflict zones",
)

place_names = Table(
    "place_names", metadata,
    Column("place_id", ForeignKey("places.id"), primary_key=True, comment="The place"),
    Column("name", sa.Text, primary_key=True, comment="A name or spelling of it, in small Latin letters without accents or hyphens"),
    Index("ix_place_names_name", "name"),
    comment="The names by which places are recognised in texts",
)

ceasefires = Table(
    "ceasefires", metadata,
    *slug("Short name of the ceasefire, such as karabakh-2020"),
    text("name", "Name"),
    text("form", "written, oral or declared"),
    day("signed_on", "Day on which it was agreed; NULL when there was no such day"),
    Column("started_on", sa.Date, nullable=False, comment="First day on which it was in force"),
    day("ended_on", "Last day on which it was in force; NULL while it is"),
    text("countries", "Countries of its area, ISO 3166-1 alpha-2, parted by spaces"),
    text("regions", "Regions of its area, parted by '; '; NULL for all of the countries", nullable=True),
    text("monitor", "Who watches over it; NULL when nobody does", nullable=True),
    text("source", "The document it stands in"),
    text("url", "Address of the document; NULL when there is none", nullable=True),
    text("clauses", "What it forbids or asks for, in short, parted by '; '", nullable=True),
    retired(),
    CheckConstraint("form IN ('written', 'oral', 'declared')", name="form"),
    CheckConstraint("started_on >= DATE '1900-01-01' AND started_on <= ended_on", name="in_force"),
    comment="Agreements, spoken understandings and declarations that fire stops",
)

ceasefire_parties = Table(
    "ceasefire_parties", metadata,
    Column("ceasefire_id", ForeignKey("ceasefires.id"), primary_key=True, comment="The ceasefire"),
    Column("party_id", ForeignKey("parties.id"), primary_key=True, index=True, comment="A side bound by it"),
    comment="The sides bound by each ceasefire",
)

ceasefire_areas = Table(
    "ceasefire_areas", metadata,
    Column("ceasefire_id", ForeignKey("ceasefires.id"), primary_key=True, comment="The ceasefire"),
    Column("south", sa.Double, primary_key=True, comment="Southern edge, degrees north, WGS 84"),
    Column("west", sa.Double, primary_key=True, comment="Western edge, degrees east, WGS 84"),
    Column("north", sa.Double, primary_key=True, comment="Northern edge, degrees north, WGS 84"),
    Column("east", sa.Double, primary_key=True, comment="Eastern edge, degrees east, WGS 84"),
    CheckConstraint("-90 <= south AND south < north AND north <= 90 AND -180 <= west AND west < east AND east <= 180", name="box"),
    comment="Boxes on the map that together make the area of a ceasefire narrower than its countries",
)
