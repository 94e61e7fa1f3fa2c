"""The booth, one rule at a time, in a browser: keyboard, backups, refusals, lost networks, and houses that lie."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from comity.cli import main
from comity.secret_votes.acts import AskForRenewal, ConfirmRenewal
from tests.ballots.ballot_box import one_trustee
from tests.secret_votes.hands import Ballot, Voter, make_keys
from tests.web.booth import at_the_booth as booth
from tests.web.secret import balloted
from tests.web.secret.balloted import rep

Sit = Callable[..., Any]
ONE, TWO = [[0], [2]], [[1], [1]]


def keyed(**more: Any) -> Ballot:
    """A ballot whose trustees have made its key, and for which others have registered."""
    ballot = balloted.call(**more)
    make_keys(ballot, balloted.trustees())
    for voter in balloted.voters(("LVA", "DNK")):
        voter.register(ballot)
    return ballot


def registered(sit: Sit, ballot: Ballot, code: str = "FRA") -> tuple[Any, list[str]]:
    """A delegation in its booth, registered, and the words of its backup."""
    page = sit(f"{ballot.base}booth/", rep(code))
    return page, booth.register(page)


def in_booth(sit: Sit, ballot: Ballot, code: str = "FRA") -> tuple[Any, list[str]]:
    """A delegation before its sheet, the ballot being open."""
    page, words = registered(sit, ballot, code)
    balloted.opened(ballot)
    booth.screen(page, "choosing")
    return page, words


def board(ballot: Ballot) -> list[str]:
    found: list[str] = json.loads(ballot.get(rep("FRA"), "all/trackers.json"))["trackers"]
    return found


def tab_to(page: Any, selector: str) -> None:
    for _ in range(80):
        if page.evaluate("(s) => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} was not reached")


def test_a_vote_is_cast_with_the_keyboard_alone(sit: Sit) -> None:
    ballot = keyed()
    page = sit(f"{ballot.base}booth/", rep("FRA"))
    booth.screen(page, "register")
    tab_to(page, "#booth-screen .button--primary")
    page.keyboard.press("Enter")
    booth.screen(page, "backup")
    assert page.evaluate("document.activeElement.id") == "booth-title", "each screen takes the focus"
    tab_to(page, "#booth-screen .buttons .button--quiet")
    page.keyboard.press("Enter")
    booth.screen(page, "registered")
    balloted.opened(ballot)
    booth.screen(page, "choosing")
    tab_to(page, "#q1-0")
    page.keyboard.press("ArrowDown")
    tab_to(page, ".progress-bar .button--primary")
    page.keyboard.press("Enter")
    page.wait_for_selector(".summary:focus")
    tab_to(page, ".summary a")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "q2-0"
    page.keyboard.press("Space")
    tab_to(page, ".progress-bar .button--primary")
    page.keyboard.press("Enter")
    booth.screen(page, "review")
    assert page.locator(".readback dd").all_text_contents() == ["discourage", "encourage"]
    for name in ("sealed", "cast"):
        tab_to(page, "#booth-screen .button--primary")
        page.keyboard.press("Enter")
        booth.screen(page, name)
    assert board(ballot) == [page.locator("#tracker").inner_text()]


def test_a_backup_brings_the_key_to_another_device(sit: Sit) -> None:
    ballot = keyed()
    _, words = registered(sit, ballot)
    _, others = registered(sit, ballot, "GBR")
    balloted.opened(ballot)
    page = sit(f"{ballot.base}booth/", rep("FRA"))
    for wrong, says in ((words[:11], "mistyped"), (others, "another key")):
        booth.restore(page, wrong)
        page.wait_for_selector(f"#paper-error:has-text('{says}')")
    booth.restore(page, words)
    assert booth.vote(page, ONE) in board(ballot)


def test_a_lost_device_is_let_register_again_by_two_officers(sit: Sit) -> None:
    ballot = keyed()
    first, _ = registered(sit, ballot)
    asked = {"ballot": ballot.number, "member": "FRA"}
    balloted.must(AskForRenewal, balloted.SECRETARIAT, **asked, reason="The laptop was left in a taxi.")
    balloted.must(ConfirmRenewal, balloted.SECOND, **asked)
    page = sit(f"{ballot.base}booth/", rep("FRA"))
    booth.register(page)
    balloted.opened(ballot)
    assert booth.vote(page, TWO) in board(ballot)
    booth.screen(first, "elsewhere")


def test_whoever_did_not_register_is_told_so(sit: Sit) -> None:
    ballot = keyed()
    registered(sit, ballot)
    balloted.opened(ballot)
    booth.screen(sit(f"{ballot.base}booth/", rep("GBR")), "unregistered")
    booth.screen(sit(f"{ballot.base}booth/", balloted.SECRETARIAT), "looking")


def test_one_vote_only_is_one_vote(sit: Sit) -> None:
    ballot = keyed(one_vote_only=True)
    page, words = in_booth(sit, ballot)
    other = sit(f"{ballot.base}booth/", rep("FRA"))
    booth.restore(other, words)
    booth.seal(other, TWO)
    tracker = booth.vote(page, ONE)
    assert page.get_by_role("button", name="Vote again").count() == 0
    booth.cast(other)
    booth.screen(other, "refused")
    assert other.locator(".objection__reason").inner_text()
    assert board(ballot) == [tracker]


def test_a_ballot_that_comes_late_is_refused_with_the_reason_of_the_house(sit: Sit) -> None:
    ballot = keyed()
    page, _ = in_booth(sit, ballot)
    booth.seal(page, ONE)
    page.context.route("**/status.json", lambda route: route.abort())
    balloted.close(ballot)
    booth.cast(page)
    booth.screen(page, "refused")
    assert "clos" in page.locator(".objection__reason").inner_text()
    assert board(ballot) == []


def test_the_sheet_goes_away_when_the_ballot_closes(sit: Sit) -> None:
    ballot = keyed()
    page, _ = in_booth(sit, ballot)
    balloted.close(ballot)
    booth.screen(page, "closed")


def test_the_booth_needs_no_network_until_the_ballot_is_cast(sit: Sit) -> None:
    ballot = keyed()
    page, _ = in_booth(sit, ballot)
    page.context.set_offline(True)
    tracker = booth.seal(page, ONE)
    booth.press(page, "Open this ballot")
    booth.screen(page, "audit")
    booth.press(page, "Seal a new ballot")
    assert booth.sealed(page) != tracker
    booth.cast(page)
    booth.screen(page, "lost")
    page.context.set_offline(False)
    booth.screen(page, "cast")
    assert board(ballot) == [page.locator("#tracker").inner_text()]


def test_a_page_closed_in_mid_cast_goes_on_when_it_is_opened_again(sit: Sit) -> None:
    ballot = keyed()
    page, _ = in_booth(sit, ballot)
    tracker = booth.seal(page, ONE)
    page.route("**/all/ballot", lambda route: route.abort())
    booth.cast(page)
    booth.screen(page, "lost")
    assert board(ballot) == []
    warned = []
    page.on("dialog", lambda dialog: (warned.append(dialog.type), dialog.accept()))
    again = page.context.new_page()
    page.close(run_before_unload=True)
    again.goto(f"{ballot.base}booth/")
    booth.screen(again, "cast")
    assert board(ballot) == [tracker] == [again.locator("#tracker").inner_text()]


def test_an_opened_ballot_is_spoiled_and_another_machine_can_check_it(sit: Sit, tmp_path: Path) -> None:
    ballot = keyed()
    page, _ = in_booth(sit, ballot)
    tracker = booth.seal(page, ONE)
    booth.press(page, "Open this ballot")
    booth.screen(page, "audit")
    assert page.locator("#booth-screen").get_by_role("button", name="Cast this ballot").count() == 0
    page.locator("#booth-screen summary").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the opened ballot").click()
    download.value.save_as(tmp_path / "opened.json")
    assert main(["ballots", "opened", str(tmp_path / "opened.json")]) == 0
    page.reload()
    booth.vote(page, TWO)
    assert tracker not in board(ballot)


def test_nothing_is_sealed_under_a_key_that_is_not_the_trustees(sit: Sit) -> None:
    ballot = keyed()
    page, _ = registered(sit, ballot)
    false = json.dumps([one_trustee()[0].plain()], separators=(",", ":"))
    page.context.route("**/all/trustees.json", lambda route: route.fulfill(body=false))
    balloted.opened(ballot)
    booth.screen(page, "untrusted")


def test_a_booth_that_is_not_the_one_named_is_shown(sit: Sit) -> None:
    ballot = keyed()
    page, _ = registered(sit, ballot)
    page.context.route(
        "**/booth/ballot.js", lambda route: route.fulfill(body="// another", content_type="text/javascript")
    )
    balloted.opened(ballot)
    booth.screen(page, "choosing")
    page.wait_for_selector("#booth-seal .notice--warning")


@pytest.mark.parametrize("code", ["FRA", "GBR"])
def test_the_booth_is_registered_with_by_python_and_by_the_browser_alike(sit: Sit, code: str) -> None:
    ballot = keyed()
    other = "GBR" if code == "FRA" else "FRA"
    python = Voter(of=other, person=rep(other))
    python.register(ballot)
    page, _ = in_booth(sit, ballot, code)
    mine = booth.vote(page, ONE)
    theirs = python.cast(ballot, ballot.election(python.person), [[1, 0, 0], [0, 0, 1]])
    assert board(ballot) == [mine, theirs]
