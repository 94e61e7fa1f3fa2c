"""Whatever is thrown at the server: it says what is wrong with it, and goes on for everybody else."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator

import pytest

from tests.people import new_id
from tests.served.asking import LETTERS, ask, letter
from tests.serving import Served, person

MEGABYTE = 1024 * 1024
BODIES = "/api/v1/bodies"
WITHDRAW = "/api/v1/proceedings/communications/unsc/acts/withdraw_letter"
FILES = "/api/v1/proceedings/communications/unsc/files"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    server = Served(tmp_path_factory.mktemp("bad"))
    server.prepare([person("rep-FRA", of="FRA"), person("rep-DEU", of="DEU"), person("rep-LVA", of="LVA")])
    server.start()
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def goes_on(served: Served) -> Iterator[None]:
    """After each test the server that was started still answers, and nothing came onto the record in between."""
    before = ask(served, "GET", "/api/v1/record/checkpoint")[2]
    yield
    assert served.process is not None and served.process.poll() is None
    assert ask(served, "GET", BODIES)[0] == 200
    if served not in KEPT:
        assert ask(served, "GET", "/api/v1/record/checkpoint")[2] == before
    KEPT.clear()


KEPT: list[Served] = []
"""Filled by a test that puts something on the record."""


def raw(served: Served, sent: bytes, *, more: bytes = b"", wait: float = 20) -> bytes:
    """What comes back on a connection for these bytes, until the server closes it or is silent so long."""
    found = b""
    with socket.create_connection(("127.0.0.1", served.port), timeout=wait) as connection:
        try:
            connection.sendall(sent)
            if more:
                connection.sendall(more)
            while piece := connection.recv(65_536):
                found += piece
        except OSError:
            pass
    return found


def statuses(answered: bytes) -> list[int]:
    return [int(line.split()[1]) for line in answered.split(b"\r\n") if line.startswith(b"HTTP/1.")]


BAD_ACTS = {
    "nothing": b"",
    "not JSON": b"{",
    "no object": b"[]",
    "null": b"null",
    "a number": b"7",
    "invalid UTF-8": b'{"id": "\xff\xfe"}',
    "deep": b"[" * 100_000 + b"]" * 100_000,
    "NaN": b'{"letter": NaN}',
    "huge number": b'{"letter": ' + b"9" * 5000 + b"}",
}


@pytest.mark.parametrize("body", BAD_ACTS.values(), ids=BAD_ACTS)
def test_a_body_that_is_no_act(served: Served, body: bytes) -> None:
    status, headers, written = ask(
        served, "POST", LETTERS, body, person="rep-FRA", Content_Type="application/json"
    )
    assert status in (400, 422), written
    assert headers["Content-Type"] == "application/problem+json"
    assert json.loads(written)["status"] == status


BAD_FIELDS = {
    "wrong type": {"subject": 7},
    "list": {"body": ["a"]},
    "null": {"signed": None},
    "NUL": {"subject": "a\0b"},
    "control": {"subject": "a\x1b[31m"},
    "line break in a line": {"subject": "a\nb"},
    "too long": {"subject": "x" * 201},
    "far too long": {"body": "x" * 20_001},
    "empty": {"subject": ""},
    "blank": {"subject": "   "},
    "half a character": {"subject": "\ud800"},
    "unknown field": {"circulated": True},
    "short id": {"id": "1"},
    "id with a path": {"id": "../../../../etc/passwd"},
    "no such wish": {"wish": "everyone"},
    "files that are none": {"attachments": ["a"]},
    "too many files": {
        "attachments": [{"sha256": "0" * 64, "name": "a.pdf", "media_type": "application/pdf", "size": 1}]
        * 11
    },
}


@pytest.mark.parametrize("fields", BAD_FIELDS.values(), ids=BAD_FIELDS)
def test_a_field_that_is_not_as_described_is_named(served: Served, fields: dict[str, object]) -> None:
    status, _, written = ask(served, "POST", LETTERS, letter("FRA", **fields), person="rep-FRA")
    assert status in (400, 422), written
    if status == 422:
        assert next(iter(fields)) in json.loads(written)["detail"]


def test_an_act_without_a_token_a_false_one_and_one_for_somebody_else(served: Served) -> None:
    assert ask(served, "POST", LETTERS, letter("FRA"))[0] == 401
    for token in ("Bearer comity_token_none", "Basic YTpi", "Bearer", "\xff", "Bearer " + "x" * 5000):
        status, headers, _ = ask(served, "POST", LETTERS, letter("FRA"), Authorization=token)
        assert status == 401 and headers["WWW-Authenticate"].startswith("Bearer")
    status, _, written = ask(served, "POST", LETTERS, letter("DEU"), person="rep-FRA", Accept_Language="es")
    assert status == 409
    problem = json.loads(written)
    assert problem["citation"] and problem["title"] == "No procede"


def test_replayed_acts_and_acts_out_of_their_order(served: Served) -> None:
    KEPT.append(served)
    sent = letter("FRA")
    _, _, first = ask(served, "POST", LETTERS, sent, person="rep-FRA")
    assert ask(served, "POST", LETTERS, sent, person="rep-FRA")[2] == first
    status, _, _ = ask(served, "POST", LETTERS, sent | {"subject": "Other"}, person="rep-FRA")
    assert status == 409, "another act under the same id"
    back = {"id": new_id(), "letter": 1}
    assert ask(served, "POST", WITHDRAW, back, person="rep-FRA")[0] == 200
    assert ask(served, "POST", WITHDRAW, back | {"id": new_id()}, person="rep-FRA")[0] == 409
    assert ask(served, "POST", WITHDRAW, {"id": new_id(), "letter": 99}, person="rep-FRA")[0] == 409


@pytest.mark.parametrize("said", ["xx", "*", ";;;q=", "fr-" + "x" * 500, "zh-\xff", ",".join(["de"] * 500)])
def test_a_language_that_is_none_of_ours_is_answered_in_english(served: Served, said: str) -> None:
    status, _, written = ask(served, "GET", "/api/v1/bodies/none", Accept_Language=said)
    assert status == 404
    assert json.loads(written)["status"] == 404


PATHS = [
    b"/api/v1/bodies/%ff%fe",
    b"/api/v1/bodies/%00",
    b"/api/v1/bodies/unsc%00",
    b"/%2e%2e/%2e%2e/etc/passwd",
    b"/static/../../etc/passwd",
    b"/static/%2e%2e/%2e%2e/etc/passwd",
    b"/static//etc/passwd",
    b"/bodies/%e2%80%ae/communications/",
    b"/api/v1/states?q=%ff%00",
    b"/api/v1/record/entries?after=99999999999999999999",
    b"/bodies/unsc/communications/99999999999999999999999/",
    b"/api/v1/communications/unsc/letters/99999999999999999999",
    b"/" + b"a" * 30_000,
    b"/live?view=communications:unsc&since=" + b"9" * 40,
    b"/live?view=%00&since=1",
    b"/?" + b"&".join(b"a=%d" % n for n in range(3000)),
]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path[:40].decode("latin-1"))
def test_a_path_that_leads_nowhere(served: Served, path: bytes) -> None:
    answered = raw(served, b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    (status,) = statuses(answered)
    assert status in (200, 400, 404, 414, 422, 431), status
    if status == 200:
        assert path.startswith((b"/?", b"/api/v1/states"))
    assert b"root:" not in answered and b"Traceback" not in answered


HEAD = b"POST " + LETTERS.encode() + b" HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
HIDDEN = b"GET /api/v1/states HTTP/1.1\r\nHost: localhost\r\n\r\n"
SMUGGLED = {
    "CL and TE": HEAD + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
    "TE and CL": HEAD + b"Transfer-Encoding: chunked\r\nContent-Length: 400\r\n\r\n0\r\n\r\n",
    "two lengths": HEAD + b"Content-Length: 0\r\nContent-Length: 50\r\n\r\n" + HIDDEN,
    "TE in disguise": HEAD + b"Transfer-Encoding: xchunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
    "TE with a space": HEAD + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "two TE": HEAD + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
    "negative length": HEAD + b"Content-Length: -1\r\n\r\n",
    "length in words": HEAD + b"Content-Length: four\r\n\r\n",
    "length with a sign": HEAD + b"Content-Length: +4\r\n\r\n{}{}",
    "chunk that is no number": HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    "bare line feeds": b"GET / HTTP/1.1\nHost: localhost\n\n",
    "folded header": b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "another host": b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 100,
    "NUL in a header": b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\n\r\n",
    "response split": b"GET /accounts/login/?next=%0d%0aX:%20y HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "many headers": b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X-A: b\r\n" * 5000 + b"\r\n",
    "one long header": b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * MEGABYTE + b"\r\n\r\n",
    "cookie flood": b"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: " + b"a=b; " * 5000 + b"\r\n\r\n",
}


@pytest.mark.parametrize("sent", SMUGGLED.values(), ids=SMUGGLED)
def test_nothing_is_smuggled_past_the_front(served: Served, sent: bytes) -> None:
    answered = raw(served, sent, wait=1)
    found = statuses(answered)
    assert len(found) <= 1, "one request was taken for two"
    assert b"Afghanistan" not in answered
    assert all(status < 500 for status in found)
    assert b"\r\nX: y" not in answered.partition(b"\r\n\r\n")[0]


def test_a_body_that_is_too_large(served: Served) -> None:
    token = served.people["rep-FRA"]["token"].encode()
    head = HEAD + b"Authorization: Bearer " + token + b"\r\n"
    whole = raw(
        served,
        head + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % (26 * MEGABYTE),
        more=b"x" * (26 * MEGABYTE),
    )
    assert statuses(whole) == [413]
    piece = b"100000\r\n" + b"x" * MEGABYTE + b"\r\n"
    chunked = raw(
        served,
        head + b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n",
        more=piece * 26 + b"0\r\n\r\n",
    )
    assert statuses(chunked) == [413]


def test_slow_senders_hold_nobody_up(served: Served) -> None:
    slow = []
    for n in range(300):
        connection = socket.create_connection(("127.0.0.1", served.port), timeout=20)
        connection.sendall(
            HEAD + b"Content-Length: 1000\r\n\r\n{" if n % 2 else b"GET / HTTP/1.1\r\nHost: loc"
        )
        slow.append(connection)
    try:
        for _ in range(5):
            assert ask(served, "GET", BODIES)[0] == 200
        answered = b""
        while piece := slow[0].recv(1000):
            answered += piece
        assert statuses(answered) in ([], [408]), "a sender of half a header is let go"
    finally:
        for connection in slow:
            connection.close()


def test_parts_without_end(served: Served) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhello\r\n'
    for body in (part * 3000 + b"--x--\r\n", part, b"--x", b"", b"\xff" * 1000):
        status, _, _ = ask(
            served, "POST", FILES, body, person="rep-FRA", Content_Type="multipart/form-data; boundary=x"
        )
        assert status in (200, 400, 413, 422)
    status, _, _ = ask(served, "POST", FILES, part, person="rep-FRA", Content_Type="multipart/form-data")
    assert status in (400, 422)
