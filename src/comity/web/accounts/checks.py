"""Settings that would leave a door open are refused at start-up."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Error, register

from comity.bodies.actor import Capacity


@register
def second_factor_is_understood(**_: Any) -> list[Error]:
    given = settings.SECOND_FACTOR
    if given in ("offered", "required"):
        return []
    unknown = sorted(set(given.split(",")) - {capacity.value for capacity in Capacity})
    if unknown:
        return [
            Error(f"COMITY_SECOND_FACTOR names no capacity: {', '.join(unknown)}", id="accounts.E001"),
        ]
    if not settings.CAPACITIES_OF:
        return [
            Error(
                "COMITY_SECOND_FACTOR names capacities, but CAPACITIES_OF does not say who holds them",
                id="accounts.E002",
            )
        ]
    return []


@register
def openid_connect_is_whole_and_encrypted(**_: Any) -> list[Error]:
    given = (settings.OIDC_SERVER, settings.OIDC_CLIENT, settings.OIDC_SECRET)
    if any(given) and not all(given):
        return [
            Error(
                "COMITY_OIDC_SERVER, COMITY_OIDC_CLIENT and COMITY_OIDC_SECRET belong together",
                id="accounts.E003",
            )
        ]
    local = settings.OIDC_SERVER.startswith(("http://127.0.0.1:", "http://localhost:"))
    if settings.OIDC_SERVER and not settings.OIDC_SERVER.startswith("https://") and not local:
        return [Error("COMITY_OIDC_SERVER must be an https address", id="accounts.E004")]
    return []
