"""``/ugel/capacitaciones/``: trainings of DRE and UGEL in statistics, in numbers."""

from __future__ import annotations

import re
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.figures import grouped
from frontend.views.ugel.index import NUMBER
from territory.addresses import on_site
from territory.figures import tables_for_commitment
from territory.models import UgelTraining
from territory.ugel.trainings import sector_titles, trainings, trainings_by_office

PER_PAGE = 40
_CODE = re.compile(r"[0-9]{6}")


def index(request: HttpRequest) -> HttpResponse:
    """The sessions, the latest first, of all offices or of one; and what is added up by office."""
    code = request.GET.get("oficina", "")
    code = code if _CODE.fullmatch(code) else ""
    page = Paginator(trainings(code), PER_PAGE).get_page(request.GET.get("pagina", 1))
    by_office: Any = trainings_by_office(code)
    offices = Paginator(by_office, PER_PAGE).get_page(request.GET.get("tabla", 1))
    rows = list(page.object_list)
    tables = tables_for_commitment(NUMBER, (UgelTraining,))
    context = {
        "chosen": code,
        "filter": f"oficina={code}" if code else "",
        "page": page,
        "rows": rows,
        "offices": offices,
        "sectors": sector_titles(),
        "has_samples": any(row.is_sample for row in rows),
        "tables": [(table.shown_title, grouped(table.total)) for table in tables],
        "map_address": on_site("/mapa/?v=1&l=departments,ugel_trainings"),
    }
    return render(request, "frontend/ugel/trainings/index.html", context)
