"""Pages → articles: text, titles, dates with their sources, kinds, charsets, and pages that attack."""

from __future__ import annotations

import json
import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.extraction import bare, layout_pages, ours, own_pages, score
from bench.layouts import Layout, layouts
from etl.extract import Known, extract_html, read_page
from etl.extract.charset import decode, mended
from etl.extract.metadata import date_in_url, read_moment
from etl.extract.outlet import Sample, drift, repeated
from etl.stages.sandbox import Sandbox, Unreadable
from etl.text import clean_text
from etl.urls import clean_url, plain_url

PROSE = [f"The ministry said on Wednesday that its position number {n} near the village had come under fire overnight." for n in range(8)]
BODY = "".join(f"<p>{line}</p>" for line in PROSE)
FETCHED = datetime(2022, 8, 5, tzinfo=UTC)


def page(head: str = "", body: str = BODY, lang: str = "en") -> str:
    return (f'<!doctype html><html lang="{lang}"><head>{head}</head><body><nav><a href="/">Home</a><a href="/w">World</a></nav>'
            f"<main><article>{body}</article></main><footer>All rights reserved</footer></body></html>")


def read(head: str = "", body: str = BODY, url: str = "https://example.org/world/story", feed: datetime | None = None) -> object:
    return read_page(page(head, body), Known(url=url, fetched=FETCHED, published=feed)).article


def linked_data(**values: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle"} | values)}</script>'


def test_an_article_is_its_paragraphs() -> None:
    article = extract_html(page("<title>Fire overnight | Example</title>").encode(), "https://example.org/a?utm_source=x", {})
    assert article.text == "\n\n".join(PROSE)
    assert article.language == "en"
    assert article.canonical_url == "https://example.org/a"


def test_a_body_that_advertisements_cut_is_put_together() -> None:
    parts = [PROSE[n:n + 2] for n in range(0, 8, 2)]
    cut = "".join(f'<div class="body__inner">{"".join(f"<p>{line}</p><p>{line} Again, in other words.</p>" for line in part)}</div><div '
                  f'class="ad"><a href="/x">Advertisement</a></div>' for part in parts)
    comments = "".join(f'<div class="comment"><p>{"I think that this is wrong. " * 30}{n}</p><p>Me too.</p></div>' for n in range(5))
    text = extract_html(page("", cut + comments), "https://e.org/x").text
    assert [line for line in PROSE if line not in text] == []
    assert "I think" not in text


META = '<meta property="article:published_time" content="2022-08-03T22:00:00-04:00">'


@pytest.mark.parametrize(("head", "body", "url", "feed", "expected"), [
    (META + linked_data(datePublished="2022-08-02T10:00:00Z"), BODY, "https://e.org/2022/08/01/x", None, (date(2022, 8, 2), "json_ld")),
    (META, BODY, "https://e.org/2022/08/01/x", None, (date(2022, 8, 3), "meta")),
    (META.replace("2022", "0025"), BODY, "https://e.org/2022/08/01/x", None, (date(2022, 8, 1), "url")),
    (META.replace("2022", "2099"), '<time pubdate datetime="2022-08-02">Tue</time>' + BODY, "https://e.org/x", None,
     (date(2022, 8, 2), "time")),
    ("", BODY, "https://e.org/x", datetime(2022, 8, 4, tzinfo=UTC), (date(2022, 8, 4), "feed")),
    ("", "<p>Published: 2 August 2022</p>" + BODY, "https://e.org/x", None, (date(2022, 8, 2), "text")),
    ("", BODY, "https://e.org/x", None, (None, None)),
])
def test_the_first_believable_date_counts(head: str, body: str, url: str, feed: datetime | None, expected: tuple[object, object]) -> None:
    article = read_page(page(head, body), Known(url=url, fetched=FETCHED, published=feed)).article
    assert (article.published, article.published_source) == expected


def test_the_day_is_the_publishers_and_the_moment_is_in_utc() -> None:
    assert read_moment("2022-08-03T22:00:00-04:00") == (date(2022, 8, 3), datetime(2022, 8, 4, 2, tzinfo=UTC))
    assert read_moment("2022-08-03T10:00:00") == (date(2022, 8, 3), None)
    assert read_moment("Wed, 3 Aug 2022 10:00") == (date(2022, 8, 3), None)
    assert read_moment("August 3, 2022") == (date(2022, 8, 3), None)
    assert read_moment("yesterday") is None


@pytest.mark.parametrize(("url", "day"), [
    ("https://e.org/2022/08/03/x", date(2022, 8, 3)), ("https://e.org/2022/8/3/x", date(2022, 8, 3)),
    ("https://e.org/x/20220803-y", date(2022, 8, 3)),
    ("https://e.org/2022/aug/03/x", date(2022, 8, 3)), ("https://e.org/news/20221399", None), ("https://e.org/12345678901", None),
])
def test_dates_in_addresses(url: str, day: date | None) -> None:
    assert date_in_url(url) == day


@pytest.mark.parametrize(("head", "body", "title"), [
    ("<title>Fire overnight | Example News</title>", BODY, "Fire overnight"),
    ('<title>x</title><meta property="og:title" content="Fire overnight - Example"><meta property="og:site_name" content="Example">', BODY,
     "Fire overnight"),
    ("<title>Example</title>", "<h1>Fire overnight</h1>" + BODY, "Fire overnight"),
    (linked_data(headline="Fire overnight"), "<h1>FIRE OVERNIGHT</h1>" + BODY, "Fire overnight"),
    ('<meta property="og:title" content="Baku &amp;#8216;denies&amp;#8217; fire">', BODY, "Baku ‘denies’ fire"),
])
def test_titles(head: str, body: str, title: str) -> None:
    assert read_page(page(head, body), Known(url="https://e.org/x")).article.title == title


@pytest.mark.parametrize("layout", layouts(), ids=lambda layout: layout.name)
def test_every_layout(layout: Layout) -> None:
    """What each page of tests/pages says above its markup."""
    found = read_page(layout.body, Known(layout.url, layout.content_type))
    assert (found.article.title, found.article.published, found.article.kind) == (layout.title, layout.day, layout.kind)
    if layout.parts:
        assert [part.text for part in found.parts] == list(layout.paragraphs)
    else:
        text = " ".join(found.article.text.split())
        assert [line for line in layout.paragraphs if line not in text] == []


def test_extraction_is_no_worse_than_bare_trafilatura(capsys: pytest.CaptureFixture[str]) -> None:
    """On all our pages in one run."""
    pages = [*own_pages(), *layout_pages()]
    assert len(pages) > 80
    for name, extractor in (("bare", bare), ("ours", ours)):
        score(name, pages, extractor)
    theirs, mine = (float(line.split("  F ")[1].split()[0]) for line in capsys.readouterr().out.splitlines())
    assert mine > theirs


@pytest.mark.parametrize(("head", "body", "url", "kind"), [
    ("", BODY, "https://e.org/world/story", "article"),
    (linked_data(isAccessibleForFree=False), "".join(f"<p>{line}</p>" for line in PROSE[:3]), "https://e.org/x", "stub"),
    ("", f"<p>{PROSE[0]}</p><p>{PROSE[1]}</p><p>Subscribe to continue reading</p>", "https://e.org/x", "stub"),
    ('<meta property="og:type" content="video.other">', f"<p>{PROSE[0]}</p>", "https://e.org/x", "video"),
    ("", BODY, "https://e.org/", "listing"),
])
def test_kinds(head: str, body: str, url: str, kind: str) -> None:
    assert read_page(page(head, body), Known(url=url)).article.kind == kind


def test_a_live_blog_is_split_in_dated_entries() -> None:
    updates = [{"@type": "BlogPosting", "headline": f"Update {n}", "articleBody": f"<p>{PROSE[n]}</p><p>More.</p>",
                "datePublished": f"2022-08-03T1{n}:00:00Z", "url": f"https://e.org/live/x#{n}"} for n in range(4)]
    head = linked_data(**{"@type": "LiveBlogPosting", "headline": "Live", "liveBlogUpdate": [*updates, updates[0]]})
    found = read_page(page(head), Known(url="https://e.org/live/x", fetched=FETCHED))
    assert found.article.kind == "live"
    assert [part.title for part in found.parts] == [f"Update {n}" for n in range(4)]
    assert [part.published_at and part.published_at.hour for part in found.parts] == [10, 11, 12, 13]
    assert found.parts[0].text == f"{PROSE[0]}\n\nMore."


def test_a_live_blog_is_split_by_its_markup_too() -> None:
    body = "".join(f'<div class="liveblog-entry" id="e{n}"><time datetime="2022-08-03T1{n}:00:00Z">x</time><h3>Update {n}</h3>'
                   f"<p>{PROSE[n]}</p></div>" for n in range(5))
    found = read_page(page("", body), Known(url="https://e.org/news/live-blog-x", fetched=FETCHED))
    assert [(part.title, part.text, part.canonical_url) for part in found.parts] == [
        (f"Update {n}", PROSE[n], f"https://e.org/news/live-blog-x#e{n}") for n in range(5)]


RUSSIAN = "Министерство обороны сообщило об обстреле позиций в ночь на среду. " * 5


@pytest.mark.parametrize(("body", "content_type", "encoding"), [
    (RUSSIAN.encode("cp1251"), "text/html; charset=windows-1251", "cp1251"),
    (f'<meta charset="windows-1251">{RUSSIAN}'.encode("cp1251"), "text/html", "cp1251"),
    (f'<meta charset="windows-1251">{RUSSIAN}'.encode(), "text/html; charset=utf-8", "utf-8"),
    (RUSSIAN.encode("cp1251"), "text/html", "cp1251"),
    (RUSSIAN.encode("koi8-r"), "text/html; charset=koi8-r", "koi8-r"),
    (RUSSIAN.encode(), "text/html; charset=iso-8859-1", "utf-8"),
    (RUSSIAN.encode("utf-16"), "text/html", "utf-16"),
    (RUSSIAN.encode(), "text/html; charset=no-such-thing", "utf-8"),
    (RUSSIAN.encode() + b"\xff", "text/html; charset=utf-8", "utf-8"),
])
def test_charsets_by_header_meta_and_guess(body: bytes, content_type: str, encoding: str) -> None:
    text, found = decode(body, content_type)
    assert found == encoding
    assert RUSSIAN.strip() in text


GERMAN = "Über die Waffenruhe wurde in München verhandelt – „ohne Ergebnis“, so das Außenministerium. " * 3


@pytest.mark.parametrize(("text", "encoding"), [(RUSSIAN, "cp1251"), (RUSSIAN, "latin-1"), (GERMAN, "cp1252"), (GERMAN, "latin-1")])
def test_text_that_was_read_in_the_wrong_encoding_is_read_again(text: str, encoding: str) -> None:
    garbled = "".join(bytes([byte]).decode(encoding, "replace").replace("\ufffd", chr(byte)) for byte in text.encode())
    article = extract_html(page("", f"<p>{garbled}</p>" * 3).encode(), "https://e.org/x", {})
    assert article.text.split("\n\n")[0] == text.strip()
    assert mended(text) == text


def test_a_quoted_wrong_encoding_stays_as_it_is_quoted() -> None:
    text = "The page shows “Â£” for £; Łódź, Баку and Лачин are as they were"
    assert mended(text) == text


def test_text_is_cleaned_once_and_for_ever() -> None:
    dirty = "A\u0000 \u202eB\ud800\u200b  C\u00a0D\r\n\r\n\r\nE\u0301 \u2028F\n G"
    assert clean_text(dirty) == "A B C D\n\nÉ\nF\nG"


@given(st.text(max_size=300))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once
    once.encode()


@pytest.mark.parametrize("body", [b"", b"\x00" * 1000, bytes(range(256)) * 40, b"<", b"<html>", b"%PDF-1.7 binary", b"a" * 5_000_000,
                                  "‏‮עברית‬ ".encode() * 50, b"<p>" * 50_000, b"<![CDATA[" * 1000, b"\xff\xfe<\x00p\x00>\x00"])
def test_what_is_no_page_gives_an_article_without_an_error(body: bytes) -> None:
    article = extract_html(body, "https://e.org/x", {"Content-Type": "text/html"})
    article.text.encode()
    assert "\x00" not in article.text


@given(st.binary(max_size=400), st.sampled_from(["text/html", "text/html; charset=utf-16", "text/plain", ""]))
def test_any_bytes_give_an_article(body: bytes, content_type: str) -> None:
    extract_html(b"<html><body>" + body, "https://e.org/x", {"content-type": content_type}).text.encode()


def test_a_page_that_hangs_its_reader_costs_only_its_own_time() -> None:
    hanging = "<html><body><p " + " ".join(f"a{n}=1" for n in range(200_000)) + ">x"
    with Sandbox(seconds=10) as sandbox:
        began = time.monotonic()
        with pytest.raises(Unreadable):
            sandbox.read("page", hanging, Known())
        assert time.monotonic() - began < 60
        assert sandbox.read("page", page(), Known(url="https://e.org/x")).quality == "good"


def test_what_an_outlet_repeats_is_boilerplate_at_the_ends_only() -> None:
    texts = ["\n\n".join([f"Our reporter {n}", *[f"{line} {n}" for line in PROSE[:3]], "The war began in 2020.", *PROSE[3:4], *[
        f"{n} {line}" for line in PROSE[:5]], "Follow us on Telegram"]) for n in range(10)]
    assert repeated(texts) == {"Follow us on Telegram": 10}
    assert repeated(texts[:5]) == {}
    assert "Follow us" not in read_page(page("", BODY + "<p>Follow us on Telegram</p>"), Known(
        url="https://e.org/x", boilerplate=frozenset({"Follow us on Telegram"}))).article.text


def samples(n: int, length: int = 3000, quality: str = "good", same: bool = False) -> list[Sample]:
    return [Sample("x" * length, "same" if same else f"{length}-{i}", quality) for i in range(n)]


@pytest.mark.parametrize(("found", "words"), [
    (samples(30), None), (samples(10, 100) + samples(5), None), (samples(10, 500) + samples(20), "characters"),
    (samples(6, 0, "empty") + samples(24), "little or no text"), (samples(4, same=True) + samples(26), "one and the same text"),
])
def test_a_layout_that_drifts_is_told(found: list[Sample], words: str | None) -> None:
    problem = drift(found)
    assert problem is None if words is None else words in (problem or "")


@pytest.mark.parametrize(("url", "clean", "plain"), [
    ("HTTPS://Example.ORG:443/a?utm_source=x&id=3&fbclid=y#top", "https://example.org/a?id=3", "https://example.org/a?id=3"),
    ("https://m.example.org/a/amp/", "https://m.example.org/a/amp/", "https://example.org/a"),
    ("https://example.org/a/print/", "https://example.org/a/print/", "https://example.org/a"),
    ("https://example.org/a?id=3&view=print", "https://example.org/a?id=3&view=print", "https://example.org/a?id=3"),
    ("https://example.org/print-works", "https://example.org/print-works", "https://example.org/print-works"),
    ("https://www.google.com/amp/s/www.example.org/a", "https://www.google.com/amp/s/www.example.org/a", "https://www.example.org/a"),
    ("http://кремль.рф/события", "http://xn--e1ajeds9e.xn--p1ai/%D1%81%D0%BE%D0%B1%D1%8B%D1%82%D0%B8%D1%8F", None),
    ("https://example.org/?p=12&cid=5", "https://example.org/?p=12&cid=5", "https://example.org/?p=12&cid=5"),
    ("javascript:alert(1)", None, None), ("http://user:x@example.org/", None, None), ("http://a b/", None, None),
])
def test_one_article_has_one_address(url: str, clean: str | None, plain: str | None) -> None:
    assert clean_url(url) == clean
    if plain:
        assert plain_url(url) == plain


@given(st.text(max_size=80))
def test_cleaning_an_address_twice_changes_nothing(words: str) -> None:
    for url in (words, "https://example.org/" + words, "https://" + words):
        once = clean_url(url)
        assert once is None or clean_url(once) == once
