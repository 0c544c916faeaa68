"""What the newsroom publishes: its outlets, its feeds and its articles, read from the data beside this file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from etl.lexicon.files import Record, read_yaml

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Piece:
    """One article as its outlet publishes it; `body` is paragraphs with the marks of the README beside this file."""

    id: str
    outlet: str
    path: str
    title: str
    published: datetime
    body: str
    summary: str
    language: str = "en"
    byline: str | None = None
    section: str = "News"
    slug_title: str | None = None
    """The title in the feed, where it is not the page's."""
    copy_of: str | None = None
    """The piece whose body this one prints again."""
    encoding: str = "utf-8"
    amp: bool = False
    gone: bool = False
    """Listed in the feed, answered by 404."""
    listed: bool = True

    @property
    def href(self) -> str:
        """The page's path on the server."""
        return f"/{self.outlet}/{self.path}"

    @property
    def amp_href(self) -> str:
        """The path of its AMP page."""
        return self.href.rstrip("/") + "/amp"


@cache
def outlets() -> dict[str, Record]:
    """The newsroom's outlets by id, in the record form of etl/data/outlets.yaml with `style`, the page's template, beside it."""
    return {row["id"]: row for row in read_yaml("outlets.yaml", FOLDER)}


@cache
def feeds() -> tuple[Record, ...]:
    """The newsroom's feeds: the record form of etl/data/feeds.yaml, `url` being a path, with `serve`, how the server answers."""
    return tuple(read_yaml("feeds.yaml", FOLDER))


@cache
def pieces() -> dict[str, Piece]:
    """All articles by id, newest first."""
    found = [read_piece(path) for path in sorted((FOLDER / "articles").glob("*.md"))]
    return {piece.id: piece for piece in sorted(found, key=lambda piece: piece.published, reverse=True)}


def read_piece(path: Path) -> Piece:
    """The article of one file: YAML between two lines `---`, then the body; the file's name is its id."""
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    fields: dict[str, Any] = yaml.safe_load(head)
    body = body.strip()
    fields.setdefault("summary", next((part for part in body.split("\n\n") if part[:1].isalnum()), fields["title"]))
    return Piece(id=path.stem, body=body, **fields)


def body_of(piece: Piece) -> str:
    """The body, taken from the original where the piece is a copy."""
    return pieces()[piece.copy_of].body if piece.copy_of else piece.body


def listed(feed: Record) -> list[Piece]:
    """The articles a feed lists: those of its outlet, or of one of its sections."""
    mine = [piece for piece in pieces().values() if piece.outlet == feed["outlet"] and piece.listed]
    serve = feed.get("serve") or {}
    if section := serve.get("section"):
        mine = [piece for piece in mine if piece.section == section]
    if "amp" in serve:
        mine = [piece for piece in mine if piece.amp]
    return mine
