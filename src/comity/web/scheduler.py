"""What a serving process does by itself."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta
from typing import Final

from django.db import close_old_connections

from comity.clerk.store import RecordUnavailable
from comity.web.accounts import last_use, limits, sessions
from comity.web.house import house, now

log = logging.getLogger(__name__)

SWEEP_EVERY: Final = timedelta(hours=6)
"""How often sessions and counts of attempts that have run out are removed."""


class Scheduler:
    """What a serving process does by itself: once a second the clocks that run out, and the housekeeping."""

    def __init__(self, every: float = 1.0) -> None:
        self._every = every
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="scheduler", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._end.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        swept = now()
        while not self._end.wait(self._every):
            try:
                at = now()
                house().clerk.wake(at)
                last_use.write()
                if at - swept > SWEEP_EVERY:
                    sessions.sweep()
                    limits.sweep(at)
                    swept = at
            except RecordUnavailable:
                log.warning("the record is not available; clocks wait")
            except Exception:
                log.exception("a clock could not be heard")
            finally:
                close_old_connections()
