"""Ports of this machine: whether one is free, and whether a service answers on it."""

from __future__ import annotations

import socket

import httpx


class PortInUse(OSError):
    """Another program listens there."""


def require_free(port: int) -> None:
    """Raise PortInUse unless the port of 127.0.0.1 can be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise PortInUse(f"port {port} of 127.0.0.1 is in use: stop what listens there, or choose another with --port") from None


def answers(url: str) -> bool:
    """Whether a loopback service says 200 there."""
    try:
        return httpx.get(url, timeout=2, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False
