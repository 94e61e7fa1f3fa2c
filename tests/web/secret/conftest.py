"""A house whose members vote in secret, on one database and on both, and the browser of the other pages' tests."""

from __future__ import annotations

import pytest

from tests.web.pages.conftest import audit, visit
from tests.web.secret import balloted

__all__ = ["audit", "visit"]


@pytest.fixture
def house(sqlite: str) -> str:
    balloted.settle()
    return sqlite


@pytest.fixture
def houses(database: str) -> str:
    balloted.settle()
    return database
