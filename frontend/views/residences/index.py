"""``/residencias/``: where they are, what they need, and the list of them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.figures import grouped
from territory.addresses import on_site
from territory.figures import tables_for_commitment
from territory.models import AdminUnit, RuralResidence
from territory.queries import current_units
from territory.residences.coverage import by_item, known_by_department, known_in
from territory.residences.shown import residences

NUMBER = 8
LAYER = "rural_residences"
PER_PAGE = 40
NeedState = RuralResidence.NeedState


def index(request: HttpRequest) -> HttpResponse:
    """All of them, those of a place, or those whose needs are in a state."""
    every = known_by_department()
    place = _place(request.GET.get("lugar", ""))
    chosen = place.pk if place else ""
    state = request.GET.get("estado", "")
    state = state if state in NeedState.values else ""
    page = Paginator(residences(chosen, state), PER_PAGE).get_page(request.GET.get("pagina", 1))
    chosen_by = {"lugar": chosen, "estado": state}
    context = {
        "place": place,
        "chosen": chosen,
        "state": state,
        "states": NeedState.choices,
        "filter": "&".join(f"{name}={value}" for name, value in chosen_by.items() if value),
        "page": page,
        "has_samples": any(known.is_sample for known in every),
        "known": known_in(chosen),
        "by_department": every,
        "lines": by_item(chosen),
        "tables": [
            (table.shown_title, grouped(table.total))
            for table in tables_for_commitment(NUMBER, (RuralResidence,))
        ],
        "map_address": on_site(f"/mapa/?v=1&l=departments,{LAYER}"),
        "csv_address": on_site(f"/ogc/collections/{LAYER}/items?f=csv"),
    }
    return render(request, "frontend/residences/index.html", context)


def _place(ubigeo: str) -> AdminUnit | None:
    """The department, province or district that is asked for; None for any other text."""
    if not (ubigeo.isascii() and ubigeo.isdigit()):
        return None
    return current_units().filter(pk=ubigeo).defer("geom").first()
