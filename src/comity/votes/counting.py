"""Guards of lots, hands and papers: what officers and tellers write down must be possible and agree."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from comity.bodies.actor import Actor
from comity.rules.citation import assembly, charter, house
from comity.rules.guard import Objection, enforces
from comity.rules.words import text
from comity.votes import methods
from comity.votes.acts import VOTES, CorrectAnnouncement, EnterCounts
from comity.votes.state import Status, Votes
from comity.votes.who import tells, under
from comity.voting.lots import FINGERPRINT, SHORTEST_SEED, fingerprint
from comity.voting.of_bodies import rules_of


def hands_are_of_members_and_raised_once(
    state: Votes, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    raised = [*act.in_favour, *act.against, *act.abstaining, *act.not_participating]
    if raised and len(set(raised)) == len(raised) and set(raised) <= set(state.votes[act.vote].electorate):
        return None
    return Objection(text("votes.refusals.hands"), under(state.body, assembly(82)))


@enforces(charter(27, 3))
def names_are_taken_where_one_member_can_prevent(
    state: Votes, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    vote = state.votes[act.vote]
    if not rules_of(state.body, vote.on)[vote.rule].veto and not vote.parties:
        return None
    return Objection(text("votes.refusals.names_needed"), charter(27, 3))


def the_numbers_are_possible(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    members = len(state.votes[act.vote].electorate)
    if act.yes + act.no + act.abstain <= members:
        return None
    return Objection(text("votes.refusals.more_than_members", members=members), house(3))


def the_seed_is_not_fixed_yet(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if not state.votes[act.vote].fingerprint:
        return None
    return Objection(text("votes.refusals.lot_prepared"), under(state.body, assembly(87)))


def the_fingerprint_is_one(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if FINGERPRINT.fullmatch(act.fingerprint):
        return None
    return Objection(text("votes.refusals.fingerprint"), house(3))


@enforces(assembly(87))
def the_first_name_is_drawn_once(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    vote = state.votes[act.vote]
    if vote.fingerprint and not vote.seed:
        return None
    key = "lot_drawn" if vote.seed else "lot_not_prepared"
    return Objection(text(f"votes.refusals.{key}"), under(state.body, assembly(87)))


@enforces(assembly(87))
def the_seed_is_the_one_fixed_before(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if len(act.seed) >= SHORTEST_SEED and fingerprint(act.seed) == state.votes[act.vote].fingerprint:
        return None
    return Objection(text("votes.refusals.other_seed"), under(state.body, assembly(87)))


def papers_are_not_issued_yet(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if not state.votes[act.vote].papers:
        return None
    return Objection(text("votes.refusals.papers_issued"), house(3))


def no_more_papers_than_members(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    members = len(state.votes[act.vote].electorate)
    if 0 < act.papers <= members:
        return None
    return Objection(text("votes.refusals.more_than_members", members=members), house(3))


def only_tellers_count(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if tells(state, actor, now):
        return None
    return Objection(text("votes.refusals.tellers"), house(3))


def the_box_is_closed(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    vote = state.votes[act.vote]
    if vote.status is Status.CLOSED and vote.agreed is None:
        return None
    key = "not_closed" if vote.status in (Status.PUT, Status.OPEN) else "counted"
    return Objection(text(f"votes.refusals.{key}"), house(3))


def each_teller_counts_alone(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """Two persons count; nobody enters both figures of one counting."""
    if actor.person not in state.votes[act.vote].entered:
        return None
    return Objection(text("votes.refusals.counted_already"), house(3))


def the_papers_reconcile(state: Votes, act: EnterCounts, actor: Actor, now: datetime) -> Objection | None:
    issued = state.votes[act.vote].papers
    counted = act.yes + act.no + act.blank + act.invalid
    if act.returned == counted and act.returned <= issued:
        return None
    return Objection(
        text("votes.refusals.papers", issued=issued, returned=act.returned, counted=counted), house(3)
    )


def the_tellers_agree(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    vote = state.votes[act.vote]
    if vote.how is not methods.PAPER or vote.agreed is not None:
        return None
    return Objection(text("votes.refusals.recount"), house(3))


def only_through_the_door(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """The figures of a secret ballot come from that ballot itself, never from a form."""
    if actor.door:
        return None
    return Objection(text("votes.refusals.secret_figures"), house(7))


def it_waits_for_its_ballot(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    vote = state.votes[act.vote]
    if vote.how is methods.SECRET_ELECTRONIC and vote.status is Status.CLOSED and vote.counts is None:
        return None
    return Objection(text("votes.refusals.no_ballot_awaited"), house(3))


def its_ballot_is_there(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    vote = state.votes[act.vote]
    if vote.how is not methods.SECRET_ELECTRONIC or vote.counts is not None:
        return None
    return Objection(text("votes.refusals.ballot_missing"), house(3))


def the_correction_says_what(
    state: Votes, act: CorrectAnnouncement, actor: Actor, now: datetime
) -> Objection | None:
    vote = state.votes[act.vote]
    if vote.result is not None and vote.result.votes:
        fits = act.member in vote.electorate and act.choice in (*VOTES, "absent")
        if fits and dict(vote.result.votes)[act.member] != act.choice:
            return None
        return Objection(text("votes.refusals.correction"), house(3))
    return the_numbers_are_possible(state, act, actor, now)
