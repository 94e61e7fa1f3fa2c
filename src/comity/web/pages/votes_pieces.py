"""What a vote's page, its board and its live frames show: small pieces, each with an id of its own on the page.

A piece is drawn from what everyone who may know of the vote may know, so that one drawing serves them all.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from comity.bodies.body import Body
from comity.bodies.states import get, is_state
from comity.rules.citation import Citation
from comity.rules.words import Text, sentences, text
from comity.votes import drawing
from comity.votes.methods import CAST
from comity.votes.state import RUNNING, Status, Vote
from comity.voting.of_bodies import rules_of
from comity.web.language import spoken
from comity.web.naming import participant

SMALL: Final = 30
"""Around a table of up to so many, the drawing itself is kept up to date while votes are given."""

STANDING: Final = {
    Status.PUT: "waiting",
    Status.OPEN: "going",
    Status.CLOSED: "waiting",
    Status.ANNOUNCED: "done",
    Status.DROPPED: "ended",
}
VERDICTS: Final = {
    "adopted": "adopted",
    "settled": "adopted",
    "tied": "tied",
    "no_quorum": "undecided",
    "objected": "undecided",
    "silence_broken": "undecided",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many have voted, and where that is open, how."""

    given: int
    of: int
    opened: bool
    yes: int = 0
    no: int = 0
    abstain: int = 0


def count(vote: Vote) -> Count:
    """The figures as far as the reader may know them."""
    result = vote.result
    known = {"given": len(vote.voted), "of": len(vote.electorate)}
    if result is not None:
        return Count(**known, opened=True, yes=result.yes, no=result.no, abstain=result.abstain)
    if vote.counts is not None:
        yes, no, abstain = vote.counts
        return Count(given=sum(vote.counts), of=known["of"], opened=True, yes=yes, no=no, abstain=abstain)
    choices = [cast.choice for cast in vote.cast.values()]
    return Count(
        **known,
        opened=vote.how.uncovered == CAST or bool(choices),
        yes=choices.count("yes"),
        no=choices.count("no"),
        abstain=choices.count("abstain"),
    )


def pieces(vote: Vote, body: Body) -> Mapping[str, Hashable]:
    """By the id of each piece, all that it is drawn from: as long as that stays the same, so does the piece."""
    choices = {seat.member: seat.choice for seat in drawing.seats_of(body, vote)}
    found: dict[str, Hashable] = {f"seat-{member}": choice for member, choice in choices.items()}
    found["figures"] = count(vote)
    found["standing"] = (vote.status, vote.result, vote.until)
    found["result"] = vote.announced
    found["objections"] = vote.objections
    if len(choices) <= SMALL or vote.status not in RUNNING:
        found["drawing"] = tuple(choices.values())
    return found


def draw(name: str, value: Any, vote: Vote, body: Body, language: str) -> SafeString:
    """A piece as it stands on the page, in a language."""
    match name:
        case "figures":
            return figures(vote)
        case "standing":
            return standing(vote)
        case "result":
            return result(vote, body)
        case "objections":
            return objections(vote, body)
        case "drawing":
            return drawn(vote, body, language)
        case _:
            return light(value, language)


@lru_cache(maxsize=512)
def light(choice: str, language: str) -> SafeString:
    """One member's light: a sign and a word, so that nothing hangs on colour."""
    return format_html(
        '<span class="light light--{}"><span class="light__sign" aria-hidden="true">{}</span> '
        '<span class="light__word">{}</span></span>',
        choice.replace(" ", "-"),
        drawing.SIGNS[choice],
        choice_said(choice).say(language),
    )


def choice_said(choice: str) -> Text:
    if choice in ("voted", "waiting"):
        return text(f"votes.drawing.{choice}")
    return text(f"votes.choices.{choice.replace(' ', '_')}")


def figures(vote: Vote) -> SafeString:
    counted = count(vote)
    return render_to_string(
        "pages/vote_figures.html",
        {
            "count": counted,
            "by_votes": not vote.how.consent,
            "secret": vote.how.secret,
            "covered": text(f"web.votes.uncovered_{vote.how.uncovered}")
            if not counted.opened and not vote.how.consent
            else None,
        },
    )


def standing(vote: Vote) -> SafeString:
    """Where the vote stands, and once it is announced what came of it."""
    said = standing_said(vote).say(spoken())
    return format_html('<span class="badge badge--{}">{}</span>', badge(vote), said)


def badge(vote: Vote) -> str:
    """How the badge of a vote looks."""
    return STANDING[vote.status] if verdict(vote) in ("", "adopted") else "ended"


def standing_said(vote: Vote) -> Text:
    if vote.result is not None:
        return text(f"web.votes.verdict_{verdict(vote)}")
    return text(f"votes.statuses.{vote.status.value}")


def verdict(vote: Vote) -> str:
    """adopted, rejected, tied or undecided."""
    return VERDICTS.get(vote.result.verdict, "rejected") if vote.result else ""


def result(vote: Vote, body: Body) -> SafeString:
    """What the vote means and why, with the rules, and what was announced before if that was corrected."""
    decision = vote.decision(body)
    if decision is None:
        return mark_safe("")
    return render_to_string(
        "pages/vote_result.html",
        {
            "verdict": verdict(vote),
            "said": standing_said(vote),
            "reasons": decision.outcome.reasons,
            "citations": decision.citations,
            "corrected": tuple(zip(vote.announced, vote.announced[1:], strict=False)),
        },
    )


def objections(vote: Vote, body: Body) -> SafeString:
    return render_to_string(
        "pages/vote_objections.html",
        {"objections": tuple((participant(of, body), reason) for of, reason in vote.objections)},
    )


def drawn(vote: Vote, body: Body, language: str) -> SafeString:
    """The table of the Council, the hall of the Assembly, or the lights in order."""
    seats = drawing.seats_of(body, vote, language)
    if not seats or vote.how.secret or vote.how.consent or (vote.counts is not None and not vote.cast):
        return mark_safe("")
    if len(seats) > SMALL and vote.status in RUNNING:
        return mark_safe("")
    match body.code:
        case "unsc":
            svg = drawing.horseshoe(
                seats, id="drawing", president=body.president_on(vote.on), language=language
            )
        case "unga":
            svg = drawing.plan(seats, id="drawing", language=language)
        case _:
            svg = drawing.board(seats, id="drawing", columns=4, language=language)
    return mark_safe(svg)  # noqa: S308  (made by our own drawing, which escapes every name)


def plate(code: str, body: Body, language: str) -> str:
    """The name on the board: as people say it, for it is read from far away."""
    if is_state(code):
        return get(code).short.say(language)
    said: str = participant(code, body).say(language)
    return said


def rule_said(name: str) -> Any:
    """A rule of decision in words; a body's own rule by its name."""
    key = f"rule_{name.replace('.', '_')}"
    return text(f"web.votes.{key}") if f"votes.{key}" in sentences("web") else name


def rule_citations(vote: Vote, body: Body) -> tuple[Citation, ...]:
    found = rules_of(body, vote.on).get(vote.rule)
    return found.citations if found else ()


def address(code: str, number: int) -> str:
    return reverse("vote", args=[code, number])
