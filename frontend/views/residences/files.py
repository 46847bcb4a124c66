"""What residences need as files: taken home, brought back, and what their columns mean."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render

from frontend import csv_imports
from frontend.access import account, signed_in
from frontend.views.participation.spaces import own
from layers.errors import EditNotAllowed, InvalidParameter
from layers.residences.kinds import COMMITMENT
from layers.residences.need_csv import COLUMNS, written
from layers.residences.need_import import MOST_BYTES, preview, read
from territory.participation.processes.seen import looked_after
from territory.residences.shown import needs, needs_seen_by
from territory.reviewing import Verb
from territory.roles import AnyUser

_ROWS_A_TIME = 500


def prepares(user: AnyUser) -> bool:
    """Whether the account prepares what is said of residences."""
    return any(found.number == COMMITMENT for found in looked_after(user, Verb.PREPARE))


@own
def table(request: HttpRequest) -> HttpResponseBase:
    """What the account sees, in the form that is imported: what it prepares as well."""
    own_too = prepares(request.user)
    rows = needs_seen_by(request.user) if own_too else needs()
    return StreamingHttpResponse(
        written(rows.iterator(chunk_size=_ROWS_A_TIME), with_versions=own_too),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="necesidades-de-residencias.csv"'},
    )


@signed_in
def bring(request: HttpRequest) -> HttpResponse:
    """Show what a file would change and, once that was seen, change it."""
    if not prepares(request.user):
        raise EditNotAllowed
    context: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        try:
            content = csv_imports.content_of(request, MOST_BYTES)
            takes = read if csv_imports.is_applied(request) else preview
            found = takes(account(request), content)
        except InvalidParameter as error:
            status, context["error"] = 422, error
        else:
            if csv_imports.is_applied(request) and not found.errors:
                return redirect("site:preparing")
            status = 422 if found.errors else 200
            context |= csv_imports.shown(found, found.changes, found.errors, content)
    return render(request, "frontend/residences/needs_import.html", context, status=status)


def dictionary(request: HttpRequest) -> HttpResponse:
    """What each column of the file means, and which it needs."""
    return render(request, "frontend/residences/needs_columns.html", {"columns": COLUMNS})
