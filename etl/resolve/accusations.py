"""Who accuses whom of an incident, day by day of publication, and how the accused side answers; copies of one text count once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from etl.resolve.telling import Said, Telling

Pair = tuple[str | None, str | None, str, date | None]  # accuser, accused, about, published
COUNTS = ("accusations", "incidents", "admitted", "denied", "returned", "unanswered")


def accusations(members: Sequence[Telling], stands: bool) -> Mapping[Pair, tuple[int, ...]]:
    """The counts of COUNTS; the incident itself is counted on the first day, if it stands."""
    said: defaultdict[str | None, set[tuple[str, str | None]]] = defaultdict(set)  # side → what it does, to whom
    for claim in (c for t in members for c in t.said):
        said[claim.speaker_party].add((claim.act, claim.target))
    found: defaultdict[Pair, list[int]] = defaultdict(lambda: [0] * len(COUNTS))
    for telling in members:
        for claim in telling.said:
            if claim.act == "accuse" and telling.origin == telling.article:
                counts = found[claim.speaker_party, claim.target, claim.about, telling.published]
                answers = said[claim.target] | set(claim.answers) if claim.target else set()
                for n, more in enumerate((1, 0, *_answered(claim, answers))):
                    counts[n] += more
    seen: set[Pair] = set()
    for pair in sorted(found, key=lambda pair: pair[3] or date.max):
        group = (*pair[:3], None)
        found[pair][1] = int(stands and group not in seen)
        seen.add(group)
    return {pair: tuple(counts) for pair, counts in found.items()}


def _answered(claim: Said, answers: set[tuple[str, str | None]]) -> tuple[bool, bool, bool, bool]:
    """Admitted, denied, returned, unanswered."""
    acts = {act for act, _ in answers}
    admitted, denied = "admit" in acts, "deny" in acts
    returned = claim.speaker_party is not None and ("accuse", claim.speaker_party) in answers
    return admitted, denied, returned, not (admitted or denied or returned)
