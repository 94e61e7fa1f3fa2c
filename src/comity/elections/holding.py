"""Guards of an election's rounds: what may be opened, how papers are counted, when lots are drawn."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from comity.bodies.actor import Actor
from comity.bodies.offices import of_the_assembly, tells, under
from comity.elections import acts
from comity.elections.balloting import BALLOTS, NotUnderstood, counted, paper_of, read_votes
from comity.elections.calling import no
from comity.elections.events import Figures
from comity.elections.state import Elections, Round, Slate, Status
from comity.rules.citation import assembly, house
from comity.rules.guard import Objection, enforces
from comity.rules.words import text
from comity.voting import VotingError, draw
from comity.voting.lots import FINGERPRINT, SHORTEST_SEED, fingerprint, lot_seed
from comity.voting.papers import check_round


@enforces(assembly(93), assembly(94))
def the_next_ballot_follows_from_the_last(
    state: Elections, act: acts.OpenRound, actor: Actor, now: datetime
) -> Objection | None:
    """Each list is opened as it stands: nobody chooses to whom the ballot is restricted."""
    election = state.elections[act.election]
    if not act.slates or len(set(act.slates)) < len(act.slates):
        return no("no_list", house(3))
    for number in act.slates:
        slate = election.slates.get(number)
        if slate is None:
            return no("no_such_list", house(3), number=number)
        objection = _can_open(state, slate)
        if objection is not None:
            return objection
        paper = paper_of(state, election, slate, 0)
        if not paper.names and not paper.anyone:
            return no("nobody_stands", under(state.body, assembly(94)), list=number)
    return None


def _can_open(state: Elections, slate: Slate) -> Objection | None:
    if slate.running is not None:
        return no("round_runs", under(state.body, assembly(88)), number=slate.running.round)
    rule = under(state.body, assembly(93 if slate.seats == 1 else 94))
    if slate.next == "lot":
        return no("lot_due", rule, list=slate.slate)
    if slate.next not in BALLOTS:
        return no("list_over", rule)
    return None


def something_is_left_to_vote_on(state: Elections, act: Any, actor: Actor, now: datetime) -> Objection | None:
    slates = state.elections[act.election].slates.values()
    if not slates:
        return no("no_lists_yet", house(3))
    objections = [_can_open(state, slate) for slate in slates]
    return objections[0] if all(objections) else None


@enforces(assembly(92))
def elections_are_by_secret_ballot(
    state: Elections, act: acts.OpenRound, actor: Actor, now: datetime
) -> Objection | None:
    if act.method in (acts.PAPER, acts.ELECTRONIC):
        return None
    return no("secret_ballot", under(state.body, assembly(92)))


def _round_of(state: Elections, act: Any) -> Round:
    found = state.elections[act.election].round(act.round)
    if found is None:
        raise KeyError(act.round)
    return found


def the_round_is_known(state: Elections, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if state.elections[act.election].round(act.round) is not None:
        return None
    return no("no_such_round", house(3), number=act.round)


def on_paper(state: Elections, act: Any, actor: Actor, now: datetime) -> Objection | None:
    return None if _round_of(state, act).method == acts.PAPER else no("not_on_paper", house(7))


def the_round_is_open(state: Elections, act: Any, actor: Actor, now: datetime) -> Objection | None:
    this = _round_of(state, act)
    if this.status is Status.OPEN:
        return None
    return no("not_open", house(3), status=text(f"elections.statuses.{this.status.value}"))


def papers_are_issued_once(state: Elections, act: Any, actor: Actor, now: datetime) -> Objection | None:
    return no("papers_issued", house(3)) if _round_of(state, act).papers else None


@enforces(assembly(67))
def a_majority_is_there_to_elect(
    state: Elections, act: acts.IssuePapers, actor: Actor, now: datetime
) -> Objection | None:
    """No more papers than members, and in the Assembly a majority of them present."""
    members = _round_of(state, act).members
    if not 0 < act.papers <= members:
        return no("more_than_members", house(3), members=members)
    least = members // 2 + 1
    if of_the_assembly(state.body) and act.papers < least:
        return no("no_quorum", assembly(67), least=least)
    return None


def papers_were_issued(state: Elections, act: Any, actor: Actor, now: datetime) -> Objection | None:
    return None if _round_of(state, act).papers else no("papers_missing", house(3))


def only_tellers_count(state: Elections, act: Any, actor: Actor, now: datetime) -> Objection | None:
    return None if tells(state.body, actor, now) else no("tellers", house(3))


def the_box_is_closed(state: Elections, act: Any, actor: Actor, now: datetime) -> Objection | None:
    this = _round_of(state, act)
    if this.status is Status.CLOSED and this.agreed is None:
        return None
    return no("not_closed" if this.status is Status.OPEN else "counted", house(3))


def each_teller_counts_alone(state: Elections, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """Two persons count; nobody enters both figures of one counting."""
    return no("counted_already", house(3)) if actor.person in _round_of(state, act).entered else None


@enforces(assembly(93), assembly(94), assembly(144))
def only_names_on_the_paper_count(
    state: Elections, act: acts.EnterCount, actor: Actor, now: datetime
) -> Objection | None:
    """A paper with a name that may not be voted for is invalid, or the name is passed over."""
    try:
        read_votes(act.votes, state.body, state.elections[act.election], _round_of(state, act))
    except NotUnderstood as wrong:
        rule = under(state.body, assembly(94)) if wrong.reason == "not_a_name_there" else house(2)
        return no(wrong.reason, rule, line=wrong.line)
    return None


@enforces(assembly(94))
def the_papers_reconcile(
    state: Elections, act: acts.EnterCount, actor: Actor, now: datetime
) -> Objection | None:
    """No more papers came back than were given out, and each bears as many names as there are places, or fewer."""
    this = _round_of(state, act)
    if act.returned > this.papers:
        return no("more_than_issued", house(3), issued=this.papers, returned=act.returned)
    return _possible(state, this, figures_of(state, act))


def figures_of(state: Elections, act: acts.EnterCount) -> Figures:
    election, this = state.elections[act.election], _round_of(state, act)
    return Figures(
        returned=act.returned,
        invalid=act.invalid,
        blank=act.blank,
        votes=read_votes(act.votes, state.body, election, this),
    )


def _possible(state: Elections, this: Round, figures: Figures) -> Objection | None:
    try:
        check_round(counted(figures), this.ballot, this.places, this.members)
    except VotingError as error:
        return Objection(error.problem, under(state.body, assembly(94)))
    return None


def only_through_the_door(state: Elections, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """The figures of a secret ballot come from that ballot itself, never from a form."""
    return None if actor.door else no("secret_figures", house(7))


def it_waits_for_its_ballot(state: Elections, act: Any, actor: Actor, now: datetime) -> Objection | None:
    this = _round_of(state, act)
    if this.method == acts.ELECTRONIC and this.status is Status.OPEN:
        return None
    return no("no_ballot_awaited", house(3))


def the_figures_are_possible(
    state: Elections, act: acts.HandInResult, actor: Actor, now: datetime
) -> Objection | None:
    this = _round_of(state, act)
    if {name for name, _ in act.votes} - set(this.names):
        return no("not_a_name_there", house(2), line=", ".join(name for name, _ in act.votes)[:100])
    figures = Figures(returned=act.papers, invalid=0, blank=act.blank, votes=act.votes)
    return _possible(state, this, figures)


def both_tellers_agree(state: Elections, act: Any, actor: Actor, now: datetime) -> Objection | None:
    this = _round_of(state, act)
    if this.status is Status.CLOSED and this.agreed is not None:
        return None
    if this.status in (Status.ANNOUNCED, Status.ABANDONED):
        return no("not_open", house(3), status=text(f"elections.statuses.{this.status.value}"))
    if this.method == acts.ELECTRONIC:
        return no("ballot_missing", house(3))
    return no("recount" if this.differs else "not_counted", house(3))


@enforces(assembly(88))
def it_can_still_be_abandoned(state: Elections, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """Never once the papers are being counted: nobody gives up a ballot whose figures they may know."""
    if _round_of(state, act).status is Status.OPEN:
        return None
    return no("not_abandoned", under(state.body, assembly(88)))


@enforces(assembly(93))
def lots_are_drawn_where_votes_stay_equal(
    state: Elections, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    slate = state.elections[act.election].slates[act.slate]
    return None if slate.next == "lot" else no("no_lot_due", under(state.body, assembly(93)))


def the_seed_is_not_fixed_yet(state: Elections, act: Any, actor: Actor, now: datetime) -> Objection | None:
    fixed = state.elections[act.election].slates[act.slate].fingerprint
    return no("lot_prepared", under(state.body, assembly(93))) if fixed else None


def the_fingerprint_is_one(state: Elections, act: Any, actor: Actor, now: datetime) -> Objection | None:
    return None if FINGERPRINT.fullmatch(act.fingerprint) else no("fingerprint", house(3))


def the_seed_was_fixed(state: Elections, act: Any, actor: Actor, now: datetime) -> Objection | None:
    fixed = state.elections[act.election].slates[act.slate].fingerprint
    return None if fixed else no("lot_not_prepared", under(state.body, assembly(93)))


@enforces(assembly(93))
def the_seed_is_the_one_fixed_before(
    state: Elections, act: acts.DrawLot, actor: Actor, now: datetime
) -> Objection | None:
    fixed = state.elections[act.election].slates[act.slate].fingerprint
    if len(act.seed) >= SHORTEST_SEED and fingerprint(act.seed) == fixed:
        return None
    return no("other_seed", under(state.body, assembly(93)))


def drawn_now(slate: Slate, seed: str) -> tuple[str, ...]:
    now = slate.now
    return draw(lot_seed(seed, slate.commitment), now.among, now.contested).drawn


@enforces(assembly(88))
def no_round_runs(state: Elections, act: Any, actor: Actor, now: datetime) -> Objection | None:
    election = state.elections[act.election]
    running = next((slate.running for slate in election.slates.values() if slate.running), None)
    if running is None:
        return None
    return no("round_runs", under(state.body, assembly(88)), number=running.round)


def the_day_is_to_come(
    state: Elections, act: acts.PostponeElection, actor: Actor, now: datetime
) -> Objection | None:
    if act.until is None or act.until >= state.body.local(now).date():
        return None
    return no("day_is_past", house(3))


def nothing_was_announced(state: Elections, act: Any, actor: Actor, now: datetime) -> Objection | None:
    election = state.elections[act.election]
    done = any(one.status is Status.ANNOUNCED for one in election.rounds)
    if not done and not any(slate.dispensed for slate in election.slates.values()):
        return None
    return no("announced_stands", house(3))
