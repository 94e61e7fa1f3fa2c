"""Streams of the real site: nothing is missed after a cut, and nobody is told what is not theirs."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.served.asking import LETTERS, Stream, ask, letter
from tests.serving import Served, person

PEOPLE = [
    person("rep-FRA", of="FRA"), person("rep-DEU", of="DEU"), person("sec", "secretariat"),
    person("sec-leaves", "secretariat"), person("rep-leaves", of="ITA"),
]  # fmt: skip

END_ACCREDITATION = "/api/v1/proceedings/accreditation/house/acts/end_accreditation"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    server = Served(tmp_path_factory.mktemp("streams"))
    server.prepare(PEOPLE)
    server.start()
    yield server
    server.stop()


def send(served: Served, code: str, subject: str) -> int:
    status, _, written = ask(served, "POST", LETTERS, letter(code, subject=subject), person=f"rep-{code}")
    assert status == 200, written
    return int(json.loads(written)["first_entry"])


def test_a_listener_who_was_cut_off_misses_nothing(served: Served) -> None:
    before = send(served, "FRA", "Zero")
    stream = Stream(served, "rep-FRA", since=before)
    told = [number for number, _ in stream.upto(send(served, "FRA", "One"))]
    stream.close()
    while_away = [send(served, "FRA", f"Away {n}") for n in range(5)]
    again = Stream(served, "rep-FRA", since=before, last=str(told[-1]))
    found = again.upto(while_away[-1])
    assert [number for number, _ in found] == while_away
    after = send(served, "FRA", "After")
    assert [number for number, _ in again.upto(after)] == [after]
    again.close()


@pytest.mark.parametrize("reader", ["rep-DEU", ""])
def test_whoever_may_not_open_a_letter_is_told_that_it_is_there_and_nothing_of_it(
    served: Served, reader: str
) -> None:
    before = send(served, "FRA", "Zero")
    theirs, own = Stream(served, reader, since=before), Stream(served, "rep-FRA", since=before)
    entry = send(served, "FRA", "Unguessable subject")
    said = "".join(words for _, words in theirs.upto(entry))
    assert "Unguessable" not in said and "FRA" not in said and "France" not in said
    assert "sealed" in said
    assert "Unguessable" in "".join(words for _, words in own.upto(entry))
    theirs.close()
    own.close()


def test_an_ended_accreditation_ends_the_stream(served: Served) -> None:
    before = send(served, "FRA", "Zero")
    stream = Stream(served, "sec-leaves", since=before)
    assert "Open to the secretariat" in stream.upto(send(served, "FRA", "Open to the secretariat"))[-1][1]
    number = 1 + [one["person"] for one in PEOPLE].index("sec-leaves")
    act = {"id": "e" * 16, "number": number, "reason": "The posting has ended."}
    status, _, written = ask(served, "POST", END_ACCREDITATION, act, person="sec")
    assert status == 200, written
    assert ended(stream)
    again = Stream(served, "sec-leaves", since=before)
    assert "Open to" not in "".join(words for _, words in again.upto(before + 1))
    again.close()


def test_a_session_that_ends_ends_its_streams(served: Served) -> None:
    stream = Stream(served, "rep-leaves", since=send(served, "FRA", "Zero"))
    secret = "a" * 32
    cookie = f"session={served.people['rep-leaves']['session']}; csrf={secret}"
    status, _, _ = ask(served, "POST", "/accounts/logout/", b"", Cookie=cookie, X_CSRFToken=secret)
    assert status == 302
    assert ended(stream)


def ended(stream: Stream) -> bool:
    while (event := stream.next()) is not None:
        assert "event: over" in event[1] or "sealed" in event[1], event
    return True


def test_a_selection_is_followed_on_a_server_that_has_not_looked_at_it_before(served: Served) -> None:
    opened = {
        "id": "o" * 16, "rulebook": "unsg-2016", "title": "A new selection", "recommends": "unsc",
        "appoints": "unga", "term_since": "2032-01-01",
    }  # fmt: skip
    address = "/api/v1/proceedings/selection/fresh/acts/open_process"
    status, _, written = ask(served, "POST", address, opened, person="sec")
    assert status == 200, written
    entry = int(json.loads(written)["first_entry"])
    served.stop()
    served.start()
    stream = Stream(served, since=entry - 1, view="selection:fresh")
    assert stream.upto(entry)
    stream.close()
    assert ask(served, "GET", "/live?view=selection:nowhere&since=0")[0] == 404
