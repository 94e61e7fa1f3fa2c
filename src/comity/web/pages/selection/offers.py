"""What a reader of a selection may do on one of its pages: cards, and forms that choose among several subjects."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

from django.urls import reverse

from comity.rules.acts import Act, Possible
from comity.rules.guard import Objection
from comity.selection.procedure import RULES
from comity.selection.state import Selection
from comity.web.house import house
from comity.web.pages import asking, parts
from comity.web.pages.reader import Reader
from comity.web.pages.selection.place import stream_of


def offered(name: str, one: Reader, kinds: Sequence[type[Act]], about: str | None = None) -> list[Possible]:
    """Acts of these kinds that are this reader's to think of, in that order; those that are for others are left out."""
    stream = stream_of(name)
    whole: Selection = house().clerk.folds.whole(stream).state
    found = []
    for possible in house().clerk.in_order(stream, one.actor, one.now, about):
        given = SimpleNamespace(**dict(possible.given))
        if possible.act in kinds and RULES[possible.act].who(whole, given, one.actor, one.now) is None:
            found.append(possible)
    return sorted(found, key=lambda possible: kinds.index(possible.act))


def cards(
    name: str,
    one: Reader,
    kinds: Sequence[type[Act]],
    about: str | None = None,
    *,
    opened: Iterable[type[Act]] = (),
    notes: Mapping[type[Act], Any] | None = None,
    filled: Mapping[type[Act], Mapping[str, Any]] | None = None,
) -> tuple[parts.Card, ...]:
    """Each with its form; some open, with a note, or with fields that are filled in to be changed."""
    found = []
    for possible in offered(name, one, kinds, about):
        answered = _filled(possible, (filled or {}).get(possible.act))
        note = (notes or {}).get(possible.act)
        card = asking.card(possible, stream_of(name), note=note, answered=answered, returned=one.returned)
        found.append(replace(card, open=card.back or possible.act in opened))
    return tuple(found)


def _filled(possible: Possible, values: Mapping[str, Any] | None) -> asking.Answered | None:
    if values is None:
        return None
    shown = {name: default for name, _, default in asking.asked(possible)} | dict(values)
    return asking.Answered(values={}, errors={}, shown=shown, files={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form for an act that a page lays out itself: where it goes, and the id that the act will bear."""

    possible: Possible
    address: str
    token: str
    fields: Mapping[str, parts.Field]
    subjects: tuple[parts.Choice, ...] = ()
    """What it may be about, where the person chooses."""
    about: str = ""
    """What the person chose, where the form comes back."""
    shown: Mapping[str, Any] = field(default_factory=dict)
    """What was filled in, where the form comes back."""
    back: bool = False
    refused: Objection | None = None

    @property
    def label(self) -> Any:
        return self.possible.act.label

    @property
    def faulty(self) -> tuple[parts.Field, ...]:
        return tuple(each for each in self.fields.values() if each.errors)


def form(
    name: str,
    possible: Possible,
    one: Reader,
    subjects: tuple[parts.Choice, ...] = (),
    filled: Mapping[str, Any] | None = None,
) -> Form:
    """A form as it begins, or as it comes back to this reader."""
    stream, returned = stream_of(name), one.returned
    about = {possible.about, *(each.value for each in subjects)}
    if returned is not None and returned.is_of(stream, possible.act, *about):
        possible = returned.possible
    else:
        returned = None
    card = asking.card(possible, stream, answered=_filled(possible, filled), returned=returned)
    return Form(
        about=possible.about,
        shown={} if returned is None else returned.answered.shown,
        back=card.back,
        refused=card.refused,
        possible=possible,
        address=card.address,
        token=card.token,
        fields={each.name: each for each in card.fields},
        subjects=subjects,
    )


@dataclass(frozen=True, slots=True)
class Plain:
    """What is said as it is written, in any language."""

    written: str

    def say(self, language: str = "en") -> str:
        return self.written


def token() -> str:
    """What an act will be called."""
    return secrets.token_urlsafe(16)


def act_address(name: str, kind: type[Act]) -> str:
    return reverse("act", args=[stream_of(name), kind.name])
