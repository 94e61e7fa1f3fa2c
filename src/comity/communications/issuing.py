"""How a body issues the symbols of its documents: in sequence, each once, also those of what follows a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from comity.bodies.body import session_on
from comity.communications.acts import GENERAL, IssueFollowing, IssueSymbol, IssueSymbolElsewhere
from comity.communications.events import SymbolIssued
from comity.communications.state import Communications
from comity.record.audience import PUBLIC, Audience, audience
from comity.rules.acts import Act
from comity.rules.citation import house
from comity.rules.guard import Objection
from comity.rules.words import text

NEW: Final = "document"
"""What an act is about that issues a symbol for a document which stands elsewhere."""

_PLACE: Final = re.compile(r"[a-z_]{1,40}:[a-z0-9-]{1,80}/[a-z_]{1,40}/[1-9][0-9]{0,8}")


def is_place(about: str) -> bool:
    """Whether this names a document of the house, as in selection:unsg-2026/letters/3."""
    return _PLACE.fullmatch(about) is not None


def next_in_series(state: Communications, on: date) -> tuple[str, int, str]:
    """The series of the day, the next number in it, and the symbol: one after the other, without gaps."""
    series = state.body.symbol(year=on.year, session=session_on(on), number="").rstrip("/")
    number = state.numbers.get(series, 0) + 1
    return series, number, state.body.symbol(year=on.year, session=session_on(on), number=number)


def document_is_named(state: Communications, act: Any, actor: Any, now: datetime) -> Objection | None:
    if is_place(act.document):
        return None
    return Objection(text("communications.issuing.not_named"), house(2))


def document_bears_no_symbol_yet(
    state: Communications, act: Any, actor: Any, now: datetime
) -> Objection | None:
    symbol = state.symbol_of(act.document)
    if not symbol:
        return None
    remedy = text("communications.issuing.follow_instead")
    return Objection(text("communications.issuing.bears_already", symbol=symbol), house(3), remedy)


def symbol_is_there(state: Communications, act: Any, actor: Any, now: datetime) -> Objection | None:
    if state.bears(act.symbol):
        return None
    return Objection(text("communications.issuing.no_such_symbol", symbol=act.symbol), house(2))


def issued(state: Communications, act: IssueSymbol | IssueSymbolElsewhere, now: datetime) -> SymbolIssued:
    series, number, symbol = next_in_series(state, state.body.local(now).date())
    return SymbolIssued(
        symbol=symbol,
        series=series,
        number=number,
        document=act.document if isinstance(act, IssueSymbol) else "",
        title=act.title if isinstance(act, IssueSymbolElsewhere) else "",
        distribution=act.distribution,
    )


def issued_following(state: Communications, act: IssueFollowing) -> SymbolIssued:
    before = [one for one in state.issued.values() if (one.series, one.follows) == (act.symbol, act.what)]
    known = state.issued.get(act.symbol)
    return SymbolIssued(
        symbol=f"{act.symbol}/{act.what}.{len(before) + 1}",
        series=act.symbol,
        number=len(before) + 1,
        document=known.document if known else "",
        title=act.title,
        distribution=act.distribution,
        follows=act.what,
    )


def readers(state: Communications, distribution: str) -> Audience:
    """Everyone; or, where distribution is limited, the members and those who serve them."""
    if distribution == GENERAL:
        return PUBLIC
    code = state.body.code
    return audience(f"members:{code}", f"presidency:{code}", "secretariat")


def about_symbols(
    state: Communications, about: str | None
) -> Iterator[tuple[type[Act], str, tuple[tuple[str, str], ...]]]:
    """The acts that issue a symbol about this subject, and what is given with them."""
    if about is None or about == NEW:
        yield IssueSymbolElsewhere, NEW, ()
    elif is_place(about):
        yield IssueSymbol, about, (("document", about),)
    elif state.bears(about):
        yield IssueFollowing, about, (("symbol", about),)
