"""What the page of a hearing, its desk and its live frames show: pieces, each with an id of its own on the page."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from comity.bodies.groups import all_groups
from comity.bodies.states import is_state
from comity.rules.words import text
from comity.selection import acts as a
from comity.selection.state import Hearing, Question, Selection
from comity.web.naming import participant
from comity.web.pages import parts
from comity.web.pages.selection.offers import act_address

SOON: Final = 120
"""Seconds before the end of a part at which its clock begins to warn."""
SOCIETY: Final = "civil_society"
STANDINGS: Final = {"waiting": "waiting", "under_way": "going", "over": "done"}


def standing_of(hearing: Hearing) -> str:
    """waiting, under_way or over."""
    return "over" if hearing.closed else "under_way" if hearing.opened else "waiting"


def asker(of: str) -> Any:
    """In whose name a question is put."""
    return participant(of)


def group_of(of: str) -> str:
    """The regional group of a State that asks, or that it is of civil society."""
    if not is_state(of):
        return SOCIETY
    return next((code for code, one in all_groups().items() if one.regional and of in one.members), "")


def group_said(code: str) -> Any:
    return text("bodies.capacities.civil_society") if code == SOCIETY else all_groups()[code]


def waiting(state: Selection, hearing: int) -> list[Question]:
    """What was put in and neither merged nor chosen yet, in the order in which it came."""
    return [
        one
        for one in state.questions.values()
        if one.hearing == hearing and one.chosen is None and not one.merged_into
    ]


def chosen(state: Selection, hearing: int) -> list[Question]:
    """In the order in which they were chosen."""
    found = [one for one in state.questions.values() if one.hearing == hearing and one.chosen]
    return sorted(found, key=lambda one: (one.chosen, one.question))


def pieces(state: Selection, hearing: Hearing) -> Mapping[str, Hashable]:
    """What everyone sees, by the id of each piece: all that it is drawn from."""
    return {
        "standing": (hearing.opened, hearing.closed),
        "clock": (hearing.part, hearing.part_ends),
        "parts": (hearing.parts, hearing.closed),
        "questions": (hearing.closed, tuple(chosen(state, hearing.hearing))),
    }


def desk_pieces(state: Selection, hearing: Hearing) -> Mapping[str, Hashable]:
    """What the moderator sees besides; a question that waits no more is None."""
    rows: dict[str, Hashable] = {
        f"incoming-{one.question}": None if one.chosen or one.merged_into else one
        for one in state.questions.values()
        if one.hearing == hearing.hearing
    }
    return rows | {
        "controls": (hearing.opened, hearing.closed, hearing.parts),
        "queue": tuple(chosen(state, hearing.hearing)),
    }


def draw(piece: str, state: Selection, hearing: Hearing, now: datetime) -> SafeString:
    """A piece as it stands on the page, in the language that is spoken."""
    name = state.stream.partition(":")[2]
    context: dict[str, Any] = {"hearing": hearing, "standing": standing_of(hearing), "name": name}
    match piece:
        case "standing":
            context["badge"] = STANDINGS[standing_of(hearing)]
            template = "hearing_standing"
        case "clock":
            context["countdown"] = countdown(hearing, now)
            template = "hearing_clock"
        case "parts":
            context["parts"] = tuple(_parts(state, hearing))
            template = "hearing_parts"
        case "questions":
            context["questions"] = [_line(one, hearing) for one in chosen(state, hearing.hearing)]
            template = "hearing_questions"
        case "controls":
            context |= _controls(state, hearing, name)
            template = "desk_controls"
        case "queue":
            open_ones = [one for one in chosen(state, hearing.hearing) if one.answered is None]
            context["questions"] = [_line(one, hearing) for one in open_ones]
            context |= {"ask": act_address(name, a.AskQuestion), "mark": act_address(name, a.MarkAnswered)}
            template = "desk_queue"
        case _:
            context |= incoming(state, state.questions[int(piece.removeprefix("incoming-"))], name)
            template = "desk_row"
    return render_to_string(f"pages/selection/{template}.html", context)


def countdown(hearing: Hearing, now: datetime) -> parts.Countdown | None:
    """The clock of the part that runs."""
    if hearing.part_ends is None:
        return None
    return parts.Countdown(until=hearing.part_ends, now=now, label=part_said(hearing.part), soon=SOON)


def part_said(part: str) -> Any:
    return text(f"selection.choices.{part}_part")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a dialogue: how long it may take, and whether it was called."""

    label: Any
    minutes: int
    standing: str
    called: datetime | None = None


def _parts(state: Selection, hearing: Hearing) -> Iterator[Part]:
    called = {part: at for part, at, _ in hearing.parts}
    for part, minutes in state.rules.dialogue_parts:
        ahead = "past" if hearing.closed else "ahead"
        standing = "now" if part == hearing.part else "done" if part in called else ahead
        yield Part(label=part_said(part), minutes=minutes, standing=standing, called=called.get(part))


def next_part(state: Selection, hearing: Hearing) -> str:
    """The first part after the last one called; empty after all of them."""
    order = [part for part, _ in state.rules.dialogue_parts]
    if not hearing.parts:
        return order[0] if order else ""
    after = order[order.index(hearing.parts[-1][0]) + 1 :]
    return after[0] if after else ""


def _controls(state: Selection, hearing: Hearing, name: str) -> dict[str, Any]:
    upcoming = next_part(state, hearing)
    return {
        "choices": [
            (part, part_said(part), minutes, part == upcoming) for part, minutes in state.rules.dialogue_parts
        ],
        "open": act_address(name, a.OpenHearing),
        "call": act_address(name, a.CallPart),
        "close": act_address(name, a.CloseHearing),
    }


def _line(one: Question, hearing: Hearing) -> dict[str, Any]:
    """A question as everyone reads it; once the hearing is over nothing is being asked any more."""
    standing = "answered" if one.answered else "asked" if one.asked else "chosen"
    if hearing.closed and standing == "asked":
        standing = "put"
    return {
        "question": one,
        "of": tuple(asker(of) for of in one.of),
        "standing": standing,
        "badge": {"answered": "done", "asked": "going", "put": "plain", "chosen": "waiting"}[standing],
    }


def incoming(state: Selection, one: Question, name: str) -> dict[str, Any]:
    """A question that waits at the desk."""
    return {
        "question": one,
        "of": tuple(asker(of) for of in one.of),
        "groups": tuple(group_said(g) for g in dict.fromkeys(map(group_of, one.of)) if g),
        "merged": [state.questions[n] for n in one.merged if n in state.questions],
        "choose": act_address(name, a.ChooseQuestion),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A moment of the recording: how long after the opening, what happened, where to hear it."""

    offset: timedelta
    label: Any
    of: tuple[Any, ...] = ()
    href: str = ""
    part: bool = False


def marks(state: Selection, hearing: Hearing) -> list[Mark]:
    """Each part and each question that was asked, by its time since the opening."""
    if hearing.opened is None:
        return []
    called = [(at, part_said(part), (), True) for part, at, _ in hearing.parts]
    asked = [
        (one.asked, one.question_text, tuple(asker(of) for of in one.of), False)
        for one in chosen(state, hearing.hearing)
        if one.asked
    ]
    found = []
    for at, label, of, part in sorted([*called, *asked], key=lambda one: one[0]):
        offset = at - hearing.opened
        found.append(
            Mark(offset=offset, label=label, of=of, part=part, href=moment_in(hearing.archive, offset))
        )
    return found


def moment_in(archive: str, offset: timedelta) -> str:
    """The address at which a recording begins at that moment: as the site knows it, else as a media fragment."""
    if not archive:
        return ""
    seconds = int(offset.total_seconds())
    address = urlsplit(archive)
    own = {"webtv.un.org": "kalturaStartTime", "www.youtube.com": "t", "youtu.be": "t"}
    parameter = own.get(address.hostname or "")
    if parameter is None:
        return address._replace(fragment=f"t={seconds}").geturl()
    query = "&".join(filter(None, (address.query, urlencode({parameter: seconds}))))
    return address._replace(query=query).geturl()
