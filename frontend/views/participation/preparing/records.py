"""A record of the processes as its agency prepares it: the form, the steps, its parts, history."""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from frontend.access import account, signed_in
from frontend.views.participation.preparing import files, guidelines
from frontend.views.participation.preparing.forms import RecordForm, typed_value
from frontend.views.participation.preparing.shared import (
    WORD_OF,
    kind_at,
    record_at,
    verbs_of,
)
from frontend.views.participation.preparing.showing import (
    differences_of,
    file_address,
    parts_of,
    public_url,
    title_of,
    trail_of,
    trail_to,
    values_of,
)
from frontend.views.tracking.shared import version_in
from frontend.views.tracking.sheet import STEP_TITLES
from layers.errors import (
    EditNotAllowed,
    FeatureNotFound,
    InvalidParameter,
    TerritorioError,
    VersionConflict,
    WrongState,
)
from layers.participation.processes import door
from layers.participation.processes.kinds import (
    GUIDELINE,
    KIND_OF,
    SESSION,
    VERSION,
)
from layers.record_kinds import Kind
from layers.residences.naming import PARAMETER
from layers.reviewing import open_steps
from territory.models import ConsultationVersion, ReviewedRecord, ReviewState
from territory.participation.processes.consultations import highest_paragraph
from territory.participation.processes.seen import PARENTS, looked_after
from territory.reviewing import Step, Verb

STATUS_OF: dict[type[TerritorioError], int] = {
    InvalidParameter: 422,
    WrongState: 409,
    VersionConflict: 412,
}


@signed_in
def new(request: HttpRequest, word: str) -> HttpResponse:
    """A new draft; ``en`` of the address is the key of what it is to be a part of."""
    kind = kind_at(word)
    commitments = looked_after(request.user, Verb.PREPARE)
    if not any(kind.is_of(found.number) for found in commitments):
        raise EditNotAllowed
    parent = _parent(request, kind)
    if kind.takes_file:
        return files.new(request, kind, word, parent)
    initial, highest = _suggested(request, kind, parent)
    if PARAMETER in kind.fixed:
        initial["residence"] = request.GET.get("residencia", "")[:20]
    user, data = request.user, request.POST or None
    form = RecordForm(kind, commitments, user, data, initial=initial, highest=highest)
    if request.method == "POST" and form.is_valid():
        values = form.values()
        if kind.within is not None and parent is not None:
            values[f"{kind.within}_id"] = parent.pk
        try:
            made = door.create(account(request), kind, values)
        except InvalidParameter as error:
            form.refuse(error)
        except (FeatureNotFound, WrongState) as error:
            form.add_error(None, error.message)
        else:
            return redirect("site:preparing-record", word, made.pk)
    context = {
        "form": form,
        "kind_title": str(kind.model._meta.verbose_name),
        "trail": trail_to(parent) if parent else [],
    }
    status = 422 if form.errors else 200
    return render(request, "frontend/participation/preparing/new.html", context, status=status)


def _parent(request: HttpRequest, kind: Kind) -> ReviewedRecord | None:
    """What a new record is to be a part of; raises Http404 and EditNotAllowed."""
    if kind.within is None:
        return None
    key = request.GET.get("en", "")
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        raise Http404
    _name, model = PARENTS[kind.model]
    parent = record_at(request, KIND_OF[model], int(key))
    if Verb.PREPARE not in verbs_of(request.user, parent):
        raise EditNotAllowed
    return parent


def _suggested(request: HttpRequest, kind: Kind, parent: Any) -> tuple[dict[str, Any], int]:
    """What a new form begins with, and the highest paragraph's number so far."""
    if kind is SESSION:
        last = parent.sessions.aggregate(last=Max("number"))["last"] or 0
        place = {name: typed_value(parent, name) for name in ("venue", "geom", "units")}
        return {"number": last + 1, **place}, 0
    if kind is VERSION:
        last = parent.versions.order_by("number").last()
        texts = typed_value(last, "paragraphs") if last else ""
        number = last.number + 1 if last else 1
        return {"number": number, "paragraphs": texts}, highest_paragraph(parent)
    if kind is GUIDELINE:
        return guidelines.suggested(request), 0
    return {}, 0


@signed_in
def record(request: HttpRequest, word: str, pk: int) -> HttpResponse:
    """The record; who prepares it changes it here, or proposes the change where it is public."""
    kind = kind_at(word)
    found = record_at(request, kind, pk)
    if request.method != "POST":
        return _page(request, kind, found)
    form = _form_of(request, kind, found, request.POST)
    error: TerritorioError | None = None
    if form.is_valid():
        try:
            door.change(account(request), kind, pk, version_in(request), form.values())
        except InvalidParameter as refused:
            form.refuse(refused)
        except (VersionConflict, WrongState) as refused:
            error = refused
        else:
            return redirect("site:preparing-record", word, pk)
    return _page(request, kind, found, form=form, error=error)


@signed_in
def step(request: HttpRequest, word: str, pk: int) -> HttpResponse:
    """Submit, give back, publish, withdraw, open again, or forget what is proposed."""
    kind = kind_at(word)
    found = record_at(request, kind, pk)
    wanted = request.POST.get("step", "")
    if wanted not in list(Step):
        raise Http404
    user, version = account(request), version_in(request)
    try:
        cleared = "cleared" in request.POST
        door.take(user, kind, pk, version, Step(wanted), cleared=cleared)
    except tuple(STATUS_OF) as error:
        return _page(request, kind, found, error=error)
    return redirect("site:preparing-record", word, pk)


def _form_of(request: HttpRequest, kind: Kind, found: Any, data: Any = None) -> RecordForm:
    commitments = looked_after(request.user, Verb.PREPARE)
    is_text = isinstance(found, ConsultationVersion)
    highest = highest_paragraph(found.consultation) if is_text else 0
    return RecordForm(kind, commitments, request.user, data, record=found, highest=highest)


def _page(
    request: HttpRequest,
    kind: Kind,
    found: Any,
    *,
    form: RecordForm | None = None,
    error: TerritorioError | None = None,
) -> HttpResponse:
    verbs = verbs_of(request.user, found)
    can_edit = Verb.PREPARE in verbs and found.state != ReviewState.WITHDRAWN
    steps = [(str(item), STEP_TITLES[item]) for item in open_steps(verbs, found)]
    parents = trail_of(found)
    context = {
        "word": WORD_OF[kind.name],
        "kind_title": str(kind.model._meta.verbose_name),
        "record": found,
        "title": title_of(found),
        "parents": parents,
        "hidden_by": [title for _word, _key, title, state in parents if state != "published"],
        "public_url": public_url(found),
        "values": [] if can_edit else values_of(kind, found),
        "differences": differences_of(kind, found),
        "form": (form or _form_of(request, kind, found)) if can_edit else None,
        "steps": steps,
        "confirms": kind.confirms,
        "file_address": file_address(found),
        "parts": parts_of(request, kind, found),
        "can_add": can_edit,
        "error": error,
    }
    status = STATUS_OF[type(error)] if error else (422 if form and form.errors else 200)
    return render(request, "frontend/participation/preparing/record.html", context, status=status)
