"""The digest of the voting booth: what an election names, what the booth shows, what anyone can work out again.

It is the SHA-256, in hexadecimal, of one line for each file under `static/js/booth`, sorted by name:
`<SHA-256 of the file>  <name>` and a line feed, as `sha256sum` writes it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

BOOTH: Final = Path(__file__).parent / "static" / "js" / "booth"


def digest_of(files: Mapping[str, bytes]) -> str:
    """The digest of a booth that has these files, by their names."""
    lines = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)]
    return hashlib.sha256("".join(lines).encode("utf-8")).hexdigest()


def hash_of(folder: Path) -> str:
    """The digest of a booth whose files are in this folder."""
    found = (file for file in folder.rglob("*") if file.is_file())
    return digest_of({file.relative_to(folder).as_posix(): file.read_bytes() for file in found})
