"""The page of results: territories, commitments, layers, zones and rows, grouped by kind."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from frontend.coordinates import Position, parse_coordinates
from layers.searching import Group, Hit, Match, kinds, search
from territory.addresses import on_site
from territory.models import AdminUnit
from territory.names import fold
from territory.queries import units_at

# Of each kind the page shows the first; the page of one kind as many as anybody reads.
RESULTS, RESULTS_OF_ONE_KIND = 6, 100
UNITS = "units"


def results(request: HttpRequest) -> HttpResponse:
    """Results for a name, a code or coordinates; a single exact territory goes to its sheet."""
    text = request.GET.get("q", "").strip()
    position = parse_coordinates(text)
    if position is not None:
        return _at_position(request, text, position)
    kind = request.GET.get("tipo", "")
    kind = kind if kind in kinds() else ""
    groups = search(text, request.user, RESULTS_OF_ONE_KIND if kind else RESULTS, kind)
    exact = [hit for group in groups for hit in group.hits if _is_exact(hit, text)]
    if not kind and len(exact) == 1 and exact[0].kind == UNITS:
        return redirect("site:unit", exact[0].fid)
    # The kind that answers best comes first.
    groups.sort(key=lambda group: min(hit.match for hit in group.hits))
    context: dict[str, Any] = {
        "query": text,
        "groups": [(group, _all_of(group, text)) for group in groups],
    }
    if kind:
        context |= {"kind_title": kinds()[kind], "address_of_all": _address(text)}
    return render(request, "frontend/search.html", context)


def _is_exact(hit: Hit, text: str) -> bool:
    return hit.match == Match.CODE or (hit.match == Match.NAME and fold(hit.title) == fold(text))


def _all_of(group: Group, text: str) -> str:
    """The address of all that there are of the kind; empty where all are shown."""
    return _address(text, group.kind) if group.has_more else ""


def _address(text: str, kind: str = "") -> str:
    asked = {"q": text, "tipo": kind} if kind else {"q": text}
    return f"{reverse('site:search')}?{urlencode(asked)}"


def _at_position(request: HttpRequest, text: str, position: Position) -> HttpResponse:
    found = units_at(position.longitude, position.latitude) if position.in_peru else []
    context = {
        "query": text,
        "units": found,
        "position": position,
        "names_district": any(unit.level == AdminUnit.Level.DISTRICT for unit in found),
        "map_address": on_site(
            f"/mapa/?v=1&m={position.longitude:.5f},{position.latitude:.5f}&z=13"
        ),
    }
    return render(request, "frontend/search.html", context)
