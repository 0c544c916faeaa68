"""One GET: bounded in time, bytes and redirects, each hop's address checked. It never raises for what the web does wrong."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Collection
from contextlib import AbstractAsyncContextManager, AsyncExitStack, suppress
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Protocol

import httpcore
import httpx

from etl.web.addresses import NoSuchHost, PinnedBackend, Target, Unsafe, target
from etl.web.body import ACCEPTED, BadBody, decompress

Headers = tuple[tuple[str, str], ...]
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
LONGEST_URL = 4000
BINARY = ("image/", "audio/", "video/", "font/", "application/pdf", "application/zip", "application/msword", "application/vnd.",
          "application/x-tar", "application/java-archive", "application/x-msdownload")
STATUS_OUTCOMES = {304: "not_modified", 401: "forbidden", 402: "forbidden", 403: "forbidden", 404: "not_found", 410: "gone",
                   429: "rate_limited", 451: "forbidden"}


class Refused(Exception):
    """A gate's no: by robots.txt, or because no turn came in time."""

    def __init__(self, outcome: str, detail: str) -> None:
        super().__init__(detail)
        self.outcome = outcome
        self.detail = detail


class Gate(Protocol):
    """What keeps a request polite: a turn on each site it touches, and leave for each address."""

    def turn(self, site: Target) -> AbstractAsyncContextManager[None]:
        """Wait for the site's turn and hold it. Raises Refused."""

    async def leave(self, url: Target) -> None:
        """Ask robots.txt. Raises Refused."""


@dataclass(frozen=True)
class Limits:
    """How long and how much."""

    connect: float = 10.0  # seconds
    read: float = 20.0  # seconds to the first byte, and between two
    total: float = 60.0  # seconds for a whole response
    max_bytes: int = 10_000_000  # before and after decompression
    redirects: int = 10


@dataclass(frozen=True)
class Response:
    """How one GET ended; `outcome` is a code of the table `outcomes`."""

    url: str
    outcome: str
    detail: str | None = None
    status: int | None = None
    final_url: str = ""
    headers: Headers = ()
    request_headers: Headers = ()
    body: bytes = b""
    received: int = 0  # bytes of the body as sent
    seconds: float = 0.0
    hops: tuple[tuple[int, str], ...] = ()  # each redirect: its status and where it led
    permanent_url: str | None = field(default=None)  # where the permanent redirects before the first temporary one lead

    def header(self, name: str) -> str | None:
        """The first value of a header."""
        return next((value for key, value in self.headers if key.lower() == name), None)


class Web:
    """The collector's browser: no cookies, no cache, no retries, no scripts. Use as an async context manager."""

    def __init__(self, contact: str, limits: Limits, allowed: Collection[str] = (), connections: int = 200) -> None:
        self._limits = limits
        self._agent = f"Trucewatch/0.1 (+{contact})"
        context: ssl.SSLContext = httpx.create_ssl_context()
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context, max_connections=connections, network_backend=PinnedBackend(frozenset(allowed)),
            max_keepalive_connections=0)  # a pool looks at all it keeps at every request: 200 hosts kept cost more than they save

    async def __aenter__(self) -> Web:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._pool.aclose()

    async def get(self, url: str, gate: Gate, accept: str = "*/*", extra: Headers = ()) -> Response:
        """The response to a GET, after redirects. Waiting for a site's turn doesn't count as time."""
        hops: list[tuple[int, str]] = []
        last = Response(url, "error", final_url=url)
        seconds = 0.0
        async with AsyncExitStack() as stack:
            try:
                here, site = target(url), ""
                while True:
                    if here.site != site:
                        await stack.enter_async_context(gate.turn(here))
                        site = here.site
                    await gate.leave(here)
                    last = await self._hop(here, accept, extra)
                    seconds += last.seconds
                    if last.outcome != "redirect":
                        break
                    here = self._next(here, last, hops, url)
            except (Unsafe, Refused) as no:
                last = replace(last, outcome=no.outcome, detail=no.detail, body=b"")
        permanent = _permanent(url, hops)
        return replace(last, url=url, hops=tuple(hops), permanent_url=permanent, seconds=seconds)

    def _next(self, here: Target, response: Response, hops: list[tuple[int, str]], url: str) -> Target:
        location = response.header("location") or ""
        if not location or len(location) > LONGEST_URL:
            raise Refused("bad_redirect", "redirect without an address" if not location else "redirect to an endless address")
        with suppress(UnicodeError):
            location = location.encode("latin-1").decode("utf-8")
        there = target(location, base=here.url)
        hops.append((response.status or 0, there.url))
        if len(hops) > self._limits.redirects:
            raise Refused("bad_redirect", f"more than {self._limits.redirects} redirects")
        if there.url in (here.url, *(seen for _, seen in hops[:-1])):
            raise Refused("bad_redirect", "redirects in a circle")
        return there

    async def _hop(self, here: Target, accept: str, extra: Headers) -> Response:
        sent: Headers = (("User-Agent", self._agent), ("Accept", accept), ("Accept-Encoding", ACCEPTED), *extra)
        blank = Response(here.url, "error", final_url=here.url, request_headers=sent)
        began = time.monotonic()
        try:
            async with asyncio.timeout(self._limits.total):
                result = await self._exchange(here, sent, blank)
        except TimeoutError:
            result = replace(blank, outcome="timeout", detail=f"no end after {self._limits.total:g} s")
        except Unsafe as no:
            result = replace(blank, outcome=no.outcome, detail=no.detail)
        except NoSuchHost as error:
            result = replace(blank, outcome="no_such_host", detail=str(error))
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError) as error:
            result = replace(blank, outcome=_failure(error), detail=_words(error))
        return replace(result, seconds=time.monotonic() - began)

    async def _exchange(self, here: Target, sent: Headers, blank: Response) -> Response:
        times = {"connect": self._limits.connect, "read": self._limits.read, "write": self._limits.read, "pool": self._limits.total}
        url = httpx.URL(here.url)
        address = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        first_byte = asyncio.timeout(self._limits.connect + self._limits.read)
        async with AsyncExitStack() as stack:
            try:
                async with first_byte:
                    answer = await stack.enter_async_context(
                        self._pool.stream("GET", address, headers=[(k.encode("ascii"), v.encode("latin-1", "replace")) for k, v in sent],
                                          extensions={"timeout": times}))
            except TimeoutError:
                if not first_byte.expired():
                    raise
                return replace(blank, outcome="timeout", detail=f"no answer after {self._limits.connect + self._limits.read:g} s")
            return await self._receive(answer, blank)

    async def _receive(self, answer: httpcore.Response, blank: Response) -> Response:
        headers = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in answer.headers)
        head = replace(blank, status=answer.status, headers=headers)
        if answer.status in REDIRECTS:
            return replace(head, outcome="redirect")
        if answer.status == 304:
            return replace(head, outcome="not_modified")
        kind = (head.header("content-type") or "").lower()
        if answer.status < 300 and kind.startswith(BINARY):
            return replace(head, outcome="wrong_type", detail=kind[:100])
        limit = self._limits.max_bytes
        if (announced := head.header("content-length") or "").isdigit() and int(announced[:18]) > limit:
            return replace(head, outcome="too_large", detail=f"{announced[:18]} bytes announced")
        parts, received = [], 0
        async for part in answer.aiter_stream():
            parts.append(part)
            received += len(part)
            if received > limit:
                return replace(head, outcome="too_large", detail=f"more than {limit} bytes", received=received)
        try:
            body = decompress(b"".join(parts), head.header("content-encoding") or "", limit)
        except BadBody as error:
            return replace(head, outcome=error.outcome, detail=error.detail, received=received)
        return replace(head, outcome=_status_outcome(answer.status, body), body=body, received=received)


def _status_outcome(status: int, body: bytes) -> str:
    if 200 <= status < 300:
        return "ok" if body else "empty"
    return STATUS_OUTCOMES.get(status, "client_error" if 400 <= status < 500 else "server_error")


def _failure(error: Exception) -> str:
    """The outcome of a broken exchange, by the error at its bottom."""
    chain: list[BaseException] = [error]
    while (cause := chain[-1].__cause__ or chain[-1].__context__) is not None and cause not in chain:
        chain.append(cause)
    if any(isinstance(link, ssl.SSLError) for link in chain):
        return "tls"
    if isinstance(error, httpcore.TimeoutException):
        return "timeout"
    return "protocol" if isinstance(error, httpcore.ProtocolError) else "unreachable"


def _words(error: Exception) -> str:
    return (str(error) or type(error).__name__).replace("\x00", "")[:300]


def _permanent(url: str, hops: list[tuple[int, str]]) -> str | None:
    last = None
    for status, there in hops:
        if status not in PERMANENT:
            break
        last = there
    return last if last != url else None
