"""The clerk: one way in, at most once, all or nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from comity.bodies.actor import ANYONE
from comity.bodies.body import standard_bodies
from comity.bodies.clearance import clearances
from comity.clerk.clerk import Clerk
from comity.clerk.memory import MemoryStore
from comity.clerk.procedures import PROCEDURES
from comity.clerk.store import RecordUnavailable
from comity.communications.acts import CirculateLetter, RegisterLetter, SendLetter
from comity.communications.state import Status
from comity.record.entry import commit
from comity.record.tree import Frontier
from tests.people import FRANCE, GERMANY, LATVIA, NOON, new_id, representative

STREAM = "communications:unsc"


def letter(subject: str = "Water", of: str = "FRA") -> SendLetter:
    return SendLetter(id=new_id(), stream=STREAM, of=of, subject=subject, body="Text.", signed="A. Person")


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def clerk(store: MemoryStore) -> Clerk:
    return Clerk(store, PROCEDURES, standard_bodies())


def test_an_act_in_order_is_on_the_record(clerk: Clerk, store: MemoryStore) -> None:
    ruling = clerk.hear(letter(), FRANCE, NOON)
    assert ruling.accepted and ruling.first == ruling.last == 1
    (entry,) = store.all_entries()
    assert entry.payload is not None and entry.salt is not None
    assert entry.payload["by"] == {
        "person": "rep-FRA",
        "name": "Representative of FRA",
        "capacity": "representative",
        "of": "FRA",
    }
    assert entry.header.commitment == commit(entry.payload, entry.salt)


def test_an_act_out_of_order_leaves_nothing_behind(clerk: Clerk, store: MemoryStore) -> None:
    ruling = clerk.hear(letter(of="GBR"), FRANCE, NOON)
    assert not ruling.accepted
    assert "rule 6" in ruling.say("en")
    assert store.all_entries() == []


def test_the_same_act_heard_again_gets_the_first_ruling(clerk: Clerk, store: MemoryStore) -> None:
    act = letter()
    first = clerk.hear(act, FRANCE, NOON)
    assert clerk.hear(act, FRANCE, NOON + timedelta(hours=1)) == first
    assert len(store.all_entries()) == 1


def test_a_refused_act_heard_again_stays_refused_even_when_it_would_now_be_in_order(clerk: Clerk) -> None:
    early = RegisterLetter(id=new_id(), stream=STREAM, letter=1)
    refused = clerk.hear(early, LATVIA, NOON)
    clerk.hear(letter(), FRANCE, NOON)
    assert not refused.accepted
    assert clerk.hear(early, LATVIA, NOON) == refused


def test_an_identifier_cannot_be_used_for_another_act(clerk: Clerk, store: MemoryStore) -> None:
    act = letter()
    clerk.hear(act, FRANCE, NOON)
    other = clerk.hear(replace(act, subject="Another"), FRANCE, NOON)
    assert other.objection is not None and other.objection.citation.rule == "1"
    assert len(store.all_entries()) == 1


def test_two_people_may_choose_the_same_identifier(clerk: Clerk, store: MemoryStore) -> None:
    act = letter()
    assert clerk.hear(act, FRANCE, NOON).accepted
    assert clerk.hear(replace(act, of="DEU"), GERMANY, NOON).accepted
    assert len(store.all_entries()) == 2


@pytest.mark.parametrize("stream", ["nonsense:unsc", "communications:nowhere", "", ":", "communications"])
def test_a_proceeding_that_does_not_exist_is_refused(clerk: Clerk, stream: str) -> None:
    ruling = clerk.hear(replace(letter(), stream=stream), FRANCE, NOON)
    assert ruling.objection is not None and ruling.objection.citation.rule == "2"


def test_an_act_of_another_procedure_is_refused(clerk: Clerk) -> None:
    ruling = clerk.hear(replace(letter(), stream="accreditation:house"), FRANCE, NOON)
    assert not ruling.accepted


def test_time_on_the_record_never_runs_backwards(clerk: Clerk, store: MemoryStore) -> None:
    clerk.hear(letter(), FRANCE, NOON)
    clerk.hear(letter(), FRANCE, NOON - timedelta(minutes=5))
    first, second = store.all_entries()
    assert first.header.at == second.header.at


def test_the_head_bears_the_tree_of_all_entries(clerk: Clerk, store: MemoryStore) -> None:
    for _ in range(5):
        clerk.hear(letter(), FRANCE, NOON)
    entries = store.all_entries()
    assert store.head.sequence == 5
    assert store.head.frontier == Frontier().extend(entry.header.leaf() for entry in entries)


def test_many_at_once_are_all_heard_once_in_order_of_arrival(clerk: Clerk, store: MemoryStore) -> None:
    """193 delegations send at the same instant, each of them twice at once."""
    people = [representative(code) for code in standard_bodies()["unga"].members_on(NOON.date())]
    acts = [letter(of=person.person.removeprefix("rep-")) for person in people]
    gate = threading.Barrier(len(acts) * 2)

    def send(at: int) -> int:
        gate.wait()
        return clerk.hear(acts[at % len(acts)], people[at % len(acts)], NOON).first

    with ThreadPoolExecutor(len(acts) * 2) as pool:
        firsts = list(pool.map(send, range(len(acts) * 2)))
    assert sorted(firsts[: len(acts)]) == list(range(1, len(acts) + 1))
    assert firsts[: len(acts)] == firsts[len(acts) :]
    entries = store.all_entries()
    assert [entry.header.sequence for entry in entries] == list(range(1, 194))
    assert [entry.payload["event"]["letter"] for entry in entries if entry.payload] == list(range(1, 194))


class Failing(MemoryStore):
    """A store that fails when it is told to, before or after it has written."""

    fails = 0

    def write(self, *args: object) -> None:
        if self.fails:
            self.fails -= 1
            raise RecordUnavailable("the disk is full")
        super().write(*args)  # type: ignore[arg-type]


def test_a_batch_that_cannot_be_written_is_as_if_it_had_never_been() -> None:
    store = Failing()
    clerk = Clerk(store, PROCEDURES, standard_bodies())
    clerk.hear(letter("first"), FRANCE, NOON)
    store.fails = 1
    act = letter("second")
    with pytest.raises(RecordUnavailable, match="disk is full"):
        clerk.hear(act, FRANCE, NOON)
    assert len(clerk.folds.whole(STREAM).state.letters) == 1
    assert clerk.hear(act, FRANCE, NOON).first == 2


def test_a_defect_in_one_act_does_not_harm_the_others(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    procedure = clerk.shapes.procedures["communications"]

    def broken(state: object, act: SendLetter, actor: object, now: object) -> Iterator[object]:
        if act.subject == "broken":
            raise ZeroDivisionError
        return procedure.decide(state, act, actor, now)  # type: ignore[arg-type, return-value]

    monkeypatch.setattr(clerk.shapes, "procedures", {"communications": replace(procedure, decide=broken)})
    with pytest.raises(ZeroDivisionError):
        clerk.hear(letter("broken"), FRANCE, NOON)
    assert clerk.hear(letter("sound"), FRANCE, NOON).accepted


def test_a_listener_that_fails_does_not_undo_what_is_committed(clerk: Clerk) -> None:
    told: list[tuple[int, int, frozenset[str]]] = []
    clerk.on_commit.append(lambda first, last, streams: 1 // 0)
    clerk.on_commit.append(lambda first, last, streams: told.append((first, last, streams)))
    assert clerk.hear(letter(), FRANCE, NOON).accepted
    assert told == [(1, 1, frozenset({STREAM}))]


def test_another_process_is_noticed(store: MemoryStore) -> None:
    """Two clerks at one store see each other's entries and do not decide on what is past."""
    one, two = (Clerk(store, PROCEDURES, standard_bodies()) for _ in range(2))
    one.hear(letter(), FRANCE, NOON)
    assert two.hear(RegisterLetter(id=new_id(), stream=STREAM, letter=1), LATVIA, NOON).accepted
    refused = one.hear(RegisterLetter(id=new_id(), stream=STREAM, letter=1), LATVIA, NOON)
    assert not refused.accepted
    assert one.seen(STREAM, frozenset({"secretariat"})).version == 2


def test_a_clock_that_runs_out_is_heard_by_the_clerk_once(clerk: Clerk, store: MemoryStore) -> None:
    clerk.hear(letter(), FRANCE, NOON)
    assert clerk.wake(NOON + timedelta(hours=23, minutes=59)) == 0
    assert clerk.wake(NOON + timedelta(hours=24)) == 1
    assert clerk.wake(NOON + timedelta(hours=25)) == 0
    last = store.all_entries()[-1]
    assert last.payload is not None and last.payload["type"] == "communications.letter_overdue.v1"
    assert last.payload["by"]["capacity"] == "clerk"


def test_a_reader_sees_the_fold_of_what_the_reader_may_see(clerk: Clerk) -> None:
    clerk.hear(letter("Mine"), FRANCE, NOON)
    clerk.hear(letter("Theirs", of="DEU"), GERMANY, NOON)
    clerk.hear(RegisterLetter(id=new_id(), stream=STREAM, letter=1), LATVIA, NOON)
    clerk.hear(CirculateLetter(id=new_id(), stream=STREAM, letter=1, to="members"), LATVIA, NOON)

    def seen(actor: object) -> tuple[dict[int, Status], int]:
        state = clerk.seen(STREAM, clearances(actor, standard_bodies(), NOON)).state  # type: ignore[arg-type]
        return {n: one.status for n, one in state.letters.items()}, len(state.sealed)

    assert seen(FRANCE) == ({1: Status.CIRCULATED}, 1)
    assert seen(GERMANY) == ({2: Status.SENT}, 3)
    assert seen(LATVIA) == ({2: Status.SENT, 1: Status.CIRCULATED}, 0)
    assert seen(representative("GBR")) == ({1: Status.CIRCULATED}, 3)
    assert seen(ANYONE) == ({}, 4)


def test_a_cached_view_grows_into_the_same_as_one_folded_anew(clerk: Clerk) -> None:
    """Whatever a reader looked at before, the next look equals a fold from the beginning."""
    readers = [clearances(a, standard_bodies(), NOON) for a in (FRANCE, GERMANY, LATVIA, ANYONE)]
    for step in range(8):
        clerk.hear(letter(f"F{step}"), FRANCE, NOON)
        if step % 2:
            clerk.hear(letter(f"G{step}", of="DEU"), GERMANY, NOON)
        for reader in readers[: step % 4 + 1]:
            clerk.seen(STREAM, reader)
    for reader in readers:
        fresh = Clerk(clerk.store, PROCEDURES, standard_bodies()).seen(STREAM, reader)
        assert clerk.seen(STREAM, reader) == fresh


class Slow(MemoryStore):
    """A store whose desk says when somebody sits at it, and waits to be let go."""

    def __init__(self) -> None:
        super().__init__()
        self.taken, self.go = threading.Event(), threading.Event()
        self.batches: list[int] = []

    @contextmanager
    def desk(self) -> Iterator[MemoryStore]:
        with super().desk():
            self.taken.set()
            assert self.go.wait(10)
            yield self

    def write(self, entries: object, answers: object, *rest: object) -> None:
        self.batches.append(len(answers))  # type: ignore[arg-type]
        super().write(entries, answers, *rest)  # type: ignore[arg-type]


def test_acts_that_wait_are_decided_and_committed_as_one_batch() -> None:
    store = Slow()
    clerk = Clerk(store, PROCEDURES, standard_bodies())
    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(clerk.hear, letter(), FRANCE, NOON)
        assert store.taken.wait(10)
        others = [pool.submit(clerk.hear, letter(), FRANCE, NOON) for _ in range(6)]
        while len(clerk._waiting) < 6:
            threading.Event().wait(0.001)
        store.go.set()
        assert first.result(10).accepted and all(other.result(10).accepted for other in others)
    assert store.batches == [1, 6]
