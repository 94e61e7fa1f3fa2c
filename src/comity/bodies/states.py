"""The Member States: codes, names in six languages and of the day, groups, admission."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from importlib import resources
from typing import Final

from comity.bodies.order import alphabetical, fold
from comity.rules.words import LANGUAGES, Name, Text, text

LONG_AGO: Final = date(1945, 10, 24)
"""The day the Charter came into force."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerName:
    """What a State was called between two days, both included."""

    name: Name
    since: date
    until: date

    def held(self, on: date) -> bool:
        return self.since <= on <= self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A Member State, or one that was a Member and is no more."""

    code: str
    """ISO 3166 alpha-3; of a State that is no more, the code that it had."""
    alpha2: str = ""
    m49: str = ""
    group: str = ""
    """Its regional group in the elections of the Assembly."""
    since: date = LONG_AGO
    until: date | None = None
    absent: tuple[date, date] | None = None
    """Days, both included, on which it was not on the roll."""
    name: Name
    """As the United Nations lists it, fit for name plates and tables."""
    short: Name
    """As people say it: without what stands in brackets, "United Kingdom", "Iran"."""
    formal: Name
    in_sentence: Name
    """With its article where the language wants one: "the Bahamas", "la France", "el Japón"."""
    former_names: tuple[FormerName, ...] = ()
    other_names: tuple[str, ...] = ()

    def say(self, language: str = "en") -> str:
        return self.name.say(language)

    def name_on(self, on: date) -> Name:
        """The name that it bore on a day."""
        return next((former.name for former in self.former_names if former.held(on)), self.name)

    def member_on(self, on: date) -> bool:
        """Whether it was a Member of the United Nations on a day."""
        if on < self.since or (self.until is not None and on > self.until):
            return False
        return self.absent is None or not self.absent[0] <= on <= self.absent[1]


class UnknownState(LookupError):
    """No State of that name or code."""

    def __init__(self, asked: str, near: tuple[State, ...]) -> None:
        self.reason: Text = (
            text("bodies.states.unknown_near", asked=asked, near=tuple(state.name for state in near))
            if near
            else text("bodies.states.unknown", asked=asked)
        )
        self.near = near
        super().__init__(self.reason.say("en"))

    def say(self, language: str = "en") -> str:
        return self.reason.say(language)


def all_states(on: date | None = None) -> tuple[State, ...]:
    """The Members today, or on a day, in the English alphabetical order of their names (then)."""
    if on is None:
        return tuple(state for state in _states().values() if state.until is None)
    return alphabetical((s for s in _states().values() if s.member_on(on)), lambda s: s.name_on(on).en)


def former_members() -> tuple[State, ...]:
    """The States that were Members and are no more."""
    return tuple(state for state in _states().values() if state.until is not None)


def get(code: str) -> State:
    """The State of that alpha-3 code."""
    try:
        return _states()[code]
    except KeyError:
        raise UnknownState(code, _near(code)) from None


def is_state(code: str) -> bool:
    return code in _states()


def find(words: str, on: date | None = None) -> State:
    """The one State that goes by this name or code; on a day, the one that went by it then."""
    asked = fold(words)
    if on is not None:
        for state in _states().values():
            if state.member_on(on) and asked == fold(state.name_on(on).en):
                return state
    code = _index().get(asked.replace(" ", "")) or _index().get(asked.removeprefix("the ").replace(" ", ""))
    if code is None:
        raise UnknownState(words, _near(words))
    return _states()[code]


def search(words: str, language: str = "en") -> tuple[State, ...]:
    """The States in whose names each word begins a word; first those whose name begins with them."""
    asked = fold(words)
    parts = asked.split()
    if not parts:
        return ()
    found = [
        state
        for state in all_states()
        if any(_matches(parts, name) for name in _folded_names(state.code, language))
    ]
    ordered = alphabetical(found, lambda state: state.name.say(language), language)
    return tuple(sorted(ordered, key=lambda state: not fold(state.name.say(language)).startswith(asked)))


def in_order(states: Iterable[State], language: str = "en") -> tuple[State, ...]:
    """These States in the alphabetical order of a language; in English it is the seating order."""
    return alphabetical(states, lambda state: state.name.say(language), language)


def _matches(parts: list[str], name: str) -> bool:
    words = name.split()
    return all(any(word.startswith(part) for word in words) for part in parts)


def _near(asked: str) -> tuple[State, ...]:
    """What the asker may have meant: States one of whose words is in the question."""
    words = [word for word in fold(asked).split() if len(word) > 3]
    near = {state.code: state for word in words for state in search(word)}
    return tuple(near.values())[:5]


def read_table(name: str) -> list[dict[str, str]]:
    """The rows of one of the package's tables."""
    file = resources.files("comity.bodies") / "data" / name
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))


def name_from(row: Mapping[str, str], suffix: str = "") -> Name:
    """The name that a table's row holds in its language columns."""
    return Name(**{language: row.get(language + suffix, "") for language in LANGUAGES})


def _in_sentence(row: Mapping[str, str], language: str) -> str:
    """A name whose generic part stands inverted in brackets is said by its formal form."""
    if "(" in row[language]:
        return row[language + "_formal"]
    article = row.get(language + "_article", "")
    joint = "" if article.endswith("'") or not article else " "
    return f"{article}{joint}{row[language]}"


@cache
def _states() -> dict[str, State]:
    """Every State by code: the Members in English alphabetical order, then those that are no more."""
    former: dict[str, list[FormerName]] = {}
    for row in read_table("former_names.csv"):
        since, until = date.fromisoformat(row["since"]), date.fromisoformat(row["until"])
        former.setdefault(row["code"], []).append(FormerName(name=name_from(row), since=since, until=until))
    other: dict[str, list[str]] = {}
    for row in read_table("other_names.csv"):
        other.setdefault(row["code"], []).append(row["name"])
    members = [_member(row, former, other) for row in read_table("states.csv")]
    gone = [_gone(row, other) for row in read_table("former_members.csv")]
    return {state.code: state for state in (*in_order(members), *gone)}


def _member(
    row: Mapping[str, str], former: Mapping[str, list[FormerName]], other: Mapping[str, list[str]]
) -> State:
    code = row["code"]
    absent = [date.fromisoformat(day) for day in row["absent"].split("/") if day]
    return State(
        code=code,
        alpha2=row["alpha2"],
        m49=row["m49"],
        group=row["group"],
        since=date.fromisoformat(row["since"]),
        absent=(absent[0], absent[1]) if absent else None,
        name=name_from(row),
        short=Name(**{language: row[language + "_short"] or row[language] for language in LANGUAGES}),
        formal=name_from(row, "_formal"),
        in_sentence=Name(**{language: _in_sentence(row, language) for language in LANGUAGES}),
        former_names=tuple(former.get(code, ())),
        other_names=tuple(other.get(code, ())),
    )


def _gone(row: Mapping[str, str], other: Mapping[str, list[str]]) -> State:
    name = name_from(row)
    return State(
        code=row["code"],
        since=date.fromisoformat(row["since"]),
        until=date.fromisoformat(row["until"]),
        name=name,
        short=name,
        formal=name,
        in_sentence=name,
        other_names=tuple(other.get(row["code"], ())),
    )


def _every_name(name: Name) -> tuple[str, ...]:
    return tuple(getattr(name, field.name) for field in fields(name) if getattr(name, field.name))


@cache
def _index() -> dict[str, str]:
    """Code by folded name; what a State is called now goes before what another was called once."""
    states = _states().values()
    layers: tuple[Iterable[tuple[str, str]], ...] = (
        ((name, s.code) for s in states for name in (s.code, s.alpha2, s.m49, s.m49.lstrip("0"))),
        ((name, s.code) for s in states for name in (s.name.en, s.short.en, s.formal.en)),
        ((name, s.code) for s in states for name in s.other_names),
        (
            (n, s.code)
            for s in states
            for which in (s.name, s.short, s.formal, s.in_sentence)
            for n in _every_name(which)
        ),
        ((n, s.code) for s in states for former in s.former_names for n in _every_name(former.name)),
    )
    found: dict[str, str] = {}
    for layer in layers:
        for name, code in layer:
            key = fold(name).removeprefix("the ").replace(" ", "")
            if key:
                found.setdefault(key, code)
    return found


@cache
def _folded_names(code: str, language: str) -> tuple[str, ...]:
    state = _states()[code]
    names = [n.say(lang) for n in (state.name, state.short, state.formal) for lang in (language, "en")]
    names += [former.name.say(language) for former in state.former_names]
    return tuple(fold(name) for name in (*names, *state.other_names, state.code, state.alpha2))
