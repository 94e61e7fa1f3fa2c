"""At the edge: acts as people and programs send them, events as the record keeps them (pydantic does the work)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields, replace
from datetime import date, datetime
from typing import Annotated, Any, Final, Literal, get_args, get_origin, get_type_hints

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, create_model

from comity.bodies.procedure import Procedure, ToRecord
from comity.record.attachment import Attachment
from comity.record.entry import Entry, moment
from comity.rules.acts import Act, Ask, By, Event, Happened, Sealed

_LINE: Final = r"[^\x00-\x1f\x7f]"
_TEXT: Final = r"[^\x00-\x08\x0b-\x1f\x7f]"
LARGEST: Final = 2**53 - 1
LINES: Final = 400
"""Lines of a field that is a list of them, at most."""
ACT_ID: Final = r"^[0-9A-Za-z_-]{16,64}$"
"""What a client may call an act: long enough that two clients never choose alike."""

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(\Z|[Tt ])")

_BY: Final = TypeAdapter(By)


class Shapes:
    """The acts and events of these procedures, by name."""

    def __init__(self, procedures: Iterable[Procedure]) -> None:
        self.procedures: Mapping[str, Procedure] = {p.name: p for p in procedures}
        self.acts: Mapping[str, type[Act]] = {a.name: a for p in self.procedures.values() for a in p.acts}
        self._events: dict[str, TypeAdapter[Event]] = {
            e.name: TypeAdapter(e) for p in self.procedures.values() for e in p.events
        }
        self._upcasts = {name: up for p in self.procedures.values() for name, up in p.upcasts.items()}

    def procedure_of(self, stream: str) -> Procedure:
        """The procedure that a stream belongs to; KeyError where there is none."""
        return self.procedures[stream.partition(":")[0]]

    def payload(self, to_record: ToRecord) -> dict[str, Any]:
        """An event as the record keeps it."""
        event = to_record.event
        return {
            "by": _BY.dump_python(to_record.by, mode="json"),
            "event": self._events[event.name].dump_python(event, mode="json"),
            "type": event.name,
        }

    def happened(self, entry: Entry) -> Happened | Sealed:
        """An entry as a fold receives it."""
        header, payload = entry.header, entry.payload
        at = moment(header.at)
        if payload is None:
            return Sealed(
                at=at,
                sequence=header.sequence,
                audience=header.audience,
                commitment=header.commitment,
                erased=True,
            )
        name, written = payload["type"], payload["event"]
        while name in self._upcasts:
            name, written = self._upcasts[name](written)
        return Happened(
            event=self._events[name].validate_python(written),
            at=at,
            by=By(**payload["by"]),
            sequence=header.sequence,
            audience=header.audience,
            commitment=header.commitment,
        )

    @staticmethod
    def fingerprint(act: Act) -> str:
        """What tells two acts under one id apart."""
        return hashlib.sha256(
            type(act).name.encode() + b"\0" + _adapter(type(act)).dump_json(act)
        ).hexdigest()


_ADAPTERS: Final[dict[type[Act], TypeAdapter[Act]]] = {}
_MODELS: Final[dict[type[Act], type[BaseModel]]] = {}
_PARTS: Final[dict[type[Any], type[BaseModel]]] = {}
"""By the class of a part of an act, its fields as outsiders must send them."""


def _adapter(kind: type[Act]) -> TypeAdapter[Act]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def act_model(kind: type[Act]) -> type[BaseModel]:
    """The fields of an act as outsiders must send them; the API's schema and every check of form come from it."""
    if kind not in _MODELS:
        _MODELS[kind] = _model(kind)
    return _MODELS[kind]


def _model(kind: type[Any]) -> type[BaseModel]:
    hints = get_type_hints(kind, include_extras=True)
    shape: dict[str, Any] = {}
    for one in fields(kind):
        if one.name in ("id", "stream"):
            continue
        how = one.metadata["ask"]
        shape[one.name] = (_bounded(hints[one.name], how), ... if one.default is MISSING else one.default)
    name = kind.name.replace(".", "_") if issubclass(kind, Act) else kind.__name__
    title = "".join(word[:1].upper() + word[1:] for word in name.split("_"))
    return create_model(title, __config__=ConfigDict(extra="forbid", frozen=True), **shape)


def _part_model(kind: type[Any]) -> type[BaseModel]:
    """A part of an act, of which there may be several: its fields as outsiders must send them."""
    if kind not in _PARTS:
        _PARTS[kind] = _model(kind)
    return _PARTS[kind]


def _several(one: Any, most: int, least: int = 0) -> Any:
    return Annotated[tuple[one, ...], Field(max_length=most, min_length=least)]


def _bounded(hint: Any, how: Ask) -> Any:
    """The type of a field with the limits that its form has; nothing is taken for what it is not."""
    if hint is str and how.options and not how.optional:
        return Literal[tuple(value for value, _ in how.options)]
    if how.kind == "lines":
        return _several(_bounded(str, replace(how, kind="line")), LINES)
    if how.kind == "several":
        return _several(_part_model(get_args(hint)[0]), how.limit, 0 if how.optional else 1)
    if hint is str:
        one = _TEXT if how.kind == "text" else _LINE
        pattern = f"^{one}*$" if how.optional else rf"^{one}*[^\s\x00-\x1f\x7f]{one}*$"
        return Annotated[
            str, Field(max_length=how.limit, min_length=0 if how.optional else 1, pattern=pattern)
        ]
    if hint is int:
        return _whole_number(0)
    if hint is bool:
        return Annotated[bool, Field(strict=True)]
    if hint in (date, date | None, datetime, datetime | None):
        return Annotated[hint, BeforeValidator(written)]
    if get_origin(hint) is tuple and get_args(hint)[0] is Attachment:
        return _several(FileSent, how.limit, 0 if how.optional else 1)
    return hint


def written(value: Any) -> Any:
    """Dates come as they are written in ISO 8601, never as a number of seconds, also not as one in quotes."""
    if value is None or (isinstance(value, str) and _DAY.match(value)):
        return value
    raise ValueError("write dates as in 2026-11-21")


def _whole(value: Any) -> Any:
    """JSON has one kind of number: 19.0 is 19."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _whole_number(least: int) -> Any:
    return Annotated[int, Field(strict=True, ge=least, le=LARGEST), BeforeValidator(_whole)]


class FileSent(BaseModel):
    """A file that was brought before."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    name: Annotated[str, Field(min_length=1, max_length=120, pattern=f"^{_LINE}+$")]
    media_type: Annotated[str, Field(max_length=100, pattern="^[a-z]+/[a-z0-9.+-]+$")]
    size: _whole_number(1)  # type: ignore[valid-type]

    def kept(self) -> Attachment:
        return Attachment(sha256=self.sha256, name=self.name, media_type=self.media_type, size=self.size)


def act_from(kind: type[Act], *, id: str, stream: str, given: BaseModel) -> Act:
    """The act that a client sent, once its fields have been found good."""
    values = {name: _core(getattr(given, name)) for name in act_model(kind).model_fields}
    return kind(id=id, stream=stream, **values)


def _core(value: Any) -> Any:
    match value:
        case FileSent():
            return value.kept()
        case BaseModel():
            kind = next(kind for kind, model in _PARTS.items() if type(value) is model)
            return kind(**{name: _core(getattr(value, name)) for name in type(value).model_fields})
        case tuple():
            return tuple(_core(one) for one in value)
        case _:
            return value
