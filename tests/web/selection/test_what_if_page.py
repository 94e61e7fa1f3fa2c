"""What polls would have meant under other rules, as a page says it."""

from __future__ import annotations

import re

from tests.web.pages import world
from tests.web.selection.demo_house import MODEL, NOW, PAST, demo

__all__ = ["demo"]


def page(path: str, person: str = "") -> str:
    answer = world.client(person, "en").get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def rounds(html: str) -> list[str]:
    """What is said of each round, without its markup."""
    told = html[html.index('class="turns"') :]
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in told.split('class="turns__one"')[1:]]


def test_the_proposal_of_2017_would_have_eliminated_two_after_each_round_of_2016(demo: None) -> None:
    told = rounds(page(f"{PAST}what-if/?rulebook=unsg-2017-proposal"))
    assert len(told) == 6
    dropped = [one.split("Would have dropped out")[1].split("Would have gone on")[0] for one in told]
    assert "Igor Lukšić" in dropped[0] and "Vesna Pusić" in dropped[0] and "29(e)" in dropped[0]
    assert "Natalia Gherman" in dropped[1] and "Miroslav Lajčák" in dropped[1]
    assert "Equal at the cut" in dropped[3] and "votes against" in dropped[3]
    assert "nobody" in dropped[4]
    assert "Presented too late" in told[5] and "Kristalina Georgieva" in told[5]


def test_what_figures_cannot_say_is_said_to_be_unknown(demo: None) -> None:
    told = rounds(page(f"{PAST}what-if/?rulebook=unsg-2017-proposal"))
    assert "how the permanent members voted" in told[0] and "how the permanent members voted" not in told[5]
    assert "votes for those who had dropped out" not in told[0] and "dropped out would have gone" in told[1]
    recommended = [one.split("Could have been recommended")[1] for one in told]
    assert "António Guterres, unless a permanent member was against (not known)" in recommended[0]
    assert "unless" not in recommended[5] and "António Guterres" in recommended[5]
    assert "Vuk Jeremić" not in recommended[5], "fewer than nine, and three permanent members against"


def test_published_rounds_of_a_record_are_replayed_for_everyone(demo: None) -> None:
    told = rounds(page(f"{MODEL}what-if/?rulebook=unsg-2017-proposal"))
    assert len(told) == 1 and "nobody" in told[0].split("Would have dropped out")[1]
    same = page(f"{MODEL}what-if/?rulebook=executive-head")
    assert "ran under this rulebook" in same and "Niran Srisai" in rounds(same)[0].split("dropped out")[1]


def test_where_there_are_no_figures_it_is_said_and_others_are_offered(demo: None) -> None:
    html = page(f"{NOW}what-if/")
    assert "none became public" in html and 'value="2016"' in html and "turns" not in html
    assert len(rounds(page(f"{NOW}what-if/?figures=2006"))) == 4


def test_unknown_choices_are_taken_for_none(demo: None) -> None:
    assert len(rounds(page(f"{PAST}what-if/?rulebook=nonsense&figures=2050"))) == 6
