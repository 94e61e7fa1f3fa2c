"""How many entries `verify` checks in a second, beside a plain loop that does less.

    python bench/record_verify.py [ENTRIES] [CHECKPOINT_EVERY]

The baseline reads each line with json.loads, writes header and payload as canonical JSON again, hashes both,
and appends the header to a pymerkle tree: no check of sequence, version, time, audience, form or signature.
Peak memory is measured in a second, slower run.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pymerkle import InmemoryTree

from comity.record import ed25519
from comity.record.audience import audience, audience_name
from comity.record.canonical import canonical
from comity.record.checkpoint import SignatureCheck, write
from comity.record.entry import Entry, Header, commit, stamp
from comity.record.export import export
from comity.record.tree import Frontier
from comity.record.verify import verify

ORIGIN = "bench.example/record"
NEEDED = 20_000
BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)
AUDIENCES = [audience_name(audience(*t)) for t in (["public"], ["members:unsc", "secretariat"], ["state:JP"])]
CLEARANCES = frozenset({"members:unsc"})
PRIVATE = Ed25519PrivateKey.from_private_bytes(b"\1" * 32)
PUBLIC = PRIVATE.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


class Pen:
    """Signs the bench's checkpoints."""

    name = ORIGIN
    public_key = PUBLIC

    def sign(self, message: bytes, /) -> bytes:
        return PRIVATE.sign(message)


def make_entries(count: int) -> Iterator[Entry]:
    """Entries as a busy body makes them: 50 streams, letters of 600 bytes, a third for others."""
    for n in range(1, count + 1):
        stream = n % 50
        salt = hashlib.sha256(n.to_bytes(8, "big")).digest()
        payload: dict[str, Any] = {
            "type": "communications.letter_sent.v1",
            "by": {"person": f"p{stream}", "name": "Élodie Müller", "capacity": "representative", "of": "FR"},
            "event": {
                "id": salt.hex(),
                "subject": f"Letter {n} 关于维持和平行动",
                "text": "Excellency, " * 30,
                "files": [],
            },
        }
        yield Entry(
            header=Header(
                sequence=n,
                stream=f"communications:{stream}",
                version=(n - 1) // 50 + 1,
                kind="communications",
                at=stamp(BEGIN + timedelta(seconds=n)),
                audience=AUDIENCES[n % 3],
                commitment=commit(payload, salt),
            ),
            payload=payload,
            salt=salt,
        )


def make_file(path: Path, count: int, every: int) -> int:
    """Write an export with a checkpoint after each so many entries, and say how many there are."""
    frontier, checkpoints = Frontier(), []
    leaves: list[bytes] = []
    for n, entry in enumerate(make_entries(count), start=1):
        leaves.append(entry.header.leaf())
        if n % every == 0 or n == count:
            frontier = frontier.extend(leaves)
            leaves.clear()
            checkpoints.append(
                write(size=n, root=frontier.root(), at=BEGIN + timedelta(seconds=n), signer=Pen())
            )
    with path.open("w", encoding="utf-8") as file:
        file.writelines(
            export(make_entries(count), checkpoints, CLEARANCES, origin=ORIGIN, public_key=PUBLIC)
        )
    return len(checkpoints)


def by_library(public_key: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def ours(path: Path, check: SignatureCheck = ed25519.verify) -> None:
    with path.open("rb") as file:
        report = verify(file, public_key=PUBLIC, check_signature=check)
    if not report.sound:
        raise SystemExit(f"the bench's own file is not sound: {report.fault}")


def baseline(path: Path) -> None:
    tree = InmemoryTree(algorithm="sha256")
    with path.open("rb") as file:
        for line in file:
            value = json.loads(line)
            if "entry" in value:
                tree.append_entry(canonical(value["entry"]))
                if "payload" in value:
                    hashed = hashlib.sha256(
                        bytes.fromhex(value["salt"]) + canonical(value["payload"])
                    ).hexdigest()
                    if hashed != value["entry"]["commitment"]:
                        raise SystemExit("the bench's own file is not sound")
    tree.get_root()


def seconds(work: Callable[[], None]) -> float:
    """Processor time, the best of three: other work on the machine is not counted."""
    took = []
    for _ in range(3):
        begin = time.process_time()
        work()
        took.append(time.process_time() - begin)
    return min(took)


def peak(work: Callable[[], None]) -> int:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def appends(count: int = 20_000) -> tuple[float, float]:
    """Leaves appended in a second, one by one: our frontier, pymerkle's tree."""
    data = [n.to_bytes(300, "big") for n in range(count)]

    def frontier() -> None:
        edge = Frontier()
        for one in data:
            edge = edge.extend([hashlib.sha256(b"\0" + one).digest()])

    def tree() -> None:
        other = InmemoryTree(algorithm="sha256")
        for one in data:
            other.append_entry(one)

    return count / seconds(frontier), count / seconds(tree)


def main(count: int = 50_000, every: int = 100) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.jsonl"
        checkpoints = make_file(path, count, every)
        size = path.stat().st_size
        print(f"{count:,} entries, {checkpoints:,} checkpoints, {size / 1e6:.1f} MB")
        plain = count / seconds(lambda: ours(path))
        library = count / seconds(lambda: ours(path, by_library))
        naive = count / seconds(lambda: baseline(path))
        for what, rate in (
            ("verify, signatures in Python", plain),
            ("verify, signatures by cryptography", library),
            ("baseline, hashes and tree only", naive),
        ):
            print(f"{what:<36}{rate:>9,.0f} entries/s  {rate / naive:.2f} x baseline")
        mine, theirs = peak(lambda: ours(path)) / 1e6, peak(lambda: baseline(path)) / 1e6
        print(f"peak memory: verify {mine:.1f} MB, baseline {theirs:.1f} MB")
        mine, theirs = appends()
        print(f"appending: frontier {mine:,.0f}/s, pymerkle {theirs:,.0f}/s   {mine / theirs:.2f} x")
        print(f"needed: {NEEDED:,} entries/s: {'met' if plain >= NEEDED else 'NOT MET'}")
        if plain < NEEDED:
            raise SystemExit(1)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
