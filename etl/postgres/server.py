"""The embedded Postgres, started and stopped in a folder of its own, listening on the loopback only, with passwords.

Who needs the server leases it; the last one to leave stops it, unless it was started to stay (`start`).
"""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import subprocess
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TextIO

from etl.passwords import OWNER, ROLES, ensure, known, passfile
from etl.postgres.programs import PostgresError, binaries, check_version, failure, run, server_user, state_folder

PORTS_TRIED = 50
ROOM = 1_000_000  # bytes without which nothing starts


@dataclass(frozen=True)
class Server:
    """A running embedded server."""

    home: Path
    data: Path
    port: int

    def url(self, database: str = "postgres", role: str = OWNER) -> str:
        """The libpq URL of a database on it for a role, password included."""
        return f"postgresql://{role}:{known(self.home)[role]}@127.0.0.1:{self.port}/{database}"


def start(home: Path, options: Mapping[str, str] | None = None) -> Server:
    """Start the server of this home folder, made if need be, to stay until `stop`; a running one is adopted."""
    home = _own(home)
    with _locked(home):
        _leased(home).unlink(missing_ok=True)
        return _running(home) or _start(home, options or {})


def stop(home: Path) -> bool:
    """Stop the server of this home folder; False when none was running."""
    home = home.absolute()
    if not home.is_dir():
        return False
    with _locked(home):
        return _stop(home)


def running(home: Path) -> Server | None:
    """The server of this home folder if it runs and takes connections."""
    return _running(home.absolute())


@cache
def lease(home: Path) -> Server:
    """The server of this home folder, started if need be, for as long as this process lives."""
    home = _own(home)
    server, users = _join(home)
    process = os.getpid()
    atexit.register(lambda: _leave(home, users) if os.getpid() == process and home.is_dir() else None)
    return server


def _join(home: Path) -> tuple[Server, TextIO]:
    """The running server and the lock that marks its user."""
    with _locked(home):
        server = _running(home)
        if server is None:
            server = _start(home, {})
            _leased(home).touch()
        users = (home / "postgres.users").open("a")
        fcntl.flock(users, fcntl.LOCK_SH)
    return server, users


def _leave(home: Path, users: TextIO) -> None:
    """Stop the server if nobody else uses it, unless it was started to stay."""
    with _locked(home), users:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        if _leased(home).exists():
            _stop(home)


def remove(home: Path) -> None:
    """Stop the server of this home folder and delete its databases and passwords."""
    stop(home)
    state = home.absolute() / "postgres"
    shutil.rmtree(state.resolve(), ignore_errors=True)
    if state.is_symlink():
        state.unlink()
    passfile(home).unlink(missing_ok=True)


def _start(home: Path, options: Mapping[str, str]) -> Server:
    user = server_user()
    state = state_folder(home, user)
    data = state / "data"
    bin_folder = binaries(state, user)
    if not data.exists():
        _create(home, data, bin_folder, user)
    if OWNER not in known(home):
        raise PostgresError(f"{data} holds a database but {passfile(home)} with its passwords is gone: "
                            "put that file back, or move the folder away to begin anew")
    check_version(data, bin_folder, user)
    log = state / "log"
    first = 15432 + zlib.crc32(str(home).encode()) % 1000
    for port in range(first, first + PORTS_TRIED):
        if _launch(data, bin_folder, user, log, port, options):
            return Server(home, data, port)
    raise PostgresError(f"none of the ports {first} to {first + PORTS_TRIED - 1} of 127.0.0.1 is free for Postgres")


def _create(home: Path, data: Path, bin_folder: Path, user: str | None) -> None:
    """A new cluster; made beside its place and then moved there, so that a half-made one is never used."""
    making = data.with_name("data.making")
    shutil.rmtree(making, ignore_errors=True)
    secret = data.with_name("pw")
    try:
        secret.touch(0o600)
        secret.write_text(ensure(home, (OWNER, *ROLES))[OWNER])
        if user:
            shutil.chown(secret, user)
        made = run([bin_folder / "initdb", "-D", making, "-U", OWNER, "--auth=scram-sha-256", f"--pwfile={secret}",
                     "--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"], user)
        if made.returncode:
            raise failure(f"cannot make a database in {data}", made.stderr)
        making.rename(data)
    except OSError as fault:
        raise failure(f"cannot make a database in {data}", str(fault)) from fault
    finally:
        secret.unlink(missing_ok=True)


def _launch(data: Path, bin_folder: Path, user: str | None, log: Path, port: int, options: Mapping[str, str]) -> bool:
    """Start the server on this port; False when the port is in use. Raises PostgresError."""
    flags = {"listen_addresses": "127.0.0.1", "port": str(port), "unix_socket_directories": "", **options}
    words = " ".join(f"-c {name}='{value}'" for name, value in flags.items())
    for _attempt in range(20):
        if log.exists():
            log.replace(log.with_suffix(".before"))
        started = run([bin_folder / "pg_ctl", "start", "-D", data, "-l", log, "-w", "-t", "120", "-o", words], user)
        if started.returncode == 0:
            return True
        said = log.read_text(errors="replace") if log.exists() else ""
        if "Address already in use" in said:
            return False
        if "lock file" in said and "already exists" in said and not _is_ours(data, _pid_lines(data)):
            (data / "postmaster.pid").unlink(missing_ok=True)  # left by a crash; another program has that number now
        elif "pre-existing shared memory block" in said:
            time.sleep(0.5)  # the children of a killed server are about to notice
        else:
            full = "No space left on device\n" if shutil.disk_usage(data).free < ROOM else ""  # then it can't even log why
            raise failure(f"Postgres in {data} does not start (its log: {log})", full + said + started.stderr + started.stdout)
    raise PostgresError(f"Postgres in {data} does not start: processes of an earlier one still hold its memory (its log: {log})")


def _stop(home: Path) -> bool:
    server = _running(home)
    _leased(home).unlink(missing_ok=True)
    if server is None:
        return False
    user = server_user()
    pg_ctl = binaries(server.data.parent, user) / "pg_ctl"
    stopped = run([pg_ctl, "stop", "-D", server.data, "-m", "fast", "-w", "-t", "120"], user)
    if stopped.returncode and _running(home):
        raise failure(f"Postgres in {server.data} does not stop", stopped.stderr)
    return True


def _running(home: Path) -> Server | None:
    data = (home / "postgres").resolve() / "data"
    for _attempt in range(240):
        lines = _pid_lines(data)
        if not _is_ours(data, lines):
            return None
        if len(lines) >= 8 and lines[7].strip() == "ready":
            return Server(home, data, int(lines[3]))
        time.sleep(0.25)  # starting, recovering or stopping
    raise PostgresError(f"Postgres in {data} is neither ready nor stopped after a minute; its log is in {data.parent / 'log'}")


def _pid_lines(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return []


def _is_ours(data: Path, pid_lines: list[str]) -> bool:
    """Whether the process of the pid file lives and is the Postgres of this folder, not a later one with its number."""
    if not pid_lines or not pid_lines[0].strip().isdigit():
        return False
    pid = pid_lines[0].strip()
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        if Path("/proc/self").exists():
            return False
        command = subprocess.run(["ps", "-ww", "-o", "command=", "-p", pid], capture_output=True, text=True, check=False).stdout
    return "postgres" in command and str(data) in command


def _own(home: Path) -> Path:
    """The home folder, made if need be; others may pass through it to what is theirs."""
    home = home.absolute()
    try:
        if not home.is_dir():
            home.mkdir(parents=True, exist_ok=True)  # another process may just have made it
            home.chmod(0o755)
    except OSError as fault:
        raise failure(f"cannot write to {home}", str(fault)) from fault
    return home


def _leased(home: Path) -> Path:
    return home / "postgres.leased"


@contextmanager
def _locked(home: Path) -> Iterator[None]:
    """One process at a time starts or stops the server."""
    try:
        lock = (home / "postgres.lock").open("a")
    except OSError as fault:
        raise failure(f"cannot write to {home}", str(fault)) from fault
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
