"""Killed in the middle of the rush, ten times: how long until the server answers again, and that nothing is lost.

python bench/kill.py [--database postgresql://...] [--processes 2] [--times 10]
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent.parent / "src")]

from tests.served.kills import CODES, PEOPLE, check, kill_in_the_rush  # noqa: E402
from tests.serving import Served, postgresql_database  # noqa: E402


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    arguments.add_argument(
        "--database", default="", help="a PostgreSQL server, as in postgresql://user@host/postgres"
    )
    arguments.add_argument("--processes", type=int, default=1)
    arguments.add_argument("--times", type=int, default=10)
    given = arguments.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        postgresql_database(given.database) if given.database else nullcontext("") as database,
    ):
        served = Served(Path(folder), database, given.processes)
        served.prepare(PEOPLE)
        first = served.start()
        try:
            found = kill_in_the_rush(served, given.times)
        finally:
            served.stop()
        check(served, found, Path(folder))
    where = f"{'PostgreSQL' if given.database else 'SQLite'}, {given.processes} process(es)"
    answered = len(found.unanswered) * len(CODES) - sum(found.unanswered)
    took = sorted(found.started)
    print(
        f"{given.times} kills in the rush of {len(CODES)}: {where}; {len(found.acts)} acts, none lost, none doubled"
    )
    print(f"  answered before the kill: {answered}, unanswered and sent again: {sum(found.unanswered)}")
    print(
        f"  until it serves again: min {took[0]:.2f}  median {statistics.median(took):.2f}  max {took[-1]:.2f} s"
        f"  (baseline, the first start: {first:.2f} s)"
    )


if __name__ == "__main__":
    main()
