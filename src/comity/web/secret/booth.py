"""The booth that people are given, by one hash of all its files."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Final

from comity.web.lasting import site_shelf

FOLDER: Final = "js/booth/"


@cache
def booth_hash() -> str:
    """As `sha256sum` of the list of files that `sha256sum` makes in the booth's folder, sorted by name."""
    listed = "".join(
        f"{hashlib.sha256(item.content).hexdigest()}  {name.removeprefix(FOLDER)}\n"
        for name, item in sorted(site_shelf().items.items())
        if name.startswith(FOLDER)
    )
    return hashlib.sha256(listed.encode()).hexdigest()
