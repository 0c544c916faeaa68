"""The words behind each value of a report, with the rule that read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from etl.model import Casualty, Mention, Place, Span
from etl.parse.actors import ActorMention
from etl.parse.events import code
from etl.parse.scenes import Scene
from etl.parse.tellings import Reader


def evidence(
    scene: Scene, kind: str, place: Place | None, sides: tuple[str | None, str | None], toll: Sequence[Casualty], reader: Reader
) -> tuple[Mention, ...]:
    """Mentions of kind, weapons, place, days, sides and toll, in the order of the text."""
    found = [*_force(scene, kind), *_where_and_when(scene, place), *_sides(scene, sides, reader)]
    for row in toll:
        found.append(Mention("harm", row.harm, row.span, row.rule))
        found += [
            Mention(name, value, row.span, row.rule)
            for name, value in (("party", row.party), ("status", row.status), ("claimant", row.claimant))
            if value
        ]
    return tuple(sorted(set(found), key=lambda m: (m.span, m.field, m.value, m.rule)))


def named(scene: Scene, party: str | None, role: str, reader: Reader) -> tuple[ActorMention, Span, str] | None:
    """The first mention of a side in this role, where it stands in the article, and the rule whose subject or object it is."""
    for event in scene.events:
        for actor in event.initiators if role == "initiator" else event.targets:
            if actor.party == party:
                start = reader.document.sentences[event.sentence].start
                return actor, (start + actor.start, start + actor.end), event.rule
    return None


def _force(scene: Scene, kind: str) -> Iterator[Mention]:
    words = [e for e in scene.events if code(e) == kind] or scene.events
    yield from (Mention("event_type", kind, (e.start, e.end), e.rule) for e in words)
    yield from (Mention("weapon", weapon, (e.start, e.end), e.rule) for e in scene.events for weapon in e.weapons)
    if not scene.events:
        yield from (Mention("event_type", kind, (h.start, h.end), h.rule) for h in scene.harms[:1])


def _where_and_when(scene: Scene, place: Place | None) -> Iterator[Mention]:
    yield from (
        Mention("place", p.place.name, (p.start, p.end), p.rule) for p in scene.places if place is None or p.place.name == place.name
    )
    yield from (Mention("date", str(d.occurred.start), (d.start, d.end), d.rule or d.kind) for t in scene.tellings for d in t.dates)


def _sides(scene: Scene, sides: tuple[str | None, str | None], reader: Reader) -> Iterator[Mention]:
    for role, party in zip(("initiator", "target"), sides, strict=True):
        if party is None:
            continue
        found = named(scene, party, role, reader)
        if found is not None:
            yield Mention(role, party, found[1], found[2])
        elif scene.events:
            yield Mention(role, party, (scene.events[0].start, scene.events[0].end), "the other side")
