"""The map: everything on it is the viewer's (``src/map``)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse


def map_page(request: HttpRequest) -> HttpResponse:
    context = {
        "layers_address": reverse("rest:layers"),
        "commitments_address": reverse("rest:commitments"),
    }
    return render(request, "frontend/map.html", context)
