"""How fast `comity decide` decides 100,000 Council votes, beside a plain naive count of the same rows.

    PYTHONPATH=src python bench/decide.py

Both run as processes of their own, start-up included; the best of several runs is told; the budget is 2 s.
"""

from __future__ import annotations

import argparse
import csv
import random
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

VOTES = 100_000
RUNS = 5
BUDGET = 2.0
WAYS = ("yes",) * 13 + ("no", "abstain", "abstain", "absent")


def write_votes(path: Path) -> None:
    """Votes on days from 1966 on, a column for each member that ever sat in those years."""
    from comity.voting.membership import council_members_on

    chance = random.Random(27)
    days = [date(2015, 1, 1) + timedelta(days=day) for day in range(365 * 11)]
    members = sorted({member for day in days[::30] for member in council_members_on(day)})
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(["id", "on", *members])
        for number in range(VOTES):
            day = chance.choice(days)
            sitting = set(council_members_on(day))
            cells = [chance.choice(WAYS) if member in sitting else "" for member in members]
            writer.writerow([f"S/{number}", day.isoformat(), *cells])


def naive(path: Path) -> None:
    """The baseline: read the same rows, count yes and no, and write a line; nothing is checked or cited."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        header = next(reader)
        permanent = [header.index(code) for code in ("CHN", "FRA", "RUS", "GBR", "USA")]
        writer.writerow(("id", "adopted", "reason"))
        for row in reader:
            yes = sum(1 for cell in row[2:] if cell == "yes")
            vetoed = any(row[place] == "no" for place in permanent)
            reason = "insufficient" if yes < 9 else "vetoed" if vetoed else "adopted"
            writer.writerow((row[0], "true" if reason == "adopted" else "false", reason))


def command(path: Path) -> int:
    """The command, as the `comity` program runs it."""
    from comity.voting.commands import add_commands

    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers(required=True))
    arguments = parser.parse_args(["decide", "unsc.substantive", str(path)])
    return int(arguments.run(arguments))


def best(what: str, path: Path, out: Path) -> float:
    """Seconds of the fastest of several processes."""
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        with out.open("wb") as lines:
            subprocess.run([sys.executable, __file__, what, str(path)], check=True, stdout=lines)
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        table, ours, theirs = (Path(folder) / name for name in ("votes.csv", "decide.csv", "naive.csv"))
        write_votes(table)
        baseline, decided = best("naive", table, theirs), best("decide", table, ours)
        same = ours.read_bytes() == theirs.read_bytes()
    print(f"votes            {VOTES:>9,}")
    print(f"plain csv, naive {baseline:>9.3f} s")
    print(f"comity decide    {decided:>9.3f} s   budget {BUDGET:.1f} s")
    print(f"ratio            {decided / baseline:>9.2f}")
    print(f"same answers     {'yes' if same else 'NO':>9}")
    return 0 if same and decided <= BUDGET else 1


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["naive", path]:
            naive(Path(path))
        case ["decide", path]:
            sys.exit(command(Path(path)))
        case _:
            sys.exit(main())
