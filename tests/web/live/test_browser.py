"""`live.js` in a real browser: the page follows, and what the reader does with it stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import Site, free_port


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context()
    found = context.new_page()
    with found.expect_response(lambda answer: "/live?" in answer.url):
        found.goto(site.address)
    yield found
    context.close()


def say(site: Site, entry: str) -> int:
    return int(site.get(f"/say?entry={quote(entry)}")[2])


def test_a_change_appears_in_every_region_over_one_stream(page: Page, site: Site) -> None:
    streams: list[str] = []
    page.on("request", lambda request: streams.append(request.url) if "/live?" in request.url else None)
    head = say(site, "Good morning")
    expect(page.locator(f"#entry-{head}")).to_have_text("Good morning")
    expect(page.locator("#count b")).to_have_text(str(head))
    expect(page.locator("#live-say")).to_have_text(f"{head} entries")
    expect(page.locator("#none-yet")).to_have_count(0)
    with page.expect_response(lambda answer: "/live?" in answer.url):
        page.reload()
    assert len(streams) == 1
    assert streams[0].count("view=") == 2


def test_what_is_being_typed_and_its_focus_stay(page: Page, site: Site) -> None:
    page.locator("#note").fill("my own words")
    page.locator("#note").evaluate("field => field.setSelectionRange(3, 6)")
    handle = page.locator("#note").element_handle()
    say(site, "an interruption")
    expect(page.locator("#latest p")).to_have_text("an interruption")
    expect(page.locator("#note")).to_be_focused()
    assert page.locator("#note").input_value() == "my own words"
    assert page.evaluate(
        "field => [field.isConnected, field.selectionStart, field.selectionEnd]", handle
    ) == [True, 3, 6]


def test_a_script_in_a_frame_never_runs_and_the_policy_is_kept(page: Page, site: Site) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    say(
        site, "<script>document.title = 'taken'</script><img src=x onerror=\"document.title = 'taken'\">after"
    )
    expect(page.locator("#latest p")).to_contain_text("after")
    assert page.title() == "Live"
    assert page.locator("#latest script").count() == 0
    say(site, "harmless")
    expect(page.locator("#latest p")).to_have_text("harmless")


def test_a_lost_connection_is_said_and_the_missed_change_comes_with_the_return(
    browser: Browser, start: Callable[..., Any]
) -> None:
    port = free_port()
    page = browser.new_page()
    with start(port) as site:
        with page.expect_response(lambda answer: "/live?" in answer.url):
            page.goto(site.address)
        say(site, "before")
        expect(page.locator("#count b")).to_have_text("1")
        site.stop()
        expect(page.locator("#live-status")).to_have_text("Connection lost. Trying again.")
    with start(port) as site:
        say(site, "before")
        say(site, "while you were away")
        expect(page.locator("#live-status")).to_have_text("Connected again.", timeout=20_000)
        expect(page.locator("#entry-2")).to_have_text("while you were away")
        assert page.locator("#entry-1").count() == 1
        assert page.locator("#entries li").count() == 2
    page.close()


def test_a_revoked_session_is_told_and_does_not_come_back(browser: Browser, site: Site) -> None:
    context = browser.new_context()
    context.add_cookies([{"name": "session", "value": "gone", "url": site.address}])
    page = context.new_page()
    page.goto(site.address)
    expect(page.locator("#live-status")).to_have_text("Sign in again to follow.", timeout=10_000)
    context.close()


def test_elements_in_a_new_order_keep_the_focused_one_in_focus(page: Page) -> None:
    order = page.evaluate(
        """async () => {
            const {apply} = await import(document.querySelector("script[type=module]").src);
            const html = ids => ids.map(id => `<li id="m${id}"><input id="f${id}"></li>`).join("");
            apply({set: {entries: html([1, 2, 3])}});
            document.getElementById("f2").focus();
            apply({set: {entries: html([3, 2, 4, 1])}});
            const items = [...document.querySelectorAll("#entries li")];
            return [document.activeElement.id, items.map(item => item.id)];
        }"""
    )
    assert order == ["f2", ["m3", "m2", "m4", "m1"]]
