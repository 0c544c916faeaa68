"""Who did it to whom: for each scene the sides of the article are weighed against each other, pair by pair.

The grounds are facts of the telling (who is the subject of the words of force, who is blamed, who tells it, whose the dead and
the ground are, what the headline and the other scenes say), each with its weight; most weights are fitted by bench.sides.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product

from etl.lexicon import registry
from etl.parse.scenes import Scene
from etl.parse.sides_facts import Told, told
from etl.parse.tellings import Reader

OBSERVERS = frozenset({"organisation", "mission"})
MANY = 8  # sides of an article that are weighed, the most named first
BY_AIR = frozenset({"air_strike", "airspace_violation"})
NOBODY_BEGAN = frozenset({"clash", "mine_or_ied"})  # told without saying who began
AFTER = 2  # sentences after a telling in which blame is laid for it

WEIGHTS: dict[str, float] = {  # fitted; ours (gold short): "unknown, the text says", "observer unhurt", "has no air force", "hit: does it"
    "allies": -2.2, "doer: armed group": 0.5, "doer: as a place": -0.7, "doer: at home": 0.0, "doer: at odds": -0.2,
    "doer: blamed": 0.2, "doer: blamed after": 0.8, "doer: blamed for it": 1.4, "doer: did it last": -0.2,
    "doer: does it": 1.4, "doer: does it late": 1.0, "doer: does it too": 0.6, "doer: does the others": 1.6,
    "doer: enemy of the teller": 0.5, "doer: files the story": -0.3, "doer: from home": 0.0, "doer: headline does it": 1.7,
    "doer: holds the place": -0.5, "hit: holds the place": 2.0,
    "doer: has no air force": -3.0, "hit: has no air force": 0.0,
    "doer: headline is hit": -1.0, "doer: is hit": -0.1, "doer: is hit in the others": 0.4, "doer: is hit too": -0.6,
    "doer: is there": 0.9, "doer: its dead": 0.2, "doer: its dead late": 0.2, "doer: its ground": 0.0,
    "doer: its own does it": 0.6, "doer: its own is hit": -0.1, "doer: its territory": -0.4, "doer: named": 1.1,
    "doer: no doer told": 0.6, "doer: nobody": 1.2, "doer: nobody began": 1.3, "doer: nobody, an observer says": 1.6,
    "doer: observer": -2.3, "doer: observer unhurt": 0.0, "doer: strangers": -0.7, "doer: tells it": 0.5,
    "doer: tells its own act": -1.1, "doer: troops hurt, a state": -0.5, "doer: troops hurt, no state": 0.6,
    "doer: unknown, the text says": 3.0, "doer: unnamed": -2.4, "doer: was hit last": 0.6, "enemies": 3.1,
    "hit: armed group": 1.1, "hit: as a place": 0.0, "hit: at home": 1.0, "hit: at odds": -0.9, "hit: blamed": 0.6,
    "hit: blamed after": 0.2, "hit: blamed for it": -1.1, "hit: did it last": -0.6, "hit: does it": -0.7,
    "hit: does it late": -0.7, "hit: does it too": 0.0, "hit: does the others": 1.1, "hit: enemy of the teller": 0.3,
    "hit: files the story": 0.0, "hit: from home": 0.0, "hit: headline does it": 0.0, "hit: headline is hit": 0.0,
    "hit: is hit": 1.3, "hit: is hit in the others": 0.7, "hit: is hit too": 0.7, "hit: is there": 0.8, "hit: its dead": 2.2,
    "hit: its dead late": 1.5, "hit: its ground": 1.1, "hit: its own does it": 0.7, "hit: its own is hit": 1.1,
    "hit: its territory": 0.2, "hit: named": 2.0, "hit: no doer told": 0.0, "hit: nobody": 1.7, "hit: nobody began": 0.6,
    "hit: nobody, an observer says": 0.7, "hit: observer": 0.5, "hit: observer unhurt": -1.0, "hit: strangers": -0.9,
    "hit: tells it": 1.1, "hit: tells its own act": 0.0, "hit: troops hurt, a state": 0.1, "hit: troops hurt, no state": 0.3,
    "hit: unnamed": -0.6, "hit: was hit last": 0.9, "nobody at all": 1.1, "one alone": -0.3,
}  # fmt: skip


def sides(scene: Scene, scenes: list[Scene], reader: Reader) -> tuple[str | None, str | None]:
    """The likeliest doer and the likeliest hit; None where nobody is."""
    facts = told(scene, scenes, reader)
    able: list[str | None] = [None, *candidates(facts)]
    does, hit = ({p: _sum(grounds(role, p, facts)) for p in able} for role in ("doer", "hit"))
    pairs = [(does[p] + hit[q] + _accord(p, q), -n, p, q) for n, (p, q) in enumerate(product(able, able)) if p is None or p != q]
    return max(pairs, key=lambda pair: pair[:2])[2:]


def _sum(found: Iterator[tuple[str, float]]) -> float:
    return sum(WEIGHTS[name] * size for name, size in found)


@cache
def _accord(doer: str | None, hit: str | None) -> float:
    return _sum(between(doer, hit))


def candidates(facts: Told) -> list[str]:
    """The sides that may have done it or been hit: those the article names, and whose ground it is."""
    parties = registry.load().parties
    named = [p for p, _ in facts.reader.cast.named.most_common(MANY)]
    own, present = _at_home(facts.country)
    found = [*named, *facts.doers, *facts.hit, *facts.voices, *facts.dead, *own]
    foes = [p for p in present if any(p in parties[n].enemies for n in found)]
    return list(dict.fromkeys([*found, *(_on_their_ground(foes, facts) or foes)]))


def _on_their_ground(unnamed: list[str], facts: Told) -> list[str]:
    """Those who hold the place: outlaws in Suwayda whom nobody names are no rebels of Idlib."""
    parties, place = registry.load().parties, facts.place
    if place is None or place.precision in ("country", "region") or place.lat is None or place.lon is None:
        return []
    return [p for p in unnamed if parties[p].at_home(place.lat, place.lon)]


@cache
def _at_home(country: str | None) -> tuple[list[str], list[str]]:
    """The state of a country, and every side that has ground in it."""
    parties = registry.load().parties.values()
    own = [p.id for p in parties if p.kind == "state" and p.country and p.country == country]
    return own, [p.id for p in parties if country in p.territory]


def grounds(role: str, party: str | None, facts: Told) -> Iterator[tuple[str, float]]:
    """What speaks for and against a side in a role, by name."""
    if party is None:
        yield from _nobody(role, facts)
        return
    if party not in facts.grounds_of:
        facts.grounds_of[party] = list(_grounds(party, facts))
    yield from ((f"{role}: {name}", size) for name, size in facts.grounds_of[party])


def _nobody(role: str, facts: Told) -> Iterator[tuple[str, float]]:
    yield f"{role}: nobody", 1.0
    if facts.scene.kinds & NOBODY_BEGAN:
        yield f"{role}: nobody began", 1.0
    if facts.strangers:
        yield f"{role}: strangers", 1.0
    if facts.unknown and role == "doer":
        yield "doer: unknown, the text says", 1.0
    parties = registry.load().parties
    heard = facts.voices or facts.present
    if heard and all(parties[v].kind in OBSERVERS for v in heard):
        yield f"{role}: nobody, an observer says", 1.0
    if not facts.doers:
        yield f"{role}: no doer told", 1.0


def _grounds(party: str, facts: Told) -> Iterator[tuple[str, float]]:
    known = registry.load().parties[party]
    scene, reader = facts.scene, facts.reader
    if party == scene.initiator:
        yield ("does it" if party in facts.early[0] else "does it late"), 1.0
    elif party in facts.doers:
        yield "does it too", 1.0
    if party == scene.target:
        yield "is hit", 1.0
    elif party in facts.hit:
        yield "is hit too", 1.0
    yield from _speech(party, facts)
    if facts.owning[party, "object"]:
        yield "its own is hit", 1.0
    if facts.owning[party, "subject"]:
        yield "its own does it", 1.0
    for role, name in ((0, "headline does it"), (1, "headline is hit")):
        if party in reader.headline[role]:
            yield name, 1.0
    if party in facts.dead:
        yield ("its dead" if party in facts.early[1] else "its dead late"), 1.0
    if party in facts.present:
        yield "is there", 1.0
    if party in facts.grounds:
        yield "as a place", 1.0
    if facts.troops:
        yield ("troops hurt, a state" if known.kind == "state" else "troops hurt, no state"), 1.0
    if facts.country and known.country == facts.country:
        yield "its ground", 1.0
    elif facts.country and facts.country in known.territory:
        yield "its territory", 1.0
    yield from _home(party, facts)
    yield from _elsewhere(party, facts)
    if known.kind in OBSERVERS:
        yield "observer", 1.0
        if party not in facts.hit and party not in facts.dead and not facts.owning[party, "object"]:
            yield "observer unhurt", 1.0
    elif known.kind != "state":
        yield "armed group", 1.0
        if party not in facts.doers and any(e.kind in BY_AIR and "aircraft" in e.weapons for e in scene.events):
            yield "has no air force", 1.0
    if known.enemies & reader.cast.named.keys():
        yield "at odds", 1.0
    if party not in reader.cast.named:
        yield "unnamed", 1.0
    total = reader.cast.named.most_common(1)[0][1] if reader.cast.named else 1
    yield "named", reader.cast.named[party] / total


def _home(party: str, facts: Told) -> Iterator[tuple[str, float]]:
    known, place = registry.load().parties[party], facts.place
    if place is None or place.precision == "country":
        return
    if (holder := facts.reader.held.get(place.name)) is not None:
        yield from [("holds the place", 1.0)] if party == holder else ()
    elif known.home and place.lat is not None and place.lon is not None:
        yield ("at home" if known.at_home(place.lat, place.lon) else "from home"), 1.0


def _speech(party: str, facts: Told) -> Iterator[tuple[str, float]]:
    near = {t.sentence for t in facts.scene.tellings}
    blamed = facts.reader.accused.get(party, set())
    if near & blamed or party in facts.denying:
        yield "blamed for it", 1.0
    elif any(n + after in blamed for after in range(1, AFTER + 1) for n in near):
        yield "blamed after", 1.0
    elif blamed:
        yield "blamed", 1.0
    if party in facts.answering:
        yield "tells its own act", 1.0
    if party == facts.reader.cast.home:
        yield "files the story", 1.0
    if party in facts.voices:
        yield "tells it", 1.0
    elif any(party in registry.load().parties[v].enemies for v in facts.voices):
        yield "enemy of the teller", 1.0


def _elsewhere(party: str, facts: Told) -> Iterator[tuple[str, float]]:
    if facts.others:
        does, hit = (named[party] / len(facts.others) for named in facts.elsewhere)
        if does:
            yield "does the others", does
        if hit:
            yield "is hit in the others", hit
    if facts.before is not None and facts.before.target == party:
        yield "was hit last", 1.0
    if facts.before is not None and facts.before.initiator == party:
        yield "did it last", 1.0


def between(doer: str | None, hit: str | None) -> Iterator[tuple[str, float]]:
    """What speaks for and against two sides as doer and hit."""
    if doer is None or hit is None:
        yield ("nobody at all" if doer is hit else "one alone"), 1.0
        return
    parties = registry.load().parties
    if hit in parties[doer].enemies:
        yield "enemies", 1.0
    elif hit in parties[doer].allies:
        yield "allies", 1.0
