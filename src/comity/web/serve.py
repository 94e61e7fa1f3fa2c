"""`comity serve`: the front door under Granian, on one port, with room for many open streams."""

from __future__ import annotations

import resource
import socket
import sys
import threading
import time
from collections.abc import Callable
from typing import Final

from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from comity.rules.words import text

FILES: Final = 65_536
"""Open files that are asked for: each stream is one."""
CONNECTIONS: Final = 40_000
"""Connections taken by each process; a server that stops at its default of 1,024 leaves the next reader
waiting."""
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
    language: str = "en",
) -> int:
    """Serve the application named by `target` (`module:name`) until told to stop; the exit status.

    `before` makes sure of what serving needs, as `tables` does; what it returns is why not.
    `ready` is told the address when requests are answered.
    """
    refusal = taken(host, port, language) or before()
    if refusal:
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
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    )
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}"
    threading.Thread(
        target=_say_when_answering, args=(host, port, lambda: ready(address)), daemon=True
    ).start()
    try:
        server.serve()
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


def taken(host: str, port: int, language: str = "en") -> str | None:
    """Why the port cannot be used; asked first, for two servers that share a port would each get half the
    requests."""
    try:
        for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            with socket.socket(family, kind, protocol) as trial:
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                trial.bind(address)
    except OSError as error:
        why = error.strerror or str(error)
        return text("web.serve.taken", host=host, port=str(port), why=why).say(language)
    return None


def tables(*, apply: bool = True, language: str = "en") -> str | None:
    """Bring the database's tables up to date, or say why this version cannot serve with it.

    Of several processes that start at once on PostgreSQL one does it and the others wait.
    """
    import django
    from django.core.management import call_command
    from django.db import DatabaseError, connection, connections
    from django.db.migrations.executor import MigrationExecutor

    django.setup()
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("select pg_advisory_lock(hashtext('comity tables'))")
            executor = MigrationExecutor(connection)
            known = executor.loader.disk_migrations
            newer = sorted(
                f"{app}.{name}"
                for app, name in executor.loader.applied_migrations
                if (app, name) not in known
            )
            if newer:
                return text("web.serve.newer", which=newer).say(language)
            missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
            if missing and not apply:
                return text("web.serve.missing", n=len(missing)).say(language)
            if missing:
                call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        return text("web.serve.database", why=str(error).strip()).say(language)
    finally:
        connections.close_all()
        if connection.vendor == "postgresql":  # the processes to come are forked: none inherits a connection
            connection.close_pool()  # type: ignore[attr-defined]
    return None


def allow_many_files() -> None:
    """Raise the limit of open files as far as this user may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _say_when_answering(host: str, port: int, say: Callable[[], None]) -> None:
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    while True:
        try:
            socket.create_connection((near, port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return say()
