"""Hearings as each reader sees them: the programme, the dialogue, the desk, the recording."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from comity.selection import acts as a
from comity.web.house import house as the_house
from comity.web.live import wiring
from comity.web.pages.selection import hearings_pieces
from tests.people import new_id
from tests.selection.desk import LATVIA, PGA
from tests.web.pages import world
from tests.web.selection.round_stage import QUESTIONS, dialogue, running
from tests.web.selection.staged import ASSEMBLY, PUBLIC, READ_AT, SOCIETY, Stage, page, rep

pytestmark = pytest.mark.usefixtures("house")
PROGRAMME, FIRST = "/selections/test/hearings/", "/selections/test/hearings/1/"


def post(person: str, act: type[Any], **given: Any) -> Any:
    address = f"/proceedings/selection:test/acts/{act.name}"
    return world.client(person).post(address, {"id": new_id(), **given})


def test_the_programme_shows_the_drawn_order_with_its_seed() -> None:
    stage = dialogue()
    stage.does(PGA, a.DrawSlots, seed="7 4 11 32")
    shown = page(PROGRAMME)
    names = [stage.state.candidates[n].full_name for n in stage.state.slots]
    places = [shown.index(f"<li><bdi>{name}") for name in names]
    assert places == sorted(places) and "7 4 11 32" in shown


def test_an_order_is_agreed_by_putting_a_candidate_in_each_place() -> None:
    stage = dialogue()
    twice = post(ASSEMBLY, a.AgreeSlots, order=["1", "1", "2", "3", "4"])
    assert twice.status_code == 409
    answer = post(ASSEMBLY, a.AgreeSlots, order=["5", "4", "3", "2", "1"])
    assert (answer.status_code, answer["location"]) == (303, PROGRAMME)
    assert stage.state.slots == (5, 4, 3, 2, 1)
    assert "without a draw" in page(PROGRAMME)


def test_only_those_who_hold_hearings_are_offered_to_schedule_them() -> None:
    dialogue()
    for person, offered in ((ASSEMBLY, True), (rep("LVA"), True), (rep("CHN"), False), (PUBLIC, False)):
        assert ("selection.schedule_hearing" in page(PROGRAMME, person)) is offered, person


def test_who_was_not_heard_is_not_eligible_where_the_rulebook_asks_for_it() -> None:
    stage = Stage("unsg-2017-proposal").announced()
    for state in ("ARG", "BRA"):
        assert stage.nominate(state).accepted
    stage.letters()
    for kind, chair in (("dialogue", PGA), ("meeting", LATVIA)):
        stage.hold(kind, 1, chair)
    shown = page(PROGRAMME)
    assert shown.count('badge--done">Yes') == 1 and shown.count('badge--waiting">Not yet') == 1
    assert "29(c)" in shown


def test_of_a_council_meeting_only_the_fact_is_public() -> None:
    stage = dialogue()
    stage.does(LATVIA, a.ScheduleHearing, kind="meeting", candidate=1, at=stage.now)
    stage.does(LATVIA, a.OpenHearing, hearing=2)
    shown = page("/selections/test/hearings/2/")
    assert "This meeting is closed" in shown
    for absent in ('id="clock"', 'id="questions"', 'id="desk"'):
        assert absent not in shown
    assert 'id="desk"' in page("/selections/test/hearings/2/", rep("LVA"))
    assert 'id="desk"' not in page("/selections/test/hearings/2/", ASSEMBLY)


def test_what_waits_at_the_desk_is_for_the_moderator_and_each_asker_alone() -> None:
    dialogue()
    french = QUESTIONS[0][2]
    for person, sees in ((ASSEMBLY, True), (rep("FRA"), True), (rep("ITA"), False), (PUBLIC, False)):
        assert (french in page(FIRST, person)) is sees, person
    assert "young people" in page(FIRST, SOCIETY)


def test_who_may_ask_is_offered_the_form() -> None:
    dialogue()
    for person, may in ((rep("ITA"), True), (SOCIETY, True), (PUBLIC, False), ("candidate-1", False)):
        assert ("selection.submit_question" in page(FIRST, person)) is may, person


def test_a_question_comes_in_any_language() -> None:
    stage = dialogue()
    given = {"about": "1", "of": "BRA", "question_text": "O que fará pelo Amazonas?", "language": "pt"}
    assert post(rep("BRA"), a.SubmitQuestion, **given).status_code == 303
    assert stage.state.questions[7].language == "pt"
    assert 'lang="pt"' in page(FIRST, ASSEMBLY)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=independence", {2}),
        ("?q=alemania", set()),
        ("?q=egipto", {4}),
        ("?q=法国", {1}),
        ("?group=civil_society", {6}),
        ("?tongue=en", {2, 5, 6}),
        ("?tongue=en&q=regional", {5}),
        ("?tongue=xx", {1, 2, 3, 4, 5, 6}),
    ],
)
def test_incoming_questions_are_searched_by_words_askers_and_language(query: str, found: set[int]) -> None:
    dialogue()
    shown = page(FIRST + query, ASSEMBLY)
    assert {n for n in range(1, 7) if f'id="incoming-{n}"' in shown} == found


def test_several_questions_are_merged_under_a_theme() -> None:
    stage = dialogue()
    given = {"about": "1", "questions": ["2", "5"], "theme": "Partners", "question_text": "With whom?"}
    assert post(rep("FRA"), a.MergeQuestions, **given).status_code == 403
    assert post(ASSEMBLY, a.MergeQuestions, **(given | {"questions": []})).status_code == 409
    assert post(ASSEMBLY, a.MergeQuestions, **(given | {"questions": ["2", "99"]})).status_code == 422
    answer = post(ASSEMBLY, a.MergeQuestions, **given)
    assert (answer.status_code, answer["location"]) == (303, FIRST)
    assert stage.state.questions[7].of == ("ITA", "GHA")
    shown = page(FIRST + "?theme=Partners", ASSEMBLY)
    assert 'id="incoming-7"' in shown and 'id="incoming-1"' not in shown


def test_the_dialogue_shows_its_part_its_clock_and_the_question_being_asked() -> None:
    stage = running()
    stage.now = READ_AT - timedelta(minutes=29)
    stage.does(PGA, a.CallPart, hearing=1, part="groups")
    shown = page(FIRST)
    assert 'data-left="120"' in shown and "data-near" in shown
    assert shown.index("Being asked") < shown.index(QUESTIONS[0][2])
    assert "Italy, Ghana" in shown


def test_after_the_hearing_its_recording_has_time_marks() -> None:
    stage = running()
    stage.does(PGA, a.CloseHearing, hearing=1, archive="https://webtv.un.org/en/asset/k1")
    shown = page(FIRST)
    assert "https://webtv.un.org/en/asset/k1?kalturaStartTime=60" in shown
    assert "00:05:00" in shown and 'id="clock"' in shown and "Being asked" not in shown


@pytest.mark.parametrize(
    ("archive", "address"),
    [
        ("", ""),
        ("https://example.org/a.mp4", "https://example.org/a.mp4#t=83"),
        ("https://webtv.un.org/en/asset/k1?x=1", "https://webtv.un.org/en/asset/k1?x=1&kalturaStartTime=83"),
        ("https://www.youtube.com/watch?v=x", "https://www.youtube.com/watch?v=x&t=83"),
    ],
)
def test_a_mark_leads_into_the_recording(archive: str, address: str) -> None:
    assert hearings_pieces.moment_in(archive, timedelta(seconds=83)) == address


def frames(lens: str, since: int, language: str = "en") -> list[dict[str, Any]]:
    told = wiring.Wiring().render("hearing:test/1", lens, language, since)
    return [json.loads(one.data) for one in told]


def test_live_the_public_hears_of_parts_and_questions_and_the_moderator_of_the_desk() -> None:
    stage = dialogue()
    lens = wiring.lens_of(the_house().clearances(world.actor(ASSEMBLY), READ_AT))
    moderators, public = wiring.narrowed("hearing:test/1", lens), wiring.narrowed("hearing:test/1", "public")
    assert public == "public" == wiring.narrowed("hearing:test/1", "all public state:FRA")
    before = the_house().store.head().sequence
    frames(public, before - 1), frames(moderators, before - 1)
    stage.does(PGA, a.OpenHearing, hearing=1)
    stage.does(PGA, a.CallPart, hearing=1, part="presentation")
    stage.does(PGA, a.ChooseQuestion, question=3)
    (told,) = frames(public, before)
    assert set(told["set"]) == {"standing", "clock", "parts", "questions", "turned-under_way"}
    assert QUESTIONS[2][2] in told["set"]["questions"] and told["remove"] == []
    (desk,) = frames(moderators, before)
    assert desk["remove"] == ["incoming-3"] and {"controls", "queue"} <= set(desk["set"])
    stage.does(world.actor(rep("ITA")), a.SubmitQuestion, hearing=1, of="ITA", question_text="One more?")
    assert all("One more?" not in json.dumps(one) for one in frames(public, before))
    assert (
        "One more?" in frames(moderators, the_house().store.head().sequence - 1)[0]["append"]["incoming-new"]
    )


def test_a_hearing_that_is_not_there_is_not_found() -> None:
    dialogue()
    page("/selections/test/hearings/9/", status=404)
    page("/selections/other/hearings/", status=404)
    assert not wiring.known("hearing:other/1")
