"""``/seguridad/t/<ubigeo>/``: a unit's complaints by year and kind, and month by month."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format

from frontend.views.security.index import LAYER, MONTHS
from territory.addresses import on_site
from territory.crime.complaints import monthly, yearly
from territory.models.crime import CrimeCount, CrimeKind
from territory.queries import current_units, unit_ancestors, unit_children

_UBIGEO = re.compile(r"(?:[0-9]{2}){1,3}")


@dataclass(frozen=True)
class Line:
    """A line of a table: one cell a column, None where there is no row."""

    title: str
    cells: tuple[CrimeCount | None, ...]


def sheet(request: HttpRequest, ubigeo: str) -> HttpResponse:
    """All years and months that are published of the unit."""
    if not _UBIGEO.fullmatch(ubigeo):
        raise Http404
    unit = get_object_or_404(current_units().defer("geom"), pk=ubigeo)
    by_year, by_month = list(yearly([unit.pk])), list(monthly([unit.pk]))
    years = sorted({row.period_start.year for row in by_year})
    rows = [*by_year, *by_month]
    context = {
        "unit": unit,
        "ancestors": unit_ancestors(unit),
        "children": unit_children(unit).defer("geom"),
        "years": years,
        "kinds": _kinds(by_year, years),
        "rates": [
            next((r for r in by_year if _is_total(r) and r.period_start.year == year), None)
            for year in years
        ],
        "month_names": [date_format(dt.date(2000, number, 1), "M") for number in range(1, 13)],
        "months": _months(by_month),
        "latest": max(rows, key=lambda row: row.cutoff_date, default=None),
        "has_samples": any(row.is_sample for row in rows),
        "map_address": on_site(f"/mapa/?v=1&l=departments,{LAYER}&u={unit.pk}"),
        "years_csv": on_site(f"/api/v1/series/{LAYER}/?unit={unit.pk}&f=csv"),
        "months_csv": on_site(f"/api/v1/series/{MONTHS}/?unit={unit.pk}&f=csv"),
    }
    return render(request, "frontend/security/unit.html", context)


def _is_total(row: CrimeCount) -> bool:
    return row.category == CrimeKind.TOTAL


def _kinds(rows: Iterable[CrimeCount], years: Iterable[int]) -> list[Line]:
    """One line a kind, one column a year; kinds of which no year has a row are left out."""
    by_key = {(row.category, row.period_start.year): row for row in rows}
    lines = []
    for kind in CrimeKind:
        cells = tuple(by_key.get((kind.value, year)) for year in years)
        if any(cells):
            lines.append(Line(str(kind.label), cells))
    return lines


def _months(rows: Iterable[CrimeCount]) -> list[Line]:
    """One line a year, the latest first, one column a month."""
    by_key = {(row.period_start.year, row.period_start.month): row for row in rows}
    years = sorted({year for year, _month in by_key}, reverse=True)
    return [
        Line(str(year), tuple(by_key.get((year, month)) for month in range(1, 13)))
        for year in years
    ]
