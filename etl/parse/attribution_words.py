"""How a text names a speaker outside of its verbs: "according to", "X:", asides, letterheads; and what is only background."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from etl.lexicon import speech
from etl.lexicon.seldom import Seldom
from etl.lexicon.words import keys_of

CUE = re.compile(
    r"[\"“”‘]|\baccording\b|\bin (?:the )?(?:\w+ ){0,4}(?:words?|view|account|version|opinion)\b"
    r"|\bby (?:\w+ ){0,4}(?:count|account|estimate)\b"
    r"|\bversion\b|\bbelieved\b|\btells? it\b",
    re.I,
)
COLON = re.compile(r"(?:\d{1,2}[:.]\d\d(?: ?[–—-])?\s+|(?:\w{3} )?\d{1,2}:\d\d ?[–—-]? ?)?(?P<name>[^:.!?\n“\"]{2,60}?):\s")
QUOTED = re.compile(r"(?P<who>[^:.!?\n“”\"]{3,140}): [“\"‘]")  # "the army's spokesman had no doubt: “It is …”"
CHAIRS = Seldom(r"[^.;:,]{0,30}, who (?:also )?(?:chairs|heads|leads|speaks for|represents|runs|commands|presides over)"
                    r"(?P<what>[^,;:.“”]{2,60})", re.I)
LETTERHEAD = re.compile(
    r"^(?-i:[A-Z][A-Z ,’'-]{12,}$)|issued .{0,40}following statement"
    r"|\b(?:press service|press office|media cent(?:er|re)|statement|bulletin|communiqu[ée]|press release"
    r"|(?:operational|evening|morning|daily|night|nightly) (?:update|summary|report|briefing))\b"
    r"[^.]*(?:\bof\b|,|$|:)",
    re.I,
)
LISTED = re.compile(r"[•·*–-] ?|\d+\. ")
STAMP = re.compile(r"(?:\w{3} )?\d{1,2}[:.]\d\d\b")
ACCORDING = Seldom(
    r"\b(?:according to|as per|in the words of|as (?:told|reported|stated|described|claimed|alleged) by|by the (?:account"
    r"|count|estimate|reckoning|telling) of"
    r"|in the (?:view|eyes|telling|version) of|quoting"
    r"|citing(?! (?:the |an? |its |their )?(?:need|threat|concern|fear|security|risk|violation|breach|danger|right)s?\b)"
    r"|on the (?:word|authority) of|word (?:from|out of)"
    r"|news from|so (?:said|says|say)"
    r"|in an? (?:\w+ )?(?:statement|communiqué|communique|note|bulletin|message|dispatch) (?:from|by|of))\s+",
    re.I,
)
OWNER = r"(?P<who>(?:\w[\w’'.-]*\s+){1,6}?)"
POSSESSED = Seldom(
    rf"\b(?:in|by|on|to|from)\s+(?!(?:\w+ ){{0,3}}(?:Twitter|Facebook|Telegram|X|media) account){OWNER}(?:own )?"
    rf"(?:words?|view|account|version|opinion|count|estimate|telling|reckoning|description|tally|lights|"
    r"mouth|mind|point of view|communiqué|communique|bulletin|statement)\b",
    re.I,
)
TOLD = Seldom(
    r"\bif (?P<who>[\w’'. -]{2,60}?) (?:is|are) to be believed\b"
    r"|\bas (?P<as>[\w’'. -]{2,60}?) (?:tells?|told|sees?|saw|ha[sd]|puts?|would have) it\b"
    r"|^(?P<stance>[\w’'. -]{2,60}?) (?:(?:would|will) (?:have none of|hear (?:nothing|none) of|not (?:have|hear of|accept))"
    r"|(?:saw|sees|tells|told) (?:it|things|the matter) (?:quite )?(?:otherwise|differently)|begs? to differ|begged to differ"
    r"|(?:had|has|is in|was in|are in|were in) no (?:such )?doubts?|kn[eo]ws? of no)\b",
    re.I,
)
SEAT = Seldom(  # "the charge was thrown out in Sanaa": whose seat it is denies it
    r"(?=.*\b(?:was|were|is|are|been) (?:[a-z]+ly )?(?:denied|rejected|dismissed|refuted|ridiculed|condemned|denounced|deplored"
    r"|(?:thrown|laughed|ruled) out|(?:brushed|waved) (?:aside|away|off))\b)(?!.*\bby\b)"
    r".*?\b[Ii]n (?P<who>[A-Z][\w’-]+(?: [A-Z][\w’-]+)?)\b"
)
BACKGROUND = Seldom(
    r"\b(?:since (?:19|20)\d\d|(?<!born )in (?:19[5-9]\d|200\d)|for (?:years|decades)|(?:truce|ceasefire|cease-fire|agreement"
    r"|accord|deal|war|conflict|talks)\b"
    r".{0,60}\b(?:signed|concluded|in force|took effect|came into|brokered|in effect|mediated|began|broke out|ended))\b",
    re.I,
)
OFFICIAL = Seldom(
    r"\b(?:governor|mayor|police|prosecutors?|commissioner|officials?|administration|ministry|minister|spokes\w+|council|authorities|deputy|district"
    r"|army|officers?|defen[cs]e|general|colonel|medical officer|village head|department|command|headquarters"
    r"|cent(?:er|re)|staff|sources?|room"
    r"|office|correspondent|investigators?)\b",
    re.I,
)
NOBODY = Seldom(
    r"\b(?:medical|hospital|tribal|local|rescue) sources?\b|\bemergency (?:response )?rooms?\b"
    r"|\b(?:sources?|officials?|staff) (?:at|in|from) (?:the |a |one )?(?:[\w’'-]+ ){0,3}?(?:hospital|clinic|morgue)\b"
    r"|\bhospital (?:officials?|staff|director|spokes\w+)\b|eyewitness"
    r"|\b(?:watchdog|monitoring|rights|aid|relief|medical) (?:group|organi[sz]ation|charity)\b|\bobservatory\b", re.I)
CHARGES = frozenset({"charge", "accusation", "allegation", "complaint", "claim"})
SAYINGS = frozenset({"claim", "charge", "allegation", "accusation", "assertion", "contention", "report", "version", "statement", "story"})
ASIDE = r"(?!while\b|but\b|as\b|although\b|whereas\b|when\b|(?:(?:[\w-]+ )?(?:hours|days|weeks) )?after\b|with\b|adding\b|where\b)"
IRREGULAR = {
    "told": "tell", "said": "say", "wrote": "write", "written": "write", "held": "hold", "spoke": "speak", "spoken": "speak",
    "thought": "think", "laid": "lay", "gave": "give", "bore": "bear", "swore": "swear", "sworn": "swear", "went": "go", "found": "find",
    "saw": "see", "made": "make", "took": "take", "knew": "know", "shown": "show", "lay": "lie", "fell": "fall", "threw": "throw",
    "paid": "pay", "was": "be", "were": "be", "is": "be", "are": "be", "been": "be", "stood": "stand", "understood": "understand",
}  # fmt: skip
PASSIVE = ("been", "was", "were", "is", "are", "be", "by", "of", "from")
ACTIVE = "".join(rf"(?<! {word} )" for word in PASSIVE)  # who "was told", or what came "by reports", says nothing
CITED = r"(?:was|were|is) (?:quoted|cited)(?: by [^,;.“”\"]{2,60}?)? as "  # "…, the ministry was quoted by TASS as saying"
LATER = r"(?:(?:has|had|have|later|also|earlier|then) )*"


@lru_cache(512)
def speaks(text: str) -> bool:
    """Whether a sentence may hold speech: only those are worth parsing for it."""
    words = keys_of(text)
    if not words.isdisjoint(_speech_words()) or CUE.search(text):
        return True
    return any(not words.isdisjoint(forms) and near.search(text) for forms, near in _turn_words())


@cache
def _speech_words() -> frozenset[str]:
    """Every form of the verbs that speak by themselves."""
    said = speech.load()
    plain = {v for v, turns in said.by_verb.items() if any(t.near is None for t in turns)}
    return _forms(said.verbs | said.weak | plain)


@cache
def _turn_words() -> tuple[tuple[frozenset[str], Seldom], ...]:
    """The forms of the verbs that speak only beside other words, with those words."""
    return tuple((_forms(t.verbs), t.near) for t in speech.load().turns if t.near is not None)


def _forms(verbs: Iterable[str]) -> frozenset[str]:
    plain = {v.split()[0] for v in verbs}
    found = {past for past, verb in IRREGULAR.items() if verb in plain}
    for verb in plain:
        stem = verb.removesuffix("e")
        found |= {verb, verb + "s", verb + "es", stem + "ed", stem + "ing", verb + verb[-1] + "ed", verb + verb[-1] + "ing"}
        found |= {verb[:-1] + "ies", verb[:-1] + "ied"} if verb.endswith("y") else set()
    return frozenset(found)


@cache
def _said_forms() -> str:
    """The strong verbs of saying as they are written: said, says, has announced."""
    forms = {"said", "told", "wrote", "says", "tells", "writes", "put it", "reads"}
    for verb in speech.load().verbs:
        first, _, rest = verb.partition(" ")
        stem = first[:-1] if first.endswith("e") else first
        past = first[:-1] + "ied" if first.endswith("y") and first[-2] not in "aeou" else stem + "ed"
        now = first[:-1] + "ies" if past.endswith("ied") else first + ("es" if first.endswith("s") else "s")
        forms |= {f"{form} {rest}".strip() for form in (past, now)}
    return "(?:" + "|".join(sorted(map(re.escape, forms), key=len, reverse=True)) + ")"


TITLED = r"(?:[A-Z][\w’'-]*\.? ){1,4}[A-Z][\w’'-]+, [^,;.“”\"]{3,90},"  # "Capt. Ana Cruz, spokeswoman of the division,"


@cache
def tail() -> Seldom:
    """A speaker put after what he says."""
    return Seldom(rf"(?:[,”\"—–]|, and)\s+{ASIDE}(?P<who>{TITLED}|(?:[^,;.“”\"]|\.(?=\S)){{2,130}}?)\s+(?:{ACTIVE}{LATER}|{CITED})"
                      rf"(?P<verb>{_said_forms()}|(?<= as )saying)\b(?!\s+(?:by(?! (?:tele)?phone| radio)|in the)\b)")  # fmt: skip


@cache
def inverted() -> Seldom:
    """A speaker put after his verb, at the end: "…, reports the army command"."""
    return Seldom(rf"[,”\"]\s+(?P<verb>{_said_forms()}|repl(?:ied|ies)|answer(?:ed|s)|counter(?:ed|s))\s+"
                      rf"(?P<who>(?:the |an? )?(?:[a-z-]+ ){{0,3}}[^,;:.“”\"]{{2,70}}?)"
                      r"(?: on \w+day)?(?:[.]?$|:)")  # fmt: skip


@cache
def lead() -> Seldom:
    """A speaker put before what he says."""
    return Seldom(rf"^(?:On \w+ |Earlier |Later )?(?P<who>(?:The |[A-Z])[^,;.“”\"]{{1,80}}?)\s+{ACTIVE}{LATER}"
                      rf"(?P<verb>{_said_forms()})\b"
                      r"(?!\s+by\b)(?!(?<=accused)\s+of\b)")  # fmt: skip


@cache
def noted() -> Seldom:
    """A passive with nobody in it, which goes on with the last voice."""
    return Seldom(r"\b(?P<who>it) (?:is|was|has been) (?:also |further )?"
                      r"(?P<verb>noted|said|stated|reported|added|stressed|emphasised|emphasized|claimed|alleged)\b")
