"""The names that codes stand for: of members, of others who take part, of bodies, of circles of readers."""

from __future__ import annotations

from typing import Any, Final

from comity.bodies.actor import Capacity
from comity.bodies.body import Body
from comity.bodies.clearance import OFFICES
from comity.bodies.states import UnknownState
from comity.rules.words import Text, text
from comity.web.house import house

_CAPACITIES: Final[dict[str, Capacity]] = {office: capacity for capacity, office in OFFICES.items()}


def participant(code: str, body: Body | None = None) -> Any:
    """The name of a member or of anyone who takes part; the code itself where nobody bears it now."""
    for known in (body,) if body else house().bodies.values():
        try:
            return known.name_of(code)
        except UnknownState:
            continue
    return code


def circle(token: str) -> Text:
    """One circle of readers, as an audience names it, in words."""
    kind, _, whom = token.partition(":")
    bodies = house().bodies
    match kind:
        case "public" | "all" | "secretariat" | "person":
            return text(f"web.layout.audience_{kind}")
        case "members" | "presidency" | "observing" if whom in bodies:
            return text(f"web.layout.audience_{kind}", whom=bodies[whom].name)
        case "state":
            return text("web.layout.audience_state", whom=participant(whom))
        case "office":
            office, _, of = whom.partition(":")
            capacity = _CAPACITIES.get(office)
            named = text(f"bodies.capacities.{capacity.value}") if capacity else office
            return text(
                "web.layout.audience_office", whom=named if of not in bodies else [named, bodies[of].name]
            )
        case _:
            return text("web.layout.audience_office", whom=token)
