"""``/catalogos/``: the catalogues of health, who uses them, and the sector's practices."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from layers.themes.catalogue_adoption import THEME
from layers.themes.catalogue_adoption.forms import FORMS
from layers.themes.form_csv import form_name, write_form
from territory.addresses import on_site
from territory.health_catalogues.browsing import versions
from territory.health_catalogues.coverage import by_catalogue, known_in
from territory.health_catalogues.practices import practice_documents
from territory.models import PracticeKind

NUMBER = 11
LAYER = "catalogue_adoption"


def catalogues_of(number: int) -> dict[str, Any]:
    """What the page of a commitment shows of them. One query, none where they serve it not."""
    return {"catalogues_known": known_in()} if number in THEME.commitments else {}


def index(request: HttpRequest) -> HttpResponse:
    """What is known of each catalogue's use, and where the rest is."""
    known = known_in()
    uses = by_catalogue()
    context = {
        "versions": versions(),
        "known": known,
        "uses": [(use, use.unknown_of(known.registered)) for use in uses],
        "map_address": on_site(f"/mapa/?v=1&l=departments,{LAYER}"),
    }
    return render(request, "frontend/catalogues/index.html", context)


def practices(request: HttpRequest) -> HttpResponse:
    """The sector's documents, each with its versions; all, or those of a kind."""
    kind = request.GET.get("tipo", "")
    kind = kind if kind in PracticeKind.values else ""
    documents = practice_documents(kind)
    context = {
        "kinds": PracticeKind.choices,
        "chosen": kind,
        "documents": documents,
        "has_samples": any(row.is_sample for _title, rows in documents for row in rows),
    }
    return render(request, "frontend/catalogues/practices.html", context)


def form(request: HttpRequest, name: str) -> HttpResponse:
    """What is published, in the form in which it is imported."""
    if name not in FORMS:
        raise Http404
    found = FORMS[name]
    rows = list(found.rows())
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    file_name = form_name(found.file_name, rows)
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    write_form(found.file, rows, response)
    return response
