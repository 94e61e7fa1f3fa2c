"""Asking a served site as a browser or a program does, and following its streams."""

from __future__ import annotations

import http.client
import json
import queue
import threading
from typing import Any

from tests.people import new_id
from tests.serving import Served

LETTERS = "/api/v1/proceedings/communications/unsc/acts/send_letter"


def letter(code: str, **more: Any) -> dict[str, Any]:
    return {"id": new_id(), "of": code, "subject": "Water", "body": "Text.", "signed": "A. Person"} | more


def ask(
    served: Served, method: str, path: str, body: Any = None, *, person: str = "", **headers: str
) -> tuple[int, http.client.HTTPMessage, bytes]:
    """One request by token (API) or session (pages); status, headers, content."""
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
    sent = {"Host": "localhost"} | {name.replace("_", "-"): value for name, value in headers.items()}
    if person and path.startswith("/api/"):
        sent["Authorization"] = f"Bearer {served.people[person]['token']}"
    elif person:
        sent["Cookie"] = f"session={served.people[person]['session']}"
    if body is not None and not isinstance(body, bytes):
        body = json.dumps(body).encode()
        sent["Content-Type"] = "application/json"
    try:
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


class Stream:
    """An open stream of one page: its events as they come, and that it ended."""

    def __init__(
        self,
        served: Served,
        person: str = "",
        *,
        since: int = 0,
        last: str = "",
        view: str = "communications:unsc",
    ) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
        headers = {"Host": "localhost", "Accept-Language": "en"}
        if person:
            headers["Cookie"] = f"session={served.people[person]['session']}"
        if last:
            headers["Last-Event-ID"] = last
        self.connection.request("GET", f"/live?view={view}&since={since}", headers=headers)
        self.answer = self.connection.getresponse()
        self.events: queue.Queue[tuple[int, str] | None] = queue.Queue()
        self.ready = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()
        assert self.ready.wait(20)

    def _read(self) -> None:
        number, lines = 0, []
        try:
            for line in self.answer:
                said = line.decode().rstrip("\n")
                if said.startswith("retry:"):
                    self.ready.set()
                elif said.startswith("id: "):
                    number = int(said[4:])
                elif said.startswith(("data:", "event:")):
                    lines.append(said)
                elif not said and lines:
                    self.events.put((number, "\n".join(lines)))
                    lines = []
        except (OSError, ValueError, AttributeError, http.client.HTTPException):  # closed from our side
            pass
        self.ready.set()
        self.events.put(None)

    def next(self) -> tuple[int, str] | None:
        """The next event; None when the stream has ended."""
        return self.events.get(timeout=30)

    def upto(self, entry: int) -> list[tuple[int, str]]:
        """The events until that entry was told."""
        found = []
        while not found or found[-1][0] < entry:
            event = self.next()
            assert event is not None, "the stream ended"
            found.append(event)
        return found

    def close(self) -> None:
        if self.connection.sock is not None:
            self.connection.sock.shutdown(2)
        self.connection.close()
