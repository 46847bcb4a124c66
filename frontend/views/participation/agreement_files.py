"""Agreements as files: taken home, counted, brought back, and what their columns mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render

from frontend import csv_imports
from frontend.access import account, signed_in
from frontend.views.participation.agreements import chosen_of
from frontend.views.participation.spaces import own
from layers.errors import EditNotAllowed, InvalidParameter
from layers.participation.processes.agreement_counts_csv import (
    department_lines,
    topic_lines,
)
from layers.participation.processes.agreement_csv import COLUMNS, written
from layers.participation.processes.agreement_import import MOST_BYTES, preview, read
from territory.models import Agreement
from territory.participation.processes.agreements import Chosen, agreements, today
from territory.participation.processes.seen import looked_after
from territory.reviewing import Verb

_ROWS_A_TIME = 500


def _file(request: HttpRequest, name: str, lines: Callable[[Chosen], Iterable[str]]) -> Any:
    """What was chosen, as a CSV file; what can't be chosen by is refused in words."""
    try:
        chosen, _query = chosen_of(request.GET)
    except InvalidParameter as error:
        return HttpResponse(
            f"{error.message}\n", status=400, content_type="text/plain; charset=utf-8"
        )
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    kind = "text/csv; charset=utf-8"
    return StreamingHttpResponse(lines(chosen), content_type=kind, headers=headers)


@own
def table(request: HttpRequest) -> HttpResponseBase:
    """The agreements, in the form that is imported again."""
    day = today()

    def lines(chosen: Chosen) -> Iterator[str]:
        rows = agreements(request.user, day, chosen).iterator(chunk_size=_ROWS_A_TIME)
        return written(request.user, rows, day)

    answer: HttpResponseBase = _file(request, "acuerdos.csv", lines)
    return answer


@own
def departments(request: HttpRequest) -> HttpResponseBase:
    """How many of them are open and overdue in each department."""
    answer: HttpResponseBase = _file(
        request,
        "acuerdos-por-departamento.csv",
        lambda chosen: department_lines(*_rows(request, chosen)),
    )
    return answer


@own
def topics(request: HttpRequest) -> HttpResponseBase:
    """The same by topic, which is what the next plan is made of."""
    answer: HttpResponseBase = _file(
        request, "acuerdos-por-tema.csv", lambda chosen: topic_lines(*_rows(request, chosen))
    )
    return answer


def _rows(request: HttpRequest, chosen: Chosen) -> tuple[QuerySet[Agreement], Any]:
    day = today()
    return agreements(request.user, day, chosen), day


@signed_in
def bring(request: HttpRequest) -> HttpResponse:
    """Show what a file would change and, once that was seen, change it."""
    if not looked_after(request.user, Verb.PREPARE):
        raise EditNotAllowed
    context: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        try:
            content = csv_imports.content_of(request, MOST_BYTES)
            takes = read if csv_imports.is_applied(request) else preview
            found = takes(account(request), content, today())
        except InvalidParameter as error:
            status, context["error"] = 422, error
        else:
            if csv_imports.is_applied(request) and not found.errors:
                return redirect("site:preparing")
            status = 422 if found.errors else 200
            context |= csv_imports.shown(found, found.changes, found.errors, content)
    page = "frontend/participation/agreements_import.html"
    return render(request, page, context, status=status)


def dictionary(request: HttpRequest) -> HttpResponse:
    """What each column of the file means, and which it needs."""
    page = "frontend/participation/agreements_dictionary.html"
    return render(request, page, {"columns": COLUMNS})
