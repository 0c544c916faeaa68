"""Trigger patterns as an analyst writes them: `open~ fire`, `(mortar|artillery) shell+`, `take~ * prisoner`.

`word~` stands for every form of a verb, `word+` for a noun's singular and plural, `(a|b)` for either word, `word?` for an optional
word and `*` for up to three words between. The head is the first word with `~` or `+`, else the first word: syntax hangs on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

IRREGULAR = {
    "be": "be is are was were been being 's", "beat": "beat beats beaten beating", "become": "become becomes became becoming",
    "blow": "blow blows blew blown blowing", "break": "break breaks broke broken breaking", "bring": "bring brings brought bringing",
    "build": "build builds built building", "come": "come comes came coming", "cut": "cut cuts cutting",
    "die": "die dies died dying", "do": "do does did done doing", "drive": "drive drives drove driven driving",
    "fall": "fall falls fell fallen falling", "fight": "fight fights fought fighting", "find": "find finds found finding",
    "fly": "fly flies flew flown flying", "get": "get gets got getting gotten", "give": "give gives gave given giving",
    "go": "go goes went gone going", "have": "have has had having",
    "lead": "lead leads led leading", "hear": "hear hears heard hearing", "hit": "hit hits hitting", "hold": "hold holds held holding",
    "hurt": "hurt hurts hurting", "keep": "keep keeps kept keeping", "lay": "lay lays laid laying", "leave": "leave leaves left leaving",
    "lose": "lose loses lost losing", "make": "make makes made making", "meet": "meet meets met meeting",
    "open": "open opens opened opening", "overfly": "overfly overflies overflew overflown overflying",
    "overrun": "overrun overruns overran overrunning", "pay": "pay pays paid paying", "put": "put puts putting",
    "ride": "ride rides rode ridden riding", "rise": "rise rises rose risen rising", "run": "run runs ran running",
    "seek": "seek seeks sought seeking", "send": "send sends sent sending", "set": "set sets setting",
    "shell": "shell shells shelled shelling", "shoot": "shoot shoots shot shooting", "slay": "slay slays slew slain slaying",
    "stand": "stand stands stood standing", "steal": "steal steals stole stolen stealing",
    "strike": "strike strikes struck stricken striking",
    "sweep": "sweep sweeps swept sweeping", "take": "take takes took taken taking", "throw": "throw throws threw thrown throwing",
    "win": "win wins won winning", "withdraw": "withdraw withdraws withdrew withdrawn withdrawing", "lie": "lie lies lay lain lying",
    "burn": "burn burns burned burnt burning",
    "bury": "bury buries buried burying", "kidnap": "kidnap kidnaps kidnapped kidnaping kidnapping kidnaped",
    "target": "target targets targeted targeting", "enter": "enter enters entered entering", "suffer": "suffer suffers suffered suffering",
    "shatter": "shatter shatters shattered shattering", "batter": "batter batters battered battering",
    "trigger": "trigger triggers triggered triggering", "pepper": "pepper peppers peppered peppering",
    "encounter": "encounter encounters encountered encountering", "discover": "discover discovers discovered discovering",
    "deliver": "deliver delivers delivered delivering", "prevent": "prevent prevents prevented preventing",
    "happen": "happen happens happened happening", "bleed": "bleed bleeds bled bleeding", "burst": "burst bursts bursting",
    "plant": "plant plants planted planting", "light": "light lights lit lighting", "tear": "tear tears tore torn tearing",
    "storm": "storm storms stormed storming", "swoop": "swoop swoops swooped swooping", "spread": "spread spreads spreading",
    "creep": "creep creeps crept creeping", "dig": "dig digs dug digging", "penetrate": "penetrate penetrates penetrated penetrating",
    "visit": "visit visits visited visiting", "down": "down downs downed downing", "rain": "rain rains rained raining",
    "man": "man mans manned manning", "say": "say says said saying", "tell": "tell tells told telling",
    "speak": "speak speaks spoke spoken speaking", "write": "write writes wrote written writing",
    "waylay": "waylay waylays waylaid waylaying", "succumb": "succumb succumbs succumbed succumbing", "harm": "harm harms harmed harming",
}  # fmt: skip
PLURALS = {"man": "men", "woman": "women", "child": "children", "life": "lives", "casualty": "casualties", "person": "people",
           "knife": "knives", "wife": "wives", "thief": "thieves", "aircraft": "aircraft", "personnel": "personnel", "dead": "dead",
           "wounded": "wounded", "police": "police"}  # fmt: skip
VOWELS = "aeiou"
LIGHT = frozenset([
    "be", "have", "do", "not", "get", "take", "make", "go", "come", "in", "lose", "receive", "need", "bring", "fall", "pay", "meet", 
    "remain", "become",
])  # fmt: skip  # words most texts have: never the key of a longer pattern


@dataclass(frozen=True)
class Pattern:
    """A compiled trigger: what to look for, and the words one of which must be present at all."""

    source: str
    regex: re.Pattern[str]
    keys: frozenset[str]  # lower-case words; a text with none of them can't match
    verbal: bool = False  # its head is written `word~`
    nominal: bool = False  # its head is written `word+`
    needs: tuple[frozenset[str], ...] = ()  # of each of its other words the forms, one of which must be present too

    def may(self, keys: frozenset[str]) -> bool:
        """Whether a text of these words can match at all."""
        for forms in self.needs:  # noqa: SIM110 – all() would cost more than the question
            if keys.isdisjoint(forms):
                return False
        return True

    def heads(self, text: str) -> Iterator[tuple[int, int, int, int]]:
        """Start and end of the head word, and of the whole match, in the text."""
        for match in self.regex.finditer(text):
            yield match.start("head"), match.end("head"), match.start(), match.end()


@cache
def verb_forms(verb: str) -> tuple[str, ...]:
    """All forms of an English verb."""
    if verb in IRREGULAR:
        return tuple(IRREGULAR[verb].split())
    if verb.endswith("e"):
        stem = verb[:-1]
        return (verb, verb + "s", verb + "d", stem + "ing")
    if verb.endswith("y") and verb[-2] not in VOWELS:
        return (verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
    if verb.endswith(("s", "sh", "ch", "x", "z")):
        return (verb, verb + "es", verb + "ed", verb + "ing")
    short = len(verb) > 2 and verb[-1] not in VOWELS + "wxy" and verb[-2] in VOWELS and verb[-3] not in VOWELS
    doubled = (verb + verb[-1] + "ed", verb + verb[-1] + "ing") if short and len(verb) < 6 else ()
    return (verb, verb + "s", verb + "ed", verb + "ing", *doubled)


@cache
def noun_forms(noun: str) -> tuple[str, ...]:
    """Singular and plural of an English noun, the last word of a compound changing."""
    for single, plural in PLURALS.items():
        if noun.endswith(single) and (noun == single or not noun.endswith("human")):
            return (noun, noun[: len(noun) - len(single)] + plural)
    if noun.endswith("y") and noun[-2] not in VOWELS:
        return (noun, noun[:-1] + "ies")
    if noun.endswith(("s", "sh", "ch", "x", "z")):
        return (noun, noun + "es")
    return (noun, noun + "s")


def _word(word: str) -> list[str]:
    if word.endswith("~"):
        return list(verb_forms(word[:-1]))
    if word.endswith("+"):
        return list(noun_forms(word[:-1]))
    return [word]


def _piece(piece: str) -> tuple[list[str], bool]:
    """The words a piece of a pattern stands for, and whether it may be left out."""
    optional = piece.endswith("?")
    piece = piece.removesuffix("?")
    mark = piece[-1] if piece[-1] in "~+" and piece.startswith("(") else ""
    inner = piece.rstrip("~+")[1:-1].split("|") if piece.startswith("(") else [piece]
    return [form for word in inner for form in _word(word + mark if mark else word)], optional


def _light(piece: str) -> bool:
    """Whether a piece has a word that most sentences have."""
    return not LIGHT.isdisjoint(piece.strip("()~+?").split("|"))


@cache
def compile_pattern(source: str) -> Pattern:
    """A pattern of the lexicon as a regular expression with the group `head`. Raises ValueError on an empty pattern."""
    pieces = re.findall(r"\([^)]*\)[~+]?\??|\S+", source)
    if not pieces:
        raise ValueError("an empty pattern")
    at = next((i for i, p in enumerate(pieces) if re.search(r"[~+]", p)), 0)
    parts: list[str] = []
    needs: list[frozenset[str]] = []
    for i, piece in enumerate(pieces):
        if piece == "*":
            parts.append(r"(?:[\s,]+[\w'’-]+){0,3}?")
            continue
        words, optional = _piece(piece)
        body = "|".join(re.escape(w).replace(r"\ ", r"\s+").replace(r"\-", "[- ]?") for w in sorted(words, key=len, reverse=True))
        group = f"(?P<head>{body})" if i == at else f"(?:{body})"
        gap = r"\b" if not parts else r"[\s,]+"
        parts.append(f"(?:{gap}{group})?" if optional else gap + group)
        if not optional and all(word.isalnum() for word in words):
            needs.append(frozenset(word.lower() for word in words))
    rare = at if not _light(pieces[at]) or pieces[-1][-1] in "*?" else len(pieces) - 1
    keys = frozenset(re.split(r"[- ]", w.lower())[0] for w in _piece(pieces[rare])[0])
    mark = pieces[at].removesuffix("?")[-1]
    others = tuple(forms for forms in needs if forms != keys)
    return Pattern(source, re.compile("".join(parts) + r"\b", re.IGNORECASE), keys, mark == "~", mark == "+", others)
