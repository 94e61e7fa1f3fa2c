"""Where in the site the pages of a selection stand, and a selection as its reader may see it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.http import Http404
from django.urls import reverse

from comity.clerk.folds import Folded
from comity.record.attachment import Attachment
from comity.rules.words import text
from comity.selection.state import Candidate, Selection
from comity.web.house import house
from comity.web.pages import parts
from comity.web.pages.downloads import listed
from comity.web.pages.parts import HOME, Link
from comity.web.pages.reader import Reader

KIND: Final = "selection"

WAYS: Final = {
    "rules": "web.selection.stage_rules",
    "letters": "web.selection.letters",
    "hearings": "web.selection.hearings",
    "rounds": "web.selection.rounds",
    "conclusion": "web.selection.stage_appointment",
    "history": "web.selection.history",
    "what_if": "web.selection.what_if",
}
"""The pages of a selection beside its overview, and in short what each is called."""

_HEARINGS: Final = ("draw_slots", "agree_slots", "schedule_hearing")
_HEARING: Final = ("call_part", "submit_question", "merge_questions", "file_archive")
_QUESTIONS: Final = ("choose_question", "ask_question", "mark_answered")
_COPIES: Final = ("read_copy",)
_LETTERS: Final = ("sign_letter", "circulate_letter")
RULES: Final = ("put_rules", "object_to_rules", "adopt_rules")
CANDIDATES: Final = ("nominate", "join_nomination", "withdraw_nomination", "withdraw_candidacy")
_ROUNDS: Final = (
    "decide_colours",
    "open_round",
    "appoint_tellers",
    "enter_count",
    "hand_in_result",
    "close_round",
    "disclose",
    "report_leak",
    "apply_shortlist",
    "express_view",
    "decide_next",
)
_CONCLUSION: Final = ("recommend", "issue_communique", "appoint", "take_oath")


def stream_of(name: str) -> str:
    return f"{KIND}:{name}"


def names() -> tuple[str, ...]:
    """The selections of this house, as their addresses name them."""
    return tuple(stream.partition(":")[2] for stream in house().store.streams(KIND))


def exists(name: str) -> bool:
    """Whether there is such a selection."""
    return house().clerk.folds.seen(stream_of(name), frozenset({"public"}), fresh=False).version > 0


def seen(name: str, one: Reader) -> Folded:
    """The selection as this reader may see it; nothing is there until somebody may know that it was opened."""
    folded = house().clerk.seen(stream_of(name), one.clearances)
    if not folded.state.rulebook:
        raise Http404
    return folded


def crumbs(name: str, state: Selection) -> tuple[Link, ...]:
    """The way from the house to the page of one selection, itself included."""
    return (
        HOME,
        Link(label=text("selection.proceeding.many"), href=reverse("selections")),
        Link(label=state.title or name, href=reverse("selection", args=[name])),
    )


def presented(name: str, one: Candidate, files: Iterable[Attachment]) -> tuple[parts.Attachment, ...]:
    """Files that were presented with a candidacy, each with its download."""
    return listed(
        files, lambda digest: reverse("selection_candidate_file", args=[name, one.candidate, digest])
    )


def ways(name: str, here: str = "") -> tuple[Link, ...]:
    """From each page of a selection to the others; `here`: on which of them the reader is."""
    first = Link(
        label=text("web.selection.overview"), href=reverse("selection", args=[name]), current=not here
    )
    each = (
        Link(label=text(label), href=reverse(f"selection_{page}", args=[name]), current=page == here)
        for page, label in WAYS.items()
    )
    return (first, *each)


def way_to(name: str, about: str = "", act: str = "") -> tuple[Link, ...]:
    """The way to the page on which an act of a selection is done, that page itself included."""
    state: Selection = house().clerk.folds.whole(stream_of(name)).state
    if not state.rulebook:
        return crumbs(name, state)[:2]
    verb = act.removeprefix("selection.")
    number = int(about) if about.isdecimal() and len(about) < 16 else 0
    way = crumbs(name, state)
    if verb in _LETTERS:
        return (*way, _of(name, "letters"), _of(name, "letter", number))
    if verb in CANDIDATES and verb != "nominate":
        return (*way, _of(name, "candidate", number))
    if verb in RULES:
        return (*way, _of(name, "rules"))
    if verb in _QUESTIONS:
        question = state.questions.get(number)
        return (*way, _of(name, "hearings"), _of(name, "hearing", question.hearing if question else 0))
    if verb in _HEARINGS:
        return (*way, _of(name, "hearings"))
    if "hearing" in verb or verb in _HEARING:
        return (*way, _of(name, "hearings"), _of(name, "hearing", number))
    if verb in _COPIES:
        return (*way, _of(name, "rounds"), _of(name, "copy", number))
    if verb in _ROUNDS:
        rounds = (*way, _of(name, "rounds"))
        return (*rounds, _of(name, "round", number)) if number else rounds
    if verb in _CONCLUSION:
        return (*way, _of(name, "conclusion"))
    return way


def _of(name: str, page: str, number: int = 0) -> Link:
    """The page of that name in a selection: of one thing where it is numbered."""
    label = text(f"web.selection.{page}_n", n=number) if number else text(f"web.selection.{page}")
    return Link(label=label, href=reverse(f"selection_{page}", args=[name, number] if number else [name]))
