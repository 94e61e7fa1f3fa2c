"""Who may read an entry.

An audience is a set of tokens; a reader holds clearances, which are tokens too.  A reader may open an
entry when they share a token.  The tokens in use:

    public                everyone
    members:BODY          the delegations of the members of a body
    observing:BODY        the delegations elected to a body that observe until their term begins
    all                   every accredited delegation
    presidency:BODY       whoever presides over the body
    secretariat           the secretariat
    state:CODE            the delegation of one State or other member
    person:ID             one person
    office:NAME           any other named circle: tellers, trustees, a committee
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

Audience = frozenset[str]
Clearances = frozenset[str]

PUBLIC: Final[Audience] = frozenset({"public"})


def audience(*tokens: str) -> Audience:
    """The audience of these tokens; `public` swallows every other."""
    found = frozenset(tokens)
    if not found or not all(found):
        raise ValueError("an audience needs at least one token, and none of them empty")
    if any(" " in token for token in found):
        raise ValueError("an audience's tokens hold no spaces")
    return PUBLIC if "public" in found else found


def audience_name(tokens: Iterable[str]) -> str:
    """The audience as an entry's public header names it."""
    return " ".join(sorted(tokens))


def well_formed(name: str) -> bool:
    """Whether this is how an entry's header would name an audience."""
    try:
        return audience_name(audience(*name.split(" "))) == name
    except ValueError:
        return False


def may_open(name: str, clearances: Clearances) -> bool:
    """Whether a reader with these clearances may open an entry with that audience name."""
    return name == "public" or not clearances.isdisjoint(_tokens(name))


@lru_cache(maxsize=4096)
def _tokens(name: str) -> Audience:
    return frozenset(name.split(" "))
