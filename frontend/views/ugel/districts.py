"""``/ugel/distritos/``: districts that several UGEL share, and all districts' shares as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from layers.record_csv import defused
from territory.models import UgelDistrict
from territory.ugel.shares import districts, shared_districts, shares

PER_PAGE = 50
_ROWS_A_TIME = 1_000
COLUMNS = (
    "ubigeo",
    "distrito",
    "provincia",
    "codigo",
    "nombre",
    "es_dre",
    "servicios",
    "porcentaje",
    "asignado",
    "empate",
    "fuente",
    "fecha_corte",
    "es_ejemplo",
)


def index(request: HttpRequest) -> HttpResponse:
    """The shared ones, each with its shares."""
    page = Paginator(shared_districts(), PER_PAGE).get_page(request.GET.get("pagina", 1))
    found = districts(page.object_list)
    context = {
        "page": page,
        "districts": found,
        "has_samples": any(row.is_sample for district in found for row in district.rows),
    }
    return render(request, "frontend/ugel/districts.html", context)


def table(request: HttpRequest) -> StreamingHttpResponse:
    """Every district's shares: a row for each office that has services in it."""
    rows = shares().iterator(chunk_size=_ROWS_A_TIME)
    headers = {"Content-Disposition": f'attachment; filename="{_name()}"'}
    kind = "text/csv; charset=utf-8"
    return StreamingHttpResponse(_lines(rows), content_type=kind, headers=headers)


def _name() -> str:
    only_samples = UgelDistrict.objects.published().filter(is_sample=True).exists()
    return f"{'EJEMPLO_' if only_samples else ''}distritos_por_ugel.csv"


def _lines(rows: Iterable[UgelDistrict]) -> Iterator[str]:
    """UTF-8 with a mark by which spreadsheets know it; what isn't known is empty."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    yield "\ufeff" + out.getvalue()
    for row in rows:
        out.seek(0)
        out.truncate()
        writer.writerow(defused(text) for text in _cells(row))
        yield out.getvalue()


def _cells(row: UgelDistrict) -> tuple[str, ...]:
    unit = row.unit
    return (
        unit.pk,
        unit.name,
        unit.parent.name if unit.parent else "",
        row.code or "",
        row.name or "",
        str(row.is_regional).lower(),
        str(row.services),
        "" if row.percent is None else f"{row.percent:.2f}",
        str(row.is_assigned).lower(),
        str(row.is_tied).lower(),
        row.source,
        row.cutoff_date.isoformat(),
        str(row.is_sample).lower(),
    )
