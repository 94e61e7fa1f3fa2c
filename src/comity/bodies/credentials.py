"""Who may be accredited, by whom and by when (Council rules 13-17; Assembly rules 25-29)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from comity.bodies.actor import Capacity
from comity.rules.citation import Citation, assembly, council
from comity.rules.guard import Objection, enforces
from comity.rules.words import text


class Issuer(StrEnum):
    """Who signs credentials."""

    HEAD_OF_STATE = "head_of_state"
    HEAD_OF_GOVERNMENT = "head_of_government"
    MINISTER_FOR_FOREIGN_AFFAIRS = "minister_for_foreign_affairs"
    PERMANENT_REPRESENTATIVE = "permanent_representative"
    OTHER = "other"


MAY_ISSUE: Final = frozenset(
    {Issuer.HEAD_OF_STATE, Issuer.HEAD_OF_GOVERNMENT, Issuer.MINISTER_FOR_FOREIGN_AFFAIRS}
)
NEED_NO_CREDENTIALS: Final = frozenset({Issuer.HEAD_OF_GOVERNMENT, Issuer.MINISTER_FOR_FOREIGN_AFFAIRS})
"""Offices whose holders sit in the Council for its member without credentials (rule 13)."""

COUNCIL_NOTICE: Final = timedelta(hours=24)
ASSEMBLY_NOTICE: Final = timedelta(days=7)
DELEGATION_LIMITS: Final = {Capacity.REPRESENTATIVE: 5, Capacity.ALTERNATE: 5}
"""The most that a delegation to the Assembly may have; advisers are not limited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """A letter that says who represents a State or other participant."""

    of: str
    person: str
    capacity: Capacity
    issuer: Issuer
    received: datetime
    member: bool = True
    """Whether `of` is a member of the body; one that is invited comes under rule 14."""


@enforces(council(13), council(14))
def issued_by_one_who_may(credentials: Credentials) -> Objection | None:
    """Credentials for the Council are issued by the Head of State or Government or the Foreign Minister."""
    if credentials.issuer in MAY_ISSUE:
        return None
    return Objection(
        text("bodies.credentials.issuer"),
        _council_rule(credentials),
        text("bodies.credentials.issuer_remedy"),
    )


@enforces(council(13), council(14))
def received_a_day_before(credentials: Credentials, seated_at: datetime) -> Objection | None:
    """Credentials reach the Secretary-General at least 24 hours before the representative takes the seat."""
    latest = (seated_at.astimezone(UTC) - COUNCIL_NOTICE).astimezone(seated_at.tzinfo)
    if credentials.received <= latest:
        return None
    earliest = credentials.received + COUNCIL_NOTICE
    return Objection(
        text("bodies.credentials.late", received=credentials.received, latest=latest),
        _council_rule(credentials),
        text("bodies.credentials.late_remedy", earliest=earliest),
    )


@enforces(assembly(27))
def issued_for_the_assembly_by_one_who_may(credentials: Credentials) -> Objection | None:
    """Credentials for the Assembly are issued by the Head of State or Government or the Foreign Minister."""
    if credentials.issuer in MAY_ISSUE:
        return None
    return Objection(
        text("bodies.credentials.issuer"), assembly(27), text("bodies.credentials.issuer_remedy")
    )


@enforces(assembly(25))
def delegation_within_size(capacities: Iterable[Capacity]) -> Objection | None:
    """A delegation to the Assembly has no more than five representatives and five alternates."""
    held = list(capacities)
    for capacity, limit in DELEGATION_LIMITS.items():
        if held.count(capacity) > limit:
            return Objection(
                text(
                    f"bodies.credentials.too_many_{capacity.value}s", limit=limit, count=held.count(capacity)
                ),
                assembly(25),
            )
    return None


def late_for_the_assembly(credentials: Credentials, opening: datetime) -> bool:
    """Whether they came less than a week before the opening, which rule 27 asks for only where possible."""
    return credentials.received > opening - ASSEMBLY_NOTICE


def sits_without_credentials(office: Issuer, member: bool) -> bool:
    """Whether the holder of an office may sit in the Council without credentials (rule 13)."""
    return member and office in NEED_NO_CREDENTIALS


def sits_meanwhile(approved: bool | None) -> bool:
    """Whether a representative sits, as also while credentials wait or are objected to (rules 16, 17; 29)."""
    return approved is not False


def _council_rule(credentials: Credentials) -> Citation:
    return council(13 if credentials.member else 14)
