"""Drawing lots so that anyone who knows the seed can draw them again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from comity.voting.errors import mistake


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
