"""The newsroom over real HTTP: feeds parse as their kinds, every article is served, the hostile feeds behave."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from xml.etree import ElementTree

import feedparser
import httpx
import pytest

from etl.lexicon.registry import OUTLET_KINDS, load
from etl.newsroom import Newsroom, serve
from etl.newsroom.content import body_of, feeds, listed, pieces
from etl.newsroom.registry import registry
from schema.codes import CODES
from tests import newsroom_gold

GOOD = [record for record in feeds() if not {"status", "silent", "malformed"} & set(record.get("serve") or {})]


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with serve() as running:
        yield running


@pytest.fixture(scope="module")
def client(newsroom: Newsroom) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=newsroom.url, timeout=10) as made:
        yield made


@pytest.mark.parametrize("record", GOOD, ids=lambda record: record["id"])
def test_a_feed_is_of_its_kind_and_lists_its_articles(client: httpx.Client, record: dict) -> None:
    answer = client.get(record["url"])
    ElementTree.fromstring(answer.content)
    found = feedparser.parse(answer.content, response_headers={"content-type": answer.headers["content-type"]})
    assert found.version == {"rss": "rss20", "atom": "atom10", "rdf": "rss10"}[record["kind"]]
    wanted = listed(record)
    assert wanted
    assert [entry.title for entry in found.entries] == [piece.slug_title or piece.title for piece in wanted]
    assert all(entry.get("published_parsed") or entry.get("updated_parsed") for entry in found.entries)


def test_every_listed_article_is_served_unless_it_is_gone(client: httpx.Client) -> None:
    for record in GOOD:
        entries = feedparser.parse(client.get(record["url"]).content).entries
        for entry, piece in zip(entries, listed(record), strict=True):
            answer = client.get(entry.link)
            assert answer.status_code == (404 if piece.gone else 200), entry.link
            if not piece.gone:
                last = [part for part in body_of(piece).split("\n\n") if part[0].isalpha()][-1]
                assert last.split(". ")[0][:25].split("'")[0].split('"')[0] in answer.text.replace("&#39;", "'"), entry.link


def test_every_article_hangs_on_a_feed_that_answers() -> None:
    answering = [record for record in feeds() if not {"status", "silent"} & set(record.get("serve") or {})]
    reached = {piece.id for record in answering for piece in listed(record)}
    assert reached == {piece.id for piece in pieces().values() if piece.listed}


def test_who_has_the_feed_gets_304(client: httpx.Client) -> None:
    for record in GOOD:
        first = client.get(record["url"])
        again = client.get(record["url"], headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_the_hostile_feeds_behave(client: httpx.Client) -> None:
    seen: set[str] = set()
    for record in feeds():
        serve = record.get("serve") or {}
        if "status" in serve:
            assert client.get(record["url"]).status_code == serve["status"]
        if serve.get("gzip"):
            assert client.get(record["url"]).headers["content-encoding"] == "gzip"
        if "encoding" in serve:
            assert serve["encoding"] in client.get(record["url"]).content.decode(serve["encoding"])[:60]
        if serve.get("malformed"):
            content = client.get(record["url"]).content
            with pytest.raises(ElementTree.ParseError):
                ElementTree.fromstring(content)
            assert len(feedparser.parse(content).entries) == len(listed(record))
        if serve.get("silent"):
            with pytest.raises(httpx.ReadTimeout):
                client.get(record["url"], timeout=0.3)
        seen.update(serve)
    assert {"status", "gzip", "encoding", "malformed", "silent", "amp"} <= seen


def test_stopping_does_not_wait_for_the_silent_feed() -> None:
    silent = next(record["url"] for record in feeds() if (record.get("serve") or {}).get("silent"))
    with serve() as running, httpx.Client(timeout=0.2) as client, pytest.raises(httpx.ReadTimeout):
        client.get(running.url + silent)
    with pytest.raises(httpx.ConnectError):
        httpx.get(running.url + "/robots.txt")


def test_an_unknown_path_is_404_and_robots_are_told(client: httpx.Client) -> None:
    assert client.get("/meridian-wire/no-such-page").status_code == 404
    assert "Disallow: /*/search" in client.get("/robots.txt").text


def test_an_amp_page_names_its_canonical_page(client: httpx.Client, newsroom: Newsroom) -> None:
    doubles = [piece for piece in pieces().values() if piece.amp]
    assert doubles
    for piece in doubles:
        assert f'rel="canonical" href="{newsroom.url}{piece.href}"' in client.get(piece.amp_href).text


def test_a_syndicated_copy_prints_the_same_words_under_another_address() -> None:
    copies = [piece for piece in pieces().values() if piece.copy_of]
    assert copies
    assert all(body_of(copy) == body_of(pieces()[copy.copy_of]) and copy.href != pieces()[copy.copy_of].href for copy in copies)


def test_the_gold_covers_every_article_in_words_that_stand_in_it() -> None:
    assert set(newsroom_gold.GOLD) == {piece.id for piece in pieces().values() if not piece.gone}
    for row in newsroom_gold.rows():
        words = row["title"] + "\n" + body_of(pieces()[row["id"]])
        for report in row["gold"]["reports"]:
            assert report["key"] in words, row["id"]


def test_the_gold_speaks_the_codes_and_parties_of_the_database() -> None:
    parties = set(load().parties) | {None}
    for row in newsroom_gold.rows():
        gold = row["gold"]
        for report in gold["reports"]:
            assert set(report["event_types"]) <= set(CODES["event_types"]), row["id"]
            assert set(report["standing"]) <= set(CODES["standings"]), row["id"]
            assert set(report["initiators"] + report["targets"]) <= parties, row["id"]
            for dead in report["casualties"]:
                assert set(dead["parties"] + dead["claimant_parties"]) <= parties, row["id"]
                assert dead["harm"] in CODES["harms"], row["id"]
                assert set(dead["status"]) <= set(CODES["statuses"]), row["id"]
        for claim in gold["claims"]:
            assert set(claim["speaker_parties"] + claim["target_parties"]) <= parties, row["id"]
            assert set(claim["act"]) <= set(CODES["acts"]), row["id"]


def test_the_newsroom_stands_in_the_registry(newsroom: Newsroom) -> None:
    made = registry(newsroom)
    assert made.parties == load().parties
    assert {feed.outlet for feed in made.feeds.values()} == set(made.outlets)
    assert all(outlet.party is None or outlet.party in made.parties for outlet in made.outlets.values())
    assert all(outlet.kind in OUTLET_KINDS for outlet in made.outlets.values())
    assert all(feed.url.startswith(newsroom.url) for feed in made.feeds.values())


def test_it_runs_by_itself_and_says_when_its_port_is_taken(newsroom: Newsroom) -> None:
    taken = subprocess.run([sys.executable, "-m", "etl.newsroom", str(newsroom.server_port)], capture_output=True, text=True, check=False)
    assert (taken.returncode, taken.stdout) == (1, "")
    assert taken.stderr == f"port {newsroom.server_port} can't be had: Address already in use\n"
    heard = lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)  # noqa: E731  a shell's background child ignores it, and ours would too
    with subprocess.Popen([sys.executable, "-m", "etl.newsroom", "0"], stderr=subprocess.PIPE, text=True, preexec_fn=heard) as running:
        assert running.stderr
        url = running.stderr.readline().split()[-1]
        assert httpx.get(url + "/robots.txt").status_code == 200
        running.send_signal(signal.SIGINT)
        assert running.wait(10) == 0
