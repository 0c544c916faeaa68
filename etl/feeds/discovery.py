"""A site's feeds, from a page of it: what the page names, what usually stands where, and the sitemaps that robots.txt names."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from etl.feeds.markup import read_html
from etl.feeds.reading import address
from etl.urls import owner

TYPES = re.compile(r"^application/(?:rss|atom|rdf|feed)\+(?:xml|json)", re.I)
HREF = re.compile(r"(?:/feed/?|/rss/?|\.rss|\.rdf|/atom(?:\.xml)?|/rss\.xml|/feed\.xml|/index\.xml|/rss/[\w-]+(?:\.xml)?)(?:\?.*)?$", re.I)
COMMENTS = re.compile(r"comments?(?:/feed|\.xml|$)|/comments/", re.I)
USUAL = ("/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml")
MOST = 20
SITEMAP = re.compile(r"^\s*sitemap:\s*(\S+)", re.I | re.M)


def feeds_in_page(body: bytes, url: str) -> list[str]:
    """Addresses that a page names as its feeds, then those its links look like; feeds of comments and of others' sites left out."""
    tree = read_html(body)
    if tree is None:
        return []
    named = [link.get("href") for link in tree.iter("link")
             if TYPES.match(link.get("type") or "") and "alternate" in (link.get("rel") or "").lower()]
    linked = [link.get("href") for link in tree.iter("a") if HREF.search(link.get("href") or "")]
    found = [address(href, url) for href in (*named, *linked)]
    kept = dict.fromkeys(link for link in found if link and not COMMENTS.search(link))
    return [link for link in kept if owner(link) == owner(url) or link in {address(href, url) for href in named}][:MOST]


def usual_feeds(url: str) -> list[str]:
    """Where the feeds of a site usually are, when its page names none."""
    return [urljoin(url, path) for path in USUAL]


def sitemaps_in_robots(text: str, url: str) -> list[str]:
    """The sitemaps that a robots.txt names, those of news first."""
    found = [link for name in SITEMAP.findall(text) if (link := address(name, url))]
    return sorted(dict.fromkeys(found), key=lambda link: "news" not in link.lower())[:MOST]
