"""People with accounts, and a browser that looks at the pages of a running site."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.web.conftest import LOCALES
from tests.web.pages import world


@pytest.fixture
def house(sqlite: str) -> str:
    """A house with the people of `world`, on SQLite."""
    world.settle()
    return sqlite


@pytest.fixture
def houses(database: str) -> str:
    """The same on each database in turn."""
    world.settle()
    return database


def _complains(said: Any) -> bool:
    """A form that comes back with its faults, or as out of order, is no fault of the page."""
    refused = "status of 422" in said.text or "status of 409" in said.text
    return said.type == "error" and not refused


@pytest.fixture
def visit(house: str, browser: Any) -> Iterator[Callable[..., Any]]:
    """Open a page of the running site, signed in as somebody or not; what a browser complains about fails."""
    server = world.serve()
    site = f"http://localhost:{server.server_port}"
    contexts, complaints = [], []

    def look(path: str, person: str = "", language: str = "en", *, width: int = 1280, **more: Any) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale=LOCALES[language], base_url=site, **more
        )
        contexts.append(context)
        if person:
            session = world.client(person, language).cookies["session"].value
            context.add_cookies([{"name": "session", "value": session, "url": site}])
        context.route(
            "**/live?**", lambda route: route.fulfill(status=200, content_type="text/event-stream", body="")
        )
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if _complains(said) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        spoken = page.evaluate("document.documentElement.lang")
        assert spoken.split("-")[0] == language, f"{path} speaks {spoken}, not {language}"
        return page

    yield look
    for context in contexts:
        context.close()
    server.shutdown()
    server.server_close()
    assert complaints == []


@pytest.fixture
def audit() -> Callable[[Any], list[str]]:
    """What axe finds wrong with a page, each with the place."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

    def faults(page: Any) -> list[str]:
        found = axe.run(page, options=rules).response["violations"]
        return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]

    return faults
