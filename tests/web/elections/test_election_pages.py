"""The pages of elections without a script: a whole election by forms, what each may see, the record, the API, live."""

from __future__ import annotations

import json
from typing import Any

from comity.elections import acts
from comity.elections.events import EVENTS
from comity.elections.state import Stage
from comity.rules.words import LANGUAGES, sentences
from comity.web.house import house as the_house
from comity.web.live.wiring import Wiring, known, narrowed, stream_of
from comity.web.pages.titles import sentence_of
from tests.people import new_id
from tests.web.elections import electing
from tests.web.elections.electing import PRESIDENT, SECRETARIAT, TELLERS, act, page
from tests.web.pages import world

LIST = "/elections/unga/"
ONE = "/elections/unga/1/"
SHEET = "/elections/unga/1/rounds/1/count/"


def enter(teller: str, address: str = SHEET, **boxes: Any) -> Any:
    return world.client(teller).post(address, {"id": new_id()} | boxes)


def test_a_whole_election_on_paper_by_forms(houses: str) -> None:
    assert f"{LIST}call/" in page(SECRETARIAT, LIST) and f"{LIST}call/" not in page("", LIST)
    assert world.client(electing.ESTONIA).get(f"{LIST}call/").status_code == 404
    assert act(SECRETARIAT, "call_council_election", year="1920").status_code == 409
    assert act(SECRETARIAT, "call_council_election", year="2027").status_code == 303
    assert "Eastern European States" in page("", ONE)
    assert act(electing.ESTONIA, "declare_candidate", about="1", of="EST").status_code == 303
    assert act(PRESIDENT, "open_round", about="1", slates=["2"], method="paper").status_code == 303
    assert act(SECRETARIAT, "issue_papers", about="1-round-1", papers="193").status_code == 303
    assert "Only tellers count" in page(PRESIDENT, ONE) or SHEET not in page(PRESIDENT, ONE)
    assert act(PRESIDENT, "close_round", about="1-round-1").status_code == 303
    assert SHEET in page(TELLERS[0], ONE) and "Estonia" in page(TELLERS[0], SHEET)
    wrong = enter(TELLERS[0], returned="many", invalid="", blank="")
    assert wrong.status_code == 422 and 'value="many"' in wrong.content.decode()
    boxes = {"returned": "193", "invalid": "1", "blank": "2", "votes-0": "140", "others": "Albania: 50"}
    wrong = enter(TELLERS[0], **(boxes | {"others": "France: 50"}))
    assert wrong.status_code == 409 and "rule 94" in wrong.content.decode()
    assert "France: 50" in wrong.content.decode(), "what was typed stays"
    assert enter(TELLERS[0], **boxes).status_code == 303
    assert "140" not in page(PRESIDENT, ONE) and "140" not in page(TELLERS[1], SHEET)
    assert "You have entered your count" in page(TELLERS[0], SHEET)
    assert enter(TELLERS[1], **boxes).status_code == 303
    assert act(PRESIDENT, "announce_round", about="1-round-1").status_code == 303
    said = page("", ONE)
    assert electing.known().elected == ("EST",) and "Estonia ✓" in said and "127 needed" in said
    assert electing.known().stage is Stage.BETWEEN


def test_the_teller_alone_is_shown_a_sheet(house: str) -> None:
    electing.call()
    electing.must(acts.OpenRound, PRESIDENT, election=1, slates=(1,))
    assert world.client(PRESIDENT).get(SHEET).status_code == 404
    assert enter(PRESIDENT, returned="1").status_code == 403
    assert "/login/" in world.client("").get(SHEET)["Location"]
    said = page(TELLERS[0], SHEET)
    assert "counted when the ballot is closed" in said and 'name="returned"' not in said
    assert world.client(TELLERS[0]).post(SHEET, {"id": "short", "returned": "1"}).status_code == 400
    assert world.client(TELLERS[0]).get("/elections/unga/1/rounds/9/count/").status_code == 404


def test_an_election_closed_to_others_shows_them_nothing(house: str) -> None:
    electing.call(seen_by="members")
    assert world.client("").get(ONE).status_code == 404 and "committee" not in page("", LIST)
    assert "committee" in page(electing.ESTONIA, LIST)


def test_a_long_list_of_elections_is_searched_in_any_language(house: str) -> None:
    electing.call()
    electing.must(acts.CallCouncilElection, SECRETARIAT, year=2027)
    electing.must(acts.DeclareCandidate, electing.ESTONIA, election=2, of="EST")
    assert "/elections/unga/2/" in page("", f"{LIST}?q=эстония")
    assert "/elections/unga/1/" not in page("", f"{LIST}?q=Conseil")
    assert "No election matches" in page("", f"{LIST}?stage=complete")


def test_what_comes_next_is_said_with_names_and_rule(house: str) -> None:
    electing.call()
    electing.announced(1, "EST: 100\nROU: 93")
    said = page("", ONE)
    assert "The next ballot is restricted" in said and "Estonia, Romania" in said and "rule 93" in said
    assert "المقيَّد" in page("", ONE, "ar") or "يقتصر الاقتراع التالي" in page("", ONE, "ar")


def test_every_event_of_elections_is_told_on_the_record_in_six_languages(house: str) -> None:
    for event in EVENTS:
        key = sentence_of(event.name)
        assert set(sentences("web")[key.removeprefix("web.")]) >= set(LANGUAGES)
    electing.call()
    electing.must(acts.DeclareCandidate, electing.ESTONIA, election=1, of="EST")
    electing.announced(1, "EST: 193")
    said = page("", "/record/")
    assert "candidate declared, Estonia" in said and "result announced, elected: Estonia" in said
    assert "elections." not in said.replace("elections.css", "")
    assert ONE in page("", f"/record/{the_house().store.head().sequence}/")


def test_the_api_tells_the_same(house: str) -> None:
    electing.call()
    electing.announced(1, "EST: 100\nROU: 93")
    electing.counted(2, "EST: 140\nROU: 53", tellers=TELLERS[:1])
    answer = json.loads(page("", "/api/v1/elections/unga/1"))
    (slate,) = answer["lists"]
    assert (slate["next"], sorted(slate["among"])) == ("restricted", ["EST", "ROU"])
    first, second = slate["rounds"]
    assert first["votes"] == {"EST": 100, "ROU": 93} and first["required"] == 129
    assert (second["status"], second["votes"], second["papers"]) == ("closed", None, None)
    assert "restricted" in slate["explanation"] and "Estonia" in slate["explanation"]
    assert json.loads(page("", "/api/v1/elections/unga"))["elections"][0]["election"] == 1
    assert world.client("").get("/api/v1/elections/unga/9").status_code == 404


def test_what_changes_is_told_to_open_pages_once_for_the_whole_circle(house: str) -> None:
    electing.call()
    view = "election:unga/1"
    assert known(view) and stream_of(view) == "elections:unga"
    lens = narrowed(view, "members:unga public state:FRA")
    assert lens == narrowed(view, "members:unga public office:tellers:unga")
    wiring, since = Wiring(), the_house().store.head().sequence
    the_house().clerk.folds.whole("elections:unga")
    electing.counted(1, "EST: 193", tellers=TELLERS[:1])
    the_house().clerk.folds.whole("elections:unga")
    (frame,) = wiring.render(view, lens, "fr", since)
    told = json.loads(frame.data)
    assert set(told["set"]) == {"standing", "slate-1", "turned"} and "193 needed" not in frame.data
    electing.must(acts.EnterCount, TELLERS[1], election=1, round=1, returned=193, votes="EST: 193")
    electing.must(acts.AnnounceRound, PRESIDENT, election=1, round=1)
    the_house().clerk.folds.whole("elections:unga")
    (frame,) = wiring.render(view, lens, "en", frame.id)
    assert "Estonia" in json.loads(frame.data)["say"]
