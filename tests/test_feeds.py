"""Feeds: every grammar into entries; when to poll next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.feeds import BadFeed, FeedState, PollResult, conditions, next_state, parse_feed, retry_after
from etl.feeds.dates import read_date
from etl.feeds.discovery import sitemaps_in_robots
from etl.feeds.sitemap import parse_sitemap
from etl.urls import clean_url

NOW = datetime(2022, 8, 4, 12, tzinfo=UTC)
URL = "https://example.org/feeds/news.xml"
DAY = datetime(2022, 8, 3, 10, tzinfo=UTC)

GRAMMARS = {
    "rss091": '<rss version="0.91"><channel><title>T</title><item><title>Fire</title><link>/a</link></item></channel></rss>',
    "rss092": '<rss version="0.92"><channel><title>T</title><item><title>Fire</title><link>/a</link></item></channel></rss>',
    "rss20": """<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
        <rss version="2.0"><channel><title>T</title><ttl>45</ttl><skipHours><hour>1</hour><hour>24</hour></skipHours>
        <language>en-us</language>
        <item><title><![CDATA[Fire]]></title><link> /a
        </link><guid isPermaLink="false">7</guid><pubDate>Wed, 03 Aug 2022 14:00:00 +0400</pubDate></item></channel></rss>""",
    "rss10": """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>T</title></channel><item rdf:about="https://example.org/a">
        <title>Fire</title><link>https://example.org/a</link><dc:date>2022-08-03T10:00:00Z</dc:date></item></rdf:RDF>""",
    "atom10": """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>T</title><entry>
        <title type="html">&lt;b&gt;Fire&lt;/b&gt;</title>
        <link rel="edit" href="/edit"/><link rel="alternate" href="../a"/><id>tag:x</id><published>2022-08-03T10:00:00.5Z</published>
        <summary>Near &amp;amp; far</summary></entry></feed>""",
    "atom03": """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>T</title><entry><title>Fire</title>
        <link rel="alternate" href="/a"/>
        <issued>2022-08-03T10:00:00Z</issued></entry></feed>""",
    "rss090": """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">
        <channel><title>T</title></channel><item><title>Fire</title><link>https://example.org/a</link></item></rdf:RDF>""",
    "rss093": """<rss version="0.93"><channel><title>T</title><item><title>Fire</title><link>/a</link>
        <pubDate>Wed, 3 Aug 2022 10:00 GMT</pubDate><expirationDate>Wed, 10 Aug 2022 10:00 GMT</expirationDate></item></channel></rss>""",
    "rss094": '<rss version="0.94"><channel><title>T</title><item><title>Fire</title><guid isPermaLink="true">https://example.org/a</guid>'
              "</item></channel></rss>",
    "json": """{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{"id": 7, "url": "/a", "title": "Fire",
        "date_published": "2022-08-03T14:00:00+04:00"}, {"id": "x"}, 5]}""",
}


@pytest.mark.parametrize("version", GRAMMARS)
def test_every_grammar(version: str) -> None:
    feed = parse_feed(GRAMMARS[version].encode(), URL, now=NOW)
    entry, = feed.entries
    assert (feed.version.rstrip("u"), feed.title, entry.url, entry.title) == (version, "T", "https://example.org/a", "Fire")
    if entry.published:
        assert entry.published.replace(microsecond=0) == DAY
    if version == "rss20":
        assert (feed.ttl_minutes, feed.skip_hours, feed.language) == (45, frozenset({1, 0}), "en")


RSS = '<rss version="2.0" {}><channel><title>T</title><item>{}</item></channel></rss>'
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom" {}><title>T</title><entry>{}</entry></feed>'
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/"'


@pytest.mark.parametrize("body", [
    RSS.format(DC, "<dc:title>Fire</dc:title><link>/a</link><dc:date>2022-08-03T14:00:00+04:00</dc:date>"),
    RSS.format("xmlns:x='http://purl.org/dc/elements/1.1/'", "<title>Fire</title><link>/a</link><x:date>2022-08-03T10:00Z</x:date>"),
    RSS.format(MEDIA, "<title>Fire</title><media:content url='/p.jpg'><media:title>Smoke</media:title></media:content><link>/a</link>"),
    RSS.format("", "<title><![CDATA[<b>Fire</b>]]></title><link><![CDATA[ /a ]]></link><description><![CDATA[<p>]]></description>"),
    RSS.format("", "<title>&lt;i&gt;Fire&lt;/i&gt;</title><link>//example.org/a</link>"),
    RSS.format("", "<title>Fire</title><link>../a</link>"),
    RSS.format("", "<title>Fire</title><link>https://EXAMPLE.org:443/a#top</link>"),
    RSS.format('xmlns:c="http://purl.org/rss/1.0/modules/content/"', "<title>Fire</title><link>/a</link><c:encoded>x</c:encoded>"),
    RSS.format('xmlns:atom="http://www.w3.org/2005/Atom"', "<title>Fire</title><link>/a</link><atom:link rel='self' href='/feed'/>"),
    RSS.format("", "<title>Fire</title><link/><guid>https://example.org/a</guid>"),
    RSS.format("", "<title>Fire</title><link>/a</link><enclosure url='/a.mp3' length='1' type='audio/mpeg'/>"),
    ATOM.format("", "<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><b>Fire</b></div></title><link href='/a'/>"),
    ATOM.format("", "<title>Fire</title><link rel='self' href='/s'/><link rel='alternate' href='/a'/><updated>x</updated>"),
    ATOM.format("", "<title>Fire</title><link rel='enclosure' href='/e.mp3'/><link href='https://example.org/a'/>"),
    ATOM.replace("feed ", "a:feed ").replace("/feed", "/a:feed").replace("xmlns=", "xmlns:a=").replace("entry>", "a:entry>").format(
        "", "<a:title>Fire</a:title><a:link href='/a'/>").replace("<title>T</title>", "<a:title>T</a:title>"),
    ("<?xml version='1.0'?><!-- a comment --><?xml-stylesheet href='x.xsl'?>\n" + RSS).format("", "<title>Fire</title><link>/a</link>"),
    "\ufeff\n  " + RSS.format("", "<title>Fire</title><link>/a</link>"),
    RSS.format("", "<title>Fire</title><link>/a</link>").replace("<rss", "<RSS").replace("</rss", "</RSS"),
])
def test_what_the_grammars_allow(body: str) -> None:
    entry, = parse_feed(body.encode(), URL, now=NOW).entries
    assert (clean_url(entry.url), entry.title) == ("https://example.org/a", "Fire")
    assert entry.published in (None, DAY)


def test_what_was_updated_after_it_was_published() -> None:
    dates = "<published>2022-08-03T10:00:00Z</published><updated>{}</updated><title>Fire</title><link href='/a'/>"
    found = [parse_feed(ATOM.format("", dates.format(when)).encode(), URL, now=NOW).entries[0] for when in (
        "2022-08-03T12:00:00Z", "2022-08-03T10:00:00Z", "2099-01-01T00:00:00Z")]
    assert [(entry.published, entry.updated) for entry in found] == [(DAY, DAY + timedelta(hours=2)), (DAY, None), (DAY, None)]


@pytest.mark.parametrize(("body", "outcome"), [
    (b"", "malformed"), (b"hello", "malformed"), (b"<html><body>x</body></html>", "not_a_feed"), (b'{"items": 5}', "not_a_feed"),
    (b"{", "not_a_feed"), (b"<svg/>", "not_a_feed"), (b'<!DOCTYPE x [<!ENTITY a "b">]><rss/>', "xml_entities"),
    ('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "b">]><rss/>'.encode("utf-16"), "xml_entities"),
    (b"[" * 100_000, "malformed"), (b'{"a":' * 100_000, "not_a_feed"),
])
def test_what_is_no_feed(body: bytes, outcome: str) -> None:
    with pytest.raises(BadFeed) as caught:
        parse_feed(body, URL)
    assert caught.value.outcome == outcome


@pytest.mark.parametrize("reference", ["&#xD800;", "&#0;", "&#x110000;", "&#99999999999999999999;", "&#x" + "9" * 5000 + ";",
                                       "&#99999999999", "&#;", "&#x;", "&nosuch;"])
def test_references_to_no_character(reference: str) -> None:
    """Found by bench/fuzz.py: feedparser fails on them."""
    feed = parse_feed(GRAMMARS["rss20"].replace("<![CDATA[Fire]]>", f"Fire {reference} here").encode(), URL)
    assert [(entry.title or "").split()[0] for entry in feed.entries] == ["Fire"]


@given(st.binary(max_size=200))
def test_any_bytes_are_a_feed_or_none(body: bytes) -> None:
    for before in (b"", b'<rss version="2.0"><channel><item>', b'<feed xmlns="http://www.w3.org/2005/Atom"><entry>'):
        try:
            for entry in parse_feed(before + body, URL).entries:
                assert entry.url.startswith("http")
        except BadFeed:
            continue


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "koi8-r", "utf-16"])
def test_encodings(encoding: str) -> None:
    body = GRAMMARS["rss092"].replace("Fire", "Обстрел")
    body = f'<?xml version="1.0" encoding="{encoding}"?>{body}'
    assert parse_feed(body.encode(encoding), URL).entries[0].title == "Обстрел"


@pytest.mark.parametrize("words", [
    "Wed, 03 Aug 2022 10:00:00 GMT", "2022-08-03T14:00:00+04:00", "3 августа 2022 г. 10:00", "3 серпня 2022 10:00", "3 août 2022 10:00",
    "3 de agosto de 2022 10:00", "3. August 2022 10:00", "3 أغسطس 2022 10:00", "3 Ağustos 2022 10:00", "3 agosto 2022 10:00",
    "3 avqust 2022 10:00", "3 август 2022 10:00", "03/08/2022 10:00", "August 3, 2022 10:00 AM", "3 अगस्त 2022 10:00",
    "3 באוגוסט 2022 10:00",
])
def test_dates_in_the_words_of_their_readers(words: str) -> None:
    assert read_date(words) == DAY


@pytest.mark.parametrize("words", ["", "today", "Wed", "99/99/9999", "١", "0", "2022-13-45", "x" * 5000])
def test_what_is_no_date(words: str) -> None:
    assert read_date(words) is None


STATE = FeedState(URL, NOW, interval_minutes=60, etag='"1"', last_modified="Wed", sha256="a", last_full_at=NOW)


def after(state: FeedState, outcome: str = "ok", **more: object) -> FeedState:
    values: dict[str, object] = {"at": state.next_poll_at, "outcome": outcome, "etag": '"2"', "sha256": "b"} | more
    return next_state(state, PollResult(**values), 10, 1440, 0.0)  # type: ignore[arg-type]


def test_the_interval_changes_after_two_successes_on_time() -> None:
    known = after(STATE, seen=30, new=2)
    assert known.interval_minutes == 60
    assert after(known, seen=30, new=2).interval_minutes == 90
    fresh = after(after(STATE, seen=30, new=29), seen=30, new=29)
    assert fresh.interval_minutes == 40
    middling = after(after(STATE, seen=30, new=15), seen=30, new=15)
    assert middling.interval_minutes == 60
    late = after(known, seen=30, new=0, at=known.next_poll_at + timedelta(hours=3))
    assert (late.interval_minutes, late.on_time) == (60, 0)


def test_the_interval_has_its_ends_and_the_feeds_own_wish() -> None:
    state = STATE
    for _ in range(40):
        state = after(state, "not_modified")
    assert state.interval_minutes == 1440
    for _ in range(40):
        state = after(state, seen=10, new=10)
    assert state.interval_minutes == 10
    assert after(state, seen=1, new=1, ttl_minutes=120).next_poll_at - state.next_poll_at == timedelta(minutes=120)
    asleep = after(STATE, seen=1, skip_hours=frozenset(range(12, 18)))
    assert asleep.next_poll_at == NOW.replace(hour=18)


def test_failures_weigh_and_back_off() -> None:
    state, waits = STATE, []
    for outcome in ("timeout", "not_found", "not_a_feed"):
        later = after(state, outcome)
        waits.append((later.failures, (later.next_poll_at - state.next_poll_at).total_seconds() / 60))
        state = later
    assert waits == [(0.25, 75.0), (0.75, 105.0), (1.75, 165.0)]
    assert (state.etag, state.sha256) == ('"1"', "a")
    assert after(state, seen=5).failures == 0
    assert not after(STATE, "gone").enabled


def test_retry_after_is_kept_for_a_day_at_most() -> None:
    assert retry_after("120", NOW) == 120
    assert retry_after("Thu, 04 Aug 2022 13:00:00 GMT", NOW) == 3600
    assert retry_after("999999999", NOW) == 86_400
    assert retry_after("Thu, 04 Aug 2021 13:00:00 GMT", NOW) == 0
    assert [retry_after(words, NOW) for words in (None, "", "soon", "-5")] == [None] * 4
    assert after(STATE, "rate_limited", retry_after=36_000.0).next_poll_at == NOW + timedelta(hours=10)


def test_conditions_are_one_and_not_for_the_distrusted() -> None:
    assert conditions(STATE, NOW) == ("etag", (("If-None-Match", '"1"'),))
    without = FeedState(URL, NOW, last_modified="Wed", last_full_at=NOW)
    assert conditions(without, NOW) == ("last_modified", (("If-Modified-Since", "Wed"),))
    assert conditions(STATE, NOW + timedelta(days=1)) == (None, ())
    assert conditions(FeedState(URL, NOW, etag='"1"', last_full_at=NOW, distrust=3), NOW) == (None, ())


def test_lies_are_learned_and_forgiven() -> None:
    liar = after(STATE, seen=5, new=2, etag='"1"')
    assert liar.distrust == 3
    assert after(STATE, seen=5, new=2, missed=True).distrust == 3
    assert after(STATE, "unchanged", etag='"3"', sha256="a").distrust == 1
    assert after(liar, seen=5, new=2, etag='"2"', sha256="c").distrust == 2


def test_moves_within_an_owner_are_followed_and_others_asked() -> None:
    near, far = "https://news.example.org/rss", "https://elsewhere.example.com/rss"
    followed = after(STATE, permanent_url=near)
    assert (followed.url, followed.moved_from, followed.moved_to) == (near, URL, None)
    asked = after(STATE, permanent_url=far)
    assert (asked.url, asked.moved_to) == (URL, far)


@given(st.sampled_from(["ok", "not_modified", "unchanged", "timeout", "gone", "not_found", "robots"]), st.integers(0, 50),
       st.floats(0, 0.99), st.one_of(st.none(), st.floats(0, 1e9)), st.integers(1, 2000))
def test_the_next_poll_is_never_too_soon(outcome: str, new: int, dice: float, wait: float | None, shortest: int) -> None:
    result = PollResult(NOW, outcome, seen=50, new=new, retry_after=wait)
    later = next_state(STATE, result, shortest, 1440, dice)
    assert later.next_poll_at >= NOW + timedelta(minutes=shortest)
    assert later.next_poll_at <= NOW + timedelta(minutes=1.1 * max(shortest, 1440) + 60)


@pytest.mark.parametrize("body", [
    b"<urlset><url><l\xed\xa0c>x</l\xed\xa0c><loc>https://example.org/a</loc></url></urlset>",
    b"<urlset><url><loc>https://example.org/a</loc><title>\xff\xed</title></url></urlset>",
    '<?xml version="1.0" encoding="windows-1251"?><urlset><url><loc>https://example.org/a</loc><title>Я</title></url></urlset>'.encode("cp1251"),
    '<?xml version="1.0" encoding="utf-16"?><urlset><url><loc>https://example.org/a</loc></url></urlset>'.encode("utf-16"),
])
def test_a_sitemap_in_broken_or_other_encodings(body: bytes) -> None:
    """The first was found by bench/fuzz.py: lxml gave a name that it could not decode."""
    assert [entry.url for entry in parse_sitemap(body, URL).entries] == ["https://example.org/a"]


def test_sitemaps() -> None:
    news = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>
        <loc>https://example.org/a</loc><news:news><news:publication_date>2022-08-03T10:00:00Z</news:publication_date>
        <news:title>Fire</news:title></news:news></url><url><loc>javascript:x</loc></url></urlset>"""
    entry, = parse_sitemap(news, URL, NOW).entries
    assert (entry.url, entry.title, entry.published) == ("https://example.org/a", "Fire", DAY)
    index = b"<sitemapindex><sitemap><loc>/s1.xml.gz</loc><lastmod>2022-08-03</lastmod></sitemap></sitemapindex>"
    assert parse_sitemap(index, URL).further == (("https://example.org/s1.xml.gz", datetime(2022, 8, 3, tzinfo=UTC)),)
    assert sitemaps_in_robots("Sitemap: /all.xml\nsitemap: https://example.org/news.xml", URL)[0] == "https://example.org/news.xml"
    with pytest.raises(BadFeed):
        parse_sitemap(b"<html/>", URL)
