"""The strict verifier: what an archive says is believed only where everything in it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, wait
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from comity.ballots.archive import Archive, FileSource, Place, Source, payload_of, read_archive
from comity.ballots.ballot import (
    Ballot,
    check_members,
    check_proofs,
    ciphertexts_of,
    claimed_credential,
    opening_of,
    read_ballot,
)
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
from comity.ballots.group import Ciphertext
from comity.ballots.refusals import at, require
from comity.ballots.tally import Tally, counting, empty_tally, multiply, read_sized, read_tally, weigh
from comity.ballots.trustees import Trustees, read_trustees
from comity.ballots.workers import Workers, election_of

CHUNK: Final = 32
"""Ballots that a process takes at a time, at most."""
LEAST: Final = 8
WORTH_SHARING: Final = 16
"""With so few ballots to prove, other processes would take longer to start than to help."""
BEAT: Final = 0.25
"""Seconds between two calls of `progress` while nothing is done."""

Progress = Callable[[int, int], None]
"""Told how many ballots are done, of how many; what it raises ends the verification."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """Ballots of one election whose proofs and members this house has checked itself, by the hash of their bytes.

    Whoever can add to it makes these checks void, so it is never taken from an archive or from anybody else.
    """

    fingerprint: str
    digests: frozenset[str]


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
    known: int
    """Ballots whose proofs had been checked before."""
    result: tuple[int, ...] | None

    @property
    def complete(self) -> bool:
        return self.result is not None


def verify_file(
    path: Path,
    *,
    transcripts: Mapping[int, bytes] | None = None,
    processes: int = 1,
    workers: Workers | None = None,
    known: Known | None = None,
    progress: Progress | None = None,
) -> Verified:
    """Verify the archive in this file, in several processes if so asked, or in those that are given."""
    with FileSource(path) as source:
        return verify(
            read_archive(source),
            transcripts=transcripts,
            path=path,
            processes=processes,
            workers=workers,
            known=known,
            progress=progress,
        )


def verify(
    archive: Archive,
    *,
    transcripts: Mapping[int, bytes] | None = None,
    path: Path | None = None,
    processes: int = 1,
    workers: Workers | None = None,
    known: Known | None = None,
    progress: Progress | None = None,
) -> Verified:
    """Check all that an archive says; refuse at the first thing that does not hold."""
    with at("election"):
        election = read_election(archive.election)
    with at("trustees"):
        trustees = read_trustees(archive.trustees)
    require(trustees.public_key == election.public_key.value, "other_key", "election/public_key")
    with at("credentials"):
        weights = read_credentials(archive.credentials)
    claimed = _check_list_of_ballots(archive, election, weights)
    remembered: frozenset[str] = frozenset()
    if known is not None and known.fingerprint == election.fingerprint:
        remembered = known.digests
    jobs = _jobs(archive, weights, claimed, remembered, processes if workers is None else workers.processes)
    proved = sum(sum(job.proved) for job in jobs)
    tell = progress or _silent
    sharing = path is not None and len(claimed) - proved > WORTH_SHARING
    if sharing and (workers is not None or processes > 1):
        assert path is not None
        election_of(archive.election)  # so that processes that are forked from this one have it
        with Workers(processes) if workers is None else nullcontext(workers) as shared:
            rows = list(_shared(shared, path, archive.election, jobs, tell))
    else:
        rows = [_check_job(archive.source, election, job, tell, len(claimed)) for job in jobs]
    counted = counting(claimed)
    tally = Tally(
        product=multiply([empty_tally(election).product, *rows]),
        ballots=len(counted),
        weight=sum(weights[claimed[i]] for i in counted),
    )
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
        known=proved,
        result=_check_result(archive, election, trustees, shares, tally),
    )


def _check_list_of_ballots(archive: Archive, election: Election, weights: Mapping[int, int]) -> list[int]:
    """The credential of each ballot: all on the list, no ballot twice, one each where that is the rule."""
    claimed, trackers, voted, opening = [], set(), set(), opening_of(election)
    for i, place in enumerate(archive.ballots, 1):
        with at(f"ballot {i}"):
            require(place.digest not in trackers, "ballot_twice")
            trackers.add(place.digest)
            credential = claimed_credential(place.part(archive.source, opening))
            require(credential in weights, "unknown_credential", "credential")
            require(not (election.policy.one_vote_only and credential in voted), "votes_twice", "credential")
            voted.add(credential)
            claimed.append(credential)
    return claimed


@dataclass(frozen=True, slots=True)
class _Job:
    """Some ballots for one process: where they stand, with what weight each counts, and what is known of it."""

    first: int
    places: Sequence[Place]
    credentials: Sequence[int]
    weights: Sequence[int]
    """Zero for a ballot that a later one replaces."""
    proved: Sequence[bool]


def _jobs(
    archive: Archive,
    weights: Mapping[int, int],
    claimed: Sequence[int],
    remembered: frozenset[str],
    processes: int,
) -> list[_Job]:
    counted = set(counting(claimed))
    counting_weights = [weights[c] if i in counted else 0 for i, c in enumerate(claimed)]
    # Several parts for each process, so that none waits long for the last of another.
    size = min(CHUNK, max(LEAST, -(-len(claimed) // (4 * processes))))
    return [
        _Job(
            start + 1,
            archive.ballots[start : start + size],
            claimed[start : start + size],
            counting_weights[start : start + size],
            [place.digest in remembered for place in archive.ballots[start : start + size]],
        )
        for start in range(0, len(claimed), size)
    ]


def _silent(done: int, total: int) -> None:
    return None


def _shared(
    workers: Workers, path: Path, election: bytes, jobs: Sequence[_Job], progress: Progress
) -> Iterator[Sequence[Ciphertext]]:
    """The product of every part, in order, so that the first fault of the archive is the one that is named."""
    total = sum(len(job.places) for job in jobs)
    futures = [workers.submit(_check_job_of_file, path, election, job) for job in jobs]
    try:
        for future in futures:
            while not future.done():
                wait([future], timeout=BEAT)
                progress(_done(jobs, futures), total)
            yield future.result()
        progress(total, total)
    finally:
        for future in futures:
            future.cancel()


def _done(jobs: Sequence[_Job], futures: Sequence[Future[Any]]) -> int:
    return sum(len(job.places) for job, future in zip(jobs, futures, strict=True) if future.done())


def _check_job(
    source: Source, election: Election, job: _Job, progress: Progress = _silent, total: int = 0
) -> Sequence[Ciphertext]:
    """Check these ballots, and multiply those that count."""
    rows = [empty_tally(election).product]
    ballots: list[Ballot] = []
    for i, place in enumerate(job.places):
        raw = place.of(source)
        with at(f"ballot {job.first + i}"):
            require(hex_hash(raw) == place.digest, "changed_meanwhile")
            ballots.append(read_ballot(raw, election))
            require(ballots[-1].credential == job.credentials[i], "not_canonical", "credential")
    check_members([(job.first + i, ballot) for i, ballot in enumerate(ballots) if not job.proved[i]])
    for i, ballot in enumerate(ballots):
        if not job.proved[i]:
            with at(f"ballot {job.first + i}"):
                check_proofs(ballot, election)
            progress(job.first + i, total)
        if job.weights[i]:
            rows.append(tuple(weigh(ciphertexts_of(ballot), job.weights[i])))
    progress(job.first + len(ballots) - 1, total)
    return multiply(rows)


def _check_job_of_file(path: Path, election: bytes, job: _Job) -> Sequence[Ciphertext]:
    with FileSource(path) as source:
        return _check_job(source, election_of(election), job)


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
