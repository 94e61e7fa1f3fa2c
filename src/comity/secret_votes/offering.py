"""What an actor may do now about the secret ballots of a body, and for what cannot be done now the reason why.

What a browser must reckon first (credentials, ballots, keys, shares) is not offered as a form: the booth and the
ceremony bring it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from comity.bodies.actor import Actor
from comity.bodies.procedure import only_about
from comity.rules.acts import Act, Possible
from comity.rules.citation import ASSEMBLY_RULES
from comity.rules.guard import first_objection
from comity.rules.words import Sayable
from comity.secret_votes import acts
from comity.secret_votes.papers import acceptable
from comity.secret_votes.rulings import SITUATION
from comity.secret_votes.state import RUNNING, Ballot, SecretVotes, Stage
from comity.secret_votes.who import box_name, chairs, knows, seat_name, seats_of, serves, tells

Options = tuple[tuple[str, tuple[tuple[str, Sayable], ...]], ...]

BY_STAGE: Final = {
    Stage.CALLED: (
        acts.ReplaceTrustee,
        acts.BeginCeremonyAgain,
        acts.AskForRenewal,
        acts.ConfirmRenewal,
        acts.AbandonBallot,
    ),
    Stage.OPEN: (acts.CloseBallot, acts.AbandonBallot),
    Stage.CLOSED: (acts.AbandonBallot,),
}
"""What officers are offered at each stage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outline:
    """An act as far as the situation fixes it."""

    ballot: int = 0


def in_order(state: SecretVotes, actor: Actor, now: datetime, about: str | None = None) -> Iterator[Possible]:
    """A new ballot, then what may be done with each that runs."""
    return only_about(_everything(state, actor, now), about)


def _everything(state: SecretVotes, actor: Actor, now: datetime) -> Iterator[Possible]:
    yield _card(state, acts.CallBallot, None, actor, now)
    for ballot in state.ballots.values():
        if ballot.stage not in RUNNING or not knows(state, ballot, actor, now):
            continue
        kinds: tuple[type[Act], ...] = ()
        if serves(state, actor, now):
            kinds = BY_STAGE[ballot.stage]
        if tells(state, actor, now) and ballot.paper and ballot.stage is Stage.CLOSED:
            kinds = (*kinds, acts.EnterPaperCount)
        if chairs(state, actor, now) and ballot.stage is Stage.CLOSED:
            kinds = (*kinds, acts.AcceptDifference)
        for kind in kinds:
            if _concerns(kind, ballot):
                yield _card(state, kind, ballot, actor, now)


def _concerns(kind: type[Act], ballot: Ballot) -> bool:
    """Nobody thinks of confirming what nobody asked, or of a ceremony that there is not."""
    match kind:
        case acts.BeginCeremonyAgain:
            return ballot.group and any(seat.person for seat in ballot.seats)
        case acts.AskForRenewal:
            return any(box.registered for box in ballot.boxes.values())
        case acts.ConfirmRenewal:
            return any(box.renewals for box in ballot.boxes.values())
        case acts.AcceptDifference:
            return any(acceptable(box) for box in ballot.boxes.values())
        case _:
            return True


def _card(
    state: SecretVotes, kind: type[Act], ballot: Ballot | None, actor: Actor, now: datetime
) -> Possible:
    outline = _Outline(ballot=ballot.ballot if ballot else 0)
    given = (("ballot", ballot.ballot),) if ballot else _never_here(state, now)
    return Possible(
        act=kind,
        about=str(ballot.ballot) if ballot else "",
        objection=first_objection(SITUATION[kind], state, outline, actor, now),
        given=given,
        options=_options(state, kind, ballot, now),
    )


def _never_here(state: SecretVotes, now: datetime) -> tuple[tuple[str, Any], ...]:
    """What is not asked in a body where it cannot be: classes without permanent members, votes lost under Art. 19."""
    found: tuple[tuple[str, Any], ...] = ()
    if ASSEMBLY_RULES not in state.body.rulebooks:
        found += (("suspended", ()),)
    if not state.body.permanent_on(state.body.local(now).date()):
        found += (("coloured", False), ("colour_decision", ""))
    return found


def _options(state: SecretVotes, kind: type[Act], ballot: Ballot | None, now: datetime) -> Options:
    body, on = state.body, state.body.local(now).date()
    if ballot is None:
        members = tuple((of, body.name_of(of)) for of in body.members_on(on))
        return (("trustees", tuple(seats_of(body, on))), ("suspended", members))
    match kind:
        case acts.ReplaceTrustee:
            taken = tuple((str(seat.owner), seat_name(body, seat.seat)) for seat in ballot.seats)
            return (("owner", taken), ("seat", tuple(seats_of(body, on))))
        case acts.AskForRenewal:
            there = {of for box in ballot.boxes.values() for of in box.registered - set(box.renewals)}
            return (("member", tuple((of, body.name_of(of)) for of in sorted(there))),)
        case acts.ConfirmRenewal:
            asked = {of for box in ballot.boxes.values() for of in box.renewals}
            return (("member", tuple((of, body.name_of(of)) for of in sorted(asked))),)
        case acts.EnterPaperCount:
            return (("box", tuple((box, box_name(box)) for box in ballot.boxes)),)
        case acts.AcceptDifference:
            found = (box.box for box in ballot.boxes.values() if acceptable(box))
            return (("box", tuple((box, box_name(box)) for box in found)),)
        case _:
            return ()
