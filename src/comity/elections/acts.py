"""What may be asked of the elections of a body: the acts by which one is called and held through its rounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from comity.bodies.offices import ALL, MEMBERS, PUBLIC
from comity.rules.acts import Act, ask
from comity.rules.words import Text, text

STATES: Final = "states"
PERSONS: Final = "persons"
PAPER: Final = "paper"
ELECTRONIC: Final = "secret_electronic"
MAJORITIES: Final = ("two_thirds", "simple", "absolute")


def _choices(*names: str) -> tuple[tuple[str, Text], ...]:
    return tuple((name, text(f"elections.choices.{name}")) for name in names)


def _label(name: str) -> Text:
    return text(f"elections.fields.{name}")


def an_election() -> int:
    number: int = ask(_label("election"), kind="number")
    return number


def a_slate() -> int:
    number: int = ask(_label("slate"), kind="number")
    return number


def a_round() -> int:
    number: int = ask(_label("round"), kind="number")
    return number


def a_reason() -> str:
    reason: str = ask(_label("reason"), kind="text", limit=2_000)
    return reason


def some_names(name: str) -> tuple[str, ...]:
    names: tuple[str, ...] = ask(
        _label(name),
        hint=text(f"elections.fields.{name}_hint"),
        kind="choices",
        limit=300,
        optional=True,
        default=(),
    )
    return names


@dataclass(frozen=True, kw_only=True)
class CallElection(Act):
    """An election is called; the lists of its places are added to it."""

    name: ClassVar[str] = "elections.call_election"
    label: ClassVar[Text] = text("elections.acts.call_election")

    title: str = ask(_label("title"), hint=_label("title_hint"), limit=160)
    of: str = ask(_label("of"), kind="choice", options=_choices(STATES, PERSONS), default=STATES)
    elects_to: str = ask(
        _label("elects_to"), hint=_label("elects_to_hint"), kind="choice", optional=True, default=""
    )
    term_since: date | None = ask(_label("term_since"), kind="date", optional=True, default=None)
    term_until: date | None = ask(_label("term_until"), kind="date", optional=True, default=None)
    subsidiary: bool = ask(_label("subsidiary"), hint=_label("subsidiary_hint"), kind="switch", default=False)
    seen_by: str = ask(
        _label("seen_by"), kind="choice", options=_choices(MEMBERS, ALL, PUBLIC), default=PUBLIC
    )


@dataclass(frozen=True, kw_only=True)
class CallCouncilElection(Act):
    """The yearly election of five non-permanent members of the Security Council is called, with its lists."""

    name: ClassVar[str] = "elections.call_council_election"
    label: ClassVar[Text] = text("elections.acts.call_council_election")

    year: int = ask(_label("year"), hint=_label("year_hint"), kind="number")


@dataclass(frozen=True, kw_only=True)
class AddSlate(Act):
    """Places that are filled under the same conditions are added to an election, with who may be voted for."""

    name: ClassVar[str] = "elections.add_slate"
    label: ClassVar[Text] = text("elections.acts.add_slate")

    election: int = an_election()
    title: str = ask(
        _label("slate_title"), hint=_label("slate_title_hint"), limit=160, optional=True, default=""
    )
    seats: int = ask(_label("seats"), kind="number", default=1)
    majority: str = ask(_label("majority"), kind="choice", options=_choices(*MAJORITIES))
    groups: tuple[str, ...] = some_names("groups")
    named: tuple[str, ...] = some_names("named")
    excluded: tuple[str, ...] = some_names("excluded")
    persons: str = ask(
        _label("persons"),
        hint=_label("persons_hint"),
        kind="text",
        limit=8_000,
        optional=True,
        default="",
    )


@dataclass(frozen=True, kw_only=True)
class DeclareCandidate(Act):
    """A member says that it is a candidate, or whom it puts forward; the secretariat may do so for a group."""

    name: ClassVar[str] = "elections.declare_candidate"
    label: ClassVar[Text] = text("elections.acts.declare_candidate")

    election: int = an_election()
    of: str = ask(_label("candidate_of"), kind="choice")
    person: str = ask(_label("person"), limit=160, optional=True, default="")
    group: str = ask(_label("group"), hint=_label("group_hint"), kind="choice", optional=True, default="")
    spent: str = ask(_label("spent"), hint=_label("spent_hint"), limit=40, optional=True, default="")
    currency: str = ask(_label("currency"), limit=40, optional=True, default="")
    donors: str = ask(_label("donors"), kind="text", limit=4_000, optional=True, default="")


@dataclass(frozen=True, kw_only=True)
class WithdrawCandidate(Act):
    """A candidate withdraws between two rounds, for the rest of the election."""

    name: ClassVar[str] = "elections.withdraw_candidate"
    label: ClassVar[Text] = text("elections.acts.withdraw_candidate")

    election: int = an_election()
    candidate: str = ask(_label("candidate"), kind="choice")
    statement: str = ask(_label("statement"), kind="text", limit=4_000, optional=True, default="")


@dataclass(frozen=True, kw_only=True)
class RecordAgreement(Act):
    """What two candidates agreed between them, such as to share a term, is put on the record beside the result."""

    name: ClassVar[str] = "elections.record_agreement"
    label: ClassVar[Text] = text("elections.acts.record_agreement")

    election: int = an_election()
    first: str = ask(_label("first"), kind="choice")
    second: str = ask(_label("second"), kind="choice")
    statement: str = ask(_label("agreement"), hint=_label("agreement_hint"), kind="text", limit=4_000)
    symbol: str = ask(_label("symbol"), limit=60, optional=True, default="")


@dataclass(frozen=True, kw_only=True)
class AskForBallot(Act):
    """A member asks that the ballot be held where it might be dispensed with."""

    name: ClassVar[str] = "elections.ask_for_ballot"
    label: ClassVar[Text] = text("elections.acts.ask_for_ballot")

    election: int = an_election()
    slate: int = a_slate()
    of: str = ask(_label("asking"), kind="choice")


@dataclass(frozen=True, kw_only=True)
class DispenseWithBallot(Act):
    """The presidency declares the candidates elected without a ballot, for a subsidiary organ."""

    name: ClassVar[str] = "elections.dispense_with_ballot"
    label: ClassVar[Text] = text("elections.acts.dispense_with_ballot")

    election: int = an_election()
    slate: int = a_slate()


@dataclass(frozen=True, kw_only=True)
class OpenRound(Act):
    """The presidency opens the next ballot for one list or several."""

    name: ClassVar[str] = "elections.open_round"
    label: ClassVar[Text] = text("elections.acts.open_round")

    election: int = an_election()
    slates: tuple[int, ...] = ask(_label("slates"), kind="choices", limit=40)
    method: str = ask(_label("method"), kind="choice", options=_choices(PAPER, ELECTRONIC), default=PAPER)


@dataclass(frozen=True, kw_only=True)
class IssuePapers(Act):
    """So many ballot papers are handed out."""

    name: ClassVar[str] = "elections.issue_papers"
    label: ClassVar[Text] = text("elections.acts.issue_papers")

    election: int = an_election()
    round: int = a_round()
    papers: int = ask(_label("papers"), kind="number")


@dataclass(frozen=True, kw_only=True)
class CloseRound(Act):
    """No more papers are taken; the tellers count."""

    name: ClassVar[str] = "elections.close_round"
    label: ClassVar[Text] = text("elections.acts.close_round")

    election: int = an_election()
    round: int = a_round()


@dataclass(frozen=True, kw_only=True)
class EnterCount(Act):
    """A teller enters what that teller has counted, without seeing the other's figures."""

    name: ClassVar[str] = "elections.enter_count"
    label: ClassVar[Text] = text("elections.acts.enter_count")

    election: int = an_election()
    round: int = a_round()
    returned: int = ask(_label("returned"), kind="number")
    invalid: int = ask(_label("invalid"), kind="number", default=0)
    blank: int = ask(_label("blank"), kind="number", default=0)
    votes: str = ask(
        _label("votes"), hint=_label("votes_hint"), kind="text", limit=20_000, optional=True, default=""
    )


@dataclass(frozen=True, kw_only=True)
class HandInResult(Act):
    """What the secret ballot held for a round came to, with the hash of its archive; nobody types it."""

    name: ClassVar[str] = "elections.hand_in_result"
    label: ClassVar[Text] = text("elections.acts.hand_in_result")
    by_door: ClassVar[bool] = True

    election: int
    round: int
    archive: str
    papers: int
    blank: int
    votes: tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class AnnounceRound(Act):
    """The presidency announces what a round came to; who is elected and what comes next follow from it."""

    name: ClassVar[str] = "elections.announce_round"
    label: ClassVar[Text] = text("elections.acts.announce_round")

    election: int = an_election()
    round: int = a_round()


@dataclass(frozen=True, kw_only=True)
class AbandonRound(Act):
    """A round that went wrong is given up before its close, for a reason; the same ballot can be opened again."""

    name: ClassVar[str] = "elections.abandon_round"
    label: ClassVar[Text] = text("elections.acts.abandon_round")

    election: int = an_election()
    round: int = a_round()
    reason: str = a_reason()


@dataclass(frozen=True, kw_only=True)
class PrepareLot(Act):
    """A seed is fixed by its fingerprint before lots are drawn."""

    name: ClassVar[str] = "elections.prepare_lot"
    label: ClassVar[Text] = text("elections.acts.prepare_lot")

    election: int = an_election()
    slate: int = a_slate()
    fingerprint: str = ask(_label("fingerprint"), hint=_label("fingerprint_hint"), limit=64)


@dataclass(frozen=True, kw_only=True)
class DrawLot(Act):
    """The seed is shown, and with it the presidency draws lots."""

    name: ClassVar[str] = "elections.draw_lot"
    label: ClassVar[Text] = text("elections.acts.draw_lot")

    election: int = an_election()
    slate: int = a_slate()
    seed: str = ask(_label("seed"), hint=_label("seed_hint"), limit=200)


@dataclass(frozen=True, kw_only=True)
class PostponeElection(Act):
    """Further rounds are put off, for a reason; the next one that is opened takes the election up again."""

    name: ClassVar[str] = "elections.postpone_election"
    label: ClassVar[Text] = text("elections.acts.postpone_election")

    election: int = an_election()
    until: date | None = ask(_label("until"), kind="date", optional=True, default=None)
    reason: str = a_reason()


@dataclass(frozen=True, kw_only=True)
class CancelElection(Act):
    """An election of which nothing was announced yet is called off, for a reason."""

    name: ClassVar[str] = "elections.cancel_election"
    label: ClassVar[Text] = text("elections.acts.cancel_election")

    election: int = an_election()
    reason: str = a_reason()


ACTS: Final[tuple[type[Act], ...]] = (
    CallCouncilElection,
    CallElection,
    AddSlate,
    DeclareCandidate,
    WithdrawCandidate,
    RecordAgreement,
    AskForBallot,
    DispenseWithBallot,
    OpenRound,
    IssuePapers,
    CloseRound,
    EnterCount,
    HandInResult,
    AnnounceRound,
    AbandonRound,
    PrepareLot,
    DrawLot,
    PostponeElection,
    CancelElection,
)
