"""`comity serve`: the front door under Granian, on one port, with room for many open streams."""

from __future__ import annotations

import gc
import resource
import sys
from collections.abc import Callable
from typing import Any, Final

from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.server import Server

FILES: Final = 65_536
"""Open files that are asked for: each stream is one."""
CONNECTIONS: Final = 40_000
"""Connections taken by each process; a server that stops at its default of 1,024 leaves the next reader waiting."""
KEPT: Final = 64 * 1024
"""Bytes of one request's headers, and of an answer's unsent part, that the server keeps."""


def serve(
    target: str,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    processes: int = 1,
    before: Callable[[], str | None] = lambda: None,
    ready: Callable[[str], None] = print,
) -> int:
    """Serve the application named by `target` (`module:name`) until told to stop; the exit status.

    `before` makes sure of what serving needs, such as the database's tables; what it returns is why not.
    `ready` is told the address when requests are answered.
    """
    refusal = before()
    if refusal is not None:
        print(refusal, file=sys.stderr)
        return 2
    allow_many_files()
    server = Server(
        target,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=processes,
        loop=Loops.asyncio,
        http=HTTPModes.auto,
        websockets=False,
        backlog=CONNECTIONS,
        backpressure=CONNECTIONS,
        http1_settings=HTTP1Settings(header_read_timeout=10_000, max_buffer_size=KEPT),
        workers_kill_timeout=8,
        log_level=_level("warning"),
    )
    shown = f"[{host}]" if ":" in host else host
    _when_answering(host, port, lambda: ready(f"http://{shown}:{port}"))
    try:
        server.serve()
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0
