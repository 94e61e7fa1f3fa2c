"""What rulebooks do to preferences: many simulated selections under each, with stated models and a printed seed.

How a simulated selection goes. Each member holds a number between 0 and 1 for each candidate: at `FAVOUR` or more its
ballot is in favour, below `OPPOSE` against, else neither. After a round, members who were told the figures lean a
little towards whoever had support (`MOMENTUM`), and with every round all of them grow a little readier to agree
(`PATIENCE`); members with a veto do so less (`FIRMNESS`). When the leader has the votes that a recommendation needs,
the recommendation is put: it fails when a member with a veto is against, and then that candidate is not put again
while that member stays against. Shortlist rules apply after each round; equal candidates are parted by votes against
and then by lot. No recommendation in `LONGEST` rounds is a deadlock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from comity.rules.words import text
from comity.selection.history import polls
from comity.selection.rulebook import Rules, rules

Array = Any
"""An array of numpy, which is only imported when the laboratory is used."""

FAVOUR: Final = 0.60
OPPOSE: Final = 0.45
MOMENTUM: Final = 0.03
PATIENCE: Final = 0.005
FIRMNESS: Final = 0.3
LONGEST: Final = 16
AT_ONCE: Final = 4_000
"""Selections reckoned together, so that they stay near the processor."""


class NumpyMissing(ImportError):
    """The laboratory was asked for and numpy is not installed."""

    def __init__(self) -> None:
        self.reason = text("selection.laboratory.needs_numpy")
        super().__init__(self.reason.say("en"))


def _numpy() -> Any:
    try:
        import numpy
    except ImportError:
        raise NumpyMissing from None
    return numpy


def numpy_version() -> str:
    """Its generators may change from version to version, and the figures with them."""
    return str(_numpy().__version__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """What came of many simulated selections under one rulebook; every share is between 0 and 1."""

    rulebook: str
    model: str
    seed: int
    simulations: int
    candidates: int
    members: int
    permanent: int
    rounds: tuple[int, ...]
    """How many selections ended after 1, 2, ... rounds."""
    mean_rounds: float
    """Over those that ended."""
    deadlocks: float
    vetoed_favourites: float
    """The leader of the first round had the votes, and a veto kept them out of office."""
    most_preferred_wins: float
    """The winner beats every other candidate in pairs (where there is one who does: `has_most_preferred`)."""
    has_most_preferred: float
    exposed: float
    """Some figures of some round gave ballots away: unanimity, or all ballots but one alike."""
    one_moved: float
    """Some candidate's figures differed by one ballot from one round to the next."""


Model = Callable[[Any, int, int, int, int], Any]
"""(generator, selections, members, permanent, candidates) -> liking by selection, member and candidate."""


def _impartial(chance: Any, n: int, members: int, permanent: int, candidates: int) -> Any:
    return chance.random((n, members, candidates), dtype="float32")


def _quality(chance: Any, n: int, members: int, permanent: int, candidates: int) -> Any:
    quality = chance.random((n, 1, candidates), dtype="float32")
    own = chance.random((n, members, candidates), dtype="float32")
    return 0.4 * quality + 0.6 * own


def _spatial(chance: Any, n: int, members: int, permanent: int, candidates: int) -> Any:
    np = _numpy()
    seats = chance.random((n, members, 1, 2), dtype="float32")
    seats[:, :permanent] = np.where(
        seats[:, :permanent] < 0.5, seats[:, :permanent] / 2, seats[:, :permanent] / 2 + 0.5
    )
    places = chance.random((n, 1, candidates, 2), dtype="float32")
    away = np.sqrt(((seats - places) ** 2).sum(axis=3))
    return 1 - away * np.float32(0.9)


def _historical(chance: Any, n: int, members: int, permanent: int, candidates: int) -> Any:
    """Each ballot of a candidate as likely as in the first poll of 2016; so many candidates as stood then."""
    np = _numpy()
    figures = polls(2016).rounds[0].figures
    total = figures[0].total
    against = np.array([one.against for one in figures], dtype="float32") / total
    neutral = np.array([one.neutral for one in figures], dtype="float32") / total
    drawn = chance.random((n, members, len(figures)), dtype="float32")
    within = chance.random((n, members, len(figures)), dtype="float32")
    low = within * np.float32(OPPOSE)
    middle = np.float32(OPPOSE) + within * np.float32(FAVOUR - OPPOSE - 0.001)
    high = np.float32(FAVOUR) + within * np.float32(1 - FAVOUR)
    return np.where(drawn < against, low, np.where(drawn < against + neutral, middle, high))


MODELS: Final[dict[str, Model]] = {
    "impartial": _impartial,
    "quality": _quality,
    "spatial": _spatial,
    "historical": _historical,
}


@dataclass(slots=True)
class _Sums:
    rounds: Any
    vetoed: int = 0
    preferred: int = 0
    has_preferred: int = 0
    exposed: int = 0
    moved: int = 0


def study(
    rulebook: str,
    model: str,
    *,
    simulations: int = 100_000,
    seed: int = 2016,
    candidates: int = 10,
    members: int = 15,
    permanent: int = 5,
    after_each: Callable[[int], None] = lambda done: None,
) -> Study:
    """Simulate that many selections under a rulebook; the same arguments give the same figures.

    After each batch `after_each` is told how many are done; what it raises ends the study.
    """
    np = _numpy()
    if model == "historical":
        candidates = len(polls(2016).rounds[0].figures)
    book, chance = rules(rulebook), np.random.default_rng(seed)
    sums = _Sums(rounds=np.zeros(LONGEST, dtype=np.int64))
    left = simulations
    while left:
        now = min(left, AT_ONCE)
        liking = MODELS[model](chance, now, members, permanent, candidates).astype("float32")
        _simulate(book, liking, permanent, chance, sums)
        left -= now
        after_each(simulations - left)
    ended = int(sums.rounds.sum())
    rounds = tuple(int(n) for n in sums.rounds)
    whole = sum(place * n for place, n in enumerate(rounds, start=1))
    return Study(
        rulebook=rulebook,
        model=model,
        seed=seed,
        simulations=simulations,
        candidates=candidates,
        members=members,
        permanent=permanent,
        rounds=rounds,
        mean_rounds=whole / ended if ended else 0.0,
        deadlocks=(simulations - ended) / simulations,
        vetoed_favourites=sums.vetoed / simulations,
        most_preferred_wins=sums.preferred / sums.has_preferred if sums.has_preferred else 0.0,
        has_most_preferred=sums.has_preferred / simulations,
        exposed=sums.exposed / simulations,
        one_moved=sums.moved / simulations,
    )


def _simulate(book: Rules, liking: Array, permanent: int, chance: Any, sums: _Sums) -> None:
    """Take a batch of selections through their rounds; those that end leave the batch."""
    np = _numpy()
    n, members, candidates = liking.shape
    rule = book.decision_rule("recommendation_rule")
    needed = rule.threshold.needed(voting=members, present=members, members=members)
    vetoes = permanent if rule.veto else 0
    preferred = _most_preferred(liking)
    sums.has_preferred += int((preferred >= 0).sum())
    running = np.ones((n, candidates), dtype=bool)
    index = np.arange(n)
    first_leader = np.full(n, -1)
    winner = np.full(n, -1)
    exposed, moved = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
    blocked_first = np.zeros(n, dtype=bool)
    before: Any = None
    pace = np.ones((1, members, 1), dtype="float32")
    pace[:, :vetoes] = FIRMNESS
    for number in range(LONGEST):
        favour, oppose = liking >= FAVOUR, liking < OPPOSE
        yes, no = favour.sum(axis=1), oppose.sum(axis=1)
        other = members - yes - no
        _note_exposure(yes, no, other, running, members, index, exposed)
        if before is not None:
            changed = (np.abs(yes - before[0]) + np.abs(no - before[1]) + np.abs(other - before[2])) == 2
            moved[index] |= (changed & running).any(axis=1)
        score = np.where(running, yes * 1000 - no * 10 + chance.random(yes.shape), -1e9)
        vetoed = oppose[:, :vetoes].any(axis=1)
        leader = score.argmax(axis=1)
        rows = np.arange(len(index))
        if number == 0:
            first_leader[index] = leader
            blocked_first[index] = (yes[rows, leader] >= needed) & vetoed[rows, leader]
        # Who failed is not put again while the veto stands: the next with the votes is.
        can = running & (yes >= needed) & ~vetoed
        leads = np.where(running & ~((yes >= needed) & vetoed), score, -1e9).argmax(axis=1)
        ends = can[rows, leads]
        winner[index[ends]] = leads[ends]
        sums.rounds[number] += int(ends.sum())
        if ends.all():
            break
        stay = ~ends
        running = _shortlisted(book, yes, no, running, chance)[stay]
        liking, index = liking[stay], index[stay]
        before = (yes[stay], no[stay], other[stay])
        leaning = np.full(before[0].shape, PATIENCE, dtype="float32")
        if book.members_told != "nothing":
            leaning += (MOMENTUM * before[0] / members).astype("float32")
        liking = liking + leaning[:, None, :] * pace
    sums.vetoed += int((blocked_first & (winner != first_leader)).sum())
    sums.preferred += int(((winner == preferred) & (preferred >= 0)).sum())
    sums.exposed += int(exposed.sum())
    sums.moved += int(moved.sum())


def _note_exposure(
    yes: Array, no: Array, other: Array, running: Array, members: int, index: Array, exposed: Array
) -> None:
    """Unanimity, or all ballots alike but one (as in `selection.exposure`)."""
    np = _numpy()
    most = np.maximum(np.maximum(yes, no), other)
    exposed[index] |= ((most >= members - 1) & running).any(axis=1)


def _shortlisted(book: Rules, yes: Array, no: Array, running: Array, chance: Any) -> Array:
    """Who goes on after a round, in every selection of the batch; nobody drops out where all would."""
    np = _numpy()
    if not book.shortlists:
        return running
    on = running.copy()
    if book.minimum_support:
        on &= yes >= book.minimum_support
    if book.maximum_opposition:
        on &= no < book.maximum_opposition
    count = running.sum(axis=1)
    rank_by = np.where(on, yes * 1000 - no * 10 + chance.random(yes.shape), -1e9)
    rank = (-rank_by).argsort(axis=1).argsort(axis=1)
    keep = np.full(len(count), yes.shape[1])
    if book.eliminated_per_round:
        low = np.where(count > book.eliminated_while_more_than, book.eliminated_per_round, 0)
        keep = np.minimum(keep, count - low)
    if book.most_that_go_on:
        keep = np.minimum(keep, book.most_that_go_on)
    on &= rank < keep[:, None]
    return np.where(on.any(axis=1)[:, None], on, running)


def _most_preferred(liking: Array) -> Array:
    """By selection the candidate who beats every other in pairs, or -1 where none does."""
    np = _numpy()
    n, members, candidates = liking.shape
    wins = np.zeros((n, candidates), dtype=np.int64)
    for one in range(candidates):
        for other in range(one + 1, candidates):
            ahead = (liking[:, :, one] > liking[:, :, other]).sum(axis=1)
            wins[:, one] += ahead * 2 > members
            wins[:, other] += ahead * 2 < members
    best = wins.argmax(axis=1)
    return np.where(wins[np.arange(n), best] == candidates - 1, best, -1)
