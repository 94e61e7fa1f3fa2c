"""Long lists: a box to search in, choices to narrow them by, and pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest

from comity.rules.words import Sayable, text
from comity.web.pages import parts

T = TypeVar("T")

SIZE: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrow:
    """One choice by which a list is narrowed; the empty value stands for everything."""

    name: str
    label: Any
    value: str
    choices: tuple[parts.Choice, ...]
    kind: str = "choice"
    """choice or date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finder:
    """The form above a list; the server answers it."""

    name: str
    label: Any
    value: str = ""
    narrow: tuple[Narrow, ...] = ()
    found: Any = None
    hint: Any = None

    @property
    def used(self) -> bool:
        return bool(self.value) or any(one.value for one in self.narrow)


def choices(everything: Any, each: Sequence[tuple[str, Sayable]]) -> tuple[parts.Choice, ...]:
    """What a list may be narrowed to, beginning with not at all."""
    return (parts.Choice(value="", label=everything), *(parts.Choice(value=v, label=t) for v, t in each))


def chosen(request: HttpRequest, name: str, allowed: Sequence[str]) -> str:
    """The reader's choice, where it is one of these."""
    value = request.GET.get(name, "")
    return value if value in allowed else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paged:
    """Which part of a list a page shows."""

    first: int
    """How many stand before it."""
    size: int
    total: int
    pages: parts.Pages | None

    def of(self, things: Sequence[T]) -> Sequence[T]:
        return things[self.first : self.first + self.size]

    @property
    def found(self) -> Any:
        return text("web.layout.results", n=self.total)


def paged(request: HttpRequest, total: int, size: int = SIZE) -> Paged:
    """The page that was asked for, or the nearest that there is."""
    last = max(1, -(-total // size))
    asked = request.GET.get("page", "1")
    current = min(max(1, int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 1), last)
    kept = [(name, value) for name, value in request.GET.items() if name != "page" and value]

    def address(page: int) -> str:
        return f"{request.path}?{urlencode([*kept, ('page', page)])}"

    return Paged(
        first=(current - 1) * size,
        size=size,
        total=total,
        pages=parts.pages(current, last, address) if last > 1 else None,
    )
