"""Drawings of a vote for screen, print and documents, and the same in words as a table.

A drawing is SVG with a title and a description; how it looks is for the style sheet, by the classes `seat`,
`seat--yes`, `seat--no`, `seat--abstain`, `seat--not-participating`, `seat--absent`, `seat--pass`, `seat--voted` and
`seat--waiting`.  Each seat bears a sign too, so that nothing hangs on colour.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from comity.bodies.body import Body
from comity.bodies.rotation import beginning_with
from comity.rules.words import text
from comity.votes.state import RUNNING, Vote

SIGNS: Final = {
    "yes": "+",
    "no": "−",
    "abstain": "○",
    "not participating": "×",
    "absent": "·",
    "pass": "»",
    "voted": "✓",
    "waiting": "",
}
NAME_FITS: Final = 24
"""Characters of a name beside its light on the board."""
Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A member's place in a drawing, and its vote as far as the reader knows it."""

    member: str
    name: str
    choice: str

    def words(self, language: str) -> str:
        return f"{self.name}: {_said(self.choice, language)}"


def seats_of(body: Body, vote: Vote, language: str = "en", *, first: str = "") -> tuple[Seat, ...]:
    """The members in the order of the vote, from the first one named on, with what the reader knows."""
    order = beginning_with(first, vote.electorate) if first else vote.electorate
    return tuple(
        Seat(
            member=member,
            name=body.name_of(member, vote.on).say(language),
            choice=_choice(vote, member),
        )
        for member in order
    )


def _choice(vote: Vote, member: str) -> str:
    if member in vote.cast:
        return vote.cast[member].choice
    if member in vote.voted:
        return "voted"
    known = vote.result is not None and bool(vote.result.votes)
    return "absent" if known or (vote.status not in RUNNING and bool(vote.cast)) else "waiting"


def horseshoe(seats: Sequence[Seat], *, id: str, president: str = "", language: str = "en") -> str:
    """The Council's table: the President in the middle, the others in their order around it."""
    ordered = list(seats)
    middle = next((n for n, seat in enumerate(ordered) if seat.member == president), None)
    if middle is not None:
        turn = (middle - len(ordered) // 2) % len(ordered)
        ordered = ordered[turn:] + ordered[:turn]
    places = _around(len(ordered), radius=200, start=205, end=-25)
    inner = '<path class="drawing__table" d="M -135 57 A 150 150 0 1 1 135 57" />'
    return _svg(
        "horseshoe", id, (-260, -250, 520, 390), zip(ordered, places, strict=True), 20, language, inner
    )


def plan(seats: Sequence[Seat], *, id: str, language: str = "en") -> str:
    """The Assembly's hall: rows in half circles before the rostrum, filled from the front, left to right."""
    places = _rows(len(seats), nearest=150, apart=36, spacing=32)
    far = max((abs(x) for x, _ in places), default=0) + 40
    deep = max((-y for _, y in places), default=0) + 40
    inner = '<rect class="drawing__rostrum" x="-50" y="-40" width="100" height="30" rx="4" />'
    box = (-far, -deep, 2 * far, deep + 20)
    return _svg("plan", id, box, zip(seats, places, strict=True), 12, language, inner)


def board(seats: Sequence[Seat], *, id: str, columns: int = 8, language: str = "en") -> str:
    """The board of lights: a column of names after the other, each with its light."""
    if columns < 1:
        raise ValueError("a board has at least one column")
    high = max(1, math.ceil(len(seats) / columns))
    wide, tall = 220, 34
    lights = []
    for number, seat in enumerate(seats):
        column, row = divmod(number, high)
        x, y = column * wide, row * tall
        lights.append(_light(seat, (x + 17, y + tall / 2), 12, language))
        lights.append(
            f'<text class="board__name" x="{x + 38}" y="{_n(y + 22)}">{escape(_short(seat.name))}</text>'
        )
    box = (0.0, 0.0, float(columns * wide), float(high * tall))
    return _frame("board", id, box, "".join(lights), seats, language)


def _short(name: str) -> str:
    """A name that fits its column; the light bears the whole of it."""
    return name if len(name) <= NAME_FITS else f"{name[: NAME_FITS - 1].rstrip()}…"


def table(seats: Sequence[Seat], *, caption: str, language: str = "en") -> str:
    """What a drawing shows, in words: each member and its vote, and below how many voted which way."""
    rows = "".join(
        f'<tr><th scope="row">{escape(seat.name)}</th><td>{escape(_said(seat.choice, language))}</td></tr>'
        for seat in seats
    )
    member = escape(text("votes.drawing.member").say(language))
    vote = escape(text("votes.drawing.vote").say(language))
    total = escape(_counted(seats, language))
    return (
        f'<table class="votes-table"><caption>{escape(caption)}</caption>'
        f'<thead><tr><th scope="col">{member}</th><th scope="col">{vote}</th></tr></thead>'
        f'<tbody>{rows}</tbody><tfoot><tr><td colspan="2">{total}</td></tr></tfoot></table>'
    )


def _said(choice: str, language: str) -> str:
    if choice in ("voted", "waiting"):
        return text(f"votes.drawing.{choice}").say(language)
    return text(f"votes.choices.{choice.replace(' ', '_')}").say(language)


def _counted(seats: Iterable[Seat], language: str) -> str:
    counts = Counter(seat.choice for seat in seats)
    return " ".join(
        text("votes.drawing.count", choice=_said(choice, language), count=counts[choice]).say(language)
        for choice in SIGNS
        if counts[choice]
    )


def _around(n: int, *, radius: float, start: float, end: float) -> list[Point]:
    """So many places on an arc between two angles in degrees."""
    if n == 1:
        return [(0.0, -radius)]
    angles = (math.radians(start + (end - start) * number / (n - 1)) for number in range(n))
    return [(radius * math.cos(angle), -radius * math.sin(angle)) for angle in angles]


def _rows(n: int, *, nearest: float, apart: float, spacing: float) -> list[Point]:
    """As many half circles as there must be, all filled alike."""
    rooms: list[int] = []
    while sum(rooms) < n:
        rooms.append(int(math.pi * (nearest + apart * len(rooms)) / spacing) + 1)
    places: list[Point] = []
    for row, _ in enumerate(rooms):
        left, capacity = n - len(places), sum(rooms[row:])
        taken = math.ceil(left * rooms[row] / capacity)
        places += _around(taken, radius=nearest + apart * row, start=180, end=0)
    return places


def _svg(
    kind: str,
    id: str,
    box: tuple[float, float, float, float],
    placed: Iterable[tuple[Seat, Point]],
    size: int,
    language: str,
    inner: str,
) -> str:
    together = list(placed)
    lights = "".join(_light(seat, place, size, language, labelled=size > 15) for seat, place in together)
    return _frame(kind, id, box, inner + lights, [seat for seat, _ in together], language)


def _frame(
    kind: str,
    id: str,
    box: tuple[float, float, float, float],
    inner: str,
    seats: Sequence[Seat],
    language: str,
) -> str:
    title = escape(text(f"votes.drawing.{kind}").say(language))
    name = escape(id, quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing drawing--{kind}" lang="{escape(language)}"'
        f' viewBox="{" ".join(_n(side) for side in box)}" role="img"'
        f' aria-labelledby="{name}-title {name}-desc"><title id="{name}-title">{title}</title>'
        f'<desc id="{name}-desc">{escape(_counted(seats, language))}</desc>{inner}</svg>'
    )


def _light(seat: Seat, place: Point, size: int, language: str, *, labelled: bool = False) -> str:
    x, y = place
    kind = seat.choice.replace(" ", "-")
    parts = (
        f'<g class="seat seat--{kind}" data-member="{escape(seat.member, quote=True)}">',
        f"<title>{escape(seat.words(language))}</title>",
        f'<circle class="seat__light" cx="{_n(x)}" cy="{_n(y)}" r="{size}" />',
        f'<text class="seat__sign" x="{_n(x)}" y="{_n(y)}">{SIGNS[seat.choice]}</text>',
        f'<text class="seat__code" x="{_n(x)}" y="{_n(y + size + 14)}">{escape(seat.member)}</text>'
        if labelled
        else "",
        "</g>",
    )
    return "".join(parts)


def _n(number: float) -> str:
    """A coordinate with at most one decimal, so that drawings stay small and the same everywhere."""
    return f"{round(number, 1) + 0.0:.1f}".removesuffix(".0")
