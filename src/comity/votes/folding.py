"""How each event changes what is known of the votes of a body."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from comity.bodies.body import Body
from comity.rules.acts import Happened, Sealed
from comity.votes import events
from comity.votes.acts import PASS
from comity.votes.state import (
    Announced,
    Cast,
    Explanation,
    Fate,
    Intention,
    Kind,
    Proposal,
    Status,
    Vote,
    Votes,
)
from comity.votes.who import of_the_assembly

FATES: Final[Mapping[str, Fate]] = {
    "adopted": Fate.ADOPTED,
    "settled": Fate.ADOPTED,
    "tied": Fate.TIED,
    "objected": Fate.PENDING,
    "silence_broken": Fate.PENDING,
    "no_quorum": Fate.PENDING,
}
"""By verdict, what becomes of the question; whatever else the verdict is, it was rejected."""


def begin(stream: str, bodies: Mapping[str, Body]) -> Votes:
    return Votes(stream=stream, body=bodies[stream.partition(":")[2]])


def fold(state: Votes, happened: Iterable[Happened | Sealed]) -> Votes:
    proposals, votes = dict(state.proposals), dict(state.votes)
    sealed: list[Sealed] = []
    voted: defaultdict[int, set[str]] = defaultdict(set)
    for one in happened:
        if isinstance(one, Sealed):
            sealed.append(one)
            continue
        event = one.event
        match event:
            case events.ProposalSubmitted():
                proposals[event.proposal] = _submitted(event, one)
            case events.VoteOpened():
                votes[event.vote] = _opened(event, one)
                known = proposals.get(event.proposal) or _put(event, one)
                proposals[event.proposal] = replace(known, votes=(*known.votes, event.vote))
            case events.MemberVoted():
                voted[event.vote].add(event.of)
            case events.TextDivided() if event.proposal in proposals:
                _divide(proposals, event, one)
            case events.ResultAnnounced() if event.vote in votes:
                votes[event.vote] = vote = _announced(votes[event.vote], event, one)
                if proposals[vote.proposal].votes[-1] == vote.vote:
                    _settle(proposals, vote.proposal, FATES.get(event.verdict, Fate.REJECTED), one)
            case events.ProposalWithdrawn() if event.proposal in proposals:
                _change(proposals, event.proposal, fate=Fate.WITHDRAWN)
                for number in proposals[event.proposal].votes:
                    if votes[number].status in (Status.PUT, Status.OPEN):
                        votes[number] = replace(votes[number], status=Status.DROPPED)
                _let_fall(proposals, event.proposal)
            case events.ProposalTakenUp() if event.proposal in proposals:
                _change(proposals, event.proposal, fate=Fate.PENDING, of=event.of)
            case events.ProposalPlaced() if event.proposal in proposals:
                _change(proposals, event.proposal, place=event.place)
            case events.ExclusionNoted() if event.proposal in proposals:
                falls_with = (*proposals[event.proposal].falls_with, event.falls_with)
                _change(proposals, event.proposal, falls_with=falls_with)
            case events.RecordedVoteAskedFor() if event.proposal in proposals:
                _change(proposals, event.proposal, recorded_for=event.of)
            case events.DivisionOpposed() if event.proposal in proposals:
                opposed = (*proposals[event.proposal].opposed_by, event.of)
                _change(proposals, event.proposal, opposed_by=opposed)
                if not of_the_assembly(state.body):
                    _change(proposals, event.proposal, fate=Fate.FALLEN)
            case _:
                number = getattr(event, "vote", 0)
                if number in votes:
                    votes[number] = _after(votes[number], one)
    for number in voted.keys() & votes.keys():
        votes[number] = replace(votes[number], voted=votes[number].voted | voted[number])
    return replace(
        state,
        proposals=proposals,
        votes=votes,
        last_proposal=max(proposals, default=0),
        last_vote=max(votes, default=0),
        sealed=(*state.sealed, *sealed) if sealed else state.sealed,
    )


def _change(proposals: dict[int, Proposal], number: int, **changes: object) -> None:
    proposals[number] = replace(proposals[number], **changes)  # type: ignore[arg-type]


def _submitted(event: events.ProposalSubmitted, one: Happened) -> Proposal:
    return Proposal(
        proposal=event.proposal,
        kind=Kind(event.kind),
        subject=event.subject,
        symbol=event.symbol,
        of=event.of,
        sponsors=event.sponsors,
        item=event.item,
        about=event.about,
        adds_or_deletes=event.adds_or_deletes,
        parts=event.parts,
        seen_by=event.seen_by,
        at=one.at,
        entry=one.sequence,
    )


def _put(event: events.VoteOpened, one: Happened) -> Proposal:
    """The question as its vote bears it, for whoever knows nothing else of it."""
    return Proposal(
        proposal=event.proposal,
        kind=Kind(event.kind),
        subject=event.subject,
        symbol=event.symbol,
        of=event.of,
        sponsors=event.sponsors,
        seen_by=event.seen_by,
        at=one.at,
        entry=one.sequence,
    )


def _opened(event: events.VoteOpened, one: Happened) -> Vote:
    return Vote(
        vote=event.vote,
        proposal=event.proposal,
        rule=event.rule,
        method=event.method,
        seen_by=event.seen_by,
        on=event.on,
        electorate=event.electorate,
        basis=event.basis,
        parties=event.parties,
        suspended=event.suspended,
        part=event.part,
        second_vote=event.second_vote,
        explanation_minutes=event.explanation_minutes,
        until=event.until,
        announce_by=event.announce_by,
        status=Status.PUT if event.explanations_first else Status.OPEN,
        at=one.at,
        entry=one.sequence,
    )


def _after(vote: Vote, one: Happened) -> Vote:
    """A vote after an event that concerns it alone."""
    event = one.event
    match event:
        case events.VotingBegun():
            return replace(vote, status=Status.OPEN)
        case events.VoteCast():
            cast = Cast(choice=event.choice, at=one.at, entry=one.sequence, signed=event.signed)
            passed = (*vote.passed, event.of) if event.choice == PASS else vote.passed
            return replace(
                vote, voted=vote.voted | {event.of}, cast={**vote.cast, event.of: cast}, passed=passed
            )
        case events.LetterAcknowledged() if event.of in vote.cast:
            seen = replace(vote.cast[event.of], acknowledged=True)
            return replace(vote, cast={**vote.cast, event.of: seen})
        case events.HandsRecorded():
            hands = {of: Cast(choice=choice, at=one.at, entry=one.sequence) for of, choice in event.votes}
            return replace(vote, cast=hands, voted=frozenset(hands), counts=event.counts)
        case events.LotPrepared():
            return replace(vote, fingerprint=event.fingerprint, commitment=one.commitment)
        case events.FirstMemberDrawn():
            return replace(vote, seed=event.seed, commitment=event.commitment, first=event.first)
        case events.SecretResultHandedIn():
            return replace(vote, counts=event.counts)
        case events.PapersIssued():
            return replace(vote, papers=event.papers)
        case events.CountsEntered():
            return replace(vote, entered={**vote.entered, one.by.person: event})
        case events.CountsCompared():
            return replace(vote, entered={}, counting=event.count + 1, compared=(*vote.compared, event))
        case events.ObjectionRaised():
            return replace(vote, objections=(*vote.objections, (event.of, event.reason)))
        case events.SilenceExtended():
            return replace(vote, until=event.until)
        case events.VoteClosed():
            return replace(vote, status=Status.CLOSED, closed_at=one.at, present=event.present)
        case events.VoteAbandoned():
            return replace(vote, status=Status.DROPPED, closed_at=one.at, abandoned=event.reason)
        case events.VotesUncovered():
            return replace(
                vote, cast=_known(vote, event.votes, one.at, one.sequence), voted=_took_part(event.votes)
            )
        case events.VoteExplained():
            said = Explanation(
                of=event.of,
                before=event.before,
                statement=event.statement,
                at=one.at,
                entry=one.sequence,
            )
            return replace(vote, explanations=(*vote.explanations, said))
        case events.IntentionStated():
            meant = Intention(of=event.of, choice=event.choice, at=one.at, entry=one.sequence)
            return replace(vote, intentions=(*vote.intentions, meant))
        case events.AnnouncementLate():
            return replace(vote, late=True)
        case _:
            return vote


def _took_part(votes: Iterable[tuple[str, str]]) -> frozenset[str]:
    return frozenset(of for of, choice in votes if choice != "absent")


def _known(vote: Vote, votes: Iterable[tuple[str, str]], at: datetime, entry: int) -> dict[str, Cast]:
    """Each vote; where the entry by which it was cast is known, that one confirms it."""
    return {
        of: vote.cast[of]
        if of in vote.cast and vote.cast[of].choice == choice
        else Cast(choice=choice, at=at, entry=entry)
        for of, choice in votes
        if choice != "absent"
    }


def _announced(vote: Vote, event: events.ResultAnnounced, one: Happened) -> Vote:
    result = Announced(
        verdict=event.verdict,
        yes=event.yes,
        no=event.no,
        abstain=event.abstain,
        votes=event.votes,
        objections=event.objections,
        at=one.at,
        entry=one.sequence,
        reason=event.reason if isinstance(event, events.AnnouncementCorrected) else "",
    )
    return replace(
        vote,
        status=Status.ANNOUNCED,
        closed_at=vote.closed_at or one.at,
        announced=(*vote.announced, result),
        cast=_known(vote, event.votes, one.at, one.sequence) if event.votes else vote.cast,
        voted=_took_part(event.votes) if event.votes else vote.voted,
    )


def _settle(proposals: dict[int, Proposal], number: int, fate: Fate, one: Happened) -> None:
    """What the result of a vote means for its question and for those about it."""
    _change(proposals, number, fate=fate, decided_at=one.at)
    settled = proposals[number]
    about = proposals.get(settled.about)
    match settled.kind, fate:
        case Kind.AMENDMENT, Fate.ADOPTED:
            for other in [p for p in proposals.values() if number in p.falls_with]:
                if other.fate is Fate.PENDING:
                    _change(proposals, other.proposal, fate=Fate.FALLEN)
            if about is not None:
                _change(proposals, about.proposal, amended=True)
        case Kind.RECONSIDERATION, Fate.ADOPTED if about is not None:
            _change(proposals, about.proposal, fate=Fate.PENDING)
        case Kind.PART, _ if about is not None:
            _reject_whole(proposals, about.proposal, one)
        case Kind.TEXT, Fate.REJECTED:
            _let_fall(proposals, number)
        case _:
            pass


def _reject_whole(proposals: dict[int, Proposal], number: int, one: Happened) -> None:
    """A text of which every operative part was rejected is rejected as a whole."""
    operative = [p for p in proposals.values() if p.about == number and p.operative]
    if operative and all(part.fate is Fate.REJECTED for part in operative):
        _change(proposals, number, fate=Fate.REJECTED, decided_at=one.at)
        _let_fall(proposals, number)


def _let_fall(proposals: dict[int, Proposal], number: int) -> None:
    """What was about a text that is gone is not voted on."""
    for other in [p for p in proposals.values() if p.about == number and p.fate is Fate.PENDING]:
        _change(proposals, other.proposal, fate=Fate.FALLEN)


def _divide(proposals: dict[int, Proposal], event: events.TextDivided, one: Happened) -> None:
    motion = proposals[event.proposal]
    _change(proposals, event.proposal, fate=Fate.ADOPTED)
    if motion.about in proposals:
        _change(proposals, motion.about, divided=True)
    for number, subject, operative in event.parts:
        proposals[number] = Proposal(
            proposal=number,
            kind=Kind.PART,
            subject=subject,
            of=motion.of,
            about=motion.about,
            operative=operative,
            seen_by=motion.seen_by,
            at=one.at,
            entry=one.sequence,
        )
