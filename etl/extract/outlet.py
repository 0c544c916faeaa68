"""What an outlet's extractions say together: paragraphs it repeats, and a layout that has drifted away from the extractor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

HEAD, FOOT = 2, 6  # paragraphs at either end in which boilerplate stands
LONGEST = 400  # characters of one
FEWEST_ARTICLES = 8
SHARE = 0.3
RECENT = 10
BEFORE = 10  # older articles needed to compare with


@dataclass(frozen=True)
class Sample:
    """One page of an outlet as it was extracted; the text is empty where nothing was."""

    text: str
    sha256: str
    quality: str


def repeated(texts: Sequence[str]) -> dict[str, int]:
    """Paragraphs at the head or foot of a third of an outlet's articles, and in how many; none of fewer than eight articles.

    In the middle a repeated paragraph is the story so far, not boilerplate.
    """
    different = list(dict.fromkeys(texts))
    if len(different) < FEWEST_ARTICLES:
        return {}
    counts: Counter[str] = Counter()
    for text in different:
        paragraphs = text.split("\n\n")
        if len(paragraphs) > HEAD:
            counts.update({p for p in (*paragraphs[:HEAD], *paragraphs[-FOOT:]) if len(p) <= LONGEST})
    return {line: seen for line, seen in counts.items() if seen >= max(3, SHARE * len(different))}


def drift(samples: Sequence[Sample]) -> str | None:
    """How the newest extractions of an outlet differ for the worse from those before, in words; None when they don't. Newest first."""
    recent, before = samples[:RECENT], samples[RECENT:]
    if len(recent) < RECENT or len(before) < BEFORE:
        return None
    empty_now, empty_then = (sum(s.quality != "good" for s in part) / len(part) for part in (recent, before))
    if empty_now >= 0.5 and empty_now >= 3 * empty_then:
        return f"{empty_now:.0%} of the last {RECENT} pages gave little or no text, {empty_then:.0%} of those before"
    same = Counter(s.sha256 for s in recent if s.text).most_common(1)
    if same and same[0][1] >= 3:
        return f"{same[0][1]} of the last {RECENT} pages gave one and the same text"
    now, then = (median(len(s.text) for s in part) for part in (recent, before))
    if now * 3 < then:
        return f"half of the last {RECENT} pages gave under {now:.0f} characters, half of those before over {then:.0f}"
    return None
