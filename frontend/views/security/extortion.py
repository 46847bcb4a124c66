"""``/seguridad/extorsion/``: what each source says of extortion in La Libertad, side by side."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from territory.addresses import on_site
from territory.crime.complaints import yearly
from territory.crime.extortion import all_told, side_by_side
from territory.models.crime import CrimeCount, CrimeKind
from territory.models.extortion import ExtortionAspect

LAYER = "extortion_counts"


def extortion(request: HttpRequest) -> HttpResponse:
    """The totals by year and unit, SIDPOL's own numbers beside, then the characteristics."""
    rows = all_told()
    has_samples = any(row.is_sample for row in rows)
    totals = side_by_side(rows)
    # Facts alone stand beside facts.
    reported = {} if has_samples else _reported(sorted({one.unit for one in totals}))
    lines = [(one, reported.get((one.unit, one.year))) for one in totals]
    context = {
        "years": [(year, list(some)) for year, some in groupby(lines, lambda line: line[0].year)],
        "has_reported": bool(reported),
        "aspects": [row for row in rows if row.category != ExtortionAspect.TOTAL],
        "has_samples": has_samples,
        "map_address": on_site(f"/mapa/?v=1&l=provinces,{LAYER}"),
        "csv_address": on_site(f"/ogc/collections/{LAYER}/items?f=csv"),
    }
    return render(request, "frontend/security/extortion.html", context)


def _reported(units: list[str]) -> dict[tuple[str | None, int], CrimeCount]:
    """SIDPOL's complaints of extortion by unit and year, without examples."""
    rows = yearly(units).filter(category=CrimeKind.EXTORTION, is_sample=False)
    return {(row.declared_unit_id, row.period_start.year): row for row in rows}
