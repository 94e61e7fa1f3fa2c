"""Assembly rule 1: when a regular session opens, and which one a day belongs to."""

from __future__ import annotations

from datetime import date

import pytest

from comity.bodies.body import opening_day, session_on


@pytest.mark.parametrize(
    ("year", "opens"),
    [
        (2016, date(2016, 9, 13)),
        (2022, date(2022, 9, 13)),
        (2023, date(2023, 9, 5)),
        (2024, date(2024, 9, 10)),
        (2025, date(2025, 9, 9)),
    ],
)
def test_rule_1_a_session_opens_on_a_tuesday_of_september(year: int, opens: date) -> None:
    assert opening_day(year) == opens
    assert session_on(opens) == year - 1945
    assert session_on(date(year, 8, 31)) == year - 1946
