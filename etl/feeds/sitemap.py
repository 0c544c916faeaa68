"""Sitemaps, with the news extension: bytes → addresses with titles and dates, or further sitemaps."""

from __future__ import annotations

import gzip
import io
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from etl.feeds.dates import read_date
from etl.feeds.markup import name_of, read_xml
from etl.feeds.reading import LONGEST_TITLE, BadFeed, FeedReading, address, line, sane
from etl.model import Entry

MOST_ADDRESSES = 50_000  # what the protocol allows in one file
LARGEST = 50 << 20  # bytes, likewise


@dataclass(frozen=True)
class Sitemap:
    """One file of a site's map."""

    entries: tuple[Entry, ...]
    further: tuple[tuple[str, datetime | None], ...] = ()  # other files of it, with when they last changed


def parse_sitemap(body: bytes, url: str, now: datetime | None = None) -> Sitemap:
    """The addresses of a sitemap or of a sitemap index, plain text or XML, gzipped or not. Raises BadFeed."""
    body = _unpacked(body)
    if b"<" not in body.lstrip()[:4]:  # after a byte order mark, perhaps
        found = [address(word, url) for word in body.decode("utf-8", "replace").split()[:MOST_ADDRESSES]]
        if not found or None in found[:10]:
            raise BadFeed("not_a_feed", "no list of addresses")
        return Sitemap(tuple(Entry(link) for link in found if link))
    root = read_xml(body)
    if name_of(root) == "sitemapindex":
        parts = [(address(_value(part, "loc"), url), read_date(_value(part, "lastmod") or "")) for part in root]
        return Sitemap((), tuple((link, changed) for link, changed in parts if link))
    if name_of(root) != "urlset":
        raise BadFeed("not_a_feed", f"<{name_of(root)[:40]}> is no sitemap")
    return Sitemap(tuple(entry for item in root[:MOST_ADDRESSES] if (entry := _entry(item, url, now))))


def sitemap_feed(body: bytes, url: str, now: datetime | None = None) -> FeedReading:
    """A news sitemap, as a feed. Raises BadFeed."""
    return FeedReading(parse_sitemap(body, url, now).entries, "sitemap")


def _entry(item: etree._Element, url: str, now: datetime | None) -> Entry | None:
    link = address(_value(item, "loc"), url)
    if link is None:
        return None
    dates = (read_date(_value(item, name) or "") for name in ("publication_date", "lastmod"))
    published, changed = (when if when and sane(when, now) else None for when in dates)
    return Entry(link, title=line(_value(item, "title"), LONGEST_TITLE), published=published or changed,
                 updated=changed if published and changed != published else None)


def _value(item: etree._Element, name: str) -> str | None:
    return next((element.text for element in item.iter() if name_of(element) == name and element.text), None)


def _unpacked(body: bytes) -> bytes:
    if body[:2] != b"\x1f\x8b":
        return body
    try:
        plain = gzip.GzipFile(fileobj=io.BytesIO(body)).read(LARGEST + 1)
    except (OSError, EOFError) as error:
        raise BadFeed("malformed", f"gzip: {error}") from None
    if len(plain) > LARGEST:
        raise BadFeed("malformed", "larger than a sitemap may be")
    return plain
