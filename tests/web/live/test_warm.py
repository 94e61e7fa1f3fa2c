"""The threads that the first rush would wait for are begun at the start."""

from __future__ import annotations

from threading import current_thread

import pytest

from comity.web.threads import Bounds, Threads


def begun(warm: int, threads: int, *, failing: bool = False) -> list[str]:
    """The names of the threads that were made ready."""
    found: list[str] = []

    def ready() -> None:
        found.append(current_thread().name)
        if failing:
            raise OSError("no database")

    pool = Threads(lambda environ, start: [], Bounds(threads=threads, warm=warm))
    pool.warm(ready)
    pool.pool.shutdown(wait=True)
    return found


@pytest.mark.parametrize("failing", [False, True])
def test_each_thread_is_made_ready_once(failing: bool) -> None:
    found = begun(5, 8, failing=failing)
    assert len(found) == len(set(found)) == 5


def test_no_more_threads_are_begun_than_there_may_be() -> None:
    assert len(set(begun(50, 3))) == 3
