"""`truce` as a user types it: what it prints, one clear line when something is wrong, exit 1; usage errors exit 2."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

import psutil
import pytest
import sqlalchemy as sa

from etl import postgres
from etl.cli.output import out, table
from etl.newsroom import content, render
from etl.postgres import Server
from schema import admin

TRUCE = str(Path(sys.executable).parent / "truce")
TEXT = "Two Armenian soldiers were killed near Lachin on Wednesday by Azerbaijani drones, the Armenian Defence Ministry said.\n"
COMMANDS = ("poll", "fetch", "extract", "parse", "resolve", "run", "feed", "status", "explain", "check", "judge", "feeds", "import",
            "export", "demo", "up", "db", "lexicon", "places")  # fmt: skip


def truce(*arguments: str, given: bytes = b"", **environment: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([TRUCE, *arguments], input=given, capture_output=True, timeout=120, env=os.environ | environment, check=False)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def complains(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """One line on stderr with these words, exit 1, no traceback."""
    assert done.returncode == 1, done.stderr
    assert done.stderr.startswith("truce: ")
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    for word in words:
        assert word in done.stderr


LOADS = """
import sys
from etl.cli import main
try:
    main()
except SystemExit:
    print(*sorted({"sqlalchemy", "trafilatura", "spacy"} & sys.modules.keys()), file=sys.stderr)
"""


@pytest.mark.parametrize(("text", "loaded"), [(TEXT, "spacy"), ("The library opens on Monday; readers asked for longer hours.", "")])
def test_reading_one_text_loads_no_more_than_it_needs(text: str, loaded: str) -> None:
    done = subprocess.run([sys.executable, "-c", LOADS, "parse", "-"], input=text, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["article"]["relevant"] is bool(loaded)
    assert done.stderr.strip() == loaded


def test_help_names_every_command() -> None:
    done = truce("--help")
    assert done.returncode == 0
    for command in COMMANDS:
        assert f" {command} " in done.stdout, command


def test_a_usage_error_exits_2() -> None:
    assert truce("parse", "--workers", "none").returncode == 2
    assert truce("no-such-command").returncode == 2
    assert truce("parse", "-", "--published", "last Tuesday", given=TEXT.encode()).returncode == 2
    assert truce("explain", __file__, "--published", "last Tuesday").returncode == 2


def test_parse_a_text() -> None:
    done = truce("parse", "-", "--published", "2022-08-04", "--url", "https://example.org/a", given=TEXT.encode())
    said = json.loads(done.stdout)
    assert set(said) == {"article", "reports", "claims", "tallies", "issues"}
    assert said["article"]["url"] == "https://example.org/a"
    (report,) = said["reports"]
    assert (report["event_type"], report["occurred"]["start"], report["initiator"]) == ("drone_strike", "2022-08-03", "azerbaijan")
    (dead,) = report["casualties"]
    assert (dead["harm"], dead["low"], dead["high"], dead["status"]) == ("killed", 2, 2, "military")
    assert "Two Armenian soldiers" in TEXT[slice(*dead["span"])]


@pytest.mark.parametrize("workers", ["1", "2"])
def test_lines_come_out_in_order_and_a_bad_one_gets_an_issue(tmp_path: Path, workers: str) -> None:
    rows = ['{"id": "a", "text": "' + TEXT.strip() + '", "published": "2022-08-04"}', "no JSON", '{"id": "c", "text": 5}', "[]",
            '{"id": "e", "text": "\\ud800\\u0000 Two soldiers were killed.", "published": "2022-13-45", "title": null}',
            '{"id": "f", "text": ""}']  # fmt: skip
    (tmp_path / "in").write_text("\n".join(rows) + "\n", encoding="utf-8")
    done = truce("parse", "--jsonl", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--workers", workers)
    assert done.returncode == 0, done.stderr
    said = [json.loads(line) for line in (tmp_path / "out").read_text(encoding="utf-8").splitlines()]
    assert [row["article"]["id"] for row in said] == ["a", None, "c", None, "e", "f"]
    assert len(said[0]["reports"]) == 1
    assert [[issue["code"] for issue in row["issues"]] for row in said[1:4]] == [["unreadable_line"]] * 3
    assert "unreadable_date" in [issue["code"] for issue in said[4]["issues"]]


ODD = {
    "empty": b"", "binary": b"\x00\x01\xff" * 1000, "right-to-left": "\u202eTwo soldiers were killed\u202c \ufffe".encode(),
    "5 MB of one line": b"a" * 5_000_000, "archive": b"PK\x03\x04 killed " * 50,
}  # fmt: skip


@pytest.mark.parametrize("given", ODD.values(), ids=ODD)
def test_any_bytes_are_read(given: bytes) -> None:
    done = truce("parse", "-", given=given)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["reports"] == [] or given.startswith("\u202e".encode())


def test_extract_a_page() -> None:
    piece = next(iter(content.pieces().values()))
    done = truce("extract", "-", "--url", "https://example.org" + piece.href, given=render.page(piece, "https://example.org"))
    article = json.loads(done.stdout)
    assert article["title"] == piece.title
    assert article["published"] == piece.published.date().isoformat()
    assert set(article) >= {"title", "text", "published", "language", "byline", "canonical_url"}


def test_what_is_no_page_has_no_text() -> None:
    article = json.loads(truce("extract", "-", "--url", "https://example.org/a.pdf", given=b"%PDF-1.4 \x00\x01").stdout)
    assert not article["text"]


def test_a_feed_as_json() -> None:
    feed = b'<rss version="2.0"><channel><item><title>One</title><link>/a</link></item></channel></rss>'
    (entry,) = json.loads(truce("feed", "-", "--url", "https://example.org/rss", given=feed).stdout)
    assert (entry["url"], entry["title"]) == ("https://example.org/a", "One")
    complains(truce("feed", "-", given=b"<html><p>no feed</p></html>"))


def test_a_moment_is_shown_to_the_minute_in_utc() -> None:
    with out.capture() as said:
        table("feeds", ["next"], [[datetime(2022, 8, 3, 12, 5, 59, 123456, timezone(timedelta(hours=4)))]])
    assert said.get().split()[-2:] == ["2022-08-03", "08:05"]


def test_a_party_is_no_flag() -> None:
    with out.capture() as said:
        table("changes", ["field"], [["toll:israel:civilian:killed:best"]])
    assert "toll:israel:civilian:killed:best" in said.get()


def test_explain_a_file(tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text(TEXT, encoding="utf-8")
    done = truce("explain", str(tmp_path / "article.txt"), "--published", "2022-08-04")
    assert done.returncode == 0, done.stderr
    for word in ("drone_strike", "azerbaijan", "Two Armenian soldiers", "casualties", "mentions"):
        assert word in done.stdout


def test_a_missing_file_and_a_folder_are_one_line(tmp_path: Path) -> None:
    complains(truce("parse", str(tmp_path / "none")), "none")
    complains(truce("parse", str(tmp_path)), "directory")


@pytest.mark.parametrize(("url", "word"), [("mysql://a@b/c", "Postgres"), ("not a url", "postgresql://"),
                                           ("postgresql://u:secret-word@127.0.0.1:9/none", "can't be reached")])  # fmt: skip
def test_a_wrong_database_url_is_one_line_without_its_password(url: str, word: str) -> None:
    done = truce("status", TRUCE_DATABASE_URL=url)
    complains(done, word)
    assert "secret-word" not in done.stderr


def test_a_database_newer_than_the_code_or_empty_is_one_line(server: Server, database: str) -> None:
    admin.ensure_database(server.url("empty"))
    complains(truce("status", TRUCE_DATABASE_URL=server.url("empty")), "truce db upgrade")
    engine = sa.create_engine(admin.parse_url(database))
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    for command in (("status",), ("db", "upgrade")):
        complains(truce(*command, TRUCE_DATABASE_URL=database), "9999", "update the code")


def test_a_wrong_setting_is_named() -> None:
    complains(truce("status", TRUCE_WORKERS="many", TRUCE_BATCH="0"), "TRUCE_WORKERS is 'many'", "TRUCE_BATCH is '0'", ".env")


def test_a_database_that_was_never_made_says_how_to_make_it(server: Server) -> None:
    url = f"postgresql://truce_worker:none@127.0.0.1:{server.port}/none"
    complains(truce("status", TRUCE_DATABASE_URL=url), "truce_worker", "truce db upgrade")


def test_a_downgrade_asks_first_and_says_where_it_ends(database: str) -> None:
    environment = {"TRUCE_DATABASE_URL": database}
    assert truce("db", "downgrade", "base", given=b"n\n", **environment).returncode == 1
    assert truce("status", **environment).returncode == 0
    done = truce("db", "downgrade", "-1", "--yes", **environment)
    assert (done.returncode, done.stdout.split(";")[0]) == (0, f"the tables are at {int(admin.head() or 0) - 1:04}"), done.stderr


def test_who_is_asked_to_stop_leaves_no_server_behind() -> None:
    with tempfile.TemporaryDirectory(prefix="truce-") as folder:
        Path(folder).chmod(0o755)
        home = Path(folder) / "home"
        asleep = subprocess.Popen([TRUCE, "db", "psql", "--role", "owner", "-c", "SELECT pg_sleep(300)"],
                                  env=os.environ | {"TRUCE_HOME": str(home), "TRUCE_DATABASE": "postgres"})
        try:
            _until(lambda: "psql" in [child.name() for child in psutil.Process(asleep.pid).children()])
            asleep.terminate()
            assert asleep.wait(30) == 128 + signal.SIGTERM
            assert postgres.running(home) is None
        finally:
            asleep.kill()
            postgres.remove(home)


def _until(true: Callable[[], bool]) -> None:
    for _ in range(600):
        if true():
            return
        time.sleep(0.1)
    raise AssertionError("it never came to that")


def test_psql_takes_its_own_options(database: str) -> None:
    done = truce("db", "psql", "--role", "owner", "--csv", "-c", "SELECT 1 AS one, 2 AS two", TRUCE_DATABASE_URL=database)
    assert (done.returncode, done.stdout) == (0, "one,two\n1,2\n"), done.stderr


def test_a_port_in_use_is_one_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        complains(truce("up", "--port", str(taken.getsockname()[1])), "in use", "--port")


def test_status_check_and_judge_on_a_database(reference_database: str) -> None:
    environment = {"TRUCE_DATABASE_URL": reference_database}
    done = truce("status", **environment)
    assert done.returncode == 0, done.stderr
    assert "pending" in done.stdout
    assert truce("check", **environment).returncode == 0
    complains(truce("judge", "not-an-incident", "TW-00000-00000", "--why", "test", **environment), "TW-00000-00000")
    complains(truce("explain", "TW-00000-00000", **environment), "no incident")
    complains(truce("explain", "https://example.org/none", **environment), "no article")
    assert truce("parse", **environment).stdout.strip() == "parse: nothing pending"
    assert truce("resolve", **environment).stdout.strip() == "resolve: nothing pending"
    assert truce("feeds", "list", **environment).returncode == 0
    complains(truce("feeds", "add", "example.org/rss", **environment), "example.org/rss", "no scheme")
