"""A parsed sentence as the rules see it: plain words that know their head and their children, with spaCy's names for their parts.

spaCy looks every part of a token up anew each time it is asked; the rules ask a hundred times a word.
"""

from __future__ import annotations

from typing import NamedTuple

Use = tuple[str, str, str]  # a word, its tag and its relation


class Form(NamedTuple):
    """What is told of a word in one use wherever it stands."""

    text: str
    tag: str
    dep: str
    lower: str
    pos: str
    lemma: str
    number: bool


class Tree(list["Token"]):
    """The words of a sentence in order; an offset of a word is one in `text`."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def stretch(self, first: int, last: int) -> str:
        """The text from one word to another, both included."""
        return self.text[self[first].idx : self[last].idx + len(self[last].text)]


class Token:
    """A word: `dep_` is its relation to `head` (its own head is the root), `children` are in the order of the text."""

    __slots__ = ("_subtree", "called", "children",
                 "dep_", "doc", "head", "i", "idx", "lemma_", "like_num", "lower_", "pos_", "tag_", "text")  # fmt: skip

    def __init__(self, doc: Tree, i: int, idx: int, form: Form) -> None:
        self.doc, self.i, self.idx = doc, i, idx
        self.text, self.tag_, self.dep_, self.lower_, self.pos_, self.lemma_, self.like_num = form
        self.head: Token = self
        self.children: list[Token] = []
        self._subtree: list[Token] | None = None
        self.called: set[str] | None = None  # a verb's names, once etl.parse.attribution_grammar has told them

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return self.text

    @property
    def subtree(self) -> list[Token]:
        """The word with everything below it, in the order of the text."""
        if self._subtree is None:
            found = [self]
            for word in found:
                found += word.children
            self._subtree = sorted(found, key=lambda word: word.i)
        return self._subtree

    def forget(self) -> None:
        """Its subtree is to be looked up anew: the tree was mended."""
        self._subtree = None

    @property
    def left_edge(self) -> Token:
        """The first word of its subtree."""
        return self.subtree[0]

    @property
    def right_edge(self) -> Token:
        """The last word of its subtree."""
        return self.subtree[-1]
