"""Drawing lots so that anyone who knows the seed can draw them again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from comity.voting.errors import mistake

FINGERPRINT: Final = re.compile(r"[0-9a-f]{64}")
SHORTEST_SEED: Final = 32
"""Characters, so that nobody finds a seed by trying its fingerprint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A draw: from which seed, among whom, for how many places, and who was drawn."""

    seed: str
    among: tuple[str, ...]
    places: int = 1
    drawn: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether the same seed draws the same names."""
        return self == draw(self.seed, self.among, self.places)


def draw(seed: str, among: Iterable[str], places: int = 1) -> Lot:
    """Draw that many names: those whose SHA-256 of seed and name come first.

    The seed must come from what nobody could choose (dice, a public beacon) and be fixed after the names are.
    """
    names = tuple(sorted(set(among)))
    if not seed or not 0 < places <= len(names):
        raise mistake("lot_impossible", places=places, names=len(names))
    in_order = sorted(names, key=lambda name: sha256(f"comity lot\0{seed}\0{name}".encode()).digest())
    return Lot(seed=seed, among=names, places=places, drawn=tuple(in_order[:places]))


def fingerprint(seed: str) -> str:
    """What fixes a seed without showing it."""
    return sha256(seed.encode()).hexdigest()


def lot_seed(seed: str, commitment: str) -> str:
    """The seed that was fixed first, with what the record added after it."""
    return f"{seed}:{commitment}"
