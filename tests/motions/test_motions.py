"""Motions: precedence, who speaks, points of order, challenges to a ruling."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.bodies.actor import ANYONE, Actor, Capacity
from comity.bodies.body import standard_bodies
from comity.bodies.clearance import clearances
from comity.clerk.clerk import Clerk
from comity.clerk.memory import MemoryStore
from comity.clerk.procedures import PROCEDURES
from comity.motions.acts import (
    CarryMotion,
    ChallengeRuling,
    DecideChallenge,
    DecideMotion,
    Move,
    RaisePointOfOrder,
    RuleOnPoint,
    SpeakOnMotion,
    WithdrawMotion,
)
from comity.motions.kinds import ASSEMBLY, COUNCIL
from comity.motions.state import Motions
from comity.rules.acts import Act
from comity.rules.guard import OutOfOrder, Ruling
from comity.rules.rulebook import Rulebook
from tests.people import FRANCE, GERMANY, LATVIA, NOON, SECRETARIAT, holder, new_id, representative

PRESIDENT = holder(Capacity.PRESIDENT, "unga")
RUSSIA = representative("RUS")


class Room:
    """A meeting's motions, spoken to in short."""

    def __init__(self, body: str = "unsc") -> None:
        self.stream = f"motions:{body}"
        self.store = MemoryStore()
        self.clerk = Clerk(self.store, PROCEDURES, standard_bodies())
        self.chair = LATVIA if body == "unsc" else PRESIDENT
        self.now = NOON

    def hear(self, act: type[Act], by: Actor, /, **given: Any) -> Ruling:
        self.now += timedelta(seconds=5)
        return self.clerk.hear(act(id=new_id(), stream=self.stream, **given), by, self.now)

    def must(self, act: type[Act], by: Actor, /, **given: Any) -> None:
        ruling = self.hear(act, by, **given)
        assert ruling.accepted, ruling.say()

    def move(self, kind: str, of: str = "FRA", **more: Any) -> int:
        self.must(Move, representative(of), of=of, kind=kind, **more)
        return max(self.state.motions)

    def speak(self, motion: int, of: str, side: str) -> Ruling:
        return self.hear(SpeakOnMotion, representative(of), motion=motion, of=of, side=side)

    def point(self, of: str = "RUS") -> int:
        self.must(RaisePointOfOrder, representative(of), of=of, details="The vote has begun.")
        return max(self.state.points)

    @property
    def state(self) -> Motions:
        state: Motions = self.clerk.folds.whole(self.stream).state
        return state


@pytest.fixture
def council() -> Room:
    return Room()


@pytest.fixture
def assembly() -> Room:
    return Room("unga")


def refused(ruling: Ruling, rule: str) -> bool:
    return ruling.objection is not None and ruling.objection.citation.rule == rule


def test_rule_33_suspension_comes_before_adjournment(council: Room) -> None:
    adjourn, suspend = council.move("adjourn_meeting"), council.move("suspend_meeting", "GBR")
    assert [motion.motion for motion in council.state.precedence()] == [suspend, adjourn]
    assert refused(council.hear(CarryMotion, LATVIA, motion=adjourn), "33")
    council.must(DecideMotion, LATVIA, motion=suspend, yes=8, no=7, abstain=0)
    assert council.state.motions[suspend].fate == "lost"
    council.must(CarryMotion, LATVIA, motion=adjourn)
    assert council.state.motions[adjourn].fate == "carried"


@pytest.mark.parametrize(("body", "book", "number"), [("unsc", "council", "33"), ("unga", "assembly", "77")])
@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_motions_are_put_in_the_order_of_the_rulebook_however_they_were_made(
    body: str, book: str, number: str, data: st.DataObject
) -> None:
    order = Rulebook.load(book).rule(number).params["order"]
    room = Room(body)
    for kind in data.draw(st.permutations(order)):
        room.move(kind)
    assert [motion.kind for motion in room.state.precedence()] == order


def test_motions_of_one_kind_are_put_as_they_were_made(council: Room) -> None:
    first, second = council.move("refer"), council.move("refer", "GBR")
    assert [motion.motion for motion in council.state.precedence()] == [first, second]


@pytest.mark.parametrize(("body", "kind"), [("unsc", "close_debate"), ("unga", "refer")])
def test_each_organ_has_its_own_motions(body: str, kind: str) -> None:
    room = Room(body)
    assert refused(room.hear(Move, FRANCE, of="FRA", kind=kind), "33" if body == "unsc" else "77")


@pytest.mark.parametrize("by", [GERMANY, SECRETARIAT, ANYONE])
def test_rule_34_only_members_move(council: Room, by: Actor) -> None:
    assert refused(council.hear(Move, by, of="DEU", kind="refer"), "34")


@pytest.mark.parametrize(("body", "rule"), [("unsc", "33"), ("unga", "76")])
@pytest.mark.parametrize("kind", ["suspend_meeting", "adjourn_meeting"])
def test_suspension_and_adjournment_are_decided_without_debate(body: str, rule: str, kind: str) -> None:
    room = Room(body)
    assert refused(room.speak(room.move(kind), "GBR", "against"), rule)


@pytest.mark.parametrize(
    ("kind", "side", "heard", "rule"),
    [
        ("adjourn_debate", "for", 2, "74"),
        ("adjourn_debate", "against", 2, "74"),
        ("close_debate", "for", 0, "75"),
        ("close_debate", "against", 2, "75"),
    ],
)
def test_rules_74_and_75_so_many_speak_on_each_side(
    assembly: Room, kind: str, side: str, heard: int, rule: str
) -> None:
    motion = assembly.move(kind)
    for of in ("GBR", "CHN", "PER", "NPL")[:heard]:
        assert assembly.speak(motion, of, side).accepted
    assert refused(assembly.speak(motion, "ITA", side), rule)


def test_nobody_speaks_twice_on_a_motion_and_its_mover_has_spoken(assembly: Room) -> None:
    motion = assembly.move("adjourn_debate")
    assert refused(assembly.speak(motion, "FRA", "for"), "74")
    assert assembly.speak(motion, "GBR", "against").accepted
    assert refused(assembly.speak(motion, "GBR", "against"), "74")


@pytest.mark.parametrize("kind", ["adjourn_to_day_or_hour", "refer", "postpone_discussion"])
def test_rule_33_other_motions_of_the_council_are_debated_without_limit(council: Room, kind: str) -> None:
    motion = council.move(kind)
    assert all(council.speak(motion, of, "for").accepted for of in ("GBR", "CHN", "RUS", "USA"))


@pytest.mark.parametrize(
    ("body", "counts", "fate"),
    [
        ("unsc", (9, 6, 0), "carried"),
        ("unsc", (8, 0, 7), "lost"),
        ("unga", (2, 1, 150), "carried"),
        ("unga", (70, 70, 3), "lost"),
    ],
)
def test_article_27_2_and_rule_85_how_many_carry_a_motion(
    body: str, counts: tuple[int, int, int], fate: str
) -> None:
    room = Room(body)
    yes, no, abstain = counts
    room.must(DecideMotion, room.chair, motion=room.move("suspend_meeting"), yes=yes, no=no, abstain=abstain)
    assert room.state.motions[1].fate == fate


def test_no_more_hands_than_members(council: Room) -> None:
    motion = council.move("suspend_meeting")
    assert not council.hear(DecideMotion, LATVIA, motion=motion, yes=9, no=6, abstain=1).accepted


def test_rule_35_a_motion_is_taken_back_by_its_mover_until_it_is_decided(council: Room) -> None:
    motion = council.move("refer")
    assert refused(council.hear(WithdrawMotion, RUSSIA, motion=motion), "35")
    council.must(WithdrawMotion, FRANCE, motion=motion)
    assert council.state.precedence() == ()
    assert not council.hear(WithdrawMotion, FRANCE, motion=motion).accepted


@pytest.mark.parametrize(("body", "rule"), [("unsc", "30"), ("unga", "71")])
def test_a_point_of_order_is_decided_before_anything_else(body: str, rule: str) -> None:
    room = Room(body)
    motion = room.move("suspend_meeting")
    point = room.point()
    assert refused(room.hear(CarryMotion, room.chair, motion=motion), rule)
    assert refused(room.hear(Move, FRANCE, of="FRA", kind="adjourn_meeting"), rule)
    assert not room.hear(RuleOnPoint, FRANCE, point=point, ruling="upheld").accepted
    room.must(RuleOnPoint, room.chair, point=point, ruling="not_upheld")
    room.must(CarryMotion, room.chair, motion=motion)
    assert refused(room.hear(RuleOnPoint, room.chair, point=point, ruling="upheld"), rule)


@pytest.mark.parametrize(
    ("body", "counts", "overruled"),
    [
        ("unsc", (9, 6, 0), True),
        ("unsc", (8, 2, 5), False),
        ("unga", (51, 50, 80), True),
        ("unga", (50, 50, 80), False),
        ("unga", (0, 0, 80), False),
    ],
)
def test_rules_30_and_71_a_ruling_stands_unless_it_is_overruled(
    body: str, counts: tuple[int, int, int], overruled: bool
) -> None:
    room = Room(body)
    point = room.point()
    room.must(RuleOnPoint, room.chair, point=point, ruling="not_upheld")
    room.must(ChallengeRuling, RUSSIA, point=point, of="RUS")
    assert not room.hear(Move, FRANCE, of="FRA", kind="adjourn_meeting").accepted
    yes, no, abstain = counts
    room.must(DecideChallenge, room.chair, point=point, yes=yes, no=no, abstain=abstain)
    assert room.state.points[point].overruled is overruled
    assert room.hear(Move, FRANCE, of="FRA", kind="adjourn_meeting").accepted


def test_rule_30_a_ruling_is_challenged_at_once_and_once(council: Room) -> None:
    point = council.point()
    assert refused(council.hear(ChallengeRuling, RUSSIA, point=point, of="RUS"), "30")
    assert refused(council.hear(DecideChallenge, LATVIA, point=point, yes=9, no=0, abstain=0), "30")
    council.must(RuleOnPoint, LATVIA, point=point, ruling="upheld")
    council.move("refer")
    assert refused(council.hear(ChallengeRuling, RUSSIA, point=point, of="RUS"), "30")


def test_motions_of_a_private_meeting_are_unknown_outside(council: Room) -> None:
    motion = council.move("refer", seen_by="members")
    for outsider in (GERMANY, ANYONE):
        tokens = clearances(outsider, standard_bodies(), council.now)
        assert council.clerk.seen(council.stream, tokens).state.motions == {}
        ruling = council.hear(WithdrawMotion, outsider, motion=motion)
        assert ruling.objection is not None and ruling.objection.reason.key.endswith("no_such_motion")


def test_what_is_in_order_is_heard_and_what_is_not_is_refused() -> None:
    tried = 0
    for body in ("unsc", "unga"):
        for stage in range(4):
            room = Room(body)
            room.move("adjourn_meeting")
            room.move("suspend_meeting", "GBR")
            room.move("refer" if body == "unsc" else "adjourn_debate", "FRA")
            if stage > 0:
                room.point()
            if stage > 1:
                room.must(RuleOnPoint, room.chair, point=1, ruling="upheld")
            if stage > 2:
                room.must(ChallengeRuling, FRANCE, point=1, of="FRA")
            tried += agree(room)
    assert tried > 100


def agree(room: Room) -> int:
    tried = 0
    procedure = room.clerk.shapes.procedure_of(room.stream)
    for person in (FRANCE, room.chair, SECRETARIAT, GERMANY, ANYONE, RUSSIA):
        for possible in room.clerk.in_order(room.stream, person, room.now):
            of = next(iter(dict(possible.options)["of"]), ("", None))[0]
            content = {
                Move: {"of": of, "kind": "suspend_meeting"},
                RaisePointOfOrder: {"of": of, "details": "D"},
                SpeakOnMotion: {"of": of, "side": "against"},
                ChallengeRuling: {"of": of},
                RuleOnPoint: {"ruling": "upheld"},
                DecideMotion: {"yes": 9, "no": 0, "abstain": 0},
                DecideChallenge: {"yes": 9, "no": 0, "abstain": 0},
            }.get(possible.act, {})
            act = possible.act(id=new_id(), stream=room.stream, **content, **dict(possible.given))
            try:
                list(procedure.decide(room.state, act, person, room.now))
            except OutOfOrder as refusal:
                assert possible.objection == refusal.objection, (person.name, possible, refusal)
            else:
                assert possible.in_order, (person.name, possible)
            tried += 1
    return tried


def test_each_motion_has_a_rule() -> None:
    assert all(kind.citation.rule for kind in (*COUNCIL.values(), *ASSEMBLY.values()))
