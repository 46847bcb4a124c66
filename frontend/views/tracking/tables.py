"""The one form as a file: out, in, and what its columns mean."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control

from frontend import csv_imports
from frontend.access import account, signed_in
from frontend.views.tracking.shared import commitment_of
from layers.errors import InvalidParameter
from layers.reviewing import demand
from layers.tracking import importing
from layers.tracking.columns import COLUMNS, KEYS, MILESTONE, ONLY_OUT, REPORT
from layers.tracking.table import as_csv, rows_for
from territory.reviewing import Verb


@cache_control(private=True, no_cache=True)
def whole_table(request: HttpRequest) -> HttpResponseBase:
    """All that the visitor sees of the plan."""
    return _csv(as_csv(rows_for(request.user)), "seguimiento.csv")


@cache_control(private=True, no_cache=True)
def table(request: HttpRequest, number: int) -> HttpResponseBase:
    """All that the visitor sees of a commitment."""
    rows = rows_for(request.user, commitment_of(number))
    return _csv(as_csv(rows), f"seguimiento-{number}.csv")


def _csv(pieces: Iterator[bytes], name: str) -> HttpResponseBase:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    kind = "text/csv; charset=utf-8"
    return StreamingHttpResponse(pieces, content_type=kind, headers=headers)


@signed_in
def bring(request: HttpRequest, number: int) -> HttpResponse:
    """Show what a file would change and, once that was seen, change it."""
    commitment = commitment_of(number)
    demand(request.user, Verb.PREPARE, commitment)
    context: dict[str, object] = {"commitment": commitment}
    status = 200
    if request.method == "POST":
        try:
            content = csv_imports.content_of(request, importing.MAX_BYTES)
            if csv_imports.is_applied(request):
                found = importing.apply(account(request), content)
                if not found.faults:
                    return redirect("site:tracking", number)
            else:
                found = importing.preview(request.user, content)
        except InvalidParameter as error:
            status, context["error"] = 422, error
        else:
            status = 422 if found.faults else 200
            context |= csv_imports.shown(found, found.changes, found.faults, content)
    return render(request, "frontend/tracking/import.html", context, status=status)


def dictionary(request: HttpRequest) -> HttpResponse:
    """What each column of the file means, and which it needs."""
    kinds = (MILESTONE, REPORT)
    columns = [
        {
            "name": column.name,
            "meaning": column.meaning,
            "kinds": [kind for kind in kinds if column.attribute(kind)],
            "required": [kind for kind in kinds if kind in column.required],
        }
        for column in COLUMNS
    ]
    context = {"keys": KEYS.items(), "columns": columns, "only_out": ONLY_OUT.items()}
    return render(request, "frontend/tracking/dictionary.html", context)
