"""``/ambiente/``: what there is of environmental information, and the water standard."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.views.environment.charts import plain
from territory.addresses import on_site
from territory.environment_info.points import judged_by_parameter
from territory.environment_info.standard import JUDGED, TARGETED
from territory.models import EnvironmentalMeasurement, WaterStandardLimit


def index(request: HttpRequest) -> HttpResponse:
    """What values amount to beside the standard, its limits, and the way to the rest."""
    context = {
        "targeted": TARGETED,
        "judged": judged_by_parameter(),
        "verdicts": [verdict.label for verdict in JUDGED],
        "limits": [(limit, plain(limit.limit)) for limit in WaterStandardLimit.objects.all()],
        "is_sample": not EnvironmentalMeasurement.objects.filter(is_sample=False).exists(),
        "map_address": on_site("/mapa/?v=1&l=environmental_monitoring_points"),
    }
    return render(request, "frontend/environment/index.html", context)
