"""The booth under Node, for all tests of it; where Node is missing they are skipped and say so."""

from collections.abc import Iterator

import pytest

from tests.booth.desk import NODE, Booth


@pytest.fixture(scope="session")
def booth() -> Iterator[Booth]:
    if NODE is None:
        pytest.skip("Node is not installed (Debian: apt-get install nodejs)")
    found = Booth()
    yield found
    found.close()
