"""``/catalogos/uso/``: which version of which catalogue each facility uses."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.figures import grouped
from frontend.views.catalogues.index import LAYER, NUMBER
from territory.addresses import on_site
from territory.figures import tables_for_commitment
from territory.health_catalogues.coverage import Chosen, adoptions, by_catalogue, known_in
from territory.models import AdminUnit, AdoptionState, CatalogueAdoption
from territory.queries import current_units

PER_PAGE = 40
_CODE = re.compile(r"[0-9]{1,8}")


def index(request: HttpRequest) -> HttpResponse:
    """All that is known, or what is of a facility, a catalogue, a state, a place."""
    place = _place(request.GET.get("lugar", ""))
    catalogues = [use.name for use in by_catalogue()]
    chosen = _chosen(request, place.pk if place else "", catalogues)
    page = Paginator(adoptions(chosen), PER_PAGE).get_page(request.GET.get("pagina", 1))
    rows = list(page.object_list)
    known = known_in(chosen.unit)
    asked = {
        "establecimiento": chosen.facility,
        "catalogo": chosen.catalogue,
        "uso": chosen.state,
        "lugar": chosen.unit,
    }
    context = {
        "place": place,
        "chosen": chosen,
        "filter": urlencode({name: value for name, value in asked.items() if value}),
        "catalogues": catalogues,
        "states": AdoptionState.choices,
        "known": known,
        "page": page,
        "rows": rows,
        "has_samples": any(row.is_sample for row in rows),
        "tables": [
            (table.shown_title, grouped(table.total))
            for table in tables_for_commitment(NUMBER, (CatalogueAdoption,))
        ],
        "map_address": on_site(f"/mapa/?v=1&l=departments,{LAYER}"),
    }
    return render(request, "frontend/catalogues/adoption.html", context)


def _chosen(request: HttpRequest, unit: str, catalogues: list[str]) -> Chosen:
    """What is asked for and doesn't exist chooses nothing."""
    facility, catalogue, state = (
        request.GET.get(name, "").strip() for name in ("establecimiento", "catalogo", "uso")
    )
    return Chosen(
        facility=facility.zfill(8) if _CODE.fullmatch(facility) else "",
        catalogue=catalogue if catalogue in catalogues else "",
        state=state if state in AdoptionState.values else "",
        unit=unit,
    )


def _place(ubigeo: str) -> AdminUnit | None:
    """The department, province or district that is asked for; None for any other text."""
    if not (ubigeo.isascii() and ubigeo.isdigit()):
        return None
    return current_units().filter(pk=ubigeo).defer("geom").first()
