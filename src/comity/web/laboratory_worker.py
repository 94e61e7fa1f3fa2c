"""A process that answers the questions at the laboratory's desk, one after the other, and then ends.

python -m comity.web.laboratory_worker FOLDER
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from comity.selection.comparing import Question, answer
from comity.web.laboratory_desk import AT_ONCE, Desk, hold, read, write

NICE: Final = 10
"""Pages go before the laboratory."""
ATTEMPTS: Final = 5
PAUSE: Final = 0.05
"""Seconds between attempts: whoever looks whether a place is free takes it for a moment."""


class Stopped(Exception):
    """Nobody waits for the answer any more."""


def main(folder: Path) -> None:
    os.nice(NICE)
    desk = Desk(folder)
    # Whoever puts a question looks for a free place after that: so after leaving one, the queue is looked at again.
    while desk.waiting() and _at_a_place(desk):
        pass


def _at_a_place(desk: Desk) -> bool:
    """Answer what waits, at one of the places; False where all are taken."""
    for attempt in range(ATTEMPTS * AT_ONCE):
        with hold(desk.folder / f"place-{attempt % AT_ONCE}") as mine:
            if mine:
                while waiting := desk.waiting():
                    _take_up(desk, waiting[0])
                return True
        time.sleep(PAUSE)
    return False


def _take_up(desk: Desk, own: Path) -> None:
    with ExitStack() as stack:
        stack.enter_context(hold(own / "lock", wait=True))
        if own not in desk.waiting():
            return
        write(own / "progress.json", {"done": 0, "worker": os.getpid()})

        def told(done: int) -> None:
            if (own / "stopped").exists():
                raise Stopped
            write(own / "progress.json", {"done": done, "worker": os.getpid()})

        asked = read(own / "question.json")
        question = Question(**asked | {"rulebooks": tuple(asked["rulebooks"])})
        try:
            write(own / "answer.json", answer(question, told))
        except Stopped:
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]))
