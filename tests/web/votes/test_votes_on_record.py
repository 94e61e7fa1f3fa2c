"""The record tells votes in words and leads to their pages; the API gives what its caller may know."""

from __future__ import annotations

import re
from typing import Any

import pytest

from comity.rules.words import LANGUAGES, text
from comity.votes.events import EVENTS
from comity.web.house import house as the_house
from comity.web.pages.titles import sentence_of
from tests.web.pages import world
from tests.web.votes import assembled
from tests.web.votes.assembled import rep


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.name)
def test_every_event_of_a_vote_has_words_that_its_fields_can_fill(event: Any) -> None:
    fields = event.__dataclass_fields__
    for language in LANGUAGES:
        said = text(sentence_of(event.name), **dict.fromkeys(fields, "1")).say(language)
        assert "{" not in said


def test_the_record_leads_to_the_vote(house: str) -> None:
    assembled.open_vote(assembled.submit())
    assembled.cast("FRA")
    shown = world.client().get("/record/").content.decode()
    assert "Vote 1 put: Safe water for Port Arlen" in shown
    assert re.search(r"Vote 1: .*France.* has voted", shown)
    for sequence in range(the_house().store.head().sequence - 3, the_house().store.head().sequence + 1):
        assert world.client(rep("FRA")).get(f"/record/{sequence}/").status_code == 200


def test_the_api_gives_a_vote_as_its_caller_may_know_it(houses: str) -> None:
    assembled.open_vote(assembled.submit())
    assembled.cast("FRA", "no")
    public = world.client().get("/api/v1/votes/unsc").json()
    assert public["votes"][0]["voted"] == ["FRA"]
    assert public["votes"][0]["cast"] == {}
    assert public["sealed"] == 1
    assembled.close()
    assembled.announce()
    found = world.client().get("/api/v1/votes/unsc/1").json()
    assert found["result"]["votes"]["FRA"] == "no"
    assert found["result"]["reason"] == "insufficient"
    assert world.client().get("/api/v1/votes/unsc?limit=1").status_code == 200
    assert world.client().get("/api/v1/communications/unsc/letters").status_code == 200
    assert world.client().get("/api/v1/record/entries").status_code == 200
    assert world.client().get("/api/v1/states").status_code == 200
    assert world.client().get("/api/v1/votes/unsc/2").status_code == 404
    assert world.client().get("/api/v1/votes/nowhere").status_code == 404
