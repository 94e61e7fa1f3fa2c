"""Every screen of the booth and of the ceremony: for assistive technology, on a phone, in six languages, on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.secret_votes.hands import make_keys
from tests.web.booth import at_the_booth as booth
from tests.web.conftest import LOCALES
from tests.web.secret import balloted
from tests.web.secret.balloted import rep

Sit = Callable[..., Any]
Audit = Callable[[Any], list[str]]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Looked:
    """What was found wrong, by screen."""

    def __init__(self, audit: Audit) -> None:
        self.audit = audit
        self.faults: dict[str, list[str]] = {}

    def at(self, page: Any, name: str) -> None:
        booth.screen(page, name)
        page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))")
        found = self.audit(page)
        if over := page.evaluate(OVERFLOW):
            found.append(f"{over} pixels wider than the phone")
        if found:
            self.faults[name] = found


@pytest.mark.parametrize("language", list(LOCALES))
def test_every_screen_of_the_booth(sit: Sit, audit: Audit, language: str) -> None:
    ballot = balloted.call()
    make_keys(ballot, balloted.trustees())
    for voter in balloted.voters(("LVA", "DNK")):
        voter.register(ballot)
    looked = Looked(audit)
    dark = {"color_scheme": "dark"} if language in ("ru", "ar") else {}
    page = sit(f"{ballot.base}booth/", rep("FRA"), language, width=360, **dark)
    looked.at(page, "register")
    booth.main_button(page)
    looked.at(page, "backup")
    page.locator("#booth-screen .buttons .button--quiet").click()
    looked.at(page, "registered")
    other = sit(f"{ballot.base}booth/", rep("FRA"), language, width=360, **dark)
    booth.restore(other, ["no", "words"])
    looked.at(other, "elsewhere")
    balloted.opened(ballot)
    booth.screen(page, "choosing")
    page.locator(".progress-bar .button--primary").click()
    page.wait_for_selector(".summary:focus")
    looked.at(page, "choosing")
    booth.mark(page, [[0], [1]])
    page.locator(".progress-bar .button--primary").click()
    looked.at(page, "review")
    booth.main_button(page)
    looked.at(page, "sealed")
    page.locator(".two-ways .button--secondary").click()
    looked.at(page, "audit")
    booth.main_button(page)
    booth.sealed(page)
    page.context.set_offline(True)
    booth.cast(page)
    looked.at(page, "lost")
    page.context.set_offline(False)
    looked.at(page, "cast")
    balloted.close(ballot)
    page.reload()
    looked.at(page, "closed")
    assert looked.faults == {}


@pytest.mark.parametrize("language", list(LOCALES))
def test_every_screen_of_the_ceremony(sit: Sit, audit: Audit, language: str) -> None:
    ballot = balloted.call()
    looked = Looked(audit)
    page = sit(f"{ballot.base}ceremony/", balloted.SECRETARIAT, language, width=360)
    looked.at(page, "seat")
    booth.main_button(page)
    looked.at(page, "backup")
    words = booth.words_on_paper(page)
    page.locator("#booth-screen .buttons .button--primary").click()
    booth.screen(page, "confirm")
    booth.main_button(page)
    looked.at(page, "confirm")
    booth.confirm(page, words)
    looked.at(page, "waiting")
    for teller in balloted.trustees()[:2]:
        teller.hand_in_key(ballot)
    looked.at(page, "finished")
    voters = balloted.voters(("FRA", "GBR"))
    for voter in voters:
        voter.register(ballot)
    balloted.opened(ballot)
    looked.at(page, "opened")
    for voter in voters:
        voter.cast(ballot, ballot.election(voter.person), [[1, 0, 0], [0, 1, 0]])
    balloted.close(ballot)
    looked.at(page, "opening")
    booth.main_button(page)
    looked.at(page, "handed")
    assert looked.faults == {}


def test_a_backup_and_a_receipt_are_printed_without_what_one_presses(sit: Sit) -> None:
    ballot = balloted.call()
    make_keys(ballot, balloted.trustees())
    for voter in balloted.voters(("LVA", "DNK")):
        voter.register(ballot)
    page = sit(f"{ballot.base}booth/", rep("FRA"))
    booth.screen(page, "register")
    booth.main_button(page)
    booth.screen(page, "backup")
    page.emulate_media(media="print")
    assert page.locator(".paper__words").is_visible() and page.locator(".paper__code").is_visible()
    assert page.locator("#booth-screen .button >> visible=true").count() == 0
    page.emulate_media(media="screen")
    page.locator("#booth-screen .buttons .button--quiet").click()
    booth.screen(page, "registered")
    balloted.opened(ballot)
    tracker = booth.vote(page, [[0], [1]])
    page.emulate_media(media="print")
    assert page.locator(".receipt").is_visible() and page.locator("#tracker").inner_text() == tracker
    assert page.locator("#booth-screen .button >> visible=true").count() == 0
