"""Which incident keeps which id: the one that has most of its tellings; a split leaves the id to the larger half."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from etl.resolve.telling import Telling

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U


@dataclass(frozen=True)
class Identities:
    """Incident of each group by its place in the list (None: a new one), and where the incidents left over went (None: nowhere)."""

    kept: Mapping[int, int | None]
    merged: Mapping[int, int | None]  # incident → place of the group that holds most of its tellings


def identify(groups: Sequence[Sequence[Telling]], before: Mapping[int, int], incidents: Sequence[int]) -> Identities:
    """`before` is the incident of each telling (or of the older reading it replaces); older incidents win among equals."""
    shared = Counter((before[t.id], n) for n, group in enumerate(groups) for t in group if t.id in before)
    kept: dict[int, int | None] = dict.fromkeys(range(len(groups)))
    taken: set[int] = set()
    for (incident, n), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if kept[n] is None and incident not in taken:
            kept[n] = incident
            taken.add(incident)
    merged: dict[int, int | None] = {}
    for incident in set(incidents) - taken:
        homes = [(-count, n) for (one, n), count in shared.items() if one == incident]
        merged[incident] = min(homes)[1] if homes else None
    return Identities(kept, merged)


def public_id(group: Sequence[Telling], salt: int = 0) -> str:
    """A citable id made from the first telling's place in the world's texts; another salt gives another."""
    digest = int.from_bytes(blake2b(f"{group[0].key}{salt or ''}".encode(), digest_size=8).digest(), "big")
    letters = "".join(LETTERS[digest >> shift & 31] for shift in range(0, 50, 5))
    return f"TW-{letters[:5]}-{letters[5:]}"
