"""How fast ballots are verified, side by side with Debian's `belenios-tool` in the same run.

`python bench/ballots.py` makes an election of 13 candidates x 3 answers, has both programs verify it, and
prints CPU seconds, wall seconds and ratios; `--large 2000` adds the large archive, which takes the tool
minutes (`--keep FOLDER` keeps it for the next time).  CPU seconds are what to compare on a machine that does
other work too.  The memory that the verifier takes is that of a process of its own.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from comity.ballots.archive import (
    FileSource,
    add_ballot,
    add_result,
    add_share,
    add_tally,
    end_ballots,
    open_archive,
    read_archive,
)
from comity.ballots.ballot import ciphertexts_of, make_ballot, read_ballot
from comity.ballots.credentials import without_weight, write_credentials
from comity.ballots.decryption import combine, make_share, open_tally, own_share, write_result
from comity.ballots.elections import Election, choose_one, draw_up, make_uuid, read_election
from comity.ballots.group import engine, lanes, public, random_scalar
from comity.ballots.tally import Tally, multiply
from comity.ballots.trustees import Single, appoint, make_key
from comity.ballots.verify import Known, verify_file
from comity.ballots.workers import Workers, check_submission

CANDIDATES, ANSWERS = 13, 3
TOOL = shutil.which("belenios-tool")


class Took(NamedTuple):
    wall: float
    cpu: float


def timed(work: Callable[[], object]) -> Took:
    """Wall and CPU seconds, children included."""

    def cpu() -> float:
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(one.ru_utime + one.ru_stime for one in used)

    before, start = cpu(), time.perf_counter()
    work()
    return Took(time.perf_counter() - start, cpu() - before)


_election_of = cache(read_election)


def _vote(job: tuple[bytes, int, int]) -> bytes:
    raw, secret, number = job
    marks = [tuple(int(j == (number + i) % ANSWERS) for j in range(ANSWERS)) for i in range(CANDIDATES)]
    return make_ballot(_election_of(raw), secret, marks)


def make_archive(folder: Path, voters: int, processes: int) -> Path:
    """A complete election with one trustee."""
    secret, key = make_key()
    trustees = appoint([Single(key=key)])
    election = draw_up(
        name="Benchmark",
        description="",
        public_key=trustees.public_key,
        questions=[choose_one(f"Candidate {i}", ["yes", "no", "no opinion"]) for i in range(CANDIDATES)],
        uuid=make_uuid(),
    )
    secrets = [random_scalar() for _ in range(voters)]
    listed = write_credentials(without_weight(public(one) for one in secrets))
    path = folder / f"{election.uuid}.bel"
    with path.open("wb") as file, ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        data, head = open_archive(1, election=election.raw, trustees=trustees.raw, credentials=listed)
        file.write(data)
        rows = []
        jobs = [(election.raw, one, number) for number, one in enumerate(secrets)]
        for ballot in pool.map(_vote, jobs, chunksize=4):
            data, head = add_ballot(head, ballot)
            file.write(data)
            rows.append(ciphertexts_of(read_ballot(ballot, election)))
        tally = Tally(product=multiply(rows), ballots=voters, weight=voters)
        data, head = end_ballots(head)
        file.write(data)
        data, head = add_tally(head, tally.to_bytes(election), tally.sized(election))
        file.write(data)
        share = make_share(election, tally.product, secret)
        raw = share.to_bytes(election)
        data, head = add_share(head, raw, own_share(1, raw))
        file.write(data)
        counts = open_tally(tally.product, combine(trustees, {1: share}), voters)
        file.write(add_result(head, write_result(counts, election))[0])
    return path


def kept(folder: Path, ballots: int) -> Path:
    """An archive of so many ballots: that of an earlier run, where there is one."""
    place = folder / str(ballots)
    place.mkdir(parents=True, exist_ok=True)
    found = sorted(place.glob("*.bel"))
    if found:
        return found[0]
    made: list[Path] = []
    took = timed(lambda: made.append(make_archive(place, ballots, os.cpu_count() or 1)))
    show("made here", took, ballots)
    return made[0]


def tool_verify(path: Path) -> None:
    assert TOOL is not None
    subprocess.run([TOOL, "election", "verify", "--dir", str(path.parent)], check=True, capture_output=True)


def show(what: str, took: Took, ballots: int) -> None:
    each = 1000 * took.cpu / ballots
    print(f"  {what:<28} wall {took.wall:8.2f} s   cpu {took.cpu:8.2f} s   {each:7.1f} ms/ballot", flush=True)


def one_ballot(election: Election) -> None:
    """What a server pays for one ballot at submission, here and in a process of its own."""
    raw = _vote((election.raw, random_scalar(), 1))
    show("one ballot at submission", min(timed(lambda: check_submission(election, raw)) for _ in range(5)), 1)
    with Workers(1) as workers:
        first = timed(lambda: workers.check(election.raw, raw).result())
        others = [timed(lambda: workers.check(election.raw, raw).result()) for _ in range(5)]
    print(
        f"  asked of a worker: first {first.wall * 1000:.0f} ms with its start, then {min(others).wall * 1000:.0f} ms"
    )


def remembered(path: Path) -> None:
    """What the final verification costs when every ballot was checked at submission."""
    with FileSource(path) as source:
        archive = read_archive(source)
        election = read_election(archive.election)
        known = Known(
            fingerprint=election.fingerprint, digests=frozenset(place.digest for place in archive.ballots)
        )
    took = min(timed(lambda: verify_file(path, known=known)) for _ in range(2))
    show("here, all known already", took, len(known.digests))


MEMORY = """
import resource, sys
from pathlib import Path
from comity.ballots.verify import Known, verify_file
from comity.ballots.workers import Workers, check_submission
verify_file(Path(sys.argv[1]), processes=int(sys.argv[2]))
print(*(resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))
"""


def memory(path: Path) -> None:
    """The most that one process of the verifier held at any time."""
    ran = subprocess.run([sys.executable, "-c", MEMORY, str(path), "2"], capture_output=True, check=True)
    here, child = ran.stdout.split()
    print(f"  memory: {int(here)} MB, and {int(child)} MB in each process", flush=True)


def best_of(runs: int, *works: Callable[[], object]) -> list[Took]:
    """The least of each, run by turns, so that what else the machine does falls on all alike."""
    rounds = [[timed(work) for work in works] for _ in range(runs)]
    return [
        Took(min(t.wall for t in column), min(t.cpu for t in column)) for column in zip(*rounds, strict=True)
    ]


def compare(path: Path, ballots: int, processes: list[int], runs: int, alone: bool) -> None:
    """Both programs on one archive."""
    works: list[Callable[[], object]] = [lambda n=n: verify_file(path, processes=n) for n in processes]
    both = TOOL is not None and not alone
    if both:
        works.append(lambda: tool_verify(path))
    *ours, theirs = best_of(runs, *works) if both else [*best_of(runs, *works), None]
    for n, took in zip(processes, ours, strict=True):
        show(f"here, {n} process{'es' if n > 1 else ''}", took, ballots)
    if len(ours) > 1:
        print(f"  two processes: {ours[0].wall / ours[1].wall:.2f} times the speed of one (wall)")
    if theirs is None:
        print("  belenios-tool is not installed or was not asked: nothing to compare with")
        return
    show("belenios-tool", theirs, ballots)
    print(f"  per core: {theirs.cpu / ours[0].cpu:.2f} times the tool (cpu)")
    print(
        f"  {processes[-1]} processes: 1/{theirs.wall / ours[-1].wall:.2f} of the tool's wall time",
        flush=True,
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ballots", type=int, default=100, help="of the first comparison")
    parser.add_argument("--runs", type=int, default=3, help="of the first comparison; the best counts")
    parser.add_argument(
        "--large", type=int, default=0, help="ballots of the second one; 2000 is the standard"
    )
    parser.add_argument("--keep", type=Path, help="a folder for the archives, for the next time")
    parser.add_argument("--alone", action="store_true", help="without the tool, where it would take too long")
    args = parser.parse_args()
    means = "four at a time in C" if lanes() is not None else engine().name
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; powers {means}")
    with tempfile.TemporaryDirectory() as folder:
        for ballots, processes, runs in ((args.ballots, [1, 2], args.runs), (args.large, [2], 1)):
            if not ballots:
                continue
            path = kept(args.keep or Path(folder), ballots)
            print(f"{ballots} ballots of {CANDIDATES} x {ANSWERS}, {path.stat().st_size / 1e6:.0f} MB")
            compare(path, ballots, processes, runs, args.alone)
            remembered(path)
            memory(path)
        one_ballot(
            draw_up(
                name="One",
                description="",
                public_key=public(random_scalar()),
                questions=[choose_one(f"Candidate {i}", ["yes", "no", "?"]) for i in range(CANDIDATES)],
                uuid=make_uuid(),
            )
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
