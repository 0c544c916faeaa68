"""The newsroom's HTTP server: outlets under path prefixes of one loopback address, with the good and bad manners of real ones."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

from etl.lexicon.files import Record
from etl.lexicon.records import Feed, Outlet

from . import render
from .content import Piece, feeds, outlets, pieces

HOST = "127.0.0.1"
KINDS = {"rss": "application/rss+xml", "atom": "application/atom+xml", "rdf": "application/rdf+xml"}
ROBOTS = b"User-agent: *\nDisallow: /*/account/\nDisallow: /*/search\n"
SILENCE = 120.0  # seconds the feed that never answers keeps a connection open


@dataclass(frozen=True)
class Answer:
    """What the server says to one path; `silent` says nothing at all."""

    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    silent: bool = False


class Newsroom(ThreadingHTTPServer):
    """A running newsroom: `url` is its address, `outlets` and `feeds` the records to load for it."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int = 0) -> None:
        super().__init__((HOST, port), Handler)
        self.closing = Event()
        self.url = f"http://{HOST}:{self.server_port}"
        self.answers = dict(answers(self.url))

    @property
    def outlets(self) -> dict[str, Outlet]:
        """The outlets by id, as the registry has them, with absolute homepages."""
        return {row["id"]: Outlet(row["id"], row["name"], row["country"], row["language"], row["kind"], row["party"],
                                  f"{self.url}/{row['id']}/") for row in outlets().values()}

    @property
    def feeds(self) -> dict[str, Feed]:
        """The feeds by id, as the registry has them, with absolute addresses."""
        return {row["id"]: Feed(row["id"], row["outlet"], self.url + row["url"], row["title"], row["language"],
                                (), True, "newsroom") for row in feeds()}


class Handler(BaseHTTPRequestHandler):
    """GET and HEAD of the answers, with ETag and gzip."""

    protocol_version = "HTTP/1.1"
    server_version = "newsroom"
    server: Newsroom

    def do_GET(self) -> None:
        """The answer to a path, or 404; 304 to a client that has it."""
        answer = self.server.answers.get(self.path.split("?")[0])
        if answer is None:
            answer = Answer(b"<html><title>Page not found</title><p>There is nothing at this address.</p></html>", status=404)
        if answer.silent:
            self.server.closing.wait(SILENCE)
            self.close_connection = True
            return
        etag = answer.headers.get("ETag")
        if etag and self.headers.get("If-None-Match") == etag:
            answer = Answer(status=304, headers={"ETag": etag})
        self.send(answer)

    do_HEAD = do_GET

    def send(self, answer: Answer) -> None:
        """One response."""
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != 304:
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a demo's terminal shows the pipeline."""


def answers(base: str) -> Iterator[tuple[str, Answer]]:
    """Every path of the newsroom with what is served there."""
    yield "/robots.txt", Answer(ROBOTS, "text/plain")
    for outlet in outlets().values():
        yield f"/{outlet['id']}/", Answer(render.front(outlet, base))
    for piece in pieces().values():
        yield from piece_answers(piece, base)
    for record in feeds():
        yield record["url"], feed_answer(record, base)


def piece_answers(piece: Piece, base: str) -> Iterator[tuple[str, Answer]]:
    """An article's page and its AMP page; nothing for one that is gone."""
    if piece.gone:
        return
    kind = f"text/html; charset={piece.encoding}"
    yield piece.href, stamped(Answer(render.page(piece, base), kind))
    if piece.amp:
        yield piece.amp_href, stamped(Answer(render.page(piece, base, amp=True), kind))


def feed_answer(record: Record, base: str) -> Answer:
    """A feed as its record's `serve` says: a status, silence, gzip, a cut that leaves it malformed, or plainly."""
    serve = record.get("serve") or {}
    if serve.get("silent"):
        return Answer(silent=True)
    if status := serve.get("status"):
        return Answer(b"<html><body><h1>Error</h1></body></html>", status=status)
    body = render.feed(record, base)
    kind = f"{KINDS[record['kind']]}; charset={serve.get('encoding', 'utf-8')}"
    if serve.get("malformed"):
        body = body.replace(b"&amp;", b"&")[:-len(b"</channel></rss>\n")]
    answer = stamped(Answer(body, kind))
    if serve.get("gzip"):
        return Answer(gzip.compress(body, mtime=0), kind, headers=answer.headers | {"Content-Encoding": "gzip"})
    return answer


def stamped(answer: Answer) -> Answer:
    """The answer with an ETag of its body."""
    tag = hashlib.sha256(answer.body).hexdigest()[:16]
    return Answer(answer.body, answer.kind, answer.status, {"ETag": f'"{tag}"'})


@contextmanager
def serve(port: int = 0) -> Iterator[Newsroom]:
    """A newsroom on the loopback for the length of the block; port 0 takes a free one. Raises OSError if the port is taken."""
    newsroom = Newsroom(port)
    thread = Thread(target=newsroom.serve_forever, kwargs={"poll_interval": 0.05}, name="newsroom", daemon=True)
    thread.start()
    try:
        yield newsroom
    finally:
        newsroom.closing.set()
        newsroom.shutdown()
        newsroom.server_close()
        thread.join()
