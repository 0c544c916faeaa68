"""Whether a scene is a report at all: what is said of it weighed against what makes it history, habit, accident or mere talk."""

from __future__ import annotations

import re
from collections.abc import Iterator

from etl.lexicon.registry import load
from etl.lexicon.seldom import Seldom
from etl.parse.clauses import clause_of
from etl.parse.cues import LONG
from etl.parse.events import Event, code
from etl.parse.linking import COARSE
from etl.parse.ownership import is_side
from etl.parse.scenes import VAGUE_KINDS, Scene, Telling
from etl.parse.syntax import above, tense_of
from etl.parse.tellings import Reader
from etl.parse.trees import Token

ACCIDENT = Seldom(
    r"\b(?:accident\w*|rolled over|overturn\w*|turned over|crash\w*|collid\w+|collision|fire swept|blaze|avalanche|landslide|lightning"
    r"|electrocut\w+|drown\w*|negligence|misfire\w*"
    r"|technical (?:fault|malfunction)|short circuit|gas leak|suicide note|shot himself|took his own life|heart attack|tidying up"
    r"|forgotten|capsiz\w+|careless\w*|handling (?:of )?(?:\w+ )?(?:weapons?|arms|firearms?|ammunition)"
    r"|safety (?:rules|regulations|norms)|(?:non|not)[ -]combat|friendly fire"
    r"|(?:shot|stabbed|fired (?:at|on)) (?:dead )?(?:\w+ ){0,2}(?:fellow|comrades?|colleagues?))\b",
    re.I,
)
DEPOT = Seldom(r"\b(?:arms|ammunition|munitions|weapons|fuel)[ -](?:store|depot|dump|factory)s?\b", re.I)  # blows up by itself
RECALLED = Seldom(
    r"\b(?:anniversary|memorial|commemorat\w+|court|sentenced|trial|convicted|film|museum|years ago|decades? ago|remember\w*|swap\w*"
    r"|exchange of prisoners|handed over|released|set free|repatriat\w+"
    r"|history|historian|veteran|at the time|in those days|back then)\b",
    re.I,
)
REHEARSED = Seldom(
    r"\b(?:drills?|exercises?|manoeuvres|maneuvers|war games?|rehears\w+|training|simulat\w+|parade)\b"
    r"(?! (?:grounds?|camps?|bases?|cent(?:re|er)s?))",
    re.I,
)
MONITORS = frozenset({"osce", "un-peacekeepers", "un-command", "slmm", "ctsamm", "international-monitoring-team"})
ARMS = frozenset({"sniper_fire", "shelling", "rocket_or_missile", "air_strike", "drone_strike"})  # what no criminal has
DOWNED = Seldom(r"\b(?:shot|brought) (?:\w+ ){0,4}down\b|\bdowned\b", re.I)  # what was shot down crashed by no accident
OURS = Seldom(
    r"\b(?:our (?:own )?(?:soldiers?|servicem[ae]n|troops|fighters|border guards?|positions?|posts?|units?|forces)"
    r"|the (?:enemy|adversary|occupiers?|aggressors?))\b",
    re.I,
)
EMBEDDED = frozenset({"advcl", "relcl", "acl"})
FRESH, RECENT = 2, 10  # days before publication
BRIEF = 5  # sentences of an entry of a chronicle, which tells of its day's event and of nothing else

WEIGHTS: dict[str, float] = {  # found by bench.tune; those of accident, rehearsed, habit and nobody's are ours: gold has too few
    "bias": -0.3, "strong": 0.2, "spot": 0.7, "area": 0.3, "day": 0.6, "days ago": 0.7, "weeks ago": -0.2, "toll": 0.4, "lead": 0.3,
    "late": -0.4, "retold": 0.3, "said": 0.1, "past": 0.4, "pluperfect": -0.4, "embedded": -0.5, "denied": -0.4, "weak": -0.2,
    "spoken of before": -0.4, "bare breach": -0.2, "vague kind": -0.5, "harm only": -0.2, "alone": -0.4, "brief": 0.9, "long time": -0.5,
    "nobody named": -0.5, "nobody nowhere": -0.5, "recalled": -0.2,
    "accident": -2.5, "rehearsed": -1.5, "habit": -1.5, "nobody's": -9.0,
}  # fmt: skip


def worth(scene: Scene, scenes: list[Scene], reader: Reader) -> float:
    """Above zero, a scene is a report."""
    return sum(WEIGHTS[name] * size for name, size in grounds(scene, scenes, reader))


def grounds(scene: Scene, scenes: list[Scene], reader: Reader) -> Iterator[tuple[str, float]]:
    """What speaks for and against a scene, by name."""
    yield "bias", 1.0
    if any(t.strong for t in scene.tellings):
        yield "strong", 1.0
    fine = any(p.place.precision not in COARSE for p in scene.places)
    if scene.places:
        yield ("spot" if fine else "area"), 1.0
    if any(h.people.counted for h in scene.harms):
        yield "toll", 1.0
    yield "retold", min(4.0, len(scene.tellings) - 1.0)
    if any(t.source for t in scene.tellings):
        yield "said", 1.0
    if scene.events and all(e.definite for e in scene.events):
        yield "spoken of before", 1.0
    if scene.events and all(e.habit for e in scene.events):
        yield "habit", 1.0
    if not scene.events:
        yield "harm only", 1.0
    if scene.kinds <= VAGUE_KINDS:
        yield "vague kind", 1.0
    breach = {code(e) for e in scene.events if not e.weak} == {"unspecified_violation"}
    if breach and not scene.places and scene.occurred is None and not scene.harms:
        yield "bare breach", 1.0
    if not _fought_over(scene, reader):
        yield "nobody's", 1.0
    yield from _when(scene, scenes, reader)
    told = list(_words(scene, reader))
    yield from told
    yield from _grammar(scene, reader)
    if len(scenes) == 1:
        yield "alone", 1.0
    brief = len(reader.document.sentences) <= BRIEF and scene.occurred is not None
    if brief and {"accident", "rehearsed"}.isdisjoint(name for name, _ in told):
        yield "brief", 1.0


def _fought_over(scene: Scene, reader: Reader) -> bool:
    """Whether the article names a side that fights, or the scene a place where a truce is spoken of; a strike of dancers has neither."""
    if any(is_side(p) or p in MONITORS for p in reader.cast.named):
        return True
    return bool(scene.places and reader.truce) or _in_truce(scene, reader) or _own_war(scene, reader)


def _own_war(scene: Scene, reader: Reader) -> bool:
    """Whether a side's own outlet tells of weapons of war at a place, of "our" soldiers or "the enemy": the side needs no name."""
    words = " ".join(reader.document.sentences[t.sentence].text for t in scene.tellings)
    teller = reader.document.article.outlet_party
    return teller is not None and is_side(teller) and bool((scene.places and scene.kinds & ARMS) or OURS.search(words))


def _in_truce(scene: Scene, reader: Reader) -> bool:
    """Whether weapons of war are told of at a place that a ceasefire then in force covers: "shells fell on the market of El Fasher"."""
    day = (scene.occurred and scene.occurred.end) or reader.published
    laid = any("mine" in e.weapons for e in scene.events)  # a landmine, though not every bomb
    if day is None or not (laid or scene.kinds & ARMS):
        return False
    return any(c.in_force(day) and p.place.lat is not None and p.place.lon is not None and c.covers(p.place.lat, p.place.lon)
               for p in scene.places for c in load().ceasefires.values())  # fmt: skip


def _when(scene: Scene, scenes: list[Scene], reader: Reader) -> Iterator[tuple[str, float]]:
    day = scene.occurred
    if day is not None:
        yield "day", 1.0
        age = (reader.published - day.end).days if day.end and reader.published else 0
        if age > FRESH:
            yield ("days ago" if age <= RECENT else "weeks ago"), 1.0
    first = scene.tellings[0].sentence
    if first <= 2:
        yield "lead", 1.0
    if first > 0.66 * reader.length and scene is not scenes[0]:
        yield "late", 1.0


def _grammar(scene: Scene, reader: Reader) -> Iterator[tuple[str, float]]:
    """How its first word of force stands in its sentence: in the past tense, in a clause or a phrase that only recalls."""
    if not scene.events:
        return
    first = scene.events[0]
    doc = reader.document.sentences[first.sentence].doc
    assert doc is not None
    token = doc[first.head]
    line = [token, *above(token)]
    if any(t.dep_ in EMBEDDED and not _told_of_harm(t, scene.tellings[0], reader) and not _to_the_fore(t) for t in line):
        yield "embedded", 1.0
    if all(e.denied for e in scene.events):
        yield "denied", 1.0
    if all(e.weak for e in scene.events):
        yield "weak", 1.0
    verb = next((t for t in line if t.pos_ in ("VERB", "AUX")), None)
    tense = tense_of(verb) if verb is not None else ""
    if tense and not (tense == "pluperfect" and _spoken(first, scene)):
        yield tense, 1.0


def _spoken(event: Event, scene: Scene) -> bool:
    """Whether it is told in someone's words, whose past goes a step back: "the army said that rebels had fired"."""
    return any(t.source and t.source.kind != "run" for t in scene.tellings if event in t.events)


def _to_the_fore(clause: Token) -> bool:
    """Whether a clause below another tells the news: "it was the rebels who had fired", "they were changing posts when troops fired"."""
    be = clause.head.head
    if clause.dep_ == "relcl" and clause.head.dep_ == "attr" and be.lemma_ == "be":
        return any(c.lower_ == "it" and c.dep_ in ("nsubj", "expl") for c in be.children)
    over = next((t for t in above(clause) if t.pos_ == "VERB"), None)
    if clause.dep_ == "acl" or over is None or over.i > clause.i or not any(c.lower_ == "when" for c in clause.children):
        return False
    aids = {c.lower_ for c in over.children if c.dep_ == "aux"}
    return "had" in aids or (over.tag_ == "VBG" and bool(aids & {"was", "were"}))


def _told_of_harm(clause: Token, telling: Telling, reader: Reader) -> bool:
    """Whether a clause tells how those of the main clause came to harm: "two soldiers died when a shell hit their post"."""
    sentence = reader.document.sentences[telling.sentence]
    return clause.dep_ == "advcl" and any(clause_of(sentence, h.start) == clause.head.i for h in telling.harms)


def _words(scene: Scene, reader: Reader) -> Iterator[tuple[str, float]]:
    text = " ".join(reader.document.sentences[t.sentence].text for t in scene.tellings)
    for name, cue in (("accident", ACCIDENT), ("recalled", RECALLED), ("rehearsed", REHEARSED)):
        if cue.search(text) and not (name == "accident" and DOWNED.search(text)):
            yield name, 1.0
    if DEPOT.search(text) and not scene.initiator and scene.kinds <= {"mine_or_ied"}:
        yield "accident", 1.0
    if LONG.search(text):
        yield "long time", 1.0
    if not scene.initiator and not scene.target:
        yield "nobody named", 1.0
    if not scene.initiator and not scene.places:
        yield "nobody nowhere", 1.0
