"""What has happened to accreditations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from comity.rules.acts import Event


@dataclass(frozen=True, kw_only=True)
class PersonAccredited(Event):
    name: ClassVar[str] = "accreditation.person_accredited.v1"

    number: int
    person: str
    full_name: str
    capacity: str
    body: str
    of: str
    since: date | None
    until: date | None
    issued_by: str


@dataclass(frozen=True, kw_only=True)
class AccreditationEnded(Event):
    name: ClassVar[str] = "accreditation.accreditation_ended.v1"

    number: int
    person: str
    reason: str


EVENTS: Final = (PersonAccredited, AccreditationEnded)
