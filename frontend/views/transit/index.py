"""``/transporte/``: what there is of urban transport, by plan and by feed."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.near_stops import near_stops
from frontend.views.participation.consultation_pages import consultations_page
from territory.models import Consultation
from territory.transit.feeds import feeds
from territory.urban_plans import plans

PER_PAGE = 50


def index(request: HttpRequest) -> HttpResponse:
    """Plans by city, feeds by name, people near stops, and governance under consultation."""
    governance = Consultation.Kind.GOVERNANCE
    context = {
        "instruments": consultations_page(request, 9, "instrumentos", governance),
        "plans": Paginator(plans(), PER_PAGE).get_page(request.GET.get("pagina", 1)),
        "feeds": Paginator(feeds(), PER_PAGE).get_page(request.GET.get("redes", 1)),
        "near": near_stops(request),
    }
    return render(request, "frontend/transit/index.html", context)
