"""A selection on its own: no clerk, no database, no clock; each act makes a new process or is out of order.

>>> from datetime import UTC, date, datetime
>>> from comity.bodies.actor import Accreditation, Actor, Capacity
>>> from comity.selection import Process
>>> secretariat = Actor(person="s", name="S", accreditations=(Accreditation(capacity=Capacity.SECRETARIAT),))
>>> process = Process.open(
...     rulebook="unsg-2016", by=secretariat, at=datetime(2015, 12, 1, tzinfo=UTC), term_since=date(2017, 1, 1)
... )
>>> seat = Accreditation(capacity=Capacity.REPRESENTATIVE, of="PRT")
>>> portugal = Actor(person="p", name="P", accreditations=(seat,))
>>> [possible.act.name for possible in process.in_order(by=portugal) if possible.in_order]
[]
>>> act = process.act("nominate", of="PRT", full_name="António Guterres", letter="...")
>>> process.hear(act, by=portugal, at=datetime(2016, 2, 29, tzinfo=UTC))
Traceback (most recent call last):
comity.rules.guard.OutOfOrder: The rules of this selection are not adopted yet. [A/71/774-S/2017/93 para. 19]
>>> process.outcome() is None
True
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from comity.bodies.actor import Actor
from comity.bodies.body import Bodies, standard_bodies
from comity.record.audience import Clearances, audience_name, may_open
from comity.rules.acts import Act, Happened, Possible, Sealed
from comity.rules.guard import Outcome
from comity.selection.acts import ACTS, OpenProcess
from comity.selection.folding import fold
from comity.selection.outcome import term
from comity.selection.procedure import decide, in_order
from comity.selection.state import Selection, begin

_KINDS = {kind.name: kind for kind in ACTS}


@dataclass(frozen=True, kw_only=True)
class Process:
    """One selection with all that happened in it."""

    state: Selection
    happened: tuple[Happened, ...] = field(default=(), repr=False)

    @classmethod
    def open(
        cls,
        *,
        rulebook: str,
        by: Actor,
        at: datetime,
        term_since: date,
        name: str = "",
        title: str = "",
        recommends: str = "unsc",
        appoints: str = "unga",
        bodies: Bodies | None = None,
    ) -> Process:
        """A new selection under a rulebook, opened by that person."""
        stream = f"selection:{name or rulebook}"
        process = cls(state=begin(stream, bodies if bodies is not None else standard_bodies()))
        opening = OpenProcess(
            id=uuid.uuid4().hex,
            stream=stream,
            rulebook=rulebook,
            title=title or rulebook,
            recommends=recommends,
            appoints=appoints,
            term_since=term_since,
        )
        return process.hear(opening, by=by, at=at)

    def act(self, name: str, **given: Any) -> Act:
        """An act of this selection by its short name: `process.act("nominate", of="PRT", ...)`."""
        return _KINDS[f"selection.{name}"](id=uuid.uuid4().hex, stream=self.state.stream, **given)

    def in_order(self, *, by: Actor, at: datetime | None = None) -> tuple[Possible, ...]:
        """What this person might do, with the objection where there is one; now is when something last happened."""
        now = at if at is not None else self.state.last_at
        assert now is not None
        return tuple(in_order(self.state, by, now))

    def hear(self, act: Act, *, by: Actor, at: datetime) -> Process:
        """The process after this act, or OutOfOrder with the rule."""
        made = list(decide(self.state, act, by, at))
        first = len(self.happened) + 1
        news = tuple(
            Happened(
                event=one.event,
                at=at,
                by=one.by,
                sequence=sequence,
                audience=audience_name(one.audience),
            )
            for sequence, one in enumerate(made, first)
        )
        return replace(self, state=fold(self.state, news), happened=(*self.happened, *news))

    def seen(self, clearances: Clearances) -> Selection:
        """The selection as a reader with these clearances may see it."""
        empty = begin(self.state.stream, self.state.bodies)
        return fold(empty, _open_to(self.happened, clearances))

    def outcome(self) -> Outcome | None:
        """None while the selection goes on; then who was appointed, and under which rule."""
        return term(self.state)


def _open_to(happened: Iterable[Happened], clearances: Clearances) -> Iterable[Happened | Sealed]:
    for one in happened:
        if may_open(one.audience, clearances):
            yield one
        else:
            yield Sealed(at=one.at, sequence=one.sequence, audience=one.audience)
