import json
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.bodies.body import Body, bodies, standard_bodies
from comity.bodies.body_file import load_body
from comity.bodies.file_reader import BodyFileErrors
from comity.bodies.states import UnknownState
from comity.rules.words import LANGUAGES

COUNCIL, ASSEMBLY = standard_bodies()["unsc"], standard_bodies()["unga"]
EXAMPLES = Path(str(resources.files("comity.bodies") / "examples"))
KEYS = [
    *(
        "code",
        "name",
        "kind",
        "order",
        "members",
        "presidency",
        "thresholds",
        "languages",
        "timezone",
        "holidays",
    ),
    *(
        "symbol_series",
        "state",
        "permanent",
        "since",
        "until",
        "starts",
        "first",
        "votes",
        "share",
        "of",
        "en",
        "fr",
    ),
]
SMALL = 'code = "b"\nname = {en = "B"}\nmembers = [{state = "Kenya"}, {state = "Chile"}, {state = "Peru"}]\n'


def test_the_council_as_a_body() -> None:
    on = date(2026, 11, 20)
    assert len(COUNCIL.members_on(on)) == 15
    assert COUNCIL.has_member("FRA", on)
    assert not COUNCIL.has_member("DEU", on)
    assert COUNCIL.permanent_on(on) == ("CHN", "FRA", "RUS", "GBR", "USA")
    assert COUNCIL.president_on(on) == "LVA"
    assert "AUT" in COUNCIL.observing_on(on)
    assert COUNCIL.symbol(year=2026, number=12) == "S/2026/12"
    assert COUNCIL.thresholds["substantive"].concurring


def test_the_assembly_has_every_member_and_a_person_for_president() -> None:
    on = date(2026, 11, 20)
    assert len(ASSEMBLY.members_on(on)) == 193
    assert ASSEMBLY.members_on(on)[:2] == ("AFG", "ALB")
    assert ASSEMBLY.president_on(on) == ""
    assert ASSEMBLY.permanent_on(on) == ()
    assert ASSEMBLY.symbol(session=81, number=3) == "A/81/3"


def test_a_member_is_named_as_on_the_day() -> None:
    assert COUNCIL.name_of("RUS").say("fr") == "Fédération de Russie"
    assert COUNCIL.name_of("RUS", date(1980, 1, 1)).en == "Union of Soviet Socialist Republics"
    assert COUNCIL.name_of("EU").say("es") == "Unión Europea"
    with pytest.raises(UnknownState):
        COUNCIL.name_of("nobody")


def test_a_bodys_day_begins_at_its_own_midnight() -> None:
    assert COUNCIL.local(datetime(2026, 12, 1, 4, 59, tzinfo=UTC)).date() == date(2026, 11, 30)
    assert COUNCIL.local(datetime(2026, 12, 1, 5, 0, tzinfo=UTC)).date() == date(2026, 12, 1)


def test_two_bodies_may_not_bear_one_code() -> None:
    with pytest.raises(ValueError, match="same code"):
        bodies(COUNCIL, COUNCIL)


def test_the_model_council_of_the_examples() -> None:
    council = load_body(EXAMPLES / "model-un-council.toml")
    september = date(2026, 9, 1)
    assert len(council.members_on(september)) == 15
    assert council.permanent_on(september) == ("CHN", "FRA", "RUS", "GBR", "USA")
    assert [council.president_on(date(2026, month, 15)) for month in (8, 9, 10, 11)] == [
        "",
        "BRA",
        "CHN",
        "EGY",
    ]
    assert council.president_on(date(2027, 12, 1)) == "BRA"
    assert council.presiding_for(september, question_of=["BRA", "CHN"]) == "EGY"
    assert council.symbol(year=2026, number=1) == "MUN/2026/1"
    assert council.languages == ("en", "fr", "es")


def test_the_board_of_forty_of_the_examples() -> None:
    board = load_body(EXAMPLES / "board-of-40.toml")
    on = date(2026, 11, 20)
    members = board.members_on(on)
    assert len(members) == 40
    assert members[0] == "quarter-01"
    assert members[-1] == "harbour-school"
    assert board.name_of("bakers").say("fr") == "Guilde des boulangers"
    assert board.name_of("bakers").say("zh") == "Bakers' Guild"
    assert board.president_on(on) == ""
    assert board.presidency.title.say("fr") == "Président du Conseil"
    assert board.thresholds["budget"].share == (2, 3)
    assert date(2026, 12, 25) in board.holidays


def test_a_presidency_may_pass_at_each_meeting() -> None:
    body = load_body(SMALL + '[presidency]\nkind = "meeting"\nfirst = "Kenya"\n')
    on = date(2026, 1, 1)
    assert [body.president_of_meeting(n, on) for n in (1, 2, 3, 4)] == ["KEN", "PER", "CHL", "KEN"]
    assert body.presiding_for(on, question_of=["PER"], meeting=2) == "CHL"
    assert body.president_on(on) == ""


def test_a_presidency_may_be_one_members() -> None:
    body = load_body(SMALL + '[presidency]\nkind = "member"\nmember = "CHL"\n')
    assert body.president_on(date(2026, 1, 1)) == "CHL"


def test_a_rotation_in_the_order_of_the_list_follows_joining_and_leaving() -> None:
    body = load_body(
        'code = "b"\nname = {en = "B"}\norder = "listed"\nmembers = [\n'
        '{state = "Peru"}, {state = "Chile", until = 2026-02-28}, {state = "Kenya", since = 2026-03-01}]\n'
        '[presidency]\nkind = "month"\nstarts = 2026-01-10\n'
    )
    held = [body.president_on(date(2026, month, 20)) for month in range(1, 6)]
    assert held == ["PER", "CHL", "KEN", "PER", "KEN"]


def test_a_rotation_may_begin_in_any_year() -> None:
    body = load_body(SMALL + '[presidency]\nkind = "month"\nstarts = 9999-12-31\n')
    assert body.president_on(date.max) == "CHL"
    assert body.president_on(date(2026, 1, 1)) == ""


def test_a_well_known_entity_needs_only_its_code() -> None:
    body = load_body('code = "b"\nname = {en = "B"}\nmembers = [{code = "EU"}]\n')
    assert body.name_of("EU").say("fr") == "Union européenne"


@pytest.mark.parametrize(
    ("toml", "place", "says"),
    [
        ("code = \n", "", "not valid TOML"),
        (SMALL.replace('code = "b"', 'code = "two words"'), "code", "cannot be a code"),
        (SMALL.replace('code = "b"\n', ""), "code", 'code = "my-council"'),
        (SMALL.replace("name = ", "title = "), "title", "not known"),
        (SMALL.replace('{en = "B"}', "{}"), "name", "missing"),
        (SMALL.replace('{en = "B"}', '{de = "B"}'), "name.de", "not known"),
        (SMALL.replace("Chile", "Kenya"), "members[2]", "already a member"),
        (SMALL.replace("Chile", "Atlantis"), "members[2].state", "Atlantis"),
        (SMALL.replace("Chile", "Korea"), "members[2].state", "Republic of Korea"),
        (SMALL.replace('state = "Chile"', 'permanent = "yes"'), "members[2].permanent", "permanent = true"),
        (SMALL.replace('state = "Chile"', 'code = "FRA", name = {en = "X"}'), "members[2].code", "France"),
        (SMALL.replace('state = "Chile"', 'code = "x"'), "members[2].name", "missing"),
        (SMALL.replace('state = "Chile"', 'state = "Chile", code = "x"'), "members[2]", "one of the two"),
        (
            SMALL.replace('"Chile"', '"Chile", since = 2026-02-01, until = 2026-01-01'),
            "members[2].until",
            "before it begins",
        ),
        (SMALL.replace('"Chile"', '"Chile", since = "May"'), "members[2].since", "2026-09-01"),
        ('code = "b"\nname = {en = "B"}\nmembers = []\n', "members", "missing"),
        ('code = "b"\nname = {en = "B"}\nmembers = ["France"]\n', "members[1]", "wrong form"),
        (SMALL + 'timezone = "Mars/Olympus"\n', "timezone", "time zone"),
        (SMALL + 'timezone = "../../etc/passwd"\n', "timezone", "time zone"),
        (SMALL + 'languages = ["en", "de"]\n', "languages", "de"),
        (SMALL + 'order = "height"\n', "order", "alphabetical"),
        (SMALL + 'symbol_series = "B/{year}"\n', "symbol_series", "number"),
        (SMALL + 'symbol_series = "B/{number.__class__}"\n', "symbol_series", "number"),
        (SMALL + "holidays = [2026]\n", "holidays", "2026-12-25"),
        (SMALL + '[presidency]\nkind = "month"\n', "presidency.starts", "starts"),
        (SMALL + '[presidency]\nkind = "king"\n', "presidency.kind", "office"),
        (SMALL + '[presidency]\nkind = "member"\n', "presidency.member", "missing"),
        (SMALL + '[presidency]\nkind = "meeting"\nfirst = "France"\n', "presidency.first", "not among"),
        (SMALL + "[presidency]\nstarts = 2026-01-01\n", "presidency.kind", "missing"),
        (SMALL + "[thresholds.a]\nvotes = 4\n", "thresholds.a.votes", "3 members"),
        (SMALL + "[thresholds.a]\nvotes = true\n", "thresholds.a.votes", "votes = 9"),
        (SMALL + '[thresholds.a]\nshare = "3/2"\n', "thresholds.a.share", "2/3"),
        (SMALL + "[thresholds.a]\n", "thresholds.a", "votes = 9"),
        (SMALL + '[thresholds.a]\nvotes = 2\nof = "all"\n', "thresholds.a.of", "members"),
    ],
)
def test_a_mistake_is_reported_with_its_place_and_what_to_do(toml: str, place: str, says: str) -> None:
    with pytest.raises(BodyFileErrors) as refused:
        load_body(toml)
    mistakes = {mistake.place: mistake for mistake in refused.value.mistakes}
    assert place in mistakes, refused.value.say()
    assert says in mistakes[place].say("en")
    for language in LANGUAGES:
        assert "{" not in mistakes[place].say(language).replace('{ en = "', "").replace("{year}", "").replace(
            "{number}", ""
        ).replace("{ state", "")


def test_all_mistakes_are_reported_together() -> None:
    toml = (
        SMALL.replace("Chile", "Atlantis")
        + 'timezone = "Nowhere"\ncolour = "blue"\n[thresholds.a]\nvotes = 0\n'
    )
    with pytest.raises(BodyFileErrors) as refused:
        load_body(toml)
    assert {mistake.place for mistake in refused.value.mistakes} == {
        "members[2].state",
        "timezone",
        "colour",
        "thresholds.a.votes",
    }
    assert refused.value.say("fr").startswith("4 erreurs")


def test_a_file_that_is_not_there_or_not_text_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "b.toml").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "absent.toml", tmp_path / "b.toml", tmp_path):
        with pytest.raises(BodyFileErrors, match="UTF-8"):
            load_body(path)


VALUES = st.recursive(
    st.integers()
    | st.booleans()
    | st.sampled_from(
        ["2026-01-01", "2026-01-01T10:00:00", '"FRA"', '"2/3"', '"a b"', '""', '"UTC"', '"month"']
    )
    | st.text(max_size=8).map(json.dumps),
    lambda inner: (
        st.lists(inner, max_size=4).map(lambda each: f"[{', '.join(map(written, each))}]")
        | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4).map(
            lambda pairs: f"{{{', '.join(f'{key} = {written(value)}' for key, value in pairs.items())}}}"
        )
    ),
    max_leaves=8,
)


def written(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=8))
def test_no_wrong_value_makes_the_reader_fail_in_another_way(values: dict[str, object]) -> None:
    toml = "".join(f"{key} = {written(value)}\n" for key, value in values.items())
    try:
        load_body("\n" + toml)
    except BodyFileErrors as refused:
        assert all(refused.say(language) for language in LANGUAGES)


@given(st.text(max_size=200))
def test_no_text_makes_the_reader_fail_in_another_way(toml: str) -> None:
    try:
        assert isinstance(load_body(toml + "\n"), Body)
    except BodyFileErrors as refused:
        assert refused.mistakes
