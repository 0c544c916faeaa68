"""The data checks of schema/checks: each query names rows that should not be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

import schema

CHECKS = Path(schema.__file__).parent / "checks"
SHOWN = 20  # rows named of one check


@dataclass(frozen=True)
class Finding:
    """A row that should not be; or, with row None, how many more of the same check there are."""

    level: str  # fail or warn
    check: str
    says: str
    row: str | None
    url: str | None
    detail: str

    def __str__(self) -> str:
        return " · ".join(part for part in (f"{self.level} {self.check}: {self.says}", self.row, self.detail, self.url) if part)


def run_checks(connection: Connection, folder: Path = CHECKS) -> list[Finding]:
    """What the checks find, what must not be first; the first line of a check is `-- fail: what it finds` or `-- warn: …`."""
    findings = [finding for path in sorted(folder.glob("*.sql")) for finding in _run(connection, path)]
    return sorted(findings, key=lambda finding: finding.level)


def _run(connection: Connection, path: Path) -> list[Finding]:
    query = path.read_text(encoding="utf-8")
    level, says = query.splitlines()[0].removeprefix("-- ").split(": ", 1)
    if level not in ("fail", "warn"):
        raise ValueError(f"{path.name}:1: must begin with `-- fail: ` or `-- warn: `")
    rows = connection.exec_driver_sql(query, execution_options={"no_parameters": True}).all()
    findings = [Finding(level, path.stem, says, row.row, row.url, row.detail) for row in rows[:SHOWN]]
    if len(rows) > SHOWN:
        findings.append(Finding(level, path.stem, says, None, None, f"and {len(rows) - SHOWN} rows more"))
    return findings
