"""The site in a process of its own, and a browser that reports everything the pages complain about."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

import comity
from tests.web.conftest import LOCALES


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running site."""
    source = str(Path(comity.__file__).parents[1])
    environment = {**os.environ, "COMITY_DATA": str(tmp_path_factory.mktemp("data")), "PYTHONPATH": source}
    server = subprocess.Popen(
        [sys.executable, Path(__file__).with_name("serve.py")],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    port = server.stdout.readline().strip()
    assert port, "the site did not start"
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait()


@pytest.fixture
def visit(site: str, browser: Any) -> Iterator[Callable[..., Any]]:
    """Open a page as a reader would; whatever the browser complained about fails the test at its end."""
    complaints: list[str] = []
    contexts = []

    def look(
        path: str, language: str = "en", *, width: int = 1280, scheme: str = "light", **more: Any
    ) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, locale=LOCALES[language], **more
        )
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{site}{path}")
        return page

    look.complaints = complaints
    yield look
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def fetch(site: str) -> Callable[..., Any]:
    """Ask for a page without a browser: its status, its headers and its text."""

    def get(path: str, language: str = "en", *, data: bytes | None = None) -> tuple[int, Any, str]:
        request = Request(f"{site}{path}", data=data, headers={"Accept-Language": LOCALES[language]})
        try:
            with urlopen(request) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except HTTPError as refused:
            return refused.code, refused.headers, refused.read().decode()

    return get
