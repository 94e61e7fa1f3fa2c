"""A whole selection, from its opening to the oath, by ten people signed in at once who fill in the site's own forms.

Once under the practice of 2016 (straw polls, confidential copies, a leak) and once under what was proposed in 2017
(formal votes in private, published figures, two drop out after each round).  At each stage it is looked at what the
public reads, and what it does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.serving import Served
from tests.web.selection.cast import PDF, PLACE, Cast, Someone, roles, serve, soon, until

NAMES = ("Amina Benyahia", "Bruno Castelo", "Carla Duarte", "Dina Engel", "Emil Farouk", "Greta Holm")
RESOLUTION, APPOINTING = "2400 (2026)", "81/4"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    one = serve(tmp_path, roles())
    yield one
    one.stop()


@pytest.fixture
def cast(served: Served, browser: Any) -> Iterator[Cast]:
    one = Cast(browser, served, roles())
    yield one
    one.close()


def opened(cast: Cast, rulebook: str) -> None:
    """From the opening to the joint letter; rules that members may still object to are not adopted."""
    president = cast.president
    given = {
        "name": "play",
        "rulebook": rulebook,
        "title": "Selection of the head",
        "term_since": "2032-01-01",
    }
    president.opens(**given)
    cast.public_reads("", there=["Selection of the head"], absent=NAMES)

    president.does("rules/", "put_rules", rulebook=rulebook, principles="Open to all.", until=soon(6))
    cast.public_reads("rules/", absent=["Open to all."])
    assert "Open to all." in cast.member.at("rules/")
    adopts = 'form[action$="selection.adopt_rules"]'
    until(lambda: president.at("rules/") and president.page.locator(adopts).count())
    president.does("rules/", "adopt_rules")
    cast.public_reads("rules/", there=["Open to all."])
    cast.letters_go_out(1, 2)
    cast.public_reads("letters/", there=["Letter"])


def presented(cast: Cast, *by: Someone, files: bool) -> None:
    """Each of these presents a candidate, whom nobody of the public knows before the joint letter is out."""
    documents = {"curriculum_vitae": PDF, "vision_statement": PDF} if files else {}
    for number, (one, name) in enumerate(zip(by, NAMES, strict=False), 1):
        one.does("", "nominate", full_name=name, letter=f"We present {name}.", **documents)
        if number == 1:
            cast.public_reads("", absent=[name])
            assert name in cast.assembly.at("")
    cast.letters_go_out(*range(3, 3 + len(by)))
    cast.public_reads("", there=NAMES[: len(by)])


def dialogue(cast: Cast, hearing: int, candidate: int) -> None:
    """A dialogue with questions, which everyone follows without loading the page again."""
    chair, asker = cast.assembly, cast.states[3]
    given = {"kind": "dialogue", "at": soon(3600), "webcast": "https://webtv.un.org/en/asset/k1"}
    chair.does("hearings/", "schedule_hearing", candidate, **given)
    place = f"hearings/{hearing}/"
    for one, asked in (
        (asker, "How will you keep your independence?"),
        (cast.member, "With whom will you work?"),
    ):
        one.does(place, "submit_question", hearing, question_text=asked, language="en")
    cast.public_reads(place, there=[NAMES[candidate - 1]], absent=["independence"])

    public = cast.public.page
    with public.expect_response(lambda answer: "/live?" in answer.url):
        public.goto(PLACE + place)
    chair.at(place)
    chair.desk(hearing, "#desk-open")
    public.wait_for_selector("#standing:has-text('Under way')")
    chair.page.wait_for_selector("#desk-part")
    chair.desk(hearing, "#desk-call", part="groups")
    public.wait_for_selector(".part-clock:has-text('Questions of groups')")
    merged = "How will you be independent and still work with others?"
    chair.desk(hearing, ".merge button", questions=["1", "2"], theme="Independence", question_text=merged)
    chair.page.wait_for_selector("#incoming-3 button")
    chair.desk(hearing, "#incoming-3 button")
    public.wait_for_selector(f"#questions:has-text('{merged}')")
    chair.page.wait_for_selector("#desk-q-3")
    chair.desk(hearing, "#desk-q-3")
    public.wait_for_selector("#question-3:has-text('Being asked')")
    chair.page.wait_for_selector("#desk-q-3:has-text('Mark as answered')")
    chair.desk(hearing, "#desk-q-3")
    public.wait_for_selector("#question-3:has-text('Answered')")
    chair.desk(hearing, "#desk-close", archive="https://webtv.un.org/en/asset/k1")
    cast.public_reads(place, there=["Time marks", merged])
    assert "kalturaStartTime" in cast.public.page.content()


def held(cast: Cast, chair: Someone, hearing: int, candidate: int, kind: str) -> None:
    chair.does("hearings/", "schedule_hearing", candidate, kind=kind, at=soon(3600))
    chair.at(f"hearings/{hearing}/")
    chair.desk(hearing, "#desk-open")
    chair.page.wait_for_selector("#desk-close", state="attached")
    chair.desk(hearing, "#desk-close")


def polled(cast: Cast, number: int, rows: dict[int, tuple[int, ...]], *, coloured: bool = False) -> str:
    """A round on paper to its disclosure, counted by two tellers at once; what was said of it before that."""
    chair, voters = cast.chair, cast.roles.voters
    first, second = cast.tellers
    chair.does("rounds/", "open_round", method="paper", **({"coloured": True} if coloured else {}))
    place = f"rounds/{number}/"
    chair.does(place, "appoint_tellers", number, first=first.of, second=second.of)
    one = min(rows)
    with chair.page.expect_response(lambda answer: "/live?" in answer.url):
        chair.at(place)
    slip = rows | {one: (rows[one][0] - 1, rows[one][1] + 1, *rows[one][2:])}
    assert "on the record" in first.counts(number, rows, voters)
    chair.page.wait_for_selector("#counts:has-text('Not counted by both yet')")
    assert "on the record" in second.counts(number, slip, voters)
    chair.page.wait_for_selector("#counts:has-text('Differ: count again')")
    assert chair.page.locator(".results").count() == 0
    second.counts(number, {one: rows[one]}, voters)
    chair.page.wait_for_selector(f"#counts:has-text('{len(rows)} of {len(rows)} agree')")
    chair.does(place, "close_round", number)
    before = chair.at(place)
    chair.does(place, "disclose", number, warned=True)
    return before


def triple(cast: Cast, row: tuple[int, ...]) -> str:
    """Figures as a table shows them to who reads it: in favour, neither, against."""
    return f"{row[0]}\t{cast.roles.voters - row[0] - row[1]}\t{row[1]}"


def concluded(cast: Cast, candidate: int) -> None:
    """Recommendation, communiqué, letter, appointment, oath."""
    name = NAMES[candidate - 1]
    chair, president = cast.chair, cast.president
    given = {"method": "acclamation", "resolution": RESOLUTION}
    refused = chair.is_refused("conclusion/", "recommend", candidate, in_private=False, **given)
    assert "S/96/Rev.7 rule 48" in refused
    cast.public_reads("conclusion/", there=["Nobody has been recommended yet."])
    chair.does("conclusion/", "recommend", candidate, **given)
    cast.public_reads("conclusion/", there=[f"Recommended: {name}", "Communiqué due"])
    president.at("conclusion/")
    assert president.page.input_value('[name="communique"]') == f"The appointment of {name} is recommended."
    president.does("conclusion/", "issue_communique")
    cast.public_reads("conclusion/", there=[f"The appointment of {name} is recommended."])
    cast.letters_go_out(president.numbers("conclusion/", "letters")[-1])
    term = {"term_since": "2032-01-01", "term_until": "2036-12-31"}
    cast.assembly.does("conclusion/", "appoint", method="acclamation", resolution=APPOINTING, **term)
    cast.public_reads("conclusion/", there=[f"{name} is appointed", "Charter Art. 97"])
    cast.assembly.does("conclusion/", "take_oath", oath="I solemnly declare and promise.")
    cast.public_reads("conclusion/", there=["I solemnly declare and promise."])
    cast.public_reads("", there=[name])


def test_the_practice_of_2016(cast: Cast, served: Served) -> None:
    """Five candidates, one withdraws; a deadlock, colours, a leak that is traced, and a way out."""
    president, chair, member = cast.president, cast.chair, cast.member
    nominator, leaver, third, apart = cast.states
    opened(cast, "unsg-2016")
    presented(cast, nominator, leaver, third, member, president, files=False)
    dialogue(cast, 1, 1)
    held(cast, president, 2, 1, "meeting")
    cast.public_reads("hearings/2/", there=["This meeting is closed"])

    assert "has a candidate of its own" in member.at("rounds/")
    refused = chair.is_refused("rounds/", "open_round", method="paper", coloured=True)
    assert "procedural decision" in refused and "A/71/774-S/2017/93" in refused
    first = {1: (10, 2), 2: (8, 4), 3: (7, 5), 4: (9, 3), 5: (6, 7)}
    polled(cast, 1, first)
    secrets = [triple(cast, row) for row in first.values()]
    cast.public_reads(there=["confidential here"], absent=secrets)
    assert cast.public.at("rounds/1/") == "" == apart.at("rounds/1/")
    assert "took place" in cast.assembly.at("rounds/")

    # A member opens its copy; a leak bears its mark.
    copy = member.numbers("rounds/", "copies")[0]
    assert "Before you open it" in member.at(f"copies/{copy}/")
    member.does(f"copies/{copy}/", "read_copy", copy)
    assert all(one in member.at(f"copies/{copy}/") for one in secrets)
    mark = member.page.locator(".copy__mark code").inner_text()
    president.does("rounds/1/", "report_leak", 1, where="A photograph on a website", mark=mark)
    assert f"Mark {mark}: copy {copy}, opened by rep-{member.of}" in president.at("rounds/1/")
    cast.public_reads(absent=["photograph", mark])

    # A nominator outside the Council reads of its own candidate and of the extremes, and no more.
    own = nominator.numbers("rounds/", "copies")[0]
    nominator.does(f"copies/{own}/", "read_copy", own)
    read = nominator.at(f"copies/{own}/")
    assert secrets[0] in read and "Extremes of the round" in read
    assert not any(one in read for one in secrets[1:])
    assert nominator.at(f"copies/{copy}/") == ""

    member.does("rounds/", "express_view", wish="vote_again", view="Not yet.")
    chair.does("rounds/", "decide_next", decision="vote_again")
    leaver.does("candidates/2/", "withdraw_candidacy", 2, notice="I withdraw.")
    cast.public_reads("", there=["Bruno Castelo"])

    # Nobody has nine: a deadlock, after which the ballots bear colours.
    polled(cast, 2, {1: (8, 6), 3: (7, 7), 4: (8, 5), 5: (5, 9)})
    chair.does("rounds/", "decide_next", decision="vote_again")
    chair.does("rounds/", "decide_colours")
    voters = cast.roles.voters
    last = {1: (voters, 0, 5, 0, 0), 3: (6, 7, 1, 3, 1), 4: (7, 6, 2, 2, 1), 5: (4, 9, 1, 3, 1)}
    said = polled(cast, 3, last, coloured=True)
    assert f"all {voters} ballots are alike" in said
    assert "Coloured ballots" in member.at("rounds/") and "Coloured" not in cast.public.at("rounds/")
    chair.does("rounds/", "decide_next", decision="proceed")
    concluded(cast, 1)
    cast.public_reads(absent=[*secrets, mark])


def test_what_was_proposed_in_2017(cast: Cast, served: Served) -> None:
    """Six candidates, so that there is a cut, heard in both bodies; a tie at it, a withdrawal, a deadlock."""
    president, chair, member = cast.president, cast.chair, cast.member
    one, two, three, four = cast.states
    opened(cast, "unsg-2017-proposal")
    presented(cast, president, two, three, four, member, one, files=True)
    dialogue(cast, 1, 1)
    cast.public_reads("hearings/", there=["Not yet", "Not planned"])
    for number in range(2, 7):
        held(cast, cast.assembly, number, number, "dialogue")
    for number in range(1, 7):
        held(cast, president, number + 6, number, "meeting")
    cast.public_reads("hearings/", absent=["Not yet"])

    # Candidates 4, 5 and 6 are equal at the cut; the one with most against goes, the others stay.
    first = {1: (9, 4), 2: (8, 4), 3: (7, 5), 4: (5, 6), 5: (5, 6), 6: (5, 8)}
    polled(cast, 1, first)
    cast.public_reads("rounds/1/", there=[triple(cast, row) for row in first.values()])
    assert "First it is settled who goes on" in chair.sees_why_not("rounds/")
    chair.does("rounds/1/", "apply_shortlist", 1)
    cast.public_reads(
        "rounds/1/", there=["Equal at the cut", "Those still equal at the cut all stay.", NAMES[5]]
    )
    chair.does("rounds/", "decide_next", decision="vote_again")

    four.does("candidates/4/", "withdraw_nomination", 4, notice="The Government withdraws its candidate.")
    cast.public_reads("", there=[NAMES[3]])
    polled(cast, 2, {1: (8, 5), 2: (8, 4), 3: (6, 6), 5: (5, 7)})
    chair.does("rounds/2/", "apply_shortlist", 2)
    cast.public_reads("rounds/2/", there=["Nobody drops out."])
    chair.does("rounds/", "decide_next", decision="vote_again")

    polled(cast, 3, {1: (11, 3), 2: (7, 5), 3: (4, 8), 5: (3, 9)})
    chair.does("rounds/3/", "apply_shortlist", 3)
    chair.does("rounds/", "decide_next", decision="proceed")
    cast.public_reads("rounds/", there=["From round to round", NAMES[0]])
    concluded(cast, 1)
