"""Whole ballots over HTTP with real keys and proofs, verified by our verifier and by a tool that we did not write."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest

from comity.ballots.archive import read_archive
from comity.ballots.canonical import hex_hash
from comity.ballots.verify import verify
from comity.secret_votes.acts import AskForRenewal, ConfirmRenewal, ReplaceTrustee
from comity.secret_votes.state import Stage
from tests.secret_votes.hands import Ballot, Trustee, Voter, make_keys
from tests.web.secret import balloted

YES, NO, NEITHER = [1, 0, 0], [0, 1, 0], [0, 0, 1]


def archive_holds(ballot: Ballot, folder: Path, box: str = "all") -> tuple[int, ...]:
    """The archive as anybody entitled downloads it, checked by us and by belenios-tool where it is there."""
    reader = balloted.rep("FRA")
    raw = ballot.get(reader, f"{box}/archive.bel")
    known = balloted.known(ballot)
    (result,) = [one for one in known.results if one.box == box]
    assert hex_hash(raw) == result.archive
    transcripts = {
        owner: ballot.get(reader, f"{box}/{owner}.transcript.json") for owner in known.boxes[box].shares
    }
    found = verify(read_archive(raw), transcripts=transcripts)
    assert found.complete and found.result == result.counts
    assert found.transcripts == len(transcripts)
    tool = shutil.which("belenios-tool")
    if tool is None:
        pytest.skip("belenios-tool is not on this machine: the archive was checked by our verifier alone")
    (folder / box).mkdir()
    (folder / box / f"{found.election.uuid}.bel").write_bytes(raw)
    said = subprocess.run(
        [tool, "election", "verify", "--dir", str(folder / box)], capture_output=True, check=False
    )
    assert said.returncode == 0, said.stderr
    return result.counts


def test_a_ballot_of_three_trustees_with_a_vote_given_again(houses: str, tmp_path: Path) -> None:
    ballot, voters, trustees = balloted.running()
    election = ballot.election(voters[0].person)
    first = voters[0].cast(ballot, election, [NO, NO])
    voters[1].cast(ballot, election, [YES, NEITHER])
    voters[2].cast(ballot, election, [NO, YES])
    second = voters[0].cast(ballot, election, [YES, NO])
    balloted.close(ballot)
    opened = [trustee.open(ballot) for trustee in trustees]
    assert opened == [False, False, True]
    assert archive_holds(ballot, tmp_path) == (2, 1, 0, 1, 1, 1)
    board = ballot.get(voters[0].person, f"board/?q={quote(first[:20])}").decode()
    assert first in board and "replaced by a later one" in board
    assert second in ballot.get(voters[0].person, "board/").decode()


def test_two_of_three_open_it_with_one_replaced_and_one_absent(house: str, tmp_path: Path) -> None:
    ballot = balloted.call(threshold=2)
    trustees = list(balloted.trustees())
    for trustee in trustees:
        trustee.certify(ballot)
    balloted.must(
        ReplaceTrustee,
        balloted.chair(),
        ballot=ballot.number,
        owner="2",
        seat="secretariat:2",
        reason="The second teller has been called away.",
    )
    trustees[1] = Trustee(owner=2, person=balloted.SECOND)
    make_keys(ballot, trustees)
    voters = balloted.voters(("FRA", "GBR", "LVA"))
    for voter in voters:
        voter.register(ballot)
    balloted.opened(ballot)
    election = ballot.election(voters[0].person)
    for voter, choice in zip(voters, (YES, YES, NO), strict=True):
        voter.cast(ballot, election, [choice, NEITHER])
    balloted.close(ballot)
    assert [trustees[0].open(ballot), trustees[1].open(ballot)] == [False, True], "the third is absent"
    status, answer = ballot.post(trustees[2].person, "trustees/share", trustees[2].share(ballot))
    assert status == 409 and "announced" in answer["reason"]
    assert archive_holds(ballot, tmp_path) == (2, 1, 0, 0, 0, 3)


def test_colour_classes_are_two_boxes_with_two_archives(house: str, tmp_path: Path) -> None:
    decision = {"coloured": True, "colour_decision": "Decided without a vote on 25 November"}
    ballot, voters, trustees = balloted.running(("FRA", "GBR", "LVA", "DNK"), **decision)
    box_of = {"FRA": "permanent", "GBR": "permanent", "LVA": "elected", "DNK": "elected"}
    for voter, choice in zip(voters, (YES, NO, YES, YES), strict=True):
        box = box_of[voter.of]
        voter.cast(ballot, ballot.election(voter.person, box), [choice, NEITHER], box)
    balloted.close(ballot)
    for box in ("permanent", "elected"):
        for trustee in trustees:
            trustee.open(ballot, box)
    assert archive_holds(ballot, tmp_path, "permanent") == (1, 1, 0, 0, 0, 2)
    assert archive_holds(ballot, tmp_path, "elected") == (2, 0, 0, 0, 0, 2)
    page = ballot.get(balloted.rep("FRA"), "").decode()
    assert "elected members, “Ms Ada”: all 2 ballots are alike" in page


def test_a_lost_device_is_replaced_by_two_officers_before_the_opening(house: str) -> None:
    ballot = balloted.call()
    first, again = Voter(of="FRA", person=balloted.rep("FRA")), Voter(of="FRA", person=balloted.rep("FRA"))
    first.register(ballot)
    assert ballot.post(again.person, "all/credential", again.registration(ballot))[0] == 409
    asked = {"ballot": ballot.number, "member": "FRA"}
    balloted.must(AskForRenewal, balloted.SECRETARIAT, **asked, reason="The laptop was left in a taxi.")
    assert not balloted.hear(ConfirmRenewal, balloted.SECRETARIAT, **asked).accepted, (
        "one alone is not enough"
    )
    balloted.must(ConfirmRenewal, balloted.SECOND, **asked)
    again.register(ballot)
    assert balloted.known(ballot).boxes["all"].credentials["FRA"] == again.credential


def test_nothing_of_an_abandoned_ballot_is_opened(house: str) -> None:
    from comity.secret_votes.acts import AbandonBallot

    ballot, voters, trustees = balloted.running()
    voters[0].cast(ballot, ballot.election(voters[0].person), [YES, YES])
    balloted.close(ballot)
    told = ballot.status(trustees[0].person)["boxes"][0]
    assert told["tally"] is None, "one ballot is never opened"
    balloted.must(AbandonBallot, balloted.chair(), ballot=ballot.number, reason="Too few.")
    assert balloted.known(ballot).stage is Stage.ABANDONED
    message = {"owner": 1, "box": "all", "share": "{}", "transcript": "{}"}
    assert ballot.post(trustees[0].person, "trustees/share", message)[0] == 409
