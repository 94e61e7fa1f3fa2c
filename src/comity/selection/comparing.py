"""A question to the laboratory, from whoever asks it, and the answer: the same question has the same answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from comity.selection import laboratory
from comity.selection.laboratory import MODELS, study
from comity.selection.rulebook import RULEBOOKS

BOUNDS: Final[Mapping[str, tuple[int, int]]] = {
    "simulations": (100, 100_000),
    "seed": (0, 2**32 - 1),
    "candidates": (2, 15),
    "members": (3, 25),
    "permanent": (0, 25),
}
"""The least and the most that may be asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which rulebooks are compared, on which preferences."""

    model: str = "spatial"
    simulations: int = 10_000
    seed: int = 2016
    rulebooks: tuple[str, ...] = RULEBOOKS
    candidates: int = 10
    members: int = 15
    permanent: int = 5

    def wrong(self) -> tuple[str, ...]:
        """The names of what cannot be asked for."""
        found = [name for name, (least, most) in BOUNDS.items() if not least <= getattr(self, name) <= most]
        if self.permanent > self.members and "permanent" not in found:
            found.append("permanent")
        if self.model not in MODELS:
            found.append("model")
        if not self.rulebooks or not set(self.rulebooks) <= set(RULEBOOKS):
            found.append("rulebooks")
        return tuple(found)

    @property
    def total(self) -> int:
        """How many selections are simulated in all."""
        return self.simulations * len(self.rulebooks)

    @property
    def key(self) -> str:
        """The name under which the answer is kept: of the question, and of the constants that it was answered with."""
        asked = json.dumps({"question": asdict(self), "constants": constants()}, sort_keys=True)
        return hashlib.sha256(asked.encode()).hexdigest()[:32]

    @property
    def command(self) -> str:
        """What repeats it exactly, on a command line."""
        books = " ".join(f"--rulebook {name}" for name in self.rulebooks)
        numbers = " ".join(f"--{name} {getattr(self, name)}" for name in BOUNDS)
        return f"comity selection laboratory --model {self.model} {numbers} {books}"


def constants() -> dict[str, float]:
    """What every simulated selection rests on, beside the model."""
    names = ("FAVOUR", "OPPOSE", "MOMENTUM", "PATIENCE", "FIRMNESS", "LONGEST")
    return {name.lower(): getattr(laboratory, name) for name in names}


def answer(question: Question, after_each: Callable[[int], None] = lambda done: None) -> dict[str, Any]:
    """What came of it under each rulebook, and everything that is needed to repeat it."""
    studies = []
    for place, rulebook in enumerate(question.rulebooks):
        before = place * question.simulations

        def told(done: int, before: int = before) -> None:
            after_each(before + done)

        found = study(
            rulebook,
            question.model,
            simulations=question.simulations,
            seed=question.seed,
            candidates=question.candidates,
            members=question.members,
            permanent=question.permanent,
            after_each=told,
        )
        studies.append(asdict(found))
    return {
        "question": asdict(question),
        "constants": constants(),
        "numpy": laboratory.numpy_version(),
        "studies": studies,
    }
