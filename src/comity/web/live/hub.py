"""Who listens to what, and how a change on the record reaches all of them: rendered once, sent to everyone.

Listeners of the same view through the same lens in the same language share a channel.  Within a channel
they stand
in cohorts by the sequence up to which they have been told.  A change moves every cohort forward by one
rendering
of "what comes after"; a listener who comes back stands in a cohort of its own until one rendering has
brought it
level.  So resuming and following are the same thing, and there is no moment between the two in which a change
could be lost or told twice.

Everything here runs on the loop's thread, except `on_commit` and `cut`, which any thread may call.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeVar

from comity.web.live.frames import Batch, Frame, body, encode, event
from comity.web.live.listener import Listener, Place

log = logging.getLogger(__name__)
T = TypeVar("T")

TICK: Final = 0.025
"""Seconds between the beginnings of two renderings of one channel; a lone change does not wait for it."""
HEARTBEAT: Final = 20
"""Seconds after which every stream has been sent something, so that no proxy takes it for dead."""
PER_SESSION: Final = 24
"""Streams that one session may hold open; the oldest gives way, for it is most likely forgotten."""
TRIES: Final = 5
"""Renderings that may fail in a row before the channel's listeners are cut to come back later."""


class Key(NamedTuple):
    """What the listeners of a channel have in common."""

    view: str
    lens: str
    language: str


Render = Callable[[str, str, str, int], Sequence[Frame]]
"""(view, lens, language, since) -> the frames of everything after `since`, in the order of the record."""
Concerns = Callable[[str, frozenset[str]], bool]
"""(view, streams) -> whether a change in these streams may show in the view."""
Narrowed = Callable[[str, str], str]
"""(view, lens) -> the lens through which the view is rendered: readers who see the same of it share one."""
Revoked = Callable[[frozenset[str]], Collection[str]]
"""(session keys) -> those that do not hold any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How many streams are held open at most."""

    per_session: int = PER_SESSION
    per_address: int = 2_000
    """A whole building may stand behind one address."""
    in_all: int = 18_000


class Cohort:
    """Listeners of a channel who have been told exactly the same."""

    __slots__ = ("fresh", "places", "position")

    def __init__(self, position: int) -> None:
        self.position = position
        self.places: set[Place] = set()
        self.fresh = True
        """Nothing was rendered for it yet, so something may have happened that nobody announced here."""


class Channel:
    """The cohorts of one view, lens and language, and the rendering that goes on for them."""

    __slots__ = ("busy", "cohorts", "failures", "key", "seen", "started", "timer")

    def __init__(self, key: Key) -> None:
        self.key = key
        self.cohorts: dict[int, Cohort] = {}
        self.seen = 0
        """The last sequence known to concern it; only the record moves it, never what a client claims."""
        self.started = float("-inf")
        self.busy = False
        self.failures = 0
        self.timer: asyncio.Handle | None = None

    def stale(self) -> list[Cohort]:
        return [c for c in self.cohorts.values() if c.fresh or c.position < self.seen]


class Hub:
    """All channels of this process."""

    def __init__(
        self,
        render: Render,
        *,
        concerns: Concerns = lambda view, streams: True,
        narrowed: Narrowed = lambda view, lens: lens,
        revoked: Revoked = lambda sessions: (),
        limits: Limits | None = None,
        threads: int = 4,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.render = render
        self.concerns = concerns
        self.narrowed = narrowed
        self.revoked = revoked
        self.limits = limits or Limits()
        self.clock = clock
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="live")
        self.channels: dict[Key, Channel] = {}
        self.sessions: defaultdict[str, dict[Listener, None]] = defaultdict(dict)
        self.addresses: Counter[str] = Counter()
        self.wheel: list[set[Listener]] = [set() for _ in range(HEARTBEAT)]
        self.count = 0
        self.closing = False
        self._hand = 0
        self._rechecked = 0.0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._beat: asyncio.TimerHandle | None = None
        self._lock = threading.Lock()
        self._news: list[tuple[int, frozenset[str]]] = []

    # From any thread

    def on_commit(self, first: int, last: int, streams: Iterable[str] = ()) -> None:
        """The record has grown to `last`; without streams it is not known where, and every channel looks."""
        loop = self._loop
        if loop is None or loop.is_closed():
            return
        with self._lock:
            self._news.append((last, frozenset(streams)))
            if len(self._news) > 1:
                return
        loop.call_soon_threadsafe(self._hear)

    def cut(self, session: str) -> None:
        """End every stream of a session that was revoked."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._cut, session)

    # On the loop

    def start(self) -> None:
        """Belong to the running loop from now on."""
        self._loop = asyncio.get_running_loop()
        self.closing = False
        self._rechecked = self._loop.time()
        self._beat = self._loop.call_later(1, self._turn_wheel)

    def close(self) -> None:
        """End every stream; the readers come back to whoever serves next, and lose nothing."""
        self.closing = True
        if self._beat is not None:
            self._beat.cancel()
        for listener in [listener for bucket in self.wheel for listener in bucket]:
            self._end(listener)

    async def in_pool(self, work: Callable[..., T], *given: object) -> T:
        """Run what may touch the database in one of the hub's threads."""
        return await asyncio.get_running_loop().run_in_executor(self.pool, work, *given)

    def full(self, address: str) -> bool:
        """Whether one more stream, from this address, would be too many."""
        return self.count >= self.limits.in_all or self.addresses[address] >= self.limits.per_address

    def join(self, listener: Listener, keys: Sequence[tuple[Key, int]]) -> None:
        """Let a stream follow these channels, each from the sequence up to which it has been told."""
        listener.places = tuple(Place(listener, since) for _, since in keys)
        listener.bucket = self.count % HEARTBEAT
        self.wheel[listener.bucket].add(listener)
        self.count += 1
        self.addresses[listener.address] += 1
        if listener.session:
            streams = self.sessions[listener.session]
            streams[listener] = None
            if len(streams) > self.limits.per_session:
                self._end(next(iter(streams)), "elsewhere")
        for place, (key, since) in zip(listener.places, keys, strict=True):
            channel = self.channels.setdefault(key, Channel(key))
            cohort = channel.cohorts.setdefault(since, Cohort(since))
            cohort.places.add(place)
            place.cohort = cohort
            self._schedule(channel)

    def leave(self, listener: Listener) -> None:
        """Forget a stream whose reader has gone."""
        if listener not in self.wheel[listener.bucket]:
            return
        self.wheel[listener.bucket].discard(listener)
        self.count -= 1
        self.addresses[listener.address] -= 1
        if not self.addresses[listener.address]:
            del self.addresses[listener.address]
        streams = self.sessions.get(listener.session)
        if streams is not None:
            streams.pop(listener, None)
            if not streams:
                del self.sessions[listener.session]
        for place in listener.places:
            if place.cohort is not None:
                place.cohort.places.discard(place)
        listener.places = ()

    def _end(self, listener: Listener, reason: str = "") -> None:
        self.leave(listener)
        listener.end(event("over", f'{{"reason": "{reason}"}}') if reason else b"")

    def _cut(self, session: str) -> None:
        for listener in list(self.sessions.get(session, ())):
            self._end(listener, "revoked")

    def _hear(self) -> None:
        with self._lock:
            news, self._news = self._news, []
        for channel in list(self.channels.values()):
            for last, streams in news:
                if last > channel.seen and (not streams or self.concerns(channel.key.view, streams)):
                    channel.seen = last
            self._schedule(channel)

    def _schedule(self, channel: Channel, after: float = 0.0) -> None:
        """Render for the channel now, or as soon as its tick allows, when somebody there has not been told
        all."""
        assert self._loop is not None
        if channel.busy or channel.timer is not None:
            return
        for position in [p for p, cohort in channel.cohorts.items() if not cohort.places]:
            del channel.cohorts[position]
        if not channel.cohorts:
            self.channels.pop(channel.key, None)
            return
        if channel.stale():
            wait = max(after, channel.started + TICK - self._loop.time())
            if wait > 0:
                channel.timer = self._loop.call_later(wait, self._begin, channel)
            else:
                channel.timer = self._loop.call_soon(self._begin, channel)

    def _begin(self, channel: Channel) -> None:
        assert self._loop is not None
        channel.timer = None
        stale = channel.stale()
        if not stale or self.closing:
            return
        channel.busy = True
        channel.started = self._loop.time()
        seen = channel.seen
        rendering = self._loop.run_in_executor(
            self.pool, self._rendered, channel.key, [c.position for c in stale]
        )
        rendering.add_done_callback(lambda done: self._finish(channel, stale, seen, done))

    def _rendered(self, key: Key, positions: list[int]) -> list[Batch | None]:
        return [encode(self.render(*key, since), since) for since in positions]

    def _finish(
        self, channel: Channel, cohorts: list[Cohort], seen: int, done: asyncio.Future[list[Batch | None]]
    ) -> None:
        channel.busy = False
        if done.cancelled() or self.closing:
            return
        if (error := done.exception()) is not None:
            self._failed(channel, error)
            return
        channel.failures = 0
        for cohort in cohorts:
            del channel.cohorts[cohort.position]
        for cohort, batch in zip(cohorts, done.result(), strict=True):
            cohort.fresh = False
            cohort.position = max(seen, cohort.position)
            if batch is not None:
                cohort.position = max(cohort.position, batch.last)
                channel.seen = max(channel.seen, batch.last)
                self._deliver(cohort, batch)
            _level(channel, cohort)
        self._schedule(channel)

    def _failed(self, channel: Channel, error: BaseException) -> None:
        channel.failures += 1
        log.error("rendering %s failed", channel.key, exc_info=error)
        if channel.failures >= TRIES:
            channel.failures = 0
            for cohort in list(channel.cohorts.values()):
                for place in list(cohort.places):
                    self._end(place.listener)
        self._schedule(channel, after=min(0.2 * 2**channel.failures, 5.0))

    def _deliver(self, cohort: Cohort, batch: Batch) -> None:
        for place in tuple(cohort.places):
            listener = place.listener
            place.told = batch.last
            message = batch.message if len(listener.places) == 1 else _for_several(place, batch)
            if not listener.give(message):
                self._end(listener)

    def _turn_wheel(self) -> None:
        """Once a second: a heartbeat for one part of the streams, and an end to those whose admission ran
        out."""
        assert self._loop is not None
        self._beat = self._loop.call_later(1, self._turn_wheel)
        self._hand = (self._hand + 1) % HEARTBEAT
        now = self.clock()
        for listener in tuple(self.wheel[self._hand]):
            if listener.expires is not None and listener.expires <= now:
                self._end(listener, "expired")
            elif not listener.give(_HEARTBEAT):
                self._end(listener)
        if self._loop.time() - self._rechecked >= 60 and self.sessions:
            self._rechecked = self._loop.time()
            self.recheck()

    def recheck(self) -> asyncio.Future[Collection[str]]:
        """Ask once for all sessions whether they still hold, and cut those that do not."""
        assert self._loop is not None
        asked = self._loop.run_in_executor(self.pool, self.revoked, frozenset(self.sessions))
        asked.add_done_callback(self._rechecked_all)
        return asked

    def _rechecked_all(self, done: asyncio.Future[Collection[str]]) -> None:
        if done.cancelled():
            return
        if (error := done.exception()) is not None:
            log.error("sessions could not be rechecked", exc_info=error)
            return
        for session in done.result():
            self._cut(session)


_HEARTBEAT: Final = body(b":\n\n")


def _level(channel: Channel, cohort: Cohort) -> None:
    """Put a cohort back into its channel; those that have been told the same become one."""
    other = channel.cohorts.get(cohort.position)
    if other is not None:
        small, cohort = sorted((cohort, other), key=lambda c: len(c.places))
        for place in small.places:
            place.cohort = cohort
        cohort.places |= small.places
        cohort.fresh = False
    channel.cohorts[cohort.position] = cohort


def _for_several(place: Place, batch: Batch) -> dict[str, object]:
    """The batch for a listener of several views: its event ids say how far it has been told in each of
    them."""
    places = place.listener.places
    parts: list[bytes] = []
    for sequence, piece in batch.pieces:
        if sequence:
            told = ",".join(str(sequence if other is place else other.told) for other in places)
            parts.append(f"id: {told}\n".encode())
        parts.append(piece)
    return body(b"".join(parts))
