"""Articles and feeds as bytes on the wire: HTML as outlets serve it, RSS 2.0, Atom and RDF."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from email.utils import format_datetime

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from etl.lexicon.files import Record

from .content import FOLDER, Piece, body_of, listed, outlets, pieces

LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
STRONG = re.compile(r"\*\*([^*]+)\*\*")


def inline(text: str) -> Markup:
    """One paragraph's text with its links and bold words."""
    html = str(escape(" ".join(text.split())))
    html = LINK.sub(r'<a href="\2">\1</a>', html)
    return Markup(STRONG.sub(r"<strong>\1</strong>", html))


def block(text: str) -> Markup:
    """One block of a body: a paragraph, or what its first mark says: heading, figure, promotion, quotation, list, table."""
    lines = text.splitlines()
    if text.startswith("## "):
        return Markup("<h2>{}</h2>").format(inline(text[3:]))
    if text.startswith("!["):
        return Markup('<figure class="media"><img src="/static/photo.jpg" alt=""><figcaption>{}</figcaption></figure>').format(
            inline(text[2:].rstrip("]")))
    if text.startswith("[["):
        return Markup('<p class="promo inline-promo"><a href="/"><strong>{}</strong></a></p>').format(text.strip("[]"))
    if text.startswith("> "):
        return Markup("<blockquote><p>{}</p></blockquote>").format(inline(" ".join(line.lstrip("> ") for line in lines)))
    if text.startswith("- "):
        items = Markup("").join(Markup("<li>{}</li>").format(inline(line[2:])) for line in lines)
        return Markup("<ul>{}</ul>").format(items)
    if text.startswith("|"):
        return table(lines)
    return Markup("<p>{}</p>").format(inline(text))


def table(lines: list[str]) -> Markup:
    """A table whose first line is its head."""
    rows = [[inline(cell) for cell in line.strip("| ").split("|")] for line in lines]
    head = Markup("").join(Markup("<th>{}</th>").format(cell) for cell in rows[0])
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(Markup("").join(Markup("<td>{}</td>").format(cell) for cell in row)) for row in rows[1:])
    return Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(head, body)


def body_html(piece: Piece) -> Markup:
    """The whole body."""
    return Markup("\n").join(block(part.strip()) for part in body_of(piece).split("\n\n") if part.strip())


def related(piece: Piece) -> list[Piece]:
    """Other articles the page links to: the outlet's own newest, then other outlets', all of other days' events."""
    others = [other for other in pieces().values()
              if other.id != piece.id and not other.copy_of and other.language == piece.language]
    own = [other for other in others if other.outlet == piece.outlet]
    return (own[:4] + [other for other in others if other.outlet != piece.outlet][:3])[:6]


def rfc822(when: datetime) -> str:
    """A date as RSS writes it."""
    return format_datetime(when.astimezone(UTC), usegmt=True)


def environment() -> Environment:
    """Jinja with the newsroom's templates and filters."""
    made = Environment(loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, undefined=StrictUndefined,
                       trim_blocks=True, lstrip_blocks=True)
    made.filters |= {"rfc822": rfc822, "body": body_html, "related": related, "iso": datetime.isoformat}
    return made


ENVIRONMENT = environment()


def news_article(piece: Piece, base: str) -> Markup:
    """The page's JSON-LD."""
    outlet = outlets()[piece.outlet]
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": piece.title,
            "datePublished": piece.published.isoformat(), "mainEntityOfPage": base + piece.href,
            "author": {"@type": "Person", "name": piece.byline or outlet["name"]},
            "publisher": {"@type": "Organization", "name": outlet["name"]}}
    return Markup(json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"))


def page(piece: Piece, base: str, amp: bool = False) -> bytes:
    """The article's page in its outlet's style, or its AMP page."""
    outlet = outlets()[piece.outlet]
    template = ENVIRONMENT.get_template("amp.html" if amp else f"{outlet['style']}.html")
    text = template.render(piece=piece, outlet=outlet, base=base, json_ld=news_article(piece, base))
    return text.encode(piece.encoding, "xmlcharrefreplace")


def front(outlet: Record, base: str) -> bytes:
    """The outlet's front page: a list of its articles."""
    mine = [piece for piece in pieces().values() if piece.outlet == outlet["id"] and piece.listed]
    return ENVIRONMENT.get_template("front.html").render(outlet=outlet, pieces=mine, base=base).encode()


def feed(record: Record, base: str) -> bytes:
    """The feed's document in its kind and encoding."""
    serve = record.get("serve") or {}
    encoding = serve.get("encoding", "utf-8")
    text = ENVIRONMENT.get_template(f"{record['kind']}.xml").render(
        feed=record, outlet=outlets()[record["outlet"]], pieces=listed(record), base=base, encoding=encoding, amp="amp" in serve)
    return text.encode(encoding, "xmlcharrefreplace")
