"""The rules of a secret ballot, one by one: who holds it, who holds the keys, who registers, who votes, who opens."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from comity.ballots.canonical import hex_hash, to_json
from comity.ballots.exposure import Way
from comity.bodies.actor import ANYONE
from comity.rules.citation import assembly, charter, council
from comity.secret_votes import acts, exposure
from comity.secret_votes.asking import (
    NotUnderstood,
    faults,
    put,
    read_figures,
    read_questions,
    write_questions,
)
from comity.secret_votes.state import ELECTED, PERMANENT, Stage
from comity.secret_votes.who import letters_to, own
from tests.people import FRANCE, NOON, SECRETARIAT, representative
from tests.secret_votes.chamber import (
    DIGEST,
    HOLDERS,
    QUESTIONS,
    SECOND_SECRETARY,
    TELLERS,
    Chamber,
    close,
    credential,
    opened,
    ready,
    refused,
    result,
    share,
)


@pytest.fixture
def chamber() -> Chamber:
    return Chamber()


def test_rule_19_the_presidency_or_the_secretariat_holds_a_ballot(chamber: Chamber) -> None:
    given = {"title": "t", "questions": QUESTIONS, "trustees": ("teller:1", "teller:2")}
    assert refused(chamber.hear(acts.CallBallot, FRANCE, **given), "19", "officers")
    assert chamber.hear(acts.CallBallot, SECRETARIAT, **given).accepted


@pytest.mark.parametrize(
    ("questions", "most", "reason"),
    [
        ("", 1, "no_question"),
        ("Ada\nyes", 1, "too_few_answers"),
        ("Ada\nyes\nyes", 1, "answer_twice"),
        ("Ada\nyes\nno\n\nAda\nyes\nno", 1, "question_twice"),
        ("Ada\nyes\nno", 3, "too_many_marks"),
        ("Ada\n" + "x" * 401 + "\nno", 1, "too_long"),
    ],
)
def test_house_rule_2_a_question_has_answers_and_nobody_marks_more_than_there_are(
    chamber: Chamber, questions: str, most: int, reason: str
) -> None:
    given = {"title": "t", "questions": questions, "most": most, "trustees": ("teller:1", "teller:2")}
    ruling = chamber.hear(acts.CallBallot, chamber.chair, **given)
    assert refused(ruling, "2", reason)


ADA = acts.Question(question="Ada", answers=("yes", "no"))


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"question": " "}, "empty_line"),
        ({"answers": ("yes", "")}, "empty_line"),
        ({"answers": ("yes",)}, "too_few_answers"),
        ({"answers": ("yes", "yes")}, "answer_twice"),
        ({"answers": ("yes", "n" * 401)}, "too_long"),
        ({"question": "Ada\x00"}, "unprintable"),
        ({"question": "Ada\u2028Bo"}, "unprintable"),
        ({"question": " Ada"}, "unprintable"),
        ({"most": 3}, "too_many_marks"),
        ({"most": 0}, "too_many_marks"),
        ({"answers": tuple(map(str, range(101)))}, "too_many_answers"),
    ],
)
def test_house_rule_2_each_question_is_looked_at_by_itself(
    chamber: Chamber, wrong: dict[str, Any], reason: str
) -> None:
    given = {"title": "t", "trustees": ("teller:1", "teller:2")}
    asked = (ADA, replace(ADA, **({"question": "Bo"} | wrong)))
    assert refused(chamber.hear(acts.CallBallot, chamber.chair, asked=asked, **given), "2", reason)
    (fault, *_) = faults(asked)
    assert fault.question == 1 and fault.reason == reason


def test_house_rule_2_questions_come_one_way_and_only_so_many(chamber: Chamber) -> None:
    given = {"title": "t", "trustees": ("teller:1", "teller:2")}
    for asked, reason in (
        ((ADA, ADA), "question_twice"),
        (tuple(replace(ADA, question=str(n)) for n in range(101)), "too_many_questions"),
        ((), "no_question"),
    ):
        assert refused(chamber.hear(acts.CallBallot, chamber.chair, asked=asked, **given), "2", reason)
    both = chamber.hear(acts.CallBallot, chamber.chair, asked=(ADA,), questions=QUESTIONS, **given)
    assert refused(both, "2", "asked_both_ways")


def test_each_question_has_its_own_marks_and_its_own_blank(chamber: Chamber) -> None:
    bo = acts.Question(question="Bo", answers=("a", "b", "c"), most=2, blank=True)
    chamber.must(
        acts.CallBallot, chamber.chair, title="t", trustees=("teller:1", "teller:2"), asked=(ADA, bo)
    )
    kept = [(one.question, one.least, one.most, one.blank) for one in chamber.ballot.questions]
    assert kept == [("Ada", 1, 1, False), ("Bo", 1, 2, True)]


def test_questions_and_figures_are_read_as_they_are_written() -> None:
    asked = put(read_questions(QUESTIONS, 1, True))
    assert write_questions(asked) == QUESTIONS
    assert read_figures("0 1 2 3\n0,0,0,6", asked) == (0, 1, 2, 3, 0, 0, 0, 6)
    with pytest.raises(NotUnderstood):
        read_figures("1 2 3", asked)


@pytest.mark.parametrize(
    "wrong",
    [
        {"trustees": ("teller:1",)},
        {"trustees": ("teller:1", "teller:1")},
        {"trustees": ("teller:1", "state:DEU")},
        {"trustees": tuple(f"state:{code}" for code in ("FRA", "GBR", "CHN", "RUS", "USA", "LVA"))},
        {"threshold": 1},
        {"threshold": 4},
        {"fewest": 1},
        {"fewest": 16},
    ],
)
def test_house_rule_7_nobody_opens_a_ballot_alone_and_no_ballot_is_opened_alone(
    chamber: Chamber, wrong: dict[str, Any]
) -> None:
    given = {"title": "t", "questions": QUESTIONS, "trustees": ("teller:1", "teller:2", "secretariat:1")}
    assert refused(chamber.hear(acts.CallBallot, chamber.chair, **(given | wrong)), "7")


def test_charter_27_2_colours_rest_on_a_procedural_decision(chamber: Chamber) -> None:
    given = {"title": "t", "questions": QUESTIONS, "trustees": ("teller:1", "teller:2"), "coloured": True}
    ruling = chamber.hear(acts.CallBallot, chamber.chair, **given)
    assert ruling.objection is not None and ruling.objection.citation == charter(27, 2)
    ballot = chamber.call(coloured=True, colour_decision="Decided without a vote")
    assert ballot.boxes[PERMANENT].voters == ("CHN", "FRA", "RUS", "GBR", "USA")
    assert len(ballot.boxes[ELECTED].voters) == 10


def test_rule_48_a_selection_is_balloted_on_in_private(chamber: Chamber) -> None:
    given = {"title": "t", "questions": QUESTIONS, "trustees": ("teller:1", "teller:2")}
    about = {"about": "selection:sg-2026/1", "seen_by": "all"}
    ruling = chamber.hear(acts.CallBallot, chamber.chair, **given, **about)
    assert ruling.objection is not None and ruling.objection.citation == council(48)


def test_rule_141_the_assembly_does_not_show_its_selection_to_everyone() -> None:
    chamber = Chamber("unga")
    chamber.chair = SECRETARIAT
    given = {"title": "t", "questions": QUESTIONS, "trustees": ("teller:1", "teller:2")}
    about = {"about": "selection:sg-2026/1", "seen_by": "public"}
    ruling = chamber.hear(acts.CallBallot, chamber.chair, **given, **about)
    assert ruling.objection is not None and ruling.objection.citation == assembly(141)


def test_charter_19_a_member_of_the_assembly_without_a_vote_is_not_a_voter() -> None:
    chamber = Chamber("unga")
    chamber.chair = SECRETARIAT
    ballot = chamber.call(suspended=("VEN",))
    assert "VEN" not in ballot.boxes["all"].voters and len(ballot.boxes["all"].voters) == 192
    council_chamber = Chamber()
    given = {"title": "t", "questions": QUESTIONS, "trustees": ("teller:1", "teller:2")}
    ruling = council_chamber.hear(acts.CallBallot, council_chamber.chair, **given, suspended=("FRA",))
    assert ruling.objection is not None and ruling.objection.citation == charter(19)


def test_house_rule_8_a_delegation_registers_its_own_credential_and_once(chamber: Chamber) -> None:
    chamber.call()
    assert refused(chamber.register("FRA", by=representative("GBR")), "27", "not_a_voter")
    assert refused(chamber.register("DEU"), "3", "no_such_ballot"), (
        "whoever may not know of it learns nothing"
    )
    assert chamber.register("FRA").accepted
    assert refused(chamber.register("FRA", name="second"), "8", "registered_already")
    assert refused(chamber.register("GBR", name="FRA"), "8", "credential_taken")


def test_house_rule_8_whoever_registers_knows_the_secret(chamber: Chamber) -> None:
    ballot = chamber.call()
    _, known = credential("GBR")
    given = {"ballot": ballot.ballot, "box": "all", "of": "FRA", "credential": known}
    ruling = chamber.hear(acts.RegisterCredential, FRANCE, **given, challenge="1", response="1")
    assert refused(ruling, "8", "false_key_proof")
    outsider = given | {"credential": "2"}
    assert not chamber.hear(acts.RegisterCredential, FRANCE, **outsider, challenge="1", response="1").accepted


def test_house_rule_8_two_officers_let_a_delegation_register_anew_and_never_after_the_opening(
    chamber: Chamber,
) -> None:
    ballot = chamber.call()
    assert chamber.register("FRA").accepted
    asked = {"ballot": ballot.ballot, "member": "FRA"}
    assert refused(chamber.hear(acts.ConfirmRenewal, SECRETARIAT, **asked), "8", "not_asked")
    chamber.must(acts.AskForRenewal, SECRETARIAT, **asked, reason="Lost.")
    assert refused(chamber.hear(acts.ConfirmRenewal, SECRETARIAT, **asked), "8", "second_officer")
    assert chamber.hear(acts.ConfirmRenewal, SECOND_SECRETARY, **asked).accepted
    assert chamber.register("FRA", name="new device").accepted
    for of in ("GBR", "LVA"):
        assert chamber.register(of).accepted
    chamber.make_keys()
    assert chamber.open().accepted
    for kind in (acts.AskForRenewal, acts.ConfirmRenewal):
        more = {"reason": "Lost."} if kind is acts.AskForRenewal else {}
        assert refused(chamber.hear(kind, SECRETARIAT, **asked, **more), "3", "opened_already")
    assert refused(chamber.register("CHN"), "3", "opened_already")


def test_house_rule_7_every_key_and_enough_voters_before_the_opening(chamber: Chamber) -> None:
    chamber.call()
    assert refused(chamber.open(), "7", "keys_missing")
    chamber.make_keys()
    assert chamber.register("FRA").accepted
    assert refused(chamber.open(), "7", "registered_too_few")
    assert chamber.register("GBR").accepted
    assert refused(chamber.open(weighed=False), "7", "weigh")
    assert {one.way for one in exposure.before(chamber.ballot) if one.certain} == {Way.TWO_VOTERS}
    assert chamber.open().accepted


def test_house_rule_7_only_the_door_opens_casts_shares_and_announces(chamber: Chamber) -> None:
    opened(chamber)
    number = chamber.ballot.ballot
    given: dict[type, dict[str, Any]] = {
        acts.OpenBallot: {"booth": "0" * 64, "weighed": True},
        acts.CastBallot: {"box": "all", "credential": credential("FRA")[1], "digest": DIGEST, "size": 1},
        acts.HandInShare: {"box": "all", "owner": 1, "share": "{}", "transcript": "{}"},
        acts.AnnounceResult: {"results": ()},
    }
    for kind, more in given.items():
        for person in (chamber.chair, FRANCE, SECRETARIAT):
            assert refused(chamber.hear(kind, person, ballot=number, **more), "7", "door")
    offered = chamber.clerk.in_order(chamber.stream, chamber.chair, chamber.now)
    assert not any(possible.act.by_door for possible in offered)


def test_house_rule_7_each_trustee_has_one_seat_and_its_own(chamber: Chamber) -> None:
    chamber.call(threshold=2)
    assert refused(chamber.certify(1, SECRETARIAT), "7", "seat")
    assert chamber.certify(1, TELLERS[0]).accepted
    assert refused(chamber.certify(2, TELLERS[0]), "7", "seat")
    assert chamber.certify(2, TELLERS[1]).accepted


def test_house_rule_7_a_replaced_trustee_begins_the_ceremony_again(chamber: Chamber) -> None:
    chamber.call(threshold=2)
    chamber.make_keys()
    chamber.must(
        acts.ReplaceTrustee,
        SECRETARIAT,
        ballot=chamber.ballot.ballot,
        owner="2",
        seat="secretariat:2",
        reason="Away",
    )
    assert chamber.ballot.round == 2
    assert not any(seat.certificate or seat.key or seat.person for seat in chamber.ballot.seats)
    assert not chamber.ballot.letters
    ruling = chamber.hear(
        acts.HandInKey, TELLERS[0], ballot=chamber.ballot.ballot, owner=1, round=1, key="{}"
    )
    assert refused(ruling, "7", "other_round")
    chamber.make_keys((TELLERS[0], SECOND_SECRETARY, SECRETARIAT))
    assert chamber.ballot.ready


def test_house_rule_7_what_does_not_fit_is_refused_or_reported(chamber: Chamber) -> None:
    ballot = chamber.call(threshold=2)
    number = ballot.ballot
    nonsense = {"ballot": number, "owner": 1, "round": 1}
    assert not chamber.hear(acts.HandInCertificate, TELLERS[0], **nonsense, certificate="{}").accepted
    for owner, holder in enumerate(HOLDERS, 1):
        assert chamber.certify(owner, holder).accepted
    letters = {"letters": ("{}",) * 3, "agreement": "{}"}
    assert not chamber.hear(acts.HandInDealing, TELLERS[0], **nonsense, coefficients="{}", **letters).accepted
    for owner, holder in enumerate(HOLDERS, 1):
        assert chamber.deal(owner, holder).accepted
    report = {"ballot": number, "owner": 2, "round": 1, "dealer": 1, "reason": "inconsistent_secret"}
    chamber.must(acts.ReportDealing, TELLERS[1], **report)
    assert chamber.ballot.seats[1].reports == ((1, "inconsistent_secret"),)
    assert refused(chamber.hear(acts.ReportDealing, TELLERS[1], **report), "3", "no_such_dealing")
    chamber.must(acts.BeginCeremonyAgain, SECRETARIAT, ballot=number, reason="A part did not fit.")
    assert chamber.ballot.round == 2


def test_house_rule_8_a_ballot_comes_from_whoever_speaks_for_its_delegation(chamber: Chamber) -> None:
    opened(chamber)
    assert refused(chamber.cast("FRA", DIGEST, by=representative("GBR")), "8", "not_your_credential")
    assert refused(chamber.cast("FRA", DIGEST, by=ANYONE), "8", "not_your_credential")
    assert chamber.cast("FRA", DIGEST).accepted
    assert refused(chamber.cast("FRA", DIGEST), "8", "ballot_twice")


def test_house_rule_8_one_vote_only_where_that_is_the_rule(chamber: Chamber) -> None:
    opened(chamber, one_vote_only=True)
    assert chamber.cast("FRA", DIGEST).accepted
    assert refused(chamber.cast("FRA", "b" * 64), "8", "voted_already")


def test_house_rule_8_a_replayed_ballot_does_not_come_back_over_a_newer_one(chamber: Chamber) -> None:
    opened(chamber)
    assert chamber.cast("FRA", DIGEST).accepted
    assert chamber.cast("FRA", "b" * 64).accepted
    assert refused(chamber.cast("FRA", DIGEST), "8", "ballot_twice")
    assert list(chamber.box().voted.values()) == ["b" * 64]


def test_house_rule_3_a_late_ballot_is_told_when_it_closed(chamber: Chamber) -> None:
    opened(chamber)
    close(chamber)
    assert refused(chamber.cast("FRA", DIGEST), "3", "closed")


def test_house_rule_4_the_clerk_closes_it_at_its_moment(chamber: Chamber) -> None:
    closes = NOON + timedelta(hours=1)
    opened(chamber, closes=closes)
    assert chamber.clerk.wake(closes - timedelta(seconds=1)) == 0
    chamber.now = closes
    assert refused(chamber.cast("FRA", DIGEST), "3", "closed"), "what comes after the moment is late"
    assert chamber.clerk.wake(closes + timedelta(seconds=5)) == 1
    assert chamber.ballot.stage is Stage.CLOSED
    assert chamber.hear(acts.LetTimeRunOut, FRANCE, ballot=1).objection is not None


def test_house_rule_7_nothing_is_opened_before_the_close_nor_with_too_few(chamber: Chamber) -> None:
    opened(chamber)
    assert chamber.cast("FRA", DIGEST).accepted
    assert refused(share(chamber, 1, TELLERS[0]), "7", "not_closed")
    close(chamber)
    assert refused(share(chamber, 1, TELLERS[0]), "7", "ballots_too_few")


def test_house_rule_7_a_share_is_its_trustees_and_is_taken_once_and_as_long_as_it_is_needed(
    chamber: Chamber,
) -> None:
    opened(chamber, threshold=2)
    for of, digest in (("FRA", "a"), ("GBR", "b")):
        assert chamber.cast(of, digest * 64).accepted
    close(chamber)
    assert refused(share(chamber, 2, TELLERS[0]), "7", "seat")
    assert share(chamber, 1, TELLERS[0]).accepted
    assert refused(share(chamber, 1, TELLERS[0]), "3", "share_there")
    assert share(chamber, 3, SECRETARIAT).accepted
    assert refused(share(chamber, 2, TELLERS[1]), "3", "shares_enough")


def test_house_rule_7_only_possible_figures_of_its_own_boxes_are_announced(chamber: Chamber) -> None:
    ready(chamber)
    good = (1, 1, 0, 0, 0, 2)
    assert refused(result(chamber, (2, 1, 0, 0, 0, 2)), "7", "other_figures")
    assert refused(result(chamber, good, counted=3), "7", "other_figures")
    assert refused(result(chamber, good, box="permanent"), "7", "other_figures")
    assert result(chamber, good).accepted
    assert refused(result(chamber, good), "7", "not_closed")
    assert [(one.voters, one.question) for one in exposure.after(chamber.ballot)] == [(2, "Mr Bo")]


def test_abandoned_stays_abandoned(chamber: Chamber) -> None:
    ready(chamber)
    chamber.must(acts.AbandonBallot, chamber.chair, ballot=1, reason="The question was moot.")
    assert refused(result(chamber, (1, 1, 0, 0, 0, 2)), "7", "not_closed")
    assert refused(share(chamber, 1, TELLERS[0]), "7", "not_closed")
    again = chamber.hear(acts.AbandonBallot, chamber.chair, ballot=1, reason="x")
    assert refused(again, "3", "over")
    assert refused(chamber.cast("FRA", DIGEST), "3", "abandoned")


def test_whoever_reads_learns_only_their_own_credential_and_letters(chamber: Chamber) -> None:
    opened(chamber, threshold=2)
    for of, digest in (("FRA", "a"), ("GBR", "b")):
        assert chamber.cast(of, digest * 64).accepted
    for reader in (FRANCE, representative("GBR"), SECRETARIAT, TELLERS[0], chamber.chair, ANYONE):
        state = chamber.seen(reader)
        mine = set(reader.speaks_for(chamber.now, "unsc"))
        for ballot in state.ballots.values():
            for box in ballot.boxes.values():
                assert set(box.credentials) <= mine
            assert {ballot.seats[to - 1].person for to, _ in ballot.letters} <= {reader.person}
        owned = {
            of: found for of, _, found in own(chamber.whole, chamber.ballot, reader, chamber.now) if found
        }
        assert set(owned) <= mine
        assert {to for to, _, _ in letters_to(chamber.ballot, reader)} == {
            seat.owner for seat in chamber.ballot.seats if seat.person == reader.person
        }
    for one in chamber.store.all_entries():
        assert one.payload is not None
        kind, by = one.payload["type"], one.payload["by"]
        if kind == "secret_votes.ballot_cast.v1":
            assert by == {"person": "ballot-box", "name": "The ballot box", "capacity": "clerk", "of": ""}
            assert not any(of in to_json(one.payload).decode() for of in ("FRA", "GBR"))
        if kind == "secret_votes.credential_registered.v1":
            assert one.header.audience == f"state:{one.payload['event']['of']}"
    assert {person for person, _ in chamber.store._answers} & {"rep-FRA", "ballot-box"} == {
        "rep-FRA",
        "ballot-box",
    }


def test_what_is_opened_is_determined_by_the_record(chamber: Chamber) -> None:
    opened(chamber)
    box = chamber.box()
    election = chamber.election()
    assert election.fingerprint == box.fingerprint and len(box.uuid) == 22
    assert election.policy.booth == "0" * 64 and election.policy.fewest == 2
    from comity.secret_votes.drawing_up import credentials_of, trustees_bytes

    assert hex_hash(credentials_of(box)) == box.listed
    assert hex_hash(trustees_bytes(chamber.ballot)) == box.trustees
    assert chamber.seen(FRANCE).ballots[1].boxes["all"].election == box.election


def test_a_trustee_may_be_a_delegation(chamber: Chamber) -> None:
    chamber.call(trustees=("state:FRA", "state:GBR"))
    assert refused(chamber.hand_in_key(1, representative("GBR")), "7", "seat")
    assert chamber.hand_in_key(1, FRANCE).accepted
    assert chamber.hand_in_key(2, representative("GBR")).accepted
    assert chamber.ballot.ready
