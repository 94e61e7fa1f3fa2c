"""How long from a commit to the last of many listeners, and what each of them costs.

    python bench/fan_out.py [--listeners 5000] [--shots 7] [--crowd 15000] [--plain] [--django]

Each server runs in a process of its own; the listeners are one process that waits on raw sockets.  Every
figure is from one run on one machine: compare the ratios.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

PADDING = "x" * 400
MARK = b"told-at "


@dataclass(frozen=True, kw_only=True)
class Shot:
    median: float
    p99: float
    told: int


# The servers


def ours():  # type: ignore[no-untyped-def]
    """The front door with a hub whose one view tells when it was committed."""
    import threading

    from comity.web.front import front
    from comity.web.live.frames import Frame
    from comity.web.live.hub import Hub, Limits
    from comity.web.live.stream import Admission
    from comity.web.shelf import Shelf

    record: list[int] = []

    def render(view: str, lens: str, language: str, since: int) -> list[Frame]:
        head = len(record)
        return [Frame(head, "view", f"told-at {record[-1]:020d} {PADDING}")] if head > since else []

    hub = Hub(render, limits=Limits(per_address=10_000))

    def commit() -> None:
        record.append(time.monotonic_ns())
        hub.on_commit(len(record), len(record), ("stream",))

    def pages(environ, start_response):  # type: ignore[no-untyped-def]
        clerk = threading.Thread(target=commit)
        clerk.start()
        clerk.join()
        start_response("204 No Content", [])
        return [b""]

    return front(
        hub=hub,
        admit=lambda scope: Admission(lens="public", language="en"),
        head=lambda: len(record),
        pages=pages,
        shelf=Shelf([]),
    )


async def plain(port: int) -> None:
    """The floor for Python: sockets of asyncio and nothing else."""
    listeners: set[asyncio.Transport] = set()

    class Reader(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            assert isinstance(transport, asyncio.Transport)
            self.transport = transport

        def data_received(self, data: bytes) -> None:
            self.transport.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n:\n\n")
            if data.startswith(b"GET /live"):
                listeners.add(self.transport)
                return
            self.transport.close()
            frame = b"id: 1\ndata: told-at %020d %b\n\n" % (time.monotonic_ns(), PADDING.encode())
            for listener in listeners:
                listener.write(frame)

        def connection_lost(self, exc: Exception | None) -> None:
            listeners.discard(self.transport)

    server = await asyncio.get_running_loop().create_server(Reader, "127.0.0.1", port, backlog=20_000)
    print(f"http://127.0.0.1:{port}", flush=True)
    await server.serve_forever()


def django_application():  # type: ignore[no-untyped-def]
    """Django's own way: an async view with a streaming response per listener."""
    from django.conf import settings
    from django.core.asgi import get_asgi_application
    from django.http import HttpResponse, StreamingHttpResponse
    from django.urls import path

    settings.configure(SECRET_KEY="bench", ALLOWED_HOSTS=["*"], ROOT_URLCONF="django_urls", MIDDLEWARE=[])
    queues: set[asyncio.Queue[bytes]] = set()

    async def live(request):  # type: ignore[no-untyped-def]
        queue: asyncio.Queue[bytes] = asyncio.Queue()

        async def frames():  # type: ignore[no-untyped-def]
            queues.add(queue)
            try:
                yield b":\n\n"
                while True:
                    yield await queue.get()
            finally:
                queues.discard(queue)

        return StreamingHttpResponse(frames(), content_type="text/event-stream")

    async def fire(request):  # type: ignore[no-untyped-def]
        frame = b"id: 1\ndata: told-at %020d %b\n\n" % (time.monotonic_ns(), PADDING.encode())
        for queue in queues:
            queue.put_nowait(frame)
        return HttpResponse(status=204)

    module = type(sys)("django_urls")
    module.urlpatterns = [path("live", live), path("fire", fire)]  # type: ignore[attr-defined]
    sys.modules["django_urls"] = module
    return get_asgi_application()


def serve(kind: str, port: int) -> None:
    from comity.web.serve import allow_many_files
    from comity.web.serve import serve as serve_front

    allow_many_files()
    if kind == "plain":
        asyncio.run(plain(port))
    elif kind == "django":
        from granian.constants import Interfaces, Loops
        from granian.server import Server

        server = Server(
            "fan_out:application", port=port, interface=Interfaces.ASGINL, loop=Loops.asyncio,
            websockets=False, backlog=20_000, backpressure=20_000, log_enabled=False,
        )  # fmt: skip
        server.on_startup(lambda: print(f"http://127.0.0.1:{port}", flush=True))
        server.serve()
    else:
        serve_front("fan_out:application", port=port, ready=lambda address: print(address, flush=True))


def __getattr__(name: str):  # type: ignore[no-untyped-def]
    if name == "application":
        return django_application() if os.environ["FAN_OUT"] == "django" else ours()
    raise AttributeError(name)


# The listeners


class Crowd:
    """Many raw sockets that listen, told apart by their file descriptors."""

    def __init__(self, port: int, path: bytes) -> None:
        self.port = port
        self.path = path
        self.poll = select.epoll()
        self.sockets: dict[int, socket.socket] = {}

    def grow(self, size: int) -> int:
        """Open streams until there are so many; how many were admitted."""
        new: set[int] = set()
        while len(self.sockets) < size:
            # More than some 28,000 ports of one address are not there; more addresses of the loopback are.
            one = socket.create_connection(
                ("127.0.0.1", self.port), source_address=(f"127.0.0.{2 + len(self.sockets) // 10_000}", 0)
            )
            one.sendall(
                b"GET %b HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n" % self.path
            )
            one.setblocking(False)
            self.sockets[one.fileno()] = one
            self.poll.register(one.fileno(), select.EPOLLIN)
            new.add(one.fileno())
        admitted, until = 0, time.monotonic() + 30
        begun: dict[int, bytes] = dict.fromkeys(new, b"")
        while begun and time.monotonic() < until:
            for descriptor, _ in self.poll.poll(1):
                data = self.sockets[descriptor].recv(65536)
                if descriptor in begun:
                    begun[descriptor] += data
                    if b"\n\n" in begun[descriptor].partition(b"\r\n\r\n")[2]:
                        admitted += b" 200 " in begun.pop(descriptor)[:20]
        return admitted

    def shoot(self) -> Shot:
        """Let one change be committed, and wait until everybody was told."""
        waits: list[float] = []
        told: set[int] = set()
        fire = socket.create_connection(("127.0.0.1", self.port))
        fire.sendall(b"GET /fire HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        until = time.monotonic() + 10
        while len(told) < len(self.sockets) and time.monotonic() < until:
            for descriptor, _ in self.poll.poll(1):
                data = self.sockets[descriptor].recv(65536)
                now = time.monotonic_ns()
                at = data.find(MARK)
                if at >= 0:
                    waits.append((now - int(data[at + len(MARK) : at + len(MARK) + 20])) / 1e6)
                    told.add(descriptor)
        fire.close()
        time.sleep(0.3)
        waits.sort()
        return Shot(median=waits[len(waits) // 2], p99=waits[int(len(waits) * 0.99)], told=len(told))


def memory(process: int) -> int:
    """Kilobytes that a process and its children hold."""
    status = Path(f"/proc/{process}/status").read_text()
    own = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return own + sum(memory(int(child)) for child in children)


def measure(kind: str, port: int, listeners: int, shots: int, crowd_size: int) -> dict[str, float]:
    here = Path(__file__).parent
    server = subprocess.Popen(
        [sys.executable, __file__, "--serve", kind, "--port", str(port)],
        env={**os.environ, "FAN_OUT": kind, "PYTHONPATH": f"{here}:{here.parent / 'src'}"},
        stdout=subprocess.PIPE, text=True, cwd=here, start_new_session=True,
    )  # fmt: skip
    assert server.stdout is not None
    server.stdout.readline()
    if kind == "django":
        time.sleep(1.5)
    try:
        before = memory(server.pid)
        crowd = Crowd(port, b"/live?view=speakers&since=0")
        found: dict[str, float] = {"listeners": listeners, "admitted": crowd.grow(listeners)}
        found["memory_kb_each"] = round((memory(server.pid) - before) / listeners, 1)
        taken = [crowd.shoot() for _ in range(shots)]
        found["missed"] = sum(listeners - shot.told for shot in taken)
        p99s = sorted(shot.p99 for shot in taken)
        found |= {
            "p50_median": round(sorted(shot.median for shot in taken)[shots // 2], 1),
            "p99_min": round(p99s[0], 1),
            "p99_median": round(p99s[shots // 2], 1),
            "p99_max": round(p99s[-1], 1),
        }
        found["memory_kb_each_after"] = round((memory(server.pid) - before) / listeners, 1)
        if crowd_size > listeners:
            found["crowd_admitted"] = listeners + crowd.grow(crowd_size)
            taken = [crowd.shoot() for _ in range(5)]
            found["crowd_missed"] = sum(crowd_size - shot.told for shot in taken)
            found["crowd_p99_median"] = round(sorted(shot.p99 for shot in taken)[2], 1)
        began = time.monotonic()
        server.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(12)
        found["stopped_in_s"] = round(time.monotonic() - began, 2)
        return found
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ask.add_argument("--listeners", type=int, default=5000)
    ask.add_argument("--shots", type=int, default=7)
    ask.add_argument("--crowd", type=int, default=15_000)
    ask.add_argument("--plain", action="store_true", help="also measure plain asyncio sockets, the floor")
    ask.add_argument("--django", action="store_true", help="also measure Django's async streaming view")
    ask.add_argument("--port", type=int, default=8120)
    ask.add_argument("--serve", help=argparse.SUPPRESS)
    given = ask.parse_args()
    if given.serve:
        return serve(given.serve, given.port)
    from comity.web.serve import allow_many_files

    allow_many_files()
    kinds = ["ours", *(["plain"] if given.plain else []), *(["django"] if given.django else [])]
    results = {}
    for place, kind in enumerate(kinds):
        crowd = given.crowd if kind == "ours" else 0
        results[kind] = measure(kind, given.port + place, given.listeners, given.shots, crowd)
        print(kind, json.dumps(results[kind]), flush=True)
    for other in kinds[1:]:
        ratio = results["ours"]["p99_median"] / results[other]["p99_median"]
        print(f"p99 of ours / {other}: {ratio:.2f}")


if __name__ == "__main__":
    main()
