"""A whole secret ballot in browsers, on a served house: nine people vote, one trustee fails, two of three open."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from comity.ballots.commands import main as ballots
from comity.rules.acts import Act
from comity.secret_votes.acts import CallBallot, CloseBallot, ReplaceTrustee
from tests.people import new_id
from tests.serving import Served, person
from tests.web.booth import at_the_booth as booth
from tests.web.votes.assembled import council, president, rep

BASE = "/secret-votes/unsc/1/"
CANDIDATES = ("Ana Ferreira", "Jonas Lindqvist", "Aminata Diallo")
QUESTIONS = "\n\n".join(f"{name}\nencourage\ndiscourage\nno opinion" for name in CANDIDATES)
TELLERS = ("teller.one", "teller.two")
SECRETARIES = ("sec.okoro", "sec.second")


@pytest.fixture
def served(house: str, tmp_path: Path) -> Iterator[Served]:
    people = [person(rep(code), of=code) for code in council()]
    people += [person(name, "teller", body="unsc") for name in TELLERS]
    people += [person(name, "secretariat") for name in SECRETARIES]
    one = Served(tmp_path / "served")
    one.data.mkdir()
    one.prepare(people)
    one.start()
    yield one
    one.stop()


def act(served: Served, who: str, kind: type[Act], **given: Any) -> None:
    address = f"{served.address}/api/v1/proceedings/secret_votes/unsc/acts/{kind.name.partition('.')[2]}"
    token = served.people[who]["token"]
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    request = urllib.request.Request(address, json.dumps({"id": new_id(), **given}).encode(), headers)
    with urllib.request.urlopen(request) as answer:
        assert json.loads(answer.read())["accepted"]


class Room:
    """Browsers of people who are signed in; what a page of theirs breaks is kept."""

    def __init__(self, browser: Any, served: Served) -> None:
        self.browser, self.served = browser, served
        self.contexts: list[Any] = []
        self.broken: list[str] = []

    def sit(self, who: str, path: str) -> Any:
        context = self.browser.new_context(
            locale="en-GB", base_url=self.served.address, accept_downloads=True
        )
        self.contexts.append(context)
        session = self.served.people[who]["session"]
        context.add_cookies([{"name": "session", "value": session, "url": self.served.address}])
        page = context.new_page()
        page.on("pageerror", lambda error: self.broken.append(f"{who}: {error}"))
        page.goto(f"{BASE}{path}")
        return page

    def leave(self) -> None:
        for context in self.contexts:
            context.close()


@pytest.fixture
def room(browser: Any, served: Served) -> Iterator[Room]:
    one = Room(browser, served)
    yield one
    one.leave()
    assert one.broken == []


def hold_the_ceremony(room: Room) -> list[Any]:
    """Three join, the second is called away and replaced, and the browsers begin again by themselves."""
    first, second, third = (room.sit(who, "ceremony/") for who in (TELLERS[0], TELLERS[1], SECRETARIES[0]))
    first.get_by_role("button", name="Teller 1").click()
    booth.join(first)
    booth.screen(first, "waiting")
    booth.join(second)
    booth.screen(second, "waiting")
    second.context.close()
    room.contexts.remove(second.context)
    act(
        room.served,
        rep(president()),
        ReplaceTrustee,
        ballot=1,
        owner="2",
        seat="secretariat:2",
        reason="The second teller has been called away.",
    )
    booth.join(third)
    booth.screen(third, "waiting")
    second = room.sit(SECRETARIES[1], "ceremony/")
    booth.join(second)
    trustees = [first, second, third]
    for page in trustees:
        booth.screen(page, "finished")
    return trustees


def open_the_ballot(room: Room) -> None:
    chair = room.sit(rep(president()), "")
    form = chair.locator("form[action$='/open/']")
    if form.locator("#weighed").count():
        form.locator("#weighed").check()
    form.get_by_role("button").click()
    chair.wait_for_load_state()


def loses_the_answer(page: Any, choices: list[list[int]]) -> str:
    """The ballot arrives, its answer does not: sent again, it is one ballot."""
    tracker = booth.seal(page, choices)

    def cut(route: Any) -> None:
        route.fetch()
        route.abort()

    page.route("**/all/ballot", cut, times=1)
    booth.cast(page)
    booth.screen(page, "lost")
    booth.press(page, "Send it again now")
    booth.screen(page, "cast")
    return tracker


def opens_one_first(page: Any, choices: list[list[int]], folder: Path) -> tuple[str, str]:
    """A ballot is opened and spoiled, and a second one of the same choice is cast."""
    spoiled = booth.seal(page, choices)
    booth.press(page, "Open this ballot")
    booth.screen(page, "audit")
    held = page.locator(".readback dd").all_text_contents()
    assert held == [("encourage", "discourage", "no opinion")[answers[0]] for answers in choices]
    page.locator("#booth-screen summary").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the opened ballot").click()
    download.value.save_as(folder / "opened.json")
    booth.press(page, "Seal a new ballot")
    tracker = booth.sealed(page)
    booth.cast(page)
    booth.screen(page, "cast")
    assert tracker != spoiled
    return tracker, spoiled


def test_nine_vote_in_secret_and_two_of_three_trustees_open(room: Room, tmp_path: Path) -> None:
    served = room.served
    chair = rep(president())
    seats = ["teller:1", "teller:2", "secretariat:1"]
    act(served, chair, CallBallot, title="Straw poll", questions=QUESTIONS, trustees=seats, threshold=2)
    trustees = hold_the_ceremony(room)
    voters = {code: room.sit(rep(code), "booth/") for code in council()[:9]}
    for page in voters.values():
        booth.register(page)
    open_the_ballot(room)
    for page in voters.values():
        booth.screen(page, "choosing")
    booth.screen(trustees[0], "opened")
    trustees[0].wait_for_selector("#booth-screen .notice--done")

    choices = {code: [[(row + column) % 3] for column in range(3)] for row, code in enumerate(voters)}
    auditor, changing, losing, *others = voters
    trackers = {}
    trackers[auditor], spoiled = opens_one_first(voters[auditor], choices[auditor], tmp_path)
    first = booth.vote(voters[changing], [[2], [2], [2]])
    booth.press(voters[changing], "Vote again")
    trackers[changing] = booth.vote(voters[changing], choices[changing])
    trackers[losing] = loses_the_answer(voters[losing], choices[losing])
    for code in others:
        trackers[code] = booth.vote(voters[code], choices[code])

    board = json.loads(voters[losing].request.get(f"{BASE}all/trackers.json").body())
    assert board["trackers"].count(trackers[losing]) == 1
    assert spoiled not in board["trackers"]
    assert sorted(board["trackers"]) == sorted([first, *trackers.values()])
    found = voters[losing].get_by_role("link", name="Find it on the board")
    found.click()
    voters[losing].wait_for_selector(f"text={trackers[losing]}")

    act(served, chair, CloseBallot, ballot=1)
    for page in trustees[:2]:
        page.reload()
        booth.open_tally(page)
        booth.screen(page, "handed")
    trustees[0].reload()
    booth.screen(trustees[0], "handed")
    assert "announced" in trustees[0].locator("#booth-title").inner_text()

    wanted = tuple(
        sum(marks[column] == [answer] for marks in choices.values())
        for column in range(3)
        for answer in range(3)
    )
    verify(room, voters[auditor], tmp_path, wanted)


def verify(room: Room, page: Any, folder: Path, wanted: tuple[int, ...]) -> None:
    """The archive as a delegation downloads it, for our command and for the tool, and the figures on the page."""
    status = json.loads(page.request.get(f"{BASE}status.json").body())
    (box,) = status["boxes"]
    owners = box["shares"]
    assert owners == [1, 2] and status["stage"] == "announced"
    archive = folder / "archive" / f"{box['uuid']}.bel"
    archive.parent.mkdir()
    archive.write_bytes(page.request.get(f"{BASE}all/archive.bel").body())
    given = []
    for owner in owners:
        file = folder / f"{owner}.transcript.json"
        file.write_bytes(page.request.get(f"{BASE}all/{owner}.transcript.json").body())
        given += ["--transcript", str(file)]
    assert ballots(["verify", "--processes", "1", *given, str(archive)]) == 0
    from comity.ballots.verify import verify_file

    found = verify_file(archive)
    assert found.result == wanted and found.tally.ballots == 9 and len(found.election.questions) == 3
    page.goto(BASE)
    shown = page.locator("#result").inner_text()
    assert all(name in shown for name in CANDIDATES) and re.search(r"\b3\b", shown)
    tool = shutil.which("belenios-tool")
    if tool is None:
        pytest.skip("belenios-tool is not installed: the archive was verified by our command alone")
    ran = subprocess.run([tool, "election", "verify"], cwd=archive.parent, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr
