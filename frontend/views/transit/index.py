"""``/transporte/``: what there is of urban transport, by plan."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from territory.urban_plans import plans

PLANS_PER_PAGE = 50


def index(request: HttpRequest) -> HttpResponse:
    """The plans by city."""
    page = Paginator(plans(), PLANS_PER_PAGE).get_page(request.GET.get("pagina", 1))
    return render(request, "frontend/transit/index.html", {"plans": page})
