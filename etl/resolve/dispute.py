"""Two versions of one incident that can't both hold: over who did it, how many were harmed, whether it happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from etl.resolve.telling import Sides
from etl.resolve.toll import Toll, Word
from etl.resolve.voices import Voice


@dataclass(frozen=True, slots=True)
class Version:
    """One of the two: the telling, the claim or the figure, and what it says in short."""

    report: int
    claim: int | None
    casualty: int | None
    says: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """A contradiction, with both versions."""

    kind: str
    first: Version
    second: Version
    party: str | None = None
    status: str | None = None
    harm: str | None = None


def disputes(heard: Sequence[Voice], lines: Sequence[Toll], sides: Sides) -> list[Dispute]:
    """All disputes of an incident, each once: responsibility, occurrence, then counts in the order of the toll."""
    return [*_blame(heard, sides), *_denials(heard, sides), *(d for line in lines for d in _count(line, sides))]


def _blame(heard: Sequence[Voice], sides: Sides) -> list[Dispute]:
    """Each side accuses the other: the first accusation of each pair of sides, by a side sooner than by an outlet."""
    first: dict[str, Voice] = {}
    for voice in sorted(heard, key=lambda v: v.party is None):
        if voice.act == "accuse" and voice.accused is not None:
            first.setdefault(voice.accused, voice)
    return [
        Dispute("responsibility", _version(first[a], f"it was {a}"), _version(first[b], f"it was {b}"))
        for a, b in combinations(sorted(first), 2)
        if sides.apart(a, b)
    ]


def _denials(heard: Sequence[Voice], sides: Sides) -> list[Dispute]:
    """The accused denies: over who did it when it blames another, over whether it happened when it blames nobody."""
    found = {}
    for deny in heard:
        charge = next((v for v in heard if v.act != "deny" and v.accused == deny.accused and v.who != deny.who), None)
        if deny.act != "deny" or charge is None or deny.accused in found:
            continue
        turned = any(v.act == "accuse" and v.accused != deny.accused and sides.together(v.party, deny.party) for v in heard)
        kind = "responsibility" if turned else "occurrence"
        found[deny.accused] = Dispute(kind, _version(charge, f"it was {deny.accused}"), _version(deny, "denies it"))
    return list(found.values())


def _version(voice: Voice, says: str) -> Version:
    return Version(voice.telling.id, voice.said.id if voice.said else None, None, f"{voice.who}: {says}")


def _count(line: Toll, sides: Sides) -> list[Dispute]:
    """The lowest and the highest figure, where they can't both hold and come from independent claimants."""
    given = sorted((w for w in line.current if w.figure.least is not None), key=lambda w: (w.figure.least or 0, w.telling.key))
    if len(given) < 2:
        return []
    low, high = given[0], given[-1]
    if low.independent == high.independent or not low.figure.contradicts(high.figure):
        return []
    return [Dispute("count", _figure(low), _figure(high), line.party, line.status, line.harm)]


def _figure(word: Word) -> Version:
    low, high = word.figure.low, word.figure.high
    number = f"{low}" if low == high else f"at least {low}" if high is None else f"up to {high}" if low is None else f"{low} to {high}"
    return Version(word.telling.id, None, word.figure.id, f"{word.claimant}: {number}")
