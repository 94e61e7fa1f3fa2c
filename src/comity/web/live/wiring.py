"""What the live hub needs of this house: who may listen through which lens, and what each view shows of a change."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import wraps
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from threading import Lock
from typing import Any, Final, ParamSpec, TypeVar

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils import timezone

from comity.accreditation.state import STREAM as ACCREDITATION
from comity.bodies.actor import ANYONE
from comity.clerk.folds import Folded
from comity.clerk.store import RecordUnavailable
from comity.record.audience import Clearances
from comity.rules.words import LANGUAGES, text
from comity.web.accounts.models import Session
from comity.web.accounts.session_store import mark, session_revoked
from comity.web.accounts.sessions import live_among
from comity.web.answers import Scope, header, language_asked
from comity.web.house import house
from comity.web.live.across import Ear, hear_postgresql, hear_sqlite
from comity.web.live.frames import Frame
from comity.web.live.hub import Hub
from comity.web.live.stream import Admission, Refusal, asked
from comity.web.pages import communications_live, votes_live
from comity.web.pages.elections import live as elections_live
from comity.web.pages.secret import live as secret_live
from comity.web.pages.secret import place as secret_place
from comity.web.pages.selection import hearings_live, rounds_live
from comity.web.pages.selection import live as selection_live
from comity.web.pages.selection.place import exists

P = ParamSpec("P")
T = TypeVar("T")

Frames = Callable[[str, str, Folded, int, str], Sequence[Frame]]
"""(view, lens, folded state, since, language) -> what has changed in the view since that sequence."""


@dataclass(frozen=True, slots=True)
class View:
    """What a kind of view is folded from and how its changes are drawn."""

    procedure: str
    frames: Frames
    narrowed: Callable[[str, str], str] = lambda lens, place: lens
    """The lens through which it is looked at: where readers see the same of it, the same for all of them."""
    there: Callable[[str], bool] = lambda place: place in house().bodies
    """Whether there is such a view of this place."""


def _letters(view: str, lens: str, folded: Folded, since: int, language: str) -> Sequence[Frame]:
    return communications_live.frames(folded.state, since, language)


VIEWS: Final = {
    "communications": View("communications", _letters),
    "votes": View("votes", votes_live.register, votes_live.circle_of),
    "board": View("votes", votes_live.board, votes_live.circle_of),
    "vote": View("votes", votes_live.mine),
    "selection": View("selection", selection_live.overview, selection_live.circle_of, exists),
    "hearing": View("selection", hearings_live.frames, hearings_live.circle_of, exists),
    "round": View("selection", rounds_live.frames, there=exists),
    "election": View("elections", elections_live.election, votes_live.circle_of),
    "secret": View("secret_votes", secret_live.ballot, secret_place.circle_of),
}
"""By the word with which their names begin, as in `board:unsc/7`: the seventh vote of the Council."""

ADMITTED_FOR: Final = (1_800, 3_600)
"""Seconds after which a stream comes back to be admitted anew, for capacities begin and end with the days."""


_WHERE: Final = frozenset({"host", "port", "dbname", "user", "password"})


def _with_fresh_connections(work: Callable[P, T]) -> Callable[P, T]:
    """Outside of requests nobody else lets go of a database connection that has died, or gives it back."""

    @wraps(work)
    def working(*given: P.args, **named: P.kwargs) -> T:
        close_old_connections()
        try:
            return work(*given, **named)
        finally:
            close_old_connections()

    return working


@dataclass(frozen=True, slots=True)
class Listening:
    """Through which lens a session listens, and whose it is."""

    person: str
    lens: str


class Wiring:
    """The hub of this process, wired to its house."""

    def __init__(self) -> None:
        self.hub = Hub(self.render, concerns=concerns, narrowed=narrowed, revoked=self.revoked)
        self._ear: Ear | None = None
        self._told = 0
        self._sessions: dict[str, Listening] = {}
        self._lock = Lock()

    def start(self) -> None:
        self._told = head()
        house().clerk.on_commit.append(self.on_commit)
        session_revoked.connect(self._on_revoked)
        heard = _with_fresh_connections(self.on_commit)
        if connection.vendor == "postgresql":
            parameters = connection.get_connection_params()
            self._ear = hear_postgresql({k: parameters[k] for k in _WHERE & set(parameters)}, heard, head)
        else:
            self._ear = hear_sqlite(Path(connection.settings_dict["NAME"]), heard, head)

    def stop(self) -> None:
        if self._ear is not None:
            self._ear.stop()

    @_with_fresh_connections
    def admit(self, scope: Scope) -> Admission | Refusal:
        """Whoever is signed in listens as the person they are; everybody else as the public."""
        wanted = asked(scope)
        if wanted is None or not all(map(known, wanted.views)):
            return Refusal(status=404, reason=text("web.front.not_here").say(language_asked(scope)))
        try:
            return self._admitted(scope)
        except (RecordUnavailable, DatabaseError, InterfaceError):
            return Refusal(status=503, reason=text("web.errors.away_happened").say(language_asked(scope)))

    def _admitted(self, scope: Scope) -> Admission:
        cookies = _cookies(scope)
        session = _session(cookies)
        chosen = cookies.get(settings.LANGUAGE_COOKIE_NAME, "").partition("-")[0]
        until = timezone.now().timestamp() + random.uniform(*ADMITTED_FOR)  # noqa: S311
        if session is None or session.account is None:
            language = chosen if chosen in LANGUAGES else language_asked(scope)
            return Admission(lens=lens_of(house().clearances(ANYONE)), language=language, expires=until)
        listening = Listening(session.account.person, _lens(session.account.person))
        with self._lock:
            self._sessions[session.session_key] = listening
        return Admission(
            lens=listening.lens,
            language=session.account.language,
            session_key=session.session_key,
            expires=min(until, session.expire_date.timestamp()),
        )

    @_with_fresh_connections
    def render(self, view: str, lens: str, language: str, since: int) -> Sequence[Frame]:
        folded = house().clerk.folds.seen(stream_of(view), frozenset(lens.split(" ")), fresh=False)
        return _kind(view).frames(view, lens, folded, since, language)

    def on_commit(self, first: int, last: int, streams: Iterable[str]) -> None:
        """Told of a batch, of this process or of another: bring the states up to it, then let the channels look.

        Where it is not said which streams moved, all that are known here are brought up to date.
        """
        if last <= self._told:
            return
        moved = tuple(streams) or house().clerk.folds.streams()
        for stream in moved:
            house().clerk.folds.whole(stream)
        self._told = last
        self.hub.on_commit(first, last, moved)
        if ACCREDITATION in moved:
            self._cut_changed()

    @_with_fresh_connections
    def revoked(self, sessions: frozenset[str]) -> Collection[str]:
        """Sessions that have ended, or whose person may read something else than when they were admitted."""
        live = live_among(sessions)
        with self._lock:
            self._sessions = {key: self._sessions[key] for key in self._sessions if key in sessions}
        return (sessions - live) | self._changed()

    def _changed(self) -> set[str]:
        with self._lock:
            listening = dict(self._sessions)
        return {key for key, one in listening.items() if _lens(one.person) != one.lens}

    def _cut_changed(self) -> None:
        for key in self._changed():
            self.hub.cut(key)

    def _on_revoked(self, marks: set[str], **_: Any) -> None:
        for key in marks:
            self.hub.cut(key)


def concerns(view: str, streams: frozenset[str]) -> bool:
    """Whether a view that somebody follows shows one of these streams; asked on the loop, so nothing is looked up."""
    return not streams or stream_of(view) in streams


@_with_fresh_connections
def narrowed(view: str, lens: str) -> str:
    """The lens through which a reader with this lens looks at that view."""
    return _kind(view).narrowed(lens, _place(view)) if known(view) else lens


def stream_of(view: str) -> str:
    """The proceeding that a view shows."""
    return f"{_kind(view).procedure}:{_place(view)}"


def _kind(view: str) -> View:
    return VIEWS[view.partition(":")[0]]


def _place(view: str) -> str:
    return view.partition(":")[2].partition("/")[0]


def lens_of(clearances: Clearances) -> str:
    """What tells apart who sees different things: every clearance but the one that is each person's own."""
    return " ".join(sorted(token for token in clearances if not token.startswith("person:")))


def known(view: str) -> bool:
    """Whether there is such a view."""
    kind = view.partition(":")[0]
    return kind in VIEWS and VIEWS[kind].there(_place(view))


@_with_fresh_connections
def head() -> int:
    return house().store.head().sequence


def _lens(person: str) -> str:
    return lens_of(house().clearances(house().actor(person)))


def _cookies(scope: Scope) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(header(scope, b"cookie") or "").items()}
    except CookieError:
        return {}


def _session(cookies: dict[str, str]) -> Session | None:
    key = cookies.get(settings.SESSION_COOKIE_NAME, "")
    if not key:
        return None
    rows = Session.objects.select_related("account")
    return rows.filter(session_key=mark(key), expire_date__gt=timezone.now(), account__is_active=True).first()
