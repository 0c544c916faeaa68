"""Whom an article is about: every mention of every sentence with its side, as far as the whole article tells it.

"the ministry" is the one last named; "the rebels" are the armed group of the article; "the Defence Ministry" of a story
filed from Baku is Azerbaijan's; a person belongs to the body named beside him, and keeps it when only the surname returns.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from etl.lexicon import registry
from etl.lexicon.places import fold as place_key
from etl.lexicon.places import gazetteer
from etl.parse.actors import ActorMention, actors_in
from etl.parse.actors_words import fold, person_in
from etl.parse.document import Document

RANK = (r"(?:(?:[Ff]irst |[Ss]econd )?(?:[Ll]ieutenant|[Mm]ajor|[Bb]rigadier|[Cc]olonel|[Rr]ear|[Vv]ice|[Aa]ir|Lt|Col|Maj|Gen|Brig|Capt|Adm"
        r"|Cmdr|[Gg]eneral|[Cc]aptain|[Aa]dmiral|[Cc]ommodore|[Mm]arshal|[Ss]ergeant|Dr|Mr|Mrs|Ms|Sheikh)\.?[ -])")  # fmt: skip
WORD = r"(?:(?:al|el|Al|El|ag|bin|ibn|van|von|de|del|ul|ur|Abu|Abd)[ -])?[A-Z][\w’'.-]*[\w]"
NAME = rf"(?:{WORD})(?: (?:{WORD}|[A-Z]\.))*"
AFTER = re.compile(rf"(?:, |,? the | of the [A-Z]\w+,? | )?{RANK}*(?P<name>{NAME})")
BEFORE = re.compile(
    rf"(?P<name>{WORD} {NAME}), (?:\d+, )?(?:an? |the |its |their |who [a-z]+ (?:for |as )?(?:the |an? )?)?(?:\w+ ){{0,4}}?$"
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
    r"|group|faction|movement|militia|force|guerrilla|guerrillas|Shiite|Islamist|Marxist|separatist|biggest|second|smaller|the) )*\(?")
OWNS = re.compile(rf"[’']s{QUALIFIED.pattern}|-(?:led|backed|aligned|linked|based|allied|supported|armed){QUALIFIED.pattern}")
LOCAL = frozenset({"government", "police", "official", "prosecutor", "health", "emergencies"})
HALF = re.compile(r"\b[Tt]he (North|South)\b(?! [A-Z]|ern)")
OWN = re.compile(r"\b(?:its|his|her|their|our)\s+(?:[a-z-]+\s+){0,2}$", re.I)
SERVES = re.compile(rf" (?:of|for|with|at) (?:the |its |an? )?(?:\d+\w* )?(?:{NAME}, (?:the |its )?)?")
SAID = re.compile(r" (?:said|says|told|claimed|alleged|charged|reported)\b")
REACH = 60  # characters from an office to the body it is held in


@dataclass
class Cast:
    """The mentions of an article, sentence by sentence, with offsets into its text."""

    document: Document
    mentions: list[list[ActorMention]] = field(default_factory=list)
    people: dict[str, ActorMention] = field(default_factory=dict)
    named: Counter[str] = field(default_factory=Counter)  # how often each side is named
    home: str | None = None  # the side from whose ground the story is filed

    @cached_property
    def states(self) -> list[str]:
        """The states of the article, most named first."""
        return [p for p, _ in self.named.most_common() if registry.load().parties[p].kind == "state"]

    @cached_property
    def rebels(self) -> list[str]:
        """The armed groups and unrecognised authorities of the article, most named first."""
        parties = registry.load().parties
        return [p for p, _ in self.named.most_common() if parties[p].kind in ("armed-group", "de-facto-authority")]

    def opponent(self, party: str | None, fighting: bool = False) -> str | None:
        """Against whom this side stands in this article: the enemy most named (its fighters before their state)."""
        if party is None:
            return None
        enemies = registry.load().parties[party].enemies
        kinds = registry.load().parties
        named = [p for p, _ in self.named.most_common() if p in enemies]
        if fighting:
            named.sort(key=lambda p: kinds[p].kind != "armed-group")
        return named[0] if named else None

    def foe(self, party: str) -> str | None:
        """Who "the enemy" is in this side's mouth: its opponent here, or the only one it has."""
        enemies = registry.load().parties[party].enemies
        return self.opponent(party) or (next(iter(enemies)) if len(enemies) == 1 else None)

    def within(self, start: int, end: int) -> list[ActorMention]:
        """The mentions that overlap this stretch of the text."""
        sentences = self.document.sentences
        first = bisect_right(sentences, start, key=lambda s: s.end)
        last = bisect_left(sentences, end, key=lambda s: s.start)
        return [m for row in self.mentions[first:last] for m in row if m.start < end and start < m.end]


def cast(document: Document) -> Cast:
    """Read the article's mentions and tell whose the generic ones are."""
    article = document.article
    on = article.published
    made = Cast(document)
    for sentence in document.sentences:
        made.mentions.append([_moved(m, sentence.start) for m in actors_in(sentence.text, on)])
    every = [m for row in made.mentions for m in row] + (actors_in(article.title, on) if article.title else [])
    made.named.update(m.party for m in every if m.party)
    made.home = _home(made)
    _owners(made)
    _abbreviations(made)
    _koreas(made)
    _resolve(made)
    known = set(every)
    made.named.update(m.party for row in made.mentions for m in row if m.party and m not in known)
    _people(made)
    return made


def _moved(mention: ActorMention, by: int) -> ActorMention:
    return replace(mention, start=mention.start + by, end=mention.end + by)


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
            if not (owner.party and owned.party and owned.kind == "name") or owned.party == owner.party:
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
    for sentence, row in zip(made.document.sentences, made.mentions, strict=True):
        for letters, mention in short.items():
            for match in re.finditer(rf"(?<![\w-]){re.escape(letters)}(?![\w-])", sentence.text):
                start, end = sentence.start + match.start(), sentence.start + match.end()
                if not any(m.start < end and start < m.end for m in row):
                    row.append(replace(mention, start=start, end=end, alias=letters, kind="name"))
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


def _resolve(made: Cast) -> None:
    last: dict[str, ActorMention] = {}
    text = made.document.article.text
    for row in made.mentions:
        for n, mention in enumerate(row):
            if mention.party is None and mention.actor is None and mention.kind in ("body", "role"):
                if OWN.search(text[max(0, mention.start - 30) : mention.start]):
                    row[n] = mention = replace(mention, kind="relative")
                    continue
                row[n] = mention = _told(made, mention, last)
            if mention.party and mention.noun:
                last[mention.noun] = mention
                last[_family(mention.noun)] = mention


def _family(noun: str) -> str:
    body = registry.load().bodies.get(noun)
    if noun == "ministry" or (body and body.kind in ("ministry", "health", "rescue")):
        return "a ministry"
    return f"a {body.kind}" if body else noun


def _told(made: Cast, mention: ActorMention, last: dict[str, ActorMention]) -> ActorMention:
    """Whose a generic body is, by what was named before it and by who is in the article at all."""
    noun = mention.noun or ""
    known = registry.load()
    if noun == "shooters":
        return mention  # a sniper is nobody's until his side is named
    if mention.kind == "role" and (over := _serves(made, mention, last)) is not None:
        return replace(mention, party=over.party)
    if noun == "republic":
        return replace(mention, party=next((p for p in made.rebels if known.parties[p].kind == "de-facto-authority"), None))
    if made.document.article.text.startswith(" there ", mention.end):
        near = [m for m in made.within(max(0, mention.start - 250), mention.start) if m.party and m.kind in ("ground", "name", "metonym")]
        return replace(mention, party=near[-1].party if near else None)
    if noun in ("rebels", "proxies"):
        return replace(mention, party=made.rebels[0] if made.rebels else _sole_rebels(made))
    if noun == "monitors":
        watching = [p for p, _ in made.named.most_common() if known.parties[p].kind in ("mission", "organisation")]
        word = mention.alias.split()[-1].lower()
        before = [m for m in made.within(max(0, mention.start - 2000), mention.start) if m.party and m.alias.lower().endswith(word)]
        return replace(mention, party=before[-1].party if before else watching[0] if watching else None)
    if (beside := _city(made, mention)) is not None:
        return replace(mention, party=beside, actor=_actor(beside, noun))
    earlier = last.get(noun) or last.get(_family(noun))
    against = [s for s in made.states if known.parties[s].enemies & set(made.rebels)]
    if not against and made.rebels:
        against = [e for e in sorted(known.parties[made.rebels[0]].enemies) if known.parties[e].kind == "state"][:1]
    civil = against[0] if against and known.parties[made.rebels[0]].kind == "armed-group" else None
    if noun in ("troops", "regime"):
        party = (against[0] if against else None) if noun == "regime" else civil if noun == "troops" else None
        return replace(mention, party=party)
    if noun in ("spokesman", "official") and earlier is None:
        return mention
    if noun == "army" and civil:
        return replace(mention, party=civil, actor=_actor(civil, noun))
    if made.home and noun in LOCAL and not mention.alias[0].isupper():
        return replace(mention, party=made.home, actor=_actor(made.home, noun))
    if earlier is None and made.home is None and noun not in ("army", "security"):
        return replace(mention, party=(lead := _leading(made, mention)), actor=_actor(lead, noun))
    party = earlier.party if earlier else made.home or (against[0] if against else made.states[0] if len(made.states) == 1 else None)
    return replace(mention, party=party, actor=earlier.actor if earlier else _actor(party, noun))


def _serves(made: Cast, mention: ActorMention, last: dict[str, ActorMention]) -> ActorMention | None:
    """Whose man he is by the words after: "an officer of the 10th Infantry Division", "a spokesman for X, the Karabakh president"."""
    text = made.document.article.text
    for body in made.within(mention.end + 1, mention.end + REACH):
        if body.kind not in ("ground", "relative") and SERVES.fullmatch(text, mention.end, body.start):
            body = body if body.party or body.kind not in ("body", "role") else _told(made, body, last)
            return body if body.party else None
    return None


def _leading(made: Cast, mention: ActorMention) -> str | None:
    """A ministry of nobody's in an article of no place: of the state its sentence begins with, of the foe of whom it speaks by name ("a
    defence spokesman said Pakistani troops had fired"), else of the one most named."""
    row = made.mentions[bisect_right(made.document.sentences, mention.start, key=lambda s: s.start) - 1]
    named = [m for m in row if m.party in made.states and m.kind != "ground"]
    begins = next((m.party for m in named if m.start < mention.start), None)
    spoken = next((m for m in named if m.start > mention.end), None)
    of_nobody = begins is None and mention.noun not in LOCAL
    if of_nobody and spoken is not None and SAID.search(made.document.article.text, mention.end, spoken.start):
        return made.opponent(spoken.party)
    return begins or next(iter(made.states), None)


def _city(made: Cast, mention: ActorMention) -> str | None:
    """ "In Washington, spokesman John Kirby", "In Phnom Penh the Foreign Ministry": an office of the capital the sentence begins with."""
    text = made.document.article.text
    near = [m for m in made.within(max(0, mention.start - 60), mention.start) if m.kind in ("ground", "name", "metonym") and m.party]
    if not near or not re.search(r"(?:^|[.\n”\"] ?)(?:In|At|From) (?:the )?$", text[max(0, near[-1].start - 12) : near[-1].start]):
        return None
    close = re.fullmatch(r",? (?:the |an? )?(?:[a-z]+ ){0,2}", text[near[-1].end : mention.start])
    named = re.match(r" [A-Z]\w+ [A-Z]", text[mention.end : mention.end + 40])
    return near[-1].party if close or named else None


def _sole_rebels(made: Cast) -> str | None:
    """Whom "the rebels" means where none is named: the state's only armed foe, or the one called "Syrian rebels"."""
    parties = registry.load().parties
    enemies = {e for s in made.states for e in parties[s].enemies if parties[e].kind in ("armed-group", "de-facto-authority")}
    called = {f"{people.text} rebels" for s in made.states for people in parties[s].demonyms}
    own = [e for e in sorted(enemies) if called & {alias.text for alias in parties[e].names}]
    return next(iter(enemies)) if len(enemies) == 1 else own[0] if len(own) == 1 else None


def _actor(party: str | None, noun: str) -> str | None:
    name = f"{party}-{noun}"
    return name if name in registry.load().actors else None


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
                made.people.setdefault(fold(words[-1].removesuffix("’s").removesuffix("'s")), mention)
                if len(words) > 1 and len(words[0]) > 3:  # Thai, Korean and Khmer names are taken up by their first word
                    made.people.setdefault(fold(words[0]), mention)


def _names(text: str, start: int, end: int, mention: ActorMention) -> Iterator[str]:
    if mention.kind == "role" or mention.noun:
        after = AFTER.match(text, mention.end, end)
        if after and _is_name(after["name"]):
            yield after["name"]
    before = BEFORE.search(text[max(start, mention.start - 160) : mention.start])
    name = before and (before["name"] or before["officer"])
    if name and _is_name(name) and mention.kind != "demonym":
        yield name


def _is_name(name: str) -> bool:
    words = name.split()
    return not NOT_NAME.search(name) and not any(actors_in(name)) and (len(words) > 1 or len(name) > 3)
