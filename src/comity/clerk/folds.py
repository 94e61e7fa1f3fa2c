"""Folded states, each kept at its stream's head, for the clerk who sees all and for readers who see their part."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from comity.clerk.shapes import Shapes
from comity.record.audience import Clearances, may_open
from comity.record.entry import Entry
from comity.rules.acts import Happened, Sealed

STREAMS_KEPT: Final = 512
LENSES_KEPT: Final = 1024
STRIDE: Final = 64
"""Past states are kept at every so many entries: whoever looks back waits for fewer than so many to be folded."""
PAST_KEPT: Final = 1024


class Reads(Protocol):
    """Whatever entries can be read from: the store, or the desk within its transaction."""

    def read(self, stream: str, after: int) -> Sequence[Entry]: ...


@dataclass(frozen=True, slots=True)
class Folded:
    """A state and where it stands."""

    state: Any
    version: int
    sequence: int


class Journal:
    """What happened in one stream, opened once for all its readers."""

    def __init__(self, begin: Any) -> None:
        self.begin = begin
        self.happened: list[Happened | Sealed] = []
        self.sealed: list[Sealed] = []
        """The same as whoever may not open it sees it: made once, when the first such reader looks."""
        self.first: dict[str, int] = {}
        """By audience name, where it first appears: until there, readers who differ only in it see alike."""
        self.whole = Folded(begin, 0, 0)

    def add(self, happened: Sequence[Happened | Sealed], state: Any) -> None:
        for one in happened:
            self.first.setdefault(one.audience, len(self.happened))
            self.happened.append(one)
        if happened:
            self.whole = Folded(state, len(self.happened), happened[-1].sequence)

    def part(self, after: int, openable: frozenset[str]) -> list[Happened | Sealed]:
        """What happened after that version as a reader sees it who may open these audiences."""
        for one in self.happened[len(self.sealed) :]:
            self.sealed.append(one if isinstance(one, Sealed) else _sealed(one))
        both = zip(self.happened[after:], self.sealed[after:], strict=True)
        return [one if one.audience in openable else sealed for one, sealed in both]


def _openable(journal: Journal, clearances: Clearances) -> frozenset[str]:
    return frozenset(name for name in journal.first if may_open(name, clearances))


def _sealed(one: Happened) -> Sealed:
    return Sealed(at=one.at, sequence=one.sequence, audience=one.audience, commitment=one.commitment)


class Folds:
    """All journals and folded states of one process."""

    def __init__(self, store: Any, shapes: Shapes, bodies: Any) -> None:
        self._store = store
        self._shapes = shapes
        self._bodies = bodies
        self._lock = threading.RLock()
        self._journals: OrderedDict[str, Journal] = OrderedDict()
        self._lenses: OrderedDict[tuple[str, frozenset[str]], Folded] = OrderedDict()
        self._past: OrderedDict[tuple[str, frozenset[str], int], Any] = OrderedDict()

    def whole(self, stream: str, reads: Reads | None = None) -> Folded:
        """The state with everything in it, at the head of the stream; only the clerk decides on it."""
        self._store.ready()
        with self._lock:
            return self._fresh(stream, reads or self._store).whole

    def opened(self, stream: str, clearances: Clearances) -> Iterator[Happened]:
        """What happened in the proceeding, as far as a reader with these clearances may open it."""
        self._store.ready()
        with self._lock:
            journal = self._fresh(stream, self._store)
            happened = journal.happened[:]
            openable = _openable(journal, clearances)
        return (one for one in happened if isinstance(one, Happened) and one.audience in openable)

    def journal(self, stream: str, clearances: Clearances) -> tuple[Happened | Sealed, ...]:
        """Everything that happened in the proceeding, sealed where a reader with these clearances may not open it."""
        self._store.ready()
        with self._lock:
            journal = self._fresh(stream, self._store)
            return tuple(journal.part(0, _openable(journal, clearances)))

    def as_of(self, stream: str, clearances: Clearances, version: int) -> Any:
        """The state after so many entries, as a reader with these clearances sees it: never more than they see now."""
        self._store.ready()
        procedure = self._shapes.procedure_of(stream)
        with self._lock:
            journal = self._fresh(stream, self._store)
            openable = _openable(journal, clearances)
            known = next(
                (at for at in range(version // STRIDE, 0, -1) if (stream, openable, at) in self._past), 0
            )
            state = self._past[stream, openable, known] if known else journal.begin
            happened = journal.part(known * STRIDE, openable)[: version - known * STRIDE]
        while len(happened) >= STRIDE:
            state, happened, known = procedure.fold(state, happened[:STRIDE]), happened[STRIDE:], known + 1
            self._keep((stream, openable, known), state)
        return procedure.fold(state, happened)

    def _keep(self, key: tuple[str, frozenset[str], int], state: Any) -> None:
        with self._lock:
            self._past[key] = state
            while len(self._past) > PAST_KEPT:
                self._past.popitem(last=False)

    def streams(self) -> tuple[str, ...]:
        """The streams that this process has folded."""
        with self._lock:
            return tuple(self._journals)

    def advance(self, stream: str, happened: Sequence[Happened | Sealed], state: Any, after: int) -> None:
        """Take over what was just committed, if it follows on what is known."""
        with self._lock:
            journal = self._journals.get(stream)
            if journal is not None and len(journal.happened) == after:
                journal.add(happened, state)

    def seen(self, stream: str, clearances: Clearances, *, fresh: bool = True) -> Folded:
        """The state as a reader with these clearances may see it."""
        if fresh or stream not in self._journals:
            self._store.ready()
        with self._lock:
            if fresh or stream not in self._journals:
                journal = self._fresh(stream, self._store)
            else:
                journal = self._journals[stream]
            openable = [name for name in journal.first if may_open(name, clearances)]
            key = (stream, frozenset(openable))
            base = self._nearest(stream, journal, openable)
            if base.version == len(journal.happened):
                folded = base
            else:
                happened = journal.part(base.version, key[1])
                state = self._shapes.procedure_of(stream).fold(base.state, happened)
                folded = Folded(state, len(journal.happened), happened[-1].sequence)
            self._lenses[key] = folded
            self._lenses.move_to_end(key)
            while len(self._lenses) > LENSES_KEPT:
                self._lenses.popitem(last=False)
            return folded

    def _nearest(self, stream: str, journal: Journal, openable: list[str]) -> Folded:
        """The furthest state already folded that this reader would have seen the same."""
        first_unseen = len(journal.happened)
        for known in range(len(openable), -1, -1):
            folded = self._lenses.get((stream, frozenset(openable[:known])))
            if folded is not None and folded.version <= first_unseen:
                return folded
            if known:
                first_unseen = journal.first[openable[known - 1]]
        return Folded(journal.begin, 0, 0)

    def _fresh(self, stream: str, reads: Reads) -> Journal:
        journal = self._journals.get(stream)
        if journal is None:
            procedure = self._shapes.procedure_of(stream)
            journal = Journal(procedure.begin(stream, self._bodies))
            self._journals[stream] = journal
            while len(self._journals) > STREAMS_KEPT:
                gone, _ = self._journals.popitem(last=False)
                for key in [key for key in self._lenses if key[0] == gone]:
                    del self._lenses[key]
        self._journals.move_to_end(stream)
        entries = reads.read(stream, len(journal.happened))
        if entries:
            happened = [self._shapes.happened(entry) for entry in entries]
            journal.add(happened, self._shapes.procedure_of(stream).fold(journal.whole.state, happened))
        return journal
