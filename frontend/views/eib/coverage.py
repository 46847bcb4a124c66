"""``/eib/cobertura/``: services by UGEL and language, as a page and as a table to take home."""

from __future__ import annotations

import csv

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from layers.exports.export import SAMPLE_MARK
from layers.reading.results import harmless
from territory.eib.coverage import COLUMNS, Counted, coverage
from territory.models import Language

PER_PAGE = 100


def index(request: HttpRequest) -> HttpResponse:
    """The table, of one UGEL or language if asked for, with what it can't place."""
    asked, lines = _asked(request)
    everything = lines if not any(asked.values()) else coverage()
    context = {
        "asked": asked,
        "filter": urlencode({name: value for name, value in asked.items() if value}),
        "ugeles": _ugeles(everything),
        "languages": Language.objects.only("name", "code"),
        "page": Paginator(lines, PER_PAGE).get_page(request.GET.get("pagina", 1)),
        "unplaced": sum(line.services for line in everything if line.ugel_code is None),
        "has_samples": any(line.is_sample for line in everything),
        "origin": next(iter(everything), None),
    }
    return render(request, "frontend/eib/coverage.html", context)


def table(request: HttpRequest) -> HttpResponse:
    """The same as CSV; unknown is an empty cell."""
    _, lines = _asked(request)
    marked = SAMPLE_MARK if any(line.is_sample for line in lines) else ""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{marked}cobertura_eib.csv"'
    # By it Excel knows the text for UTF-8.
    response.write("\ufeff")
    writer = csv.writer(response, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_cells(line) for line in lines)
    return response


def _asked(request: HttpRequest) -> tuple[dict[str, str], list[Counted]]:
    asked = {name: request.GET.get(name, "").strip()[:60] for name in ("ugel", "lengua")}
    asked = {name: value.replace("\x00", "") for name, value in asked.items()}
    return asked, coverage(ugel=asked["ugel"] or None, language=asked["lengua"] or None)


def _ugeles(lines: list[Counted]) -> list[tuple[str, str]]:
    return sorted({(line.ugel_code, line.ugel or "") for line in lines if line.ugel_code})


def _cells(line: Counted) -> list[str]:
    values = (getattr(line, name) for name in COLUMNS)
    return ["" if value is None else harmless(str(value)) for value in values]
