"""Selections brought as far as a document needs, and every document that there is in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from comity.bodies.actor import Actor
from comity.documents import selection as documents
from comity.documents.document import Document
from comity.selection import acts as a
from comity.selection.state import Selection
from tests.selection.desk import LATVIA, PGA, SECRETARIAT, Desk, representative

COUNTS = ((11, 3, 1), (6, 7, 2), (2, 8, 5))


@dataclass(frozen=True)
class Made:
    """A document as one reader's view makes it, and how it stands."""

    name: str
    state: Selection
    document: Document


def letter(desk: Desk, kind: str) -> int:
    """The latest letter of that kind."""
    return max(one.letter for one in desk.state.letters.values() if one.kind == kind)


def document(desk: Desk, number: int, by: Actor | None = None) -> Document:
    state = desk.state if by is None else desk.seen(by)
    made = documents.letter(state, number)
    assert made is not None
    return made


def selected(rulebook: str = "unsg-2016") -> Desk:
    """A whole selection: a withdrawal, a round, the recommendation, the appointment."""
    desk = Desk(rulebook).with_candidates("ARG", "BRA", "CRI", "DEU")
    desk.does(SECRETARIAT, a.WithdrawCandidacy, candidate=4, notice="I withdraw with thanks.")
    desk.letters()
    desk.poll(*COUNTS)
    desk.does(LATVIA, a.IssueCommunique, meeting="round-1", communique="Voted.") if awaiting(desk) else None
    desk.does(LATVIA, a.DecideNext, decision=a.PROCEED)
    desk.does(LATVIA, a.Recommend, candidate=1, method=a.ACCLAMATION, resolution="S/RES/2790(2026)")
    desk.does(SECRETARIAT, a.IssueCommunique, meeting="recommendation-1", communique="Recommended.")
    desk.letters()
    return desk


def awaiting(desk: Desk) -> bool:
    return any(meeting not in desk.state.communiques for meeting in desk.state.meetings)


@cache
def standing(status: str) -> Desk:
    """A selection whose joint letter stands like that."""
    desk = Desk("unsg-2016").open()
    desk.adopt()
    if status != "draft":
        desk.does(LATVIA, a.SignLetter, letter=2)
    if status in ("signed", "circulated"):
        desk.does(PGA, a.SignLetter, letter=2)
    if status == "circulated":
        desk.does(SECRETARIAT, a.CirculateLetter, letter=2)
    return desk


@cache
def everything() -> tuple[Made, ...]:
    """One document of each kind."""
    return tuple(_everything())


def _everything() -> Iterator[Made]:
    desk = selected()
    for kind in documents.LETTERS:
        number = letter(desk, kind)
        yield Made(kind, desk.state, document(desk, number))
    for to, form in (("ARG", "own"), ("FRA", "table")):
        copy = next(one.copy for one in desk.state.copies.values() if one.to == to)
        reader = representative(to)
        desk.does(reader, a.ReadCopy, confidential_copy=copy)
        state = desk.seen(reader)
        made = documents.confidential_copy(state, copy)
        assert made is not None
        yield Made(f"copy_{form}", state, made)
    meeting = documents.communique(desk.state, "recommendation-1")
    assert meeting is not None
    yield Made("communique", desk.state, meeting)
    since = desk.state.term_since
    assert since is not None
    until = since.replace(year=since.year + 5)
    desk.does(
        PGA, a.Appoint, method=a.ACCLAMATION, resolution="A/RES/81/4", term_since=since, term_until=until
    )
    announced = documents.announcement(desk.state)
    assert announced is not None
    yield Made("announcement", desk.state, announced)
