"""Which incident keeps which id: the one that has most of its tellings; a split leaves the id to the larger half."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from types import MappingProxyType
from typing import NamedTuple

from etl.resolve.telling import Telling

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U


class Identities(NamedTuple):
    """Incident of each group by its place in the list (None: a new one), and where the incidents left over went (None: nowhere)."""

    kept: Mapping[int, int | None]
    merged: Mapping[int, int | None]  # incident → place of the group that holds most of its tellings


def natives(histories: Mapping[int, Sequence[tuple[int, int]]]) -> dict[int, int]:
    """The incident that each telling founded or joined while it was whole: the first it was linked to, unless others had come over by then.

    A history is the numbers and incidents of all links of a telling, the oldest first.
    """
    over: dict[int, int] = {}  # incident → the first link by which a telling came over from another
    for (_, first), *rest in histories.values():
        for link, incident in rest:
            if incident != first:
                over[incident] = min(link, over.get(incident, link))
    return {key: first for key, ((link, first), *_) in histories.items() if link < over.get(first, link + 1)}


def identify(groups: Sequence[Sequence[Telling]], before: Mapping[int, int], incidents: Sequence[int],
             native: Mapping[int, int] = MappingProxyType({})) -> Identities:  # fmt: skip
    """`before` is the incident of each telling (or of the older reading it replaces); older incidents win among equals.

    Where an incident parts, its natives say which part is it, and an incident that had been merged comes back with its own.
    """
    shared = Counter((before[t.id], n) for n, group in enumerate(groups) for t in group if t.id in before)
    own = Counter((native[t.id], n) for n, group in enumerate(groups) for t in group if t.id in native)
    parted = {incident for incident, _ in own}
    strength = {(i, n): (own[i, n] if i in parted else shared[i, n], shared[i, n]) for i, n in {*shared, *own}}
    ranked = sorted(strength, key=lambda pair: (pair[0] not in before.values(), *(-count for count in strength[pair]), pair))
    kept: dict[int, int | None] = dict.fromkeys(range(len(groups)))
    taken: set[int] = set()
    for incident, n in ranked:
        if kept[n] is None and incident not in taken:
            kept[n] = incident
            taken.add(incident)
    homes: dict[int, int] = {}
    for incident, n in sorted(strength, key=lambda pair: (*(-count for count in strength[pair]), pair)):
        homes.setdefault(incident, n)
    return Identities(kept, {incident: homes.get(incident) for incident in set(incidents) - taken})


def public_id(group: Sequence[Telling], salt: int = 0) -> str:
    """A citable id made from the first telling's place in the world's texts; another salt gives another."""
    digest = int.from_bytes(blake2b(f"{group[0].key}{salt or ''}".encode(), digest_size=8).digest(), "big")
    letters = "".join(LETTERS[digest >> shift & 31] for shift in range(0, 50, 5))
    return f"TW-{letters[:5]}-{letters[5:]}"
