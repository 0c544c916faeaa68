"""WARC files: pages out, with their requests, and responses in."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from etl.web.body import BadBody, decompress

Headers = list[tuple[str, str]]
UNDONE = ("content-encoding", "transfer-encoding", "content-length")  # the body is kept without them; their words stay, renamed
LARGEST = 50_000_000  # bytes of one record


@dataclass(frozen=True)
class Archived:
    """One response of an archive, its body without compression."""

    url: str
    at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    request_headers: tuple[tuple[str, str], ...]
    body: bytes


def write_warc(out: IO[bytes], pages: Iterable[Archived], software: str) -> int:
    """Write a gzipped WARC 1.1 of these pages, each with its request; how many."""
    writer = WARCWriter(out, gzip=True, warc_version="WARC/1.1")
    writer.write_record(writer.create_warcinfo_record("trucewatch.warc.gz", {"software": software, "format": "WARC File Format 1.1"}))
    written = 0
    for page in pages:
        date = page.at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        path = "/" + page.url.partition("://")[2].partition("/")[2]
        head = StatusAndHeaders(str(page.status), _as_kept(page), protocol="HTTP/1.1")
        response = writer.create_warc_record(page.url, "response", payload=io.BytesIO(page.body), http_headers=head,
                                             warc_headers_dict={"WARC-Date": date})
        sent = StatusAndHeaders(f"GET {path} HTTP/1.1", list(page.request_headers), is_http_request=True)
        request = writer.create_warc_record(page.url, "request", http_headers=sent, warc_headers_dict={"WARC-Date": date})
        writer.write_request_response_pair(request, response)
        written += 1
    return written


def _as_kept(page: Archived) -> Headers:
    """The headers for a body that is no longer compressed: those that would lie are renamed, as archives do."""
    kept = [(f"X-Archive-Orig-{name}" if name.lower() in UNDONE else name, value) for name, value in page.headers]
    return [*kept, ("Content-Length", str(len(page.body)))]


def read_warc(source: IO[bytes]) -> Iterator[Archived]:
    """The successful responses of a WARC or ARC file, gzipped or not, in its order; what is broken is passed over."""
    try:
        for record in ArchiveIterator(source, no_record_parse=False):
            if record.rec_type == "response" and record.http_headers and (found := _read(record)):
                yield found
    except (ArchiveLoadFailed, EOFError, OSError, ValueError, AttributeError):  # the last two for headers that warcio takes for granted
        return


def _read(record: object) -> Archived | None:
    http, warc, stream = (getattr(record, name) for name in ("http_headers", "rec_headers", "raw_stream"))
    status, url = http.get_statuscode() or "", warc.get_header("WARC-Target-URI") or ""
    headers = tuple((str(name), str(value)) for name, value in http.headers)
    at = _moment(warc.get_header("WARC-Date"))
    if not status.isdigit() or not url.startswith("http") or at is None:
        return None
    body = stream.read(LARGEST + 1)
    by_name = {name.lower(): value for name, value in headers}
    try:
        if "chunked" in by_name.get("transfer-encoding", "").lower():
            body = _unchunked(body)
        body = decompress(body, by_name.get("content-encoding", ""), LARGEST)
    except BadBody:
        return None
    return Archived(url, at, int(status), headers, (), body) if len(body) <= LARGEST else None


def _moment(words: str | None) -> datetime | None:
    try:
        at = datetime.fromisoformat(words or "")
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _unchunked(body: bytes) -> bytes:
    """A chunked body put together; one that isn't chunked, whatever its header says, as it stands."""
    out, rest = b"", body
    while rest:
        size, found, after = rest.partition(b"\r\n")
        try:
            length = int(size.partition(b";")[0], 16)
        except ValueError:
            return out or body
        if not found or length == 0:
            return out
        out, rest = out + after[:length], after[length + 2:]
    return out
