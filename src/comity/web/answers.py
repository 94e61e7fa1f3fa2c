"""What front and streams share: reading a request's headers, and saying no in plain words before Django is
asked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from comity.rules.words import LANGUAGES

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


def header(scope: Scope, name: bytes) -> str | None:
    """The first header of that name (in small letters)."""
    for one, value in scope["headers"]:
        if one == name:
            return str(value.decode("latin-1"))
    return None


def language_asked(scope: Scope) -> str:
    """The first of the six languages that the browser names, whatever it prefers them by; else English."""
    for part in (header(scope, b"accept-language") or "").split(","):
        code = part.split(";", 1)[0].split("-", 1)[0].strip().lower()
        if code in LANGUAGES:
            return code
    return "en"


async def answer(send: Send, status: int, sentence: str, *headers: tuple[bytes, bytes]) -> None:
    """A short answer in words."""
    content = sentence.encode() + b"\n"
    kept = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(content)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        *headers,
    ]
    await send({"type": "http.response.start", "status": status, "headers": kept})
    await send({"type": "http.response.body", "body": content})
