"""What a verification of the record found, and where a file fails first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from comity.rules.words import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """The first place where a file is not sound: a code for programs, a reason for people."""

    code: str
    line: int
    """Counted from 1; 0 where it is not the file, but what it was compared with."""
    sequence: int = 0
    stream: str = ""
    field: str = ""
    reason: Text

    def plain(self) -> dict[str, Any]:
        """As JSON writes it."""
        return {
            "code": self.code,
            "field": self.field,
            "line": self.line,
            "sequence": self.sequence,
            "stream": self.stream,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a verification found."""

    origin: str
    clearances: tuple[str, ...]
    """For whom the file was made, by its own word: judges what is withheld and what is missing."""
    key: str
    """The key that the signatures were checked with, as signed notes publish keys."""
    key_was_given: bool
    """Whether the verifier brought the key; otherwise the file itself named it, and anyone could have."""
    entries: int
    opened: int
    withheld: int
    erased: int
    missing: int
    missing_at: tuple[int, ...]
    """Sequences of the first missing payloads."""
    checkpoints: int
    root: bytes
    """Root over the entries up to the last checkpoint that was found good."""
    fault: Fault | None

    @property
    def sound(self) -> bool:
        return self.fault is None

    def plain(self) -> dict[str, Any]:
        """As JSON writes it."""
        return {
            "checkpoints": self.checkpoints,
            "clearances": list(self.clearances),
            "entries": self.entries,
            "erased": self.erased,
            "fault": None if self.fault is None else self.fault.plain(),
            "key": self.key,
            "key_was_given": self.key_was_given,
            "missing": self.missing,
            "missing_at": list(self.missing_at),
            "opened": self.opened,
            "origin": self.origin,
            "root": self.root.hex(),
            "sound": self.sound,
            "withheld": self.withheld,
        }
