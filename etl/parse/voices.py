"""The voices of a sentence: "X said", "according to X", "in X's words", "X:", said before, in between or at the end."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from etl.lexicon.registry import load as registry
from etl.model import Span
from etl.parse.accounts import ANNOUNCED, account, charges
from etl.parse.attribution_grammar import is_speech, noun_phrase, reach, speakers
from etl.parse.attribution_words import (
    ACCORDING,
    BACKGROUND,
    COLON,
    POSSESSED,
    QUOTED,
    SEAT,
    STAMP,
    TOLD,
    inverted,
    lead,
    noted,
    tail,
)
from etl.parse.document import Sentence
from etl.parse.speakers import ITS, TAKEN_UP, Source, Speakers, best, goes_on, ourselves
from etl.parse.syntax import is_passive, subject
from etl.parse.trees import Token

MOST = 0.6  # of a sentence, for its main voice
BEHIND = 8  # characters from a document to whose it is
HIM = re.compile(r"(?:him|her|it|them)\b")  # "according to him Indian troops opened fire"
END = re.compile(r"[,.;:—]|\bwho\b|\bwhich\b")
OFFICE = re.compile(r", (?:the )?(?P<what>[^,.;]{4,60})(?=,)")  # "according to Ivan Petrov, the army's chief of staff, …"
NOUNS_TOO = frozenset({"claims", "charges", "reports", "states", "calls", "demands", "records", "lists", "counts", "notes", "logs"})
ENDS = frozenset({"said at the end", "says so at the end"})
ONE = re.compile(r"an? ", re.I)  # "a nurse said … she added"
OFFICER = re.compile(r"spokes|minister\b|president|commander|colonel|chief|mayor|official|leader|envoy|general|officer", re.I)


@dataclass
class Voices(Speakers):
    """What the sentences of an article say of their speakers, one after the other."""

    paragraph: int = -1

    def hear(self, sentence: Sentence) -> Source | None:
        """The voices of the next sentence."""
        said = self._said(sentence) if sentence.doc is not None else []
        spelt = self._spelt(sentence)
        said = [_whole(s, spelt) for s in said if not _misread(s, spelt)] + charges(sentence, self.people)
        found = self._colon(sentence) + said + self._according(sentence)
        found = [ourselves(f, found, self.document.article.text) for f in found]
        own = [f for f in found if f.party is not None and f.rule != "the same"]
        found += [s for s in spelt if not found or (s.party and all(_within(f, s) for f in own))]
        aside = all(s.scope[1] - s.scope[0] < MOST * (sentence.end - sentence.start) for s in found)
        if aside and (told := account(sentence, self)) is not None:
            found.append(told)
        self.heard.append(self._main(sentence, found) if found else self._run(sentence))
        return self.heard[-1]

    def _main(self, sentence: Sentence, found: list[Source]) -> Source:
        unique = {(s.span, s.verb): s for s in found}
        ranked = sorted(unique.values(), key=lambda s: (s.scope[0] - s.scope[1], s.span))
        main = ranked[0]
        if main.party is None and main.actor is None:
            main = next((s for s in ranked if s.party and s.scope == main.scope), main)
        if main.scope[1] - main.scope[0] < MOST * (sentence.end - sentence.start):
            return replace(main, beside=tuple(s for s in ranked if s is not main))
        self.last = main
        self.name(main)
        named, text = main.rule in ("person", "unnamed"), self.document.article.text
        if named or OFFICER.search(text, *main.span) or (main.rule == "bystander" and ONE.match(text, *main.span)):
            self.person = main
        self.paragraph = sentence.paragraph
        return replace(main, beside=tuple(s for s in ranked if s is not main))

    def _run(self, sentence: Sentence) -> Source | None:
        """A sentence that names nobody goes on with the last voice of its paragraph, unless it is the outlet's background."""
        last = self.last
        if last is None or BACKGROUND.search(sentence.text) or STAMP.match(sentence.text):
            return None
        before = self.heard[-1] if self.heard else None
        announced = before is not None and before.rule == ANNOUNCED  # "The army put out its bulletin.¶Three men were hurt"
        if self.paragraph != sentence.paragraph and not announced:
            return None
        self.paragraph = sentence.paragraph
        return goes_on(last, sentence, "run", "communiqué goes on")

    def _colon(self, sentence: Sentence) -> list[Source]:
        match = COLON.match(sentence.text)
        if not match:
            return []
        start = sentence.start + match.start("name")
        for mention in self.people.within(start, sentence.start + match.end("name")):
            if (mention.party or mention.actor) and mention.kind != "ground" and len(mention.alias) > len(match["name"]) - 14:
                return [Source(mention.actor, mention.party, None, (mention.start, mention.end), "colon",
                               (sentence.start, sentence.end), "colon")]  # fmt: skip
        return self._quoted(sentence)

    def _quoted(self, sentence: Sentence) -> list[Source]:
        """ "…, although the army's spokesman had no doubt: “It is the Tigers”": the subject of the clause that ends in a colon."""
        match = QUOTED.search(sentence.text)
        if match is None or sentence.doc is None:
            return []
        before = [t for t in sentence.doc if match.start("who") <= t.idx < match.end("who")]
        verbs = [t for t in before if t.pos_ in ("VERB", "AUX") and t.dep_ != "relcl"]
        who = next((subject(verb) for verb in reversed(verbs) if subject(verb) is not None), None)
        if who is None or any(is_speech(verb) for verb in verbs):
            return []
        low, high = noun_phrase(who)
        voice = self.voice(sentence, sentence.start + low, sentence.start + high, "colon")
        return [] if voice is None else [replace(voice, scope=(sentence.start + match.end("who"), sentence.end), rule="a colon")]

    def _spelt(self, sentence: Sentence) -> list[Source]:
        """Where syntax found no speaker: "…, the Ministry of Defense of Armenia informs." and "Phnom Penh charged on Monday that"."""
        patterns = (tail(), "said at the end"), (inverted(), "says so at the end"), (lead(), "said at the start"), (noted(), "it is noted")
        for pattern, rule in patterns:
            match = pattern.search(sentence.text)
            if match is None or match["who"].lower() in ("who", "which", "that"):
                continue
            start, end = sentence.start + match.start("who"), sentence.start + match.end("who")
            if (voice := self.voice(sentence, start, end, "said")) is not None:
                verb = next((t.i for t in sentence.doc or () if t.idx == match.start("verb")), -1)
                if sentence.doc is not None and verb >= 0 and (_is_noun(sentence.doc[verb]) or _spoken_for(sentence.doc[verb], match)):
                    continue
                return [replace(voice, scope=(sentence.start, sentence.end), rule=rule, verb=verb)]
        return []

    def _according(self, sentence: Sentence) -> list[Source]:
        found = []
        for match in ACCORDING.finditer(sentence.text):
            end = HIM.match(sentence.text, match.end()) or END.search(sentence.text, match.end())
            stop = end.end() if end is not None and end.re is HIM else end.start() if end is not None else len(sentence.text)
            who = self.voice(sentence, sentence.start + match.end(), sentence.start + stop, "according")
            if who is not None and who.rule == "unnamed" and (office := OFFICE.match(sentence.text, stop)) is not None:
                who = self.voice(sentence, sentence.start + office.start("what"), sentence.start + office.end(), "according") or who
            found.append(who)
        for pattern in (POSSESSED, TOLD):
            for match in pattern.finditer(sentence.text):
                group = match.lastgroup or "who"
                low, high = sentence.start + match.start(group), sentence.start + match.end(group)
                if ITS.match(match[group]) and any(t.dep_ == "ROOT" and is_speech(t) for t in sentence.doc or ()):
                    low, high = self._behind(sentence.start + match.end())
                found.append(self.voice(sentence, low, high, "according") if high > low else None)
        found += [self._seated(sentence)] if not any(found) else []
        return [replace(s, scope=(sentence.start, sentence.end)) for s in found if s is not None]

    def _behind(self, end: int) -> Span:
        """ "In its evening bulletin the ministry told of two dead": whose it is stands behind it where he says something."""
        after = best(self.people.within(end, end + BEHIND))
        return (after.start, after.end) if after is not None else (end, end)

    def _seated(self, sentence: Sentence) -> Source | None:
        """ "In Donetsk the claim was brushed aside": a passive without its doer is of the side that sits there."""
        match = SEAT.match(sentence.text)
        for mention in self.people.within(sentence.start + match.start("who"), sentence.start + match.end("who")) if match else ():
            if mention.party:
                return Source(None, mention.party, None, (mention.start, mention.end), "said", rule="where it is said")
        return None

    def _said(self, sentence: Sentence) -> list[Source]:
        doc = sentence.doc
        assert doc is not None
        found: list[Source] = []
        for token in doc:
            if not is_speech(token):
                continue
            alike = is_passive(token) == is_passive(token.head)  # "Kigali, accused by experts, has denied it": not they deny it
            if found and token.dep_ == "conj" and alike and not any(c.dep_ in ("nsubj", "nsubjpass", "agent") for c in token.children):
                before = next((s for s in found if s.verb == token.head.i), found[0])
                found.append(replace(before, scope=reach(sentence, token), verb=token.i))  # "charged that …, and promised a reply"
                continue
            told = speakers(token)
            if not told and (asked := self.asked(sentence, token)) is not None:
                found.append(asked)
            for who in told:
                start, end = noun_phrase(who)
                voice = self._named_here(who, token, found) or self.voice(sentence, sentence.start + start, sentence.start + end, "said")
                if voice is not None:
                    found.append(replace(voice, scope=reach(sentence, token), via=self._via(sentence, token), verb=token.i))
        return found

    def _named_here(self, who: Token, verb: Token, found: list[Source]) -> Source | None:
        """ "Islamabad speaks of four dead; five soldiers, it said": who spoke before in the sentence, unless that is what it says."""
        if who.lower_ not in TAKEN_UP:
            return None
        content = {t.i for t in verb.subtree}
        before = [s for s in found if 0 <= s.verb < verb.i and s.verb not in content and (s.party or s.actor)]
        return replace(before[-1], kind="said", rule="the same", verb=-1) if before else None

    def _via(self, sentence: Sentence, verb: Token) -> str | None:
        """The agency that was told: "told the Donetsk News Agency"."""
        for heard in (c for c in verb.children if c.dep_ in ("dobj", "dative", "pobj")):
            start, end = noun_phrase(heard)
            mention = best(self.people.within(sentence.start + start, sentence.start + end))
            if verb.lemma_ in ("tell", "inform") and mention is not None and mention.actor:
                actor = registry().actors.get(mention.actor)
                return mention.actor if actor is not None and actor.kind == "media" else None
        return None


def _misread(source: Source, spelt: list[Source]) -> bool:
    """Whether words put beside the verb name another speaker than its parse: "YPG fighters killed …, the Turkish ministry said"."""
    return any(s.party and s.party != source.party and s.rule in ENDS and source.verb == s.verb for s in spelt)


def _within(source: Source, spelt: Source) -> bool:
    """Whether a voice is only told of by who speaks at the end: "the statement in which Baku accuses … is false, the ministry informs"."""
    return spelt.rule in ENDS and source.verb != spelt.verb and source.scope != spelt.scope


def _whole(source: Source, spelt: list[Source]) -> Source:
    """A speaker put in between or at the end says the whole sentence, however its parse hangs."""
    scope = next((s.scope for s in spelt if s.verb == source.verb and s.rule in ENDS), source.scope)
    return replace(source, scope=scope)


def _is_noun(word: Token) -> bool:
    """ "did not respond to these claims": a verb of saying that is a noun here."""
    return word.pos_ == "NOUN" and word.dep_ == "pobj" and word.lower_ in NOUNS_TOO


def _spoken_for(verb: Token, match: re.Match[str]) -> bool:
    """ "France, a member, urged restraint on the enemy": who stands after the verb does not say it when somebody before it does."""
    return match.start("who") > match.start("verb") and any(c.dep_ == "nsubj" and c.i < verb.i for c in verb.children)
