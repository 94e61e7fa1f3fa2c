"""No private key, token or password stands in any file that git keeps, and no download address in a lock."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

SECRETS: Final = {
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "a token of ours": re.compile(r"\bcomity_token_[\w-]{40,}|\binvite_[\w-]{40,}"),
    "a token of a well-known service": re.compile(
        r"\b(?:gh[pousr]_\w{36,}|github_pat_\w{50,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{20,}|AKIA[0-9A-Z]{16}|sk-[\w-]{32,})"
    ),
    "a JSON web token": re.compile(r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"),
    "a password in an address": re.compile(
        r"\b[a-z][a-z+]*://[^\s/:@{}<>\"']+:(?!password@|\{)[^\s/@{}<>\"']{3,}@(?!host\b)"
    ),
    "a key as it is kept on disk": re.compile(
        r"(?i)\b(?:secret_key|api_key|access_key)\s*[=:]\s*[\"'][\w+/=-]{24,}[\"']"
    ),
}
ADDRESS: Final = re.compile(r"://|--(?:extra-)?index-url|--find-links")
LOCKS: Final = ("requirements/",)
BINARY: Final = 8_192
"""Bytes at the start of a file among which a zero byte shows that it is not text."""


def faults(name: str, content: str) -> list[str]:
    """What stands in this file that must not, each with its line."""
    found = [
        f"{name}:{content.count(chr(10), 0, match.start()) + 1}: {what}"
        for what, shape in SECRETS.items()
        for match in shape.finditer(content)
    ]
    if name.startswith(LOCKS) and (match := ADDRESS.search(content)):
        found.append(f"{name}:{content.count(chr(10), 0, match.start()) + 1}: a download address")
    return found


def kept_files() -> list[str]:
    """What git keeps or would keep."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        capture_output=True,
        check=True,
    )
    return [name for name in listed.stdout.decode().split("\0") if name]


def main() -> int:
    found = []
    for name in kept_files():
        path = Path(name)
        if not path.is_file():
            continue
        content = path.read_bytes()
        if b"\0" not in content[:BINARY]:
            found += faults(name, content.decode("utf-8", "replace"))
    for fault in found:
        print(fault, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
