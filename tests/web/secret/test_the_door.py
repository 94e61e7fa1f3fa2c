"""The door for ballots: what it refuses and how it says so, and that nothing is lost, doubled or held up by it."""

from __future__ import annotations

import json
import os
import signal
from typing import Any

import pytest

from comity.ballots.canonical import from_json, hex_hash, to_json
from comity.web.secret import door
from comity.web.secret.pool import Busy, Pool, pool
from comity.web.store.models import RecordFile
from tests.people import new_id
from tests.web.pages import world
from tests.web.secret import balloted

YES, NO = [1, 0, 0], [0, 1, 0]


@pytest.fixture
def open_ballot(house: str) -> Any:
    return balloted.running()


def test_the_same_ballot_sent_again_is_answered_as_the_first_time(open_ballot: Any) -> None:
    ballot, voters, _ = open_ballot
    raw, act = voters[0].vote(ballot.election(voters[0].person), [YES, NO]), new_id()
    first = ballot.must(voters[0].person, "all/ballot", raw, act)
    again = ballot.must(voters[0].person, "all/ballot", raw, act)
    other = ballot.must(voters[0].person, "all/ballot", raw)
    assert first["again"] is False and again == other == first | {"again": True}
    assert len(balloted.known(ballot).boxes["all"].cast) == 1
    balloted.close(ballot)
    assert ballot.must(voters[0].person, "all/ballot", raw) == first | {"again": True}, "also after the close"


def test_what_is_not_a_ballot_is_refused_with_its_place(open_ballot: Any) -> None:
    ballot, voters, _ = open_ballot
    person = voters[0].person
    raw = voters[0].vote(ballot.election(person), [YES, NO])
    value = from_json(raw, limit=1 << 20)
    value["answers"][0]["overall_proof"][0]["response"] = "1"
    for wrong, code in (
        (b"{}", "not_canonical"),
        (raw + b" ", "not_canonical"),
        (to_json(value), "signed_something_else"),
    ):
        status, answer = ballot.post(person, "all/ballot", wrong)
        assert (status, answer["code"]) == (422, code)
    assert balloted.known(ballot).boxes["all"].cast == {}
    assert not RecordFile.objects.exists(), "what was refused is not kept"


def test_another_delegations_ballot_is_refused_before_any_arithmetic(
    open_ballot: Any, monkeypatch: Any
) -> None:
    ballot, voters, _ = open_ballot
    raw = voters[0].vote(ballot.election(voters[0].person), [YES, NO])
    monkeypatch.setattr(door, "pool", lambda: pytest.fail("nothing is examined"))
    status, answer = ballot.post(voters[1].person, "all/ballot", raw)
    assert (status, answer["code"], answer["citation"]) == (409, "not_your_credential", "House rule 8")


def test_more_bytes_than_a_ballot_can_have_are_not_read(open_ballot: Any) -> None:
    ballot, voters, _ = open_ballot
    status, answer = ballot.post(voters[0].person, "all/ballot", b"x" * 60_000)
    assert (status, answer["code"]) == (413, "too_large")


def test_who_is_not_signed_in_or_names_no_act_or_may_not_know_is_told_so(open_ballot: Any) -> None:
    ballot, voters, _ = open_ballot
    raw = voters[0].vote(ballot.election(voters[0].person), [YES, NO])
    status, body = balloted.ask(voters[0].person, "POST", f"{ballot.base}all/ballot", raw)
    assert status == 400 and json.loads(body)["code"] == "no_act"
    assert world.client("").post(f"{ballot.base}all/ballot", raw, "application/json").status_code == 403
    assert ballot.post(balloted.rep("DEU"), "all/ballot", raw)[0] == 404, "Germany is no member"
    assert ballot.post(voters[0].person, "none/ballot", raw)[0] == 404
    assert balloted.ask(voters[0].person, "GET", f"{ballot.base}all/ballot")[0] == 405
    for path in ("", "status.json", "board/", "all/archive.bel", "all/election.json", "all/trackers.json"):
        assert balloted.ask(balloted.rep("DEU"), "GET", f"{ballot.base}{path}")[0] == 404


def test_a_full_queue_asks_to_come_again_and_the_ballot_then_goes_in(
    open_ballot: Any, monkeypatch: Any
) -> None:
    ballot, voters, _ = open_ballot
    raw, act = voters[0].vote(ballot.election(voters[0].person), [YES, NO]), new_id()
    full = Pool(1, 0)
    with pytest.raises(Busy):
        full.run(len, b"")
    monkeypatch.setattr(door, "pool", lambda: full)
    client = world.client(voters[0].person)
    sent = {"content_type": "application/json", "headers": {"x-act": act}}
    answer = client.post(f"{ballot.base}all/ballot", raw, **sent)
    assert answer.status_code == 503 and answer.headers["Retry-After"] == "1"
    monkeypatch.setattr(door, "pool", pool)
    assert client.post(f"{ballot.base}all/ballot", raw, **sent).json()["again"] is False


def test_a_process_that_dies_is_replaced_and_its_ballot_is_taken(open_ballot: Any) -> None:
    ballot, voters, _ = open_ballot
    victim = pool().wait(os.getpid)
    os.kill(victim, signal.SIGKILL)
    voters[0].cast(ballot, ballot.election(voters[0].person), [YES, NO])
    assert pool().wait(os.getpid) != victim


def test_a_crash_between_keeping_and_hearing_leaves_nothing_in_the_box(
    open_ballot: Any, monkeypatch: Any
) -> None:
    ballot, voters, _ = open_ballot
    from comity.clerk.clerk import Clerk
    from comity.clerk.store import RecordUnavailable

    raw, act = voters[0].vote(ballot.election(voters[0].person), [YES, NO]), new_id()

    def away(*_: Any) -> None:
        raise RecordUnavailable("killed")

    with monkeypatch.context() as broken:
        broken.setattr(Clerk, "hear", away)
        assert ballot.post(voters[0].person, "all/ballot", raw, act)[0] == 503
    assert balloted.known(ballot).boxes["all"].cast == {}
    assert ballot.must(voters[0].person, "all/ballot", raw, act)["again"] is False
    assert list(balloted.known(ballot).boxes["all"].cast) == [hex_hash(raw)]


def test_ballots_lie_encrypted_and_bear_no_name(open_ballot: Any) -> None:
    ballot, voters, _ = open_ballot
    raw = voters[0].vote(ballot.election(voters[0].person), [YES, NO])
    ballot.must(voters[0].person, "all/ballot", raw)
    kept = RecordFile.objects.get()
    assert kept.brought_by == "ballot-box" and kept.sha256 == hex_hash(raw)
    assert raw[:40] not in bytes(kept.content)


def test_a_restarted_house_examines_anew_what_it_has_forgotten(open_ballot: Any) -> None:
    from comity.web.house import house
    from comity.web.secret import ledger

    ballot, voters, trustees = open_ballot
    election = ballot.election(voters[0].person)
    for voter, choice in zip(voters, (YES, NO, NO), strict=True):
        voter.cast(ballot, election, [choice, NO])
    house.cache_clear()
    ledger._ledgers.clear()
    balloted.close(ballot)
    assert [trustee.open(ballot) for trustee in trustees][-1]
    assert balloted.known(ballot).results[0].counts == (1, 2, 0, 0, 3, 0)


def test_what_comes_through_the_door_is_no_operation_of_the_api(house: str) -> None:
    described = world.client("").get("/api/v1/openapi.json").content.decode()
    for act in ("open_ballot", "cast_ballot", "hand_in_share", "announce_result", "let_time_run_out"):
        assert f"/proceedings/secret_votes/{{place}}/acts/{act}" not in described
    assert "/proceedings/secret_votes/{place}/acts/close_ballot" in described
    address = "/proceedings/secret_votes:unsc/acts/secret_votes.cast_ballot"
    given = {"id": new_id(), "ballot": "1"}
    assert world.client(balloted.chair()).post(address, given).status_code == 403


def test_the_views_of_the_api_say_how_many_and_never_who(open_ballot: Any) -> None:
    from comity.web.accounts import tokens

    ballot, voters, _ = open_ballot
    voters[0].cast(ballot, ballot.election(voters[0].person), [YES, NO])
    token = tokens.make(world.account(balloted.rep("CHN")), "test", ["read"])
    bearer = {"authorization": f"Bearer {token}"}
    found = world.client("").get("/api/v1/secret-votes/unsc/1", headers=bearer).json()
    box = found["boxes"][0]
    assert (found["stage"], box["registered"], box["ballots"], box["result"]) == ("open", 3, 1, None)
    assert "FRA" not in json.dumps(found) and voters[0].credential not in json.dumps(found)
    assert world.client("").get("/api/v1/secret-votes/unsc").json()["ballots"] == []
