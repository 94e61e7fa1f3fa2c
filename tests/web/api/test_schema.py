"""The API does what its description says, asked with all sorts of things (schemathesis, the default checks)."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, settings

from comity.web.accounts import tokens
from comity.web.accounts.models import Account
from tests.web.pages.world import circulate, letter, register, settle
from comity.web.accounts.people import make_account

SCHEMA = "/api/v1/openapi.json"
EXAMPLES = int(os.environ.get("COMITY_TEST_EXAMPLES", "25"))
"""Of each operation and each kind (right and wrong ones); more are tried by hand before a release."""


def operations() -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_wsgi(SCHEMA, get_wsgi_application(), headers={"Host": "localhost"})


described = operations()
asking = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def world(sqlite: str) -> str:
    """A house with letters; the token of a delegation that may do what delegations do."""
    settle()
    letter()
    register(letter())
    last = letter()
    register(last)
    circulate(last)
    account = make_account("fr.dupont", "Jeanne Dupont", "fr.dupont")
    return tokens.make(account, "schemathesis", ["read", "act"])


@pytest.mark.parametrize("signed_in", [False, True], ids=["public", "delegation"])
@pytest.mark.parametrize("operation", [x.ok() for x in described.get_all_operations()], ids=lambda x: x.label)
def test_every_operation_keeps_its_word(
    operation: schemathesis.schemas.APIOperation, signed_in: bool, world: str
) -> None:
    headers = {"Host": "localhost"} | ({"Authorization": f"Bearer {world}"} if signed_in else {})

    @schemathesis.pytest.parametrize if False else asking
    def run(case): ...
