"""Who may be voted for: by group or by name, without those who sit there already or retire (rules 142-144)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any, Final

from comity.bodies.body import Body
from comity.bodies.groups import all_groups
from comity.elections import acts
from comity.elections.events import SlateAdded
from comity.elections.state import Election, Elections

COUNCIL: Final = "unsc"


@cache
def regional_groups() -> tuple[str, ...]:
    return tuple(code for code, group in all_groups().items() if group.regional)


def groups_in(body: Body, on: date) -> tuple[str, ...]:
    """The regional groups to which members of a body belong."""
    members = set(body.members_on(on))
    return tuple(code for code in regional_groups() if members.intersection(all_groups()[code].members))


def barred_from(state: Elections, election: Election, on: date) -> tuple[str, ...]:
    """Those who sit in the body elected to on the day before the term: they retire then, or stay (rule 144)."""
    there = state.bodies.get(election.elects_to)
    if there is None:
        return ()
    since = election.term_since or on
    return there.members_on(since - timedelta(days=1))


def slate_of(state: Elections, election: Election, act: acts.AddSlate, on: date) -> SlateAdded:
    """A list with everyone who may be voted for on it."""
    body = state.body
    common: dict[str, Any] = {
        "election": election.election,
        "slate": len(election.slates) + 1,
        "title": act.title.strip(),
        "seats": act.seats,
        "majority": act.majority,
    }
    if not election.states:
        persons = persons_in(act.persons)
        return SlateAdded(**common, eligible=persons, anyone=not persons)
    members = body.members_on(on)
    barred = set(barred_from(state, election, on))
    of_groups = {code for group in act.groups for code in all_groups()[group].members}
    chosen = {*act.named, *of_groups} if act.named or act.groups else set(members)
    taken = {*barred, *act.excluded}
    return SlateAdded(
        **common,
        groups=act.groups if not act.named else (),
        eligible=tuple(code for code in members if code in chosen and code not in taken),
        barred=tuple(code for code in members if code in chosen and code in barred),
    )


def persons_in(written: str) -> tuple[str, ...]:
    """Names, one a line."""
    lines = (" ".join(line.split()) for line in written.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def council_slates(state: Elections, election: Election, on: date) -> Iterator[SlateAdded]:
    """The lists of the yearly election of the Council's non-permanent members."""
    members = state.body.members_on(on)
    barred = set(barred_from(state, election, on))
    for number, row in enumerate(council_plan(election.year), start=1):
        group = {code for name in row["groups"] for code in all_groups()[name].members}
        yield SlateAdded(
            election=election.election,
            slate=number,
            seats=row["seats"],
            majority="two_thirds",
            groups=tuple(row["groups"]),
            eligible=tuple(code for code in members if code in group and code not in barred),
            barred=tuple(code for code in members if code in group and code in barred),
        )


def council_plan(year: int) -> list[dict[str, Any]]:
    plan: list[dict[str, Any]] = _council()["odd" if year % 2 else "even"]
    return plan


def council_since() -> int:
    return int(_council()["since"])


def council_term(year: int) -> tuple[date, date]:
    """Two calendar years after that of the election (rules 139 and 142)."""
    return date(year + 1, 1, 1), date(year + 2, 12, 31)


@cache
def _council() -> dict[str, Any]:
    file = resources.files("comity.elections") / "data" / "council.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
