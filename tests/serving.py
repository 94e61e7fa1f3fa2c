"""A real server of our own in a process of its own, with people who can sign in: for journeys, kills and benches."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "src"

PREPARE = """
import json, sys
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from datetime import timedelta
from django.conf import settings
from django.test import Client
from comity.accreditation.acts import Accredit
from comity.accreditation.state import STREAM
from comity.bodies.actor import CLERK
from comity.clerk.clerk import Waiting
from comity.web.accounts.people import make_account
from comity.web.accounts import tokens
from comity.web.house import house, now
people = json.loads(sys.stdin.read())
acts = [Accredit(id=p["person"].ljust(16, "-"), stream=STREAM, full_name=p["person"], **p) for p in people]
for start in range(0, len(acts), 200):
    house().clerk._sit([Waiting(a, CLERK, now()) for a in acts[start:start + 200]])
found = {}
for p in people:
    account = make_account(p["person"], p["person"], p["person"])
    client = Client()
    client.force_login(account)
    found[p["person"]] = {
        "session": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "token": tokens.make(account, "bench", ["read", "act"]),
    }
print(json.dumps(found))
"""

SERVE = """
import sys
from comity.web.serve import serve, tables
sys.exit(serve("comity.web.asgi:application", port=int(sys.argv[1]), processes=int(sys.argv[2]), before=tables))
"""


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def person(name: str, capacity: str = "representative", of: str = "", body: str = "") -> dict[str, str]:
    """Somebody to accredit before the server starts."""
    return {
        "person": name,
        "capacity": capacity,
        "of": of,
        "body": body,
        "issued_by": "minister_for_foreign_affairs",
    }


@dataclass
class Served:
    """A server on a data folder and a database; it can be killed and started again."""

    data: Path
    database: str = ""
    processes: int = 1
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    people: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "COMITY_DATA": str(self.data),
            "COMITY_DATABASE": self.database,
            "COMITY_ADDRESS": f"http://localhost:{self.port}",
            "DJANGO_SETTINGS_MODULE": "comity.web.settings",
            "PYTHONPATH": str(SOURCE),
        }

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def prepare(self, people: list[dict[str, str]]) -> None:
        """Migrate, accredit these people and sign each of them in."""
        done = self.run(PREPARE, written=json.dumps(people))
        self.people = json.loads(done.splitlines()[-1])

    def run(self, program: str, *arguments: str, written: str = "") -> str:
        """Run a program beside the server, on the same data."""
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments],
            env=self.environment,
            input=written,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout

    def start(self) -> float:
        """Start serving; how many seconds until it answered."""
        began = time.monotonic()
        with (self.data / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", SERVE, str(self.port), str(self.processes)],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1) as asked:
                asked.sendall(b"GET /api/v1/bodies HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                if asked.recv(12).endswith(b"200"):
                    return time.monotonic() - began
            if self.process.poll() is not None or time.monotonic() - began > 60:
                raise RuntimeError((self.data / "server.log").read_text()[-3000:])
            time.sleep(0.02)

    def kill(self) -> None:
        """Kill every process of the server at once, without warning."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()

    def memory(self) -> int:
        """Bytes that the server's processes hold."""
        assert self.process is not None
        total = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError, ValueError):
                if int(stat.read_text().rsplit(") ", 1)[1].split()[2]) == self.process.pid:
                    total += int((stat.parent / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        return total


@contextlib.contextmanager
def postgresql_database(server: str) -> Iterator[str]:
    """An empty database on that server, gone afterwards."""
    import psycopg

    name = f"comity_serving_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True, connect_timeout=3) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"{server.rsplit('/', 1)[0]}/{name}"
        finally:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
