"""A file handed in: what it lacks, what it would change, and what becomes of it."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render

from frontend.access import account, signed_in
from frontend.views.publishing.access import held_of
from frontend.views.publishing.forms import Decision, FileFacts, facts_of
from layers import registry
from layers.errors import TerritorioError, WrongState
from layers.loading import importing, parts
from layers.models import CandidateRow, Submission, SubmissionCell
from layers.publishing import cells, following, handing, rows
from layers.publishing.permissions import Verb, may, may_approve, may_with
from layers.source import Source

PER_PAGE = 50
_SHOWN_KINDS = 12
State = Submission.State


@signed_in
def sheet(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Where the file stands, and the step that is next."""
    held, source = held_of(request, key)
    return _sheet(request, held, source)


@signed_in
def check(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Say what reading the file lacked, or something else of it, and have it read again."""
    held, source = held_of(request, key, Verb.PREPARE)
    held = following.up_to_date(held)
    lacks = held.lacks or {}
    form = _facts(source, held, request.POST, lacks)
    if not form.is_valid():
        return _sheet(request, held, source, form=form, status=422)
    try:
        handing.check_again(account(request), held, form.handed, form.cleaned_data.get("covers"))
    except WrongState as error:
        return _sheet(request, held, source, error=error, status=409)
    return redirect("site:submission", held.pk)


@signed_in
def decide(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Publish the file, ask for it, decide on it, or discard it."""
    held, source = held_of(request, key)
    held = following.up_to_date(held)
    form = Decision(request.POST)
    if not form.is_valid():
        return _sheet(request, held, source, status=422)
    given, user = form.cleaned_data, account(request)
    try:
        match given["decision"]:
            case Decision.PUBLISH:
                handing.request(
                    user,
                    held,
                    skips_refused=given["skips_refused"],
                    replaces_others=given["replaces_others"],
                    note=given["note"],
                )
            case Decision.APPROVE:
                handing.approve(user, held, given["note"])
            case Decision.REJECT:
                handing.reject(user, held, given["note"])
            case _:
                handing.discard(user, held)
                return redirect("site:publishing-source", source.name)
    except WrongState as error:
        return _sheet(request, held, source, error=error, status=409)
    return redirect("site:submission", held.pk)


@signed_in
def cancel(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Cancel the work on the file; it is then where it was before."""
    held, source = held_of(request, key, Verb.PREPARE)
    try:
        following.cancel(held)
    except WrongState as error:
        return _sheet(request, held, source, error=error, status=409)
    return redirect("site:submission", held.pk)


@signed_in
def cell_list(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The refused, left out and mended cells, by effect, column and reason."""
    held, source = held_of(request, key)
    asked = _asked(request)
    page = Paginator(cells.cells_of(held, **asked), PER_PAGE).get_page(request.GET.get("pagina"))
    context = {
        "held": held,
        "source": source,
        "page": page,
        "asked": asked,
        "query": _query(asked),
        "kinds": cells.kinds_of(held),
        "effects": SubmissionCell.Effect,
        "columns": cells.columns_of(held),
    }
    return render(request, "frontend/publishing/cells.html", context)


@signed_in
def cell_file(request: HttpRequest, key: uuid.UUID) -> StreamingHttpResponse:
    """The same as CSV, all of them."""
    held, source = held_of(request, key)
    name = f"{source.name}-celdas.csv"
    return StreamingHttpResponse(
        cells.as_csv(cells.cells_of(held, **_asked(request))),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@signed_in
def mark(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Have the file made with its cells marked; its job's page has it once it is there."""
    held, _source = held_of(request, key)
    job = handing.mark(account(request), held)
    return redirect("site:job", job.pk)


@signed_in
def row_list(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The rows that would be new, changed or gone, a page at a time, with what changes."""
    held, source = held_of(request, key)
    change = request.GET.get("cambio", "")
    change = change if change in CandidateRow.Change.values else CandidateRow.Change.NEW
    table = request.GET.get("tabla", "")
    found = rows.rows_of(held, change, table)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("pagina"))
    context = {
        "held": held,
        "source": source,
        "page": page,
        "change": CandidateRow.Change(change),
        "table": table,
        "query": _query({"cambio": change, "tabla": table}),
        "comparison": _comparison(held),
        "shown": [rows.shown(row) for row in page.object_list],
    }
    return render(request, "frontend/publishing/rows.html", context)


@signed_in
def row_features(request: HttpRequest, key: uuid.UUID) -> JsonResponse:
    """The rows that have a place within ``bbox``, as GeoJSON; the first ones of many."""
    held, _source = held_of(request, key)
    answer = rows.features(held, request.GET.get("bbox", ""), request.GET.get("cambio", ""))
    return JsonResponse(answer, content_type="application/geo+json")


def _sheet(
    request: HttpRequest,
    held: Submission,
    source: Source,
    *,
    form: FileFacts | None = None,
    error: TerritorioError | None = None,
    status: int = 200,
) -> HttpResponse:
    user = account(request)
    held, job = following.standing(held)
    units = importing.directory()
    is_preparer = may_with(user, Verb.PREPARE, source, held)
    is_second = all(
        may_approve(user, source, prepared, held.covered)
        for prepared in {held.created_by_id, held.requested_by_id}
    )
    context: dict[str, Any] = {
        "held": held,
        "source": source,
        "error": error,
        "job": job,
        "is_working": held.state in (State.CHECKING, State.PUBLISHING),
        "covered": parts.named(held.covered, units) if held.covered else "",
        "comparison": _comparison(held),
        "kinds": cells.kinds_of(held, _SHOWN_KINDS),
        "is_stale": held.state in (State.CHECKED, State.AWAITING) and rows.is_stale(held, source),
        "extent": rows.extent(held),
        "can_prepare": is_preparer,
        "can_approve": held.state == State.AWAITING and is_second,
        "needs_decision": handing.needs_decision(held, source),
        "can_publish": held.state == State.CHECKED
        and may(user, Verb.PREPARE, source, held.covered),
        "is_beyond": held.state == State.CHECKED
        and is_preparer
        and not may(user, Verb.PREPARE, source, held.covered),
        "can_discard": is_preparer
        and held.state in (State.UPLOADED, State.CHECKED, State.AWAITING, State.FAILED),
    }
    if is_preparer and held.state in (State.UPLOADED, State.CHECKED, State.FAILED):
        context["form"] = form or _facts(source, held, None, held.lacks or {})
    return render(request, "frontend/publishing/submission.html", context, status=status)


def _facts(source: Source, held: Submission, data: Any, lacks: dict[str, Any]) -> FileFacts:
    names = {str(lacks.get("choice"))} if lacks else set()
    names |= {name for name in ("zone", "datum") if rows.lacks(held, name)}
    return FileFacts(
        source, data, initial=facts_of(held), lacks=names, offers=lacks.get("offers", ())
    )


def _comparison(held: Submission) -> list[dict[str, Any]]:
    """The tables with how many rows of each change, in the order in which they are told."""
    titles = {layer.name: layer.title for layer in registry.LAYERS}
    return [
        {
            "table": table,
            # Not every table is a layer: a network's operators are none.
            "title": titles.get(table, table),
            "counts": [(change, counts[change]) for change in CandidateRow.Change],
        }
        for table, counts in held.comparison.items()
    ]


def _asked(request: HttpRequest) -> dict[str, str]:
    names = {"effect": "efecto", "column": "columna", "reason": "motivo"}
    return {name: request.GET.get(parameter, "") for name, parameter in names.items()}


def _query(asked: dict[str, str]) -> str:
    names = {"effect": "efecto", "column": "columna", "reason": "motivo"}
    given = {names.get(name, name): value for name, value in asked.items() if value}
    return urlencode(given)
