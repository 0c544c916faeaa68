"""From scenes to reports: kind, day, place, sides, weapons, toll and standing, each with its words."""

from __future__ import annotations

from etl.lexicon import registry
from etl.lexicon.words import LOOSE
from etl.model import Casualty, Place, Report
from etl.parse import tolls
from etl.parse.assembly import day_of
from etl.parse.events import code
from etl.parse.evidence import evidence, named
from etl.parse.ownership import is_side
from etl.parse.places import best_place, place_of_news, place_told_before, places_in
from etl.parse.scenes import Scene
from etl.parse.tellings import Reader

SPECIFIC = ("sniper_fire", "drone_strike", "airspace_violation", "mine_or_ied", "abduction_or_capture", "territory_seizure", "air_strike",
            "rocket_or_missile", "shelling", "ground_attack", "small_arms_fire", "obstruction", "deployment", "clash",
            "unspecified_violation")  # fmt: skip


SHOTS = frozenset({"shot", "fired rounds", "sniper"})  # rules that tell of bullets
ARMS = frozenset({"guns", "rockets", "warplanes", "drones"})  # rules that name a weapon
AIR_POWERS = frozenset({"israel", "united-states", "saudi-coalition", "turkey"})  # whose "strike" is from the air unless a gun is named
PERSONAL = frozenset({"abduction_or_capture", "territory_seizure", "mine_or_ied", "airspace_violation"})
AIMED = frozenset({"air_strike", "drone_strike", "shelling", "rocket_or_missile"})  # what one side of an article does
BLAMELESS = frozenset({"mine_or_ied", "clash"})  # told without saying who began


def reports(scenes: list[Scene], reader: Reader) -> tuple[Report, ...]:
    """The scenes of an article as its reports, each with its own toll."""
    offered = []
    for n, scene in enumerate(scenes):
        initiator, target = sides(scene, reader, scenes)
        offered += tolls.rows(n, scene, target, initiator, reader)
    settled = tolls.settle(offered, scenes, reader)
    return tuple(report(scene, n, scenes, reader, [r.casualty for r in settled if r.scene == n]) for n, scene in enumerate(scenes))


def report(scene: Scene, n: int, scenes: list[Scene], reader: Reader, toll: list[Casualty]) -> Report:
    """One scene as a report."""
    kind = kind_of(scene, scenes)
    initiator, target = sides(scene, reader, scenes)
    place = place_of(scene, scenes, reader)
    when = day_of(scene, scenes, reader)
    casualties = tuple(toll)
    spans = tuple(sorted({(e.start, e.end) for e in scene.events} | {c.span for c in casualties}))[:12]
    spans = spans or tuple((h.start, h.end) for h in scene.harms[:1])
    weapons = tuple(dict.fromkeys(w for e in scene.events for w in e.weapons))
    return Report(
        n + 1,
        kind,
        when,
        place,
        initiator,
        target,
        "observed",
        spans,
        initiator_actor=_actor(scene, initiator, "initiator", reader),
        target_actor=_actor(scene, target, "target", reader),
        weapons=weapons,
        background=background(scene, reader),
        casualties=casualties,
        mentions=evidence(scene, kind, place, (initiator, target), casualties, reader),
    )


def _actor(scene: Scene, party: str | None, role: str, reader: Reader) -> str | None:
    """The body that did it or was hit, where the text names one."""
    found = named(scene, party, role, reader) if party else None
    return found[0].actor if found else None


def kind_of(scene: Scene, scenes: list[Scene]) -> str:
    """The kind named first by a word of force, unless only a vaguer word stands before a finer one."""
    arm = _arm(scene, scenes)
    strong = [code(e, arm) for e in scene.events if not e.weak]
    kinds = strong or [code(e, arm) for e in scene.events]
    if not kinds:
        return arm or "small_arms_fire"
    if set(kinds) == {"drone_strike"} and not strong and not scene.harms:
        return "airspace_violation"  # a drone that is only seen
    first = kinds[0]
    if first in ("unspecified_violation", "clash", "small_arms_fire"):
        finer = [
            k
            for k in (*kinds, *(code(e, arm) for e in scene.events if e.weak and e.rule != "an incident"))
            if SPECIFIC.index(k) < SPECIFIC.index(first) and k not in PERSONAL
        ]
        if first == "clash" and any(e.kind == "territory_seizure" and e.initiators for e in scene.events if not e.weak):
            return "territory_seizure"
        return finer[0] if finer else first
    return first


def _arm(scene: Scene, scenes: list[Scene]) -> str | None:
    """What the scene is fought with where a word leaves it open: a weapon it names, else the doer's in the article, else his air force."""
    own = [code(e) for e in scene.events if e.weapon_event or (e.weak and e.rule in ARMS)]
    if own:
        return own[0]
    if (scene.initiator in AIR_POWERS and any(e.kind == "strike" for e in scene.events)) or (
        scene.initiator in AIR_POWERS and not scene.events
    ):
        return "air_strike"
    if any((e.kind == "fire" and not e.weak) or e.rule in SHOTS for e in scene.events):
        return "small_arms_fire"
    loose = any(e.kind == "strike" for e in scene.events)
    others = [
        code(e) for s in scenes if s is not scene and s.initiator == scene.initiator for e in s.events if e.kind not in LOOSE and not e.weak
    ]
    return next((k for k in others if k in ("air_strike", "drone_strike", "shelling")), None) if loose else None


def sides(scene: Scene, reader: Reader, scenes: list[Scene]) -> tuple[str | None, str | None]:
    """Initiator and target; one not named is the accused, or the other's opponent in this article."""
    initiator, target = scene.initiator, scene.target
    if initiator is None:
        initiator = _accused(scene, target, reader, scenes)
    if initiator and (target is None or target == initiator):
        hurt = [h.people.party for h in scene.harms if h.people.party and h.people.party != initiator]
        voices = [
            t.source.party
            for t in scene.tellings
            if t.source and t.source.party and t.source.party != initiator and is_side(t.source.party)
        ]
        target = next(iter(hurt), None) or _foe(initiator, voices) or reader.cast.opponent(initiator)
    if target is None and initiator:
        target = _ground(scene, initiator, reader)
    target = target or next((h.people.party for h in scene.harms if h.people.party), None)
    return initiator, target


def _ground(scene: Scene, initiator: str, reader: Reader) -> str | None:
    """The state on whose ground it happened, where the doer is its enemy."""
    best = best_place(scene.places)
    parties = registry.load().parties
    if best is None or best.place.country is None:
        return None
    states = [p for p in parties.values() if p.kind == "state" and p.country == best.place.country and p.id != initiator]
    return states[0].id if states and (states[0].id in parties[initiator].enemies or states[0].id in reader.cast.named) else None


def _foe(party: str, voices: list[str]) -> str | None:
    """The first of the speakers that is this side's enemy."""
    enemies = registry.load().parties[party].enemies
    return next((v for v in voices if v in enemies), None)


def _accused(scene: Scene, target: str | None, reader: Reader, scenes: list[Scene]) -> str | None:
    """The doer where no word of force names one: whom the sentences around blame, else the opponent of the side that was hit."""
    near = {t.sentence for t in scene.tellings}
    near |= {n + 1 for n in near} | {n + 2 for n in near}
    for n, party in reader.accused:
        if n in near and party != target:
            return party
    doers = {s.initiator for s in scenes if s.initiator and set(s.kinds) & set(scene.kinds) & AIMED}
    if len(doers) == 1 and target not in doers:
        return doers.pop()
    if set(scene.kinds) & BLAMELESS and not set(scene.kinds) - BLAMELESS - {"unspecified_violation"}:
        return None
    voices = [t.source.party for t in scene.tellings if t.source and t.source.party and is_side(t.source.party)]
    hit = target or next((h.people.party for h in scene.harms if h.people.party), None) or next(iter(voices), None)
    return reader.cast.opponent(hit)


def place_of(scene: Scene, scenes: list[Scene], reader: Reader) -> Place | None:
    """Where: the finest place of the scene, else the one told before it: in its paragraph, of a scene, of the news; else one after it."""
    article, first = reader.document.article, scene.tellings[0]
    at = (first.events or first.harms)[0].start
    own = best_place(scene.places)
    if own is not None and own.place.precision != "country":
        return own.place
    title = places_in(article.title or "", reader.grounds)
    found = [place_told_before(reader.places, article.text, at), own]
    told = [(best_place(s.places), (s.tellings[0].events or s.tellings[0].harms)[0].start) for s in scenes]
    found += [b for b, start in told if b and start < at]
    found.append(place_of_news([p for p in reader.places if p.start < at], title))
    found += [b for b, _ in told]
    found.append(place_of_news(reader.places, title))
    return next((best.place for best in found if best), None)


def background(scene: Scene, reader: Reader) -> bool:
    """Whether it is recalled from days before the news."""
    own = scene.occurred
    return bool(own and own.end and reader.published and (reader.published - own.end).days > 2)
