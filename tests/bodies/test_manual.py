import re
from datetime import date
from pathlib import Path

from comity.bodies import council, states
from comity.bodies.body import standard_bodies
from comity.bodies.body_file import load_body

MANUAL = (Path(__file__).parents[2] / "docs" / "bodies.md").read_text(encoding="utf-8")


def test_the_format_that_the_manual_shows_loads() -> None:
    found = re.search(r"```toml\n(.*?)```", MANUAL, re.DOTALL)
    assert found is not None
    body = load_body(found[1])
    assert body.members_on(date(2026, 5, 1)) == ("EU", "fishers", "FRA", "DEU")
    assert body.members_on(date(2028, 5, 1)) == ("EU", "fishers", "FRA")
    assert [body.president_on(date(2026, month, 1)) for month in (2, 3, 4, 5)] == ["", "DEU", "EU", "fishers"]
    assert body.symbol(year=2026, number=4) == "RC/2026/4"


def test_the_answers_that_the_manual_gives_are_true() -> None:
    scope = {"date": date, "council": council, "states": states, "unsc": standard_bodies()["unsc"]}
    shown = re.findall(r"^((?:unsc|council|states)\..*?)\s+# \"(.*?)\"", MANUAL, re.MULTILINE)
    assert len(shown) == 6
    for expression, answer in shown:
        assert eval(expression, scope) == answer
