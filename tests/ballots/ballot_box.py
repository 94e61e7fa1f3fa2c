"""Small elections for the tests, and a second, independent writer of archives, of bad ones too."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from comity.ballots.archive import (
    add_ballot,
    add_result,
    add_share,
    add_tally,
    end_ballots,
    open_archive,
)
from comity.ballots.ballot import ciphertexts_of, make_ballot, read_ballot
from comity.ballots.canonical import short_hash
from comity.ballots.ceremony import certify, conclude, deal, receive
from comity.ballots.credentials import write_credentials
from comity.ballots.decryption import Share, combine, make_share, open_tally, own_share, write_result
from comity.ballots.elections import Election, Policy, Question, draw_up
from comity.ballots.group import public, random_scalar
from comity.ballots.proofs import prove_exponent
from comity.ballots.refusals import Refused
from comity.ballots.sealing import Identity, make_seed
from comity.ballots.tally import Tally, counting, empty_tally
from comity.ballots.trustees import Group, Single, Trustees, appoint, make_key

VECTORS = Path(__file__).parent / "vectors"
TIMESTAMP = 1795169419
TOOL = shutil.which("belenios-tool")

needs_the_tool = pytest.mark.skipif(
    TOOL is None, reason="belenios-tool is not installed (Debian: apt-get install belenios-tool)"
)


@contextmanager
def refuses(code: str, place: str | None = None) -> Iterator[None]:
    """What is done inside is refused for this reason, and in this place where one is given."""
    with pytest.raises(Refused) as refused:
        yield
    assert refused.value.code == code, refused.value
    assert place is None or refused.value.place == place


def tool(folder: Path, *arguments: str, given: str = "") -> str:
    """Run the reference tool in a folder, and answer what it says."""
    assert TOOL is not None
    ran = subprocess.run(
        [TOOL, *arguments], cwd=folder, input=given, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def tool_verifies(folder: Path) -> bool:
    assert TOOL is not None
    ran = subprocess.run(
        [TOOL, "election", "verify"], cwd=folder, capture_output=True, text=True, check=False
    )
    return ran.returncode == 0 and "all checks passed" in ran.stderr


def hold_ceremony(size: int, threshold: int) -> tuple[Group, list[int]]:
    """A whole ceremony: the group, and each trustee's secret."""
    people = [Identity(make_seed()) for _ in range(size)]
    certs = [certify(one, index=i, size=size, threshold=threshold) for i, one in enumerate(people, 1)]
    dealt = [deal(one, certs, threshold) for one in people]
    parts = [receive(one, i, certs, dealt, threshold) for i, one in enumerate(people, 1)]
    return conclude(certs, dealt, [key for _, key in parts], threshold), [secret for secret, _ in parts]


@dataclass
class Held:
    """An election with all that its people know."""

    election: Election
    trustees: Trustees
    secrets: list[int]
    """Of the trustees, by number."""
    voters: list[int]
    ballots: list[bytes] = field(default_factory=list)
    weights: list[int] = field(default_factory=list)
    """Of the voters, where they are not all one."""

    def weight_of(self) -> dict[int, int]:
        weights = self.weights or [1] * len(self.voters)
        return {public(voter): weight for voter, weight in zip(self.voters, weights, strict=True)}

    def vote(self, voter: int, marks: Sequence[Sequence[int]]) -> None:
        self.ballots.append(make_ballot(self.election, self.voters[voter], marks))

    def tally(self) -> Tally:
        read = [read_ballot(raw, self.election) for raw in self.ballots]
        found, weights = empty_tally(self.election), self.weight_of()
        for i in counting([ballot.credential for ballot in read]):
            found = found.with_ballot(ciphertexts_of(read[i]), weights[read[i].credential])
        return found

    def shares(self, owners: Sequence[int]) -> dict[int, Share]:
        product = self.tally().product
        return {owner: make_share(self.election, product, self.secrets[owner - 1]) for owner in owners}

    def archive(self, owners: Sequence[int]) -> bytes:
        """The complete archive, opened by these trustees."""
        data, head = open_archive(
            TIMESTAMP,
            election=self.election.raw,
            trustees=self.trustees.raw,
            credentials=write_credentials(self.weight_of()),
        )
        parts = [data]
        for raw in self.ballots:
            data, head = add_ballot(head, raw)
            parts.append(data)
        tally = self.tally()
        data, head = end_ballots(head)
        parts.append(data)
        data, head = add_tally(head, tally.to_bytes(self.election), tally.sized(self.election))
        parts.append(data)
        shares = self.shares(owners)
        for owner, share in shares.items():
            raw = share.to_bytes(self.election)
            data, head = add_share(head, raw, own_share(owner, raw))
            parts.append(data)
        counts = open_tally(tally.product, combine(self.trustees, shares), tally.weight)
        data, head = add_result(head, write_result(counts, self.election))
        return b"".join([*parts, data])


def prepare(
    questions: Sequence[Question],
    *,
    voters: int,
    items: Sequence[Single | Group],
    secrets: list[int],
    policy: Policy | None = None,
) -> Held:
    trustees = appoint(items)
    election = draw_up(
        name='Straw poll é & "quoted" / 投票',
        description="For the tests",
        public_key=trustees.public_key,
        questions=questions,
        uuid="Rkvg3hKr7pNuVz",
        administrator="The President",
        policy=policy,
    )
    return Held(election, trustees, secrets, [random_scalar() for _ in range(voters)])


def one_trustee() -> tuple[Single, int]:
    secret, key = make_key()
    return Single(key=key), secret


# An archive taken apart: events with their objects, which a test changes before all is chained again.

Events = list[tuple[str, list[bytes]]]


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def compact(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def member(name: str, data: bytes, timestamp: int = TIMESTAMP) -> bytes:
    """One member of a version 7 tar file."""
    head = name.encode().ljust(100, b"\0") + b"0000644\0" + b"0000000\0" + b"0000000\0"
    head += b"%011o\0" % len(data) + b"%011o\0" % timestamp
    tail = b"0".ljust(512 - 156, b"\0")
    checksum = b"%06o\0 " % sum(head + b" " * 8 + tail)
    return head + checksum + tail + data.ljust(-(-len(data) // 512) * 512, b"\0")


def opening(value: Any = None) -> bytes:
    return member("BELENIOS", compact(value or {"version": 1, "timestamp": str(TIMESTAMP)}))


def chain(
    events: Events, change: Callable[[int, dict[str, Any]], Any] = lambda height, event: event
) -> list[bytes]:
    """The members of an archive of these events; `change` may spoil an event before it is written."""
    parts, parent = [opening()], ""
    for height, (kind, objects) in enumerate(events):
        event: dict[str, Any] = {"parent": parent} if parent else {}
        event |= {"height": height, "type": kind}
        if objects:
            event["payload"] = sha(objects[-1])
        changed = change(height, event)
        raw = changed if isinstance(changed, bytes) else compact(changed)
        parts += [member(f"{sha(data)}.data.json", data) for data in objects]
        parts.append(member(f"{sha(raw)}.event.json", raw))
        parent = sha(raw)
    return parts


def take_apart(archive: bytes) -> Events:
    """Events and objects of a good archive."""
    events: Events = []
    objects: list[bytes] = []
    start = 0
    while start < len(archive):
        name, size = (
            archive[start : start + 100].rstrip(b"\0").decode(),
            int(archive[start + 124 : start + 135], 8),
        )
        data = archive[start + 512 : start + 512 + size]
        start += 512 + -(-size // 512) * 512
        if name.endswith(".data.json"):
            objects.append(data)
        elif name.endswith(".event.json"):
            events.append((json.loads(data)["type"], objects))
            objects = []
    return events


def sign_again(ballot: dict[str, Any], voter: int, *, credential: bool = False) -> bytes:
    """A changed ballot, signed by this voter, under the voter's own credential if so asked."""
    changed = {key: value for key, value in ballot.items() if key != "signature"}
    if credential:
        changed["credential"] = str(public(voter))
    signed = short_hash(compact(changed))
    proof = prove_exponent(f"sig|{signed}|", voter).plain()
    return compact(changed | {"signature": {"hash": signed, "proof": proof}})


def flipped_proof(raw: bytes, voter: int) -> bytes:
    """The voter's own ballot with one false proof, signed again."""
    ballot = json.loads(raw)
    proofs = ballot["answers"][0]["individual_proofs"][0]
    proofs[0], proofs[1] = proofs[1], proofs[0]
    return sign_again(ballot, voter)


def other_questions(election: Election, questions: Sequence[Question]) -> Election:
    """The same election in name and fingerprint, for making ballots that break its questions."""
    return replace(election, questions=tuple(questions))
