"""Addresses of articles: one article, one address, whatever the newsletter, the AMP cache, the printer or the telephone made of it."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

import idna
from courlan import extract_domain

PORTS = {"http": 80, "https": 443}
KEPT = "/%!$&'()*+,;=:@?~[]|-._"  # left as they stand in a path or a query
HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")

# Parameters that say where a reader came from and never which article is meant. `id`, `cid` or `source` may: they stay.
TRACKING = re.compile(
    r"(?:utm|mtm|pk|hsa|vero|oly|at)_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|ysclid|twclid|ttclid|igshid|igsh|mkt_tok"
    r"|mc_[ce]id|srsltid|_ga|_gl|cmpid|cmp|smid|ncid|ocid|icid|xtor|ftag|spm|ref_src|ref_url|traffic_source|_hsenc|_hsmi|guccounter",
    re.I,
)
OTHER_FORM = re.compile(
    r"amp(?:=1|=true)?|print(?:able)?(?:=(?:1|true|y(?:es)?))?|(?:output|outputType|view|format|mode|type)=(?:amp|print)", re.I)
AMP_CACHE = re.compile(
    r"^https?://(?:[\w-]+\.cdn\.ampproject\.org|(?:www\.)?google\.[a-z.]+)/(?:amp|[cv])/(?:s/)?(?P<rest>[^?#]+\.[^?#]+)", re.I)
FORM_PATH = re.compile(r"(?:/(?:amp|print)(?:/index\.html?)?/?|\.amp(?:\.html?)?)$", re.I)


def clean_url(url: str) -> str | None:
    """The address without tracking parameters and fragment, its host in lower-case ASCII; None when it is no http(s) address."""
    try:
        found = urlsplit(url.strip())  # which drops line breaks and tabs, as browsers do
        port, name = found.port, (found.hostname or "").rstrip(".")
        host = name if name.isascii() else idna.encode(name, uts46=True).decode("ascii")
        path, query = quote(found.path, safe=KEPT), quote(found.query, safe=KEPT)
    except (ValueError, UnicodeError):
        return None
    if found.scheme not in PORTS or not HOST.fullmatch(host) or found.username is not None:
        return None
    kept = "&".join(part for part in query.split("&") if part and not TRACKING.fullmatch(part.partition("=")[0]))
    authority = (f"[{host}]" if ":" in host else host) + (f":{port}" if port and port != PORTS[found.scheme] else "")
    return f"{found.scheme}://{authority}{path or '/'}{'?' + kept if kept else ''}"


def plain_url(url: str) -> str | None:
    """The clean address of an article's ordinary form, when its AMP, print or mobile form is given."""
    cached = AMP_CACHE.match(url)
    clean = clean_url(f"https://{cached['rest']}" if cached else url)
    if clean is None:
        return None
    scheme, _, rest = clean.partition("://")
    host, slash, path = rest.partition("/")
    for prefix in ("m.", "mobile.", "amp."):
        if host.startswith(prefix) and host.count(".") > 1:
            host = host.removeprefix(prefix)
            break
    path, _, query = path.partition("?")
    shorter = FORM_PATH.sub("", f"/{path}")[1:]
    path = shorter if shorter else path
    path = path.removeprefix("amp/") if path.count("/") > 1 else path
    kept = [part for part in query.split("&") if part and not OTHER_FORM.fullmatch(part)]
    return f"{scheme}://{host}{slash}{path}{'?' + '&'.join(kept) if kept else ''}"


def owner(url: str) -> str:
    """Who holds a host: its registered domain (bbc.co.uk of feeds.bbc.co.uk), else the host itself with its port."""
    domain: str | None = extract_domain(url)
    return domain or urlsplit(url).netloc
