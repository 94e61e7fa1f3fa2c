"""One small election for all tests of ballots."""

import pytest
from ballot_box import Held, hold_ceremony, one_trustee, prepare

from comity.ballots.elections import choose_one, choose_up_to


@pytest.fixture(scope="session")
def held() -> Held:
    """Two questions; of three voters one votes twice and one does not; one trustee, and two of three."""
    single, secret = one_trustee()
    group, parts = hold_ceremony(3, 2)
    questions = [
        choose_one("Candidate A é", ["encourage", "discourage", "no opinion"]),
        choose_up_to(2, "Seats", ["B", "C", "D"], least=1, blank=True),
    ]
    found = prepare(questions, voters=3, items=[single, group], secrets=[secret, *parts])
    found.vote(0, [(1, 0, 0), (1, 0, 0, 0)])
    found.vote(1, [(0, 1, 0), (0, 1, 1, 0)])
    found.vote(0, [(0, 0, 1), (0, 0, 0, 1)])
    return found


@pytest.fixture(scope="session")
def archive(held: Held) -> bytes:
    return held.archive([1, 2, 4])
