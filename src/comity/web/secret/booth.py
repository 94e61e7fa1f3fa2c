"""The booth that people are given, by one hash of all its files."""

from __future__ import annotations

from functools import cache
from typing import Final

from comity.web.booth_hash import digest_of
from comity.web.lasting import site_shelf

FOLDER: Final = "js/booth/"


@cache
def booth_hash() -> str:
    """The digest of the files as this house serves them, which it has read at its start."""
    served = site_shelf().items
    return digest_of(
        {name.removeprefix(FOLDER): item.content for name, item in served.items() if name.startswith(FOLDER)}
    )
