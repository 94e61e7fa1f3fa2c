"""Guards of the vote as it is held: who votes, when, how often, and when it may be closed and announced."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from comity.bodies.actor import CLERK, Actor, Capacity
from comity.bodies.clearance import is_secretariat
from comity.rules.citation import assembly, charter, council, house
from comity.rules.guard import Objection, enforces
from comity.rules.words import Text, text
from comity.votes import methods
from comity.votes.acts import PASS, VOTES, CastVote, OpenVote
from comity.votes.state import Kind, Status, Vote, Votes
from comity.votes.who import chairs, knows, mine, of_the_assembly, serves, under
from comity.voting import VotingError
from comity.voting.decisions import bound_parties
from comity.voting.of_bodies import rules_of


@enforces(council(19), assembly(35))
def the_presidency_acts(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if chairs(state, actor, now):
        return None
    return Objection(text("votes.refusals.presidency"), under(state.body, council(19), assembly(35)))


@enforces(council(19), assembly(35))
def officers_write_down_what_happens(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if serves(state, actor, now):
        return None
    return Objection(text("votes.refusals.officers"), under(state.body, council(19), assembly(35)))


def the_vote_is_known(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    found = state.votes.get(act.vote)
    if found is not None and (actor is CLERK or knows(state, found, actor, now)):
        return None
    return Objection(text("votes.refusals.no_such_vote", number=act.vote), house(3))


@enforces(assembly(88))
def one_vote_is_held_at_a_time(state: Votes, act: OpenVote, actor: Actor, now: datetime) -> Objection | None:
    if not methods.METHODS[act.method].in_the_room:
        return None
    busy = next((vote for vote in state.running() if vote.how.in_the_room), None)
    if busy is None:
        return None
    return Objection(
        text("votes.refusals.another_vote_runs", number=busy.vote), under(state.body, assembly(88))
    )


def the_question_is_said(state: Votes, act: OpenVote, actor: Actor, now: datetime) -> Objection | None:
    if act.proposal or act.subject.strip():
        return None
    return Objection(text("votes.refusals.question_missing"), house(3))


@enforces(council(40), assembly(85), assembly(83))
def the_rule_is_one_of_the_body(state: Votes, act: OpenVote, actor: Actor, now: datetime) -> Objection | None:
    if act.rule in rules_of(state.body, state.body.local(now).date()):
        return None
    return Objection(
        text("votes.refusals.no_such_rule", rule=act.rule), under(state.body, council(40), assembly(85))
    )


@enforces(charter(27, 3))
def the_method_fits_the_rule(state: Votes, act: OpenVote, actor: Actor, now: datetime) -> Objection | None:
    """Where one member's vote can prevent a decision, it must be known who voted against."""
    rule = rules_of(state.body, state.body.local(now).date())[act.rule]
    method = methods.METHODS[act.method]
    consent = rule.kind == "consent"
    if consent != method.consent or (consent and rule.name in methods.METHODS and rule.name != method.name):
        return Objection(text("votes.refusals.method_and_rule"), house(3))
    if method.secret and (rule.veto or act.parties):
        return Objection(text("votes.refusals.names_needed"), charter(27, 3))
    return None


@enforces(charter(27, 3))
def parties_abstain_where_the_charter_says_so(
    state: Votes, act: OpenVote, actor: Actor, now: datetime
) -> Objection | None:
    on = state.body.local(now).date()
    strangers = set(act.parties) - set(state.body.members_on(on))
    try:
        bound_parties(rules_of(state.body, on)[act.rule], act.parties, act.basis)
    except VotingError:
        return Objection(text("votes.refusals.parties"), charter(27, 3))
    return Objection(text("votes.refusals.parties"), charter(27, 3)) if strangers else None


@enforces(charter(19))
def only_members_of_the_assembly_lose_their_vote(
    state: Votes, act: OpenVote, actor: Actor, now: datetime
) -> Objection | None:
    members = set(state.body.members_on(state.body.local(now).date()))
    if not act.suspended or (of_the_assembly(state.body) and set(act.suspended) < members):
        return None
    return Objection(text("votes.refusals.suspension_elsewhere"), charter(19))


def silence_lasts_long_enough(state: Votes, act: OpenVote, actor: Actor, now: datetime) -> Objection | None:
    if act.method != methods.SILENCE.name:
        if act.until is None:
            return None
        return Objection(text("votes.refusals.until_elsewhere"), house(3))
    return _long_enough(state, act.until, now)


def _long_enough(state: Votes, until: datetime | None, now: datetime) -> Objection | None:
    least = methods.SHORTEST_SILENCE.get(state.body.code)
    if until is None or until.tzinfo is None or until <= now:
        return Objection(text("votes.refusals.until_needed"), house(3))
    if least is not None and until < now + least:
        return Objection(text("votes.refusals.silence_short", least=least), house(3))
    return None


@enforces(assembly(87))
def a_vote_asked_to_be_recorded_is_recorded(
    state: Votes, act: OpenVote, actor: Actor, now: datetime
) -> Objection | None:
    """A roll-call that a member asked for takes place, or a recorded vote by machine in its stead."""
    question = state.proposals.get(act.proposal)
    if question is None or not question.recorded_for or act.method != methods.HANDS.name:
        return None
    by = state.body.name_of(question.recorded_for)
    return Objection(text("votes.refusals.recorded_vote", member=by), under(state.body, assembly(87)))


def explanations_first_is_for_the_room(
    state: Votes, act: OpenVote, actor: Actor, now: datetime
) -> Objection | None:
    if not act.explanations_first or methods.METHODS[act.method].in_the_room:
        return None
    return Objection(text("votes.refusals.explanations_elsewhere"), house(3))


@enforces(assembly(81))
def reconsideration_needs_two_thirds(
    state: Votes, act: OpenVote, actor: Actor, now: datetime
) -> Objection | None:
    question = state.proposals.get(act.proposal)
    if question is None or question.kind is not Kind.RECONSIDERATION or act.rule == "unga.two_thirds":
        return None
    return Objection(text("votes.refusals.two_thirds"), assembly(81))


def it_waits_to_begin(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if state.votes[act.vote].status is Status.PUT:
        return None
    return Objection(text("votes.refusals.not_waiting", status=_status(state.votes[act.vote])), house(3))


def the_vote_is_open(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """A late vote is refused with the time at which the vote closed."""
    vote = state.votes[act.vote]
    if vote.status is Status.PUT:
        return Objection(text("votes.refusals.not_begun"), house(3))
    if vote.status is Status.DROPPED:
        return Objection(text("votes.refusals.dropped"), house(3))
    if not vote.is_over(now):
        return None
    closed = vote.closed_at or vote.until or now
    return Objection(text("votes.refusals.closed", at=state.body.local(closed)), house(3))


def _method_is(*names: str) -> Any:
    def the_method_allows_it(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
        vote = state.votes[act.vote]
        if vote.method in names:
            return None
        method = text(f"votes.methods.{vote.method}")
        return Objection(text("votes.refusals.other_method", method=method), house(3))

    return the_method_allows_it


by_members_themselves = _method_is(*(m.name for m in methods.METHODS.values() if m.given_by == "members"))
by_hands = _method_is(methods.HANDS.name)
by_roll_call = _method_is(methods.ROLL_CALL.name)
by_letters = _method_is(methods.WRITTEN.name)
on_paper = _method_is(methods.PAPER.name)
under_silence = _method_is(methods.SILENCE.name)
by_consent_in_the_room = _method_is(
    *(m.name for m in methods.METHODS.values() if m.consent and m.in_the_room)
)
written_down_by_officers = _method_is(*(m.name for m in methods.METHODS.values() if m.correctable))
by_voting = _method_is(*(m.name for m in methods.METHODS.values() if not m.consent))
not_in_a_secret_ballot = _method_is(*(m.name for m in methods.METHODS.values() if not m.secret))


@enforces(charter(27, 1), charter(18, 1), assembly(82))
def only_members_vote(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    vote = state.votes[act.vote]
    citation = charter(18, 1) if of_the_assembly(state.body) else charter(27, 1)
    if not act.of or act.of not in mine(state, actor, now):
        return Objection(text("votes.refusals.not_your_delegation"), citation)
    if act.of in (*vote.electorate, *vote.suspended):
        return None
    return Objection(text("votes.refusals.not_a_member", member=state.body.name_of(act.of)), citation)


@enforces(assembly(37))
def whoever_presides_does_not_vote(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if not of_the_assembly(state.body):
        return None
    if not actor.holds(Capacity.PRESIDENT, state.body.local(now), state.body.code):
        return None
    return Objection(
        text("votes.refusals.president_does_not_vote"),
        assembly(37),
        text("votes.refusals.another_of_the_delegation"),
    )


@enforces(charter(19))
def a_suspended_member_does_not_vote(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if act.of not in state.votes[act.vote].suspended:
        return None
    return Objection(text("votes.refusals.suspended", member=state.body.name_of(act.of)), charter(19))


@enforces(charter(27, 1), charter(18, 1), assembly(82))
def each_member_votes_once(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """A second device, tab or delegate cannot add a vote; where the method allows change the last one stands."""
    vote = state.votes[act.vote]
    cast = vote.cast.get(act.of)
    if cast is None or vote.how.changeable or cast.choice == PASS:
        return None
    citation = charter(18, 1) if of_the_assembly(state.body) else charter(27, 1)
    return Objection(
        text("votes.refusals.has_voted", at=state.body.local(cast.at), entry=cast.entry), citation
    )


@enforces(assembly(87))
def members_answer_when_called(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    vote = state.votes[act.vote]
    answering = act.of if hasattr(act, "of") else act.member
    if vote.how is not methods.ROLL_CALL or (vote.called and answering == vote.called):
        return None
    if not vote.called:
        reason = text("votes.refusals.nobody_is_called")
    else:
        reason = text("votes.refusals.another_is_called", member=state.body.name_of(vote.called))
    return Objection(reason, under(state.body, assembly(87)))


def the_choice_is_a_vote(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """Passing is for a roll-call, and once; absence is for whoever writes the answers down."""
    vote = state.votes[act.vote]
    answering = act.of if isinstance(act, CastVote) else act.member
    allowed = {*VOTES}
    if vote.how is methods.ROLL_CALL and answering not in vote.passed:
        allowed.add(PASS)
    if not isinstance(act, CastVote):
        allowed.add("absent")
    if act.choice in allowed:
        return None
    return Objection(text("votes.refusals.choice"), under(state.body, assembly(87)))


def letters_are_signed(state: Votes, act: CastVote, actor: Actor, now: datetime) -> Objection | None:
    if state.votes[act.vote].how is not methods.WRITTEN or act.signed.strip():
        return None
    return Objection(text("votes.refusals.unsigned"), house(3))


def the_secretariat_acknowledges(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if is_secretariat(actor, now, state.body):
        return None
    return Objection(text("votes.refusals.secretariat"), house(3))


def a_letter_waits_for_its_receipt(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    cast = state.votes[act.vote].cast.get(act.member)
    if cast is not None and not cast.acknowledged:
        return None
    return Objection(text("votes.refusals.no_letter"), house(3))


def nobody_objects_twice(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if act.of not in dict(state.votes[act.vote].objections):
        return None
    return Objection(text("votes.refusals.objected"), house(3))


def more_time_is_given(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    until = state.votes[act.vote].until
    if until is not None and act.until.tzinfo is not None and act.until > until:
        return None
    return Objection(text("votes.refusals.until_needed"), house(3))


def everything_has_been_given(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """What must have happened before a vote of its kind is closed."""
    vote = state.votes[act.vote]
    match vote.how:
        case methods.HANDS if not vote.cast and vote.counts is None:
            return Objection(text("votes.refusals.hands_missing"), house(3))
        case methods.ROLL_CALL if not vote.first or vote.called:
            return Objection(text("votes.refusals.roll_call_runs"), under(state.body, assembly(87)))
        case methods.PAPER if not vote.papers:
            return Objection(text("votes.refusals.papers_missing"), house(3))
        case _:
            return None


def no_clock_closes_it(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    vote = state.votes[act.vote]
    if vote.status not in (Status.PUT, Status.OPEN):
        closed = vote.closed_at or now
        return Objection(text("votes.refusals.closed", at=state.body.local(closed)), house(3))
    if vote.status is Status.PUT:
        return Objection(text("votes.refusals.not_begun"), house(3))
    if vote.until is None:
        return None
    return Objection(text("votes.refusals.closes_by_itself", at=state.body.local(vote.until)), house(3))


@enforces(assembly(67))
def those_present_are_as_many_as_voted(
    state: Votes, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    """The number of those present decides about the quorum, so it must be a possible one."""
    vote = state.votes[act.vote]
    voted = sum(vote.counts) if vote.counts else max(len(vote.voted), vote.papers)
    if not act.present or voted <= act.present <= len(vote.electorate) + len(vote.suspended):
        return None
    return Objection(text("votes.refusals.present", voted=voted), under(state.body, assembly(67)))


def it_can_still_be_abandoned(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """Never once the votes can be seen, nor a written procedure, which goes on once it has started (S/2020/253)."""
    vote = state.votes[act.vote]
    if vote.status in (Status.PUT, Status.OPEN) and vote.how is not methods.WRITTEN and not vote.is_over(now):
        return None
    return Objection(text("votes.refusals.not_abandoned"), under(state.body, assembly(88)))


def it_is_closed_and_not_announced(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    vote = state.votes[act.vote]
    if vote.status is Status.CLOSED:
        return None
    return Objection(text("votes.refusals.not_to_announce", status=_status(vote)), house(3))


def it_is_announced(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    vote = state.votes[act.vote]
    if vote.status is Status.ANNOUNCED:
        return None
    return Objection(text("votes.refusals.not_announced"), house(3))


@enforces(assembly(88))
def votes_are_explained_before_or_after(
    state: Votes, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    """Once voting has begun nothing interrupts it; a written procedure takes statements for a while after."""
    vote = state.votes[act.vote]
    citation = under(state.body, assembly(88))
    if vote.how.statements is not None and vote.closed_at is not None:
        until = vote.closed_at + vote.how.statements
        if now <= until:
            return None
        return Objection(text("votes.refusals.closed", at=state.body.local(until)), citation)
    if vote.status in (Status.PUT, Status.ANNOUNCED):
        return None
    return Objection(text("votes.refusals.voting_runs"), citation)


@enforces(assembly(88))
def no_sponsor_explains_its_vote_on_its_own_text(
    state: Votes, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    movers = state.proposals[state.votes[act.vote].proposal].movers
    if not of_the_assembly(state.body) or act.of not in movers:
        return None
    return Objection(text("votes.refusals.sponsors_do_not_explain"), assembly(88))


@enforces(assembly(88))
def no_explanation_in_a_secret_ballot(
    state: Votes, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    if not state.votes[act.vote].how.secret:
        return None
    return Objection(text("votes.refusals.secret"), under(state.body, assembly(88)))


def it_was_meant_otherwise(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    vote = state.votes[act.vote]
    given = dict(vote.result.votes) if vote.result else {}
    if act.choice in VOTES and given.get(act.of) != act.choice:
        return None
    return Objection(text("votes.refusals.choice"), house(3))


def only_the_clerk(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if actor is CLERK:
        return None
    return Objection(text("votes.refusals.clerk_only"), house(4))


def the_time_has_run_out(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    vote = state.votes[act.vote]
    if vote.status is Status.OPEN and vote.until is not None and now >= vote.until:
        return None
    return Objection(text("votes.refusals.time_runs"), house(4))


def the_announcement_is_late(state: Votes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    vote = state.votes[act.vote]
    waits = vote.status in (Status.OPEN, Status.CLOSED) and not vote.late
    if waits and vote.announce_by is not None and now >= vote.announce_by:
        return None
    return Objection(text("votes.refusals.time_runs"), house(4))


def _status(vote: Vote) -> Text:
    return text(f"votes.statuses.{vote.status.value}")
