"""Parts of speech and base forms of parsed words: the pipeline's own answers, asked once for each word in each use.

spaCy's attribute ruler and lemmatizer cost a third of its time and say the same of "fired/VBD" every time.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy
from spacy.attrs import LEMMA, POS
from spacy.tokens import Doc

if TYPE_CHECKING:
    from spacy.language import Language


HELPING = frozenset({"aux", "auxpass", "cop", "neg", "prt", "expl", "poss", "ROOT", "mark"})  # uses that change a word's part of speech
FIXED = frozenset({"NNP", "NNPS"})  # names keep their capitals


def add_forms(doc: Doc, language: Language) -> None:
    """Give every word of a tagged and parsed text its part of speech and its base form."""
    values = numpy.empty((len(doc), 2), dtype="uint64")
    for n, token in enumerate(doc):
        fixed = token.tag_ in FIXED
        values[n] = _form(language, token.text if fixed else token.lower_, token.tag_, token.dep_ if token.dep_ in HELPING else "")
    if len(doc):
        doc.from_array([POS, LEMMA], values)  # type: ignore[arg-type]


@lru_cache(maxsize=100_000)
def _form(language: Language, text: str, tag: str, dep: str) -> tuple[int, int]:
    alone = Doc(language.vocab, words=[text], tags=[tag], deps=[dep], heads=[0])
    for name in ("attribute_ruler", "lemmatizer"):
        alone = language.get_pipe(name)(alone)
    return int(alone[0].pos), int(alone[0].lemma)
