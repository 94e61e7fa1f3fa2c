"""The archive of a box, made from the record byte by byte, as far as the ballot has come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from comity.ballots.archive import add_ballot, add_result, add_share, add_tally, end_ballots, open_archive
from comity.ballots.canonical import hex_hash
from comity.ballots.decryption import own_share, write_result
from comity.ballots.elections import Election
from comity.ballots.tally import Tally
from comity.clerk.store import RecordUnavailable
from comity.secret_votes.drawing_up import credentials_of, trustees_bytes
from comity.secret_votes.state import Ballot, Box, Stage
from comity.web.house import house

MEDIA_TYPE: Final = "application/json"


def name_of(box: Box) -> str:
    """As the archive's file is called."""
    return f"{box.uuid}.bel"


def setup(ballot: Ballot, box: Box) -> tuple[bytes, bytes, bytes]:
    """Election, trustees and credentials, which are those that were sealed at the opening."""
    trustees, credentials = trustees_bytes(ballot), credentials_of(box)
    if hex_hash(trustees) != box.trustees or hex_hash(credentials) != box.listed:
        raise RecordUnavailable("what the archive begins with is not what was opened")
    return box.election.encode("utf-8"), trustees, credentials


def ballots(stream: str, box: Box) -> Iterator[bytes]:
    """The bytes of every ballot in the order in which they came."""
    try:
        yield from house().files.contents(stream, list(box.cast))
    except KeyError as missing:
        raise RecordUnavailable(f"a ballot is not there: {missing}") from None


def pieces(
    stream: str,
    ballot: Ballot,
    box: Box,
    election: Election | None = None,
    tally: Tally | None = None,
    counts: tuple[int, ...] | None = None,
) -> Iterator[bytes]:
    """The archive; from the close on with its tally, whose election must then be given, and with its shares."""
    assert ballot.opened_at is not None
    raw, trustees, credentials = setup(ballot, box)
    timestamp = int(ballot.opened_at.timestamp())
    data, head = open_archive(timestamp, election=raw, trustees=trustees, credentials=credentials)
    yield data
    for one in ballots(stream, box):
        data, head = add_ballot(head, one)
        yield data
    if ballot.stage not in (Stage.CLOSED, Stage.ANNOUNCED) or election is None or tally is None:
        return
    data, head = end_ballots(head)
    yield data
    data, head = add_tally(head, tally.to_bytes(election), tally.sized(election))
    yield data
    for owner, share in box.shares.items():
        written = share.share.encode("utf-8")
        data, head = add_share(head, written, own_share(owner, written))
        yield data
    if counts is not None:
        data, head = add_result(head, write_result(counts, election))
        yield data
