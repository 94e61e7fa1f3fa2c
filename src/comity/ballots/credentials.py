"""What lets a voter vote: a secret, and the public credential that stands on the list without a name."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from typing import Final

from comity.ballots.canonical import array, from_canonical_json, is_decimal, string, to_json
from comity.ballots.elections import BASE58
from comity.ballots.group import Q, public, read_element
from comity.ballots.refusals import Refused, at, require

CREDENTIALS_LIMIT: Final = 256 << 20
_DRAWN: Final = 14


def _number(letters: str) -> int:
    value = 0
    for letter in letters:
        value = value * 58 + BASE58.index(letter)
    return value


def _checked(letters: str) -> str:
    return letters + BASE58[53 - _number(letters) % 53]


def make_credential() -> str:
    """About 82 random bits with a check letter, in groups of three."""
    letters = _checked("".join(secrets.choice(BASE58) for _ in range(_DRAWN)))
    return "-".join(letters[i : i + 3] for i in range(0, len(letters), 3))


def is_well_typed(credential: str) -> bool:
    """Whether a credential typed by hand has its check letter right."""
    letters = credential.replace("-", "")
    shaped = [len(part) for part in credential.split("-")] == [3] * 5
    return shaped and all(letter in BASE58 for letter in letters) and _checked(letters[:-1]) == letters


def secret_exponent(credential: str, uuid: str) -> int:
    """The secret that a typed credential stands for in one election."""
    if not is_well_typed(credential):
        raise Refused("mistyped_credential")
    derived = hashlib.pbkdf2_hmac("sha256", credential.encode("ascii"), uuid.encode("ascii"), 1000, 32)
    return int.from_bytes(derived, "big") % Q


def public_credential(credential: str, uuid: str) -> int:
    return public(secret_exponent(credential, uuid))


def write_credentials(weights: Mapping[int, int]) -> bytes:
    """The list of public credentials with their weights, sorted, so that its order tells nothing."""
    return to_json([f"{c},{w}" if w != 1 else str(c) for c, w in sorted(weights.items())])


def without_weight(credentials: Iterable[int]) -> dict[int, int]:
    return dict.fromkeys(credentials, 1)


def read_credentials(raw: bytes) -> dict[int, int]:
    """Weights by public credential, all distinct; membership of the group is for the verifier to test."""
    weights: dict[int, int] = {}
    for i, item in enumerate(array(from_canonical_json(raw, limit=CREDENTIALS_LIMIT)), 1):
        with at(str(i)):
            element, comma, weight = string(item).partition(",")
            credential = read_element(element)
            require(credential not in weights, "credential_twice")
            # The tool leaves a weight of one out; a second way to write it would be a second list.
            require(not comma or (is_decimal(weight, 15) and int(weight) > 0), "not_a_number")
            weights[credential] = int(weight) if comma else 1
    return weights
