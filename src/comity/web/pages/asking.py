"""Forms out of acts: what `in_order` says becomes a card with fields, and what comes back becomes an act again."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, replace
from datetime import UTC, date, datetime
from typing import Any, Final

from django.http import QueryDict
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from comity.bodies.actor import Actor
from comity.record.attachment import Attachment
from comity.rules.acts import Act, Ask, Possible
from comity.rules.guard import Objection, OutOfOrder
from comity.rules.words import Sayable, text
from comity.web.house import House
from comity.web.pages import parts
from comity.web.store.files import plain_name

_CONTROLS: Final = frozenset(map(chr, (*range(32), 127)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a form brought back: values for the act, or what is wrong with them, and what to show again."""

    values: Mapping[str, Any]
    errors: Mapping[str, tuple[Sayable, ...]]
    shown: Mapping[str, Any]
    files: Mapping[str, tuple[Attachment, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A form that could not be taken: it comes back on the page that it was sent from, as it was filled in."""

    possible: Possible
    stream: str
    answered: Answered
    objection: Objection | None
    token: str
    """The new id, by which it is seen whether the page has the form."""

    def is_of(self, stream: str, act: type[Act], *about: str) -> bool:
        return (self.stream, self.possible.act) == (stream, act) and self.possible.about in about


def card(
    possible: Possible,
    stream: str,
    *,
    returned: Returned | None = None,
    answered: Answered | None = None,
    note: Any = None,
    opened: bool = False,
) -> parts.Card:
    """An act that is in order with its form, or one that is not with the reason."""
    act = possible.act
    back = returned if returned is not None and returned.is_of(stream, act, possible.about) else None
    if back is not None:
        possible, answered = _once_more(possible), back.answered
    form = f"{act.name.replace('.', '-').replace('_', '-')}{'-' + possible.about if possible.about else ''}"
    return parts.Card(
        possible=possible,
        address=reverse("act", args=[stream, act.name]),
        token=secrets.token_urlsafe(16) if back is None else back.token,
        note=note,
        fields=tuple(_field(one, possible, form, answered) for one in asked(possible))
        if possible.in_order
        else (),
        open=opened or answered is not None,
        back=back is not None,
        refused=None if back is None else back.objection,
    )


def _once_more(possible: Possible) -> Possible:
    """With its form, where it has one: what is not in order as it was sent may be so when it is changed."""
    return replace(possible, objection=None) if asked(possible) else possible


def asked(possible: Possible) -> tuple[tuple[str, Ask, Any], ...]:
    """The fields that a person fills in: name, how it is asked for, and what stands there at first.

    Parts with fields of their own are left to the page that has a form for them.
    """
    given = dict(possible.given)
    return tuple(
        (one.name, _ask(one, possible), "" if one.default is MISSING else one.default)
        for one in fields(possible.act)
        if one.name not in ("id", "stream")
        and one.name not in given
        and one.metadata["ask"].kind != "several"
    )


def _ask(one: Any, possible: Possible) -> Ask:
    how: Ask = one.metadata["ask"]
    return replace(how, optional=False) if one.name in possible.needed else how


def _field(
    one: tuple[str, Ask, Any], possible: Possible, form: str, answered: Answered | None
) -> parts.Field:
    name, how, default = one
    choices = _choices(name, how, possible)
    shown = default if answered is None else answered.shown.get(name, "")
    if how.kind == "choice" and not shown and len(choices) == 1:
        shown = choices[0].value
    chosen = how.kind == "choices" and not isinstance(shown, str)
    return parts.Field(
        name=name,
        ask=how,
        form=form,
        value="" if chosen or how.kind == "files" or shown is None else str(shown or ""),
        chosen=frozenset(shown) if chosen else frozenset(),
        choices=choices,
        errors=() if answered is None else answered.errors.get(name, ()),
        files=tuple(
            parts.Attachment(name=f.name, size=f.size, kind=f.media_type, digest=f.sha256)
            for f in (() if answered is None else answered.files.get(name, ()))
        ),
    )


def _choices(name: str, how: Ask, possible: Possible) -> tuple[parts.Choice, ...]:
    options: Sequence[tuple[str, Sayable]] = dict(possible.options).get(name, how.options)
    found = tuple(parts.Choice(value=value, label=label) for value, label in options)
    if how.kind == "choice" and how.optional and len(found) < parts.SHORT_LIST:
        # A radio button once chosen cannot be let go again, so none of them is a choice of its own.
        return (parts.Choice(value="", label=text("web.forms.none")), *found)
    return found


def answers(
    possible: Possible,
    stream: str,
    post: QueryDict,
    files: MultiValueDict[str, Any],
    house: House,
    actor: Actor,
    at: datetime,
) -> Answered:
    """Read a form; every field that is wrong says what to do about it."""
    values: dict[str, Any] = dict(possible.given)
    errors: dict[str, tuple[Sayable, ...]] = {}
    shown: dict[str, Any] = {}
    kept: dict[str, tuple[Attachment, ...]] = {}
    for name, how, default in asked(possible):
        try:
            match how.kind:
                case "files":
                    kept[name] = _kept(post, name, house, stream, actor)
                    values[name] = kept[name]
                    for file in _not_too_many(files.getlist(name), kept[name], how):
                        brought = house.files.bring(stream, file.name, file.read(), actor.person, at)
                        kept[name] = tuple({f.sha256: f for f in (*kept[name], brought)}.values())
                    values[name] = kept[name]
                    if not kept[name] and not how.optional:
                        raise Wrong("no_file")
                case "choices":
                    shown[name] = post.getlist(name)
                    chosen = tuple(_option(one, name, how, possible) for one in shown[name])
                    numbered = possible.act.__dataclass_fields__[name].type == "tuple[int, ...]"
                    values[name] = tuple(map(int, chosen)) if numbered else chosen
                case _:
                    shown[name] = post.get(name, "")
                    values[name] = _value(shown[name], name, how, possible, default)
        except Wrong as wrong:
            errors[name] = (wrong.said,)
        except OutOfOrder as refused:
            errors[name] = tuple(
                s for s in (refused.objection.reason, refused.objection.remedy) if s is not None
            )
    return Answered(values=values, errors=errors, shown=shown, files=kept)


class Wrong(Exception):
    """A field that cannot be taken as it is."""

    def __init__(self, key: str, **blanks: Any) -> None:
        super().__init__(key)
        self.said = text(f"web.forms.{key}", **blanks)


def _value(written: str, name: str, how: Ask, possible: Possible, default: Any) -> Any:
    written = written.replace("\r\n", "\n").strip()
    if how.kind == "switch":
        return written == "on"
    if not written:
        if how.optional:
            return default
        raise Wrong("empty")
    match how.kind:
        case "number":
            return _number(written)
        case "date":
            return _date(written)
        case "moment":
            return _moment(written)
        case "choice":
            return _option(written, name, how, possible)
        case _:
            return _words(written, how)


def _words(written: str, how: Ask) -> str:
    if len(written) > how.limit:
        raise Wrong("too_long", n=len(written) - how.limit, limit=how.limit)
    allowed = "\n\t" if how.kind == "text" else ""
    if any(c in _CONTROLS and c not in allowed for c in written):
        raise Wrong("control")
    return written


def _number(written: str) -> int:
    if not (written.lstrip("-").isdecimal() and len(written) < 16):
        raise Wrong("number")
    return int(written)


def _date(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Wrong("date") from None


def _moment(written: str) -> datetime:
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        raise Wrong("moment") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _option(written: str, name: str, how: Ask, possible: Possible) -> str:
    if written not in {choice.value for choice in _choices(name, how, possible)}:
        raise Wrong("choice")
    return written


def _not_too_many(files: Sequence[Any], kept: Sequence[Attachment], how: Ask) -> Sequence[Any]:
    """Judged before any of them is read."""
    if len(files) + len(kept) > how.limit:
        raise Wrong("too_many_files", limit=how.limit)
    return files


def kept_line(file: Attachment) -> str:
    """How a form carries a file that was already brought: "digest type size name"."""
    return f"{file.sha256} {file.media_type} {file.size} {file.name}"


def _kept(post: QueryDict, name: str, house: House, stream: str, actor: Actor) -> tuple[Attachment, ...]:
    """Files that the form already brought, less those that were taken out; only what this person brought counts."""
    removed = set(post.getlist(f"{name}-remove"))
    found = []
    for line in post.getlist(f"{name}-kept")[:50]:
        digest, kind, size, named = [*line.split(" ", 3), "", "", ""][:4]
        if digest in removed or not (size.isascii() and size.isdigit() and len(size) < 12):
            continue
        file = Attachment(sha256=digest, name=plain_name(named), media_type=kind, size=int(size))
        if not house.files.brought(stream, file, actor.person):
            raise Wrong("choose_again", name=file.name)
        found.append(file)
    return tuple(found)


def act_of(possible: Possible, stream: str, id: str, answered: Answered) -> Act:
    """The act that a form without errors asks for."""
    return possible.act(id=id, stream=stream, **answered.values)
