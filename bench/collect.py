"""Polling 2,000 feeds on 200 loopback hosts, 100 ms from request to answer, beside the time that the rule of one request a host in five
seconds sets; with one host that never answers. Beside it three that keep no rule, ask for no robots.txt and (but for the third) store
nothing: one feed after another, all at once in one event loop, and the library `reader`, a peer, where `pip install reader` has put it.

    python -m bench.collect [FEEDS [HOSTS [DELAY]]]

The bound is what the rule allows at best: a host's turns from its first feed to its last.
"""

from __future__ import annotations

import asyncio
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx
import sqlalchemy as sa

from etl import passwords, postgres
from etl.feeds import parse_feed
from etl.stages.collect import poll
from schema import admin
from schema import tables as t

LATENCY = 0.1
ENTRIES = 10
ALONE = 100  # feeds polled one after another; the rest by rule of three


def server() -> None:
    """Answer on every loopback address; 127.2.255.1 never does. Prints its port."""
    async def serve(reader: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        host = out.get_extra_info("sockname")[0]
        try:
            while True:
                path = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)[1].decode()
                if host == "127.2.255.1":
                    await asyncio.sleep(600)
                await asyncio.sleep(LATENCY)
                found = path != "/robots.txt"
                items = "".join(f"<item><title>Shelling {n}</title><link>{path}/{n}</link></item>" for n in range(ENTRIES))
                body = f'<rss version="2.0"><channel><title>T</title>{items if found else ""}</channel></rss>'.encode()
                status = "200 OK" if found else "404 Not Found"
                out.write(f"HTTP/1.1 {status}\r\nContent-Type: text/xml\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
                await out.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            out.close()

    async def run() -> None:
        listening = await asyncio.start_server(serve, "0.0.0.0", 0, backlog=1000)
        print(listening.sockets[0].getsockname()[1], flush=True)
        await listening.serve_forever()

    asyncio.run(run())


def one_after_another(urls: list[str]) -> float:
    """Seconds to get and read these feeds in turn, without any rule."""
    began = time.monotonic()
    with httpx.Client() as client:
        for url in urls:
            parse_feed(client.get(url).content, url)
    return time.monotonic() - began


async def all_at_once(urls: list[str]) -> tuple[float, int]:
    """Seconds to get and read these feeds, 200 at a time, without any rule; and how many could not be had."""
    began = time.monotonic()
    room = asyncio.Semaphore(200)
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=200), timeout=30) as client:
        async def one(url: str) -> bool:
            async with room:
                try:
                    parse_feed((await client.get(url)).content, url)
                except httpx.HTTPError:
                    return False
                return True
        got = await asyncio.gather(*(one(url) for url in urls))
    return time.monotonic() - began, len(urls) - sum(got)


def with_reader(urls: list[str], folder: Path) -> float | None:
    """Seconds that the library reader needs for them, with 20 threads, into SQLite; None where it isn't installed."""
    try:
        from reader import make_reader
    except ImportError:
        return None
    peer = make_reader(str(folder / "reader.sqlite"))
    for url in urls:
        peer.add_feed(url)
    began = time.monotonic()
    peer.update_feeds(workers=20)
    return time.monotonic() - began


def beside(urls: list[str], folder: Path, ours: float) -> None:
    """Print what pollers without a rule need."""
    alone = one_after_another(urls[:ALONE]) * len(urls) / ALONE
    print(f"one after another      {alone:8.1f} s   {alone / ours:5.2f} of it, no rule kept, nothing stored", flush=True)
    at_once, lost = asyncio.run(all_at_once(urls))
    print(f"all at once            {at_once:8.1f} s   {at_once / ours:5.2f} of it, no rule kept, nothing stored, {lost} lost", flush=True)
    peer = with_reader(urls, folder)
    if peer is not None:
        print(f"reader                 {peer:8.1f} s   {peer / ours:5.2f} of it, no rule kept")


def main(feeds: int = 2000, hosts: int = 200, delay: float = 5.0) -> None:
    process = subprocess.Popen([sys.executable, "-c", "from bench.collect import server; server()"], stdout=subprocess.PIPE, text=True)
    folder = Path(tempfile.mkdtemp(prefix="truce-bench-"))
    folder.chmod(0o755)
    try:
        assert process.stdout
        port = int(process.stdout.readline())
        names = [f"127.2.{n // 250}.{n % 250 + 1}" for n in range(hosts)]
        urls = [f"http://{names[n % hosts]}:{port}/feed{n}.xml" for n in range(feeds)]
        silent = f"http://127.2.255.1:{port}/feed.xml"
        os.environ |= {"TRUCE_HOME": str(folder / "home"), "TRUCE_HOST_DELAY": str(delay), "TRUCE_READ_TIMEOUT": "5",
                       "TRUCE_ALLOW_HOSTS": ",".join([*names, "127.2.255.1"])}
        running = postgres.start(folder / "home", {"fsync": "off"})
        url = running.url("bench")
        admin.ensure_database(url)
        admin.upgrade(url, lambda role: passwords.known(running.home)[role])
        engine = admin.engine(url)
        with engine.begin() as connection:
            connection.execute(sa.insert(t.feeds), [{"url": address} for address in (*urls, silent)])
        before = resource.getrusage(resource.RUSAGE_SELF)
        began = time.monotonic()
        done = poll(engine)
        took = time.monotonic() - began
        after, readers = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
        memory = after.ru_maxrss - before.ru_maxrss
        busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        with engine.connect() as connection:
            end = sa.func.max(t.polls.c.started_at + sa.func.make_interval(0, 0, 0, 0, 0, 0, t.polls.c.seconds))
            good = sa.select(sa.func.count(), end - sa.func.min(t.polls.c.started_at))
            answered, span = connection.execute(good.where(t.polls.c.outcome == "ok")).one()
            entries = connection.execute(sa.select(sa.func.count()).select_from(t.entries)).scalar_one()
        bound = (feeds // hosts - 1) * delay + LATENCY
        print(f"polled {answered} of {feeds} feeds on {hosts} hosts, {entries} entries, {done['failed']} silent")
        print(f"bound by the rule      {bound:8.1f} s")
        print(f"polled                 {span.total_seconds():8.1f} s   {span.total_seconds() / bound:5.2f} of the bound")
        print(f"with the silent host   {took:8.1f} s")
        print(f"processor              {busy / feeds * 1000:8.1f} ms a feed, and {readers.ru_utime / feeds * 1000:.1f} ms to read it")
        print(f"memory                 {memory / 1024:8.1f} MiB more at the peak", flush=True)
        beside(urls, folder, span.total_seconds())
        engine.dispose()
    finally:
        process.kill()
        process.wait()
        postgres.remove(folder / "home")


if __name__ == "__main__":
    main(*(float(word) if n == 2 else int(word) for n, word in enumerate(sys.argv[1:])))
