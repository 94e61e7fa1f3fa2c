from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.bodies import groups, states
from comity.bodies.order import fold
from comity.rules.words import LANGUAGES


def test_there_are_193_members_each_named_in_six_languages_in_every_form() -> None:
    members = states.all_states()
    assert len(members) == 193
    for state in members:
        for name in (state.name, state.short, state.formal, state.in_sentence):
            assert all(getattr(name, language).strip() for language in LANGUAGES), state.code
    for which in ("code", "alpha2", "m49"):
        assert len({getattr(state, which) for state in members}) == 193


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_members_share_a_name_and_no_name_keeps_a_trailing_article(language: str) -> None:
    names = [state.name.say(language) for state in states.all_states()]
    assert len({fold(name) for name in names}) == 193
    assert not [
        name
        for name in names
        if name.endswith(("(l')", "(la)", "(le)", "(les)", "(the)", "(el)", "(los)", "(las)"))
    ]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("United States", "USA"),
        ("usa", "USA"),
        ("U.S.A.", "USA"),
        ("US", "USA"),
        ("840", "USA"),
        ("United Kingdom", "GBR"),
        ("UK", "GBR"),
        ("gb", "GBR"),
        ("Russia", "RUS"),
        ("the Russian Federation", "RUS"),
        ("Türkiye", "TUR"),
        ("turkey", "TUR"),
        ("Côte d’Ivoire", "CIV"),
        ("cote d'ivoire", "CIV"),
        ("004", "AFG"),
        ("4", "AFG"),
        ("Allemagne", "DEU"),
        ("中国", "CHN"),
        ("فرنسا", "FRA"),
        ("Япония", "JPN"),
        ("Kingdom of the Netherlands", "NLD"),
        ("the Netherlands", "NLD"),
        ("Bolivia", "BOL"),
        ("South Korea", "KOR"),
        ("Congo", "COG"),
        ("DRC", "COD"),
        ("Guinea", "GIN"),
        ("Niger", "NER"),
        ("Holland", "NLD"),
        ("Syria", "SYR"),
        ("USSR", "RUS"),
        ("Union of Soviet Socialist Republics", "RUS"),
        ("Yugoslavia", "YUG"),
        ("Czechoslovakia", "CSK"),
        ("German Democratic Republic", "DDR"),
        ("Upper Volta", "BFA"),
        ("Zaire", "COD"),
        ("United Arab Republic", "EGY"),
        ("Ukrainian SSR", "UKR"),
        ("Byelorussian SSR", "BLR"),
        ("Ceylon", "LKA"),
        ("Democratic Yemen", "YMD"),
        ("Cape Verde", "CPV"),
        ("Germany (Federal Republic of)", "DEU"),
    ],
)
def test_a_state_is_found_by_any_name_it_goes_or_went_by(asked: str, code: str) -> None:
    assert states.find(asked).code == code


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_member_is_found_by_its_own_names_in_every_language(language: str) -> None:
    for state in states.all_states():
        for name in (state.name, state.formal, state.in_sentence):
            assert states.find(name.say(language)) is state
        for code in (state.code, state.alpha2, state.m49):
            assert states.find(code) is state


def test_on_a_day_a_name_belongs_to_who_bore_it_then() -> None:
    assert states.find("Yugoslavia", date(1999, 1, 1)).code == "YUG"
    assert states.find("Yugoslavia", date(2002, 1, 1)).code == "SRB"


def test_an_unknown_state_is_refused_with_those_that_may_be_meant() -> None:
    with pytest.raises(states.UnknownState) as refused:
        states.find("Korea")
    assert {state.code for state in refused.value.near} == {"PRK", "KOR"}
    assert "République de Corée" in refused.value.say("fr")
    with pytest.raises(states.UnknownState, match="Atlantis"):
        states.get("Atlantis")


@given(st.text(max_size=60))
def test_finding_answers_or_refuses_whatever_is_asked(asked: str) -> None:
    try:
        assert states.find(asked).code
    except states.UnknownState as refused:
        assert all(refused.say(language) for language in LANGUAGES)


@pytest.mark.parametrize(
    ("code", "language", "said"),
    [
        ("FRA", "fr", "la France"),
        ("AFG", "fr", "l'Afghanistan"),
        ("CUB", "fr", "Cuba"),
        ("IRN", "fr", "la République islamique d'Iran"),
        ("BHS", "en", "the Bahamas"),
        ("FRA", "en", "France"),
        ("NLD", "en", "the Kingdom of the Netherlands"),
        ("JPN", "es", "el Japón"),
        ("USA", "fr", "les États-Unis d'Amérique"),
    ],
)
def test_a_name_in_a_sentence_takes_its_article(code: str, language: str, said: str) -> None:
    assert states.get(code).in_sentence.say(language) == said


@pytest.mark.parametrize(
    ("words", "language", "codes"),
    [
        ("guin", "en", ["GIN", "GNB", "GNQ", "PNG"]),
        ("COREE", "fr", ["KOR", "PRK"]),
        ("rep corea", "es", ["KOR", "PRK"]),
        ("сан", "ru", ["SMR", "STP"]),
        ("burma", "en", ["MMR"]),
        ("", "en", []),
    ],
)
def test_searching_passes_over_case_and_accents(words: str, language: str, codes: list[str]) -> None:
    assert [state.code for state in states.search(words, language)][: len(codes)] == codes
    assert (words != "") == bool(states.search(words, language))


@pytest.mark.parametrize(
    ("language", "row"),
    [
        ("en", "Costa Rica|Côte d'Ivoire|Croatia"),
        ("en", "Czechia|Democratic People's Republic of Korea|Democratic Republic of the Congo|Denmark"),
        ("en", "Tunisia|Türkiye|Turkmenistan"),
        ("fr", "Dominique|Égypte|El Salvador|Émirats arabes unis|Équateur|Érythrée|Espagne"),
        ("es", "Eslovenia|España|Estados Unidos de América"),
        ("ru", "Италия|Йемен|Кабо-Верде"),
        ("zh", "贝宁|比利时|秘鲁|冰岛"),
        ("zh", "法国|菲律宾|斐济|芬兰"),
        ("zh", "南苏丹|瑙鲁|尼泊尔"),
        ("ar", "أذربيجان|الأرجنتين|الأردن|أرمينيا"),
        ("ar", "باكستان|بالاو|البحرين|البرازيل"),
    ],
)
def test_alphabetical_order_in_each_language(language: str, row: str) -> None:
    names = [state.name.say(language) for state in states.in_order(states.all_states(), language)]
    wanted = row.split("|")
    first = names.index(wanted[0])
    assert names[first : first + len(wanted)] == wanted


@pytest.mark.parametrize(
    ("year", "members"),
    [
        (1945, 51),
        (1946, 55),
        (1950, 60),
        (1955, 76),
        (1957, 82),
        (1958, 82),
        (1960, 99),
        (1961, 104),
        (1962, 110),
        (1965, 117),
        (1966, 122),
        (1970, 127),
        (1980, 154),
        (1990, 159),
        (1991, 166),
        (1992, 179),
        (1993, 184),
        (1994, 185),
        (1999, 188),
        (2000, 189),
        (2002, 191),
        (2006, 192),
        (2011, 193),
        (2026, 193),
    ],
)
def test_the_membership_grew_as_it_did(year: int, members: int) -> None:
    assert len(states.all_states(date(year, 12, 30))) == members


def test_the_regional_groups_hold_every_member_once() -> None:
    sizes = {code: len(group.members) for code, group in groups.all_groups().items() if group.regional}
    assert sizes == {
        "african": 54,
        "asia-pacific": 54,
        "eastern-european": 23,
        "latin-american-and-caribbean": 33,
        "western-european-and-other": 29,
    }


def test_groups_and_entities_are_named_in_six_languages_and_hold_only_known_members() -> None:
    known = {state.code for state in states.all_states()} | set(groups.all_entities())
    for named in (*groups.all_groups().values(), *groups.all_entities().values()):
        assert all(getattr(named.name, language) for language in LANGUAGES), named.code
    for group in groups.all_groups().values():
        assert set(group.members) <= known
        assert len(set(group.members)) == len(group.members)
    sizes = {code: len(group.members) for code, group in groups.all_groups().items()}
    assert (sizes["european-union"], sizes["arab"], sizes["least-developed"]) == (27, 22, 44)
    assert groups.observer_states() == {"VAT", "PSE"}
    assert "nordic" in [group.code for group in groups.groups_of("NOR")]


def test_no_entity_bears_the_code_of_a_state() -> None:
    assert not [code for code in groups.all_entities() if states.is_state(code)]
