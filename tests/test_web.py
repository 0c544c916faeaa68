"""Addresses, bodies, robots.txt and the rules of one GET."""

from __future__ import annotations

import asyncio
import gzip
import ssl
import subprocess
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import brotli
import pytest
import zstandard
from hostile import hostile
from hypothesis import given
from hypothesis import strategies as st

from etl.web import Limits, Response, Robots, Target, Unsafe, Web, addresses, allowances, read_robots, target
from etl.web.addresses import forbidden
from etl.web.body import BadBody, decompress


class Open:
    """A gate that lets everything pass."""

    @asynccontextmanager
    async def turn(self, site: Target) -> AsyncIterator[None]:
        yield

    async def leave(self, url: Target) -> None:
        return None


def get(url: str, allowed: str = "") -> Response:
    async def go() -> Response:
        async with Web("https://example.org", Limits(3, 3, 8), allowances(allowed)) as web:
            return await web.get(url, Open())
    return asyncio.run(go())


@pytest.mark.parametrize("address", [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200",
    "168.63.129.16", "192.0.2.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1", "::1", "::", "fe80::1%eth0", "fc00::1",
    "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1",
])
def test_addresses_that_are_not_of_the_open_internet(address: str) -> None:
    assert forbidden(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:2800:220:1::1946", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_addresses_of_the_open_internet(address: str) -> None:
    assert forbidden(address) is None


@pytest.mark.parametrize("url", [
    "file:///etc/passwd", "ftp://example.org/", "javascript:alert(1)", "data:,x", "gopher://x/", "http://", "http:///x", "//example.org",
    "example.org/x", "", "http://user:pass@example.org/", "http://example.org:22/", "http://example.org:99999/", "http://[::1", "http://\x00/",
])
def test_what_is_no_address_to_ask(url: str) -> None:
    with pytest.raises(Unsafe) as caught:
        target(url)
    assert caught.value.outcome == "bad_url"


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_is_not(words: str) -> None:
    for url in (words, "http://" + words, "https://example.org/" + words):
        try:
            found = target(url)
        except Unsafe:
            continue
        assert found.scheme in ("http", "https")
        assert found.url.isascii()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "0177.0.0.1", "127.1", "[::1]", "[::ffff:127.0.0.1]"])
def test_the_loopback_is_off_limits_however_it_is_written(host: str) -> None:
    assert get(f"http://{host}:8080/").outcome in ("unsafe_address", "no_such_host", "bad_url")


def test_a_host_is_allowed_by_name_or_with_its_port() -> None:
    with hostile() as server:
        host = server.hosts["good"]
        assert get(f"http://{host}/feed").outcome == "unsafe_address"
        assert get(f"http://{host}/feed", host).outcome == "ok"
        assert get(f"http://{host}/feed", host.partition(":")[0]).outcome == "ok"


def test_a_name_that_changes_its_address_gains_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The open internet when it is checked, the loopback when it is used: the second answer is never asked for."""
    answers = iter([["192.88.99.1"], ["127.0.0.1"], ["127.0.0.1"]])
    asked: list[str] = []

    async def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    connected: list[str] = []

    class Recorder(addresses.httpcore.AnyIOBackend):
        async def connect_tcp(self, host: str, *rest: object, **more: object) -> addresses.httpcore.AsyncNetworkStream:
            connected.append(host)
            raise addresses.httpcore.ConnectError("not in a test")

    monkeypatch.setattr(addresses, "resolve", resolve)
    monkeypatch.setattr(addresses.httpcore, "AnyIOBackend", Recorder)
    monkeypatch.setattr(addresses, "forbidden", lambda address: "no" if address.startswith("127.") else None)
    assert get("http://rebind.example/").outcome == "unreachable"
    assert asked == ["rebind.example"]
    assert connected == ["192.88.99.1"]
    assert get("http://rebind.example/").outcome == "unsafe_address"
    assert connected == ["192.88.99.1"]


def test_one_bad_address_among_good_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        return ["8.8.8.8", "10.0.0.1"]
    monkeypatch.setattr(addresses, "resolve", resolve)
    assert get("http://both.example/").outcome == "unsafe_address"


def test_a_wrong_certificate_is_an_error(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "1",
                    "-subj", "/CN=localhost"], check=True, capture_output=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        response = get(f"https://localhost:{server.server_port}/", "localhost")
        assert response.outcome == "tls"
        assert "certificate" in (response.detail or "")
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "br", "zstd", "deflate", "identity", "gzip, br", "", "GZIP"])
def test_bodies_are_decompressed(encoding: str) -> None:
    body = b"<rss/>" * 100
    for name in encoding.lower().replace(" ", "").split(","):
        if name == "deflate":
            import zlib
            body = zlib.compress(body)
        packers = {"gzip": gzip.compress, "x-gzip": gzip.compress, "br": brotli.compress, "zstd": zstandard.compress}
        body = packers.get(name, bytes)(body)
    assert decompress(body, encoding, 1000) == b"<rss/>" * 100


@pytest.mark.parametrize(("body", "encoding", "outcome"), [
    (gzip.compress(bytes(5000), mtime=0), "gzip", "too_large"), (brotli.compress(bytes(5000)), "br", "too_large"),
    (zstandard.compress(bytes(5000)), "zstd", "too_large"), (gzip.compress(bytes(500), mtime=0)[:-9], "gzip", "bad_encoding"),
    (brotli.compress(bytes(range(256)))[:-9], "br", "bad_encoding"), (b"plain", "br", "bad_encoding"), (b"plain", "zstd", "bad_encoding"),
    (b"plain", "rot13", "bad_encoding"), (b"x", "gzip, gzip, gzip, gzip", "bad_encoding"),
])
def test_bodies_that_cannot_be_had(body: bytes, encoding: str, outcome: str) -> None:
    with pytest.raises(BadBody) as caught:
        decompress(body, encoding, 1000)
    assert caught.value.outcome == outcome


@given(st.binary(max_size=300), st.sampled_from(["gzip", "br", "zstd", "deflate", "gzip, br"]))
def test_any_bytes_are_decompressed_or_refused(body: bytes, encoding: str) -> None:
    with suppress(BadBody):
        assert len(decompress(body, encoding, 1000)) <= 1000


def test_gzip_that_is_none() -> None:
    """Some servers say gzip and send plain text; browsers take it."""
    assert decompress(b"<rss/>", "gzip", 1000) == b"<rss/>"


RULES = """
User-agent: *
Disallow: /private/
Crawl-delay: 400

User-agent: Trucewatch
Disallow: /search
Allow: /search/news$
Disallow: /*.pdf$
Crawl-delay: 2.5
"""


@pytest.mark.parametrize(("path", "decision"), [
    ("/", "allowed"), ("/search?q=x", "disallowed"), ("/search/news", "allowed"), ("/search/news/2", "disallowed"),
    ("/a/b.pdf", "disallowed"), ("/a/b.pdf?x", "allowed"), ("/private/x", "allowed"),
])
def test_robots_rules_are_ours_and_the_longest_wins(path: str, decision: str) -> None:
    robots = Robots(200, RULES)
    assert robots.decision(f"https://example.org{path}") == decision
    assert robots.delay == 2.5


@pytest.mark.parametrize(("outcome", "status", "decision"), [
    ("not_found", 404, "none"), ("forbidden", 403, "none"), ("server_error", 503, "unknown"), ("timeout", None, "unknown"),
    ("rate_limited", 429, "unknown"), ("empty", 200, "allowed"),
])
def test_robots_that_cannot_be_had(outcome: str, status: int | None, decision: str) -> None:
    assert read_robots(outcome, status, b"").decision("https://example.org/x") == decision


def test_a_crawl_delay_has_an_end() -> None:
    assert Robots(200, "User-agent: *\nCrawl-delay: 86400").delay == 300
