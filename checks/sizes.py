"""No source file grows past what one reads in one go: a longer one is two ideas."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

LIMIT: Final = 500
KINDS: Final = ("*.py", "*.js", "*.css", "*.html")
FOLDERS: Final = ("src", "tests", "bench", "checks", "docs")


def main() -> int:
    long = [
        f"{file}: {lines} lines, {LIMIT} at most"
        for folder in FOLDERS
        for kind in KINDS
        for file in sorted(Path(folder).rglob(kind))
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) >= LIMIT
    ]
    for fault in long:
        print(fault, file=sys.stderr)
    return 1 if long else 0


if __name__ == "__main__":
    sys.exit(main())
