"""An election by secret ballot: called for the round, held in full, its figures handed over untyped."""

from __future__ import annotations

from comity.elections import acts
from comity.web.pages.secret import bridges
from tests.secret_votes.hands import make_keys
from tests.web.elections import electing
from tests.web.pages import world
from tests.web.secret import balloted
from tests.web.secret.test_bridges import hand_over, reading

ABOUT = "elections:unsc/1/1"


def test_an_election_takes_its_figures_from_its_secret_ballot(house: str) -> None:
    chair, code = balloted.chair(), "unsc"
    electing.must(acts.CallElection, chair, code, title="Two members of a working group")
    electing.must(acts.AddSlate, chair, code, election=1, seats=2, majority="simple")
    for of in ("GBR", "FRA"):
        electing.must(acts.DeclareCandidate, balloted.rep(of), code, election=1, of=of)
    given = {"election": 1, "slates": (1,), "method": "secret_electronic"}
    electing.must(acts.OpenRound, chair, code, **given)
    page = world.client(chair).get("/elections/unsc/1/").content.decode()
    assert "/secret-votes/unsc/call/?about=elections%3Aunsc/1/1" in page
    filled = bridges.filled_in(ABOUT, code, reading(chair))
    assert filled is not None and (filled.shown["most"], filled.shown["blank"]) == ("2", "on")
    shown = filled.shown
    ballot = balloted.call(
        title=shown["title"],
        questions=shown["questions"],
        most=2,
        blank=True,
        seen_by=shown["seen_by"],
        about=shown["about"],
    )
    names = balloted.known(ballot).questions[0].answers
    assert names[:2] == ("France", "United Kingdom of Great Britain and Northern Ireland")
    voters, trustees = balloted.voters(("FRA", "GBR", "LVA")), balloted.trustees()
    make_keys(ballot, trustees)
    for voter in voters:
        voter.register(ballot)
    balloted.opened(ballot)
    nobody = [0] * len(names)
    for voter, marked in zip(voters, ((0, 1), (0, 1), None), strict=True):
        marks = [1, *nobody] if marked is None else [0, *(int(i in marked) for i in range(len(names)))]
        voter.cast(ballot, ballot.election(voter.person), [marks])
    balloted.close(ballot)
    for trustee in trustees:
        trustee.open(ballot)
    hand_over(ballot, balloted.rep("CHN"))
    assert electing.known(code).slates[1].rounds[0].handed_in is None, "a member does not hand over"
    assert hand_over(ballot, balloted.SECRETARIAT).status_code == 303
    figures = electing.known(code).slates[1].rounds[0].handed_in
    assert figures is not None
    assert (figures.returned, figures.blank, dict(figures.votes)) == (3, 1, {"FRA": 2, "GBR": 2})
    electing.must(acts.AnnounceRound, chair, code, election=1, round=1)
    assert set(electing.known(code).elected) == {"FRA", "GBR"}


def test_no_form_is_filled_in_for_what_is_not_there(house: str) -> None:
    chair = balloted.chair()
    for about in ("elections:unsc/1/1", "elections:unga/1/1", "elections:unsc/x/1", "elections:unsc/1"):
        assert bridges.filled_in(about, "unsc", reading(chair)) is None
