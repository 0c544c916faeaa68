"""Whose rebels, backed militias, monitors and unrecognised authorities are: sides of an article that are no state's bodies."""

from __future__ import annotations

import re
from dataclasses import replace

from etl.lexicon import registry
from etl.parse.actors import ActorMention, actors_in
from etl.parse.actors_article import Cast
from etl.parse.actors_words import patrons

BACKING = re.compile(r"\b(?P<who>[A-Z]\w+)[-‑–](?:backed|aligned|supported|allied|armed|funded|sponsored|trained) (?:[a-z]+ ){0,2}$")
LOYAL = re.compile(r"\b(?:pro-(?:government|regime)|government-(?:allied|backed|aligned)|regime-(?:allied|backed)|loyalist) $", re.I)
IN = re.compile(r" (?:in|of) (?:the )?")
STATELESS = frozenset({"rebels", "proxies", "republic", "monitors"})
RISEN = re.compile(r"\b(?:opposition|rebels?|separatists?|guerrillas?|insurgents?)\b", re.I)


def rebels_of(made: Cast, mention: ActorMention) -> str | None:
    """ "The Colombian rebel group", "South Sudan's armed opposition": of that country's people, and not its state's."""
    parties = registry.load().parties
    state = parties[mention.party or ""]
    if state.kind != "state" or not RISEN.search(mention.alias):
        return None
    own = [p for p in made.rebels if state.country in parties[p].territory]
    return next((p for p in own if p in state.enemies), next((p for p in own if parties[p].kind == "armed-group"), None))


def in_headline(made: Cast, mention: ActorMention) -> ActorMention:
    """Whose the rebels of a headline are: "Mali Rebel Attack", "Rebels Take Town"."""
    if mention.noun != "rebels" or mention.actor is not None:
        return mention
    party = rebels_of(made, mention) if mention.party else next(iter(made.rebels), None) or _sole_rebels(made)
    return replace(mention, party=party or mention.party)


def republic_of(made: Cast, mention: ActorMention) -> str | None:
    """The unrecognised republic whose body it is by the words after: "authorities in the breakaway region"."""
    text = made.document.article.text
    near = (m for m in made.within(mention.end + 1, mention.end + 30) if m.noun == "republic")
    return next((stateless(made, m) for m in near if IN.fullmatch(text, mention.end, m.start)), None)


def patron_of(made: Cast, mention: ActorMention) -> str | None:
    """Who backs them: "Turkish-backed militias", "Iran-aligned armed groups"."""
    backed = BACKING.search(made.document.article.text, max(0, mention.start - 50), mention.start)
    return next((m.party for m in actors_in(backed["who"], made.document.article.published) if m.party), None) if backed else None


def client_of(made: Cast, patron: str) -> str | None:
    """Whom a side backs: its ally among the armed groups of the article, else the one that fights there against a side of the article."""
    parties = registry.load().parties
    groups = [p for p in parties[patron].allies if parties[p].kind in ("armed-group", "de-facto-authority")]
    named, lands = [p for p in made.rebels if p in groups], {p.place.country for p in made.places}
    fights = [p for p in sorted(groups) if parties[p].enemies & made.named.keys() and lands & set(parties[p].territory)]
    return named[0] if named else fights[0] if len(fights) == 1 else None


def stateless(made: Cast, mention: ActorMention) -> str | None:
    """Whose rebels, monitors or unrecognised authorities they are: those of the article."""
    kinds = {p: registry.load().parties[p].kind for p in made.named}
    if mention.noun == "republic":
        return next((p for p in made.rebels if kinds[p] == "de-facto-authority"), None)
    if mention.noun == "monitors":
        watching = [p for p, _ in made.named.most_common() if kinds[p] in ("mission", "organisation")]
        word = mention.alias.split()[-1].lower()
        before = [m for m in made.within(max(0, mention.start - 2000), mention.start) if m.party and m.alias.lower().endswith(word)]
        return before[-1].party if before else watching[0] if watching else None
    return (made.rebels[0] if made.rebels else _sole_rebels(made)) or patrons().get(mention.noun or "")


def states_against(made: Cast) -> list[str]:
    """The states at war with the rebels of the article, those on whose own ground they fight first; else the one such state there is."""
    parties = registry.load().parties
    if not made.rebels:
        return []
    rebels = parties[made.rebels[0]]
    named = [s for s in made.states if parties[s].enemies & set(made.rebels)]
    found = named or [e for e in sorted(rebels.enemies) if parties[e].kind == "state"]
    return sorted(found, key=lambda s: parties[s].country not in rebels.territory)[: None if named else 1]


def _sole_rebels(made: Cast) -> str | None:
    """Whom "the rebels" means where none is named: the state's only armed foe, or the one called "Syrian rebels"."""
    parties = registry.load().parties
    enemies = {e for s in made.states for e in parties[s].enemies if parties[e].kind in ("armed-group", "de-facto-authority")}
    called = {f"{people.text} rebels" for s in made.states for people in parties[s].demonyms}
    own = [e for e in sorted(enemies) if called & {alias.text for alias in parties[e].names}]
    return next(iter(enemies)) if len(enemies) == 1 else own[0] if len(own) == 1 else None
