"""A vote of the Assembly: every member votes, every delegation's board is folded, every card is made.

    python bench/votes_in_memory.py

In memory, in one thread: what the rules and the folds cost, without database or browsers.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent.parent / "src")]

from tests.people import representative  # noqa: E402
from tests.votes.hall import Hall  # noqa: E402

from comity.bodies.states import all_states  # noqa: E402
from comity.votes.acts import CastVote  # noqa: E402
from comity.votes.drawing import board, seats_of  # noqa: E402


def main() -> None:
    hall = Hall("unga")
    codes = [state.code for state in all_states(hall.now.date())]
    people = {code: representative(code) for code in codes}
    vote = hall.open()
    started = time.perf_counter()
    for code, person in people.items():
        hall.must(CastVote, person, vote=vote, of=code, choice="yes")
    cast = time.perf_counter()
    seen = [hall.seen(person) for person in people.values()]
    folded = time.perf_counter()
    for person in people.values():
        hall.clerk.in_order(hall.stream, person, hall.now)
    offered = time.perf_counter()
    drawing = board(seats_of(hall.whole.body, seen[0].votes[vote]), id="board")
    drawn = time.perf_counter()
    print(f"members                   {len(codes):>8}")
    print(f"votes heard               {cast - started:>8.3f} s")
    print(f"states of all delegations {folded - cast:>8.3f} s")
    print(f"cards of all delegations  {offered - folded:>8.3f} s")
    print(f"one board, {len(drawing):>6} signs  {drawn - offered:>8.3f} s")


if __name__ == "__main__":
    main()
