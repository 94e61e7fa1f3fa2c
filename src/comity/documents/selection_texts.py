"""What stands in each document of a selection: sentences and figures, taken from what the reader's view holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, Final

from comity.bodies.symbols import SymbolError, parse
from comity.documents.document import Block, Facts, Heading, Paragraph, Quoted, Table, Typed
from comity.documents.wording import day, nth_round, organ, post, president
from comity.record.attachment import Attachment
from comity.rules.citation import charter, council
from comity.rules.words import Text, text
from comity.selection import events as e
from comity.selection.figures import Figures
from comity.selection.state import Candidate, Copy, Letter, Selection, Standing

NOTHING: Final = " \n—"
"""A dash stands where a text is not on the record."""


def writers(letter: Letter) -> str:
    """Whether one writes, or two."""
    return "one" if len(letter.signatories) == 1 else "two"


def in_order(state: Selection, letter: Letter) -> tuple[str, ...]:
    """Who writes: the appointing body first, as in double symbols."""
    codes = dict.fromkeys((state.appoints, state.recommends))
    return tuple(code for code in codes if code in letter.signatories)


def honour(letter: Letter) -> Text:
    return text(f"documents.letters.honour_{writers(letter)}")


def post_of(state: Selection) -> Text:
    return post(state.rulebook, "of")


def post_at(state: Selection) -> Text:
    return post(state.rulebook, "at")


def says(name: str, **blanks: Any) -> Paragraph:
    return Paragraph(words=text(f"documents.letters.{name}", **blanks))


def named(name: str) -> Text:
    return text(f"documents.paper.{name}")


def states(state: Selection, codes: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(state.council.name_of(code) for code in codes)


def resolution(written: str) -> Any:
    """As resolutions are cited; what somebody typed otherwise stays as it is."""
    try:
        return str(parse(written))
    except SymbolError:
        return Typed(written)


def _typed(heading: str, words: str) -> tuple[Block, ...]:
    """What somebody typed, under its heading; nothing where nothing was."""
    return (Heading(words=named(heading)), Quoted(words=words)) if words.strip(NOTHING) else ()


def opening(state: Selection, letter: Letter) -> tuple[Block, ...]:
    return tuple(_opening(state, letter))


def _opening(state: Selection, letter: Letter) -> Iterator[Block]:
    rules = state.rules
    first, second = organ(state.council, "of"), organ(state.assembly, "of")
    yield says("opening_begin", honour=honour(letter), post_of=post_of(state), since=state.term_since)
    basis = tuple(dict.fromkeys((charter(97), rules.cite("letter_opens")))) if _is_of_un(state) else ()
    if basis:
        yield says("opening_basis", basis=basis)
    presidents = tuple(president(state.bodies[code]) for code in in_order(state, letter))
    yield says("opening_present", presidents=presidents)
    documents = tuple(text(f"selection.documents.{one}") for one in rules.documents if one != "letter")
    if documents:
        yield says("opening_with", documents=documents)
    match rules.second_candidate:
        case "withdraw_first":
            yield says("opening_one_each")
        case "first_eliminated":
            yield says("opening_replaces")
    yield says("opening_list")
    if _is_of_un(state):
        yield says("opening_women")
    if rules.dialogue_parts:
        span = timedelta(minutes=rules.dialogue_minutes)
        yield says("opening_dialogue", span=span, first_of=first, second_of=second)
    if rules.eligibility:
        hearings = tuple(text(f"selection.choices.{one}_hearing") for one in rules.eligibility)
        yield says("opening_eligible", hearings=hearings)
    if rules.first_round_by:
        yield says("opening_by", first_of=first, by=_first_round_by(state))
    yield says("opening_late" if rules.late_nominations else "opening_not_late")


def _is_of_un(state: Selection) -> bool:
    return state.rulebook.startswith("unsg-")


def _first_round_by(state: Selection) -> date:
    return date.fromisoformat(f"{state.last_year}-{state.rules.first_round_by}")


def adopted_rules(state: Selection, letter: Letter) -> tuple[Block, ...]:
    on = day(state.council, state.adopted) if state.adopted else text("documents.letters.no_date")
    first = organ(state.council, "of")
    return (
        says("rules_adopted", honour=honour(letter), first_of=first, date=on, post_of=post_of(state)),
        says("rules_under", title=state.rules.title, about=state.rules.about),
        *_typed("principles", state.principles),
        says("rules_locked"),
    )


def nomination(state: Selection, letter: Letter) -> tuple[Block, ...]:
    candidate = state.candidates.get(letter.about)
    begin = says("nomination", honour=honour(letter), post_at=post_at(state))
    if candidate is None:
        return (begin,)
    facts = Facts(
        rows=(
            (named("candidate"), Typed(candidate.full_name)),
            (named("presented_by"), states(state, candidate.nominators)),
            (named("received"), day(state.council, candidate.nominated)),
        )
    )
    lines = tuple(
        (text("documents.paper.annex", n=n), named(f"annex_{name}"))
        for n, (name, _) in enumerate(_annexes(candidate), 1)
    )
    return (begin, facts, *((Heading(words=named("annexes")), Facts(rows=lines)) if lines else ()))


def annexes_of_nomination(state: Selection, letter: Letter) -> tuple[Block, ...]:
    candidate = state.candidates.get(letter.about)
    if candidate is None:
        return ()
    return tuple(b for n, annex in enumerate(_annexes(candidate), 1) for b in _annex(n, *annex))


def files_annexed(state: Selection, letter: Letter) -> Iterator[tuple[Text, tuple[Attachment, ...]]]:
    """The annexes that are files, under the numbers that they bear in the letter."""
    candidate = state.candidates.get(letter.about) if letter.kind == "nomination" else None
    for n, (name, what) in enumerate(_annexes(candidate) if candidate else (), 1):
        if not isinstance(what, str):
            yield _annex_line(n, name), what


def _annexes(candidate: Candidate) -> Iterator[tuple[str, str | tuple[Attachment, ...]]]:
    for name in ("letter", "curriculum_vitae", "vision_statement", "funding"):
        what: str | tuple[Attachment, ...] = getattr(candidate, name)
        if what and not (isinstance(what, str) and not what.strip(NOTHING)):
            yield name, what


def _annex(n: int, name: str, what: str | tuple[Attachment, ...]) -> Iterator[Block]:
    yield Heading(words=_annex_line(n, name), new_page=n == 1 or isinstance(what, str))
    if isinstance(what, str):
        yield Quoted(words=what)
    else:
        yield Facts(
            rows=tuple(
                (Typed(file.name), text("documents.paper.annex_file", digest=file.sha256[:16]))
                for file in what
            )
        )


def _annex_line(n: int, name: str) -> Text:
    return text("documents.paper.annex_line", n=n, what=named(f"annex_{name}"))


def withdrawal(state: Selection, letter: Letter) -> tuple[Block, ...]:
    """By the candidate, by the State, by replacement; or a State that no longer presents a candidate who stays."""
    candidate = state.candidates.get(letter.about)
    if candidate is None:
        return (says("withdrawal_unnamed", honour=honour(letter), post_at=post_at(state)),)
    kind, of = _way_out(candidate)
    rows: list[tuple[Any, Any]] = [(named("candidate"), Typed(candidate.full_name))]
    if of:
        rows.append((named("by_state"), states(state, (of,))))
    if kind == "replaced" and (new := _instead(state, candidate)) is not None:
        rows.append((named("new_candidate"), Typed(new.full_name)))
    if candidate.ended:
        rows.append((named("ended"), day(state.council, candidate.ended)))
    return (
        says(f"withdrawal_{kind}", honour=honour(letter), post_of=post_of(state), post_at=post_at(state)),
        Facts(rows=tuple(rows)),
        *_typed("notice", candidate.notice),
    )


def _way_out(candidate: Candidate) -> tuple[str, str]:
    """How the candidature ended, and which State did it."""
    if candidate.standing is Standing.REPLACED:
        return "replaced", candidate.ended_by
    if candidate.standing is Standing.WITHDRAWN:
        return ("state", candidate.ended_by) if candidate.ended_by else ("candidate", "")
    return "left", candidate.left[-1] if candidate.left else ""


def _instead(state: Selection, gone: Candidate) -> Candidate | None:
    """The candidate whom the State named in the place of the first, once that name is public."""
    after = (one for one in state.candidates.values() if one.candidate > gone.candidate and one.listed)
    return next(
        (one for one in after if one.nominated == gone.ended and gone.ended_by in one.nominators), None
    )


def poll_held(state: Selection, letter: Letter) -> tuple[Block, ...]:
    """The fact, and no figure."""
    one = state.rounds.get(letter.about)
    blanks = {
        "honour": honour(letter),
        "first_of": organ(state.council, "of"),
        "nth": nth_round(letter.about),
        "post_at": post_at(state),
    }
    held = (one.opened or one.notified) if one is not None else None
    if held is None:
        return (says("poll_held_undated", **blanks),)
    return (says("poll_held", date=day(state.council, held), **blanks),)


def recommendation(state: Selection, letter: Letter) -> tuple[Block, ...]:
    chosen, at = state.recommended, state.recommended_at
    candidate = state.candidates.get(letter.about)
    if chosen is None or at is None or candidate is None:
        return ()
    begin = says(
        "recommendation",
        honour=honour(letter),
        post_of=post_of(state),
        first_of=organ(state.council, "of"),
        manner=text(f"documents.letters.manner_{chosen.method}"),
        date=day(state.council, at),
        resolution=resolution(chosen.resolution),
    )
    rows = ((named("recommended"), Typed(candidate.full_name)), (named("term_begins"), state.term_since))
    return begin, Facts(rows=rows), says("recommendation_convey", to_of=organ(state.assembly, "of"))


def communique(state: Selection, meeting: str) -> tuple[Block, ...]:
    return tuple(_communique(state, meeting))


def _communique(state: Selection, meeting: str) -> Iterator[Block]:
    first = organ(state.council, "of")
    if state.council.code == "unsc":
        yield says("communique_rule", rule=council(55))
    else:
        yield says("communique_plain")
    kind, _, number = meeting.partition("-")
    if kind == "round":
        yield says("communique_round", first_of=first, nth=nth_round(int(number)), post_at=post_at(state))
    else:
        yield says("communique_recommendation", first_of=first, post_of=post_of(state))
        if state.recommended is not None and state.meetings[meeting] == state.recommended_at:
            manner = text(f"documents.letters.manner_{state.recommended.method}")
            adopted = resolution(state.recommended.resolution)
            yield says("communique_adopted", manner=manner, resolution=adopted)
    if state.communiques[meeting].strip(NOTHING):
        yield Quoted(words=state.communiques[meeting])
    one = state.rounds.get(int(number)) if kind == "round" else None
    if one is not None and one.published:
        yield _results(state, one.figures)


def _results(state: Selection, figures: tuple[Figures, ...]) -> Table:
    """Candidate by candidate, in the words of the rulebook; of permanent members where the ballots bore a colour."""
    options = tuple(named(option) for option in state.rules.options)
    coloured = any(one.against_permanent is not None for one in figures)
    rows = []
    for one in figures:
        candidate = state.candidates.get(one.candidate)
        name: Any = Typed(candidate.full_name) if candidate else str(one.candidate)
        permanent = (
            [] if not coloured else ["" if one.against_permanent is None else str(one.against_permanent)]
        )
        rows.append((name, *map(str, one.counts), *permanent))
    return Table(
        caption=named("round_result"),
        head=(named("candidate"), *options, *([named("permanent_against")] if coloured else [])),
        rows=tuple(rows),
    )


def copy_title(state: Selection, copy: Copy) -> Text:
    to = state.council.name_of(copy.to)
    return text("documents.letters.copy_own_title", nth=nth_round(copy.round), recipient=to)


def confidential_copy(state: Selection, copy: Copy, shown: e.CopyRead, at: datetime) -> tuple[Block, ...]:
    return tuple(_confidential_copy(state, copy, shown, at))


def _confidential_copy(state: Selection, copy: Copy, shown: e.CopyRead, at: datetime) -> Iterator[Block]:
    own = copy.form in ("own", "own_and_extremes")
    begin = text("documents.letters.honour_one")
    yield says("copy_own" if own else "copy_table", honour=begin, nth=nth_round(copy.round))
    yield _results(state, shown.figures)
    if shown.extremes is not None:
        most = shown.extremes
        in_favour, against, *_ = (named(option) for option in state.rules.options)
        yield Table(
            caption=named("extremes"),
            head=("", named("highest"), named("lowest")),
            rows=(
                (in_favour, str(most.most_in_favour), str(most.fewest_in_favour)),
                (against, str(most.most_against), str(most.fewest_against)),
            ),
        )
    reader = next((name for _, name, mark, _ in copy.readers if mark == shown.mark), "")
    moment = state.council.local(at)
    yield says("copy_mark", reader=Typed(reader), at=moment, mark=Typed(shown.mark))


def announcement(state: Selection, decided: e.AppointmentDecided, on: date) -> tuple[Block, ...]:
    candidate = state.candidates.get(decided.candidate)
    rows: list[tuple[Any, Any]] = [
        (named("appointed"), Typed(candidate.full_name if candidate else str(decided.candidate))),
        (named("position"), post(state.rulebook, "name")),
        (named("term_begins"), decided.term_since),
        (named("term_ends"), decided.term_until),
    ]
    if decided.resolution:
        rows.append((named("resolution"), resolution(decided.resolution)))
    return (
        says(
            "announcement",
            first_of=organ(state.council, "of"),
            manner=text(f"documents.letters.manner_{decided.method}"),
            date=on,
            post_at=post_at(state),
        ),
        Facts(rows=tuple(rows)),
    )
