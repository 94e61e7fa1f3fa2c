"""The questions put to the vote: their order, their parts, what takes them off."""

from __future__ import annotations

import pytest

from comity.bodies.actor import ANYONE
from comity.votes.acts import BeginVoting, OpenVote
from comity.votes.proposing import (
    AskForRecordedVote,
    GrantDivision,
    MoveDivision,
    MoveReconsideration,
    NoteExclusion,
    ObjectToDivision,
    PlaceInOrder,
    SubmitProposal,
    TakeUpProposal,
    WithdrawProposal,
)
from comity.votes.state import Kind, Status
from tests.people import FRANCE, GERMANY, LATVIA, representative
from tests.votes.hall import COUNCIL, PRESIDENT, Hall, refused

NINE = " ".join(COUNCIL[:9])
NEPAL, PERU, GHANA = (representative(code) for code in ("NPL", "PER", "GHA"))


@pytest.fixture
def council() -> Hall:
    return Hall()


@pytest.fixture
def assembly() -> Hall:
    return Hall("unga")


def try_open(hall: Hall, proposal: int, **more: str):  # type: ignore[no-untyped-def]
    given = {"rule": hall.rule, "method": "electronic"} | more
    return hall.hear(OpenVote, hall.chair, proposal=proposal, **given)


def test_rule_34_a_member_needs_no_second(council: Hall) -> None:
    assert council.submit() == 1


@pytest.mark.parametrize("by", [GERMANY, ANYONE])
def test_rule_38_a_state_that_is_not_a_member_needs_one_to_submit_its_text(council: Hall, by: object) -> None:
    ruling = council.hear(SubmitProposal, by, of="DEU", subject="Water")  # type: ignore[arg-type]
    assert refused(ruling, "38") and ruling.objection is not None and ruling.objection.remedy is not None


@pytest.mark.parametrize("sponsors", [("FRA",), ("DEU",), ("GBR", "GBR")])
def test_sponsors_are_other_members_each_once(council: Hall, sponsors: tuple[str, ...]) -> None:
    given = {"of": "FRA", "subject": "Water", "sponsors": sponsors}
    assert not council.hear(SubmitProposal, FRANCE, **given).accepted


def test_rule_32_texts_on_one_item_are_voted_in_the_order_of_submission(council: Hall) -> None:
    first, second = council.submit(item="7"), council.submit("GBR", item="7")
    other = council.submit("GBR", item="8")
    assert refused(try_open(council, second), "32", "another_comes_first")
    council.hold(other, yes=NINE)
    council.hold(first, yes=NINE)
    council.hold(second, yes=NINE)
    assert council.fate(second) == "adopted"


def test_rule_91_unless_the_body_decides_otherwise(assembly: Hall) -> None:
    first, second = assembly.submit(item="7"), assembly.submit("GBR", item="7")
    assert refused(try_open(assembly, second), "91")
    assert not assembly.hear(PlaceInOrder, FRANCE, proposal=second, place=1).accepted
    assembly.must(PlaceInOrder, PRESIDENT, proposal=second, place=1)
    assert refused(try_open(assembly, first), "91")
    assembly.hold(second, yes="FRA")


@pytest.mark.parametrize(("body", "rule"), [("unsc", "36"), ("unga", "90")])
def test_amendments_come_before_the_text_what_adds_or_deletes_first(body: str, rule: str) -> None:
    hall = Hall(body)
    text = hall.submit()
    far = hall.submit("GBR", amends=text)
    adds = hall.submit("COL", amends=text, adds_or_deletes=True)
    assert refused(try_open(hall, text), rule)
    assert refused(try_open(hall, far), rule)
    hall.hold(adds, yes=NINE)
    hall.hold(far, no=NINE)
    hall.hold(text, yes=NINE)
    assert [hall.fate(n) for n in (text, far, adds)] == ["adopted", "rejected", "adopted"]


def test_rule_36_the_president_settles_the_order_of_amendments(council: Hall) -> None:
    text = council.submit()
    near, far = council.submit("GBR", amends=text), council.submit("COL", amends=text)
    council.must(PlaceInOrder, LATVIA, proposal=far, place=1)
    assert refused(try_open(council, near), "36")
    council.hold(far, no=NINE)
    council.hold(near, no=NINE)


def test_rule_90_an_amendment_that_another_rules_out_is_not_voted(assembly: Hall) -> None:
    text = assembly.submit()
    one, other = assembly.submit("GBR", amends=text), assembly.submit("COL", amends=text)
    assert refused(assembly.hear(NoteExclusion, PRESIDENT, proposal=other, falls_with=text), "90")
    assembly.must(NoteExclusion, PRESIDENT, proposal=other, falls_with=one)
    assembly.hold(one, yes="FRA")
    assert assembly.fate(other) == "fallen"
    assert not try_open(assembly, other).accepted
    assembly.hold(text, yes="FRA")


def test_rule_90_it_is_voted_when_the_other_is_rejected(assembly: Hall) -> None:
    text = assembly.submit()
    one, other = assembly.submit("GBR", amends=text), assembly.submit("COL", amends=text)
    assembly.must(NoteExclusion, PRESIDENT, proposal=other, falls_with=one)
    assembly.hold(one, no="FRA")
    assert assembly.fate(other) == "pending"


def test_rule_84_amendments_to_an_important_question_need_two_thirds_too(assembly: Hall) -> None:
    text = assembly.submit()
    vote = assembly.hold(
        assembly.submit("GBR", amends=text), yes="FRA GBR", no="CHN CUB", rule="unga.two_thirds"
    )
    decision = vote.decision(assembly.whole.body)
    assert decision is not None and decision.reason == "insufficient"
    assert any(citation.rule == "84" for citation in decision.citations)


def test_what_does_not_exist_or_is_decided_is_not_amended(council: Hall) -> None:
    assert not council.hear(SubmitProposal, FRANCE, of="FRA", subject="x", amends=9).accepted
    text = council.submit()
    council.hold(text, yes=NINE)
    assert not council.hear(SubmitProposal, FRANCE, of="FRA", subject="x", amends=text).accepted


def test_rule_87_any_member_may_ask_that_votes_be_recorded(assembly: Hall) -> None:
    text = assembly.submit()
    assert not assembly.hear(AskForRecordedVote, ANYONE, proposal=text, of="NPL").accepted
    assembly.must(AskForRecordedVote, NEPAL, proposal=text, of="NPL")
    assert refused(assembly.hear(AskForRecordedVote, PERU, proposal=text, of="PER"), "87")
    assert refused(try_open(assembly, text, method="show_of_hands"), "87", "recorded_vote")
    assert try_open(assembly, text, method="roll_call").accepted


# Division


def divide(hall: Hall, text: int, by: str = "GBR") -> int:
    parts = {"operative": "Paragraph 1\n\nParagraph 2", "preambular": "First preambular paragraph"}
    hall.must(MoveDivision, representative(by), proposal=text, of=by, **parts)
    return hall.whole.last_proposal


def test_rule_32_parts_are_voted_separately_unless_the_first_mover_objects(council: Hall) -> None:
    text = council.submit()
    motion = divide(council, text)
    assert refused(council.hear(ObjectToDivision, representative("USA"), proposal=motion, of="USA"), "32")
    council.must(GrantDivision, LATVIA, proposal=motion)
    parts = list(council.whole.about(text, Kind.PART))
    assert [(p.subject, p.operative) for p in parts] == [
        ("First preambular paragraph", False),
        ("Paragraph 1", True),
        ("Paragraph 2", True),
    ]
    assert refused(try_open(council, text), "32")
    assert refused(try_open(council, parts[1].proposal), "32")
    for part in parts:
        council.hold(part.proposal, yes=NINE)
    council.hold(text, yes=NINE)


def test_rule_32_the_first_movers_objection_settles_it(council: Hall) -> None:
    text = council.submit()
    motion = divide(council, text)
    council.must(ObjectToDivision, FRANCE, proposal=motion, of="FRA")
    assert refused(council.hear(GrantDivision, LATVIA, proposal=motion), "32")
    assert council.fate(motion) == "fallen"
    council.hold(text, yes=NINE)


def test_rule_89_an_objection_puts_the_motion_for_division_to_the_vote(assembly: Hall) -> None:
    text = assembly.submit()
    motion = divide(assembly, text)
    assert refused(try_open(assembly, motion), "89", "nobody_objects")
    assembly.must(ObjectToDivision, NEPAL, proposal=motion, of="NPL")
    assert refused(assembly.hear(GrantDivision, PRESIDENT, proposal=motion), "89")
    assert refused(try_open(assembly, text), "89")
    assembly.hold(motion, yes="GBR")
    assert len(list(assembly.whole.about(text, Kind.PART))) == 3


def test_rule_89_a_division_that_is_voted_down_leaves_the_text_whole(assembly: Hall) -> None:
    text = assembly.submit()
    motion = divide(assembly, text)
    assembly.must(ObjectToDivision, NEPAL, proposal=motion, of="NPL")
    assembly.hold(motion, no="NPL")
    assert not list(assembly.whole.about(text, Kind.PART))
    assembly.hold(text, yes="FRA")


def test_rule_89_a_text_whose_operative_parts_all_fell_is_rejected_as_a_whole(assembly: Hall) -> None:
    text = assembly.submit()
    assembly.must(GrantDivision, PRESIDENT, proposal=divide(assembly, text))
    preamble, one, two = (part.proposal for part in assembly.whole.about(text, Kind.PART))
    assembly.hold(preamble, yes="FRA")
    assembly.hold(one, no="GBR")
    assert assembly.fate(text) == "pending"
    assembly.hold(two, no="GBR")
    assert assembly.fate(text) == "rejected"
    assert refused(try_open(assembly, text), "81")


def test_rule_89_one_operative_part_is_enough_to_vote_on_the_whole(assembly: Hall) -> None:
    text = assembly.submit()
    assembly.must(GrantDivision, PRESIDENT, proposal=divide(assembly, text))
    for part, votes in zip(
        assembly.whole.about(text, Kind.PART), ({"no": "GBR"}, {"yes": "FRA"}, {"no": "GBR"}), strict=True
    ):
        assembly.hold(part.proposal, **votes)
    assert assembly.hold(text, yes="FRA").result.verdict == "adopted"  # type: ignore[union-attr]


def test_a_text_is_divided_once_and_into_named_parts(council: Hall) -> None:
    text = council.submit()
    given = {"proposal": text, "of": "FRA"}
    assert not council.hear(MoveDivision, FRANCE, operative=" \n ", **given).accepted
    assert not council.hear(MoveDivision, FRANCE, operative="x\n" * 41, **given).accepted
    divide(council, text)
    assert not council.hear(MoveDivision, FRANCE, operative="x", **given).accepted


# Withdrawal and reconsideration


def test_rule_35_the_mover_withdraws_until_voting_begins(council: Hall) -> None:
    text = council.submit()
    council.open(text, explanations_first=True)
    assert refused(council.hear(WithdrawProposal, representative("GBR"), proposal=text), "35")
    council.must(WithdrawProposal, FRANCE, proposal=text)
    assert council.fate(text) == "withdrawn" and council.vote().status is Status.DROPPED
    assert not council.hear(BeginVoting, LATVIA, vote=1).accepted
    other = council.submit()
    council.open(other)
    assert refused(council.hear(WithdrawProposal, FRANCE, proposal=other), "35", "voting_has_begun")


def test_rule_35_a_seconder_takes_up_what_was_withdrawn_with_the_same_precedence(council: Hall) -> None:
    text = council.submit(item="7", sponsors=("GBR",))
    later = council.submit("COL", item="7")
    council.must(WithdrawProposal, FRANCE, proposal=text)
    assert refused(council.hear(TakeUpProposal, representative("USA"), proposal=text, of="USA"), "35")
    council.must(TakeUpProposal, representative("GBR"), proposal=text, of="GBR")
    assert refused(try_open(council, later), "32")


def test_rule_80_any_member_takes_up_what_was_withdrawn_in_the_assembly(assembly: Hall) -> None:
    text = assembly.submit()
    assert refused(assembly.hear(TakeUpProposal, NEPAL, proposal=text, of="NPL"), "80")
    assembly.must(WithdrawProposal, FRANCE, proposal=text)
    assembly.must(TakeUpProposal, NEPAL, proposal=text, of="NPL")
    assert assembly.fate(text) == "pending" and assembly.whole.proposals[text].of == "NPL"


def test_rule_80_what_was_amended_is_not_withdrawn(assembly: Hall) -> None:
    text = assembly.submit()
    assembly.hold(assembly.submit("GBR", amends=text), yes="FRA")
    assert refused(assembly.hear(WithdrawProposal, FRANCE, proposal=text), "80", "amended")


def test_what_was_about_a_text_goes_with_it(council: Hall) -> None:
    text = council.submit()
    amendment = council.submit("GBR", amends=text)
    council.must(WithdrawProposal, FRANCE, proposal=text)
    assert council.fate(amendment) == "fallen"


def test_rule_81_reconsideration_needs_two_thirds(assembly: Hall) -> None:
    text = assembly.submit()
    assert refused(assembly.hear(MoveReconsideration, PERU, proposal=text, of="PER"), "81")
    assembly.hold(text, no="GBR")
    assert refused(try_open(assembly, text), "81", "not_pending")
    assembly.must(MoveReconsideration, PERU, proposal=text, of="PER")
    motion = assembly.whole.last_proposal
    assert refused(try_open(assembly, motion), "81", "two_thirds")
    assembly.hold(motion, yes="PER GHA", no="GBR", rule="unga.two_thirds")
    assert assembly.fate(text) == "pending"
    assembly.hold(text, yes="FRA")


def test_rule_81_is_not_a_rule_of_the_council(council: Hall) -> None:
    text = council.submit()
    council.hold(text, no=NINE)
    assert not council.hear(MoveReconsideration, FRANCE, proposal=text, of="FRA").accepted


def test_a_proposal_for_members_is_unknown_outside(council: Hall) -> None:
    text = council.submit(seen_by="members")
    council.submit("GBR", amends=text, seen_by="public")
    assert council.seen(ANYONE).proposals == {} and council.seen(GERMANY).proposals == {}
    ruling = council.hear(WithdrawProposal, GERMANY, proposal=text)
    assert refused(ruling, "3", "no_such_proposal")


def test_the_question_is_known_from_its_vote_to_whoever_did_not_know_it(council: Hall) -> None:
    text = council.submit(seen_by="members", symbol="S/2026/9")
    council.open(text, seen_by="public")
    assert council.seen(ANYONE).proposals[text].symbol == "S/2026/9"
