"""The house as this process runs it: its bodies, its clerk, its record; made once, on first use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from comity.accreditation.state import STREAM as ACCREDITATION
from comity.bodies.actor import ANYONE, Actor
from comity.bodies.body import Bodies, standard_bodies
from comity.bodies.body import bodies as make_bodies
from comity.bodies.body_file import load_body
from comity.bodies.clearance import clearances
from comity.clerk.clerk import Clerk
from comity.clerk.procedures import PROCEDURES
from comity.record.audience import Clearances
from comity.web.secrets import kept
from comity.web.store.files import Files
from comity.web.store.keys import Keyring, RecordSigner
from comity.web.store.store import DatabaseStore


@dataclass(frozen=True, slots=True)
class House:
    """Everything that a page, the API or a command needs of the record."""

    bodies: Bodies
    store: DatabaseStore
    files: Files
    clerk: Clerk

    def actor(self, person: str) -> Actor:
        """The person with all that the record accredits them for; whoever is not known is the public."""
        if not person:
            return ANYONE
        return self.clerk.folds.whole(ACCREDITATION).state.actor(person)

    def clearances(self, actor: Actor, at: datetime | None = None) -> Clearances:
        return clearances(actor, self.bodies, at or now())


def now() -> datetime:
    """The time; the only clock in the house, which hands it to the core."""
    return datetime.now(UTC)


@cache
def house() -> House:
    """The house of this process."""
    data: Path = settings.DATA
    keyring = Keyring(data / "keys")
    store = DatabaseStore(keyring, RecordSigner(data / "keys", origin()))
    own = [load_body(file) for file in sorted((data / "bodies").glob("*.toml"))]
    bodies = make_bodies(*standard_bodies().values(), *own)
    return House(bodies, store, Files(keyring), Clerk(store, PROCEDURES, bodies))


def origin() -> str:
    """The name of this installation's record, as its checkpoints bear it; a new address does not change it."""
    name = f"{urlsplit(settings.ADDRESS).hostname}/record"
    return kept(settings.DATA / "keys" / "origin", name.encode()).decode()
