"""The processes that examine ballots: started when first needed, never more waiting than they can do soon."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from multiprocessing import get_context
from typing import Any, Final, ParamSpec, TypeVar

from django.conf import settings

from comity.web.house import house
from comity.web.secret import examining

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

WAITING: Final = 48
"""Examinations under way or waiting at most for each process: a second or two of work, and few enough threads
of requests that pages have theirs."""
MOST: Final = 128
TRIES: Final = 3
"""How often an examination is begun: a process that is killed takes those of the others with it."""


class Busy(Exception):
    """So many ballots wait to be examined that this one had better come again in a moment."""


class Pool:
    """Processes that examine; one that dies is replaced, and what it was doing is done again."""

    def __init__(self, processes: int, waiting: int) -> None:
        self.processes = processes
        self.waiting = waiting
        self._lock = threading.Lock()
        self._under_way = 0
        self._executor: ProcessPoolExecutor | None = None
        self._ended = False

    def run(self, examine: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """What the examination says or raises; Busy where too many wait."""
        with self._lock:
            if self._under_way >= self.waiting or self._ended:
                raise Busy
            self._under_way += 1
        try:
            return self._examined(examine, given, named)
        finally:
            with self._lock:
                self._under_way -= 1

    def wait(self, examine: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """The same for the house itself, which takes its turn however many wait."""
        return self._examined(examine, given, named)

    def _examined(self, examine: Callable[..., T], given: Any, named: Any) -> T:
        house().store.rest()
        for _ in range(TRIES - 1):
            executor, future = self._submit(examine, given, named)
            try:
                return future.result()
            except BrokenProcessPool:
                self._let_go(executor)
        _, future = self._submit(examine, given, named)
        return future.result()

    def _submit(
        self, examine: Callable[..., T], given: Any, named: Any
    ) -> tuple[ProcessPoolExecutor, Future[T]]:
        with self._lock:
            if self._executor is None:
                self._executor = ProcessPoolExecutor(
                    self.processes, mp_context=get_context("spawn"), initializer=examining.begin
                )
            try:
                return self._executor, self._executor.submit(examine, *given, **named)
            except BrokenProcessPool:
                broken = self._executor
        self._let_go(broken)
        return self._submit(examine, given, named)

    def _let_go(self, broken: ProcessPoolExecutor) -> None:
        """A process was killed: whatever is left of its pool ends, and the next examination makes another."""
        with self._lock:
            if self._executor is broken:
                log.warning("a process that examines ballots has died; others take its place")
                self._executor = None
        broken.shutdown(wait=False, cancel_futures=True)

    def stop(self) -> None:
        """End the processes; what waits is not begun."""
        with self._lock:
            executor, self._executor, self._ended = self._executor, None, True
        if executor is not None:
            executor.shutdown(wait=False, cancel_futures=True)


@cache
def pool() -> Pool:
    """The pool of this process."""
    return Pool(settings.CHECKERS, min(MOST, WAITING * settings.CHECKERS))
