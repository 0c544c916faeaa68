"""How a report stands within its article: alleged, admitted, denied, disputed or observed, by who tells it and who contradicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from etl.model import Claim, Report
from etl.parse.attribution import at
from etl.parse.ownership import is_side
from etl.parse.scenes import Scene
from etl.parse.tellings import Reader

REACH = 4  # sentences within which an answer speaks of the report told last


def stand(reports: Sequence[Report], scenes: Sequence[Scene], claims: Sequence[Claim], reader: Reader) -> tuple[Report, ...]:
    """The reports with their standing."""
    heard: dict[int, list[Claim]] = {}
    for claim in claims:
        heard.setdefault(reader.sentence_at(claim.span[0]), []).append(claim)
    about: dict[int | None, list[Claim]] = {}
    for claim in claims:
        about.setdefault(claim.report, []).append(claim)
    return tuple(
        replace(r, standing=standing(r, s, [*about.get(r.n, ()), *_near(s, heard)], reader)) for r, s in zip(reports, scenes, strict=True)
    )


def standing(report: Report, scene: Scene, near: Sequence[Claim], reader: Reader) -> str:
    """By the claims near a report.

    The doer's own word admits; his denial denies; the other's countercharge disputes; one side's word alleges; else observed.
    """
    denies = report.initiator is not None and any(c.act == "deny" and c.speaker_party == report.initiator for c in near)
    charged = {c.speaker_party for c in near if c.act == "accuse"}
    if denies:
        return "disputed" if _countered(report, near) else "denied"
    if _confessed(report, near) or _owned(report, scene, reader):
        return "admitted"
    both = report.event_type == "clash" and len({p for p in charged if p in (report.initiator, report.target)}) > 1
    if both or _countered(report, near):
        return "disputed"
    voices = {*_voices(scene, reader), *(p for p in charged if p and p != report.initiator)}
    return "alleged" if any(is_side(v) and v != report.initiator for v in voices) else "observed"


def _confessed(report: Report, near: Sequence[Claim]) -> bool:
    """Whether the doer owns up to it, or tells of what he did or hit in it."""
    said = [c for c in near if c.act == "admit" and c.speaker_party == report.initiator and not c.rule.startswith("told of itself")]
    return report.initiator is not None and any(c.report == report.n for c in said)


def _near(scene: Scene, heard: dict[int, list[Claim]]) -> Iterator[Claim]:
    """The claims made where the scene is told or soon after."""
    for n in {t.sentence + after for t in scene.tellings for after in range(REACH + 1)}:
        yield from heard.get(n, ())


def _countered(report: Report, near: Sequence[Claim]) -> bool:
    """Whether the accused, near the telling, lays it at the other's door: his charge is of this report, or of none of its own."""
    counter = [c for c in near if c.act == "accuse" and c.speaker_party == report.initiator and c.target_party in (report.target, None)]
    accused = any(c.act == "accuse" and c.target_party == report.initiator for c in near)
    return accused and any(c.report in (report.n, None) for c in counter)


def _voices(scene: Scene, reader: Reader) -> list[str]:
    """Whose words the scene is told in."""
    found = []
    for telling in scene.tellings:
        spots = [e.start for e in telling.events] + [h.start for h in telling.harms]
        for spot in spots:
            source = at(reader.sources[telling.sentence], spot)
            if source is not None and source.party:
                found.append(source.party)
    return found


def _owned(report: Report, scene: Scene, reader: Reader) -> bool:
    """Whether the doer himself tells it, naming himself as the doer: no voice that is only guessed, and no fire returned."""
    for telling in scene.tellings:
        for event in telling.events:
            source = at(reader.sources[telling.sentence], event.start)
            doers = {a.party for a in event.initiators if a.party}
            if (
                source is not None
                and source.party == report.initiator is not None
                and source.rule != "one voice"
                and not event.denied
                and event.rule != "answer"
                and (report.initiator in doers or (not doers and telling.initiator == report.initiator))
            ):
                return True
        for harm in telling.harms if not telling.events else ():
            source = at(reader.sources[telling.sentence], harm.start)
            if source is not None and source.party == report.initiator == telling.initiator is not None:
                return True
    return False
