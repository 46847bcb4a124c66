"""What was contributed about a feature of any layer: on its own page, and on a page for each."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import cache_control

from frontend.views.participation.public import PER_PAGE, shown
from layers.participation.subjects import find
from territory.models import Contribution
from territory.participation.answering_term import clock_of

# On a feature's own page the latest are enough to see what is asked for.
_LATEST = 5


def form_address(layer: str, fid: str) -> str:
    """The form of a contribution about the feature."""
    asked = urlencode({"capa": layer, "elemento": fid})
    return f"{reverse('site:contribution-new')}?{asked}"


def contributed_about(layer: str, fid: str) -> dict[str, Any]:
    """The latest that were published, and the addresses of all and of the form. One query."""
    found = list(_about(layer, fid)[: _LATEST + 1])
    return {
        "about_cards": [(item, clock_of(item)) for item in found[:_LATEST]],
        "about_more": len(found) > _LATEST,
        "about_address": reverse("site:contributions-about", args=[layer, fid]),
        "about_form": form_address(layer, fid),
    }


def numbers_about(layer: str, fids: Collection[str]) -> dict[str, int]:
    """Feature → how many contributions about it are published, of those with any. One query."""
    rows: QuerySet[Any] = shown()
    rows = rows.filter(feature_layer=layer, feature_fid__in=fids, public_feature__isnull=False)
    counted = rows.order_by().values_list("feature_fid").annotate(Count("pk"))
    return {str(fid): number for fid, number in counted}


@cache_control(public=True, no_cache=True)
def sheet(request: HttpRequest, layer: str, fid: str) -> HttpResponse:
    """``/participar/elemento/<layer>/<fid>/``; of one that is gone what was said of it is left."""
    # No text of the database holds it.
    if "\x00" in layer + fid:
        raise Http404
    subject = find(layer, fid)
    page = Paginator(_about(layer, fid), PER_PAGE).get_page(request.GET.get("pagina", 1))
    latest = next(iter(page.object_list), None)
    if subject is None and latest is None:
        raise Http404
    context = {
        "subject": subject,
        "name": subject.name if subject else getattr(latest, "public_feature", ""),
        "page": page,
        "cards": [(item, clock_of(item)) for item in page.object_list],
        "form_address": form_address(layer, fid),
    }
    return render(request, "frontend/participation/about.html", context)


def _about(layer: str, fid: str) -> QuerySet[Contribution]:
    """Those of layers that everybody sees."""
    rows: QuerySet[Any] = shown()
    return rows.filter(feature_layer=layer, feature_fid=fid, public_feature__isnull=False)
