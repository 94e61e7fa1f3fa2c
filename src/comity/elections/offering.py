"""What an actor may do now in the elections of a body, and for what cannot be done now the reason why.

What a card is about is "3" for an election, "3-list-1" for one of its lists, "3-round-2" for one of its rounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from comity.bodies.actor import Actor
from comity.bodies.clearance import is_secretariat, presides
from comity.bodies.groups import all_groups
from comity.bodies.offices import delegations, knows, of_the_assembly, serves, tells
from comity.bodies.procedure import only_about
from comity.elections import acts
from comity.elections.balloting import BALLOTS
from comity.elections.eligible import COUNCIL, groups_in
from comity.elections.rulings import SITUATION
from comity.elections.state import (
    RUNNING,
    UNDER_WAY,
    Election,
    Elections,
    Round,
    Slate,
    Stage,
    Status,
    groups_said,
    slate_title,
)
from comity.rules.acts import Act, Possible
from comity.rules.guard import first_objection
from comity.rules.words import Sayable

Choices = tuple[tuple[str, Sayable], ...]
Options = tuple[tuple[str, Choices], ...]
Given = tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outline:
    """An act as far as the situation fixes it."""

    election: int = 0
    slate: int = 0
    round: int = 0


def in_order(state: Elections, actor: Actor, now: datetime, about: str | None = None) -> Iterator[Possible]:
    """A new election, then what may be done with each that is under way, with its lists and its rounds."""
    return only_about(_everything(state, actor, now), about)


def _everything(state: Elections, actor: Actor, now: datetime) -> Iterator[Possible]:
    if serves(state.body, actor, now):
        if of_the_assembly(state.body) and COUNCIL in state.bodies:
            yield _card(state, acts.CallCouncilElection, _Outline(), actor, now)
        bodies = tuple((code, body.name) for code, body in state.bodies.items() if body is not state.body)
        given = () if of_the_assembly(state.body) else (("subsidiary", False),)
        options = (("elects_to", bodies),)
        yield _card(state, acts.CallElection, _Outline(), actor, now, given=given, options=options)
    for election in state.elections.values():
        if knows(state.body, election.seen_by, actor, now):
            yield from _about(state, election, actor, now)


def _about(state: Elections, election: Election, actor: Actor, now: datetime) -> Iterator[Possible]:
    chairs, officer = presides(actor, state.body, now), serves(state.body, actor, now)
    own = _members(state, delegations(state.body, actor, now), now)
    outline = _Outline(election=election.election)
    if election.stage in UNDER_WAY:
        if officer and not election.voted_on:
            given, options = _slate_fields(state, election, now)
            yield _card(state, acts.AddSlate, outline, actor, now, given=given, options=options)
        if chairs:
            yield _card(state, acts.OpenRound, outline, actor, now, options=_to_open(election))
        if (own or is_secretariat(actor, now, state.body)) and election.slates:
            given, options = _declaring(state, election, own, actor, now)
            if dict(options)["of"] or _all_voting(election):
                yield _card(state, acts.DeclareCandidate, outline, actor, now, given=given, options=options)
        leaving = _may_withdraw(state, election, own, officer)
        if leaving or (officer and _all_voting(election)):
            options = (("candidate", leaving),)
            yield _card(state, acts.WithdrawCandidate, outline, actor, now, options=options)
    both = _may_agree(state, election)
    if officer and both:
        options = (("first", both), ("second", both))
        yield _card(state, acts.RecordAgreement, outline, actor, now, options=options)
    if chairs and election.stage in UNDER_WAY:
        if election.stage is not Stage.POSTPONED:
            yield _card(state, acts.PostponeElection, outline, actor, now)
        if not any(one.status is Status.ANNOUNCED for one in election.rounds):
            yield _card(state, acts.CancelElection, outline, actor, now)
    if election.stage in UNDER_WAY:
        for slate in election.slates.values():
            for kind in _for_a_slate(election, slate, chairs, officer, bool(own)):
                asking = (("of", _named(state, own)),) if kind is acts.AskForBallot else ()
                about = _Outline(election=election.election, slate=slate.slate)
                yield _card(state, kind, about, actor, now, options=asking)
    for one in election.rounds:
        if one.status in RUNNING:
            about = _Outline(election=election.election, round=one.round)
            for kind in _for_a_round(one, chairs, officer, tells(state.body, actor, now)):
                yield _card(state, kind, about, actor, now)


def _all_voting(election: Election) -> bool:
    """Whether every list on which something is left is being voted on."""
    pending = [one for one in election.slates.values() if one.pending]
    return bool(pending) and all(one.running for one in pending)


def _for_a_slate(
    election: Election, slate: Slate, chairs: bool, officer: bool, member: bool
) -> Iterator[type[Act]]:
    if election.subsidiary and not slate.steps and slate.pending:
        if chairs:
            yield acts.DispenseWithBallot
        if member:
            yield acts.AskForBallot
    if slate.next == "lot" and officer:
        yield acts.PrepareLot
        if chairs:
            yield acts.DrawLot


def _for_a_round(one: Round, chairs: bool, officer: bool, teller: bool) -> Iterator[type[Act]]:
    paper = one.method == acts.PAPER
    if officer and paper and one.status is Status.OPEN and not one.papers:
        yield acts.IssuePapers
    if chairs and paper and one.status is Status.OPEN:
        yield acts.CloseRound
    if teller and paper:
        yield acts.EnterCount
    if chairs:
        yield acts.AnnounceRound
        if one.status is Status.OPEN:
            yield acts.AbandonRound


def _slate_fields(state: Elections, election: Election, now: datetime) -> tuple[Given, Options]:
    if not election.states:
        return (("groups", ()), ("named", ()), ("excluded", ())), ()
    on = state.body.local(now).date()
    members = _named(state, state.body.members_on(on))
    groups = tuple((code, groups_said((code,))) for code in groups_in(state.body, on))
    given: Given = (("persons", ""),) if groups else (("persons", ""), ("groups", ()))
    return given, (("groups", groups), ("named", members), ("excluded", members))


def _to_open(election: Election) -> Options:
    """The lists of which a ballot can be opened now."""
    ready = (one for one in election.slates.values() if one.running is None and one.next in BALLOTS)
    return (("slates", tuple((str(one.slate), slate_title(one)) for one in ready)),)


def _declaring(
    state: Elections, election: Election, own: tuple[str, ...], actor: Actor, now: datetime
) -> tuple[Given, Options]:
    """A member for itself; the secretariat for any, and for a group where there are groups."""
    on = state.body.local(now).date()
    anyone = is_secretariat(actor, now, state.body)
    among: Iterable[str] = state.body.members_on(on) if anyone else own
    groups = groups_in(state.body, on)
    if election.states:
        slates = [one for one in election.slates.values() if one.pending and one.running is None]
        free = {of for one in slates for of in one.eligible if one.voted_for(of) and of not in one.candidates}
        barred = {of for one in slates for of in one.barred}
        # Whoever retires is offered the form too, so that the rule is said and not a hidden button.
        among = [of for of in among if of in free or (of in own and of in barred)]
    if not anyone:
        groups = tuple(code for code in groups if set(own) & set(all_groups()[code].members))
    given: Given = (("person", ""),) if election.states else ()
    if not groups:
        given = (*given, ("group", ""))
    return given, (
        ("of", _named(state, among)),
        ("group", tuple((code, groups_said((code,))) for code in groups)),
    )


def _may_withdraw(state: Elections, election: Election, own: tuple[str, ...], officer: bool) -> Choices:
    found: list[tuple[str, Sayable]] = []
    for slate in election.slates.values():
        found += [
            (name, state.name_of(election, name))
            for name, of in slate.in_the_running.items()
            if slate.pending and slate.running is None and (officer or of in own)
        ]
    return tuple(found)


def _may_agree(state: Elections, election: Election) -> Choices:
    """Those on a list from which somebody has withdrawn."""
    return tuple(
        (name, state.name_of(election, name))
        for slate in election.slates.values()
        if slate.withdrawn
        for name in slate.stood
    )


def _members(state: Elections, codes: Iterable[str], now: datetime) -> tuple[str, ...]:
    on = state.body.local(now).date()
    return tuple(of for of in codes if state.body.has_member(of, on))


def _named(state: Elections, codes: Iterable[str]) -> Choices:
    return tuple((of, state.body.name_of(of)) for of in codes)


def _card(
    state: Elections,
    kind: type[Act],
    outline: _Outline,
    actor: Actor,
    now: datetime,
    *,
    given: Given = (),
    options: Options = (),
) -> Possible:
    about = str(outline.election) if outline.election else ""
    subject: Given = (("election", outline.election),) if outline.election else ()
    if outline.slate:
        about, subject = f"{about}-list-{outline.slate}", (*subject, ("slate", outline.slate))
    if outline.round:
        about, subject = f"{about}-round-{outline.round}", (*subject, ("round", outline.round))
    return Possible(
        act=kind,
        about=about,
        objection=first_objection(SITUATION[kind], state, outline, actor, now),
        given=(*subject, *given),
        options=options,
    )
