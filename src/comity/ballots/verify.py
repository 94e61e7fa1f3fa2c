"""The strict verifier: what an archive says is believed only where everything in it holds."""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from typing import Final, NamedTuple

from comity.ballots.archive import Archive, Place, Source, payload_of, read_archive
from comity.ballots.ballot import check_members, check_proofs, ciphertexts_of, claimed_credential, read_ballot
from comity.ballots.canonical import hex_hash
from comity.ballots.credentials import read_credentials
from comity.ballots.decryption import (
    Share,
    check_result,
    check_share,
    check_transcript,
    combine,
    is_enough,
    read_owned,
    read_result,
    read_share,
)
from comity.ballots.elections import Election, read_election
from comity.ballots.group import Ciphertext, first_outsider
from comity.ballots.refusals import Refused, at, require
from comity.ballots.tally import Tally, counting, empty_tally, multiply, read_sized, read_tally, weigh
from comity.ballots.trustees import Trustees, read_trustees

CHUNK: Final = 64
"""Ballots that a process takes at a time."""
WORTH_SHARING: Final = 16
"""With so few ballots, other processes would take longer to start than to help."""
CREDENTIALS_CHUNK: Final = 2000


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What a sound archive shows; without a result it is sound so far, and no more is claimed."""

    election: Election
    trustees: Trustees = field(repr=False)
    credentials: int
    ballots: int
    tally: Tally = field(repr=False)
    stage: str
    shares: Mapping[int, Share] = field(repr=False)
    transcripts: int
    """Shares whose second proof was at hand and holds."""
    result: tuple[int, ...] | None

    @property
    def complete(self) -> bool:
        return self.result is not None


def verify_file(
    path: Path,
    *,
    transcripts: Mapping[int, bytes] | None = None,
    processes: int = 1,
    known: Mapping[str, Known] | None = None,
) -> Verified:
    """Verify the archive in this file, in several processes if so asked."""
    archive = read_archive(_mapped(path))
    return verify(archive, path=path, transcripts=transcripts, processes=processes, known=known)


def verify(
    archive: Archive,
    *,
    transcripts: Mapping[int, bytes] | None = None,
    path: Path | None = None,
    processes: int = 1,
    known: Mapping[str, Known] | None = None,
) -> Verified:
    """Check all that an archive says; refuse at the first thing that does not hold.

    `known`: by their hash, ballots that the caller has checked for this very election before.
    """
    with at("election"):
        election = read_election(archive.election)
    with at("trustees"):
        trustees = read_trustees(archive.trustees)
    require(trustees.public_key == election.public_key.value, "other_key", "election/public_key")
    with at("credentials"):
        weights = read_credentials(archive.credentials)
    claimed = _check_list_of_ballots(archive, election, weights)
    alone = path if processes > 1 else None
    tally = _check_ballots(archive, election, weights, claimed, alone, processes, known or {})
    _check_tally(archive, election, tally)
    shares = _check_shares(archive, election, trustees, tally)
    given = transcripts or {}
    for owner, raw in given.items():
        with at(f"transcript of trustee {owner}"):
            require(owner in shares, "other_share")
            key = trustees.keys[owner - 1].value
            check_transcript(raw, election, tally.product, shares[owner], owner, key)
    return Verified(
        election=election,
        trustees=trustees,
        credentials=len(weights),
        ballots=len(archive.ballots),
        tally=tally,
        stage=archive.head.stage or "",
        shares=shares,
        transcripts=len(given),
        result=_check_result(archive, election, trustees, shares, tally),
    )


def _check_list_of_ballots(archive: Archive, election: Election, weights: Mapping[int, int]) -> list[int]:
    """The credential of each ballot: all on the list, no ballot twice, one each where that is the rule."""
    claimed, trackers, voted = [], set(), set()
    for i, place in enumerate(archive.ballots, 1):
        with at(f"ballot {i}"):
            require(place.digest not in trackers, "ballot_twice")
            trackers.add(place.digest)
            credential = claimed_credential(place.of(archive.source))
            require(credential in weights, "unknown_credential", "credential")
            require(not (election.policy.one_vote_only and credential in voted), "votes_twice", "credential")
            voted.add(credential)
            claimed.append(credential)
    return claimed


class Known(NamedTuple):
    """What is remembered of a ballot that was checked: the same bytes need no second look."""

    credential: int
    ciphertexts: tuple[Ciphertext, ...]


@dataclass(frozen=True, slots=True)
class _Ballots:
    """Some ballots for one process: where they stand, whether each counts, and with what weight."""

    first: int
    places: Sequence[Place]
    credentials: Sequence[int]
    weights: Sequence[int]


def _check_ballots(
    archive: Archive,
    election: Election,
    weights: Mapping[int, int],
    claimed: Sequence[int],
    path: Path | None,
    processes: int,
    known: Mapping[str, Known],
) -> Tally:
    """Every ballot and every listed credential checked; the tally of the ballots that count."""
    counted = set(counting(claimed))
    counting_weights = [weights[c] if i in counted else 0 for i, c in enumerate(claimed)]
    size = min(CHUNK, -(-len(claimed) // processes) or 1)
    if len(claimed) <= WORTH_SHARING:
        path = None
    jobs = [
        _Ballots(start + 1, archive.ballots[start:end], claimed[start:end], counting_weights[start:end])
        for start, end in _unknown(archive.ballots, known, size)
    ]
    # The ballots test the credentials that voted; the others are tested by themselves.
    voted = set(claimed)
    silent = [(i, c) for i, c in enumerate(weights, 1) if c not in voted]
    lists = [silent[i : i + CREDENTIALS_CHUNK] for i in range(0, len(silent), CREDENTIALS_CHUNK)]
    rows = [empty_tally(election).product, *_known_rows(archive.ballots, known, claimed, counting_weights)]
    if path is None:
        for part in lists:
            _check_members(part)
        rows.extend(_check_chunk(archive.source, election, job) for job in jobs)
    else:
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            members = pool.map(_check_members, lists)
            rows.extend(pool.map(_check_chunk_of_file, repeat(path), repeat(archive.election), jobs))
            list(members)
    product = multiply(rows)
    return Tally(product=product, ballots=len(counted), weight=sum(counting_weights))


def _unknown(ballots: Sequence[Place], known: Mapping[str, Known], size: int) -> Iterator[tuple[int, int]]:
    """The stretches of at most so many ballots that have to be checked."""
    start = 0
    while start < len(ballots):
        end = start
        while end < len(ballots) and end < start + size and ballots[end].digest not in known:
            end += 1
        if end > start:
            yield start, end
        start = max(end, start + 1)


def _known_rows(
    ballots: Sequence[Place], known: Mapping[str, Known], claimed: Sequence[int], weights: Sequence[int]
) -> Iterator[tuple[Ciphertext, ...]]:
    """The ciphertexts of the ballots that count and were checked before."""
    for i, (place, credential, weight) in enumerate(zip(ballots, claimed, weights, strict=True), 1):
        checked = known.get(place.digest)
        if checked is None:
            continue
        require(checked.credential == credential, "not_canonical", f"ballot {i}/credential")
        if weight:
            yield tuple(weigh(checked.ciphertexts, weight))


def _check_members(credentials: Sequence[tuple[int, int]]) -> None:
    outsider = first_outsider([credential for _, credential in credentials])
    if outsider is not None:
        raise Refused("not_an_element", f"credentials/{credentials[outsider][0]}")


def _check_chunk(source: Source, election: Election, job: _Ballots) -> tuple[Ciphertext, ...]:
    """Check these ballots, and multiply those that count."""
    rows = [empty_tally(election).product]
    ballots = []
    for i, place in enumerate(job.places):
        raw = place.of(source)
        with at(f"ballot {job.first + i}"):
            require(hex_hash(raw) == place.digest, "changed_meanwhile")
            ballots.append(read_ballot(raw, election))
            require(ballots[-1].credential == job.credentials[i], "not_canonical", "credential")
    check_members(ballots, job.first)
    for i, ballot in enumerate(ballots):
        with at(f"ballot {job.first + i}"):
            check_proofs(ballot, election)
        if job.weights[i]:
            rows.append(tuple(weigh(ciphertexts_of(ballot), job.weights[i])))
    return multiply(rows)


_election_of = cache(read_election)
"""A process reads the election once: its tables take longer to make than a ballot to check."""


def _check_chunk_of_file(path: Path, election: bytes, job: _Ballots) -> tuple[Ciphertext, ...]:
    return _check_chunk(_mapped(path), _election_of(election), job)


def _mapped(path: Path) -> memoryview:
    """The bytes of a file, read as they are needed; let go when nothing refers to them any more."""
    require(path.stat().st_size > 0, "not_an_archive")
    with path.open("rb") as file:
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def _check_tally(archive: Archive, election: Election, tally: Tally) -> None:
    """That the archived tally is the product of the ballots that count, byte for byte."""
    if archive.tally is None:
        return
    raw, raw_sized = archive.tally
    with at("tally"):
        require(read_tally(raw, election) == tally.product, "false_tally")
        ballots, weight, digest = read_sized(raw_sized)
        payload_of(raw, digest, "encrypted_tally")
        require(ballots == tally.ballots, "false_count", "num_tallied", found=ballots, wanted=tally.ballots)
        require(weight == tally.weight, "false_count", "total_weight", found=weight, wanted=tally.weight)
        require(raw == tally.to_bytes(election) and raw_sized == tally.sized(election), "not_canonical")


def _check_shares(archive: Archive, election: Election, trustees: Trustees, tally: Tally) -> dict[int, Share]:
    """Every share by its owner, each proved for the tally that was recomputed."""
    found: dict[int, Share] = {}
    for i, (raw, raw_owned) in enumerate(archive.shares, 1):
        with at(f"share {i}"):
            owner, digest = read_owned(raw_owned)
            payload_of(raw, digest, "payload")
            require(0 < owner <= len(trustees.keys), "unknown_trustee", "owner", owner=owner)
            require(owner not in found, "share_twice", "owner", owner=owner)
            share = read_share(raw, election)
            check_share(share, election, tally.product, trustees.keys[owner - 1].value)
            found[owner] = share
    return found


def _check_result(
    archive: Archive, election: Election, trustees: Trustees, shares: Mapping[int, Share], tally: Tally
) -> tuple[int, ...] | None:
    if archive.result is None:
        return None
    with at("result"):
        counts = read_result(archive.result, election)
        require(
            is_enough(trustees, list(shares)), "too_few_shares", found=len(shares), wanted=len(trustees.items)
        )
        check_result(counts, election, tally.product, combine(trustees, shares), tally.weight)
    return counts
