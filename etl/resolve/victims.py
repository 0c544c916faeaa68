"""The people harmed, as two tellings count and name them: agreement ties, contradiction parts."""

from __future__ import annotations

from collections.abc import Iterator

from etl.resolve.telling import Figure, Sides, Telling, named


def victims(one: Telling, other: Telling, sides: Sides) -> Iterator[tuple[str, float]]:
    """People harmed: agreement on them ties strongly, the more so the rarer the number; contradiction parts."""
    names = names_victim(one, other)
    whole = _whole(one, other)
    found = [_rarity(total) for total in whole.values()]
    few, many = sorted((one, other), key=lambda t: len(t.figures))
    found += [relation for mine in few.figures if mine.harm not in whole
              for relation in [_closest(mine, few, many, sides)] if relation is not None]  # fmt: skip
    good = min(sum(amount for amount in found if amount > 0), 5.0)
    bad = max(sum(amount for amount in found if amount < 0), -4.0)
    if good and names != "other victims named":
        yield "victims agree", good
    if bad:
        yield "victims contradict", bad
    if not found and _hurt(one) and _hurt(other):
        numbers = _same_numbers(one, other)
        if numbers:
            yield "same numbers, other victims", numbers
        elif all(sides.foreign(a, b) for a in _hurt(one) for b in _hurt(other)):
            yield "victims of other sides", (0.2 if sides.apart(one.initiator, other.initiator) else 1.0)
    if names:
        yield names, 1.0


def _whole(one: Telling, other: Telling) -> dict[str, int]:
    """By harm, a number that the one tells as a whole and the other in parts: "nine killed", "seven soldiers and two civilians killed"."""
    found: dict[str, int] = {}
    if len(one.figures) < 2 and len(other.figures) < 2:
        return found
    for whole, parted in ((_parts(one), _parts(other)), (_parts(other), _parts(one))):
        for harm, counts in whole.items():
            if len(counts) == 1 and len(parted.get(harm, ())) > 1 and sum(parted[harm].values()) == sum(counts.values()):
                found[harm] = sum(counts.values())
    return found


def _parts(telling: Telling) -> dict[str, dict[tuple[str | None, str], int]]:
    """How many of each side and status it counts, by harm; nothing of a harm of which a count is open."""
    found: dict[str, dict[tuple[str | None, str], int]] = {}
    for figure in telling.figures:
        counts = found.setdefault(figure.harm, {})
        counts[figure.party, figure.status] = max(counts.get((figure.party, figure.status), 0), figure.least or 0)
    return {harm: counts for harm, counts in found.items() if all(counts.values())}


def _closest(mine: Figure, one: Telling, other: Telling, sides: Sides) -> float | None:
    """The best relation of a figure to the other telling's figures for the same people."""
    same = [
        _figures(mine, theirs, one, other)
        for theirs in other.figures
        if mine.harm == theirs.harm and not sides.foreign(mine.party, theirs.party)
        and (mine.status == theirs.status or "unknown" in (mine.status, theirs.status))
    ]  # fmt: skip
    return max(same, default=None)


def _figures(mine: Figure, theirs: Figure, one: Telling, other: Telling) -> float:
    a, b = mine.least, theirs.least
    if a is None or b is None:
        return 0.0
    if not mine.contradicts(theirs):
        return _rarity(max(a, b)) * (1.0 if a == b else 0.5)
    older, newer = (a, b) if one.told_at < other.told_at else (b, a)
    if older < newer and one.told_at[:2] != other.told_at[:2]:
        return 0.0  # it grew
    if mine.claimant_party == theirs.claimant_party and mine.claimant_party is not None:
        return -2.5 if one.told_at[:2] != other.told_at[:2] else -1.0
    return -0.5 if max(a, b) <= 3 * max(1, min(a, b)) else -1.5


def _rarity(number: int) -> float:
    return 0.3 if number == 0 else 1.0 if number == 1 else 1.5 if number == 2 else 2.5 if number < 10 else 3.5


def _same_numbers(one: Telling, other: Telling) -> float:
    """Equal counts of other people: a reader may take one side's dead for the other's; "losses" may be dead."""
    mine, theirs = ({(f.harm, f.least) for f in t.figures if f.least} for t in (one, other))
    shared = {(harm, number) for harm, number in mine for as_told, count in theirs
              if number == count and (harm == as_told or "killed_or_wounded" in (harm, as_told))}  # fmt: skip
    return min(sum(_rarity(number) for _, number in shared if number), 5.0)


def _hurt(telling: Telling) -> frozenset[str]:
    return frozenset(f.party for f in telling.figures if f.party is not None and (f.most is None or f.most > 0))


def names_victim(one: Telling, other: Telling) -> str | None:
    """Whether both name a victim, the one as such and the other at least in its words; or each names only others."""
    if not one.victims and not other.victims:
        return None
    mine, theirs = one.victims, other.victims
    if not mine or not theirs:
        names, words = (mine, other) if mine else (theirs, one)
        return "same victim named" if any(len(named(name)) > 1 and words.mentions(name) for name in names) else None
    pairs = ((set(a.casefold().split()), set(b.casefold().split())) for a in mine for b in theirs)
    shared = any(a & b and (len(a & b) > 1 or min(len(a), len(b)) == 1) for a, b in pairs)
    return "same victim named" if shared else "other victims named"
