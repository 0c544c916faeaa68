"""docs/operations.md does what it says: its backup, restored by its commands, is the same database; what it names exists."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from etl import passwords, postgres
from etl.postgres import Server
from etl.settings import Settings
from schema import admin

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
COMMANDS = [line.split("  #")[0].strip() for fence in re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL) for line in fence.splitlines()]


def documented(program: str) -> list[str]:
    """The arguments of the one command line of the document that calls a program."""
    line, = [command for command in COMMANDS if command.startswith(program + " ")]
    return shlex.split(line)


def test_a_backup_restored_as_documented_is_the_same_database(
    server: Server, maintenance: Engine, reference_template: str, tmp_path: Path,
) -> None:
    source, target = server.url(reference_template), server.url("restored")
    dump = documented("pg_dump")
    dump[-1] = source
    dump[0] = str(postgres.program("pg_dump"))
    subprocess.run(dump, cwd=tmp_path, check=True)
    with maintenance.connect() as connection:
        connection.exec_driver_sql("CREATE DATABASE restored")
    try:
        restore = [f"--dbname={target}" if part.startswith("--dbname=") else part for part in documented("pg_restore")]
        subprocess.run([str(postgres.program("pg_restore")), *restore[1:]], cwd=tmp_path, check=True)
        assert admin.upgrade(target, lambda role: passwords.known(server.home)[role]) == []
        assert rows(source) == rows(target)
        reader = admin.engine(server.url("restored", "truce_reader"))
        with reader.connect() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM bi.incidents").scalar() == 0
            with pytest.raises(sa.exc.DBAPIError):
                connection.exec_driver_sql("DELETE FROM parties")
        reader.dispose()
    finally:
        with maintenance.connect() as connection:
            connection.exec_driver_sql("DROP DATABASE restored WITH (FORCE)")


def rows(url: str) -> dict[str, int]:
    """Rows a table."""
    made = admin.engine(url)
    try:
        with made.connect() as connection:
            tables = sa.inspect(connection).get_table_names()
            return {table: connection.exec_driver_sql(f'SELECT count(*) FROM "{table}"').scalar_one() for table in tables}
    finally:
        made.dispose()


def test_every_setting_and_file_it_names_exists() -> None:
    for name in set(re.findall(r"\bTRUCE_([A-Z_]+)", TEXT)):
        assert name.lower() in Settings.model_fields, name
    for path in set(re.findall(r"`((?:etl|schema|deploy|tests|docs)/[\w./]+)`", TEXT)) | set(re.findall(r"\]\((\w+\.md)\)", TEXT)):
        assert (ROOT / path).exists() or (ROOT / "docs" / path).exists(), path


def test_every_view_and_check_it_names_exists() -> None:
    views = {path.stem.split("_", 1)[1] for path in (ROOT / "schema/views").glob("*.sql")}
    assert set(re.findall(r"\bbi\.(\w+)", TEXT)) <= views
    checks = {path.stem for path in (ROOT / "schema/checks").glob("*.sql")}
    assert set(re.findall(r"check `(\w+)` warns", TEXT)) <= checks
