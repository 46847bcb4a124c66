"""What became of a record of the processes: offices and values, never accounts."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.histories import history_of
from frontend.views.participation.preparing.shared import WORD_OF, kind_at, rows_of
from frontend.views.participation.preparing.showing import public_url, title_of
from frontend.views.participation.spaces import looks_after, own


@own
def history(request: HttpRequest, word: str, pk: int) -> HttpResponse:
    """Of what everybody sees its published changes; its agency reads the rest as well."""
    kind = kind_at(word)
    record = rows_of(kind, request.user).filter(pk=pk).first() if pk < 2**63 else None
    if record is None:
        raise Http404
    prepares = looks_after(request.user, record)
    entries, is_cut = history_of(record, whole=prepares)
    context = {
        "record": record,
        "word": WORD_OF[kind.name],
        "title": title_of(record),
        "kind_title": record._meta.verbose_name,
        "public_url": public_url(record),
        "prepares": prepares,
        "entries": entries,
        "is_cut": is_cut,
    }
    return render(request, "frontend/participation/preparing/history.html", context)
