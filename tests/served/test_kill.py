"""What was acknowledged survives a kill in the middle of the rush; what was not can be sent again and happens once."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.conftest import POSTGRESQL
from tests.served.kills import CODES, PEOPLE, check, kill_in_the_rush
from tests.serving import Served, postgresql_database


@pytest.mark.parametrize(("engine", "processes"), [("sqlite", 1), ("postgresql", 1), ("postgresql", 2)])
def test_ten_kills_in_the_rush_lose_nothing_and_double_nothing(
    engine: str, processes: int, tmp_path: Path
) -> None:
    with nullcontext("") if engine == "sqlite" else postgresql_database(POSTGRESQL) as address:
        served = Served(tmp_path, address, processes)
        served.prepare(PEOPLE)
        served.start()
        try:
            found = kill_in_the_rush(served)
        finally:
            served.stop()
        assert len(found.unanswered) == 10
        assert any(0 < left < len(CODES) for left in found.unanswered), "no kill came in the middle"
        check(served, found, tmp_path)
