"""How far a telling and a scene agree: the grounds for and against their being one incident, each with its weight."""

from __future__ import annotations

from collections.abc import Iterator

from etl.lexicon import registry
from etl.lexicon.words import LOOSE
from etl.parse.scenes import Scene, Telling, same_days, same_kind, same_place

STRUCK = frozenset({"air_strike", "drone_strike", "rocket_or_missile", "shelling", "ground_attack"})
COARSE = frozenset({"region", "country", "district", "area"})

CONFLICTS = frozenset(
    {
        "other spot",
        "other place",
        "other region",
        "other day",
        "other doer",
        "hit back",
        "other kind",
        "other toll",
        "separate",
        "sequence",
        "answer",
        "clock",
    }
)
UNFOLDED = 3  # sentences within which a lead is told at length

WEIGHTS: dict[str, float] = {
    "narrower place": -0.5, "wider place": -1.0, "other place": -1.0, "other region": -2.5,
    "other spot": -2.7, "one area": 1.3, "one place": -0.6,
    "new place": 1.4, "clock": -0.6, "new clock": -0.4, "own harm": -1.3, "new harm": -1.4, "full": 0.4, "anew": 0.1,
    "one day": -0.9, "other day": -4.0, "new day": -0.7, "one doer": -1.0, "version": -0.5, "other doer": -2.3, "hit back": -3.3,
    "one kind": 0.2, "kindred kinds": 0.3, "other kind": -2.6, "a breach": 0.2, "earlier": 0.0, "sequence": -0.5, "separate": -1.0,
    "answer": 0.7, "the last scene": 1.2, "one paragraph": 0.9, "the first scene": 1.0, "spoken of before": 1.1, "no force": 2.2,
    "weak": 1.8, "bare": 0.8, "same toll": 1.9, "each one": 0.3, "other toll": -0.7, "one voice": -0.1, "other voice": -1.4,
    "unfolds the lead": 1.2, "one victim": 3.0, "of them": 3.0, "gap": -0.7, "threshold": -0.3,
}  # fmt: skip


def likeness(scene: Scene, telling: Telling, first: bool, last: bool) -> float:
    """How far a telling and a scene agree; below zero they are two incidents."""
    return sum(WEIGHTS[name] * size for name, size in grounds(scene, telling, first, last))


def grounds(scene: Scene, telling: Telling, first: bool, last: bool) -> Iterator[tuple[str, float]]:
    """The grounds by name, with how strongly each holds."""
    found = list(_compared(scene, telling, first, last))
    yield from found
    if first and _unfolds(scene, telling) and not CONFLICTS & {name for name, _ in found}:
        yield "unfolds the lead", 1.0
    if _names(scene) & _names(Scene([telling])):
        yield "one victim", 1.0


def _compared(scene: Scene, telling: Telling, first: bool, last: bool) -> Iterator[tuple[str, float]]:
    yield "threshold", 1.0
    yield from _place(scene, telling)
    yield from _day(scene, telling)
    yield from _doer(scene, telling)
    kind = _loose(scene, telling) or same_kind(scene.kinds, telling.kinds)
    if kind:
        yield {2.0: "one kind", 1.0: "kindred kinds", -2.0: "other kind"}[kind], 1.0
    for cue in telling.cues:
        told = cue != "clock" or any("clock" in t.cues for t in scene.tellings)
        yield (cue if told else "new clock"), 1.0
    if last:
        yield "the last scene", 1.0
    if first:
        yield "the first scene", 1.0
    if telling.paragraph == scene.tellings[-1].paragraph:
        yield "one paragraph", 1.0
    yield "gap", min(5.0, telling.sentence - scene.tellings[-1].sentence)
    yield from _words(scene, telling)


def _unfolds(scene: Scene, telling: Telling) -> bool:
    """Whether it may tell at length what the lead told in short; "the drone strikes" are others than the lead's if it tells none."""
    elsewhere = any(e.definite for e in telling.events) and not telling.kinds & scene.kinds
    return len({t.sentence for t in scene.tellings}) == 1 and telling.sentence - scene.tellings[0].sentence <= UNFOLDED and not elsewhere


def _names(scene: Scene) -> set[str]:
    """The last words of the names of its victims."""
    return {name.split()[-1] for h in scene.harms for name in h.people.names}


def _loose(scene: Scene, telling: Telling) -> float:
    """How well "the strikes" or "an attack", which do not say with what, may mean what the scene tells."""
    if not telling.events or not all(e.kind in LOOSE and not e.weapons for e in telling.events) or not scene.kinds & STRUCK:
        return 0.0
    if all(e.definite for e in telling.events):
        return 2.0
    return 1.0 if all(e.noun for e in telling.events) else 0.0


def _place(scene: Scene, telling: Telling) -> Iterator[tuple[str, float]]:
    if not telling.places:
        return
    if not scene.places:
        yield "new place", 1.0
        return
    regions, others = ({p.place.name for p in side.places if p.place.precision == "region"} for side in (scene, telling))
    if regions and others and not regions & others:
        yield "other region", 1.0
        return
    fine, told = ([p.place for p in side.places if p.place.precision not in COARSE] for side in (scene, telling))
    if fine and told:
        yield ("one place" if any(same_place(a, b) for a in fine for b in told) else "other spot"), 1.0
    elif any(a.place.name == b.place.name for a in scene.places for b in telling.places):
        yield "one area", 1.0
    elif any(same_place(a.place, b.place) for a in scene.places for b in telling.places):
        yield ("wider place" if fine else "narrower place"), 1.0
    else:
        yield "other place", 1.0


def _day(scene: Scene, telling: Telling) -> Iterator[tuple[str, float]]:
    if telling.occurred is None:
        return
    if scene.occurred is None:
        yield "new day", 1.0
    else:
        yield ("one day" if same_days(scene.occurred, telling.occurred) else "other day"), 1.0


def _doer(scene: Scene, telling: Telling) -> Iterator[tuple[str, float]]:
    if scene.initiator and telling.initiator:
        fought = any(e.kind == "clash" and not e.weak for e in scene.events)
        same = scene.initiator == telling.initiator
        yield ("one doer" if same else "hit back" if _answers(scene, telling) else "version" if fought else "other doer"), 1.0
    elif _foes(scene, telling) or _abroad(scene, telling):
        yield "hit back", 1.0


def _foes(scene: Scene, telling: Telling) -> bool:
    """Whether the doer of the one is whom the other hits."""
    return bool(scene.initiator and telling.target == scene.initiator) or bool(telling.initiator and scene.target == telling.initiator)


def _abroad(scene: Scene, telling: Telling) -> bool:
    """Whether a state strikes abroad where the scene lies on its own ground: "shells hit Kilis. Turkish guns pounded Afrin"."""
    doer = registry.load().parties.get(telling.initiator or "")
    if doer is None or doer.country is None:
        return False
    home, there = ({p.place.country == doer.country for p in side.places} for side in (scene, telling))
    return home == {True} and there == {False}


def _answers(scene: Scene, telling: Telling) -> bool:
    """Whether the side that was hit answers in its own way or place: "in retaliation the army sent drones", not "fired back"."""
    own = telling.strong and (bool(telling.places) or not telling.kinds & scene.kinds)
    return own and "answer" in telling.cues and scene.target in (telling.initiator, None)


def _of_them(scene: Scene, telling: Telling) -> bool:
    """Whether it counts out some of those whom the scene counts: "strikes killed eleven. Nine of them died in Haris"."""
    some = [h for h in telling.harms if h.people.part]
    return any(one.harm == whole.harm and (whole.people.low or 0) >= (one.people.low or 0) for one in some for whole in scene.harms)


def _words(scene: Scene, telling: Telling) -> Iterator[tuple[str, float]]:
    if any(e.definite for e in telling.events):
        yield "spoken of before", 1.0
    if not telling.events:
        if not telling.places or telling.initiator in (None, scene.initiator):  # "Israeli troops killed him in Jenin" is force
            yield "no force", 1.0
    elif not telling.strong:
        yield "weak", 1.0
    if not telling.places and not telling.dates and not telling.initiator:
        yield "bare", 1.0
    counted = any(h.people.counted for h in telling.harms)
    if telling.strong and counted and not any(e.definite for e in telling.events):
        yield ("own harm" if any(h.people.counted for h in scene.harms) else "new harm"), 1.0
    if telling.kinds == {"unspecified_violation"} != scene.kinds:
        yield "a breach", 1.0
    if telling.places and (telling.dates or counted):
        yield "full", 1.0
    if telling.strong and telling.initiator and not any(e.definite for e in telling.events):
        yield "anew", 1.0
    one, two = ({(h.harm, h.people.low) for h in side.harms if h.people.counted} for side in (scene, telling))
    if _of_them(scene, telling):
        yield "of them", 1.0
    elif one and two:
        same = one & two
        yield ("other toll" if not same else "same toll" if any((n or 0) > 1 for _, n in same) else "each one"), 1.0
    voices = {t.source.party for t in scene.tellings if t.source and t.source.party}
    if telling.source and telling.source.party and voices:
        yield ("one voice" if telling.source.party in voices else "other voice"), 1.0
