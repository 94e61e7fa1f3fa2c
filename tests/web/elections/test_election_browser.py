"""Elections in a browser: every page for assistive technology, on a phone, from right to left, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from comity.elections import acts
from tests.web.elections import electing
from tests.web.elections.electing import PRESIDENT, SECRETARIAT, TELLERS

SHEET = "/elections/unga/1/rounds/2/count/"


def standing() -> dict[str, tuple[str, str]]:
    """One election in its second ballot, one just called; and by name who looks at which page."""
    electing.call()
    given = {"spent": "1 200 000", "currency": "EUR", "donors": "The State budget and two foundations"}
    electing.must(acts.DeclareCandidate, electing.ESTONIA, election=1, of="EST", **given)
    electing.announced(1, "EST: 100\nROU: 93")
    electing.counted(2, "EST: 140\nROU: 53", tellers=())
    electing.must(acts.CallCouncilElection, SECRETARIAT, year=2027)
    return {
        "list": ("/elections/unga/", PRESIDENT),
        "election": ("/elections/unga/1/", PRESIDENT),
        "called": ("/elections/unga/2/", SECRETARIAT),
        "call": ("/elections/unga/call/", SECRETARIAT),
        "sheet": (SHEET, TELLERS[0]),
    }


def opened(visit: Callable[..., Any], address: str, person: str, language: str, **more: Any) -> Any:
    page = visit(address, person, language, **more)
    page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))")
    return page


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_of_elections_is_without_fault_for_assistive_technology(
    visit: Callable[..., Any], language: str, audit: Callable[[Any], list[str]]
) -> None:
    faults = {
        name: audit(opened(visit, address, person, language))
        for name, (address, person) in standing().items()
    }
    assert {name: found for name, found in faults.items() if found} == {}


def test_no_page_of_elections_is_wider_than_a_phone(visit: Callable[..., Any]) -> None:
    wide = {}
    addresses = standing()
    for language in ("en", "ru", "ar"):
        for name, (address, person) in addresses.items():
            page = opened(visit, address, person, language, width=360)
            over = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            wide[f"{name} {language}"] = over
    assert {name: over for name, over in wide.items() if over > 0} == {}


def test_a_teller_enters_a_count_by_keyboard_alone(visit: Callable[..., Any]) -> None:
    standing()
    page = visit(SHEET, TELLERS[0])
    for figure in ("193", "0", "0", "140", "53"):
        page.keyboard.type(figure)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/elections/unga/1/")
    (figures,) = electing.known().slates[1].rounds[1].entered.values()
    assert figures.votes == (("EST", 140), ("ROU", 53))
