"""Passwords of the database roles: generated, kept in one file in .truce in libpq's passfile format, mode 600."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

OWNER = "truce"
ROLES = ("truce_worker", "truce_reader", "truce_reviewer")


def passfile(home: Path) -> Path:
    """The file of passwords; psql and other libpq programs read it as PGPASSFILE."""
    return home / "pgpass"


def known(home: Path, server: str = "*:*") -> dict[str, str]:
    """Role → password as kept for `host:port` of a server, or for the embedded one."""
    try:
        lines = passfile(home).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    entries = (line.rsplit(":", 3) for line in lines if not line.startswith("#"))
    return {entry[2]: entry[3] for entry in entries if len(entry) == 4 and entry[0] == server}


def ensure(home: Path, roles: tuple[str, ...], server: str = "*:*") -> dict[str, str]:
    """The passwords of these roles on that server; those not yet known are generated and kept."""
    passwords = known(home, server)
    missing = {role: secrets.token_urlsafe(24) for role in roles if role not in passwords}
    if missing:
        _append(passfile(home), "".join(f"{server}:*:{role}:{password}\n" for role, password in missing.items()))
    return passwords | missing


def _append(path: Path, lines: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(lines)
        file.flush()
        os.fsync(descriptor)
