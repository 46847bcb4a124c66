"""People near stops on a page: the figures, how they are counted, or why there are none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from frontend.templatetags.site_tags import thousands
from territory.boundaries.rules import official_levels
from territory.models import PeopleNearStops, PopulationSource
from territory.models.transport import commitment_of
from territory.population import loaded_population, near_feed, near_units

UNITS_PER_PAGE = 50
_KEY = "cerca"

NO_POPULATION = (
    "No se puede saber: nadie cargó aún una población por celda o por manzana, y la lista de "
    "centros poblados de este sitio no trae cuánta gente vive en cada uno."
)
NO_BOUNDARIES = (
    "Por territorio no se puede saber: los límites de este sitio son aproximados, y no dicen de "
    "quién es cada celda."
)
NOT_COVERED = (
    "Por territorio no se puede saber: la población cargada no cubre entero ninguno con paraderos."
)


@dataclass(frozen=True)
class Line:
    """A unit's line; ``share`` of its people as text, empty where it has none."""

    ubigeo: str
    name: str
    people: int
    total: int
    share: str
    stops: int


@dataclass(frozen=True)
class NearStops:
    """``reason`` says why there is no figure by unit; it is empty where ``lines`` has any.

    ``key`` is what the address calls the page; ``is_sample`` where the stops are an example.
    """

    population: PopulationSource | None
    page: Page[Any]
    lines: list[Line]
    key: str
    reason: str
    is_sample: bool


def near_stops(request: HttpRequest, number: int | None = None) -> NearStops:
    """A page of units by ubigeo; of a commitment the provinces that it is about."""
    population = loaded_population()
    rows: Any = near_units()
    if number is not None:
        found = rows.filter(unit__level="province")
        rows = [row for row in found if commitment_of(row.unit_id) == number]
    page = Paginator(rows, UNITS_PER_PAGE).get_page(request.GET.get(_KEY, 1))
    return NearStops(
        population,
        page,
        [_line(row) for row in page],
        _KEY,
        _reason(population, page),
        any(row.is_sample for row in page),
    )


def _line(row: Any) -> Line:
    share = f"{100 * row.people / row.total:.1f} %".replace(".", ",") if row.total else ""
    return Line(row.unit_id, row.name, round(row.people), round(row.total), share, row.stops)


def _reason(population: PopulationSource | None, page: Page[Any]) -> str:
    if population is None:
        return NO_POPULATION
    if page.paginator.count:
        return ""
    return NOT_COVERED if official_levels() else NO_BOUNDARIES


def near_feed_sentence(name: str) -> str:
    """How many people live near the feed's stops, or why that can't be known."""
    found = near_feed(name)
    if found is None:
        return f"Personas a menos de 500 m de sus paraderos: {_lower_first(NO_POPULATION)}"
    return f"Personas a menos de 500 m de sus paraderos: {_counted(found)}"


def _counted(found: PeopleNearStops) -> str:
    if found.people is None:
        return "no se puede saber, la población cargada no llega hasta ellos."
    source = f"según {found.population.source}"
    if not found.uncovered:
        return f"{thousands(round(found.people))}, en línea recta, {source}."
    return (
        f"{thousands(round(found.people))} en la parte que la población cargada cubre, en línea "
        f"recta, {source}; del entorno de {thousands(found.uncovered)} de sus "
        f"{thousands(found.stops)} paraderos no se sabe todo."
    )


def _lower_first(text: str) -> str:
    return text[0].lower() + text[1:]
