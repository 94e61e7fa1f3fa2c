"""How long 100,000 simulated selections take under each rulebook, and what comes of them.

    PYTHONPATH=src python bench/laboratory.py [model] [simulations]

The budget is 60 s for a rulebook on two processors. The seed and the model are printed: the same arguments give the
same figures.
"""

from __future__ import annotations

import sys
import time

from comity.selection.laboratory import MODELS, study
from comity.selection.rulebook import RULEBOOKS

BUDGET = 60.0
SEED = 2016


def main(model: str, simulations: int) -> int:
    """Study every rulebook; 1 where one of them took longer than the budget."""
    print(f"model {model}, seed {SEED}, {simulations:,} selections under each rulebook")
    print(
        f"{'rulebook':<20} {'s':>6} {'rounds':>7} {'deadlock':>9} {'vetoed':>7} {'most pref.':>10} {'exposed':>8}"
    )
    late = False
    for rulebook in RULEBOOKS:
        start = time.perf_counter()
        found = study(rulebook, model, simulations=simulations, seed=SEED)
        seconds = time.perf_counter() - start
        late = late or seconds > BUDGET
        print(
            f"{rulebook:<20} {seconds:>6.1f} {found.mean_rounds:>7.2f} {found.deadlocks:>9.1%} "
            f"{found.vetoed_favourites:>7.1%} {found.most_preferred_wins:>10.1%} {found.exposed:>8.1%}"
        )
    return 1 if late else 0


if __name__ == "__main__":
    chosen = sys.argv[1] if len(sys.argv) > 1 else "spatial"
    if chosen not in MODELS:
        sys.exit(f"models: {', '.join(MODELS)}")
    sys.exit(main(chosen, int(sys.argv[2]) if len(sys.argv) > 2 else 100_000))
