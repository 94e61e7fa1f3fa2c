"""A house whose members elect, on one database and on both, and the browser of the other pages' tests."""

from __future__ import annotations

import pytest

from tests.web.elections import electing
from tests.web.pages.conftest import audit, visit

__all__ = ["audit", "visit"]


@pytest.fixture
def house(sqlite: str) -> str:
    electing.settle()
    return sqlite


@pytest.fixture
def houses(database: str) -> str:
    electing.settle()
    return database
