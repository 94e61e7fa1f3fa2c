"""Drawings of a vote: well-formed, complete, readable without colour and without sight."""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree

import pytest

from comity.bodies.actor import ANYONE
from comity.bodies.states import all_states
from comity.rules.words import LANGUAGES
from comity.votes.acts import CloseVote
from comity.votes.drawing import SIGNS, Seat, board, horseshoe, plan, seats_of, table
from tests.people import LATVIA, NOON
from tests.votes.hall import COUNCIL, Hall

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def seats() -> tuple[Seat, ...]:
    choices = list(SIGNS)
    return tuple(
        Seat(member=state.code, name=state.name.en, choice=choices[n % len(choices)])
        for n, state in enumerate(all_states(NOON.date()))
    )


def lights(drawing: str) -> list[ElementTree.Element]:
    root = ElementTree.fromstring(drawing)
    return [group for group in root.iter(f"{SVG}g") if "seat" in group.get("class", "").split()]


@pytest.mark.parametrize("draw", [horseshoe, plan, board])
def test_every_member_has_one_light_with_its_vote_in_words_and_signs(draw, seats: tuple[Seat, ...]) -> None:  # type: ignore[no-untyped-def]
    shown = lights(draw(seats, id="d"))
    assert sorted(group.get("data-member", "") for group in shown) == sorted(seat.member for seat in seats)
    by_code = {seat.member: seat for seat in seats}
    for group in shown:
        seat = by_code[group.get("data-member", "")]
        assert group.findtext(f"{SVG}title") == seat.words("en")
        assert (group.findtext(f"{SVG}text") or "") == SIGNS[seat.choice]


@pytest.mark.parametrize("draw", [horseshoe, plan, board])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_drawing_has_a_title_and_a_description_and_no_style_of_its_own(
    draw, language: str, seats: tuple[Seat, ...]
) -> None:  # type: ignore[no-untyped-def]
    drawing = draw(seats, id="d", language=language)
    root = ElementTree.fromstring(drawing)
    assert root.get("aria-labelledby") == "d-title d-desc" and root.get("lang") == language
    assert root.find(f"{SVG}title") is not None and root.find(f"{SVG}desc") is not None
    assert not re.search(r"\b(style|fill|stroke|font-size)=", drawing)


@pytest.mark.parametrize("draw", [horseshoe, plan])
@pytest.mark.parametrize("n", [1, 2, 15, 193])
def test_no_two_seats_of_a_hall_stand_in_each_other(draw, n: int, seats: tuple[Seat, ...]) -> None:  # type: ignore[no-untyped-def]
    if draw is horseshoe and n > 15:
        return
    circles = [c for g in lights(draw(seats[:n], id="d")) for c in g.iter(f"{SVG}circle")]
    places = [(float(c.get("cx", 0)), float(c.get("cy", 0)), float(c.get("r", 0))) for c in circles]
    for i, (x, y, r) in enumerate(places):
        assert all(math.dist((x, y), other[:2]) > 2 * r for other in places[:i])


def test_the_president_sits_in_the_middle_of_the_horseshoe(seats: tuple[Seat, ...]) -> None:
    shown = lights(horseshoe(seats[:15], id="d", president=seats[3].member))
    middle = next(g for g in shown if g.get("data-member") == seats[3].member)
    circle = middle.find(f"{SVG}circle")
    assert circle is not None and circle.get("cx") == "0"


def test_names_are_escaped() -> None:
    seat = Seat(member="X", name='A & B <"C">', choice="yes")
    for drawing in (board([seat], id="d"), table([seat], caption="<c>")):
        ElementTree.fromstring(drawing)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_says_what_the_drawing_shows(language: str, seats: tuple[Seat, ...]) -> None:
    root = ElementTree.fromstring(table(seats, caption="Vote 1", language=language))
    said = [f"{row[0].text}: {row[1].text}" for row in root.findall("tbody/tr")]
    assert said == [seat.words(language) for seat in seats]


def test_a_reader_is_shown_what_that_reader_knows() -> None:
    hall = Hall()
    vote = hall.open()
    hall.cast("FRA", "no")
    body = hall.whole.body
    shown = {seat.member: seat.choice for seat in seats_of(body, hall.seen(ANYONE).votes[vote])}
    assert (shown["FRA"], shown["GBR"]) == ("voted", "waiting")
    hall.must(CloseVote, LATVIA, vote=vote)
    shown = {seat.member: seat.choice for seat in seats_of(body, hall.seen(ANYONE).votes[vote])}
    assert shown["FRA"] == "no"
    assert len(shown) == len(COUNCIL)
