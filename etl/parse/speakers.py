"""Whom a few words name as a speaker: a body, a person known by now, an office of somebody's, or the last voice taken up."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from etl.lexicon import registry, speech
from etl.lexicon.seldom import Seldom
from etl.model import Span
from etl.parse.actors import ActorMention
from etl.parse.actors_cast import Cast
from etl.parse.actors_owner import FOREIGN
from etl.parse.actors_words import fold
from etl.parse.attribution_grammar import lemmas, noun_phrase, reach, turn_fits
from etl.parse.attribution_words import CHAIRS, NOBODY, OFFICIAL
from etl.parse.document import Document, Sentence
from etl.parse.trees import Token

LANDS = frozenset({"name", "demonym", "metonym"})
PRONOUNS = frozenset({"he", "she", "it", "they", "who", "which", "that"})
TAKEN_UP = frozenset({"he", "she", "it", "they"})
OFFICES = frozenset(
    {"mod", "mfa", "interior", "health", "ministry", "government", "president", "pm", "army", "spokesman", "official", "general-staff"}
)
QUOTES = "\"“”"
OF_ITS = re.compile(r"\b(?:for|of) (?:its|their)\b")
ITS = re.compile(r"(?:its|their) ", re.I)  # "its secretary told reporters", before anybody has spoken
FROM = Seldom(r"\b(?:data|figures|report|reports|list|account|document) (?:from|of|by) ")
RULES = Seldom(r"\b(?:governor|mayor|head|chief|commissioner|prefect|administration|administrator|council)\b", re.I)
OWNED = re.compile(r"[’']s?\s(?:[a-z-]+ )*")
WHEN = re.compile(r" (?:on|in|at|late|early) ")
TOPIC = ("As for ", "As to ")  # "As for the M23, it rejected …"
WE = re.compile(r"(?:we|i)", re.I)
NAMED = re.compile(r"(?:the |an? )?(?:[A-Z][\w.’'-]+ ){1,3}[A-Z][\w’'-]+, ")  # "Mohammed Ayache, the governor appointed by …"


@dataclass(frozen=True, slots=True)
class Source:
    """Who says what a stretch of text says; party and actor are None for witnesses, doctors, media and the unnamed."""

    actor: str | None
    party: str | None
    via: str | None
    span: Span  # the words that name the speaker
    kind: str  # said according colon run (an earlier voice going on)
    scope: Span = (0, 0)  # the text that is his word
    rule: str = "said"
    verb: int = -1  # the token of the sentence that says it
    beside: tuple[Source, ...] = ()


def at(source: Source | None, offset: int) -> Source | None:
    """Of a sentence's voices the one whose stretch holds this offset."""
    if source is None:
        return None
    held = [s for s in (source, *source.beside) if s.scope[0] <= offset < s.scope[1]]
    return min(held, key=lambda s: s.scope[1] - s.scope[0], default=source)


def goes_on(voice: Source, sentence: Sentence, kind: str, rule: str) -> Source:
    """A voice that speaks on in a sentence which names nobody."""
    return replace(voice, kind=kind, scope=(sentence.start, sentence.end), rule=rule, verb=-1, beside=())


def ourselves(source: Source, found: list[Source], text: str) -> Source:
    """ "“We urge both to stop,” the mission said": "we" is who is quoted; where the quote closes later, whoever closes it."""
    if not WE.fullmatch(text, *source.span):
        return source
    around = [f for f in found if f.scope[0] <= source.span[0] < f.scope[1] and not WE.fullmatch(text, *f.span)]
    return replace(source, party=around[0].party, actor=around[0].actor, rule="the quote") if around else replace(source, rule="we")


@dataclass
class Speakers:
    """The voices of an article as they come up; the last one is "it" and "he"."""

    document: Document
    people: Cast
    last: Source | None = None
    person: Source | None = None
    called: str = ""  # the words by which the last one was named
    heard: list[Source | None] = field(default_factory=list)

    def voice(self, sentence: Sentence, start: int, end: int, kind: str) -> Source | None:
        """The speaker named in this stretch: a body, a person known by now, or a pronoun for the last one."""
        text = self.document.article.text[start:end]
        if (closed := max(map(text.rfind, QUOTES[:-1]))) >= 0:  # "“We hit the garrison,” Arnu Lodi said": the name, not what is quoted
            start, text = start + closed + 1, text[closed + 1 :]
        if re.match(r"(?:each|both|neither|either|all|no|nobody|none)\b", text, re.I):
            return None
        if re.fullmatch(r"the other(?: side)?", text, re.I):
            other = self.people.opponent(self.last.party) if self.last is not None else None
            return Source(None, other, None, (start, end), kind, rule="the other") if other is not None else None
        mention = self._headed(best(self.people.within(start, end)), end)
        if (ruler := self._of_place(start, end, text)) is not None:
            return Source(None, ruler, None, (start, end), kind, rule="an office of a place")
        if mention is None or (mention.party is None and mention.actor is None and mention.kind != "relative"):
            known = self.known(text)
            if known is not None:
                return Source(known.actor, known.party, None, (start, end), kind, rule="person")
        if mention is not None and self._afar(mention):
            return Source(None, None, mention.actor, (start, end), kind, rule="bystander")
        words = set(fold(text).split())
        owned = mention is not None and mention.kind == "relative" and mention.noun in OFFICES
        if owned or (mention is not None and mention.kind == "role" and OF_ITS.search(text)):
            owner = self.owner(sentence, start)
            if owner is not None:
                return Source(None, owner, None, (start, end), kind, rule="its ministry")
        foreign = mention is not None and mention.party is None and FOREIGN.search(self.document.article.text, start, mention.start)
        if foreign or NOBODY.search(text):
            return Source(None, None, None, (start, end), kind, rule="bystander")
        if (chaired := CHAIRS.match(self.document.article.text, end, sentence.end)) is not None:
            body = best(self.people.within(chaired.start("what"), chaired.end()))
            party = self._of_place(*chaired.span("what"), chaired["what"]) or (body.party if body is not None else None)
            if party is not None:
                return Source(body.actor if body is not None else None, party, None, (start, end), kind, rule="who chairs it")
        if mention is not None and self.last is not None and not NAMED.match(text) and self._same_noun(sentence, start, mention):
            return replace(self.last, span=(start, end), kind=kind, rule="the same", verb=-1, beside=())
        if mention is not None and (mention.party or mention.actor):
            rule = "person" if mention.kind == "role" or (NAMED.match(text) and mention.start - start > 8) else "said"
            return Source(mention.actor, mention.party, None, (mention.start, mention.end), kind, rule=rule)
        if self.people.home and OFFICIAL.search(text) and not words & {"same", "it", "its", "his", "her", "their"}:
            return Source(None, self.people.home, None, (start, end), kind, rule="a local official")
        if words & speech.load().bystanders:
            return Source(None, None, None, (start, end), kind, rule="bystander")
        if self.last is None and ITS.match(text) and (owner := self.owner(sentence, start)) is not None:
            return Source(None, owner, None, (start, end), kind, rule="its ministry")
        if (before := self._taken_up(sentence, start, text, mention)) is not None:
            return replace(before, span=(start, end), kind=kind, verb=-1, beside=())
        return Source(None, None, None, (start, end), kind, rule="unnamed") if re.search(r"(?:^|\s)[A-Z][a-z]+ [A-Z]", text) else None

    def _afar(self, mention: ActorMention) -> bool:
        """Whether it is the agency of a state that fights nobody here: "Anadolu reported two dead in Gaza"."""
        actor = registry.load().actors.get(mention.actor or "")
        return actor is not None and actor.kind == "media" and self.people.opponent(mention.party) is None

    def _headed(self, mention: ActorMention | None, end: int) -> ActorMention | None:
        """ "The Philippines' largest rebel group", "Lebanon's Hezbollah": who is named last speaks, not whose country it is."""
        if mention is None or mention.kind not in LANDS or not (owned := OWNED.match(self.document.article.text, mention.end, end)):
            return mention
        named = (m for m in self.people.within(owned.end(), end) if m.party)
        later = [m for m in named if m.kind == "body" or (m.kind == "name" and self._last(m, end))]
        return later[-1] if later and later[-1].party != mention.party else mention

    def _last(self, mention: ActorMention, end: int) -> bool:
        """Whether a name ends its noun phrase, but for when and where he spoke: "Colombia's largest rebel group FARC on Sunday"."""
        return mention.end == end or WHEN.match(self.document.article.text, mention.end, end) is not None

    def _of_place(self, start: int, end: int, text: str) -> str | None:
        """ "The governor of Kandahar", "the head of Batken region": of the side that alone has its ground there."""
        if not RULES.search(text) or any(m.kind != "role" or m.alias[0].isupper() for m in self.people.within(start, end)):
            return None
        lands = {p.place.country for p in self.people.places if start <= p.start < end}
        parties = registry.load().parties
        held = {name for name in self.people.named for land in lands if land in parties[name].territory}
        return held.pop() if len(held) == 1 and len(lands) == 1 else None

    def asked(self, sentence: Sentence, verb: Token) -> Source | None:
        """ "India was called upon to respect the truce": nobody is named who asks it, so the last voice does, unless that is India."""
        who = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
        if self.last is None or who is None or verb.dep_ != "ROOT" or any(t.lower_ == "by" for t in verb.subtree):
            return None
        if not any(t.act == "call_for" and turn_fits(t, verb) for name in lemmas(verb) for t in speech.load().by_verb.get(name, ())):
            return None
        low, high = noun_phrase(who)
        side = best(self.people.within(sentence.start + low, sentence.start + high))
        if side is None or side.party in (None, self.last.party):
            return None
        scope = reach(sentence, verb)
        return replace(self.last, span=sentence.span(verb), kind="said", rule="the same", scope=scope, verb=verb.i, beside=())

    def _taken_up(self, sentence: Sentence, start: int, text: str, mention: ActorMention | None) -> Source | None:
        """An earlier voice, where these words take one up: "it", "the statement", "his office"."""
        words = set(fold(text).split())
        noun = words & (speech.load().documents | {"his", "her", "its", "their"}) or (mention and mention.kind != "body")
        if not (noun or fold(text).split(" ", 1)[0] in PRONOUNS) or self.last is None or FROM.search(text) or NAMED.match(text):
            return None
        begun = self.begun(sentence) if words & {"it", "they", "its", "their"} else None
        if words <= TAKEN_UP:
            begun = self._stated(sentence, start) or begun
        if begun is None and re.match(r"an? ", text, re.I):  # "the EU released a statement condemning": its own, not the last one's
            begun = next((m for m in self.people.mentions[sentence.index] if m.start - sentence.start < 12 and m.end < start), None)
        if begun is not None:
            return Source(begun.actor, begun.party, None, (begun.start, begun.end), "said", rule="it, just named")
        before = self.person if self.person is not None and words & {"he", "she", "his", "her"} else self.last
        return replace(before, rule="the same")

    def begun(self, sentence: Sentence) -> ActorMention | None:
        """Whom "it" takes up when the sentence before, nobody's word, begins with it: "The YPG is … On Friday it accused …"."""
        heard = self.heard[sentence.index - 1] if sentence.index else None
        if sentence.index == 0 or (heard is not None and heard.kind != "run"):
            return None
        before = self.document.sentences[sentence.index - 1]
        opening = [m for m in self.people.mentions[before.index] if m.start - before.start < 12 and m.kind != "ground"]
        alike = before.paragraph == sentence.paragraph
        return opening[0] if alike and opening and (opening[0].party or opening[0].actor) and opening[0].kind != "demonym" else None

    def _stated(self, sentence: Sentence, before: int) -> ActorMention | None:
        """Who began a sentence of two halves: "Gabriel of the SPLM-IO had no doubts: …, he said", "Islamabad was silent; it said"."""
        colon, half = (sentence.text.rfind(mark, 0, before - sentence.start) for mark in (": ", "; "))
        half = max(half, sentence.text.find(", ") if sentence.text.startswith(TOPIC) else 0)
        first = [m for m in self.people.within(sentence.start, sentence.start + max(colon, half, 0)) if m.kind != "demonym"]
        return best(m for m in first if colon > 0 or m.start - sentence.start < 12)

    def owner(self, sentence: Sentence, before: int) -> str | None:
        """Whose "its Defence Ministry" is: the side last named in this sentence or the one before."""
        here = [m for m in self.people.mentions[sentence.index] if m.end <= before and m.party and m.kind in ("name", "metonym", "ground")]
        if here:
            return here[-1].party
        begun, heard = self.begun(sentence), self.heard[sentence.index - 1] if sentence.index else None
        if begun is not None:
            return begun.party
        if heard is not None and heard.kind == "said" and heard.party is not None:
            return heard.party  # "Kigali, which UN experts accuse, said nothing. Its foreign minister …"
        rows = self.people.mentions[max(0, sentence.index - 1)] if sentence.index else []
        return next((m.party for m in reversed(rows) if m.party and m.kind in ("name", "metonym", "ground", "body")), None)

    def _same_noun(self, sentence: Sentence, start: int, mention: ActorMention) -> bool:
        """Whether "the ministry" only takes up the last voice, which was one; so does "the Defence Ministry" behind a quote."""
        bare = " " not in mention.alias and mention.alias[0].islower()
        quoted = sentence.text[0] in QUOTES and any(mark in sentence.text[1 : start - sentence.start] for mark in QUOTES)
        party = self.last.party if self.last is not None else None
        group = party is not None and registry.load().parties[party].kind == "armed-group"
        states = group and mention.noun == "army" and mention.party != party  # "The Tigers' military spokesman …. The military believes"
        return (bare or quoted) and not states and fold(mention.alias) in self.called

    def name(self, voice: Source) -> None:
        """Keep how a voice is named, with the office of a person known by now: "Colonel Paul", the deputy spokesman."""
        text = self.document.article.text[slice(*voice.span)]
        if voice.rule == "the same" or fold(text) in TAKEN_UP:
            return
        office = self.known(text) if voice.rule == "person" else None
        self.called = fold(f"{text} {office.alias}" if office is not None else text)

    def known(self, text: str) -> ActorMention | None:
        """The body or office of a person told of before, whom these words name."""
        return next((self.people.people[w] for w in map(fold, re.findall(r"[^\W\d_][\w-]+", text)) if w in self.people.people), None)


def best(mentions: Iterable[ActorMention]) -> ActorMention | None:
    """Of the mentions of a noun phrase the one that speaks: the first that has a side, a body before a mere name."""
    rows = [m for m in mentions if m.kind != "ground"]
    return next((m for m in rows if m.party or m.actor), rows[0] if rows else None)
