"""Which server interface: durable inserts on SQLite by 200 clients, through each way of serving Django.

    python bench/server_interface.py [--seconds 3] [--clients 200] [--ways front,a2wsgi,wsgi,asgi]
    [--threads 1,4,16,256]

`insert` commits one row per request in a thread of its own connection (WAL, synchronous=FULL).  `clerk`
hands the
row to one writer that commits what waits as one batch and answers when it is durable: as the product does.
`read` touches nothing but Django.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import Future
from pathlib import Path

HERE = Path(__file__).parent


def django_views() -> None:
    import django
    from django.conf import settings
    from django.db import connection
    from django.http import HttpResponse
    from django.urls import path

    settings.configure(
        SECRET_KEY="bench", ALLOWED_HOSTS=["*"], ROOT_URLCONF="views_of_bench", MIDDLEWARE=[],
        DATABASES={"default": {
            "ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["BENCH_DATABASE"],
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE", "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }},
    )  # fmt: skip
    django.setup()
    with connection.cursor() as cursor:
        cursor.execute("create table if not exists entry (id integer primary key, payload text)")
    connection.close()

    def done() -> HttpResponse:
        return HttpResponse(b"ok", headers={"Content-Length": "2"})

    def insert(request):  # type: ignore[no-untyped-def]
        with connection.cursor() as cursor:
            cursor.execute("insert into entry (payload) values (%s)", ["x" * 200])
        return done()

    acts: queue.SimpleQueue[Future[None]] = queue.SimpleQueue()

    def write() -> None:
        while True:
            batch = [acts.get()]
            while not acts.empty() and len(batch) < 500:
                batch.append(acts.get())
            from django.db import transaction

            with transaction.atomic(), connection.cursor() as cursor:
                cursor.executemany("insert into entry (payload) values (%s)", [["x" * 200] for _ in batch])
            for act in batch:
                act.set_result(None)

    def clerk(request):  # type: ignore[no-untyped-def]
        act: Future[None] = Future()
        acts.put(act)
        act.result()
        return done()

    threading.Thread(target=write, daemon=True).start()
    module = type(sys)("views_of_bench")
    module.urlpatterns = [  # type: ignore[attr-defined]
        path("insert", insert), path("clerk", clerk), path("read", lambda request: done()),
    ]  # fmt: skip
    sys.modules["views_of_bench"] = module


def __getattr__(name: str):  # type: ignore[no-untyped-def]
    if name != "application":
        raise AttributeError(name)
    django_views()
    from django.core.asgi import get_asgi_application
    from django.core.wsgi import get_wsgi_application

    threads = int(os.environ["BENCH_THREADS"])
    match os.environ["BENCH_WAY"]:
        case "wsgi":
            return get_wsgi_application()
        case "asgi":
            return get_asgi_application()
        case "a2wsgi":
            from a2wsgi import WSGIMiddleware

            return WSGIMiddleware(get_wsgi_application(), workers=threads)
    from comity.web.front import front
    from comity.web.live.hub import Hub
    from comity.web.live.stream import Refusal
    from comity.web.shelf import Shelf
    from comity.web.threads import Bounds

    return front(
        hub=Hub(lambda *given: []),
        admit=lambda scope: Refusal(status=404, reason=""),
        head=lambda: 0,
        pages=get_wsgi_application(),
        shelf=Shelf([]),
        bounds=Bounds(threads=threads),
    )


def serve(way: str, threads: int, port: int) -> None:
    from granian.constants import Interfaces, Loops
    from granian.server import Server

    Server(
        "server_interface:application",
        port=port,
        interface=Interfaces.WSGI
        if way == "wsgi"
        else Interfaces.ASGI
        if way == "front"
        else Interfaces.ASGINL,
        blocking_threads=threads if way == "wsgi" else None,
        loop=Loops.asyncio,
        websockets=False,
        backlog=4096,
        backpressure=4096,
        log_enabled=False,
    ).serve()


def load(port: int, path: str, clients: int, seconds: float) -> dict[str, float]:
    """Every client asks again as soon as it is answered."""
    ask = f"GET /{path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n\r\n".encode()
    poll, sockets, asked, waits, failed = select.epoll(), {}, {}, [], 0
    for _ in range(clients):
        one = socket.create_connection(("127.0.0.1", port))
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sockets[one.fileno()] = one
        poll.register(one.fileno(), select.EPOLLIN)
    began = time.perf_counter()
    for descriptor, one in sockets.items():
        asked[descriptor] = time.perf_counter()
        one.sendall(ask)
    while (now := time.perf_counter()) < began + seconds:
        for descriptor, _ in poll.poll(0.1):
            data = sockets[descriptor].recv(65536)
            now = time.perf_counter()
            if not data:
                failed += 1
                poll.unregister(descriptor)
                continue
            if not data.endswith(b"ok"):
                failed += b" 200 " not in data[:20]
                continue
            waits.append(now - asked[descriptor])
            asked[descriptor] = now
            sockets[descriptor].sendall(ask)
    for one in sockets.values():
        one.close()
    waits.sort()
    return {
        "per_s": round(len(waits) / seconds),
        "p50_ms": round(1000 * waits[len(waits) // 2], 1),
        "p99_ms": round(1000 * waits[int(len(waits) * 0.99)], 1),
        "failed": failed,
    }


def measure(way: str, threads: int, port: int, clients: int, seconds: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "BENCH_WAY": way, "BENCH_THREADS": str(threads), "BENCH_DATABASE": f"{folder}/bench.sqlite3",
            "PYTHONPATH": f"{HERE}:{HERE.parent / 'src'}",
        }  # fmt: skip
        server = subprocess.Popen(
            [sys.executable, __file__, "--serve", way, "--threads", str(threads), "--port", str(port)],
            env={**os.environ, **environment}, cwd=HERE, start_new_session=True,
        )  # fmt: skip
        try:
            until = time.monotonic() + 15
            while time.monotonic() < until:
                try:
                    load(port, "read", 1, 0.2)
                    break
                except (OSError, IndexError):
                    time.sleep(0.1)
            for path in ("read", "clerk", "insert"):
                found = load(port, path, clients, seconds)
                print(json.dumps({"way": way, "threads": threads, "what": path, **found}), flush=True)
        finally:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("--ways", default="front,a2wsgi,wsgi,asgi")
    ask.add_argument("--threads", default="256")
    ask.add_argument("--clients", type=int, default=200)
    ask.add_argument("--seconds", type=float, default=3)
    ask.add_argument("--port", type=int, default=8130)
    ask.add_argument("--serve", help=argparse.SUPPRESS)
    given = ask.parse_args()
    if given.serve:
        return serve(given.serve, int(given.threads), given.port)
    port = given.port
    for way in given.ways.split(","):
        for threads in [0] if way == "asgi" else map(int, given.threads.split(",")):
            measure(way, threads, port, given.clients, given.seconds)
            port += 1


if __name__ == "__main__":
    main()
