"""Which articles are copies of which: the texts of those that tell something, their signatures, their originals."""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, exists, func, or_, select, text, update

from etl.resolve.lineage import Text
from etl.store.bulk import copy
from schema.tables import articles, claims, reports, signature_bands, signatures

TELLS = or_(*(exists().where(t.c.article_id == articles.c.id, t.c.replaced_at.is_(None)) for t in (reports, claims)))


def unsigned(connection: Connection, ids: Collection[int]) -> list[tuple[int, str]]:
    """Those of these articles that tell something and whose text has no signature yet, with the text."""
    query = (
        select(articles.c.id, articles.c.text)
        .join_from(articles, signatures, isouter=True)
        .where(articles.c.id == func.any(sorted(ids)), signatures.c.article_id.is_(None), TELLS)
        .order_by(articles.c.id)
    )
    return [(key, body) for key, body in connection.execute(query)]


def sign(connection: Connection, found: Mapping[int, tuple[Sequence[int], Collection[int]]]) -> None:
    """Keep the signatures and facts of texts."""
    copy(connection, signatures, ("article_id", "signature", "facts"),
         ((key, _packed(numbers), _packed(sorted(facts))) for key, (numbers, facts) in found.items()))


def texts(connection: Connection, ids: Collection[int]) -> list[Text]:
    """These articles as far as their lineage goes."""
    query = (
        select(articles.c.id, articles.c.canonical_url, articles.c.published, signatures.c.signature, signatures.c.facts,
               articles.c.published_at, articles.c.url)
        .join_from(articles, signatures)
        .where(articles.c.id == func.any(sorted(ids)))
        .order_by(articles.c.id)
    )
    return [
        Text(key, url, published, _unpacked(numbers), frozenset(_unpacked(facts)), moment, address)
        for key, url, published, numbers, facts, moment, address in connection.execute(query)
    ]


def _packed(numbers: Sequence[int]) -> bytes:
    return struct.pack(f">{len(numbers)}I", *numbers)


def _unpacked(raw: bytes) -> tuple[int, ...]:
    return struct.unpack(f">{len(raw) // 4}I", raw)


def in_bands(connection: Connection, bands: Collection[int]) -> dict[int, list[int]]:
    """The articles that stand in these bands, by band."""
    found: dict[int, list[int]] = defaultdict(list)
    query = select(signature_bands.c.band, signature_bands.c.article_id).where(signature_bands.c.band == func.any(sorted(bands)))
    for band, article in connection.execute(query):
        found[band].append(article)
    return found


def keep_bands(connection: Connection, found: Mapping[int, Collection[int]]) -> None:
    """Articles stand in these bands from now on."""
    copy(connection, signature_bands, ("band", "article_id"), sorted((band, key) for key, bands in found.items() for band in bands))


def kin(connection: Connection, ids: Collection[int]) -> list[tuple[int, int]]:
    """All copies that belong to the lineages of these articles, each with its original."""
    originals = select(func.coalesce(articles.c.lineage_id, articles.c.id)).where(articles.c.id == func.any(sorted(ids)))
    query = select(articles.c.id, articles.c.lineage_id).where(articles.c.lineage_id.in_(originals))
    return [(key, original) for key, original in connection.execute(query)]


def part(connection: Connection, ids: Collection[int]) -> set[int]:
    """Take those of these articles that tell nothing any more out of their lineages; the others of these, each for itself from now on."""
    silent = select(func.coalesce(articles.c.lineage_id, articles.c.id)).join_from(articles, signatures).where(
        articles.c.id == func.any(sorted(ids)), ~TELLS)
    roots = list(connection.scalars(silent)) if ids else []
    if not roots:
        return set()
    whole = or_(articles.c.id == func.any(roots), articles.c.lineage_id == func.any(roots))
    members: dict[int, bool] = {key: tells for key, tells in connection.execute(select(articles.c.id, TELLS).where(whole))}  # noqa: C416
    connection.execute(update(articles).where(articles.c.lineage_id == func.any(roots)).values(lineage_id=None))
    gone = [key for key, tells in members.items() if not tells]
    for table in (signatures, signature_bands):
        connection.execute(table.delete().where(table.c.article_id == func.any(gone)))
    return members.keys() - set(gone)


def set_originals(connection: Connection, originals: Mapping[int, int]) -> set[int]:
    """Point copies to their originals; the articles whose original is another now."""
    query = text("""
        UPDATE articles a SET lineage_id = nullif(w.original, a.id)
        FROM unnest(CAST(:ids AS bigint[]), CAST(:originals AS bigint[])) AS w(id, original)
        WHERE a.id = w.id AND a.lineage_id IS DISTINCT FROM nullif(w.original, a.id) RETURNING a.id""")
    ids = sorted(originals)
    return set(connection.scalars(query, {"ids": ids, "originals": [originals[key] for key in ids]}))
