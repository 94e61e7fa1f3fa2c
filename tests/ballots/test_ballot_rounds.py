"""A morning of the Assembly: 193 voters, eighteen candidates, three rounds, each checked by the reference tool."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path

from ballot_box import hold_ceremony, needs_the_tool, prepare, tool_verifies

from comity.ballots.ballot import make_ballot
from comity.ballots.elections import Policy, choose_one
from comity.ballots.verify import Known, verify_file
from comity.ballots.workers import Workers, check_submission, election_of

VOTERS = 193
ROUNDS = (18, 4, 2)
"""Candidates still standing in each round."""


def _vote(election: bytes, secret: int, marks: list[tuple[int, ...]]) -> tuple[bytes, str]:
    """A ballot made as a voter would, and checked as a server would."""
    raw = make_ballot(election_of(election), secret, marks)
    return raw, check_submission(election_of(election), raw).digest


@needs_the_tool
def test_three_rounds_of_193_voters_on_eighteen_candidates_pass_the_tool(tmp_path: Path) -> None:
    group, secrets = hold_ceremony(5, 3)
    with Workers(2) as workers:
        for standing in ROUNDS:
            names = [f"Candidate {i}" for i in range(1, standing + 1)]
            held = prepare(
                [choose_one("Whom do you recommend?", names)],
                voters=VOTERS,
                items=[group],
                secrets=secrets,
                policy=Policy(one_vote_only=True, fewest=100),
            )
            votes: list[Future[tuple[bytes, str]]] = [
                workers.submit(
                    _vote,
                    held.election.raw,
                    voter,
                    [tuple(int(i == which % standing) for i in range(standing))],
                )
                for which, voter in enumerate(held.voters)
            ]
            digests = []
            for vote in votes:
                raw, digest = vote.result(600)
                held.ballots.append(raw)
                digests.append(digest)
            folder = tmp_path / str(standing)
            folder.mkdir()
            file = folder / f"{held.election.uuid}.bel"
            file.write_bytes(held.archive([1, 4, 5]))
            known = Known(fingerprint=held.election.fingerprint, digests=frozenset(digests))
            found = verify_file(file, known=known)
            assert (found.known, found.ballots) == (VOTERS, VOTERS)
            assert found.result == tuple(len(range(i, VOTERS, standing)) for i in range(standing))
            assert verify_file(file, workers=workers).result == found.result
            assert tool_verifies(folder)
