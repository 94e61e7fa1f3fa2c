"""Clocks: the working days of real vetoes, the hours of the rules, and the change to summer time."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.rules import clock
from comity.rules.clock import Calendar, headquarters
from comity.rules.words import LANGUAGES

NEW_YORK = ZoneInfo("America/New_York")
WEEKDAYS_ONLY = Calendar(name="weekdays", zone=NEW_YORK)
VETOES = tomllib.loads((Path(__file__).parent / "veto_working_days.toml").read_text(encoding="utf-8"))["case"]


def new_york(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=NEW_YORK)  # type: ignore[misc, arg-type]


moments = st.datetimes(datetime(2022, 1, 1), datetime(2027, 11, 30), timezones=st.just(NEW_YORK))  # noqa: DTZ001


@pytest.mark.parametrize("case", VETOES, ids=lambda case: str(case["veto"]))
def test_working_days_from_a_veto_to_the_debate(case: dict[str, object]) -> None:
    days = case["veto"], case["debate"]
    assert WEEKDAYS_ONLY.working_days_between(*days) == case["weekdays"]  # type: ignore[arg-type]
    assert headquarters().working_days_between(*days) == case["working_days"]  # type: ignore[arg-type]


@pytest.mark.parametrize("case", VETOES, ids=lambda case: str(case["veto"]))
def test_every_debate_on_a_veto_was_in_time_once_holidays_are_left_out(case: dict[str, date]) -> None:
    cast = datetime.combine(case["veto"], time(11), NEW_YORK)
    limit = clock.working_days(10, after=cast, calendar=headquarters())
    assert not limit.overdue(datetime.combine(case["debate"], time(10), NEW_YORK))


def test_plain_weekdays_would_call_two_of_those_debates_late() -> None:
    late = [
        case["veto"]
        for case in VETOES
        if clock.working_days(
            10, after=datetime.combine(case["veto"], time(11), NEW_YORK), calendar=WEEKDAYS_ONLY
        ).overdue(datetime.combine(case["debate"], time(10), NEW_YORK))
    ]
    assert late == [date(2023, 12, 22), date(2024, 3, 22)]


def test_a_floating_day_in_the_configuration_is_one_working_day_less() -> None:
    names = {**headquarters().holidays, date(2023, 12, 26): headquarters().holidays[date(2023, 12, 25)]}
    with_floating_day = Calendar(name="with the floating day", zone=NEW_YORK, holidays=names)
    assert with_floating_day.working_days_between(date(2023, 12, 22), date(2024, 1, 9)) == 9


def test_the_last_working_day_may_be_used_to_its_end() -> None:
    limit = clock.working_days(10, after=new_york(2025, 2, 24, 12), calendar=headquarters())
    assert limit.due.date() == date(2025, 3, 10)
    assert not limit.overdue(new_york(2025, 3, 10, 23, 59, 59))
    assert limit.overdue(new_york(2025, 3, 11))


@pytest.mark.parametrize(
    ("meeting", "available"),
    [
        (new_york(2026, 3, 3, 15), new_york(2026, 3, 4, 10)),
        (new_york(2026, 3, 6, 18), new_york(2026, 3, 9, 10)),
        (new_york(2026, 4, 2, 10), new_york(2026, 4, 6, 10)),
        (datetime(2026, 3, 4, 2, tzinfo=UTC), new_york(2026, 3, 4, 10)),
    ],
    ids=["the next day", "over a weekend", "over Good Friday", "late evening at the seat"],
)
def test_rule_49_record_by_ten_on_the_first_working_day(meeting: datetime, available: datetime) -> None:
    assert clock.next_working_day_at(time(10), after=meeting, calendar=headquarters()).due == available


def test_rule_50_corrections_within_two_working_days() -> None:
    limit = clock.working_days(2, after=new_york(2026, 3, 5, 10), calendar=headquarters())
    assert limit.due.date() == date(2026, 3, 9)


def test_special_report_at_least_72_hours_before_the_debate() -> None:
    last = clock.at_least_before(72, before=new_york(2025, 3, 6, 10))
    assert last == new_york(2025, 3, 3, 10)
    assert new_york(2025, 2, 28, 18) < last


@pytest.mark.parametrize(
    ("after", "wall"),
    [
        (new_york(2026, 3, 7, 12), new_york(2026, 3, 8, 13)),
        (new_york(2026, 10, 31, 12), new_york(2026, 11, 1, 11)),
        (new_york(2026, 6, 1, 12), new_york(2026, 6, 2, 12)),
    ],
    ids=["clocks forward", "clocks back", "an ordinary day"],
)
def test_24_hours_stay_24_hours_when_the_clocks_change(after: datetime, wall: datetime) -> None:
    limit = clock.hours(24, after=after)
    assert limit.due == wall
    assert limit.remaining(after) == timedelta(hours=24)


def test_the_written_vote_of_2020_closes_after_24_and_is_announced_by_36_hours() -> None:
    start = new_york(2020, 3, 27, 17)
    close = clock.hours(24, after=start).due
    assert close == new_york(2020, 3, 28, 17)
    assert clock.hours(3, after=close).due == new_york(2020, 3, 28, 20)
    assert clock.hours(36, after=start).due == new_york(2020, 3, 29, 5)


def test_what_is_done_at_the_hour_itself_is_in_time() -> None:
    limit = clock.hours(24, after=new_york(2026, 5, 1, 10))
    assert not limit.overdue(limit.due)
    assert limit.overdue(limit.due + timedelta(microseconds=1))
    assert limit.remaining(limit.due + timedelta(hours=5)) == timedelta(0)


def test_the_repeated_hour_of_autumn_is_two_different_moments() -> None:
    first, second = (datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK, fold=fold) for fold in (0, 1))
    limit = clock.Clock(started=first - timedelta(hours=1), due=first)
    assert limit.overdue(second)
    assert clock.hours(1, after=first).due.astimezone(UTC) == second.astimezone(UTC)


def test_rule_51_ten_days_run_to_the_end_of_the_tenth() -> None:
    limit = clock.days(10, after=new_york(2026, 3, 1, 9), calendar=headquarters())
    assert limit.due == headquarters().end_of(date(2026, 3, 11))


def test_rule_8_agenda_three_days_before_the_meeting() -> None:
    last = clock.days_before(3, before=new_york(2026, 3, 10, 10), calendar=headquarters())
    assert last.date() == date(2026, 3, 7)


@pytest.mark.parametrize(
    ("after", "last"),
    [
        ((2024, 2, 10), date(2024, 2, 29)),
        ((2026, 12, 31), date(2026, 12, 31)),
        ((2026, 4, 1), date(2026, 4, 30)),
    ],
)
def test_rule_18_a_presidency_ends_with_its_month(after: tuple[int, int, int], last: date) -> None:
    limit = clock.end_of_month(after=new_york(*after), calendar=headquarters())
    assert limit.due == headquarters().end_of(last)
    assert limit.overdue(limit.due + timedelta(microseconds=1))


def test_the_end_of_a_month_is_the_seats_and_not_greenwichs() -> None:
    still_january = datetime(2026, 2, 1, 3, tzinfo=UTC)
    assert clock.end_of_month(after=still_january, calendar=headquarters()).due.date() == date(2026, 1, 31)


@given(after=moments, n=st.integers(1, 40))
def test_exactly_n_working_days_lie_in_a_limit_of_n(after: datetime, n: int) -> None:
    calendar = headquarters()
    due = clock.working_days(n, after=after, calendar=calendar).due.date()
    assert calendar.works(due)
    assert calendar.working_days_between(after.date(), due) == n


@given(after=moments, n=st.integers(0, 2000))
def test_hours_are_always_that_much_time_that_passes(after: datetime, n: int) -> None:
    due = clock.hours(n, after=after).due
    assert due.astimezone(UTC) - after.astimezone(UTC) == timedelta(hours=n)
    assert clock.at_least_before(n, before=due).astimezone(UTC) == after.astimezone(UTC)


def test_an_hour_that_summer_time_skips_is_moved_on() -> None:
    moved = headquarters().at(date(2026, 3, 8), time(2, 30))
    assert (moved.hour, moved.minute, moved.tzname()) == (3, 30, "EDT")


def test_the_headquarters_calendar_has_named_holidays_on_weekdays_for_2022_to_2027() -> None:
    calendar = headquarters()
    assert calendar.years == frozenset(range(2022, 2028))
    assert calendar.source.startswith("MEMORY")
    assert all(day.weekday() < 5 for day in calendar.holidays)
    for name in calendar.holidays.values():
        assert all(getattr(name, language) for language in LANGUAGES)


def test_a_calendar_of_ones_own_replaces_it(tmp_path: Path) -> None:
    file = tmp_path / "cairo.toml"
    file.write_text(
        'name = "cairo"\nzone = "Africa/Cairo"\nweekend = ["friday", "saturday"]\n'
        '[names.sham]\nen = "Sham el-Nessim"\n[holidays.2026]\nsham = 2026-04-13\n',
        encoding="utf-8",
    )
    cairo = Calendar.load(file)
    assert [cairo.works(date(2026, 4, day)) for day in (10, 11, 12, 13, 14)] == [
        False,
        False,
        True,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[holidays.2026]\nfeast = 2026-01-01", "has no name"),
        ('[names.feast]\nen = "F"\n[holidays.2026]\nfeast = "1 May"', "not a day of 2026"),
        ('[names.feast]\nen = "F"\n[holidays.2026]\nfeast = 2025-05-01', "not a day of 2026"),
        ('[names.feast]\nen = "F"\n[holidays.2026]\nfeast = 2026-05-01T10:00:00Z', "not a day of 2026"),
    ],
)
def test_a_calendar_with_a_mistake_says_which(tmp_path: Path, line: str, said: str) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text(f'name = "wrong"\nzone = "UTC"\n{line}\n', encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        Calendar.load(file)


def test_a_week_without_working_days_is_refused() -> None:
    with pytest.raises(ValueError, match="no working day"):
        Calendar(name="none", zone=NEW_YORK, weekend=frozenset(range(7)))


def test_a_moment_without_a_zone_starts_no_clock() -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001
    with pytest.raises(ValueError, match="without a time zone"):
        clock.hours(1, after=naive)
    with pytest.raises(ValueError, match="without a time zone"):
        clock.days(1, after=naive, calendar=headquarters())
