"""The cheap scan: which articles are worth reading at all, and which of their sentences say anything of force."""

from __future__ import annotations

from functools import cache

from etl.lexicon import speech
from etl.lexicon.patterns import noun_forms, verb_forms
from etl.lexicon.words import WORD, keys_of, words
from etl.parse.attribution_words import CHARGES, SAYINGS, speaks

ENOUGH = 5  # different words of force in a whole article


def promising(text: str) -> bool:
    """Whether a text has enough of the words of force to be worth reading: most news has none, and is put down at once."""
    found = set(WORD.findall(text.lower()))
    return len(found & words().core) >= min(ENOUGH, 1 + len(found) // 60)


def telling(text: str) -> bool:
    """Whether a sentence has a word of force or harm at all."""
    lexicon = words()
    keys = keys_of(text)
    return any(key in lexicon.event_keys or key in lexicon.harm_keys for key in keys)


def worth_a_tree(text: str) -> bool:
    """Whether a sentence may tell of force, of harm or of what somebody says or does: the syntax of others is asked for by nobody."""
    return telling(text) or speaks(text) or not keys_of(text).isdisjoint(_acts())


@cache
def _acts() -> frozenset[str]:
    """The verbs of deeds, and the nouns for what is said."""
    said = speech.load()
    deeds = (form for verb in said.deeds for form in verb_forms(verb.split()[0]))
    return said.accounts.union(said.acts, deeds, *map(noun_forms, CHARGES | SAYINGS))
