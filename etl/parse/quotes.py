"""Quotes that run over several sentences, and whose word they are."""

from __future__ import annotations

from etl.parse.document import Sentence
from etl.parse.speakers import Source, goes_on


def quoted(sentences: list[Sentence], found: list[Source | None]) -> list[Source | None]:
    """A quote of several sentences is the word of him who is named where it closes: "“They fired first. We fired back,” he said"."""
    whole, inside = list(found), list[Sentence]()
    for sentence, voice in zip(sentences, found, strict=True):
        text = sentence.text
        if inside and inside[-1].paragraph != sentence.paragraph:
            inside = inside if text[:1] in "“\"" else []
            text = text[1:] if inside else text  # each paragraph of a quote opens it anew
        if not inside:
            inside = [sentence] if _turns(text) and (voice is None or voice.kind == "run") else []
        elif not _turns(text):
            inside.append(sentence)
        else:
            if voice is not None and voice.kind != "run":
                for before in inside:
                    whole[before.index] = goes_on(voice, before, "said", "the quote")
            inside = []
    return whole


def _turns(text: str) -> bool:
    """Whether a quote is opened here and not closed, or closed and not opened."""
    return text.count("“") != text.count("”") or text.count('"') % 2 == 1
