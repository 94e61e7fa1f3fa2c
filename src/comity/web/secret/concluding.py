"""From the last share to the announced result: computed, the whole archive verified, and only then announced."""

from __future__ import annotations

import hashlib
import logging
import secrets
import tempfile
import threading
from collections.abc import Iterable, Sequence
from functools import lru_cache
from queue import Empty, Queue
from typing import Final

from django.db import close_old_connections

from comity.ballots.decryption import combine, open_tally, read_share
from comity.ballots.tally import Tally
from comity.ballots.verify import Known
from comity.bodies.actor import ANYONE, by_the_box
from comity.clerk.store import RecordUnavailable
from comity.secret_votes.acts import AnnounceResult
from comity.secret_votes.drawing_up import trustees_of
from comity.secret_votes.events import BoxResult
from comity.secret_votes.procedure import SECRET_VOTES
from comity.secret_votes.state import Ballot, Box, Stage
from comity.web.house import house, now
from comity.web.secret import archive, examining
from comity.web.secret.door import state_of
from comity.web.secret.ledger import Ledger, ledger
from comity.web.secret.pool import pool

log = logging.getLogger(__name__)

_one_at_a_time = threading.Lock()


def conclude(stream: str, number: int) -> bool:
    """Announce the result of a ballot of which everything is there; whether it stands announced."""
    with _one_at_a_time:
        ballot = state_of(stream).ballots[number]
        if not ballot.opens:
            return ballot.stage is Stage.ANNOUNCED
        results = tuple(_result(stream, ballot, box) for box in ballot.boxes.values())
        act = AnnounceResult(id=secrets.token_hex(16), stream=stream, ballot=number, results=results)
        ruling = house().clerk.hear(act, by_the_box(ANYONE), now())
        if ruling.objection is not None:
            log.warning("a result could not be announced: %s", ruling.objection.say("en"))
        return state_of(stream).ballots[number].stage is Stage.ANNOUNCED


def _result(stream: str, ballot: Ballot, box: Box) -> BoxResult:
    kept = ledger(stream, ballot, box)
    tally = kept.complete(stream, box)
    trustees = trustees_of(ballot)
    shares = {
        owner: read_share(share.share.encode("utf-8"), kept.election) for owner, share in box.shares.items()
    }
    counts = open_tally(tally.product, combine(trustees, shares), tally.weight)
    digest = _verified(stream, ballot, box, kept, tally, counts)
    return BoxResult(box=box.box, counts=counts, ballots=len(box.cast), counted=tally.ballots, archive=digest)


def _verified(
    stream: str, ballot: Ballot, box: Box, kept: Ledger, tally: Tally, counts: tuple[int, ...]
) -> str:
    """Have the whole archive verified as anybody would; what does not hold is never announced."""
    with tempfile.NamedTemporaryFile(suffix=".bel") as file:
        digest = hashlib.sha256()
        for piece in archive.pieces(stream, ballot, box, kept.election, tally, counts):
            file.write(piece)
            digest.update(piece)
        file.flush()
        known = Known(fingerprint=kept.election.fingerprint, digests=frozenset(kept.known) & box.cast.keys())
        transcripts = {owner: share.transcript.encode("utf-8") for owner, share in box.shares.items()}
        found = pool().wait(examining.archive, file.name, known, transcripts)
    assert found.complete and found.result == counts and found.transcripts == len(box.shares)
    return digest.hexdigest()


LOOK_AGAIN: Final = 10.0
"""Seconds after which a ballot that is ready is concluded even if whoever was doing it was killed."""


class Concluder:
    """What a serving process does by itself for secret ballots: it gets ready at the close, and concludes."""

    def __init__(self) -> None:
        self._moved: Queue[str] = Queue()
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="concluder", daemon=True)

    def start(self) -> None:
        house().clerk.on_commit.append(self.on_commit)
        self._thread.start()

    def stop(self) -> None:
        self._end.set()
        self._moved.put("")
        self._thread.join(timeout=5)
        pool().stop()

    def on_commit(self, first: int, last: int, streams: Iterable[str]) -> None:
        for stream in streams:
            if stream.partition(":")[0] == SECRET_VOTES.name:
                self._moved.put(stream)

    def _run(self) -> None:
        while not self._end.is_set():
            try:
                moved: Sequence[str] = [self._moved.get(timeout=LOOK_AGAIN)]
            except Empty:
                moved = ()
            if self._end.is_set():
                return
            try:
                for stream in moved or house().store.streams(SECRET_VOTES.name):
                    look_at(stream)
            except RecordUnavailable:
                log.warning("the record is not available; secret ballots wait")
            except Exception:
                log.exception("a secret ballot could not be concluded")
            finally:
                close_old_connections()


@lru_cache(maxsize=64)
def _warm(election: bytes) -> None:
    """Once for each election: whoever votes first does not wait for processes to start."""
    pool().warm(examining.ready, election)


def look_at(stream: str) -> None:
    """Get ready for the ballots of what is open and for the shares of what has closed; conclude what is ready."""
    for ballot in state_of(stream).running():
        if ballot.stage is Stage.OPEN:
            for box in ballot.boxes.values():
                _warm(box.election.encode("utf-8"))
        if ballot.stage is not Stage.CLOSED:
            continue
        for box in ballot.boxes.values():
            ledger(stream, ballot, box).complete(stream, box)
        if ballot.opens:
            conclude(stream, ballot.ballot)
