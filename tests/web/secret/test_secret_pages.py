"""The pages of secret ballots without a script: called, opened and closed by forms, seen by whom it concerns, live."""

from __future__ import annotations

import json
from typing import Any

from comity.rules.words import LANGUAGES, sentences
from comity.secret_votes.events import EVENTS
from comity.secret_votes.state import Stage
from comity.web.house import house as the_house
from comity.web.live.wiring import Wiring, known, narrowed, stream_of
from comity.web.pages.secret.place import circle_of
from comity.web.pages.titles import sentence_of
from tests.people import new_id
from tests.secret_votes.hands import make_keys
from tests.web.pages import world
from tests.web.secret import balloted

LIST = "/secret-votes/unsc/"
YES, NO = [1, 0, 0], [0, 1, 0]


def page(person: str, address: str, language: str = "en") -> str:
    answer = world.client(person, language).get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return str(answer.content.decode())


def act(person: str, name: str, **given: Any) -> Any:
    address = f"/proceedings/secret_votes:unsc/acts/secret_votes.{name}"
    return world.client(person).post(address, {"id": new_id(), **given})


def test_a_ballot_is_called_opened_and_closed_by_forms(house: str) -> None:
    chair = balloted.chair()
    assert f"{LIST}call/" in page(chair, LIST) and f"{LIST}call/" not in page(balloted.rep("CHN"), LIST)
    given = {
        "title": "Straw poll",
        "questions": balloted.QUESTIONS,
        "most": "1",
        "trustees": balloted.SEATS,
        "fewest": "2",
        "seen_by": "members",
    }
    wrong = act(chair, "call_ballot", **(given | {"trustees": ["teller:1"]}))
    assert wrong.status_code == 409 and "House rule 7" in wrong.content.decode()
    assert act(chair, "call_ballot", **given).status_code == 303
    ballot = balloted.Ballot(ask=balloted.ask)
    said = page(chair, ballot.base)
    assert "Waiting for keys: 0 of 3 are there." in said and "Register in the booth" in said
    make_keys(ballot, balloted.trustees())
    voters = balloted.voters(("FRA", "GBR", "LVA"))
    for voter in voters:
        voter.register(ballot)
    said = page(chair, ballot.base)
    assert "all voters: if all 3 make the same mark" in said
    client = world.client(chair)
    assert client.post(f"{ballot.base}open/", {"id": new_id()}).status_code == 409, "it was not weighed"
    assert client.post(f"{ballot.base}open/", {"id": "short"}).status_code == 400
    assert world.client(balloted.rep("CHN")).post(f"{ballot.base}open/", {"id": new_id()}).status_code == 409
    assert client.post(f"{ballot.base}open/", {"id": new_id(), "weighed": "on"}).status_code == 303
    voters[0].cast(ballot, ballot.election(voters[0].person), [YES, NO])
    assert act(chair, "close_ballot", about="1").status_code == 303
    assert balloted.known(ballot).stage is Stage.CLOSED
    assert "With fewer than 2 nothing is opened" in page(chair, ballot.base)
    assert act(chair, "abandon_ballot", about="1", reason="Only one voted.").status_code == 303
    assert "Abandoned: Only one voted." in page(chair, ballot.base)
    assert "Straw poll" in page(chair, f"{LIST}?q=straw&stage=abandoned")
    assert "No secret ballot matches" in page(chair, f"{LIST}?stage=open")


def test_whoever_may_not_know_of_a_ballot_sees_nothing_of_it(house: str) -> None:
    ballot = balloted.call()
    for person in ("", balloted.rep("DEU")):
        assert world.client(person).get(ballot.base).status_code == 404
        assert "Straw poll" not in page(person, LIST)
    everyone = balloted.call(seen_by="public", title="Seen by all")
    assert "Seen by all" in page("", everyone.base)


def test_no_page_says_which_credential_is_whose_or_who_has_voted(house: str) -> None:
    ballot, voters, _ = balloted.running()
    election = ballot.election(voters[0].person)
    tracker = voters[0].cast(ballot, election, [YES, NO])
    before = {code: page(balloted.rep(code), ballot.base) for code in ("GBR", "CHN")}
    for said in (*before.values(), page(balloted.SECRETARIAT, f"{ballot.base}board/")):
        assert tracker in said
        assert not any(voter.credential in said for voter in voters)
    told = {code: ballot.status(balloted.rep(code)) for code in ("FRA", "GBR", "CHN")}
    assert [one["credential"] for one in told["FRA"]["mine"]] == [voters[0].credential]
    for code in ("GBR", "CHN"):
        assert voters[0].credential not in json.dumps(told[code])
    voters[1].cast(ballot, election, [NO, NO])
    after = ballot.status(balloted.rep("CHN"))
    told["CHN"]["boxes"][0]["ballots"] += 1
    assert {**after, "now": 0, "sequence": 0} == {**told["CHN"], "now": 0, "sequence": 0}, (
        "only the count moved"
    )


def test_what_changes_is_told_to_open_pages_once_for_the_whole_circle(house: str) -> None:
    ballot, voters, trustees = balloted.running()
    view, place = f"secret:unsc/{ballot.number}", "unsc"
    assert known(view) and stream_of(view) == balloted.STREAM
    lens = narrowed(view, f"members:{place} public state:FRA")
    assert lens == narrowed(view, f"public members:{place} state:GBR") == circle_of(f"members:{place}", place)
    wiring, since = Wiring(), the_house().store.head().sequence
    the_house().clerk.folds.whole(balloted.STREAM)
    wiring.render(view, lens, "fr", since - 1)
    voters[0].cast(ballot, ballot.election(voters[0].person), [YES, NO])
    voters[1].cast(ballot, ballot.election(voters[0].person), [YES, NO])
    the_house().clerk.folds.whole(balloted.STREAM)
    (frame,) = wiring.render(view, lens, "fr", since)
    told = json.loads(frame.data)
    assert set(told["set"]) == {"ballots-in", "latest"}
    balloted.close(ballot)
    for trustee in trustees:
        trustee.open(ballot)
    (frame,) = wiring.render(view, lens, "ar", frame.id)
    told = json.loads(frame.data)
    assert {"result", "standing", "turned-announced"} <= set(told["set"])
    assert wiring.render(view, "public", "en", 0) == []


def test_every_event_of_secret_ballots_is_told_on_the_record_in_six_languages(house: str) -> None:
    ballot, voters, _ = balloted.running()
    voters[0].cast(ballot, ballot.election(voters[0].person), [YES, NO])
    for event in EVENTS:
        key = sentence_of(event.name)
        assert set(sentences("web")[key.removeprefix("web.")]) >= set(LANGUAGES)
    newest = the_house().store.head().sequence
    said = page(voters[0].person, f"/record/{newest}/")
    assert "a ballot in the box" in said and ballot.base in said
    assert "the credential of" in page(voters[0].person, "/record/")
    assert "the credential of" not in page(balloted.rep("CHN"), "/record/")


def test_a_trustee_is_led_to_the_ceremony_and_a_voter_to_the_booth(house: str) -> None:
    ballot = balloted.call()
    said = page(balloted.TELLERS[0], ballot.base)
    assert "The seat Teller 1 is yours to take." in said and f"{ballot.base}ceremony/" in said
    assert "Register in the booth" not in said
    make_keys(ballot, balloted.trustees())
    assert "You hold a key as Teller 1." in page(balloted.TELLERS[0], ballot.base)
