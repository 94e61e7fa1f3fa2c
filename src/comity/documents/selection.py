"""The documents of a selection, each a template over what its reader knows of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from comity.bodies.body import Body
from comity.documents import selection_texts as texts
from comity.documents.document import Block, Document, Signature, Status
from comity.documents.wording import above, day, in_masthead, organ, president
from comity.rules.words import Text, text
from comity.selection.state import Letter, Selection


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One kind of letter: to whom it is addressed, how far it goes, and what stands in it."""

    blocks: Callable[[Selection, Letter], tuple[Block, ...]]
    annexes: Callable[[Selection, Letter], tuple[Block, ...]] = lambda state, letter: ()
    """What follows the signatures."""
    between: bool = False
    """From one President to the other; else to all."""
    distribution: str = "general"


LETTERS: Final[Mapping[str, Template]] = {
    "opening": Template(blocks=texts.opening),
    "rules": Template(blocks=texts.adopted_rules, between=True),
    "nomination": Template(blocks=texts.nomination, annexes=texts.annexes_of_nomination),
    "withdrawal": Template(blocks=texts.withdrawal),
    "poll_held": Template(blocks=texts.poll_held, between=True, distribution="limited"),
    "recommendation": Template(blocks=texts.recommendation, between=True),
}
"""Every kind of letter that a selection calls for."""


def letter(state: Selection, number: int, issued: str = "") -> Document | None:
    """The letter of that number with the symbol that it bears or that was issued for it; None where none is known."""
    known = state.letters.get(number)
    if known is None or known.kind not in LETTERS:
        return None
    template, status = LETTERS[known.kind], status_of(known)
    signed = tuple(_signature(state, known, code) for code in texts.in_order(state, known))
    dated = _dated(state, known, signed) if status.has_effect else None
    begun = day(state.council, known.drafted) if known.drafted else dated
    bodies = _bodies(state, known)
    return Document(
        kind=known.kind,
        house=above(*bodies),
        organs=tuple(in_masthead(body, dated or begun) for body in bodies),
        symbol=known.symbol or issued,
        distribution=text(f"documents.paper.distribution_{template.distribution}"),
        dated=dated,
        original=text("documents.paper.original"),
        title=_title(state, known, template, dated),
        salutation=text("documents.letters.salutation"),
        blocks=template.blocks(state, known),
        annexes=template.annexes(state, known),
        closing=text(f"documents.letters.closing_{texts.writers(known)}"),
        signatures=signed,
        status=status,
    )


def status_of(known: Letter) -> Status:
    if known.circulated:
        return Status.CIRCULATED
    if set(known.signatories) <= set(known.signed):
        return Status.SIGNED
    return Status.PARTLY if known.signed else Status.DRAFT


def _signature(state: Selection, known: Letter, code: str) -> Signature:
    """A letter that went out bears its signatures also for whoever may not know when they were given."""
    body = state.bodies[code]
    name, at = known.signed.get(code, ("", None))
    return Signature(
        office=president(body),
        name=name,
        on=None if at is None else day(body, at),
        done=code in known.signed or known.circulated is not None,
    )


def _dated(state: Selection, known: Letter, signed: tuple[Signature, ...]) -> date | None:
    """A letter bears the day of its last signature."""
    days = [one.on for one in signed if one.on is not None]
    if days:
        return max(days)
    return day(state.council, known.circulated) if known.circulated else None


def _bodies(state: Selection, known: Letter) -> tuple[Body, ...]:
    return tuple(state.bodies[code] for code in texts.in_order(state, known))


def _title(state: Selection, known: Letter, template: Template, dated: date | None) -> Text:
    when: Any = dated or text("documents.letters.no_date")
    council, assembly = organ(state.council, "of"), organ(state.assembly, "of")
    if template.between and state.council is not state.assembly:
        return text("documents.letters.title_between", date=when, from_of=council, to_of=assembly)
    if len(known.signatories) == 1:
        return text("documents.letters.title_one", date=when, first_of=council)
    return text("documents.letters.title_two", date=when, first_of=assembly, second_of=council)


def communique(state: Selection, meeting: str) -> Document | None:
    """What was made public of a private meeting."""
    if meeting not in state.communiques or meeting not in state.meetings:
        return None
    on = day(state.council, state.meetings[meeting])
    return Document(
        kind="communique",
        house=above(state.council),
        organs=(in_masthead(state.council, on),),
        distribution=text("documents.paper.distribution_general"),
        dated=on,
        original=text("documents.paper.original"),
        title=text("documents.letters.communique_title", first_of=organ(state.council, "of"), date=on),
        blocks=texts.communique(state, meeting),
        status=Status.ISSUED,
    )


def announcement(state: Selection) -> Document | None:
    """Who was appointed, and for which term."""
    found = next(((at, one) for at, one in state.appointments if one.adopted), None)
    if found is None:
        return None
    at, decided = found
    on = day(state.assembly, at)
    return Document(
        kind="announcement",
        house=above(state.assembly),
        organs=(in_masthead(state.assembly, on),),
        distribution=text("documents.paper.distribution_general"),
        dated=on,
        original=text("documents.paper.original"),
        title=text("documents.letters.announcement_title", post_of=texts.post_of(state)),
        blocks=texts.announcement(state, decided, on),
        status=Status.ISSUED,
    )


def confidential_copy(state: Selection, number: int) -> Document | None:
    """A copy as it was shown to its reader, and only in that reader's own view; None until they opened it."""
    copy = state.copies.get(number)
    if copy is None or copy.said is None or copy.said_at is None:
        return None
    at, shown = copy.said_at, copy.said
    on = day(state.council, at)
    return Document(
        kind=f"copy_{copy.form}",
        house=above(state.council),
        organs=(in_masthead(state.council, on),),
        distribution=text("documents.paper.distribution_confidential"),
        dated=on,
        original=text("documents.paper.original"),
        title=texts.copy_title(state, copy),
        blocks=texts.confidential_copy(state, copy, shown, at),
        status=Status.ISSUED,
        mark=shown.mark,
    )
