"""The words of speech: etl/data/speech.yaml, as verbs by their lemma and phrases by their pattern."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from etl.lexicon.files import DATA, Record, read_yaml
from etl.lexicon.seldom import Seldom

ACTS = frozenset({"accuse", "deny", "admit", "report", "condemn", "call_for", "threaten", "announce"})


@dataclass(frozen=True)
class Turn:
    """One way to perform a speech act."""

    rule: str
    act: str
    verbs: frozenset[str]
    objects: frozenset[str]  # what its object must be
    near: Seldom | None  # what must stand in its clause
    without: Seldom | None  # what must not
    target: tuple[str, ...]
    phrases: Seldom | None
    nouns: frozenset[str]
    deeds: frozenset[str]
    acts: frozenset[str]  # nouns that are the act itself
    needs: str | None
    example: str
    counter: str


@dataclass(frozen=True)
class Speech:
    """Every turn, and the sets the scans need."""

    turns: tuple[Turn, ...]
    verbs: frozenset[str]  # whose subject says something
    weak: frozenset[str]  # that say something only with a clause or a quote
    by_verb: dict[str, tuple[Turn, ...]]
    phrases: tuple[Turn, ...]
    documents: frozenset[str]
    accounts: frozenset[str]  # nouns for what somebody tells of events
    giving: frozenset[str]  # verbs by which an account is given
    bystanders: frozenset[str]
    deeds: frozenset[str]  # verbs of harm and breach
    acts: dict[str, Turn]  # by the noun that is the act

    def rule(self, name: str) -> Turn:
        """The turn of this name."""
        return next(t for t in self.turns if t.rule == name)


@cache
def load(folder: Path = DATA) -> Speech:
    """The turns of speech.yaml, read once. Raises DataError."""
    turns = tuple(_turn(row) for row in read_yaml("speech.yaml", folder))
    by_verb: dict[str, tuple[Turn, ...]] = {}
    for turn in turns:
        for verb in turn.verbs if not turn.rule.startswith("say") else ():
            by_verb[verb] = (*by_verb.get(verb, ()), turn)
    said, weak = (next(t for t in turns if t.rule == name).verbs for name in ("say", "say that"))
    return Speech(turns, said, weak, by_verb, tuple(t for t in turns if t.phrases),
                  _nouns(turns, "document"), *_account(turns), _nouns(turns, "bystander"),
                  next(t.deeds for t in turns if t.rule == "do harm"),
                  {noun: t for t in turns for noun in t.acts})  # fmt: skip


def _account(turns: Iterable[Turn]) -> tuple[frozenset[str], frozenset[str]]:
    turn = next(t for t in turns if t.rule == "give an account")
    return turn.nouns, turn.deeds


def _nouns(turns: Iterable[Turn], rule: str) -> frozenset[str]:
    return next(t.nouns for t in turns if t.rule == rule)


def _turn(row: Record) -> Turn:
    if row.get("act") not in ACTS:
        raise row.error(f"act {row.get('act')!r} is none of {', '.join(sorted(ACTS))}")
    for key in ("rule", "example", "not"):
        if not isinstance(row.get(key), str):
            raise row.error(f"{key} is missing")
    return Turn(row["rule"], row["act"], frozenset(row.get("verbs", ())), frozenset(row.get("object", ())), _any(row.get("with")),
                _any(row.get("without")),
                tuple(row.get("target", ())), _any(row.get("phrases"), raw=True), frozenset(row.get("nouns", ())),
                frozenset(row.get("deeds", ())), frozenset(row.get("acts", ())), row.get("needs"),
                row["example"], row["not"])  # fmt: skip


def _any(words: list[str] | None, raw: bool = False) -> Seldom | None:
    return Seldom(r"\b(?:" + "|".join(w if raw else re.escape(w) for w in words) + r")\b", re.I) if words else None
