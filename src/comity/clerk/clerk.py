"""The one way in: every change is an act that the clerk hears.

Whoever brings an act while the desk is free sits down and decides everything that waits as one batch, in order of
arrival; the others wait for their ruling.  A batch is one transaction: what it puts on the record is durable before
anybody is told, and a batch that fails leaves nothing behind.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from comity.bodies.actor import CLERK, Actor
from comity.bodies.procedure import Procedure, ToRecord
from comity.clerk.folds import Folded, Folds
from comity.clerk.shapes import Shapes
from comity.clerk.store import Answered, Desk, Head, RecordUnavailable, Store
from comity.record.audience import Clearances, audience_name
from comity.record.entry import Entry, Header, commit, new_salt, stamp
from comity.rules.acts import Act, Happened, Possible, Sealed
from comity.rules.citation import house
from comity.rules.guard import Objection, OutOfOrder, Ruling
from comity.rules.words import text

log = logging.getLogger(__name__)

BATCH: Final = 256
"""Acts decided in one transaction at most, so that nobody waits long behind a crowd."""

OnCommit = Callable[[int, int, frozenset[str]], None]
"""Told after each batch: first and last sequence, and the streams that moved."""


@dataclass(eq=False, slots=True)
class Waiting:
    """An act at the desk, and its ruling when there is one."""

    act: Act
    actor: Actor
    now: datetime
    ruling: Ruling | None = None
    failure: BaseException | None = None
    done: bool = False
    woken: threading.Event = field(default_factory=threading.Event)
    """Set when the ruling is there, or when it is this one's turn to sit at the desk."""


@dataclass(slots=True)
class Draft:
    """A stream as a batch leaves it, before it is committed."""

    before: int
    state: Any
    happened: list[Happened | Sealed] = field(default_factory=list)


class Clerk:
    """Hears acts, keeps the states folded, runs the clocks."""

    def __init__(self, store: Store, procedures: Iterable[Procedure], bodies: Any) -> None:
        self.store = store
        self.bodies = bodies
        self.shapes = Shapes(procedures)
        self.folds = Folds(store, self.shapes, bodies)
        self.on_commit: list[OnCommit] = []
        self._waiting: deque[Waiting] = deque()
        self._desk = threading.Lock()

    def hear(self, act: Act, actor: Actor, now: datetime) -> Ruling:
        """Decide an act and put what follows on the record; the ruling says how it went, also when refused.

        RecordUnavailable means that nothing was done, or that it is not known: the same act may be brought again.
        """
        waiting = Waiting(act, actor, now)
        self._waiting.append(waiting)
        while not waiting.done:
            if self._desk.acquire(blocking=False):
                try:
                    if not waiting.done:
                        self._sit([self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))])
                finally:
                    self._desk.release()
                self._hand_over()
            else:
                self.store.rest()
                waiting.woken.wait()
                waiting.woken.clear()
        if waiting.failure is not None:
            raise waiting.failure
        assert waiting.ruling is not None
        return waiting.ruling

    def in_order(
        self, stream: str, actor: Actor, now: datetime, about: str | None = None
    ) -> tuple[Possible, ...]:
        """Every act that this actor might think of in this proceeding now, with the objection where there is one;
        where `about` is given, only those about that subject, or with "" those about none."""
        procedure = self.shapes.procedure_of(stream)
        state = procedure.informed(
            self.folds.whole(stream).state, lambda other: self.folds.whole(other).state
        )
        return tuple(procedure.in_order(state, actor, now, about))

    def seen(self, stream: str, clearances: Clearances) -> Folded:
        """The proceeding as a reader with these clearances may see it."""
        return self.folds.seen(stream, clearances)

    def wake(self, now: datetime) -> int:
        """Hear the clocks that have run out, in the clerk's own name; how many there were."""
        heard = 0
        for stream in self.store.due(now):
            state = self.folds.whole(stream).state
            for due in self.shapes.procedure_of(stream).clocks(state):
                if due.at > now:
                    break
                self.hear(due.act, CLERK, now)
                heard += 1
        return heard

    def _hand_over(self) -> None:
        """Wake whoever waits longest; an act that came while the desk was taken is thus never left lying."""
        with contextlib.suppress(IndexError):
            self._waiting[0].woken.set()

    def _sit(self, batch: list[Waiting]) -> None:
        failure: BaseException
        try:
            with self.store.desk() as desk:
                session = _Session(desk, self.shapes, self.folds, batch)
                session.decide_all()
                session.write()
            session.publish()
        except RecordUnavailable as unavailable:
            failure = unavailable
        except Exception as unexpected:
            log.exception("a batch of %d acts could not be decided", len(batch))
            failure = RecordUnavailable(str(unexpected))
        else:
            if session.entries:
                self._tell(session)
            for waiting in batch:
                waiting.done = True
                waiting.woken.set()
            return
        for waiting in batch:
            waiting.failure = failure
            waiting.done = True
            waiting.woken.set()

    def _tell(self, session: _Session) -> None:
        first, last = session.entries[0].header.sequence, session.entries[-1].header.sequence
        moved = frozenset(stream for stream, draft in session.drafts.items() if draft.happened)
        for told in self.on_commit:
            try:
                told(first, last, moved)
            except Exception:
                log.exception("a listener to the record failed; what it was told of is committed")


class _Session:
    """One batch at the desk."""

    def __init__(self, desk: Desk, shapes: Shapes, folds: Folds, batch: list[Waiting]) -> None:
        self.desk = desk
        self.shapes = shapes
        self.folds = folds
        self.batch = batch
        self.sequence = desk.head.sequence
        self.at = desk.head.at
        self.drafts: dict[str, Draft] = {}
        self.entries: list[Entry] = []
        self.answers: dict[tuple[str, str], Answered] = {}

    def decide_all(self) -> None:
        known = self.desk.answered([(w.actor.person, w.act.id) for w in self.batch])
        for waiting in self.batch:
            key = (waiting.actor.person, waiting.act.id)
            fingerprint = self.shapes.fingerprint(waiting.act)
            answered = self.answers.get(key) or known.get(key)
            if answered is None:
                try:
                    ruling = self._decide(waiting)
                except Exception as defect:
                    log.exception("the act %s could not be decided", type(waiting.act).name)
                    waiting.failure = defect
                    continue
                self.answers[key] = Answered(
                    person=key[0], act_id=key[1], fingerprint=fingerprint, ruling=ruling
                )
                waiting.ruling = ruling
            elif answered.fingerprint == fingerprint:
                waiting.ruling = answered.ruling
            else:
                objection = Objection(
                    text("clerk.refusals.id_used"), house(1), text("clerk.refusals.id_used_remedy")
                )
                waiting.ruling = Ruling(act_id=waiting.act.id, at=waiting.now, objection=objection)

    def _decide(self, waiting: Waiting) -> Ruling:
        act, now = waiting.act, waiting.now if self.at is None else max(waiting.now, self.at)
        try:
            draft = self._draft(act.stream)
            procedure = self.shapes.procedure_of(act.stream)
            if type(act) not in procedure.acts:
                raise KeyError(act.stream)
        except KeyError:
            objection = Objection(text("clerk.refusals.no_such_proceeding", stream=act.stream), house(2))
            return Ruling(act_id=act.id, at=now, objection=objection)
        try:
            state = procedure.informed(draft.state, lambda other: self._draft(other).state)
            decided = list(procedure.decide(state, act, waiting.actor, now))
        except OutOfOrder as refused:
            return Ruling(act_id=act.id, at=now, objection=refused.objection)
        first = self.sequence + 1
        entries: list[Entry] = []
        for to_record in decided:
            version = draft.before + len(draft.happened) + len(entries) + 1
            entries.append(self._entry(to_record, act.stream, version, first + len(entries), now))
        happened = [self.shapes.happened(entry) for entry in entries]
        draft.state = procedure.fold(draft.state, happened)
        draft.happened.extend(happened)
        self.entries.extend(entries)
        self.sequence += len(entries)
        self.at = now
        return Ruling(
            act_id=act.id, at=now, first=first if entries else 0, last=self.sequence if entries else 0
        )

    def _draft(self, stream: str) -> Draft:
        if stream not in self.drafts:
            whole = self.folds.whole(stream, self.desk)
            self.drafts[stream] = Draft(whole.version, whole.state)
        return self.drafts[stream]

    def _entry(self, to_record: ToRecord, stream: str, version: int, sequence: int, now: datetime) -> Entry:
        payload = self.shapes.payload(to_record)
        salt = new_salt()
        header = Header(
            sequence=sequence,
            stream=stream,
            version=version,
            kind=stream.partition(":")[0],
            at=stamp(now),
            audience=audience_name(to_record.audience),
            commitment=commit(payload, salt),
        )
        return Entry(header=header, payload=payload, salt=salt)

    def write(self) -> None:
        if not self.answers:
            return
        frontier = self.desk.head.frontier.extend(entry.header.leaf() for entry in self.entries)
        due = {
            stream: self._next_due(stream, draft.state)
            for stream, draft in self.drafts.items()
            if draft.happened
        }
        head = Head(sequence=self.sequence, at=self.at, frontier=frontier)
        self.desk.write(self.entries, list(self.answers.values()), head, due)

    def _next_due(self, stream: str, state: Any) -> datetime | None:
        return next((due.at for due in self.shapes.procedure_of(stream).clocks(state)), None)

    def publish(self) -> None:
        for stream, draft in self.drafts.items():
            self.folds.advance(stream, draft.happened, draft.state, draft.before)
