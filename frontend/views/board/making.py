"""How the plan was made, in its own words, and what published sources add to them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend.locator import PERU_TALL, map_url
from layers.plan.making.situations import AFFECTED_REGIONS
from territory.models import Plan, PlanEvent, Theme
from territory.plan_making import events, events_by_region, events_by_sector, situations
from territory.plan_text import EVENT_WORDS, Preamble, preamble

EVENTS_PER_PAGE = 50
PICTURE_PX = (448, 643)


@dataclass(frozen=True)
class Excerpt:
    """A sentence of the plan on a subject."""

    title: str | Promise
    words: str


# What the plan says of its design, each subject by words that only its sentence has.
_SUBJECTS = (
    (_("De qué trata"), "contiene compromisos en materia de"),
    (_("Plan Bicentenario"), "Plan Bicentenario"),
    (_("CEPAL, OCDE y Objetivos de Desarrollo Sostenible"), "CEPAL"),
    (_("Regiones afectadas"), "afectan severamente"),
    (_("Consulta sobre lecciones aprendidas"), "lecciones aprendidas"),
    (_("Mesas, consultas y talleres"), "mesas temáticas"),
    (_("Foros multiactor"), "foros multiactor"),
)


def making(request: HttpRequest) -> HttpResponse:
    """The plan's preamble, the events of its making by sector and region, affected regions."""
    plan = get_object_or_404(Plan.objects.order_by("-year_from")[:1])
    said = preamble(plan)
    theme = request.GET.get("sector", "")
    theme = theme if theme in Theme.values else ""
    by_region = events_by_region()
    region = request.GET.get("region", "")
    region = region if region in {count.code for count in by_region} else ""
    chosen = {"sector": theme, "region": region}
    layers = ("departments", AFFECTED_REGIONS.name)
    found = list(situations())
    context = {
        "plan": plan,
        "preamble": said,
        "excerpts": _excerpts(said),
        "kinds": [(kind.label, EVENT_WORDS[kind]) for kind in PlanEvent.Kind],
        "by_sector": events_by_sector(),
        "by_region": by_region,
        "page": Paginator(events(theme, region), EVENTS_PER_PAGE).get_page(
            request.GET.get("pagina", 1)
        ),
        "themes": Theme,
        "chosen": chosen,
        "filter": urlencode({key: value for key, value in chosen.items() if value}),
        "situations": found,
        "picture": map_url(layers, PERU_TALL, *PICTURE_PX) if found else "",
        "picture_size": PICTURE_PX,
        "layer": AFFECTED_REGIONS,
        "map_address": f"{reverse('site:map')}?v=1&l={','.join(layers)}",
    }
    return render(request, "frontend/board/making.html", context)


def _excerpts(said: Preamble) -> list[Excerpt]:
    found = (Excerpt(title, said.saying(words)) for title, words in _SUBJECTS)
    return [excerpt for excerpt in found if excerpt.words]
