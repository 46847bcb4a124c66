"""``/seguridad/``: complaints by department in a year, and the ways on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.views.security.asked import asked_kind, asked_year
from territory.addresses import on_site
from territory.crime.complaints import Added, by_unit, published_years
from territory.models import AdminUnit
from territory.models.crime import CrimeKind
from territory.queries import current_units

LAYER, MONTHS, STATIONS = "crime_counts", "crime_months", "police_stations"


def index(request: HttpRequest) -> HttpResponse:
    """The departments in one year, of one kind or of all."""
    departments = current_units().filter(level=AdminUnit.Level.DEPARTMENT)
    codes = list(departments.values_list("pk", flat=True))
    years = published_years(codes)
    year, kind = asked_year(request, years), asked_kind(request)
    rows = by_unit(departments, kind, year) if year else []
    context = {
        "years": years,
        "year": year,
        "kinds": CrimeKind.choices,
        "kind": kind,
        "rows": rows,
        "country": Added.of(rows, len(codes)),
        "first": rows[0] if rows else None,
        "has_samples": any(row.is_sample for row in rows),
        "map_address": on_site(f"/mapa/?v=1&l=departments,{LAYER}"),
        "months_address": on_site(f"/mapa/?v=1&l=departments,{MONTHS}"),
        "stations_address": on_site(f"/mapa/?v=1&l=departments,{STATIONS}"),
        "csv_address": on_site("/api/v1/security/complaints/?f=csv&level=department"),
    }
    return render(request, "frontend/security/index.html", context)
