"""A house whose members vote in secret, and browsers in its booth."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.web.conftest import LOCALES
from tests.web.pages import world
from tests.web.pages.conftest import audit
from tests.web.secret import balloted

__all__ = ["audit"]


@pytest.fixture
def house(sqlite: str) -> str:
    balloted.settle()
    return sqlite


@pytest.fixture
def sit(house: str, browser: Any) -> Iterator[Callable[..., Any]]:
    """Open a page as somebody, in a browser of their own; what breaks in a script fails the test.

    A browser also complains of each answer that was refused or lost on purpose; that is not a fault here.
    """
    server = world.serve()
    site = f"http://localhost:{server.server_port}"
    contexts, broken = [], []

    def look(path: str, person: str, language: str = "en", *, width: int = 1280, **more: Any) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale=LOCALES[language], base_url=site, **more
        )
        contexts.append(context)
        session = world.client(person, language).cookies["session"].value
        context.add_cookies([{"name": "session", "value": session, "url": site}])
        context.route(
            "**/live?**", lambda route: route.fulfill(status=200, content_type="text/event-stream", body="")
        )
        page = context.new_page()
        page.on("pageerror", lambda error: broken.append(f"{person}: {error}"))
        page.goto(path)
        return page

    yield look
    for context in contexts:
        context.close()
    server.shutdown()
    server.server_close()
    assert broken == []
