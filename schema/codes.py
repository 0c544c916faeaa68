"""The lookup tables: every code of the contract and what it means. The rows are written at each upgrade."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, Table

from schema.base import metadata, number, text

CODES: dict[str, dict[str, str]] = {}


def lookup(name: str, comment: str, codes: dict[str, str]) -> Table:
    """A lookup table; its codes in the order in which to show them, each with its meaning."""
    CODES[name] = codes
    return Table(
        name, metadata,
        Column("code", sa.Text, primary_key=True, comment="The code as other tables store it"),
        text("description", "What the code means"),
        number("rank", "Place in the order in which to show the codes, from 1"),
        CheckConstraint("code ~ '^[a-z0-9]+(_[a-z0-9]+)*$'", name="code"),
        comment=comment,
    )


event_types = lookup("event_types", "Kinds of incident", {
    "small_arms_fire": "Rifle or machine-gun fire",
    "sniper_fire": "Fire by a sniper",
    "shelling": "Mortar, artillery, tank or grenade-launcher fire",
    "rocket_or_missile": "Rockets or missiles from the ground or the sea",
    "air_strike": "Bombs or missiles from manned aircraft, or from aircraft with no more said",
    "drone_strike": "An unmanned aircraft that hits, drops munitions or explodes",
    "airspace_violation": "Overflight by aircraft or drone, without a strike",
    "ground_attack": "Assault, raid, infiltration or incursion on the ground",
    "territory_seizure": "A position, height, village or area taken",
    "clash": "An exchange of fire whose starter isn't clear",
    "mine_or_ied": "A mine or improvised explosive device went off",
    "abduction_or_capture": "People abducted, detained or captured",
    "deployment": "Troops, weapons or fortifications where the agreement forbids them",
    "obstruction": "Blockade, or monitors, peacekeepers or aid denied passage",
    "unspecified_violation": "A breach of the ceasefire with no more said",
})

harms = lookup("harms", "What was done to people, and what else tallies count", {
    "killed": "People killed",
    "wounded": "People wounded",
    "missing": "People missing",
    "captured": "People captured or detained",
    "killed_or_wounded": "People killed or wounded, the source doesn't say which",
    "violations": "Violations of the ceasefire (tallies only)",
    "shots_fired": "Shots (tallies only)",
    "shells_fired": "Shells, mines, rockets or other heavy rounds (tallies only)",
    "explosions": "Explosions (tallies only)",
})

statuses = lookup("statuses", "Whether the people harmed were military", {
    "military": "Soldiers, police or fighters",
    "civilian": "Civilians",
    "unknown": "The source doesn't say",
})

date_precisions = lookup("date_precisions", "How exactly a date is known", {
    "day": "One day",
    "range": "The days from the first to the last",
    "week": "Some day or days of one week",
    "month": "Some day or days of one month",
    "year": "Some day or days of one year",
    "unknown": "No date is said; never guessed from the day of publication",
})

place_precisions = lookup("place_precisions", "How exactly a place is known", {
    "exact": "A point: a building, a post, a crossing",
    "settlement": "A village, town or city",
    "area": "A valley, corridor, height, line or sector",
    "district": "A district",
    "region": "A province or region",
    "country": "A country",
})

standings = lookup("standings", "How a report stands, by who says so", {
    "alleged": "One side says so of the other",
    "admitted": "Its initiator says so",
    "denied": "The accused denies it",
    "disputed": "Each side blames the other, or they contradict each other",
    "observed": "Monitors say so, or the outlet in its own voice",
})

acts = lookup("acts", "What a speaker does with words", {
    "accuse": "Says that another did it",
    "deny": "Says that it wasn't so",
    "admit": "Says that they themselves did it",
    "report": "States facts and blames nobody",
    "condemn": "Condemns",
    "call_for": "Calls for restraint, a ceasefire or an investigation",
    "threaten": "Threatens",
    "announce": "Announces measures, truces or mobilisation",
})

topics = lookup("topics", "What a claim is about", {
    "ceasefire_violation": "A breach of a ceasefire",
    "attack": "An attack",
    "casualties": "People harmed",
    "territory": "Ground taken or held",
    "agreement": "An agreement or talks",
    "escalation": "Escalation in general",
    "other": "Something else",
})

stages = lookup("stages", "The steps of the pipeline", {
    "poll": "Feeds are asked for new entries",
    "fetch": "Pages are downloaded",
    "extract": "Articles are taken out of pages",
    "parse": "Reports, claims and tallies are read out of articles",
    "resolve": "Incidents are concluded from reports",
})
