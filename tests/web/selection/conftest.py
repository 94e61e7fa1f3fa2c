"""A house that selects, read at one moment of November 2026, and the browser of the other pages' tests."""

from __future__ import annotations

import pytest

from tests.web.pages.conftest import audit, visit
from tests.web.selection import staged

__all__ = ["audit", "visit"]


@pytest.fixture
def _read_at(monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("house", "pages.reader", "api.callers", "api.views"):
        monkeypatch.setattr(f"comity.web.{place}.now", lambda: staged.READ_AT)


@pytest.fixture
def house(sqlite: str, _read_at: None) -> str:
    staged.settle()
    return sqlite


@pytest.fixture
def houses(database: str, _read_at: None) -> str:
    staged.settle()
    return database
