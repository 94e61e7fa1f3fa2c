"""Council rule 61, Statute Articles 8 to 12: an absolute majority in both bodies, without a veto."""

from __future__ import annotations

import pytest

from comity.rules.words import LANGUAGES
from comity.voting import Meeting, Round, VotingError, elect_judges


def council(**votes: int) -> Round:
    return Round(votes=votes, papers=15)


def assembly(**votes: int) -> Round:
    return Round(votes=votes, papers=193)


def test_eight_and_ninety_seven_are_enough_whoever_they_are() -> None:
    meeting = Meeting(assembly=(assembly(A=97, B=96),), council=(council(A=8, B=7),))
    (joint,) = elect_judges([meeting], seats=1)
    assert (joint.elected, joint.next) == (("A",), "complete")
    assert (joint.by_assembly.required, joint.by_council.required) == (97, 8)
    assert "ICJ Statute Art. 10" in joint.explain()


def test_ballots_go_on_until_as_many_as_seats_have_the_majority() -> None:
    meeting = Meeting(assembly=(assembly(A=100, B=96, C=90),), council=(council(A=9, B=8),))
    (joint,) = elect_judges([meeting], seats=2)
    assert (joint.next, joint.elected, joint.places) == ("ballot", (), 2)
    assert (joint.by_assembly.complete, joint.by_council.complete) == (False, True)
    assert "rule 61" in joint.explain()
    more = Meeting(assembly=(*meeting.assembly, assembly(B=110, C=83)), council=meeting.council)
    (joint,) = elect_judges([more], seats=2)
    assert (joint.next, set(joint.elected)) == ("complete", {"A", "B"})


def test_a_ballot_that_gives_more_than_the_seats_a_majority_chooses_nobody() -> None:
    too_many = council(A=9, B=9, C=9)
    meeting = Meeting(assembly=(assembly(A=100, B=100),), council=(too_many,))
    (joint,) = elect_judges([meeting], seats=2)
    assert joint.by_council.names == ()
    again = Meeting(assembly=meeting.assembly, council=(too_many, council(A=10, B=9, C=7)))
    assert set(elect_judges([again], seats=2)[0].elected) == {"A", "B"}


def test_bodies_that_differ_meet_again_and_after_three_meetings_may_confer() -> None:
    differ = Meeting(assembly=(assembly(A=100, B=93),), council=(council(A=7, B=8),))
    standings = elect_judges([differ] * 3, seats=1)
    assert [joint.next for joint in standings] == ["meeting"] * 3
    assert [joint.conference for joint in standings] == [False, False, True]
    assert "Art. 12" in standings[-1].explain()
    withdrawn = Meeting(assembly=(assembly(A=180, C=13),), council=(council(A=15),), withdrawn=("B",))
    assert elect_judges([differ] * 3 + [withdrawn], seats=1)[-1].elected == ("A",)
    assert elect_judges([differ] * 3, seats=1, longest=3)[-1].next == "deadlocked"
    for joint in (*standings, elect_judges([differ] * 3, seats=1, longest=3)[-1]):
        assert len({joint.explain(language) for language in LANGUAGES}) == 6


def test_the_elected_are_not_voted_for_again() -> None:
    first = Meeting(assembly=(assembly(A=100, B=100),), council=(council(A=9, C=9),))
    joint = elect_judges([first], seats=2)[0]
    assert (joint.elected, joint.places) == (("A",), 1)
    with pytest.raises(VotingError, match="A may not be voted for"):
        elect_judges([first, first], seats=2)


def test_no_meeting_after_the_end_and_none_before_the_last_has_ended() -> None:
    done = Meeting(assembly=(assembly(A=193),), council=(council(A=15),))
    with pytest.raises(VotingError, match="Meeting 2 is not due"):
        elect_judges([done, done], seats=1)
    with pytest.raises(VotingError, match="not due"):
        elect_judges([Meeting(), done], seats=1)
    with pytest.raises(VotingError, match="was over"):
        elect_judges([Meeting(assembly=(assembly(A=193),) * 2)], seats=1)
