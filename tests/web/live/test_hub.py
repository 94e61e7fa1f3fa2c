"""The hub without Django or a server: nobody misses a change, nobody is told one twice, nobody holds up the
rest."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.web.live import listener as listener_module
from comity.web.live.frames import Frame, encode, event
from comity.web.live.hub import Hub, Key, Limits
from comity.web.live.listener import Listener

KEY = Key("speakers", "public", "en")


class Reader:
    """Whoever reads a stream: keeps what came, and can be made to read nothing for a while."""

    def __init__(self) -> None:
        self.came = b""
        self.ended = False
        self.reading = asyncio.Event()
        self.reading.set()

    async def send(self, message: dict[str, Any]) -> None:
        await self.reading.wait()
        self.came += message["body"]
        self.ended = self.ended or not message["more_body"]

    @property
    def told(self) -> list[int]:
        return [int(entry) for entry in re.findall(rb"data: entry (\d+)", self.came)]

    @property
    def last_event_id(self) -> str:
        return re.findall(rb"id: (\S+)\n", self.came)[-1].decode()


class Record:
    """A record that only grows; its view tells every entry after a sequence."""

    def __init__(self) -> None:
        self.head = 0
        self.renderings: list[int] = []
        self.meanwhile: Callable[[], None] = lambda: None

    def render(self, view: str, lens: str, language: str, since: int) -> list[Frame]:
        self.renderings.append(since)
        frames = [Frame(n, "view", f"entry {n}") for n in range(since + 1, self.head + 1)]
        self.meanwhile()
        return frames


def joined(
    hub: Hub, since: int = 0, key: Key = KEY, session: str = "", address: str = ""
) -> tuple[Reader, Listener]:
    reader = Reader()
    listener = Listener(reader.send, session, None, address)
    listener.task = None
    hub.join(listener, [(key, since)])
    return reader, listener


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not true():
            await asyncio.sleep(0.001)


def run(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(story())


def started(record: Record, **given: Any) -> Hub:
    hub = Hub(record.render, **given)
    hub.start()
    return hub


def commit(hub: Hub, record: Record, entries: int = 1) -> None:
    first, record.head = record.head + 1, record.head + entries
    hub.on_commit(first, record.head, ("meeting",))


def test_everyone_who_listens_is_told_by_one_rendering() -> None:
    async def story() -> None:
        record = Record()
        hub = started(record)
        readers = [joined(hub)[0] for _ in range(50)]
        await until(lambda: record.renderings == [0])
        commit(hub, record)
        await until(lambda: all(reader.told == [1] for reader in readers))
        assert record.renderings == [0, 0]
        hub.close()

    run(story)


def test_a_reader_who_comes_back_is_told_what_came_after_and_nothing_twice() -> None:
    async def story() -> None:
        record = Record()
        record.head = 7
        hub = started(record)
        reader, _ = joined(hub, since=4)
        await until(lambda: reader.told == [5, 6, 7])
        assert reader.last_event_id == "7"
        commit(hub, record)
        await until(lambda: reader.told == [5, 6, 7, 8])
        hub.close()

    run(story)


def test_a_commit_between_catching_up_and_following_is_neither_lost_nor_told_twice() -> None:
    """The catching-up has read the record when the commit falls, and has not been handed over yet."""

    async def story() -> None:
        record = Record()
        record.head = 3
        hub = started(record)
        follower, _ = joined(hub, since=3)
        await until(lambda: record.renderings == [3])
        read, go_on = threading.Event(), threading.Event()

        def hold() -> None:
            record.meanwhile = lambda: None
            read.set()
            assert go_on.wait(5)

        record.meanwhile = hold
        newcomer, _ = joined(hub, since=1)
        assert await asyncio.to_thread(read.wait, 5)
        commit(hub, record)
        latecomer, _ = joined(hub, since=1)
        go_on.set()
        everyone = (follower, newcomer, latecomer)
        await until(lambda: all(4 in reader.told for reader in everyone))
        commit(hub, record)
        await until(lambda: all(5 in reader.told for reader in everyone))
        assert [reader.told for reader in everyone] == [[4, 5], [2, 3, 4, 5], [2, 3, 4, 5]]
        assert len(hub.channels[KEY].cohorts) == 1
        hub.close()

    run(story)


def test_renderings_that_saw_different_heads_do_not_lose_whoever_saw_less() -> None:
    """Two cohorts are rendered in one turn, and the record grows between the two."""

    async def story() -> None:
        record = Record()
        record.head = 6
        hub = started(record)
        earlier, _ = joined(hub, since=2)
        later, _ = joined(hub, since=5)

        def grow() -> None:
            record.meanwhile = lambda: None
            record.head += 1

        record.meanwhile = grow
        await until(lambda: earlier.told == [3, 4, 5, 6, 7] and later.told == [6, 7])
        commit(hub, record)
        await until(lambda: earlier.told[-1] == 8 and later.told == [6, 7, 8])
        assert earlier.told == [3, 4, 5, 6, 7, 8]
        hub.close()

    run(story)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("commit"), st.integers(1, 3)),
            st.tuples(st.just("join"), st.integers(0, 12)),
            st.tuples(st.just("breathe"), st.integers(0, 4)),
        ),
        max_size=25,
    )
)
def test_whatever_the_order_everyone_is_told_everything_after_their_sequence_once(
    steps: list[tuple[str, int]],
) -> None:
    async def story() -> None:
        record = Record()
        hub = started(record)
        readers: list[tuple[int, Reader]] = []
        for step, n in steps:
            if step == "commit":
                commit(hub, record, n)
            elif step == "join":
                since = min(n, record.head)
                readers.append((since, joined(hub, since)[0]))
            else:
                await asyncio.sleep(n / 1000)
        await until(lambda: all((reader.told or [since])[-1] == record.head for since, reader in readers))
        for since, reader in readers:
            assert reader.told == list(range(since + 1, record.head + 1))
        hub.close()

    run(story)


def test_many_commits_at_once_are_rendered_once_a_tick() -> None:
    async def story() -> None:
        record = Record()
        hub = started(record)
        reader, _ = joined(hub)
        await until(lambda: record.renderings == [0])
        for _ in range(200):
            commit(hub, record)
        await until(lambda: reader.told == list(range(1, 201)))
        assert len(record.renderings) <= 3
        hub.close()

    run(story)


def test_a_change_elsewhere_is_not_rendered() -> None:
    async def story() -> None:
        record = Record()
        hub = started(record, concerns=lambda view, streams: view in streams)
        joined(hub)
        other, _ = joined(hub, key=Key("meeting", "public", "en"))
        await until(lambda: len(record.renderings) == 2)
        commit(hub, record)
        await until(lambda: other.told == [1])
        assert len(record.renderings) == 3
        hub.close()

    run(story)


def test_a_slow_reader_holds_up_nobody_and_is_cut_when_too_far_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(listener_module, "PENDING", 100)

    async def story() -> None:
        record = Record()
        hub = started(record)
        slow, _ = joined(hub)
        quick, _ = joined(hub)
        slow.reading.clear()
        while hub.count == 2:
            commit(hub, record)
            await until(lambda: len(quick.told) == record.head)
        assert slow.told == []
        back, _ = joined(hub, since=0)
        await until(lambda: back.told == quick.told)
        hub.close()

    run(story)


def test_a_reader_who_was_slow_gets_everything_in_order() -> None:
    async def story() -> None:
        record = Record()
        hub = started(record)
        slow, _ = joined(hub)
        quick, _ = joined(hub)
        slow.reading.clear()
        for n in range(1, 6):
            commit(hub, record)
            await until(lambda n=n: quick.told[-1:] == [n])  # type: ignore[misc]
        slow.reading.set()
        await until(lambda: slow.told == [1, 2, 3, 4, 5])
        commit(hub, record)
        await until(lambda: slow.told == [1, 2, 3, 4, 5, 6])
        hub.close()

    run(story)


def test_what_a_client_claims_moves_nobody_else() -> None:
    async def story() -> None:
        record = Record()
        hub = started(record)
        honest, _ = joined(hub)
        joined(hub, since=10**17)
        commit(hub, record)
        await until(lambda: honest.told == [1])
        hub.close()

    run(story)


def test_a_revoked_session_is_cut_and_others_are_not() -> None:
    async def story() -> None:
        record = Record()
        hub = started(record)
        revoked = [joined(hub, session="a")[0] for _ in range(3)]
        other, _ = joined(hub, session="b")
        hub.cut("a")
        await until(lambda: all(reader.ended for reader in revoked))
        assert all(b'"reason": "revoked"' in reader.came for reader in revoked)
        commit(hub, record)
        await until(lambda: other.told == [1])
        hub.close()

    run(story)


def test_sessions_that_no_longer_hold_are_found_in_one_question() -> None:
    async def story() -> None:
        questions: list[frozenset[str]] = []

        def revoked(sessions: frozenset[str]) -> list[str]:
            questions.append(sessions)
            return ["a"]

        hub = started(Record(), revoked=revoked)
        gone, _ = joined(hub, session="a")
        stays, _ = joined(hub, session="b")
        await hub.recheck()
        await until(lambda: gone.ended)
        assert questions == [frozenset({"a", "b"})]
        assert not stays.ended
        hub.close()

    run(story)


def test_the_oldest_stream_of_a_session_gives_way() -> None:
    async def story() -> None:
        hub = started(Record(), limits=Limits(per_session=2))
        readers = [joined(hub, session="a")[0] for _ in range(3)]
        assert [reader.ended for reader in readers] == [True, False, False]
        assert hub.count == 2
        hub.close()

    run(story)


def test_one_address_cannot_take_every_place() -> None:
    async def story() -> None:
        hub = started(Record(), limits=Limits(per_address=2, in_all=3))
        joined(hub, address="192.0.2.1")
        _, listener = joined(hub, address="192.0.2.1")
        assert hub.full("192.0.2.1") and not hub.full("192.0.2.2")
        hub.leave(listener)
        assert not hub.full("192.0.2.1")
        for _ in range(2):
            joined(hub, address="192.0.2.2")
        assert hub.full("192.0.2.3")
        hub.close()

    run(story)


def test_an_admission_that_ran_out_ends_the_stream_and_others_get_a_heartbeat() -> None:
    async def story() -> None:
        hub = started(Record(), clock=lambda: 100.0)
        out, listener = joined(hub)
        listener.expires = 99.0
        stays, _ = joined(hub)
        for _ in hub.wheel:
            hub._turn_wheel()
        assert b'"reason": "expired"' in out.came
        assert stays.came == b":\n\n"
        hub.close()

    run(story)


def test_a_rendering_that_fails_is_tried_again_and_nothing_is_lost() -> None:
    async def story() -> None:
        record = Record()
        hub = started(record)
        reader, _ = joined(hub)
        await until(lambda: record.renderings == [0])

        def fail() -> None:
            record.meanwhile = lambda: None
            raise RuntimeError("the database went away")

        record.meanwhile = fail
        commit(hub, record)
        await until(lambda: reader.told == [1])
        hub.close()

    run(story)


def test_a_stream_of_several_views_says_how_far_each_was_told() -> None:
    async def story() -> None:
        record = Record()
        hub = started(record, concerns=lambda view, streams: view == "speakers")
        reader = Reader()
        listener = Listener(reader.send)
        listener.task = None
        hub.join(listener, [(KEY, 0), (Key("agenda", "public", "en"), 0)])
        await until(lambda: len(record.renderings) == 2)
        commit(hub, record, 2)
        await until(lambda: reader.told == [1, 2])
        assert re.findall(rb"id: (\S+)", reader.came) == [b"1,0", b"2,0"]
        hub.close()

    run(story)


def test_nothing_is_left_of_those_who_left() -> None:
    async def story() -> None:
        record = Record()
        hub = started(record)
        for session in "abc":
            _, listener = joined(hub, session=session)
            hub.leave(listener)
            hub.leave(listener)
        await until(lambda: not any(channel.busy for channel in hub.channels.values()))
        commit(hub, record)
        await until(lambda: not hub.channels)
        assert (hub.count, dict(hub.sessions)) == (0, {})
        hub.close()

    run(story)


def test_frames_of_one_sequence_bear_their_id_only_at_the_last() -> None:
    batch = encode([Frame(4, "view", "a"), Frame(4, "say", "b"), Frame(5, "view", "c")], 3)
    assert batch is not None
    assert batch.message["body"] == (
        b"event: view\ndata: a\n\nid: 4\nevent: say\ndata: b\n\nid: 5\nevent: view\ndata: c\n\n"
    )


@pytest.mark.parametrize("ids", [[3], [5, 4]])
def test_a_rendering_out_of_order_is_refused(ids: list[int]) -> None:
    with pytest.raises(ValueError):
        encode([Frame(n, "view", "") for n in ids], 3)


def test_no_line_of_the_data_can_pass_for_a_field() -> None:
    assert (
        event("view", "a\nid: 9\r\nevent: x\rb")
        == b"event: view\ndata: a\ndata: id: 9\ndata: event: x\ndata: b\n\n"
    )
