"""Who is named in a text: sides, their bodies and their people, by the words of the registry and the grammar that joins them.

"Azerbaijani Defence Ministry", "the ministry of defence of Azerbaijan" and "the Defence Ministry in Baku" are one body;
"the rebels" is a body of a side that only the article can tell (party None; etl.parse.actors_cast tells it).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from etl.lexicon import registry
from etl.parse.actors_words import BLOWS, Form, Lexeme, Token, alone, fillers, given_names, owned, tokens, vocabulary

INSIDE = re.compile(r"(?:[’']s\b)?[\s/().&+’'-]*")  # what may stand between two words of one name
TITLE = (r"President|Minister|Premier|General|Gen|Secretary|Mr|Mrs|Ms|Mme|Dr|Colonel|Col|Major|Marshal|King|Emir|Sheikh|Chancellor|Leader"
         r"|Spokes\w+|Commander|The|And|But|While|When|As|After|Before|If|Although|That|For|In|On|Both|Neither|With|By|To|\w+’s|\w+'s")
BEARER = re.compile(rf"(?<![.!?:”\"\n] )\b(?!(?:{TITLE})\b)[A-Z][\w’'-]*\.? $")  # another's first name
HOUSE = re.compile(r"(?:[ -][A-Z][a-z]+)* (?:[Hh]ospital|School|University|College|Mosque|Church)\b")  # "the Indonesian Hospital" of Gaza
TONGUE = re.compile(r"\b[Ii]n [A-Z][a-z]+(?:$|[^\w ’'-]| [^\w ])")  # "in Russian" is a language, "in Russian hands" is not
OTHERS = re.compile(r"\b(?:South|North|Latin|Central)[ -]$")  # "the South American country": another people's name
STATUS = frozenset({"the", "unrecognized", "unrecognised", "self-proclaimed", "self-declared", "self-styled", "breakaway", "de", "facto"})
JETS = re.compile(r" (?:jet|plane|aircraft|bomber)s?\b")  # a "fighter jet" fights for no rebels
JOIN = re.compile(r"[’']?\s+")
GROUND = re.compile("in|at|into|inside|within|across|towards?|through|throughout|over|around|onto|near|outside|from|bordering")
OF_THEIRS = re.compile(r"(?: [a-z]+){1,2}")  # what a body stands before: "an army post", "an army air raid"
QUARTER = re.compile("((north|south)?-?(east|west)?(ern)?|central|upper|mainland|occupied)")


@dataclass(frozen=True, slots=True)
class ActorMention:
    """A side, a body or a person of it, where the text names it; party is None while only the article can tell whose it is."""

    start: int
    end: int
    party: str | None
    actor: str | None
    kind: str  # name demonym metonym body role ground (a side named as a place: "in Israel") relative ("the enemy", "our")
    alias: str
    noun: str | None = None  # the generic body or role: "mod", "army", "rebels", "spokesman"

    def moved(self, by: int) -> ActorMention:
        """The same, counted from elsewhere: in the article instead of in its sentence, or the other way round."""
        return ActorMention(self.start + by, self.end + by, self.party, self.actor, self.kind, self.alias, self.noun)


class Atom(NamedTuple):
    """A lexeme found at tokens [first, last)."""

    first: int
    last: int
    lexeme: Lexeme


def actors_in(text: str, on: date | None = None) -> list[ActorMention]:
    """Every side, body and role that the text names, longest match, in order; `on` picks the meaning of dated names."""
    words = tokens(text)
    return list(_mentions(text, words, list(_atoms(text, words, on))))


def _atoms(text: str, words: list[Token], on: date | None) -> Iterator[Atom]:
    forms, none = vocabulary(), dict[str, list[Form]]()
    at = 0
    while at < len(words):
        form = None
        if begun := forms.get(words[at].key, none):
            after = begun.get(words[at + 1].key, []) if at + 1 < len(words) else []
            form = next((f for f in (*after, *begun.get("", ())) if f.lexeme.holds(on) and _fits(text, words, at, f)), None)
        if form:
            yield Atom(at, at + len(form.keys), form.lexeme)
        at += len(form.keys) if form else 1


def _fits(text: str, words: list[Token], at: int, form: Form) -> bool:
    if at + len(form.keys) > len(words):
        return False
    for n, (key, spelling) in enumerate(zip(form.keys, form.spelling, strict=True)):
        word = words[at + n]
        if word.key != key or not _spelt(word.text, spelling):
            return False
        if n and words[at + n - 1].possessive != form.owning[n - 1] and not form.keys[n - 1].endswith("s"):
            return False
        if n and not INSIDE.fullmatch(text, words[at + n - 1].end, word.start):
            return False
    return True


def _spelt(word: str, spelling: str) -> bool:
    if spelling.isupper() and len(spelling) < 6:
        return word.isupper()
    return not spelling[0].isupper() or word[0].isupper()


def _mentions(text: str, words: list[Token], atoms: list[Atom]) -> Iterator[ActorMention]:
    at = 0
    while at < len(atoms):
        used, mention = _compose(text, words, atoms, at)
        sent = mention is not None and at + 1 < len(atoms) and _sent(words, atoms[at], atoms[at + 1])
        if mention is not None and not sent and _names_somebody(text, mention):
            yield mention
        at += used


def _sent(words: list[Token], atom: Atom, after: Atom) -> bool:
    """Whether a people's name stands right before a mission's, which its soldiers serve: "Spanish UNIFIL soldiers" are the mission's."""
    mission = after.lexeme.party is not None and registry.load().parties[after.lexeme.party].kind == "mission"
    return mission and atom.lexeme.kind == "demonym" and words[atom.last - 1].end + 1 == words[after.first].start


def _names_somebody(text: str, mention: ActorMention) -> bool:
    """Not "an army post" but "an army raid", not "military helicopter", "Karen Davtyan", nor a bare "side" or "colonel"."""
    if mention.kind == "demonym" and TONGUE.search(text, max(0, mention.start - 8), mention.end + 2):
        return False
    if mention.kind == "demonym" and HOUSE.match(text, mention.end):
        return False
    if mention.kind == "demonym" and OTHERS.search(text, max(0, mention.start - 12), mention.start):
        return False
    if mention.kind == "metonym" and text.startswith(" time", mention.end):  # 7.30 Yerevan time
        return False
    if text.startswith(".-", mention.end):  # "the U.S.-backed rebels", "a U.N.-brokered truce"
        return False
    if mention.party or mention.actor:
        follows = re.match(r" [A-Z][a-z]", text[mention.end : mention.end + 3])
        if mention.alias in alone():
            return not follows and not BEARER.search(text, max(0, mention.start - 25), mention.start)
        return not (follows and mention.kind != "body" and mention.alias in given_names())
    if mention.noun in owned():
        return False
    if mention.noun == "rebels" and JETS.match(text, mention.end):
        return False
    if mention.alias == "official" and re.match(r" [A-Z]", text[mention.end : mention.end + 2]):
        return False
    before = text[max(0, mention.start - 4) : mention.start].lower()
    bare = " " not in mention.alias and mention.noun in ("army", "police", "rebels", "government")
    theirs = OF_THEIRS.match(text, mention.end) if bare else None
    adjective = theirs is not None and BLOWS.isdisjoint(theirs[0].split())
    return not (adjective and (re.search(r"\ban? $", before) or (mention.alias == "military" and before[-4:] != "the ")))


def _compose(text: str, words: list[Token], atoms: list[Atom], at: int) -> tuple[int, ActorMention | None]:
    """The mention that begins with this atom, and how many atoms it takes."""
    atom = atoms[at]
    lexeme = atom.lexeme
    if lexeme.kind in ("body", "role") and lexeme.party is None and lexeme.actor is None:
        return _owned_after(text, words, atoms, at)
    if lexeme.party is None or lexeme.kind == "relative":
        return 1, _mention(text, words, atom.first, atom.last, lexeme)
    end, used, noun, role = atom.last, 1, None, None
    while at + used < len(atoms) and (nxt := atoms[at + used]).lexeme.kind in ("body", "role") and nxt.lexeme.party is None:
        if nxt.lexeme.actor is not None or not _joined(text, words, end, nxt.first):
            break
        if noun is None and nxt.lexeme.kind == "body":
            noun = nxt.lexeme.noun
        role = role or (nxt.lexeme.noun if nxt.lexeme.kind == "role" else None)
        end, used = nxt.last, used + 1
    if used > 1:
        kind = "role" if role else "body"
        return used, _mention(text, words, atom.first, end, _body(lexeme, noun or role, kind))
    if _is_ground(words, atom, text):
        lexeme = replace(lexeme, kind="ground")
    return 1, _mention(text, words, atom.first, atom.last, lexeme)


def _owned_after(text: str, words: list[Token], atoms: list[Atom], at: int) -> tuple[int, ActorMention]:
    """ "the ministry of defence of Azerbaijan", "the Defence Ministry in Baku", "spokesman for the Israeli army"."""
    first, last = atoms[at].first, atoms[at].last
    lexeme, used = atoms[at].lexeme, 1
    while at + used < len(atoms) and (nxt := atoms[at + used]).lexeme.kind in ("body", "role") and nxt.lexeme.party is None:
        if nxt.lexeme.actor is not None or not _joined(text, words, last, nxt.first):
            break
        lexeme = replace(lexeme, kind="role" if "role" in (lexeme.kind, nxt.lexeme.kind) else "body")
        last, used = nxt.last, used + 1
    if at + used < len(atoms):
        owner = atoms[at + used]
        if owner.lexeme.kind == "role" and owner.lexeme.party and text[words[last - 1].end : words[owner.first].start] == " ":
            return used + 1, _mention(text, words, first, owner.last, owner.lexeme)
        between = [w.key for w in words[last : owner.first]]
        near = text[words[last - 1].end : words[owner.first].start]
        inside = owner.lexeme.kind == "metonym" or lexeme.noun in ("government", "official")
        links = {"of", "for", "from"} | ({"in"} if inside else set())
        region = inside and re.match(r" (?:region|province|district|area|oblast|county)\b", text[words[owner.last - 1].end :][:12])
        tied = between in (["loyal", "to"], ["allied", "with"], ["allied", "to"]) or (
            between[:1] and between[0] in links and STATUS.issuperset(between[1:]))  # fmt: skip
        owns = owner.lexeme.kind in ("name", "metonym", "demonym", "body") or (owner.lexeme.kind == "role" and owner.lexeme.party)
        if tied and owns and not region and not re.search(r"[,;:.\n]", near):
            taken, whole = _compose(text, words, atoms, at + used)
            if whole is not None and whole.party is not None:
                return used + taken, _office(text, words[first].start, lexeme, whole)
    return used, _mention(text, words, first, last, lexeme)


def _office(text: str, start: int, lexeme: Lexeme, owner: ActorMention) -> ActorMention:
    """A body of the side, or whoever speaks for the body, that is named after it."""
    made = _body(Lexeme("name", owner.party), lexeme.noun, lexeme.kind)
    if lexeme.kind == "role" and owner.noun:
        made = replace(made, actor=owner.actor, noun=owner.noun)
    return ActorMention(start, owner.end, made.party, made.actor or owner.actor, made.kind, text[start : owner.end], made.noun)


def _joined(text: str, words: list[Token], last: int, first: int) -> bool:
    """Whether only adjectives that qualify troops stand between two words: "Azerbaijani special forces"."""
    if first - last > 2 or any(w.key not in fillers() for w in words[last:first]):
        return False
    gaps = (text[words[n].end : words[n + 1].start].removeprefix("." * words[n].text.isupper()) for n in range(last - 1, first))
    return all(JOIN.fullmatch(gap.removeprefix("’s").removeprefix("'s")) for gap in gaps)


def _is_ground(words: list[Token], atom: Atom, text: str) -> bool:
    """A side named as a place: "in Israel", "southern Lebanon", "BAKU, May 4", "Kadugli town"."""
    if atom.lexeme.kind == "demonym":
        return False
    before = words[atom.first - 1].key if atom.first else ""
    if before == "the" and atom.first > 1:
        before = words[atom.first - 2].key
    if before and (GROUND.fullmatch(before) or QUARTER.fullmatch(before)):
        return not words[atom.last - 1].possessive
    return atom.lexeme.kind == "metonym" and bool(re.match(r"[,/ ]", text[words[atom.last - 1].end :][:1])) \
        and words[atom.first].text.isupper() and len(words[atom.first].text) > 3  # fmt: skip


def _body(owner: Lexeme, noun: str | None, kind: str) -> Lexeme:
    if owner.party == "united-nations" and noun in ("monitors", "troops"):
        return Lexeme(kind, "un-peacekeepers", None, noun)
    known = registry.load().actors
    name = f"{owner.party}-{noun}"
    return Lexeme(kind, owner.party, owner.actor or (name if name in known else None), noun)


def _mention(text: str, words: list[Token], first: int, last: int, lexeme: Lexeme) -> ActorMention:
    start, end = words[first].start, words[last - 1].end
    return ActorMention(start, end, lexeme.party, lexeme.actor, lexeme.kind, text[start:end], lexeme.noun)
