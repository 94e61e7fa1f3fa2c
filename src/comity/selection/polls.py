"""Polls from a table or a record: who stands where, who is viable, what each rulebook would do."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from comity.rules.words import Text, text
from comity.selection.figures import Figures, ranking
from comity.selection.rulebook import RULEBOOKS, Rules, rules
from comity.selection.shortlist import Shortlist, shortlist
from comity.selection.state import Selection

NEEDED: Final = 9
"""Affirmative votes without which the Council recommends nobody (Charter Art. 27(3))."""
COLOURED: Final = "colour-coded"
PLAIN: Final = "undifferentiated"
COLUMNS: Final = ("round", "date", "candidate", "encourage", "discourage", "no_opinion")


class PollError(ValueError):
    """A table of polls that cannot be read, and why."""

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        super().__init__(reason.say("en"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """One round: each candidate by a number of its own in these polls."""

    round: int
    date: str
    ballot: str
    figures: tuple[Figures, ...]

    @property
    def voters(self) -> int:
        return self.figures[0].total


@dataclass(frozen=True, slots=True, kw_only=True)
class Polls:
    """Every round in order, with the names and nominating States of the candidates."""

    rounds: tuple[Poll, ...]
    names: Mapping[int, str]
    states: Mapping[int, str]

    def name(self, numbers: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.names[number] for number in numbers)


@dataclass(slots=True)
class _Reading:
    numbers: dict[str, int] = field(default_factory=dict)
    states: dict[int, str] = field(default_factory=dict)
    rounds: dict[int, tuple[str, str, list[Figures]]] = field(default_factory=dict)


def read_polls(lines: Iterable[str]) -> Polls:
    """A table with the columns of COLUMNS, nominating_state, ballot and p5_discourage; others are ignored."""
    reader = csv.DictReader(lines)
    header = [name.strip() for name in reader.fieldnames or ()]
    for column in COLUMNS:
        if column not in header:
            raise PollError(text("selection.commands.column", column=column))
    reader.fieldnames = header
    reading = _Reading()
    for row in reader:
        try:
            _read_row(row, reading)
        except PollError as error:
            why = error.reason
            raise PollError(text("selection.commands.row", line=reader.line_num, why=why)) from None
    return _polls(reading)


def _polls(reading: _Reading) -> Polls:
    if not reading.rounds:
        raise PollError(text("selection.commands.empty"))
    rounds = tuple(
        Poll(round=number, date=day, ballot=ballot, figures=ranking(figures))
        for number, (day, ballot, figures) in sorted(reading.rounds.items())
    )
    names = {number: name for name, number in reading.numbers.items()}
    return Polls(rounds=rounds, names=names, states=reading.states)


def _read_row(row: Mapping[str, str | None], reading: _Reading) -> None:
    cells = {name: (value or "").strip() for name, value in row.items() if isinstance(value, str)}
    number = _number(cells["round"])
    name = cells["candidate"]
    candidate = reading.numbers.setdefault(name, len(reading.numbers) + 1)
    reading.states.setdefault(candidate, cells.get("nominating_state", ""))
    one = Figures(
        candidate=candidate,
        in_favour=_number(cells["encourage"]),
        against=_number(cells["discourage"]),
        neutral=_number(cells["no_opinion"]),
        in_favour_permanent=_maybe(cells.get("p5_encourage", "")),
        against_permanent=_maybe(cells.get("p5_discourage", "")),
        neutral_permanent=_maybe(cells.get("p5_no_opinion", "")),
    )
    _, _, figures = reading.rounds.setdefault(number, (cells["date"], cells.get("ballot", ""), []))
    if any(other.candidate == candidate for other in figures):
        raise PollError(text("selection.commands.twice", name=name))
    if figures and figures[0].total != one.total:
        raise PollError(text("selection.commands.sums_differ", sum=one.total, other=figures[0].total))
    figures.append(one)


def _number(written: str) -> int:
    if written.isascii() and written.isdigit():
        return int(written)
    raise PollError(text("selection.commands.not_a_number", value=written or "''"))


def _maybe(written: str) -> int | None:
    return _number(written) if written else None


def viable(one: Figures, needed: int = NEEDED) -> bool:
    """Enough in favour and, where it is known, no permanent member against."""
    return one.in_favour >= needed and not one.against_permanent


def could_be_recommended(figures: Iterable[Figures], book: Rules) -> tuple[Figures, ...]:
    """Those with the votes that the rulebook asks for and, where it knows a veto, none that is known of."""
    rule = book.decision_rule("recommendation_rule")
    found = []
    for one in figures:
        needed = rule.threshold.needed(voting=one.total, present=one.total, members=one.total)
        if one.in_favour >= needed and not (rule.veto and one.against_permanent):
            found.append(one)
    return ranking(found)


def report(polls: Polls) -> dict[str, Any]:
    """Every round: ranking, figures, who is viable, and what each rulebook would do next."""
    return {"rounds": [_reported(polls, poll) for poll in polls.rounds]}


def _reported(polls: Polls, poll: Poll) -> dict[str, Any]:
    return {
        "round": poll.round,
        "date": poll.date,
        "ballot": poll.ballot,
        "voters": poll.voters,
        "ranking": list(polls.name(one.candidate for one in poll.figures)),
        "viable": list(polls.name(one.candidate for one in poll.figures if viable(one))),
        "permanent_known": all(one.against_permanent is not None for one in poll.figures),
        "figures": [
            {
                "candidate": polls.names[one.candidate],
                "encourage": one.in_favour,
                "discourage": one.against,
                "no_opinion": one.neutral,
                "p5_discourage": one.against_permanent,
                "viable": viable(one),
            }
            for one in poll.figures
        ],
        "next": {name: _next(polls, shortlist(poll.figures, rules(name))) for name in RULEBOOKS},
    }


def _next(polls: Polls, cut: Shortlist) -> dict[str, Any]:
    return {
        "eliminated": list(polls.name(cut.eliminated)),
        "go_on": list(polls.name(cut.kept)),
        "tied": list(polls.name(cut.tied)),
        "tie_rule": cut.tie_rule,
        "needs_lot": cut.needs_lot,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """What one round would have done under another rulebook."""

    poll: Poll
    barred: tuple[int, ...]
    """Presented too late for that rulebook."""
    cut: Shortlist
    unknown: tuple[str, ...]
    """What cannot be known: same_votes, transfers, hearings, permanent, lot."""


def replay(polls: Polls, book: Rules) -> Iterator[Replayed]:
    """Round by round, as far as the figures that there are can say it; what they cannot say is named."""
    out: set[int] = set()
    first = {one.candidate for one in polls.rounds[0].figures}
    for poll in polls.rounds:
        present = [one for one in poll.figures if one.candidate not in out]
        barred: tuple[int, ...] = ()
        if not book.late_nominations:
            barred = tuple(one.candidate for one in present if one.candidate not in first)
            present = [one for one in present if one.candidate not in barred]
        cut = shortlist(present, book)
        unknown = ["same_votes"] if book.private_meeting else []
        unknown += ["transfers"] if out else []
        unknown += ["hearings"] if book.eligibility else []
        unknown += ["permanent"] if any(one.against_permanent is None for one in present) else []
        unknown += ["lot"] if cut.needs_lot else []
        yield Replayed(poll=poll, barred=barred, cut=cut, unknown=tuple(unknown))
        out |= set(cut.eliminated)


def of_state(state: Selection, *, whole: bool = False) -> Polls | None:
    """The rounds of a selection whose figures its reader knows; with `whole`, those known for every candidate."""
    rounds = tuple(
        Poll(
            round=one.round,
            date=state.council.local(one.opened).date().isoformat() if one.opened else "",
            ballot=COLOURED if one.coloured else PLAIN,
            figures=ranking(one.figures),
        )
        for one in state.rounds.values()
        if one.figures and (not whole or {f.candidate for f in one.figures} == set(one.candidates))
    )
    if not rounds:
        return None
    known = state.candidates
    names = {n: known[n].full_name if n in known else str(n) for p in rounds for n in _numbers(p)}
    states = {n: "; ".join(known[n].nominators) if n in known else "" for n in names}
    return Polls(rounds=rounds, names=names, states=states)


def _numbers(poll: Poll) -> Iterator[int]:
    return (one.candidate for one in poll.figures)


def from_record(lines: Iterable[str]) -> Polls:
    """The polls of a record: the figures of its rounds as far as its reader may see them."""
    reading = _Reading()
    names: dict[int, tuple[str, str]] = {}
    heads: dict[int, tuple[str, str]] = {}
    figures: dict[int, list[Figures]] = {}
    for line in lines:
        written = json.loads(line)
        payload = written.get("payload")
        if not isinstance(payload, dict):
            continue
        event = payload["event"]
        match payload["type"]:
            case "selection.candidate_listed.v1" | "selection.candidate_nominated.v1":
                names[event["candidate"]] = (event["full_name"], "; ".join(event["nominators"]))
            case "selection.round_opened.v1":
                ballot = COLOURED if event["coloured"] else PLAIN
                heads[event["round"]] = (written["entry"]["at"][:10], ballot)
            case "selection.round_closed.v1" | "selection.result_published.v1":
                figures[event["round"]] = [Figures(**one) for one in event["figures"]]
    reading.numbers = {name: number for number, (name, _) in names.items()}
    reading.states = {number: state for number, (_, state) in names.items()}
    reading.rounds = {number: (*heads[number], found) for number, found in figures.items() if found}
    return _polls(reading)
