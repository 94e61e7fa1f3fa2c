"""The laboratory's desk: questions wait in folders, workers in processes of their own answer one after the other.

A question's folder holds what was asked, how far the work is, and the answer, which is kept: the same question is
answered at once. Locks of the operating system say who works, so nothing is believed of a process that was killed.
Knows no Django and no database.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal

from comity.selection.comparing import Question

AT_ONCE: Final = max(1, (os.cpu_count() or 1) // 2)
"""Workers at the same time; the other half of the processors is for everybody's pages."""
MOST_WAITING: Final = 8
MOST_OF_ONE: Final = 2
"""Unfinished questions of one asker."""
KEPT: Final = 300
"""Answers that are kept; those that were looked at least recently go."""


class Busy(Exception):
    """No more questions are taken now."""


class TooMany(Exception):
    """This asker has questions enough at work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a question stands."""

    kind: Literal["unknown", "waiting", "running", "answered", "stopped", "lost"]
    done: int = 0
    before: int = 0
    """How many questions wait before it."""
    answer: dict[str, Any] | None = None


class Desk:
    """All questions of one house, in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def standing(self, question: Question) -> Standing:
        """How far it is; a worker that was killed in the middle leaves it `lost`."""
        own = self.folder / question.key
        if not (own / "question.json").exists():
            return Standing(kind="unknown")
        works = held(own / "lock")
        if (own / "answer.json").exists():
            (own / "answer.json").touch()
            return Standing(kind="answered", answer=read(own / "answer.json"))
        if (own / "stopped").exists():
            return Standing(kind="stopped")
        progress = read(own / "progress.json")
        if progress is not None:
            return Standing(kind="running" if works else "lost", done=progress["done"])
        waiting = [one.name for one in self.waiting()]
        return Standing(kind="waiting", before=waiting.index(own.name) if own.name in waiting else 0)

    def ask(self, question: Question, asker: str) -> None:
        """Put a question; who asks for what is at work already joins those who wait for it."""
        own = self.folder / question.key
        kind = self.standing(question).kind
        if kind == "answered":
            return
        if kind not in ("waiting", "running"):
            if len(self.waiting()) >= MOST_WAITING:
                raise Busy
            if sum(asker in askers(one) for one in self._at_work()) >= MOST_OF_ONE:
                raise TooMany
            shutil.rmtree(own, ignore_errors=True)
            own.mkdir(parents=True, exist_ok=True)
            write(own / "askers.json", [asker])
            write(own / "question.json", asdict(question))
            self._forget()
        elif asker not in askers(own):
            write(own / "askers.json", [*askers(own), asker])
        self.call_worker()

    def stop(self, question: Question, asker: str) -> None:
        """This asker waits no more; the work ends when nobody does."""
        own = self.folder / question.key
        if asker not in askers(own):
            return
        left = [one for one in askers(own) if one != asker]
        write(own / "askers.json", left)
        if not left:
            (own / "stopped").touch()

    def waiting(self) -> list[Path]:
        """The folders of the questions that nobody has taken up, in the order in which they were put."""
        asked = [file for file in self.folder.glob("*/question.json") if _untouched(file.parent)]
        return [file.parent for file in sorted(asked, key=lambda file: (_age(file), file.parent.name))]

    def call_worker(self) -> None:
        """See to it that somebody works while questions wait and a place is free."""
        if not self.waiting() or all(held(self.folder / f"place-{n}") for n in range(AT_ONCE)):
            return
        subprocess.Popen(  # noqa: S603 - our own module, in a folder of this house
            [sys.executable, "-m", "comity.web.laboratory_worker", str(self.folder)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _at_work(self) -> Iterator[Path]:
        for file in self.folder.glob("*/question.json"):
            own = file.parent
            if _untouched(own) or held(own / "lock"):
                yield own

    def _forget(self) -> None:
        """Keep what is at work, and of the rest what was looked at last."""
        busy = set(self._at_work())
        rest = [file.parent for file in self.folder.glob("*/question.json") if file.parent not in busy]
        rest.sort(key=lambda own: max(_age(own / "answer.json"), _age(own / "question.json")), reverse=True)
        for own in rest[KEPT:]:
            shutil.rmtree(own, ignore_errors=True)


def _untouched(own: Path) -> bool:
    return not any((own / name).exists() for name in ("progress.json", "answer.json", "stopped"))


def _age(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def askers(own: Path) -> list[str]:
    """Who waits for the answer."""
    found = read(own / "askers.json")
    return list(found) if isinstance(found, list) else []


def read(file: Path) -> Any:
    """What a file of the desk says; None where it is not there any more."""
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None


def write(file: Path, said: Any) -> None:
    """All of it or nothing: whoever reads meanwhile reads what stood there before."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    beside.write_text(json.dumps(said), encoding="utf-8")
    beside.replace(file)


@contextmanager
def hold(file: Path, *, wait: bool = False) -> Iterator[bool]:
    """Hold a lock that ends with the process, whatever becomes of it; False where another holds it."""
    with file.open("a") as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True


def held(file: Path) -> bool:
    """Whether a process holds that lock now."""
    if not file.exists():
        return False
    with hold(file) as free:
        return not free
