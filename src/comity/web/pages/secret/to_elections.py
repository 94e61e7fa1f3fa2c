"""Between a secret ballot and the round of an election: the paper becomes a question, its counts become figures."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.urls import reverse

from comity.elections.acts import ELECTRONIC, HandInResult
from comity.elections.rulings import SITUATION
from comity.elections.state import Election, Elections, Round, Status, slate_title, title_of
from comity.rules.guard import first_objection
from comity.rules.words import LANGUAGES, say, text
from comity.secret_votes.state import Ballot, Stage
from comity.web.house import house
from comity.web.pages.reader import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Where the figures of a ballot belong, and the act that hands them over."""

    label: Any
    address: str
    act: HandInResult | None = None
    note: Any = None


def _found(place: str, code: str, one: Reader) -> tuple[Elections, Election, Round] | None:
    """The round that a place such as "unga/3/7" names, where the reader may know of it and it is held so."""
    body, *numbers = place.split("/")
    if body != code or len(numbers) != 2 or not all(n.isdecimal() and len(n) < 10 for n in numbers):
        return None
    state: Elections = house().clerk.seen(f"elections:{code}", one.clearances).state
    election = state.elections.get(int(numbers[0]))
    this = election.round(int(numbers[1])) if election else None
    if election is None or this is None or this.method != ELECTRONIC:
        return None
    return state, election, this


def filled(place: str, code: str, one: Reader) -> dict[str, Any] | None:
    """What the form that calls a ballot begins with: everyone on the paper, up to as many marks as places, or blank."""
    found = _found(place, code, one)
    if found is None or found[2].status is not Status.OPEN:
        return None
    state, election, this = found
    names = [say(state.name_of(election, name), one.language) for name in this.names]
    ballot = text("web.elections.ballot_of", n=this.ballot, list=slate_title(election.slates[this.slate]))
    said = ballot.say(one.language)
    return {
        "title": f"{say(title_of(election), one.language)[:100]} · {said}"[:160],
        "questions": "\n".join((said, *names)),
        "most": str(min(this.places, len(names))),
        "blank": "on",
        "trustees": [],
        "fewest": "2",
        "seen_by": election.seen_by,
    }


def to_a_round(this: Ballot, place: str, code: str, one: Reader, archive: Any) -> Way | None:
    """The way back to the round, with the figures where they can be handed over."""
    found = _found(place, code, one)
    if found is None:
        return None
    state, election, round_of = found
    which = slate_title(election.slates[round_of.slate])
    label = text("web.elections.ballot_of", n=round_of.ballot, list=which)
    address = reverse("election", args=[code, election.election])
    whole = house().clerk.folds.whole(state.stream).state
    about = SimpleNamespace(election=election.election, round=round_of.round)
    guards = SITUATION[HandInResult][1:]
    if this.stage is not Stage.ANNOUNCED or first_objection(guards, whole, about, one.actor, one.now):
        return Way(label=label, address=address)
    if not _fits(this, state, election, round_of):
        return Way(label=label, address=address, note=text("web.secret_votes.other_questions"))
    (result,) = this.results
    blank, *votes = result.counts
    act = HandInResult(
        id="",
        stream=state.stream,
        election=election.election,
        round=round_of.round,
        archive=archive(this),
        papers=result.counted,
        blank=blank,
        votes=tuple((name, n) for name, n in zip(round_of.names, votes, strict=True) if n),
    )
    return Way(label=label, address=address, act=act)


def _fits(this: Ballot, state: Elections, election: Election, round_of: Round) -> bool:
    """Whether the ballot asked what the paper asks: those names in that order, in whichever language."""
    if len(this.questions) != 1 or this.coloured or len(this.results) != 1:
        return False
    (asked,) = this.questions
    right = asked.blank and asked.most == min(round_of.places, len(round_of.names)) and asked.least == 1
    names = [state.name_of(election, name) for name in round_of.names]
    return right and any(
        list(asked.answers) == [say(name, language) for name in names] for language in LANGUAGES
    )
