"""The letters of a selection, its communiqués, its announcement and its marked copies as documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from comity.bodies.symbols import joined
from comity.clerk.folds import Folded
from comity.communications.acts import IssueSymbol
from comity.documents import selection as documents
from comity.documents.document import Document, Status
from comity.documents.selection_texts import files_annexed
from comity.rules.acts import Happened
from comity.rules.words import Text, text
from comity.selection.acts import CirculateLetter, ReadCopy, SignLetter
from comity.selection.events import LetterCirculated, LetterDrafted, LetterSigned
from comity.selection.issuing import place_of
from comity.selection.state import Letter, Selection
from comity.web.house import house
from comity.web.pages import asking, parts
from comity.web.pages.documents_paper import as_file, language_of, on_page
from comity.web.pages.edge import only
from comity.web.pages.reader import Reader, reader
from comity.web.pages.selection.place import crumbs, presented, seen

OF_LETTERS: Final = (SignLetter.name, CirculateLetter.name)
STATUSES: Final = {
    Status.DRAFT: "waiting",
    Status.PARTLY: "waiting",
    Status.SIGNED: "going",
    Status.CIRCULATED: "done",
    Status.ISSUED: "done",
}
STEPS: Final = {
    LetterDrafted.name: "step_drafted",
    LetterSigned.name: "step_signed",
    LetterCirculated.name: "step_circulated",
}


def letter_seen(name: str, number: int, one: Reader) -> tuple[Folded, Document]:
    """The letter as a document, if the reader knows of it; to others it is as if there were none."""
    folded = seen(name, one)
    document = documents.letter(folded.state, number, issued_for(folded.state, number, one))
    if document is None:
        raise Http404
    return folded, document


def issued_for(state: Selection, number: int, one: Reader) -> str:
    """The symbol that the bodies issued for the letter, as far as the reader may know of it."""
    place = place_of(state.stream, number)
    codes = dict.fromkeys((state.recommends, state.appoints))
    registers = (house().clerk.seen(f"communications:{code}", one.clearances).state for code in codes)
    return joined(filter(None, (register.symbol_of(place) for register in registers)))


@only("GET")
def letter(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """One letter: the document, who has signed it, and what may be done with it."""
    one = reader(request)
    folded, document = letter_seen(name, number, one)
    state: Selection = folded.state
    known = state.letters[number]
    way = crumbs(name, state)
    letters = parts.Link(label=text("web.selection.letters"), href=reverse("selection_letters", args=[name]))
    context = {
        "heading": text(f"documents.kinds.{known.kind}"),
        "overline": text("web.selection.letter_n", n=number),
        "crumbs": (*way, letters),
        "status": text(f"documents.paper.status_{document.status.value}"),
        "badge": STATUSES[document.status],
        "facts": tuple(_facts(state, known, document)),
        "steps": tuple(_steps(state, known, one)),
        "cards": tuple(_cards(state, known, one)),
        "annexes": tuple(
            (line, presented(name, state.candidates[known.about], files))
            for line, files in files_annexed(state, known)
        ),
        **_paper(request, document, one, reverse("selection_letter_pdf", args=[name, number])),
    }
    return render(request, "pages/documents/letter.html", context)


def _paper(request: HttpRequest, document: Document, one: Reader, pdf: str) -> dict[str, Any]:
    return on_page(document, language_of(request, one), pdf)


def _facts(state: Selection, known: Letter, document: Document) -> Iterator[parts.Fact]:
    for signature in document.signatures:
        signed = text("documents.paper.signed", name=signature.name) if signature.name else None
        given = text("documents.paper.signed_unnamed") if signature.done else None
        value: Any = signed or given or text("documents.paper.to_be_signed")
        yield parts.Fact(term=signature.office, value=value)
    if document.symbol:
        yield parts.Fact(term=text("web.pages.symbol"), value=document.symbol)
    if known.number:
        yield parts.Fact(term=text("web.documents.number"), value=known.number)


def _steps(state: Selection, known: Letter, one: Reader) -> Iterator[parts.Step]:
    """What happened to the letter as far as the reader may know, and what would come next."""
    for happened in house().clerk.folds.opened(state.stream, one.clearances):
        if getattr(happened.event, "letter", 0) == known.letter and happened.event.name in STEPS:
            yield _step(happened)
    for code in known.signatories:
        if code not in known.signed and not known.circulated:
            yield parts.Step(
                label=text("web.documents.to_sign", body=state.bodies[code].name), standing="now"
            )
    if not known.circulated:
        yield parts.Step(label=text("web.documents.step_circulated"), standing="ahead")


def _step(happened: Happened) -> parts.Step:
    return parts.Step(
        label=text(f"web.documents.{STEPS[happened.event.name]}"),
        standing="done",
        at=happened.at,
        note=happened.by.name,
    )


def _cards(state: Selection, known: Letter, one: Reader) -> Iterator[parts.Card]:
    """Sign, have a symbol issued by each body, circulate."""
    hear = house().clerk
    for possible in hear.in_order(state.stream, one.actor, one.now, str(known.letter)):
        if possible.act.name in OF_LETTERS and not known.circulated:
            yield asking.card(possible, state.stream)
    if known.circulated:
        return
    place = place_of(state.stream, known.letter)
    for code in dict.fromkeys((*known.signatories, state.recommends, state.appoints)):
        stream = f"communications:{code}"
        for possible in hear.in_order(stream, one.actor, one.now, place):
            if possible.act is IssueSymbol and possible.in_order:
                yield asking.card(possible, stream, note=state.bodies[code].name)


@only("GET")
def letter_pdf(request: HttpRequest, name: str, number: int) -> HttpResponse:
    one = reader(request)
    _, document = letter_seen(name, number, one)
    label = text("web.selection.letter_n", n=number)
    back = parts.Link(label=label, href=reverse("selection_letter", args=[name, number]))
    return as_file(request, document, one, document.symbol or f"{name}-letter-{number}", back)


@only("GET")
def communique(request: HttpRequest, name: str, meeting: str) -> HttpResponse:
    """What was made public of a private meeting."""
    one = reader(request)
    state, document = _communique(name, meeting, one)
    pdf = reverse("selection_communique_pdf", args=[name, meeting])
    context = _published(state, document, _meeting_said(meeting), text("web.documents.communique"))
    return render(request, "pages/documents/letter.html", {**context, **_paper(request, document, one, pdf)})


def _meeting_said(meeting: str) -> Text:
    kind, _, number = meeting.partition("-")
    if kind == "round":
        return text("documents.kinds.meeting_round", n=number)
    return text("documents.kinds.meeting_recommendation")


def _communique(name: str, meeting: str, one: Reader) -> tuple[Selection, Document]:
    state: Selection = seen(name, one).state
    document = documents.communique(state, meeting)
    if document is None:
        raise Http404
    return state, document


@only("GET")
def communique_pdf(request: HttpRequest, name: str, meeting: str) -> HttpResponse:
    one = reader(request)
    _, document = _communique(name, meeting, one)
    href = reverse("selection_communique", args=[name, meeting])
    back = parts.Link(label=text("web.documents.communique"), href=href)
    return as_file(request, document, one, f"{name}-communique-{meeting}", back)


@only("GET")
def announcement(request: HttpRequest, name: str) -> HttpResponse:
    """Who was appointed, and for which term."""
    one = reader(request)
    state, document = _announcement(name, one)
    pdf = reverse("selection_announcement_pdf", args=[name])
    context = _published(state, document, text("web.documents.announcement"), None)
    return render(request, "pages/documents/letter.html", {**context, **_paper(request, document, one, pdf)})


def _announcement(name: str, one: Reader) -> tuple[Selection, Document]:
    state: Selection = seen(name, one).state
    document = documents.announcement(state)
    if document is None:
        raise Http404
    return state, document


@only("GET")
def announcement_pdf(request: HttpRequest, name: str) -> HttpResponse:
    one = reader(request)
    _, document = _announcement(name, one)
    href = reverse("selection_announcement", args=[name])
    back = parts.Link(label=text("web.documents.announcement"), href=href)
    return as_file(request, document, one, f"{name}-appointment", back)


def _published(state: Selection, document: Document, heading: Any, overline: Text | None) -> dict[str, Any]:
    return {
        "heading": heading,
        "overline": overline or state.title,
        "crumbs": crumbs(state.stream.partition(":")[2], state),
        "status": text(f"documents.paper.status_{document.status.value}"),
        "badge": STATUSES[document.status],
    }


@only("GET")
def copy_document(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """A confidential copy, once its reader has opened it; until then the act that opens it."""
    one = reader(request)
    state: Selection = seen(name, one).state
    copy = state.copies.get(number)
    if copy is None:
        raise Http404
    heading = text("web.documents.copy_of_round", n=copy.round, recipient=state.council.name_of(copy.to))
    context: dict[str, Any] = {
        "heading": heading,
        "overline": text("web.documents.confidential_copy"),
        "crumbs": crumbs(name, state),
        "status": text("documents.paper.distribution_confidential"),
        "badge": "closed",
    }
    document = documents.confidential_copy(state, number)
    if document is None:
        offered = house().clerk.in_order(state.stream, one.actor, one.now, str(number))
        opens = tuple(asking.card(p, state.stream, opened=True) for p in offered if p.act is ReadCopy)
        answer = render(request, "pages/documents/unopened.html", {**context, "cards": opens})
    else:
        pdf = reverse("selection_copy_document_pdf", args=[name, number])
        context |= _paper(request, document, one, pdf)
        answer = render(request, "pages/documents/letter.html", context)
    answer["Cache-Control"] = "private, no-store"
    return answer


@only("GET")
def copy_document_pdf(request: HttpRequest, name: str, number: int) -> HttpResponse:
    one = reader(request)
    document = documents.confidential_copy(seen(name, one).state, number)
    if document is None:
        raise Http404
    href = reverse("selection_copy_document", args=[name, number])
    back = parts.Link(label=text("web.documents.confidential_copy"), href=href)
    return as_file(request, document, one, f"{name}-copy-{number}", back)


_ONE: Final = "selections/<slug:name>/"

urlpatterns = [
    path(f"{_ONE}letters/<int:number>/", letter, name="selection_letter"),
    path(f"{_ONE}letters/<int:number>.pdf", letter_pdf, name="selection_letter_pdf"),
    path(f"{_ONE}communiques/<slug:meeting>/", communique, name="selection_communique"),
    path(f"{_ONE}communiques/<slug:meeting>.pdf", communique_pdf, name="selection_communique_pdf"),
    path(f"{_ONE}announcement/", announcement, name="selection_announcement"),
    path(f"{_ONE}announcement.pdf", announcement_pdf, name="selection_announcement_pdf"),
    path(f"{_ONE}copies/<int:number>/document/", copy_document, name="selection_copy_document"),
    path(f"{_ONE}copies/<int:number>/document.pdf", copy_document_pdf, name="selection_copy_document_pdf"),
]
