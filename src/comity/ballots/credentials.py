"""What lets a voter vote: a secret, and the public credential that stands on the list without a name."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping
from typing import Final

from comity.ballots.canonical import is_decimal, to_json
from comity.ballots.elections import BASE58
from comity.ballots.group import Q, first_outsider, public, read_element
from comity.ballots.refusals import Refused, at, require

CREDENTIALS_LIMIT: Final = 128 << 20
MOST_CREDENTIALS: Final = 200_000
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


_LIST: Final = re.compile(rb'\[(?:"[0-9,]*"(?:,"[0-9,]*")*)?\]')
_ITEM: Final = re.compile(rb'"([0-9,]*)"')


def read_credentials(raw: bytes) -> dict[int, int]:
    """Weights by public credential, all distinct and all members of the group.

    A list may be long and made to do harm, so no more of it is held than what was found to be in order, and
    numbers become keys only once they are known to be members: others can be chosen so that all of them fall
    into one place of a dictionary, while members cannot.
    """
    require(len(raw) <= CREDENTIALS_LIMIT, "too_long", length=len(raw), limit=CREDENTIALS_LIMIT)
    require(_LIST.fullmatch(raw) is not None, "not_canonical")
    known: set[str] = set()
    credentials: list[int] = []
    weights: list[int] = []
    for i, item in enumerate(_ITEM.finditer(raw), 1):
        with at(str(i)):
            require(i <= MOST_CREDENTIALS, "too_many_voters", limit=MOST_CREDENTIALS)
            element, comma, weight = item[1].decode("ascii").partition(",")
            credentials.append(read_element(element))
            require(element not in known, "credential_twice")
            known.add(element)
            # The tool leaves a weight of one out; a second way to write it would be a second list.
            require(not comma or (is_decimal(weight, 15) and int(weight) > 0), "not_a_number")
            weights.append(int(weight) if comma else 1)
    outsider = first_outsider(credentials)
    if outsider is not None:
        raise Refused("not_an_element", str(outsider + 1))
    return dict(zip(credentials, weights, strict=True))
