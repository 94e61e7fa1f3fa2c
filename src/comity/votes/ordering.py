"""Guards of the questions: who brings them, in which order they come to the vote, what takes them off it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from comity.bodies.actor import Actor
from comity.rules.citation import assembly, council, house
from comity.rules.guard import Objection, enforces
from comity.rules.words import Text, text
from comity.votes.methods import SECOND_VOTE_WITHIN, SILENCE
from comity.votes.proposing import MoveDivision, NoteExclusion, SubmitProposal
from comity.votes.state import Fate, Kind, Proposal, Status, Votes
from comity.votes.who import knows, member_seats, of_the_assembly, under


@enforces(council(34), council(38), assembly(78))
def a_member_proposes(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """A member needs nobody to second it; a State that is only invited needs a member to take up its text."""
    if act.of and act.of in member_seats(state, actor, now):
        return None
    return Objection(
        text("votes.refusals.members_propose", body=state.body.name),
        under(state.body, council(38), assembly(78)),
        text("votes.refusals.ask_a_member"),
    )


def the_sponsors_are_members(
    state: Votes, act: SubmitProposal, actor: Actor, now: datetime
) -> Objection | None:
    members = state.body.members_on(state.body.local(now).date())
    if set(act.sponsors) <= set(members) - {act.of} and len(set(act.sponsors)) == len(act.sponsors):
        return None
    return Objection(text("votes.refusals.sponsors"), house(3))


def what_it_amends_is_there(
    state: Votes, act: SubmitProposal, actor: Actor, now: datetime
) -> Objection | None:
    if not act.amends:
        return None
    found = state.proposals.get(act.amends)
    if found is None or not knows(state, found, actor, now):
        return _unknown(act.amends)
    if found.kind is Kind.TEXT and found.fate is Fate.PENDING:
        return None
    return Objection(text("votes.refusals.cannot_be_amended", fate=fate(found)), house(3))


def the_proposal_is_known(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    found = state.proposals.get(act.proposal)
    return None if found is not None and knows(state, found, actor, now) else _unknown(act.proposal)


def _unknown(number: int) -> Objection:
    return Objection(text("votes.refusals.no_such_proposal", number=number), house(3))


def fate(proposal: Proposal) -> Text:
    return text(f"votes.fates.{proposal.fate.value}")


def it_is_pending(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    found = state.proposals[act.proposal]
    if found.fate is Fate.PENDING:
        return None
    return Objection(text("votes.refusals.not_pending", fate=fate(found)), house(3))


def it_is_not_being_voted_on(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if not any(_running(state, act.proposal)):
        return None
    return Objection(text("votes.refusals.being_voted_on"), under(state.body, assembly(88)))


def _running(state: Votes, proposal: int) -> Iterator[bool]:
    for number in state.proposals[proposal].votes:
        vote = state.votes[number]
        yield vote.status in (Status.PUT, Status.OPEN, Status.CLOSED)


@enforces(council(36), council(32), assembly(90), assembly(91))
def only_texts_and_amendments_are_placed(
    state: Votes, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    """The President settles the order of amendments, and records the order of texts that the body decided."""
    if state.proposals[act.proposal].kind in (Kind.TEXT, Kind.AMENDMENT):
        return None
    return Objection(text("votes.refusals.not_placed"), under(state.body, council(36), assembly(90)))


def it_is_an_amendment(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if state.proposals[act.proposal].kind is Kind.AMENDMENT:
        return None
    return Objection(text("votes.refusals.not_an_amendment"), under(state.body, assembly(90), council(36)))


@enforces(assembly(90))
def it_falls_with_another_amendment(
    state: Votes, act: NoteExclusion, actor: Actor, now: datetime
) -> Objection | None:
    this, other = state.proposals[act.proposal], state.proposals.get(act.falls_with)
    if other is not None and other is not this and (other.kind, other.about) == (this.kind, this.about):
        return None
    return Objection(text("votes.refusals.not_another_amendment"), under(state.body, assembly(90)))


@enforces(council(32), assembly(91))
def texts_come_in_the_order_of_submission(
    state: Votes, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    this = _this(state, act)
    if this is None or this.kind is not Kind.TEXT or not this.item:
        return None
    earlier = [
        one
        for one in state.proposals.values()
        if one.kind is Kind.TEXT and one.item == this.item and one.turn < this.turn and _waits(one)
    ]
    return _first(earlier, under(state.body, council(32), assembly(91)))


@enforces(council(36), assembly(90))
def amendments_come_before_their_text(
    state: Votes, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    this = _this(state, act)
    if this is None or this.kind not in (Kind.TEXT, Kind.PART, Kind.AMENDMENT):
        return None
    text_of = this.proposal if this.kind is Kind.TEXT else this.about
    amendments = [one for one in state.about(text_of, Kind.AMENDMENT) if _waits(one)]
    if this.kind is Kind.AMENDMENT:
        amendments = [one for one in amendments if one.turn < this.turn]
    return _first(amendments, under(state.body, council(36), assembly(90)))


@enforces(council(32), assembly(89))
def parts_come_before_the_whole(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """A motion for division is settled first; then come the parts in their order, and what is left as a whole."""
    this = _this(state, act)
    if this is None or this.kind not in (Kind.TEXT, Kind.PART):
        return None
    text_of = this.proposal if this.kind is Kind.TEXT else this.about
    before = [one for one in state.about(text_of) if one.kind in (Kind.DIVISION, Kind.PART) and _waits(one)]
    if this.kind is Kind.PART:
        before = [one for one in before if one.kind is Kind.DIVISION or one.turn < this.turn]
    return _first(before, under(state.body, council(32), assembly(89)))


def _this(state: Votes, act: Any) -> Proposal | None:
    return state.proposals.get(act.proposal)


def _waits(one: Proposal) -> bool:
    return one.fate in (Fate.PENDING, Fate.TIED)


def _first(earlier: list[Proposal], citation: Any) -> Objection | None:
    if not earlier:
        return None
    first = min(earlier, key=lambda one: one.turn)
    return Objection(
        text("votes.refusals.another_comes_first", number=first.proposal, subject=first.subject), citation
    )


@enforces(assembly(89))
def a_division_is_voted_on_when_somebody_objects(
    state: Votes, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    this = _this(state, act)
    if this is None or this.kind is not Kind.DIVISION or this.opposed_by:
        return None
    return Objection(
        text("votes.refusals.nobody_objects"),
        under(state.body, assembly(89), council(32)),
        text("votes.refusals.grant_it"),
    )


@enforces(assembly(95))
def a_second_vote_comes_within_two_days(
    state: Votes, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    this = _this(state, act)
    if this is None or this.fate is not Fate.TIED or this.decided_at is None:
        return None
    until = this.decided_at + SECOND_VOTE_WITHIN
    if now <= until:
        return None
    return Objection(
        text("votes.refusals.second_vote_late", until=state.body.local(until)),
        under(state.body, assembly(95)),
        text("votes.refusals.submit_anew"),
    )


@enforces(council(32), assembly(81))
def what_was_decided_stays_decided(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    this = _this(state, act)
    if this is None or this.fate in (Fate.PENDING, Fate.TIED):
        return None
    remedy = text("votes.refusals.move_reconsideration") if of_the_assembly(state.body) else None
    return Objection(
        text("votes.refusals.not_pending", fate=fate(this)),
        under(state.body, assembly(81), council(32)),
        remedy,
    )


@enforces(council(35), assembly(80))
def only_the_mover_withdraws(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if state.proposals[act.proposal].of in member_seats(state, actor, now):
        return None
    return Objection(text("votes.refusals.mover_withdraws"), under(state.body, council(35), assembly(80)))


@enforces(council(35), assembly(80))
def it_is_withdrawn_before_voting_begins(
    state: Votes, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    """In a written procedure too: after the start a text cannot be withdrawn (S/2020/253)."""
    this = state.proposals[act.proposal]
    for one in (this, *state.about(this.proposal)):
        taken = {Status.OPEN, Status.CLOSED} | ({Status.ANNOUNCED} if one.kind is Kind.PART else set())
        votes = (state.votes[number] for number in one.votes)
        if any(vote.status in taken and vote.how is not SILENCE for vote in votes):
            return Objection(
                text("votes.refusals.voting_has_begun"), under(state.body, council(35), assembly(80))
            )
    return None


@enforces(assembly(80))
def what_was_amended_is_not_withdrawn(
    state: Votes, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    if not of_the_assembly(state.body) or not state.proposals[act.proposal].amended:
        return None
    return Objection(text("votes.refusals.amended"), assembly(80))


@enforces(council(35), assembly(80))
def what_was_withdrawn_is_taken_up(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """In the Council by one who had seconded it; in the Assembly by any Member."""
    this = state.proposals[act.proposal]
    citation = under(state.body, council(35), assembly(80))
    if this.fate is not Fate.WITHDRAWN:
        return Objection(text("votes.refusals.not_withdrawn"), citation)
    if of_the_assembly(state.body) or act.of in this.sponsors:
        return None
    return Objection(text("votes.refusals.seconders_take_up"), citation)


@enforces(council(32), assembly(89))
def only_a_text_is_divided_and_once(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    this = state.proposals[act.proposal]
    moved = any(one.fate is Fate.PENDING for one in state.about(act.proposal, Kind.DIVISION))
    if this.kind is Kind.TEXT and not this.divided and not moved:
        return None
    return Objection(text("votes.refusals.not_divided"), under(state.body, council(32), assembly(89)))


def the_parts_are_named(state: Votes, act: MoveDivision, actor: Actor, now: datetime) -> Objection | None:
    named = parts_of(act)
    if 1 <= len(named) <= 40 and all(len(part) <= 200 for part, _ in named):
        return None
    return Objection(text("votes.refusals.parts"), under(state.body, council(32), assembly(89)))


def parts_of(act: MoveDivision) -> tuple[tuple[str, bool], ...]:
    """Each part named, and whether it is operative; those of the preamble come first."""
    lines = [(act.preambular, False), (act.operative, True)]
    return tuple(
        (line.strip(), operative) for block, operative in lines for line in block.splitlines() if line.strip()
    )


def it_is_a_division(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if state.proposals[act.proposal].kind is Kind.DIVISION:
        return None
    return Objection(text("votes.refusals.not_a_division"), under(state.body, council(32), assembly(89)))


@enforces(council(32))
def in_the_council_only_the_first_mover_objects(
    state: Votes, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    if of_the_assembly(state.body):
        return None
    motion = state.proposals[act.proposal]
    if act.of == state.proposals[motion.about].of:
        return None
    return Objection(text("votes.refusals.first_mover_objects"), under(state.body, council(32)))


@enforces(council(32), assembly(89))
def nobody_has_objected(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    motion = state.proposals[act.proposal]
    if not motion.opposed_by:
        return None
    by = tuple(state.body.name_of(of) for of in motion.opposed_by)
    return Objection(
        text("votes.refusals.division_opposed", members=by),
        under(state.body, council(32), assembly(89)),
        text("votes.refusals.vote_on_it"),
    )


@enforces(assembly(81))
def the_assembly_reconsiders_what_it_decided(
    state: Votes, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    this = state.proposals[act.proposal]
    moved = any(one.fate is Fate.PENDING for one in state.about(act.proposal, Kind.RECONSIDERATION))
    decided = this.kind is Kind.TEXT and this.fate in (Fate.ADOPTED, Fate.REJECTED)
    if of_the_assembly(state.body) and decided and not moved:
        return None
    return Objection(text("votes.refusals.not_reconsidered"), under(state.body, assembly(81)))


def the_question_is_there(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    return the_proposal_is_known(state, act, actor, now) if act.proposal else None


def nobody_objects_to_it_twice(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if act.of not in state.proposals[act.proposal].opposed_by:
        return None
    return Objection(text("votes.refusals.objected"), house(3))


@enforces(assembly(87))
def a_recorded_vote_is_asked_for_once(
    state: Votes, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    if not state.proposals[act.proposal].recorded_for:
        return None
    return Objection(text("votes.refusals.recorded_already"), under(state.body, assembly(87)))
