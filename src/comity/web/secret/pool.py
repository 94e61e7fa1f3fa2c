"""The processes that examine ballots: started when first needed, never more waiting than they can do soon."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import cache
from typing import Final, ParamSpec, TypeVar

from django.conf import settings

from comity.ballots.workers import WorkerLost, Workers
from comity.web.house import house

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
        self._workers = Workers(processes)
        self._ended = False

    def run(self, examine: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """What the examination says or raises; Busy where too many wait."""
        with self._lock:
            if self._under_way >= self.waiting or self._ended:
                raise Busy
            self._under_way += 1
        try:
            return self.wait(examine, *given, **named)
        finally:
            with self._lock:
                self._under_way -= 1

    def warm(self, examine: Callable[P, object], *given: P.args, **named: P.kwargs) -> None:
        """Start the processes before the first ballot comes, each with what it will need."""
        for _ in range(self.processes):
            self._workers.submit(examine, *given, **named)

    def wait(self, examine: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """The same for the house itself, which takes its turn however many wait."""
        house().store.rest()
        for _ in range(TRIES - 1):
            try:
                return self._workers.submit(examine, *given, **named).result()
            except WorkerLost:
                log.warning("a process that examines ballots has died; others take its place")
        return self._workers.submit(examine, *given, **named).result()

    def stop(self) -> None:
        """End the processes; what waits is not begun."""
        with self._lock:
            self._ended = True
        self._workers.close()


@cache
def pool() -> Pool:
    """The pool of this process."""
    return Pool(settings.CHECKERS, min(MOST, WAITING * settings.CHECKERS))
