"""From ties to incidents: what ends together, whatever the order; identities, judgements, values."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from etl.model import Place
from etl.resolve.cluster import Verdicts, clusters
from etl.resolve.conclude import incident
from etl.resolve.identity import identify, public_id
from etl.resolve.judged import Judgement, consistent
from etl.resolve.matcher import Matcher
from etl.resolve.score import compare
from tests.resolving import KNOWN, LACHIN, NEXT, SIDES, telling


def test_the_result_does_not_depend_on_order_and_sisters_stay_apart() -> None:
    both = [telling(article=7, span=(0, 9)), telling(article=7, span=(20, 29))]
    others = [telling(), telling(), telling(event_type="clash")]
    orders = [clusters(order, Matcher(SIDES)).incidents for order in permutations(both + others)]
    found = {frozenset(frozenset(t.id for t in group) for group in groups) for groups in orders}
    assert len(found) == 1
    [groups] = found
    assert not any({t.id for t in both} <= group for group in groups)


REGION = Place("Nagorno-Karabakh", "r", "AZ", 39.9, 46.7, "region")


def test_a_telling_too_vague_to_tie_goes_where_it_can_only_belong() -> None:
    """ "Shelling in Karabakh" is the shelling of Shusha while no other is known, and stays alone when there are two."""
    shusha, again, vague = telling(), telling(), telling(place=REGION)
    other = telling(place=NEXT)
    assert not compare(shusha, vague, SIDES).ties
    assert len(clusters([shusha, again, vague], Matcher(SIDES)).incidents) == 1
    assert [len(g) for g in clusters([shusha, other, vague], Matcher(SIDES)).incidents] == [1, 1, 1]


def test_judgements_beat_points() -> None:
    one, other, far = telling(), telling(), telling(place=NEXT)
    pairs = Verdicts(same=frozenset({frozenset((one.id, far.id))}), different=frozenset({frozenset((one.id, other.id))}))
    assert [{t.id for t in g} for g in clusters([one, other, far], Matcher(SIDES), pairs).incidents] == [{one.id, far.id}, {other.id}]


def test_in_what_order_persons_made_wholes_does_not_hang_on_the_numbers_of_reports() -> None:
    """Two wholes share a telling's incident, and what would come together with it was parted: the first told comes first."""
    told = [telling(url=f"https://{n}.example", place=place, event_type=kind)
            for n, (place, kind) in enumerate(((LACHIN, "shelling"), (LACHIN, "shelling"), (NEXT, "clash"), (NEXT, "clash"),
                                               (REGION, "airspace_violation"), (REGION, "airspace_violation")))]  # fmt: skip
    found = set()
    for numbers in (range(1, 7), range(6, 0, -1)):
        x1, x2, y1, y2, z1, z2 = (replace(t, id=n, article=n, origin=n) for t, n in zip(told, numbers, strict=True))
        same = frozenset({frozenset((x1.id, y1.id)), frozenset((x2.id, z1.id))})
        pairs = Verdicts(same, different=frozenset({frozenset((y2.id, z2.id))}))
        groups = clusters([x1, x2, y1, y2, z1, z2], Matcher(SIDES), pairs).incidents
        found.add(frozenset(frozenset(t.url for t in group) for group in groups))
    assert len(found) == 1


def test_identity_stays_with_the_larger_half() -> None:
    t = [telling() for _ in range(5)]
    split = identify([t[:2], t[2:]], {x.id: 1 for x in t}, [1])
    assert (split.kept, split.merged) == ({0: None, 1: 1}, {})
    merged = identify([t], {t[0].id: 1, t[1].id: 2, t[2].id: 2}, [1, 2])
    assert (merged.kept, merged.merged) == ({0: 2}, {1: 0})
    assert public_id(t) == public_id(t) != public_id(t, 1)


def test_contradictions_over_several_judgements_are_found() -> None:
    given = [Judgement(1, "same", 1, 2), Judgement(2, "same", 2, 3), Judgement(3, "different", 1, 3),
             Judgement(4, "set", 1, None, "target", "a"), Judgement(5, "set", 3, None, "target", "b"),
             Judgement(6, "set", 9, None, "target", "b")]  # fmt: skip
    held, refused = consistent(given)
    assert [j.id for j in held] == [1, 2, 4, 6]
    assert [(new.id, old.id) for new, old in refused] == [(3, 1), (5, 4)]
    held, refused = consistent([Judgement(1, "different", 1, 3), Judgement(2, "same", 1, 2), Judgement(3, "same", 2, 3)])
    assert [(new.id, old.id) for new, old in refused] == [(3, 1)]


def test_an_incident_takes_the_values_most_sources_give() -> None:
    copy = telling(event_type="clash")
    members = (telling(), telling(), copy, telling(event_type="clash", origin=copy.origin), telling(event_type="clash", origin=copy.origin))
    found = incident(members, [], Matcher(SIDES), KNOWN)
    assert (found.values.event_type, found.values.reports, found.values.sources) == ("shelling", 5, 3)


def test_the_place_is_the_common_one_or_a_more_exact_one_within_it() -> None:
    village, far = Place("Yeghtsahogh", "v", "AZ", 39.66, 46.6, "settlement"), Place("Kalbajar", "k", "AZ", 40.1, 46.04, "settlement")
    for spot, wanted in ((village, village), (far, LACHIN)):
        members = (telling(place=LACHIN), telling(place=LACHIN), telling(place=spot))
        assert incident(members, [], Matcher(SIDES), KNOWN).values.place == wanted
