"""XML and HTML that strangers wrote, as a tree: no entities declared, none expanded, nothing fetched."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from etl.feeds.reading import BadFeed, declares_entities

ENCODING = re.compile(rb"""^(?:\xef\xbb\xbf)?\s*<\?xml[^>]{0,100}?encoding\s*=\s*["'](?!utf-?8["'])""", re.I)


def read_xml(body: bytes) -> etree._Element:
    """The root of an XML document, mended where it is broken. Raises BadFeed."""
    if declares_entities(body):
        raise BadFeed("xml_entities", "the XML declares entities")
    if not ENCODING.match(body) and b"\x00" not in body[:4] and body[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        body = body.decode("utf-8", "replace").encode()  # else lxml gives names that it can't decode
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadFeed("malformed", str(error)[:300]) from None
    if root is None:
        raise BadFeed("malformed", "no XML in it")
    return root


def read_html(body: bytes) -> HtmlElement | None:
    """The tree of a page; None when there is none."""
    try:
        return document_fromstring(body.replace(b"\x00", b""), parser=HTMLParser(no_network=True))
    except (etree.ParserError, ValueError):
        return None


def name_of(element: etree._Element) -> str:
    """An element's name without its namespace, in lower case."""
    return str(element.tag).rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
