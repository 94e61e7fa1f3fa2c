"""`/live`: one open stream of one page, as server-sent events.

    GET /live?view=NAME&since=SEQUENCE[&view=...&since=...]

`since` is the sequence at which the page was rendered; a browser that comes back says `Last-Event-ID`
instead.
"""

from __future__ import annotations

import asyncio
import random
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

from comity.rules.words import text
from comity.web.answers import Receive, Scope, Send, answer, header, language_asked
from comity.web.live.frames import body, event
from comity.web.live.hub import Hub, Key
from comity.web.live.listener import Listener

VIEWS: Final = 12
"""Views that one stream may follow."""
LENGTH: Final = 200
"""Characters that the name of a view may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """Through which lens, in which language and until when somebody may listen."""

    lens: str
    language: str
    session_key: str = ""
    expires: float | None = None
    """Seconds since 1970."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """That somebody may not listen: an HTTP status, and the same in words."""

    status: int
    reason: str


Admit = Callable[[Scope], Admission | Refusal]
Head = Callable[[], int]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a stream asks for: views, and for each the sequence up to which the page has been told."""

    views: tuple[str, ...]
    since: tuple[int, ...]


def asked(scope: Scope) -> Asked | None:
    """What the request asks for, or None when it makes no sense."""
    try:
        given = parse_qsl(
            scope["query_string"].decode("ascii"), strict_parsing=True, max_num_fields=2 * VIEWS
        )
    except ValueError:
        return None
    views = tuple(value for name, value in given if name == "view")
    since = _sequences(",".join(value for name, value in given if name == "since"))
    told = _sequences(header(scope, b"last-event-id") or "")
    if told is not None and len(told) == len(views):
        since = told
    right = (
        0 < len(views) <= VIEWS and len(set(views)) == len(views) and all(0 < len(v) <= LENGTH for v in views)
    )
    return Asked(views, since) if right and since is not None and len(since) == len(views) else None


def _sequences(written: str) -> tuple[int, ...] | None:
    parts = written.split(",")
    if not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
        return None
    return tuple(map(int, parts))


def stream(hub: Hub, admit: Admit, head: Head) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
    """The ASGI application that serves streams from this hub."""

    def let_in(scope: Scope, wanted: Asked) -> tuple[Admission | Refusal, int, list[tuple[Key, int]]]:
        """All that may ask the store, in a thread: whether they may listen, where the record ends, what is theirs."""
        admission = admit(scope)
        if isinstance(admission, Refusal):
            return admission, 0, []
        keys = [
            (Key(view, hub.narrowed(view, admission.lens), admission.language), since)
            for view, since in zip(wanted.views, wanted.since, strict=True)
        ]
        return admission, head(), keys

    async def live(scope: Scope, receive: Receive, send: Send) -> None:
        language = language_asked(scope)
        if scope["method"] not in ("GET", "HEAD"):
            return await answer(send, 405, text("web.live.only_get").say(language), (b"allow", b"GET, HEAD"))
        wanted = asked(scope)
        if wanted is None:
            return await answer(send, 400, text("web.live.not_understood").say(language))
        address = (scope.get("client") or ("",))[0]
        if hub.closing or hub.full(address):
            return await answer(send, 503, text("web.live.full").say(language), (b"retry-after", b"5"))
        admission, sequence, keys = await hub.in_pool(let_in, scope, wanted)
        if isinstance(admission, Refusal):
            return await answer(send, admission.status, admission.reason)
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        if scope["method"] == "HEAD":
            return await send(body(b"", more=False))
        if max(wanted.since) > sequence:
            return await send(body(event("over", '{"reason": "ahead"}'), more=False))
        # Readers who all lost their server at once do not all come back at once.
        await send(body(b"retry: %d\n\n" % random.randint(500, 3000)))  # noqa: S311
        listener = Listener(send, admission.session_key, admission.expires, sys.intern(address))
        del scope, wanted, admission
        hub.join(listener, keys)
        await _until_gone(hub, listener, receive)

    return live


async def _until_gone(hub: Hub, listener: Listener, receive: Callable[[], Awaitable[dict[str, Any]]]) -> None:
    try:
        while not listener.over and (await receive())["type"] != "http.disconnect":
            pass
    except asyncio.CancelledError:
        if not listener.over:
            raise
    finally:
        hub.leave(listener)
        listener.end()


_HEADERS: Final = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
