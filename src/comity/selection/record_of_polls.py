"""A record made from polls alone: entries with their commitments, public, in the form of every other record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Final

from comity.record.canonical import canonical
from comity.record.entry import Entry, Header, commit, new_salt, stamp
from comity.rules.acts import Event
from comity.selection import events as e
from comity.selection.polls import Poll, Polls

STREAM: Final = "selection:polls"
BY: Final = {"capacity": "secretariat", "name": "Imported", "of": "", "person": "import"}


def record_lines(polls: Polls) -> Iterator[str]:
    """The lines of the record; it bears no checkpoint, for nobody signed it."""
    at = datetime.fromisoformat(polls.rounds[0].date).replace(tzinfo=UTC)
    for sequence, (moment, event) in enumerate(_events(polls, at), start=1):
        entry = _entry(event, sequence, moment)
        assert entry.salt is not None
        line: dict[str, Any] = {"entry": entry.header.plain(), "payload": entry.payload}
        yield canonical(line | {"salt": entry.salt.hex()}).decode() + "\n"


def _events(polls: Polls, first: datetime) -> Iterator[tuple[datetime, Event]]:
    for number, name in polls.names.items():
        listed = e.CandidateListed(
            candidate=number,
            full_name=name,
            nominators=(polls.states[number],) if polls.states[number] else (),
            letter="",
            curriculum_vitae=(),
            vision_statement=(),
            funding="",
            nominated=first,
        )
        yield first, listed
    at = first
    for poll in polls.rounds:
        at = max(at, datetime.fromisoformat(poll.date).replace(tzinfo=UTC))
        yield at, _opened(poll)
        yield at, e.ResultPublished(round=poll.round, figures=poll.figures)


def _opened(poll: Poll) -> e.RoundOpened:
    return e.RoundOpened(
        round=poll.round,
        method="published",
        coloured=any(one.against_permanent is not None for one in poll.figures),
        president="",
        conducted_by="",
        candidates=tuple(one.candidate for one in poll.figures),
        voters=poll.voters,
        permanent=0,
    )


def _entry(event: Event, sequence: int, at: datetime) -> Entry:
    payload = {"by": BY, "event": _plain(asdict(event)), "type": event.name}
    salt = new_salt()
    header = Header(
        sequence=sequence,
        stream=STREAM,
        version=sequence,
        kind="selection",
        at=stamp(at),
        audience="public",
        commitment=commit(payload, salt),
    )
    return Entry(header=header, payload=payload, salt=salt)


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {name: _plain(one) for name, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case datetime():
            return value.isoformat()
        case _:
            return value
