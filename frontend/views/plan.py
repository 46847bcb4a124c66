"""The plan: its commitments by theme, and each one's page."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise

from frontend.figures import FigureGroup, grouped
from frontend.locator import PERU_TALL, map_url
from frontend.publication import NOT_PUBLISHED, PLAN_LAYER, Publication, publications
from territory.acronyms import acronyms_in
from territory.commitments import commitments, milestones, rows_for_commitment, territories
from territory.figures import FigureTable, tables_for_commitment
from territory.models import Commitment, Theme
from territory.models.placed import PlacedRecord

ROWS_PER_PAGE = 20
PICTURE_PX = (448, 643)


@dataclass(frozen=True)
class Picture:
    """A map of the whole country; pixels."""

    url: str
    width: int = PICTURE_PX[0]
    height: int = PICTURE_PX[1]


@dataclass(frozen=True)
class RowsPage:
    """A page of a theme's rows; ``key`` is the parameter that turns it."""

    title: str | Promise
    page: Page[PlacedRecord]
    key: str


@dataclass(frozen=True)
class ThemeFigures:
    """A theme's figures of a commitment: for the country by source, and by department."""

    figures: FigureTable
    groups: list[FigureGroup]

    @property
    def title(self) -> str:
        return str(self.figures.title)


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
    pages = []
    for place, theme in enumerate(rows_for_commitment(number), start=1):
        key = "pagina" if place == 1 else f"pagina_{place}"
        page = Paginator(theme, ROWS_PER_PAGE).get_page(request.GET.get(key, 1))
        pages.append(RowsPage(theme.model._meta.verbose_name_plural or "", page, key))
    return pages


def commitment(request: HttpRequest, number: int) -> HttpResponse:
    """One commitment: the plan's words, where it applies, what is published of it."""
    plan = {found.number: found for found in commitments()}
    if number not in plan:
        raise Http404
    found = plan[number]
    publication = publications(request.user).get(number, NOT_PUBLISHED)
    shown = ["departments", *(info.name for info in publication.layers)]
    context = {
        "commitment": found,
        "theme": Theme(found.theme),
        "acronyms": acronyms_in(found.short_title, found.title, found.text),
        "places": territories(found),
        "milestones": milestones(found),
        "publication": publication,
        "picture": Picture(map_url(tuple(shown), PERU_TALL, *PICTURE_PX)),
        "has_samples": any(info.has_samples for info in publication.layers),
        "map_address": f"{reverse('site:map')}?v=1&l={','.join(shown)}",
        "tables": [ThemeFigures(t, grouped(t.total)) for t in tables_for_commitment(number)],
        "row_pages": _row_pages(request, number),
        "plan_layer": PLAN_LAYER,
        "previous": plan.get(number - 1),
        "next": plan.get(number + 1),
    }
    return render(request, "frontend/commitment.html", context)
