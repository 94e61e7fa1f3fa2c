"""A house that votes, on one database and on both, and the browser of the other pages' tests."""

from __future__ import annotations

import pytest

from tests.web.pages.conftest import audit, visit
from tests.web.votes import assembled

__all__ = ["audit", "visit"]


@pytest.fixture
def house(sqlite: str) -> str:
    assembled.settle()
    return sqlite


@pytest.fixture
def houses(database: str) -> str:
    assembled.settle()
    return database
