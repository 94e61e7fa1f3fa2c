"""What an actor may do now in the votes of a body, and for what cannot be done now the reason why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from comity.bodies.actor import Actor
from comity.bodies.clearance import is_secretariat
from comity.bodies.procedure import only_about
from comity.rules.acts import Act, Possible
from comity.rules.guard import first_objection
from comity.rules.words import Sayable, text
from comity.votes import acts, methods, proposing
from comity.votes.rulings import SITUATION
from comity.votes.state import RUNNING, Fate, Kind, Proposal, Status, Vote, Votes
from comity.votes.who import chairs, knows, member_seats, mine, serves, tells
from comity.voting.of_bodies import rules_of

RECENT: Final = timedelta(days=10)
"""For so long after a result cards are offered about it; acts about older ones are heard all the same."""

Options = tuple[tuple[str, tuple[tuple[str, Sayable], ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outline:
    """An act as far as the situation fixes it."""

    vote: int = 0
    proposal: int = 0
    of: str = ""
    member: str = ""


def in_order(state: Votes, actor: Actor, now: datetime, about: str | None = None) -> Iterator[Possible]:
    """New questions, then what may be done with each that stands, then with each vote that runs or has just run."""
    return only_about(_everything(state, actor, now), about)


def _everything(state: Votes, actor: Actor, now: datetime) -> Iterator[Possible]:
    own = mine(state, actor, now)
    of = next(iter(member_seats(state, actor, now)), own[0] if own else "")
    yield _card(state, proposing.SubmitProposal, _Outline(of=of), actor, now, options=_own(state, own))
    if serves(state, actor, now):
        yield _card(state, acts.OpenVote, _Outline(), actor, now, options=_rules(state, now))
    for proposal in state.proposals.values():
        recent = proposal.decided_at is None or now - proposal.decided_at < RECENT
        if recent and knows(state, proposal, actor, now):
            yield from _about_a_question(state, proposal, actor, now, own, of)
    for vote in state.votes.values():
        recent = vote.status in RUNNING or (vote.result is not None and now - vote.result.at < RECENT)
        if recent and knows(state, vote, actor, now):
            yield from _about_a_vote(state, vote, actor, now, own, of)


def _about_a_question(
    state: Votes, proposal: Proposal, actor: Actor, now: datetime, own: tuple[str, ...], of: str
) -> Iterator[Possible]:
    kinds: list[type[Act]] = []
    open_still = proposal.fate in (Fate.PENDING, Fate.TIED)
    if serves(state, actor, now) and open_still:
        kinds.append(acts.OpenVote)
    if chairs(state, actor, now) and open_still:
        if proposal.kind in (Kind.TEXT, Kind.AMENDMENT):
            kinds.append(proposing.PlaceInOrder)
        if proposal.kind is Kind.AMENDMENT:
            kinds.append(proposing.NoteExclusion)
        if proposal.kind is Kind.DIVISION:
            kinds.append(proposing.GrantDivision)
    if own:
        if proposal.of in own:
            kinds.append(proposing.WithdrawProposal)
        if proposal.fate is Fate.WITHDRAWN:
            kinds.append(proposing.TakeUpProposal)
        if proposal.kind is Kind.TEXT:
            kinds += [proposing.MoveDivision, proposing.MoveReconsideration]
        if proposal.kind is Kind.DIVISION:
            kinds.append(proposing.ObjectToDivision)
        kinds.append(proposing.AskForRecordedVote)
    for kind in kinds:
        options = _rules(state, now) if kind is acts.OpenVote else _own(state, own)
        outline = _Outline(proposal=proposal.proposal, of=of)
        yield _card(state, kind, outline, actor, now, about=proposal.proposal, options=options)


BY_MEMBERS: Final = (
    acts.CastVote,
    acts.RaiseObjection,
    acts.BreakSilence,
    acts.ExplainVote,
    acts.StateIntention,
)


def _about_a_vote(
    state: Votes, vote: Vote, actor: Actor, now: datetime, own: tuple[str, ...], of: str
) -> Iterator[Possible]:
    kinds: list[type[Act]] = []
    if chairs(state, actor, now):
        kinds += [acts.BeginVoting, acts.CloseVote, acts.AnnounceResult, acts.CorrectAnnouncement]
        kinds += [acts.ExtendSilence, acts.AbandonVote]
    if serves(state, actor, now):
        kinds += [acts.RecordAnswer, acts.RecordHands, acts.RecordCounts]
        kinds += [acts.PrepareLot, acts.DrawFirstMember, acts.IssuePapers]
    if is_secretariat(actor, now, state.body):
        kinds.append(acts.AcknowledgeLetter)
    if tells(state, actor, now):
        kinds.append(acts.EnterCounts)
    if own:
        kinds += BY_MEMBERS
    for kind in kinds:
        if not _concerns(kind, vote):
            continue
        options = _own(state, own) if kind in BY_MEMBERS else _members(state, vote, kind)
        member = vote.called if kind is acts.RecordAnswer else ""
        outline = _Outline(vote=vote.vote, of=of, member=member)
        given = (("member", member),) if member else ()
        yield _card(state, kind, outline, actor, now, about=vote.vote, given=given, options=options)


HELD_BY: Final[dict[type[Act], frozenset[str]]] = {
    acts.CastVote: frozenset(m.name for m in methods.METHODS.values() if m.given_by == "members"),
    acts.RaiseObjection: frozenset(m.name for m in methods.METHODS.values() if m.consent and m.in_the_room),
    acts.BreakSilence: frozenset({methods.SILENCE.name}),
    acts.ExtendSilence: frozenset({methods.SILENCE.name}),
    acts.AcknowledgeLetter: frozenset({methods.WRITTEN.name}),
    acts.RecordAnswer: frozenset({methods.ROLL_CALL.name}),
    acts.PrepareLot: frozenset({methods.ROLL_CALL.name}),
    acts.DrawFirstMember: frozenset({methods.ROLL_CALL.name}),
    acts.RecordHands: frozenset({methods.HANDS.name}),
    acts.RecordCounts: frozenset({methods.HANDS.name}),
    acts.IssuePapers: frozenset({methods.PAPER.name}),
    acts.EnterCounts: frozenset({methods.PAPER.name}),
    acts.AnnounceResult: frozenset(m.name for m in methods.METHODS.values() if not m.consent),
    acts.StateIntention: frozenset(m.name for m in methods.METHODS.values() if not m.consent),
}
"""By which methods a vote is held to which an act belongs; nobody thinks of it in another."""


def _concerns(kind: type[Act], vote: Vote) -> bool:
    if vote.method not in HELD_BY.get(kind, {vote.method}):
        return False
    after = kind in (acts.CorrectAnnouncement, acts.StateIntention, acts.ExplainVote)
    return after or (vote.status is not Status.ANNOUNCED)


def _card(
    state: Votes,
    kind: type[Act],
    outline: _Outline,
    actor: Actor,
    now: datetime,
    *,
    about: int = 0,
    given: tuple[tuple[str, Any], ...] = (),
    options: Options = (),
) -> Possible:
    subject = (("vote", outline.vote),) if outline.vote else ()
    if outline.proposal:
        subject = (("proposal", outline.proposal),)
    return Possible(
        act=kind,
        about=str(about) if about else "",
        objection=first_objection(SITUATION[kind], state, outline, actor, now),
        given=(*subject, *given),
        options=options,
    )


def _own(state: Votes, own: tuple[str, ...]) -> Options:
    return (("of", _named(state, own)),)


def _named(state: Votes, members: tuple[str, ...]) -> tuple[tuple[str, Sayable], ...]:
    return tuple((of, state.body.name_of(of)) for of in members)


def _rules(state: Votes, now: datetime) -> Options:
    on = state.body.local(now).date()
    rules = tuple((name, text("votes.fields.rule_named", rule=name)) for name in rules_of(state.body, on))
    members = _named(state, state.body.members_on(on))
    return (("rule", rules), ("parties", members), ("suspended", members))


def _members(state: Votes, vote: Vote, kind: type[Act]) -> Options:
    if kind is acts.RecordHands:
        members = _named(state, vote.electorate)
        hands = ("in_favour", "against", "abstaining", "not_participating")
        return tuple((field, members) for field in hands)
    if kind is acts.AcknowledgeLetter:
        waiting = tuple(of for of, cast in vote.cast.items() if not cast.acknowledged)
        return (("member", _named(state, waiting)),)
    if kind is acts.CorrectAnnouncement:
        return (("member", _named(state, vote.electorate)),)
    return ()
