"""Who says that a side did it, who of that side admits or denies it: the voices behind an assessment and a dispute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from etl.resolve.sources import sources
from etl.resolve.telling import Said, Sides, Telling


@dataclass(frozen=True, slots=True)
class Voice:
    """One speaker's stand on one accused side, as one telling gives it."""

    act: str  # accuse deny admit
    who: str  # an actor, a party, or an outlet in its own voice
    party: str | None
    accused: str | None
    telling: Telling
    said: Said | None
    source: int
    neutral: bool

    @property
    def independent(self) -> str:
        """Two bodies of one side aren't independent; two outlets are when neither copies the other."""
        return self.party or (self.who if self.neutral else f"source-{self.source}")


def voices(members: Sequence[Telling], sides: Sides, neutral: frozenset[str]) -> list[Voice]:
    """All voices of an incident, oldest first; where a telling names no speaker, its standing and its outlet speak."""
    source, name = sources(members), one_name([a for t in members for a in _accused(t, sides)], sides)
    found = []
    for telling in sorted(members, key=lambda t: t.told_at):
        spoken = [s for s in telling.said if s.act in ("accuse", "deny", "admit") and s.about != "casualties"]
        for said in spoken:
            accused = _of(said, telling, sides)
            who = said.speaker or said.speaker_party or telling.voice
            party = said.speaker_party or (telling.outlet_party if who == telling.voice else None)
            aside = who in neutral or party in neutral or (who == telling.voice and telling.outlet_kind == "monitor")
            found.append(Voice(said.act, who, party, name.get(accused, accused), telling, said, source[telling.id], aside))
        if telling.initiator and not any(sides.together(_of(s, telling, sides), telling.initiator) for s in spoken):
            found += _standing(telling, name.get(telling.initiator, telling.initiator), source[telling.id], sides, neutral)
    return found


def one_name(parties: Iterable[str], sides: Sides) -> dict[str | None, str]:
    """Allies under the name most used: who accuses Armenia and who accuses Artsakh may mean one doer."""
    used = Counter(parties)
    names: dict[str | None, str] = {}
    for party in sorted(used, key=lambda p: (-used[p], p)):
        chief = next((c for c in names.values() if sides.together(party, c)), party)
        names[party] = chief
    return names


def _accused(telling: Telling, sides: Sides) -> list[str]:
    told = [_of(s, telling, sides) for s in telling.said if s.act in ("accuse", "deny", "admit") and s.about != "casualties"]
    return [party for party in (telling.initiator, *told) if party]


def _of(said: Said, telling: Telling, sides: Sides) -> str | None:
    """The side a claim is about: who accuses speaks of the target, who admits of itself; who denies of itself or of another's boast."""
    if said.act == "accuse":
        return said.target or telling.initiator
    if said.act == "deny" and sides.apart(said.speaker_party, telling.initiator) and telling.standing == "admitted":
        return telling.initiator
    return said.speaker_party or telling.initiator


def _standing(telling: Telling, accused: str, source: int, sides: Sides, neutral: frozenset[str]) -> list[Voice]:
    """What a telling's standing says where no claim does."""
    who, party = _alleger(telling, accused, sides)
    aside = who in neutral or party in neutral or (who == telling.voice and telling.outlet_kind == "monitor")
    own = Voice("accuse", who, party, accused, telling, None, source, aside)
    doer = Voice("admit", accused, accused, accused, telling, None, source, False)
    if telling.standing == "admitted":
        return [doer]
    if telling.standing == "denied":
        return [own, Voice("deny", accused, accused, accused, telling, None, source, False)]
    return [own]


def _alleger(telling: Telling, accused: str, sides: Sides) -> tuple[str, str | None]:
    """Who says so: of the disputed, the other side; of the alleged, who alone counts the harmed, unless accused; else the outlet."""
    if telling.standing == "disputed" and telling.target is not None and sides.apart(telling.target, accused):
        return telling.target, telling.target
    counts = {(f.claimant or f.claimant_party, f.claimant_party) for f in telling.figures if f.claimant_party}
    who, party = next(iter(counts)) if len(counts) == 1 else (None, None)
    if telling.standing == "alleged" and who is not None and sides.apart(party, accused):
        return who, party
    return telling.voice, telling.outlet_party
