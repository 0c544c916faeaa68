"""Judgements, and why reports are in an incident."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from etl.cli.output import counts, out, table

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from etl.stages.judge import Judged

judge = typer.Typer(no_args_is_help=True, help="Say what a person knows better: kept with who, when and why, replayed on every rebuild.")

T = TypeVar("T")
One = Annotated[str, typer.Argument(metavar="A", help="An incident's public id, or one telling as report:NUMBER.")]
Other = Annotated[str, typer.Argument(metavar="B", help="The second, likewise.")]
Why = Annotated[str, typer.Option("--why", help="The reason, for whoever reads it in five years.")]
By = Annotated[str | None, typer.Option("--by", help="Who says so; your login name when left out.")]


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.add_typer(judge, name="judge")


@judge.command()
def same(one: One, other: Other, why: Why, by: By = None) -> None:
    """These two are one incident."""
    from etl.stages import judge as stage

    _say(lambda engine: stage.same(engine, one, other, why, by))


@judge.command()
def different(one: One, other: Other, why: Why, by: By = None) -> None:
    """These two are two incidents."""
    from etl.stages import judge as stage

    _say(lambda engine: stage.different(engine, one, other, why, by))


@judge.command("not-an-incident")
def not_an_incident(one: One, why: Why, by: By = None) -> None:
    """This is no incident."""
    from etl.stages import judge as stage

    _say(lambda engine: stage.not_an_incident(engine, one, why, by))


@judge.command("set")
def set_value(
    one: One,
    value: Annotated[str, typer.Argument(metavar="FIELD=VALUE", help="event_type, started_on, ended_on, place, initiator or target; "
                                         "no value: unknown.")],
    why: Why,
    by: By = None,
) -> None:
    """This value of the incident is so."""
    from etl.stages import judge as stage

    field, sign, said = value.partition("=")
    if not sign:
        raise typer.BadParameter("looks like place=az-lachin-corridor", param_hint="FIELD=VALUE")
    _say(lambda engine: stage.set_value(engine, one, field, said or None, why, by))


@judge.command()
def withdraw(number: Annotated[int, typer.Argument(help="Number of the judgement.")]) -> None:
    """Take a judgement back."""
    from etl.stages import judge as stage

    changed = _with_engine(lambda engine: stage.withdraw(engine, number))
    out.print(f"judgement {number} is taken back")
    counts("resolve", changed)


def explain_incident(public_id: str) -> None:
    """Print why each report is in an incident, and all that is concluded from them."""
    from etl.stages import judge as stage

    found = _with_engine(lambda engine: stage.explain(engine, public_id))
    if found is None:
        raise FileNotFoundError(f"{public_id} is no file, no stored URL and no incident; `bi.incidents` lists the incidents' public ids")
    row = found.incident
    if found.merged_into:
        out.print(f"{public_id} has been merged into {found.merged_into}\n", markup=False)
    table(public_id, *picked([row], {"event_type": "event", "started_on": "from", "ended_on": "to", "place_name": "place",
                                     "initiator_id": "by", "target_id": "against", "standing": "standing", "reports": "reports",
                                     "sources": "sources"}))
    for title, rows, names in (
        ("its reports, and why they are in it", found.links,
         {"report_id": "report", "outlet": "outlet", "published": "published", "role": "counts as", "score": "score", "why": "why",
          "quote": "words", "url": "address"}),
        ("its toll", found.tolls,
         {"party_id": "party", "status": "status", "harm": "harm", "lowest": "lowest", "lowest_by": "says", "best": "best",
          "rule": "by the rule", "highest": "highest", "highest_by": "says"}),
        ("the figures behind it", found.figures,
         {"claimant": "claimant", "party_id": "party", "status": "status", "harm": "harm", "low": "low", "high": "high", "vague": "vague",
          "role": "counts as", "published": "published", "quote": "words"}),
        ("how it stands to the ceasefires", found.assessments,
         {"ceasefire": "ceasefire", "accused_id": "accused", "alleged_by": "alleged by", "observed_by": "observed by",
          "denied_by": "denied by", "admitted_by": "admitted by", "grade": "grade", "rule": "rule"}),
        ("disputes", found.disputes,
         {"kind": "kind", "first_says": "one side", "first_quote": "words", "second_says": "the other", "second_quote": "words"}),
        ("judgements", found.judgements,
         {"id": "number", "kind": "kind", "field": "field", "value": "value", "why": "why", "made_by": "by", "made_at": "at",
          "withdrawn_at": "taken back"}),
        ("changes since it was first concluded", found.changes,
         {"changed_at": "at", "field": "field", "from_value": "from", "to_value": "to", "cause": "because of"}),
    ):
        table(title, *picked(rows, names))


def picked(rows: Sequence[Mapping[str, object]], names: Mapping[str, str]) -> tuple[list[str], list[list[object]]]:
    """The head and the cells of a table: these columns under these names."""
    return list(names.values()), [[row[column] for column in names] for row in rows]


def _say(speak: Callable[[Engine], Judged]) -> None:
    judged = _with_engine(speak)
    out.print(f"judgement {judged.id} is kept; `truce judge withdraw {judged.id}` takes it back")
    counts("resolve", judged.done)


def _with_engine(work: Callable[[Engine], T]) -> T:
    from etl.store import db

    engine = db.engine()
    try:
        return work(engine)
    finally:
        engine.dispose()
