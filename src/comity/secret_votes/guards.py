"""Guards of a secret ballot from its call to its result: who holds it, what is asked, when each step is taken."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from comity.bodies.actor import CLERK, Actor
from comity.rules.citation import ASSEMBLY_RULES, COUNCIL_RULES, assembly, charter, council, house
from comity.rules.guard import Objection, enforces
from comity.rules.words import text
from comity.secret_votes import exposure
from comity.secret_votes.acts import (
    MEMBERS,
    MOST_TRUSTEES,
    PUBLIC,
    AnnounceResult,
    CallBallot,
)
from comity.secret_votes.asking import asked_in, faults, possible
from comity.secret_votes.state import RUNNING, Ballot, SecretVotes, Stage
from comity.secret_votes.who import KEYS_HELD_TOGETHER, knows, seats_of, serves, under

FEWEST: Final = 2
"""A tally of one ballot would be that ballot."""


def refused(key: str, citation: Any, remedy: str = "", **blanks: Any) -> Objection:
    """An objection in the words of this room."""
    said = text(f"secret_votes.refusals.{key}", **blanks)
    return Objection(said, citation, text(f"secret_votes.refusals.{remedy}", **blanks) if remedy else None)


@enforces(council(19), assembly(35))
def officers_hold_the_ballot(state: SecretVotes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if serves(state, actor, now):
        return None
    return refused("officers", under(state.body, council(19), assembly(35)))


def the_ballot_is_known(state: SecretVotes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    found = state.ballots.get(act.ballot)
    if found is not None and (actor is CLERK or actor.door or _may_know(state, found, actor, now)):
        return None
    return refused("no_such_ballot", house(3), number=act.ballot)


def _may_know(state: SecretVotes, ballot: Ballot, actor: Actor, now: datetime) -> bool:
    return knows(state, ballot, actor, now) or any(seat.person == actor.person for seat in ballot.seats)


def only_through_the_door(state: SecretVotes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """What arithmetic must examine first comes through the door that has it examined, and no other way."""
    if actor.door:
        return None
    return refused("door", KEYS_HELD_TOGETHER, "door_remedy")


def only_the_clerk(state: SecretVotes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    return None if actor is CLERK else refused("only_the_clerk", house(4))


def it_is_not_open_yet(state: SecretVotes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    ballot = state.ballots[act.ballot]
    if ballot.stage is Stage.CALLED:
        return None
    return refused("opened_already", house(3), stage=_stage(ballot))


def it_is_open(state: SecretVotes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """A late ballot is refused with the time at which the ballot closed."""
    ballot = state.ballots[act.ballot]
    if not ballot.is_over(now):
        return None
    if ballot.stage is Stage.CALLED:
        return refused("not_open_yet", house(3))
    if ballot.stage is Stage.ABANDONED:
        return refused("abandoned", house(3))
    closed = ballot.closed_at or ballot.closes or now
    return refused("closed", house(3), at=state.body.local(closed))


def it_has_been_opened(state: SecretVotes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    ballot = state.ballots[act.ballot]
    if ballot.stage is Stage.OPEN:
        return None
    return refused("not_open_now", house(3), stage=_stage(ballot))


def it_is_closed(state: SecretVotes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """Nothing is opened while ballots may still come, and nothing after the result or of a ballot given up."""
    ballot = state.ballots[act.ballot]
    if ballot.stage is Stage.CLOSED:
        return None
    return refused("not_closed", KEYS_HELD_TOGETHER, stage=_stage(ballot))


def it_is_under_way(state: SecretVotes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    ballot = state.ballots[act.ballot]
    if ballot.stage in RUNNING:
        return None
    return refused("over", house(3), stage=_stage(ballot))


def the_time_has_run_out(state: SecretVotes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    ballot = state.ballots[act.ballot]
    if ballot.stage is Stage.OPEN and ballot.closes is not None and now >= ballot.closes:
        return None
    return refused("time_left", house(4))


def _stage(ballot: Ballot) -> Any:
    return text(f"secret_votes.stages.{ballot.stage.value}")


def the_questions_can_be_put(
    state: SecretVotes, act: CallBallot, actor: Actor, now: datetime
) -> Objection | None:
    """Each question has its answers, and nobody marks more of them than there are."""
    if act.asked and act.questions:
        return refused("asked_both_ways", house(2))
    fault = next(faults(asked_in(act)), None)
    return refused(fault.reason, house(2), "" if act.asked else "questions_remedy") if fault else None


def several_hold_the_keys(
    state: SecretVotes, act: CallBallot, actor: Actor, now: datetime
) -> Objection | None:
    """No one opens a ballot alone: two keys are needed at least."""
    seats = set(act.trustees)
    there = {seat for seat, _ in seats_of(state.body, state.body.local(now).date())}
    if len(seats) < len(act.trustees) or not seats <= there or not 2 <= len(seats) <= MOST_TRUSTEES:
        return refused("trustees", KEYS_HELD_TOGETHER, most=MOST_TRUSTEES)
    if act.threshold == 0 or 2 <= act.threshold <= len(seats):
        return None
    return refused("threshold", KEYS_HELD_TOGETHER, n=len(seats))


def no_single_ballot_is_opened(
    state: SecretVotes, act: CallBallot, actor: Actor, now: datetime
) -> Objection | None:
    members = len(state.body.members_on(state.body.local(now).date()))
    if FEWEST <= act.fewest <= members:
        return None
    return refused("fewest", KEYS_HELD_TOGETHER, least=FEWEST, members=members)


def it_closes_later(state: SecretVotes, act: CallBallot, actor: Actor, now: datetime) -> Objection | None:
    if act.closes is None or (act.closes.tzinfo is not None and act.closes > now):
        return None
    return refused("closes_before", house(3))


@enforces(charter(27, 2))
def colours_rest_on_a_procedural_decision(
    state: SecretVotes, act: CallBallot, actor: Actor, now: datetime
) -> Objection | None:
    """Permanent and elected members are told apart only where that was decided, and where there are both."""
    if not act.coloured:
        return None
    permanent = state.body.permanent_on(state.body.local(now).date())
    if permanent and act.colour_decision.strip():
        return None
    return refused("colours", charter(27, 2))


@enforces(charter(19))
def only_members_of_the_assembly_lose_their_vote(
    state: SecretVotes, act: CallBallot, actor: Actor, now: datetime
) -> Objection | None:
    members = set(state.body.members_on(state.body.local(now).date()))
    if not act.suspended or (ASSEMBLY_RULES in state.body.rulebooks and set(act.suspended) < members):
        return None
    return refused("suspended", charter(19))


@enforces(council(48), council(55), assembly(141))
def a_selection_stays_in_private(
    state: SecretVotes, act: CallBallot, actor: Actor, now: datetime
) -> Objection | None:
    """What is voted on behind closed doors is not shown to everyone by its ballot."""
    if not act.about.startswith("selection:"):
        return None
    if COUNCIL_RULES in state.body.rulebooks and act.seen_by != MEMBERS:
        return refused("private", council(48))
    if ASSEMBLY_RULES in state.body.rulebooks and act.seen_by == PUBLIC:
        return refused("private", assembly(141))
    return None


def every_key_is_there(state: SecretVotes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    ballot = state.ballots[act.ballot]
    missing = sum(not seat.key for seat in ballot.seats)
    return refused("keys_missing", KEYS_HELD_TOGETHER, n=missing) if missing else None


def enough_have_registered(state: SecretVotes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    ballot = state.ballots[act.ballot]
    for box in ballot.boxes.values():
        if len(box.registered) < ballot.fewest:
            there = len(box.registered)
            return refused("registered_too_few", KEYS_HELD_TOGETHER, n=there, least=ballot.fewest)
    return None


def its_time_has_not_run_out(state: SecretVotes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    closes = state.ballots[act.ballot].closes
    if closes is None or now < closes:
        return None
    return refused("closes_before", house(3), "closes_remedy")


def what_it_may_give_away_was_weighed(
    state: SecretVotes, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    """A class so small that its figures may give voters away is opened only after that was said."""
    if act.weighed or not exposure.before(state.ballots[act.ballot]):
        return None
    return refused("weigh", KEYS_HELD_TOGETHER)


def everything_is_there_to_open_it(
    state: SecretVotes, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    if state.ballots[act.ballot].opens:
        return None
    return refused("not_ready", KEYS_HELD_TOGETHER)


def the_figures_are_those_of_its_boxes(
    state: SecretVotes, act: AnnounceResult, actor: Actor, now: datetime
) -> Objection | None:
    """The arithmetic was verified at the door; the desk sees that the figures are of these boxes and possible."""
    ballot = state.ballots[act.ballot]
    fits = [one.box for one in act.results] == list(ballot.boxes) and all(
        len(one.counts) == ballot.ciphertexts
        and one.ballots == len(ballot.boxes[one.box].cast)
        and one.counted == len(ballot.boxes[one.box].voted)
        and possible(one.counts, ballot.questions, one.counted)
        for one in act.results
    )
    return None if fits else refused("other_figures", KEYS_HELD_TOGETHER)
