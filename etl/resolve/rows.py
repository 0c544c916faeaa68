"""A conclusion as the rows that keep it, and what differs between two versions of an incident, in the analyst's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from etl.model import Place
from etl.resolve.conclude import Conclusion
from etl.resolve.dispute import Dispute
from etl.resolve.toll import Toll

Value = str | int | float | date | bool | None
Row = dict[str, Value]
Key = tuple[Value, ...]

TOLL_KEY = ("party_id", "status", "harm")
ASSESSMENT_KEY = ("ceasefire_id", "accused_id")
DISPUTE_KEY = ("kind", "party_id", "status", "harm", "first_report_id", "first_claim_id", "first_casualty_id", "first_says",
               "second_report_id", "second_claim_id", "second_casualty_id", "second_says")  # fmt: skip
SHOWN = ("event_type", "started_on", "ended_on", "date_precision", "place_id", "place_name", "initiator_id", "target_id", "weapons",
         "standing", "reports", "sources", "judged", "withdrawn_why")  # fmt: skip  # fields whose change is worth a row
FIGURES = ("lowest", "best", "highest")


@dataclass(frozen=True)
class Rows:
    """All rows of one incident, each kind by its key; none knows the incident's number yet."""

    incident: Row
    links: Mapping[Key, Row]  # by report
    tolls: Mapping[Key, Row]  # by party, status, harm
    toll_claims: Mapping[Key, tuple[Key, str]]  # casualty → toll, role
    assessments: Mapping[Key, Row]  # by ceasefire, accused
    disputes: Mapping[Key, Row]  # by all they say


def rows(conclusion: Conclusion) -> Rows:
    """The rows of a conclusion."""
    links: dict[Key, Row] = {(report,): {"role": link.role, "score": link.score, "why": link.why}
                             for report, link in conclusion.links.items()}  # fmt: skip
    assessments: dict[Key, Row] = {
        (a.ceasefire, a.accused): {"alleged_by": a.alleged_by, "observed_by": a.observed_by, "denied_by": a.denied_by,
                                   "admitted_by": a.admitted_by, "grade": a.grade, "rule": a.rule, "principal": a.principal}
        for a in conclusion.assessments
    }  # fmt: skip
    disputes = [_dispute(d) for d in conclusion.disputes]
    return Rows(
        incident=_incident(conclusion), links=links,
        tolls={(t.party, t.status, t.harm): _toll(t) for t in conclusion.tolls},
        toll_claims={(figure,): ((t.party, t.status, t.harm), role) for t in conclusion.tolls for figure, role in t.figures.items()},
        assessments=assessments, disputes={tuple(d[name] for name in DISPUTE_KEY): d for d in disputes},
    )  # fmt: skip


def _incident(conclusion: Conclusion) -> Row:
    values = conclusion.values
    return {
        "event_type": values.event_type, "started_on": values.occurred.start, "ended_on": values.occurred.end,
        "date_precision": values.occurred.precision, **_place(values.place), "initiator_id": values.initiator,
        "target_id": values.target, "weapons": "; ".join(values.weapons) or None, "standing": values.standing,
        "reports": values.reports, "sources": values.sources, "judged": "; ".join(conclusion.judged) or None,
        "withdrawn_why": "judged" if conclusion.dismissed else None,
    }  # fmt: skip


def _place(place: Place | None) -> Row:
    if place is None:
        return dict.fromkeys(("place_id", "place_name", "country", "lat", "lon", "place_precision"))
    return {"place_id": place.id, "place_name": place.name, "country": place.country, "lat": place.lat, "lon": place.lon,
            "place_precision": place.precision}  # fmt: skip


def _toll(toll: Toll) -> Row:
    return {
        "lowest": toll.lowest, "best": toll.best, "highest": toll.highest, "rule": toll.rule,
        **{name: toll.by_rule.get(name) for name in ("own_side_admits", "monitor_first", "majority", "latest")},
        "lowest_by": toll.lowest_by, "best_by": toll.best_by, "highest_by": toll.highest_by, "vague": toll.vague,
        "claimants": toll.claimants, "adds": toll.adds,
    }  # fmt: skip


def _dispute(dispute: Dispute) -> Row:
    versions = {"first": dispute.first, "second": dispute.second}
    row: Row = {"kind": dispute.kind, "party_id": dispute.party, "status": dispute.status, "harm": dispute.harm}
    for name, version in versions.items():
        row |= {f"{name}_report_id": version.report, f"{name}_claim_id": version.claim, f"{name}_casualty_id": version.casualty,
                f"{name}_says": version.says}  # fmt: skip
    return row


@dataclass(frozen=True, slots=True)
class Change:
    """One field of an incident that is now another."""

    field: str
    before: str | None
    after: str | None


def changes(before: Rows, after: Rows) -> Iterator[Change]:
    """What an analyst would want to know of: values, toll figures, grades, disputes; not links and counts of claimants."""
    for field in SHOWN:
        yield from _changed(field, before.incident.get(field), after.incident.get(field))
    for key in _keys(before.tolls, after.tolls):
        for figure in FIGURES:
            name = ":".join(str(part or "unknown") for part in ("toll", *key, figure))
            yield from _changed(name, before.tolls.get(key, {}).get(figure), after.tolls.get(key, {}).get(figure))
    for key in _keys(before.assessments, after.assessments):
        name = ":".join(str(part or "none") for part in ("grade", *key))
        yield from _changed(name, before.assessments.get(key, {}).get("grade"), after.assessments.get(key, {}).get("grade"))
    said = [{_told(d) for d in rows.disputes.values()} for rows in (before, after)]
    yield from (Change("dispute", told, None) for told in sorted(said[0] - said[1]))
    yield from (Change("dispute", None, told) for told in sorted(said[1] - said[0]))


def _told(dispute: Row) -> str:
    return f"{dispute['kind']}: {dispute['first_says']} / {dispute['second_says']}"


def _keys(before: Mapping[Key, Row], after: Mapping[Key, Row]) -> list[Key]:
    return sorted({*before, *after}, key=str)


def _changed(field: str, before: Value, after: Value) -> Iterator[Change]:
    if before != after:
        yield Change(field, _text(before), _text(after))


def _text(value: Value) -> str | None:
    return None if value is None else str(value)
