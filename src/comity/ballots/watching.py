"""How far a long verification is, told on a terminal and nowhere else."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from comity.ballots.verify import Progress
from comity.rules.words import text

AFTER: Final = 1.0
"""Seconds before anything is shown: what is done by then needs no telling."""
EVERY: Final = 0.2
CLEAR: Final = "\r\x1b[2K"


@contextmanager
def watched(language: str) -> Iterator[Progress | None]:
    """What to tell how many ballots are done; nothing where nobody would see it."""
    if not sys.stderr.isatty():
        yield None
        return
    begun = time.monotonic()
    shown = begun + AFTER - EVERY

    def tell(done: int, total: int) -> None:
        nonlocal shown
        now = time.monotonic()
        if now - shown >= EVERY:
            shown = now
            print(CLEAR + line(done, total, now - begun, language), end="", file=sys.stderr, flush=True)

    try:
        yield tell
    finally:
        if shown > begun + AFTER - EVERY:
            print(CLEAR, end="", file=sys.stderr, flush=True)


def line(done: int, total: int, seconds: float, language: str) -> str:
    """How many are done, and once some are, how long the rest will take at that pace."""
    if not done:
        return text("ballots.commands.progress", done=done, total=total).say(language)
    left = round(seconds * (total - done) / done)
    clock = f"{left // 60}:{left % 60:02}"
    return text("ballots.commands.progress_left", done=done, total=total, left=clock).say(language)
