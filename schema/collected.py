"""What is collected: feeds and polls, entries, pages with their raw responses, the articles taken out of them, and hosts."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, Index, Table, UniqueConstraint
from sqlalchemy import text as sql

from schema.base import code, flag, ident, metadata, moment, number, ref, stamp, text
from schema.codes import lookup

SHA256 = "~ '^[0-9a-f]{64}$'"
HTTP_URL = "~ '^https?://'"


def host_of_url() -> Column[str]:
    """The host of the row's `url`, as `hosts` has it: Postgres makes it, so that no loader can forget it."""
    made = "regexp_replace(substring(lower(url) from '^https?://([^/?#]+)'), '^www[.]|:(80|443)$', '', 'g')"
    return Column("host", sa.Text, sa.Computed(made, persisted=True), nullable=True,
                  comment="Host of the address without www., with its port when that is unusual")


def count(name: str, comment: str) -> Column[int]:
    """A number that starts at 0."""
    return Column(name, sa.Integer, nullable=False, server_default="0", comment=comment)


outcomes = lookup("outcomes", "How a request ended: a feed's poll or a page's fetch", {
    "ok": "A response of use",
    "not_modified": "The server says that nothing changed since the last poll (304)",
    "unchanged": "The server sent what it had sent before: the same bytes of a feed, the same article of a page",
    "poorer": "A page asked for again says less than it did (a consent page, a paywall): what was stored stays",
    "not_a_feed": "What came is no feed",
    "malformed": "What came can't be read",
    "xml_entities": "XML that declares entities; refused, not expanded",
    "wrong_type": "A content type that is neither feed nor page",
    "empty": "A response without a body",
    "not_found": "The server doesn't know the address (404)",
    "gone": "The server says that it's gone for good (410)",
    "forbidden": "The server refuses it (401, 402, 403, 451)",
    "client_error": "Another status of the 400s",
    "rate_limited": "The server asks for fewer requests (429)",
    "server_error": "A status of the 500s, or one that HTTP doesn't know",
    "robots": "The host's robots.txt asks not to",
    "robots_unknown": "The host's robots.txt can't be had just now, which counts as a no",
    "bad_url": "Not a plain http or https address",
    "unsafe_address": "The name leads to a loopback, private, link-local or metadata address",
    "bad_redirect": "Too many redirects, a loop, or a redirect to nowhere",
    "no_such_host": "The name doesn't resolve",
    "unreachable": "No connection, or it broke",
    "timeout": "Nothing in time: no connection, no first byte, or no end",
    "tls": "The certificate or the encryption is wrong",
    "protocol": "What came is no HTTP, or less than was announced",
    "too_large": "Larger than allowed, before or after decompression",
    "bad_encoding": "The compression can't be undone",
    "busy": "The host of a redirect had no turn free in time",
    "error": "Our own code failed; the issue says how",
})

article_kinds = lookup("article_kinds", "Kinds of page", {
    "article": "One text on its matter",
    "live": "An entry of a live blog, or the blog as a whole where it can't be split",
    "listing": "A list of other articles: a front page, a topic, a search",
    "video": "A video or a gallery with little text",
    "stub": "The part of an article in front of a paywall, or a page that says that there is nothing",
})

published_sources = lookup("published_sources", "Where a date of publication was found", {
    "json_ld": "In the page's structured data",
    "meta": "In the page's meta elements",
    "time": "In a time element of the page",
    "url": "In the page's address",
    "text": "In the page's text, by htmldate",
    "feed": "In the feed's entry",
    "given": "With the imported record",
})

qualities = lookup("qualities", "How an extraction looks", {
    "good": "Paragraphs of prose",
    "thin": "Less text than an article has",
    "listing": "Mostly links or headlines",
    "garbled": "Text in the wrong encoding that couldn't be mended",
    "empty": "No text",
})

feeds = Table(
    "feeds", metadata,
    ident("Number of the feed"),
    ref("outlet_id", "outlets.id", "The outlet that publishes it; NULL for a feed added by address alone", nullable=True),
    text("url", "Address that is polled"),
    host_of_url(),
    text("title", "Title; the feed's own when none was given", nullable=True),
    text("language", "Language, ISO 639-1; NULL when not said", nullable=True),
    Column("kind", sa.Text, nullable=False, server_default="news",
           comment="What it holds: news, official (an authority's or monitor's own) or sitemap (a news sitemap)"),
    Column("listed_in", sa.Text, nullable=False, server_default="data",
           comment="Where it comes from: data (etl/data/feeds.yaml), operator or opml"),
    flag("enabled", "False when it is not polled", default=True),
    text("disabled_why", "Why it is not polled; NULL while it is", nullable=True),
    stamp("added_at", "When it was added"),
    stamp("next_poll_at", "When it is polled next, at the earliest"),
    number("interval_minutes", "Minutes between two polls, as learned from how often it brings something new; NULL before the"
                               " first", nullable=True),
    number("ttl_minutes", "Minutes for which the feed asks not to be polled again; NULL when it doesn't say", nullable=True),
    text("skip_hours", "Hours of the day (UTC) in which the feed asks not to be polled, parted by spaces; NULL when it"
                       " doesn't say", nullable=True),
    text("robots_permission", "Where the publisher permits what its robots.txt disallows, as the operator noted it; NULL: robots.txt is"
                              " obeyed", nullable=True),
    count("on_time", "Successful polls in a row, each made when it was due"),
    text("etag", "The server's mark of the last response, sent back as If-None-Match", nullable=True),
    text("last_modified", "The server's date of the last response, sent back as If-Modified-Since when there is no etag",
         nullable=True),
    text("sha256", "Hash of the last response's body", nullable=True),
    count("distrust", "Times the server was caught with a wrong 304 or an etag that changes while the bytes don't; from 3 on"
                      " it is asked without conditions"),
    Column("failures", sa.Double, nullable=False, server_default="0",
           comment="Weight of the failures since the last success: 1 for a hard one, 0.5 for a soft one, 0.25 for a temporary"
                   " one"),
    code("last_outcome", "outcomes", "How the last poll ended", nullable=True),
    moment("last_polled_at", "When it was last polled"),
    moment("last_success_at", "When a poll last succeeded"),
    moment("last_new_at", "When a poll last brought a new entry"),
    moment("last_full_at", "When its whole body was last read and compared, whatever the server said of changes"),
    text("moved_to", "Address the server says the feed has moved to for good; followed on the same host, else an operator"
                     " decides", nullable=True),
    text("moved_from", "Address it was polled at before it moved for good", nullable=True),
    UniqueConstraint("url"),
    CheckConstraint(f"url {HTTP_URL}", name="url"),
    CheckConstraint("kind IN ('news', 'official', 'sitemap')", name="kind"),
    CheckConstraint("listed_in IN ('data', 'operator', 'opml')", name="listed_in"),
    CheckConstraint("interval_minutes > 0 AND ttl_minutes >= 0 AND on_time >= 0 AND distrust >= 0 AND failures >= 0",
                    name="state"),
    CheckConstraint("enabled = (disabled_why IS NULL)", name="disabled"),
    CheckConstraint(f"sha256 {SHA256}", name="sha256"),
    Index("ix_feeds_due", "next_poll_at", postgresql_where=sql("enabled")),
    comment="News and official feeds, each with the state of its polling",
)

polls = Table(
    "polls", metadata,
    ident("Number of the poll"),
    ref("feed_id", "feeds.id", "The feed that was polled"),
    Column("started_at", sa.DateTime(timezone=True), nullable=False, comment="When the request was sent"),
    Column("seconds", sa.Double, nullable=False, comment="Seconds from the request to the end of the response"),
    code("outcome", "outcomes", "How it ended"),
    number("status", "HTTP status; NULL when there was no response", nullable=True),
    number("bytes", "Bytes received, as sent"),
    number("entries_seen", "Entries in the response"),
    number("entries_new", "Entries not seen in this feed before"),
    text("validator", "What the request was conditional on: etag, last_modified or nothing (NULL)", nullable=True),
    text("final_url", "Address that answered, after redirects; NULL when it is the feed's own", nullable=True),
    text("detail", "What went wrong, in words; NULL when nothing did", nullable=True),
    CheckConstraint("seconds >= 0 AND bytes >= 0 AND entries_new BETWEEN 0 AND entries_seen AND status BETWEEN 100 AND 999",
                    name="figures"),
    CheckConstraint("validator IN ('etag', 'last_modified')", name="validator"),
    Index("ix_polls_started_at", "started_at"),
    comment="Each time a feed was asked for what is new, and how that ended",
)

bodies = Table(
    "bodies", metadata,
    ident("Number of the body"),
    text("sha256", "SHA-256 of the bytes, uncompressed"),
    Column("body", sa.LargeBinary, nullable=False, comment="The bytes, compressed with Zstandard"),
    number("bytes", "Length of the bytes, uncompressed"),
    stamp("stored_at", "When it was stored"),
    UniqueConstraint("sha256"),
    CheckConstraint(f"sha256 {SHA256}", name="sha256"),
    CheckConstraint("bytes >= 0", name="bytes"),
    comment="The raw bytes of pages as the servers sent them, decompressed, each stored once; the archive articles can be"
            " extracted from again",
)

pages = Table(
    "pages", metadata,
    ident("Number of the page"),
    text("url", "Address, without tracking parameters"),
    host_of_url(),
    text("fetch_url", "Address that is asked for, as the first feed gave it"),
    ref("outlet_id", "outlets.id", "The outlet whose feed named it; NULL when unknown", nullable=True),
    code("outcome", "outcomes", "How the last attempt to fetch it ended; NULL before the first", nullable=True),
    number("status", "HTTP status of the last attempt; NULL when there was no response", nullable=True),
    moment("fetched_at", "When the response was received that is stored; for an imported page, when that was said to be or"
                         " the time of import"),
    moment("tried_at", "When it was last asked for"),
    moment("next_try_at", "When it is asked for next, at the earliest: for the first time, after a failure, or to see whether it has"
                          " changed; NULL when it isn't"),
    count("tries", "Times it was asked for until it was fetched or given up"),
    count("looks", "Times it was asked for again to see whether it has changed"),
    code("look_outcome", "outcomes", "How the last of them ended: ok when it had changed; NULL before the first", nullable=True),
    text("final_url", "Address that answered, after redirects; NULL when it is the same", nullable=True),
    text("robots", "What robots.txt said: allowed, disallowed, none (there is no robots.txt), unknown, permitted (by the publisher,"
                   " against it: feeds.robots_permission), ignored (by the operator's wish) or imported",
         nullable=True),
    text("request_headers", "Headers sent, one to a line", nullable=True),
    text("response_headers", "Status line and headers received, one to a line", nullable=True),
    text("sha256", "Hash of the body; stays when the body is no longer kept", nullable=True),
    Column("body_id", sa.BigInteger, sa.ForeignKey("bodies.id", ondelete="SET NULL"), nullable=True, index=True,
           comment="The raw bytes; NULL before the fetch, or when the retention setting has removed them"),
    number("bytes", "Bytes received, as sent", nullable=True),
    Column("seconds", sa.Double, nullable=True, comment="Seconds from the request to the end of the response"),
    text("detail", "What went wrong, in words; NULL when nothing did", nullable=True),
    text("origin", "How it came: feed, or import"),
    stamp("added_at", "When it was first heard of"),
    text("extracted_by", "Fingerprint of the extractor that last read it; NULL before", nullable=True),
    moment("extracted_at", "When it was last extracted"),
    UniqueConstraint("url"),
    CheckConstraint(f"url {HTTP_URL}", name="url"),
    CheckConstraint("robots IN ('allowed', 'disallowed', 'none', 'unknown', 'permitted', 'ignored', 'imported')", name="robots"),
    CheckConstraint("origin IN ('feed', 'import')", name="origin"),
    CheckConstraint(f"sha256 {SHA256}", name="sha256"),
    CheckConstraint("(outcome = 'ok') = (sha256 IS NOT NULL) AND (outcome = 'ok') = (fetched_at IS NOT NULL)", name="fetched"),
    CheckConstraint("body_id IS NULL OR sha256 IS NOT NULL", name="body"),
    CheckConstraint("tries >= 0 AND looks >= 0 AND bytes >= 0 AND seconds >= 0 AND status BETWEEN 100 AND 999", name="figures"),
    Index("ix_pages_to_fetch", "origin", "host", "next_try_at", postgresql_where=sql("next_try_at IS NOT NULL")),
    Index("ix_pages_extracted_by", "origin", "extracted_by", sql("id DESC"), postgresql_where=sql("body_id IS NOT NULL")),
    comment="Pages as they were last fetched; what a changed page said before stands in page_versions",
)

page_versions = Table(
    "page_versions", metadata,
    ident("Number of the version"),
    ref("page_id", "pages.id", "The page that has changed since"),
    Column("fetched_at", sa.DateTime(timezone=True), nullable=False,
           comment="When this response was received; articles taken out of it have the same time"),
    text("final_url", "Address that answered, after redirects; NULL when it is the page's", nullable=True),
    text("request_headers", "Headers sent, one to a line", nullable=True),
    text("response_headers", "Status line and headers received, one to a line", nullable=True),
    text("sha256", "Hash of the body; stays when the body is no longer kept"),
    Column("body_id", sa.BigInteger, sa.ForeignKey("bodies.id", ondelete="SET NULL"), nullable=True, index=True,
           comment="The raw bytes; NULL when the retention setting has removed them"),
    UniqueConstraint("page_id", "fetched_at", name="uq_page_versions_once"),
    CheckConstraint(f"sha256 {SHA256}", name="sha256"),
    comment="Earlier responses of pages that outlets changed in place; the latest is the page's own",
)

entries = Table(
    "entries", metadata,
    ident("Number of the entry"),
    ref("feed_id", "feeds.id", "The feed it stood in"),
    ref("page_id", "pages.id", "The page it points to; NULL until it is taken up for fetching, or when its address is of no"
                               " use", nullable=True),
    text("url", "Address as the feed gives it, made absolute"),
    text("canonical_url", "Address without tracking parameters; the same article in two feeds has one"),
    text("guid", "The feed's own identifier", nullable=True),
    text("title", "Title, as plain text", nullable=True),
    moment("published_at", "When it was published, as the feed says; NULL when it doesn't, or says something impossible"),
    text("summary", "Summary, as plain text, its first 2,000 characters", nullable=True),
    stamp("first_seen_at", "When a poll first brought it"),
    UniqueConstraint("feed_id", "canonical_url", name="uq_entries_once"),
    CheckConstraint(f"url {HTTP_URL} AND canonical_url {HTTP_URL}", name="url"),
    CheckConstraint("published_at >= TIMESTAMPTZ '1900-01-01 00:00:00+00' AND published_at <= first_seen_at + INTERVAL '2 days'",
                    name="published_sane"),
    Index("ix_entries_to_fetch", "first_seen_at", postgresql_where=sql("page_id IS NULL")),
    comment="Items of feeds",
)

articles = Table(
    "articles", metadata,
    ident("Number of the article"),
    ref("page_id", "pages.id", "The page it was taken out of"),
    number("part", "0 for the page as a whole; from 1 for the entries of a live blog, those of one response oldest first"),
    ref("outlet_id", "outlets.id", "The outlet that published it; NULL when unknown", nullable=True),
    text("url", "Address of the page"),
    text("canonical_url", "Address the page itself says is its own, else its address without tracking, AMP and mobile forms"),
    text("title", "Headline; NULL when none was found", nullable=True),
    text("text", "The text, in paragraphs parted by blank lines; never changed once stored, so positions in it stay true"),
    Column("published", sa.Date, nullable=True, comment="Day of publication where it was published, or in UTC; NULL when"
                                                        " unknown"),
    moment("published_at", "Time of publication; NULL when only the day is known"),
    code("published_source", "published_sources", "Where the date of publication was found; NULL when it wasn't", nullable=True),
    text("language", "Language of the text, ISO 639-1; NULL when it can't be told", nullable=True),
    text("byline", "Authors, as given; NULL when none is", nullable=True),
    text("section", "Section of the outlet, as given; NULL when none is", nullable=True),
    code("kind", "article_kinds", "Kind of page"),
    code("quality", "qualities", "How the extraction looks"),
    text("text_sha256", "Hash of the text"),
    Column("lineage_id", sa.BigInteger, sa.ForeignKey("articles.id"), nullable=True, index=True,
           comment="The article it copies or nearly copies (wire copy, a mirror); NULL for an original"),
    Column("fetched_at", sa.DateTime(timezone=True), nullable=False, comment="When the page was fetched"),
    text("extracted_by", "Fingerprint of the extractor that made it"),
    stamp("extracted_at", "When it was extracted"),
    moment("superseded_at", "When a newer extraction, or a newer response, of the page replaced it; NULL while it counts"),
    text("parsed_by", "Fingerprint of the rules that last read it; NULL before", nullable=True),
    moment("parsed_at", "When it was last read"),
    Column("relevant", sa.Boolean, nullable=True, comment="Whether it has to do with truces and their breaches; NULL before"
                                                          " it is read"),
    text("reading_sha256", "Hash of what the last reading says; a new reading that says the same writes no rows", nullable=True),
    CheckConstraint("part >= 0", name="part"),
    CheckConstraint("published >= DATE '1900-01-01' AND published <= (fetched_at AT TIME ZONE 'UTC')::date + 2",
                    name="published_sane"),
    CheckConstraint("(published IS NULL) = (published_source IS NULL) AND (published_at IS NULL OR published IS NOT NULL)",
                    name="published_source"),
    CheckConstraint("language ~ '^[a-z]{2,3}$'", name="language"),
    CheckConstraint(f"text_sha256 {SHA256}", name="text_sha256"),
    CheckConstraint("lineage_id <> id", name="lineage"),
    CheckConstraint("superseded_at >= extracted_at", name="superseded"),
    Index("uq_articles_page_id_part", "page_id", "part", unique=True, postgresql_where=sql("superseded_at IS NULL")),
    Index("ix_articles_parsed_by", "parsed_by", sql("published DESC NULLS LAST"), "id", postgresql_where=sql("superseded_at IS NULL")),
    Index("ix_articles_text_sha256", "text_sha256"),
    Index("ix_articles_published", "published"),
    comment="The readable text of pages; immutable. A page that changed, or that a newer extractor reads otherwise,"
            " makes a new row",
)

boilerplate = Table(
    "boilerplate", metadata,
    ident("Number of the line"),
    ref("outlet_id", "outlets.id", "The outlet that repeats it"),
    text("line", "The paragraph, as extraction gives it"),
    number("articles", "Articles it stood in, of the latest 50, when it was learned"),
    stamp("learned_at", "When it was learned"),
    UniqueConstraint("outlet_id", "line", name="uq_boilerplate_once"),
    CheckConstraint("articles > 0", name="articles"),
    comment="Paragraphs that an outlet repeats at the head or foot of its articles; left out of later extractions",
)

hosts = Table(
    "hosts", metadata,
    Column("host", sa.Text, primary_key=True, comment="Host name without www., with its port when that is unusual"),
    moment("next_request_at", "When any worker on any machine may send it the next request"),
    Column("crawl_delay", sa.Double, nullable=True, comment="Seconds between two requests that its robots.txt asks for; NULL"
            " when it doesn't"),
    number("robots_status", "HTTP status of its robots.txt; NULL when there was no response or it wasn't asked for",
           nullable=True),
    text("robots", "Its robots.txt, the first 500 KiB; NULL when there is none", nullable=True),
    moment("robots_at", "When its robots.txt was last asked for"),
    CheckConstraint("crawl_delay >= 0 AND robots_status BETWEEN 100 AND 999", name="figures"),
    comment="Hosts asked, with what keeps us polite: the time of the next request and robots.txt. One worker at a time holds"
            " a host, by an advisory lock",
)
