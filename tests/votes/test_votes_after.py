"""The vote as it is held: how it closes, and what follows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from comity.bodies.actor import ANYONE
from comity.votes.acts import (
    AbandonVote,
    AcknowledgeLetter,
    AnnounceResult,
    BeginVoting,
    BreakSilence,
    CloseVote,
    CorrectAnnouncement,
    EnterCounts,
    ExplainVote,
    ExtendSilence,
    IssuePapers,
    LetTimeRunOut,
    OpenVote,
    RaiseObjection,
    StateIntention,
)
from comity.votes.proposing import WithdrawProposal
from comity.voting import decide
from tests.people import FRANCE, GERMANY, LATVIA, SECRETARIAT, representative
from tests.votes.hall import (
    COUNCIL,
    OTHER_TELLER,
    PERMANENT,
    PRESIDENT,
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
