"""``/ambiente/emisiones/``: the national inventory of greenhouse gases, a series each sector."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from territory.environment_info.emissions import inventory as of_country


def inventory(request: HttpRequest) -> HttpResponse:
    """Each sector's sums by year, and what of them isn't told."""
    return render(request, "frontend/environment/emissions.html", {"inventory": of_country()})
