"""tests/newsroom_gold.yaml as the gold rows a scorer reads: {"id", "title", "published", "text", "gold": {…}}."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import yaml

from etl.newsroom.content import Piece, body_of, pieces

GOLD: dict[str, dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "newsroom_gold.yaml").read_text(encoding="utf-8"))


def rows() -> list[dict[str, Any]]:
    """One row an English article."""
    return [row(pieces()[name], said) for name, said in GOLD.items() if said.get("language", "en") == "en"]


def row(piece: Piece, said: dict[str, Any]) -> dict[str, Any]:
    """What one article says."""
    reports = [report(entry) for entry in said["reports"]]
    reports += [report(entry) | {"optional": True} for entry in said.get("optional_reports", [])]
    gold = {"relevant": bool(said["reports"]), "reports": reports, "claims": [claim(text) for text in said.get("claims", [])],
            "tallies": [{"harm": harm, "low": int(low)} for harm, low in map(str.split, said.get("tallies", []))]}
    return {"id": piece.id, "title": piece.title, "published": piece.published.date().isoformat(), "text": plain(body_of(piece)),
            "outlet": piece.outlet, "gold": gold}


def plain(body: str) -> str:
    """The body as text: what is marked as figure or promotion left out."""
    parts = [part for part in body.split("\n\n") if not part.startswith(("![", "[["))]
    return "\n\n".join(part.removeprefix("## ").removeprefix("- ") for part in parts)


def report(entry: dict[str, Any]) -> dict[str, Any]:
    """A report."""
    first, last = entry["when"] if isinstance(entry["when"], list) else (entry["when"], entry["when"])
    return {"event_types": entry["type"], "date": first and first.isoformat(), "date_end": last and last.isoformat(),
            "date_unknown": False, "places": entry["at"], "lat": None, "lon": None, "initiators": entry["by"], "targets": entry["of"],
            "standing": entry["standing"], "background": False, "key": entry["key"], "incident": entry["incident"],
            "casualties": [casualty(text) for text in entry.get("harm", [])], "optional": entry.get("optional", False)}


def casualty(text: str) -> dict[str, Any]:
    """`party status harm count claimant's-party`."""
    parties, status, harm, count, claimants = text.removesuffix(" maybe").split()
    low = None if count == "-" else int(count)
    return {"parties": choice(parties), "status": choice(status), "harm": harm, "low": low, "high": low,
            "claimant_parties": choice(claimants), "optional": text.endswith(" maybe")}


def claim(text: str) -> dict[str, Any]:
    """`speaker act target`."""
    speakers, act, targets = text.removesuffix(" maybe").split()
    return {"speaker_parties": choice(speakers), "act": [act], "target_parties": choice(targets), "optional": text.endswith(" maybe")}


def choice(text: str) -> list[str | None]:
    """`a/b/-`."""
    return [None if one == "-" else one for one in text.split("/")]


if __name__ == "__main__":  # python -m tests.newsroom_gold FOLDER: a file a row, as bench.accuracy reads them
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for one in rows():
        (folder / f"{one['id']}.json").write_text(json.dumps(one, ensure_ascii=False), encoding="utf-8")
