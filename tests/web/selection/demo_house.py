"""A house with the demo's people and its three selections: 2016, 2026, and that of the model council."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings

from comity.demo import month
from comity.demo.selecting import selecting
from comity.web.commands.demo import accredit, live_through
from comity.web.commands.demo_past import live_through_the_past
from comity.web.house import house

PAST = "/selections/unsg-2016/"
MODEL = "/selections/model-2026/"
NOW = "/selections/unsg-2026/"


def load() -> None:
    """Everything that `comity demo` loads of selections."""
    bodies = settings.DATA / "bodies"
    bodies.mkdir(exist_ok=True)
    (bodies / month.MODEL_COUNCIL).write_bytes(month.model_council())
    house.cache_clear()
    live_through_the_past()
    accredit(month.people())
    live_through(selecting())


@pytest.fixture(scope="module")
def demo(templates: Any, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[None]:
    """The demo's selections, loaded once for all tests of a module; they only read."""
    with django_db_blocker.unblock():
        for _ in templates.fresh("sqlite", tmp_path_factory.mktemp("demo")):
            load()
            yield
