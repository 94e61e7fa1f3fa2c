"""The digest of the voting booth: what an election names, what the booth shows, what anyone can work out again.

It is the SHA-256, in hexadecimal, of one line for each file under `static/js/booth`, sorted by name:
`<SHA-256 of the file>  <name>` and a line feed, as `sha256sum` writes it.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

BOOTH: Final = Path(__file__).parent / "static" / "js" / "booth"


def hash_of(folder: Path) -> str:
    """The digest of a booth whose files are in this folder."""
    files = {file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file()}
    lines = [f"{_digest(files[name])}  {name}\n" for name in sorted(files)]
    return hashlib.sha256("".join(lines).encode("utf-8")).hexdigest()


@cache
def booth_hash() -> str:
    """The digest of the booth that this house serves; it serves the files as they were at its start."""
    return hash_of(BOOTH)


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
