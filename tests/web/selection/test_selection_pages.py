"""The pages of a selection as each of its readers sees them."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from typing import Any

import pytest

from comity.rules.words import LANGUAGES, text
from comity.selection import acts as a
from comity.selection.rulebook import RULEBOOKS, rules
from comity.selection.state import Selection
from comity.web.house import house as the_house
from tests.people import SECRETARIAT, new_id, representative
from tests.selection.desk import LATVIA, PGA
from tests.web.pages import world
from tests.web.selection.staged import (
    ASSEMBLY,
    DESK,
    FIGURES,
    FIVE,
    PDF,
    PRESIDENT,
    PUBLIC,
    READ_AT,
    Stage,
    page,
    rep,
)

LIST = "/selections/"
EVERYBODY = (PUBLIC, rep("ITA"), rep("ARG"), rep("FRA"), PRESIDENT, ASSEMBLY, DESK)


def said(shown: str) -> str:
    """The words of a page, as they stand one after the other."""
    main = shown[shown.index("<main") :]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", main)).split())


def opening(name: str = "sg-2026", **more: Any) -> dict[str, Any]:
    given = {"id": new_id(), "name": name, "rulebook": "unsg-2016", "title": "Next Secretary-General"}
    return given | {"recommends": "unsc", "appoints": "unga", "term_since": "2027-01-01"} | more


def state(name: str = "test") -> Selection:
    found: Selection = the_house().clerk.folds.whole(f"selection:{name}").state
    return found


# The list, and how a selection is opened


def test_a_selection_is_opened_in_the_browser_and_leads_to_its_page(houses: str) -> None:
    desk = world.client(DESK)
    shown = desk.get(LIST).content.decode()
    for rulebook in RULEBOOKS:
        assert f'value="{rulebook}"' in shown
        assert html.escape(rules(rulebook).about.en) in shown
    answer = desk.post(LIST, opening())
    assert (answer.status_code, answer["Location"]) == (303, "/selections/sg-2026/")
    assert "Next Secretary-General" in page("/selections/sg-2026/")
    assert "Next Secretary-General" in page(LIST)


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"name": ""}, "Fill this in."),
        ({"name": "SG 2026"}, "Use small letters"),
        ({"name": "taken"}, "There is a selection of that name already"),
        ({"recommends": "nobody"}, "Choose one of"),
        ({"title": ""}, "Fill this in."),
    ],
)
def test_what_is_wrong_with_an_opening_is_said_and_nothing_typed_is_lost(
    house: str, given: dict[str, str], wrong: str
) -> None:
    Stage(name="taken").open()
    answer = world.client(DESK).post(LIST, opening(**({"title": "A title of mine"} | given)))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert wrong in shown
    assert "title" in given or "A title of mine" in shown
    assert "sg-2026" not in {name.partition(":")[2] for name in the_house().store.streams("selection")}


def test_only_a_presidency_or_the_secretariat_opens_a_selection(house: str) -> None:
    assert "acts/selection.open_process" not in page(LIST)
    shown = page(LIST, rep("ITA"))
    assert 'name="term_since"' not in shown and "Why not now?" in shown
    assert world.client(rep("ITA")).post(LIST, opening()).status_code in (409, 422)
    assert world.client().post(LIST, opening()).status_code == 302
    assert not the_house().store.streams("selection")
    assert world.client(PRESIDENT).post(LIST, opening()).status_code == 303


def test_the_list_has_those_under_way_first_and_can_be_searched(house: str) -> None:
    done = ended(Stage("executive-head", "done"))
    Stage("unsg-2016", "open").open()
    shown = said(page(LIST))
    assert shown.index("The rules of this selection are not adopted yet.") < shown.index("has taken the oath")
    assert f"{done} has taken the oath" in shown
    assert "has taken the oath" not in said(page(f"{LIST}?standing=running"))
    assert "not adopted yet" not in said(page(f"{LIST}?standing=ended"))
    assert "has taken the oath" in said(page(f"{LIST}?q=candidate+BRA"))
    assert "No selection matches your search." in page(f"{LIST}?q=zzz")
    assert 'href="/selections/open/"' in page("/")
    assert 'href="/selections/?body=unsc"' in page("/bodies/unsc/")
    assert "not adopted yet" not in said(page(f"{LIST}?body=nowhere&q=zzz"))


def ended(stage: Stage) -> str:
    """A selection from its opening to the oath; who was appointed."""
    stage.with_candidates("ARG", "BRA")
    stage.poll((11, 2, 2), (3, 10, 2))
    if state(stage.stream.partition(":")[2]).rules.shortlists:
        stage.does(LATVIA, a.ApplyShortlist, round=1, seed="s")
    stage.does(LATVIA, a.DecideNext, decision="proceed")
    stage.does(LATVIA, a.Recommend, candidate=1, method="acclamation", resolution="S/RES/2800")
    stage.does(LATVIA, a.IssueCommunique, meeting="recommendation-1", communique="They met.")
    stage.letters()
    term = {"term_since": date(2027, 1, 1), "term_until": date(2031, 12, 31)}
    stage.does(PGA, a.Appoint, method="acclamation", resolution="A/RES/81/4", **term)
    stage.does(PGA, a.TakeOath, oath="I do.")
    return "Candidate of ARG"


# The overview


@pytest.mark.parametrize("rulebook", RULEBOOKS)
def test_every_stage_of_every_rulebook_has_its_sentence_for_everybody(house: str, rulebook: str) -> None:
    stage = Stage(rulebook)

    def stands(words: str, *readers: str) -> None:
        for reader in EVERYBODY:
            shown = page(stage.place, reader)
            assert reader not in readers or words in said(shown), (words, reader)
            assert shown.count('aria-current="step"') == 1

    stage.open()
    stands("The rules of this selection are not adopted yet.", *EVERYBODY)
    stage.does(LATVIA, a.PutRules, rulebook=rulebook, principles="P", until=stage.now + timedelta(hours=1))
    stands("The rules are before the members", rep("FRA"), PRESIDENT, DESK)
    stage.now += timedelta(hours=2)
    stage.does(LATVIA, a.AdoptRules)
    if stage.state.rules.letter_opens:
        stands("has not gone out yet", *EVERYBODY)
        stage.letters()
    stands("Candidates may be presented.", *EVERYBODY)
    stage.nominate("ARG")
    stage.letters()
    stands("There is one so far.", *EVERYBODY)
    for kind, chair in (("dialogue", PGA), ("meeting", LATVIA)):
        if kind == "meeting" or stage.state.rules.dialogue_parts:
            stage.hold(kind, 1, chair)
    stands("All candidates have been heard.", *EVERYBODY)
    stage.poll((11, 2, 2))
    stands("Round 1 is over; the members discuss what comes next.", rep("FRA"), PRESIDENT, DESK)


def test_a_selection_that_is_over_says_who_was_appointed(house: str) -> None:
    stage = Stage("executive-head")
    name = ended(stage)
    for reader in EVERYBODY:
        assert f"{name} has taken the oath. The selection is over." in said(page(stage.place, reader))


def test_a_confidential_round_is_not_known_outside_and_no_deadline_gives_it_away(house: str) -> None:
    stage = Stage("unsg-2016").with_candidates(*FIVE)
    before = said(page(stage.place))
    stage.poll(*FIGURES)
    shown = said(page(stage.place))
    assert "Round 1" not in shown and "held in confidence" in shown
    cut = shown.index("What has happened")
    assert shown[:cut] == before[: before.index("What has happened")]
    assert "Round 1 is over" in said(page(stage.place, rep("FRA")))
    told = said(page(stage.place, ASSEMBLY))
    assert "One round was held; its result is confidential." in told


def test_what_is_late_is_shown_as_late_with_its_rule(house: str) -> None:
    stage = Stage("unsg-2017-proposal").announced()
    shown = said(page(stage.place))
    assert re.search(r"Principles and rules decided 31 January 2026 · met late", shown)
    assert "A/71/774-S/2017/93 para. 28" in shown
    the_house().clerk.wake(READ_AT)
    assert re.search(r"First round held 30 June 2026 · late", said(page(stage.place)))


def test_who_conducts_is_said_with_its_rule_where_the_president_presents_a_candidate(house: str) -> None:
    stage = Stage().announced()
    assert "Conducts the rounds" not in said(page(stage.place))
    stage.nominate("LVA")
    stage.letters()
    shown = said(page(stage.place))
    assert re.search(r"Conducts the rounds .*, for the President’s State presents a candidate", shown)
    assert "S/96/Rev.7 rule 20" in shown


def test_what_is_closed_is_counted_and_stands_in_its_places(house: str) -> None:
    stage = Stage().announced()
    stage.nominate("ARG")
    for reader in EVERYBODY:
        one = the_house().actor(reader)
        seen = the_house().clerk.seen(stage.stream, the_house().clearances(one, READ_AT)).state
        shown = page(stage.place, reader)
        closed = len(seen.sealed)
        assert (f"{closed} entries of this selection are closed to you." in shown) is (closed > 1), reader
        assert ("timeline__step--closed" in shown) is (closed > 0), reader
        assert ("Candidate of ARG" in shown) is (reader in (rep("ARG"), PRESIDENT, ASSEMBLY, DESK)), reader


def test_a_long_timeline_is_paged_and_searched(house: str) -> None:
    stage = Stage().with_candidates(*FIVE)
    assert "pagination" in page(stage.place)
    found = said(page(f"{stage.place}?q=dialogue+BRA"))
    assert "Held: dialogue with Candidate of BRA" in found
    assert "Held: dialogue with Candidate of ARG" not in found[found.index("What has happened") :]
    assert "Nothing here matches your search." in page(f"{stage.place}?q=zzz")
    assert page(f"{stage.place}?page=2") != page(stage.place)


def test_each_is_offered_what_they_may_do_and_told_why_not(house: str) -> None:
    stage = Stage("unsg-2026").announced()
    stage.nominate("ARG")
    assert "What you may do here" not in page(stage.place)
    delegation = page(stage.place, rep("ITA"))
    assert 'name="full_name"' in delegation and "Needed with a nomination: the letter," in delegation
    assert "acts that are not in order now, and why" in delegation
    letter = max(stage.state.letters)
    for chair in (PRESIDENT, ASSEMBLY):
        shown = page(stage.place, chair)
        assert "Waits for you" in shown and f'/selections/test/letters/{letter}/"' in shown
        assert "steps wait for you" in page("/", chair) or "One step waits for you" in page("/", chair)
    assert "Waits for you" not in page(stage.place, rep("ITA"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_speaks_every_language(house: str, language: str) -> None:
    stage = Stage("unsg-2017-proposal").with_candidates("ARG", "BRA", "CRI")
    stage.does(representative("BRA"), a.WithdrawNomination, candidate=2, of="BRA", notice="They go.")
    stage.poll((11, 2, 2), (9, 4, 2))
    for path in ("", "rules/", "letters/", "candidates/1/", "candidates/2/"):
        for reader in (PUBLIC, DESK):
            shown = page(f"{stage.place}{path}", reader, language)
            assert "{" not in said(shown), path
    stands = text("web.selection.now_round_discussed", n=1).say(language)
    assert stands in said(page(stage.place, PUBLIC, language))


def test_there_is_no_page_of_a_selection_that_nobody_opened(house: str) -> None:
    for path in ("", "rules/", "letters/", "candidates/1/"):
        page(f"/selections/nowhere/{path}", DESK, status=404)


# Rules


def test_the_rules_are_put_objected_to_and_adopted_in_the_browser(houses: str) -> None:
    stage = Stage("unsg-2016").open()
    acts = f"/proceedings/{stage.stream}/acts/selection"
    until = (READ_AT + timedelta(hours=1)).isoformat()
    given = {"id": new_id(), "rulebook": "unsg-2026", "principles": "Openness.", "until": until}
    answer = world.client(PRESIDENT).post(f"{acts}.put_rules", given)
    assert (answer.status_code, answer["Location"]) == (303, f"{stage.place}rules/")
    shown = page(f"{stage.place}rules/", rep("FRA"))
    assert "Before the members" in shown and "Openness." in shown and "No objection so far." in shown
    assert "Openness." not in page(f"{stage.place}rules/")
    objection = {"id": new_id(), "of": "FRA", "reason": "We ask for hearings."}
    assert world.client(rep("FRA")).post(f"{acts}.object_to_rules", objection).status_code == 303
    assert "We ask for hearings." in page(f"{stage.place}rules/", PRESIDENT)
    early = world.client(PRESIDENT).post(f"{acts}.adopt_rules", {"id": new_id()})
    assert early.status_code == 409 and "A/71/774-S/2017/93 para. 19" in html.unescape(early.content.decode())


def test_adopted_rules_are_locked_with_their_citation_and_compared_with_the_others(house: str) -> None:
    stage = Stage("unsg-2017-proposal")
    stage.open()
    assert "Not adopted yet." in page(f"{stage.place}rules/")
    stage.adopt()
    shown = page(f"{stage.place}rules/")
    words = said(shown)
    assert "Locked: only consensus changes them." in words and "para. 19" in words
    assert "Adopted by consensus on 2 November 2026" in words
    assert re.search(r"As long as there remain more than 5 A/71/774-S/2017/93 para. 29\(e\)", words)
    assert "No document speaks of it; a rule of this system" in words
    assert "comparison__other" in shown and "≠" in words
    assert re.search(r'scope="col">Proposal of 2017<span', shown)


# Letters


def test_letters_are_listed_with_signatures_numbers_and_what_is_late(house: str) -> None:
    stage = Stage("unsg-2016").announced()
    stage.nominate("ARG")
    assert "Name of a candidate" not in page(f"{stage.place}letters/")
    stage.does(LATVIA, a.SignLetter, letter=3)
    shown = said(page(f"{stage.place}letters/", ASSEMBLY))
    assert "Security Council: signed by Representative of LVA" in shown
    assert "General Assembly: not signed yet" in shown
    the_house().clerk.wake(READ_AT)
    assert "Late: due 16 November 2026" in said(page(f"{stage.place}letters/", DESK))
    stage.does(PGA, a.SignLetter, letter=3)
    stage.does(SECRETARIAT, a.CirculateLetter, letter=3, symbol="A/81/30-S/2026/30")
    public = page(f"{stage.place}letters/")
    assert "A/81/30-S/2026/30" in public and f'href="{stage.place}letters/3/"' in public
    assert "No letter matches" in page(f"{stage.place}letters/?q=zzz")
    assert "Candidate of ARG" in page(f"{stage.place}letters/?q=S/2026/30")


# Candidates


def test_a_candidate_has_a_public_page_once_the_letter_is_out(house: str) -> None:
    stage = Stage("unsg-2026").announced()
    stage.nominate("ARG")
    address = f"{stage.place}candidates/1/"
    for reader in (PUBLIC, rep("ITA"), rep("FRA")):
        page(address, reader, status=404)
    digest = stage.state.candidates[1].curriculum_vitae[0].sha256
    file = f"{address}files/{digest}"
    assert world.client().get(file).status_code == 404
    assert world.client(rep("ARG")).get(file).content == PDF
    stage.letters()
    shown = page(address)
    assert file in shown and "Candidate of ARG" in shown and "Disclosure of funding" in shown
    download = world.client().get(file)
    assert download.content == PDF and "sandbox" in download["Content-Security-Policy"]
    assert "attachment" in download["Content-Disposition"]
    assert world.client().get(f"{address}files/{'1' * 64}").status_code == 404


def test_states_join_and_leave_and_the_page_says_since_when(house: str) -> None:
    stage = Stage("unsg-2016").announced()
    stage.nominate("ARG")
    stage.letters()
    acts = f"/proceedings/{stage.stream}/acts/selection"
    joined = {"id": new_id(), "about": 1, "of": "FIN"}
    answer = world.client(rep("FIN")).post(f"{acts}.join_nomination", joined)
    assert (answer.status_code, answer["Location"]) == (303, f"{stage.place}candidates/1/")
    left = {"id": new_id(), "about": 1, "of": "ARG", "notice": "We leave."}
    assert world.client(rep("ARG")).post(f"{acts}.withdraw_nomination", left).status_code == 303
    shown = said(page(f"{stage.place}candidates/1/"))
    assert re.search(r"Argentina since 2 November 2026 · until 20 November 2026", shown)
    assert "Finland since 20 November 2026" in shown


def test_whoever_is_out_is_shown_apart_with_reason_date_and_rule(house: str) -> None:
    stage = Stage("unsg-2017-proposal").with_candidates(*FIVE, "FIN", "GHA")
    assert stage.nominate("ARG", full_name="Another of ARG").accepted
    stage.letters()
    for kind, chair in (("dialogue", PGA), ("meeting", LATVIA)):
        stage.hold(kind, 8, chair)
    stage.does(SECRETARIAT, a.WithdrawCandidacy, candidate=2, notice="For my family.")
    stage.poll((11, 2, 2), (10, 3, 2), (9, 4, 2), (2, 11, 2), (3, 10, 2), (8, 5, 2))
    stage.does(LATVIA, a.ApplyShortlist, round=1)
    overview = page(stage.place)
    gone = said("<main" + overview[overview.index("No longer candidates") :])
    assert "Argentina named another candidate instead" in gone and "para. 29(f)" in gone
    assert "The candidate withdrew" in gone
    assert "Dropped out after round 1" in gone and "para. 29(e)" in gone
    running = overview[: overview.index("No longer candidates")]
    assert "Candidate of CRI" in running and "Another of ARG" in running
    assert "Candidate of GHA" not in running[running.index("candidates-title") :]
    assert "For my family." in page(f"{stage.place}candidates/2/")


def test_an_incomplete_nomination_is_refused_with_what_is_missing(house: str) -> None:
    """The rulebook says what is needed: the same form is complete under another one."""
    stage, other = Stage("unsg-2026").announced(), Stage("unsg-2016", "other").announced()
    given = {"of": "ITA", "full_name": "A. B.", "letter": "We present.", "funding": ""}
    italy = world.client(rep("ITA"))
    answer = italy.post(f"/proceedings/{stage.stream}/acts/selection.nominate", {"id": new_id(), **given})
    shown = html.unescape(answer.content.decode())
    assert answer.status_code == 422 and not stage.state.candidates
    for name in ("curriculum_vitae", "vision_statement", "funding"):
        assert f'href="#selection-nominate-{name}"' in shown
    assert "Add a file." in shown and 'value="A. B."' in shown
    complete = italy.post(f"/proceedings/{other.stream}/acts/selection.nominate", {"id": new_id(), **given})
    assert complete.status_code == 303 and other.state.candidates
