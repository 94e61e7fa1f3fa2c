"""What became publicly known of a selection outside its record: days, and figures that the press published.

It belongs to no record: whoever shows it says whence it is, and shows it to everybody alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from comity.selection import history, history_2026
from comity.selection.past import Note
from comity.selection.polls import Poll, Polls
from comity.selection.state import Selection

UNITED_NATIONS: Final = ("unsc", "unga")


@dataclass(frozen=True, slots=True, kw_only=True)
class LastKnown:
    """The last figures of a candidate that became known, of a poll whose day did not."""

    full_name: str
    in_favour: int
    against: int
    neutral: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What the public knows of the selection whose term begins in the year after this one."""

    year: int
    polls: Polls | None = None
    notes: tuple[Note, ...] = ()
    last_known: tuple[LastKnown, ...] = ()

    def notes_on(self, day: date) -> tuple[Note, ...]:
        return tuple(note for note in self.notes if note.day == day)

    def polls_until(self, day: date) -> Polls | None:
        """The polls held by the end of that day; None where there was none."""
        if self.polls is None:
            return None
        held = tuple(poll for poll in self.polls.rounds if date.fromisoformat(poll.date) <= day)
        return Polls(rounds=held, names=self.polls.names, states=self.polls.states) if held else None

    def polls_on(self, day: date) -> tuple[Poll, ...]:
        rounds = self.polls.rounds if self.polls else ()
        return tuple(poll for poll in rounds if poll.date == day.isoformat())


def published_of(year: int) -> Published | None:
    """What is known of the selection of that year."""
    match year:
        case 2006:
            return Published(year=year, polls=history.polls(2006))
        case 2016:
            return Published(year=year, polls=history.polls(2016), notes=history.notes())
        case 2026:
            known = tuple(_last_known(row) for row in history.candidates_2026())
            return Published(year=year, notes=history_2026.notes_2026(), last_known=known)
        case _:
            return None


def published(state: Selection) -> Published | None:
    """The same for the selection that this record is of, where it is one of the United Nations."""
    if (state.recommends, state.appoints) != UNITED_NATIONS or state.term_since is None:
        return None
    return published_of(state.last_year)


def _last_known(row: dict[str, str]) -> LastKnown:
    return LastKnown(
        full_name=row["candidate"],
        in_favour=int(row["encourage"]),
        against=int(row["discourage"]),
        neutral=int(row["no_opinion"]),
    )
