"""What everybody sees of contributions: the list, each one, its photo, the feed of an area."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.gis.geos import GEOSGeometry, Point, Polygon
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, get_tag_uri
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from frontend import atom
from frontend.attachments import attachment
from frontend.locator import Locator, draw_locator
from layers.models import ContributionPhoto
from layers.participation.contributions import published
from layers.participation.subscribing import is_on
from territory.commitments import commitments
from territory.models import AdminUnit, Contribution
from territory.models.contributions import GRID_DEG
from territory.participation.answering_term import clock_of
from territory.participation.permissions import answers_something, may_moderate
from territory.participation.processes.contributed import (
    UNREAD,
    by_last_change,
    change_of,
    decision_of,
    with_decisions,
)
from territory.queries import current_units

PER_PAGE = 20
_AROUND = ("departments", "provinces", "district_capitals")
# Whoever asks again learns of a withdrawal at once.
_fresh: Callable[[Any], Any] = cache_control(public=True, no_cache=True)


def shown() -> QuerySet[Contribution]:
    """The published, with what a page says of each."""
    rows = with_decisions(published()).select_related("commitment", "agency", "unit", "photo")
    return rows.defer("unit__geom", *UNREAD).order_by("-published_at", "-pk")


@cache_control(private=True, no_cache=True)
def index(request: HttpRequest) -> HttpResponse:
    """What taking part is, and what was contributed, of one commitment or all."""
    rows = shown()
    chosen = request.GET.get("compromiso", "")
    if chosen.isascii() and chosen.isdigit() and len(chosen) < 5:
        rows = rows.filter(commitment__number=int(chosen))
    else:
        chosen = ""
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina", 1))
    context = {
        "page": page,
        "cards": [(item, clock_of(item)) for item in page.object_list],
        "commitments": commitments(),
        "chosen": int(chosen) if chosen else None,
        "filter": f"compromiso={chosen}" if chosen else "",
        "moderates": may_moderate(request.user),
        "answers": answers_something(request.user),
        "mail_is_on": is_on(),
    }
    return render(request, "frontend/participation/index.html", context)


@_fresh
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """A published contribution with its answer."""
    contribution = shown().filter(pk=pk).first() if pk < 2**63 else None
    if contribution is None:
        raise Http404
    photo = getattr(contribution, "photo", None)
    context = {
        "contribution": contribution,
        "clock": clock_of(contribution),
        "steps": contribution.steps.all(),
        "decision": decision_of(contribution),
        "change": change_of(decision_of(contribution)),
        "photo": photo if photo and photo.is_public else None,
        "locator": locator_of(contribution.public_geom),
    }
    return render(request, "frontend/participation/sheet.html", context)


def locator_of(geom: GEOSGeometry | None) -> Locator | None:
    """The map of a place; a point is a mark in its cell of the grid."""
    if geom is None:
        return None
    if isinstance(geom, Point):
        half = GRID_DEG / 2
        cell = Polygon.from_bbox((geom.x - half, geom.y - half, geom.x + half, geom.y + half))
        cell.srid = 4326
        return draw_locator(cell, _AROUND, places=[geom])
    return draw_locator(geom, _AROUND)


@_fresh
def photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The photo that a moderator let be shown."""
    found = ContributionPhoto.objects.select_related("file").filter(
        contribution__in=published(), is_public=True, pk=pk if pk < 2**63 else 0
    )
    return picture(found.first())


def picture(found: ContributionPhoto | None) -> HttpResponseBase:
    """A photo to be looked at; raises Http404 where there is none."""
    if found is None:
        raise Http404
    response = attachment(found.file)
    response["Content-Disposition"] = "inline"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def area(request: HttpRequest, ubigeo: str) -> HttpResponseBase:
    """What was published, answered and decided on in a unit, or in one inside it, as Atom."""
    unit: AdminUnit | None = current_units().filter(pk=ubigeo).first()
    if unit is None:
        raise Http404
    title = _("Aportes ciudadanos: %(unit)s") % {"unit": unit.name}
    feed = atom.new_feed(request, title, reverse("site:participation"))
    for item in by_last_change(shown().filter(unit__pk__startswith=ubigeo))[: atom.MAX_ENTRIES]:
        _add(feed, request, item)
    # Not kept without asking: what was withdrawn is gone at once.
    return atom.answer(request, feed, "public, no-cache")


def _add(feed: Atom1Feed, request: HttpRequest, item: Any) -> None:
    """An entry of a contribution of ``by_last_change``."""
    address = request.build_absolute_uri(reverse("site:contribution", args=[item.pk]))
    feed.add_item(
        title=_("Aporte %(number)s al compromiso %(commitment)s")
        % {"number": item.pk, "commitment": item.commitment.number},
        link=address,
        description=atom.html_of(_said(item)),
        unique_id=get_tag_uri(address, item.published_at),
        pubdate=item.published_at,
        updateddate=item.changed_at,
        categories=[item.commitment.short_title],
    )


def _said(item: Contribution) -> str:
    """What was contributed, answered and decided, in paragraphs."""
    said = [item.public_text]
    if item.is_answered and item.agency:
        said.append(
            _("Respuesta de %(agency)s (%(outcome)s): %(answer)s")
            % {
                "agency": item.agency.acronym,
                "outcome": item.get_outcome_display(),
                "answer": item.answer,
            }
        )
    decision = decision_of(item)
    if decision:
        said.append(
            _("Decisión en la consulta (%(outcome)s): %(reason)s")
            % {"outcome": decision.get_outcome_display(), "reason": decision.reason}
        )
    change = change_of(decision)
    if change:
        said.append(
            _("Cambió la versión %(version)s, párrafo %(paragraph)s.")
            % {"version": change[0], "paragraph": change[1]}
        )
    return "\n\n".join(said)
