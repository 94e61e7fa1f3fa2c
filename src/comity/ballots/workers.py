"""Processes that check ballots beside the one that asks, so that nobody else waits."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_all_start_methods, get_context, parent_process
from multiprocessing.context import BaseContext
from os import _exit, cpu_count
from typing import Any, Final, ParamSpec, TypeVar

from comity.ballots.ballot import check_ballot, ciphertexts_of, read_ballot
from comity.ballots.canonical import hex_hash
from comity.ballots.elections import Election, read_election
from comity.ballots.group import Ciphertext
from comity.rules.words import Text, text

ELECTIONS: Final = 8
"""Elections that a process keeps, with tables of 7 or 8 MB each."""

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


class WorkerLost(Exception):
    """A process ended before its work was done; that says nothing about what it was to check."""

    @property
    def reason(self) -> Text:
        return text("ballots.workers.lost")

    def __str__(self) -> str:
        return self.reason.say("en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A ballot of which everything holds that can be told from it alone."""

    digest: str
    """The hash of its bytes: the payload of its event, and what `Known` remembers."""
    tracker: str
    credential: int
    choices: tuple[Ciphertext, ...]


def check_submission(election: Election, raw: bytes) -> Checked:
    """Refuse these bytes unless they are a ballot of this election that a verifier would accept.

    Whether its credential is listed, has voted before, or the ballot is there already is the caller's to see.
    """
    ballot = read_ballot(raw, election)
    check_ballot(ballot, election)
    return Checked(
        digest=hex_hash(raw),
        tracker=ballot.tracker,
        credential=ballot.credential,
        choices=tuple(ciphertexts_of(ballot)),
    )


@lru_cache(maxsize=ELECTIONS)
def election_of(raw: bytes) -> Election:
    """An election with its tables, which take longer to make than a ballot to check."""
    election = read_election(raw)
    election.public_key.prepare()
    return election


def _check(election: bytes, raw: bytes) -> Checked:
    return check_submission(election_of(election), raw)


class Workers:
    """A few processes, started when first asked and again after one was lost; any thread may ask."""

    def __init__(self, processes: int | None = None) -> None:
        self.processes = processes or cpu_count() or 1
        self._pool: ProcessPoolExecutor | None = None
        self._lock = threading.Lock()

    def check(self, election: bytes, raw: bytes) -> Future[Checked]:
        """Check a ballot as `check_submission` does, of the election with these bytes."""
        return self.submit(_check, election, raw)

    def submit(
        self, work: Callable[Asked, Answer], *args: Asked.args, **kwargs: Asked.kwargs
    ) -> Future[Answer]:
        """Have any importable function of plain values done by a process."""
        answer: Future[Answer] = Future()
        with self._lock:
            try:
                inner = self._running().submit(work, *args, **kwargs)
            except BrokenProcessPool:
                self._pool = None
                inner = self._running().submit(work, *args, **kwargs)
        inner.add_done_callback(lambda done: self._pass_on(done, answer))
        answer.add_done_callback(lambda done: inner.cancel() if done.cancelled() else None)
        return answer

    def _pass_on(self, inner: Future[Answer], answer: Future[Answer]) -> None:
        if inner.cancelled():
            answer.cancel()
        if not answer.set_running_or_notify_cancel():
            return
        error = inner.exception()
        if isinstance(error, BrokenProcessPool):
            answer.set_exception(WorkerLost())
        elif error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(inner.result())

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self.processes, mp_context=_context(), initializer=_begin)
        return self._pool

    def close(self, *, wait: bool = False) -> None:
        """Begin nothing more; what is being computed at this moment is waited for only if so asked."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=wait, cancel_futures=True)

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: Any) -> None:
        self.close(wait=kind is None)


def _context() -> BaseContext:
    """How processes are started: by a plain fork where this one has no other thread, which would be copied
    in the middle of what it does; else from a process that does nothing but fork."""
    methods = get_all_start_methods()
    if "fork" in methods and sys.platform == "linux" and threading.active_count() == 1:
        return get_context("fork")
    if "forkserver" not in methods:
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["comity.ballots.ready"])
    return context


def _begin() -> None:
    """Leave Ctrl-C to the process that asked, and end when it ends, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        _exit(1)
