"""The tolls of an incident: for each side, status and harm the lowest, best and highest figure, each rule's answer, who says so.

A claimant's newest word replaces its own older one, never another's. A zero is a figure; silence is none. `adds` makes sums safe:
a total counts only what its parts leave over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from etl.resolve.sources import roles, sources
from etl.resolve.telling import Figure, Sides, Telling

Kind = tuple[str | None, str, str]  # party, status, harm


@dataclass(frozen=True, slots=True)
class Word:
    """A claimant's figure as one telling gives it."""

    claimant: str  # an actor, a party or an outlet
    party: str | None  # the claimant's side
    figure: Figure
    telling: Telling
    source: int
    neutral: bool  # a monitor or another body without a side
    moment: tuple[str, str]  # when it was said: day and time of publication, of the original where the article is a copy

    @property
    def independent(self) -> str:
        """Two bodies of one side aren't independent; two outlets are when neither copies the other."""
        return self.party or (self.claimant if self.neutral else f"source-{self.source}")


@dataclass(frozen=True, slots=True)
class Toll:
    """One line of the toll."""

    party: str | None
    status: str
    harm: str
    lowest: int | None
    best: int | None
    highest: int | None
    rule: str | None
    by_rule: Mapping[str, int | None]
    lowest_by: str | None
    best_by: str | None
    highest_by: str | None
    vague: str | None
    claimants: int
    adds: int | None
    current: tuple[Word, ...]
    figures: Mapping[int, str]  # casualty → current, superseded, copy


def tolls(members: Sequence[Telling], sides: Sides, neutral: frozenset[str]) -> list[Toll]:
    """All lines of an incident's toll; `neutral` are the actors and parties that take no side."""
    source, party = sources(members), _one_name(members, sides)
    kinds: dict[Kind, list[Word]] = {}
    moments = _moments(members)
    for telling in sorted(members, key=lambda t: (moments[t.id], t.told_at)):
        for figure in telling.figures:
            kind = party.get(figure.party, figure.party), figure.status, figure.harm
            kinds.setdefault(kind, []).append(_word(figure, telling, source[telling.id], neutral, moments[telling.id]))
    newest = {kind: _newest(words) for kind, words in kinds.items()}
    for gone, name in [(kind, name) for kind in newest for name in newest[kind] if _outgrown(kind, name, newest)]:
        del newest[gone][name]
    lines = [_toll(kind, kinds[kind], newest[kind], sides) for kind in sorted(kinds, key=_order)]
    return _sums(lines)


def _moments(members: Sequence[Telling]) -> dict[int, tuple[str, str]]:
    """When each telling was told; a copy tells nothing newer than its original did."""
    role = roles(members)
    first = {origin: min(t.told_at[:2] for t in members if t.origin == origin) for origin in {t.origin for t in members}}
    return {t.id: first[t.origin] if role[t.id] == "copy" else t.told_at[:2] for t in members}


def _order(kind: Kind) -> tuple[str, str, str]:
    return kind[0] or "~", kind[1], kind[2]


def _one_name(members: Sequence[Telling], sides: Sides) -> dict[str | None, str]:
    """Allies whose people no telling counts apart are the same people: "two Armenian soldiers" are Artsakh's two soldiers."""
    used = Counter(f.party for t in members for f in t.figures if f.party is not None)
    own = Counter(f.party for t in members for f in t.figures if f.party is not None and f.claimant_party == f.party)
    names: dict[str | None, str] = {}
    ranked = sorted(used, key=lambda p: (-own[p], -used[p], p))
    for party in ranked:
        for chief in ranked[: ranked.index(party)]:
            apart = any({party, chief} <= {f.party for f in t.figures} for t in members)
            if chief not in names and sides.together(party, chief) and not apart:
                names[party] = chief
                break
    return names


def _word(figure: Figure, telling: Telling, source: int, neutral: frozenset[str], moment: tuple[str, str]) -> Word:
    claimant = figure.claimant or figure.claimant_party
    if claimant is None:
        return Word(telling.voice, telling.outlet_party, figure, telling, source, telling.outlet_kind == "monitor", moment)
    party = figure.claimant_party
    return Word(claimant, party, figure, telling, source, claimant in neutral or party in neutral, moment)


def _outgrown(kind: Kind, name: str, newest: Mapping[Kind, Mapping[str, Word]]) -> bool:
    """Whether the claimant has since told a whole too small for this part, or a part too great for this whole: "six civilians", "five"."""
    mine, (party, status, harm) = newest[kind][name], kind
    for other in ("unknown",) if status != "unknown" else ("military", "civilian"):
        theirs = newest.get((party, other, harm), {}).get(name)
        if theirs is not None and theirs.moment > mine.moment:
            part, whole = (mine, theirs) if other == "unknown" else (theirs, mine)
            if part.figure.low is not None and whole.figure.high is not None and part.figure.low > whole.figure.high:
                return True
    return False


def _toll(kind: Kind, words: list[Word], newest: Mapping[str, Word], sides: Sides) -> Toll:
    """`words` come oldest first."""
    figures = {w.figure.id: _role(w, newest) for w in words}
    current = tuple(newest.values())
    given = [w for w in current if w.figure.least is not None]
    vague = "; ".join(dict.fromkeys(w.figure.vague for w in current if w.figure.vague)) or None
    claimants = len({w.independent for w in current})
    if not given:
        return Toll(*kind, None, None, None, None, {}, None, None, None, vague, claimants, None, current, figures)
    lowest, highest = min(_least(w) for w in given), max(_most(w) for w in given)
    answers = {name: rule(given, kind[0], sides) for name, rule in RULES.items()}
    chosen = next(name for name in CHOICE if answers[name] is not None)
    best = answers[chosen]
    return Toll(
        *kind, lowest, best, highest, chosen, answers, _who(given, lambda w: _least(w) == lowest),
        _who(given, lambda w: _least(w) == best), _who(given, lambda w: _most(w) == highest), vague, claimants, best, current, figures,
    )  # fmt: skip


def _least(word: Word) -> int:
    return word.figure.least or 0


def _most(word: Word) -> int:
    return word.figure.most or 0


def _newest(words: Iterable[Word]) -> dict[str, Word]:
    """Each claimant's newest word; a side without a named body is that side's only body, where there is just one."""
    bodies: dict[str, set[str]] = {}
    for word in words:
        if word.party and word.claimant != word.party:
            bodies.setdefault(word.party, set()).add(word.claimant)
    newest: dict[str, Word] = {}
    for word in words:
        named = bodies.get(word.claimant, set())
        name = next(iter(named)) if len(named) == 1 else word.claimant
        known = newest.get(name)
        if known and known.moment == word.moment and _stronger(known.figure, word.figure):
            continue
        newest[name] = word
    return newest


def _stronger(known: Figure, new: Figure) -> bool:
    """Among words of one moment a number beats "dozens", and the higher number the lower."""
    return (known.least is not None, known.least or 0) >= (new.least is not None, new.least or 0)


def _role(word: Word, newest: Mapping[str, Word]) -> str:
    if word in newest.values():
        return "current"
    same = next((w for w in newest.values() if w.claimant == word.claimant or w.party == word.party), None)
    if same and (same.figure.low, same.figure.high) == (word.figure.low, word.figure.high):
        return "copy"
    return "superseded"


def _who(words: Sequence[Word], holds: Callable[[Word], bool]) -> str | None:
    return "; ".join(sorted({w.claimant for w in words if holds(w)})) or None


def _own_side_admits(words: Sequence[Word], party: str | None, sides: Sides) -> int | None:
    return _last([w for w in words if sides.together(w.party, party)])


def _monitor_first(words: Sequence[Word], party: str | None, sides: Sides) -> int | None:
    return _last([w for w in words if w.neutral])


def _majority(words: Sequence[Word], party: str | None, sides: Sides) -> int | None:
    voices: dict[str, int] = {w.independent: _least(w) for w in words}
    figure, votes = max(Counter(voices.values()).items(), key=lambda item: (item[1], -item[0]))
    return figure if len(voices) > 1 and 2 * votes > len(voices) else None


def _latest(words: Sequence[Word], party: str | None, sides: Sides) -> int | None:
    return _last(words)


def _last(words: Sequence[Word]) -> int | None:
    """The newest word's figure; of words of one moment, the lowest."""
    if not words:
        return None
    moment = max(w.moment for w in words)
    return min(_least(w) for w in words if w.moment == moment)


def _lowest(words: Sequence[Word], party: str | None, sides: Sides) -> int | None:
    return min(_least(w) for w in words)


RULES: dict[str, Callable[[Sequence[Word], str | None, Sides], int | None]] = {
    "own_side_admits": _own_side_admits, "monitor_first": _monitor_first, "majority": _majority, "latest": _latest, "lowest": _lowest,
}  # fmt: skip
CHOICE = ("own_side_admits", "monitor_first", "majority", "latest")


def _sums(lines: Sequence[Toll]) -> list[Toll]:
    """Parts before totals: military and civilian, then status unknown, then side unknown; killed or wounded last."""
    done: list[Toll] = []
    for line in sorted(lines, key=lambda t: (t.harm == "killed_or_wounded", t.party is None, t.status == "unknown")):
        parts = sum(t.adds or 0 for t in done if _part(t, line)) if line.best is not None else 0
        done.append(line if line.best is None else replace(line, adds=max(0, line.best - parts)))
    return sorted(done, key=lambda t: _order((t.party, t.status, t.harm)))


def _part(part: Toll, total: Toll) -> bool:
    """Whether the people of one line may be among those of the other."""
    harm = part.harm == total.harm or (total.harm == "killed_or_wounded" and part.harm in ("killed", "wounded"))
    party = part.party == total.party or total.party is None
    return harm and party and (part.status == total.status or "unknown" in (part.status, total.status))
