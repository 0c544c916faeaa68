"""The headline of a page, without the outlet's name that templates hang on to it."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from etl.extract.metadata import Metadata
from etl.text import clean_line

TAIL = re.compile(r"\s+(?:[|·•»–—]|-{1,2}|::)\s+")


def title_of(tree: HtmlElement, said: Metadata) -> str | None:
    """The headline as the page's data says it; its h1 where that agrees or nothing is said; its title element at last."""
    heads = [line for h1 in tree.xpath("//h1")[:5] if (line := clean_line(h1.text_content()))]
    told = [line for title in said.titles if (line := clean_line(title))]
    for title in told:
        for head in heads:
            if _same(title, head):
                return head if len(head) <= len(title) else title
            if title.casefold().startswith(head.casefold()) and TAIL.match(title[len(head):]):
                return head
    if told:
        return _beheaded(told[0], tree, said)
    if len(heads) == 1:
        return heads[0]
    element = clean_line(tree.findtext(".//title"))
    return (_beheaded(element, tree, said) if element else None) or (heads[0] if heads else None)


def _same(one: str, other: str) -> bool:
    return re.sub(r"\W+", "", one).casefold() == re.sub(r"\W+", "", other).casefold()


def _beheaded(title: str, tree: HtmlElement, said: Metadata) -> str:
    """The title without a last part that is the site's name."""
    sites = tree.xpath("//meta[@property='og:site_name']/@content")
    site = re.sub(r"\W+", "", str(sites[0])).casefold() if sites else None
    cuts = list(TAIL.finditer(title))
    if cuts:
        tail = re.sub(r"\W+", "", title[cuts[-1].end():]).casefold()
        if tail and (tail == site or (site and (tail in site or site in tail)) or (not site and len(tail) < 30 and cuts[-1].start() > 25)):
            return title[: cuts[-1].start()].rstrip()
    return title
