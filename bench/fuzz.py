"""Fuzz the reading of feeds and pages with broken ones of our own for some minutes; every failure and every slow case is printed.

    python -m bench.fuzz [MINUTES [SEED]]

What it finds is kept as a test of tests/test_feeds.py or tests/test_extract.py.
"""

from __future__ import annotations

import random
import sys
import time
import traceback
from collections import Counter

from etl.extract import extract_html
from etl.feeds import BadFeed, parse_feed
from etl.newsroom import content, render

SLOW = 3.0  # seconds
TOKENS = [
    b"<", b">", b"</", b"/>", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"&", b"&#", b"&#xD800;", b"&#0;", b"&#x10FFFF;", b"\x00",
    b"\xff\xfe", b"\xef\xbb\xbf", b'"', b"'", b"<?xml", b"?>", b'encoding="utf-16"', b"<!DOCTYPE", b"xml:base=", b'xml:base="//["',
    b"xmlns:", b"<item>", b"<entry>", b"<link>", b"<link href=", b"http://[", b"//", b"<script type='application/ld+json'>",
    b'{"@graph":[', b'"datePublished":', b'{"@type":"LiveBlogPosting","liveBlogUpdate":[', b"[[[[[", b"<time datetime=",
    b"<table><tr>", b"<p>" * 50, b"<div>" * 200, b"9" * 40, b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"<h1>", b"<title>", b"<base href='",
    b"\r", b"\x0c", b"\xe2\x80\xae", b"<svg>", b"<math>",
]


def seeds() -> tuple[list[bytes], list[bytes]]:
    """Feeds and pages to break."""
    base = "http://newsroom.example"
    return [render.feed(feed, base) for feed in content.feeds()], [render.page(piece, base) for piece in content.pieces().values()]


def broken(dice: random.Random, body: bytes, others: list[bytes]) -> bytes:
    """A body with a few things wrong in it."""
    found = bytearray(body[: dice.choice((2_000, 20_000, 200_000))])
    for _ in range(dice.randint(1, 12)):
        at = dice.randrange(len(found) + 1)
        end = min(len(found), at + dice.choice((1, 3, 20, 200)))
        change = dice.randrange(6)
        if change == 0:
            found[at:at] = dice.choice(TOKENS)
        elif change == 1:
            del found[at:end]
        elif change == 2:
            found[at:end] = dice.randbytes(end - at)
        elif change == 3:
            found[at:at] = found[at:end] * dice.choice((2, 10, 100))
        elif change == 4:
            other = dice.choice(others)
            start = dice.randrange(len(other))
            found[at:at] = other[start:start + 500]
        else:
            found[at:end] = dice.choice(TOKENS) * dice.choice((1, 5))
    return bytes(found)


def main(minutes: float = 10.0, seed: int = 1) -> None:
    dice, done, failures = random.Random(seed), Counter[str](), Counter[str]()
    feeds, pages = seeds()
    until = time.monotonic() + minutes * 60
    while time.monotonic() < until:
        kind = dice.choice(("feed", "feed", "page"))
        body = broken(dice, dice.choice(feeds if kind == "feed" else pages), feeds + pages)
        began = time.monotonic()
        try:
            if kind == "feed":
                parse_feed(body, "http://newsroom.example/feed.xml")
            else:
                extract_html(body, "http://newsroom.example/story", {"content-type": "text/html"}).text.encode()
        except BadFeed as bad:
            done[bad.outcome] += 1
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            failures[f"{kind}: {type(error).__name__} at {where.filename}:{where.lineno}"] += 1
            if failures.total() < 10:
                print(f"{kind}: {type(error).__name__}: {str(error)[:150]}\n  {body[:60]!r}… {len(body)} bytes", flush=True)
        if time.monotonic() - began > SLOW:
            print(f"{kind}: {time.monotonic() - began:.1f} s for {len(body)} bytes", flush=True)
        done[kind] += 1
    print(f"{done['feed']} feeds and {done['page']} pages; {dict(done)}; {failures.total()} failures")
    for failure, count in failures.most_common():
        print(f"  {count:4}  {failure}")


if __name__ == "__main__":
    main(*(float(word) if n == 0 else int(word) for n, word in enumerate(sys.argv[1:])))
