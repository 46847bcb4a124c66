"""The first page: the big search, three maps to begin with, the plan's commitments."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend.locator import PERU_TALL, PERU_WIDE, map_url
from frontend.views.plan import theme_groups
from layers import registry
from layers.layer import AnyUser
from territory.addresses import on_site

TALL_PX = (336, 482)
# Three of them must fit into what the first page may weigh.
CARD_PX = (456, 285)


@dataclass(frozen=True)
class TopicalMap:
    """A map to begin with: the layers it turns on, from the bottom up."""

    title: str | Promise
    text: str | Promise
    layers: tuple[str, ...]

    @property
    def address(self) -> str:
        return on_site(f"/mapa/?v=1&l={','.join(self.layers)}")

    @property
    def picture(self) -> str:
        return map_url(self.layers, PERU_WIDE, *CARD_PX)


@dataclass(frozen=True)
class MapCard:
    topic: TopicalMap
    has_samples: bool


_TOPICAL_MAPS = (
    TopicalMap(
        _("Población por distrito"),
        _("Los distritos del directorio del INEI, clasificados por su población."),
        ("districts", "departments"),
    ),
    TopicalMap(
        _("Lo que el plan nombra"),
        _("Los lugares que el texto del plan nombra para cada compromiso, con sus palabras."),
        ("departments", "commitment_territories"),
    ),
    TopicalMap(
        _("Comisiones ambientales"),
        _("Las CAR y CAM del compromiso 3 en la unidad que declaran."),
        ("departments", "environmental_commissions"),
    ),
)


def home(request: HttpRequest) -> HttpResponse:
    context = {
        "map_cards": _available_maps(request.user),
        "hero_picture": map_url(("departments",), PERU_TALL, *TALL_PX, transparent=True),
        "groups": theme_groups(request),
    }
    return render(request, "frontend/home.html", context)


def _available_maps(user: AnyUser) -> list[MapCard]:
    infos = {info.name: info for _layer, info in registry.describe_all(user)}
    return [
        MapCard(topic, any(infos[name].has_samples for name in topic.layers))
        for topic in _TOPICAL_MAPS
        if infos.keys() >= set(topic.layers)
    ]
