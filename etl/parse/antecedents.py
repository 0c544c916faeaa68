"""Those spoken of before: "forty gunmen of the Front waited … five of them never got up" are gunmen of the Front."""

from __future__ import annotations

import re
from typing import NamedTuple

from etl.lexicon.words import words
from etl.parse.document import Sentence
from etl.parse.harm import Harm
from etl.parse.numbers import numerals
from etl.parse.tellings import Reader

REACH = 2  # sentences of the paragraph in which they are looked for
AFTER = re.compile(r"(?:[\s-]+(?:of )?(?:the |his |its |their |our )?[\w'’-]+){1,4}")  # "forty young gunmen", "two of its soldiers"
ONE = re.compile(r"\b(?:an?|the|his|her|another|one) (?P<who>(?:[\w-]+ ){0,2}[\w-]+)", re.I)
OTHERS = frozenset({"", "other", "others", "colleague", "colleagues", "comrade", "comrades", "companion", "companions"})


class Antecedent(NamedTuple):
    """A counted group of people: what they are, and whose if the phrase says it."""

    status: str
    party: str | None


def antecedent(harm: Harm, reader: Reader) -> Antecedent | None:
    """The group that a bare number or "of them" takes up: the last one counted before it in the sentence or its paragraph."""
    if not bare(harm, reader):
        return None
    sentences = reader.document.sentences
    here = sentences[harm.sentence]
    opens = here.index == 0 or sentences[here.index - 1].paragraph != here.paragraph  # "Five of them never got up": of those told before
    for n in range(harm.sentence, max(-1, harm.sentence - REACH - 1), -1):
        if sentences[n].paragraph < here.paragraph - (harm.people.part and opens):
            break
        end = harm.people.start if n == harm.sentence else len(sentences[n].text)
        if (found := _last_group(sentences[n], end, reader) or (_some(sentences[n], end) if harm.people.part else None)) is not None:
            return found
    return None


def one_before(harm: Harm, reader: Reader) -> str | None:
    """What "he" and "she" were called before: "the boy was taken to hospital. He died"."""
    sentences, nouns = reader.document.sentences, words().nouns
    for n in range(harm.sentence, max(-1, harm.sentence - REACH - 1), -1):
        text = sentences[n].text[: harm.people.start] if n == harm.sentence else sentences[n].text
        for called in reversed(list(ONE.finditer(text))):
            held = (nouns.get(word, "unknown") for word in reversed(called["who"].lower().split()))
            if (status := next((s for s in held if s != "unknown"), None)) is not None:
                return status
    return None


def bare(harm: Harm, reader: Reader) -> bool:
    """Whether the phrase itself names no people: "two", "five of them", "the others", "three of his colleagues"."""
    people = harm.people
    if people.part or people.noun in OTHERS:
        return True
    text = reader.document.sentences[harm.sentence].text[people.start : people.end].lower()
    return people.noun == "people" and "people" not in text


def _some(sentence: Sentence, end: int) -> Antecedent | None:
    """Those whom nobody counted: "was bringing soldiers back from leave. Four of them died"."""
    nouns = words().nouns
    told = [nouns[w] for w in re.findall(r"people|[\w-]+(?:s|men)\b", sentence.text[:end].lower()) if w in nouns]
    return Antecedent(told[-1], None) if told and told[-1] != "unknown" else None


def _last_group(sentence: Sentence, end: int, reader: Reader) -> Antecedent | None:
    """The last number before `end` with a noun of people behind it."""
    nouns = words().nouns
    for number in reversed(numerals(sentence.text[:end])):
        match = AFTER.match(sentence.text[:end], number.end)
        if match is None:
            continue
        told = re.findall(r"[\w'’-]+", match.group().lower())
        held = next((nouns[t] for t in told if nouns.get(t, "unknown") != "unknown"), None)
        if held is not None:
            near = [a for a in reader.actors(sentence) if number.start <= a.start <= match.end() + 8 and a.party]
            return Antecedent(held, near[0].party if near else None)
    return None
