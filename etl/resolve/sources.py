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
    parent: dict[str | int, str | int] = {}

    def root(name: str | int) -> str | int:
        while parent.setdefault(name, name) != name:
            parent[name] = name = parent[parent[name]]
        return name

    for telling in members:
        parent[root(telling.voice)] = root(telling.origin)
    numbers: dict[str | int, int] = {}
    ranked = sorted(members, key=lambda t: t.key)
    return {t.id: numbers.setdefault(root(t.origin), len(numbers)) for t in ranked}


def _by_origin(members: Sequence[Telling]) -> dict[int, list[Telling]]:
    found: dict[int, list[Telling]] = {}
    for telling in members:
        found.setdefault(telling.origin, []).append(telling)
    return found
