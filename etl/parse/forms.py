"""Parts of speech and base forms of parsed words: the pipeline's own answers, asked once for each word in each use.

spaCy's attribute ruler and lemmatizer cost a third of its time and say the same of "fired/VBD" every time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from spacy.tokens import Doc

from etl.parse.trees import Form, Use

if TYPE_CHECKING:
    from spacy.language import Language


HELPING = frozenset({"aux", "auxpass", "cop", "neg", "prt", "expl", "poss", "ROOT", "mark"})  # uses that change a word's part of speech
FIXED = frozenset({"NNP", "NNPS"})  # names keep their capitals
KNOWN = 100_000  # words kept


class Forms:
    """The forms of the words met so far."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.known: dict[Use, Form] = {}

    def of(self, words: Iterable[Use]) -> list[Form]:
        """The forms of these words in their uses."""
        keys = [(text, tag, dep if dep in HELPING else "") for text, tag, dep in words]
        if len(self.known) > KNOWN:
            self.known.clear()
        if new := [key for key in dict.fromkeys(keys) if key not in self.known]:
            self.known.update(zip(new, self._ask(new), strict=True))
        return [self.known[key] for key in keys]

    def _ask(self, uses: list[Use]) -> Iterator[Form]:
        """The pipeline's answers, for all at once: the words stand in a row, with commas between so that none explains another."""
        row = [use for text, tag, dep in uses for use in ((text if tag in FIXED else text.lower(), tag, dep), (",", ",", "punct"))]
        words, tags, deps = (list(column) for column in zip(*row, strict=True))
        doc = Doc(self.language.vocab, words=words, tags=tags, deps=deps, heads=list(range(len(row))))
        for name in ("attribute_ruler", "lemmatizer"):
            doc = self.language.get_pipe(name)(doc)
        return (Form(text.lower(), word.pos_, word.lemma_, word.like_num) for (text, _, _), word in zip(uses, list(doc)[::2], strict=True))
