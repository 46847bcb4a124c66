"""``/eib/``: the map of languages and its services, and the page of one service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from frontend.eib import language_map, map_address
from frontend.locator import draw_locator
from layers.themes.eib_schools.speaking import speaking
from territory.addresses import on_site
from territory.eib.coverage import by_language
from territory.eib.services import languages_called, service_called, services
from territory.models import EibSchool, Language

PER_PAGE = 40
# More at once would leave nothing out of the map.
MOST_CHOSEN = 10
_AROUND = ("departments", "district_capitals")


@dataclass(frozen=True)
class Spoken:
    """A language of a service; ``variety`` is empty where the register names none."""

    language: Language
    variety: str


def index(request: HttpRequest) -> HttpResponse:
    """The languages on a map and in a table, and the services of those that are chosen."""
    codes = list(dict.fromkeys(request.GET.getlist("lengua")))[:MOST_CHOSEN]
    chosen = languages_called(codes) if any(codes) else []
    names = [language.name for language in chosen]
    filter_ = urlencode([("lengua", language.code) for language in chosen])
    context = {
        "languages": Language.objects.only("name", "code"),
        "chosen": chosen,
        "unknown": bool(any(codes) and not chosen),
        "filter": filter_,
        "picture": language_map(names),
        # The map shows one language at a time, or all.
        "map_address": map_address(chosen[0].code if len(chosen) == 1 else ""),
        "map_language": chosen[0] if len(chosen) == 1 else None,
        "files": _files(names),
        "counts": by_language(),
        "page": Paginator(services(names), PER_PAGE).get_page(request.GET.get("pagina", 1)),
    }
    return render(request, "frontend/eib/index.html", context)


def sheet(request: HttpRequest, service: str) -> HttpResponse:
    """One service: its languages, form of attention, place, and what each register says."""
    found = service_called(*service.split("-"))
    if found is None:
        raise Http404
    context = {
        "service": found,
        "spoken": _spoken(found),
        "locator": draw_locator(found.geom.buffer(0.05), _AROUND, places=[found.geom])
        if found.geom
        else None,
        "map_address": _map_of(found),
    }
    return render(request, "frontend/eib/service.html", context)


def _spoken(found: EibSchool) -> list[Spoken]:
    pairs = (
        (found.language_1, found.variety_1),
        (found.language_2, found.variety_2),
        (found.language_3, found.variety_3),
    )
    return [Spoken(language, variety or "") for language, variety in pairs if language]


def _map_of(found: EibSchool) -> str:
    if found.geom is None:
        return ""
    x, y = found.geom.coords
    return on_site(f"/mapa/?v=1&l=departments,eib_schools&c={x:.5f},{y:.5f}&z=12")


def _files(names: list[str]) -> dict[str, str]:
    """The services on the page as files, by form."""
    chosen: dict[str, Any] = {"filter": speaking(names)} if names else {}
    return {
        form: on_site(f"/ogc/collections/eib_schools/items?{urlencode({**chosen, 'f': form})}")
        for form in ("csv", "xlsx", "gpkg")
    }
