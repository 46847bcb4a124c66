"""``/seguridad/area/``: what is published of an area that somebody draws, or of chosen units."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.views.security.asked import Wrong, asked_units, asked_year
from territory.addresses import on_site
from territory.crime.areas import MOST_DISTRICTS, can_be_drawn
from territory.crime.complaints import published_years, union, within
from territory.models import AdminUnit


def area(request: HttpRequest) -> HttpResponse:
    """The form and, where units are given, their sums: of whole units, and of no part of one."""
    problem, units = "", list[AdminUnit]()
    try:
        units = asked_units(request, MOST_DISTRICTS)
    except Wrong as error:
        problem = str(error)
    codes = within(unit.pk for unit in units)
    years = published_years(codes) if codes else []
    year = asked_year(request, years)
    found = union(codes, year) if year else None
    query = urlencode({"units": ",".join(codes), "f": "csv"} | ({"year": year} if year else {}))
    context = {
        "problem": problem,
        "units": [unit for unit in units if unit.pk in codes],
        "asked": " ".join(codes),
        "years": years,
        "year": year,
        "union": found,
        "can_be_drawn": can_be_drawn(),
        "most": MOST_DISTRICTS,
        "has_samples": bool(found and found.is_sample),
        "area_address": on_site("/api/v1/security/area/"),
        "csv_address": on_site(f"/api/v1/security/complaints/?{query}"),
    }
    status = 400 if problem else 200
    return render(request, "frontend/security/area.html", context, status=status)
