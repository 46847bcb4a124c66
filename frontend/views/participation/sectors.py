"""Contributions counted by sector: a commitment's table, and the same as CSV."""

from __future__ import annotations

import csv
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control

from layers.participation.contributions import SOURCE
from territory.commitments import commitments
from territory.models.contributions import Outcome
from territory.participation.by_sector import sector_lines

_HEAD = ("compromiso", "sector", "nombre_del_sector", "aportes_publicados", "respondidos")
_FOOT = ("fuente", "fecha_de_corte")


def contributed_to(number: int) -> dict[str, Any]:
    """What the page of a commitment shows of its contributions. One query."""
    lines = sector_lines(number)
    return {
        "sector_lines": lines,
        "outcomes": Outcome.choices,
        "contributed": sum(line.contributions for line in lines),
    }


@cache_control(public=True, no_cache=True)
def table(_request: HttpRequest, number: int) -> HttpResponse:
    """``/participar/por-sector/<number>.csv``: a line for each sector, with all its outcomes."""
    if number not in {found.number for found in commitments()}:
        raise Http404
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="aportes-por-sector-{number}.csv"'},
    )
    written = csv.writer(response)
    written.writerow([*_HEAD, *Outcome.values, *_FOOT])
    today = timezone.localdate().isoformat()
    for line in sector_lines(number):
        own = [number, line.code, line.title, line.contributions, line.answered]
        written.writerow([*own, *line.outcomes.values(), SOURCE, today])
    return response
