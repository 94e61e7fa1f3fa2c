"""The record in a database, on SQLite and on PostgreSQL."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from django.db import DatabaseError, connection, transaction

from comity.bodies.body import standard_bodies
from comity.clerk.clerk import Clerk
from comity.clerk.procedures import PROCEDURES
from comity.clerk.store import RecordUnavailable
from comity.communications.acts import RegisterLetter, SendLetter
from comity.record.checkpoint import parse
from comity.record.ed25519 import verify
from comity.record.tree import Frontier
from comity.rules.acts import Sealed
from comity.web.house import house
from comity.web.store.keys import Keyring
from tests.people import FRANCE, LATVIA, NOON, new_id, representative

STREAM = "communications:unsc"


def letter(of: str = "FRA", subject: str = "Water") -> SendLetter:
    return SendLetter(
        id=new_id(), stream=STREAM, of=of, subject=subject, body="Secret text.", signed="A. Person"
    )


def in_its_own_thread(act: SendLetter, person: object, gate: Barrier) -> int:
    try:
        gate.wait(30)
        return house().clerk.hear(act, person, NOON).first  # type: ignore[arg-type]
    finally:
        connection.close()


def test_what_is_kept_is_what_was_written(database: str) -> None:
    clerk = house().clerk
    clerk.hear(letter(), FRANCE, NOON)
    clerk.hear(RegisterLetter(id=new_id(), stream=STREAM, letter=1), LATVIA, NOON + timedelta(seconds=1))
    before = clerk.folds.whole(STREAM)
    house.cache_clear()
    assert house().clerk.folds.whole(STREAM) == before
    entries = list(house().store.all_entries())
    assert house().store.head().frontier == Frontier().extend(entry.header.leaf() for entry in entries)


def test_each_batch_is_sealed_by_a_checkpoint_that_anyone_can_verify(database: str) -> None:
    house().clerk.hear(letter(), FRANCE, NOON)
    store = house().store
    written = store.checkpoint()
    assert written is not None
    checkpoint = parse(written)
    assert (checkpoint.size, checkpoint.root) == (1, store.head().frontier.root())
    assert checkpoint.signed_by(store.signer.public_key, verify)


def test_the_same_act_is_applied_once_also_by_another_process(database: str) -> None:
    act = letter()
    first = house().clerk.hear(act, FRANCE, NOON)
    house.cache_clear()
    assert house().clerk.hear(act, FRANCE, NOON + timedelta(minutes=1)) == first
    assert house().store.head().sequence == 1


def test_a_refusal_is_remembered_in_all_its_words(database: str) -> None:
    act = letter(of="GBR")
    first = house().clerk.hear(act, FRANCE, NOON)
    house.cache_clear()
    again = house().clerk.hear(act, FRANCE, NOON)
    assert again == first and not again.accepted
    assert again.say("zh") == first.say("zh")


def test_many_at_once_and_each_twice(database: str) -> None:
    people = [representative(code) for code in standard_bodies()["unga"].members_on(NOON.date())][:40]
    acts = [letter(of=person.person.removeprefix("rep-")) for person in people]
    gate = Barrier(80)
    with ThreadPoolExecutor(80) as pool:
        firsts = list(pool.map(in_its_own_thread, acts + acts, people + people, [gate] * 80))
    assert sorted(firsts[:40]) == list(range(1, 41))
    assert firsts[:40] == firsts[40:]
    assert [entry.header.sequence for entry in house().store.all_entries()] == list(range(1, 41))


def test_two_clerks_at_one_database_share_one_sequence(database: str) -> None:
    """As two processes do: each has its own caches and its own desk."""
    clerks = [Clerk(house().store, PROCEDURES, standard_bodies()) for _ in range(2)]
    gate = Barrier(20)

    def send(at: int) -> int:
        try:
            gate.wait(30)
            return clerks[at % 2].hear(letter(), FRANCE, NOON).first
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        firsts = list(pool.map(send, range(20)))
    assert sorted(firsts) == list(range(1, 21))
    letters = Clerk(house().store, PROCEDURES, standard_bodies()).folds.whole(STREAM).state.letters
    assert sorted(letters) == list(range(1, 21))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE record_entry SET audience = 'public'",
        "DELETE FROM record_entry",
        "DELETE FROM record_entry WHERE sequence = 1",
    ],
)
def test_the_database_refuses_to_change_an_entry(database: str, statement: str) -> None:
    house().clerk.hear(letter(), FRANCE, NOON)
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        connection.cursor().execute(statement)
    assert house().store.head().sequence == len(list(house().store.all_entries())) == 1


def test_what_is_closed_is_encrypted_where_it_lies(database: str) -> None:
    house().clerk.hear(letter(subject="Unguessable"), FRANCE, NOON)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM record_entry")
        content = bytes(cursor.fetchone()[0])
    assert b"Unguessable" not in content and b"Secret text" not in content and b"subject" not in content


def test_contents_cannot_be_swapped_between_entries(database: str, tmp_path: Path) -> None:
    keyring = Keyring(tmp_path / "other")
    closed = keyring.close(STREAM, "1", b"yes")
    assert keyring.open(STREAM, "1", closed) == b"yes"
    with pytest.raises(ValueError, match="not what was written"):
        keyring.open(STREAM, "2", closed)


def test_an_erased_stream_keeps_its_commitments_and_nothing_else(database: str) -> None:
    house().clerk.hear(letter(), FRANCE, NOON)
    house().store.keyring.destroy(STREAM)
    house.cache_clear()
    (entry,) = house().store.all_entries()
    assert entry.payload is None and len(entry.header.commitment) == 64
    state = house().clerk.folds.whole(STREAM).state
    assert not state.letters
    (sealed,) = state.sealed
    assert isinstance(sealed, Sealed) and sealed.erased


def test_a_read_only_database_is_said_to_be_unavailable_and_nothing_is_lost(
    sqlite: str, tmp_path: Path
) -> None:
    house().clerk.hear(letter(), FRANCE, NOON)
    connection.cursor().execute("PRAGMA query_only = ON")
    act = letter()
    with pytest.raises(RecordUnavailable, match="readonly"):
        house().clerk.hear(act, FRANCE, NOON)
    connection.cursor().execute("PRAGMA query_only = OFF")
    assert house().clerk.hear(act, FRANCE, NOON).first == 2


def test_a_full_disk_is_said_and_nothing_is_half_done(sqlite: str, tmp_path: Path) -> None:
    house().clerk.hear(letter(), FRANCE, NOON)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    act = SendLetter(
        id=new_id(), stream=STREAM, of="FRA", subject="Long", body="x" * 19_000, signed="A. Person"
    )
    with pytest.raises(RecordUnavailable, match="full"):
        for _ in range(20):
            house().clerk.hear(act, FRANCE, NOON)
            act = SendLetter(
                id=new_id(), stream=STREAM, of="FRA", subject="Long", body="x" * 19_000, signed="A."
            )
    with sqlite3.connect(tmp_path / "comity.sqlite3") as other:
        entries = other.execute("SELECT count(*) FROM record_entry").fetchone()[0]
        head = other.execute("SELECT sequence FROM record_head").fetchone()[0]
        rulings = other.execute("SELECT count(*) FROM record_ruling").fetchone()[0]
    assert entries == head == rulings
    connection.cursor().execute("PRAGMA max_page_count = 1000000")
    assert house().clerk.hear(act, FRANCE, NOON).first == head + 1


def test_sqlite_makes_durable_what_it_acknowledges(sqlite: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone()[0] == 2
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone()[0] == "wal"


def test_streams_of_a_kind_are_told_in_the_order_in_which_they_began(database: str) -> None:
    clerk = house().clerk
    for stream in ("communications:unga", STREAM):
        sent = SendLetter(id=new_id(), stream=stream, of="FRA", subject="Water", body="Text.", signed="A")
        assert clerk.hear(sent, FRANCE, NOON).accepted
    assert house().store.streams("communications") == ["communications:unga", STREAM]
    assert house().store.streams("selection") == []
