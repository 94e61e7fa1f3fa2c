"""Every account page in a browser: for assistive technology, on a small screen, by keyboard alone, on paper."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client

from comity.web.accounts import people, sessions, tokens
from comity.web.accounts.models import Account

from .conftest import PASSWORD, code_of

pytestmark = pytest.mark.django_db(transaction=True)

LOCALES = {"en": "en-GB", "ar": "ar"}
SIZES = {1280: 900, 360: 740}
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
}
OWN = (
    "", "logout/", "reauthenticate/", "password/change/", "sessions/", "tokens/", "people/", "linked/",
    "linked/cancelled/", "linked/failed/", "inactive/", "2fa/", "2fa/totp/activate/", "2fa/webauthn/",
    "2fa/webauthn/add/", "2fa/recovery-codes/", "2fa/recovery-codes/generate/", "2fa/totp/deactivate/",
    "2fa/reauthenticate/",
)  # fmt: skip
"""Pages of somebody who is signed in; those after the picture for the app need the app first."""


@pytest.fixture
def audit():
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()

    def faults(page: Any) -> list[str]:
        found = axe.run(page, options=RULES).response["violations"]
        return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]

    return faults


@pytest.fixture
def signed_in(steward: Account, dupont: Account, sign_in, confirm, home) -> str:
    """The session of a steward with a token, another session and a person who is invited."""
    sign_in(steward, headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko Firefox/140.0"})
    tokens.make(steward, "Calendar on our web site", ["read"])
    people.invite("de.muster", "Max Muster", "", "en")
    people.close(dupont)
    client = sign_in(steward)
    confirm(client)
    return str(client.cookies[configured.SESSION_COOKIE_NAME].value)


def _pages(browser: Any, home: str, session: str, language: str, width: int, **more: Any) -> Any:
    """Every account page one after the other: first as a stranger, then signed in."""
    context = browser.new_context(
        viewport={"width": width, "height": SIZES.get(width, 640)}, locale=LOCALES[language], **more
    )
    page = context.new_page()

    def at(address: str) -> tuple[str, Any]:
        answer = page.goto(f"{home}/accounts/{address}")
        assert answer.url == f"{home}/accounts/{address}"
        return address, page

    yield at("login/")
    page.locator("main .button--primary").click()
    page.locator(".summary").wait_for()
    yield "login/ refused", page
    assert page.goto(f"{home}/accounts/invitation/nothing/").status == 410
    yield "invitation/nothing/", page
    page.goto(people.invite("fr.martin", "Claire Martin", "", "en"))
    yield "invitation/", page
    context.add_cookies([{"name": configured.SESSION_COOKIE_NAME, "value": session, "url": home}])
    Account.objects.update(language=language)
    for address in OWN:
        if address == "2fa/webauthn/":
            page.goto(f"{home}/accounts/2fa/totp/activate/")
            page.fill("[name=code]", code_of(page.locator("#secret").inner_text()))
            page.locator("main form .button--primary").click()
            page.wait_for_url("**/2fa/recovery-codes/")
        yield at(address)
    page.goto(f"{home}/accounts/tokens/")
    page.fill("[name=name]", "A program")
    page.locator("main .button--primary").click()
    page.locator("#token").wait_for()
    yield "tokens/ made", page
    stranger = browser.new_context(viewport={"width": width, "height": 740}, locale=LOCALES[language])
    second = stranger.new_page()
    second.goto(f"{home}/accounts/login/")
    second.fill("[name=login]", "okoro")
    second.fill("[name=password]", PASSWORD)
    second.locator("main .button--primary").click()
    second.wait_for_url("**/2fa/authenticate/")
    yield "2fa/authenticate/", second
    stranger.close()
    context.close()


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("language", LOCALES)
def test_no_account_page_has_a_fault_for_assistive_technology(
    browser, home, signed_in, audit, language, width
):
    faults = {name: audit(page) for name, page in _pages(browser, home, signed_in, language, width)}
    assert {name: found for name, found in faults.items() if found} == {}
    assert len(faults) == len(OWN) + 6


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_demonstration_has_no_fault_either(browser, home, settings, audit, scheme):
    settings.DEMO = True
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{home}/accounts/login/")
    assert page.locator(".demo").is_visible()
    assert not page.locator(".demo-on-paper").is_visible()
    assert audit(page) == []
    page.emulate_media(media="print")
    assert not page.locator(".demo").is_visible()
    assert page.locator(".demo-on-paper").is_visible()
    context.close()


@pytest.mark.parametrize("language", LOCALES)
def test_no_account_page_scrolls_sideways_on_the_smallest_screen(browser, home, signed_in, language):
    wide = {
        name: page.evaluate("document.documentElement.scrollWidth")
        for name, page in _pages(browser, home, signed_in, language, 320)
    }
    assert {name: width for name, width in wide.items() if width > 320} == {}


def _reach(page: Any, name: str) -> None:
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name || document.activeElement.className").find(name) >= 0:
            return
    raise AssertionError(f"the keyboard does not reach {name}")


def test_signing_in_by_keyboard_alone(browser, home, steward):
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(f"{home}/accounts/login/?next=/accounts/")
    _reach(page, "login")
    page.keyboard.type("okoro")
    page.keyboard.press("Tab")
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    page.locator(".summary").wait_for()
    assert page.evaluate("document.activeElement.className") == "summary"
    _reach(page, "password")
    page.keyboard.type(PASSWORD)
    _reach(page, "button--primary")
    page.keyboard.press("Space")
    page.wait_for_url(f"{home}/accounts/")
    assert sessions.of(steward).count() == 1
    context.close()


def test_without_scripts_the_password_is_there_and_what_needs_scripts_is_not(browser, home):
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(f"{home}/accounts/login/")
    assert page.locator("[name=password]").is_visible()
    assert not page.get_by_role("button", name="passkey").is_visible()
    page.goto(people.invite("fr.martin", "Claire Martin", "", "en"))
    assert page.get_by_role("button", name="Accept with a password").is_visible()
    assert not page.get_by_role("button", name="passkey").is_visible()
    context.close()


def test_recovery_codes_are_on_paper_with_whose_they_are(browser, home, steward, sign_in, confirm):
    client: Client = sign_in(steward)
    confirm(client)
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    context = browser.new_context(locale="en-GB")
    session = client.cookies[configured.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": configured.SESSION_COOKIE_NAME, "value": session, "url": home}])
    page = context.new_page()
    page.goto(f"{home}/accounts/2fa/recovery-codes/")
    page.emulate_media(media="print")
    assert page.locator(".codes li").count() == 10
    assert page.locator(".codes").is_visible()
    assert "okoro" in page.locator(".on-paper").inner_text()
    assert not page.locator("main .button").first.is_visible()
    context.close()
