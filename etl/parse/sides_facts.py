"""What a scene tells of its sides: who does it, who is hit, whose the dead are, who tells it, who is there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from etl.lexicon.seldom import Seldom
from etl.model import Place
from etl.parse.document import Sentence
from etl.parse.events import Event
from etl.parse.places import best_place
from etl.parse.roles import role_of
from etl.parse.scenes import Scene, Telling
from etl.parse.syntax import called_false
from etl.parse.tellings import Reader

UNKNOWN = Seldom(
    r"\b(?:unidentified|unknown (?:gunmen|men|assailants|attackers|armed|persons?|groups?|origin)|nobody (?:has|can)"
    r"|no (?:one|group) (?:has )?(?:claimed|immediately)|no immediate claim|would not say wh|not (?:immediately )?(?:known|clear) who)",
    re.I,
)
OURS = frozenset({"its", "our", "their"})
REACH = 25  # the scenes before and after a scene that count as the others
LATE = 3  # sentences after a scene begins: what is told later is often of another
TROOPS = frozenset({
    "soldier", "serviceman", "servicewoman", "trooper", "troop", "policeman", "policewoman", "constable", "conscript", "jawan", "guardsman",
    "sailor", "gendarme", "officer", "marine", "airman", "paratrooper", "ranger", "personnel",
})  # fmt: skip  # what states have, and armed groups seldom


@dataclass
class Told:
    """What a scene tells of its sides."""

    scene: Scene
    reader: Reader
    before: Scene | None
    others: list[Scene]
    doers: Counter[str] = field(default_factory=Counter)
    hit: Counter[str] = field(default_factory=Counter)
    voices: set[str] = field(default_factory=set)
    denying: set[str] = field(default_factory=set)  # whose own voice denies it: what a side denies is laid to it
    dead: set[str] = field(default_factory=set)
    present: set[str] = field(default_factory=set)
    grounds: set[str] = field(default_factory=set)
    elsewhere: tuple[Counter[str | None], Counter[str | None]] = field(default_factory=lambda: (Counter(), Counter()))  # doers and hit
    owning: Counter[tuple[str, str]] = field(default_factory=Counter)  # "its positions were hit": role of what is the teller's own
    troops: bool = False  # soldiers or policemen were hurt
    unknown: bool = False  # the text says that nobody knows who did it
    strangers: bool = False  # a doer is named whose side nobody tells: "gunmen", "an unidentified drone"
    place: Place | None = None
    grounds_of: dict[str, list[tuple[str, float]]] = field(default_factory=dict)  # what speaks for and against a side, in either role

    @property
    def country(self) -> str | None:
        return self.place.country if self.place else None

    @cached_property
    def early(self) -> tuple[set[str | None], set[str | None]]:
        """The doers and the dead of its first sentences: what is told later is often of another."""
        first = self.scene.tellings[0].sentence
        told = [t for t in self.scene.tellings if t.sentence <= first + LATE]
        own = {t.source.party for t in told if t.source and any(h.people.own in OURS for h in t.harms)}
        return {t.initiator for t in told}, own | {h.people.party for t in told for h in t.harms}

    @cached_property
    def answering(self) -> set[str]:
        """Who tell of acts of their own and not against whom: most often answers ("our gunners fired back")."""
        own = [t for t in self.scene.tellings if t.initiator and t.source and t.source.party == t.initiator]
        return {t.initiator for t in own if t.initiator} - {t.initiator for t in own if t.target not in (None, t.initiator)}


def told(scene: Scene, scenes: list[Scene], reader: Reader) -> Told:
    """Gather what a scene tells of its sides."""
    n = next(k for k, s in enumerate(scenes) if s is scene)
    near = scenes[max(0, n - REACH) : n + REACH + 1]
    made = Told(scene, reader, scenes[n - 1] if n else None, [s for s in near if s is not scene])
    for telling in scene.tellings:
        made.doers.update([telling.initiator] if telling.initiator else [])
        made.hit.update([telling.target] if telling.target else [])
        if telling.source and telling.source.party:
            made.voices.add(telling.source.party)
            made.denying |= {telling.source.party} if _denied(telling, reader) else set()
        made.dead |= {h.people.party for h in telling.harms if h.people.party}
        sentence = reader.document.sentences[telling.sentence]
        if telling.source and telling.source.party:
            made.owning.update((telling.source.party, role) for event in telling.events for role in owned(event, sentence))
            made.dead |= {telling.source.party for h in telling.harms if h.people.own in OURS}
        span = telling.source.span if telling.source else (0, 0)
        for actor in reader.actors(sentence):
            at = sentence.start + actor.start
            if actor.party and not span[0] <= at < span[1]:
                (made.grounds if actor.kind == "ground" else made.present).add(actor.party)
        made.troops |= any(_one(h.people.noun) in TROOPS for h in telling.harms)
        made.unknown |= UNKNOWN.search(sentence.text) is not None
        made.strangers |= any(a.party is None for e in telling.events for a in e.initiators)
    made.elsewhere = Counter(s.initiator for s in made.others), Counter(s.target for s in made.others)
    best = best_place(scene.places)
    made.place = best.place if best else None
    return made


def _denied(telling: Telling, reader: Reader) -> bool:
    """Whether its voice denies all it tells; whose tale others call false has told and not denied it."""
    tree = reader.document.sentences[telling.sentence].doc
    return bool(telling.events) and all(e.denied and not (tree is not None and called_false(tree[e.head])) for e in telling.events)


def _one(noun: str) -> str:
    """A noun in the singular: "policemen", "soldiers"."""
    return noun[:-3] + "man" if noun.endswith("men") else noun.removesuffix("s")


def owned(event: Event, sentence: Sentence) -> Iterator[str]:
    """The roles of what is the teller's own: "fired on its posts" is object, "their guns answered" subject."""
    if sentence.doc is None or event.weak:
        return
    trigger = sentence.doc[event.head]
    for token in sentence.doc:
        if token.tag_ == "PRP$" and token.lower_ in OURS and (role := role_of(token.head, trigger)):
            yield role
