"""Small pieces that the components are written with: icons, moments, sizes, audiences."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from babel.dates import format_date
from babel.numbers import format_decimal
from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from comity.rules.words import Text, say, text
from comity.web.language import spoken
from comity.web.naming import circle, participant

register = template.Library()

LOCALES: Final = {"ar": "ar", "zh": "zh_Hans", "en": "en_GB", "fr": "fr", "ru": "ru", "es": "es"}
MIRRORED: Final = frozenset({"back", "forward"})
"""Icons that point along the line of reading and so turn round in Arabic."""


def _locale() -> str:
    return LOCALES[spoken()]


def _comma() -> str:
    return {"ar": "، ", "zh": " "}.get(spoken(), ", ")


@register.simple_tag
def languages() -> list[tuple[str, str]]:
    """The languages to choose from, each by its own name and never translated."""
    return list(settings.LANGUAGES)


@register.simple_tag
def icon_address() -> str:
    """Where the sprite is, for drawings that are not the size of letters."""
    return static("icons/sprite.svg")


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing from the sprite; always beside words, so assistive technology passes over it."""
    turned = " icon--turns" if name in MIRRORED else ""
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        turned,
        icon_address(),
        name,
    )


@register.filter
def moment(at: datetime) -> SafeString:
    """A date and time of day in the reader's language, always with its zone."""
    there = at.astimezone(UTC)
    return format_html(
        '<time datetime="{}">{}{}<bdi>{} UTC</bdi></time>',
        there.isoformat(timespec="seconds"),
        _date(there, "medium"),
        _comma(),
        f"{there:%H:%M}",
    )


@register.filter
def day(on: date) -> SafeString:
    """A date in the reader's language."""
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), _date(on, "long"))


def _date(on: date, form: str) -> str:
    """In Arabic with both names of the month, as the organs write it."""
    if spoken() == "ar":
        return say(date(on.year, on.month, on.day), "ar")
    return str(format_date(on, form, locale=_locale()))


@register.filter
def short_day(on: date) -> SafeString:
    """The same where there is little room: the month in its short form."""
    date_format = "d MMM y" if spoken() == "ar" else "medium"
    return format_html(
        '<time datetime="{}">{}</time>', on.isoformat(), format_date(on, date_format, locale=_locale())
    )


@register.filter
def figure(number: float) -> str:
    """A number with the separators of the reader's language."""
    return str(format_decimal(number, locale=_locale()))


@register.filter
def size(octets: int) -> str:
    """The size of a file in the unit in which people say it."""
    units = (("gigabytes", 10**9), ("megabytes", 10**6), ("kilobytes", 10**3), ("octets", 1))
    unit, worth = next((pair for pair in units if octets >= pair[1]), units[-1])
    return text(f"web.layout.{unit}", number=figure(round(octets / worth, 1))).say(spoken())


@register.filter
def remaining(left: timedelta) -> str:
    """Time left as a clock shows it: days in words, then hours, minutes and seconds."""
    seconds = max(0, int(left.total_seconds()))
    days, rest = divmod(seconds, 86400)
    clock = f"{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"
    return f"{text('web.layout.days', n=days).say(spoken())} {clock}" if days else clock


@register.filter
def readers(audience: str) -> tuple[Text, ...]:
    """Who may read an entry with that audience name, in words."""
    return tuple(circle(token) for token in audience.split(" "))


@register.filter
def whom(code: str) -> Any:
    """The name of whoever acts under this code."""
    return participant(code)


@register.filter
def short(digest: str) -> str:
    """The beginning of a digest: enough to compare by eye."""
    return digest[:12]
