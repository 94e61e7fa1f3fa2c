"""A body of one's own, defined by one TOML file; `docs/bodies.md` describes the format."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from comity.bodies.body import Body, Presidency, Seated, Threshold
from comity.bodies.file_reader import BodyFileErrors, Reader, Table
from comity.bodies.groups import Entity, all_entities
from comity.bodies.order import alphabetical, sorting_key
from comity.bodies.rotation import Placed, monthly
from comity.bodies.states import UnknownState, find, get, is_state
from comity.rules.words import LANGUAGES, Name, text

KEYS: Final = (
    "code", "name", "kind", "order", "members", "presidency", "thresholds", "rulebooks", "symbol_series",
    "languages", "timezone", "holidays",
)  # fmt: skip
ORDERS: Final = ("alphabetical", "listed")
PRESIDENCIES: Final = ("office", "month", "meeting", "member")
COUNTED: Final = ("present_and_voting", "members")
LONG_AGO: Final = date.min
FOR_EVER: Final = date.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One member's seat between two days, both included."""

    of: str
    name: Name
    since: date = LONG_AGO
    until: date = FOR_EVER
    permanent: bool = False

    def held(self, on: date) -> bool:
        return self.since <= on <= self.until


def load_body(source: Path | str) -> Body:
    """The body that a TOML file, or its text, defines; every mistake in it is reported at once."""
    reader = Reader()
    table = Table(reader, "", _parsed(reader, source))
    reader.stop_at_mistakes()
    table.only(KEYS)
    code = table.code("code", 'code = "my-council"')
    name = table.name("name", 'name = { en = "My Council" }')
    kind = table.word("kind", "council")
    order = table.choice("order", ORDERS)
    seats, entities = _seats(table)
    seated = _seating(seats, order)
    presidency, presiding = _presidency(table, seats, order, seated)
    languages = table.choices("languages", LANGUAGES)
    timezone = table.timezone("timezone")
    thresholds = _thresholds(table, len({seat.of for seat in seats}))
    rulebooks = table.words("rulebooks")
    symbols = table.pattern(
        "symbol_series", f"{code.upper()}/{{year}}/{{number}}", ("year", "number", "session")
    )
    holidays = table.days("holidays")
    reader.stop_at_mistakes()
    return Body(
        code=code,
        name=name,
        kind=kind,
        seated=seated,
        permanent=_seating([seat for seat in seats if seat.permanent], order),
        presiding=presiding,
        presidency=presidency,
        thresholds=MappingProxyType(thresholds),
        rulebooks=rulebooks,
        symbol_series=symbols,
        languages=languages,
        timezone=timezone,
        holidays=holidays,
        entities=MappingProxyType(entities),
    )


def _parsed(reader: Reader, source: Path | str) -> dict[str, Any]:
    try:
        inline = isinstance(source, str) and "\n" in source
        return tomllib.loads(str(source) if inline else Path(source).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        reader.add("", text("bodies.body_file.syntax", detail=str(error)))
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        reader.add("", text("bodies.body_file.unreadable", detail=str(error)))
    return {}


def _seats(table: Table) -> tuple[list[Seat], dict[str, Entity]]:
    """The seats and the members that are no States, in the order of the file."""
    seats: list[Seat] = []
    entities: dict[str, Entity] = {}
    for row in table.tables("members", 'members = [{ state = "France" }, { state = "Kenya" }]'):
        row.only(("state", "code", "name", "kind", "permanent", "since", "until"))
        since, until = row.day("since", LONG_AGO), row.day("until", FOR_EVER)
        if until < since:
            row.mistake("until", "dates")
        permanent = row.switch("permanent")
        if ("state" in row) == ("code" in row):
            row.mistake("", "state_or_code")
            continue
        if "state" in row:
            member = _state(row)
        else:
            member = _entity(row)
            if isinstance(member, Entity):
                entities[member.code] = member
        if member is None:
            continue
        if any(seat.of == member.code and seat.since <= until and since <= seat.until for seat in seats):
            row.mistake("", "twice", name=member.name)
        seats.append(Seat(of=member.code, name=member.name, since=since, until=until, permanent=permanent))
    return seats, entities


def _state(row: Table) -> Any:
    asked = row.word("state", example='state = "France"')
    try:
        return find(asked) if asked else None
    except UnknownState as error:
        row.reader.add(row.place("state"), error.reason)
        return None


def _entity(row: Table) -> Entity | None:
    code = row.code("code", 'code = "trades-council"')
    known = all_entities().get(code)
    if known is not None and "name" not in row:
        return known
    name = row.name("name", 'name = { en = "Trades Council" }')
    kind = row.word("kind", "member")
    if is_state(code):
        row.mistake("code", "code_taken", value=code, name=get(code).name)
        return None
    return Entity(code=code, kind=kind, name=name) if code else None


def _seating(seats: list[Seat], order: str) -> Seated:
    if order == "alphabetical":
        seats = list(alphabetical(seats, lambda seat: seat.name.en))
    fixed = tuple(seats)
    return lambda on: tuple(seat.of for seat in fixed if seat.held(on))


def _presidency(table: Table, seats: list[Seat], order: str, seated: Seated) -> tuple[Presidency, Any]:
    """How the chair is filled, and who presides on a day."""
    row = table.table("presidency", '[presidency] kind = "month", starts = 2026-09-01')
    row.only(("kind", "title", "starts", "first", "member"))
    if "presidency" in table and "kind" not in row:
        row.mistake("kind", "missing", example='kind = "month"')
    kind = row.choice("kind", PRESIDENCIES)
    title = row.name("title") if "title" in row else text("bodies.body.president")
    starts = row.day("starts", None, "starts = 2026-09-01" if kind == "month" else "")
    first = _member_named(row, "first", seats)
    member = _member_named(row, "member", seats, 'member = "France"' if kind == "member" else "")
    presidency = Presidency(kind=kind, title=title, starts=starts, first=first)
    if kind == "member":
        return presidency, lambda on: member if member in seated(on) else ""
    if kind != "month" or starts is None:
        return presidency, lambda on: ""
    places = {seat.of: _place(index, seat, order) for index, seat in enumerate(seats)}

    def placed(on: date) -> list[Placed]:
        return [(places[code], code) for code in seated(on)]

    return presidency, monthly(placed, starts, first=first)


def _place(index: int, seat: Seat, order: str) -> tuple[object, ...]:
    return sorting_key(seat.name.en) if order == "alphabetical" else (index,)


def _member_named(row: Table, key: str, seats: list[Seat], example: str = "") -> str:
    """The code of the member that a key names by code or, for a State, in any way that finds it."""
    asked = row.word(key, "", example)
    if not asked:
        return ""
    codes = {seat.of for seat in seats}
    if asked in codes:
        return asked
    try:
        found = find(asked).code
    except UnknownState:
        found = ""
    if found not in codes:
        row.mistake(key, "not_a_member", value=asked)
    return found


def _thresholds(table: Table, members: int) -> dict[str, Threshold]:
    found: dict[str, Threshold] = {}
    for name, row in table.named_tables("thresholds", "[thresholds.substantive] votes = 9"):
        row.only(("votes", "share", "more_than", "of", "concurring"))
        if ("votes" in row) == ("share" in row):
            row.mistake("", "votes_or_share")
        votes = row.number("votes")
        if votes > members and not row.reader.found_at("members"):
            row.mistake("votes", "too_many_votes", value=votes, count=members)
        found[name] = Threshold(
            votes=votes,
            share=row.share("share"),
            more_than=row.switch("more_than"),
            of=row.choice("of", COUNTED),
            concurring=row.switch("concurring"),
        )
    return found


__all__ = ["BodyFileErrors", "load_body"]
