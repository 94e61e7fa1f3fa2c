import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.bodies import council
from comity.bodies.states import find

DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_rule_18_gives_every_presidency_from_1947_to_2026() -> None:
    known = rows("sc_presidents.csv")
    assert len(known) == 960
    for row in known:
        year, month = int(row["year"]), int(row["month"])
        assert council.presidency(year, month) == find(row["president"], date(year, month, 1)).code, row


def test_the_members_of_every_year() -> None:
    for row in rows("sc_members_by_year.csv"):
        on = date(int(row["year"]), 12, 1)
        elected = {find(name, on).code for name in row["elected"].split("|") if not name.startswith("(")}
        assert set(council.elected_on(on)) == elected
        assert set(council.permanent_on(on)) == {find(name, on).code for name in row["permanent"].split("|")}


@pytest.mark.parametrize(("year", "size"), [(1946, 11), (1965, 11), (1966, 15), (1990, 15), (2026, 15)])
def test_eleven_members_until_1965_fifteen_since(year: int, size: int) -> None:
    assert len(council.members_on(date(year, 6, 30))) == size


def test_the_council_did_not_sit_before_its_first_meeting() -> None:
    assert council.members_on(date(1946, 1, 16)) == ()
    assert len(council.members_on(date(1946, 1, 17))) == 11
    assert council.presidency(1946, 5) == ""


def test_members_sit_in_english_alphabetical_order_of_the_names_of_the_day() -> None:
    assert council.members_on(date(2026, 1, 1)) == (
        "BHR",
        "CHN",
        "COL",
        "COD",
        "DNK",
        "FRA",
        "GRC",
        "LVA",
        "LBR",
        "PAK",
        "PAN",
        "RUS",
        "SOM",
        "GBR",
        "USA",
    )
    assert council.members_on(date(1990, 3, 1))[5] == "YMD"
    assert council.members_on(date(1990, 6, 1))[-2:] == ("YEM", "COD")


def test_a_seat_on_which_the_sources_differ_is_marked_and_not_counted() -> None:
    on = date(2027, 2, 1)
    assert council.uncertain_on(on) == ("KGZ", "PHL")
    assert len(council.members_on(on)) == 14


@pytest.mark.parametrize(
    ("on", "observing"),
    [
        (date(2025, 9, 30), ()),
        (date(2025, 10, 1), ("BHR", "COL", "COD", "LVA", "LBR")),
        (date(2025, 12, 31), ("BHR", "COL", "COD", "LVA", "LBR")),
        (date(2026, 1, 1), ()),
        (date(2010, 11, 1), ()),
    ],
)
def test_elected_members_observe_from_1_october(on: date, observing: tuple[str, ...]) -> None:
    assert council.observing_on(on) == observing


def test_rule_20_the_chair_passes_to_the_next_member_not_directly_connected() -> None:
    on = date(2026, 12, 1)
    assert council.president_on(on) == "LBR"
    assert council.presiding_for(on) == "LBR"
    assert council.presiding_for(on, question_of=["LBR"]) == "PAK"
    assert council.presiding_for(on, question_of=["LBR", "PAK", "PAN"]) == "RUS"
    assert council.presiding_for(on, question_of=council.members_on(on)) == ""
    assert council.presiding_for(date(2026, 12, 1), question_of=["USA"]) == "LBR"


def test_rule_20_goes_round_the_table() -> None:
    order = council.presiding_order(date(2026, 12, 1))
    assert order[:2] == ("LBR", "PAK")
    assert order[-2:] == ("GRC", "LVA")


@given(st.dates(min_value=date(1947, 1, 1), max_value=date(2027, 12, 31)))
def test_the_president_is_always_a_member(on: date) -> None:
    month = date(on.year, on.month, 1)
    assert council.president_on(on) in council.members_on(month)
    assert set(council.permanent_on(on)) <= set(council.members_on(on))


@given(st.integers(1947, 2026))
def test_nobody_presides_twice_before_everybody_has_presided_once(year: int) -> None:
    held = [council.presidency(year, month) for month in range(1, 12)]
    assert len(set(held)) == len(held)


@pytest.mark.parametrize("on", [date.min, date(2028, 1, 1), date.max])
def test_what_is_not_known_is_not_guessed(on: date) -> None:
    assert council.president_on(on) == ""
    assert council.observing_on(on) == ()
