"""The house of a selection's tests, with a stage on which letters wait for their signatures."""

from __future__ import annotations

from tests.web.pages.conftest import audit, visit
from tests.web.selection.conftest import _read_at, house, houses

__all__ = ["_read_at", "audit", "house", "houses", "visit"]
