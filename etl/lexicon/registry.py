"""Who fights, who speaks, what was agreed, who publishes: etl/data/{parties,bodies,actors,ceasefires,outlets,feeds}.yaml, validated.

An entry that is broken raises a DataError naming its file, its line and the reason. A date may be given as a day, a month or a year.
Generic bodies ("{Azerbaijani|Azerbaijan's} Defence Ministry") stand once in bodies.yaml and exist for every party of their kinds;
actors.yaml gives them proper names, and lists the bodies that only one side has.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

from etl.lexicon.entries import Entry, entries
from etl.lexicon.files import DATA, DataError
from etl.lexicon.records import Actor, Alias, Body, Ceasefire, Feed, Outlet, Party, Registry

PARTY_KINDS = frozenset({"state", "de-facto-authority", "armed-group", "organisation", "mission"})
ACTOR_KINDS = frozenset({
    "ministry", "government", "head", "parliament", "army", "command", "unit", "militia", "police", "local", "wing",
    "health", "rescue", "justice", "media", "monitor", "mediator", "organisation", "official", "population",
})  # fmt: skip
NAMED = (("aliases", "name"), ("people", "person"))  # how an actor is called, and who speaks or acts for it
FORMS = frozenset({"written", "oral", "declared"})
ARTICLE = re.compile(  # names that take "the"
    r"\b(?:Republic|Government|House|United|Union|Army|Forces?|Front|Movement|Party|Coalition|coalition|Council|Congress|Command|Mission|Alliance"
    r"|opposition|Opposition|groups|separatists|insurgents|insurgency|militias?|militants|rebels|movements|factions|forces|loyalists|Houthis"
    r"|Palestinians|Philippines|Tigers|Islands|Group|Fighters|Brotherhood|Apparatus|Community|League|Nations|Region|Province|State|junta|See"
    r"|Courts|Contras|Croats|mujahideen|Organi[sz]ation|Committee|Mechanism|Team|Authority|Rouge|peacekeepers)\b")
OUTLET_KINDS = frozenset({"agency", "newspaper", "broadcaster", "site", "official", "monitor"})


@cache
def load(folder: Path = DATA) -> Registry:
    """The registry of this folder, read once. Raises DataError."""
    parties = _parties(entries("parties.yaml", folder))
    bodies = {e.id: _body(e) for e in entries("bodies.yaml", folder)}
    actors = _actors(entries("actors.yaml", folder), parties, bodies)
    ceasefires = {e.id: _ceasefire(e, parties) for e in entries("ceasefires.yaml", folder)}
    outlets = {e.id: _outlet(e, parties) for e in entries("outlets.yaml", folder)}
    feeds = {e.id: _feed(e, outlets, ceasefires) for e in entries("feeds.yaml", folder)}
    _unique_urls(feeds, folder)
    _unambiguous(parties, actors, folder)
    return Registry(parties, bodies, actors, ceasefires, outlets, feeds)


def _parties(rows: list[Entry]) -> dict[str, Party]:
    ids = frozenset(row.id for row in rows)
    relations = {row.id: {kind: set(row.references(kind, ids)) for kind in ("enemies", "allies")} for row in rows}
    for one, kinds in list(relations.items()):
        for kind, others in kinds.items():
            for other in list(others):
                relations[other][kind].add(one)
    return {row.id: _party(row, relations[row.id]) for row in rows}


def _party(row: Entry, relations: dict[str, set[str]]) -> Party:
    row.allow("id", "name", "kind", "country", "territory", "home", "names", "demonyms", "metonyms", "enemies", "allies")
    both = relations["enemies"] & relations["allies"]
    if both or row.id in relations["enemies"] | relations["allies"]:
        raise row.error(f"{min(both, default=row.id)} can't be its enemy and its friend")
    country = row.country("country")
    own = Alias(row.text("name"), line=row.line)
    names = tuple(_alias(row, item, "name") for item in row.list("names"))
    demonyms = tuple(_alias(row, item, "demonym") for item in row.list("demonyms"))
    return Party(
        id=row.id, name=own.text, kind=row.choice("kind", PARTY_KINDS), country=country,
        territory=row.countries("territory") or ((country,) if country else ()),
        home=row.circles("home"),
        names=names if own.text in {a.text for a in names + demonyms} else (own, *names), demonyms=demonyms,
        metonyms=tuple(_alias(row, item, "metonym") for item in row.list("metonyms")),
        enemies=frozenset(relations["enemies"]), allies=frozenset(relations["allies"]),
    )  # fmt: skip


def _body(row: Entry) -> Body:
    row.allow("id", "name", "kind", "of", "words", "roles")
    of = frozenset(row.texts("of"))
    if unknown := of - PARTY_KINDS:
        raise row.error(f"of: {min(unknown)} is no kind of party")
    return Body(row.id, row.text("name"), row.choice("kind", ACTOR_KINDS), of, row.texts("words"), row.texts("roles"))


def _whole_name(body: Body, party: Party) -> str:
    """ "Armed forces of Mali", "Armed forces of the Philippines", "Government of Yemen"."""
    if party.name.startswith(f"{body.name} of "):
        return party.name
    return f"{body.name} of {'the ' if ARTICLE.search(party.name) else ''}{party.name}"


def _actors(rows: list[Entry], parties: dict[str, Party], bodies: dict[str, Body]) -> dict[str, Actor]:
    actors = {
        f"{party.id}-{body.id}": Actor(f"{party.id}-{body.id}", party.id, _whole_name(body, party), body.kind, body.id, ())
        for party in parties.values()
        for body in bodies.values()
        if party.kind in body.of
    }
    for row in rows:
        row.allow("id", "party", "name", "kind", "aliases", "people")
        aliases = tuple(_alias(row, item, kind) for key, kind in NAMED for item in row.list(key))
        generic = actors.get(row.id)
        if generic is None:
            party = row.reference("party", parties) if "party" in row.record else None
            actors[row.id] = Actor(row.id, party, row.text("name"), row.choice("kind", ACTOR_KINDS), None, _named(row, aliases))
        elif row.record.keys() - {"id", "name", "aliases", "people"}:
            raise row.error(f"{row.id} is a generic body: its party and kind are known")
        else:
            name = row.text("name") if "name" in row.record else generic.name
            named = _named(row, aliases) if "name" in row.record else aliases
            actors[row.id] = Actor(row.id, generic.party, name, generic.kind, generic.body, named)
    return actors


def _named(row: Entry, aliases: tuple[Alias, ...]) -> tuple[Alias, ...]:
    name = row.text("name")
    return aliases if name in {alias.text for alias in aliases} else (Alias(name, line=row.line), *aliases)


def _alias(row: Entry, item: object, kind: str) -> Alias:
    if isinstance(item, str) and item.strip() == item and item:
        return Alias(item, kind, line=row.line)
    given = row.nested(item, "an alias is a text or a mapping with `text`")
    given.allow("text", "from", "to", "example", "not")
    since, until = given.period("from", "to")
    text, example, counter = given.text("text"), given.optional("example"), given.optional("not")
    for sentence in (example, counter):
        if sentence is not None and text.lower() not in sentence.lower():
            raise given.error(f"{text!r} does not stand in {sentence!r}")
    return Alias(text, kind, since, until, example, counter, given.line)


def _ceasefire(row: Entry, parties: dict[str, Party]) -> Ceasefire:
    row.allow("id", "name", "form", "signed", "in_force", "parties", "area", "monitor", "source", "url", "clauses")
    force = row.nested(row.record.get("in_force"), "in_force needs from")
    force.allow("from", "to")
    start, end = force.period("from", "to")
    if start is None:
        raise force.error("in_force needs from")
    sides = row.references("parties", parties)
    if not sides:
        raise row.error("a ceasefire has parties")
    area = row.nested(row.record.get("area"), "area needs countries, regions or boxes")
    area.allow("countries", "regions", "boxes")
    if not area.record.get("countries"):
        raise area.error("area needs countries")
    return Ceasefire(
        id=row.id, name=row.text("name"), form=row.choice("form", FORMS), signed=row.day("signed"), start=start, end=end,
        parties=sides, countries=area.countries("countries"), regions=area.texts("regions"),
        boxes=tuple(_box(area, box) for box in area.list("boxes")), monitor=row.optional("monitor"),
        source=row.text("source"), url=row.optional("url"), clauses=row.texts("clauses"),
    )  # fmt: skip


def _box(area: Entry, box: object) -> tuple[float, float, float, float]:
    if not isinstance(box, list) or len(box) != 4 or not all(isinstance(edge, (int, float)) for edge in box):
        raise area.error("a box is [south, west, north, east]")
    south, west, north, east = (float(edge) for edge in box)
    if not (-90 <= south < north <= 90 and -180 <= west < east <= 180):
        raise area.error(f"{box} is no box on the globe: [south, west, north, east]")
    return south, west, north, east


def _outlet(row: Entry, parties: dict[str, Party]) -> Outlet:
    row.allow("id", "name", "country", "language", "kind", "party", "homepage")
    party = row.reference("party", parties) if "party" in row.record else None
    return Outlet(row.id, row.text("name"), row.country("country"), row.language(), row.choice("kind", OUTLET_KINDS),
                  party, row.web("homepage"))  # fmt: skip


def _feed(row: Entry, outlets: dict[str, Outlet], ceasefires: dict[str, Ceasefire]) -> Feed:
    row.allow("id", "outlet", "url", "title", "language", "ceasefires", "enabled", "seen")
    outlet = outlets[row.reference("outlet", outlets)]
    enabled = row.record.get("enabled", True)
    if not isinstance(enabled, bool):
        raise row.error("enabled is true or false")
    return Feed(row.id, outlet.id, row.web("url"), row.optional("title") or outlet.name,
                row.language() if "language" in row.record else outlet.language,
                row.references("ceasefires", ceasefires), enabled, row.text("seen"))  # fmt: skip


def _unique_urls(feeds: dict[str, Feed], folder: Path) -> None:
    urls: dict[str, str] = {}
    for row in entries("feeds.yaml", folder) if len({feed.url for feed in feeds.values()}) < len(feeds) else ():
        if (first := urls.setdefault(row.text("url"), row.id)) != row.id:
            raise row.error(f"{first} has this url already")


def _unambiguous(parties: dict[str, Party], actors: dict[str, Actor], folder: Path) -> None:
    taken: dict[str, list[tuple[str, Alias]]] = {}
    for file, owners in (("parties.yaml", parties), ("actors.yaml", actors)):
        for owner in owners.values():
            for alias in owner.aliases:
                for other, same in taken.setdefault(alias.text, []):
                    if _overlap(alias, same):
                        raise DataError(folder / file, alias.line, f"{owner.id}: {alias.text!r} also means {other} at that time")
                taken[alias.text].append((owner.id, alias))


def _overlap(one: Alias, other: Alias) -> bool:
    first, last = date.min, date.max
    return (one.since or first) <= (other.until or last) and (other.since or first) <= (one.until or last)
