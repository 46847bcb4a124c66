"""What was sent to the agencies of an account, and their answers."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from frontend.access import account, signed_in
from frontend.views.participation.moderation import STATUS_OF, number_in
from frontend.views.participation.public import locator_of
from layers.errors import FeatureNotFound, TerritorioError
from layers.participation.answering import answer, approve, send_back
from territory.models.contributions import Outcome
from territory.participation.answering_term import clock_of
from territory.participation.permissions import (
    answers_something,
    may_answer,
    may_approve_answer,
    to_answer,
    waits_for_second,
)

PER_PAGE = 20


@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """The published contributions of the visitor's agencies, those without an answer first."""
    if not answers_something(request.user):
        raise PermissionDenied("Su cuenta no responde por ninguna entidad.")
    rows = to_answer(request.user).select_related("commitment", "agency", "unit")
    page = Paginator(rows.defer("unit__geom"), PER_PAGE).get_page(request.GET.get("pagina", 1))
    cards = [(item, clock_of(item)) for item in page.object_list]
    return render(request, "frontend/participation/answers.html", {"page": page, "cards": cards})


@signed_in
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them, with the form of its answer."""
    return _sheet(request, pk)


@signed_in
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer it; approve or send back what another person answered."""
    user, version = account(request), number_in(request.POST, "version")
    try:
        match request.POST.get("decision"):
            case "approve":
                approve(user, pk, version)
            case "return":
                send_back(user, pk, version)
            case _:
                given = request.POST
                answer(user, pk, version, given.get("answer", ""), given.get("outcome", ""))
    except FeatureNotFound as error:
        raise Http404(error.message) from error
    except tuple(STATUS_OF) as error:
        return _sheet(request, pk, error)
    return redirect("site:answers")


def _sheet(request: HttpRequest, pk: int, error: TerritorioError | None = None) -> HttpResponse:
    rows = to_answer(request.user).select_related(
        "commitment", "consultation", "agency", "unit", "photo"
    )
    found = rows.defer("unit__geom").filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise Http404
    photo = getattr(found, "photo", None)
    typed: Any = request.POST if error else {"answer": found.answer, "outcome": found.outcome}
    context = {
        "contribution": found,
        "error": error,
        "clock": clock_of(found),
        "photo": photo if photo and photo.is_public else None,
        "locator": locator_of(found.public_geom),
        "outcomes": Outcome.choices,
        "typed": typed,
        "may_answer": may_answer(request.user, found),
        "may_approve": may_approve_answer(request.user, found),
        "waits_for_second": waits_for_second(found),
    }
    status = STATUS_OF[type(error)] if error else 200
    return render(request, "frontend/participation/answer.html", context, status=status)
