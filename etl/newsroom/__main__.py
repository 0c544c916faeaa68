"""`python -m etl.newsroom [PORT]`: the newsroom in the foreground until Ctrl-C."""

from __future__ import annotations

import contextlib
import logging
import sys
from threading import Event

from .server import serve

logging.basicConfig(level=logging.INFO, format="%(message)s")
port = int(sys.argv[1]) if len(sys.argv) > 1 else 8400
try:
    with contextlib.suppress(KeyboardInterrupt), serve(port) as newsroom:
        logging.info("%d feeds of %d outlets at %s", len(newsroom.feeds), len(newsroom.outlets), newsroom.url)
        Event().wait()
except OSError as error:
    sys.exit(f"port {port} can't be had: {error.strerror}")
