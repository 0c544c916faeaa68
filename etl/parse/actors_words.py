"""The words that name sides, bodies and roles: the registry's and our generic ones, by their first word, longest first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from etl.lexicon import registry
from etl.lexicon.files import read_yaml

WORD = re.compile(r"[^\W_]+(?:[.'’‑–-][^\W_]+)*")
LETTERS = str.maketrans({"ə": "e", "Ə": "e", "ı": "i", "’": "'", "‑": "-", "–": "-", "ø": "o", "ł": "l", "đ": "d"})
SMALL = frozenset({"south", "north", "southern", "northern"})  # what a longer name may write small: "south Sudanese troops"
BLOWS = frozenset({"strike", "airstrike", "raid", "attack", "operation", "bombardment", "bombing", "shelling", "salvo", "barrage", "fire",
                   "assault", "offensive", "ambush", "incursion", "blast"})  # fmt: skip


class Token(NamedTuple):
    """A word, folded for comparison; a possessive ending is cut off."""

    start: int
    end: int
    key: str
    text: str
    possessive: bool


@dataclass(frozen=True, slots=True)
class Lexeme:
    """What a run of words means."""

    kind: str  # name demonym metonym body role relative
    party: str | None = None
    actor: str | None = None
    noun: str | None = None
    since: date | None = None
    until: date | None = None

    def holds(self, on: date | None) -> bool:
        """Whether the words have this meaning on that day."""
        return on is None or ((self.since is None or self.since <= on) and (self.until is None or on <= self.until))


class Form(NamedTuple):
    """The words of a lexeme: folded keys, the spelling that capitals demand, and which of them own the next ("People's")."""

    keys: tuple[str, ...]
    spelling: tuple[str, ...]
    owning: tuple[bool, ...]
    lexeme: Lexeme


def fold(word: str) -> str:
    """The word in plain small letters: Erdoğan and Erdogan, Gəncə and Gence are one."""
    word = word.translate(LETTERS)
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return word.lower()


def tokens(text: str) -> list[Token]:
    """The words of a text with their places."""
    found = []
    for match in WORD.finditer(text):
        start, (word, key, possessive) = match.start(), _bare(match.group())
        end = start + len(word)
        if not possessive and word[-1] == "s" and text[end : end + 1] in ("'", "’"):
            possessive = text[end + 1 : end + 2].isspace()
        found.append(Token(start, end, key, word, possessive))
    return found


@lru_cache(50_000)
def _bare(word: str) -> tuple[str, str, bool]:
    """A word without its possessive ending, folded, and whether it had one."""
    possessive = word[-2:] in ("'s", "’s")
    bare = word[:-2] if possessive else word
    return bare, fold(bare), possessive


@cache
def vocabulary() -> dict[str, dict[str, list[Form]]]:
    """Every form by its first word and its second ("" where it has none), longest first."""
    forms: dict[str, dict[str, list[Form]]] = {}
    for text, lexeme in _lexemes():
        words = tokens(text)
        keys = tuple(word.key for word in words)
        if keys:
            spelling = tuple(word.key if word.key in SMALL else word.text for word in words)
            form = Form(keys, spelling, tuple(word.possessive for word in words), lexeme)
            forms.setdefault(keys[0], {}).setdefault("".join(keys[1:2]), []).append(form)
    for begun in forms.values():
        for same in begun.values():
            same.sort(key=lambda form: -len(form.keys))
    return forms


def _lexemes() -> Iterator[tuple[str, Lexeme]]:
    known = registry.load()
    generic = {word for entry in read_yaml("sides.yaml") for word in entry.get("words", ())}
    for party in known.parties.values():
        for alias in party.aliases:
            if alias.text in generic and not alias.since:
                continue
            yield alias.text, Lexeme(alias.kind, party.id, since=alias.since, until=alias.until)
    for actor in known.actors.values():
        for alias in actor.aliases:
            kind = "role" if alias.kind == "person" else "body"
            yield alias.text, Lexeme(kind, actor.party, actor.id, actor.body, alias.since, alias.until)
    for body in known.bodies.values():
        for word in body.words:
            yield _any_case(word), Lexeme("body", noun=body.id)
        for word in body.roles:
            yield _any_case(word), Lexeme("role", noun=body.id)
    for entry in read_yaml("sides.yaml"):
        for word in entry.get("words", ()):
            yield word, Lexeme(entry["kind"], noun=entry["id"])


def _any_case(word: str) -> str:
    """A generic body is written Defence Ministry or defence ministry; an abbreviation only as it is."""
    return word if word.isupper() or len(word) < 4 else word.lower()


@cache
def owned() -> frozenset[str]:
    """Nouns that name nobody unless a side stands beside them: "side", "member", "colonel"."""
    return frozenset(entry["id"] for entry in read_yaml("sides.yaml") if entry.get("owned"))


def person_in(alias: str) -> str | None:
    """The known person whose name ends these words: "President Ilham Aliyev"."""
    words = alias.split(" ")
    return next((name for n in range(len(words)) if (name := " ".join(words[n:])) in people()), None)


@cache
def people() -> frozenset[str]:
    """Every name of a known person."""
    return frozenset(alias.text for actor in registry.load().actors.values() for alias in actor.aliases if alias.kind == "person")


@cache
def alone() -> frozenset[str]:
    """Words that mean their owner only where no other name touches them: not "Heydar Aliyev Street", not "Texas Rangers"."""
    known = (alias for actor in registry.load().actors.values() for alias in actor.aliases)
    return frozenset(alias.text for alias in known if alias.counter or (alias.kind == "person" and " " not in alias.text))


@cache
def patrons() -> dict[str, str]:
    """The side that leads a kind of forces, whoever they are: "Russian-led forces"."""
    return {entry["id"]: entry["patron"] for entry in read_yaml("sides.yaml") if "patron" in entry}


@cache
def given_names() -> frozenset[str]:
    """Names of sides that are people's first names too: "Karen", "Israel"."""
    return frozenset(word for entry in read_yaml("sides.yaml") for word in entry.get("first_names", ()))


@cache
def fillers() -> frozenset[str]:
    """Adjectives that may stand between a side and its body."""
    return frozenset(word for entry in read_yaml("sides.yaml") for word in entry.get("between", ()))
