"""Dates and spans as they are said in the six languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from comity.rules.words import LANGUAGES, say, text

MOMENT = datetime(2026, 3, 1, 9, 5, tzinfo=ZoneInfo("America/New_York"))


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("en", "1 March 2026", "1 March 2026, 09:05 EST"),
        ("fr", "1er mars 2026", "1er mars 2026 à 9 h 05 (EST)"),
        ("es", "1 de marzo de 2026", "1 de marzo de 2026, 9.05 horas (EST)"),
        ("ru", "1 марта 2026 года", "1 марта 2026 года, 09 ч. 05 м. (EST)"),
        ("zh", "2026年3月1日", "2026年3月1日9时05分（EST）"),
        ("ar", "1 آذار/مارس 2026", "1 آذار/مارس 2026، الساعة 09:05 (EST)"),
    ],
)
def test_a_day_and_a_moment_are_said_as_the_organs_write_them(language: str, day: str, moment: str) -> None:
    assert say(MOMENT.date(), language) == day
    assert say(MOMENT, language) == moment


def test_a_moment_without_a_zone_names_none() -> None:
    assert say(datetime(2026, 12, 24, 18, 0), "en") == "24 December 2026, 18:00"  # noqa: DTZ001
    assert say(datetime(2026, 12, 24, 18, 0, tzinfo=UTC), "en") == "24 December 2026, 18:00 UTC"


@pytest.mark.parametrize("language", LANGUAGES)
def test_twelve_months_have_twelve_names(language: str) -> None:
    assert len({say(date(2026, month, 5), language) for month in range(1, 13)}) == 12


@pytest.mark.parametrize(
    ("span", "en", "ru", "ar"),
    [
        (timedelta(hours=24), "24 hours", "24 часа", "24 ساعة"),
        (timedelta(hours=72), "72 hours", "72 часа", "72 ساعة"),
        (timedelta(days=10), "10 days", "10 дней", "10 أيام"),
        (timedelta(days=4, hours=1), "4 days 1 hour", "4 дня 1 час", "4 أيام وساعة واحدة"),
        (timedelta(hours=2, minutes=2), "2 hours 2 minutes", "2 часа 2 минуты", "ساعتان ودقيقتان"),
        (timedelta(seconds=90), "1 minute 30 seconds", "1 минута 30 секунд", "دقيقة واحدة و30 ثانية"),
        (timedelta(0), "0 seconds", "0 секунд", "0 ثانية"),
        (timedelta(hours=-3), "−3 hours", "−3 часа", "−3 ساعات"),
        (timedelta(milliseconds=-1), "0 seconds", "0 секунд", "0 ثانية"),
    ],
)
def test_a_span_is_said_with_the_plural_of_each_language(span: timedelta, en: str, ru: str, ar: str) -> None:
    assert [say(span, language) for language in ("en", "ru", "ar")] == [en, ru, ar]


def test_dates_and_spans_fill_blanks() -> None:
    sentence = text("rules.majorities.at_least", part=timedelta(hours=3), whole=date(2026, 7, 14))
    assert sentence.say("fr") == "au moins 3 heures des 14 juillet 2026"


def test_working_days_have_words_of_their_own() -> None:
    assert text("rules.dates.working_days", n=10).say("es") == "10 días laborables"
    assert text("rules.dates.working_days", n=21).say("ru") == "21 рабочий день"
