"""Clauses: the verb that a place in a parsed sentence belongs to."""

from __future__ import annotations

from etl.parse.document import Sentence
from etl.parse.roles import CLAUSES
from etl.parse.syntax import token_at
from etl.parse.trees import Token


def clause_of(sentence: Sentence, offset: int) -> int:
    """The verb whose clause holds this offset of the article."""
    token = token_of(sentence, offset)
    if token is None:
        return -1
    while token.head.i != token.i and not (token.pos_ in ("VERB", "AUX") and token.dep_ in CLAUSES):
        token = token.head
    return int(token.i)


def token_of(sentence: Sentence, offset: int) -> Token | None:
    """The token of a parsed sentence at an offset of the article."""
    return token_at(sentence.doc, offset - sentence.start) if sentence.doc is not None else None
