"""The lexicon of force proves itself: every word in an example, every risky one kept out of a counter-example."""

from __future__ import annotations

import pytest

from etl.lexicon.files import Record, read_yaml
from etl.lexicon.patterns import compile_pattern, noun_forms, verb_forms
from etl.lexicon.words import words

ROWS = [(name, row) for name in ("events.yaml", "harms.yaml", "weapons.yaml") for row in read_yaml(name)]


@pytest.mark.parametrize(("name", "row"), ROWS, ids=[f"{n}:{r.line}" for n, r in ROWS])
def test_each_rule_matches_its_example_and_not_its_counter_example(name: str, row: Record) -> None:
    patterns = [compile_pattern(source) for source in row["match"]]
    assert any(p.regex.search(row["example"]) for p in patterns)
    assert row.get("counter"), f"{name}:{row.line} has no counter-example"
    assert not any(p.regex.search(row["counter"]) for p in patterns)


def test_the_lexicon_loads_and_holds_hundreds_of_words() -> None:
    lexicon = words()
    assert sum(len(t.patterns) for t in (*lexicon.events, *lexicon.harms, *lexicon.weapons)) > 400
    assert len(lexicon.nouns) > 300


@pytest.mark.parametrize("row", read_yaml("nouns.yaml"), ids=lambda row: str(row["status"]))
def test_no_noun_has_two_statuses(row: Record) -> None:
    others = {noun for other in read_yaml("nouns.yaml") if other["status"] != row["status"] for noun in other["nouns"]}
    assert not set(row["nouns"]) & others


@pytest.mark.parametrize(
    ("verb", "form"),
    [("shell", "shelled"), ("fire", "firing"), ("try", "tried"), ("strike", "struck"), ("stop", "stopped"), ("attack", "attacks")],
)
def test_verb_forms(verb: str, form: str) -> None:
    assert form in verb_forms(verb)


@pytest.mark.parametrize(
    ("noun", "plural"),
    [("casualty", "casualties"), ("serviceman", "servicemen"), ("child", "children"), ("clash", "clashes"), ("day", "days")],
)
def test_noun_forms(noun: str, plural: str) -> None:
    assert plural in noun_forms(noun)


@pytest.mark.parametrize(("source", "text", "head"), [
    ("open~ fire", "Troops opened fire at dawn.", "opened"),
    ("take~ * prisoner+", "They took two men prisoner.", "took"),
    ("(mortar|artillery) shell+", "Two mortar shells landed.", "shells"),
    ("lose~ (his|their) (life|lives)", "Two lost their lives.", "lost"),
    ("not? open~ up", "The guns opened up.", "opened"),
])  # fmt: skip
def test_patterns_find_their_head(source: str, text: str, head: str) -> None:
    (found,) = compile_pattern(source).heads(text)
    assert text[found[0] : found[1]] == head


@pytest.mark.parametrize(
    ("source", "text"),
    [("open~ fire", "They opened the fire door."), ("take~ * prisoner+", "They took a long road home to see the prisoner.")],
)
def test_patterns_leave_other_words_alone(source: str, text: str) -> None:
    assert not list(compile_pattern(source).heads(text))
