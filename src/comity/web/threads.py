"""Django as WSGI in threads that are kept, and with them their database connections.

A thread is only ever given a request whose body has arrived whole, so that a slow sender holds none.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from tempfile import SpooledTemporaryFile
from threading import Barrier, BrokenBarrierError
from typing import IO, Any, Final
from urllib.parse import unquote_to_bytes

from comity.rules.words import text
from comity.web.answers import Message, Receive, Scope, Send, answer, header, language_asked

log = logging.getLogger(__name__)

MEGABYTE: Final = 1024 * 1024
WARMING: Final = 5.0
"""Seconds that threads wait for each other at the start, at most."""
STALL: Final = 30.0
"""Seconds that a reader of a streamed answer may take for one piece before its thread is freed."""

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What one request may ask of the server."""

    threads: int = 256
    warm: int = 200
    """Threads that are begun at the start, for the first rush: a delegation each, and a few."""
    waiting: int = 2048
    """Requests that may wait for a thread."""
    body: int = 25 * MEGABYTE
    narrower: tuple[tuple[str, int], ...] = (("/secret-votes/", 2 * MEGABYTE),)
    """Where less may be sent: by how an address begins, the bytes of a body."""
    pause: float = 15.0
    """Seconds between two pieces of a body."""
    whole: float = 180.0
    """Seconds for a whole body."""

    def of(self, path: str) -> int:
        """How large a body may be that is sent to this address."""
        return next((most for begins, most in self.narrower if path.startswith(begins)), self.body)


class TooLarge(Exception):
    """A body beyond the limit."""


class Gone(Exception):
    """The client went away."""


@dataclass(slots=True)
class Begun:
    """What `start_response` was told."""

    status: int = 500
    headers: tuple[tuple[bytes, bytes], ...] = ()

    def __call__(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        self.status = int(status[:3])
        self.headers = tuple(
            (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers
        )

    @property
    def message(self) -> Message:
        return {"type": "http.response.start", "status": self.status, "headers": self.headers}


class Threads:
    """An ASGI application that lets a WSGI application answer, each request in one thread of a pool."""

    def __init__(self, application: Wsgi, bounds: Bounds | None = None) -> None:
        self.application = application
        self.bounds = bounds or Bounds()
        self.pool = ThreadPoolExecutor(self.bounds.threads, thread_name_prefix="request")
        self.under_way = 0

    def warm(self, ready: Callable[[], None]) -> None:
        """Begin in the background the threads that the first rush would wait for, and make each ready.

        A thread that is done is asked again before another is begun; therefore they wait for each other.
        """
        count = min(self.bounds.warm, self.bounds.threads)
        together = Barrier(count)

        def begin() -> None:
            try:
                ready()
            except Exception:
                log.info("a thread could not be made ready before it was asked", exc_info=True)
            with suppress(BrokenBarrierError):
                together.wait(WARMING)

        for _ in range(count):
            self.pool.submit(begin)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        bounds = self.bounds
        if self.under_way >= bounds.threads + bounds.waiting:
            words = text("web.front.busy").say(language_asked(scope))
            return await answer(send, 503, words, (b"retry-after", b"2"))
        self.under_way += 1
        whole = False
        try:
            with await self._whole_body(scope, receive) as content:
                whole = True
                await self._respond(environ(scope, content), receive, send)
        except TooLarge:
            words = text("web.front.too_large", limit=bounds.of(scope["path"]) // MEGABYTE).say(
                language_asked(scope)
            )
            await answer(send, 413, words, (b"connection", b"close"))
        except TimeoutError:
            words = text("web.front.too_slow").say(language_asked(scope))
            await answer(send, 408, words, (b"connection", b"close"))
        except Gone:
            if (
                not whole
            ):  # the server says the same when a body is not as HTTP wants it: then somebody is there
                words = text("web.errors.not_understood_happened").say(language_asked(scope))
                await answer(send, 400, words, (b"connection", b"close"))
        finally:
            self.under_way -= 1

    async def _whole_body(self, scope: Scope, receive: Receive) -> IO[bytes]:
        """The body of the request, in memory or, when it is large, in a file without a name."""
        length, most = header(scope, b"content-length"), self.bounds.of(scope["path"])
        if length in (None, "0") and header(scope, b"transfer-encoding") is None:
            return BytesIO()
        if length is not None and int(length) > most:
            await self._let_finish(scope, receive)
            raise TooLarge
        content: IO[bytes] = SpooledTemporaryFile(MEGABYTE)  # noqa: SIM115
        size = 0
        async with asyncio.timeout(self.bounds.whole):
            more = True
            while more:
                piece, more = await _piece(receive, self.bounds.pause)
                size += len(piece)
                if size > most:
                    await self._let_finish(scope, receive)
                    raise TooLarge
                content.write(piece)
        if length is not None and size != int(length):
            raise Gone
        content.seek(0)
        return content

    async def _let_finish(self, scope: Scope, receive: Receive) -> None:
        """Take a little more than is kept: a browser reads the answer only when it has sent what it wanted
        to."""
        if header(scope, b"expect") is not None:
            return
        left, more = 3 * self.bounds.body, True
        with suppress(TimeoutError):
            async with asyncio.timeout(self.bounds.pause):
                while more and left > 0:
                    piece, more = await _piece(receive, self.bounds.pause)
                    left -= len(piece)

    async def _respond(self, given: dict[str, Any], receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        answered: asyncio.Future[tuple[Begun, bytes | None]] = loop.create_future()

        def settle(begun: Begun, content: bytes | None, error: BaseException | None) -> None:
            if not answered.done():
                if error is not None:
                    answered.set_exception(error)
                else:
                    answered.set_result((begun, content))

        def work() -> None:
            begun = Begun()
            try:
                result = self.application(given, begun)
                try:
                    if isinstance(result, list | tuple) or getattr(result, "streaming", True) is False:
                        loop.call_soon_threadsafe(settle, begun, b"".join(result), None)
                    else:
                        self._stream(loop, begun, result, receive, send)
                        loop.call_soon_threadsafe(settle, begun, None, None)
                finally:
                    getattr(result, "close", _nothing)()
            except BaseException as error:
                loop.call_soon_threadsafe(settle, begun, None, error)

        self.pool.submit(work)
        begun, content = await answered
        if content is not None:
            await send(begun.message)
            await send(
                {"type": "http.response.body", "body": b"" if given["REQUEST_METHOD"] == "HEAD" else content}
            )

    def _stream(
        self,
        loop: asyncio.AbstractEventLoop,
        begun: Begun,
        result: Iterable[bytes],
        receive: Receive,
        send: Send,
    ) -> None:
        """Send an answer piece by piece from this thread, as fast as the client takes it, until it goes
        away."""
        gone = asyncio.run_coroutine_threadsafe(_until_gone(receive), loop)
        try:
            asyncio.run_coroutine_threadsafe(_sent(send, begun.message), loop).result(STALL)
            for piece in result:
                if gone.done():
                    return
                message = {"type": "http.response.body", "body": piece, "more_body": True}
                asyncio.run_coroutine_threadsafe(_sent(send, message), loop).result(STALL)
            last = {"type": "http.response.body", "body": b"", "more_body": False}
            asyncio.run_coroutine_threadsafe(_sent(send, last), loop).result(STALL)
        except TimeoutError:
            log.info("a reader took nothing for %s seconds and was left", STALL)
            raise Gone from None
        finally:
            gone.cancel()


async def _piece(receive: Receive, pause: float) -> tuple[bytes, bool]:
    async with asyncio.timeout(pause):
        message = await receive()
    if message["type"] == "http.disconnect":
        raise Gone
    return message.get("body", b""), message.get("more_body", False)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _sent(send: Send, message: Message) -> None:
    await send(message)


def _nothing() -> None:
    return None


def environ(scope: Scope, content: IO[bytes]) -> dict[str, Any]:
    """The request as WSGI describes it."""
    server = scope.get("server") or ("localhost", 80)
    client = scope.get("client") or ("", 0)
    raw_path = scope.get("raw_path")
    path = _unquoted(raw_path) if raw_path is not None else scope["path"].encode().decode("latin-1")
    found: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": content,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.input_terminated": True,
    }
    for name, value in scope["headers"]:
        if b"_" in name:  # `x_y` and `x-y` would become the same name, and one could pass for the other
            continue
        key = name.decode("latin-1").upper().replace("-", "_")
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        said = value.decode("latin-1")
        if key in found:
            said = f"{found[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{said}"
        found[key] = said
    return found


def _unquoted(raw: bytes) -> str:
    if b"%" not in raw:
        return raw.decode("latin-1")
    return unquote_to_bytes(raw).decode("latin-1")
