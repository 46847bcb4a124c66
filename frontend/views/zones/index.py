"""The list of zones that the visitor may see, and what was said of theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db.models.functions import Envelope
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from frontend.locator import picture_of
from frontend.views.zones.shared import AROUND, own
from territory.models import InterventionZone
from territory.roles import planner_of
from territory.zones import zones_for_display
from territory.zones.decisions import remarks_seen
from territory.zones.feed_keys import feed_token

PER_PAGE = 20
REMARKS_PER_PAGE = 10
PICTURE_PX = (300, 260)


@dataclass(frozen=True)
class ZoneCard:
    """A zone in the list, with the address of its small map."""

    zone: InterventionZone
    picture: str


@own
def index(request: HttpRequest) -> HttpResponse:
    """The zones that the visitor may see, the last changed first."""
    zones: QuerySet[Any] = (
        zones_for_display(request.user).annotate(envelope=Envelope("geom")).defer("geom")
    )
    page = Paginator(zones.order_by("-updated_at", "-pk"), PER_PAGE).get_page(
        request.GET.get("pagina", 1)
    )
    context: dict[str, Any] = {
        "page": page,
        "cards": [
            ZoneCard(zone, picture_of(zone.envelope, AROUND, *PICTURE_PX))
            for zone in page.object_list
        ],
        "picture_size": PICTURE_PX,
        "planner": planner_of(request.user),
    }
    if request.user.is_authenticated:
        remarks = Paginator(remarks_seen(request.user), REMARKS_PER_PAGE)
        context["remarks"] = remarks.get_page(request.GET.get("observaciones", 1))
        if token := feed_token(request.user):
            address = reverse("site:zone-own-feed", args=[token])
            context["own_feed"] = request.build_absolute_uri(address)
    return render(request, "frontend/zones.html", context)
