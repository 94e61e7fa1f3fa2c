"""Sentences, citations and rulings as plain values that JSON can carry, and back: how the record keeps them.

A plain thing is a dictionary whose `is` says what it was.  A zone keeps its name, so that a moment is said as
the same hour of the same place after it was read back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any, Final
from zoneinfo import ZoneInfo

from comity.rules.citation import Citation
from comity.rules.guard import Objection, Outcome, Ruling
from comity.rules.words import LANGUAGES, Name, Sayable, Text

LARGEST: Final = 2**53 - 1
"""The largest whole number that every reader of JSON keeps exactly."""


def to_plain(thing: Any) -> Any:
    """As JSON can carry it; what can only be said (a State, a majority) is kept as its name."""
    match thing:
        case None | str() | bool():
            return thing
        case int():
            if abs(thing) > LARGEST:
                raise ValueError(f"{thing} is too large to be kept exactly")
            return thing
        case datetime():
            return _plain_moment(thing)
        case date():
            return {"is": "day", "day": thing.isoformat()}
        case timedelta():
            return {"is": "span", "days": thing.days, "seconds": thing.seconds, "micro": thing.microseconds}
        case list() | tuple():
            return [to_plain(one) for one in thing]
        case Name():
            return {"is": "name"} | {code: getattr(thing, code) for code in LANGUAGES}
        case Text(key, blanks):
            return {"is": "text", "key": key, "blanks": {name: to_plain(value) for name, value in blanks}}
        case Citation():
            kept = {"rule": thing.rule, "paragraph": thing.paragraph, "unit": thing.unit}
            return {"is": "citation", "instrument": thing.instrument, **kept}
        case Objection(reason, citation, remedy):
            return {
                "is": "objection",
                "reason": to_plain(reason),
                "citation": to_plain(citation),
                "remedy": to_plain(remedy),
            }
        case Outcome(verdict, reasons, citations):
            return {
                "is": "outcome",
                "verdict": verdict,
                "reasons": to_plain(reasons),
                "citations": to_plain(citations),
            }
        case Ruling():
            return {
                "is": "ruling",
                "act_id": thing.act_id,
                "at": to_plain(thing.at),
                "first": thing.first,
                "last": thing.last,
                "objection": to_plain(thing.objection),
            }
        case Sayable():
            return {"is": "name"} | {code: thing.say(code) for code in LANGUAGES}
        case _:
            raise TypeError(f"{type(thing).__name__} cannot be kept on the record")


def from_plain(plain: Any) -> Any:
    """What `to_plain` was given; lists come back as tuples, as frozen values hold them."""
    match plain:
        case None | str() | bool() | int():
            return plain
        case list():
            return tuple(from_plain(one) for one in plain)
        case dict():
            parts = {name: value for name, value in plain.items() if name != "is"}
            try:
                return _READ[plain["is"]](parts)
            except (KeyError, TypeError) as error:
                raise ValueError(f"not a plain value of this kind: {plain!r}") from error
        case _:
            raise ValueError(f"not a plain value of this kind: {plain!r}")


def _parts(parts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: from_plain(value) for name, value in parts.items()}


def _plain_moment(moment: datetime) -> dict[str, Any]:
    if not isinstance(moment.tzinfo, ZoneInfo):
        return {"is": "moment", "at": moment.isoformat(), "fold": moment.fold}
    wall = moment.replace(tzinfo=None).isoformat()
    return {"is": "moment", "at": wall, "fold": moment.fold, "zone": moment.tzinfo.key}


def _moment(parts: Mapping[str, Any]) -> datetime:
    moment = datetime.fromisoformat(parts["at"]).replace(fold=parts["fold"])
    return moment.replace(tzinfo=ZoneInfo(parts["zone"])) if "zone" in parts else moment


def _text(parts: Mapping[str, Any]) -> Text:
    return Text(parts["key"], tuple(sorted(_parts(parts["blanks"]).items(), key=itemgetter(0))))


_READ: Final[Mapping[str, Callable[[Mapping[str, Any]], Any]]] = {
    "moment": _moment,
    "day": lambda parts: date.fromisoformat(parts["day"]),
    "span": lambda parts: timedelta(parts["days"], parts["seconds"], parts["micro"]),
    "name": lambda parts: Name(**parts),
    "text": _text,
    "citation": lambda parts: Citation(**parts),
    "objection": lambda parts: Objection(**_parts(parts)),
    "outcome": lambda parts: Outcome(**_parts(parts)),
    "ruling": lambda parts: Ruling(**_parts(parts)),
}
