"""A store in memory: for the core on its own, for rehearsals and for tests."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from comity.clerk.store import Answered, Head
from comity.record.entry import Entry


class MemoryStore:
    """Everything in dictionaries, one desk at a time."""

    def __init__(self) -> None:
        self.head = Head()
        self._alone = threading.RLock()
        self._streams: dict[str, list[Entry]] = defaultdict(list)
        self._answers: dict[tuple[str, str], Answered] = {}
        self._due: dict[str, datetime] = {}

    def ready(self) -> None:
        """Nothing is needed."""

    def rest(self) -> None:
        """Nothing is held by whoever waits."""

    @contextmanager
    def desk(self) -> Iterator[MemoryStore]:
        with self._alone:
            yield self

    def answered(self, acts: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], Answered]:
        return {key: self._answers[key] for key in acts if key in self._answers}

    def read(self, stream: str, after: int) -> Sequence[Entry]:
        return self._streams[stream][after:] if stream in self._streams else ()

    def streams(self, kind: str) -> Sequence[str]:
        found = [es[0] for es in self._streams.values() if es and es[0].header.kind == kind]
        return [first.header.stream for first in sorted(found, key=lambda e: e.header.sequence)]

    def write(
        self,
        entries: Sequence[Entry],
        answers: Sequence[Answered],
        head: Head,
        due: Mapping[str, datetime | None],
    ) -> None:
        for entry in entries:
            self._streams[entry.header.stream].append(entry)
        for answer in answers:
            self._answers[answer.person, answer.act_id] = answer
        self.head = head
        for stream, at in due.items():
            if at is None:
                self._due.pop(stream, None)
            else:
                self._due[stream] = at

    def due(self, now: datetime) -> Sequence[str]:
        return sorted(stream for stream, at in self._due.items() if at <= now)

    def all_entries(self) -> list[Entry]:
        """The whole record in its order."""
        return sorted(
            (e for entries in self._streams.values() for e in entries), key=lambda e: e.header.sequence
        )
