"""What the clerk needs of whatever keeps the record; the shell keeps it in a database, tests in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from comity.record.entry import Entry
from comity.record.tree import Frontier
from comity.rules.guard import Ruling


class RecordUnavailable(Exception):
    """The record cannot be read or written now; nothing of what was asked has been done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The end of the record."""

    sequence: int = 0
    at: datetime | None = None
    """When the last entry was made: no later one is earlier."""
    frontier: Frontier = field(default_factory=Frontier)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A ruling as it is kept, with what tells the same act heard again from another one under its id."""

    person: str
    act_id: str
    fingerprint: str
    ruling: Ruling


class Desk(Protocol):
    """The one place where the record grows; whoever sits at it holds the head of the record alone."""

    head: Head

    def answered(self, acts: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], Answered]:
        """What was already ruled on these (person, act id)."""

    def read(self, stream: str, after: int) -> Sequence[Entry]:
        """The entries of a stream after that version, in order."""

    def write(
        self,
        entries: Sequence[Entry],
        answers: Sequence[Answered],
        head: Head,
        due: Mapping[str, datetime | None],
    ) -> None:
        """Keep all of it or nothing; `due` says for each stream touched when its next clock runs out."""


class Store(Protocol):
    """Keeps the record."""

    def ready(self) -> None:
        """Take in hand what reading needs, before a lock is taken: nobody waits for the store with a lock held."""

    def rest(self) -> None:
        """The calling thread waits for its turn: what it holds of the store is for others meanwhile."""

    def desk(self) -> AbstractContextManager[Desk]:
        """Sit at the desk; on leaving without an exception what was written is durable."""

    def read(self, stream: str, after: int) -> Sequence[Entry]:
        """The entries of a stream after that version, in order."""

    def streams(self, kind: str) -> Sequence[str]:
        """The streams of one kind of proceeding, in the order in which they began."""

    def due(self, now: datetime) -> Sequence[str]:
        """The streams with a clock that has run out."""
