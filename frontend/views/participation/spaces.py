"""Forums where people meet about a commitment, and the sheet of one."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control

from frontend.views.participation.located import located_map
from territory.models import (
    AdminUnit,
    Consultation,
    Forum,
    ForumSession,
    ReviewedRecord,
    ReviewState,
    SessionMinutes,
)
from territory.participation.processes.agreements import Chosen, agreements, today
from territory.participation.processes.consultations import PHASE_TITLES, phase_of
from territory.participation.processes.contributed import listed_of_forum
from territory.participation.processes.located import first_located, located_in
from territory.participation.processes.seen import looked_after, seen
from territory.reviewing import Verb, may
from territory.roles import AnyUser

PER_PAGE = 20

# Which of them a page shows depends on who asks.
own = cache_control(private=True, no_cache=True)


def looks_after(user: AnyUser, record: ReviewedRecord) -> bool:
    """Whether the account sees what is prepared of the record."""
    return may(user, Verb.VIEW, record.of_commitment, samples=record.is_sample)


@own
def index(request: HttpRequest) -> HttpResponse:
    """The forums by commitment, and the consultations."""
    forums = seen(Forum, request.user).select_related("commitment").defer("geom")
    rows = seen(Consultation, request.user).select_related("commitment")
    day = today()
    found = Paginator(rows, PER_PAGE).get_page(request.GET.get("consultas", 1))
    context = {
        "page": Paginator(forums, PER_PAGE).get_page(request.GET.get("pagina", 1)),
        "consultation_page": found,
        "consultations": [(row, PHASE_TITLES[phase_of(row, day)]) for row in found],
        "prepares": bool(looked_after(request.user)),
    }
    return render(request, "frontend/participation/spaces.html", context)


@own
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """A forum: members by sector, and its sessions with minutes and agreements."""
    user = request.user
    forum = seen(Forum, user).filter(slug=slug).select_related("commitment__plan").first()
    if forum is None:
        raise Http404
    page = Paginator(_sessions(forum, user), PER_PAGE).get_page(request.GET.get("pagina", 1))
    places = {code for held in page for code in held.units} | set(forum.units)
    names = dict(AdminUnit.objects.filter(pk__in=places).values_list("pk", "name"))
    context = {
        "forum": forum,
        "prepares": looks_after(user, forum),
        "page": page,
        **_consulted(forum, user),
        "units": [(code, names.get(code)) for code in forum.units],
        "sessions": [(held, [(code, names.get(code)) for code in held.units]) for held in page],
    }
    return render(request, "frontend/participation/space.html", context)


def _consulted(forum: Forum, user: AnyUser) -> dict[str, Any]:
    """The forum's consultations, and where what was contributed to them is. Three queries."""
    consultations = list(listed_of_forum(user, forum)[:PER_PAGE])
    slugs = [one.slug for one in consultations if one.state == ReviewState.PUBLISHED]
    located = located_map(located_in(consultations) if slugs else None, forum, slugs)
    return {
        "consultations": consultations,
        "located": located,
        "placed": first_located(consultations, PER_PAGE) if located else [],
    }


def _sessions(forum: Forum, user: AnyUser) -> QuerySet[Any]:
    """The latest first, each with its confirmed minutes and what the account sees of agreements."""
    listed = agreements(user, today(), Chosen(forum=forum.slug))
    confirmed = seen(SessionMinutes, user).filter(cleared_at__isnull=False)
    rows: QuerySet[Any] = seen(ForumSession, user).filter(forum=forum).order_by("-number")
    return rows.prefetch_related(
        Prefetch("agreements", listed, to_attr="shown_agreements"),
        # A one-to-one is read as the row itself; without one the template reads nothing.
        Prefetch("minutes", confirmed),
    )
