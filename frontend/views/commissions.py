"""Commitment 3's own pages: its commissions, each one's sheet, and the guidelines' versions."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.figures import grouped
from frontend.locator import draw_locator
from frontend.views.participation.spaces import own
from layers.themes.environmental_commissions.guidelines_file import file_name, write_versions
from territory.addresses import on_site
from territory.commissions import commission, commissions, keys
from territory.figures import tables_for_commitment
from territory.guidelines import guideline_documents, guidelines
from territory.models import (
    CommissionAssistance,
    CommissionKind,
    CommissionPolicy,
)
from territory.participation.processes.seen import looked_after

NUMBER = 3
PER_PAGE = 40
# What surrounds a commission's unit on its small map, with what is known of assistance.
_AROUND = ("departments", "environmental_commissions")


def index(request: HttpRequest) -> HttpResponse:
    """All commissions that something published names, and what they amount to."""
    kind = request.GET.get("tipo", "")
    if kind not in CommissionKind.values:
        kind = ""
    page = Paginator(keys(kind), PER_PAGE).get_page(request.GET.get("pagina", 1))
    tables = tables_for_commitment(NUMBER, (CommissionAssistance, CommissionPolicy))
    context = {
        "kinds": CommissionKind,
        "kind": kind,
        "filter": f"tipo={kind}" if kind else "",
        "page": page,
        "commissions": commissions(page.object_list),
        "tables": [(table.shown_title, grouped(table.total)) for table in tables],
        "map_address": on_site("/mapa/?v=1&l=departments,environmental_commissions"),
    }
    return render(request, "frontend/commissions/index.html", context)


def sheet(request: HttpRequest, kind: str, ubigeo: str) -> HttpResponse:
    """One commission: its instrument, plan, sectors, assistances and policies."""
    found = commission(kind, ubigeo)
    if found is None:
        raise Http404
    geom = found.unit.geom
    context = {
        "commission": found,
        "unit": found.unit,
        "register": found.register,
        "locator": draw_locator(geom, _AROUND) if geom else None,
        "map_address": on_site(f"/mapa/?v=1&l={','.join(_AROUND)}&u={ubigeo}"),
    }
    return render(request, "frontend/commissions/sheet.html", context)


@own
def guidelines_page(request: HttpRequest) -> HttpResponse:
    """The documents with their versions, and what each changed."""
    context = {
        "documents": guideline_documents(),
        "prepares": any(found.number == NUMBER for found in looked_after(request.user)),
    }
    return render(request, "frontend/commissions/guidelines.html", context)


def guidelines_file(request: HttpRequest) -> HttpResponse:
    """The versions in the form in which they are imported."""
    versions = guidelines()
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name(versions)}"'
    write_versions(versions, response)
    return response
