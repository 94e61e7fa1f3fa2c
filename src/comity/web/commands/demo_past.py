"""The selections of 2016 and 2026 and the election of 2019 on the demo's record: each at its own days."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from comity.record.attachment import Attachment
from comity.selection.past import SECRETARIAT, Step
from comity.web.commands.speaking import tell

BEGINS: Final = datetime(2026, 11, 1, tzinfo=UTC)
"""When the demo's own month begins; a record that has come so far takes nothing of the past any more."""
NOT_IN_SOURCE: Final = "Handed in with the nomination; the text is not part of this demonstration's sources."


def live_through_the_past() -> None:
    """Everything of those years at its moment, the clocks running; a record only grows, so it comes first."""
    from comity.demo.electing import held_in_2019
    from comity.selection.history import steps_2016
    from comity.selection.history_2026 import STREAM, steps_2026
    from comity.web.house import house

    reached = house().store.head().at
    if reached is not None and reached >= BEGINS:
        return
    tell("demo_past")
    _era(tuple(steps_2016(house().bodies)))
    _era(held_in_2019())
    _era(tuple(steps_2026(lambda name, candidate: _paper(STREAM, name, candidate), house().bodies)))


def _era(steps: tuple[Step, ...]) -> None:
    """The acts of one selection or election, after those who acted in it were accredited for its time."""
    from comity.web.commands.demo import hear
    from comity.web.house import house

    _accredit(steps)
    day = None
    for step in steps:
        if step.at.date() != day:
            day = step.at.date()
            house().clerk.wake(step.at)
        hear(step.act, step.by.person, step.at)


def _accredit(steps: tuple[Step, ...]) -> None:
    from comity.accreditation.acts import Accredit
    from comity.accreditation.state import STREAM
    from comity.bodies.credentials import Issuer
    from comity.web.commands.demo import hear

    first, last = steps[0].at, steps[-1].at
    for actor in {step.by.person: step.by for step in steps}.values():
        (held,) = actor.accreditations
        act = Accredit(
            id=f"demo-past-{first.year}-{actor.person}",
            stream=STREAM,
            person=actor.person,
            full_name=actor.name,
            capacity=held.capacity.value,
            body=held.body,
            of=held.of,
            since=first.date(),
            until=last.date(),
            issued_by=Issuer.MINISTER_FOR_FOREIGN_AFFAIRS.value,
        )
        hear(act, "", first)


def _paper(stream: str, name: str, candidate: str) -> Attachment:
    from comity.web.house import house

    content = f"{candidate}\n\n{NOT_IN_SOURCE}\n".encode()
    return house().files.bring(stream, name, content, SECRETARIAT.person, BEGINS)
