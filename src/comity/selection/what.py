"""What an act of a selection may say: each guard is a sentence, and reads what the actor filled in."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from comity.bodies.actor import Actor
from comity.rules.citation import assembly, charter, council, house
from comity.rules.guard import Objection, enforces
from comity.rules.words import text
from comity.selection import people as p
from comity.selection.deadlines import deadlines
from comity.selection.disclosure import warnings
from comity.selection.fields import PUBLISHED
from comity.selection.figures import Figures
from comity.selection.objections import NOT_THERE, refuse
from comity.selection.outcome import of_members
from comity.selection.rulebook import NO_RULE, RULEBOOKS
from comity.selection.shortlist import shortlist
from comity.selection.state import Selection
from comity.selection.when import questions_of
from comity.voting import DecisionRule, VotingError


def moment_has_a_zone(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    return None if act.at.tzinfo else refuse("until_is_past", NO_RULE)


def rulebook_is_known(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    return None if act.rulebook in RULEBOOKS else refuse("no_such_choice", NOT_THERE)


def bodies_are_known(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    unknown = [code for code in (act.recommends, act.appoints) if code not in state.bodies]
    return refuse("no_such_choice", NOT_THERE) if unknown else None


def objections_have_time(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    return None if act.until.tzinfo and act.until > now else refuse("until_is_past", NO_RULE)


def nomination_is_complete(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    lacking = [name for name in state.rules.documents if not getattr(act, name)]
    if not lacking:
        return None
    names = tuple(text(f"selection.documents.{name}") for name in lacking)
    return refuse("incomplete", state.rules.cite("documents"), documents=names)


def part_belongs_to_the_dialogue(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if act.part in dict(state.rules.dialogue_parts):
        return None
    return refuse("no_such_choice", state.rules.cite("dialogue_parts"))


def link_can_be_followed(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """A webcast or its archive is linked for everyone, so it is an address of the web or nothing."""
    link = getattr(act, "webcast", "") or getattr(act, "archive", "")
    address = urlsplit(link)
    if not link or (address.scheme in ("https", "http") and address.netloc and not set(link) & set(" <>\"'")):
        return None
    return refuse("not_a_link", NO_RULE, "write_whole_link")


def order_names_each_candidate(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if sorted(act.order) == sorted(one.candidate for one in state.listed):
        return None
    return refuse("order_incomplete", NO_RULE)


def language_has_a_code(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,4})?", act.language):
        return None
    return refuse("no_such_language", NO_RULE)


def questions_can_be_merged(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    mine = {q.question for q in questions_of(state, act.hearing) if q.chosen is None and not q.merged_into}
    if act.questions and len(set(act.questions)) == len(act.questions) and set(act.questions) <= mine:
        return None
    return refuse("question_step", NOT_THERE)


@enforces(charter(27, 2))
def colours_rest_on_a_procedural_decision(
    state: Selection, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    if not act.coloured:
        return None
    decided = state.colours is not None and state.colours.adopted and not state.colours_used
    return None if decided else refuse("colours_not_decided", state.rules.cite("colour_coding"))


def tellers_are_two_members(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    allowed = set(p.members(state, now)) - p.connected(state)
    if act.first != act.second and {act.first, act.second} <= allowed:
        return None
    return refuse("two_tellers", NO_RULE)


def teller_counts_a_candidate_of_the_round(
    state: Selection, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    one = state.rounds[act.round]
    if act.candidate in one.candidates:
        return None
    return refuse("not_in_round", NOT_THERE)


def figures_add_up(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    one = state.rounds[act.round]
    given = act.figures if hasattr(act, "figures") else (figures_of(act),)
    if all(f.add_up(one.voters, one.permanent, one.coloured) for f in given):
        return None
    return refuse("does_not_add_up", NO_RULE, voters=one.voters)


def figures_of(act: Any) -> Figures:
    """What a teller entered."""
    names = Figures.__dataclass_fields__
    return Figures(**{name: getattr(act, name) for name in names})


def every_candidate_has_figures(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    one = state.rounds[act.round]
    if sorted(f.candidate for f in act.figures) == sorted(one.candidates):
        return None
    return refuse("not_in_round", NOT_THERE)


def figures_come_from_the_ballot(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """Nobody types what a secret ballot came to: the house takes it from the ballot that was announced.

    Figures of a poll that others held and published are taken over as published.
    """
    if actor.door or state.rounds[act.round].method == PUBLISHED:
        return None
    return refuse("only_the_ballot", house(7))


def archive_is_named(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if len(act.archive) == 64 and set(act.archive) <= set("0123456789abcdef"):
        return None
    return refuse("no_archive", NO_RULE)


def exposed_voters_were_weighed(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """Before anything is disclosed it is said whose ballots the figures give away."""
    one = state.rounds[act.round]
    found = warnings(state, one, p.members(state, now))
    if not found or act.warned:
        return None
    said = tuple(
        text("selection.exposure.of", candidate=state.candidates[each.candidate].full_name, what=each.says)
        for each in found
    )
    return refuse("exposes", NO_RULE, "confirm_exposure", exposures=said)


def lots_have_a_seed(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    one = state.rounds[act.round]
    runs = {candidate.candidate for candidate in state.running}
    left = tuple(each for each in one.figures if each.candidate in runs)
    if not shortlist(left, state.rules, act.seed).needs_lot:
        return None
    return refuse("lot_needed", state.rules.cite("ties"))


@enforces(council(48))
def recommendation_is_decided_in_private(
    state: Selection, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    return None if act.in_private else refuse("in_private", council(48))


def method_is_allowed(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    which = "recommendation_methods" if hasattr(act, "in_private") else "appointment_methods"
    return (
        None
        if act.method in getattr(state.rules, which)
        else refuse("no_such_choice", state.rules.cite(which))
    )


def votes_are_of_members(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    named = (*act.in_favour, *act.against, *act.abstaining)
    stray = sorted(set(named) - set(p.members(state, now)))
    if stray or len(set(named)) < len(named):
        return refuse("not_votes_of_members", NO_RULE, body=state.council.name)
    if getattr(act, "method", "") == "vote" and not named:
        return refuse("nobody_voted", NO_RULE)
    return None


@enforces(assembly(141))
def ballot_is_secret_where_asked(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """Acclamation stands in for the secret ballot only while nobody asks for it."""
    if act.method != "acclamation" or not act.ballot_asked_by:
        return None
    return refuse("ballot_asked", state.rules.cite("appointment_methods"))


def assembly_ballot_is_possible(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if act.method == "acclamation":
        return None
    size = len(state.assembly.members_on(state.assembly.local(now).date()))
    if 0 < act.in_favour + act.against + act.abstaining <= size:
        return None
    return refuse("does_not_add_up", NO_RULE, voters=size)


def term_has_an_end(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    return None if act.term_until > act.term_since else refuse("term_ends", state.rules.cite("term_years"))


def the_clock_has_run_out(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    late = {one.name for one in deadlines(state) if one.ran_out(now)} - set(state.missed)
    return None if act.deadline in late else refuse("not_late", NOT_THERE)


def weigh(state: Selection, rule: DecisionRule, act: Any, now: datetime) -> tuple[bool, str]:
    """What a vote of the recommending body means under a decision rule: whether it adopts, and the word for it."""
    try:
        decided = of_members(state, rule, act, now)
    except VotingError:
        return False, "insufficient"
    return decided.adopted, decided.reason
