"""Feed bytes → entries, by feedparser, which is given bytes only. XML that declares entities is refused, not expanded."""

from __future__ import annotations

import html
import json
import re
from calendar import timegm
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin

import feedparser

from etl.feeds.dates import read_date
from etl.model import Entry
from etl.text import clean_line
from etl.urls import clean_url

LONGEST_TITLE = 500
LONGEST_SUMMARY = 2000
LONGEST_URL = 2000
MOST_ENTRIES = 10_000
PROLOG_NOISE = re.compile(rb"<!--.*?-->|<\?.*?\?>", re.S)
ROOT = re.compile(rb"<[A-Za-z_]")
REFERENCE = re.compile(rb"&#([xX][0-9a-fA-F]+|[0-9]+);?")
TAG = re.compile(r"<(?:!--.*?--|/?[A-Za-z!?][^<>]*)>", re.S)
SKIP_HOURS = re.compile(rb"<skipHours>(.{0,2000}?)</skipHours>", re.S | re.I)
HOUR = re.compile(rb"<hour>\s*(\d{1,2})\s*</hour>", re.I)


class BadFeed(Exception):
    """Bytes that are no feed."""

    def __init__(self, outcome: str, detail: str) -> None:
        super().__init__(detail)
        self.outcome = outcome  # not_a_feed, malformed or xml_entities
        self.detail = detail


@dataclass(frozen=True)
class FeedReading:
    """What a feed says: of itself, and its entries."""

    entries: tuple[Entry, ...]
    version: str  # feedparser's name of the grammar: rss20, atom10, …; json, sitemap
    title: str | None = None
    language: str | None = None  # ISO 639-1
    ttl_minutes: int | None = None
    skip_hours: frozenset[int] = frozenset()
    without_link: int = 0  # entries that had to be left out: no address, or none of use


def parse_feed(body: bytes, url: str, content_type: str | None = None, now: datetime | None = None) -> FeedReading:
    """The entries of a feed in any of its grammars, each address absolute, titles and summaries as plain text. Raises BadFeed."""
    start = body.lstrip()[:400]
    if start.startswith(b"{"):
        return _json_feed(body, url, now)
    if declares_entities(body):
        raise BadFeed("xml_entities", "the XML declares entities")
    headers = {"content-type": content_type or "application/xml"}  # no base: with one, feedparser makes addresses of GUIDs
    body = REFERENCE.sub(_possible, body)
    try:
        parsed = feedparser.parse(body, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except (ValueError, TypeError, LookupError, AttributeError, AssertionError, ArithmeticError, RecursionError) as error:
        raise BadFeed("malformed", f"{type(error).__name__}: {error}"[:300]) from None
    if not parsed.get("version") and not parsed.entries:
        raise BadFeed("not_a_feed" if b"<" in start else "malformed", _why(parsed, start))
    hours = SKIP_HOURS.search(body)
    found = [_entry(item, url, now) for item in parsed.entries[:MOST_ENTRIES]]
    entries = tuple(entry for entry in found if entry)
    return FeedReading(
        entries, parsed.get("version") or "unknown", line(parsed.feed.get("title"), LONGEST_TITLE),
        language_of(parsed.feed.get("language")), _minutes(parsed.feed.get("ttl")),
        frozenset(int(h) % 24 for h in HOUR.findall(hours[1])) if hours else frozenset(),
        sum(entry is None for entry in found))


def _possible(reference: re.Match[bytes]) -> bytes:
    """A character reference, unless no character can be meant: NUL, a lone surrogate, beyond Unicode."""
    digits = reference[1]
    number = 0 if len(digits) > 12 else int(digits[1:], 16) if digits[:1] in b"xX" else int(digits)
    return reference[0] if 0 < number < 0xD800 or 0xDFFF < number < 0x110000 else b""


def declares_entities(body: bytes) -> bool:
    """Whether an XML prolog declares entities, in any encoding that expat reads."""
    text = body.replace(b"\x00", b"") if body[:4].count(b"\x00") else body
    text = PROLOG_NOISE.sub(b"", text[:1_000_000])
    root = ROOT.search(text)
    return b"<!ENTITY" in (text[: root.start()] if root else text)


def _why(parsed: Any, start: bytes) -> str:
    if re.match(rb"<!doctype html|<html", start, re.I):
        return "an HTML page"
    error = parsed.get("bozo_exception")
    return f"no feed in it: {error}"[:300] if error else "no feed in it"


def _entry(item: Any, base: str, now: datetime | None) -> Entry | None:
    link = item.get("link") or next((x.get("href") for x in item.get("links", ()) if x.get("rel", "alternate") == "alternate"), None)
    guid = item.get("id")
    if guid and link in (None, "", guid):  # RSS lets a GUID be the address, where it is one
        link = guid if re.match(r"https?://", guid) else None
    url = address(link, base) if base else _as_given(link)
    if url is None:
        return None
    summary = item.get("summary") or next((c.get("value") for c in item.get("content", ())), None)
    published, updated = _date(item, now, "published", "updated", "created"), _date(item, now, "updated")
    return Entry(url, line(guid, LONGEST_URL), line(item.get("title"), LONGEST_TITLE), published, line(summary, LONGEST_SUMMARY),
                 updated if updated != published else None)


def _as_given(link: str | None) -> str | None:
    """A link of a feed whose own address isn't known: absolute, or as it stands when it's a path."""
    return address(link, "") or (link if link and re.match(r"[/\w][\w/.%?=&~+-]*$", link) else None)


def address(link: str | None, base: str) -> str | None:
    """A link made absolute; None when it is no http(s) address."""
    if not link or len(link) > LONGEST_URL:
        return None
    try:
        absolute = urljoin(base, re.sub(r"[\r\n\t]", "", link).strip())
    except ValueError:
        return None
    if re.match(r"https?:/*$", link.strip(), re.I):  # which urljoin takes for the feed itself
        return None
    return absolute if clean_url(absolute) else None


def _date(item: Any, now: datetime | None, *keys: str) -> datetime | None:
    """The first of an item's dates; None when it isn't said or can't be true."""
    for key in keys:
        parts = item.get(f"{key}_parsed")
        words = item.get(key)
        if parts:
            try:
                moment: datetime | None = datetime.fromtimestamp(timegm(parts), UTC)
            except (ValueError, OverflowError, OSError):
                moment = None
        else:
            moment = read_date(words) if words else None
        if moment and sane(moment, now):
            return moment
    return None


def sane(moment: datetime, now: datetime | None = None) -> bool:
    """Not before 1990, not two days after now."""
    return datetime(1990, 1, 1, tzinfo=UTC) <= moment <= (now or datetime.now(UTC)) + timedelta(days=2)


def plain(text: str) -> str:
    """HTML as one clean line of text: tags out, entities undone."""
    text = html.unescape(TAG.sub(" ", text)) if "<" in text or "&" in text else text
    text = TAG.sub(" ", text) if "<" in text else text
    return clean_line(text) or ""


def line(value: object, longest: int) -> str | None:
    """A value as one clean line of at most so many characters; None when nothing is left."""
    if not isinstance(value, str):
        return None
    words = plain(value[: longest * 20])
    return (words if len(words) <= longest else words[: longest - 1] + "…") or None


def language_of(tag: object) -> str | None:
    """ISO 639-1 of a language tag such as en-GB."""
    code = str(tag or "").strip().lower().replace("_", "-").partition("-")[0]
    return code if re.fullmatch(r"[a-z]{2}", code) else None


def _minutes(value: object) -> int | None:
    words = str(value or "").strip()
    return min(int(words[:6]), 1440) if words[:6].isdigit() else None


def _json_feed(body: bytes, url: str, now: datetime | None) -> FeedReading:
    try:
        feed = json.loads(body)
        items = feed["items"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BadFeed("not_a_feed", "JSON, but no JSON feed") from None
    if "jsonfeed.org" not in str(feed.get("version")) or not isinstance(items, list):
        raise BadFeed("not_a_feed", "JSON, but no JSON feed")
    found = []
    for item in items[:MOST_ENTRIES]:
        item = item if isinstance(item, dict) else {}
        own = _text(item.get("id")) or ""
        told = _text(item.get("url")) or _text(item.get("external_url")) or (own if own.startswith("http") else None)
        link = address(told, url)
        published, updated = (read_date(_text(item.get(key)) or "") for key in ("date_published", "date_modified"))
        when = published or updated
        summary = item.get("summary") or item.get("content_text") or item.get("content_html")
        found.append(link and Entry(link, line(item.get("id"), LONGEST_URL), line(item.get("title"), LONGEST_TITLE),
                                       when if when and sane(when, now) else None, line(summary, LONGEST_SUMMARY),
                                       updated if updated and updated != when and sane(updated, now) else None))
    entries = tuple(entry for entry in found if entry)
    return FeedReading(entries, "json", line(feed.get("title"), LONGEST_TITLE), language_of(feed.get("language")),
                       without_link=sum(not entry for entry in found))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
