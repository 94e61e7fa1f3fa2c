"""Votes: questions are put, votes are given, closed, announced; what each puts on the record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from comity.bodies.actor import BY_THE_CLERK, CLERK, Actor, Capacity
from comity.bodies.order import alphabetical
from comity.bodies.procedure import Procedure, ToRecord
from comity.record.audience import Audience, audience
from comity.rules.acts import Due, Event
from comity.rules.guard import OutOfOrder, first_objection
from comity.rules.words import text
from comity.votes import events, methods
from comity.votes.acts import (
    HOLDING,
    AbandonVote,
    AcknowledgeLetter,
    AnnounceResult,
    BeginVoting,
    CastVote,
    CloseVote,
    CorrectAnnouncement,
    DrawFirstMember,
    EnterCounts,
    ExplainVote,
    ExtendSilence,
    HandInSecretResult,
    IssuePapers,
    LetTimeRunOut,
    NoteLateAnnouncement,
    OpenVote,
    PrepareLot,
    RaiseObjection,
    RecordAnswer,
    RecordCounts,
    RecordHands,
    StateIntention,
)
from comity.votes.folding import begin, fold
from comity.votes.ordering import parts_of
from comity.votes.proposing import (
    PROPOSING,
    AskForRecordedVote,
    GrantDivision,
    MoveDivision,
    MoveReconsideration,
    NoteExclusion,
    ObjectToDivision,
    PlaceInOrder,
    SubmitProposal,
    TakeUpProposal,
    WithdrawProposal,
)
from comity.votes.result import reckon
from comity.votes.rulings import CONTENT, SITUATION
from comity.votes.state import Fate, Kind, Proposal, Status, Vote, Votes
from comity.votes.turns import in_order
from comity.votes.who import circle, counting_table, delegate, officer, table
from comity.voting import Decision, draw
from comity.voting.lots import lot_seed


def decide(state: Votes, act: Any, actor: Actor, now: datetime) -> Iterator[ToRecord]:
    kind = type(act)
    objection = first_objection((*SITUATION[kind], *CONTENT.get(kind, ())), state, act, actor, now)
    if objection is not None:
        raise OutOfOrder(objection)
    match act:
        case OpenVote():
            yield _opened(state, act, actor, now)
        case CastVote():
            yield from _cast(state, act, actor, now)
        case EnterCounts():
            yield from _entered(state, act, actor)
        case RaiseObjection():
            yield from _objected(state, act, actor, now)
        case CloseVote():
            yield from _closed(state, act.vote, act.present, officer(state, actor, now))
        case LetTimeRunOut():
            yield from _closed(state, act.vote, 0, BY_THE_CLERK)
        case AnnounceResult() | CorrectAnnouncement():
            yield from _announced(state, act, actor, now)
        case _ if kind in PROPOSING:
            yield _proposed(state, act, actor, now)
        case _:
            yield _noted(state, act, actor, now)


def _opened(state: Votes, act: OpenVote, actor: Actor, now: datetime) -> ToRecord:
    body = state.body
    on = body.local(now).date()
    method = methods.METHODS[act.method]
    known = state.proposals.get(act.proposal)
    members = (of for of in body.members_on(on) if of not in act.suspended)
    opened = events.VoteOpened(
        vote=state.last_vote + 1,
        proposal=known.proposal if known else state.last_proposal + 1,
        kind=(known.kind if known else Kind.TEXT).value,
        subject=known.subject if known else act.subject,
        symbol=known.symbol if known else act.symbol,
        of=known.of if known else "",
        sponsors=known.sponsors if known else (),
        rule=act.rule,
        method=act.method,
        seen_by=act.seen_by,
        on=on,
        electorate=alphabetical(members, lambda code: body.name_of(code, on).en),
        basis=act.basis,
        parties=act.parties,
        suspended=act.suspended,
        part=known is not None and known.kind in (Kind.AMENDMENT, Kind.PART),
        second_vote=known is not None and known.fate is Fate.TIED,
        explanations_first=act.explanations_first,
        explanation_minutes=methods.EXPLANATION_MINUTES.get(body.code, 0),
        until=now + method.lasts if method.lasts else act.until,
        announce_by=now + method.announce_within if method.announce_within else None,
    )
    return ToRecord(event=opened, by=officer(state, actor, now), audience=circle(body, act.seen_by))


def _cast(state: Votes, act: CastVote, actor: Actor, now: datetime) -> Iterator[ToRecord]:
    """A vote goes to the member's own delegation alone, unless the method opens it as it is given."""
    vote = state.votes[act.vote]
    by = delegate(state, actor, now, act.of)
    to: Audience = audience(f"state:{act.of}")
    if vote.how.uncovered == methods.CAST:
        to = _circle(state, vote)
    elif vote.how is methods.WRITTEN:
        to |= audience("secretariat")
    yield ToRecord(
        event=events.VoteCast(vote=act.vote, of=act.of, choice=act.choice, signed=act.signed),
        by=by,
        audience=to,
    )
    if vote.how.shows_who and act.of not in vote.voted:
        seen = events.MemberVoted(vote=act.vote, of=act.of)
        yield ToRecord(event=seen, by=by, audience=_circle(state, vote))


def _entered(state: Votes, act: EnterCounts, actor: Actor) -> Iterator[ToRecord]:
    """What a teller enters is that teller's alone until the other has entered too; then both are compared."""
    vote = state.votes[act.vote]
    by = actor.by(Capacity.TELLER)
    entered = events.CountsEntered(
        vote=act.vote,
        count=vote.counting,
        returned=act.returned,
        yes=act.yes,
        no=act.no,
        blank=act.blank,
        invalid=act.invalid,
    )
    yield ToRecord(event=entered, by=by, audience=audience(f"person:{actor.person}"))
    for other in vote.entered.values():
        compared = events.CountsCompared(
            vote=act.vote, count=vote.counting, first=_figures(other), second=_figures(entered)
        )
        yield ToRecord(event=compared, by=BY_THE_CLERK, audience=counting_table(state.body))


def _figures(counted: events.CountsEntered) -> tuple[int, int, int, int, int]:
    return (counted.returned, counted.yes, counted.no, counted.blank, counted.invalid)


def _objected(state: Votes, act: RaiseObjection, actor: Actor, now: datetime) -> Iterator[ToRecord]:
    """An objection stops the decision at once, unless the rule bears it."""
    vote = state.votes[act.vote]
    by, to = delegate(state, actor, now, act.of), _circle(state, vote)
    yield ToRecord(
        event=events.ObjectionRaised(vote=act.vote, of=act.of, reason=act.reason), by=by, audience=to
    )
    objections = (*(of for of, _ in vote.objections), act.of)
    decision = reckon(state.body, vote.rule, on=vote.on, objections=objections)
    if not decision.adopted:
        yield ToRecord(event=_stated(vote, decision, objections=objections), by=BY_THE_CLERK, audience=to)


def _closed(state: Votes, number: int, present: int, by: Any) -> Iterator[ToRecord]:
    vote = state.votes[number]
    to = _circle(state, vote)
    yield ToRecord(event=events.VoteClosed(vote=number, present=present), by=by, audience=to)
    if vote.how.consent:
        objections = tuple(of for of, _ in vote.objections)
        decision = reckon(state.body, vote.rule, on=vote.on, objections=objections)
        yield ToRecord(event=_stated(vote, decision, objections=objections), by=by, audience=to)
    elif vote.how.uncovered in (methods.CLOSE, methods.ANNOUNCEMENT):
        uncovered = events.VotesUncovered(vote=number, votes=vote.all_votes())
        early = table(state.body) if vote.how.uncovered == methods.ANNOUNCEMENT else to
        yield ToRecord(event=uncovered, by=by, audience=early)


def _announced(
    state: Votes, act: AnnounceResult | CorrectAnnouncement, actor: Actor, now: datetime
) -> Iterator[ToRecord]:
    vote = state.votes[act.vote]
    votes: tuple[tuple[str, str], ...] = ()
    counts: tuple[int, int, int] | None = None
    if isinstance(act, CorrectAnnouncement) and vote.result is not None:
        if vote.result.votes:
            votes = tuple(
                (of, act.choice if of == act.member else choice) for of, choice in vote.result.votes
            )
        else:
            counts = (act.yes, act.no, act.abstain)
    elif vote.agreed is not None:
        counts = (vote.agreed.first[1], vote.agreed.first[2], vote.agreed.first[3])
    elif vote.counts is not None:
        counts = vote.counts
    else:
        votes = vote.all_votes()
    decision = reckon(
        state.body,
        vote.rule,
        on=vote.on,
        votes=votes,
        counts=counts,
        present=vote.present,
        parties=vote.parties if votes else (),
        basis=vote.basis,
        part=vote.part,
        second_vote=vote.second_vote,
    )
    by, to = officer(state, actor, now), _circle(state, vote)
    reason = act.reason if isinstance(act, CorrectAnnouncement) else None
    yield ToRecord(event=_stated(vote, decision, votes=votes, reason=reason), by=by, audience=to)
    question = state.proposals[vote.proposal]
    moved = question.kind is Kind.DIVISION and not state.proposals[question.about].divided
    if moved and decision.adopted:
        yield ToRecord(event=_divided(state, question), by=by, audience=circle(state.body, question.seen_by))


def _stated(
    vote: Vote,
    decision: Decision,
    *,
    votes: tuple[tuple[str, str], ...] = (),
    objections: tuple[str, ...] = (),
    reason: str | None = None,
) -> events.ResultAnnounced:
    tally = decision.tally
    stated: dict[str, Any] = {
        "vote": vote.vote,
        "verdict": decision.reason,
        "yes": tally.yes if tally else 0,
        "no": tally.no if tally else 0,
        "abstain": tally.abstain if tally else 0,
        "votes": votes,
        "objections": objections,
    }
    if reason is None:
        return events.ResultAnnounced(**stated)
    return events.AnnouncementCorrected(**stated, reason=reason)


def _divided(state: Votes, motion: Proposal) -> events.TextDivided:
    numbered = enumerate(motion.parts, state.last_proposal + 1)
    return events.TextDivided(
        proposal=motion.proposal,
        parts=tuple((number, subject, operative) for number, (subject, operative) in numbered),
    )


def _proposed(state: Votes, act: Any, actor: Actor, now: datetime) -> ToRecord:
    number = getattr(act, "proposal", 0)
    this = state.proposals.get(number)
    seen_by = this.seen_by if this else act.seen_by
    event: Event
    match act:
        case SubmitProposal():
            if act.amends:
                seen_by = state.proposals[act.amends].seen_by
            event = events.ProposalSubmitted(
                proposal=state.last_proposal + 1,
                kind=(Kind.AMENDMENT if act.amends else Kind.TEXT).value,
                subject=act.subject,
                symbol=act.symbol,
                of=act.of,
                sponsors=act.sponsors,
                item=act.item,
                about=act.amends,
                adds_or_deletes=act.adds_or_deletes,
                seen_by=seen_by,
            )
        case MoveDivision():
            event = _moved(state, Kind.DIVISION, act, parts_of(act))
        case MoveReconsideration():
            event = _moved(state, Kind.RECONSIDERATION, act)
        case PlaceInOrder():
            event = events.ProposalPlaced(proposal=number, place=act.place)
        case NoteExclusion():
            event = events.ExclusionNoted(proposal=number, falls_with=act.falls_with)
        case WithdrawProposal():
            event = events.ProposalWithdrawn(proposal=number)
        case TakeUpProposal():
            event = events.ProposalTakenUp(proposal=number, of=act.of)
        case ObjectToDivision():
            event = events.DivisionOpposed(proposal=number, of=act.of)
        case AskForRecordedVote():
            event = events.RecordedVoteAskedFor(proposal=number, of=act.of)
        case GrantDivision() if this is not None:
            event = _divided(state, this)
        case _:
            raise TypeError(type(act))
    of = getattr(act, "of", "") or (this.of if this and isinstance(act, WithdrawProposal) else "")
    by = delegate(state, actor, now, of) if of else officer(state, actor, now)
    return ToRecord(event=event, by=by, audience=circle(state.body, seen_by))


def _moved(
    state: Votes, kind: Kind, act: Any, parts: tuple[tuple[str, bool], ...] = ()
) -> events.ProposalSubmitted:
    text_of = state.proposals[act.proposal]
    return events.ProposalSubmitted(
        proposal=state.last_proposal + 1,
        kind=kind.value,
        subject=text_of.subject,
        symbol=text_of.symbol,
        of=act.of,
        about=text_of.proposal,
        parts=parts,
        seen_by=text_of.seen_by,
    )


def _noted(state: Votes, act: Any, actor: Actor, now: datetime) -> ToRecord:
    vote = state.votes[act.vote]
    to = _circle(state, vote)
    by = BY_THE_CLERK if actor is CLERK else None
    event: Event
    match act:
        case BeginVoting():
            event = events.VotingBegun(vote=act.vote)
        case AcknowledgeLetter():
            event = events.LetterAcknowledged(vote=act.vote, of=act.member)
            to = audience(f"state:{act.member}", "secretariat")
        case RecordAnswer():
            event = events.VoteCast(vote=act.vote, of=act.member, choice=act.choice)
        case RecordHands():
            event = events.HandsRecorded(vote=act.vote, votes=_hands(act))
        case RecordCounts():
            event = events.HandsRecorded(vote=act.vote, counts=(act.yes, act.no, act.abstain))
        case PrepareLot():
            event = events.LotPrepared(vote=act.vote, fingerprint=act.fingerprint)
        case DrawFirstMember():
            event = _drawn(vote, act.seed)
        case IssuePapers():
            event = events.PapersIssued(vote=act.vote, papers=act.papers)
        case HandInSecretResult():
            counts = (act.yes, act.no, act.abstain)
            event = events.SecretResultHandedIn(vote=act.vote, archive=act.archive, counts=counts)
        case AbandonVote():
            event = events.VoteAbandoned(vote=act.vote, reason=act.reason)
        case ExtendSilence():
            event = events.SilenceExtended(vote=act.vote, until=act.until)
        case ExplainVote():
            before = vote.status is Status.PUT
            event = events.VoteExplained(vote=act.vote, of=act.of, before=before, statement=act.statement)
            by = delegate(state, actor, now, act.of)
        case StateIntention():
            event = events.IntentionStated(vote=act.vote, of=act.of, choice=act.choice)
            by = delegate(state, actor, now, act.of)
        case NoteLateAnnouncement():
            event = events.AnnouncementLate(vote=act.vote)
        case _:
            raise TypeError(type(act))
    return ToRecord(event=event, by=by or officer(state, actor, now), audience=to)


def _hands(act: RecordHands) -> tuple[tuple[str, str], ...]:
    raised = (
        ("yes", act.in_favour),
        ("no", act.against),
        ("abstain", act.abstaining),
        ("not participating", act.not_participating),
    )
    return tuple(sorted((of, choice) for choice, members in raised for of in members))


def _drawn(vote: Vote, seed: str) -> events.FirstMemberDrawn:
    lot = draw(lot_seed(seed, vote.commitment), vote.electorate)
    return events.FirstMemberDrawn(vote=vote.vote, seed=seed, commitment=vote.commitment, first=lot.drawn[0])


def _circle(state: Votes, vote: Vote) -> Audience:
    return circle(state.body, vote.seen_by)


def clocks(state: Votes) -> Iterator[Due]:
    """What runs out: written procedures and silence close by themselves, and a late announcement is noted."""
    due: list[Due] = []
    for vote in state.running():
        if vote.status is Status.OPEN and vote.until is not None:
            stamp = f"{vote.vote:010d}-{vote.until:%Y%m%d%H%M%S}"
            act = LetTimeRunOut(id=f"time-run-out-{stamp}", stream=state.stream, vote=vote.vote)
            due.append(Due(at=vote.until, act=act))
        if vote.announce_by is not None and not vote.late and vote.status is not Status.PUT:
            late = NoteLateAnnouncement(id=f"late-{vote.vote:016d}", stream=state.stream, vote=vote.vote)
            due.append(Due(at=vote.announce_by, act=late))
    return iter(sorted(due, key=lambda one: one.at))


VOTES: Final = Procedure(
    name="votes",
    label=text("votes.proceeding.name"),
    acts=(*PROPOSING, *HOLDING),
    events=events.EVENTS,
    begin=begin,
    fold=fold,
    in_order=in_order,
    decide=decide,
    clocks=clocks,
)
