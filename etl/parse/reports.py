"""From scenes to reports: kind, day, place, sides, weapons, toll and standing, each with its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from etl.lexicon import registry
from etl.lexicon.words import LOOSE
from etl.model import Casualty, Place, Report
from etl.parse import tolls
from etl.parse.assembly import day_of
from etl.parse.coordination import rebel
from etl.parse.events import code
from etl.parse.evidence import evidence, named
from etl.parse.places import PlaceMention, best_place, place_of_news, place_told_before, places_in
from etl.parse.scenes import Scene
from etl.parse.settling import settle
from etl.parse.sides import sides
from etl.parse.tellings import Reader

SPECIFIC = ("sniper_fire", "drone_strike", "airspace_violation", "mine_or_ied", "abduction_or_capture", "territory_seizure", "air_strike",
            "rocket_or_missile", "shelling", "ground_attack", "small_arms_fire", "obstruction", "deployment", "clash",
            "unspecified_violation")  # fmt: skip


SHOTS = frozenset({"shot", "fired rounds", "sniper"})  # rules that tell of bullets
VAGUE = frozenset({"an incident", "destroy"})  # rules that tell no weapon
ARMS = frozenset({"guns", "rockets", "warplanes", "drones", "fired rounds"})  # rules that name a weapon
AIR_POWERS = frozenset({"israel", "united-states", "saudi-coalition", "turkey"})  # whose "strike" is from the air unless a gun is named
PERSONAL = frozenset({"abduction_or_capture", "territory_seizure", "mine_or_ied", "airspace_violation"})


def reports(scenes: list[Scene], reader: Reader) -> tuple[list[Scene], tuple[Report, ...]]:
    """The scenes that are reports and those reports, each with its own toll; a lead whose dead are told scene by scene is their sum."""
    fought = [sides(scene, scenes, reader) for scene in scenes]
    offered = [row for n, scene in enumerate(scenes) for row in tolls.rows(n, scene, fought[n][1], fought[n][0], reader)]
    lost: dict[int, list[Casualty]] = {}
    for row in settle(offered, scenes, reader):
        lost.setdefault(row.scene, []).append(tolls.own_account(row, scenes[row.scene], reader, background(scenes[row.scene], reader)))
    first = int(len(scenes) > 1 and 0 not in lost and any(row.scene == 0 and row.harm.people.counted for row in offered))
    told = (report(n, scenes, fought[n], reader, lost.get(n, [])) for n in range(first, len(scenes)))
    return scenes[first:], tuple(replace(one, n=n) for n, one in enumerate(told, 1))


def report(n: int, scenes: list[Scene], fought: tuple[str | None, str | None], reader: Reader, toll: list[Casualty]) -> Report:
    """One scene as a report."""
    scene = scenes[n]
    kind = kind_of(scene, scenes)
    initiator, target = fought
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
        return arm or ("clash" if _both_fell(scene) else "small_arms_fire")
    if kinds[0] == "air_strike" and scene.initiator and registry.load().parties[scene.initiator].kind == "armed-group":
        raids = [e for e in scene.events if e.rule == "raids" and not e.weapon_event]
        kinds = [*("ground_attack" for _ in raids), *kinds]  # guerrillas raid on foot
    if set(kinds) == {"drone_strike"} and all(e.rule in ARMS for e in scene.events) and not scene.harms:
        return "airspace_violation"  # a drone that is only seen
    first = kinds[0]
    told = {e.sentence for e in scene.events if not e.weak and code(e, arm) == first}
    if first == "small_arms_fire" and any(e.kind == "clash" and not e.weak and e.sentence in told for e in scene.events):
        first = "clash"  # "shot dead in clashes"
    if first == "abduction_or_capture" and "ground_attack" in kinds:
        return "ground_attack"  # those taken when a post was overrun
    if first == "small_arms_fire" and any(e.rule in SHOTS and not e.weak for e in scene.events):
        return "sniper_fire" if any(e.kind == "sniper_fire" for e in scene.events) else first
    if first in ("unspecified_violation", "clash", "small_arms_fire"):
        return _finer(first, scene, arm)
    return first


def _both_fell(scene: Scene) -> bool:
    """Whether soldiers and rebels are told dead together: "19 soldiers and six rebels dead"."""
    fallen = [h.people.noun for h in scene.harms if h.harm == "killed" and h.people.status == "military"]
    return any(map(rebel, fallen)) and not all(map(rebel, fallen))


def _finer(vague: str, scene: Scene, arm: str | None) -> str:
    """What else is told of a breach, a clash or shots that says more than they; a clash is fought with whatever arms are named."""
    strong = [e for e in scene.events if not e.weak]
    weak = [e for e in scene.events if e.weak and (e.rule not in VAGUE or e.weapon_event)]
    if vague == "clash" and strong:
        if any(e.kind == "territory_seizure" and e.initiators for e in strong):
            return "territory_seizure"
        strong, weak = [e for e in strong if e.rule not in ARMS and code(e, arm) != "small_arms_fire"], []
    kinds = (code(e, arm) for e in (*strong, *weak))
    return next((k for k in kinds if SPECIFIC.index(k) < SPECIFIC.index(vague) and k not in PERSONAL), vague)


def _arm(scene: Scene, scenes: list[Scene]) -> str | None:
    """What the scene is fought with where a word leaves it open: a weapon it names, else the doer's in the article, else his air force."""
    own = [code(e) for e in scene.events if e.weapon_event or (e.weak and e.rule in ARMS)]
    if own:
        return own[0]
    if any((e.kind == "fire" and not e.weak) or e.rule in SHOTS for e in scene.events):
        return "small_arms_fire"
    if (scene.initiator in AIR_POWERS and any(e.kind == "strike" for e in scene.events)) or (
        scene.initiator in AIR_POWERS and not scene.events
    ):
        return "air_strike"
    if not any(e.kind == "strike" for e in scene.events):
        return None
    others = (s for s in scenes if s is not scene and s.initiator == scene.initiator)
    kinds = (code(e) for s in others for e in s.events if e.kind not in LOOSE and not e.weak)
    return next((k for k in kinds if k in ("air_strike", "drone_strike", "shelling")), None)


def place_of(scene: Scene, scenes: list[Scene], reader: Reader) -> Place | None:
    """Where: the finest place of the scene, else the one told before it: in its paragraph, of a scene, of the news; else one after it."""
    own = best_place(scene.places)
    if own is not None and own.place.precision != "country":
        return own.ground
    return next((found.ground for found in _grounds(scene, own, scenes, reader) if found), None)


def _grounds(scene: Scene, own: PlaceMention | None, scenes: list[Scene], reader: Reader) -> Iterator[PlaceMention | None]:
    article, at = reader.document.article, scene.start
    yield place_told_before(reader.places, article.text, at)
    yield own
    yield from (best_place(s.places) for s in scenes if s.start < at)
    title = places_in(article.title or "", reader.grounds)
    yield place_of_news([p for p in reader.places if p.start < at], title)
    yield from (best_place(s.places) for s in scenes)
    yield place_of_news(reader.places, title)


def background(scene: Scene, reader: Reader) -> bool:
    """Whether it is recalled from days before the news."""
    own = scene.occurred
    return bool(own and own.end and reader.published and (reader.published - own.end).days > 2)
