"""Extraction beside bare trafilatura on the same pages in the same run: the newsroom's and those of tests/pages, in many layouts, all
written by us, and others whose file is given.

    python -m bench.extraction [PAGES.jsonl [FEEDS.jsonl]]
    python -m bench.extraction --ftfy          our mending of wrong encodings beside ftfy's, where that is installed

A text's score is the F of its runs of four words against the text wanted; the mean over pages is of precision and of recall, then F.
PAGES has lines of {"url", "html_path", "gold": {"text", "title"?, "published"?}}, FEEDS of {"path", "gold": {"n_items", "items"?}}.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import trafilatura

from bench.layouts import layouts
from etl.extract import Known, read_page
from etl.extract.charset import mended
from etl.feeds import BadFeed, parse_feed
from etl.model import Article
from etl.newsroom import content, render
from etl.urls import clean_url

RUN = 4
MARKS = re.compile(r"^(?:## |- |> |\|[-| ]*$|!\[.*|\[\[.*)|\*\*|\[|\]\([^)]*\)|\|", re.M)


@dataclass(frozen=True)
class Page:
    """A page with what should be taken out of it."""

    url: str
    body: bytes
    text: str
    title: str | None = None
    day: str | None = None
    content_type: str = "text/html"


def own_pages() -> Iterator[Page]:
    """The newsroom's articles; captions and promotions are no part of the text wanted."""
    base = "http://newsroom.example"
    for piece in content.pieces().values():
        wanted = "\n\n".join(part for part in content.body_of(piece).split("\n\n") if not part.startswith(("![", "[[")))
        yield Page(base + piece.href, render.page(piece, base), MARKS.sub(" ", wanted), piece.title, piece.published.date().isoformat(),
                   f"text/html; charset={piece.encoding}")


def layout_pages() -> Iterator[Page]:
    """The pages of tests/pages that have a text of their own."""
    for layout in layouts():
        if layout.paragraphs:
            yield Page(layout.url, layout.body, "\n\n".join(layout.paragraphs), layout.title, str(layout.day) if layout.day else None,
                       layout.content_type)


def given_pages(path: Path) -> Iterator[Page]:
    """Pages of a benchmark."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        gold = row["gold"]
        yield Page(row["url"], gzip.decompress((path.parent / row["html_path"]).read_bytes()), gold["text"], gold.get("title"),
                   (gold.get("published") or "")[:10] or None)


def ours(page: Page) -> Article:
    return read_page(page.body, Known(url=page.url, content_type=page.content_type)).article


def bare(page: Page) -> Article:
    found = trafilatura.bare_extraction(page.body, url=page.url, with_metadata=True)
    if found is None or isinstance(found, dict):
        return Article("")
    day = datetime.fromisoformat(found.date).date() if found.date else None
    return Article(found.text or "", title=found.title, published=day)


def runs(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[n:n + RUN]) for n in range(max(1, len(words) - RUN + 1))) if words else Counter()


def score(name: str, pages: list[Page], extractor: Callable[[Page], Article]) -> None:
    """Print one line of the table."""
    precision = recall = 0.0
    titles = days = titled = dated = 0
    began = time.process_time()
    found = [extractor(page) for page in pages]
    took = time.process_time() - began
    for page, article in zip(pages, found, strict=True):
        wanted, got = runs(page.text), runs(article.text)
        shared = sum((wanted & got).values())
        precision += shared / max(1, sum(got.values())) / len(pages)
        recall += shared / max(1, sum(wanted.values())) / len(pages)
        if page.title:
            titled += 1
            titles += " ".join(page.title.split()) == " ".join((article.title or "").split())
        if page.day:
            dated += 1
            days += page.day == str(article.published)
    f = 2 * precision * recall / (precision + recall)
    print(f"{name:22} P {precision:.3f}  R {recall:.3f}  F {f:.4f}  titles {titles:3}/{titled:<3}  dates {days:3}/{dated:<3}"
          f"  {len(pages) / took:5.1f} pages/s")


def score_feeds(path: Path) -> None:
    """Print how many feeds and entries come out as wanted."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    counted = right = wanted = linked = titled = dated = dates = 0
    for row in rows:
        gold = row["gold"]
        try:
            entries = parse_feed((path.parent / row["path"]).read_bytes(), "https://feed.example/feed.xml").entries
        except BadFeed:
            entries = ()
        if gold.get("n_items") is not None:
            counted += 1
            right += len(entries) == gold["n_items"]
        by_link = {clean_url(entry.url): entry for entry in reversed(entries)}
        for item in gold.get("items") or ():
            wanted += 1
            entry = by_link.get(clean_url(item.get("link") or ""))
            linked += entry is not None
            titled += entry is not None and " ".join((item.get("title") or "").split()) == (entry.title or "")
            moment = _moment(item.get("date") or "")
            dates += moment is not None
            dated += entry is not None and moment is not None and entry.published is not None \
                and abs((entry.published - moment).total_seconds()) < 1
    print(f"feeds                  counts {right}/{counted}  links {linked}/{wanted}  titles {titled}/{wanted}  dates {dated}/{dates}")


def _moment(words: str) -> datetime | None:
    for reader in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = reader(words)
        except (ValueError, TypeError):
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def beside_ftfy() -> None:
    """Print how many of our paragraphs, read in a wrong encoding, each brings back, and how many it changes that were right."""
    import ftfy

    more = ["Министерство обороны сообщило об обстреле позиций в ночь на среду.", "Le cessez-le-feu a été violé, a déclaré l’état-major.",
            "Über die Waffenruhe wurde in München verhandelt – „ohne Ergebnis“."]
    right = [part for piece in content.pieces().values() for part in content.body_of(piece).split("\n\n")] + more
    for name, mend in (("ours", mended), ("ftfy", ftfy.fix_encoding)):
        back = [mend(garbled(text, encoding)) == text for text in right for encoding in ("cp1252", "latin-1", "cp1251")
                if not text.isascii()]
        print(f"{name}: {sum(back)} of {len(back)} brought back, {sum(mend(text) != text for text in right)} of {len(right)} spoilt")


def garbled(text: str, encoding: str) -> str:
    """A text's UTF-8 read in a one-byte encoding, as browsers do it."""
    return "".join(bytes([byte]).decode(encoding, "replace").replace("\ufffd", chr(byte)) for byte in text.encode())


def main() -> None:
    if sys.argv[1:] == ["--ftfy"]:
        return beside_ftfy()
    sets = {"the newsroom's": list(own_pages()), "many layouts": list(layout_pages())}
    if len(sys.argv) > 1:
        sets["given"] = list(given_pages(Path(sys.argv[1])))
    for name, pages in sets.items():
        print(f"{name}: {len(pages)} pages")
        score("  trafilatura, bare", pages, bare)
        score("  Trucewatch", pages, ours)
    if len(sys.argv) > 2:
        score_feeds(Path(sys.argv[2]))


if __name__ == "__main__":
    main()
