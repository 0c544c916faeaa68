"""A loopback server that does to its clients what the open web does: each case answers on an address of its own, 127.1.0.N."""

from __future__ import annotations

import asyncio
import gzip
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

import brotli
import zstandard

Case = Callable[["Hostile", asyncio.StreamWriter, dict[str, str], str], Awaitable[None]]
CASES: dict[str, Case] = {}
ZEROS = bytes(200_000_000)
BOMBS = {"gzip": gzip.compress(ZEROS, 1), "br": brotli.compress(ZEROS, quality=1), "zstd": zstandard.compress(ZEROS)}
del ZEROS
ITEM = "<item><title>{title}</title><link>{link}</link><guid>{guid}</guid><pubDate>Wed, 03 Aug 2022 10:00:00 GMT</pubDate></item>"


def rss(*items: str) -> bytes:
    """A feed of these items."""
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>T</title>{"".join(items)}</channel></rss>'.encode()


def item(n: int, link: str | None = None, guid: str | None = None, title: str | None = None) -> str:
    return ITEM.format(title=title or f"Shelling {n}", link=f"/story/{n}" if link is None else link, guid=guid or f"g{n}")


def case(function: Case) -> Case:
    CASES[function.__name__] = function
    return function


async def send(out: asyncio.StreamWriter, body: bytes, kind: str = "application/rss+xml", status: str = "200 OK", *headers: str,
               length: int | None = None) -> None:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body) if length is None else length}", *headers]
    out.write("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)
    await out.drain()


class Hostile:
    """The running server: `hosts` gives each case's host:port."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.port = 0
        self.asked: dict[str, int] = {}
        self.times: dict[str, list[float]] = {}
        self.open: dict[str, int] = {}
        self.most_open = 0  # connections to one host at once
        self.agents: set[str] = set()
        self.cookies: list[str] = []
        self.state = 0  # what the case `changing` shows
        self.updated = ""
        self.names = sorted(CASES)
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def hosts(self) -> dict[str, str]:
        return {name: f"127.1.{n // 250}.{n % 250 + 1}:{self.port}" for n, name in enumerate(self.names)}

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        server = self.loop.run_until_complete(asyncio.start_server(self._serve, "0.0.0.0", 0, limit=1 << 20))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self.loop.run_forever()
        server.close()

    async def _serve(self, reader: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        address = out.get_extra_info("sockname")[0].split(".")
        index = int(address[2]) * 250 + int(address[3]) - 1
        name = self.names[index] if address[1] == "1" and index < len(self.names) else "forbidden_ground"
        self.open[name] = self.open.get(name, 0) + 1
        self.most_open = max(self.most_open, self.open[name])
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                path = head[0].split(" ")[1]
                self.times.setdefault(name, []).append(time.monotonic())
                headers = {k.strip().lower(): v.strip() for k, _, v in (line.partition(":") for line in head[1:])}
                self.agents.add(headers.get("user-agent", ""))
                self.cookies += [headers["cookie"]] if "cookie" in headers else []
                if path == "/robots.txt" and name not in ("robots_forbid", "robots_too", "robots_broken", "unhurried"):
                    await send(out, b"", "text/plain", "404 Not Found")
                    continue
                self.asked[name] = self.asked.get(name, 0) + 1
                if name == "forbidden_ground":
                    await send(out, rss(item(1)))
                    continue
                await CASES[name](self, out, headers, path)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.LimitOverrunError):
            pass
        finally:
            self.open[name] -= 1
            out.close()

    def stop(self) -> None:
        def cancel() -> None:
            for task in asyncio.all_tasks(self.loop):
                task.cancel()
            self.loop.call_soon(self.loop.stop)
        self.loop.call_soon_threadsafe(cancel)
        self._thread.join(5)


@contextmanager
def hostile() -> Iterator[Hostile]:
    """A server for the time of a test."""
    server = Hostile()
    server._thread.start()
    server._ready.wait(5)
    try:
        yield server
    finally:
        server.stop()


@case
async def good(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    await send(out, rss(item(1), item(2)), "application/rss+xml", "200 OK", "Set-Cookie: track=1")


@case
async def slow_headers(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    out.write(b"HTTP/1.1 200 OK\r\n")
    for n in range(600):
        out.write(f"X-{n}: y\r\n".encode())
        await out.drain()
        await asyncio.sleep(0.2)


@case
async def slow_body(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    out.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    for _ in range(600):
        out.write(b"<")
        await out.drain()
        await asyncio.sleep(0.2)


@case
async def silent(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    await asyncio.sleep(120)


@case
async def endless_body(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    out.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<rss>")
    while True:
        out.write(b"x" * 65536)
        await out.drain()


@case
async def endless_headers(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    out.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        out.write(b"X-Header: " + b"x" * 1000 + b"\r\n")
        await out.drain()


@case
async def announced_huge(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    await send(out, b"<rss/>", length=5_000_000_000)


@case
async def short_body(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    await send(out, rss(item(1)), length=100_000)
    out.close()


@case
async def bad_length(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    out.write(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\nContent-Length: 99x\r\n\r\n<rss/>")
    await out.drain()


@case
async def chunked_garbage(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    out.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nnot a chunk at all\r\n")
    await out.drain()
    out.close()


@case
async def not_http(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    out.write(b"220 smtp.example.org ESMTP\r\n" + bytes(range(256)))
    await out.drain()
    out.close()


@case
async def status_999(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    await send(out, b"no", "text/html", "999 Denied")


@case
async def gzip_bomb(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    await send(out, BOMBS["gzip"], "text/xml", "200 OK", "Content-Encoding: gzip")


@case
async def gzip_bomb_nested(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    await send(out, gzip.compress(BOMBS["gzip"]), "text/xml", "200 OK", "Content-Encoding: gzip, gzip")


@case
async def brotli_bomb(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    await send(out, BOMBS["br"], "text/xml", "200 OK", "Content-Encoding: br")


@case
async def zstd_bomb(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    await send(out, BOMBS["zstd"], "text/xml", "200 OK", "Content-Encoding: zstd")


@case
async def bad_gzip(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    await send(out, b"\x1f\x8b" + b"garbage" * 20, "text/xml", "200 OK", "Content-Encoding: gzip")


@case
async def good_zstd(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    await send(out, zstandard.compress(rss(item(1))), "text/xml", "200 OK", "Content-Encoding: zstd")


@case
async def good_br(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    await send(out, brotli.compress(rss(item(1))), "text/xml", "200 OK", "Content-Encoding: br")


@case
async def redirect_loop(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    await send(out, b"", "text/html", "302 Found", "Location: /b" if path != "/b" else "Location: /feed")


@case
async def redirect_endless(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    await send(out, b"", "text/html", "302 Found", f"Location: {path}x")


@case
async def redirect_loopback(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    await send(out, b"", "text/html", "302 Found", f"Location: http://127.0.0.1:{server.port}/feed")


@case
async def redirect_metadata(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    await send(out, b"", "text/html", "302 Found", "Location: http://169.254.169.254/latest/meta-data/")


@case
async def redirect_file(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    await send(out, b"", "text/html", "302 Found", "Location: file:///etc/passwd")


@case
async def redirect_nowhere(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    await send(out, b"", "text/html", "302 Found")


@case
async def moved_here(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    await (send(out, rss(item(1))) if path == "/new" else send(out, b"", "text/html", "301 Moved Permanently", "Location: /new"))


@case
async def moved_away(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    await send(out, b"", "text/html", "301 Moved Permanently", f"Location: http://{server.hosts['good']}/feed")


@case
async def gone(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    await send(out, b"", "text/html", "410 Gone")


@case
async def not_found(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    await send(out, rss(item(1)), "application/rss+xml", "404 Not Found")


@case
async def busy(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    await send(out, b"", "text/html", "429 Too Many Requests", "Retry-After: 7200")


@case
async def robots_forbid(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    if path == "/robots.txt":
        await send(out, b"User-agent: trucewatch\nDisallow: /feed$\nDisallow: /story\nCrawl-delay: 0.1\n", "text/plain")
    elif path.startswith("/story"):
        await send(out, PAGES["/good"], "text/html")
    else:
        away = item(2, f"http://{server.hosts['robots_too']}/story/2")
        await send(out, rss(item(1), away))


@case
async def robots_too(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    """Another publisher that wants no robots."""
    if path == "/robots.txt":
        await send(out, b"User-agent: *\nDisallow: /\n", "text/plain")
    else:
        await send(out, PAGES["/good"], "text/html")


@case
async def unhurried(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    """A host that asks for half a second between two requests."""
    if path == "/robots.txt":
        await send(out, b"User-agent: *\nCrawl-delay: 0.5\n", "text/plain")
    else:
        await send(out, rss(item(1)))


@case
async def robots_broken(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    await send(out, b"", "text/plain", "503 Service Unavailable")


@case
async def xml_bomb(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    await send(out, f'<!DOCTYPE r [<!ENTITY l0 "lol">{laughs}]><rss><channel><title>&l9;</title></channel></rss>'.encode())


@case
async def xml_external(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    await send(out, b'<!-- <a --><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>')


@case
async def html_instead(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    await send(out, b"<!doctype html><html><body>Buy this domain</body></html>", "text/html")


@case
async def an_image(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    await send(out, b"\x89PNG" * 100, "image/png")


@case
async def empty(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    await send(out, b"")


@case
async def cut_off(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    await send(out, rss(item(1), item(2))[:-30])


@case
async def duplicate_guids(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    await send(out, rss(*(item(n, guid="same") for n in range(5)), item(1, guid="other")))


@case
async def bad_links(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    links = ("javascript:alert(1)", "", "data:text/html,x", "file:///etc/passwd", "mailto:a@b", "http://", "https://[::1", "http://a b/",
             "ftp://x.example/y", "/story/1")
    await send(out, rss(*(item(n, link=link) for n, link in enumerate(links))))


@case
async def ten_thousand(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    await send(out, rss(*(item(n) for n in range(10_000))))


@case
async def endless_title(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    await send(out, rss(item(1, title="x" * 5_000_000), item(2)))


@case
async def control_characters(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    body = rss(item(1, title="Shel\x00ling \x1b[31mred\x07 \u202etxet &#0; &#x1b; &#xD800; &lt;script&gt;x&lt;/script&gt;"))
    await send(out, body, "application/rss+xml", "200 OK", "ETag: \x01\x7f")


@case
async def odd_dates(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    dates = ("Wed, 03 Aug 0025 10:00:00 GMT", "Wed, 03 Aug 2999 10:00:00 GMT", "3 августа 2022 г., 10:00", "yesterday", "", "0")
    items = (f"<item><title>{d}</title><link>/d/{n}</link><pubDate>{d}</pubDate></item>" for n, d in enumerate(dates))
    await send(out, rss(*items))


@case
async def etag_liar(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    """304 to whoever shows the etag, though there is news at every request."""
    if "if-none-match" in headers:
        await send(out, b"", "text/xml", "304 Not Modified", 'ETag: "same"')
    else:
        await send(out, rss(*(item(n) for n in range(server.asked["etag_liar"] + 1))), "text/xml", "200 OK", 'ETag: "same"')


@case
async def fresh_etags(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    """The same bytes under an etag that is new every time."""
    await send(out, rss(item(1)), "text/xml", "200 OK", f'ETag: "{server.asked["fresh_etags"]}"')


@case
async def shrinking(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    await send(out, rss(*(item(n) for n in range(max(0, 6 - 3 * server.asked["shrinking"])))))


@case
async def site(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    """A site whose page names its feeds, and whose comments have one too."""
    if path == "/news.xml":
        await send(out, rss(item(1), item(2)))
    elif path == "/":
        await send(out, b"""<html><head>
            <link rel="alternate" type="application/rss+xml" href="/comments/feed.xml">
            <link rel="alternate" type="application/rss+xml" title="News" href="/news.xml"></head>
            <body><a href="/old/rss">old</a></body></html>""",
                   "text/html")
    else:
        await send(out, b"", "text/html", "404 Not Found")


STORY = "<html><head><title>Fire near Lachin</title></head><body><article><h1>Fire near Lachin</h1>{}</article></body></html>"
LINES = [f"<p>The ministry said that its position number {n} near the village had come under fire during the night.</p>" for n in range(9)]
LIVE = ('<div class="liveblog-entry" id="e{0}"><time datetime="2022-08-03T{0}:00:00Z">x</time><p>Shell number {0} fell near a village.</p>'
        "</div>")


@case
async def changing(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    """Pages that are another one each time they are asked for: `server.state` says which."""
    now = server.state
    if path == "/feed":
        dated = "<item><title>Fire</title><link>/story</link><pubDate>Wed, 03 Aug 2022 10:00:00 GMT</pubDate>{}</item>"
        dc = f"<atom:updated xmlns:atom='http://www.w3.org/2005/Atom'>{server.updated}</atom:updated>" if server.updated else ""
        await send(out, rss(dated.format(dc)))
    elif path == "/live-blog-x":
        entries = "".join(LIVE.format(hour) for hour in range(10 + max(0, now - 1), 16 + now))
        await send(out, STORY.format(entries).encode(), "text/html; charset=utf-8")
    elif now == 3 and headers.get("if-none-match") == '"2"':
        await send(out, b"", "text/html", "304 Not Modified")
    elif now == 4:
        await send(out, b"<html><body><p>Please accept our cookies.</p></body></html>", "text/html; charset=utf-8")
    elif now == 5:
        await send(out, b"", "text/html", "404 Not Found")
    else:  # 0: as first published; 1: another advertisement; 2: a line more
        body = STORY.format("".join(LINES[:8 + (now >= 2)])) + f"<!-- advertisement {now} -->"
        await send(out, body.encode(), "text/html; charset=utf-8", "200 OK", f'ETag: "{now}"')


PAGES = {
    "/good": b"<html><body><article><h1>Fire</h1>" + b"<p>The ministry said its position had come under fire overnight.</p>" * 9
             + b"</article></body></html>",
    "/nested": b"<html><body>" + b"<b>" * 2_000_000 + b"x",
    "/line": b"<html><body><p>" + b"a" * 5_000_000 + b"</p></body></html>",
    "/nothing": b" ",
    "/nuls": b"\x00" * 100_000,
    "/binary": bytes(range(256)) * 400,
    "/marks": "<html><body><article><p>‮‏אש נפתחה לעבר העמדה\u0000 במהלך הלילה, כך נמסר.</p></article></body></html>".encode() * 5,
}


@case
async def pages(server: Hostile, out: asyncio.StreamWriter, headers: dict[str, str], path: str) -> None:
    """Pages that are none; `/pdf` is a PDF under a page's content type."""
    path = path.partition("?")[0]
    if path == "/pdf":
        await send(out, b"%PDF-1.7" + bytes(1000), "text/html")
    else:
        await send(out, PAGES.get(path, b""), "text/html; charset=utf-8", "200 OK" if path in PAGES else "404 Not Found")
