"""What may be asked about who is accredited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from comity.bodies.actor import Capacity
from comity.bodies.credentials import Issuer
from comity.rules.acts import Act, ask
from comity.rules.words import Text, text

CAPACITIES: Final = tuple((c.value, text(f"bodies.capacities.{c.value}")) for c in Capacity)
ISSUERS: Final = tuple((i.value, text(f"accreditation.issuers.{i.value}")) for i in Issuer)


@dataclass(frozen=True, kw_only=True)
class Accredit(Act):
    """The secretariat takes note of credentials and accredits a person."""

    name: ClassVar[str] = "accreditation.accredit"
    label: ClassVar[Text] = text("accreditation.acts.accredit")

    person: str = ask(
        text("accreditation.acts.person"), hint=text("accreditation.acts.person_hint"), limit=64
    )
    full_name: str = ask(text("accreditation.acts.full_name"), limit=120)
    capacity: str = ask(text("accreditation.acts.capacity"), kind="choice", options=CAPACITIES)
    body: str = ask(text("accreditation.acts.body"), kind="choice", optional=True, default="")
    of: str = ask(
        text("accreditation.acts.of"),
        hint=text("accreditation.acts.of_hint"),
        limit=40,
        optional=True,
        default="",
    )
    since: date | None = ask(text("accreditation.acts.since"), kind="date", optional=True, default=None)
    until: date | None = ask(text("accreditation.acts.until"), kind="date", optional=True, default=None)
    issued_by: str = ask(
        text("accreditation.acts.issued_by"),
        kind="choice",
        options=ISSUERS,
        default=Issuer.PERMANENT_REPRESENTATIVE.value,
    )


@dataclass(frozen=True, kw_only=True)
class EndAccreditation(Act):
    """An accreditation ends before its day."""

    name: ClassVar[str] = "accreditation.end_accreditation"
    label: ClassVar[Text] = text("accreditation.acts.end_accreditation")

    number: int = ask(text("accreditation.acts.number"), kind="number")
    reason: str = ask(text("accreditation.acts.reason"), kind="text", limit=1_000)


ACTS: Final = (Accredit, EndAccreditation)
