"""What hurts, who may be hurt and with what: triggers, weapons and person nouns of etl/data, validated, each with its proof."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from etl.lexicon.files import Record, read_yaml
from etl.lexicon.patterns import Pattern, compile_pattern, noun_forms

EVENTS = frozenset(
    [
        "small_arms_fire", "sniper_fire", "shelling", "rocket_or_missile", "air_strike", "drone_strike", "airspace_violation",
        "ground_attack", "territory_seizure", "clash", "mine_or_ied", "abduction_or_capture", "deployment", "obstruction",
        "unspecified_violation",
    ]
)  # fmt: skip
LOOSE = frozenset({"attack", "strike", "fire"})  # kinds the weapon decides


WORD = re.compile(r"[\w'’-]+")
PARTS = re.compile(r"['’-]")


@lru_cache(512)  # a sentence is asked for them by a dozen rules
def keys_of(text: str) -> frozenset[str]:
    """The words of a text, lower-case, and their parts: "small-arms fire" may be written "small arms fire", "a sniper's" has a sniper."""
    found = set(WORD.findall(text.lower()))
    return frozenset(found.union(*(PARTS.split(word) for word in found if not word.isalnum())))


def small(text: str) -> str:
    """A text in small letters, each at its place: what a pattern finds in it stands there in the text."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@dataclass(frozen=True)
class Trigger:
    """One rule of a word file: its patterns with the kind they tell and the roles they give."""

    rule: str
    kind: str  # an event, a harm or a weapon's code
    patterns: tuple[Pattern, ...]
    subject: str = "none"
    object: str = "none"
    noun: bool = False
    victim: str = ""
    weapon: str = ""
    only: frozenset[str] = frozenset()
    counted: bool = False  # only with a number, or "a"
    weak: bool = False  # names a weapon or an outcome: adds to an incident, seldom makes one


@dataclass(frozen=True)
class Words:
    """The lexicon of force: read once, shared by every article."""

    events: tuple[Trigger, ...]
    harms: tuple[Trigger, ...]
    weapons: tuple[Trigger, ...]
    nouns: dict[str, str]  # lower-case person noun in singular and plural → status
    event_keys: dict[str, tuple[tuple[Trigger, Pattern], ...]]
    harm_keys: dict[str, tuple[tuple[Trigger, Pattern], ...]]
    weapon_keys: dict[str, tuple[tuple[Trigger, Pattern], ...]]
    core: frozenset[str] = frozenset()  # words that news of force uses and other news seldom does


@cache
def words() -> Words:
    """The lexicon of force. Raises DataError naming file, line and reason."""
    events = tuple(_trigger(row, "event", EVENTS | LOOSE) for row in read_yaml("events.yaml"))
    harms = tuple(
        _trigger(
            row,
            "harm",
            frozenset(
                [
                    "killed",
                    "wounded",
                    "missing",
                    "captured",
                    "killed_or_wounded",
                ]
            ),
        )
        for row in read_yaml("harms.yaml")
    )
    weapons = tuple(_trigger(row, "event", EVENTS) for row in read_yaml("weapons.yaml"))
    core = frozenset(word for row in read_yaml("scan.yaml") for word in row["words"])
    return Words(events, harms, weapons, _nouns(), _keys(events), _keys(harms), _keys(weapons), core)


def _trigger(row: Record, kind: str, allowed: frozenset[str]) -> Trigger:
    if row.get(kind) not in allowed:
        raise row.error(f"{kind} must be one of {', '.join(sorted(allowed))}")
    if not row.get("match") or not row.get("example"):
        raise row.error("needs match and example")
    patterns = tuple(compile_pattern(source) for source in dict.fromkeys(row["match"]))
    trigger = Trigger(
        row.get("rule") or row["weapon"],
        row[kind],
        patterns,
        row.get("subject", "none"),
        row.get("object", "none"),
        bool(row.get("noun")),
        row.get("victim", ""),
        row.get("weapon", ""),
        frozenset(row.get("only", ())),
        bool(row.get("counted")),
        bool(row.get("weak")),
    )
    if not any(p.regex.search(row["example"]) for p in patterns):
        raise row.error(f"its example has none of its words: {row['example']}")
    if any(p.regex.search(row.get("counter", "")) for p in patterns):
        raise row.error(f"its counter-example matches: {row['counter']}")
    return trigger


def _nouns() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in read_yaml("nouns.yaml"):
        if "{}" not in row.get("example", ""):
            raise row.error("needs an example with {}")
        for noun in row["nouns"]:
            for form in noun_forms(noun):
                found.setdefault(form, row["status"])
    return found


def _keys(triggers: Iterable[Trigger]) -> dict[str, tuple[tuple[Trigger, Pattern], ...]]:
    found: dict[str, list[tuple[Trigger, Pattern]]] = {}
    for trigger in triggers:
        for pattern in trigger.patterns:
            for key in pattern.keys:
                found.setdefault(key, []).append((trigger, pattern))
    return {key: tuple(rows) for key, rows in found.items()}
