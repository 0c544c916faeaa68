"""Words whose speaker is named only after them: quotes of several sentences, tidings with "This was reported by …" at their end."""

from __future__ import annotations

import re

from etl.parse.document import Sentence
from etl.parse.speakers import Source, goes_on

BACK = re.compile(r"(?:This|That|It|The (?:news|information|report|incident)) (?:is|was|has been) (?:also |first )?"
                  r"(?:according to|reported|announced|stated|said|confirmed|told|claimed|disclosed|what)\b(?!.*\bthat\b)")  # fmt: skip


def told_back(sentences: list[Sentence], found: list[Source | None]) -> list[Source | None]:
    """ "Two men were hurt. This was reported by the army": what nobody else has told before it in the paragraph, or the last sentence."""
    whole = list(found)
    for sentence, voice in zip(sentences, found, strict=True):
        if voice is None or voice.kind == "run" or not BACK.match(sentence.text):
            continue
        for before in reversed(sentences[: sentence.index]):
            if whole[before.index] is not None or sentence.paragraph - before.paragraph > (before.index == sentence.index - 1):
                break
            whole[before.index] = goes_on(voice, before, "said", "told after it")
    return whole


def quoted(sentences: list[Sentence], found: list[Source | None]) -> list[Source | None]:
    """A quote of several sentences is the word of him who is named where it closes: "“They fired first. We fired back,” he said"."""
    whole, inside = list(found), list[Sentence]()
    for sentence, voice in zip(sentences, found, strict=True):
        text = sentence.text
        if inside and inside[-1].paragraph != sentence.paragraph:
            inside = inside if text[:1] in "“\"" else []
            text = text[1:] if inside else text  # each paragraph of a quote opens it anew
        if not inside:
            inside = [sentence] if turns(text) and (voice is None or voice.kind == "run" or _spoken_of(sentence, voice)) else []
        elif not turns(text):
            inside.append(sentence)
        else:
            if voice is not None and voice.kind != "run":
                for before in inside:
                    whole[before.index] = goes_on(voice, before, "said", "the quote")
            inside = []
    return whole


def _spoken_of(sentence: Sentence, voice: Source) -> bool:
    """Whether who seems to speak is named inside the quote: "“We urge both …", "“The attack described in Baku's statement …"."""
    opening = max(map(sentence.text.rfind, "“\""))
    return voice.rule == "we" or 0 <= opening < voice.span[0] - sentence.start


def turns(text: str) -> bool:
    """Whether a quote is opened here and not closed, or closed and not opened."""
    return text.count("“") != text.count("”") or text.count('"') % 2 == 1
