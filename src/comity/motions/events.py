"""What has happened to motions and points of order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from comity.rules.acts import Event


@dataclass(frozen=True, kw_only=True)
class MotionMade(Event):
    name: ClassVar[str] = "motions.motion_made.v1"

    motion: int
    kind: str
    of: str
    details: str = ""
    seen_by: str


@dataclass(frozen=True, kw_only=True)
class MotionWithdrawn(Event):
    name: ClassVar[str] = "motions.motion_withdrawn.v1"

    motion: int


@dataclass(frozen=True, kw_only=True)
class SpokenOnMotion(Event):
    name: ClassVar[str] = "motions.spoken_on_motion.v1"

    motion: int
    of: str
    side: str


@dataclass(frozen=True, kw_only=True)
class MotionDecided(Event):
    """Without counts it was carried because nobody objected."""

    name: ClassVar[str] = "motions.motion_decided.v1"

    motion: int
    verdict: str
    counts: tuple[int, int, int] | None = None


@dataclass(frozen=True, kw_only=True)
class PointRaised(Event):
    name: ClassVar[str] = "motions.point_raised.v1"

    point: int
    of: str
    details: str
    seen_by: str


@dataclass(frozen=True, kw_only=True)
class PointRuled(Event):
    name: ClassVar[str] = "motions.point_ruled.v1"

    point: int
    ruling: str


@dataclass(frozen=True, kw_only=True)
class RulingChallenged(Event):
    name: ClassVar[str] = "motions.ruling_challenged.v1"

    point: int
    of: str


@dataclass(frozen=True, kw_only=True)
class ChallengeDecided(Event):
    name: ClassVar[str] = "motions.challenge_decided.v1"

    point: int
    overruled: bool
    counts: tuple[int, int, int]


EVENTS: Final[tuple[type[Event], ...]] = (
    MotionMade,
    MotionWithdrawn,
    SpokenOnMotion,
    MotionDecided,
    PointRaised,
    PointRuled,
    RulingChallenged,
    ChallengeDecided,
)
