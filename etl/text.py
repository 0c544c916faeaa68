"""Text as it is stored, cleaned once and for ever: NUL, lone surrogates, NFC, white space and bidi marks are settled here."""

from __future__ import annotations

import re
import unicodedata

# Marks that order the display and are no part of the words; embeddings and overrides can make a text show what it doesn't say.
INVISIBLE = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]")
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
BREAK = re.compile("\r\n?|[\x0c\x85\u2028\u2029]")
BLANK = re.compile("[^\\S\n]+")
BLANKS_AT_BREAK = re.compile(" ?\n ?")
PARAGRAPH_BREAK = re.compile("\n{2,}")


def clean_text(text: str) -> str:
    """Paragraphs parted by one blank line, single spaces, NFC, no control or invisible direction marks. Cleaning twice changes nothing."""
    text = BREAK.sub("\n", text)
    text = INVISIBLE.sub("", CONTROL.sub("", text))
    text = unicodedata.normalize("NFC", text)
    text = BLANKS_AT_BREAK.sub("\n", BLANK.sub(" ", text))
    return PARAGRAPH_BREAK.sub("\n\n", text).strip()


def clean_line(text: str | None, longest: int = 4000) -> str | None:
    """One line of cleaned text; None when nothing is left."""
    line = " ".join(clean_text(text[: longest * 4]).split()) if text else ""
    return line[:longest].rstrip() or None
