"""The laboratory's page: what it asks for, what it refuses, how it shows work and answers."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from comity.rules.words import LANGUAGES
from comity.selection.comparing import Question, answer
from comity.web import laboratory_desk
from comity.web.laboratory_desk import Desk, write
from comity.web.pages.selection import laboratory
from tests.web.pages import world

pytest.importorskip("numpy")

SMALL = Question(simulations=200, rulebooks=("unsg-2016", "executive-head"))
GIVEN = {
    "model": "spatial", "rulebook": ["unsg-2016", "executive-head"], "simulations": "200", "seed": "2016",
    "candidates": "10", "members": "15", "permanent": "5",
}  # fmt: skip


@pytest.fixture(autouse=True)
def idle(sqlite: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody works at the desk: what a page shows then depends on the test alone."""
    monkeypatch.setattr(Desk, "call_worker", lambda self: None)


def body(answered: Any) -> str:
    return str(answered.content.decode())


def answer_it(question: Question) -> None:
    own = laboratory.desk().folder / question.key
    own.mkdir(parents=True, exist_ok=True)
    write(own / "question.json", json.loads(json.dumps(answer(question)["question"])))
    write(own / "answer.json", answer(question))


def test_a_question_gets_an_address_of_its_own_and_waits_there() -> None:
    client = world.client()
    sent = client.post("/laboratory/", GIVEN)
    assert sent.status_code == 302 and sent["Location"] == laboratory.address_of(SMALL)
    page = body(client.get(sent["Location"]))
    assert 'data-standing="waiting"' in page and "Waiting" in page
    assert re.search(r'<noscript><meta http-equiv="refresh" content="\d+"></noscript>', page)


def test_looking_at_an_address_begins_no_work() -> None:
    page = body(world.client().get(laboratory.address_of(SMALL)))
    assert 'data-standing="unknown"' in page and laboratory.desk().standing(SMALL).kind == "unknown"
    assert re.search(r'name="simulations" value="200"', page)


def test_an_answer_says_everything_that_repeats_it() -> None:
    answer_it(SMALL)
    page = body(world.client().get(laboratory.address_of(SMALL)))
    assert SMALL.command in page and "This predicts nothing" in page
    assert "seed 2016" in page and page.count('class="chart"') == 7 and "0.45" in page
    found = answer(SMALL)["studies"][1]
    assert f"{found['deadlocks']:.1%}" in page and "http://localhost/laboratory/?model=spatial" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_laboratory_speaks_every_language(language: str) -> None:
    answer_it(SMALL)
    page = body(world.client("", language).get(laboratory.address_of(SMALL)))
    assert f'lang="{language}' in page and 'data-standing="answered"' in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"simulations": "100001"}, "Give a whole number from 100 to 100000"),
        ({"simulations": "many"}, "Give a whole number"),
        ({"seed": "-1"}, "Give a whole number"),
        ({"members": "4", "permanent": "5"}, "more members with a veto than members"),
        ({"rulebook": []}, "at least one rulebook"),
        ({"rulebook": ["none"]}, "at least one rulebook"),
        ({"model": "oracle"}, "one of the models"),
        ({"seed": "９"}, "Give a whole number"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_to_do(change: dict[str, Any], said: str) -> None:
    refused = world.client().post("/laboratory/", GIVEN | change)
    assert refused.status_code == 400 and said in body(refused)
    assert not list(laboratory.desk().folder.glob("*/question.json"))


def test_a_third_question_of_one_reader_and_a_full_queue_are_refused_politely(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = world.client()
    for seed in ("1", "2"):
        assert client.post("/laboratory/", GIVEN | {"seed": seed}).status_code == 302
    third = client.post("/laboratory/", GIVEN | {"seed": "3"})
    assert third.status_code == 429 and "Two questions of yours" in body(third)
    monkeypatch.setattr(laboratory_desk, "MOST_WAITING", 2)
    busy = world.client().post("/laboratory/", GIVEN | {"seed": "4"})
    assert busy.status_code == 503 and "questions enough waiting" in body(busy)
    assert 'value="4"' in body(busy), "what was typed is kept"


def test_one_address_asks_only_so_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(laboratory, "OFTEN", laboratory.limits.Limit(name="laboratory-test", free=2))
    refused = [
        world.client().post("/laboratory/", GIVEN | {"seed": str(seed)}).status_code for seed in range(4)
    ]
    assert refused[:2] == [302, 302] and refused[-1] == 429


def test_only_who_asked_stops_the_work() -> None:
    asker, other = world.client(), world.client()
    asker.post("/laboratory/", GIVEN)
    other.post("/laboratory/", GIVEN | {"stop": "1"})
    assert laboratory.desk().standing(SMALL).kind == "waiting"
    asker.post("/laboratory/", GIVEN | {"stop": "1"})
    assert "was stopped" in body(asker.get(laboratory.address_of(SMALL)))


def test_work_that_was_killed_is_said_to_be_lost() -> None:
    client = world.client()
    client.post("/laboratory/", GIVEN)
    write(laboratory.desk().folder / SMALL.key / "progress.json", {"done": 100, "worker": 1})
    assert "ended in the middle" in body(client.get(laboratory.address_of(SMALL)))


def test_without_numpy_the_page_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(laboratory, "find_spec", lambda name: None)
    page = world.client().get("/laboratory/")
    assert page.status_code == 503 and "pip install &quot;comity[laboratory]&quot;" in body(page)
    assert world.client().post("/laboratory/", GIVEN).status_code == 503
