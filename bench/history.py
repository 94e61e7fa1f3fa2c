"""How long a day of a selection takes to show, near its beginning and near its end, in records small and large.

    PYTHONPATH=src python bench/history.py [entries ...]

Measured is the state as of a day for a reader of the public, cold (nothing kept) and warm, and the grouping of the
journal into days. Warm, fewer than STRIDE entries are folded, however long the record is.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from itertools import groupby

from comity.bodies.body import standard_bodies
from comity.clerk.clerk import Clerk
from comity.clerk.folds import STRIDE, Folds
from comity.clerk.memory import MemoryStore
from comity.clerk.procedures import PROCEDURES
from comity.selection import acts as a
from comity.selection import history
from comity.selection.history import steps_2016
from comity.selection.past import ASSEMBLY_PRESIDENT

PUBLIC = frozenset({"public"})
BUDGET = 20.0
"""Milliseconds for a warm day."""


def loaded(entries: int) -> Clerk:
    """2016 heard by a clerk; then, for a larger record, the schedule of hearings set again and again."""
    clerk = Clerk(MemoryStore(), PROCEDURES, standard_bodies())
    steps = list(steps_2016())
    for step in steps[:-3]:
        clerk.hear(step.act, step.by, step.at)
    at = steps[-4].at
    number = 0
    while clerk.store.head.sequence < entries:  # type: ignore[attr-defined]
        number += 1
        act = a.ScheduleHearing(
            id=f"bench-history-{number:06d}", stream=history.STREAM, kind="dialogue", candidate=1, at=at
        )
        ruling = clerk.hear(act, ASSEMBLY_PRESIDENT, at)
        assert ruling.accepted, ruling.say()
    return clerk


def milliseconds(work: Callable[[], object], times: int = 9) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def main(sizes: list[int]) -> int:
    print(
        f"{'entries':>8} {'cold ms':>8} {'warm, first':>12} {'warm, last':>11} {'days ms':>8}   (stride {STRIDE})"
    )
    late = False
    for size in sizes:
        clerk = loaded(size)
        whole = clerk.folds.whole(history.STREAM).version
        council = clerk.bodies["unsc"]

        def cold(clerk: Clerk = clerk, whole: int = whole) -> object:
            folds = Folds(clerk.store, clerk.shapes, clerk.bodies)
            folds.whole(history.STREAM)
            start = time.perf_counter()
            folds.as_of(history.STREAM, PUBLIC, whole)
            return time.perf_counter() - start

        taken = statistics.median(float(str(cold())) for _ in range(3)) * 1000
        clerk.folds.as_of(history.STREAM, PUBLIC, whole)
        first = milliseconds(lambda c=clerk: c.folds.as_of(history.STREAM, PUBLIC, 40))
        last = milliseconds(lambda c=clerk, w=whole: c.folds.as_of(history.STREAM, PUBLIC, w - 1))
        days = milliseconds(
            lambda c=clerk, b=council: [
                list(group)
                for _, group in groupby(
                    c.folds.journal(history.STREAM, PUBLIC), key=lambda one: b.local(one.at).date()
                )
            ]
        )
        late = late or max(first, last) > BUDGET
        print(f"{whole:>8,} {taken:>8.1f} {first:>12.2f} {last:>11.2f} {days:>8.2f}")
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main([int(one) for one in sys.argv[1:]] or [300, 2_000]))
