"""Which tellings of an incident are sources of their own: a lineage counts once, an outlet counts once."""

from __future__ import annotations

from collections.abc import Sequence

from etl.resolve.telling import Telling


def roles(members: Sequence[Telling]) -> dict[int, str]:
    """Each telling's role by its id: the newest version of each lineage's first outlet tells, the rest are copies or older versions."""
    found: dict[int, str] = {}
    for lineage in _by_origin(members).values():
        first = min(lineage, key=lambda t: t.told_at).voice
        for outlet in {t.voice for t in lineage}:
            versions = sorted((t for t in lineage if t.voice == outlet), key=lambda t: t.told_at)
            found |= {t.id: "superseded" for t in versions[:-1]}
            found[versions[-1].id] = "telling" if outlet == first else "copy"
    return found


def sources(members: Sequence[Telling]) -> dict[int, int]:
    """Each telling's source by its id: tellings of one lineage, or of one outlet, have the same."""
    groups: list[list[Telling]] = []
    for telling in sorted(members, key=lambda t: t.key):
        near = [g for g in groups if any(t.origin == telling.origin or t.voice == telling.voice for t in g)]
        groups = [g for g in groups if g not in near] + [[t for g in near for t in g] + [telling]]
    groups.sort(key=lambda g: min(t.key for t in g))
    return {t.id: n for n, group in enumerate(groups) for t in group}


def _by_origin(members: Sequence[Telling]) -> dict[int, list[Telling]]:
    found: dict[int, list[Telling]] = {}
    for telling in members:
        found.setdefault(telling.origin, []).append(telling)
    return found
