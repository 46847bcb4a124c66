"""Territories: their list and the sheet of each unit."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from frontend.figures import FigureGroup, grouped
from frontend.ground import ground_context
from frontend.locator import Locator, draw_locator
from frontend.publication import NOT_PUBLISHED, Publication, State, publications
from frontend.series import Chart, charts_by_commitment
from frontend.views.downloads import LayerDownloads, downloads
from layers import registry
from layers.layer import Layer
from layers.places import inside_text
from layers.themes import placed_records
from territory.addresses import on_site
from territory.eib.coverage import by_language
from territory.extraction.of_unit import of_unit as extraction_of
from territory.figures import figures_for_unit
from territory.health_catalogues.coverage import known_in as catalogues_known_in
from territory.models import AdminUnit, BoundarySource, Theme
from territory.participation.figures import participation_figures
from territory.participation.processes.agreements import overdue_in, today
from territory.population.figures import near_stop_figures
from territory.queries import (
    CommitmentHere,
    Reason,
    commitments_for_unit,
    current_units,
    unit_children,
    unit_summary,
)
from territory.residences.coverage import known_in
from territory.rows import ListedRow, rows_declared_on
from territory.sanitation_studies.library import titles as studies_of
from territory.ugel.shares import ugel_around

Level = AdminUnit.Level

CHILDREN_PER_PAGE = 60
# Of what declares a unit its sheet shows the first; the layer's own pages show all.
ROWS_SHOWN = 10
AGREEMENTS_SHOWN = 10
STUDIES_SHOWN = 5

# What surrounds the unit on its small map.
_LOCATOR_LAYERS = {
    Level.DEPARTMENT: ("departments",),
    Level.PROVINCE: ("departments", "provinces"),
    Level.DISTRICT: ("departments", "provinces", "district_capitals"),
}


@dataclass(frozen=True)
class RowsLink:
    """Where all of a layer's rows that declare a unit, or one inside it, are listed."""

    title: str
    address: str
    only_samples: bool


@dataclass(frozen=True)
class Meaning:
    """What a commitment means at a unit: figures, and the first rows that declare it.

    ``more`` leads to all the rows, those of the units inside too, where they are not all shown.
    """

    here: CommitmentHere
    theme: Theme
    publication: Publication
    figure_groups: list[FigureGroup]
    rows: tuple[ListedRow, ...]
    more: tuple[RowsLink, ...]
    charts: list[Chart]
    downloads: tuple[LayerDownloads, ...]

    @property
    def has_data(self) -> bool:
        """Whether anything of the commitment is published, wherever, be it samples."""
        return self.publication.state != State.NOTHING

    @property
    def has_more(self) -> bool:
        """Whether there is more of it at the unit than its figures."""
        rows = self.here.rows
        shown = rows.here or rows.samples_here
        return bool(shown or self.charts or self.rows or self.more or self.downloads)


@dataclass(frozen=True)
class Meanings:
    """The 18 commitments by why they apply at a unit, each group by number.

    ``without_data`` and ``elsewhere_without_data`` are those of which nothing is published, not
    even samples.
    """

    named: tuple[Meaning, ...]
    national: tuple[Meaning, ...]
    without_data: tuple[Meaning, ...]
    elsewhere: tuple[Meaning, ...]
    elsewhere_without_data: tuple[Meaning, ...]

    def figures_of(self, number: int) -> list[FigureGroup]:
        """A commitment's figures, whatever the reason for which it applies."""
        every = (*self.named, *self.national, *self.without_data)
        return [
            group
            for meaning in every
            if meaning.here.commitment.number == number
            for group in meaning.figure_groups
        ]


def index(request: HttpRequest) -> HttpResponse:
    """The departments, from where every unit can be reached without the map."""
    departments = current_units().filter(level=Level.DEPARTMENT)
    return render(request, "frontend/units.html", {"departments": departments})


def sheet(request: HttpRequest, ubigeo: str) -> HttpResponse:
    """A unit: its figures, its place, and what each commitment means there."""
    unit = get_object_or_404(current_units(), pk=ubigeo)
    children = Paginator(unit_children(unit), CHILDREN_PER_PAGE)
    summary = unit_summary(unit)
    day = today()
    meanings = _meanings(request, unit)
    overdue = overdue_in(unit.pk, day, AGREEMENTS_SHOWN)
    context = {
        "unit": unit,
        "ancestors": summary.ancestors,
        "figure_groups": grouped(summary.figures),
        "locator": _locator(unit),
        "is_approximate": unit.boundary_source == BoundarySource.APPROXIMATE,
        "meanings": meanings,
        "extraction": extraction_of(unit.pk),
        "invested": meanings.figures_of(14),
        "day": day,
        "overdue": overdue[:AGREEMENTS_SHOWN],
        "has_more_overdue": len(overdue) > AGREEMENTS_SHOWN,
        "ugel": ugel_around(unit.pk),
        "residences_known": known_in(unit.pk),
        "catalogues_known": catalogues_known_in(unit.pk),
        "languages": by_language(unit.pk),
        **ground_context(unit, request.user),
        "studies": list(studies_of(unit.pk)[:STUDIES_SHOWN]),
        "children": children.get_page(request.GET.get("pagina", 1)),
        "map_address": on_site(
            f"/mapa/?v=1&l={','.join(_LOCATOR_LAYERS[Level(unit.level)])}&u={unit.pk}"
        ),
        "downloads_address": on_site(f"/catalogo/{unit.level}s/descargar/?unidad={unit.pk}"),
        "geojson_address": on_site(f"/ogc/collections/{unit.level}s/items/{unit.ubigeo}?f=json"),
    }
    return render(request, "frontend/unit.html", context)


def _locator(unit: AdminUnit) -> Locator | None:
    if unit.geom is None:
        return None
    return draw_locator(unit.geom, _LOCATOR_LAYERS[Level(unit.level)])


def _meanings(request: HttpRequest, unit: AdminUnit) -> Meanings:
    published = publications(request.user)
    models = placed_records()
    figures = figures_for_unit(unit, models)
    for number, near in near_stop_figures(unit).items():
        figures.setdefault(number, []).extend(near)
    for number, taken_part in participation_figures(unit).items():
        figures.setdefault(number, []).extend(taken_part)
    declared = rows_declared_on(unit, models, ROWS_SHOWN + 1)
    charts = charts_by_commitment(request.user, unit.pk)
    meanings = []
    for here in commitments_for_unit(unit, models):
        number = here.commitment.number
        publication = published.get(number, NOT_PUBLISHED)
        rows = [row for row in declared if number in row.commitments]
        shown = tuple(rows[:ROWS_SHOWN])
        all_shown = len(shown) == here.rows.here + here.rows.samples_here
        meanings.append(
            Meaning(
                here,
                Theme(here.commitment.theme),
                publication,
                grouped(figures.get(number, [])),
                shown,
                () if all_shown else _links(request, publication, unit),
                charts.get(number, []),
                _files(request, publication, unit) if rows else (),
            )
        )
    elsewhere = [m for m in meanings if m.here.reason == Reason.ELSEWHERE]
    national = [m for m in meanings if m.here.reason == Reason.NATIONAL]
    return Meanings(
        named=tuple(m for m in meanings if m not in national and m not in elsewhere),
        national=tuple(m for m in national if m.has_data),
        without_data=tuple(m for m in national if not m.has_data),
        elsewhere=tuple(m for m in elsewhere if m.has_data),
        elsewhere_without_data=tuple(m for m in elsewhere if not m.has_data),
    )


def _files(
    request: HttpRequest, publication: Publication, unit: AdminUnit
) -> tuple[LayerDownloads, ...]:
    """What is published in the unit, as files."""
    found = (
        downloads(registry.get(info.name, request.user), info.title, unit.pk)
        for info in publication.layers
    )
    return tuple(item for item in found if item is not None)


def _links(request: HttpRequest, publication: Publication, unit: AdminUnit) -> tuple[RowsLink, ...]:
    return tuple(
        RowsLink(
            info.title,
            on_site(_listing(registry.get(info.name, request.user), unit)),
            not info.number_of_facts,
        )
        for info in publication.layers
    )


def _listing(layer: Layer, unit: AdminUnit) -> str:
    asked = urlencode({"f": "html", "filter": inside_text(layer, unit.ubigeo)})
    return f"/ogc/collections/{layer.name}/items?{asked}"
