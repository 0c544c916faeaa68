"""Every way to name a side, a body or a person holds what its entry promises: found in its example, not in its counter-example."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import chain

from etl.lexicon.registry import Actor, Alias, Party, Registry

Reading = Iterable[tuple[int, int, str | None, str | None]]  # start, end, party and actor of what is read in a sentence
Reader = Callable[[str, date | None], Reading]


def broken(known: Registry, read: Reader) -> Iterator[str]:
    """A line for each alias that its own text, example or counter-example proves wrong."""
    for file, owner in chain((("parties.yaml", p) for p in known.parties.values()), (("actors.yaml", a) for a in known.actors.values())):
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
