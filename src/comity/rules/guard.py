"""Whether an act is in order: guards that cite, objections that explain, rulings and outcomes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

from comity.rules.citation import Citation
from comity.rules.words import Text, text


@dataclass(frozen=True, slots=True)
class Objection:
    """Why an act is not in order, under which rule, and what can be done now."""

    reason: Text
    citation: Citation
    remedy: Text | None = None

    def say(self, language: str = "en") -> str:
        parts = [self.reason.say(language), f"[{self.citation.say(language)}]"]
        if self.remedy is not None:
            parts.append(self.remedy.say(language))
        return " ".join(parts)


class OutOfOrder(Exception):
    """An act that the rules do not allow now."""

    def __init__(self, objection: Objection) -> None:
        super().__init__(objection.say("en"))
        self.objection = objection

    def say(self, language: str = "en") -> str:
        return self.objection.say(language)


Guard = Callable[[Any, Any, Any, datetime], Objection | None]
"""A guard is a sentence: it gets (state, act, actor, now) and answers None or an objection."""

GUARDS: Final[dict[str, tuple[Citation, ...]]] = {}
"""Every guard by `package.function`, with the rules it enforces; the rulebooks are checked against it."""

G = TypeVar("G", bound=Callable[..., Any])


def enforces(*citations: Citation) -> Callable[[G], G]:
    """Mark a function as the guard of these rules."""

    def mark(guard: G) -> G:
        package = guard.__module__.removeprefix("comity.").split(".", 1)[0]
        GUARDS[f"{package}.{guard.__name__}"] = citations
        return guard

    return mark


def first_objection(
    guards: Iterable[Guard], state: Any, act: Any, actor: Any, now: datetime
) -> Objection | None:
    """The first objection that any of the guards raises."""
    for guard in guards:
        objection = guard(state, act, actor, now)
        if objection is not None:
            return objection
    return None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How something ended: a word for programs, and for people the reasons with their citations."""

    verdict: str
    reasons: tuple[Text, ...] = ()
    citations: tuple[Citation, ...] = ()

    def say(self, language: str = "en") -> str:
        cited = "; ".join(citation.say(language) for citation in self.citations)
        reasons = " ".join(reason.say(language) for reason in self.reasons)
        return f"{reasons} [{cited}]" if cited else reasons


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """The clerk's answer to one act; the same act heard again gets the same ruling."""

    act_id: str
    at: datetime
    first: int = 0
    """Sequence of the first entry that the act made on the record; 0 when it was refused."""
    last: int = 0
    objection: Objection | None = None

    @property
    def accepted(self) -> bool:
        return self.objection is None

    def say(self, language: str = "en") -> str:
        if self.objection is None:
            return text("rules.rulings.heard", first=self.first).say(language)
        return self.objection.say(language)
