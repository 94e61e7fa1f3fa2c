"""How documents name organs, offices, posts and dates, in the form that a sentence needs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from comity.bodies.body import Body, session_on
from comity.documents.document import Organ
from comity.documents.ordinals import Ordinal
from comity.rules.words import Text, text

UNITED_NATIONS: Final = frozenset({"unsc", "unga"})
FOUNDED: Final = 1945


def organ(body: Body, form: str) -> Text:
    """The body in a sentence: `the` Security Council, `of` the Security Council."""
    if body.code in UNITED_NATIONS:
        return text(f"documents.organs.{body.code}_{form}")
    return text(f"documents.organs.body_{form}", body=body.name)


def president(body: Body) -> Text:
    """The office of the body's President."""
    if body.code in UNITED_NATIONS:
        return text(f"documents.organs.{body.code}_president")
    return text("documents.organs.body_president", title=body.presidency.title, body=body.name)


def post(rulebook: str, form: str) -> Text:
    """The post that a selection is about: its `name`, or `of` it."""
    kind = "un" if rulebook.startswith("unsg-") else "head"
    return text(f"documents.organs.post_{kind}_{form}")


def nth(n: int, *masculine: str) -> Ordinal:
    """The n-th; named are the languages in which the word it goes with is masculine."""
    return Ordinal(n, frozenset(masculine))


def nth_round(n: int) -> Ordinal:
    return nth(n, "fr", "ru")


def in_masthead(body: Body, on: date | None) -> Organ:
    """The body with the session or the year to which a document of that day belongs."""
    sitting: Any = None
    if on is not None and body.code == "unsc":
        sitting = text("documents.organs.year", nth=nth(on.year - FOUNDED, "es", "ru"))
    elif on is not None and body.code == "unga":
        sitting = text("documents.organs.session", nth=nth(session_on(on), "es"))
    return Organ(name=body.name, sitting=sitting)


def above(*bodies: Body) -> Text | None:
    """The organization whose organs these are."""
    if all(body.code in UNITED_NATIONS for body in bodies):
        return text("documents.organs.united_nations")
    return None


def day(body: Body, at: datetime) -> date:
    """The day on the body's own calendar."""
    return body.local(at).date()
