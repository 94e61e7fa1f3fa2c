"""One operation for each act: its fields are the act's fields, its answer is the ruling."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Body, File, Path, Router
from ninja.files import UploadedFile
from pydantic import BaseModel, Field, create_model

from comity.clerk.procedures import PROCEDURES
from comity.clerk.shapes import ACT_ID, act_from, act_model
from comity.record.attachment import Attachment
from comity.rules.acts import Act
from comity.rules.citation import house as house_rule
from comity.rules.guard import Objection, OutOfOrder, Ruling
from comity.rules.words import text
from comity.web.api.callers import Caller, caller
from comity.web.api.problems import Problem, Refused, objection_problem
from comity.web.house import house
from comity.web.language import spoken
from comity.web.pages.selection.place import names
from comity.web.store.files import LARGEST

Place = Annotated[str, Field(pattern="^[a-z][a-z0-9-]{0,39}$", description="A body's code, or `house`.")]
router = Router(tags=["acts"])


class RulingOut(BaseModel):
    """What the clerk ruled; the same act sent again gets the same ruling."""

    act: str
    accepted: bool
    at: datetime
    first_entry: int
    last_entry: int
    says: str


class FileOut(BaseModel):
    """A file as acts refer to it."""

    sha256: str
    name: str
    media_type: str
    size: int


class PossibleOut(BaseModel):
    """An act that might be thought of, and what stands against it."""

    act: str
    about: str
    label: str
    in_order: bool
    objection: Problem | None = None


PROBLEMS: dict[int, type[BaseModel]] = dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 429, 503), Problem)


def _operation(kind: type[Act], procedure: str) -> Callable[..., Any]:
    model = act_model(kind)
    own_id: Any = (
        Annotated[str, Field(pattern=ACT_ID, description="Chosen by you, new for each act.")],
        ...,
    )
    sent = create_model(f"{model.__name__}Act", __base__=model, id=own_id)

    def operation(request: HttpRequest, place: Path[Place], given: Any) -> Any:
        who = caller(request)
        if who.actor.person == "":
            raise Refused(401, text("web.api.token_needed"))
        who.need(f"act:{procedure}")
        act = act_from(kind, id=given.id, stream=f"{procedure}:{place}", given=given)
        _check_files(act, who)
        ruling = house().clerk.hear(act, who.actor, who.at)
        if ruling.objection is not None:
            raise OutOfOrder(ruling.objection)
        return _out(ruling)

    operation.__annotations__["given"] = Annotated[sent, Body()]  # type: ignore[type-arg]
    operation.__name__ = kind.name.replace(".", "_")
    operation.__doc__ = kind.__doc__
    return operation


def _out(ruling: Ruling) -> RulingOut:
    return RulingOut(
        act=ruling.act_id,
        accepted=ruling.accepted,
        at=ruling.at,
        first_entry=ruling.first,
        last_entry=ruling.last,
        says=ruling.say(spoken()),
    )


def _check_files(act: Act, who: Caller) -> None:
    """Nobody attaches a file that they did not bring themselves."""
    for value in vars(act).values():
        for file in value if isinstance(value, tuple) else ():
            if isinstance(file, Attachment) and not house().files.brought(act.stream, file, who.actor.person):
                raise OutOfOrder(Objection(text("web.files.not_brought", name=file.name), house_rule(5)))


for _procedure in PROCEDURES:
    for _kind in (kind for kind in _procedure.acts if not (kind.by_clock or kind.by_door)):
        router.add_api_operation(
            f"/{_procedure.name}/{{place}}/acts/{_kind.name.partition('.')[2]}",
            ["POST"],
            _operation(_kind, _procedure.name),
            response={200: RulingOut, **PROBLEMS},
            operation_id=_kind.name.replace(".", "_"),
            summary=_kind.label.say("en"),
            description=(_kind.__doc__ or "").strip(),
        )


@router.post("/{procedure}/{place}/files", response={200: FileOut, **PROBLEMS}, summary="Bring a file")
def bring_file(
    request: HttpRequest,
    procedure: Path[Literal["communications", "selection"]],
    place: Path[Place],
    file: File[UploadedFile],
) -> Any:
    """Keep a file, so that a letter or a nomination can bear it."""
    who = caller(request)
    if who.actor.person == "":
        raise Refused(401, text("web.api.token_needed"))
    who.need(f"act:{procedure}")
    if place not in (house().bodies if procedure == "communications" else names()):
        raise Refused(404, text("web.api.nothing_there"))
    if (file.size or 0) > LARGEST:
        raise Refused(413, text("web.files.too_large", name=str(file.name), limit=LARGEST // (1024 * 1024)))
    kept = house().files.bring(f"{procedure}:{place}", str(file.name), file.read(), who.actor.person, who.at)
    return FileOut.model_validate(kept, from_attributes=True)


@router.get(
    "/{procedure}/{place}/in-order",
    response={200: list[PossibleOut], **PROBLEMS},
    summary="What may I do now?",
)
def in_order(
    request: HttpRequest, procedure: Path[Annotated[str, Field(pattern="^[a-z_]{1,40}$")]], place: Path[Place]
) -> Any:
    """Every act that might be thought of in this proceeding now, with the objection where there is one."""
    who = caller(request)
    who.need("read")
    try:
        possible = house().clerk.in_order(f"{procedure}:{place}", who.actor, who.at)
    except KeyError:
        raise Refused(404, text("web.api.nothing_there")) from None
    return [
        PossibleOut(
            act=one.act.name,
            about=one.about,
            label=one.act.label.say(spoken()),
            in_order=one.in_order,
            objection=None if one.objection is None else objection_problem(one.objection),
        )
        for one in possible
    ]
