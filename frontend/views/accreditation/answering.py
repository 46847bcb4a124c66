"""``/acreditacion/``: which insurers answer where, and an insurer's days."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from territory.accreditation.answering import answering, days_of
from territory.addresses import on_site
from territory.models import AdminUnit

LAYER = "accreditation_activity"
DAYS = "accreditation_days"
# Forty insurers in each department would be a hundred screens of a phone.
PER_PAGE = 40
_CODE = re.compile(r"[0-9]{5}")


def index(request: HttpRequest) -> HttpResponse:
    """Each insurer in each department, or in the one that is chosen."""
    departments = AdminUnit.objects.filter(level=AdminUnit.Level.DEPARTMENT, valid_to__isnull=True)
    named = dict(departments.order_by("pk").values_list("pk", "name"))
    chosen = request.GET.get("departamento", "")
    chosen = chosen if chosen in named else ""
    found = answering(chosen)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("pagina", 1))
    context = {
        "departments": named.items(),
        "chosen": chosen,
        "page": page,
        "filter": urlencode({"departamento": chosen}) if chosen else "",
        "rows": [(named.get(row.department, row.department), row) for row in page],
        "has_samples": any(row.is_sample for row in found),
        "map_address": on_site(f"/mapa/?v=1&l=departments,{LAYER}"),
        "csv_address": on_site(f"/ogc/collections/{LAYER}/items?f=csv"),
        "days_address": on_site(f"/ogc/collections/{DAYS}/items?f=csv"),
    }
    return render(request, "frontend/accreditation/index.html", context)


def insurer(request: HttpRequest, code: str) -> HttpResponse:
    """How often an insurer answered, day by day, and where."""
    rows = answering(insurer=code) if _CODE.fullmatch(code) else []
    if not rows:
        raise Http404
    units = AdminUnit.objects.filter(pk__in=[row.department for row in rows])
    named = dict(units.values_list("pk", "name"))
    context = {
        "code": code,
        "name": rows[0].insurer_name,
        "kind": rows[0].kind_label,
        "rows": [(named.get(row.department, row.department), row) for row in rows],
        "days": days_of(code),
        "has_samples": any(row.is_sample for row in rows),
    }
    return render(request, "frontend/accreditation/insurer.html", context)
