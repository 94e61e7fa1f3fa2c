"""`{% static %}` with lasting names, from the same shelf that the front door serves.

STORAGES = {"staticfiles": {"BACKEND": "comity.web.lasting.LastingNames"}, ...}
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import StaticFilesStorage

from comity.web.shelf import Shelf


@cache
def site_shelf() -> Shelf:
    """Everything that Django's finders find; there is no step of collecting."""
    folders = {Path(storage.location): None for finder in get_finders() for _, storage in finder.list([])}
    return Shelf(folders)


class LastingNames(StaticFilesStorage):
    """Addresses that change with the content."""

    def url(self, name: str | None) -> str:
        return site_shelf().url(name or "")
