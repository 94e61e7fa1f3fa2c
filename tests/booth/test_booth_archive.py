"""What a trustee's browser checks before it decrypts: what Python accepts passes, what it refuses does not."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from comity.ballots.archive import read_archive
from comity.ballots.ballot import make_ballot
from comity.ballots.elections import Policy, choose_one, choose_up_to
from comity.ballots.group import random_scalar
from comity.ballots.refusals import Refused
from comity.ballots.verify import verify
from tests.ballots.ballot_box import (
    VECTORS,
    Events,
    Held,
    chain,
    compact,
    hold_ceremony,
    prepare,
    sha,
    sign_again,
    take_apart,
)
from tests.booth.desk import Booth, booth_refuses

CHECKS = ["chain", "fingerprint", "key", "ballots", "tally", "fewest"]


def before_shares(archive: bytes) -> Events:
    """The archive as a trustee finds it: up to the tally."""
    return take_apart(archive)[:-3]


@pytest.fixture(scope="module")
def held() -> Held:
    group, secrets = hold_ceremony(3, 2)
    questions = [
        choose_one("Candidate A é", ["encourage", "discourage", "no opinion"]),
        choose_up_to(2, "Seats", ["B", "C", "D"], least=1, blank=True),
    ]
    found = prepare(questions, voters=3, items=[group], secrets=secrets, policy=Policy(fewest=2))
    found.vote(0, [(1, 0, 0), (1, 0, 0, 0)])
    found.vote(1, [(0, 1, 0), (0, 1, 1, 0)])
    found.vote(0, [(0, 0, 1), (0, 0, 0, 1)])
    return found


@pytest.fixture(scope="module")
def events(held: Held) -> Events:
    return before_shares(held.archive([1, 3]))


def check(booth: Booth, data: bytes, **given: Any) -> Any:
    return booth.ask("checkArchive", data=base64.b64encode(data).decode(), **given)


def test_a_trustee_is_shown_every_check_of_a_sound_archive(booth: Booth, held: Held, events: Events) -> None:
    data = b"".join(chain(events))
    secret = str(held.secrets[1])
    found = check(booth, data, secret=secret, fingerprint=held.election.fingerprint, proofs=True)
    assert found == {"passed": CHECKS, "owner": 2, "counted": 2, "proved": 3}


@pytest.mark.parametrize("name", ["single-13x3-15voters", "threshold-small"])
def test_archives_made_by_the_tool_are_read(booth: Booth, name: str) -> None:
    found = check(booth, (VECTORS / f"{name}.bel").read_bytes())
    assert found["passed"] == CHECKS


def test_a_key_that_is_not_among_the_trustees_opens_nothing(booth: Booth, events: Events) -> None:
    with booth_refuses("not_your_key"):
        check(booth, b"".join(chain(events)), secret=str(random_scalar()))


def test_an_election_that_is_not_the_one_shown_is_not_opened(booth: Booth, events: Events) -> None:
    with booth_refuses("other_election", "election"):
        check(booth, b"".join(chain(events)), fingerprint="A" * 43)


def test_a_tally_of_too_few_ballots_is_not_opened(booth: Booth, held: Held) -> None:
    few = Held(held.election, held.trustees, held.secrets, held.voters, held.ballots[:1])
    data = b"".join(chain(before_shares(few.archive([1, 3]))))
    with booth_refuses("too_few_ballots"):
        check(booth, data)


def test_an_archive_without_its_tally_is_not_opened(booth: Booth, events: Events) -> None:
    with booth_refuses("no_tally"):
        check(booth, b"".join(chain(events[:-2])))


Change = Callable[[Events], Events]


def replaced_tally(events: Events, sized: dict[str, Any] | None = None, turned: bool = False) -> Events:
    tally, old = events[-1][1]
    if turned:
        tally = compact([row[::-1] for row in json.loads(tally)])
    said = json.loads(old) | {"encrypted_tally": sha(tally)} | (sized or {})
    return [*events[:-1], ("EncryptedTally", [tally, compact(said)])]


CHANGES: dict[str, Change] = {
    "a ballot dropped": lambda e: [*e[:2], *e[3:]],
    "a ballot twice": lambda e: [*e[:3], e[2], *e[3:]],
    "ballots in another order": lambda e: [e[0], e[3], e[2], e[1], *e[4:]],
    "another tally": lambda e: replaced_tally(e, turned=True),
    "a false number": lambda e: replaced_tally(e, {"num_tallied": 3}),
    "a false weight": lambda e: replaced_tally(e, {"total_weight": 3}),
    "a ballot after the end": lambda e: [*e[:3], e[4], e[3], *e[5:]],
    "a voter's credential taken off the list": lambda e: without_voter(e),
    "a credential twice": lambda e: [
        ("Setup", with_credentials(e[0][1], json.loads(e[0][1][2])[:1] * 2)),
        *e[1:],
    ],
    "an object that nothing names": lambda e: [*e[:1], ("Ballot", [b"{}", *e[1][1]]), *e[2:]],
}


def without_voter(events: Events) -> Events:
    """Without the credential that signed the first ballot; one that signed none would not be missed."""
    voter = json.loads(events[1][1][0])["credential"]
    listed = json.loads(events[0][1][2])
    return [("Setup", with_credentials(events[0][1], [key for key in listed if key != voter])), *events[1:]]


def with_credentials(objects: list[bytes], credentials: list[str]) -> list[bytes]:
    election, trustees, _, _ = objects
    listed = compact(credentials)
    setup = {"election": sha(election), "trustees": sha(trustees), "credentials": sha(listed)}
    return [election, trustees, listed, compact(setup)]


@pytest.mark.parametrize("name", CHANGES)
def test_an_altered_archive_is_refused_by_both_for_the_same_reason(
    booth: Booth, events: Events, name: str
) -> None:
    data = b"".join(chain(CHANGES[name](events)))
    with pytest.raises(Refused) as ours:
        verify(read_archive(data))
    with booth_refuses(ours.value.code):
        check(booth, data)


@pytest.mark.parametrize("at", [0, 100, 130, 512, 700, 1100])
def test_one_altered_byte_of_the_file_is_refused(booth: Booth, events: Events, at: int) -> None:
    data = bytearray(b"".join(chain(events)))
    data[at] ^= 1
    with pytest.raises(Refused) as ours:
        read_archive(bytes(data))
    with booth_refuses(ours.value.code):
        check(booth, bytes(data))


def test_the_full_check_finds_a_ballot_with_a_false_proof(booth: Booth, held: Held) -> None:
    other = prepare(held.election.questions, voters=3, items=held.trustees.items, secrets=held.secrets)
    other.voters[:] = held.voters
    for voter in (0, 1):
        ballot = json.loads(make_ballot(other.election, held.voters[voter], [(1, 0, 0), (1, 0, 0, 0)]))
        if voter:
            ballot["answers"][0]["overall_proof"][0]["response"] = "5"
        signed = {key: value for key, value in ballot.items() if key != "signature"}
        other.ballots.append(sign_again(signed, held.voters[voter]))
    data = b"".join(chain(before_shares(other.archive([1, 3]))))
    assert check(booth, data)["passed"] == CHECKS
    with booth_refuses("false_total_proof", "ballot 2/answers/1/overall_proof"):
        check(booth, data, proofs=True)
