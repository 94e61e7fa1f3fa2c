"""The record tells selections and motions in words and leads to their pages; the API gives what its caller may know."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve

from comity.motions.acts import Move
from comity.motions.events import EVENTS as MOTIONS
from comity.rules.words import LANGUAGES, text
from comity.selection import acts as a
from comity.selection.events import EVENTS
from comity.web.accounts import tokens
from comity.web.house import house as the_house
from comity.web.pages import telling
from comity.web.pages.titles import sentence_of, subject, title
from tests.people import new_id, representative
from tests.selection.desk import LATVIA, PGA
from tests.web.pages import world
from tests.web.selection.staged import DESK, FIGURES, FIVE, PDF, PUBLIC, Stage, page, rep

API = "/api/v1/selections"


@pytest.mark.parametrize("event", [*EVENTS, *MOTIONS], ids=lambda event: event.name)
def test_every_event_has_words_in_every_language(event: Any) -> None:
    for language in LANGUAGES:
        assert text(sentence_of(event.name)).key.startswith(f"web.{event.name.partition('.')[0]}_events.")
        assert text(sentence_of(event.name), **_filled(event)).say(language)


def _filled(event: Any) -> dict[str, Any]:
    """More than any sentence asks for: some blanks are made of several fields."""
    more = dict.fromkeys(("kind", "candidates", "members", "wish", "decision", "n", "candidate", "of"), "1")
    return more | dict.fromkeys(event.__dataclass_fields__, "1")


def test_everything_that_happens_is_told_in_words_and_leads_to_a_page(house: str) -> None:
    """A whole selection with a copy read, told in six languages without a blank left open."""
    stage = Stage("unsg-2016").with_candidates(*FIVE)
    stage.poll(*FIGURES)
    copy = next(number for number, one in stage.state.copies.items() if one.to == "FRA")
    stage.does(representative("FRA"), a.ReadCopy, confidential_copy=copy)
    stage.does(representative("FRA"), a.ExpressView, of="FRA", wish="proceed", view="Go on.")
    told = 0
    for entry in the_house().store.all_entries():
        if entry.header.stream != stage.stream:
            continue
        told += 1
        for language in LANGUAGES:
            said = title(entry).say(language)
            assert said and "{" not in said, entry.payload
        assert resolve(subject(entry)).kwargs["name"] == "test"
    assert told > 60


def test_the_record_and_the_first_page_say_what_happened_by_name(house: str) -> None:
    stage = Stage("unsg-2016").announced()
    stage.nominate("ARG")
    stage.letters()
    stage.hold("dialogue", 1, PGA)
    latest = html.unescape(page("/"))
    assert "Test: Held: dialogue with Candidate of ARG" in latest
    entry = re.search(r'href="/record/(\d+)/">Test: Held', latest)
    assert entry is not None
    assert f'href="{stage.place}hearings/1/"' in page(f"/record/{entry[1]}/")


def test_nobody_is_named_on_the_record_before_everyone_may_know_the_name(house: str) -> None:
    stage = Stage("unsg-2016").announced()
    stage.nominate("ARG")
    assert "Candidate of ARG" not in page("/record/")
    assert "Candidate of ARG nominated by" in page("/record/", rep("ARG"))


def test_motions_are_told_in_words_and_lead_to_their_page(house: str) -> None:
    act = Move(
        id=new_id(),
        stream="motions:unsc",
        of="FRA",
        kind="suspend_meeting",
        details="for an hour",
        seen_by="public",
    )
    assert world.hear(act, rep("FRA")).accepted
    shown = html.unescape(page("/record/"))
    assert "Motion 1 made by France: To suspend the meeting" in shown
    newest = the_house().store.head().sequence
    assert 'href="/bodies/unsc/motions/"' in page(f"/record/{newest}/")
    for event in MOTIONS:
        assert sentence_of(event.name)


def test_blanks_of_motions_are_words() -> None:
    from comity.motions import events as m

    for event in (
        m.MotionDecided(motion=1, verdict="insufficient"),
        m.PointRuled(point=1, ruling="upheld"),
        m.ChallengeDecided(point=1, overruled=True, counts=(9, 1, 5)),
        m.SpokenOnMotion(motion=1, of="FRA", side="against"),
    ):
        for language in LANGUAGES:
            assert "{" not in telling.of_motions(event).say(language)


# The API


def test_the_api_gives_a_selection_as_its_caller_may_know_it(houses: str) -> None:
    stage = Stage("unsg-2016").announced()
    stage.nominate("ARG")
    public = world.client()
    (one,) = public.get(API).json()["selections"]
    assert (one["name"], one["stage"], one["rulebook"]) == ("test", "nominations", "unsg-2016")
    assert one["stands"].startswith("Candidates may be presented.") and one["sealed"]
    assert public.get(f"{API}/test").json() == one
    assert public.get(f"{API}/test/candidates").json()["candidates"] == []
    assert public.get(f"{API}/test/candidates/1").status_code == 404
    (mine,) = called(rep("ARG"), f"{API}/test/candidates")["candidates"]
    assert (mine["full_name"], mine["standing"]) == ("Candidate of ARG", "nominated")
    stage.letters()
    listed = public.get(f"{API}/test/candidates/1").json()
    assert listed["standing"] == "listed" and listed["curriculum_vitae"][0]["name"] == "curriculum_vitae.pdf"
    assert public.get(f"{API}/nowhere").status_code == 404
    assert public.get(f"{API}?limit=1").status_code == 200


def test_the_api_gives_figures_only_to_whoever_may_read_them(house: str) -> None:
    for rulebook, published in (("unsg-2016", False), ("unsg-2017-proposal", True)):
        stage = Stage(rulebook, rulebook).with_candidates(*FIVE)
        stage.poll(*FIGURES)
        address = f"{API}/{rulebook}/rounds"
        public = world.client().get(address).json()["rounds"]
        assert [len(one["figures"]) for one in public] == ([5] if published else [])
        for reader in (rep("BHR"), rep("CHN"), DESK):
            (one,) = called(reader, address)["rounds"]
            assert (one["figures"] != []) is published, reader
        (chair,) = called(LATVIA.person, address)["rounds"]
        assert len(chair["figures"]) == 5


def called(person: str, path: str) -> Any:
    answer = Client(SERVER_NAME="localhost").get(path, headers=bearer(person))
    assert answer.status_code == 200, answer.content
    return answer.json()


def bearer(person: str) -> dict[str, str]:
    made = tokens.make(world.account(person), new_id()[:8], ["read", "act"])
    return {"Authorization": f"Bearer {made}"}


def test_a_program_brings_files_and_presents_a_candidate(house: str) -> None:
    stage = Stage("unsg-2026").announced()
    client = Client(SERVER_NAME="localhost", headers=bearer(rep("ITA")))
    place = "/api/v1/proceedings/selection/test"
    file = client.post(f"{place}/files", {"file": SimpleUploadedFile("cv.pdf", PDF)}).json()
    given = {"id": new_id(), "of": "ITA", "full_name": "A. B.", "letter": "We present.", "funding": "None."}
    given |= {"curriculum_vitae": [file], "vision_statement": [file]}
    answer = client.post(f"{place}/acts/nominate", given, "application/json")
    assert answer.status_code == 200 and answer.json()["accepted"], answer.content
    nowhere = client.post(
        "/api/v1/proceedings/selection/nowhere/files", {"file": SimpleUploadedFile("cv.pdf", PDF)}
    )
    assert nowhere.status_code == 404
    assert "A. B." not in page(stage.place, PUBLIC)
