"""The front door: one ASGI application on one port.

`/live` is served here on the loop, static files from memory, and everything else by Django as WSGI in
threads. Why so is measured in `bench/server_interface.py` and told in `docs/decisions/one_port.md`.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import threading
from collections.abc import Callable
from types import FrameType

from comity.rules.words import text
from comity.web.answers import Application, Receive, Scope, Send, answer, language_asked
from comity.web.live.hub import Hub
from comity.web.live.stream import Admit, Head, stream
from comity.web.proxies import Networks, believed
from comity.web.shelf import Shelf
from comity.web.threads import Bounds, Threads, Wsgi

log = logging.getLogger(__name__)


def front(
    *,
    hub: Hub,
    admit: Admit,
    head: Head,
    pages: Wsgi,
    shelf: Shelf,
    trusted: Networks = (),
    bounds: Bounds | None = None,
    on_start: Callable[[], None] = lambda: None,
    on_stop: Callable[[], None] = lambda: None,
    ready: Callable[[], None] | None = None,
) -> Application:
    """The whole site as one ASGI application; `on_start` and `on_stop` run in a thread when serving begins
    and ends, `ready` at the start in each of many threads that answer requests."""
    live = stream(hub, admit, head)
    threads = Threads(pages, bounds)

    def start() -> None:
        on_start()
        if ready is not None:
            threads.warm(ready)

    async def site(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await _lifespan(hub, start, on_stop, receive, send)
        if scope["type"] != "http":
            return await send({"type": "websocket.close", "code": 1000})
        path = scope["path"]
        if path == "/live":
            return await live(believed(scope, trusted), receive, send)
        scope = believed(scope, trusted)
        started = False

        async def sending(message: dict[str, object]) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            if path.startswith(shelf.prefix):
                await shelf(scope, sending)
            else:
                await threads(scope, receive, sending)
        except Exception:
            log.exception("%s %s failed", scope["method"], path)
            if started:
                raise
            await answer(send, 500, text("web.front.broken").say(language_asked(scope)))

    return site


async def _lifespan(
    hub: Hub, on_start: Callable[[], None], on_stop: Callable[[], None], receive: Receive, send: Send
) -> None:
    await receive()
    collect_rarely()
    hub.start()
    _end_streams_on_signal(hub, asyncio.get_running_loop())
    try:
        await hub.in_pool(on_start)
    except Exception as error:
        log.exception("the site could not start")
        return await send({"type": "lifespan.startup.failed", "message": str(error)})
    await send({"type": "lifespan.startup.complete"})
    await receive()
    hub.close()
    await hub.in_pool(on_stop)
    await send({"type": "lifespan.shutdown.complete"})


def collect_rarely() -> None:
    """Let the garbage collector pass seldom: its full passes over thousands of streams are what readers
    wait for.

    What lives at start stays; cycles are few here, for requests and frames end by reference counting.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1000)


def _end_streams_on_signal(hub: Hub, loop: asyncio.AbstractEventLoop) -> None:
    """End the open streams as soon as the process is told to stop.

    A server waits for its open responses before it says `lifespan.shutdown`, and a stream never ends by
    itself. The server's own handling of the signal, on the loop's wake-up descriptor, stays as it is.
    """
    if threading.current_thread() is not threading.main_thread():
        return

    def told_to_stop(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(hub.close)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, told_to_stop)
