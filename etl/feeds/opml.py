"""OPML, in which feed readers keep their lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from etl.feeds.markup import name_of, read_xml
from etl.feeds.reading import LONGEST_TITLE, BadFeed, address, language_of, line


@dataclass(frozen=True)
class Outline:
    """One feed of a list."""

    url: str
    title: str | None = None
    homepage: str | None = None
    language: str | None = None


def parse_opml(body: bytes) -> list[Outline]:
    """The feeds of an OPML file, each once, at whatever depth. Raises BadFeed."""
    root = read_xml(body)
    if name_of(root) != "opml":
        raise BadFeed("not_a_feed", f"<{name_of(root)[:40]}> is no OPML")
    found: dict[str, Outline] = {}
    for element in root.iter():
        values = {name.lower(): str(value) for name, value in element.attrib.items()}
        url = address(values.get("xmlurl"), "")
        if name_of(element) == "outline" and url:
            title = line(values.get("title") or values.get("text"), LONGEST_TITLE)
            found.setdefault(url, Outline(url, title, address(values.get("htmlurl"), ""), language_of(values.get("language"))))
    return list(found.values())


def write_opml(feeds: Iterable[Outline], title: str) -> bytes:
    """An OPML 2.0 file of these feeds."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    for feed in feeds:
        values = {"type": "rss", "text": feed.title or feed.url, "title": feed.title, "xmlUrl": feed.url, "htmlUrl": feed.homepage,
                  "language": feed.language}
        etree.SubElement(body, "outline", {name: value for name, value in values.items() if value})
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))
