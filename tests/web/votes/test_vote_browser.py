"""Votes in a browser: the board while members vote, the keyboard alone, assistive technology, small screens."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from comity.rules.acts import Act
from comity.votes.acts import CastVote, ExplainVote, StateIntention
from tests.people import new_id
from tests.serving import Served, person
from tests.web.votes import assembled
from tests.web.votes.assembled import rep

PAGE = "/bodies/unsc/votes/"


def standing() -> dict[str, str]:
    """A vote announced, one vetoed, one open, one secret and closed, and the addresses of all pages."""
    adopted = assembled.open_vote(assembled.submit())
    for code in assembled.council():
        assembled.cast(code, "abstain" if code == "CHN" else "yes", adopted)
    assembled.close(adopted)
    assembled.announce(adopted)
    assembled.must(ExplainVote, rep("CHN"), vote=adopted, of="CHN", statement="Why we abstained.")
    assembled.must(StateIntention, rep("GBR"), vote=adopted, of="GBR", choice="abstain")
    running = assembled.open_vote(assembled.submit(subject="Open roads"))
    assembled.cast("FRA", "yes", running)
    return {
        "list": PAGE, "adopted": f"{PAGE}{adopted}/", "open": f"{PAGE}{running}/",
        "board": f"{PAGE}{adopted}/board/", "open board": f"{PAGE}{running}/board/",
        "question": f"{PAGE}questions/1/", "history": "/members/CHN/votes/", "nothing found": f"{PAGE}?q=zzz",
    }  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_of_votes_is_without_fault_for_assistive_technology(
    visit: Callable[..., Any], language: str, audit: Callable[[Any], list[str]]
) -> None:
    addresses = standing()
    page = visit("/", rep("FRA"), language)
    faults = {}
    for name, address in addresses.items():
        page.goto(address)
        page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))")
        faults[name] = audit(page)
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize("language", ["en", "ar", "ru"])
def test_no_page_of_votes_is_wider_than_a_phone(visit: Callable[..., Any], language: str) -> None:
    addresses = standing()
    page = visit("/", rep("FRA"), language, width=360)
    wide = {}
    for name, address in addresses.items():
        page.goto(address)
        page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))")
        wide[name] = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
    assert {name: over for name, over in wide.items() if over > 0} == {}


def test_a_vote_is_given_and_changed_with_the_keyboard_alone(visit: Callable[..., Any]) -> None:
    assembled.open_vote()
    page = visit(f"{PAGE}1/", rep("FRA"))

    def press(choice: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("(s) => document.activeElement.matches(s)", f"button[value={choice}]"):
                page.keyboard.press("Enter")
                return
        raise AssertionError(f"{choice} was not reached")

    press("no")
    page.wait_for_selector(".own__choice:has-text('Against')")
    press("abstain")
    page.wait_for_selector(".own__choice:has-text('Abstention')")
    assert assembled.the_vote().cast["FRA"].choice == "abstain"


def test_the_board_says_in_words_what_it_shows(visit: Callable[..., Any]) -> None:
    addresses = standing()
    page = visit(addresses["board"], width=1920)
    rows = page.locator(".roll__one").all_text_contents()
    assert len(rows) == 15
    assert any("China" in row and "Abstention" in row for row in rows)
    assert page.locator(".roll__name").first.evaluate("name => getComputedStyle(name).fontSize") >= "40"
    assert page.locator(".verdict__word").inner_text() == "Adopted"


def test_the_roll_call_sheet_is_printed_without_what_one_presses(visit: Callable[..., Any]) -> None:
    addresses = standing()
    page = visit(addresses["adopted"], rep("FRA"))
    page.emulate_media(media="print")
    for wanted in (".sheet-head", ".roll", ".verdict", ".drawing"):
        assert page.locator(wanted).is_visible(), wanted
    for unwanted in (".masthead", ".ballots", ".act >> nth=0", ".vote-standing"):
        assert page.locator(unwanted).is_hidden(), unwanted


# On a server of its own


@pytest.fixture
def served(house: str, tmp_path: Path) -> Iterator[Served]:
    people = [person(rep(code), of=code) for code in assembled.council()]
    one = Served(tmp_path / "served")
    one.data.mkdir()
    one.prepare(people)
    one.start()
    yield one
    one.stop()


def ask(served: Served, who: str, kind: type[Act], **given: Any) -> dict[str, Any]:
    import json
    import urllib.request

    address = f"{served.address}/api/v1/proceedings/votes/unsc/acts/{kind.name.partition('.')[2]}"
    request = urllib.request.Request(
        address,
        json.dumps({"id": new_id(), **given}).encode(),
        {"Authorization": f"Bearer {served.people[who]['token']}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        found: dict[str, Any] = json.loads(answer.read())
    return found


def opened(served: Served) -> None:
    from comity.votes.acts import OpenVote

    ask(
        served,
        rep(assembled.president()),
        OpenVote,
        subject="Safe water",
        rule="unsc.substantive",
        method="electronic",
    )


def test_nine_members_vote_at_once_and_the_board_shows_it(served: Served, browser: Any) -> None:
    opened(served)
    nine = assembled.council()[:9]
    context = browser.new_context(locale="en-GB")
    board = context.new_page()
    with board.expect_response(lambda answer: "/live?" in answer.url):
        board.goto(f"{served.address}{PAGE}1/board/")
    voting = [
        threading.Thread(
            target=ask, args=(served, rep(code), CastVote), kwargs={"vote": 1, "of": code, "choice": "yes"}
        )
        for code in nine
    ]
    for one in voting:
        one.start()
    for one in voting:
        one.join()
    board.wait_for_function("document.querySelectorAll('.light--voted').length === 9")
    assert board.locator(".tally__one--given dd").inner_text().startswith("9")
    assert board.locator(".light--waiting").count() == 6
    context.close()


def test_every_acknowledged_vote_outlives_the_server(served: Served) -> None:
    """The server is killed in mid-vote; whoever was told that its vote stands finds it on the record."""
    import json
    import urllib.request

    opened(served)
    council = assembled.council()
    entries = {
        code: ask(served, rep(code), CastVote, vote=1, of=code, choice="yes")["first_entry"]
        for code in council[:8]
    }
    served.kill()
    served.start()
    for code in council[8:]:
        ask(served, rep(code), CastVote, vote=1, of=code, choice="no")
    request = urllib.request.Request(
        f"{served.address}/api/v1/votes/unsc/1",
        headers={"Authorization": f"Bearer {served.people[rep(council[0])]['token']}"},
    )
    with urllib.request.urlopen(request) as answer:
        found = json.loads(answer.read())
    assert sorted(found["voted"]) == sorted(council)
    assert found["cast"] == {council[0]: {"choice": "yes", "entry": entries[council[0]]}}
