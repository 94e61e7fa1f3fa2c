"""Votes of bodies that are not the Council or the Assembly, by their own files."""

from __future__ import annotations

from datetime import date
from importlib import resources

import pytest

from comity.bodies.actor import Accreditation, Actor, Capacity
from comity.bodies.body import Body, bodies
from comity.bodies.body_file import load_body
from comity.clerk.clerk import Clerk
from comity.clerk.memory import MemoryStore
from comity.clerk.procedures import PROCEDURES
from comity.motions.acts import DecideMotion, Move
from comity.rules.acts import Act
from comity.votes.acts import AnnounceResult, CloseVote, OpenVote, RaiseObjection, RecordHands
from comity.votes.result import reckon
from comity.voting.of_bodies import rules_of
from tests.people import NOON, SECRETARIAT, new_id, representative

EXAMPLES = resources.files("comity.bodies") / "examples"


def example(name: str) -> Body:
    return load_body((EXAMPLES / name).read_text(encoding="utf-8"))


def chair(body: Body) -> Actor:
    held = Accreditation(capacity=Capacity.PRESIDENT, body=body.code)
    return Actor(person="chair", name="Chair", accreditations=(held,))


def hall(body: Body):  # type: ignore[no-untyped-def]
    clerk = Clerk(MemoryStore(), PROCEDURES, bodies(body))

    def hear(act_kind: type[Act], by: Actor, procedure: str = "votes", **given: object) -> None:
        act = act_kind(id=new_id(), stream=f"{procedure}:{body.code}", **given)
        ruling = clerk.hear(act, by, NOON)
        assert ruling.accepted, ruling.say()

    return clerk, hear


def test_a_council_that_plays_the_security_council_has_its_own_members_and_its_own_vetoes() -> None:
    body = example("model-un-council.toml")
    clerk, hear = hall(body)
    members = body.members_on(NOON.date())
    hear(OpenVote, chair(body), subject="Water", rule="unsc.substantive", method="show_of_hands")
    against = ("FRA",)
    in_favour = tuple(code for code in members if code not in against)
    hear(RecordHands, SECRETARIAT, vote=1, in_favour=in_favour, against=against)
    hear(CloseVote, chair(body), vote=1)
    hear(AnnounceResult, chair(body), vote=1)
    decision = clerk.folds.whole(f"votes:{body.code}").state.votes[1].decision(body)
    assert decision.vetoed_by == ("FRA",) and "France" in decision.explain()


@pytest.mark.parametrize(
    "rule", [name for name in rules_of(example("board-of-40.toml"), NOON.date()) if "." in name]
)
def test_a_board_decides_by_each_of_its_thresholds(rule: str) -> None:
    body = example("board-of-40.toml")
    members = body.members_on(date(2026, 11, 21))
    everybody = reckon(body, rule, on=NOON.date(), votes=[(member, "yes") for member in members])
    nobody = reckon(body, rule, on=NOON.date(), votes=[(member, "no") for member in members])
    assert everybody.adopted and not nobody.adopted and everybody.explain("ar")


def test_a_member_that_is_no_state_objects_under_its_own_name() -> None:
    body = example("board-of-40.toml")
    member = body.members_on(NOON.date())[0]
    clerk, hear = hall(body)
    hear(OpenVote, chair(body), subject="Budget", rule="consensus", method="consensus")
    hear(RaiseObjection, representative(member), vote=1, of=member)
    vote = clerk.folds.whole(f"votes:{body.code}").state.votes[1]
    assert vote.result.verdict == "objected" and vote.decision(body).explain()


def test_a_motion_of_another_body_is_carried_by_a_majority_of_those_voting() -> None:
    body = example("board-of-40.toml")
    member = body.members_on(NOON.date())[0]
    clerk, hear = hall(body)
    hear(Move, representative(member), "motions", of=member, kind="refer")
    hear(DecideMotion, chair(body), "motions", motion=1, yes=11, no=10, abstain=3)
    assert clerk.folds.whole(f"motions:{body.code}").state.motions[1].fate == "carried"
