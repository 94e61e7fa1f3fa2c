"""What the recommendation and the appointment came to, in sentences with their rules."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from comity.rules.citation import charter
from comity.rules.guard import Outcome
from comity.rules.words import text
from comity.selection import events as e
from comity.selection.acts import ACCLAMATION
from comity.selection.state import Selection
from comity.voting import Decision, DecisionRule, decide


def recommendation(state: Selection, at: datetime, decided: e.RecommendationDecided) -> Outcome:
    """Whether the private meeting recommended the candidate, and why."""
    names = tuple(state.council.name_of(code) for code in decided.against)
    if decided.method == ACCLAMATION:
        outcome = decide("acclamation", objections=[name.say() for name in names]).outcome
        return Outcome(outcome.verdict, outcome.reasons, (state.rules.cite("recommendation_methods"),))
    return of_members(state, state.rules.decision_rule("recommendation_rule"), decided, at).outcome


def of_members(state: Selection, rule: DecisionRule, voted: Any, at: datetime) -> Decision:
    """A vote of the recommending body under a decision rule; VotingError where it cannot be one."""
    day = state.council.local(at).date()
    sitting = state.council.members_on(day)
    ways = {"yes": voted.in_favour, "no": voted.against, "abstain": voted.abstaining}
    if not any(ways.values()):
        return decide("without_a_vote")
    if rule.voters == "council":
        votes = dict.fromkeys(sitting, "absent")
        votes |= {code: way for way, codes in ways.items() for code in codes}
        return decide(rule, votes, on=day)
    return decide(rule, {way: len(codes) for way, codes in ways.items()}, on=day, members=len(sitting))


def appointment(state: Selection, decided: e.AppointmentDecided) -> Outcome:
    """Whether the appointing body appointed the candidate, and why."""
    if decided.method == ACCLAMATION:
        outcome = decide("acclamation").outcome
        return Outcome(outcome.verdict, outcome.reasons, (state.rules.cite("appointment_methods"),))
    counts = {"yes": decided.in_favour, "no": decided.against, "abstain": decided.abstaining}
    return decide(state.rules.decision_rule("appointment_rule"), counts).outcome


def term(state: Selection) -> Outcome | None:
    """Who is appointed for which term; None while nobody is."""
    appointed = state.appointed
    if appointed is None:
        return None
    said = text(
        "selection.outcome.appointed",
        name=state.candidates[appointed.candidate].full_name,
        since=appointed.term_since,
        until=appointed.term_until,
        resolution=appointed.resolution,
    )
    return Outcome("appointed", (said,), (charter(97), state.rules.cite("appointment_methods")))
