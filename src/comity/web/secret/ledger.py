"""What this process remembers of each box: which ballots it has examined, and their product so far."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from comity.ballots.elections import Election, read_election
from comity.ballots.tally import Tally, empty_tally
from comity.ballots.workers import Checked
from comity.secret_votes.state import Ballot, Box
from comity.web.house import house
from comity.web.secret import examining
from comity.web.secret.pool import Pool, pool

LEDGERS: Final = 16
"""Boxes remembered at once; one that was forgotten is examined anew when it is looked at."""


class Ledger:
    """One box: its tally as far as it has been multiplied, and every ballot that was found good here."""

    def __init__(self, box: Box) -> None:
        self.raw = box.election.encode("utf-8")
        self.election: Election = read_election(self.raw)
        self.known: dict[str, Checked] = {}
        """By digest."""
        self._lock = threading.Lock()
        self._completing = threading.Lock()
        self._tally = empty_tally(self.election)
        self._counted: dict[str, str] = {}
        """By voter, the ballot that counts so far."""
        self._done = 0

    def note(self, digest: str, known: Checked) -> None:
        """Remember a ballot that was just examined."""
        self.known[digest] = known

    def multiply(self, box: Box) -> Tally:
        """The product of what has come so far, ballot by ballot, as far as it was examined here."""
        with self._lock:
            come = list(box.cast.values())
            while self._done < len(come) and come[self._done].digest in self.known:
                cast = come[self._done]
                replaced = self._counted.get(cast.voter)
                if replaced is not None:
                    self._tally = self._tally.without_ballot(self.known[replaced].choices)
                self._tally = self._tally.with_ballot(self.known[cast.digest].choices)
                self._counted[cast.voter] = cast.digest
                self._done += 1
            return self._tally

    def complete(self, stream: str, box: Box) -> Tally:
        """The tally of the whole box; what another process or an earlier one took in is examined here too."""
        with self._completing:
            return self._completed(stream, box)

    def at_hand(self, stream: str, box: Box) -> Tally | None:
        """The same for whoever can ask again: nothing while somebody else is at it."""
        if not self._completing.acquire(blocking=False):
            return None
        try:
            return self._completed(stream, box)
        finally:
            self._completing.release()

    def _completed(self, stream: str, box: Box) -> Tally:
        missing = [digest for digest in box.cast if digest not in self.known]
        if missing:
            self._examine(stream, missing, pool())
        return self.multiply(box)

    def _examine(self, stream: str, missing: list[str], by: Pool) -> None:
        contents = house().files.contents(stream, missing)
        with ThreadPoolExecutor(by.processes + 1) as together:
            for start in range(0, len(missing), CHUNK):
                some = missing[start : start + CHUNK]
                raws = [next(contents) for _ in some]
                found: Iterable[Checked] = together.map(
                    lambda raw: by.wait(examining.ballot, self.raw, raw), raws
                )
                for digest, known in zip(some, found, strict=True):
                    self.known[digest] = known


CHUNK: Final = 64

_ledgers: OrderedDict[tuple[str, int, str, str], Ledger] = OrderedDict()
_lock = threading.Lock()


def ledger(stream: str, ballot: Ballot, box: Box) -> Ledger:
    """The ledger of a box from its opening on."""
    key = (stream, ballot.ballot, box.box, box.fingerprint)
    with _lock:
        if key not in _ledgers:
            _ledgers[key] = Ledger(box)
        _ledgers.move_to_end(key)
        while len(_ledgers) > LEDGERS:
            _ledgers.popitem(last=False)
        return _ledgers[key]
