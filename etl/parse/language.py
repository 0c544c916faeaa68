"""Which language a text is in: articles in others than English are recognised and set aside, never half read."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from etl.model import Issue

SAMPLE = 6_000
FEW = 5  # words below which nothing is said of the language
LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
SMALL_WORDS = frozenset(
    {
        *("the", "of", "and", "to", "that", "was", "were", "with", "by", "from", "said", "says", "which", "has", "have", "had", "been"),
        *("they", "their", "after", "at", "on", "for", "its", "it", "is", "are", "this", "not", "but", "who", "two", "three", "over"),
        *("into", "against", "during", "between", "near", "killed", "wounded", "as", "an", "be", "his", "her", "would", "where", "when"),
    }
)
OURS = 0.16  # share of small English words that no other language reaches; English articles have about .30
NEWS = [
    *("am", "ar", "az", "be", "bg", "bn", "cs", "de", "el", "en", "es", "fa", "fr", "he", "hi", "hr", "hu", "hy", "id", "it", "ja", "ka"),
    *("km", "ko", "ku", "lo", "ms", "ne", "nl", "pl", "ps", "pt", "ro", "ru", "si", "sq", "sr", "sv", "sw", "ta", "th", "tl", "tr", "uk"),
    *("ur", "vi", "zh"),
]


def language(text: str) -> str | None:
    """ISO 639-1 code of a text's language; None where too little is said to tell.

    "Krishna Ghati, Mendhar, Balakote: BSF jawan injured" is English although most of it is names.
    """
    found = [_paragraph(part) for part in re.split(r"\n\s*\n", text[:SAMPLE]) if part.strip()]
    told = [(words, english) for words, english in found if words]
    words = sum(count for count, _ in told)
    if words < FEW:
        return None
    ours = sum(count for count, english in told if english >= OURS)
    if ours >= 0.6 * words:
        return "en"
    share = sum(count * english for count, english in told) / words
    if _names(text[:SAMPLE]):
        return "en" if share else None
    return _classify(text[:SAMPLE])


def unsupported(text: str) -> Issue | None:
    """The issue that sets an article aside, when it is not in English."""
    code = language(text)
    return Issue("unsupported_language", code) if code not in (None, "en") and code else None


def _paragraph(part: str) -> tuple[int, float]:
    words: list[str] = LETTERS.findall(part.lower())
    return len(words), sum(word in SMALL_WORDS for word in words) / max(1, len(words))


def _names(text: str) -> bool:
    """Whether a text is little more than Latin names, as headlines and lists of villages are: those tell no language."""
    words: list[str] = LETTERS.findall(text)
    return sum(word[0].isupper() and word[0] < "ɐ" for word in words) > 0.5 * len(words)


def _classify(text: str) -> str:
    return str(_classifier()(text)[0])


@cache
def _classifier() -> Callable[[str], tuple[str, float]]:
    import py3langid  # a second to load, so only for what small words leave open

    py3langid.set_languages(NEWS)
    classify: Callable[[str], tuple[str, float]] = py3langid.classify
    return classify
