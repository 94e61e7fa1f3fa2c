"""Where each kind of proceeding has its page, so that whoever acted is brought back to where they were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404
from django.urls import reverse

from comity.accreditation.state import STREAM as ACCREDITATION
from comity.bodies.symbols import LONGEST
from comity.communications.acts import IssueFollowing, IssueSymbol, IssueSymbolElsewhere
from comity.communications.issuing import NEW, is_place
from comity.rules.acts import Act
from comity.rules.words import text
from comity.votes.acts import OpenVote
from comity.votes.proposing import PROPOSING
from comity.web.house import house
from comity.web.pages.elections.place import way as elections_way
from comity.web.pages.parts import HOME, Link
from comity.web.pages.secret.place import way as secret_way
from comity.web.pages.selection.place import way_to

_OF_QUESTIONS: Final[tuple[type[Act], ...]] = (*PROPOSING, OpenVote)
ISSUING: Final = frozenset({IssueSymbol.name, IssueSymbolElsewhere.name, IssueFollowing.name})
ABOUT_QUESTIONS: Final = frozenset(kind.name for kind in _OF_QUESTIONS)
"""Acts in the votes of a body whose subject is a question; that of all others is a vote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The page of a proceeding, or of one thing in it, and the way down to it."""

    address: str
    crumbs: tuple[Link, ...]
    """From the house down to this page, itself included."""


def page_of(stream: str, about: str = "", act: str = "") -> Place:
    """The page that shows the proceeding; that of the subject where an act is about one."""
    kind, _, place = stream.partition(":")
    if kind == "communications" and place in house().bodies and act in ISSUING:
        return _place(_issuing(place, about))
    if kind == "communications" and place in house().bodies:
        crumbs = communications_crumbs(place)
        return _place(
            (*crumbs, _about("letter", text("web.pages.letter", n=about), about, place)) if about else crumbs
        )
    if kind == "votes" and place in house().bodies:
        crumbs = votes_crumbs(place)
        if not about:
            return _place(crumbs)
        if act in ABOUT_QUESTIONS:
            label = text("web.votes.question_n", n=about)
            return _place((*crumbs, _about("vote_question", label, about, place)))
        return _place((*crumbs, _about("vote", text("web.votes.vote_n", n=about), about, place)))
    if kind == "motions" and place in house().bodies:
        label = text("motions.proceeding.name")
        return _place((*_body_crumbs(place), Link(label=label, href=reverse("motions", args=[place]))))
    if kind == "secret_votes" and place in house().bodies:
        number = int(about) if about.isdecimal() and len(about) < 16 else 0
        return _place(secret_way(place, number))
    if kind == "elections" and place in house().bodies:
        return _place(elections_way(place, about, act))
    if kind == "selection" and place:
        return _place(way_to(place, about, act))
    if stream == ACCREDITATION:
        crumbs = (HOME, Link(label=text("web.pages.people"), href=reverse("people")))
        return _place(
            (*crumbs, _about("credential", text("web.pages.credential", n=about), about)) if about else crumbs
        )
    raise Http404


def _issuing(code: str, about: str) -> tuple[Link, ...]:
    """Whoever issued a symbol goes back to the document that bears it, or to the register."""
    if len(about) > LONGEST or not about.isprintable():
        raise Http404
    if is_place(about) and about.startswith("selection:"):
        stream, _, number = about.split("/")
        return way_to(stream.partition(":")[2], number, "selection.circulate_letter")
    register = Link(label=text("web.documents.register"), href=reverse("documents", args=[code]))
    if not about or about == NEW:
        return (*_body_crumbs(code), register)
    return (*_body_crumbs(code), register, Link(label=about, href=reverse("document", args=[code, about])))


def _body_crumbs(code: str) -> tuple[Link, ...]:
    return (HOME, Link(label=house().bodies[code].name, href=reverse("body", args=[code])))


def communications_crumbs(code: str) -> tuple[Link, ...]:
    """The way from the house to a body's communications."""
    return (
        *_body_crumbs(code),
        Link(label=text("web.pages.communications"), href=reverse("communications", args=[code])),
    )


def votes_crumbs(code: str) -> tuple[Link, ...]:
    """The way from the house to a body's votes."""
    return (
        *_body_crumbs(code),
        Link(label=text("web.votes.votes"), href=reverse("votes", args=[code])),
    )


def _about(name: str, label: Any, about: str, *where: str) -> Link:
    if not about.isdecimal() or len(about) > 15:
        raise Http404
    return Link(label=label, href=reverse(name, args=[*where, int(about)]))


def _place(crumbs: tuple[Link, ...]) -> Place:
    return Place(address=crumbs[-1].href, crumbs=crumbs)
