"""Time limits: hours, calendar days and working days, counted at the seat of a body.

Nothing here reads a clock: every function gets the time it starts from.  Hours run as they pass, so that
twenty-four hours stay twenty-four hours when the seat changes to summer time; days are the seat's days and
end at its midnight.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from comity.rules.words import Name

ONE_DAY: Final = timedelta(days=1)
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time limit that runs: what is done at `due` itself is still in time."""

    started: datetime
    due: datetime

    def remaining(self, now: datetime) -> timedelta:
        """What is left, and nothing once it has run out."""
        return max(self.due.astimezone(UTC) - now.astimezone(UTC), timedelta(0))

    def overdue(self, now: datetime) -> bool:
        return now.astimezone(UTC) > self.due.astimezone(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The days on which the secretariat of a body works, and the time zone of its seat."""

    name: str
    zone: ZoneInfo
    weekend: frozenset[int] = frozenset({5, 6})
    """Days of the week that are not worked; Monday is 0."""
    holidays: Mapping[date, Name] = field(default_factory=dict, hash=False)
    years: frozenset[int] = frozenset()
    """The years whose holidays are known; in others only weekends are left out, and limits end early."""
    source: str = ""

    @classmethod
    def load(cls, path: Path) -> Calendar:
        """A calendar from its file, as in `calendars/un-hq.toml`."""
        return cls._read(path.read_text(encoding="utf-8"))

    @classmethod
    def _read(cls, written: str) -> Calendar:
        data = tomllib.loads(written)
        names = {key: Name(**forms) for key, forms in data.get("names", {}).items()}
        holidays: dict[date, Name] = {}
        for year, kept in data.get("holidays", {}).items():
            for key, when in kept.items():
                if key not in names:
                    raise ValueError(f"calendar {data['name']!r}: {key} of {year} has no name")
                for day in when if isinstance(when, list) else [when]:
                    if type(day) is not date or str(day.year) != year:
                        raise ValueError(f"calendar {data['name']!r}: {key} is not a day of {year}: {day}")
                    holidays[day] = names[key]
        return cls(
            name=data["name"],
            zone=ZoneInfo(data["zone"]),
            weekend=frozenset(WEEKDAYS.index(day) for day in data.get("weekend", ("saturday", "sunday"))),
            holidays=holidays,
            years=frozenset(int(year) for year in data.get("holidays", {})),
            source=data.get("source", ""),
        )

    def __post_init__(self) -> None:
        if len(self.weekend) >= len(WEEKDAYS):
            raise ValueError(f"calendar {self.name!r} has no working day in the week")

    def works(self, day: date) -> bool:
        return day.weekday() not in self.weekend and day not in self.holidays

    def day_of(self, moment: datetime) -> date:
        """The day it is at the seat."""
        if moment.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be placed in a calendar")
        return moment.astimezone(self.zone).date()

    def at(self, day: date, hour: time) -> datetime:
        """That hour of the day at the seat; an hour that summer time skips is moved on by the skip."""
        moment = datetime.combine(day, hour, tzinfo=self.zone)
        return moment.astimezone(UTC).astimezone(self.zone)

    def end_of(self, day: date) -> datetime:
        """The last instant of a day at the seat."""
        return self.at(day, time.max)

    def working_days_after(self, day: date) -> Iterator[date]:
        while True:
            day += ONE_DAY
            if self.works(day):
                yield day

    def next_working_day(self, day: date) -> date:
        return next(self.working_days_after(day))

    def working_days_between(self, first: date, last: date) -> int:
        """How many working days come after the first day, up to and including the last."""
        return sum(self.works(first + ONE_DAY * n) for n in range(1, (last - first).days + 1))


@cache
def headquarters() -> Calendar:
    """The calendar of United Nations Headquarters; configuration may put another in its place."""
    file = resources.files("comity.rules") / "calendars" / "un-hq.toml"
    return Calendar._read(file.read_text(encoding="utf-8"))


def hours(n: int, *, after: datetime) -> Clock:
    """Hours as they pass, whatever the seat's clocks on the wall do meanwhile."""
    return Clock(started=after, due=_shifted(after, timedelta(hours=n)))


def days(n: int, *, after: datetime, calendar: Calendar) -> Clock:
    """Calendar days, the day itself not counted; the last one may be used to its end."""
    return Clock(started=after, due=calendar.end_of(calendar.day_of(after) + ONE_DAY * n))


def working_days(n: int, *, after: datetime, calendar: Calendar) -> Clock:
    """Working days, the day itself not counted; the last one may be used to its end."""
    if n < 1:
        raise ValueError("a time limit of working days has at least one")
    following = calendar.working_days_after(calendar.day_of(after))
    day = next(following)
    for _ in range(n - 1):
        day = next(following)
    return Clock(started=after, due=calendar.end_of(day))


def next_working_day_at(hour: time, *, after: datetime, calendar: Calendar) -> Clock:
    """An hour of the first working day that follows, as for the record of a meeting under Council rule 49."""
    due = calendar.at(calendar.next_working_day(calendar.day_of(after)), hour)
    return Clock(started=after, due=due)


def end_of_month(*, after: datetime, calendar: Calendar) -> Clock:
    """To the last instant of the month at the seat, as a presidency of the Council runs."""
    day = calendar.day_of(after)
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return Clock(started=after, due=calendar.end_of(following - ONE_DAY))


def at_least_before(n: int, *, before: datetime) -> datetime:
    """The last moment that is at least so many hours before another."""
    return _shifted(before, -timedelta(hours=n))


def days_before(n: int, *, before: datetime, calendar: Calendar) -> datetime:
    """The end of the last day that is at least so many days before a meeting's day."""
    return calendar.end_of(calendar.day_of(before) - ONE_DAY * n)


def _shifted(moment: datetime, by: timedelta) -> datetime:
    """Shift by time that passes: Python's own sum on a local time would shift what the wall clock shows."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot start a clock")
    return (moment.astimezone(UTC) + by).astimezone(moment.tzinfo)
