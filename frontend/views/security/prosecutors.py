"""``/seguridad/fiscalias/``: complaints by prosecutors' district, beside no unit's figures."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.views.security.asked import asked_year
from territory.addresses import on_site
from territory.crime.prosecutors import published, published_districts, published_years
from territory.models.prosecutors import (
    ALL,
    DISTRICTS,
    EXTORTION,
    ProsecutorsCount,
    ProsecutorsDistrict,
)

_API = "/api/v1/security/prosecutors/"


def prosecutors(request: HttpRequest) -> HttpResponse:
    """The districts in one year, and of one of them every offence in every year."""
    codes, years = published_districts(), published_years()
    names = [(code, ProsecutorsDistrict(code).label) for code in codes]
    year = asked_year(request, years)
    district = request.GET.get("distrito", "")
    district = district if district in codes else ""
    in_year = published().filter(period_start__year=year, category__in=(ALL, EXTORTION))
    lines = _lines(in_year if year else ())
    offences = list(published().filter(district=district)) if district else []
    offences.sort(key=lambda row: -row.period_start.year)
    first = in_year.first() if year else None
    context = {
        "years": years,
        "year": year,
        "districts": names,
        "district": district,
        "district_name": dict(names).get(district, ""),
        "is_whole": len(lines) >= DISTRICTS,
        "lines": lines,
        "by_year": [
            (one, list(some)) for one, some in groupby(offences, lambda row: row.period_start.year)
        ],
        "first": first,
        "has_samples": bool(first and first.is_sample),
        "csv_address": on_site(f"{_API}?f=csv"),
        "json_address": on_site(_API),
    }
    return render(request, "frontend/security/prosecutors.html", context)


def _lines(rows: Iterable[ProsecutorsCount]) -> list[dict[str, object]]:
    """Each district's total and extortion."""
    found: dict[str, dict[str, object]] = {}
    for row in rows:
        line = found.setdefault(
            row.district, {"code": row.district, "all": None, "extortion": None}
        )
        line["name"] = row.get_district_display()
        line["all" if row.category == ALL else "extortion"] = row
    return list(found.values())
