"""The vote as it is held, by each method."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from comity.bodies.actor import ANYONE, Accreditation, Actor, Capacity
from comity.bodies.order import sorting_key
from comity.bodies.states import all_states
from comity.rules.words import LANGUAGES
from comity.votes.acts import (
    AnnounceResult,
    BeginVoting,
    CastVote,
    CloseVote,
    DrawFirstMember,
    OpenVote,
    PrepareLot,
    RecordAnswer,
    RecordCounts,
    RecordHands,
)
from comity.votes.state import Status
from comity.voting import draw
from comity.voting.lots import fingerprint, lot_seed
from tests.people import FRANCE, GERMANY, LATVIA, SECRETARIAT, representative
from tests.votes.hall import (
    COUNCIL,
    PRESIDENT,
    SEED,
    Hall,
    refused,
)


@pytest.fixture
def council() -> Hall:
    return Hall()


@pytest.fixture
def assembly() -> Hall:
    return Hall("unga")


# Who votes, and how often


def test_article_27_1_each_member_has_one_vote_on_however_many_devices(council: Hall) -> None:
    vote = council.open()
    colleague = Actor(
        person="second",
        name="Alternate",
        accreditations=(Accreditation(capacity=Capacity.ALTERNATE, of="FRA"),),
    )
    assert council.cast("FRA", "yes").accepted
    council.must(CastVote, colleague, vote=vote, of="FRA", choice="no")
    assert council.vote().cast["FRA"].choice == "no"
    assert len(council.vote().cast) == 1
    council.must(CloseVote, LATVIA, vote=vote)
    assert [choice for of, choice in council.vote().all_votes() if of == "FRA"] == ["no"]


def test_a_vote_by_letter_is_given_once_and_its_entry_is_said(council: Hall) -> None:
    council.open(method="written")
    council.cast("FRA", "yes", signed="A. P.")
    ruling = council.cast("FRA", "no", signed="A. P.")
    assert refused(ruling, "27", "has_voted")
    assert str(council.vote().cast["FRA"].entry) in ruling.say()
    assert council.vote().cast["FRA"].choice == "yes"


def test_article_27_1_who_is_not_a_member_does_not_vote(council: Hall) -> None:
    vote = council.open()
    assert refused(council.cast("DEU"), "27", "not_a_member")
    assert refused(council.hear(CastVote, GERMANY, vote=vote, of="FRA", choice="yes"), "27")
    assert refused(council.hear(CastVote, ANYONE, vote=vote, of="FRA", choice="yes"), "27")
    assert refused(council.hear(CastVote, SECRETARIAT, vote=vote, of="", choice="yes"), "27")


def test_rule_37_whoever_presides_over_the_assembly_does_not_vote(assembly: Hall) -> None:
    both = (*PRESIDENT.accreditations, Accreditation(capacity=Capacity.REPRESENTATIVE, of="TTO"))
    presiding = Actor(person="pga", name="President", accreditations=both)
    vote = assembly.open()
    ruling = assembly.hear(CastVote, presiding, vote=vote, of="TTO", choice="yes")
    assert refused(ruling, "37") and ruling.objection is not None and ruling.objection.remedy is not None
    assert assembly.cast("TTO").accepted


def test_the_president_of_the_council_votes(council: Hall) -> None:
    council.open()
    assert council.cast("LVA").accepted


def test_article_19_a_member_in_arrears_does_not_vote(assembly: Hall) -> None:
    assembly.open(suspended=("VEN",))
    assert refused(assembly.cast("VEN"), "19")
    assert assembly.cast("FRA").accepted
    assert "VEN" not in dict(assembly.finish().result.votes)  # type: ignore[union-attr]


def test_article_19_is_for_the_assembly(council: Hall) -> None:
    given = {"subject": "Water", "rule": council.rule, "method": "electronic", "suspended": ("FRA",)}
    assert refused(council.hear(OpenVote, LATVIA, **given), "19")


def test_a_late_vote_is_refused_with_the_time_of_closing(council: Hall) -> None:
    vote = council.open()
    council.must(CloseVote, LATVIA, vote=vote)
    ruling = council.cast("FRA")
    assert refused(ruling, "3", "closed")
    assert "7:00" in ruling.say() or "07:00" in ruling.say(), ruling.say()


def test_a_letter_that_comes_as_the_time_runs_out_is_late_before_the_clerk_has_noticed(council: Hall) -> None:
    council.open(method="written")
    until = council.vote().until
    assert until is not None
    council.now = until - timedelta(seconds=11)
    assert council.cast("FRA", signed="A. P.").accepted
    council.now = until - timedelta(seconds=10)
    assert refused(council.cast("GBR", signed="B. Q."), "3", "closed")
    assert council.vote().status is Status.OPEN


@pytest.mark.parametrize("kind", [OpenVote, CloseVote, AnnounceResult, BeginVoting])
@pytest.mark.parametrize("by", [FRANCE, SECRETARIAT, GERMANY, ANYONE])
def test_rule_19_the_presidency_puts_closes_and_announces(council: Hall, kind: Any, by: Actor) -> None:
    vote = council.open(explanations_first=True)
    given = (
        {"vote": vote}
        if kind is not OpenVote
        else {"subject": "x", "rule": council.rule, "method": "electronic"}
    )
    assert refused(council.hear(kind, by, **given), "19", "presidency")


def test_rule_88_one_vote_is_held_at_a_time_in_the_room(assembly: Hall) -> None:
    assembly.open()
    given = {"subject": "x", "rule": "unga.simple"}
    assert refused(assembly.hear(OpenVote, PRESIDENT, method="roll_call", **given), "88")
    until = assembly.now + timedelta(hours=73)
    silent = {"subject": "x", "rule": "silence", "method": "silence", "until": until}
    assert assembly.hear(OpenVote, PRESIDENT, **silent).accepted


# What others see


def test_an_open_vote_is_seen_by_its_own_delegation_and_nobody_else(council: Hall) -> None:
    council.open()
    council.cast("FRA", "no")
    assert council.seen(FRANCE).votes[1].cast["FRA"].choice == "no"
    for other in (LATVIA, SECRETARIAT, GERMANY, representative("GBR"), ANYONE):
        seen = council.seen(other).votes[1]
        assert seen.cast == {} and seen.voted == {"FRA"}


def test_votes_are_open_to_all_at_the_close(council: Hall) -> None:
    vote = council.open()
    council.cast("FRA", "no")
    council.must(CloseVote, LATVIA, vote=vote)
    assert council.seen(ANYONE).votes[1].cast["FRA"].choice == "no"
    assert "GBR" not in council.seen(ANYONE).votes[1].cast


def test_a_delegate_sees_its_own_vote_confirmed_from_the_record(council: Hall) -> None:
    council.open()
    ruling = council.cast("FRA", "no")
    assert council.seen(FRANCE).votes[1].cast["FRA"].entry == ruling.first
    assert council.store.all_entries()[ruling.first - 1].header.audience == "state:FRA"


def test_a_vote_in_private_is_unknown_outside(council: Hall) -> None:
    council.open(seen_by="members")
    for outsider in (GERMANY, ANYONE):
        assert council.seen(outsider).votes == {}
        assert [p.about for p in council.clerk.in_order(council.stream, outsider, council.now)] == [""]
        hidden = council.hear(CastVote, outsider, vote=1, of="DEU", choice="yes")
        missing = council.hear(CastVote, outsider, vote=99, of="DEU", choice="yes")
        assert hidden.say().replace("1", "N") == missing.say().replace("99", "N")


# Results


def test_article_27_3_a_result_says_who_vetoed_and_why_in_six_languages(council: Hall) -> None:
    council.open()
    for code in COUNCIL:
        council.cast(code, "no" if code == "RUS" else "yes")
    vote = council.finish()
    assert vote.result is not None and vote.result.verdict == "vetoed"
    decision = vote.decision(council.whole.body)
    assert decision is not None and decision.vetoed_by == ("RUS",)
    assert all(decision.explain(language) for language in LANGUAGES)
    assert council.fate(vote.proposal) == "rejected"


def test_every_reader_can_reckon_the_result_again(council: Hall) -> None:
    council.hold(yes=" ".join(COUNCIL[:9]))
    for reader in (FRANCE, GERMANY, ANYONE):
        seen = council.seen(reader)
        decision = seen.votes[1].decision(seen.body)
        assert decision is not None and decision.reason == seen.votes[1].result.verdict  # type: ignore[union-attr]


def test_article_27_3_a_party_to_the_dispute_is_counted_as_abstaining(council: Hall) -> None:
    vote = council.open(basis="VI", parties=("RUS",))
    for code in COUNCIL:
        council.cast(code, "no" if code == "RUS" else "yes")
    council.finish(vote)
    assert council.vote().result.verdict == "adopted"  # type: ignore[union-attr]
    assert "Russian Federation" in council.vote().decision(council.whole.body).explain()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "given",
    [
        {"parties": ("RUS",)},
        {"parties": ("DEU",), "basis": "VI"},
        {"parties": ("RUS",), "rule": "unsc.procedural", "basis": "VI"},
    ],
)
def test_parties_are_named_with_the_basis_that_binds_them(council: Hall, given: dict[str, Any]) -> None:
    given = {"subject": "x", "rule": council.rule, "method": "electronic"} | given
    assert refused(council.hear(OpenVote, LATVIA, **given), "27", "parties")


def test_rule_95_equal_votes_are_voted_again_within_two_days_and_then_rejected(assembly: Hall) -> None:
    text = assembly.submit()
    assert assembly.hold(text, yes="FRA GBR", no="CHN RUS").result.verdict == "tied"  # type: ignore[union-attr]
    assert assembly.fate(text) == "tied"
    again = assembly.hold(text, yes="FRA GBR", no="CHN RUS")
    assert again.second_vote and again.result is not None and again.result.verdict == "rejected"


def test_rule_95_after_two_days_it_is_too_late(assembly: Hall) -> None:
    text = assembly.submit()
    assembly.hold(text, yes="FRA GBR", no="CHN RUS")
    assembly.now += timedelta(hours=48)
    given = {"proposal": text, "rule": "unga.simple", "method": "electronic"}
    assert refused(assembly.hear(OpenVote, PRESIDENT, **given), "95")


def test_rule_67_without_a_quorum_nothing_is_decided(assembly: Hall) -> None:
    vote = assembly.open(method="show_of_hands")
    assembly.must(RecordCounts, SECRETARIAT, vote=vote, yes=40, no=3, abstain=10)
    assert refused(assembly.hear(CloseVote, PRESIDENT, vote=vote, present=20), "67")
    assembly.must(CloseVote, PRESIDENT, vote=vote, present=80)
    assembly.must(AnnounceResult, PRESIDENT, vote=vote)
    assert assembly.vote().result.verdict == "no_quorum"  # type: ignore[union-attr]
    assert assembly.fate(1) == "pending"


def test_charter_108_two_thirds_of_all_members(assembly: Hall) -> None:
    codes = [state.code for state in all_states(assembly.now.date())]
    vote = assembly.hold(yes=" ".join(codes[:128]), rule="unga.all_members_two_thirds")
    assert vote.result is not None and vote.result.verdict == "insufficient"


# Show of hands


def test_hands_are_counted_by_name_where_one_member_can_prevent_a_decision(council: Hall) -> None:
    vote = council.open(method="show_of_hands")
    assert refused(council.hear(RecordCounts, SECRETARIAT, vote=vote, yes=9, no=0, abstain=6), "27")
    assert refused(council.hear(RecordHands, FRANCE, vote=vote, in_favour=COUNCIL), "19", "officers")
    assert not council.hear(RecordHands, LATVIA, vote=vote, in_favour=("FRA", "FRA")).accepted
    assert not council.hear(RecordHands, LATVIA, vote=vote, in_favour=("DEU",)).accepted
    assert not council.hear(CloseVote, LATVIA, vote=vote).accepted
    council.must(RecordHands, LATVIA, vote=vote, in_favour=COUNCIL)
    assert council.finish().result.verdict == "adopted"  # type: ignore[union-attr]


def test_numbers_of_hands_are_enough_in_the_assembly(assembly: Hall) -> None:
    vote = assembly.open(method="show_of_hands")
    assert not assembly.hear(RecordCounts, SECRETARIAT, vote=vote, yes=190, no=3, abstain=1).accepted
    assembly.must(RecordCounts, SECRETARIAT, vote=vote, yes=97, no=11, abstain=4)
    result = assembly.finish().result
    assert result is not None and (result.verdict, result.yes, result.no, result.abstain) == (
        "adopted",
        97,
        11,
        4,
    )


# Roll-call


def test_rule_87_the_roll_is_called_from_a_name_drawn_by_lot_that_anyone_can_draw_again(
    assembly: Hall,
) -> None:
    vote = assembly.open(method="roll_call")
    assert refused(assembly.cast("FRA"), "87", "nobody_is_called")
    assert refused(assembly.hear(DrawFirstMember, SECRETARIAT, vote=vote, seed=SEED), "87")
    assembly.must(PrepareLot, SECRETARIAT, vote=vote, fingerprint=fingerprint(SEED))
    assert refused(assembly.hear(PrepareLot, SECRETARIAT, vote=vote, fingerprint=fingerprint("other")), "87")
    assert refused(
        assembly.hear(DrawFirstMember, SECRETARIAT, vote=vote, seed=SEED + "!"), "87", "other_seed"
    )
    fixed = assembly.store.all_entries()[-1].header.commitment
    assembly.must(DrawFirstMember, SECRETARIAT, vote=vote, seed=SEED)
    assert refused(assembly.hear(DrawFirstMember, SECRETARIAT, vote=vote, seed=SEED), "87", "lot_drawn")
    seen = assembly.seen(ANYONE).votes[vote]
    again = draw(lot_seed(seen.seed, fixed), seen.electorate)
    assert again.drawn == (seen.first,) == (seen.roll[0],) and seen.lot == again


def test_a_seed_that_could_be_guessed_is_refused(assembly: Hall) -> None:
    vote = assembly.open(method="roll_call")
    assembly.must(PrepareLot, SECRETARIAT, vote=vote, fingerprint=fingerprint("6"))
    assert refused(assembly.hear(DrawFirstMember, SECRETARIAT, vote=vote, seed="6"), "87")


def test_rule_87_each_is_called_in_turn_and_may_pass_once(council: Hall) -> None:
    vote = council.open(method="roll_call")
    first = council.draw(vote)
    roll = council.vote().roll
    assert roll[0] == first and set(roll) == set(COUNCIL)
    assert not council.cast(roll[1]).accepted
    assert council.cast(first, "pass").accepted
    for member in roll[1:-1]:
        council.must(RecordAnswer, SECRETARIAT, vote=vote, member=member, choice="yes")
    assert not council.hear(CloseVote, LATVIA, vote=vote).accepted
    council.must(RecordAnswer, SECRETARIAT, vote=vote, member=roll[-1], choice="absent")
    assert council.vote().called == first
    assert not council.cast(first, "pass").accepted
    assert council.cast(first, "abstain").accepted
    assert council.vote().called == ""
    result = council.finish().result
    assert result is not None and (result.yes, result.abstain) == (13, 1)


def test_the_roll_is_in_english_alphabetical_order(assembly: Hall) -> None:
    assembly.open(method="roll_call")
    names = [assembly.whole.body.name_of(code).en for code in assembly.vote().electorate]
    assert names[:3] == ["Afghanistan", "Albania", "Algeria"] and names[-1] == "Zimbabwe"
    assert names == sorted(names, key=sorting_key)


def test_a_roll_call_answer_is_heard_by_all(council: Hall) -> None:
    first = council.draw(council.open(method="roll_call"))
    council.cast(first, "no")
    assert council.seen(ANYONE).votes[1].cast[first].choice == "no"
