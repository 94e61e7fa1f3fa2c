"""A small record with every kind of entry, and both verifiers to try on files made from it."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from comity.record.audience import Clearances, audience, audience_name
from comity.record.checkpoint import write, write_key
from comity.record.entry import Entry, Header, commit, stamp
from comity.record.export import export
from comity.record.tree import Frontier
from comity.record.verify import Report, verify

ORIGIN = "comity.example/record"
BEGIN = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
INDEPENDENT = Path(__file__).parents[2] / "docs" / "verify_record.py"
SIZES = (4, 9, 12)
ERASED = frozenset({8})
CLEARANCES: Clearances = frozenset({"members:unsc", "state:FR"})


@dataclass(frozen=True)
class TestSigner:
    """A signer with a key made from one byte."""

    __test__ = False
    name: str = ORIGIN
    seed: int = 1

    @property
    def private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(bytes([self.seed]) * 32)

    @property
    def public_key(self) -> bytes:
        return self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    def sign(self, message: bytes) -> bytes:
        return self.private.sign(message)


AUDIENCES = (
    audience("public"),
    audience("members:unsc", "secretariat"),
    audience("state:JP"),
    audience("state:FR", "state:JP"),
)


def make_entry(sequence: int, *, version: int, stream: str, **changed: Any) -> Entry:
    """The entry with this sequence; whatever is given in `changed` replaces what it would have."""
    payload = changed.pop("payload", None) or {
        "by": {"capacity": "representative", "name": "Élodie Müller", "of": "FR", "person": "p7"},
        "event": {"about": f"Letter {sequence} 决议", "pages": sequence, "annexes": [None, True, {"n": -1}]},
        "type": "communications.letter_sent.v1",
    }
    salt = bytes([sequence]) * 32
    plain = {
        "sequence": sequence,
        "stream": stream,
        "version": version,
        "kind": "communications",
        "at": stamp(BEGIN + timedelta(minutes=sequence)),
        "audience": audience_name(AUDIENCES[sequence % 4]),
        "commitment": commit(payload, salt),
    }
    return Entry(header=Header(**(plain | changed)), payload=payload, salt=salt)


def make_entries(count: int = SIZES[-1], streams: int = 2) -> list[Entry]:
    return [
        make_entry(n, version=(n - 1) // streams + 1, stream=f"communications:{n % streams}")
        for n in range(1, count + 1)
    ]


def make_checkpoint(entries: Iterable[Entry], signer: TestSigner | None = None, minutes: int = 0) -> str:
    """A checkpoint over these entries, signed that many minutes after the hour of the last."""
    leaves = [entry.header.leaf() for entry in entries]
    at = BEGIN + timedelta(hours=1, minutes=len(leaves) + minutes)
    return write(
        size=len(leaves), root=Frontier().extend(leaves).root(), at=at, signer=signer or TestSigner()
    )


def make_file(
    entries: list[Entry] | None = None,
    *,
    sizes: Iterable[int] = SIZES,
    clearances: Clearances = CLEARANCES,
    erased: frozenset[int] = ERASED,
    signer: TestSigner | None = None,
) -> bytes:
    """An export as a file."""
    entries = make_entries() if entries is None else entries
    signer = signer or TestSigner()
    checkpoints = [make_checkpoint(entries[:size], signer) for size in sizes]
    lines = export(
        entries, checkpoints, clearances, origin=signer.name, public_key=signer.public_key, erased=erased
    )
    return "".join(lines).encode()


@dataclass(frozen=True)
class Case:
    """A file with what else a verifier is given."""

    file: bytes
    older: str | None = None
    newer: str | None = None
    key: str | None = None
    """As it was published."""


def seal(lines: Iterable[bytes]) -> bytes:
    """Lines made into a file whose last line is right, as somebody who tampers would take care to do."""
    import hashlib

    kept = [line for line in lines if not line.startswith(b'{"end"')]
    above = b"".join(line + b"\n" for line in kept)
    count = sum(line.startswith(b'{"entry"') for line in kept)
    end = {"end": {"entries": count, "sha256": hashlib.sha256(above).hexdigest()}}
    return above + json.dumps(end, separators=(",", ":")).encode() + b"\n"


def edit(file: bytes, number: int, change: Callable[[dict[str, Any]], Any]) -> bytes:
    """The file with one line changed, counted from 1, written in canonical form and sealed."""
    lines = file.splitlines()
    value = json.loads(lines[number - 1])
    change(value)
    written = json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    lines[number - 1] = written.encode()
    return seal(lines)


def ours(case: Case) -> Report:
    from comity.record.checkpoint import parse_key

    origin, key = (None, None) if case.key is None else parse_key(case.key)
    return verify(
        io.BytesIO(case.file),
        older_checkpoint=case.older,
        newer_checkpoint=case.newer,
        origin=origin,
        public_key=key,
    )


@cache
def independent_module() -> ModuleType:
    spec = spec_from_file_location("verify_record", INDEPENDENT)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write_case(case: Case, folder: Path) -> list[str]:
    """The case as files; the arguments by which the independent verifier gets them."""
    arguments = []
    for name, content in (
        ("file", case.file),
        ("key", case.key),
        ("older", case.older),
        ("newer", case.newer),
    ):
        if content is not None:
            path = folder / name
            path.write_bytes(content.encode() if isinstance(content, str) else content)
            arguments.append(str(path))
    return arguments


def theirs(case: Case, folder: Path) -> tuple[int, dict[str, Any] | None]:
    """The independent verifier's exit code and place."""
    said = io.StringIO()
    with redirect_stdout(said):
        code = independent_module().main(*write_case(case, folder))
    return code or 0, json.loads(said.getvalue())


def theirs_as_program(case: Case, folder: Path) -> tuple[int, dict[str, Any] | None]:
    """The same, run as anybody would run it, without Comity on its path."""
    ran = subprocess.run(
        [sys.executable, "-I", str(INDEPENDENT), *write_case(case, folder)], capture_output=True, check=False
    )
    assert not ran.stderr
    return ran.returncode, json.loads(ran.stdout)


def place(report: Report) -> dict[str, Any] | None:
    """Our place, as the independent verifier says it."""
    if report.fault is None:
        return None
    plain = report.fault.plain()
    del plain["code"]
    return plain


KEY = write_key(ORIGIN, TestSigner().public_key)
