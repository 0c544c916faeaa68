"""What a person decides about incidents: kept with who, when and why; replayed at every resolve; refused where it contradicts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from getpass import getuser

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from etl.stages.conclude import rehearse, resolve
from etl.store import explained, judgements
from etl.store.explained import Explanation

__all__ = ["Explanation", "Judged", "Refused", "different", "explain", "not_an_incident", "rehearse", "same", "set_value", "withdraw"]


class Refused(ValueError):
    """The judgement can't be kept; the message says why, and shows what it contradicts."""


@dataclass(frozen=True)
class Judged:
    """A judgement that has been kept, and what resolving with it has changed."""

    id: int
    made_at: datetime
    done: Counter[str]


def same(engine: Engine, one: str, other: str, why: str, by: str | None = None) -> Judged:
    """These two are one incident. Incidents are named by public id, single tellings as report:NUMBER. Raises Refused."""
    return _keep(engine, {"kind": "same", "subject": one, "other": other, "why": why, "made_by": by or getuser()})


def different(engine: Engine, one: str, other: str, why: str, by: str | None = None) -> Judged:
    """These two are two incidents. Raises Refused."""
    return _keep(engine, {"kind": "different", "subject": one, "other": other, "why": why, "made_by": by or getuser()})


def not_an_incident(engine: Engine, one: str, why: str, by: str | None = None) -> Judged:
    """This is no incident. Raises Refused."""
    return _keep(engine, {"kind": "not_an_incident", "subject": one, "why": why, "made_by": by or getuser()})


def set_value(engine: Engine, one: str, field: str, value: str | None, why: str, by: str | None = None) -> Judged:
    """This value of the incident is so; None: unknown. Fields: event_type started_on ended_on place initiator target. Raises Refused."""
    row = {"kind": "set", "subject": one, "field": field, "value": value, "why": why, "made_by": by or getuser()}
    return _keep(engine, row)


def withdraw(engine: Engine, judgement: int) -> Counter[str]:
    """Take a judgement back; what resolving without it has changed. Raises Refused when there is none to take back."""
    with engine.begin() as connection:
        if not judgements.withdraw(connection, judgement):
            raise Refused(f"judgement {judgement} does not exist, or has been taken back already")
    return resolve(engine)


def explain(engine: Engine, public_id: str) -> Explanation | None:
    """Why each report is in the incident, and all that is concluded from them; None when there is no such incident."""
    with engine.connect() as connection:
        return explained.explanation(connection, public_id)


def _keep(engine: Engine, row: dict[str, str | None]) -> Judged:
    try:
        with engine.begin() as connection:
            key, made_at = judgements.keep(connection, row)
    except DBAPIError as refusal:
        if getattr(refusal.orig, "sqlstate", None) == "P0001":  # raised by schema/judging.sql
            raise Refused(str(refusal.orig).splitlines()[0]) from None
        raise
    return Judged(key, made_at, resolve(engine))
