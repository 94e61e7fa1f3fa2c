"""What is done in a process of its own: long arithmetic about one ballot, one share or one archive.

Nothing here knows the house: a process that examines has no database, no key and no record.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

from comity.ballots.canonical import from_canonical_json, hex_hash
from comity.ballots.decryption import check_share, check_transcript, read_share
from comity.ballots.refusals import at, require
from comity.ballots.tally import read_tally
from comity.ballots.verify import Known, Verified, verify_file
from comity.ballots.workers import Checked, check_submission, election_of

GIVES_WAY: Final = 10
"""Whoever opens a page comes before a ballot that is being examined."""


@cache
def _give_way() -> None:
    with suppress(OSError):
        os.nice(GIVES_WAY)


def ready(election: bytes) -> None:
    """Make the tables of an election before its first ballot comes."""
    _give_way()
    election_of(election)


def ballot(election: bytes, raw: bytes) -> Checked:
    """Refuse the ballot unless it is one of this election and everything in it holds."""
    _give_way()
    return check_submission(election_of(election), raw)


def share(election: bytes, tally: bytes, raw: bytes, transcript: bytes, owner: int, key: int) -> str:
    """Refuse a trustee's share unless both its proofs hold for this tally; the hash of its bytes."""
    _give_way()
    known = election_of(election)
    product = read_tally(tally, known)
    with at("share"):
        found = read_share(raw, known)
        require(found.to_bytes(known) == raw, "not_canonical")
        check_share(found, known, product, key)
    with at("transcript"):
        from_canonical_json(transcript, limit=1 << 20)
        check_transcript(transcript, known, product, found, owner, key)
    return hex_hash(raw)


def archive(path: str, known: Known, transcripts: Mapping[int, bytes]) -> Verified:
    """Verify the whole archive in this file; the proofs of known ballots are not computed again."""
    _give_way()
    return verify_file(Path(path), transcripts=transcripts, known=known)
