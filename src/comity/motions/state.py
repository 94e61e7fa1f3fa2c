"""The motions and points of order of a body: the fold of what happened to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from comity.bodies.body import Body
from comity.motions import events
from comity.motions.kinds import MotionKind, kinds_of
from comity.rules.acts import Happened, Sealed


class Fate(StrEnum):
    PENDING = "pending"
    CARRIED = "carried"
    LOST = "lost"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Motion:
    motion: int
    kind: str
    of: str
    details: str
    seen_by: str
    spoken: tuple[tuple[str, str], ...] = ()
    """Who spoke, and on which side."""
    fate: Fate = Fate.PENDING
    counts: tuple[int, int, int] | None = None
    at: datetime
    touched: datetime
    entry: int

    def on_side(self, side: str) -> tuple[str, ...]:
        return tuple(of for of, one in self.spoken if one == side)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point of order, the ruling on it, and what became of a challenge."""

    point: int
    of: str
    details: str
    seen_by: str
    ruling: str = ""
    challenged_by: str = ""
    overruled: bool | None = None
    counts: tuple[int, int, int] | None = None
    at: datetime
    touched: datetime
    entry: int

    @property
    def waits(self) -> bool:
        """Whether the presidency has to rule, or the body to decide on a challenge, before anything else."""
        return not self.ruling or (bool(self.challenged_by) and self.overruled is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Motions:
    """What a reader knows of a body's motions and points of order."""

    stream: str
    body: Body
    motions: Mapping[int, Motion] = field(default_factory=dict)
    points: Mapping[int, Point] = field(default_factory=dict)
    sealed: tuple[Sealed, ...] = ()

    @property
    def kinds(self) -> Mapping[str, MotionKind]:
        return kinds_of(self.body)

    @property
    def point(self) -> Point | None:
        """The point of order that is before everything else."""
        return next((point for point in self.points.values() if point.waits), None)

    def precedence(self) -> tuple[Motion, ...]:
        """The pending motions in the order in which they are put: by their rank, then as they were made."""
        ranks = {name: rank for rank, name in enumerate(self.kinds)}
        pending = (motion for motion in self.motions.values() if motion.fate is Fate.PENDING)
        return tuple(sorted(pending, key=lambda motion: (ranks[motion.kind], motion.motion)))


def begin(stream: str, bodies: Mapping[str, Body]) -> Motions:
    return Motions(stream=stream, body=bodies[stream.partition(":")[2]])


def fold(state: Motions, happened: Iterable[Happened | Sealed]) -> Motions:
    motions, points, sealed = dict(state.motions), dict(state.points), list(state.sealed)
    for one in happened:
        if isinstance(one, Sealed):
            sealed.append(one)
            continue
        event = one.event
        match event:
            case events.MotionMade():
                motions[event.motion] = Motion(
                    motion=event.motion,
                    kind=event.kind,
                    of=event.of,
                    details=event.details,
                    seen_by=event.seen_by,
                    at=one.at,
                    touched=one.at,
                    entry=one.sequence,
                )
            case events.PointRaised():
                points[event.point] = Point(
                    point=event.point,
                    of=event.of,
                    details=event.details,
                    seen_by=event.seen_by,
                    at=one.at,
                    touched=one.at,
                    entry=one.sequence,
                )
            case events.PointRuled() | events.RulingChallenged() | events.ChallengeDecided():
                points[event.point] = replace(_pointed(points[event.point], event), touched=one.at)
            case events.MotionWithdrawn() | events.SpokenOnMotion() | events.MotionDecided():
                motions[event.motion] = replace(_moved(motions[event.motion], event), touched=one.at)
            case _:
                pass
    return replace(state, motions=motions, points=points, sealed=tuple(sealed))


def _moved(
    motion: Motion, event: events.MotionWithdrawn | events.SpokenOnMotion | events.MotionDecided
) -> Motion:
    match event:
        case events.MotionWithdrawn():
            return replace(motion, fate=Fate.WITHDRAWN)
        case events.SpokenOnMotion():
            return replace(motion, spoken=(*motion.spoken, (event.of, event.side)))
        case events.MotionDecided():
            carried = event.verdict == "adopted"
            return replace(motion, fate=Fate.CARRIED if carried else Fate.LOST, counts=event.counts)


def _pointed(
    point: Point, event: events.PointRuled | events.RulingChallenged | events.ChallengeDecided
) -> Point:
    match event:
        case events.PointRuled():
            return replace(point, ruling=event.ruling)
        case events.RulingChallenged():
            return replace(point, challenged_by=event.of)
        case events.ChallengeDecided():
            return replace(point, overruled=event.overruled, counts=event.counts)
