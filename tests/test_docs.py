"""What the documents name exists: commands, files, settings, make targets."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import typer

from etl.cli import app
from etl.model import Article
from etl.parse import read
from etl.settings import Settings

ROOT = Path(__file__).parent.parent
DOCS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGES.md", *sorted((ROOT / "docs").glob("*.md"))]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMAND = re.compile(r"(?:`|^\s*|bin/)truce ((?:--database \w+ )?[a-z][\w-]*(?: [a-z][\w-]*)?)", re.M)
LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")


def commands() -> dict[str, set[str]]:
    """Commands, and the subcommands of those that have any."""
    top = typer.main.get_command(app)
    return {name: set(getattr(command, "commands", {})) for name, command in top.commands.items()}  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_commands_exist(path: Path) -> None:
    known = commands()
    for said in COMMAND.findall(path.read_text(encoding="utf-8")):
        name, *rest = re.sub(r"^--database \w+ ", "", said).split()
        assert name in known, f"truce {said}"
        if known[name] and rest:
            assert rest[0] in known[name], f"truce {said}"


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for link in LINK.findall(path.read_text(encoding="utf-8")):
        assert (path.parent / link).exists(), link


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_settings_and_targets_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"`?\bmake ([a-z]+)`", text)) <= targets
    settings = {f"TRUCE_{name.upper()}" for name in Settings.model_fields}
    example = set(re.findall(r"^#? ?(TRUCE_\w+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"\bTRUCE_[A-Z_]+[A-Z]\b", text)) <= settings | example


def test_the_map_of_the_reader_has_each_module_once() -> None:
    rows = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").split("## The reader", 1)[1].split("\n## ", 1)[0]
    named = re.findall(r"`(\w+)`", rows.split("|---|---|")[1])
    assert sorted(named) == sorted(path.stem for path in (ROOT / "etl/parse").glob("*.py") if path.stem not in ("__init__", "reader"))


def test_the_readme_s_article_gives_the_readme_s_rows() -> None:
    text = re.search(r"^> (.+)\n", README, re.M)
    assert text is not None
    reading = read(Article(text[1], published=date(2022, 8, 4)))
    (report,), (claim,) = reading.reports, reading.claims
    place = report.place.name if report.place else None
    incident = re.search(r"^\| incident \| (.+) \|$", README, re.M)
    assert incident is not None
    assert incident[1] == (f"{report.occurred.start}, `{report.event_type}`, {place}, by `{report.initiator}` against `{report.target}`, "
                           f"`{report.standing}`")
    harms = " and ".join(f"`{c.harm}` {c.low}" for c in report.casualties)
    first = report.casualties[0]
    assert f"| `{first.party}`, `{first.status}`, {harms}, both by `{first.claimant}` |" in README
    assert f"| `{claim.speaker}` {claim.act}s `{claim.target_party}` |" in README
    assert f'"{text[1][slice(*first.span)]}" is text[{first.span[0]}:{first.span[1]}]' in README
