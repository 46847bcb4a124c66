"""``/ambiente/servicios/``: what SINIA, GEOSERVIDOR, OEFA and others offer, and who answers."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from layers.federation import listing
from layers.models import FederatedService, Platform
from layers.use import listing as listing_of_use

COMMITMENT = 2
PER_PAGE = 50
# Two years of the four kinds of platform.
OFFERED_SHOWN = 96


def listed(request: HttpRequest) -> HttpResponse:
    """Every service and how it answers; with ``q`` or a platform, the data sets of all of them."""
    words = request.GET.get("q", "").strip()[: listing.MAX_ASKED]
    asked = request.GET.get("plataforma", "")
    platform = asked if asked in Platform.values else ""
    rows = listing.items(words=words, platform=platform)
    given = {"q": words, "plataforma": platform}
    context = {
        "services": listing.services(),
        "given": given,
        "filter": urlencode({name: value for name, value in given.items() if value}),
        "platforms": Platform.choices,
        "is_search": bool(words or platform),
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina", 1)),
    }
    return render(request, "frontend/environment/services.html", context)


def sheet(request: HttpRequest, federated: str) -> HttpResponse:
    """One service: since when it answers or doesn't, what it offers, month by month."""
    service = listing.services().filter(pk=federated).first()
    if service is None:
        raise Http404
    words = request.GET.get("q", "").strip()[: listing.MAX_ASKED]
    rows = listing.items(service=service.pk, words=words)
    context = {
        "service": service,
        "words": words,
        "filter": urlencode({"q": words}) if words else "",
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina", 1)),
        "months": listing.months(service.pk),
        "is_known": service.address is not None,
        "protocol": _protocol(service),
    }
    return render(request, "frontend/environment/service.html", context)


def use(request: HttpRequest) -> HttpResponse:
    """What each platform offered, by month, beside how what is published here was used."""
    rows = listing_of_use.used(COMMITMENT)
    platforms = dict(Platform.choices)
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina", 1)),
        "since": listing_of_use.counted_since(),
        "offered": [
            {**row, "platform": platforms[row["service__platform"]]}
            for row in listing_of_use.offered_by_platform()[:OFFERED_SHOWN]
        ],
    }
    return render(request, "frontend/environment/use.html", context)


def _protocol(service: FederatedService) -> str:
    return service.get_protocol_display() if service.protocol else ""
