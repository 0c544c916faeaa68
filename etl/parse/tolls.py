"""From casualty mentions to rows: the sums set apart, the same dead told twice made one, totals and parts settled."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import combinations

from etl.lexicon import registry
from etl.model import Casualty, Tally
from etl.parse.attribution import at
from etl.parse.harm import Harm
from etl.parse.ownership import owner
from etl.parse.scenes import Scene, same_days, same_place
from etl.parse.status import MEN, status_of
from etl.parse.syntax import token_at
from etl.parse.tellings import Reader

UNIT = r"(?:days|weeks|months|years|decades)"
SUM = re.compile(
    rf"\b(?:since|so far this year|this (?:year|month|week)|in the (?:past|last|previous) (?:\w+ )?(?:{UNIT}|week|month|year|decade)"
    rf"|(?:during|over|within|in) (?:the )?(?:past |last |previous )?(?:\w+(?:-\w+)? )?{UNIT}\b"
    rf"|(?:during|in|of|by) the (?:\w+ )?(?:war(?! zone)|conflict(?! zone)|campaign|fighting of|offensive|uprising|insurgency)"
    rf"|(?:of|over) the (?:last|past) (?:\w+ )?(?:days|weeks|months|years)|those days"
    r"|(?:two|three|four|five|six|seven) days in which|within (?:48|72|96) hours|in the course of the year"
    r"|to date|altogether|in (?:19|20)\d\d|between (?:19|20)\d\d|last (?:year|month)"
    rf"|(?:two|three|four|five|six|\w+)-(?:day|week|month|year)(?:-long)? (?:offensive|war|conflict|fighting)|in all of (?:19|20)\d\d"
    rf"|for the same period|on both sides since)",
    re.I,
)
WITHDRAWN = re.compile(
    r"\b(?:earlier (?:reports?|versions?|figures?|statements?|report)|at first|initially|initial (?:reports?|figure|toll|count)"
    r"|had (?:earlier|previously|first) (?:spoken|said|reported|given|put)|(?:was|were) wrong|no longer applies|"
    r"given earlier|earlier (?:said|reported|put|gave)|previously (?:said|reported|given)|first (?:communiqué|report|version)|corrects"
    r"|had spoken of|up from|instead of|rather than|not (?:two|three|four|five|six|seven|ten|\d+)(?= as|,| as)|as (?:first|earlier"
    r"|previously))\b",
    re.I,
)
PIECE = re.compile(r"[;:()]|, (?:not|and not|but)\b|\.\s")
SPREAD = re.compile(
    r"\bin (?:two|three|four|five|six|several|separate|\d+) (?:\w+ ){0,2}?(?:attacks|strikes|incidents|clashes|ambushes|blasts|raids)\b",
    re.I,
)
RECALL = 100  # rows around one that may tell the same people
SAID = frozenset({"named", "possessive", "in the ranks of", "who lost them"})  # rules by which the text itself says whose
FATE = 3  # sentences within which the wounded die
WAR = 400  # more dead than one breach of a truce has cost


@dataclass
class Row:
    """A casualty row with the scene it belongs to."""

    scene: int
    harm: Harm
    casualty: Casualty


def is_sum(harm: Harm, reader: Reader) -> bool:
    """Whether a number adds up many events: "killed since April", "in the 2020 war"."""
    if max(harm.people.low or 0, harm.people.high or 0) >= WAR:
        return True
    sentence = reader.document.sentences[harm.sentence]
    dated = [(d.start - sentence.start, d) for d in reader.dates_of(sentence)]
    long_ago = [
        start
        for start, d in dated
        if d.kind in ("since", "year", "month") or d.occurred.precision in ("month", "year") or d.role == "history"
    ]
    cues = [m.start() for m in SUM.finditer(sentence.text)]
    return any(harm.rule == "number of" or _governs(harm, start, reader) for start in (*long_ago, *cues))


def _governs(harm: Harm, offset: int, reader: Reader) -> bool:
    """Whether the words at an offset of the sentence hang on the harm itself, not on another clause."""
    doc = reader.document.sentences[harm.sentence].doc
    token = token_at(doc, offset) if doc is not None else None
    if doc is None or token is None:
        return False
    for _ in range(12):
        if (
            token.dep_
            in ("prep", "pobj", "npadvmod", "amod", "compound", "advmod", "mark", "nummod", "poss", "det", "pcomp", "nmod", "quantmod")
            and token.i != harm.head
        ) or (token.dep_ == "advcl" and token.i != harm.head):
            token = token.head
        else:
            break
    own = {harm.head, harm.people.head}
    head = doc[harm.head]
    for _ in range(4):
        own.add(head.i)
        if (
            head.dep_ in ("conj", "acl", "oprd", "dobj", "attr", "pobj", "prep", "nsubj", "nsubjpass", "ccomp", "xcomp")
            and head.pos_ != "VERB"
        ) or head.dep_ in ("conj", "xcomp"):
            head = head.head
        else:
            break
    return token.i in own or head.i == token.i


def is_withdrawn(harm: Harm, reader: Reader) -> bool:
    """Whether the text itself takes the number back: "the figure of three given earlier was wrong"."""
    sentence = reader.document.sentences[harm.sentence]
    text, place = sentence.text, harm.start - sentence.start
    start = max((m.end() for m in PIECE.finditer(text, 0, place)), default=0)
    end = next((m.start() for m in PIECE.finditer(text, place)), len(text))
    return bool(WITHDRAWN.search(text[start:end]))


def rows(n: int, scene: Scene, target: str | None, initiator: str | None, reader: Reader) -> list[Row]:
    """The casualty rows a scene offers, before the article's rows are settled."""
    made = []
    for telling in scene.tellings:
        for harm in telling.harms:
            people = harm.people
            if (people.low is None and people.high is None and not people.vague) or is_withdrawn(harm, reader):
                continue
            harm.party, harm.how = owner(harm, telling, reader, initiator, target)
            made.append(Row(n, harm, _casualty(harm, status_of(harm, telling, reader), initiator, reader)))
    return [_in_company(row, made) for row in made]


def _casualty(harm: Harm, status: str, initiator: str | None, reader: Reader) -> Casualty:
    people = harm.people
    source = at(reader.sources[harm.sentence], harm.start)
    if source is not None and source.kind == "run" and source.party == initiator and harm.party != source.party:
        source = None  # an attacker does not go on to tell of those he hurt, unless he is named as saying so
    actor, party = (source.actor, source.party) if source else (None, None)
    span = harm.start, harm.end
    return Casualty(harm.harm, span, harm.party, status, people.low, people.high, people.vague, people.names, actor, party, harm.rule)


def _in_company(row: Row, made: list[Row]) -> Row:
    """ "three dead" beside soldiers of the same side are soldiers, where no civilian was hurt with them."""
    mates = {r.casualty.status for r in made if r.casualty.party == row.casualty.party}
    if row.casualty.status == "unknown" and row.harm.people.noun in MEN and "military" in mates and "civilian" not in mates:
        return replace(row, casualty=replace(row.casualty, status="military"))
    return row


def settle(found: list[Row], scenes: list[Scene], reader: Reader) -> list[Row]:
    """One row for the same people told twice; the parts for a total that is their sum, unless they are all of one kind."""
    kept: list[Row] = []
    for row in sorted(found, key=lambda r: r.casualty.span):
        if _singular(row) and row.harm.harm == "killed":
            kept = [k for k in kept if not _died_of(k, row)]
        same = next((k for k in kept[-RECALL:] if _same(k, row, scenes)), None)
        if same is not None:
            same.casualty = _merged(same.casualty, row.casualty)
        elif (sooner := next((k for k in reversed(kept[-RECALL:]) if _one_more(k, row)), None)) is not None:
            sooner.casualty = replace(sooner.casualty, low=row.harm.people.nth, high=row.harm.people.nth)
        else:
            kept.append(row)
    for n, row in enumerate(list(kept)):
        parts = _parts_of(row, kept[max(0, n - RECALL) : n + RECALL], reader)
        if parts and all(_of_one_kind(row, part) for part in parts) and not _scattered(parts, reader):
            row.casualty = _merged(row.casualty, parts[0].casualty)
            kept = [k for k in kept if k not in parts]
        elif parts:
            kept = [k for k in kept if k is not row]
    return kept


def _one_more(old: Row, new: Row) -> bool:
    """ "A fifth died" after four dead."""
    nth, a, b = new.harm.people.nth, old.casualty, new.casualty
    return (
        nth is not None
        and a.harm == b.harm
        and a.low == a.high == nth - 1
        and old.scene == new.scene
        and _agree(a.party, b.party)
        and _agree(_known(a.status), _known(b.status))
    )


def _of_one_kind(total: Row, part: Row) -> bool:
    """Whether a part says no more of its people than the total: same incident, side and kind."""
    a, b = total.casualty, part.casualty
    return total.scene == part.scene and _agree(a.party, b.party) and _agree(_known(a.status), _known(b.status))


def _same(old: Row, new: Row, scenes: list[Scene]) -> bool:
    a, b = old.casualty, new.casualty
    if new.harm.people.part and a.harm == b.harm and (a.low or 0) >= (b.low or 0):
        return True  # "six of them were detained": of those told before
    camp = _one_camp(a.party, b.party) if a.low == 1 else _agree(a.party, b.party) or _many_guessed(old, new)
    if a.harm != b.harm or not camp or not _agree(_known(a.status), _known(b.status)):
        return False
    apart = old.scene != new.scene and _apart(scenes[old.scene], scenes[new.scene])
    if not new.harm.people.counted and b.low == 1 and not b.vague:
        return not apart
    return (a.low, a.high) == (b.low, b.high) and a.vague == b.vague and not apart


def _many_guessed(old: Row, new: Row) -> bool:
    """Whether three or more of one number are told twice, and whose they are is said at most once."""
    return (old.casualty.low or 0) > 2 and old.scene == new.scene and not (old.harm.how in SAID and new.harm.how in SAID)


def _singular(row: Row) -> bool:
    """ "The soldier died", "he succumbed": one already spoken of."""
    return not row.harm.people.counted and row.casualty.low == row.casualty.high == 1


def _died_of(hurt: Row, dead: Row) -> bool:
    """Whether the one wounded just before is the one who then died: "was hit and critically wounded … the soldier died"."""
    a, b = hurt.casualty, dead.casualty
    return (
        a.harm == "wounded"
        and a.low == a.high == 1
        and hurt.scene == dead.scene
        and dead.harm.sentence - hurt.harm.sentence <= FATE
        and _one_camp(a.party, b.party)
        and _agree(_known(a.status), _known(b.status))
    )


def _one_camp(a: str | None, b: str | None) -> bool:
    """Whether two parties may be one: the same, one unknown, or an authority no state knows and the state it leans on."""
    if _agree(a, b):
        return True
    parties = registry.load().parties
    return any(parties[x].kind == "de-facto-authority" and x in parties[y].allies for x, y in ((a, b), (b, a)) if x and y)


def _finer(a: str | None, b: str | None) -> str | None:
    """The authority rather than the state it leans on."""
    if a is None or b is None or a == b:
        return a or b
    return b if registry.load().parties[b].kind == "de-facto-authority" else a


def _apart(a: Scene, b: Scene) -> bool:
    """Whether two scenes are told of different days or places."""
    if a.occurred and b.occurred and not same_days(a.occurred, b.occurred):
        return True
    return bool(a.places and b.places and not any(same_place(x.place, y.place) for x in a.places for y in b.places))


def _merged(old: Casualty, new: Casualty) -> Casualty:
    return replace(
        old,
        party=_finer(old.party, new.party),
        status=old.status if old.status != "unknown" else new.status,
        names=old.names or new.names,
        claimant=old.claimant or new.claimant,
        claimant_party=old.claimant_party or new.claimant_party,
    )


def _scattered(parts: tuple[Row, ...], reader: Reader) -> bool:
    """Whether the parts fell at different places: "five in Beit Lif while one was killed in Deir Seryan"."""
    spots = set()
    for part, after in zip(parts, (*parts[1:], None), strict=True):
        sentence = reader.document.sentences[part.harm.sentence]
        end = after.harm.start if after is not None and after.harm.sentence == part.harm.sentence else sentence.end
        near = [p for p in reader.places_of(sentence) if part.harm.start <= p.start < end]
        spots |= {p.place.name for p in near if p.role in ("at", "near", "toward")}
    return len(spots) > 1


def _parts_of(row: Row, kept: list[Row], reader: Reader) -> tuple[Row, ...]:
    """The other rows of the article that add up to this one: "three killed … two in Berdavan … one in Paravakar"."""
    total = row.casualty.low
    if total is None or total < 2 or row.casualty.high not in (total, None):
        return ()
    others = [
        k
        for k in kept
        if k is not row
        and k.casualty.harm == row.casualty.harm
        and k.casualty.low
        and k.casualty.low < total
        and (k.casualty.span > row.casualty.span or k.scene != row.scene)
    ]
    sentence = reader.document.sentences[row.harm.sentence]
    if others and SPREAD.search(sentence.text, max(0, row.harm.start - sentence.start)):
        return tuple(k for k in others if k.scene != row.scene) or tuple(others)
    sums = (some for size in (2, 3, 4) for some in combinations(others[:8], size) if sum(k.casualty.low or 0 for k in some) == total)
    return next(sums, ())


def _agree(a: str | None, b: str | None) -> bool:
    return a is None or b is None or a == b


def _known(status: str) -> str | None:
    return None if status == "unknown" else status


def tally(harm: Harm, reader: Reader) -> Tally:
    """A sum over many events, as a tally."""
    source = at(reader.sources[harm.sentence], harm.start)
    return Tally(
        harm.harm, (harm.start, harm.end), harm.party, harm.people.low, harm.people.high, None, source.actor if source else None, harm.rule
    )
