"""The history of a record of the tracking, for everybody who sees the record."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control

from frontend.histories import history_of
from frontend.views.tracking.shared import commitment_of, record_of, verbs_of
from territory.reviewing import Verb


@cache_control(private=True, no_cache=True)
def history(request: HttpRequest, number: int, kind: str, pk: int) -> HttpResponse:
    """What became of a record, for whom it is: offices and values, never accounts."""
    commitment = commitment_of(number)
    record = record_of(request, kind, commitment, pk)
    sees = Verb.VIEW in verbs_of(request, commitment).of(record)
    entries, is_cut = history_of(record, whole=sees)
    context = {
        "commitment": commitment,
        "record": record,
        "kind_title": record._meta.verbose_name,
        "entries": entries,
        "is_cut": is_cut,
    }
    return render(request, "frontend/tracking/history.html", context)
