"""The front door under its real server: what it hands to Django, what it serves itself and what it
refuses."""

from __future__ import annotations

import gzip
import json
import os
import re
import signal
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from comity.rules.words import LANGUAGES, sentences
from comity.web.proxies import believed, networks
from comity.web.threads import Bounds

from .conftest import Site, free_port


def told(site: Site, *args: Any, **headers: str) -> dict[str, Any]:
    status, _, content = site.get(*args, **headers)
    assert status == 200
    return dict(json.loads(content))


class Stream:
    """A raw stream of events."""

    def __init__(self, site: Site, path: str, *headers: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", site.port), timeout=10)
        lines = [f"GET {path} HTTP/1.1", "Host: localhost", *headers, "", ""]
        self.socket.sendall("\r\n".join(lines).encode())
        self.came = b""

    def until(self, mark: bytes) -> bytes:
        while mark not in self.came:
            more = self.socket.recv(65536)
            assert more, f"ended before {mark!r}: {self.came!r}"
            self.came += more
        return self.came

    def to_the_end(self) -> bytes:
        while more := self.socket.recv(65536):
            self.came += more
            if self.came.endswith(b"0\r\n\r\n"):
                break
        return self.came


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_a_request_reaches_django_as_it_was_sent(site: Site, method: str) -> None:
    answer = told(site, "/echo/a%20b/%C3%A9%2F?q=1&r=%D0%B0", method, b"12345")
    assert (answer["method"], answer["path"], answer["size"]) == (method, "/echo/a b/é/", 5)
    assert answer["query"] == {"q": "1", "r": "а"}
    assert answer["address"] == "127.0.0.1"


def test_head_has_the_length_and_no_body(site: Site) -> None:
    status, headers, content = site.get("/echo", "HEAD")
    assert (status, content) == (200, b"")
    assert int(headers["content-length"]) > 0


def test_threads_are_kept_so_that_their_database_connections_are(site: Site) -> None:
    assert len({told(site, "/echo")["thread"] for _ in range(30)}) <= 8


def test_claims_of_an_untrusted_client_are_not_believed(site: Site) -> None:
    answer = told(site, "/echo", X_Forwarded_For="10.1.1.1", X_Forwarded_Proto="https", X_Real_IP="10.1.1.1")
    assert (answer["address"], answer["secure"], answer["claims"]) == ("127.0.0.1", False, [])


def test_a_header_with_an_underscore_does_not_pass_for_another(site: Site) -> None:
    with Stream(site, "/echo", "X_Y: smuggled", "Connection: close").socket as raw:
        content = b"".join(iter(lambda: raw.recv(65536), b""))
    assert json.loads(content.partition(b"\r\n\r\n")[2])["x"] == ""


@pytest.mark.parametrize(
    ("chain", "proto", "address", "scheme"),
    [
        ("203.0.113.9", "https", "203.0.113.9", "https"),
        ("198.51.100.1, 203.0.113.9", "https", "203.0.113.9", "https"),
        ("203.0.113.9, 10.0.0.2", "http", "203.0.113.9", "http"),
        ("203.0.113.9, not-an-address", "gopher", "10.0.0.1", "http"),
        ("2001:db8::1", "https", "2001:db8::1", "https"),
    ],
)
def test_a_trusted_proxy_says_who_asks(chain: str, proto: str, address: str, scheme: str) -> None:
    headers = [(b"host", b"x"), (b"x-forwarded-for", chain.encode()), (b"x-forwarded-proto", proto.encode())]
    scope = {"client": ("10.0.0.1", 5), "scheme": "http", "headers": headers}
    found = believed(scope, networks(["10.0.0.0/8"]))
    assert (found["client"][0], found["scheme"], found["headers"]) == (address, scheme, [(b"host", b"x")])
    assert believed(scope, networks(["192.0.2.0/24"]))["client"][0] == "10.0.0.1"


def test_a_body_within_the_limit_arrives_whole(site: Site) -> None:
    assert told(site, "/echo", "POST", b"x" * 1024 * 1024)["size"] == 1024 * 1024


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_body_beyond_the_limit_is_refused_in_words(site: Site, language: str) -> None:
    status, _, content = site.get(
        "/echo", "POST", b"x" * (1024 * 1024 + 1), Accept_Language=f"{language};q=0.9"
    )
    assert status == 413
    assert content.decode().strip() == sentences("web")["front.too_large"][language].format(limit=1)


def test_a_body_of_unsaid_length_is_refused_when_it_grows_beyond_the_limit(site: Site) -> None:
    connection = site.connect()
    connection.request("POST", "/echo", iter([b"x" * 65536] * 20), encode_chunked=True)
    assert connection.getresponse().status == 413


def test_whoever_asks_first_is_refused_before_sending(site: Site) -> None:
    head = ["Content-Length: 2000000", "Expect: 100-continue"]
    stream = Stream(site, "/echo", *head)
    assert stream.until(b"\r\n").startswith(b"HTTP/1.1 413")


def test_whoever_asks_first_is_told_to_go_on(site: Site) -> None:
    stream = Stream(site, "/echo", "Content-Length: 3", "Expect: 100-continue")
    assert stream.until(b"\r\n").startswith(b"HTTP/1.1 100")
    stream.socket.sendall(b"abc")
    assert b'"size": 3' in stream.until(b'"size"') + stream.until(b"}")


def test_a_sender_who_stops_is_refused_and_holds_no_thread(site: Site) -> None:
    stalled = [Stream(site, "/echo", "Content-Length: 10") for _ in range(20)]
    assert told(site, "/echo")["size"] == 0
    assert b" 408 " in stalled[0].until(b"\r\n")


def test_headers_without_end_are_refused(site: Site) -> None:
    stream = Stream(site, "/echo", "X-Long: " + "x" * 200_000)
    assert stream.until(b"\r\n").startswith(b"HTTP/1.1 4")


def test_a_streamed_answer_and_a_file_arrive_whole(site: Site) -> None:
    _, _, content = site.get("/pieces?n=40")
    assert content == b"".join((b"%d" % (n % 10)) * 65536 for n in range(40))
    _, headers, content = site.get("/attachment")
    assert content == (Path(__file__).parent / "site_for_tests.py").read_bytes()
    assert "attachment" in headers["content-disposition"]


def test_readers_who_leave_in_the_middle_free_their_threads(site: Site) -> None:
    for _ in range(12):
        stream = Stream(site, "/pieces?n=100000")
        stream.until(b"1111")
        stream.socket.close()
    assert told(site, "/echo")["size"] == 0


def test_what_fails_inside_is_answered_in_words(site: Site) -> None:
    status, _, content = site.get("/broken")
    assert status == 500
    assert b"nobody expected this" not in content


def test_a_static_file_is_revalidated_by_its_plain_name_and_kept_by_its_lasting_one(site: Site) -> None:
    status, headers, content = site.get("/static/js/live.js", Accept_Encoding="gzip")
    assert (status, headers["cache-control"], headers["content-encoding"]) == (200, "no-cache", "gzip")
    assert site.get("/static/js/live.js", If_None_Match=headers["etag"])[0] == 304
    digest = headers["etag"].strip('"')
    status, lasting, same = site.get(f"/static/js/live.{digest}.js")
    assert status == 200 and "immutable" in lasting["cache-control"]
    assert same == gzip.decompress(content)


@pytest.mark.parametrize("path", ["/static/../front.py", "/static/%2e%2e/front.py", "/static/", "/static/js"])
def test_nothing_beside_the_shelf_is_served(site: Site, path: str) -> None:
    assert site.get(path)[0] == 404


def test_a_change_reaches_a_stream_and_a_return_tells_the_rest(site: Site) -> None:
    head = int(site.get("/say?entry=first")[2])
    stream = Stream(site, f"/live?view=count&since={head}")
    stream.until(b"retry:")
    site.get("/say?entry=second")
    assert b"id: %d\n" % (head + 1) in stream.until(b"entries")
    stream.socket.close()
    site.get("/say?entry=third")
    back = Stream(site, f"/live?view=count&since={head}", f"Last-Event-ID: {head + 1}")
    assert b"id: %d\n" % (head + 2) in back.until(b"entries")
    assert b"id: %d\n" % (head + 1) not in back.came


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("?view=count", 400),
        ("?view=count&since=-1", 400),
        ("?view=count&since=x", 400),
        ("?view=count&view=count&since=0&since=0", 400),
        ("?view=" + "x" * 201 + "&since=0", 400),
        ("?" + "&".join(f"view=v{n}&since=0" for n in range(13)), 400),
        ("?view=count&since=0", 200),
    ],
)
def test_what_to_follow_must_make_sense(site: Site, query: str, status: int) -> None:
    assert site.get(f"/live{query}", "HEAD")[0] == status


def test_whoever_may_not_listen_is_refused(site: Site) -> None:
    status, _, content = site.get("/live?view=count&since=0", Cookie="session=gone")
    assert (status, content) == (403, b"Sign in first.\n")


def test_a_reader_who_takes_nothing_is_cut_and_the_others_go_on(start: Callable[..., Any]) -> None:
    with start(free_port()) as site:
        slow = Stream(site, "/live?view=list&since=0")
        quick = Stream(site, "/live?view=list&since=0")
        for stream in (slow, quick):
            stream.until(b"retry:")
        entry = "x" * 20_000
        head = 0
        while b"200 1" not in site.get("/listeners")[2]:
            head = int(site.get(f"/say?entry={entry}")[2])
            quick.until(b"id: %d\n" % head)
            assert head < 1000
        ids = [int(found) for found in re.findall(rb"id: (\d+)\n", slow.to_the_end())]
        assert ids == list(range(1, ids[-1] + 1))
        back = Stream(site, "/live?view=list&since=0", f"Last-Event-ID: {ids[-1]}")
        assert b'entry-%d\\"' % (ids[-1] + 1) in back.until(b"id: %d\n" % head)


def test_a_page_from_another_record_is_told_so(site: Site) -> None:
    assert b'"reason": "ahead"' in Stream(site, "/live?view=count&since=999999").until(b"over")


def test_stopping_ends_streams_at_once_and_lets_requests_finish(start: Callable[..., Any]) -> None:
    with start(free_port()) as site:
        streams = [Stream(site, "/live?view=count&since=0") for _ in range(5)]
        for stream in streams:
            stream.until(b"retry:")
        answers: list[bytes] = []
        waiting = threading.Thread(target=lambda: answers.append(site.get("/slow")[2]))
        waiting.start()
        assert site.get("/echo")[0] == 200
        began = time.monotonic()
        status = site.stop()
        waiting.join(10)
        assert (status, answers) == (0, [b"finished"])
        assert time.monotonic() - began < 5
        assert all(stream.to_the_end().endswith(b"0\r\n\r\n") for stream in streams)


def test_a_process_that_died_is_replaced(start: Callable[..., Any]) -> None:
    with start(free_port()) as site:
        worker = Path(f"/proc/{site.process.pid}/task/{site.process.pid}/children").read_text().split()[-1]
        stream = Stream(site, "/live?view=count&since=0")
        stream.until(b"retry:")
        os.kill(int(worker), signal.SIGKILL)
        until = time.monotonic() + 10
        while time.monotonic() < until:
            try:
                assert told(site, "/echo")["size"] == 0
                break
            except OSError:
                time.sleep(0.05)
        assert told(site, "/echo")["size"] == 0


def test_a_port_in_use_is_refused_with_what_to_do(site: Site, capfd: pytest.CaptureFixture[str]) -> None:
    from comity.web.serve import serve

    assert serve("nothing:here", port=site.port) == 2
    assert "--port" in capfd.readouterr().err


def test_what_is_missing_is_said_before_serving(capfd: pytest.CaptureFixture[str]) -> None:
    from comity.web.serve import serve

    assert serve("nothing:here", port=free_port(), before=lambda: "Run `comity init` first.") == 2
    assert "comity init" in capfd.readouterr().err


def test_less_may_be_sent_to_the_door_for_ballots() -> None:
    bounds = Bounds()
    assert bounds.of("/secret-votes/unsc/1/all/ballot") == 2 * 1024 * 1024 < bounds.of("/proceedings/x")
