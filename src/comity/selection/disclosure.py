"""Who is told what of a round, as the rulebook says, and what telling it would give away."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from comity.bodies.procedure import ToRecord
from comity.record.audience import PUBLIC, audience
from comity.rules.acts import By
from comity.selection import events as e
from comity.selection.exposure import Exposure, exposures
from comity.selection.figures import Extremes, Figures, extremes
from comity.selection.people import is_public, of_conductors, of_council, of_round
from comity.selection.state import Copy, Round, Selection

MARK_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without those that people take for one another."""


def warnings(state: Selection, one: Round, council: tuple[str, ...]) -> tuple[Exposure, ...]:
    """Whose ballots the figures of this round give away; a nominator on the Council surely favoured its own."""
    before = state.rounds.get(one.round - 1)
    known = {
        number: (sum(1 for code in state.candidates[number].nominators if code in council), 0, 0)
        for number in one.candidates
        if number in state.candidates
    }
    return exposures(
        one.figures,
        voters=one.voters,
        permanent=one.permanent,
        coloured=one.coloured,
        before=before.figures if before is not None and before.voters == one.voters else (),
        known=known,
    )


def disclosed(
    state: Selection, one: Round, by: By, council: tuple[str, ...], found: tuple[Exposure, ...]
) -> Iterator[ToRecord]:
    """Every entry by which the result of a round reaches whom it may reach, each for its own audience."""
    rules = state.rules
    # Also where nothing was found: else one closed entry more would tell everybody that the figures expose voters.
    accepted = tuple((each.candidate, each.way.value) for each in found)
    weighed = e.ExposureAccepted(round=one.round, exposures=accepted)
    yield ToRecord(event=weighed, by=by, audience=of_conductors(state, one))
    yield ToRecord(event=e.ResultDisclosed(round=one.round), by=by, audience=of_round(state))
    if is_public(rules):
        published = e.ResultPublished(round=one.round, figures=one.figures)
        yield ToRecord(event=published, by=by, audience=PUBLIC)
    elif rules.assembly_president_told == "fact" and one.opened is not None:
        notified = e.PollNotified(round=one.round, held=one.opened)
        told = of_council(state) | audience(f"presidency:{state.appoints}")
        yield ToRecord(event=notified, by=by, audience=told)
    if rules.private_meeting:
        issued = e.CommuniqueIssued(meeting=meeting_of(one), communique="")
        yield ToRecord(event=issued, by=by, audience=PUBLIC)
    for number, (to, form, candidate) in enumerate(_copies(state, one, council), len(state.copies) + 1):
        copy = e.CopyIssued(copy=number, round=one.round, to=to, form=form, candidate=candidate)
        readers = audience(f"state:{to}") | of_conductors(state, one)
        yield ToRecord(event=copy, by=by, audience=readers)


def meeting_of(one: Round) -> str:
    """How the private meeting of a round is called."""
    return f"round-{one.round}"


def _copies(state: Selection, one: Round, council: tuple[str, ...]) -> Iterator[tuple[str, str, int]]:
    """To whom a confidential copy goes, in which form, about whom."""
    if state.rules.members_told == "table":
        yield from ((member, "table", 0) for member in council)
    form = state.rules.nominator_told
    if form in ("own", "own_and_extremes", "table"):
        for number in one.candidates:
            for nominator in state.candidates[number].nominators:
                yield nominator, form, number


def copy_shows(one: Round, copy: Copy) -> tuple[tuple[Figures, ...], Extremes | None]:
    """What a copy says."""
    if copy.form == "table":
        return one.figures, None
    own = tuple(each for each in one.figures if each.candidate == copy.candidate)
    return own, extremes(one.figures) if copy.form == "own_and_extremes" else None


def mark_of(state: Selection, copy: Copy, person: str, secret: str) -> str:
    """The mark on what one person was shown: nobody who does not know the act's id can make another's."""
    digest = hashlib.sha256("\0".join((state.stream, str(copy.copy), person, secret)).encode()).digest()
    return "".join(MARK_LETTERS[byte % len(MARK_LETTERS)] for byte in digest[:10])
