"""What sort of page it is, and how its extraction looks."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from etl.extract.metadata import Metadata

LIVE_URL = re.compile(r"/live(?:blog)?/|[-/]live-(?:blog|updates|news|coverage)|live-?blog|-live-?$", re.I)
VIDEO_URL = re.compile(r"/(?:videos?|watch|av|gallery|photos?|pictures)/", re.I)
LISTING_URL = re.compile(r"^https?://[^/]+/?(?:\?.*)?$|/(?:tag|tags|topic|topics|category|author|search)/[^/]*/?$", re.I)
PAYWALL = re.compile(
    r"\b(?:subscribe (?:now |today )?to (?:continue|read|keep)|to continue reading|already a subscriber|this (?:article|story|content) is"
    r" (?:for|available to|reserved for) (?:our )?(?:paid )?(?:subscribers|members)|log ?in to (?:continue|read)|create a free account"
    r"|sign in to (?:continue|read)|remaining \d+% of this article|unlock this article)", re.I)
NOTHING = re.compile(r"^(?:page not found|404|not found|access denied|just a moment|are you a robot|forbidden|error \d{3})\b", re.I)
THIN = 250  # characters
MOJIBAKE = re.compile("(?:Ã[\u0080-\u00bf]|â€[\u0080-\u00bfœ\u009d™]|Ð[\u0080-\u00bf°-¿]|Ñ[\u0080-\u00bf]|\ufffd)")


def kind_of(text: str, said: Metadata, url: str | None, tree: HtmlElement) -> str:
    """A code of `article_kinds`."""
    address = url or ""
    if "LiveBlogPosting" in said.types or (LIVE_URL.search(address) and len(tree.xpath("//time")) >= 5):
        return "live"
    articles = {t for t in said.types if t.endswith(("Article", "Posting", "Report", "Review"))}
    if len(text) < 800 and not articles and ({"VideoObject", "NewsVideo"} & said.types or VIDEO_URL.search(address)):
        return "video"
    walled = (said.free is False and len(text) < 1500) or (len(text) < 2500 and PAYWALL.search(text[-600:]))
    if walled or (len(text) < 500 and NOTHING.match(text)):
        return "stub"
    if not articles and ({"CollectionPage", "SearchResultsPage"} & said.types or LISTING_URL.search(address)):
        return "listing"
    return "article"


def quality_of(text: str, kind: str) -> str:
    """A code of `qualities`."""
    if not text:
        return "empty"
    if len(MOJIBAKE.findall(text)) * 100 > len(text):
        return "garbled"
    paragraphs = text.split("\n\n")
    prose = sum(len(p) for p in paragraphs if len(p) > 80 or p.endswith((".", "!", "?", "”", '"', "。", "।", "։", "؟")))
    if kind == "listing" or (len(paragraphs) > 5 and prose * 3 < len(text)):
        return "listing"
    return "thin" if len(text) < THIN else "good"
