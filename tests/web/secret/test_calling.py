"""The form that calls a secret ballot, without a script: questions come and go, nothing is lost, faults are said."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from comity.rules.words import LANGUAGES, text
from comity.secret_votes.acts import MOST_QUESTIONS
from comity.web.house import house as the_house
from comity.web.pages.secret import drafting
from comity.web.pages.secret.drafting import EMPTY, Drafted, pressed
from tests.people import new_id
from tests.web.pages import world
from tests.web.secret import balloted

CALL = "/secret-votes/unsc/call/"
GIVEN = {"title": "Straw poll", "trustees": balloted.SEATS, "fewest": "2", "seen_by": "members"}
ADA = {"q0-question": "Ms Ada", "q0-a0": "yes", "q0-a1": "", "q0-a2": "no", "q0-most": "1"}
BO = {"q1-question": "Mr Bo", "q1-a0": "one", "q1-a1": "two", "q1-most": "2", "q1-blank": "on"}


def press(button: str, person: str = "", language: str = "en", **more: Any) -> Any:
    client = world.client(person or balloted.chair(), language)
    return client.post(CALL, {"id": new_id(), "do": button, **GIVEN, **more})


def values(answer: Any) -> dict[str, str]:
    """What stands in the fields for a line of the page."""
    said = answer.content.decode()
    inputs = [dict(re.findall(r'(\S+)="([^"]*)"', one)) for one in re.findall("<input[^>]*>", said)]
    return {
        html.unescape(one["name"]): html.unescape(one.get("value", ""))
        for one in inputs
        if one.get("type") == "text"
    }


def called() -> list[Any]:
    return list(the_house().clerk.folds.whole(balloted.STREAM).state.ballots.values())


def test_a_ballot_is_called_with_its_questions_each_marked_its_own_way(house: str) -> None:
    answer = press("call", **ADA, **BO)
    assert answer.status_code == 303, answer.content.decode()[:2000]
    (ballot,) = called()
    assert [(one.question, one.answers, one.least, one.most, one.blank) for one in ballot.questions] == [
        ("Ms Ada", ("yes", "no"), 1, 1, False),
        ("Mr Bo", ("one", "two"), 1, 2, True),
    ]


def test_a_question_and_an_answer_come_and_go_and_keep_what_was_typed(house: str) -> None:
    answer = press("add-alike", **ADA, closes="2030-01-01T12:00")
    shown = values(answer)
    assert answer.status_code == 200 and called() == []
    assert shown["title"] == "Straw poll" and shown["q0-question"] == "Ms Ada"
    assert (shown["q1-question"], shown["q1-a0"], shown["q1-a2"]) == ("", "yes", "no")
    said = answer.content.decode()
    assert "2030-01-01T12:00" in said and re.search('name="q1-question"[^>]*autofocus', said)
    assert len(re.findall('value="(?:teller:1|teller:2|secretariat:1)" checked', said)) == 3
    shown = values(press("add-answer-1", **ADA, **BO))
    assert (shown["q1-a1"], shown["q1-a2"]) == ("two", "")
    shown = values(press("remove-answer-1-0", **ADA, **BO))
    assert shown["q1-a0"] == "two" and "q1-a1" not in shown
    shown = values(press("remove-question-0", **ADA, **BO))
    assert shown["q0-question"] == "Mr Bo" and shown["q0-most"] == "2" and "q1-question" not in shown
    assert values(press("stay", **ADA))["q0-question"] == "Ms Ada", "Enter calls nothing"
    assert called() == []


def test_many_questions_are_pasted_at_once(house: str) -> None:
    names = "\n\n".join(["Candidate 1\n- encourage\n- discourage", *(f"Candidate {n}" for n in range(2, 19))])
    shown = values(press("paste", pasted=names))
    assert [shown[f"q{n}-question"] for n in range(18)] == [f"Candidate {n}" for n in range(1, 19)]
    assert {(shown[f"q{n}-a0"], shown[f"q{n}-a1"]) for n in range(18)} == {("encourage", "discourage")}
    after = {**ADA, "pasted": names}
    assert values(press("paste", **after))["q1-question"] == "Candidate 1", "after those that are there"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"q0-question": ""}, "q0-question"),
        ({"q0-a2": ""}, "q0-a0"),
        ({"q0-a2": "yes"}, "q0-a2"),
        ({"q0-most": "3"}, "q0-most"),
        ({"q0-most": "many"}, "q0-most"),
        ({"q0-a2": "x" * 401}, "q0-a2"),
        ({"title": ""}, "secret-votes-call-ballot-title"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(house: str, wrong: dict[str, str], field: str) -> None:
    answer = press("call", **(ADA | wrong))
    said = answer.content.decode()
    id = field if field.startswith("secret") else f"call-{field}"
    assert answer.status_code == 422 and called() == []
    assert f'id="{id}-error"' in said and f'href="#{id}"' in said
    assert re.search(f'id="{id}"[^>]*aria-invalid="true"', said)


def test_what_the_rules_refuse_is_said_above_with_everything_kept(house: str) -> None:
    answer = press("call", **ADA, fewest="99")
    assert answer.status_code == 409 and "House rule 7" in answer.content.decode()
    assert values(answer)["q0-question"] == "Ms Ada" and values(answer)["fewest"] == "99"


def test_whoever_may_not_call_a_ballot_is_told_why(house: str) -> None:
    for person in (balloted.rep("CHN"), balloted.TELLERS[0]):
        answer = press("call", person, **ADA)
        assert answer.status_code == 409 and "Only the presidency" in answer.content.decode()
        assert "q0-question" not in values(answer)
    assert world.client("").post(CALL, {"id": new_id(), "do": "call", **GIVEN, **ADA}).status_code == 302
    assert (
        world.client(balloted.chair()).post(CALL, {"id": "x", "do": "call", **GIVEN, **ADA}).status_code
        == 400
    )
    assert called() == []


def test_a_ballot_is_called_for_a_round(house: str) -> None:
    assert press("call", **ADA, about="selection:sg/1").status_code == 303
    assert called()[0].about == "selection:sg/1"


def test_a_form_sent_twice_calls_one_ballot(house: str) -> None:
    given = {"id": new_id(), "do": "call", **GIVEN, **ADA}
    assert [world.client(balloted.chair()).post(CALL, given).status_code for _ in range(2)] == [303, 303]
    assert len(called()) == 1


def test_the_form_speaks_six_languages(house: str) -> None:
    for language in LANGUAGES:
        said = press("add-question", language=language, **ADA).content.decode()
        for key in ("add_question", "add_alike", "add_answer", "paste_press", "remove"):
            assert text(f"web.secret_votes.{key}").say(language) in html.unescape(said), (language, key)


def test_no_button_makes_more_than_a_ballot_can_hold() -> None:
    full = tuple(Drafted(question=str(n)) for n in range(MOST_QUESTIONS))
    for button in (
        "add-question",
        "add-alike",
        "remove-question-999",
        "remove-answer-0-99",
        "add-answer-",
        "?",
    ):
        assert pressed(full, button, "") == (full, "")
    assert len(pressed(full, "paste", "One more")[0]) == MOST_QUESTIONS
    assert pressed(EMPTY, "paste", " \n ") == (EMPTY, "")
    assert pressed(EMPTY, "remove-question-0", "")[0] == EMPTY
    some = drafting.read({f"q{n}-question": "x" for n in range(500)})
    assert len(some) == MOST_QUESTIONS + 1, "one too many, so that it can be said"
