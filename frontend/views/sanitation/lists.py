"""``/saneamiento/inversiones/``: a search, and the lists with their thresholds; governments."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.views.sanitation.asked import Choice, Wrong, choice
from territory.addresses import on_site
from territory.models import AdminUnit, SanitationProject
from territory.queries import current_units
from territory.sanitation.groups import GOVERNMENT, groups
from territory.sanitation.investments import Asked, once, origin, statuses, years
from territory.sanitation.thresholds import LISTS, conditions, offered, thresholds

PER_PAGE = 50
_ORDERS = {"stalled": "-updated_cost_pen", "overrun": "-over_pct", "ahead": "-ahead_points"}


def investments(request: HttpRequest) -> HttpResponse:
    """Those that are found, a page of them; of a list by what makes it one."""
    known = thresholds()
    problem, chosen = "", Choice(Asked(), None, {})
    try:
        chosen = choice(request, known)
    except Wrong as error:
        problem = str(error)
    listed = chosen.asked.listed
    found = once(chosen.asked, known).defer("geom", "map_point")
    if listed:
        found = found.order_by(_ORDERS[listed], "cui")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("pagina", 1))
    context = {
        "problem": problem,
        "choice": chosen,
        "asked": chosen.asked,
        "page": page,
        "filter": chosen.query,
        "levels": SanitationProject.GovernmentLevel.choices,
        "years": years(),
        "statuses": statuses(),
        "departments": current_units()
        .filter(level=AdminUnit.Level.DEPARTMENT)
        .values_list("pk", "name"),
        "lists": [(name, LISTS[name]) for name in offered(known)],
        "listed": listed,
        "title": LISTS.get(listed, ""),
        "said": known.said(listed) if listed else "",
        "reasons": known.why(listed) if listed else (),
        "unknown": _unknown(chosen, listed) if listed else 0,
        "origin": origin(),
        "csv_address": on_site(
            f"/api/v1/sanitation/investments/?f=csv&{chosen.api_query}".rstrip("&")
        ),
    }
    status = 400 if problem else 200
    return render(request, "frontend/sanitation/investments.html", context, status=status)


def _unknown(chosen: Choice, listed: str) -> int:
    """Of how many it can't be said whether they are on the list."""
    known = thresholds()
    asked = chosen.asked
    everything = Asked(asked.text, asked.unit, asked.level, asked.year, asked.status, asked.entity)
    return once(everything, known).filter(conditions(known)[listed].unknown).count()


def governments(request: HttpRequest) -> HttpResponse:
    """Regional and local governments (or any level), each with its sums and its CSV."""
    known = thresholds()
    level = request.GET.get("nivel", "GL")
    level = level if level in SanitationProject.GovernmentLevel.values else "GL"
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    found = groups(GOVERNMENT, Asked(level=level), known)
    words = text.upper().split()
    found = [one for one in found if all(word in one.title.upper() for word in words)]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("pagina", 1))
    context = {
        "level": level,
        "levels": SanitationProject.GovernmentLevel.choices,
        "text": text,
        "page": page,
        "filter": f"nivel={level}" + (f"&q={text}" if text else ""),
        "origin": origin(),
        "investments_csv": on_site("/api/v1/sanitation/investments/"),
        "csv_address": on_site(f"/api/v1/sanitation/summary/?by={GOVERNMENT}&level={level}&f=csv"),
    }
    return render(request, "frontend/sanitation/governments.html", context)
