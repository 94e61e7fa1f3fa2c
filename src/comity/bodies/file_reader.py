"""Reading a definition key by key, keeping every mistake with its place instead of stopping at the first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from string import Formatter
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from comity.rules.words import LANGUAGES, Name, Text, text

D = TypeVar("D")

_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_SHARE: Final = re.compile(r"([1-9]\d{0,3})/([1-9]\d{0,3})")
_LONGEST: Final = 300
"""Characters at most in a name or a word."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """Where something is wrong, and what to do about it."""

    place: str
    """The keys that lead there, as in `members[3].state`; "" for the file as a whole."""
    problem: Text

    def say(self, language: str = "en") -> str:
        place = self.place or text("bodies.body_file.whole_file").say(language)
        return f"{place}: {self.problem.say(language)}"


class BodyFileErrors(ValueError):
    """Everything that is wrong with the definition of a body."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__(self.say("en"))

    def say(self, language: str = "en") -> str:
        heading = text("bodies.body_file.heading", n=len(self.mistakes)).say(language)
        return "\n".join([heading, *(f"- {mistake.say(language)}" for mistake in self.mistakes)])


class Reader:
    """Where the mistakes of one file are gathered."""

    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []

    def add(self, place: str, problem: Text) -> None:
        self.mistakes.append(Mistake(place, problem))

    def found_at(self, place: str) -> bool:
        """Whether anything is wrong there or below."""
        return any(mistake.place.startswith(place) for mistake in self.mistakes)

    def stop_at_mistakes(self) -> None:
        if self.mistakes:
            raise BodyFileErrors(self.mistakes)


class Table:
    """One table of the file; all that is asked of it is answered, what is wrong goes to the reader."""

    def __init__(self, reader: Reader, at: str, values: dict[str, Any]) -> None:
        self.reader, self._at, self._values = reader, at, values

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def place(self, key: str) -> str:
        return ".".join(part for part in (self._at, key) if part)

    def mistake(self, key: str, sentence: str, **blanks: Any) -> None:
        self.reader.add(self.place(key), text(f"bodies.body_file.{sentence}", **blanks))

    def only(self, keys: Sequence[str]) -> None:
        """Report the keys that are not among these."""
        for key in self._values:
            if key not in keys:
                self.mistake(key, "unknown_key", choices=tuple(keys))

    def word(self, key: str, default: str = "", example: str = "") -> str:
        """A line of text; with an example it must be there."""
        value = self._value(key, default, str, example, f'{key} = "…"')
        if len(value) > _LONGEST or "\n" in value or (key in self._values and not value.strip()):
            self.mistake(key, "wrong_kind", example=example or f'{key} = "…"')
            return default
        return value.strip()

    def words(self, key: str) -> tuple[str, ...]:
        value = self._value(key, [], list, "", f'{key} = ["…", "…"]')
        if not all(isinstance(one, str) for one in value):
            self.mistake(key, "wrong_kind", example=f'{key} = ["…", "…"]')
            return ()
        return tuple(value)

    def code(self, key: str, example: str) -> str:
        value = self.word(key, "", example)
        if value and not _CODE.fullmatch(value):
            self.mistake(key, "code_form", value=value)
            return ""
        return value

    def choice(self, key: str, among: Sequence[str]) -> str:
        """One of these words; the first where none is given."""
        value = self.word(key, among[0])
        if value not in among:
            self.mistake(key, "not_one_of", value=value, choices=tuple(among))
            return among[0]
        return value

    def choices(self, key: str, among: Sequence[str]) -> tuple[str, ...]:
        """Some of these words; all where none is given."""
        values = self.words(key)
        for value in values:
            if value not in among:
                self.mistake(key, "not_one_of", value=value, choices=tuple(among))
        return values or tuple(among)

    def switch(self, key: str) -> bool:
        return self._value(key, False, bool, "", f"{key} = true")

    def number(self, key: str) -> int:
        value = self._value(key, 0, int, "", f"{key} = 9")
        if isinstance(value, bool) or (key in self._values and value < 1):
            self.mistake(key, "wrong_kind", example=f"{key} = 9")
            return 0
        return value

    def share(self, key: str) -> tuple[int, int] | None:
        value = self.word(key)
        found = _SHARE.fullmatch(value)
        if found is None or int(found[1]) > int(found[2]):
            if value:
                self.mistake(key, "wrong_kind", example=f'{key} = "2/3"')
            return None
        return int(found[1]), int(found[2])

    def day(self, key: str, default: D, example: str = "") -> date | D:
        value = self._values.get(key)
        if value is None:
            if example:
                self.mistake(key, "missing", example=example)
            return default
        if isinstance(value, datetime) or not isinstance(value, date):
            self.mistake(key, "wrong_kind", example=f"{key} = 2026-09-01")
            return default
        return value

    def days(self, key: str) -> frozenset[date]:
        values = self._value(key, [], list, "", f"{key} = [2026-12-25, 2027-01-01]")
        if any(isinstance(value, datetime) or not isinstance(value, date) for value in values):
            self.mistake(key, "wrong_kind", example=f"{key} = [2026-12-25, 2027-01-01]")
            return frozenset()
        return frozenset(values)

    def name(self, key: str, example: str = 'name = { en = "…" }') -> Name:
        """A name in one to six languages; without English the first that there is stands in for it."""
        if key not in self._values:
            self.mistake(key, "missing", example=example)
            return Name("")
        row = self.table(key, example)
        row.only(LANGUAGES)
        forms = {language: row.word(language) for language in LANGUAGES if language in row}
        said = next((form for form in forms.values() if form), "")
        if not said and not self.reader.found_at(self.place(key)):
            self.mistake(key, "missing", example=example)
        return Name(**{"en": said, **forms})

    def timezone(self, key: str) -> str:
        value = self.word(key, "UTC")
        try:
            ZoneInfo(value)
        except (ValueError, OSError, LookupError):
            self.mistake(key, "timezone", value=value)
        return value

    def pattern(self, key: str, default: str, blanks: Sequence[str]) -> str:
        """A pattern with these blanks at most, and a number in it."""
        value = self.word(key, default)
        try:
            parts = list(Formatter().parse(value))
        except ValueError:
            parts = []
        used = {part[1] for part in parts if part[1] is not None}
        if "number" not in used or used - set(blanks) or any(part[2] or part[3] for part in parts):
            self.mistake(key, "wrong_kind", example=f'{key} = "BOARD/{{year}}/{{number}}"')
        return value

    def table(self, key: str, example: str) -> Table:
        return Table(self.reader, self.place(key), self._value(key, {}, dict, "", example))

    def tables(self, key: str, example: str) -> Iterator[Table]:
        """The tables of a list, which must not be empty."""
        rows = self._value(key, [], list, "", example)
        if not rows and not self.reader.found_at(self.place(key)):
            self.mistake(key, "missing", example=example)
        for number, row in enumerate(rows, start=1):
            if isinstance(row, dict):
                yield Table(self.reader, f"{self.place(key)}[{number}]", row)
            else:
                self.mistake(f"{key}[{number}]", "wrong_kind", example=example)

    def named_tables(self, key: str, example: str) -> Iterator[tuple[str, Table]]:
        rows = self.table(key, example)
        for name in rows._values:
            yield name, rows.table(name, example)

    def _value(self, key: str, default: D, kind: type[D], example: str, form: str) -> D:
        if key not in self._values:
            if example:
                self.mistake(key, "missing", example=example)
            return default
        value = self._values[key]
        if not isinstance(value, kind):
            self.mistake(key, "wrong_kind", example=example or form)
            return default
        return value
