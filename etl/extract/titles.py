"""The headline of a page, without the outlet's name that templates hang on to it."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from etl.extract.metadata import Metadata
from etl.text import clean_line

TAIL = re.compile(r"\s+(?:[|·•»–—]|-{1,2}|::)\s+")


def title_of(tree: HtmlElement, said: Metadata, url: str | None) -> str | None:
    """The headline as the page's data says it; else its h1; its title element at last."""
    heads = [line for h1 in tree.xpath("//h1")[:5] if (line := clean_line(h1.text_content()))]
    told = next((line for title in said.titles if (line := clean_line(unescape(title)))), None)  # some are escaped twice
    if told:
        shown = (head for head in heads if told.casefold().startswith(head.casefold()) and TAIL.match(told[len(head):]))
        return next(shown, None) or _beheaded(told, tree, url)
    if len(heads) == 1:
        return heads[0]
    element = clean_line(tree.findtext(".//title"))
    return (_beheaded(element, tree, url) if element else None) or (heads[0] if heads else None)


def _beheaded(title: str, tree: HtmlElement, url: str | None) -> str:
    """The title without a last part that is the site's name, or a first part that its host is called by."""
    sites = tree.xpath("//meta[@property='og:site_name']/@content")
    site = re.sub(r"\W+", "", str(sites[0])).casefold() if sites else None
    cuts = list(TAIL.finditer(title))
    if cuts:
        head = re.sub(r"\W+", "", title[: cuts[0].start()]).casefold()
        if head and head in re.sub(r"\W+", "", urlsplit(url or "").netloc):
            return title[cuts[0].end():].lstrip()
        tail = re.sub(r"\W+", "", title[cuts[-1].end():]).casefold()
        named = bool(site) and (tail in str(site) or str(site) in tail)
        hung_on = not site and (cuts[-1][0].strip() in ("|", "::") or (len(tail) < 30 and cuts[-1].start() > 25))
        if tail and (named or hung_on):
            return title[: cuts[-1].start()].rstrip()
    return title
