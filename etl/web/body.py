"""A response's body undone from its compression, within a limit that holds before and after."""

from __future__ import annotations

import io
import zlib

import brotli
import zstandard

ACCEPTED = "gzip, br, zstd"
LARGEST_WINDOW = 1 << 23  # 8 MiB, what RFC 9659 allows a server to send


class BadBody(Exception):
    """A body that can't be had: too large, or not what its header says."""

    def __init__(self, outcome: str, detail: str) -> None:
        super().__init__(detail)
        self.outcome = outcome  # too_large or bad_encoding
        self.detail = detail


def decompress(body: bytes, encoding: str, limit: int) -> bytes:
    """The bytes behind a Content-Encoding, undone in its order. Never holds more than `limit` and a block. Raises BadBody."""
    names = [name.strip().lower() for name in encoding.split(",") if name.strip()]
    if len(names) > 3:
        raise BadBody("bad_encoding", f"compressed {len(names)} times")
    for name in reversed(names):
        if not body:
            return body
        try:
            body = _undo(body, name, limit)
        except (zlib.error, brotli.error, zstandard.ZstdError, EOFError) as error:
            raise BadBody("bad_encoding", f"{name}: {error}") from None
        if len(body) > limit:
            raise BadBody("too_large", f"more than {limit} bytes after {name}")
    return body


def _undo(body: bytes, name: str, limit: int) -> bytes:
    if name == "identity":
        return body
    if name in ("gzip", "x-gzip"):
        return body if body[:2] != b"\x1f\x8b" else _inflate(body, 31, limit)  # some servers say gzip and send plain text
    if name == "deflate":
        return _inflate(body, 15 if body[0] & 0x0F == 8 else -15, limit)
    if name == "br":
        return _unbrotli(body, limit)
    if name == "zstd":
        reader = zstandard.ZstdDecompressor(max_window_size=LARGEST_WINDOW).stream_reader(io.BytesIO(body), read_across_frames=True)
        return reader.read(limit + 1)
    raise BadBody("bad_encoding", f"unknown encoding {name[:40]}")


def _inflate(body: bytes, window: int, limit: int) -> bytes:
    """Members of a gzip file in turn; what follows the last one is ignored, a cut-off end is an error."""
    out, rest = b"", body
    while rest and len(out) <= limit:
        member = zlib.decompressobj(window)
        out += member.decompress(rest, limit + 1 - len(out))
        if not member.eof and len(out) <= limit:
            raise EOFError("cut off")
        rest = member.unused_data if window == 31 and member.unused_data[:2] == b"\x1f\x8b" else b""
    return out


def _unbrotli(body: bytes, limit: int) -> bytes:
    decoder = brotli.Decompressor()
    out = decoder.process(body, output_buffer_limit=limit + 1)
    while not decoder.is_finished() and len(out) <= limit:
        more = decoder.process(b"", output_buffer_limit=limit + 1 - len(out))
        if not more:
            raise EOFError("cut off")
        out += more
    return bytes(out)
