"""Bytes → text: by byte order mark, header, the page's own word, and a guess, in that order; each only if the bytes bear it out."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes

META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w:.-]{2,40})""", re.I)
HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.I)
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"))
# What browsers take these labels for (WHATWG Encoding).
LABELS = {"iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252",
          "gb2312": "gb18030", "gbk": "gb18030", "iso-8859-9": "cp1254", "tis-620": "cp874", "iso-8859-11": "cp874", "x-sjis": "cp932",
          "shift_jis": "cp932", "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "utf8": "utf-8", "iso-8859-8-i": "iso-8859-8"}


RUN = re.compile("[^\x00-\x7f]{2,}")
PARTS = re.compile("[^\x00-\x7f]+|[\x00-\x7f]+")
SAMPLE = 300  # runs looked at


def _table(encoding: str) -> dict[str, int]:
    """Characters → bytes of a one-byte encoding; bytes that mean nothing in it are passed on as they are."""
    read = ((bytes([byte]).decode(encoding, "replace"), byte) for byte in range(128, 256))
    return {chr(byte) if char == "\ufffd" else char: byte for char, byte in read}


ONE_BYTE = [_table(encoding) for encoding in ("cp1252", "latin-1", "cp1251")]


def mended(text: str) -> str:
    """The text with UTF-8 that somebody took for a one-byte encoding read as UTF-8 again; as it stands where most of what isn't ASCII
    is none."""
    sample = [match[0] for _, match in zip(range(SAMPLE), RUN.finditer(text), strict=False)]
    for table in ONE_BYTE:
        if 2 * sum(_undone(run, table) is not None for run in sample) > len(sample):
            return "".join(_undone(part, table) or part for part in PARTS.findall(text))
    return text


def _undone(run: str, table: dict[str, int]) -> str | None:
    try:
        return bytes(table[char] for char in run).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return None


def decode(body: bytes, content_type: str | None = None) -> tuple[str, str]:
    """The text and the name of its encoding. Never fails: at worst bytes become U+FFFD."""
    for encoding in _candidates(body, content_type):
        try:
            return body.decode(encoding), encoding
        except (UnicodeError, LookupError):
            continue
    guess = from_bytes(body[:200_000]).best()
    encoding = guess.encoding if guess else "utf-8"
    declared = next((e for e in _declared(body, content_type) if _known(e)), None)
    if declared and _damage(body, declared) < 0.005:  # a few broken bytes in what is otherwise as declared
        encoding = declared
    return body.decode(encoding, "replace"), encoding


def _candidates(body: bytes, content_type: str | None) -> Iterator[str]:
    for mark, encoding in BOMS:
        if body.startswith(mark):
            yield encoding
            return
    declared = list(_declared(body, content_type))
    if any(encoding.startswith("cp") for encoding in declared[:1]) and body.isascii() is False:
        yield "utf-8"  # a one-byte encoding accepts any bytes, UTF-8 only its own
    yield from declared
    yield "utf-8"


def _declared(body: bytes, content_type: str | None) -> Iterator[str]:
    header = HEADER.search(content_type or "")
    if header:
        yield _label(header[1])
    meta = META.search(body[:4096])
    if meta:
        name = _label((meta[1] or meta[2]).decode("ascii"))
        yield "utf-8" if name.startswith("utf-16") else name  # what could be read as ASCII is no UTF-16


def _label(name: str) -> str:
    name = name.lower()
    return LABELS.get(name, re.sub(r"^(?:windows|x-cp)-?(?=\d)", "cp", name))


def _known(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding) is not None
    except LookupError:
        return False


def _damage(body: bytes, encoding: str) -> float:
    text = body.decode(encoding, "replace")
    return text.count("\ufffd") / max(len(text), 1)
