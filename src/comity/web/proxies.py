"""Who really asks, when a proxy that we trust stands in between; what anybody else claims is not believed."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Final

from comity.web.answers import Scope

Networks = tuple[IPv4Network | IPv6Network, ...]

CLAIMS: Final = frozenset(
    {
        b"forwarded",
        b"x-forwarded-for",
        b"x-forwarded-host",
        b"x-forwarded-port",
        b"x-forwarded-proto",
        b"x-real-ip",
    }
)


def networks(written: Iterable[str]) -> Networks:
    """The networks of trusted proxies, as in `10.0.0.0/8` or `127.0.0.1`."""
    return tuple(ip_network(one.strip(), strict=False) for one in written if one.strip())


def believed(scope: Scope, trusted: Networks) -> Scope:
    """The request with the address and scheme of whoever really asks, and without the headers that claim
    them."""
    headers = scope["headers"]
    if not any(name in CLAIMS for name, _ in headers):
        return scope
    kept = [(name, value) for name, value in headers if name not in CLAIMS]
    found = {**scope, "headers": kept}
    client = scope.get("client")
    if client is None or not _inside(client[0], trusted):
        return found
    chain = ",".join(_values(headers, b"x-forwarded-for")).split(",")
    for hop in reversed([hop.strip() for hop in chain if hop.strip()]):
        if not _is_address(hop):
            break
        found["client"] = (hop, 0)
        if not _inside(hop, trusted):
            break
    proto = _values(headers, b"x-forwarded-proto")
    if proto and proto[-1].rsplit(",", 1)[-1].strip() in ("http", "https"):
        found["scheme"] = proto[-1].rsplit(",", 1)[-1].strip()
    return found


def _values(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> list[str]:
    return [value.decode("latin-1") for one, value in headers if one == name]


def _is_address(written: str) -> bool:
    try:
        ip_address(written)
    except ValueError:
        return False
    return True


def _inside(written: str, trusted: Networks) -> bool:
    try:
        address = ip_address(written)
    except ValueError:
        return False
    return any(address in network for network in trusted)
