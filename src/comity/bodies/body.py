"""Bodies: who sits in them on a day, who presides, how they decide and number their documents."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from comity.bodies import council, states
from comity.bodies.groups import Entity, all_entities
from comity.bodies.rotation import beginning_with
from comity.rules.citation import ASSEMBLY_RULES, CHARTER, COUNCIL_RULES
from comity.rules.words import LANGUAGES, Name, Text, text

Seated = Callable[[date], tuple[str, ...]]
"""Codes of those seated on a day, in the body's order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """What a decision of one kind needs: so many votes, or a share of those who count."""

    votes: int = 0
    share: tuple[int, int] | None = None
    more_than: bool = False
    """The share must be passed, not only reached: a simple majority is more than one half."""
    of: str = "present_and_voting"
    """present_and_voting or members."""
    concurring: bool = False
    """No permanent member may vote against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Presidency:
    """How the chair is filled."""

    kind: str
    """month, meeting: it passes so often; member: one member has it; office: a person has it."""
    title: Text | Name
    starts: date | None = None
    first: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Body:
    """One deliberative body; two of them are the same only when they are one."""

    code: str
    name: Name
    kind: str
    seated: Seated
    permanent: Seated = lambda on: ()
    observing: Seated = lambda on: ()
    presiding: Callable[[date], str] = lambda on: ""
    presidency: Presidency
    thresholds: Mapping[str, Threshold] = field(default_factory=lambda: MappingProxyType({}))
    rulebooks: tuple[str, ...] = ()
    symbol_series: str = "{year}/{number}"
    languages: tuple[str, ...] = LANGUAGES
    timezone: str = "UTC"
    holidays: frozenset[date] = frozenset()
    entities: Mapping[str, Entity] = field(default_factory=lambda: MappingProxyType({}))
    """Members of its own that are neither States nor well known."""

    def members_on(self, on: date) -> tuple[str, ...]:
        """The members in the order in which they sit and are called."""
        return _on(self, "seated", on)

    def has_member(self, code: str, on: date) -> bool:
        return code in self.members_on(on)

    def permanent_on(self, on: date) -> tuple[str, ...]:
        return _on(self, "permanent", on)

    def observing_on(self, on: date) -> tuple[str, ...]:
        """The elected members that observe until their term begins."""
        return _on(self, "observing", on)

    def president_on(self, on: date) -> str:
        """The member that presides; "" where the presidency is a person's or passes at each meeting."""
        return self.presiding(on)

    def president_of_meeting(self, number: int, on: date) -> str:
        """The member that presides over the body's n-th meeting, where the chair passes at each meeting."""
        if self.presidency.kind != "meeting":
            return self.president_on(on)
        order = beginning_with(self.presidency.first, self.members_on(on))
        return order[(number - 1) % len(order)] if order else ""

    def presiding_for(self, on: date, question_of: Collection[str] = (), meeting: int = 1) -> str:
        """Who presides over a question: from the President on, the first not directly connected with it."""
        president = self.president_of_meeting(meeting, on)
        if not president:
            return ""
        order = beginning_with(president, self.members_on(on))
        return next((code for code in order if code not in question_of), "")

    def name_of(self, code: str, on: date | None = None) -> Name:
        """The name of a member or of anyone who takes part, on a day the name it bore then."""
        if code in self.entities:
            return self.entities[code].name
        if states.is_state(code):
            state = states.get(code)
            return state.name if on is None else state.name_on(on)
        if code in all_entities():
            return all_entities()[code].name
        raise states.UnknownState(code, ())

    def symbol(self, **blanks: int | str) -> str:
        """The symbol of a document: its number, with the year or the session where the series has them."""
        return self.symbol_series.format(**blanks)

    def local(self, now: datetime) -> datetime:
        """The moment on the body's own clock: its days, and so its presidencies, begin at its midnight."""
        return now if now.tzinfo is None else now.astimezone(_zone(self.timezone))


Bodies = Mapping[str, Body]


def bodies(*each: Body) -> Bodies:
    """These bodies by their codes."""
    found = {body.code: body for body in each}
    if len(found) != len(each):
        raise ValueError("two bodies bear the same code")
    return MappingProxyType(found)


SIMPLE_MAJORITY: Final = Threshold(share=(1, 2), more_than=True)
TWO_THIRDS: Final = Threshold(share=(2, 3))

SECURITY_COUNCIL: Final = Body(
    code="unsc",
    name=Name(
        en="Security Council",
        ar="مجلس الأمن",
        zh="安全理事会",
        fr="Conseil de sécurité",
        ru="Совет Безопасности",
        es="Consejo de Seguridad",
    ),
    kind="council",
    seated=council.members_on,
    permanent=council.permanent_on,
    observing=council.observing_on,
    presiding=council.president_on,
    presidency=Presidency(kind="month", title=text("bodies.body.president")),
    thresholds=MappingProxyType(
        {
            "procedural": Threshold(votes=9),
            "substantive": Threshold(votes=9, concurring=True),
            "election_of_judges": Threshold(share=(1, 2), more_than=True, of="members"),
        }
    ),
    rulebooks=(CHARTER, COUNCIL_RULES),
    symbol_series="S/{year}/{number}",
    timezone="America/New_York",
)

GENERAL_ASSEMBLY: Final = Body(
    code="unga",
    name=Name(
        en="General Assembly",
        ar="الجمعية العامة",
        zh="大会",
        fr="Assemblée générale",
        ru="Генеральная Ассамблея",
        es="Asamblea General",
    ),
    kind="assembly",
    seated=lambda on: tuple(state.code for state in states.all_states(on)),
    presidency=Presidency(kind="office", title=text("bodies.body.president")),
    thresholds=MappingProxyType(
        {
            "procedural": SIMPLE_MAJORITY,
            "substantive": SIMPLE_MAJORITY,
            "important": TWO_THIRDS,
            "charter_amendment": Threshold(share=(2, 3), of="members"),
            "election_of_judges": Threshold(share=(1, 2), more_than=True, of="members"),
        }
    ),
    rulebooks=(CHARTER, ASSEMBLY_RULES),
    symbol_series="A/{session}/{number}",
    timezone="America/New_York",
)


@cache
def standard_bodies() -> Bodies:
    """The Security Council and the General Assembly."""
    return bodies(SECURITY_COUNCIL, GENERAL_ASSEMBLY)


def session_on(on: date) -> int:
    """The Assembly's regular session to which a day belongs: the first opened in 1946, the next each September."""
    return on.year - 1945 - (on < opening_day(on.year))


def opening_day(year: int) -> date:
    """The Tuesday of the third week of September, since 2023 of the second (MEMORY), counting from the first week
    with a working day (Assembly rule 1)."""
    first = date(year, 9, 1)
    day = first.weekday()
    monday = first + timedelta(days=-day if day < 5 else 7 - day)
    return monday + timedelta(weeks=2 if year < 2023 else 1, days=1)


@lru_cache(maxsize=4096)
def _on(body: Body, which: str, on: date) -> tuple[str, ...]:
    seated: Seated = getattr(body, which)
    return seated(on)


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
