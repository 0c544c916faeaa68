"""A casualty mention: a word of harm and those it struck."""

from __future__ import annotations

from dataclasses import dataclass, field

from etl.parse.people import People
from etl.parse.trees import Token


@dataclass
class Harm:
    """One casualty mention, with what decides its fate."""

    sentence: int
    harm: str
    people: People
    start: int  # offsets in the article
    end: int
    head: int  # token index of the harm word
    rule: str
    doer: list[Token] = field(default_factory=list)
    negated: bool = False
    unreal: bool = False
    party: str | None = None
    status: str = "unknown"
    how: str = ""  # the rule that told the party
    loser: Token | None = None  # who lost them
