"""One open stream: what it was sent, what waits because its reader is slow, and when it is too far behind."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Generator
from typing import TYPE_CHECKING, Any, Final

from comity.web.live.frames import Message, body

if TYPE_CHECKING:
    from comity.web.live.hub import Cohort

Send = Callable[[Message], Awaitable[None]]

PENDING: Final = 256 * 1024
"""Bytes that may wait for one slow reader before it is cut; it comes back with Last-Event-ID and loses
nothing."""

AT_ONCE: Final = "PyEmptyAwaitable"
"""The type of what Granian answers when it has taken the bytes at once: nothing is left to wait for, and
finding that out by asking would cost each listener an exception."""


class Place:
    """A listener's place in the cohort of one view."""

    __slots__ = ("cohort", "listener", "told")

    def __init__(self, listener: Listener, told: int) -> None:
        self.listener = listener
        self.told = told
        self.cohort: Cohort | None = None


class Listener:
    """An open stream; it is driven from the loop's thread only and has no task of its own while its reader
    keeps up."""

    __slots__ = (
        "address",
        "bucket",
        "expires",
        "over",
        "pending",
        "places",
        "send",
        "session",
        "size",
        "task",
        "waiting",
    )

    def __init__(
        self, send: Send, session: str = "", expires: float | None = None, address: str = ""
    ) -> None:
        self.send = send
        self.session = session
        self.expires = expires
        self.address = address
        self.places: tuple[Place, ...] = ()
        self.task = asyncio.current_task()
        self.waiting: asyncio.Task[None] | None = None
        self.pending: list[Message] | None = None
        self.size = 0
        self.bucket = 0
        self.over = False

    def give(self, message: Message) -> bool:
        """Send the message now, or keep it until the reader has taken the earlier ones; False when too far
        behind."""
        if self.over:
            return True
        if self.waiting is None:
            sending = self.send(message)
            if type(sending).__name__ != AT_ONCE and (rest := begin(sending)) is not None:
                self.pending = []
                self.waiting = asyncio.ensure_future(self._catch_up(rest))
            return True
        assert self.pending is not None
        self.pending.append(message)
        self.size += len(message["body"])  # type: ignore[arg-type]
        return self.size <= PENDING

    def end(self, last_words: bytes = b"") -> None:
        """Close the stream; last words reach only a reader who keeps up."""
        if self.over:
            return
        if self.waiting is None:
            rest = begin(self.send(body(last_words, more=False)))
            self.waiting = asyncio.ensure_future(rest) if rest is not None else None
        else:
            self.waiting.cancel()
        self.over = True
        self.pending = None
        if self.task is not None:
            self.task.cancel()

    async def _catch_up(self, rest: Coroutine[Any, Any, None]) -> None:
        await rest
        while self.pending:
            waiting, self.pending, self.size = self.pending, [], 0
            for message in waiting:
                await self.send(message)
        self.waiting = self.pending = None


class Rest:
    """What is left of a sending that could not be finished at once."""

    def __init__(self, first: Any, steps: Generator[Any, Any, None]) -> None:
        self.first = first
        self.steps = steps

    def __await__(self) -> Generator[Any, Any, None]:
        yield self.first
        return (yield from self.steps)


async def _awaited(rest: Rest) -> None:
    await rest


def begin(sending: Awaitable[None]) -> Coroutine[Any, Any, None] | None:
    """Take the first step of a sending; None when that was all.

    A server hands the bytes over at once while the reader keeps up, so that thousands are told in one go
    without a task for each.
    """
    steps = sending.__await__()
    try:
        first = next(steps)
    except StopIteration:
        return None
    return _awaited(Rest(first, steps))
