"""Looking: what is pending, what failed, and why a row says what it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from etl.cli.output import CONTROL, bad_date, out, table
from etl.model import Reading, Span

COLOURS = {
    "event_type": "bold yellow", "date": "cyan", "place": "green", "initiator": "red", "target": "blue", "weapon": "yellow",
    "standing": "magenta", "casualty": "bold magenta", "claim": "underline", "tally": "dim italic", "issue": "reverse",
}  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(status)
    app.command()(explain)
    app.command()(check)


def status() -> None:
    """What is pending, what failed, and the open issues."""
    from etl.stages import run
    from etl.store import db
    from etl.store import status as store

    table("pending", ("verb", "rows"), run.pending(*run.VERBS).items())
    engine = db.engine()
    with engine.connect() as connection:
        table("feeds whose last poll failed", ("feed", "outcome", "detail", "last success", "next poll"), store.failing_feeds(connection))
        table("open issues", ("stage", "code", "rows", "for instance"), store.open_issues(connection))
    engine.dispose()


def check() -> None:
    """Run the data checks; exit 1 when one that must hold doesn't."""
    from etl.stages import run

    lines = run.check()
    for line in lines:
        out.print(line, markup=False)
    out.print("checked: nothing that must not be" if not lines else f"checked: {len(lines)} to look at")


def explain(
    what: Annotated[str, typer.Argument(help="A text file, the URL of a stored article, or an incident's public id.")],
    published: Annotated[str | None, typer.Option(help="Publication date of a file, YYYY-MM-DD.")] = None,
    title: Annotated[str | None, typer.Option(help="Headline of a file.")] = None,
) -> None:
    """Show a text with its spans coloured by field, and the rows read from it; or why reports are in an incident."""
    from etl.stages.texts import article_of, read_safely

    if Path(what).is_file():
        text = Path(what).read_text(encoding="utf-8", errors="replace")
        with bad_date():
            article = article_of({"id": what, "text": text, "published": published, "title": title})
        show_reading(read_safely(article))
    elif "://" in what:
        show_reading(_stored_reading(what))
    else:
        from etl.cli.people import explain_incident

        explain_incident(what)


def _stored_reading(url: str) -> Reading:
    from etl.stages.texts import read_safely
    from etl.store import db
    from etl.store.status import article_at

    engine = db.engine()
    with engine.connect() as connection:
        article = article_at(connection, url)
    engine.dispose()
    if article is None:
        raise FileNotFoundError(f"no article is stored under {url}: `truce status` tells whether its page is still to be fetched")
    return read_safely(article)


def show_reading(reading: Reading) -> None:
    """The text in colours, then its rows, each with its words and the rule that read it."""
    text = Text(CONTROL.sub("·", reading.article.text).replace("\r", "·"))
    for field, span in _coloured(reading):
        text.stylize(COLOURS[field], *span)
    out.print(Text(" ").join(Text(f" {name} ", style=style) for name, style in COLOURS.items()))
    out.print(text, "", sep="\n")

    def quote(span: Span) -> str:
        words = " ".join(reading.article.text[slice(*span)].split())
        return words if len(words) <= 90 else words[:87] + "…"

    table("reports", ("n", "event", "when", "where", "by", "against", "standing", "words"), [
        (f"{r.n}{' background' if r.background else ''}", r.event_type, _days(r.occurred.start, r.occurred.end),
         r.place.name if r.place else None, r.initiator, r.target, r.standing, quote(r.spans[0])) for r in reading.reports])
    table("casualties", ("report", "party", "status", "harm", "how many", "says", "rule", "words"), [
        (r.n, c.party, c.status, c.harm, count(c.low, c.high, c.vague), c.claimant or c.claimant_party, c.rule, quote(c.span))
        for r in reading.reports for c in r.casualties])
    table("claims", ("n", "speaker", "act", "of", "about", "report", "rule", "words"), [
        (c.n, c.speaker or c.speaker_party, c.act, c.target_party, c.about, c.report, c.rule, quote(c.span)) for c in reading.claims])
    table("tallies, kept out", ("party", "what", "how many", "period", "rule", "words"), [
        (t.party, t.harm, count(t.low, t.high, None), t.period, t.rule, quote(t.span)) for t in reading.tallies])
    table("mentions", ("report", "field", "value", "rule", "words"), [
        (r.n, m.field, m.value, m.rule, quote(m.span)) for r in reading.reports for m in r.mentions])
    table("issues", ("code", "detail"), [(i.code, i.detail) for i in reading.issues])


def _coloured(reading: Reading) -> Iterable[tuple[str, Span]]:
    for claim in reading.claims:
        yield "claim", claim.span
    for tally in reading.tallies:
        yield "tally", tally.span
    for report in reading.reports:
        for casualty in report.casualties:
            yield "casualty", casualty.span
        for mention in report.mentions:
            if mention.field in COLOURS:
                yield mention.field, mention.span
    for issue in reading.issues:
        if issue.span:
            yield "issue", issue.span


def count(low: int | None, high: int | None, vague: str | None) -> str:
    """"2", "at least 3", "up to 20", "2 to 3", or the words."""
    if low is None and high is None:
        return vague or ""
    if low is None:
        return f"up to {high}"
    if high is None:
        return f"at least {low}"
    return str(low) if low == high else f"{low} to {high}"


def _days(start: date | None, end: date | None) -> str:
    return "" if start is None else f"{start}" if start == end else f"{start} to {end}"


def show_changes(changes: Sequence[tuple[str, str, str, str]]) -> None:
    """Gains and losses of a rehearsal: sign, where, what, row."""
    signs = Counter(sign for sign, *_ in changes)
    table(f"{signs['+']} gained, {signs['-']} lost, {signs['~']} changed; nothing written", ("", "where", "what", "row"), changes)
