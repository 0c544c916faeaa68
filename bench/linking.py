"""Linking: how often two reports of one incident end together, and two of sister incidents apart.

Rows by hand (`linking.yaml`, and the newsroom's gold), and what the reader itself makes of texts: the newsroom's, the short ones of
`linking_tuned.yaml` and `linking_pairs.yaml`, and those of `linking_heldout.yaml` and, of two to five paragraphs, `linking_medium.yaml`,
on which nothing is tuned and whose misses aren't shown. Of texts there are two figures: among the reports that the reader made, and
with those it left out counted as alone.

    python -m bench.linking [--misses]
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from bench.linking_sets import by_hand, newsroom_gold
from bench.linking_texts import Texts, newsroom, short
from etl.lexicon.registry import load
from etl.resolve.cluster import clusters, neighbourhoods
from etl.resolve.conclude import world
from etl.resolve.matcher import Matcher
from etl.resolve.near import Near
from etl.resolve.telling import Telling


@dataclass(frozen=True)
class Score:
    """Pairs of reports: told as one incident and held for one, and the two kinds of error."""

    right: int
    merged: int  # of two incidents, held for one
    parted: int  # of one incident, held for two

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.merged) if self.right + self.merged else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.parted) if self.right + self.parted else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def linked(tellings: Sequence[Telling]) -> list[tuple[Telling, ...]]:
    """The incidents among tellings, found over blocks as the resolver finds them, in memory."""
    near = Near(Matcher(world(load()).sides))
    near.add(tellings)
    near.search([t.id for t in tellings])
    near.tied([t.id for t in tellings])
    return [group for some in neighbourhoods(tellings, near.ties()) for group in clusters(some, near.match).incidents]


def score(groups: Iterable[Sequence[Telling]], gold: Mapping[int, str]) -> Score:
    """Pairs within groups against pairs within gold incidents, among the tellings that gold knows."""
    group = {t.id: n for n, members in enumerate(groups) for t in members if t.id in gold}
    right = merged = parted = 0
    for a, b in combinations(sorted(group), 2):
        together, one = group[a] == group[b], gold[a] == gold[b]
        right += together and one
        merged += together and not one
        parted += one and not together
    return Score(right, merged, parted)


def misses(tellings: Sequence[Telling], groups: Iterable[Sequence[Telling]], gold: Mapping[int, str]) -> Iterable[str]:
    """Each wrong pair with the reasons for and against."""
    match = Matcher(world(load()).sides)
    group = {t.id: n for n, members in enumerate(groups) for t in members}
    for a, b in combinations([t for t in tellings if t.id in gold], 2):
        if (group[a.id] == group[b.id]) != (gold[a.id] == gold[b.id]):
            kind = "MERGED" if group[a.id] == group[b.id] else "PARTED"
            found = match(a, b)
            yield f"{kind} {gold[a.id]} ({a.url}) / {gold[b.id]} ({b.url}): {found.points:g} = {found.why}"


def report(name: str, tellings: Sequence[Telling], gold: Mapping[int, str], show: bool) -> Score:
    """Score a set and print it."""
    groups = linked(tellings)
    found = score(groups, gold)
    print(f"{name:28} {len(gold):4} reports {len(set(gold.values())):4} incidents   precision {found.precision:.3f}"
          f"  recall {found.recall:.3f}  F1 {found.f1:.3f}   merged {found.merged} parted {found.parted}")
    if show:
        print(*misses(tellings, groups, gold), sep="\n")
    return found


def from_text(name: str, texts: Texts, show: bool) -> None:
    """Score a set of texts, among what was read and with what was left out."""
    found = report(name, texts.tellings, texts.gold, show)
    wanted = Counter([*texts.gold.values(), *texts.unread])
    pairs = sum(n * (n - 1) // 2 for n in wanted.values())
    whole = Score(found.right, found.merged, pairs - found.right)
    print(f"{'':28} {sum(wanted.values()):4} with the {len(texts.unread)} left out             precision {whole.precision:.3f}"
          f"  recall {whole.recall:.3f}  F1 {whole.f1:.3f}")


def main() -> None:
    """Score all sets."""
    show = "--misses" in sys.argv
    rows, coded = by_hand(), newsroom_gold()
    report("rows by hand", *rows, show)
    report("rows of the newsroom's gold", *coded, show)
    report("all rows", [*rows[0], *coded[0]], rows[1] | coded[1], False)
    from_text("the newsroom's texts", newsroom(), show)
    from_text("short texts, tuned on", short("linking_tuned.yaml"), show)
    from_text("told twice, tuned on", short("linking_pairs.yaml"), show)
    from_text("short texts, held out", short("linking_heldout.yaml"), False)
    from_text("paragraphs, held out", short("linking_medium.yaml"), False)


if __name__ == "__main__":
    main()
