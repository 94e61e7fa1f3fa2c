"""Votes from a table, one per row, decided as they are read."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any, Final

from comity.voting import membership
from comity.voting.decisions import bound_parties, decide, verdict, weigh
from comity.voting.errors import VotingError, mistake
from comity.voting.rules import PERMANENT, DecisionRule
from comity.voting.tally import ABSENT, ABSTAIN, NO, NOT_PARTICIPATING, YES, identify, said_name

COUNTS: Final = (YES, NO, ABSTAIN, ABSENT, NOT_PARTICIPATING)
ABOUT: Final = ("id", "on", "members", "present", "against", "parties", "basis", "second_vote", "objections")
"""Columns that say something about a vote; every other one is a member."""

Row = list[str]
Reason = Callable[[Row], str]


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be decided."""

    row: int
    """Its line in the file, counted from 1 and including the header."""
    id: str
    error: VotingError


def decide_table(
    rule: DecisionRule, lines: Iterable[str], *, members: int | None = None
) -> Iterator[tuple[str, str] | Refused]:
    """The id and reason of each vote of a CSV table, or why it is refused; nothing is read ahead."""
    reader = csv.reader(lines, strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
    except csv.Error as error:
        raise mistake("table_unreadable", problem=str(error)) from None
    columns = _columns(header)
    reason = _reader(rule, header, columns, members)
    width, number = len(header), columns["id"]
    while True:
        try:
            row = next(reader, None)
            if row is None:
                return
            if len(row) != width:
                if not row:
                    continue
                raise mistake("row_width", cells=len(row), columns=width)
            yield row[number], reason(row)
        except VotingError as error:
            yield Refused(reader.line_num, row[number] if row and len(row) > number else "", error)
        except csv.Error as error:
            yield Refused(reader.line_num, "", mistake("table_unreadable", problem=str(error)))


def _columns(header: Row) -> dict[str, int]:
    """Where each of the columns about a vote stands."""
    folded = [name.casefold() for name in header]
    for name in folded:
        if folded.count(name) > 1:
            raise mistake("column_twice", column=name)
    if "id" not in folded:
        raise mistake("column_missing", column="id")
    return {name: place for place, name in enumerate(folded) if name in ABOUT or name in COUNTS}


def _reader(rule: DecisionRule, header: Row, columns: dict[str, int], members: int | None) -> Reason:
    """How to decide one row of a table with this header."""
    if rule.kind == "consent":
        if "objections" not in columns:
            raise mistake("column_missing", column="objections")
        place = columns["objections"]
        return lambda row: decide(rule, objections=_names(row[place])).reason
    if YES in columns or NO in columns:
        if stray := [name for name in header if name.casefold() not in columns]:
            raise mistake("columns_mixed", columns=stray)
        return _by_count(rule, columns, members)
    return _by_member(rule, header, columns, members)


def _by_count(rule: DecisionRule, columns: dict[str, int], members: int | None) -> Reason:
    counts = {name: place for name, place in columns.items() if name in COUNTS}

    def reason(row: Row) -> str:
        votes = {name: _number(name, row[place]) for name, place in counts.items() if row[place].strip()}
        return _weigh(rule, votes, columns, row, members)

    return reason


@dataclass(frozen=True, slots=True)
class _Bench:
    """The members that vote on one day: how to pick their cells from a row, and what they need to decide."""

    rule: DecisionRule
    seats: Callable[[Row], tuple[str, ...]]
    others: Callable[[Row], tuple[str, ...]]
    with_veto: Callable[[Row], tuple[str, ...]]
    size: int


def _by_member(rule: DecisionRule, header: Row, columns: dict[str, int], members: int | None) -> Reason:
    places: dict[str, int] = {}
    for place, name in enumerate(header):
        if name.casefold() in columns:
            continue
        member = identify(rule, name)
        if member in places:
            raise mistake("column_twice", column=said_name(rule, member))
        places[member] = place
    if not places:
        raise mistake("columns_none")
    day = columns.get("on")
    special = [columns[name] for name in ABOUT if name in columns and name not in ("id", "on")]
    benches: dict[str, _Bench] = {}
    alike: dict[tuple[DecisionRule, date | None], _Bench] = {}

    def bench_on(written: str) -> _Bench:
        """The bench of a day; days with the same members and the same form of the rule share one."""
        on = _day(written)
        since = membership.council_since(on) if on is not None and rule.voters == "council" else on
        key = rule.on(on), since
        if key not in alike:
            alike[key] = _bench(rule, places, on, members)
        return alike[key]

    def in_full(row: Row) -> str:
        votes = {header[place]: row[place] for place in places.values() if row[place].strip()}
        return _weigh(rule, votes, columns, row, members)

    def reason(row: Row) -> str:
        written = row[day] if day is not None else ""
        bench = benches.get(written) or benches.setdefault(written, bench_on(written))
        cells = bench.seats(row)
        yes, no, abstain = cells.count(YES), cells.count(NO), cells.count(ABSTAIN)
        cast = yes + no + abstain
        # Anything but plain votes of the members of the day, and nothing else, is read in full.
        if cast + cells.count(ABSENT) != len(cells) or any(bench.others(row)) or any(row[p] for p in special):
            return in_full(row)
        needed = bench.rule.threshold.needed(voting=yes + no, present=cast, members=bench.size)
        return verdict(bench.rule, yes=yes, no=no, needed=needed, vetoed=NO in bench.with_veto(row))

    return reason


def _bench(rule: DecisionRule, places: dict[str, int], day: date | None, members: int | None) -> _Bench:
    if rule.voters == "council":
        if day is None:
            raise mistake("day_needed", rule=rule.name)
        sitting: Iterable[str] = membership.council_members_on(day)
    else:
        sitting = rule.voters if not isinstance(rule.voters, str) else tuple(places)
    if missing := [said_name(rule, member) for member in sitting if member not in places]:
        raise mistake("no_column", members=missing)
    seated = {member: places[member] for member in sitting}
    veto: tuple[str, ...] = rule.veto
    if veto == (PERMANENT,) and day is not None:
        veto = membership.council_permanent_on(day)
    size = members if members is not None else len(seated)
    if rule.voters == "assembly":
        size = members if members is not None else membership.assembly_size_on(day)
    return _Bench(
        rule=rule.on(day),
        seats=_picker(list(seated.values())),
        others=_picker([place for member, place in places.items() if member not in seated]),
        with_veto=_picker([seated[member] for member in veto if member in seated]),
        size=size,
    )


def _weigh(
    rule: DecisionRule, votes: dict[str, Any], columns: dict[str, int], row: Row, members: int | None
) -> str:
    cell = {name: row[place].strip() for name, place in columns.items() if name not in COUNTS}
    day = _day(cell.get("on", ""))
    reason, _, _ = weigh(
        rule.on(day),
        votes,
        on=day,
        members=_number("members", cell["members"]) if cell.get("members") else members,
        present=_number("present", cell["present"]) if cell.get("present") else None,
        against=_against(cell),
        bound=bound_parties(rule, _names(cell.get("parties", "")), cell.get("basis", "")),
        second_vote=cell.get("second_vote", "").casefold() in ("yes", "true", "1"),
    )
    return reason


def _against(cell: dict[str, str]) -> list[str] | None:
    """Who voted against, where a column says it: "none" when no member with a veto did."""
    written = cell.get("against", "")
    if not written:
        return None
    return [] if written.casefold() == "none" else _names(written)


def _picker(places: list[int]) -> Callable[[Row], tuple[str, ...]]:
    """A function that picks these cells of a row, at the speed of the interpreter's own."""
    match places:
        case []:
            return lambda row: ()
        case [place]:
            return lambda row: (row[place],)
        case _:
            return itemgetter(*places)


def _names(written: str) -> list[str]:
    return [name.strip() for name in written.split("|") if name.strip()]


def _day(written: str) -> date | None:
    if not written.strip():
        return None
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        raise mistake("day_unreadable", day=written) from None


def _number(name: str, written: str) -> int:
    if not written.strip().isdecimal():
        raise mistake("number_unreadable", name=name, written=written)
    return int(written)
