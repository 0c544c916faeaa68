"""Who says it: for each sentence the body or person whose word it is, and None where it is the outlet's own.

"X said", "according to X", "in X's words", "X:", quotes, "it added", and the runs of a communiqué that name nobody anew.
A sentence that holds two voices has a Source for each: the main one, and `beside` it the others with their stretch of text.
"""

from __future__ import annotations

import re

from etl.lexicon.registry import load as registry
from etl.parse.actors import ActorMention
from etl.parse.actors_cast import Cast, cast
from etl.parse.attribution_grammar import is_speech
from etl.parse.attribution_words import BACKGROUND, LETTERHEAD, LISTED
from etl.parse.document import Document, Sentence
from etl.parse.quotes import quoted, told_back
from etl.parse.speakers import Source, at, best, goes_on
from etl.parse.voices import Voices

__all__ = ["Source", "at", "attribute"]

LEAD = 5  # sentences that a story tells before it names who says so
FOREMOST = 3  # the sides an article is about, the most named first
HIS = re.compile(r"\b(?:his|her) (?:[a-z-]+ ){0,2}$", re.I)


def attribute(document: Document, people: Cast | None = None) -> list[Source | None]:
    """For each sentence whose word it is."""
    people = people or cast(document)
    document.parse()
    voices = Voices(document, people)
    found = [voices.hear(s) for s in document.sentences]
    return _alone(document, people, told_back(document.sentences, quoted(document.sentences, found)))


def _alone(document: Document, people: Cast, found: list[Source | None]) -> list[Source | None]:
    """The outlet's own sentences: a communiqué's are its author's, a list goes on with the voice before it, "our" is the last voice's."""
    author = letterhead(document, people)
    sides = {s.party for s in found if s is not None and s.party}
    others = any(s.rule == "unnamed" for s in found if s is not None)
    only = next((s for s in found if s is not None and s.party), None) if len(sides) == 1 and not others else None
    first = next((n for n, s in enumerate(found) if s is not None and s.party), 0)
    only = author or only
    if only is not None and only.party in (people.home, author and author.party):
        first = 0
    last: Source | None = author
    whole: list[Source | None] = []
    for sentence, source, mentions in zip(document.sentences, found, people.mentions, strict=True):
        if source is None:
            told = only if sentence.index >= first - LEAD else None
            if told is None and (LISTED.match(sentence.text) or any(_ours(m, document) for m in mentions)):
                told = last
            if told is not None and not BACKGROUND.search(sentence.text):
                rule = "one voice" if told is only else "list goes on"
                source = goes_on(told, sentence, "run", rule)
        last = source or last
        whole.append(source)
    party = document.article.outlet_party
    if party is None or not _at_war(party, people):
        return whole
    return [_own(party, sentence) if source is None else source for sentence, source in zip(document.sentences, whole, strict=True)]


def _ours(mention: ActorMention, document: Document) -> bool:
    """ "our positions", "its men", and not "an officer and three of his soldiers"."""
    return mention.kind == "relative" and not HIS.search(document.article.text, max(0, mention.start - 30), mention.start)


def _at_war(party: str, people: Cast) -> bool:
    """Whether an aligned outlet writes of its own side's fight: one of its foes is among the sides most named."""
    return any(foe in registry().parties[party].enemies for foe, _ in people.named.most_common(FOREMOST))


def _own(party: str, sentence: Sentence) -> Source | None:
    """What the outlet says itself, when it is one side's own."""
    scope = (sentence.start, sentence.end)
    return Source(None, party, None, scope, "run", scope, "its own media") if not BACKGROUND.search(sentence.text) else None


def letterhead(document: Document, people: Cast) -> Source | None:
    """The body in whose name a communiqué is written: "MINISTRY OF DEFENCE OF …, press service", "Evening bulletin of the ATO Staff"."""
    for sentence in document.sentences[:3]:
        if not LETTERHEAD.search(sentence.text) or any(is_speech(t) for t in sentence.doc or ()):
            continue
        here = people.mentions[sentence.index]
        mention = best(here)
        if mention is None or mention.party is None or mention.alias.islower():  # "Summary of the command, Donetsk, 21 June": its seat
            mention = next((m for m in here if m.party and m.kind in ("ground", "metonym")), mention)
        if mention is not None or people.home:
            party, actor = (mention.party, mention.actor) if mention is not None and mention.party else (people.home, None)
            if party is not None:
                span = (mention.start, mention.end) if mention is not None else (sentence.start, sentence.end)
                return Source(actor, party, None, span, "colon", (sentence.start, sentence.end), "letterhead")
    return None
