"""Rows of an article made one where they tell the same people; totals and parts settled."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations

from etl.lexicon import registry
from etl.model import Casualty
from etl.parse.people import is_one
from etl.parse.scenes import Scene, same_days, same_place
from etl.parse.tellings import Reader
from etl.parse.tolls import Row

SPREAD = re.compile(
    r"\bin (?:two|three|four|five|six|several|separate|\d+) (?:\w+ ){0,2}?(?:attacks|strikes|incidents|clashes|ambushes|blasts|raids)\b",
    re.I,
)
RECALL = 100  # rows around one that may tell the same people
SAID = frozenset({"named", "possessive", "in the ranks of", "who lost them"})  # rules by which the text itself says whose
FATE = 3  # sentences within which the wounded die


def settle(found: list[Row], scenes: list[Scene], reader: Reader) -> list[Row]:
    """One row for the same people told twice; the parts for a total that is their sum, unless they are all of one kind."""
    kept: list[Row] = []
    found = sorted(found, key=lambda r: r.casualty.span)
    summed = {id(part) for n, row in enumerate(found) for part in _parts_of(row, found[max(0, n - RECALL) : n + RECALL], reader)}
    for row in found:
        if _singular(row) and row.harm.harm == "killed":
            kept[-RECALL:] = [k for k in kept[-RECALL:] if not _died_of(k, row)]
        own = row.harm.people.part and id(row) in summed  # "nine of them in Haris" where the others are told elsewhere
        same = None if own else next((k for k in kept[-RECALL:] if _same(k, row, scenes)), None)
        if same is not None:
            same.casualty = _merged(same, row.casualty)
        elif (sooner := next((k for k in reversed(kept[-RECALL:]) if _one_more(k, row, reader)), None)) is not None:
            total = (sooner.casualty.low or 0) + 1
            sooner.casualty = replace(sooner.casualty, low=total, high=total)
            if any(k is not sooner and _same(k, sooner, scenes) for k in kept[-RECALL:]):
                kept.remove(sooner)  # the total was told before: "killed 11 … Ten died on the spot, another in hospital"
        else:
            kept.append(row)
    for n, row in enumerate(list(kept)):
        near = [k for k in kept[max(0, n - RECALL) : n + RECALL] if not _elsewhere(row, k, scenes, reader)]
        parts = _parts_of(row, near, reader)
        if parts and not _many(row, reader) and all(_of_one_kind(row, part) for part in parts) and not _scattered(parts, reader):
            row.casualty = _merged(row, parts[0].casualty)
            kept = [k for k in kept if k not in parts]
        elif parts:
            kept = [k for k in kept if k is not row]
    return kept


def _one_more(old: Row, new: Row, reader: Reader) -> bool:
    """ "A fifth died" after four dead; "ten died in the blast, another in hospital"."""
    nth, a, b = new.harm.people.nth, old.casualty, new.casualty
    another = reader.document.article.text[new.harm.start : new.harm.start + 7].lower() == "another"
    return (
        (another or nth is not None)
        and a.harm == b.harm
        and a.low == a.high == (nth - 1 if nth else a.low)
        and old.scene == new.scene
        and _agree(a.party, b.party)
        and _agree(_known(a.status), _known(b.status))
    )


def _of_one_kind(total: Row, part: Row) -> bool:
    """Whether a part says no more of its people than the total: same incident, side and kind."""
    a, b = total.casualty, part.casualty
    return total.scene == part.scene and _agree(a.party, b.party) and _agree(_known(a.status), _known(b.status))


def _same(old: Row, new: Row, scenes: list[Scene]) -> bool:
    a, b = old.casualty, new.casualty
    if _is_he(old, new) and not _apart(scenes[old.scene], scenes[new.scene]):
        return True
    if new.harm.people.part and a.harm == b.harm and (a.low or 0) >= (b.low or 0):
        return True  # "six of them were detained": of those told before
    if old.harm.people.names and new.harm.people.names and not _share_a_name(old, new):
        return False
    if _side_by_side(old, new):
        return False
    camp = _one_camp(a.party, b.party) if a.low == 1 else _agree(a.party, b.party) or _many_guessed(old, new)
    if a.harm != b.harm or not camp or not _agree(_known(a.status), _known(b.status)):
        return False
    apart = old.scene != new.scene and _apart(scenes[old.scene], scenes[new.scene])
    if not new.harm.people.counted and b.low == 1 and not b.vague:
        return not apart
    return _one_number(a, b) and not apart


def _side_by_side(old: Row, new: Row) -> bool:
    """Whether one word of harm counts both: "two were killed, one at Keran and one at Uri"."""
    one_word = (old.harm.sentence, old.harm.head) == (new.harm.sentence, new.harm.head)
    return one_word and all(r.harm.people.counted and not r.harm.people.names for r in (old, new))


def _one_number(a: Casualty, b: Casualty) -> bool:
    """Whether two counts are one: "at least eight" and "eight" are, "eight" and "up to eight" are not."""
    open_ended = a.low is not None and a.low == b.low and None in (a.high, b.high)
    return a.vague == b.vague and (open_ended or (a.low, a.high) == (b.low, b.high))


def _is_he(old: Row, new: Row) -> bool:
    """ "He was hit in the chest": the one told before to be hurt or dead."""
    harm = old.casualty.harm
    return is_one(new.harm.people) and (harm == new.casualty.harm or (harm == "killed" and old.casualty.low == 1))


def _share_a_name(old: Row, new: Row) -> bool:
    """Whether two rows name one person: "Gurgen Ayvazyan", "Private Ayvazyan"."""
    return bool({w for name in old.harm.people.names for w in name.split()} & {w for name in new.harm.people.names for w in name.split()})


def _many_guessed(old: Row, new: Row) -> bool:
    """Whether three or more of one number are told twice, and whose they are is said at most once."""
    return (old.casualty.low or 0) > 2 and old.scene == new.scene and not (old.harm.how in SAID and new.harm.how in SAID)


def _singular(row: Row) -> bool:
    """ "The soldier died", "he succumbed": one already spoken of."""
    return not row.harm.people.counted and row.casualty.low == row.casualty.high == 1


def _died_of(hurt: Row, dead: Row) -> bool:
    """Whether the one wounded just before is the one who then died: "was hit and critically wounded … the soldier died"."""
    a, b = hurt.casualty, dead.casualty
    return (
        a.harm == "wounded"
        and a.low == a.high == 1
        and hurt.scene == dead.scene
        and (dead.harm.sentence - hurt.harm.sentence <= FATE or is_one(hurt.harm.people))
        and _one_camp(a.party, b.party)
        and _agree(_known(a.status), _known(b.status))
    )


def _one_camp(a: str | None, b: str | None) -> bool:
    """Whether two parties may be one: the same, one unknown, or an authority no state knows and the state it leans on."""
    if _agree(a, b):
        return True
    parties = registry.load().parties
    return any(parties[x].kind == "de-facto-authority" and x in parties[y].allies for x, y in ((a, b), (b, a)) if x and y)


def _finer(a: str | None, b: str | None) -> str | None:
    """The authority rather than the state it leans on."""
    if a is None or b is None or a == b:
        return a or b
    return b if registry.load().parties[b].kind == "de-facto-authority" else a


def _apart(a: Scene, b: Scene) -> bool:
    """Whether two scenes are told of different days or places."""
    if a.occurred and b.occurred and not same_days(a.occurred, b.occurred):
        return True
    return bool(a.places and b.places and not any(same_place(x.place, y.place) for x in a.places for y in b.places))


def _elsewhere(total: Row, part: Row, scenes: list[Scene], reader: Reader) -> bool:
    """Whether a total is told of one day or village and the part of another: "two men died in Tral on Friday" adds up no later deaths."""
    sentence = reader.document.sentences[total.harm.sentence]
    one, other = scenes[total.scene], scenes[part.scene]
    if _days_between(one, other) > 1 and reader.dates_of(sentence):
        return True
    fine = any(p.place.precision in ("settlement", "exact") and p.role in ("at", "near") for p in reader.places_of(sentence))
    return fine and total.scene != part.scene and _apart(one, other)


def _days_between(one: Scene, other: Scene) -> int:
    """The days from the end of the one to the start of the other; none where a day is not told."""
    told = [(s.occurred.start, s.occurred.end) for s in (one, other) if s.occurred is not None]
    spans = sorted((start, end) for start, end in told if start is not None and end is not None)
    return (spans[1][0] - spans[0][1]).days if len(spans) > 1 else 0


def _merged(row: Row, new: Casualty) -> Casualty:
    """What two tellings say of the same people; what a witness told stays his word, though an official repeats it."""
    old = row.casualty
    return replace(
        old,
        party=_finer(old.party, new.party),
        status=old.status if old.status != "unknown" else new.status,
        names=old.names or new.names,
        claimant=old.claimant if row.witness else old.claimant or new.claimant,
        claimant_party=old.claimant_party if row.witness else old.claimant_party or new.claimant_party,
    )


def _many(row: Row, reader: Reader) -> bool:
    """Whether the text says that the number fell in several incidents: "killed in two separate raids"."""
    sentence = reader.document.sentences[row.harm.sentence]
    return bool(SPREAD.search(sentence.text, max(0, row.harm.start - sentence.start)))


def _scattered(parts: tuple[Row, ...], reader: Reader) -> bool:
    """Whether the parts fell at different places: "five in Beit Lif while one was killed in Deir Seryan"."""
    spots: set[str] = set()
    if all(part.casualty.names for part in parts):
        return False  # the dead by name, each with his village
    for part, after in zip(parts, (*parts[1:], None), strict=True):
        sentence = reader.document.sentences[part.harm.sentence]
        end = after.harm.start if after is not None and after.harm.sentence == part.harm.sentence else sentence.end
        near = [p for p in reader.places_of(sentence) if part.harm.start <= p.start < end]
        spots |= {p.place.name for p in near if p.role in ("at", "near", "toward")}
    return len(spots) > 1


def _parts_of(row: Row, kept: list[Row], reader: Reader) -> tuple[Row, ...]:
    """The other rows of the article that add up to this one: "three killed … two in Berdavan … one in Paravakar"."""
    total = row.casualty.low
    if total is None or total < 2 or row.casualty.high not in (total, None):
        return ()
    others = [
        k
        for k in kept
        if k is not row
        and k.casualty.harm == row.casualty.harm
        and _agree(k.casualty.claimant_party, row.casualty.claimant_party)
        and k.casualty.low
        and k.casualty.low < total
        and (k.casualty.span > row.casualty.span or k.scene != row.scene)
    ]
    if others and _many(row, reader):
        return tuple(k for k in others if k.scene != row.scene) or tuple(others)
    sums = (some for size in (2, 3, 4) for some in combinations(others[:8], size) if sum(k.casualty.low or 0 for k in some) == total)
    return next(sums, ())


def _agree(a: str | None, b: str | None) -> bool:
    return a is None or b is None or a == b


def _known(status: str) -> str | None:
    return None if status == "unknown" else status
