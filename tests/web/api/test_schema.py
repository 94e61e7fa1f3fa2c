"""The API does what its description says, asked with all sorts of things (schemathesis, the default checks)."""

from __future__ import annotations

import os

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from comity.web.accounts import tokens
from comity.web.accounts.people import make_account
from tests.web.pages.world import circulate, letter, register, settle

EXAMPLES = int(os.environ.get("COMITY_TEST_EXAMPLES", "20"))
"""Of right and of wrong requests each, for every operation, with a token and without."""

described = schemathesis.openapi.from_wsgi(
    "/api/v1/openapi.json", get_wsgi_application(), headers={"Host": "localhost"}
)
OPERATIONS = [found.ok() for found in described.get_all_operations()]


@pytest.fixture
def token(sqlite: str) -> str:
    """A house with letters in it, and the token of a delegation there."""
    settle()
    letter()
    register(letter())
    circulated = letter()
    register(circulated)
    circulate(circulated)
    account = make_account("fr.dupont", "Jeanne Dupont", "fr.dupont")
    return tokens.make(account, "schemathesis", ["read", "act"])


KINDS = {"right": GenerationMode.POSITIVE, "wrong": GenerationMode.NEGATIVE}
CASES = [
    pytest.param(operation, kind, id=f"{operation.label}-{name}")
    for operation in OPERATIONS
    for name, kind in KINDS.items()
    if kind.is_positive or operation.body or list(operation.iter_parameters())
]


@pytest.mark.parametrize("signed_in", [False, True], ids=["public", "delegation"])
@pytest.mark.parametrize(("operation", "kind"), CASES)
def test_every_operation_keeps_its_word(
    operation: schemathesis.APIOperation, kind: GenerationMode, signed_in: bool, token: str
) -> None:
    headers = {"Host": "localhost"} | ({"Authorization": f"Bearer {token}"} if signed_in else {})

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(kind))
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=headers)

    ask()
