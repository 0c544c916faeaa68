"""Dates as feeds write them when they don't keep to RFC 822 or ISO 8601: in the words of their readers."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import dateparser

LANGUAGES = ["en", "ru", "uk", "fr", "es", "de", "ar", "tr", "fa", "az", "hy", "ka", "he", "hi", "th", "it", "pt"]
LONGEST = 80


def read_date(words: str) -> datetime | None:
    """The moment a feed's date names, in UTC; None when it names none. A date without a zone is taken as UTC."""
    words = " ".join(words.split())[:LONGEST]
    if not re.search(r"\d", words):
        return None
    for reader in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return _utc(reader(words))
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    settings: Any = {"TIMEZONE": "UTC", "RETURN_AS_TIMEZONE_AWARE": True, "STRICT_PARSING": True, "DATE_ORDER": "DMY"}
    try:
        found = dateparser.parse(words, languages=LANGUAGES, settings=settings)
    except (ValueError, OverflowError, RecursionError):
        return None
    return _utc(found) if found else None


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
