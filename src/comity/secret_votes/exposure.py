"""What the figures of a ballot may give away, reckoned before it is opened, and what they do give away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from comity.ballots.exposure import Foreseen, foreseen
from comity.rules.words import Text, text
from comity.secret_votes.asking import rows
from comity.secret_votes.drawing_up import questions_of
from comity.secret_votes.state import Ballot, Box
from comity.secret_votes.who import box_name


@dataclass(frozen=True, slots=True, kw_only=True)
class AllAlike:
    """All who voted in one box answered a question alike: known once the figures are there."""

    box: str
    voters: int
    question: str

    @property
    def says(self) -> Text:
        blanks = {"n": self.voters, "box": box_name(self.box), "question": self.question}
        return text("secret_votes.exposure.all_alike", **blanks)


def before(ballot: Ballot) -> tuple[Foreseen, ...]:
    """What has to be weighed before the ballot is opened, from how many have registered for each box."""
    registered = {box.box: len(box.registered) for box in ballot.boxes.values()}
    return foreseen(registered, questions_of(ballot.questions))


def after(ballot: Ballot) -> tuple[AllAlike, ...]:
    """What the figures that were announced do give away."""
    return tuple(
        alike
        for result in ballot.results
        for alike in _alike(ballot, ballot.boxes[result.box], result.counts, result.counted)
    )


def _alike(ballot: Ballot, box: Box, counts: tuple[int, ...], counted: int) -> Iterator[AllAlike]:
    for asked, found in rows(counts, ballot.questions):
        if counted and all(count in (0, counted) for count in found):
            yield AllAlike(box=box.box, voters=counted, question=asked.question)
