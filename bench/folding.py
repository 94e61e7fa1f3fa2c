"""Folding: 10,000 entries cold from the database, and a page's worth of work on the warm state.

    python bench/folding.py

The baseline reads and decodes the same rows without opening, checking or folding anything.
"""

from __future__ import annotations

import gc
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "src"), str(Path(__file__).parents[1])]

ENTRIES = 10_000
COLLECT = (100_000, 50, 1_000)


def main() -> None:
    os.environ["COMITY_DATA"] = tempfile.mkdtemp(prefix="comity-bench-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "comity.web.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    from tests.people import FRANCE, GERMANY, LATVIA, NOON, new_id, representative

    from comity.bodies.clearance import clearances
    from comity.clerk.clerk import Clerk, Waiting
    from comity.communications.acts import RegisterLetter, SendLetter
    from comity.web.house import house

    stream = "communications:unsc"
    people = (FRANCE, GERMANY, LATVIA)
    acts = [
        SendLetter(
            id=new_id(),
            stream=stream,
            of=(of := people[n % 3].accreditations[0].of),
            subject=f"Letter {n} of {of}",
            body="The situation calls for the attention of the Council. " * 8,
            signed="A. Person, Permanent Representative",
        )
        for n in range(ENTRIES // 2)
    ]
    clerk = house().clerk
    for start in range(0, len(acts), 250):
        clerk._sit(
            [Waiting(act, people[(start + at) % 3], NOON) for at, act in enumerate(acts[start : start + 250])]
        )
    numbers = [RegisterLetter(id=new_id(), stream=stream, letter=n + 1) for n in range(ENTRIES // 2)]
    for start in range(0, len(numbers), 250):
        clerk._sit([Waiting(act, LATVIA, NOON) for act in numbers[start : start + 250]])
    assert house().store.head().sequence == ENTRIES

    gc.set_threshold(*COLLECT)  # as `comity serve` does

    def baseline() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM record_entry WHERE stream = %s ORDER BY version", [stream])
            for row in cursor.fetchall():
                json.dumps(row[:7])

    def cold() -> Clerk:
        house.cache_clear()
        house().clerk.folds.whole(stream)
        return house().clerk

    def timed(what: object, times: int = 7) -> float:
        took = []
        for _ in range(times):
            start = time.perf_counter()
            what()  # type: ignore[operator]
            took.append(time.perf_counter() - start)
        return statistics.median(took)

    plain, folding = timed(baseline), timed(cold)
    print(f"folding {ENTRIES:,} entries cold: {folding * 1000:.0f} ms (target 200 ms)")
    print(f"  reading the rows alone: {plain * 1000:.0f} ms; ratio {folding / plain:.1f}")
    warm = cold()
    reader = clearances(representative("GBR"), house().bodies, NOON)
    first = timed(lambda: warm.seen(stream, reader), 1)
    again = timed(lambda: warm.seen(stream, reader), 50)
    print(f"first look of another reader: {first * 1000:.1f} ms; every further look: {again * 1000:.2f} ms")
    order = timed(lambda: warm.in_order(stream, representative("GBR"), NOON), 50)
    print(f"what may a member do now, of {ENTRIES // 2:,} letters: {order * 1000:.2f} ms")
    Path(os.environ["COMITY_DATA"], "comity.sqlite3").unlink()


if __name__ == "__main__":
    main()
