"""From the announced ballot to what it was held for: one press, and no figure is typed."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from comity.secret_votes.asking import read_questions
from comity.selection import acts as a
from comity.votes.acts import AnnounceResult, CloseVote, OpenVote
from comity.web.house import house
from comity.web.pages.reader import Reader
from comity.web.pages.secret import bridges
from tests.people import LATVIA, new_id
from tests.secret_votes.hands import Ballot, make_keys
from tests.web.pages import world
from tests.web.secret import balloted
from tests.web.selection.staged import Stage
from tests.web.votes import assembled

PERMANENT = ("CHN", "FRA", "RUS", "GBR", "USA")
YES, NO, ABSTAIN = [1, 0, 0], [0, 1, 0], [0, 0, 1]


def reading(person: str) -> Reader:
    actor = world.actor(person)
    return Reader(
        person=person,
        name=person,
        actor=actor,
        clearances=house().clearances(actor),
        language="en",
        now=balloted.now(),
    )


def held(
    about: str, codes: tuple[str, ...], choices: list[Any], boxes: dict[str, str] | None = None
) -> Ballot:
    """A whole ballot, called from the form that is filled in for what it is held for."""
    filled = bridges.filled_in(about, "unsc", reading(balloted.chair()))
    assert filled is not None
    shown = filled.shown
    form = balloted.ask(balloted.chair(), "GET", f"/secret-votes/unsc/call/?about={about}")[1].decode()
    for n, one in enumerate(read_questions(shown["questions"], 1, False)):
        assert re.search(f'name="q{n}-question" value="{re.escape(one.question)}"', form)
        assert f'name="q{n}-a0" value="{one.answers[0]}"' in form
    given = {
        "title": shown["title"],
        "questions": shown["questions"],
        "seen_by": shown["seen_by"],
        "about": shown["about"],
        "coloured": shown.get("coloured") == "on",
        "colour_decision": shown.get("colour_decision", ""),
    }
    ballot, trustees = balloted.call(**given), balloted.trustees()
    voters = balloted.voters(codes)
    make_keys(ballot, trustees)
    for voter in voters:
        voter.register(ballot, (boxes or {}).get(voter.of, "all"))
    balloted.opened(ballot)
    for voter, choice in zip(voters, choices, strict=True):
        box = (boxes or {}).get(voter.of, "all")
        voter.cast(ballot, ballot.election(voter.person, box), choice, box)
    balloted.close(ballot)
    for box in balloted.known(ballot).boxes:
        for trustee in trustees:
            trustee.open(ballot, box)
    return ballot


def hand_over(ballot: Ballot, person: str) -> Any:
    return world.client(person).post(f"{ballot.base}hand-over/", {"id": new_id()})


def test_a_vote_by_secret_electronic_ballot_takes_its_figures_from_it(house: str) -> None:
    given = {"subject": "Water", "rule": "unsc.procedural", "method": "secret_electronic"}
    assembled.must(OpenVote, balloted.chair(), **given, proposal=0)
    page = world.client(balloted.chair()).get("/bodies/unsc/votes/1/").content.decode()
    assert "/secret-votes/unsc/call/?about=votes%3Aunsc/1" in page
    ballot = held("votes:unsc/1", ("FRA", "GBR", "LVA"), [[YES], [YES], [ABSTAIN]])
    assert hand_over(ballot, balloted.chair()).status_code == 303
    assert assembled.the_vote().counts is None, "the vote is still open: nothing is handed over yet"
    assembled.must(CloseVote, balloted.chair(), vote=1)
    refused = assembled.hear(AnnounceResult, balloted.chair(), vote=1)
    assert refused.objection is not None and refused.objection.reason.key.endswith("ballot_missing")
    assert "hand-over" not in world.client(balloted.rep("CHN")).get(ballot.base).content.decode()
    hand_over(ballot, balloted.rep("CHN"))
    assert assembled.the_vote().counts is None, "a member does not hand figures over"
    assert hand_over(ballot, balloted.chair()).status_code == 303
    assembled.must(AnnounceResult, balloted.chair(), vote=1)
    assert assembled.the_vote().result is not None
    assert (assembled.the_vote().result.yes, assembled.the_vote().result.abstain) == (2, 1)


AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
"""Latvia presides, as it does over the rounds of the stage."""


@pytest.mark.parametrize("coloured", [False, True])
def test_a_round_of_a_selection_takes_figures_and_classes_from_its_ballot(
    house: str, coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = ("house", "pages.reader", "secret.door", "secret.concluding")
    for place in (
        *(f"comity.web.{one}" for one in ours),
        "tests.web.secret.balloted",
        "tests.web.votes.assembled",
    ):
        monkeypatch.setattr(f"{place}.now", lambda: AT)
    stage = Stage("unsg-2016").with_candidates("ARG", "BRA")
    if coloured:
        stage.does(LATVIA, a.DecideColours, in_favour=balloted.council()[:10])
    stage.does(LATVIA, a.OpenRound, method="electronic", coloured=coloured)
    boxes = dict.fromkeys(balloted.council(), "elected") | dict.fromkeys(PERMANENT, "permanent")
    codes = ("FRA", "GBR", "LVA", "DNK")
    choices = [[YES, NO], [NO, NO], [YES, NO], [ABSTAIN, YES]]
    ballot = held("selection:test/1", codes, choices, boxes if coloured else None)
    assert [asked.question for asked in balloted.known(ballot).questions] == [
        "Candidate of ARG",
        "Candidate of BRA",
    ]
    page = world.client(balloted.SECRETARIAT).get(ballot.base).content.decode()
    assert "Members that cast no ballot: 11." in page
    assert hand_over(ballot, balloted.chair()).status_code == 303, (
        "nothing happens: the chair does not hand in"
    )
    assert not stage.state.rounds[1].handed_in
    assert hand_over(ballot, balloted.SECRETARIAT).status_code == 303
    first, second = stage.state.rounds[1].handed_in
    assert (first.counts, second.counts) == ((2, 1, 12), (1, 3, 11))
    of_the_permanent = ((1, 1, 3), (0, 2, 3)) if coloured else ((None,) * 3,) * 2
    assert (first.permanent, second.permanent) == of_the_permanent
    known = balloted.known(ballot)
    assert stage.state.rounds[1].archive == bridges.archives(known)
    stage.does(LATVIA, a.CloseRound, round=1)
