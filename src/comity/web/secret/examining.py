"""What is done in a process of its own: long arithmetic about one ballot, one share or one archive.

Nothing here knows the house: a process that examines has no database, no key and no record.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Final

from comity.ballots.ballot import check_ballot, ciphertexts_of, read_ballot
from comity.ballots.canonical import from_canonical_json, hex_hash
from comity.ballots.decryption import check_share, check_transcript, read_share
from comity.ballots.elections import Election, read_election
from comity.ballots.group import Ciphertext
from comity.ballots.refusals import at, require
from comity.ballots.tally import read_tally
from comity.ballots.verify import Known, Verified, verify_file

ELECTIONS: Final = 8
"""Elections whose tables a process keeps: they take longer to make than a ballot to examine."""
GIVES_WAY: Final = 10
"""Whoever opens a page comes before a ballot that is being examined."""


def begin() -> None:
    """When such a process starts: it gives way to others, ends with its parent, and leaves signals to it."""
    with suppress(OSError):
        os.nice(GIVES_WAY)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A parent that is killed cannot tell its children."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(0)


@lru_cache(maxsize=ELECTIONS)
def _election(raw: bytes) -> Election:
    return read_election(raw)


def ballot(election: bytes, raw: bytes) -> Known:
    """Refuse the ballot unless it is one of this election and everything in it holds."""
    known = _election(election)
    found = read_ballot(raw, known)
    check_ballot(found, known)
    return Known(found.credential, tuple(ciphertexts_of(found)))


def share(election: bytes, tally: bytes, raw: bytes, transcript: bytes, owner: int, key: int) -> str:
    """Refuse a trustee's share unless both its proofs hold for this tally; the hash of its bytes."""
    known = _election(election)
    product = read_tally(tally, known)
    with at("share"):
        found = read_share(raw, known)
        require(found.to_bytes(known) == raw, "not_canonical")
        check_share(found, known, product, key)
    with at("transcript"):
        from_canonical_json(transcript, limit=1 << 20)
        check_transcript(transcript, known, product, found, owner, key)
    return hex_hash(raw)


def archive(
    path: str, known: Mapping[str, tuple[int, tuple[Ciphertext, ...]]], transcripts: Mapping[int, bytes]
) -> Verified:
    """Verify the whole archive in this file; ballots known by their hash need no second look."""
    remembered = {digest: Known(*one) for digest, one in known.items()}
    return verify_file(Path(path), transcripts=transcripts, known=remembered)
