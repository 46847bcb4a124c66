"""``/ugel/``: the UGEL that the register names, by department."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.figures import grouped
from territory.addresses import on_site
from territory.figures import tables_for_commitment
from territory.models import AdminUnit, UgelArea
from territory.ugel.shares import shared_districts
from territory.ugel.sheets import areas

NUMBER = 6
LAYER = "ugel_areas"
PER_PAGE = 40


def index(request: HttpRequest) -> HttpResponse:
    """All of them or those of a department, and what they amount to."""
    departments = AdminUnit.objects.filter(level=AdminUnit.Level.DEPARTMENT, valid_to__isnull=True)
    named = dict(departments.order_by("pk").values_list("pk", "name"))
    chosen = request.GET.get("departamento", "")
    chosen = chosen if chosen in named else ""
    page = Paginator(areas(chosen), PER_PAGE).get_page(request.GET.get("pagina", 1))
    listed = list(page.object_list)
    tables = tables_for_commitment(NUMBER, (UgelArea,))
    context = {
        "departments": named.items(),
        "chosen": chosen,
        "filter": f"departamento={chosen}" if chosen else "",
        "page": page,
        "areas": listed,
        "has_samples": any(area.is_sample for area in listed),
        "is_approximate": any(area.boundary_source == "approximate" for area in listed),
        "tables": [(table.shown_title, grouped(table.total)) for table in tables],
        "shared": shared_districts().count(),
        "map_address": on_site(f"/mapa/?v=1&l=departments,{LAYER}"),
        "csv_address": on_site(f"/ogc/collections/{LAYER}/items?f=csv"),
    }
    return render(request, "frontend/ugel/index.html", context)
