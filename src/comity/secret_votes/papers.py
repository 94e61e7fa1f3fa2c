"""Guards of the papers that are counted beside a ballot: two tellers, each alone, until they agree.

Nobody learns another's figures before the result. What two counts tell is whether they agree, and nothing else; where
they do not both are made again, so that no teller finds the other's figures by trying.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from comity.bodies.actor import Actor
from comity.rules.citation import assembly, council, house
from comity.rules.guard import Objection, enforces
from comity.secret_votes.acts import AcceptDifference, EnterPaperCount
from comity.secret_votes.asking import NotUnderstood, possible, read_figures
from comity.secret_votes.events import PaperCounted
from comity.secret_votes.guards import refused
from comity.secret_votes.state import TELLERS, Ballot, Box, SecretVotes
from comity.secret_votes.who import chairs, tells, under


def tellers_count_the_papers(state: SecretVotes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if tells(state, actor, now):
        return None
    return refused("tellers", house(3))


def there_are_papers(state: SecretVotes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if state.ballots[act.ballot].paper:
        return None
    return refused("no_papers", house(3))


def each_teller_counts_alone(
    state: SecretVotes, act: EnterPaperCount, actor: Actor, now: datetime
) -> Objection | None:
    """Two persons count; once both have, only they correct themselves, unless all is to be counted again."""
    box = state.ballots[act.ballot].boxes.get(act.box)
    if box is None:
        return refused("no_such_box", house(3))
    if box.accepted:
        return refused("difference_accepted", house(3))
    if actor.person in box.counted_by or len(box.counted_by) < TELLERS or box.differs:
        return None
    return refused("counted_already", house(3))


def the_papers_add_up(
    state: SecretVotes, act: EnterPaperCount, actor: Actor, now: datetime
) -> Objection | None:
    questions = state.ballots[act.ballot].questions
    try:
        figures = read_figures(act.figures, questions)
    except NotUnderstood as wrong:
        return refused(wrong.reason, house(3), "figures_remedy")
    if 0 <= act.invalid <= act.returned and possible(figures, questions, act.returned - act.invalid):
        return None
    return refused("papers_do_not_add_up", house(3))


def a_correction_changes_something(
    state: SecretVotes, act: EnterPaperCount, actor: Actor, now: datetime
) -> Objection | None:
    """The same figures once more are a count only where all is counted again."""
    ballot = state.ballots[act.ballot]
    box = ballot.boxes[act.box]
    mine = box.counted.get(actor.person)
    if mine is None or box.differs or not same(mine, counted(ballot, act)):
        return None
    return refused("same_count", house(3))


@enforces(council(19), assembly(35))
def the_presidency_accepts_a_difference(
    state: SecretVotes, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    if chairs(state, actor, now):
        return None
    return refused("presidency_accepts", under(state.body, council(19), assembly(35)))


def there_is_a_difference(
    state: SecretVotes, act: AcceptDifference, actor: Actor, now: datetime
) -> Objection | None:
    """Only what was counted twice and does not stand agreed can be accepted as it is."""
    box = state.ballots[act.ballot].boxes.get(act.box)
    if box is None:
        return refused("no_such_box", house(3))
    if acceptable(box):
        return None
    return refused("no_difference", house(3))


def acceptable(box: Box) -> bool:
    return box.compared is not None and not box.settled


def counted(ballot: Ballot, act: EnterPaperCount) -> PaperCounted:
    """What a teller has counted; in a new counting where the one before is over."""
    box = ballot.boxes[act.box]
    return PaperCounted(
        ballot=act.ballot,
        box=act.box,
        returned=act.returned,
        invalid=act.invalid,
        counts=read_figures(act.figures, ballot.questions),
        counting=box.counting + (len(box.counted_by) >= TELLERS),
    )


def same(one: PaperCounted, other: PaperCounted) -> bool:
    """Whether two counts say the same, in whatever counting."""
    return (one.returned, one.invalid, one.counts) == (other.returned, other.invalid, other.counts)
