"""What may be asked of the questions before a body: the acts by which they come to the vote, or do not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from comity.rules.acts import Act, ask
from comity.rules.words import Text, text
from comity.votes.acts import CIRCLES, PUBLIC, on_behalf_of, some_members


def a_proposal() -> int:
    number: int = ask(text("votes.fields.proposal"), kind="number")
    return number


@dataclass(frozen=True, kw_only=True)
class SubmitProposal(Act):
    """A member submits a text, or an amendment to one."""

    name: ClassVar[str] = "votes.submit_proposal"
    label: ClassVar[Text] = text("votes.acts.submit_proposal")

    of: str = on_behalf_of()
    subject: str = ask(text("votes.fields.subject"))
    symbol: str = ask(text("votes.fields.symbol"), limit=60, optional=True, default="")
    item: str = ask(text("votes.fields.item"), hint=text("votes.fields.item_hint"), optional=True, default="")
    amends: int = ask(text("votes.fields.amends"), kind="number", optional=True, default=0)
    adds_or_deletes: bool = ask(text("votes.fields.adds_or_deletes"), kind="switch", default=False)
    sponsors: tuple[str, ...] = some_members(text("votes.fields.sponsors"))
    seen_by: str = ask(text("votes.fields.seen_by"), kind="choice", options=CIRCLES, default=PUBLIC)


@dataclass(frozen=True, kw_only=True)
class PlaceInOrder(Act):
    """The presidency says in which place a text or an amendment comes to the vote."""

    name: ClassVar[str] = "votes.place_in_order"
    label: ClassVar[Text] = text("votes.acts.place_in_order")

    proposal: int = a_proposal()
    place: int = ask(text("votes.fields.place"), kind="number")


@dataclass(frozen=True, kw_only=True)
class NoteExclusion(Act):
    """The presidency says that an amendment falls when another is adopted."""

    name: ClassVar[str] = "votes.note_exclusion"
    label: ClassVar[Text] = text("votes.acts.note_exclusion")

    proposal: int = a_proposal()
    falls_with: int = ask(text("votes.fields.falls_with"), kind="number")


@dataclass(frozen=True, kw_only=True)
class WithdrawProposal(Act):
    """The mover takes a text, an amendment or a motion back."""

    name: ClassVar[str] = "votes.withdraw_proposal"
    label: ClassVar[Text] = text("votes.acts.withdraw_proposal")

    proposal: int = a_proposal()


@dataclass(frozen=True, kw_only=True)
class TakeUpProposal(Act):
    """Another member takes up what was withdrawn."""

    name: ClassVar[str] = "votes.take_up_proposal"
    label: ClassVar[Text] = text("votes.acts.take_up_proposal")

    proposal: int = a_proposal()
    of: str = on_behalf_of()


@dataclass(frozen=True, kw_only=True)
class MoveDivision(Act):
    """A member asks that parts of a text be voted on separately."""

    name: ClassVar[str] = "votes.move_division"
    label: ClassVar[Text] = text("votes.acts.move_division")

    proposal: int = a_proposal()
    of: str = on_behalf_of()
    operative: str = ask(
        text("votes.fields.operative"), hint=text("votes.fields.parts_hint"), kind="text", limit=4_000
    )
    preambular: str = ask(
        text("votes.fields.preambular"),
        hint=text("votes.fields.parts_hint"),
        kind="text",
        limit=4_000,
        optional=True,
        default="",
    )


@dataclass(frozen=True, kw_only=True)
class ObjectToDivision(Act):
    """A member objects to a separate vote."""

    name: ClassVar[str] = "votes.object_to_division"
    label: ClassVar[Text] = text("votes.acts.object_to_division")

    proposal: int = a_proposal()
    of: str = on_behalf_of()


@dataclass(frozen=True, kw_only=True)
class GrantDivision(Act):
    """Nobody having objected, the text is divided."""

    name: ClassVar[str] = "votes.grant_division"
    label: ClassVar[Text] = text("votes.acts.grant_division")

    proposal: int = a_proposal()


@dataclass(frozen=True, kw_only=True)
class AskForRecordedVote(Act):
    """A member asks that it be recorded how each member votes."""

    name: ClassVar[str] = "votes.ask_for_recorded_vote"
    label: ClassVar[Text] = text("votes.acts.ask_for_recorded_vote")

    proposal: int = a_proposal()
    of: str = on_behalf_of()


@dataclass(frozen=True, kw_only=True)
class MoveReconsideration(Act):
    """A member asks that what was adopted or rejected be considered again."""

    name: ClassVar[str] = "votes.move_reconsideration"
    label: ClassVar[Text] = text("votes.acts.move_reconsideration")

    proposal: int = a_proposal()
    of: str = on_behalf_of()


PROPOSING: Final[tuple[type[Act], ...]] = (
    SubmitProposal,
    PlaceInOrder,
    NoteExclusion,
    WithdrawProposal,
    TakeUpProposal,
    MoveDivision,
    ObjectToDivision,
    GrantDivision,
    AskForRecordedVote,
    MoveReconsideration,
)
