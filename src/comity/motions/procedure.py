"""Motions: which goes before which, who speaks on it, how points of order and challenges are decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from comity.bodies.actor import SPEAKS_FOR_A_MEMBER, Actor, Capacity
from comity.bodies.body import Body
from comity.bodies.clearance import clearances, presides
from comity.bodies.procedure import Procedure, ToRecord, only_about
from comity.motions import acts, events
from comity.motions.state import Fate, Motion, Motions, Point, begin, fold
from comity.record.audience import Audience, audience, audience_name, may_open
from comity.rules.acts import Act, Event, Possible
from comity.rules.citation import ASSEMBLY_RULES, Citation, assembly, council, house
from comity.rules.guard import Guard, Objection, OutOfOrder, enforces, first_objection
from comity.rules.words import Sayable, text
from comity.voting import Decision, catalogue
from comity.voting import decide as decide_vote
from comity.voting.of_bodies import rules_of

RECENT: Final = timedelta(hours=12)
"""For so long cards are offered about what was decided."""


def _of_the_assembly(body: Body) -> bool:
    return ASSEMBLY_RULES in body.rulebooks


def _under(state: Motions, of_council: int, of_assembly: int) -> Citation:
    return assembly(of_assembly) if _of_the_assembly(state.body) else council(of_council)


def members_spoken_for(state: Motions, actor: Actor, now: datetime) -> tuple[str, ...]:
    local = state.body.local(now)
    speaks = actor.speaks_for(local, state.body.code)
    return tuple(sorted(of for of in speaks if state.body.has_member(of, local.date())))


def circle(body: Body, seen_by: str) -> Audience:
    members = audience(f"members:{body.code}", f"presidency:{body.code}", "secretariat")
    return audience("public") if seen_by == acts.PUBLIC else members


@lru_cache(maxsize=64)
def _alone(body: Body) -> Mapping[str, Body]:
    return MappingProxyType({body.code: body})


def _knows(state: Motions, one: Motion | Point, actor: Actor, now: datetime) -> bool:
    held = clearances(actor, _alone(state.body), now)
    return may_open(audience_name(circle(state.body, one.seen_by)), held)


@enforces(council(34), assembly(71))
def a_member_moves(state: Motions, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """No seconder is needed; but only a member moves, speaks on a motion or challenges a ruling."""
    if act.of and act.of in members_spoken_for(state, actor, now):
        return None
    return Objection(text("motions.refusals.members"), _under(state, 34, 71))


@enforces(council(19), assembly(35))
def the_presidency_rules(state: Motions, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if presides(actor, state.body, now):
        return None
    return Objection(text("motions.refusals.presidency"), _under(state, 19, 35))


@enforces(council(30), assembly(71))
def a_point_of_order_is_decided_at_once(
    state: Motions, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    """Nothing else is done until the presidency has ruled, and the body has decided on a challenge."""
    point = state.point
    if point is None or getattr(act, "point", 0) == point.point:
        return None
    return Objection(text("motions.refusals.point_first"), _under(state, 30, 71))


@enforces(council(33), assembly(77))
def it_is_a_motion_of_the_body(state: Motions, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if act.kind in state.kinds:
        return None
    return Objection(text("motions.refusals.no_such_kind"), _under(state, 33, 77))


def the_motion_is_known(state: Motions, act: Any, actor: Actor, now: datetime) -> Objection | None:
    found = state.motions.get(act.motion)
    if found is not None and _knows(state, found, actor, now):
        return None
    return Objection(text("motions.refusals.no_such_motion", number=act.motion), house(3))


def the_point_is_known(state: Motions, act: Any, actor: Actor, now: datetime) -> Objection | None:
    found = state.points.get(act.point)
    if found is not None and _knows(state, found, actor, now):
        return None
    return Objection(text("motions.refusals.no_such_point", number=act.point), house(3))


def the_motion_is_pending(state: Motions, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if state.motions[act.motion].fate is Fate.PENDING:
        return None
    return Objection(text("motions.refusals.decided"), house(3))


@enforces(council(35), assembly(80))
def only_the_mover_takes_it_back(state: Motions, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if state.motions[act.motion].of in members_spoken_for(state, actor, now):
        return None
    return Objection(text("motions.refusals.mover"), _under(state, 35, 80))


@enforces(council(33), assembly(77))
def motions_are_put_in_their_order(state: Motions, act: Any, actor: Actor, now: datetime) -> Objection | None:
    first = state.precedence()[0]
    if first.motion == act.motion:
        return None
    kind = text(f"motions.kinds.{first.kind}")
    return Objection(
        text("motions.refusals.another_first", number=first.motion, kind=kind), _under(state, 33, 77)
    )


@enforces(council(33), assembly(74), assembly(75), assembly(76))
def some_motions_are_not_debated(state: Motions, act: Any, actor: Actor, now: datetime) -> Objection | None:
    kind = state.kinds[state.motions[act.motion].kind]
    return None if kind.debated else Objection(text("motions.refusals.no_debate"), kind.citation)


@enforces(assembly(74), assembly(75), assembly(72))
def no_more_speakers_than_the_rule_allows(
    state: Motions, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    motion = state.motions[act.motion]
    kind = state.kinds[motion.kind]
    most = kind.in_favour if act.side == "for" else kind.against
    if most is None or len(motion.on_side(act.side)) < most:
        return None
    return Objection(text("motions.refusals.speakers", n=most), kind.citation)


def each_speaks_once_and_the_mover_has_spoken(
    state: Motions, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    motion = state.motions[act.motion]
    if act.of != motion.of and act.of not in dict(motion.spoken):
        return None
    return Objection(text("motions.refusals.has_spoken"), state.kinds[motion.kind].citation)


def the_numbers_are_possible(state: Motions, act: Any, actor: Actor, now: datetime) -> Objection | None:
    members = len(state.body.members_on(state.body.local(now).date()))
    if act.yes + act.no + act.abstain <= members:
        return None
    return Objection(text("motions.refusals.too_many", members=members), house(3))


def it_waits_for_a_ruling(state: Motions, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if not state.points[act.point].ruling:
        return None
    return Objection(text("motions.refusals.ruled"), _under(state, 30, 71))


@enforces(council(30), assembly(71))
def a_ruling_is_challenged_at_once(state: Motions, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """Only the last ruling, while nothing else has been done since."""
    point = state.points[act.point]
    others: list[Motion | Point] = [*state.motions.values(), *state.points.values()]
    if point.ruling and not point.challenged_by and all(one.touched <= point.touched for one in others):
        return None
    return Objection(text("motions.refusals.not_challenged"), _under(state, 30, 71))


def there_is_a_challenge(state: Motions, act: Any, actor: Actor, now: datetime) -> Objection | None:
    point = state.points[act.point]
    if point.challenged_by and point.overruled is None:
        return None
    return Objection(text("motions.refusals.no_challenge"), _under(state, 30, 71))


ORDERLY: Final[tuple[Guard, ...]] = (a_point_of_order_is_decided_at_once,)
PUT: Final[tuple[Guard, ...]] = (
    the_motion_is_known,
    the_presidency_rules,
    *ORDERLY,
    the_motion_is_pending,
    motions_are_put_in_their_order,
)
SITUATION: Final[Mapping[type[Act], tuple[Guard, ...]]] = {
    acts.Move: (a_member_moves, *ORDERLY),
    acts.WithdrawMotion: (
        the_motion_is_known,
        only_the_mover_takes_it_back,
        *ORDERLY,
        the_motion_is_pending,
    ),
    acts.SpeakOnMotion: (
        the_motion_is_known,
        a_member_moves,
        *ORDERLY,
        the_motion_is_pending,
        some_motions_are_not_debated,
        each_speaks_once_and_the_mover_has_spoken,
    ),
    acts.DecideMotion: PUT,
    acts.CarryMotion: PUT,
    acts.RaisePointOfOrder: (a_member_moves, *ORDERLY),
    acts.RuleOnPoint: (the_point_is_known, the_presidency_rules, *ORDERLY, it_waits_for_a_ruling),
    acts.ChallengeRuling: (
        the_point_is_known,
        a_member_moves,
        *ORDERLY,
        a_ruling_is_challenged_at_once,
    ),
    acts.DecideChallenge: (the_point_is_known, the_presidency_rules, *ORDERLY, there_is_a_challenge),
}
"""The guards of the situation, known before anything is said."""

CONTENT: Final[Mapping[type[Act], tuple[Guard, ...]]] = {
    acts.Move: (it_is_a_motion_of_the_body,),
    acts.SpeakOnMotion: (no_more_speakers_than_the_rule_allows,),
    acts.DecideMotion: (the_numbers_are_possible,),
    acts.DecideChallenge: (the_numbers_are_possible,),
}


def reckon(state: Motions, counts: tuple[int, int, int], now: datetime) -> Decision:
    """What so many hands mean: nine votes in the Council (Art. 27(2)), a majority in the Assembly (rule 85)."""
    on = state.body.local(now).date()
    rules = rules_of(state.body, on)
    named = ("unga.committee", "unsc.procedural", f"{state.body.code}.procedural")
    rule = next((rules[name] for name in named if name in rules), catalogue()["unga.committee"])
    given = {"yes": counts[0], "no": counts[1], "abstain": counts[2]}
    return decide_vote(rule, given, on=on, members=len(state.body.members_on(on)))


def decide(state: Motions, act: Any, actor: Actor, now: datetime) -> Iterator[ToRecord]:
    kind = type(act)
    objection = first_objection((*SITUATION[kind], *CONTENT.get(kind, ())), state, act, actor, now)
    if objection is not None:
        raise OutOfOrder(objection)
    event = _event(state, act, now)
    concerned: Motion | Point | Any = act
    if hasattr(act, "motion"):
        concerned = state.motions[act.motion]
    elif hasattr(act, "point"):
        concerned = state.points[act.point]
    of = getattr(act, "of", "") or (concerned.of if kind is acts.WithdrawMotion else "")
    if of:
        local = state.body.local(now)
        held = (a for a in actor.acting(local, state.body.code) if a.of == of)
        by = actor.by(next(a.capacity for a in held if a.capacity in SPEAKS_FOR_A_MEMBER), of=of)
    else:
        by = actor.by(Capacity.PRESIDENT, of=state.body.president_on(state.body.local(now).date()))
    yield ToRecord(event=event, by=by, audience=circle(state.body, concerned.seen_by))


def _event(state: Motions, act: Any, now: datetime) -> Event:
    match act:
        case acts.Move():
            number = max(state.motions, default=0) + 1
            return events.MotionMade(
                motion=number, kind=act.kind, of=act.of, details=act.details, seen_by=act.seen_by
            )
        case acts.WithdrawMotion():
            return events.MotionWithdrawn(motion=act.motion)
        case acts.SpeakOnMotion():
            return events.SpokenOnMotion(motion=act.motion, of=act.of, side=act.side)
        case acts.CarryMotion():
            return events.MotionDecided(motion=act.motion, verdict="adopted")
        case acts.DecideMotion():
            counts = (act.yes, act.no, act.abstain)
            verdict = reckon(state, counts, now).reason
            return events.MotionDecided(motion=act.motion, verdict=verdict, counts=counts)
        case acts.RaisePointOfOrder():
            number = max(state.points, default=0) + 1
            return events.PointRaised(point=number, of=act.of, details=act.details, seen_by=act.seen_by)
        case acts.RuleOnPoint():
            return events.PointRuled(point=act.point, ruling=act.ruling)
        case acts.ChallengeRuling():
            return events.RulingChallenged(point=act.point, of=act.of)
        case acts.DecideChallenge():
            counts = (act.yes, act.no, act.abstain)
            overruled = reckon(state, counts, now).adopted
            return events.ChallengeDecided(point=act.point, overruled=overruled, counts=counts)
        case _:
            raise TypeError(type(act))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outline:
    of: str = ""
    motion: int = 0
    point: int = 0


def in_order(state: Motions, actor: Actor, now: datetime, about: str | None = None) -> Iterator[Possible]:
    """A new motion or point of order, and what may be done with each that the person may know of."""
    return only_about(_everything(state, actor, now), about)


def _everything(state: Motions, actor: Actor, now: datetime) -> Iterator[Possible]:
    own = members_spoken_for(state, actor, now)
    of = own[0] if own else ""
    named: tuple[tuple[str, Sayable], ...] = tuple((code, state.body.name_of(code)) for code in own)
    chairs = presides(actor, state.body, now)

    def card(kind: type[Act], outline: _Outline, about: str = "", **given: int) -> Possible:
        objection = first_objection(SITUATION[kind], state, outline, actor, now)
        options: list[tuple[str, tuple[tuple[str, Sayable], ...]]] = [("of", named)]
        if kind is acts.Move:
            kinds = tuple((name, text(f"motions.kinds.{name}")) for name in state.kinds)
            options.append(("kind", kinds))
        return Possible(
            act=kind,
            about=about,
            objection=objection,
            given=tuple(given.items()),
            options=tuple(options),
        )

    yield card(acts.Move, _Outline(of=of))
    yield card(acts.RaisePointOfOrder, _Outline(of=of))
    for motion in state.motions.values():
        if motion.fate is not Fate.PENDING or not _knows(state, motion, actor, now):
            continue
        kinds: list[type[Act]] = [acts.DecideMotion, acts.CarryMotion] if chairs else []
        kinds += [acts.SpeakOnMotion] if own else []
        kinds += [acts.WithdrawMotion] if motion.of in own else []
        for kind in kinds:
            outline = _Outline(of=of, motion=motion.motion)
            yield card(kind, outline, f"motion {motion.motion}", motion=motion.motion)
    for point in state.points.values():
        if now - point.touched > RECENT or not _knows(state, point, actor, now):
            continue
        kinds = [acts.RuleOnPoint, acts.DecideChallenge] if chairs else []
        kinds += [acts.ChallengeRuling] if own else []
        for kind in kinds:
            yield card(kind, _Outline(of=of, point=point.point), f"point {point.point}", point=point.point)


MOTIONS: Final = Procedure(
    name="motions",
    label=text("motions.proceeding.name"),
    acts=acts.ACTS,
    events=events.EVENTS,
    begin=begin,
    fold=fold,
    in_order=in_order,
    decide=decide,
)
