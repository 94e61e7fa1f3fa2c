"""The trustees' ceremony in a browser among trustees in Python: what does not fit, what is lost, who lies."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from comity.ballots.ceremony import deal
from comity.ballots.sealing import seal
from comity.ballots.trustees import read_signed
from comity.secret_votes.acts import BeginCeremonyAgain
from comity.secret_votes.state import Stage
from tests.ballots.ballot_box import one_trustee
from tests.secret_votes.hands import Ballot, Trustee
from tests.web.booth import at_the_booth as booth
from tests.web.secret import balloted

Sit = Callable[..., Any]
YES, NO = [1, 0, 0], [0, 1, 0]


def with_one_browser(sit: Sit, ballot: Ballot) -> tuple[Any, list[str], tuple[Trustee, Trustee]]:
    """The secretariat joins in a browser, two tellers in Python; the page, the words and the tellers."""
    first, second, _ = balloted.trustees()
    page = sit(f"{ballot.base}ceremony/", balloted.SECRETARIAT)
    words = booth.join(page)
    booth.screen(page, "waiting")
    for teller in (first, second):
        teller.certify(ballot)
    return page, words, (first, second)


def finish(page: Any, ballot: Ballot, tellers: tuple[Trustee, Trustee]) -> None:
    """The tellers deal and receive when the browser has dealt."""
    for teller in tellers:
        teller.deal(ballot)
    page.wait_for_selector("#booth-title:has-text('Your part of the key is made')", timeout=booth.SLOWLY)
    for teller in tellers:
        teller.receive(ballot)
    booth.screen(page, "finished")


def voted(ballot: Ballot) -> None:
    """Three register, the ballot opens, they vote, it closes."""
    voters = balloted.voters(("FRA", "GBR", "LVA"))
    for voter in voters:
        voter.register(ballot)
    balloted.opened(ballot)
    election = ballot.election(voters[0].person)
    for voter, choice in zip(voters, (YES, YES, NO), strict=True):
        voter.cast(ballot, election, [choice, NO])
    balloted.close(ballot)


def test_a_browser_and_two_in_python_make_a_key_and_open_with_it(sit: Sit) -> None:
    ballot = balloted.call(threshold=2)
    page, _, tellers = with_one_browser(sit, ballot)
    finish(page, ballot, tellers)
    voted(ballot)
    booth.open_tally(page)
    booth.screen(page, "handed")
    assert tellers[0].open(ballot)
    (result,) = balloted.known(ballot).results
    assert result.counts == (2, 1, 0, 0, 3, 0)


def test_a_backup_brings_a_trustee_to_another_device_which_then_opens(sit: Sit) -> None:
    ballot = balloted.call(threshold=2)
    page, words, tellers = with_one_browser(sit, ballot)
    finish(page, ballot, tellers)
    page.context.close()
    voted(ballot)
    other = sit(f"{ballot.base}ceremony/", balloted.SECRETARIAT)
    booth.restore(other, words)
    booth.open_tally(other)
    booth.screen(other, "handed")
    assert tellers[1].open(ballot)
    assert balloted.known(ballot).stage is Stage.ANNOUNCED


def test_a_part_that_does_not_fit_is_reported_with_its_dealer_and_all_begin_again(sit: Sit) -> None:
    ballot = balloted.call(threshold=2)
    page, _, (first, second) = with_one_browser(sit, ballot)
    first.deal(ballot)
    told = ballot.status(second.person)
    certificates = [read_signed(seat["certificate"]) for seat in told["trustees"]]
    assert second.identity is not None
    dealt = deal(second.identity, certificates, 2)
    recipient = int(json.loads(told["trustees"][2]["certificate"]["message"])["encryption"])
    false = seal(second.identity, recipient, '{"secret":"5"}')
    letters = [dealt.letters[0].decode(), dealt.letters[1].decode(), false.decode()]
    message = {
        "round": told["round"],
        "owner": 2,
        "coefficients": dealt.coefficients.plain(),
        "agreement": dealt.agreement.plain(),
        "letters": letters,
    }
    ballot.must(second.person, "trustees/dealing", message)
    page.wait_for_selector("#booth-screen .notice--warning:has-text('Teller 2')", timeout=booth.SLOWLY)
    assert balloted.known(ballot).seats[2].reports == ((2, "inconsistent_secret"),)
    balloted.must(BeginCeremonyAgain, balloted.chair(), ballot=ballot.number, reason="A part did not fit.")
    page.wait_for_selector("#booth-screen > .notice--warning", state="detached", timeout=booth.SLOWLY)
    booth.screen(page, "waiting")
    for teller in (first, second):
        teller.certify(ballot)
    finish(page, ballot, (first, second))


def test_where_all_are_needed_a_key_is_all_there_is_to_make(sit: Sit) -> None:
    ballot = balloted.call()
    first, second, _ = balloted.trustees()
    page = sit(f"{ballot.base}ceremony/", balloted.SECRETARIAT)
    booth.join(page)
    for teller in (first, second):
        teller.hand_in_key(ballot)
    booth.screen(page, "finished")
    voted(ballot)
    booth.open_tally(page)
    booth.screen(page, "handed")
    assert [teller.open(ballot) for teller in (first, second)] == [False, True]


def test_a_trustee_sees_while_votes_are_cast_whether_its_key_is_in_the_election(sit: Sit) -> None:
    ballot = balloted.call(threshold=2)
    page, _, tellers = with_one_browser(sit, ballot)
    finish(page, ballot, tellers)
    for voter in balloted.voters(("FRA", "GBR")):
        voter.register(ballot)
    balloted.opened(ballot)
    booth.screen(page, "opened")
    page.wait_for_selector("#booth-screen .notice--done", timeout=booth.SLOWLY)
    false = json.dumps([one_trustee()[0].plain()], separators=(",", ":"))
    page.route("**/all/trustees.json", lambda route: route.fulfill(body=false))
    page.reload()
    page.wait_for_selector("#booth-screen .notice--warning", timeout=booth.SLOWLY)


def test_an_archive_that_was_tampered_with_is_not_opened(sit: Sit) -> None:
    ballot = balloted.call(threshold=2)
    page, _, tellers = with_one_browser(sit, ballot)
    finish(page, ballot, tellers)
    voted(ballot)

    def tampered(route: Any) -> None:
        raw = bytearray(route.fetch().body())
        raw[len(raw) // 2] ^= 1
        route.fulfill(body=bytes(raw))

    page.route("**/all/archive.bel", tampered)
    booth.open_tally(page)
    page.wait_for_selector("#booth-screen .notice--warning", timeout=booth.SLOWLY)
    assert balloted.known(ballot).boxes["all"].shares == {}


def test_whoever_holds_no_seat_only_looks(sit: Sit) -> None:
    ballot = balloted.call()
    page = sit(f"{ballot.base}ceremony/", balloted.rep("FRA"))
    booth.screen(page, "no_seat")
    assert page.locator("#trustees .timeline__step").count() == 3
