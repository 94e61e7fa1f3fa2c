"""What an act that is in order puts on the record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from comity.bodies.actor import BY_THE_CLERK, Actor
from comity.bodies.procedure import ToRecord
from comity.record.audience import PUBLIC, Audience, audience
from comity.rules.acts import By, Event
from comity.selection import acts as a
from comity.selection import disclosure, issuing, what, when, who
from comity.selection import events as e
from comity.selection import people as p
from comity.selection.deadlines import deadlines
from comity.selection.shortlist import shortlist
from comity.selection.state import Candidate, Round, Selection
from comity.voting import decide, draw


def decided(state: Selection, act: Any, actor: Actor, now: datetime) -> Iterator[ToRecord]:
    """The entries that follow from an act, in their order."""
    of = getattr(act, "of", "")
    if not state.rulebook:
        first = actor.accreditations[0]
        by = actor.by(first.capacity, of=first.of)
    elif isinstance(act, a.NoteLate):
        by = BY_THE_CLERK
    else:
        by = p.by_whom(state, actor, now, of)
    for maker in (_frame, _candidacies, _hearings, _rounds, _conclusions):
        made = maker(state, act, actor, now, by)
        if made is not None:
            yield from (ToRecord(event=event, by=by, audience=to) for event, to in made)
            return
    if isinstance(act, a.Disclose):
        one = state.rounds[act.round]
        sitting = p.members(state, now)
        found = disclosure.warnings(state, one, sitting)
        yield from disclosure.disclosed(state, one, by, sitting, found)
        if not p.is_public(state.rules) and state.rules.assembly_president_told == "fact":
            event, to = _draft(state, "poll_held", one.round, state.recommends)
            yield ToRecord(event=event, by=by, audience=to)


Made = list[tuple[Event, Audience]]


def _draft(
    state: Selection, kind: str, about: int, *signatories: str, after: int = 0
) -> tuple[Event, Audience]:
    number = len(state.letters) + 1 + after
    drafted = e.LetterDrafted(letter=number, kind=kind, about=about, signatories=signatories)
    if len(signatories) == 1:
        return drafted, audience(f"presidency:{signatories[0]}", "secretariat")
    return drafted, p.both_presidencies(state)


def _both(state: Selection) -> tuple[str, ...]:
    return tuple(dict.fromkeys((state.recommends, state.appoints)))


def _frame(state: Selection, act: Any, actor: Actor, now: datetime, by: By) -> Made | None:
    match act:
        case a.OpenProcess():
            opened = e.ProcessOpened(
                rulebook=act.rulebook,
                title=act.title,
                recommends=act.recommends,
                appoints=act.appoints,
                term_since=act.term_since,
            )
            return [(opened, PUBLIC)]
        case a.PutRules():
            put = e.RulesPut(rulebook=act.rulebook, principles=act.principles, until=act.until)
            return [(put, p.of_council(state))]
        case a.ObjectToRules():
            return [(e.RulesObjected(of=act.of, reason=act.reason), p.of_council(state))]
        case a.AdoptRules():
            assert state.proposal is not None
            adopted = e.RulesAdopted(rulebook=state.proposal.rulebook, principles=state.proposal.principles)
            made: Made = [(adopted, PUBLIC), _draft(state, "rules", 0, state.recommends)]
            if not state.adopted and state.rules.letter_opens:
                made.append(_draft(state, "opening", 0, *_both(state), after=1))
            return made
        case a.SignLetter():
            letter = state.letters[act.letter]
            signing = who.organs_signing(state, letter.signatories, actor, now)
            to = _draft(state, letter.kind, 0, *letter.signatories)[1]
            return [
                (e.LetterSigned(letter=act.letter, organ=organ), to)
                for organ in signing
                if organ not in letter.signed
            ]
        case a.CirculateLetter():
            return _circulated(state, act)
        case a.NoteLate():
            due = next(one.due for one in deadlines(state) if one.name == act.deadline)
            private = act.deadline.startswith("letters_within_days")
            to = p.both_presidencies(state) if private else PUBLIC
            return [(e.DeadlineMissed(deadline=act.deadline, due=due), to)]
        case _:
            return None


def _circulated(state: Selection, act: a.CirculateLetter) -> Made:
    """The letter goes to everyone; the fact of a poll goes to the other President alone."""
    letter = state.letters[act.letter]
    number = sum(1 for one in state.letters.values() if one.circulated) + 1
    out = e.LetterCirculated(
        letter=letter.letter,
        kind=letter.kind,
        about=letter.about,
        signatories=letter.signatories,
        number=number,
        symbol=issuing.symbol_borne(state, act),
        signed=tuple((organ, name, at) for organ, (name, at) in letter.signed.items()),
    )
    candidate = state.candidates.get(letter.about)
    if letter.kind == "poll_held":
        return [(out, p.both_presidencies(state) | p.of_council(state))]
    if letter.kind != "nomination" or candidate is None or not candidate.runs:
        return [(out, PUBLIC)]
    listed = e.CandidateListed(
        candidate=candidate.candidate,
        full_name=candidate.full_name,
        nominators=candidate.nominators,
        letter=candidate.letter,
        curriculum_vitae=candidate.curriculum_vitae,
        vision_statement=candidate.vision_statement,
        funding=candidate.funding,
        nominated=candidate.nominated,
    )
    return [(out, PUBLIC), (listed, PUBLIC)]


def _candidacies(state: Selection, act: Any, actor: Actor, now: datetime, by: By) -> Made | None:
    match act:
        case a.Nominate():
            return _nominated(state, act)
        case a.JoinNomination():
            candidate = state.candidates[act.candidate]
            joined = e.NominationJoined(candidate=act.candidate, of=act.of)
            return [(joined, p.of_candidate(state, candidate, act.of))]
        case a.WithdrawNomination():
            candidate = state.candidates[act.candidate]
            notice = _draft(state, "withdrawal", act.candidate, *_both(state))
            return [_state_leaves(state, candidate, act.of, act.notice), notice]
        case a.WithdrawCandidacy():
            candidate = state.candidates[act.candidate]
            gone = e.CandidateWithdrawn(candidate=act.candidate, by_state="", notice=act.notice)
            notice = _draft(state, "withdrawal", act.candidate, *_both(state))
            return [(gone, p.of_candidate(state, candidate)), notice]
        case _:
            return None


def _nominated(state: Selection, act: a.Nominate) -> Made:
    number = len(state.candidates) + 1
    new = e.CandidateNominated(
        candidate=number,
        full_name=act.full_name,
        nominators=(act.of,),
        person=act.person,
        letter=act.letter,
        curriculum_vitae=act.curriculum_vitae,
        vision_statement=act.vision_statement,
        funding=act.funding,
    )
    person = {f"person:{act.person}"} if act.person else set()
    made: Made = [(new, p.of_parties(state, None, act.of) | person)]
    letters = [_draft(state, "nomination", number, *_both(state))]
    if state.rules.second_candidate == "first_eliminated":
        for one in state.running:
            if act.of in one.nominators:
                made.append(_state_leaves(state, one, act.of, "", replaced_by=number))
                about = one.candidate
                letters.append(_draft(state, "withdrawal", about, *_both(state), after=len(letters)))
    return [*made, *letters]


def _state_leaves(
    state: Selection, candidate: Candidate, of: str, notice: str, replaced_by: int = 0
) -> tuple[Event, Audience]:
    """A State presents its candidate no more: whether the candidate stays is for the rulebook."""
    to = p.of_candidate(state, candidate, of)
    alone = candidate.nominators == (of,)
    if alone and state.rules.state_withdrawal == "eliminates":
        gone = e.CandidateWithdrawn(
            candidate=candidate.candidate, by_state=of, notice=notice, replaced_by=replaced_by
        )
        return gone, to
    return e.NominatorLeft(candidate=candidate.candidate, of=of, notice=notice), to


def _hearings(state: Selection, act: Any, actor: Actor, now: datetime, by: By) -> Made | None:
    moderators = audience(f"presidency:{state.appoints}", "secretariat")
    match act:
        case a.DrawSlots():
            names = [str(one.candidate) for one in state.listed]
            order = tuple(int(name) for name in draw(act.seed, names, len(names)).drawn)
            return [(e.SlotsDrawn(seed=act.seed, order=order), PUBLIC)]
        case a.AgreeSlots():
            return [(e.SlotsAgreed(order=act.order), PUBLIC)]
        case a.MoveHearing():
            dialogue = state.hearings[act.hearing].kind == a.DIALOGUE
            webcast = act.webcast if dialogue else ""
            return [(e.HearingMoved(hearing=act.hearing, at=act.at, webcast=webcast), PUBLIC)]
        case a.FileArchive():
            return [(e.ArchiveFiled(hearing=act.hearing, archive=act.archive), PUBLIC)]
        case a.ScheduleHearing():
            scheduled = e.HearingScheduled(
                hearing=len(state.hearings) + 1,
                kind=act.kind,
                candidate=act.candidate,
                at=act.at,
                webcast=act.webcast if act.kind == "dialogue" else "",
            )
            return [(scheduled, PUBLIC)]
        case a.OpenHearing():
            return [(e.HearingOpened(hearing=act.hearing), PUBLIC)]
        case a.CallPart():
            minutes = dict(state.rules.dialogue_parts)[act.part]
            return [(e.PartCalled(hearing=act.hearing, part=act.part, minutes=minutes), PUBLIC)]
        case a.CloseHearing():
            return [(e.HearingClosed(hearing=act.hearing, archive=act.archive), PUBLIC)]
        case a.SubmitQuestion():
            put = e.QuestionSubmitted(
                question=len(state.questions) + 1,
                hearing=act.hearing,
                of=act.of,
                question_text=act.question_text,
                language=act.language,
            )
            return [(put, moderators | audience(f"person:{actor.person}"))]
        case a.MergeQuestions():
            of = tuple(dict.fromkeys(o for n in act.questions for o in state.questions[n].of))
            merged = e.QuestionsMerged(
                question=len(state.questions) + 1,
                hearing=act.hearing,
                merged=act.questions,
                of=of,
                theme=act.theme,
                question_text=act.question_text,
            )
            return [(merged, moderators)]
        case a.ChooseQuestion():
            question = state.questions[act.question]
            chosen = e.QuestionChosen(
                question=question.question,
                hearing=question.hearing,
                of=question.of,
                theme=question.theme,
                question_text=question.question_text,
                language=question.language,
            )
            return [(chosen, PUBLIC)]
        case a.AskQuestion():
            return [(e.QuestionAsked(question=act.question), PUBLIC)]
        case a.MarkAnswered():
            return [(e.QuestionAnswered(question=act.question), PUBLIC)]
        case _:
            return None


def _rounds(state: Selection, act: Any, actor: Actor, now: datetime, by: By) -> Made | None:
    match act:
        case a.DecideColours():
            adopted, verdict = what.weigh(state, state.rules.decision_rule("colour_rule"), act, now)
            colours = e.ColoursDecided(
                adopted=adopted,
                verdict=verdict,
                in_favour=act.in_favour,
                against=act.against,
                abstaining=act.abstaining,
            )
            return [(colours, p.of_council(state))]
        case a.OpenRound():
            return [(_opened(state, act, now), p.of_round(state))]
        case a.AppointTellers():
            named = e.TellersAppointed(round=act.round, tellers=(act.first, act.second))
            return [(named, p.of_round(state))]
        case a.EnterCount():
            return _counted(state, act)
        case a.HandInResult():
            result = e.ResultHandedIn(round=act.round, archive=act.archive, figures=act.figures)
            return [(result, p.of_conductors(state, state.rounds[act.round]))]
        case a.CloseRound():
            one = state.rounds[act.round]
            closed = e.RoundClosed(round=act.round, figures=when.reconciled(one))
            made: Made = [(closed, p.of_conductors(state, one))]
            if state.rules.private_meeting:
                made.append((e.MeetingHeld(meeting=disclosure.meeting_of(one)), PUBLIC))
            return made
        case a.ReadCopy():
            return _read(state, act, actor)
        case a.ReportLeak():
            return [(_leak(state, act), audience(f"presidency:{state.recommends}", "secretariat"))]
        case a.ApplyShortlist():
            return [(_cut(state, state.rounds[act.round], act.seed), PUBLIC)]
        case a.ExpressView():
            assert state.round is not None
            said = e.ViewExpressed(round=state.round.round, of=act.of, wish=act.wish, view=act.view)
            return [(said, p.of_council(state))]
        case a.DecideNext():
            assert state.round is not None
            step = e.NextDecided(round=state.round.round, decision=act.decision)
            return [(step, p.of_round(state))]
        case _:
            return None


def _counted(state: Selection, act: a.EnterCount) -> Made:
    """A teller's own figures, and once the other has counted too, whether they agree."""
    one, mine = state.rounds[act.round], what.figures_of(act)
    made: Made = [(e.CountEntered(round=act.round, teller=act.of, figures=mine), audience(f"state:{act.of}"))]
    other = next((counts for teller, counts in one.counts.items() if teller != act.of), {})
    if act.candidate in other:
        agree = other[act.candidate] == mine
        compared = e.CountsCompared(round=act.round, candidate=act.candidate, agree=agree)
        made.append((compared, p.of_conductors(state, one)))
    return made


def _opened(state: Selection, act: a.OpenRound, now: datetime) -> e.RoundOpened:
    return e.RoundOpened(
        round=len(state.rounds) + 1,
        method=act.method,
        coloured=act.coloured,
        president=state.council.president_on(p.today(state, now)),
        conducted_by=p.conductor(state, now),
        candidates=tuple(one.candidate for one in p.eligible(state)),
        voters=len(p.members(state, now)),
        permanent=len(p.permanent(state, now)),
    )


def _read(state: Selection, act: a.ReadCopy, actor: Actor) -> Made:
    """What the reader is shown is an entry of that reader's own; that it was read is one for the presidency."""
    copy = state.copies[act.confidential_copy]
    one = state.rounds[copy.round]
    figures, extremes = disclosure.copy_shows(one, copy)
    mark = disclosure.mark_of(state, copy, actor.person, act.id)
    read = e.CopyRead(
        copy=copy.copy, round=copy.round, mark=mark, form=copy.form, figures=figures, extremes=extremes
    )
    opened = e.CopyOpened(copy=copy.copy, person=actor.person, person_name=actor.name, mark=mark)
    trace = audience(f"presidency:{state.recommends}", "secretariat", f"state:{copy.to}")
    return [(read, audience(f"person:{actor.person}")), (opened, trace)]


def _leak(state: Selection, act: a.ReportLeak) -> e.LeakReported:
    mark = act.mark.strip().upper()
    found = [
        (copy.copy, person)
        for copy in state.copies.values()
        for person, _, theirs, _ in copy.readers
        if mark and theirs == mark
    ]
    copy, person = found[0] if found else (0, "")
    return e.LeakReported(round=act.round, where=act.where, mark=mark, copy=copy, person=person)


def _cut(state: Selection, one: Round, seed: str) -> e.ShortlistApplied:
    """Those who still run are ranked; who withdrew since the count drops out of it."""
    runs = {candidate.candidate for candidate in state.running}
    left = tuple(each for each in one.figures if each.candidate in runs)
    cut = shortlist(left, state.rules, seed)
    return e.ShortlistApplied(
        round=one.round,
        eliminated=cut.eliminated,
        reasons=cut.reasons,
        tied=cut.tied,
        tie_rule=cut.tie_rule,
        seed=seed if cut.tie_rule == "lot" else "",
    )


def _conclusions(state: Selection, act: Any, actor: Actor, now: datetime, by: By) -> Made | None:
    match act:
        case a.Recommend():
            return _recommended(state, act, now)
        case a.IssueCommunique():
            return [(e.CommuniqueIssued(meeting=act.meeting, communique=act.communique), PUBLIC)]
        case a.Appoint():
            return [(_appointed(state, act), PUBLIC)]
        case a.TakeOath():
            assert state.appointed is not None
            return [(e.OathTaken(candidate=state.appointed.candidate, oath=act.oath), PUBLIC)]
        case _:
            return None


def _recommended(state: Selection, act: a.Recommend, now: datetime) -> Made:
    meeting = f"recommendation-{len(state.recommendations) + 1}"
    if act.method == "acclamation":
        verdict = decide("acclamation", objections=[state.council.name_of(c).en for c in act.against]).reason
        adopted = verdict == "adopted"
    else:
        adopted, verdict = what.weigh(state, state.rules.decision_rule("recommendation_rule"), act, now)
    outcome = e.RecommendationDecided(
        meeting=meeting,
        candidate=act.candidate,
        method=act.method,
        adopted=adopted,
        verdict=verdict,
        in_favour=act.in_favour,
        against=act.against,
        abstaining=act.abstaining,
    )
    made: Made = [(e.MeetingHeld(meeting=meeting), PUBLIC), (outcome, p.of_council(state))]
    if adopted:
        chosen = e.CandidateRecommended(candidate=act.candidate, resolution=act.resolution, method=act.method)
        made += [(chosen, PUBLIC), _draft(state, "recommendation", act.candidate, state.recommends)]
    return made


def _appointed(state: Selection, act: a.Appoint) -> e.AppointmentDecided:
    assert state.recommended is not None
    adopted, verdict = True, "adopted"
    if act.method != "acclamation":
        votes = {"yes": act.in_favour, "no": act.against, "abstain": act.abstaining}
        outcome = decide(state.rules.decision_rule("appointment_rule"), votes)
        adopted, verdict = outcome.adopted, outcome.reason
    return e.AppointmentDecided(
        candidate=state.recommended.candidate,
        method=act.method,
        adopted=adopted,
        verdict=verdict,
        resolution=act.resolution,
        in_favour=act.in_favour,
        against=act.against,
        abstaining=act.abstaining,
        term_since=act.term_since,
        term_until=act.term_until,
    )
