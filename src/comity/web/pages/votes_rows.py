"""Lines of the register of questions and votes, and a delegation's own vote as the record has it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, Final

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from comity.rules.words import text
from comity.votes.state import RUNNING, Fate, Proposal, Vote, Votes
from comity.web.naming import participant
from comity.web.pages.votes_pieces import address, badge, choice_said, count, standing_said, verdict

FATES: Final = {
    Fate.PENDING: "waiting",
    Fate.ADOPTED: "done",
    Fate.REJECTED: "ended",
    Fate.TIED: "waiting",
    Fate.WITHDRAWN: "ended",
    Fate.FALLEN: "ended",
}


def rows(state: Votes) -> Mapping[str, Hashable]:
    """By the id of each line, all that it is drawn from."""
    found: dict[str, Hashable] = {
        f"question-{number}": (
            proposal.subject,
            proposal.symbol,
            proposal.of,
            proposal.fate,
            tuple(_drawn_from(state.votes[vote]) for vote in proposal.votes),
        )
        for number, proposal in state.proposals.items()
    }
    found["running"] = tuple((vote.vote, _drawn_from(vote)) for vote in state.running())
    return found


def _drawn_from(vote: Vote) -> Hashable:
    return (vote.status, vote.result, vote.until)


def question_row(proposal: Proposal, state: Votes) -> SafeString:
    """The inside of the line of a question."""
    return render_to_string(
        "pages/vote_question_row.html",
        {
            "proposal": proposal,
            "href": reverse("vote_question", args=[state.body.code, proposal.proposal]),
            "kind": text(f"web.votes.kind_{proposal.kind.value}"),
            "movers": [participant(of, state.body) for of in proposal.movers],
            "fate": text(f"votes.fates.{proposal.fate.value}"),
            "badge": FATES[proposal.fate],
            "votes": [vote_line(state.votes[number], state) for number in proposal.votes],
        },
    )


def vote_line(vote: Vote, state: Votes) -> dict[str, Any]:
    """What a line says of one vote."""
    return {
        "vote": vote,
        "href": address(state.body.code, vote.vote),
        "label": text("web.votes.vote_n", n=vote.vote),
        "method": text(f"votes.methods.{vote.method}"),
        "standing": standing_said(vote),
        "badge": badge(vote),
        "verdict": verdict(vote),
        "count": count(vote) if vote.result is not None and not vote.how.consent else None,
    }


def line(state: Votes) -> SafeString:
    """The votes that are under way."""
    running = [
        vote_line(vote, state)
        | {
            "proposal": state.proposals[vote.proposal],
            "board": reverse("vote_board", args=[state.body.code, vote.vote]),
        }
        for vote in state.running()
    ]
    return render_to_string("pages/vote_running.html", {"running": running})


def own(vote: Vote, of: str) -> SafeString:
    """Whether the record has a vote of this delegation, and which."""
    cast = vote.cast.get(of)
    return render_to_string(
        "pages/vote_own.html",
        {
            "cast": cast,
            "choice": choice_said(cast.choice) if cast else None,
            "running": vote.status in RUNNING,
            "changeable": vote.how.changeable and vote.status in RUNNING,
        },
    )
