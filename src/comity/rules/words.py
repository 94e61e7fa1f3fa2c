"""What the system says to people, in the six official languages.

Every package keeps its sentences in `words/*.toml`: one table per sentence, six languages side by side,
so that a translator sees them together and a missing one fails the check.  The key of a sentence is
`package.file.name`, e.g. `rules.citations.rule`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib import resources
from string import Formatter
from typing import Any, Final, Protocol, runtime_checkable

LANGUAGES: Final = ("ar", "zh", "en", "fr", "ru", "es")
"""The official languages, in the English alphabetical order of their names."""


@runtime_checkable
class Sayable(Protocol):
    """Anything that can be said in a language: a text, a citation, the name of a State."""

    def say(self, language: str = "en") -> str: ...


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name in the six languages; a language without a form of its own falls back to English."""

    en: str
    ar: str = ""
    zh: str = ""
    fr: str = ""
    ru: str = ""
    es: str = ""

    def say(self, language: str = "en") -> str:
        return str(getattr(self, language)) or self.en


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence by its key, with what fills its blanks; it becomes words only when said in a language."""

    key: str
    blanks: tuple[tuple[str, Any], ...] = ()

    def say(self, language: str = "en") -> str:
        forms = sentence(self.key)[language]
        blanks = dict(self.blanks)
        form = forms if isinstance(forms, str) else forms[_plural(forms, language, blanks)]
        return _Filler(language).vformat(form, (), blanks)

    def __str__(self) -> str:
        return self.say("en")


def text(key: str, **blanks: Any) -> Text:
    """The sentence of that key, its blanks filled with strings, numbers, dates or other sayable things."""
    return Text(key, tuple(sorted(blanks.items())))


def say(thing: Any, language: str) -> str:
    """Say anything that may fill a blank."""
    match thing:
        case Sayable():
            return thing.say(language)
        case datetime():
            return _moment(thing).say(language)
        case date():
            return _day(thing).say(language)
        case timedelta():
            return _span(thing, language)
        case list() | tuple() | frozenset():
            return _comma(language).join(say(one, language) for one in thing)
        case _:
            return str(thing)


def _day(day: date) -> Text:
    """French alone has a word of its own for the first of a month."""
    key = "rules.dates.first_of_month" if day.day == 1 else "rules.dates.day_of_month"
    return text(key, day=day.day, month=text(f"rules.dates.month_{day.month}"), year=str(day.year))


def _moment(moment: datetime) -> Text:
    blanks = {"day": _day(moment.date()), "hour": moment.hour, "minute": moment.minute}
    zone = moment.tzname()
    if zone is None:
        return text("rules.dates.moment", **blanks)
    return text("rules.dates.moment_in_zone", zone=zone, **blanks)


def _span(span: timedelta, language: str) -> str:
    """Up to seventy-two hours are said as hours, as the rules do; fractions of a second are not said."""
    seconds = abs(span) // timedelta(seconds=1)
    days, rest = divmod(seconds, 86_400) if seconds > 72 * 3600 else (0, seconds)
    hours, minutes = divmod(rest // 60, 60)
    counts = {"days": days, "hours": hours, "minutes": minutes, "seconds": rest % 60}
    parts = [text(f"rules.dates.{unit}", n=n).say(language) for unit, n in counts.items() if n]
    if not parts:
        return text("rules.dates.seconds", n=0).say(language)
    said = {"zh": "", "ar": " و"}.get(language, " ").join(parts)
    return f"−{said}" if span < timedelta(0) else said


class _Filler(Formatter):
    def __init__(self, language: str) -> None:
        self.language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec:
            return str(format(value, format_spec))
        return say(value, self.language)


def _comma(language: str) -> str:
    return {"ar": "، ", "zh": "、"}.get(language, ", ")


def plural(n: int, language: str) -> str:
    """The plural form that this number takes (Unicode CLDR cardinal rules, whole numbers)."""
    match language:
        case "zh":
            return "other"
        case "fr":
            return "one" if n in (0, 1) else "other"
        case "ru":
            if n % 10 == 1 and n % 100 != 11:
                return "one"
            return "few" if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else "many"
        case "ar":
            if n in (0, 1, 2):
                return ("zero", "one", "two")[n]
            return "few" if 3 <= n % 100 <= 10 else "many" if n % 100 >= 11 else "other"
        case _:
            return "one" if n == 1 else "other"


def _plural(forms: Mapping[str, str], language: str, blanks: Mapping[str, Any]) -> str:
    """Which of a sentence's plural forms fits its blank `n`; `other` stands in for a missing form."""
    form = plural(int(blanks["n"]), language)
    return form if form in forms else "other"


def sentence(key: str) -> Mapping[str, Any]:
    """All languages of one sentence; a key that nobody wrote is a defect and raises."""
    package, file, name = key.split(".", 2)
    try:
        return _file(package, file)[name]
    except (KeyError, FileNotFoundError):
        raise KeyError(f"no sentence {key!r} in comity/{package}/words/{file}.toml") from None


@cache
def sentences(package: str) -> Mapping[str, Mapping[str, Any]]:
    """Every sentence of a package, by `file.name`."""
    folder = resources.files(f"comity.{package}") / "words"
    stems = sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml"))
    return {f"{stem}.{name}": forms for stem in stems for name, forms in _file(package, stem).items()}


@cache
def _file(package: str, stem: str) -> Mapping[str, Mapping[str, Any]]:
    """Read one by one, so that a command that says little starts at once."""
    file = resources.files(f"comity.{package}") / "words" / f"{stem}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
