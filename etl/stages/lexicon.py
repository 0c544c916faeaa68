"""Check: every alias, trigger, weapon, person noun, word of speech and place of ours does what its example promises, no more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from etl.lexicon import check, places, speech
from etl.lexicon.files import DataError, Record, read_yaml
from etl.lexicon.patterns import noun_forms
from etl.lexicon.registry import load
from etl.lexicon.words import words
from etl.model import Article
from etl.parse.actors import actors_in
from etl.parse.casualties import harms
from etl.parse.document import Sentence, document
from etl.parse.events import events, weapons
from etl.parse.places import places_in


def prove() -> tuple[int, list[str]]:
    """How many entries were put to the proof, and a line for each that failed it."""
    try:
        known = load()
        aliases = sum(len(p.aliases) for p in known.parties.values()) + sum(len(a.aliases) for a in known.actors.values())
        findings = [*check.broken(known, named), *check.unspoken(read_yaml("speech.yaml"))]
        force = words()
        triggers = len(force.events) + len(force.harms) + len(force.weapons) + len(force.nouns) + len(speech.load().turns)
        findings += [*unmoved(read_yaml("events.yaml"), "rule", told), *unmoved(read_yaml("harms.yaml"), "harm", hurt)]
        findings += [*unmoved(read_yaml("weapons.yaml"), "weapon", armed), *uncounted(read_yaml("nouns.yaml"))]
        own = list(places.curated())
        findings += lost(own)
    except DataError as error:
        return 0, [str(error)]
    return aliases + triggers + len(own), findings


def named(sentence: str, on: date | None) -> Iterator[tuple[int, int, str | None, str | None]]:
    """The sides and bodies that a sentence names other than as ground."""
    return ((m.start, m.end, m.party, m.actor) for m in actors_in(sentence, on) if m.kind != "ground")


def told(sentence: Sentence) -> set[str]:
    """The rules of force by which a sentence tells something."""
    return {event.rule for event in events(sentence, actors_in(sentence.text))}


def hurt(sentence: Sentence) -> set[str]:
    """The harms that a sentence tells."""
    return {harm.harm for harm in harms(sentence, actors_in(sentence.text))}


def armed(sentence: Sentence) -> set[str]:
    """The weapons that a sentence names."""
    return {trigger.weapon or trigger.rule for *_, trigger in weapons(sentence.text)}


def unmoved(rules: list[Record], key: str, find: Callable[[Sentence], set[str]]) -> Iterator[str]:
    """Rules that don't see their example, or see something in their counter-example."""
    for rule, said, unsaid in zip(rules, _sentences(r["example"] for r in rules), _sentences(r["counter"] for r in rules), strict=True):
        where = f"{rule.path.name}:{rule.line}: {rule.get('rule') or rule[key]}"
        if rule[key] not in find(said):
            yield f"{where}: sees nothing in {said.text!r}"
        if rule[key] in find(unsaid):
            yield f"{where}: sees something in {unsaid.text!r}"


def uncounted(rows: list[Record]) -> Iterator[str]:
    """Person nouns that are not hurt as people of their status."""
    forms = [(row, noun, noun_forms(noun)[-1]) for row in rows for noun in row["nouns"]]
    for (row, noun, _), sentence in zip(forms, _sentences(row["example"].replace("{}", form) for row, _, form in forms), strict=True):
        hurt = {harm.people.status for harm in harms(sentence, actors_in(sentence.text))}
        if row["status"] not in hurt:
            yield f"nouns.yaml:{row.line}: {noun}: {', '.join(sorted(hurt)) or 'nobody'} hurt in {sentence.text!r}"


def _sentences(texts: Iterable[str]) -> list[Sentence]:
    paper = document(Article("\n\n".join(texts)))
    paper.parse()
    return paper.sentences


def lost(own: list[tuple[places.Entry, list[str], list[str]]]) -> Iterator[str]:
    """Places of our own list that no sentence about them finds, alone or among those of the same name."""
    known = places.gazetteer()
    for entry, names, _ in own:
        namesakes = {other.id for name in names for other in known.find(name)}
        sentences = f"Three shells fell near {entry.name}.", f"Fighting broke out in the {entry.name} region."
        read = [mention for sentence in sentences for mention in places_in(sentence, frozenset({entry.country}))]
        if not any(mention.place.id is None or mention.place.id in namesakes for mention in read):
            yield f"{places.CURATED}: {entry.id}: {entry.name!r} is not found near itself, but {[m.place.id for m in read]}"
