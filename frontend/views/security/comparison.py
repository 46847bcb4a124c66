"""``/seguridad/comparar/``: units beside one another, over the years."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.views.security.asked import Wrong, asked_kind, asked_units
from frontend.views.security.unit import Line
from territory.addresses import on_site
from territory.crime.complaints import yearly
from territory.models import AdminUnit
from territory.models.crime import CrimeKind

MOST_UNITS = 12


def compare(request: HttpRequest) -> HttpResponse:
    """One line a unit, one column a year: counts, and rates where the population is known."""
    problem, units = "", list[AdminUnit]()
    try:
        units = asked_units(request, MOST_UNITS)
    except Wrong as error:
        problem = str(error)
    kind = asked_kind(request)
    codes = [unit.pk for unit in units]
    rows = list(yearly(codes).filter(category=kind)) if codes else []
    years = sorted({row.period_start.year for row in rows})
    by_key = {(row.declared_unit_id, row.period_start.year): row for row in rows}
    query = urlencode({"units": ",".join(codes), "category": kind.value, "f": "csv"})
    context = {
        "problem": problem,
        "units": units,
        "asked": " ".join(codes),
        "kinds": CrimeKind.choices,
        "kind": kind,
        "years": years,
        "lines": [
            (unit, Line(unit.name, tuple(by_key.get((unit.pk, year)) for year in years)))
            for unit in units
        ],
        "has_rates": any(getattr(row, "rate", None) is not None for row in rows),
        "latest": max(rows, key=lambda row: row.cutoff_date, default=None),
        "has_samples": any(row.is_sample for row in rows),
        "most": MOST_UNITS,
        "csv_address": on_site(f"/api/v1/security/complaints/?{query}"),
    }
    status = 400 if problem else 200
    return render(request, "frontend/security/comparison.html", context, status=status)
