"""The project's own checks find what they look for."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SECRETS = runpy.run_path(str(ROOT / "checks" / "secrets.py"))
# Put together here, so that this file does not hold what the check looks for.
FORBIDDEN = {
    "a private key": "-----BEGIN " + "PRIVATE KEY-----",
    "a token of ours": "comity_token_" + "a" * 43,
    "a token of a well-known service": "ghp_" + "a" * 36,
    "a password in an address": "postgresql://clerk:" + "hunter22@db.example/comity",
    "a key as it is kept on disk": 'SECRET_KEY = "' + "k" * 50 + '"',
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_a_secret_is_found_with_its_line(what: str) -> None:
    assert SECRETS["faults"]("docs/a.md", f"one\ntwo {FORBIDDEN[what]}\n") == [f"docs/a.md:2: {what}"]


@pytest.mark.parametrize(
    "line", ["--index-url https://example.org/simple", "pytest @ https://example.org/p.whl"]
)
def test_a_download_address_in_a_lock_is_found(line: str) -> None:
    assert SECRETS["faults"]("requirements/dev.txt", line) == ["requirements/dev.txt:1: a download address"]
    assert SECRETS["faults"]("README.md", line) == []


def test_the_address_in_the_manual_is_no_secret() -> None:
    assert SECRETS["faults"]("a.py", "postgresql://user:password@host:port/name") == []


@pytest.mark.parametrize("lock", ["runtime.txt", "dev.txt"])
def test_every_package_of_a_lock_is_pinned_and_hashed(lock: str) -> None:
    content = (ROOT / "requirements" / lock).read_text()
    packages = [line for line in content.splitlines() if line and not line.startswith((" ", "#"))]
    assert packages and all("==" in line and line.endswith("\\") for line in packages)
    assert content.count("--hash=sha256:") >= len(packages)
