"""Votes as their readers see and give them, on each database."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from comity.votes.acts import ExplainVote, StateIntention
from comity.votes.state import Status
from comity.web.house import house as the_house
from comity.web.live import wiring
from comity.web.pages import votes_live
from tests.web.pages import world
from tests.web.votes import assembled
from tests.web.votes.assembled import rep

PAGE = "/bodies/unsc/votes/"
ACT = "/proceedings/votes:unsc/acts/votes.cast_vote"


def page(path: str, person: str = "", language: str = "en") -> str:
    answer = world.client(person, language).get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def give(of: str, choice: str, *, id: str = "", vote: int = 1) -> Any:
    given = {"id": id or assembled.new_id(), "about": vote, "of": of, "choice": choice}
    return world.client(rep(of)).post(ACT, given)


def light(html: str, code: str) -> str:
    found = re.search(rf'id="seat-{code}"><span class="light light--([a-z-]+)"', html)
    assert found is not None
    return found[1]


def test_a_vote_goes_its_whole_way(houses: str) -> None:
    number = assembled.open_vote(assembled.submit())
    answer = give("FRA", "yes")
    assert (answer.status_code, answer["Location"]) == (303, f"{PAGE}{number}/")
    mine = page(f"{PAGE}1/", rep("FRA"))
    assert "On the record as your vote: In favour" in mine
    entry = assembled.the_vote().cast["FRA"].entry
    assert f'href="/record/{entry}/"' in mine
    for code in assembled.council():
        if code != "FRA":
            assert give(code, "yes").status_code == 303
    assembled.close()
    assembled.announce()
    shown = page(f"{PAGE}1/")
    assert "Adopted: 15 in favour, 0 against, 0 abstaining" in shown
    assert re.search(r"citation.>[^<]*27", shown)
    assert {light(shown, code) for code in assembled.council()} == {"yes"}
    assert 'class="drawing drawing--horseshoe"' in shown


def test_votes_stay_closed_to_others_until_the_close(houses: str) -> None:
    assembled.open_vote()
    give("FRA", "no")
    for person in ("", rep("CHN"), "sec.okoro", rep("FRA")):
        for path in (f"{PAGE}1/", f"{PAGE}1/board/"):
            shown = page(path, person)
            assert light(shown, "FRA") == "voted", (path, person)
            assert "tally__one--no" not in shown
    assert "On the record as your vote" not in page(f"{PAGE}1/", rep("CHN"))
    assembled.close()
    assert light(page(f"{PAGE}1/board/"), "FRA") == "no"


def test_a_vote_is_changed_while_the_method_allows_it(house: str) -> None:
    assembled.open_vote()
    give("FRA", "no")
    give("FRA", "abstain")
    assert "On the record as your vote: Abstention" in page(f"{PAGE}1/", rep("FRA"))
    assert assembled.the_vote().cast["FRA"].choice == "abstain"


def test_a_second_tab_sends_no_second_vote(house: str) -> None:
    """The same form from two tabs is heard once; another form changes the vote and adds none."""
    assembled.open_vote()
    before = the_house().store.head().sequence
    for _ in range(2):
        give("FRA", "yes", id="the-form-of-two-tabs-")
    assert the_house().store.head().sequence == before + 2  # the vote, and that France has voted
    give("FRA", "yes")
    assert len(assembled.the_vote().voted) == 1


def test_a_vote_that_cannot_be_changed_is_refused_with_the_entry_of_the_first(house: str) -> None:
    assembled.open_vote(method="written")
    given = {"about": 1, "of": "FRA", "signed": "Jeanne Dupont"}
    client = world.client(rep("FRA"))
    client.post(ACT, {**given, "id": assembled.new_id(), "choice": "yes"})
    answer = client.post(ACT, {**given, "id": assembled.new_id(), "choice": "no"})
    assert answer.status_code == 409
    assert str(assembled.the_vote().cast["FRA"].entry) in answer.content.decode()
    assert assembled.the_vote().cast["FRA"].choice == "yes"


def test_a_late_vote_is_refused_with_the_time(houses: str) -> None:
    assembled.open_vote()
    give("FRA", "yes")
    assembled.close()
    answer = give("CHN", "no")
    assert answer.status_code == 409
    closed = assembled.the_vote().closed_at
    assert closed is not None
    local = the_house().bodies["unsc"].local(closed)
    assert f"{local.hour:02}:{local.minute:02}" in answer.content.decode()
    assert "CHN" not in assembled.the_vote().cast


def test_whoever_is_no_member_has_no_ballot(house: str) -> None:
    outsider = next(code for code in ("DEU", "ITA", "JPN") if code not in assembled.council())
    world.accredit(rep(outsider), "An observer", "representative", outsider)
    assembled.open_vote()
    for person in ("", rep(outsider), "sec.okoro"):
        assert "ballot__choice" not in page(f"{PAGE}1/", person)
    answer = give(outsider, "yes")
    assert answer.status_code in (409, 422)
    assert outsider not in assembled.the_vote().cast


def test_a_vote_among_members_is_unknown_to_others(house: str) -> None:
    assembled.open_vote(seen_by="members")
    for person in (rep("FRA"), "sec.okoro"):
        page(f"{PAGE}1/", person)
    for path in (f"{PAGE}1/", f"{PAGE}1/board/", f"{PAGE}questions/1/"):
        assert world.client().get(path).status_code == 404
    assert "Port Arlen" not in page(PAGE)


def test_what_was_said_beside_a_vote_stands_beside_it(house: str) -> None:
    assembled.open_vote()
    for code in assembled.council():
        assembled.cast(code, "no" if code == "RUS" else "yes")
    assembled.close()
    assembled.announce()
    assembled.must(
        ExplainVote, rep("CHN"), vote=1, of="CHN", statement="We voted for the people of Port Arlen."
    )
    assembled.must(StateIntention, rep("GBR"), vote=1, of="GBR", choice="abstain")
    shown = page(f"{PAGE}1/")
    assert "Not adopted" in shown
    assert "We voted for the people of Port Arlen." in shown
    assert light(shown, "GBR") == "yes"
    assert "had intended: Abstention" in shown


def test_the_register_finds_questions_by_subject_symbol_mover_and_outcome(house: str) -> None:
    assembled.submit("FRA", "Safe water", symbol="S/2026/901")
    assembled.submit("CHN", "Open roads", symbol="S/2026/902")
    for sought in ("water", "2026/901", "Франция", "q=&outcome=pending"):
        shown = page(f"{PAGE}?{sought if '=' in sought else 'q=' + sought}")
        assert "Safe water" in shown, sought
        assert ("Open roads" in shown) is ("outcome" in sought)
    assert "No question matches" in page(f"{PAGE}?q=roads&outcome=adopted")


def test_acts_lead_back_to_what_they_are_about(house: str) -> None:
    """A question and a vote may bear the same number; each act leads to its own."""
    number = assembled.submit()
    chair = world.client(rep(assembled.president()))
    opened = chair.post(
        "/proceedings/votes:unsc/acts/votes.open_vote",
        {
            "id": assembled.new_id(),
            "about": number,
            "rule": "unsc.substantive",
            "method": "electronic",
            "seen_by": "public",
        },
    )
    assert opened["Location"] == f"{PAGE}questions/{number}/"
    closed = chair.post(
        "/proceedings/votes:unsc/acts/votes.close_vote", {"id": assembled.new_id(), "about": 1}
    )
    assert closed["Location"] == f"{PAGE}1/"
    assert assembled.the_vote().status is Status.CLOSED


def test_the_history_of_a_member_tells_its_votes_in_every_body(house: str) -> None:
    assembled.open_vote()
    for code in assembled.council():
        assembled.cast(code, "abstain" if code == "CHN" else "yes")
    assembled.close()
    assembled.announce()
    shown = page("/members/CHN/votes/")
    assert "light--abstain" in shown
    assert "Port Arlen" in shown
    assert "Port Arlen" not in page("/members/CHN/votes/?body=unga")
    assert "Port Arlen" not in page("/members/CHN/votes/?q=roads")
    assert "Port Arlen" not in page("/members/DEU/votes/") or "DEU" in assembled.council()


# Live


def frames(view: str, since: int, lens: str = "public", language: str = "en") -> list[dict[str, Any]]:
    folded = the_house().clerk.folds.seen("votes:unsc", frozenset(lens.split(" ")))
    look = {"board": votes_live.board, "vote": votes_live.mine, "votes": votes_live.register}
    found = look[view.partition(":")[0]](view, lens, folded, since, language)
    assert all(frame.id > since for frame in found)
    return [json.loads(frame.data) for frame in found]


def head() -> int:
    return the_house().store.head().sequence


def test_a_vote_moves_one_light_and_the_figures(house: str) -> None:
    assembled.open_vote()
    frames("board:unsc/1", 0)
    since = head()
    assembled.cast("FRA")
    (told,) = frames("board:unsc/1", since)
    assert set(told["set"]) == {"seat-FRA", "figures", "drawing"}
    assert "light--voted" in told["set"]["seat-FRA"]
    since = head()
    assembled.cast("FRA", "no")
    assert frames("board:unsc/1", since) == []  # nobody else learns that it was changed


def test_a_page_that_was_never_told_is_told_everything(house: str) -> None:
    assembled.open_vote()
    since = head()
    assembled.cast("FRA")
    assembled.close()
    (told,) = frames("board:unsc/1", since)
    assert len([name for name in told["set"] if name.startswith("seat-")]) == 15
    assert told["set"]["ballots-open"] == ""
    assert "turned-closed" in told["set"]


def test_only_the_delegation_is_told_its_vote(house: str) -> None:
    assembled.open_vote()
    since = head()
    assembled.cast("FRA", "no")
    (mine,) = frames("vote:unsc/1", since, "all members:unsc public state:FRA")
    assert "Against" in mine["set"]["mine-FRA"]
    (theirs,) = frames("vote:unsc/1", since, "all members:unsc public state:CHN")
    assert list(theirs["set"]) == ["mine-CHN"]
    assert "Against" not in json.dumps(theirs)


@pytest.mark.parametrize(
    ("lens", "circle"),
    [
        ("public", "public"),
        ("all public state:DEU", "all public"),
        ("all members:unsc public state:FRA", "all members:unsc public"),
        ("public secretariat", "all members:unsc public"),
        ("all members:unga public", "all public"),
    ],
)
def test_boards_share_the_lens_of_their_circle(lens: str, circle: str) -> None:
    assert votes_live.circle_of(lens, "unsc") == circle


def test_the_register_follows(house: str) -> None:
    number = assembled.submit()
    frames("votes:unsc", 0)
    since = head()
    assembled.open_vote(number)
    (told,) = frames("votes:unsc", since)
    assert set(told["set"]) == {f"question-{number}", "running"}
    since = head()
    assembled.submit(subject="Open roads")
    (told,) = frames("votes:unsc", since)
    assert "Open roads" in told["append"]["news"]


def test_all_boards_of_a_circle_are_one_channel() -> None:
    """So 193 of them are rendered as one; each delegation's own vote is not shared."""
    france, china = "all members:unsc public state:FRA", "all members:unsc public state:CHN"
    for view in ("board:unsc/1", "votes:unsc"):
        assert wiring.narrowed(view, france) == wiring.narrowed(view, china) == "all members:unsc public"
    assert wiring.narrowed("vote:unsc/1", france) == france
    assert wiring.concerns("board:unsc/1", frozenset({"votes:unsc"}))
    assert not wiring.concerns("board:unsc/1", frozenset({"votes:unga", "communications:unsc"}))
    for unknown in ("", "board", "board:nowhere/1", "nothing:unsc"):
        assert not wiring.known(unknown)
        assert wiring.narrowed(unknown, france) == france
