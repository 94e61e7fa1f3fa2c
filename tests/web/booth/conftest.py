"""A house whose members vote in secret, and browsers in its booth."""

from __future__ import annotations

import pytest

from tests.web.secret import balloted


@pytest.fixture
def house(sqlite: str) -> str:
    balloted.settle()
    return sqlite
