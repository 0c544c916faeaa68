"""How an incident stands to the ceasefires in force, and how far an accusation is to be believed: the grades of docs/codebook.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from etl.lexicon.records import Ceasefire
from etl.model import Place
from etl.resolve.telling import Sides
from etl.resolve.voices import Voice

WIDE = frozenset({"region", "country"})


@dataclass(frozen=True, slots=True)
class Assessment:
    """One accused side under one ceasefire; None where none was in force, or nobody is accused."""

    ceasefire: str | None
    accused: str | None
    alleged_by: str | None
    observed_by: str | None
    denied_by: str | None
    admitted_by: str | None
    grade: str
    rule: str
    principal: bool  # under the one ceasefire to count the incident by


def assess(heard: Sequence[Voice], day: date | None, place: Place | None, parties: frozenset[str], count: int,
           ceasefires: Iterable[Ceasefire], sides: Sides) -> list[Assessment]:  # fmt: skip
    """One assessment for each accused side and ceasefire in force; `count` is the number of independent sources."""
    accused = sorted({v.accused for v in heard if v.act in ("accuse", "admit") and v.accused is not None})
    found = sorted((c for c in ceasefires if binds(c, day, place, parties, sides)), key=_precedence)
    names: tuple[str | None, ...] = tuple(c.id for c in found) or (None,)
    return [_assessment(name, side, heard, count, sides, name == names[0]) for side in (*accused,) or (None,) for name in names]


def _precedence(ceasefire: Ceasefire) -> tuple[int, int, str]:
    """The latest to come into force first; of several of one day the one that binds the fewest."""
    return -ceasefire.start.toordinal(), len(ceasefire.parties), ceasefire.id


def binds(ceasefire: Ceasefire, day: date | None, place: Place | None, parties: frozenset[str], sides: Sides) -> bool:
    """Whether the ceasefire was in force between these sides, at this place, on this day; for no known sides, in its very area."""
    if day is None or not ceasefire.in_force(day):
        return False
    if not parties:
        return place is not None and place.lat is not None and place.lon is not None and ceasefire.covers(place.lat, place.lon)
    bound = [p for p in parties if any(sides.together(p, q) for q in ceasefire.parties)]
    both = any(sides.apart(a, b) for a in bound for b in bound)
    opposed = any(sides.apart(a, b) for a in parties for b in parties)
    if (opposed and not both) or not bound:
        return False
    if place is None or (place.country is None and place.lat is None):
        return both
    if place.lat is None or place.lon is None or place.precision in WIDE or not ceasefire.boxes:
        return place.country in ceasefire.countries
    return ceasefire.covers(place.lat, place.lon)


def _assessment(ceasefire: str | None, side: str | None, heard: Sequence[Voice], count: int, sides: Sides,
                principal: bool) -> Assessment:  # fmt: skip
    mine = [v for v in heard if v.accused == side and side is not None]
    taken_back = {v.who for v in mine if v.act == "deny"} & {v.who for v in mine if v.act == "accuse"}
    accuse = [v for v in mine if v.act == "accuse" and v.who not in taken_back]
    alleged, observed = ([v for v in accuse if v.neutral == aside] for aside in (False, True))
    denied = [v for v in mine if v.act == "deny" and v.who not in taken_back]
    admitted = [v for v in mine if v.act == "admit"]
    turned = [v for v in heard if v.act == "accuse" and v.accused != side and sides.together(v.party, side)]
    if side is None:
        grade, rule = ("fair" if count > 1 else "weak"), "nobody_accused"
    else:
        own, foreign = ([v for v in denied if sides.together(v.party, side) == whose] for whose in (True, False))
        grade, rule = _grade(alleged, observed, own, foreign, admitted, turned, bool(taken_back))
    return Assessment(ceasefire, side, _who(alleged), _who(observed), _who(denied), _who(admitted), grade, rule, principal)


def _grade(alleged: Sequence[Voice], observed: Sequence[Voice], own: Sequence[Voice], foreign: Sequence[Voice],
           admitted: Sequence[Voice], turned: Sequence[Voice], taken_back: bool) -> tuple[str, str]:  # fmt: skip
    """The grade, and the name of the rule that gives it: the first that applies. `own` denials are the accused's."""
    if admitted:
        return ("contested", "others_deny") if foreign else ("confirmed", "doer_admits")
    if observed:
        return "confirmed", "monitor_observes"
    if any(v.neutral for v in foreign):
        return "discounted", "monitor_denies"
    if taken_back and not alleged:
        return "discounted", "accuser_takes_back"
    if own or foreign:
        return "contested", "accused_denies" if own else "others_deny"
    if turned:
        return "contested", "sides_blame_each_other"
    return ("fair", "two_sources") if len({v.independent for v in alleged}) > 1 else ("weak", "one_source")


def _who(heard: Iterable[Voice]) -> str | None:
    return "; ".join(sorted({v.who for v in heard})) or None
