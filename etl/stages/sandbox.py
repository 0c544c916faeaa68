"""Reading what strangers wrote, in a child process that may hang, eat its memory or die without us.

A page can cost its parser minutes (300,000 attributes on one element) or crash it; the child is then replaced, the item has its
outcome, and the batch goes on. `python -m etl.stages.sandbox` is the child.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import resource
import select
import signal
import struct
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import IO, Any

from etl.extract import read_page
from etl.feeds import BadFeed, parse_feed
from etl.feeds.sitemap import sitemap_feed

SECONDS = 20.0
MEMORY = 3 << 30  # bytes of address space
LENGTH = struct.Struct("<Q")
READERS: dict[str, Callable[..., Any]] = {"page": read_page, "feed": parse_feed, "sitemap": sitemap_feed}


class Unreadable(Exception):
    """The reader hung, died or failed on this item."""


class Sandbox:
    """One child, started when first asked and again after it was lost. Use as a context manager."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="sandbox")

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._reader.shutdown()
        self._lose()

    def read(self, reader: str, *arguments: object) -> Any:
        """What the reader returns. Raises BadFeed as it does, and Unreadable for what it should not do."""
        try:
            answer, value = self._ask(pickle.dumps((reader, arguments)))
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            self._lose()
            raise Unreadable(str(error) or "the reader died") from None
        if answer == "bad_feed":
            raise BadFeed(*value)
        if answer == "failed":
            raise Unreadable(value)
        return value

    async def read_beside(self, reader: str, *arguments: object) -> Any:
        """As `read`, beside the event loop, one after another."""
        return await asyncio.get_running_loop().run_in_executor(self._reader, lambda: self.read(reader, *arguments))

    def _ask(self, question: bytes) -> tuple[str, Any]:
        child = self._child or self._start()
        assert child.stdin
        assert child.stdout
        child.stdin.write(LENGTH.pack(len(question)) + question)
        child.stdin.flush()
        if not select.select([child.stdout], [], [], self._seconds)[0]:
            raise EOFError(f"no end after {self._seconds:g} s")
        return pickle.loads(_take(child.stdout))  # type: ignore[no-any-return]

    def _start(self) -> subprocess.Popen[bytes]:
        self._child = subprocess.Popen([sys.executable, "-m", "etl.stages.sandbox"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._child.stdout
        _take(self._child.stdout)  # it says when it's ready: its imports are no item's fault
        return self._child

    def _lose(self) -> None:
        if self._child:
            self._child.kill()
            self._child.communicate()
            self._child = None


def _take(stream: IO[bytes]) -> bytes:
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError("the reader died")
    size = LENGTH.unpack(head)[0]
    body = stream.read(size)
    if len(body) < size:
        raise EOFError("the reader died")
    return body


def _give(stream: IO[bytes], value: object) -> None:
    body = pickle.dumps(value)
    stream.write(LENGTH.pack(len(body)) + body)
    stream.flush()


def serve(questions: IO[bytes], answers: IO[bytes]) -> None:
    """Answer until the asker is gone."""
    _give(answers, "ready")
    while True:
        try:
            name, arguments = pickle.loads(_take(questions))
        except EOFError:
            return
        try:
            answer: tuple[str, object] = ("ok", READERS[name](*arguments))
        except BadFeed as bad:
            answer = ("bad_feed", (bad.outcome, bad.detail))
        except Exception as error:
            answer = ("failed", f"{type(error).__name__}: {error}"[:300])
        _give(answers, answer)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the asker ends it
    with os.fdopen(os.dup(1), "wb") as private:
        os.dup2(2, 1)  # a library that prints must not garble the answers
        serve(sys.stdin.buffer, private)
