"""Pages in many layouts, written by us: tests/pages/NAME.html, each a layout around the words of one of the newsroom's articles.

Above the markup stands what is to be taken out of it, as YAML: `url`; `piece` (the article), or `title`, `text` and `day`; `kind`
(article), `paragraphs` (as many of them as the page has), `parts` (a live blog, an entry a paragraph), `published: false` (the page tells
no date), `encoding`. A line with @p@ is repeated for each paragraph, @p1@ is the first one; the rest is in `words` below.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import yaml

from etl.newsroom import content

FOLDER = Path(__file__).parent.parent / "tests" / "pages"
MARKS = ("![", "[[", "## ", "- ", "> ", "|")


@dataclass(frozen=True)
class Layout:
    """A page with what is to be taken out of it."""

    name: str
    url: str
    body: bytes
    title: str
    paragraphs: tuple[str, ...]
    day: date | None
    kind: str
    parts: bool
    content_type: str


def layouts() -> list[Layout]:
    """All of them, by name."""
    return [_read(path) for path in sorted(FOLDER.glob("*.html"))]


def _read(path: Path) -> Layout:
    _, head, markup = path.read_text(encoding="utf-8").split("---\n", 2)
    said: dict[str, Any] = yaml.safe_load(head)
    title, day, iso, text = said.get("title"), said.get("day"), None, said.get("text")
    if "piece" in said:
        piece = content.pieces()[said["piece"]]
        title, day, iso = title or piece.title, piece.published.date(), piece.published.isoformat()
        text = [" ".join(part.split()) for part in content.body_of(piece).split("\n\n") if not part.startswith(MARKS)]
    text = text[: said.get("paragraphs", len(text))]
    words = {"title": escape(title), "iso": iso, "date": str(day), "words": f"{day.day} {day:%B %Y}", "dotted": f"{day:%d.%m.%Y}",
             "slashes": f"{day:%Y/%m/%d}", "p1": escape(text[0]) if text else ""}
    rest = list(enumerate(text, 1))[("@p1@" in markup):]
    lines: list[str] = []
    for line in markup.splitlines():
        lines += [line.replace("@p@", escape(p)).replace("@n@", str(n)) for n, p in rest] if "@p@" in line else [line]
    filled, url = "\n".join(lines), said["url"]
    for name, value in words.items():
        filled, url = filled.replace(f"@{name}@", str(value)), url.replace(f"@{name}@", str(value))
    return Layout(path.stem, url, filled.encode(said.get("encoding", "utf-8"), "xmlcharrefreplace"), title, tuple(text),
                  day if said.get("published", True) else None, said.get("kind", "article"), said.get("parts", False), "text/html")
