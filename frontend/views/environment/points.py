"""``/ambiente/puntos/``: the points of monitoring, and what was found at each."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from frontend.views.environment.charts import amount, charts_of, plain
from frontend.views.environment.missing import ask_address
from territory.addresses import on_site
from territory.environment_info import points as info
from territory.environment_info.standard import JUDGED, TARGETED
from territory.models import Matrix, MonitoringRegister
from territory.queries import current_units

PER_PAGE = 50
SERIES_PER_PAGE = 40
_UBIGEO = re.compile(r"(?:\d{2}){1,3}")


def listed(request: HttpRequest) -> HttpResponse:
    """The points, all or those of a unit, a matrix, a register."""
    unit = request.GET.get("unidad", "").strip()
    unit = unit if _UBIGEO.fullmatch(unit) else ""
    matrix = _choice(request, "matriz", Matrix.values)
    register = _choice(request, "registro", MonitoringRegister.values)
    rows = info.points(unit, matrix, register)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina", 1))
    given = {"unidad": unit, "matriz": matrix, "registro": register}
    context = {
        "page": page,
        "filter": urlencode({name: value for name, value in given.items() if value}),
        "unit": current_units().defer("geom").filter(pk=unit).first() if unit else None,
        "given": given,
        "matrices": Matrix.choices,
        "registers": MonitoringRegister.choices,
        "targeted": TARGETED,
        "is_sample": any(row.is_sample for row in page),
    }
    return render(request, "frontend/environment/points.html", context)


def sheet(request: HttpRequest, register: str, point: str) -> HttpResponse:
    """A point: where it is, the latest of each series, and the series of a parameter."""
    found = info.point(register, point)
    if found is None:
        raise Http404
    lines = info.series_lines(register, point)
    page = Paginator(lines, SERIES_PER_PAGE).get_page(request.GET.get("pagina", 1))
    keys = {line.latest.parameter_key for line in lines}
    asked = request.GET.get("parametro", "")
    longest = max(lines, key=lambda line: line.count, default=None)
    chosen = asked if asked in keys else longest.latest.parameter_key if longest else ""
    rows = _series(register, point, chosen) if chosen else []
    address = reverse("rest:environment-measurements")
    context = {
        "point": found,
        "page": page,
        "lines": [_line(line) for line in page],
        "chosen": chosen,
        "charts": [(chart, [_cells(row) for row in chart.rows]) for chart in charts_of(rows)],
        "is_cut": len(rows) == info.MOST_DRAWN,
        "csv": f"{address}?{urlencode({'register': register, 'point': point, 'f': 'csv'})}",
        "targeted": TARGETED,
        "ask_address": ask_address("environmental_monitoring_points", str(found.pk)),
        "map_address": _map_address(found),
        "filter": urlencode({"parametro": chosen}) if asked else "",
    }
    return render(request, "frontend/environment/point.html", context)


def _series(register: str, point: str, parameter: str) -> list[Any]:
    found = info.measurements(register, point, parameter).defer("geom")
    return list(found[: info.MOST_DRAWN])


def _line(line: Any) -> dict[str, Any]:
    return {"count": line.count, **_cells(line.latest)}


def _cells(row: Any) -> dict[str, Any]:
    """What a table shows of a value: itself, and what may be said of it with the article."""
    return {
        "row": row,
        "amount": amount(row),
        "verdict": info.verdict_title(row),
        "is_judged": row.verdict in {verdict.value for verdict in JUDGED},
        "limit": plain(row.standard_limit),
    }


def _choice(request: HttpRequest, name: str, values: list[str]) -> str:
    value = request.GET.get(name, "")
    return value if value in values else ""


def _map_address(found: Any) -> str:
    if found.geom is None:
        return ""
    where = f"{found.geom.x:.5f},{found.geom.y:.5f}"
    return on_site(f"/mapa/?v=1&l=environmental_monitoring_points&c={where}&z=14")
