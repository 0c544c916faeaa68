"""Fuzz the reading of feeds and pages for some minutes: half of them with broken ones of our own by chance, half with atheris, which keeps
what reaches new code and breaks that further. Every failure and every slow case is printed, and its bytes are kept.

    python -m bench.fuzz [MINUTES [SEED]]

What it finds is kept as a test of tests/test_feeds.py or tests/test_extract.py.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

GUIDED = "--guided"
SLOW = 3.0  # seconds
LONGEST = 40_000  # bytes of a case that atheris makes
TOKENS = [
    b"<", b">", b"</", b"/>", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"&", b"&#", b"&#xD800;", b"&#0;", b"&#x10FFFF;", b"\x00",
    b"\xff\xfe", b"\xef\xbb\xbf", b'"', b"'", b"<?xml", b"?>", b'encoding="utf-16"', b"<!DOCTYPE", b"xml:base=", b'xml:base="//["',
    b"xmlns:", b"<item>", b"<entry>", b"<link>", b"<link href=", b"http://[", b"//", b"<script type='application/ld+json'>",
    b'{"@graph":[', b'"datePublished":', b'{"@type":"LiveBlogPosting","liveBlogUpdate":[', b"[[[[[", b"<time datetime=",
    b"<table><tr>", b"<p>" * 50, b"<div>" * 200, b"9" * 40, b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"<h1>", b"<title>", b"<base href='",
    b"\r", b"\x0c", b"\xe2\x80\xae", b"<svg>", b"<math>", b"<updated>", b"<pubDate>", b"<urlset>", b'{"version":"https://jsonfeed.org/',
]


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


class Trial:
    """The readers on trial, and what came of it so far. `kind` is feed, sitemap or page."""

    def __init__(self) -> None:
        from etl.extract import Known, read_page
        from etl.feeds import BadFeed, parse_feed
        from etl.feeds.sitemap import parse_sitemap
        from etl.newsroom import content, render

        base = "http://newsroom.example"
        self.readers: dict[str, Callable[[bytes], object]] = {
            "feed": lambda body: parse_feed(body, f"{base}/feed.xml"),
            "sitemap": lambda body: parse_sitemap(body, f"{base}/sitemap.xml"),
            "page": lambda body: read_page(body, Known(f"{base}/live/story", "text/html")).article.text.encode(),
        }
        pages = [render.page(piece, base) for piece in content.pieces().values()]
        feeds = [render.feed(feed, base) for feed in content.feeds()]
        listed = "".join(f"<url><loc>{base}{piece.href}</loc><lastmod>2022-08-03</lastmod></url>" for piece in content.pieces().values())
        self.seeds = {"feed": feeds, "sitemap": [f"<urlset>{listed}</urlset>".encode()], "page": pages}
        self.refusal = BadFeed
        self.done, self.failures = Counter[str](), Counter[str]()
        self.folder = Path(tempfile.mkdtemp(prefix="truce-fuzz-"))

    def run(self, kind: str, body: bytes) -> None:
        """Read one body; a failure is told once a place in the code."""
        self.done[kind] += 1
        began = time.process_time()
        try:
            self.readers[kind](body)
        except self.refusal:
            self.done["refused"] += 1
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            self._tell(f"{kind}: {type(error).__name__} at {where.filename}:{where.lineno}", str(error)[:150], body)
        if time.process_time() - began > SLOW:
            self._tell(f"{kind}: slow", f"{time.process_time() - began:.1f} s for {len(body)} bytes", body)

    def _tell(self, failure: str, words: str, body: bytes) -> None:
        self.failures[failure] += 1
        if self.failures[failure] == 1:
            kept = self.folder / f"{len(self.failures)}"
            kept.write_bytes(body)
            print(f"{failure}: {words}\n  {kept}", flush=True)

    def sum_up(self, how: str) -> None:
        print(f"{how}: {dict(self.done)}; {self.failures.total()} failures of {len(self.failures)} kinds", flush=True)
        for failure, count in self.failures.most_common():
            print(f"  {count:4}  {failure}", flush=True)


def by_chance(seconds: float, seed: int) -> None:
    trial, dice = Trial(), random.Random(seed)
    every = [body for bodies in trial.seeds.values() for body in bodies]
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        kind = dice.choice(("feed", "feed", "sitemap", "page"))
        trial.run(kind, broken(dice, dice.choice(trial.seeds[kind]), every))
    trial.sum_up("by chance")


def guided(seconds: float, seed: int) -> None:
    """In a process of its own: atheris instruments what is imported after it, and doesn't return."""
    import atheris

    with atheris.instrument_imports(include=["etl", "feedparser", "trafilatura", "htmldate", "courlan", "dateparser"]):
        trial = Trial()
    kinds = list(trial.seeds)
    corpus = trial.folder / "corpus"
    corpus.mkdir()
    for n, kind in enumerate(kinds):
        for i, body in enumerate(trial.seeds[kind]):
            (corpus / f"{kind}{i}").write_bytes(bytes([n]) + body[:LONGEST])
    every = [body for bodies in trial.seeds.values() for body in bodies]
    until = time.monotonic() + seconds

    def one(data: bytes) -> None:
        if data:
            trial.run(kinds[data[0] % len(kinds)], data[1:])
        if time.monotonic() > until:
            trial.sum_up("guided")
            sys.stdout.flush()
            raise KeyboardInterrupt

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        dice = random.Random(seed)
        found = broken(dice, data[1:], every) if dice.random() < 0.5 else atheris.Mutate(data[1:], most - 1)
        return (data[:1] + found)[:most]

    flags = f"-seed={seed} -max_len={LONGEST} -timeout=60 -rss_limit_mb=4000 -verbosity=0".split()
    atheris.Setup([sys.argv[0], *flags, str(corpus)], one, custom_mutator=mutate)
    atheris.Fuzz()


def main(minutes: float = 10.0, seed: int = 1) -> None:
    by_chance(minutes * 30, seed)
    subprocess.run([sys.executable, "-m", "bench.fuzz", GUIDED, str(minutes * 30), str(seed)], check=False, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    if sys.argv[1:2] == [GUIDED]:
        guided(float(sys.argv[2]), int(sys.argv[3]))
    else:
        main(*(float(word) if n == 0 else int(word) for n, word in enumerate(sys.argv[1:])))
