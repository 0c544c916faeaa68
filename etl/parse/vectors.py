"""What spaCy's encoder makes of words: the same numbers as its own, in three quarters of the work.

Its input is the same for "fired" every time, whatever stands around it, and so is what one "fired" adds to the first look at the
words beside it: both are kept once a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy

if TYPE_CHECKING:
    from spacy.tokens import Doc

KNOWN = 16_000  # words kept, of 5 kB each


class Words:
    """The encoder over its own weights: a vector for each word by itself, kept, and then four times what its neighbours make of it."""

    def __init__(self, model: Any) -> None:
        alone, beside = model.layers
        extract, _, *self.alone, _ = alone.layers
        self.columns, self.pad, self.width = extract.attrs["columns"], beside.attrs["pad"], model.get_dim("nO")
        self.layers = list(_layers(beside))
        matrix = self.layers[0][0]
        self.apart = numpy.concatenate(numpy.split(matrix, 3), axis=1)  # what a word adds to the next, to itself, to the one before
        self.known: dict[bytes, int] = {}  # a word to its row; row 0 is the nothing between two texts
        self.rows = numpy.zeros((KNOWN, self.width + self.apart.shape[1]), dtype="float32")

    def encode(self, docs: Sequence[Doc]) -> Iterator[Any]:
        """The vectors of each text's words. Between two texts stand empty rows, so that they do not read each other."""
        features = [doc.to_array(self.columns).reshape(len(doc), len(self.columns)) for doc in docs]
        keys = [rows.view(f"V{rows.itemsize * rows.shape[1]}").ravel().tolist() for rows in features]
        self._learn(numpy.concatenate(features), [key for row in keys for key in row])
        nothing = [0] * self.pad
        rows = self.rows[[*nothing, *(n for row in keys for n in (*map(self.known.__getitem__, row), *nothing))]]
        vectors, before, itself, after = numpy.split(rows, self.width + self.apart.shape[1] * numpy.arange(3) // 3, axis=1)
        itself[1:] += before[:-1]
        itself[:-1] += after[1:]
        vectors = _settled(vectors, itself, *self.layers[0][1:])
        for matrix, *weights in self.layers[1:]:
            vectors = _settled(vectors, _beside(vectors) @ matrix, *weights)
        starts = accumulate((len(doc) + self.pad for doc in docs), initial=self.pad)
        return (vectors[start : start + len(doc)] for start, doc in zip(starts, docs, strict=False))

    def _learn(self, features: Any, keys: list[bytes]) -> None:
        """Keep the vectors of words by their form alone."""
        new = {key: n for n, key in enumerate(keys) if key not in self.known}
        if len(self.known) + len(new) >= len(self.rows):
            self.known.clear()
            new = {key: n for n, key in enumerate(keys)}
            self.rows = self.rows if len(new) < KNOWN else numpy.zeros((len(new) + 1, self.rows.shape[1]), dtype="float32")
        if new:
            vectors = features[list(new.values())]
            for layer in self.alone:
                vectors = layer.predict(vectors)
            first = len(self.known) + 1
            self.rows[first : first + len(new)] = numpy.concatenate((vectors, vectors @ self.apart), axis=1)
            self.known.update(zip(new, range(first, first + len(new)), strict=True))


def _layers(model: Any) -> Iterator[tuple[Any, Any, Any, Any]]:
    """Of each layer the matrix and bias, one piece after the other, and the scale and shift of its norm."""
    nodes = {name: [node for node in model.walk(order="dfs_pre") if node.name == name] for name in ("maxout", "layernorm")}
    for maxout, norm in zip(nodes["maxout"], nodes["layernorm"], strict=True):
        matrix, bias = (maxout.get_param(name).swapaxes(0, 1) for name in ("W", "b"))
        yield matrix.reshape(-1, matrix.shape[2]).T.copy(), bias.ravel(), norm.get_param("G"), norm.get_param("b")


def _beside(vectors: Any) -> Any:
    """Each word between its neighbours."""
    width = vectors.shape[1]
    wide = numpy.zeros((len(vectors), 3 * width), dtype="float32")
    wide[1:, :width], wide[:, width : 2 * width], wide[:-1, 2 * width :] = vectors[:-1], vectors, vectors[1:]
    return wide


def _settled(vectors: Any, pieces: Any, bias: Any, scale: Any, shift: Any) -> Any:
    """The end of a layer: the best of its pieces, normalised, added to the word."""
    width = vectors.shape[1]
    pieces += bias
    best = pieces[:, :width]
    for at in range(width, pieces.shape[1], width):
        best = numpy.maximum(best, pieces[:, at : at + width])
    best -= best.mean(axis=1, keepdims=True)
    best *= (numpy.einsum("ij,ij->i", best, best) / width + 1e-8)[:, None] ** -0.5
    return vectors + (best * scale + shift)
