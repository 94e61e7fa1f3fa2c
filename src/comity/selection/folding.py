"""What happened, folded into what a reader knows of a selection."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from types import SimpleNamespace
from typing import Any

from comity.rules.acts import Happened, Sealed
from comity.selection import events as e
from comity.selection.state import (
    Candidate,
    Copy,
    Hearing,
    Letter,
    Proposal,
    Question,
    Round,
    Selection,
    Standing,
)

_COPIED = (
    "letters",
    "candidates",
    "hearings",
    "questions",
    "rounds",
    "copies",
    "meetings",
    "communiques",
    "missed",
)


def fold(state: Selection, happened: Iterable[Happened | Sealed]) -> Selection:
    now = SimpleNamespace(**{one.name: getattr(state, one.name) for one in fields(state)})
    for name in _COPIED:
        setattr(now, name, dict(getattr(now, name)))
    sealed: list[Sealed] = []
    for one in happened:
        now.last_at = one.at
        if isinstance(one, Sealed):
            sealed.append(one)
        else:
            _frame(now, one)
            _candidacies(now, one)
            _hearings(now, one)
            _rounds(now, one)
            _decisions(now, one)
    now.sealed = (*state.sealed, *sealed)
    return Selection(**vars(now))


def _frame(now: Any, one: Happened) -> None:
    """The rules, the letters, the deadlines."""
    match one.event:
        case e.ProcessOpened() as opened:
            now.rulebook, now.title, now.opened = opened.rulebook, opened.title, one.at
            now.recommends, now.appoints = opened.recommends, opened.appoints
            now.term_since = opened.term_since
        case e.RulesPut() as put:
            now.proposal = Proposal(
                rulebook=put.rulebook, principles=put.principles, until=put.until, at=one.at
            )
        case e.RulesObjected() as objected if now.proposal is not None:
            objections = (*now.proposal.objections, (objected.of, objected.reason))
            now.proposal = replace(now.proposal, objections=objections)
        case e.RulesAdopted() as adopted:
            now.rulebook, now.principles = adopted.rulebook, adopted.principles
            now.adopted, now.proposal = one.at, None
        case e.LetterDrafted() as drafted:
            now.letters[drafted.letter] = Letter(
                letter=drafted.letter,
                kind=drafted.kind,
                about=drafted.about,
                signatories=drafted.signatories,
                drafted=one.at,
                entry=one.sequence,
                touched=one.sequence,
            )
        case e.LetterSigned() as signed if signed.letter in now.letters:
            letter = now.letters[signed.letter]
            signatures = {**letter.signed, signed.organ: (one.by.name, one.at)}
            now.letters[signed.letter] = replace(letter, signed=signatures, touched=one.sequence)
        case e.LetterCirculated() as out:
            letter = now.letters.get(out.letter) or Letter(
                letter=out.letter,
                kind=out.kind,
                about=out.about,
                signatories=out.signatories,
                signed={organ: (name, at) for organ, name, at in out.signed},
                entry=one.sequence,
                touched=one.sequence,
            )
            now.letters[out.letter] = replace(
                letter, number=out.number, symbol=out.symbol, circulated=one.at, touched=one.sequence
            )
        case e.DeadlineMissed() as missed:
            now.missed[missed.deadline] = missed.due


def _candidacies(now: Any, one: Happened) -> None:
    match one.event:
        case e.CandidateNominated() as new:
            now.candidates[new.candidate] = Candidate(
                candidate=new.candidate,
                full_name=new.full_name,
                nominators=new.nominators,
                person=new.person,
                letter=new.letter,
                curriculum_vitae=new.curriculum_vitae,
                vision_statement=new.vision_statement,
                funding=new.funding,
                nominated=one.at,
                standing=Standing.NOMINATED,
                entry=one.sequence,
                touched=one.sequence,
            )
        case e.CandidateListed() as listed:
            known = now.candidates.get(listed.candidate)
            now.candidates[listed.candidate] = Candidate(
                candidate=listed.candidate,
                full_name=listed.full_name,
                nominators=listed.nominators,
                person=known.person if known else "",
                letter=listed.letter,
                curriculum_vitae=listed.curriculum_vitae,
                vision_statement=listed.vision_statement,
                funding=listed.funding,
                nominated=listed.nominated,
                listed=one.at,
                standing=Standing.LISTED,
                left=known.left if known else (),
                heard=known.heard if known else frozenset(),
                entry=known.entry if known else one.sequence,
                touched=one.sequence,
            )
        case e.NominationJoined() as joined:
            _touch(now, one, joined.candidate, nominators=lambda c: (*c.nominators, joined.of))
        case e.NominatorLeft() as left:
            _touch(
                now,
                one,
                left.candidate,
                nominators=lambda c: tuple(s for s in c.nominators if s != left.of),
                left=lambda c: (*c.left, left.of),
                notice=lambda c: left.notice,
            )
        case e.CandidateWithdrawn() as gone:
            standing = Standing.REPLACED if gone.replaced_by else Standing.WITHDRAWN
            _touch(
                now,
                one,
                gone.candidate,
                standing=lambda c: standing,
                ended=lambda c: one.at,
                ended_by=lambda c: gone.by_state,
                notice=lambda c: gone.notice,
            )
        case e.ShortlistApplied() as cut:
            for candidate in cut.eliminated:
                _touch(now, one, candidate, standing=lambda c: Standing.ELIMINATED, ended=lambda c: one.at)
        case e.CandidateRecommended() as chosen:
            _touch(now, one, chosen.candidate, standing=lambda c: Standing.RECOMMENDED)
        case e.AppointmentDecided(adopted=True) as done:
            _touch(now, one, done.candidate, standing=lambda c: Standing.APPOINTED)


def _touch(now: Any, one: Happened, number: int, **changes: Any) -> None:
    candidate = now.candidates.get(number)
    if candidate is not None:
        changed = {name: change(candidate) for name, change in changes.items()}
        now.candidates[number] = replace(candidate, touched=one.sequence, **changed)


def _hearings(now: Any, one: Happened) -> None:
    match one.event:
        case e.SlotsDrawn() as drawn:
            now.slots, now.slots_seed = drawn.order, drawn.seed
        case e.SlotsAgreed() as agreed:
            now.slots, now.slots_seed = agreed.order, ""
        case e.HearingScheduled() as new:
            now.hearings[new.hearing] = Hearing(
                hearing=new.hearing,
                kind=new.kind,
                candidate=new.candidate,
                at=new.at,
                webcast=new.webcast,
                entry=one.sequence,
                touched=one.sequence,
            )
        case e.HearingMoved(hearing=number) as moved if number in now.hearings:
            now.hearings[number] = replace(
                now.hearings[number], at=moved.at, webcast=moved.webcast, touched=one.sequence
            )
        case e.HearingOpened(hearing=number) if number in now.hearings:
            now.hearings[number] = replace(now.hearings[number], opened=one.at, touched=one.sequence)
        case e.PartCalled(hearing=number) as called if number in now.hearings:
            parts = (*now.hearings[number].parts, (called.part, one.at, called.minutes))
            now.hearings[number] = replace(now.hearings[number], parts=parts, touched=one.sequence)
        case e.HearingClosed(hearing=number) as closed if number in now.hearings:
            hearing = now.hearings[number]
            now.hearings[number] = replace(
                hearing, closed=one.at, archive=closed.archive, touched=one.sequence
            )
            _touch(now, one, hearing.candidate, heard=lambda c: c.heard | {hearing.kind})
        case e.ArchiveFiled(hearing=number) as filed if number in now.hearings:
            now.hearings[number] = replace(now.hearings[number], archive=filed.archive, touched=one.sequence)
        case e.QuestionSubmitted() as new:
            now.questions[new.question] = Question(
                question=new.question,
                hearing=new.hearing,
                of=(new.of,),
                question_text=new.question_text,
                language=new.language,
                entry=one.sequence,
            )
        case e.QuestionsMerged() as merged:
            now.questions[merged.question] = Question(
                question=merged.question,
                hearing=merged.hearing,
                of=merged.of,
                question_text=merged.question_text,
                theme=merged.theme,
                merged=merged.merged,
                entry=one.sequence,
            )
            for number in merged.merged:
                if number in now.questions:
                    now.questions[number] = replace(now.questions[number], merged_into=merged.question)
        case e.QuestionChosen() as chosen:
            known = now.questions.get(chosen.question) or Question(
                question=chosen.question,
                hearing=chosen.hearing,
                of=chosen.of,
                question_text=chosen.question_text,
                language=chosen.language,
                theme=chosen.theme,
                entry=one.sequence,
            )
            now.questions[chosen.question] = replace(known, chosen=one.at)
        case e.QuestionAsked(question=number) if number in now.questions:
            now.questions[number] = replace(now.questions[number], asked=one.at)
        case e.QuestionAnswered(question=number) if number in now.questions:
            now.questions[number] = replace(now.questions[number], answered=one.at)


def _rounds(now: Any, one: Happened) -> None:
    number = getattr(one.event, "round", 0)
    if not number:
        if isinstance(one.event, e.ColoursDecided):
            now.colours, now.colours_used = one.event, False
        elif isinstance(one.event, e.CopyOpened) and one.event.copy in now.copies:
            opened, copy = one.event, now.copies[one.event.copy]
            reader = (opened.person, opened.person_name, opened.mark, one.at)
            now.copies[opened.copy] = replace(copy, readers=(*copy.readers, reader))
        return
    known = now.rounds.get(number) or Round(round=number, touched=one.sequence)
    changes = _round_after(known, now, one)
    if changes is not None:
        now.rounds[number] = replace(known, touched=one.sequence, **changes)


def _round_after(known: Round, now: Any, one: Happened) -> dict[str, Any] | None:
    """What changes in a round; None where the event only mentions it."""
    match one.event:
        case e.RoundOpened() as new:
            now.colours_used = now.colours_used or new.coloured
            names = ("method", "coloured", "president", "conducted_by", "candidates", "voters", "permanent")
            return {"opened": one.at} | {name: getattr(new, name) for name in names}
        case e.TellersAppointed() as named:
            return {"tellers": named.tellers}
        case e.CountEntered() as entered:
            mine = {**known.counts.get(entered.teller, {}), entered.figures.candidate: entered.figures}
            return {"counts": {**known.counts, entered.teller: mine}}
        case e.CountsCompared() as both:
            return {"compared": {**known.compared, both.candidate: both.agree}}
        case e.ResultHandedIn() as result:
            return {"archive": result.archive, "handed_in": result.figures}
        case e.RoundClosed() as closed:
            return {"figures": closed.figures, "closed": one.at}
        case e.ExposureAccepted() as accepted:
            return {"accepted": accepted.exposures}
        case e.ResultDisclosed():
            return {"disclosed": one.at}
        case e.PollNotified() as told:
            return {"notified": one.at, "opened": known.opened or told.held}
        case e.ResultPublished() as published:
            return {"figures": published.figures, "published": one.at}
        case e.CopyIssued() as copy:
            now.copies[copy.copy] = Copy(
                copy=copy.copy,
                round=copy.round,
                to=copy.to,
                form=copy.form,
                candidate=copy.candidate,
                issued=one.at,
            )
            return None
        case e.CopyRead() as read:
            if read.copy in now.copies:
                now.copies[read.copy] = replace(now.copies[read.copy], said=read, said_at=one.at)
            found = {one.candidate: one for one in (*known.figures, *read.figures)}
            return {"figures": tuple(found.values()), "extremes": read.extremes or known.extremes}
        case e.LeakReported() as leak:
            now.leaks = (*now.leaks, (one.at, leak))
            return None
        case e.ShortlistApplied() as cut:
            settled = ("eliminated", "reasons", "tied", "tie_rule", "seed")
            return {"shortlisted": one.at} | {name: getattr(cut, name) for name in settled}
        case e.ViewExpressed() as said:
            return {"views": {**known.views, said.of: (said.wish, said.view)}}
        case e.NextDecided() as decided:
            return {"decision": decided.decision}
        case _:
            return None


def _decisions(now: Any, one: Happened) -> None:
    match one.event:
        case e.RecommendationDecided() as decided:
            now.recommendations = (*now.recommendations, (one.at, decided))
        case e.MeetingHeld() as held:
            now.meetings[held.meeting] = one.at
        case e.CandidateRecommended() as chosen:
            now.recommended, now.recommended_at = chosen, one.at
        case e.CommuniqueIssued() as issued:
            now.communiques[issued.meeting] = issued.communique
        case e.AppointmentDecided() as decision:
            now.appointments = (*now.appointments, (one.at, decision))
        case e.OathTaken() as oath:
            now.oath, now.oath_at = oath, one.at
