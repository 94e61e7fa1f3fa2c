"""People whom the tests know."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from comity.bodies.actor import Accreditation, Actor, Capacity

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
"""A Saturday in November 2026: Latvia presides over the Council."""


def representative(code: str, body: str = "") -> Actor:
    accreditation = Accreditation(capacity=Capacity.REPRESENTATIVE, of=code, body=body)
    return Actor(person=f"rep-{code}", name=f"Representative of {code}", accreditations=(accreditation,))


def holder(capacity: Capacity, body: str = "") -> Actor:
    accreditation = Accreditation(capacity=capacity, body=body)
    return Actor(person=f"{capacity.value}-1", name=capacity.value, accreditations=(accreditation,))


FRANCE = representative("FRA")
LATVIA = representative("LVA")
"""Presides over the Council in November 2026."""
GERMANY = representative("DEU")
SECRETARIAT = holder(Capacity.SECRETARIAT)


def new_id() -> str:
    return uuid.uuid4().hex
