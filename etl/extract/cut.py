"""A body that advertisements cut into several like containers, of which an extractor takes one for the whole."""

from __future__ import annotations

import re
from collections import defaultdict
from copy import deepcopy

from lxml.html import HtmlElement

OTHERS = re.compile(r"comment|reply|teaser|card|related|promo|author|sidebar|caption", re.I)
MORE = 1.5  # so many times the text that was taken


def joined(tree: HtmlElement, taken: str) -> HtmlElement | None:
    """The page with the containers of its body put into the first of them; None when the body isn't cut.

    They are of one tag and class, hold two paragraphs each, one of them holds what was taken, together they hold half as much again.
    """
    groups: defaultdict[tuple[str, str], list[HtmlElement]] = defaultdict(list)
    for parent in dict.fromkeys(paragraph.getparent() for paragraph in tree.iter("p")):
        if parent is not None and parent.get("class") and not OTHERS.search(parent.get("class")) and len(parent.findall("p")) >= 2:
            groups[parent.tag, parent.get("class")].append(parent)
    mark = " ".join(max(taken.split("\n\n"), key=len).split())[:80]
    for (tag, name), group in groups.items():
        texts = [" ".join(element.text_content().split()) for element in group]
        if len(group) >= 2 and any(mark in text for text in texts) and sum(map(len, texts)) > MORE * len(taken):
            return _put_together(deepcopy(tree), tag, name)
    return None


def _put_together(tree: HtmlElement, tag: str, name: str) -> HtmlElement:
    first, *rest = [element for element in tree.iter(tag) if element.get("class") == name and len(element.findall("p")) >= 2]
    for element in rest:
        if first not in element.iterancestors() and element not in first.iterancestors():
            first.extend(list(element))
    return tree
