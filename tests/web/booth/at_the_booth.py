"""What people do at the booth and in the ceremony, one press at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

SLOWLY = 60_000
"""Milliseconds that a busy machine may take for some seconds of arithmetic."""


def screen(page: Any, name: str) -> None:
    """Wait until this screen stands; where it does not come, say what stands instead."""
    try:
        page.wait_for_selector(f"#booth-screen[data-screen={name}]", timeout=SLOWLY)
    except Exception:
        raise AssertionError(f"no {name}, but: {page.locator('#booth').inner_text()}") from None


def press(page: Any, name: str) -> None:
    page.locator("#booth-screen").get_by_role("button", name=name, exact=True).click()


def main_button(page: Any) -> None:
    """Press the one button that goes on, whatever the language calls it."""
    page.locator("#booth-screen .button--primary").first.click()


def words_on_paper(page: Any) -> list[str]:
    page.wait_for_selector(".paper__words li", timeout=SLOWLY)
    words: list[str] = page.locator(".paper__words li").all_text_contents()
    return words


def confirm(page: Any, words: Sequence[str]) -> None:
    """Type the two words that are asked for."""
    screen(page, "confirm")
    for field in page.locator(".typing input").all():
        field.fill(words[int(field.get_attribute("id").removeprefix("word-")) - 1])
    main_button(page)


def join(page: Any) -> list[str]:
    """A trustee makes its key, writes the words down and joins; the words."""
    screen(page, "seat")
    main_button(page)
    screen(page, "backup")
    words = words_on_paper(page)
    page.locator("#booth-screen .button--primary").click()
    confirm(page, words)
    return words


def register(page: Any) -> list[str]:
    """A delegation makes its key and registers; the words of its backup."""
    screen(page, "register")
    main_button(page)
    screen(page, "backup")
    words = words_on_paper(page)
    page.locator("#booth-screen .buttons .button--quiet").click()
    screen(page, "registered")
    return words


def mark(page: Any, choices: Sequence[Sequence[int]]) -> None:
    """Mark the sheet, one list of answers for each question."""
    screen(page, "choosing")
    for question, answers in enumerate(choices, 1):
        for answer in answers:
            page.locator(f"#q{question}-{answer}").check()


def seal(page: Any, choices: Sequence[Sequence[int]]) -> str:
    """Mark, read back, seal; the tracker."""
    mark(page, choices)
    page.locator(".progress-bar .button--primary").click()
    screen(page, "review")
    main_button(page)
    return sealed(page)


def sealed(page: Any) -> str:
    screen(page, "sealed")
    tracker: str = page.locator("#tracker").inner_text()
    return tracker


def cast(page: Any) -> None:
    page.locator(".two-ways .button--primary").click()


def vote(page: Any, choices: Sequence[Sequence[int]]) -> str:
    """From the empty sheet to the box; the tracker."""
    tracker = seal(page, choices)
    cast(page)
    screen(page, "cast")
    assert page.locator("#tracker").inner_text() == tracker
    return tracker


def restore(page: Any, words: Sequence[str]) -> None:
    """Bring a key back from its paper."""
    screen(page, "elsewhere")
    restore_typed(page, words)


def restore_typed(page: Any, words: Sequence[str]) -> None:
    page.locator("#paper-text").fill(" ".join(words))
    page.locator(".typing > .buttons .button").click()


def open_tally(page: Any) -> None:
    screen(page, "opening")
    main_button(page)
