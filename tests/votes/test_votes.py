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
    AbandonVote,
    AcknowledgeLetter,
    AnnounceResult,
    BeginVoting,
    BreakSilence,
    CastVote,
    CloseVote,
    CorrectAnnouncement,
    DrawFirstMember,
    EnterCounts,
    ExplainVote,
    ExtendSilence,
    IssuePapers,
    LetTimeRunOut,
    OpenVote,
    PrepareLot,
    RaiseObjection,
    RecordAnswer,
    RecordCounts,
    RecordHands,
    StateIntention,
)
from comity.votes.counting import fingerprint
from comity.votes.proposing import WithdrawProposal
from comity.votes.state import Status, lot_seed
from comity.voting import decide, draw
from tests.people import FRANCE, GERMANY, LATVIA, SECRETARIAT, representative
from tests.votes.hall import (
    COUNCIL,
    OTHER_TELLER,
    PERMANENT,
    PRESIDENT,
    SEED,
    TELLER,
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


# Secret ballot on paper


def ballot(hall: Hall, papers: int = 190) -> int:
    vote = hall.open(method="secret_paper")
    hall.must(IssuePapers, SECRETARIAT, vote=vote, papers=papers)
    hall.must(CloseVote, hall.chair, vote=vote)
    return vote


COUNT = {"returned": 190, "yes": 120, "no": 60, "blank": 6, "invalid": 4}


def test_rule_92_two_tellers_count_alone_and_agree(assembly: Hall) -> None:
    vote = ballot(assembly)
    assembly.must(EnterCounts, TELLER, vote=vote, **COUNT)
    assert assembly.seen(OTHER_TELLER).votes[vote].entered == {}
    assert assembly.seen(PRESIDENT).votes[vote].entered == {}
    assert not assembly.hear(EnterCounts, TELLER, vote=vote, **COUNT).accepted
    assert not assembly.hear(AnnounceResult, PRESIDENT, vote=vote).accepted
    assembly.must(EnterCounts, OTHER_TELLER, vote=vote, **COUNT)
    assembly.must(AnnounceResult, PRESIDENT, vote=vote)
    result = assembly.seen(ANYONE).votes[vote].result
    assert result is not None and (result.verdict, result.yes, result.no, result.abstain) == (
        "adopted",
        120,
        60,
        6,
    )
    assert result.votes == ()


def test_counts_that_differ_are_shown_to_the_tellers_and_counted_again(assembly: Hall) -> None:
    vote = ballot(assembly)
    assembly.must(EnterCounts, TELLER, vote=vote, **COUNT)
    assembly.must(EnterCounts, OTHER_TELLER, vote=vote, **(COUNT | {"yes": 119, "no": 61}))
    shown = assembly.seen(TELLER).votes[vote].compared[-1]
    assert (shown.first[1], shown.second[1], shown.agree) == (120, 119, False)
    assert assembly.seen(ANYONE).votes[vote].compared == ()
    assert not assembly.hear(AnnounceResult, PRESIDENT, vote=vote).accepted
    for teller in (OTHER_TELLER, TELLER):
        assembly.must(EnterCounts, teller, vote=vote, **COUNT)
    assert assembly.hear(AnnounceResult, PRESIDENT, vote=vote).accepted
    assert not assembly.hear(EnterCounts, TELLER, vote=vote, **COUNT).accepted


@pytest.mark.parametrize("wrong", [{"yes": 121}, {"returned": 191, "yes": 121}, {"returned": 189}])
def test_papers_issued_returned_invalid_and_counted_reconcile(assembly: Hall, wrong: dict[str, int]) -> None:
    vote = ballot(assembly)
    assert refused(assembly.hear(EnterCounts, TELLER, vote=vote, **(COUNT | wrong)), "3", "papers")


def test_only_tellers_count_and_only_when_the_box_is_closed(assembly: Hall) -> None:
    vote = assembly.open(method="secret_paper")
    assert not assembly.hear(CloseVote, PRESIDENT, vote=vote).accepted
    assert not assembly.hear(IssuePapers, SECRETARIAT, vote=vote, papers=194).accepted
    assembly.must(IssuePapers, SECRETARIAT, vote=vote, papers=193)
    assert not assembly.hear(EnterCounts, TELLER, vote=vote, **COUNT).accepted
    assert not assembly.cast("FRA").accepted
    assembly.must(CloseVote, PRESIDENT, vote=vote)
    assert refused(assembly.hear(EnterCounts, SECRETARIAT, vote=vote, **COUNT), "3", "tellers")


def test_article_27_3_no_secret_ballot_where_a_vote_can_be_a_veto(council: Hall) -> None:
    given = {"subject": "x", "rule": "unsc.substantive", "method": "secret_paper"}
    assert refused(council.hear(OpenVote, LATVIA, **given), "27", "names_needed")
    assert council.hear(OpenVote, LATVIA, **(given | {"rule": "unsc.procedural"})).accepted


# Written procedure


def test_the_written_procedure_of_march_2020_by_the_hour(council: Hall) -> None:
    """24 hours to vote, 3 hours more for statements, 36 hours to announce (S/2020/253)."""
    text = council.submit()
    vote = council.open(text, method="written")
    start = council.now
    assert council.vote().until == start + timedelta(hours=24)
    assert council.vote().announce_by == start + timedelta(hours=36)
    assert refused(council.hear(WithdrawProposal, FRANCE, proposal=text), "35")
    assert not council.cast("FRA").accepted
    for code in COUNCIL[:-1]:
        assert council.cast(code, signed="Permanent Representative").accepted
    assert not council.hear(AcknowledgeLetter, LATVIA, vote=vote, member="FRA").accepted
    council.must(AcknowledgeLetter, SECRETARIAT, vote=vote, member="FRA")
    assert council.seen(FRANCE).votes[vote].cast["FRA"].acknowledged
    assert not council.hear(CloseVote, LATVIA, vote=vote).accepted
    assert council.seen(LATVIA).votes[vote].cast.keys() == {"LVA"}
    assert council.clerk.wake(start + timedelta(hours=24) - timedelta(seconds=1)) == 0
    assert council.clerk.wake(start + timedelta(hours=24)) == 1
    council.now = start + timedelta(hours=24)
    assert council.seen(LATVIA).votes[vote].cast["FRA"].choice == "yes"
    assert council.seen(representative("GBR")).votes[vote].cast.keys() == {"GBR"}
    said = {"vote": vote, "of": "FRA", "statement": "We voted in favour."}
    assert council.hear(ExplainVote, FRANCE, **said).accepted
    council.now = start + timedelta(hours=27)
    assert not council.hear(ExplainVote, FRANCE, **said).accepted
    council.must(AnnounceResult, LATVIA, vote=vote)
    seen = council.seen(ANYONE).votes[vote]
    assert dict(seen.result.votes)[COUNCIL[-1]] == "absent"  # type: ignore[union-attr]
    assert seen.result.verdict == "adopted" and not seen.late  # type: ignore[union-attr]


def test_an_announcement_after_36_hours_is_noted_as_late(council: Hall) -> None:
    council.open(method="written")
    start = council.now
    council.clerk.wake(start + timedelta(hours=24))
    council.clerk.wake(start + timedelta(hours=36))
    assert council.seen(ANYONE).votes[1].late


def test_a_vote_that_went_wrong_is_abandoned_before_its_close_and_its_question_put_again(
    council: Hall,
) -> None:
    text = council.submit()
    wrong = council.open(text, rule="unsc.procedural")
    council.cast("FRA", "no")
    assert refused(council.hear(AbandonVote, FRANCE, vote=wrong, reason="x"), "19")
    council.must(AbandonVote, LATVIA, vote=wrong, reason="Put under the wrong rule.")
    assert not council.cast("GBR", vote=wrong).accepted
    assert council.seen(ANYONE).votes[wrong].cast == {}
    right = council.open(text)
    council.must(CloseVote, LATVIA, vote=right)
    assert not council.hear(AbandonVote, LATVIA, vote=right, reason="The votes displease.").accepted


def test_a_written_procedure_that_has_started_goes_on(council: Hall) -> None:
    vote = council.open(method="written")
    assert not council.hear(AbandonVote, LATVIA, vote=vote, reason="x").accepted


# Silence, consensus, acclamation


def test_silence_until_the_deadline_is_agreement(council: Hall) -> None:
    until = council.now + timedelta(hours=24)
    council.open(council.submit(), rule="silence", method="silence", until=until)
    assert not council.hear(LetTimeRunOut, LATVIA, vote=1).accepted
    assert not council.hear(CloseVote, LATVIA, vote=1).accepted
    council.clerk.wake(until)
    assert council.fate(1) == "adopted"
    council.now = until
    assert refused(council.hear(BreakSilence, FRANCE, vote=1, of="FRA"), "3", "closed")


def test_a_broken_silence_ends_it_and_the_text_may_be_issued_again(council: Hall) -> None:
    text = council.submit()
    council.open(text, rule="silence", method="silence", until=council.now + timedelta(hours=24))
    assert refused(council.hear(BreakSilence, GERMANY, vote=1, of="DEU"), "27")
    council.must(BreakSilence, FRANCE, vote=1, of="FRA", reason="Paragraph 4.")
    assert council.vote().result.verdict == "silence_broken"  # type: ignore[union-attr]
    assert "France" in council.vote().decision(council.whole.body).explain()  # type: ignore[union-attr]
    assert council.fate(text) == "pending"
    council.open(text, rule="silence", method="silence", until=council.now + timedelta(hours=24))
    assert council.vote().vote == 2


def test_silence_may_be_extended_and_closes_at_the_new_time_only(council: Hall) -> None:
    until = council.now + timedelta(hours=24)
    council.open(rule="silence", method="silence", until=until)
    assert not council.hear(ExtendSilence, LATVIA, vote=1, until=until).accepted
    council.must(ExtendSilence, LATVIA, vote=1, until=until + timedelta(hours=6))
    assert council.clerk.wake(until) == 0
    assert council.clerk.wake(until + timedelta(hours=6)) == 1
    assert council.vote().result.verdict == "adopted"  # type: ignore[union-attr]


def test_silence_lasts_72_hours_in_the_assembly(assembly: Hall) -> None:
    given = {"subject": "x", "rule": "silence", "method": "silence"}
    for hours in (None, -1, 71):
        until = None if hours is None else assembly.now + timedelta(hours=hours)
        assert not assembly.hear(OpenVote, PRESIDENT, **given, until=until).accepted
    assert assembly.hear(OpenVote, PRESIDENT, **given, until=assembly.now + timedelta(hours=73)).accepted


@pytest.mark.parametrize("method", ["consensus", "acclamation", "without_a_vote"])
def test_consent_is_had_unless_somebody_objects(assembly: Hall, method: str) -> None:
    first = assembly.open(rule=method, method=method)
    assembly.must(CloseVote, PRESIDENT, vote=first)
    assert assembly.vote(first).result.verdict == "adopted"  # type: ignore[union-attr]
    second = assembly.open(rule=method, method=method)
    assembly.must(RaiseObjection, representative("FRA"), vote=second, of="FRA")
    assert assembly.vote(second).result.verdict == "objected"  # type: ignore[union-attr]
    assert not assembly.hear(CloseVote, PRESIDENT, vote=second).accepted


@pytest.mark.parametrize(
    ("rule", "method"),
    [("unsc.substantive", "consensus"), ("consensus", "electronic"), ("silence", "consensus")],
)
def test_the_method_fits_the_rule(council: Hall, rule: str, method: str) -> None:
    assert not council.hear(OpenVote, LATVIA, subject="x", rule=rule, method=method).accepted


@pytest.mark.parametrize("rule", ["unga.simple", "club.statutes", ""])
def test_rule_40_a_body_decides_by_its_own_rules(council: Hall, rule: str) -> None:
    assert refused(council.hear(OpenVote, LATVIA, subject="x", rule=rule, method="electronic"), "40")


# Explanations, intentions, corrections


def test_rule_88_votes_are_explained_before_and_after_and_not_meanwhile(assembly: Hall) -> None:
    vote = assembly.open(explanations_first=True)
    said = {"vote": vote, "of": "FRA", "statement": "Why."}
    france = representative("FRA")
    assert not assembly.cast("FRA").accepted
    assembly.must(ExplainVote, france, **said)
    assembly.must(BeginVoting, PRESIDENT, vote=vote)
    assert refused(assembly.hear(ExplainVote, france, **said), "88", "voting_runs")
    assembly.cast("FRA")
    assembly.finish()
    assembly.must(ExplainVote, france, **said)
    assert [one.before for one in assembly.vote().explanations] == [True, False]
    assert assembly.vote().explanation_minutes == 10


def test_rule_88_no_explanation_in_a_secret_ballot(assembly: Hall) -> None:
    vote = assembly.open(method="secret_paper", explanations_first=True)
    said = {"vote": vote, "of": "FRA", "statement": "Why."}
    assert refused(assembly.hear(ExplainVote, representative("FRA"), **said), "88", "secret")


@pytest.mark.parametrize("of", ["FRA", "ITA"])
def test_rule_88_a_sponsor_does_not_explain_its_vote_on_its_own_text(assembly: Hall, of: str) -> None:
    text = assembly.submit("FRA", sponsors=("ITA",))
    vote = assembly.open(text, explanations_first=True)
    said = {"vote": vote, "of": of, "statement": "Why."}
    assert refused(assembly.hear(ExplainVote, representative(of), **said), "88", "sponsors_do_not_explain")


def test_a_vote_meant_otherwise_stands_beside_the_result_and_never_changes_it(assembly: Hall) -> None:
    assembly.open()
    assembly.cast("FRA", "yes")
    assembly.cast("GBR", "no")
    assembly.cast("CHN", "yes")
    before = assembly.finish().result
    meant = {"vote": 1, "of": "CHN", "choice": "no"}
    assembly.must(StateIntention, representative("CHN"), **meant)
    assert assembly.vote().result == before
    assert [(one.of, one.choice) for one in assembly.seen(ANYONE).votes[1].intentions] == [("CHN", "no")]
    assert not assembly.hear(StateIntention, representative("FRA"), vote=1, of="FRA", choice="yes").accepted


def test_a_correction_is_a_new_entry_and_the_first_announcement_stays(council: Hall) -> None:
    vote = council.hold(yes=" ".join(COUNCIL[:9]))
    corrected = {"vote": vote.vote, "member": COUNCIL[0], "choice": "abstain", "reason": "Misheard."}
    assert refused(council.hear(CorrectAnnouncement, FRANCE, **corrected), "19")
    council.must(CorrectAnnouncement, LATVIA, **corrected)
    verdicts = [(one.verdict, one.yes, one.reason) for one in council.vote().announced]
    assert verdicts == [("adopted", 9, ""), ("insufficient", 8, "Misheard.")]
    assert council.fate(vote.proposal) == "rejected"


def test_votes_given_by_members_themselves_are_not_corrected_by_others(council: Hall) -> None:
    council.open()
    council.cast("FRA")
    council.finish()
    given = {"vote": 1, "member": "FRA", "choice": "no", "reason": "x"}
    assert not council.hear(CorrectAnnouncement, LATVIA, **given).accepted


def test_the_history_of_a_member(council: Hall) -> None:
    council.hold(yes="FRA")
    council.hold(no="FRA")
    history = council.seen(ANYONE).history_of("FRA")
    assert [(vote.vote, choice) for vote, choice in history] == [(1, "yes"), (2, "no")]


def test_what_was_announced_is_what_the_decision_rules_say(council: Hall) -> None:
    council.open()
    for code in COUNCIL[:10]:
        council.cast(code, "abstain" if code in PERMANENT else "yes")
    vote = council.finish()
    votes = dict.fromkeys(COUNCIL, "absent") | {
        code: "abstain" if code in PERMANENT else "yes" for code in COUNCIL[:10]
    }
    assert vote.result is not None
    assert vote.result.verdict == decide("unsc.substantive", votes, on=council.now.date()).reason
