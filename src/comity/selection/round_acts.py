"""What may be asked in the rounds of a selection, and after them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from comity.rules.acts import Act, ask
from comity.rules.words import Text, text
from comity.selection.fields import (
    _METHODS,
    _NEXT,
    ACCLAMATION,
    BY_BALLOT,
    VOTE,
    _candidate,
    _label,
    _one_of,
    _round,
)
from comity.selection.figures import Figures


@dataclass(frozen=True, kw_only=True)
class DecideColours(Act):
    """Whether the ballots of the next round bear colours: a procedural vote of the members, or none was needed."""

    name: ClassVar[str] = "selection.decide_colours"
    label: ClassVar[Text] = text("selection.acts.decide_colours")

    in_favour: tuple[str, ...] = ask(_label("in_favour_members"), kind="choices", optional=True, default=())
    against: tuple[str, ...] = ask(_label("against_members"), kind="choices", optional=True, default=())
    abstaining: tuple[str, ...] = ask(_label("abstaining_members"), kind="choices", optional=True, default=())


@dataclass(frozen=True, kw_only=True)
class OpenRound(Act):
    name: ClassVar[str] = "selection.open_round"
    label: ClassVar[Text] = text("selection.acts.open_round")

    method: str = ask(_label("method"), kind="choice", options=_METHODS)
    coloured: bool = ask(_label("coloured"), kind="switch", default=False)


@dataclass(frozen=True, kw_only=True)
class AppointTellers(Act):
    name: ClassVar[str] = "selection.appoint_tellers"
    label: ClassVar[Text] = text("selection.acts.appoint_tellers")

    round: int = _round()
    first: str = ask(_label("first_teller"), kind="choice")
    second: str = ask(_label("second_teller"), kind="choice")


@dataclass(frozen=True, kw_only=True)
class EnterCount(Act):
    """A teller enters what the papers of one candidate say; the other teller does the same, unseen."""

    name: ClassVar[str] = "selection.enter_count"
    label: ClassVar[Text] = text("selection.acts.enter_count")

    round: int = _round()
    candidate: int = _candidate()
    of: str = ask(_label("of"), kind="choice")
    in_favour: int = ask(_label("in_favour"), kind="number")
    against: int = ask(_label("against"), kind="number")
    neutral: int = ask(_label("neutral"), kind="number")
    in_favour_permanent: int | None = ask(
        _label("in_favour_permanent"), kind="number", optional=True, default=None
    )
    against_permanent: int | None = ask(
        _label("against_permanent"), kind="number", optional=True, default=None
    )
    neutral_permanent: int | None = ask(
        _label("neutral_permanent"), kind="number", optional=True, default=None
    )


@dataclass(frozen=True, kw_only=True)
class HandInResult(Act):
    """The secretariat hands in what an electronic secret ballot came to, with the hash of its archive.

    The figures come from the ballot itself, through the house's own door; nobody types them.
    """

    name: ClassVar[str] = "selection.hand_in_result"
    label: ClassVar[Text] = text("selection.acts.hand_in_result")
    by_door: ClassVar[bool] = True

    round: int = _round()
    archive: str = ask(_label("archive_hash"), limit=64)
    figures: tuple[Figures, ...] = ask(_label("figures"), kind="choices")


@dataclass(frozen=True, kw_only=True)
class CloseRound(Act):
    name: ClassVar[str] = "selection.close_round"
    label: ClassVar[Text] = text("selection.acts.close_round")

    round: int = _round()


@dataclass(frozen=True, kw_only=True)
class Disclose(Act):
    """The result goes to whom the rulebook names, in that form, after the warning of what it exposes."""

    name: ClassVar[str] = "selection.disclose"
    label: ClassVar[Text] = text("selection.acts.disclose")

    round: int = _round()
    warned: bool = ask(_label("warned"), hint=_label("warned_hint"), kind="switch", default=False)


@dataclass(frozen=True, kw_only=True)
class ReadCopy(Act):
    """A recipient opens a confidential copy; the copy is made for that reader and bears a mark of its own."""

    name: ClassVar[str] = "selection.read_copy"
    label: ClassVar[Text] = text("selection.acts.read_copy")

    confidential_copy: int = ask(_label("copy"), kind="number")


@dataclass(frozen=True, kw_only=True)
class ReportLeak(Act):
    """A confidential result is found where it should not be; a mark on it says whose copy it was."""

    name: ClassVar[str] = "selection.report_leak"
    label: ClassVar[Text] = text("selection.acts.report_leak")

    round: int = _round()
    where: str = ask(_label("where"), limit=300)
    mark: str = ask(_label("mark"), limit=40, optional=True, default="")


@dataclass(frozen=True, kw_only=True)
class ApplyShortlist(Act):
    """Those who drop out by the figures of a round are named; lots are drawn where the rulebook says so."""

    name: ClassVar[str] = "selection.apply_shortlist"
    label: ClassVar[Text] = text("selection.acts.apply_shortlist")

    round: int = _round()
    seed: str = ask(_label("seed"), hint=_label("seed_hint"), limit=200, optional=True, default="")


@dataclass(frozen=True, kw_only=True)
class ExpressView(Act):
    """After a round a member says whether to vote again or to proceed."""

    name: ClassVar[str] = "selection.express_view"
    label: ClassVar[Text] = text("selection.acts.express_view")

    of: str = ask(_label("of"), kind="choice")
    wish: str = ask(_label("wish"), kind="choice", options=_NEXT)
    view: str = ask(_label("view"), kind="text", limit=4_000, optional=True, default="")


@dataclass(frozen=True, kw_only=True)
class DecideNext(Act):
    """The President decides, after hearing the members."""

    name: ClassVar[str] = "selection.decide_next"
    label: ClassVar[Text] = text("selection.acts.decide_next")

    decision: str = ask(_label("decision"), kind="choice", options=_NEXT)


@dataclass(frozen=True, kw_only=True)
class Recommend(Act):
    """The recommendation is put to the decision of a private meeting."""

    name: ClassVar[str] = "selection.recommend"
    label: ClassVar[Text] = text("selection.acts.recommend")

    candidate: int = _candidate()
    method: str = ask(_label("method"), kind="choice", options=_one_of("decision", ACCLAMATION, VOTE))
    in_private: bool = ask(_label("in_private"), kind="switch", default=True)
    resolution: str = ask(_label("resolution"), limit=60)
    in_favour: tuple[str, ...] = ask(_label("in_favour_members"), kind="choices", optional=True, default=())
    against: tuple[str, ...] = ask(_label("against_members"), kind="choices", optional=True, default=())
    abstaining: tuple[str, ...] = ask(_label("abstaining_members"), kind="choices", optional=True, default=())


@dataclass(frozen=True, kw_only=True)
class IssueCommunique(Act):
    """What is made public of a private meeting."""

    name: ClassVar[str] = "selection.issue_communique"
    label: ClassVar[Text] = text("selection.acts.issue_communique")

    meeting: str = ask(_label("meeting"), kind="choice", limit=40)
    communique: str = ask(_label("communique"), kind="text", limit=5_000)


@dataclass(frozen=True, kw_only=True)
class Appoint(Act):
    """The appointing body acts upon the recommendation."""

    name: ClassVar[str] = "selection.appoint"
    label: ClassVar[Text] = text("selection.acts.appoint")

    method: str = ask(_label("method"), kind="choice", options=_one_of("decision", ACCLAMATION, BY_BALLOT))
    resolution: str = ask(_label("resolution"), limit=60)
    ballot_asked_by: tuple[str, ...] = ask(
        _label("ballot_asked_by"), kind="choices", optional=True, default=()
    )
    in_favour: int = ask(_label("in_favour"), kind="number", optional=True, default=0)
    against: int = ask(_label("against"), kind="number", optional=True, default=0)
    abstaining: int = ask(_label("abstaining"), kind="number", optional=True, default=0)
    term_since: date = ask(_label("term_since"), kind="date")
    term_until: date = ask(_label("term_until"), kind="date")


@dataclass(frozen=True, kw_only=True)
class TakeOath(Act):
    name: ClassVar[str] = "selection.take_oath"
    label: ClassVar[Text] = text("selection.acts.take_oath")

    oath: str = ask(_label("oath"), kind="text", limit=2_000, optional=True, default="")


@dataclass(frozen=True, kw_only=True)
class NoteLate(Act):
    """The clerk notes that a deadline has passed."""

    name: ClassVar[str] = "selection.note_late"
    label: ClassVar[Text] = text("selection.acts.note_late")
    by_clock: ClassVar[bool] = True

    deadline: str = ask(_label("deadline"), limit=80)
