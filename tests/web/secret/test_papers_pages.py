"""The papers beside a ballot on its page: each teller's own count, the difference that all see, what is accepted."""

from __future__ import annotations

import html

import pytest

from comity.rules.words import LANGUAGES, text
from comity.secret_votes.state import Stage
from tests.web.secret import balloted
from tests.web.secret.test_secret_pages import NO, YES, act, page

ONE, TWO = "2 0 0\n0 2 0", "1 1 0\n0 2 0"
SECRET = "Nobody else sees these figures before the result."


@pytest.fixture
def closed(house: str) -> balloted.Closed:
    ballot, voters, trustees = balloted.running(paper=True)
    election = ballot.election(voters[0].person)
    for voter in voters[:2]:
        voter.cast(ballot, election, [YES, NO])
    balloted.close(ballot)
    return ballot, trustees


def count(teller: str, figures: str) -> int:
    given = {"about": "1", "box": "all", "returned": "2", "invalid": "0", "figures": figures}
    return int(act(teller, "enter_paper_count", **given).status_code)


def test_a_teller_sees_and_corrects_the_own_count_and_nobody_else_sees_it(closed: balloted.Closed) -> None:
    ballot, _ = closed
    one, two = balloted.TELLERS
    assert count(one, TWO) == 303
    assert SECRET in page(one, ballot.base) and "encourage: 1 · discourage: 1" in page(one, ballot.base)
    for other in (two, balloted.SECRETARIAT, balloted.chair(), balloted.rep("FRA")):
        assert SECRET not in page(other, ballot.base) and "encourage: 1" not in page(other, ballot.base)
    assert count(one, ONE) == 303
    assert "encourage: 2 · discourage: 0" in page(one, ballot.base)
    assert count(one, ONE) == 409, "nothing was corrected"


def test_a_difference_is_counted_again_or_accepted_and_stands_beside_the_result(
    closed: balloted.Closed,
) -> None:
    ballot, trustees = closed
    for trustee in trustees:
        trustee.open(ballot)
    for teller, figures in zip(balloted.TELLERS, (ONE, TWO), strict=True):
        assert count(teller, figures) == 303
    for reader in (balloted.rep("FRA"), balloted.chair()):
        assert "both count the papers again, each alone" in page(reader, ballot.base)
    assert "enter what you find, even if it is the same" in page(balloted.TELLERS[0], ballot.base)
    assert balloted.known(ballot).stage is Stage.CLOSED
    given = {"about": "1", "box": "all", "reason": "One mark reads both ways."}
    assert act(balloted.SECRETARIAT, "accept_difference", **given).status_code == 403, "it is not offered"
    assert act(balloted.chair(), "accept_difference", **(given | {"reason": ""})).status_code == 422
    assert act(balloted.chair(), "accept_difference", **given).status_code == 303
    balloted.concluded(ballot)
    said = page(balloted.rep("FRA"), ballot.base)
    assert (
        "Accept" not in said and "accepted that the tellers’ counts differ: One mark reads both ways." in said
    )
    assert "The counts differ where it is marked." in said
    for language in LANGUAGES:
        spoken = text("web.secret_votes.difference_accepted", reason="One mark reads both ways.").say(
            language
        )
        assert spoken in html.unescape(page(balloted.rep("FRA"), ballot.base, language))
