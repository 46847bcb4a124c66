"""The plan: its commitments by theme, and each one's page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst

from frontend.figures import FigureGroup, grouped
from frontend.functions import functions_of
from frontend.locator import PERU_TALL, map_url, outline_of
from frontend.near_stops import near_stops
from frontend.publication import NOT_PUBLISHED, PLAN_LAYER, Publication, State, publications
from frontend.series import charts_of_commitment
from frontend.views.catalogues.index import catalogues_of
from frontend.views.downloads import downloads
from frontend.views.participation.consultation_pages import consultations_page
from frontend.views.participation.sectors import contributed_to
from frontend.views.tracking.sheet import tracking_of
from frontend.views.transit.surveys import surveys_of
from layers import registry
from layers.participation.processes.layers import SERVES as SPACES_SERVE
from layers.publishing.listing import updated_at
from layers.themes import placed_records
from territory.acronyms import acronyms_in
from territory.commitments import commitments, territories
from territory.figures import FigureTable, tables_for_commitment
from territory.models import Commitment, Theme
from territory.models.placed import SAMPLE_PREFIX, PlacedRecord
from territory.models.transport import LIMA_AND_CALLAO, OTHER_CITIES
from territory.ogp_record import ogp_record
from territory.participation.figures import participation_tables
from territory.participation.processes.agreements import today
from territory.participation.processes.spaces import spaces_of
from territory.population.figures import near_stop_tables
from territory.queries import outlines_of
from territory.rows import ListedRow, count_for_commitment, rows_for_commitment

ROWS_PER_PAGE = 20
PICTURE_PX = (448, 643)


@dataclass(frozen=True)
class Picture:
    """A map of the whole country; pixels.

    ``covered`` is an SVG path around the units that the published files cover, empty where they
    cover all, or where there are none.
    """

    url: str
    covered: str = ""
    width: int = PICTURE_PX[0]
    height: int = PICTURE_PX[1]


@dataclass(frozen=True)
class RowsPage:
    """A page of a theme's rows; ``page`` is its place among all, turned by ``key``."""

    title: str
    rows: list[ListedRow]
    page: Page[int]
    key: str


@dataclass(frozen=True)
class ThemeFigures:
    """A theme's figures of a commitment: for the country by source, and by department."""

    figures: FigureTable
    groups: list[FigureGroup]

    @property
    def title(self) -> str:
        return self.figures.shown_title


@dataclass(frozen=True)
class CommitmentCard:
    commitment: Commitment
    publication: Publication


@dataclass(frozen=True)
class ThemeGroup:
    theme: Theme
    cards: tuple[CommitmentCard, ...]


def theme_groups(request: HttpRequest) -> list[ThemeGroup]:
    """The 18 commitments by theme, in the plan's order of themes."""
    published = publications(request.user)
    cards = [
        CommitmentCard(found, published.get(found.number, NOT_PUBLISHED)) for found in commitments()
    ]
    order = {theme: place for place, theme in enumerate(Theme)}
    cards.sort(key=lambda card: (order[Theme(card.commitment.theme)], card.commitment.number))
    by_theme = groupby(cards, key=lambda card: Theme(card.commitment.theme))
    return [ThemeGroup(theme, tuple(group)) for theme, group in by_theme]


def index(request: HttpRequest) -> HttpResponse:
    return render(request, "frontend/commitments.html", {"groups": theme_groups(request)})


def _row_pages(request: HttpRequest, number: int) -> list[RowsPage]:
    """Two queries: how many rows there are of each model, and the pages asked for."""
    counts = count_for_commitment(number, placed_records(number))
    keys = ["pagina" if place == 1 else f"pagina_{place}" for place in range(1, 1 + len(counts))]
    # Of as many places as there are rows, to know which part of them a page is.
    places = {
        model: Paginator(range(count), ROWS_PER_PAGE).get_page(request.GET.get(key, 1))
        for key, (model, count) in zip(keys, counts.items(), strict=True)
    }
    parts = {model: slice(p.start_index() - 1, p.end_index()) for model, p in places.items()}
    rows = rows_for_commitment(number, parts)
    return [
        RowsPage(_heading(model, rows[model]), rows[model], page, key)
        for key, (model, page) in zip(keys, places.items(), strict=True)
    ]


def _heading(model: type[PlacedRecord], rows: list[ListedRow]) -> str:
    title = capfirst(str(model._meta.verbose_name_plural))
    return SAMPLE_PREFIX + title if any(row.is_sample for row in rows) else title


def _covered(tables: Sequence[FigureTable]) -> str:
    codes = {unit.ubigeo for table in tables for unit in table.covers}
    return outline_of(outlines_of(codes), PERU_TALL, PICTURE_PX[0])


def commitment(request: HttpRequest, number: int) -> HttpResponse:
    """One commitment: the plan's words, where it applies, what is published of it."""
    plan = {found.number: found for found in commitments()}
    if number not in plan:
        raise Http404
    found = plan[number]
    publication = publications(request.user).get(number, NOT_PUBLISHED)
    is_transport = number in (LIMA_AND_CALLAO, OTHER_CITIES)
    tables = tables_for_commitment(number, placed_records(number))
    tables += near_stop_tables(number) if is_transport else []
    tables += participation_tables(number)
    shown = ["departments", *publication.drawn]
    context = {
        "commitment": found,
        "theme": Theme(found.theme),
        "acronyms": acronyms_in(found.short_title, found.title, found.text),
        "places": territories(found),
        "record": ogp_record(found),
        "publication": publication,
        "updated_at": updated_at(),
        "picture": Picture(map_url(tuple(shown), PERU_TALL, *PICTURE_PX), _covered(tables)),
        "has_facts": any(not table.is_sample for table in tables),
        "has_samples": publication.state == State.SAMPLES,
        "map_address": f"{reverse('site:map')}?v=1&l={','.join(shown)}",
        "tables": [ThemeFigures(table, grouped(table.total)) for table in tables],
        "charts": charts_of_commitment(request.user, number),
        "row_pages": _row_pages(request, number),
        "downloads": [
            downloads(registry.get(info.name, request.user), info.title)
            for info in publication.layers
        ],
        "functions": functions_of(number),
        "spaces": spaces_of(found, request.user, today()),
        "space_serves": SPACES_SERVE.get(number),
        "near": near_stops(request, number) if is_transport else None,
        "consultations": consultations_page(request, number, "consultas"),
        "plan_layer": PLAN_LAYER,
        "previous": plan.get(number - 1),
        "next": plan.get(number + 1),
        **tracking_of(request.user, found),
        **contributed_to(number),
        **surveys_of(number),
        **catalogues_of(number),
    }
    return render(request, "frontend/commitment.html", context)
