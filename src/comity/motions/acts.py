"""What may be asked about the conduct of business: motions, points of order, challenges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from comity.motions.kinds import ASSEMBLY, COUNCIL
from comity.rules.acts import Act, ask
from comity.rules.words import Text, text

MEMBERS: Final = "members"
PUBLIC: Final = "public"
CIRCLES: Final = tuple((to, text(f"motions.circles.{to}")) for to in (MEMBERS, PUBLIC))
KINDS: Final = tuple((name, text(f"motions.kinds.{name}")) for name in {**COUNCIL, **ASSEMBLY})
SIDES: Final = tuple((side, text(f"motions.sides.{side}")) for side in ("for", "against"))
RULINGS: Final = tuple((ruling, text(f"motions.rulings.{ruling}")) for ruling in ("upheld", "not_upheld"))


def on_behalf_of() -> str:
    of: str = ask(text("motions.fields.of"), kind="choice")
    return of


def a_number(label: Text) -> int:
    number: int = ask(label, kind="number")
    return number


def open_to() -> str:
    seen_by: str = ask(text("motions.fields.seen_by"), kind="choice", options=CIRCLES, default=PUBLIC)
    return seen_by


@dataclass(frozen=True, kw_only=True)
class Move(Act):
    """A member makes a procedural motion."""

    name: ClassVar[str] = "motions.move"
    label: ClassVar[Text] = text("motions.acts.move")

    of: str = on_behalf_of()
    kind: str = ask(text("motions.fields.kind"), kind="choice", options=KINDS)
    details: str = ask(text("motions.fields.details"), kind="text", limit=2_000, optional=True, default="")
    seen_by: str = open_to()


@dataclass(frozen=True, kw_only=True)
class WithdrawMotion(Act):
    """The mover takes a motion back."""

    name: ClassVar[str] = "motions.withdraw_motion"
    label: ClassVar[Text] = text("motions.acts.withdraw_motion")

    motion: int = a_number(text("motions.fields.motion"))


@dataclass(frozen=True, kw_only=True)
class SpeakOnMotion(Act):
    """A member speaks for or against a motion."""

    name: ClassVar[str] = "motions.speak_on_motion"
    label: ClassVar[Text] = text("motions.acts.speak_on_motion")

    motion: int = a_number(text("motions.fields.motion"))
    of: str = on_behalf_of()
    side: str = ask(text("motions.fields.side"), kind="choice", options=SIDES)


@dataclass(frozen=True, kw_only=True)
class DecideMotion(Act):
    """The presidency puts a motion to the vote and says how the hands were."""

    name: ClassVar[str] = "motions.decide_motion"
    label: ClassVar[Text] = text("motions.acts.decide_motion")

    motion: int = a_number(text("motions.fields.motion"))
    yes: int = a_number(text("motions.fields.yes"))
    no: int = a_number(text("motions.fields.no"))
    abstain: int = a_number(text("motions.fields.abstain"))


@dataclass(frozen=True, kw_only=True)
class CarryMotion(Act):
    """The presidency hears no objection, and a motion is carried without a vote."""

    name: ClassVar[str] = "motions.carry_motion"
    label: ClassVar[Text] = text("motions.acts.carry_motion")

    motion: int = a_number(text("motions.fields.motion"))


@dataclass(frozen=True, kw_only=True)
class RaisePointOfOrder(Act):
    """A member raises a point of order."""

    name: ClassVar[str] = "motions.raise_point_of_order"
    label: ClassVar[Text] = text("motions.acts.raise_point_of_order")

    of: str = on_behalf_of()
    details: str = ask(text("motions.fields.details"), kind="text", limit=2_000)
    seen_by: str = open_to()


@dataclass(frozen=True, kw_only=True)
class RuleOnPoint(Act):
    """The presidency rules on a point of order."""

    name: ClassVar[str] = "motions.rule_on_point"
    label: ClassVar[Text] = text("motions.acts.rule_on_point")

    point: int = a_number(text("motions.fields.point"))
    ruling: str = ask(text("motions.fields.ruling"), kind="choice", options=RULINGS)


@dataclass(frozen=True, kw_only=True)
class ChallengeRuling(Act):
    """A member challenges the ruling, which the body then decides at once."""

    name: ClassVar[str] = "motions.challenge_ruling"
    label: ClassVar[Text] = text("motions.acts.challenge_ruling")

    point: int = a_number(text("motions.fields.point"))
    of: str = on_behalf_of()


@dataclass(frozen=True, kw_only=True)
class DecideChallenge(Act):
    """The presidency puts it to the vote whether the ruling is overruled."""

    name: ClassVar[str] = "motions.decide_challenge"
    label: ClassVar[Text] = text("motions.acts.decide_challenge")

    point: int = a_number(text("motions.fields.point"))
    yes: int = a_number(text("motions.fields.yes_to_overrule"))
    no: int = a_number(text("motions.fields.no"))
    abstain: int = a_number(text("motions.fields.abstain"))


ACTS: Final[tuple[type[Act], ...]] = (
    Move,
    WithdrawMotion,
    SpeakOnMotion,
    DecideMotion,
    CarryMotion,
    RaisePointOfOrder,
    RuleOnPoint,
    ChallengeRuling,
    DecideChallenge,
)
