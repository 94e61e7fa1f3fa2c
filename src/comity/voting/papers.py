"""Ballot papers of an election, counted: which are valid, who got how many, how many were voting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from comity.rules.majority import SIMPLE, TWO_THIRDS
from comity.voting.errors import mistake

MAJORITIES: Final = ("two_thirds", "simple", "absolute")
"""Two thirds or more than half of those present and voting; more than half of all members."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """The count of one ballot, as it is announced."""

    votes: Mapping[str, int]
    papers: int
    invalid: int = 0
    abstentions: int = 0

    @property
    def voting(self) -> int:
        """Members present and voting: papers that name somebody validly (Assembly rule 86)."""
        return self.papers - self.invalid - self.abstentions


def count_papers(
    papers: Iterable[Iterable[str]], *, places: int, eligible: Container[str] | None = None
) -> Round:
    """Count papers, each the names written on it.

    A blank paper is an abstention; one with more names than places, or with none that may be voted for, is
    invalid; a name that may not be voted for is passed over, and a name written twice counts once.
    """
    votes: Counter[str] = Counter()
    total = invalid = abstentions = 0
    for paper in papers:
        total += 1
        names = set(paper)
        valid = {name for name in names if eligible is None or name in eligible}
        if not names:
            abstentions += 1
        elif not valid or len(names) > places:
            invalid += 1
        else:
            votes.update(valid)
    return Round(votes=dict(votes), papers=total, invalid=invalid, abstentions=abstentions)


def required(majority: str, voting: int, members: int | None) -> int:
    """Votes needed to be elected."""
    match majority:
        case "two_thirds":
            return TWO_THIRDS.needed(voting=voting)
        case "simple":
            return SIMPLE.needed(voting=voting)
        case "absolute":
            if members is None:
                raise mistake("election_members_needed")
            return SIMPLE.needed(voting=members)
        case _:
            raise mistake("majority_unknown", majority=majority, known=MAJORITIES)


def check_round(counted: Round, number: int, places: int, members: int | None) -> None:
    """Refuse a count whose figures cannot all be true."""
    figures = {"papers": counted.papers, "invalid": counted.invalid, "abstentions": counted.abstentions}
    for name, figure in (figures | dict(counted.votes)).items():
        if type(figure) is not int or figure < 0:
            raise mistake("round_figure", round=number, name=name, figure=figure)
    if counted.voting < 0:
        raise mistake("round_more_than_papers", round=number, papers=counted.papers)
    if members is not None and counted.papers > members:
        raise mistake("round_more_papers_than_members", round=number, papers=counted.papers, members=members)
    for name, figure in counted.votes.items():
        if figure > counted.voting:
            raise mistake(
                "round_more_votes_than_voters", round=number, name=name, votes=figure, voting=counted.voting
            )
    total = sum(counted.votes.values())
    if not counted.voting <= total <= counted.voting * places:
        raise mistake(
            "round_total", round=number, total=total, least=counted.voting, most=counted.voting * places
        )


def cut(
    votes: Mapping[str, int], names: Iterable[str], places: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names with the most votes for so many places: those sure of one, and those equal for the rest."""
    ranked = sorted(names, key=lambda name: (-votes.get(name, 0), name))
    if len(ranked) <= places:
        return tuple(ranked), ()
    edge = votes.get(ranked[places - 1], 0)
    if votes.get(ranked[places], 0) < edge:
        return tuple(ranked[:places]), ()
    sure = tuple(name for name in ranked if votes.get(name, 0) > edge)
    return sure, tuple(name for name in ranked if votes.get(name, 0) == edge)
