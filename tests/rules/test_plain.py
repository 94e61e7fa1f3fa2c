"""What the record keeps of a ruling is what comes back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.rules.citation import Citation, charter, council
from comity.rules.guard import Objection, Outcome, Ruling
from comity.rules.majority import TWO_THIRDS
from comity.rules.plain import LARGEST, from_plain, to_plain
from comity.rules.words import LANGUAGES, Name, Text, say, text

zones = st.sampled_from(
    [UTC, ZoneInfo("America/New_York"), ZoneInfo("Asia/Kathmandu"), timezone(timedelta(hours=-3))]
)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
moments = st.datetimes(timezones=st.one_of(st.none(), zones), allow_imaginary=False)
citations = st.builds(Citation, words, words, words, unit=st.sampled_from(["rule", "article", "paragraph"]))
names = st.builds(Name, en=words, ar=words, zh=words, fr=words, ru=words, es=words)
simple = st.one_of(
    words,
    st.booleans(),
    st.integers(-LARGEST, LARGEST),
    moments,
    st.dates(),
    st.timedeltas(),
    citations,
    names,
)


def texts(blanks: st.SearchStrategy[Any]) -> st.SearchStrategy[Text]:
    filled = st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), blanks, max_size=4)
    return st.builds(
        lambda key, given: text(key, **given), words, filled.map(lambda d: {"n" + k: d[k] for k in d})
    )


blanks = st.recursive(
    simple, lambda inner: st.one_of(texts(inner), st.lists(inner, max_size=3).map(tuple)), max_leaves=8
)
sentences = texts(blanks)
objections = st.builds(Objection, sentences, citations, remedy=st.one_of(st.none(), sentences))
outcomes = st.builds(
    Outcome,
    words,
    st.lists(sentences, max_size=3).map(tuple),
    st.lists(citations, max_size=3).map(tuple),
)
rulings = st.builds(
    Ruling,
    act_id=words,
    at=moments,
    first=st.integers(0, 10**9),
    last=st.integers(0, 10**9),
    objection=st.one_of(st.none(), objections),
)


@given(thing=st.one_of(blanks, sentences, objections, outcomes, rulings))
def test_everything_comes_back_through_json_as_it_was(thing: Any) -> None:
    back = from_plain(json.loads(json.dumps(to_plain(thing))))
    assert back == thing
    assert type(back) is type(thing)
    assert repr(back) == repr(thing)


def test_the_repeated_hour_of_autumn_stays_the_hour_it_was() -> None:
    zone = ZoneInfo("America/New_York")
    for fold, name in ((0, "EDT"), (1, "EST")):
        back = from_plain(to_plain(datetime(2026, 11, 1, 1, 30, tzinfo=zone, fold=fold)))
        assert (back.fold, back.tzname()) == (fold, name)


def test_a_ruling_that_is_read_back_says_the_same_in_every_language() -> None:
    reason = text("rules.majorities.two_thirds", whole=text("rules.majorities.of_members"))
    ruling = Ruling(
        act_id="a1",
        at=datetime(2026, 5, 1, 10, tzinfo=UTC),
        objection=Objection(reason, charter(18, 2), remedy=text("rules.dates.hours", n=3)),
    )
    back = from_plain(json.loads(json.dumps(to_plain(ruling))))
    assert back == ruling
    assert [back.say(language) for language in LANGUAGES] == [ruling.say(language) for language in LANGUAGES]


def test_what_can_only_be_said_is_kept_as_its_name_in_six_languages() -> None:
    back = from_plain(to_plain(text("rules.majorities.two_thirds", whole=TWO_THIRDS)))
    [(_, kept)] = back.blanks
    assert isinstance(kept, Name)
    assert [say(kept, language) for language in LANGUAGES] == [
        TWO_THIRDS.say(language) for language in LANGUAGES
    ]


@pytest.mark.parametrize("thing", [1.5, {1}, object(), b"bytes", {"is": "text"}])
def test_what_has_no_plain_form_is_refused(thing: Any) -> None:
    with pytest.raises(TypeError, match="cannot be kept"):
        to_plain(thing)


def test_a_number_that_json_would_bend_is_refused() -> None:
    assert to_plain(LARGEST) == LARGEST
    with pytest.raises(ValueError, match="too large"):
        to_plain(LARGEST + 1)


@pytest.mark.parametrize(
    "plain", [{}, {"is": "decree"}, {"is": "day"}, 1.5, {"is": "span", "days": 1}, {"is": "name"}]
)
def test_what_was_never_plain_is_refused(plain: Any) -> None:
    with pytest.raises(ValueError, match="not a plain value"):
        from_plain(plain)


def test_the_plain_form_of_a_citation_does_not_change() -> None:
    assert to_plain((council(37), date(2026, 1, 2))) == [
        {"is": "citation", "instrument": "S/96/Rev.7", "rule": "37", "paragraph": "", "unit": "rule"},
        {"is": "day", "day": "2026-01-02"},
    ]
