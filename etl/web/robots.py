"""robots.txt as RFC 9309 has it: no file allows everything, a server in trouble forbids everything for now."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

ROBOTS_LIMIT = 500 * 1024
AGENT = "Trucewatch"
LONGEST_DELAY = 300.0  # seconds; a longer crawl-delay is taken as this


@dataclass(frozen=True)
class Robots:
    """What a host's robots.txt says to us."""

    status: int | None
    text: str | None

    def decision(self, url: str) -> str:
        """`allowed`, `disallowed`, `none` (there is no robots.txt) or `unknown` (it can't be had, which is a no for now)."""
        if self.text is not None:
            return "allowed" if _rules(self.text).can_fetch(url, AGENT) else "disallowed"
        return "none" if self.status is not None and 400 <= self.status < 500 and self.status != 429 else "unknown"

    @property
    def delay(self) -> float | None:
        """Seconds between two requests that it asks for, five minutes at most."""
        asked = _rules(self.text).crawl_delay(AGENT) if self.text else None
        return None if asked is None else min(max(float(asked), 0.0), LONGEST_DELAY)


def read_robots(outcome: str, status: int | None, body: bytes) -> Robots:
    """A response to /robots.txt; its first 500 KiB count."""
    if outcome == "ok" or (outcome == "empty" and status == 200):
        return Robots(status, body[:ROBOTS_LIMIT].decode("utf-8", "replace").replace("\x00", ""))
    return Robots(status, None)


def _rules(text: str) -> Protego:
    return Protego.parse(text)
