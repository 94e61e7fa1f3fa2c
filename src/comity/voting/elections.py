"""Elections by ballot: who is elected in each round, and to whom the next is restricted (rules 92-94)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from comity.rules.citation import Citation, assembly
from comity.rules.words import Text, text
from comity.voting.errors import mistake
from comity.voting.lots import Lot
from comity.voting.papers import MAJORITIES, Round, check_round, cut, required

IN_A_ROW: Final = 3
"""Restricted ballots, then as many unrestricted ones, and so on in turn."""
LONGEST: Final = 200
"""Ballots after which an election is declared deadlocked, if not told otherwise; the longest had 155."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """Candidates that withdrew between two rounds."""

    candidates: tuple[str, ...]


Step = Round | Withdrawal | Lot


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where the election stands after a step."""

    next: str
    """first, restricted, unrestricted, special, lot, complete, deadlocked."""
    among: tuple[str, ...] = ()
    """To whom the next ballot or lot is restricted; empty when any eligible candidate may be voted for."""
    contested: int = 0
    """For how many places the next ballot or lot is."""
    elected: tuple[str, ...] = ()
    """Elected by this very step."""
    required: int = 0
    ballots: int = 0
    reasons: tuple[Text, ...] = ()
    citations: tuple[Citation, ...] = ()

    def explain(self, language: str = "en") -> str:
        said = " ".join(reason.say(language) for reason in self.reasons)
        return f"{said} [{'; '.join(citation.say(language) for citation in self.citations)}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Election:
    """An election so far: one standing after each step, the first before any."""

    seats: int
    standings: tuple[Standing, ...]

    @property
    def now(self) -> Standing:
        return self.standings[-1]

    @property
    def elected(self) -> tuple[str, ...]:
        return tuple(name for standing in self.standings for name in standing.elected)

    @property
    def complete(self) -> bool:
        return self.now.next == "complete"

    @property
    def deadlocked(self) -> bool:
        return self.now.next == "deadlocked"

    def explain(self, language: str = "en") -> str:
        return self.now.explain(language)


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """What the rules need to remember between two steps."""

    places: int
    next: str = "first"
    among: tuple[str, ...] = ()
    inconclusive: int = 0
    """Inconclusive ballots in the present run of restricted or of unrestricted ones."""
    phase: str = "first"
    for_seats: bool = True
    """Whether a special ballot or a lot fills places, or only completes the list of the next ballot."""
    contested: int = 0
    kept: tuple[str, ...] = ()
    """Sure of their place on the list that a special ballot or lot completes."""
    gone: frozenset[str] = frozenset()
    """Elected or withdrawn: no longer to be voted for."""
    ballots: int = 0
    newly: tuple[str, ...] = ()
    """Elected by the present step."""
    said: tuple[Text, ...] = ()


def elect(
    steps: Iterable[Step],
    *,
    seats: int,
    majority: str = "two_thirds",
    members: int | None = None,
    eligible: Collection[str] | None = None,
    longest: int = LONGEST,
) -> Election:
    """Follow an election through its rounds, withdrawals and lots.

    seats: places to fill under the same conditions (one: rule 93; several, as for one region: rule 94).
    eligible: all that may be voted for (one region, no retiring member); None for anyone.
    """
    if seats < 1 or longest < 1:
        raise mistake("election_seats")
    if majority not in MAJORITIES:
        raise mistake("majority_unknown", majority=majority, known=MAJORITIES)
    cited = (assembly(93 if seats == 1 else 94),)
    state = _State(places=seats)
    first = Standing(
        next="first",
        contested=seats,
        reasons=(text("voting.elections.first", places=seats),),
        citations=cited,
    )
    standings = [first]
    for step in steps:
        needed = 0
        if state.next in ("complete", "deadlocked"):
            raise mistake("election_over", round=state.ballots + 1)
        state = replace(state, said=(), newly=())
        match step:
            case Round():
                _may_be_voted(state, step, eligible)
                check_round(step, state.ballots + 1, state.contested or state.places, members)
                needed = required(majority, step.voting, members)
                state = replace(state, ballots=state.ballots + 1)
                state = _ballot(state, step, needed, one=seats == 1, simple=majority == "simple")
            case Withdrawal():
                state = _withdraw(state, step)
            case Lot():
                state = _lot(state, step)
        if state.next not in ("complete", "lot") and state.ballots >= longest:
            state = _say(replace(state, next="deadlocked", among=()), "deadlocked", ballots=state.ballots)
        standings.append(_standing(state, needed, cited))
    return Election(seats=seats, standings=tuple(standings))


def _standing(state: _State, needed: int, cited: tuple[Citation, ...]) -> Standing:
    return Standing(
        next=state.next,
        among=state.among,
        contested=state.contested or state.places,
        elected=state.newly,
        required=needed,
        ballots=state.ballots,
        reasons=state.said,
        citations=cited,
    )


def _ballot(state: _State, counted: Round, needed: int, *, one: bool, simple: bool) -> _State:
    if state.next == "special":
        return _special(state, counted)
    winners = [name for name, votes in counted.votes.items() if votes >= needed]
    sure, equal = cut(counted.votes, winners, state.places)
    state = _take_seats(state, sure, "elected", needed=needed, voting=counted.voting)
    if equal:
        return _tie(state, equal, state.places, for_seats=True)
    if state.places == 0:
        return state
    if not winners:
        state = _say(state, "inconclusive", needed=needed, voting=counted.voting)
    # Rule 93: where a simple majority is enough and the second ballot is equally divided, lots decide.
    if one and simple and len(state.among) > 1 and not winners:
        leaders = cut(counted.votes, state.among, 1)[1]
        if leaders:
            return _lots(state, leaders, 1, for_seats=True)
    return _next_ballot(state, counted, conclusive=bool(winners))


def _next_ballot(state: _State, counted: Round, *, conclusive: bool) -> _State:
    """Restricted and unrestricted ballots in turn, three inconclusive ones of each."""
    if state.phase == "first":
        return _restrict(replace(state, phase="restricted", inconclusive=0), counted)
    run = state.inconclusive + (0 if conclusive else 1)
    if run < IN_A_ROW:
        state = replace(state, inconclusive=run)
        return _restrict(state, counted) if state.phase == "restricted" else _open(state)
    if state.phase == "restricted":
        return _open(replace(state, inconclusive=0))
    return _restrict(replace(state, phase="restricted", inconclusive=0), counted)


def _restrict(state: _State, counted: Round) -> _State:
    """Restrict the next ballot to the highest of this one, not more than twice the places left."""
    standing = state.among or tuple(name for name, votes in counted.votes.items() if votes > 0)
    names = [name for name in standing if name not in state.gone]
    if not names:
        return _open(state)
    sure, equal = cut(counted.votes, names, 2 * state.places)
    if equal:
        return _tie(replace(state, kept=sure), equal, 2 * state.places - len(sure), for_seats=False)
    return _listed(state, sure)


def _listed(state: _State, names: tuple[str, ...]) -> _State:
    if not names:
        return _open(state)
    state = replace(state, next="restricted", phase="restricted", among=names, contested=0, kept=())
    return _say(state, "restricted", names=names, places=state.places)


def _open(state: _State) -> _State:
    state = replace(state, next="unrestricted", phase="unrestricted", among=(), contested=0, kept=())
    return _say(state, "unrestricted", places=state.places)


def _tie(state: _State, equal: tuple[str, ...], contested: int, *, for_seats: bool) -> _State:
    """Candidates equal for the last places: a special ballot among them alone, as the Assembly does."""
    state = replace(state, next="special", among=equal, contested=contested, for_seats=for_seats)
    return _say(state, "special", names=equal, places=contested)


def _special(state: _State, counted: Round) -> _State:
    sure, equal = cut(counted.votes, state.among, state.contested)
    if equal:
        # Equal again: whoever is sure keeps the place, lots decide the rest.
        left = state.contested - len(sure)
        if state.for_seats:
            state = _take_seats(state, sure, "elected_special")
        else:
            state = replace(state, kept=state.kept + sure)
        return _lots(state, equal, left, for_seats=state.for_seats)
    return _resolve(state, sure, "elected_special")


def _lots(state: _State, equal: tuple[str, ...], contested: int, *, for_seats: bool) -> _State:
    state = replace(state, next="lot", among=equal, contested=contested, for_seats=for_seats)
    return _say(state, "lot", names=equal, places=contested)


def _lot(state: _State, lot: Lot) -> _State:
    if state.next != "lot":
        raise mistake("lot_not_due", round=state.ballots)
    if set(lot.among) != set(state.among) or lot.places != state.contested:
        raise mistake("lot_differs", names=state.among, places=state.contested)
    if not lot.holds:
        raise mistake("lot_false", seed=lot.seed)
    state = _say(state, "drawn", names=lot.drawn, seed=lot.seed)
    return _resolve(state, lot.drawn, "elected_lot")


def _resolve(state: _State, names: tuple[str, ...], how: str) -> _State:
    """End a special ballot or a lot: fill the places, or complete the list of the next ballot."""
    if state.for_seats:
        state = _take_seats(state, names, how)
        return _open(replace(state, inconclusive=0)) if state.places else state
    return _listed(state, tuple(name for name in state.kept + names if name not in state.gone))


def _take_seats(state: _State, names: tuple[str, ...], how: str, **blanks: Any) -> _State:
    if not names:
        return state
    state = replace(
        state,
        places=state.places - len(names),
        gone=state.gone | set(names),
        newly=state.newly + names,
        among=tuple(name for name in state.among if name not in names),
    )
    state = _say(state, how, names=names, **blanks)
    if state.places:
        return state
    state = replace(state, next="complete", among=(), contested=0)
    return _say(state, "complete")


def _withdraw(state: _State, step: Withdrawal) -> _State:
    for name in step.candidates:
        if name in state.gone:
            raise mistake("withdrawn_already", name=name)
    state = replace(state, gone=state.gone | set(step.candidates))
    state = _say(state, "withdrawn", names=step.candidates)
    left = tuple(name for name in state.among if name not in step.candidates)
    if left == state.among:
        return state
    state = replace(state, among=left)
    if state.next in ("special", "lot"):
        return _resolve(state, left, "elected_alone") if len(left) <= state.contested else state
    return _listed(state, left) if left else _open(replace(state, inconclusive=0))


def _may_be_voted(state: _State, counted: Round, eligible: Collection[str] | None) -> None:
    if state.next == "lot":
        raise mistake("lot_due", names=state.among)
    for name, votes in counted.votes.items():
        allowed = name in state.among if state.among else eligible is None or name in eligible
        if votes and (name in state.gone or not allowed):
            raise mistake("not_to_be_voted", name=name, round=state.ballots + 1)


def _say(state: _State, sentence: str, **blanks: Any) -> _State:
    return replace(state, said=(*state.said, text(f"voting.elections.{sentence}", **blanks)))
