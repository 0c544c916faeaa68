"""Parts of speech and base forms of parsed words: the pipeline's own answers, asked once for each word in each use.

spaCy's attribute ruler and lemmatizer cost a third of its time and say the same of "fired/VBD" every time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from spacy.tokens import Doc

from etl.parse.trees import Form, Use

if TYPE_CHECKING:
    from spacy.language import Language


FIXED = frozenset({"NNP", "NNPS"})  # names keep their capitals


def forms(language: Language, uses: list[Use]) -> Iterator[Form]:
    """The pipeline's answers, for all at once: the words stand in a row, with commas between so that none explains another."""
    row = [use for text, tag, dep in uses for use in ((text if tag in FIXED else text.lower(), tag, dep), (",", ",", "punct"))]
    words, tags, deps = (list(column) for column in zip(*row, strict=True))
    doc = Doc(language.vocab, words=words, tags=tags, deps=deps, heads=list(range(len(row))))
    for name in ("attribute_ruler", "lemmatizer"):
        doc = language.get_pipe(name)(doc)
    for (text, tag, dep), word in zip(uses, list(doc)[::2], strict=True):
        yield Form(text, tag, dep, text.lower(), word.pos_, word.lemma_, word.like_num)
