"""Secret ballots in a browser: every stage of a ballot's page, for assistive technology and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from comity.secret_votes.acts import AcceptDifference, EnterPaperCount
from tests.web.secret import balloted

LIST = "/secret-votes/unsc/"


def counted_differently() -> balloted.Closed:
    """A ballot that is closed, of whose papers two tellers found different counts."""
    ballot, voters, trustees = balloted.running(paper=True)
    election = ballot.election(voters[0].person)
    for voter, choice in zip(voters, ([1, 0, 0], [1, 0, 0], [0, 0, 1]), strict=True):
        voter.cast(ballot, election, [choice, [0, 1, 0]])
    balloted.close(ballot)
    for teller, figures in zip(balloted.TELLERS, ("2 0 1\n0 3 0", "1 1 1\n0 3 0"), strict=True):
        given = {"ballot": ballot.number, "box": "all", "returned": 3, "figures": figures}
        balloted.must(EnterPaperCount, teller, **given)
    return ballot, trustees


def standing() -> dict[str, str]:
    """Ballots in every state: beside papers, in two boxes, just called; and the addresses of all pages."""
    ballot, trustees = counted_differently()
    accepted = {"ballot": ballot.number, "box": "all", "reason": "One paper can be read both ways."}
    balloted.must(AcceptDifference, balloted.chair(), **accepted)
    for trustee in trustees:
        trustee.open(ballot)
    again, _ = counted_differently()
    coloured = {
        "coloured": True,
        "colour_decision": "Decided without a vote",
        "title": "Appointment of judges",
    }
    second, two, _ = balloted.running(("FRA", "GBR", "LVA", "DNK"), **coloured)
    two[0].cast(second, second.election(two[0].person, "permanent"), [[1, 0, 0]] * 2, "permanent")
    third = balloted.call(
        threshold=2, title="Chair of the working group on documentation and other procedures"
    )
    return {
        "list": LIST, "announced": ballot.base, "open": second.base, "called": third.base, "again": again.base,
        "board": f"{second.base}board/", "not found": f"{ballot.base}board/?q=nothing", "call": f"{LIST}call/",
    }  # fmt: skip


def opened(page: Any, address: str) -> None:
    page.goto(address)
    page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_of_secret_ballots_is_without_fault_for_assistive_technology(
    visit: Callable[..., Any], language: str, audit: Callable[[Any], list[str]]
) -> None:
    addresses = standing()
    page = visit("/", balloted.chair(), language)
    faults = {}
    for name, address in addresses.items():
        opened(page, address)
        faults[name] = audit(page)
    assert {name: found for name, found in faults.items() if found} == {}


def test_no_page_of_secret_ballots_is_wider_than_a_phone(visit: Callable[..., Any]) -> None:
    addresses = standing()
    wide = {}
    for language in ("en", "ru", "ar"):
        page = visit("/", balloted.chair(), language, width=360)
        for name, address in addresses.items():
            opened(page, address)
            over = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            wide[f"{name} {language}"] = over
    assert {name: over for name, over in wide.items() if over > 0} == {}


def test_a_long_list_of_choices_is_searched_and_what_is_ticked_stays_in_sight(
    visit: Callable[..., Any],
) -> None:
    page = visit("/", balloted.chair(), "en")
    opened(page, f"{LIST}call/")
    shown = page.locator("[data-narrow] .choice:visible .choice__label")
    whole = shown.count()
    page.get_by_label("China").check()
    page.get_by_label("Search the list").first.fill("fran")
    assert shown.all_inner_texts() == ["China", "France"]
    page.keyboard.press("Enter")
    assert page.url.endswith("/call/") and shown.count() == 2
    page.get_by_label("Search the list").first.fill("")
    assert shown.count() == whole


def test_a_tellers_own_count_is_without_fault_and_fits_on_a_phone(
    visit: Callable[..., Any], audit: Callable[[Any], list[str]]
) -> None:
    ballot, _ = counted_differently()
    for language in ("en", "ar"):
        page = visit("/", balloted.TELLERS[0], language, width=360)
        opened(page, ballot.base)
        assert page.locator("#count-1").is_visible() and audit(page) == []
        over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(over) <= 0


def test_a_ballot_is_called_by_keyboard_alone_on_a_phone_in_two_directions(
    visit: Callable[..., Any], audit: Callable[[Any], list[str]]
) -> None:
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    for language in ("ar", "en"):
        page = visit("/", balloted.chair(), language, width=360)
        page.goto(f"{LIST}call/")
        page.locator("input[name=title]").fill("Straw poll")
        page.locator("input[name=q0-question]").focus()
        for typed in ("Ms Ada", "yes", "no"):
            page.keyboard.type(typed)
            page.keyboard.press("Tab")
            if typed != "Ms Ada":
                page.keyboard.press("Tab")
        page.keyboard.type("perhaps")
        page.keyboard.press("Enter")
        page.wait_for_load_state()
        assert page.locator("input[name=q0-a2]").input_value() == "perhaps", (
            "Enter keeps it and calls nothing"
        )
        page.locator("button[value=add-answer-0]").press("Enter")
        page.wait_for_load_state()
        assert page.evaluate("document.activeElement.name") == "q0-a3"
        page.locator("button[value=add-alike]").press("Enter")
        page.wait_for_load_state()
        assert page.evaluate("document.activeElement.name") == "q1-question"
        page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))")
        assert audit(page) == [] and page.evaluate(wide) <= 0
        page.locator("button[value=call]").press("Enter")
        page.wait_for_load_state()
        assert page.locator(".summary").is_visible() and page.locator("#call-q1-question-error").is_visible()
        assert audit(page) == [] and page.evaluate(wide) <= 0
    page.locator("input[name=q1-question]").fill("Mr Bo")
    for seat in ("teller:1", "secretariat:1"):
        page.locator(f"input[value='{seat}']").check()
    page.locator("button[value=call]").press("Enter")
    page.wait_for_url(f"**{LIST}")
    assert page.get_by_text("Straw poll").is_visible()
