"""Groups of States, and who takes part beside the Members: observers, organisations, committees."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from comity.bodies import states
from comity.bodies.states import name_from
from comity.rules.words import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """States that act or are elected together."""

    code: str
    name: Name
    members: tuple[str, ...]
    regional: bool = False
    """Whether the Assembly spreads seats by it."""

    def say(self, language: str = "en") -> str:
        return self.name.say(language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Who takes part without being a Member: an observer State, an organisation, a committee."""

    code: str
    kind: str
    name: Name

    def say(self, language: str = "en") -> str:
        return self.name.say(language)


@cache
def all_groups() -> dict[str, Group]:
    """Every group by code."""
    return {code: _group(code, row) for code, row in _read("groups.toml").items()}


@cache
def all_entities() -> dict[str, Entity]:
    """Every entity by code."""
    return {
        code: Entity(code=code, kind=row["kind"], name=name_from(row))
        for code, row in _read("entities.toml").items()
    }


@cache
def observer_states() -> frozenset[str]:
    """The non-member States with a standing invitation to observe."""
    return frozenset(code for code, entity in all_entities().items() if entity.kind == "observer_state")


def groups_of(code: str) -> tuple[Group, ...]:
    """The groups that a State belongs to."""
    return tuple(group for group in all_groups().values() if code in group.members)


def _group(code: str, row: dict[str, Any]) -> Group:
    regional = row.get("regional", False)
    members = (
        tuple(state.code for state in states.all_states() if state.group == code)
        if regional
        else tuple(row["members"].split())
    )
    return Group(code=code, name=name_from(row), members=members, regional=regional)


def _read(name: str) -> dict[str, dict[str, Any]]:
    file = resources.files("comity.bodies") / "data" / name
    return tomllib.loads(file.read_text(encoding="utf-8"))
