"""Whom an article is about: every mention of every sentence with its side, as far as the whole article tells it.

"the ministry" is the one last named; "the rebels" are the armed group of the article; "the Defence Ministry" of a story
filed from Baku is Azerbaijan's; a person belongs to the body named beside him, and keeps it when only the surname returns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from etl.lexicon import registry
from etl.lexicon.places import fold as place_key
from etl.lexicon.places import gazetteer
from etl.parse.actors import ActorMention, actors_in
from etl.parse.actors_article import NAME, SURNAME, Cast
from etl.parse.actors_owner import resolve
from etl.parse.actors_words import fold, person_in
from etl.parse.document import Document
from etl.parse.places import places_in

__all__ = ["Cast", "cast"]

RANK = (r"(?:(?:[Ff]irst |[Ss]econd )?(?:[Ll]ieutenant|[Mm]ajor|[Bb]rigadier|[Cc]olonel|[Rr]ear|[Vv]ice|[Aa]ir|Lt|Col|Maj|Gen|Brig|Capt|Adm"
        r"|Cmdr|[Gg]eneral|[Cc]aptain|[Aa]dmiral|[Cc]ommodore|[Mm]arshal|[Ss]ergeant|Dr|Mr|Mrs|Ms|Sheikh)\.?[ -])")  # fmt: skip
AFTER = re.compile(rf"(?:, |,? the | of the [A-Z]\w+,? | )?{RANK}*(?P<name>{NAME})")
DOES = r"(?:sent|wrote|told|met|called|asked|urged|accused|said|warned)\b"  # "Gen. Nils Berg, sent a letter to the Serb commander"
BEFORE = re.compile(
    rf"(?P<name>{SURNAME} {NAME}), (?:\d+, )?(?:an? |the |its |their |who [a-z]+ (?:for |as )?(?:the |an? )?)?(?:(?!{DOES})\w+ ){{0,4}}?$"
    rf"|{RANK}(?P<officer>{NAME}) of (?:the |its )?(?:\w+ ){{0,2}}?$")
NOT_NAME = re.compile(r"\b(The|In|On|At|An?|It|He|She|They|We|But|And|As|By|For|From|Both|Its|His|Their|\w+day|January|February|March"
                      r"|April|May|June|July|August|September|October|November|December|Th[ae]t|Th[eo]se|There|This|When|While|After|Before|According|Twitter"
                      r"|Facebook|Telegram)\b")  # fmt: skip
DATELINE = re.compile(
    r"(?:/[A-Z]+)?(?:, [^\n,.]{2,24}){0,3}(?: ?\([^)\n]{2,30}\))?"
    r"(?:\s?[-–—]|\.\s?[-–—]|(?<=\d)(?:[.,]|$|\n)|(?<=[A-Z]{3})[.:](?:\s|$)|(?<=\))[.:])", re.M)  # fmt: skip
FILED = re.compile(r"(?P<place>[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,2})(?:/[A-Z ]+)?(?:, [A-Z][\w. ]*|: |\s?[-–—]|\. ?[-–—]| \()")
QUALIFIED = re.compile(
    r" (?:(?:[\w]+-(?:led|backed|aligned|linked|based|held|allied)|armed|rebels?|militants?|largest|main|paramilitary|opposition"
    r"|group|faction|movement|militia|force|guerrilla|guerrillas|separatist|biggest|second|smaller|the"
    r"|Shiite|Sunni|Islamist|jihadist|Marxist|Maoist|communist|Christian|Arab|Kurdish|Palestinian|Tuareg|Tamil) )*\(?")
OWNS = re.compile(rf"[’']s{QUALIFIED.pattern}|-(?:led|backed|aligned|linked|based|allied|supported|armed){QUALIFIED.pattern}")
ARTICLE = re.compile(r"^(?:al|el|ar|as|ash|at|az|ad|an)-(?=\w{3})")
HALF = re.compile(r"\b[Tt]he (North|South)\b(?! [A-Z]|ern)")


def cast(document: Document) -> Cast:
    """Read the article's mentions and tell whose the generic ones are."""
    article = document.article
    on = article.published
    made = Cast(document)
    for sentence in document.sentences:
        made.mentions.append([m.moved(sentence.start) for m in actors_in(sentence.text, on)])
    every = [m for row in made.mentions for m in row] + (actors_in(article.title, on) if article.title else [])
    made.named.update(m.party for m in every if m.party)
    made.home = _home(made) or article.outlet_party  # of two ministries, a side's own paper means its own
    _owners(made)
    _abbreviations(made)
    _koreas(made)
    sides = [party for party, _ in made.named.most_common(4)] + ([made.home] if made.home else [])
    made.grounds = frozenset(code for party in sides for code in registry.load().parties[party].territory)
    made.places = places_in(article.text, made.grounds)
    resolve(made)
    known = set(every)
    made.named.update(m.party for row in made.mentions for m in row if m.party and m not in known)
    _people(made)
    return made


def _home(made: Cast) -> str | None:
    """The side of the dateline: BAKU, May 4; STEPANAKERT. —; Jammu, July 8 (Agencies)."""
    first = made.mentions[0] if made.mentions else []
    text = made.document.article.text
    begin = made.document.sentences[0].start if made.document.sentences else 0
    for mention in first:
        if mention.kind in ("ground", "metonym") and mention.start - begin < 12 and DATELINE.match(text, mention.end):
            first[first.index(mention)] = replace(mention, kind="ground")
            return mention.party
    line = FILED.match(text[begin : begin + 60])
    found = gazetteer().find(place_key(line["place"])) if line else []
    return _ruler(made, found[0].country) if found else None


def _ruler(made: Cast, country: str) -> str | None:
    """The state of this country, when the article names it or a foe of it."""
    parties = registry.load().parties
    states = [p for p, party in parties.items() if party.country == country and party.kind == "state"]
    return next((p for p in states if p in made.named or parties[p].enemies & made.named.keys()), None)


def _owners(made: Cast) -> None:
    """ "Sudan's RSF", "Iran-backed Houthis", "the Lebanese group Hezbollah": who is named last is meant, its country is a place."""
    text = made.document.article.text
    for row in made.mentions:
        for n, (owner, owned) in enumerate(pairwise(row)):
            gap = text[owner.end : owned.start]
            if owned.party and owner.kind == "body" and owner.party is None and gap == " (":  # "the Internal Security Forces (Asayish)"
                row[n] = replace(owner, party=owned.party, actor=owned.actor)
            named = owned.kind == "name" or (owned.kind == "body" and owned.alias[0].isupper())
            if not (owner.party and owned.party and named) or owned.party == owner.party:
                continue
            qualifies = OWNS.fullmatch(gap) or (owner.kind == "demonym" and QUALIFIED.fullmatch(gap))
            if qualifies and owner.kind in ("name", "metonym", "demonym"):
                row[n] = replace(owner, kind="ground")
            elif owner.kind == "body" and owner.noun == "rebels" and gap in (" ", " (", ", the ", ", "):
                row[n] = replace(owner, party=owned.party, actor=owned.actor)


def _abbreviations(made: Cast) -> None:
    """ "the Rapid Support Forces (RSF)": what stands in brackets after a body means it from there on."""
    text = made.document.article.text
    short: dict[str, ActorMention] = {}
    for row in made.mentions:
        for mention in row:
            match = re.match(r" \(([A-Z][A-Z/()-]{1,10}[A-Z)])\)", text[mention.end : mention.end + 20])
            if match and mention.party and mention.kind != "ground":
                short.setdefault(match[1], mention)
    if not short:
        return
    written = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(short, key=len, reverse=True)))})(?![\w-])")
    for sentence, row in zip(made.document.sentences, made.mentions, strict=True):
        for match in written.finditer(sentence.text):
            start, end = sentence.start + match.start(), sentence.start + match.end()
            if not any(m.start < end and start < m.end for m in row):
                row.append(replace(short[match[0]], start=start, end=end, alias=match[0], kind="name"))
        row.sort(key=lambda m: m.start)


def _koreas(made: Cast) -> None:
    """ "the North" and "the South" in an article on Korea."""
    if not {"north-korea", "south-korea"} & made.named.keys():
        return
    for sentence, row in zip(made.document.sentences, made.mentions, strict=True):
        for match in HALF.finditer(sentence.text):
            start, end = sentence.start + match.start(1), sentence.start + match.end(1)
            if not any(m.start < end and start < m.end for m in row):
                row.append(ActorMention(start, end, f"{match[1].lower()}-korea", None, "name", match[1]))
        row.sort(key=lambda m: m.start)


def _people(made: Cast) -> None:
    """Persons by the body or role named beside them: "ministry spokesman Eldar Sabiroglu", "Lam Paul Gabriel, spokesman of …"."""
    text = made.document.article.text
    for sentence, row in zip(made.document.sentences, made.mentions, strict=True):
        for mention in row:
            if mention.kind not in ("body", "role") or (mention.party is None and mention.actor is None):
                continue
            known = person_in(mention.alias)
            named = [known] if known else list(_names(text, sentence.start, sentence.end, mention))
            for name in named:
                words = [w for w in re.split(r"[ ]", name) if w]
                last = fold(words[-1].removesuffix("’s").removesuffix("'s"))
                for known in (last, ARTICLE.sub("", last)):  # "Ahmed al-Shami", "Shami"
                    made.people.setdefault(known, mention)
                if len(words) > 1 and len(words[0]) > 3:  # Thai, Korean and Khmer names are taken up by their first word
                    made.people.setdefault(fold(words[0]), mention)


def _names(text: str, start: int, end: int, mention: ActorMention) -> Iterator[str]:
    if mention.kind == "role" or mention.noun:
        after = AFTER.match(text, mention.end, end)
        beside = mention.kind == "role" or " " in after["name"] if after else False  # "the army, Azernews reports" names nobody
        if after and beside and _is_name(after["name"]):
            yield after["name"]
    before = BEFORE.search(text[max(start, mention.start - 160) : mention.start])
    name = before and (before["name"] or before["officer"])
    if name and _is_name(name) and mention.kind != "demonym":
        yield name


def _is_name(name: str) -> bool:
    words = name.split()
    return not NOT_NAME.search(name) and not any(actors_in(name)) and (len(words) > 1 or len(name) > 3)
