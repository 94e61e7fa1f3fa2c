"""The procedural motions of each organ, as data: their order, whether they are debated, who may speak on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from comity.bodies.body import Body
from comity.rules.citation import ASSEMBLY_RULES, Citation, assembly, council


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionKind:
    """One kind of motion."""

    name: str
    in_favour: int | None = None
    """How many speak in favour beside the mover; None where the rules set no limit."""
    against: int | None = None
    citation: Citation

    @property
    def debated(self) -> bool:
        return (self.in_favour, self.against) != (0, 0)


def _by_name(*kinds: MotionKind) -> Mapping[str, MotionKind]:
    return MappingProxyType({kind.name: kind for kind in kinds})


COUNCIL: Final = _by_name(
    MotionKind(name="suspend_meeting", in_favour=0, against=0, citation=council(33)),
    MotionKind(name="adjourn_meeting", in_favour=0, against=0, citation=council(33)),
    MotionKind(name="adjourn_to_day_or_hour", citation=council(33)),
    MotionKind(name="refer", citation=council(33)),
    MotionKind(name="postpone_discussion", citation=council(33)),
    MotionKind(name="introduce_amendment", citation=council(33)),
)
"""In the order of rule 33."""

ASSEMBLY: Final = _by_name(
    MotionKind(name="suspend_meeting", in_favour=0, against=0, citation=assembly(76)),
    MotionKind(name="adjourn_meeting", in_favour=0, against=0, citation=assembly(76)),
    MotionKind(name="adjourn_debate", in_favour=2, against=2, citation=assembly(74)),
    MotionKind(name="close_debate", in_favour=0, against=2, citation=assembly(75)),
    MotionKind(name="competence", citation=assembly(79)),
)
"""In the order of rule 77; the question of competence comes after them and before the proposal (rule 79)."""


def kinds_of(body: Body) -> Mapping[str, MotionKind]:
    """The motions of a body in their order; a body that is neither organ goes by the Council's."""
    return ASSEMBLY if ASSEMBLY_RULES in body.rulebooks else COUNCIL
