"""Every way to name a side, a body or a person holds what its entry promises: found in its example, not in its counter-example."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from etl.lexicon.files import Record
from etl.lexicon.patterns import verb_forms
from etl.lexicon.records import Actor, Alias, Party, Registry
from etl.lexicon.words import WORD

Reading = Iterable[tuple[int, int, str | None, str | None]]  # start, end, party and actor of what is read in a sentence
Reader = Callable[[str, date | None], Reading]


def broken(known: Registry, read: Reader) -> Iterator[str]:
    """A line for each alias that its own text, example or counter-example proves wrong."""
    owners: list[Party | Actor] = [*known.parties.values(), *known.actors.values()]
    for owner in owners:
        file = "actors.yaml" if isinstance(owner, Actor) else "parties.yaml"
        for alias in owner.aliases:
            where = f"{file}:{alias.line}: {owner.id}: {alias.text!r}"
            sentence = alias.example or f"It was {alias.text}."
            if not means(owner, alias, sentence, read):
                yield f"{where} is not read in {sentence!r}"
            if alias.counter and means(owner, alias, alias.counter, read):
                yield f"{where} is read in {alias.counter!r}"


def means(owner: Party | Actor, alias: Alias, sentence: str, read: Reader) -> bool:
    """Whether the reader takes the alias in this sentence, on a day on which it holds, for its owner."""
    place = sentence.lower().find(alias.text.lower())
    end = place + len(alias.text)
    for start, stop, party, actor in read(sentence, day_of(alias)):
        if start < end and place < stop and owner.id == (actor if isinstance(owner, Actor) else party):
            return True
    return False


def day_of(alias: Alias) -> date | None:
    """A day on which the alias holds; None when it always does."""
    if alias.since and alias.until:
        return alias.since + (alias.until - alias.since) / 2
    return alias.since or alias.until


def unspoken(turns: Iterable[Record]) -> Iterator[str]:
    """A line for each turn of speech whose example has none of its words."""
    for turn in turns:
        verbs = (*turn.get("verbs", ()), *turn.get("deeds", ()))
        forms = {form for verb in verbs for form in verb_forms(verb.split(" ")[0])} | {*turn.get("nouns", ()), *turn.get("acts", ())}
        phrases = [re.compile(phrase, re.I) for phrase in turn.get("phrases", ())]
        example = turn["example"]
        if not (forms & set(WORD.findall(example.lower())) or any(phrase.search(example) for phrase in phrases)):
            yield f"{turn.path.name}:{turn.line}: {turn['rule']}: {example!r} has none of its words"
