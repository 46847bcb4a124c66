"""The queue of what was sent, and each of it with what a moderator needs to decide."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from frontend.access import account, signed_in
from frontend.views.participation.public import locator_of, picture
from layers.errors import (
    FeatureNotFound,
    InvalidParameter,
    TerritorioError,
    VersionConflict,
    WrongState,
)
from layers.models import ContributionPhoto
from layers.participation.moderating import Publication, publish, reject
from territory.models import Contribution
from territory.models.contributions import Reason, State
from territory.participation.answering_term import clock_of
from territory.participation.nearby import all_near
from territory.participation.permissions import may_moderate
from territory.participation.redaction import proposed
from territory.participation.sensitive import possible_names
from territory.personal_data import MASK

PER_PAGE = 20
STATUS_OF: dict[type[TerritorioError], int] = {
    InvalidParameter: 400,
    WrongState: 409,
    VersionConflict: 409,
}
_SHOWN = {
    "pendientes": State.RECEIVED,
    "publicados": State.PUBLISHED,
    "no-publicados": State.REJECTED,
}


def _moderators(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_moderate(request.user):
            raise PermissionDenied("Su cuenta no revisa aportes.")
        return view(request, *args, **kwargs)

    return signed_in(wrapper)


def number_in(values: Any, name: str) -> int:
    """A form's number; raises Http404, since no page sends anything else."""
    text = values.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Http404
    return int(text)


def _all() -> QuerySet[Contribution]:
    rows = Contribution.objects.select_related(
        "commitment", "consultation", "agency", "unit", "photo"
    )
    return rows.defer("unit__geom")


@_moderators
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first; what was decided, the latest first."""
    word = request.GET.get("estado", "pendientes")
    state = _SHOWN.get(word, State.RECEIVED)
    order = ("received_at", "pk") if state == State.RECEIVED else ("-received_at", "-pk")
    rows = _all().filter(state=state).order_by(*order)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina", 1))
    context = {
        "page": page,
        "cards": [(item, clock_of(item)) for item in page.object_list],
        "chosen": state,
        "choices": [(word, choice, choice.label) for word, choice in _SHOWN.items()],
        "filter": f"estado={word}" if word in _SHOWN else "",
    }
    return render(request, "frontend/participation/queue.html", context)


@_moderators
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One contribution, with what was found in it and near it."""
    return _sheet(request, pk)


@_moderators
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish it, or not."""
    user, version = account(request), number_in(request.POST, "version")
    try:
        if request.POST.get("decision") == "publish":
            publish(user, pk, version, _publication(request))
        else:
            reject(user, pk, version, request.POST.get("reason", ""), _original(request))
    except FeatureNotFound as error:
        raise Http404(error.message) from error
    except tuple(STATUS_OF) as error:
        return _sheet(request, pk, error)
    return redirect("site:moderation")


def _original(request: HttpRequest) -> int | None:
    """The number of what it repeats: the one that was typed or, without it, the one picked."""
    said = request.POST.get("duplicate_of", "").strip() or request.POST.get("duplicate_near", "")
    if not said:
        return None
    # No more digits than a key of the table can have.
    if not (said.isascii() and said.isdigit() and len(said) < 19):
        raise InvalidParameter(
            "El número del aporte que repite se escribe con cifras, sin espacios.",
            parameter="duplicate_of",
        )
    return int(said)


def _publication(request: HttpRequest) -> Publication:
    return Publication(
        text=request.POST.get("text", ""),
        is_public_place=bool(request.POST.get("public_place")),
        shows_photo=bool(request.POST.get("photo")),
        agency=request.POST.get("agency", ""),
        names_nobody=bool(request.POST.get("names_nobody")),
    )


def _sheet(request: HttpRequest, pk: int, error: TerritorioError | None = None) -> HttpResponse:
    found = _all().exclude(state=State.WITHDRAWN).filter(pk=pk).first() if pk < 2**63 else None
    if found is None or found.commitment is None:
        raise Http404
    typed = request.POST.get("text") if error else None
    context = {
        "contribution": found,
        "error": error,
        "posted": request.POST if error else {},
        "clock": clock_of(found),
        "photo": getattr(found, "photo", None),
        "locator": locator_of(found.geom),
        "proposed": typed or found.public_text or _proposed(found),
        "names": possible_names(found.text) if found.is_summarised else [],
        "mask": MASK,
        "reasons": Reason.choices,
        "leads": found.commitment.lead_agencies.order_by("acronym"),
        "near": all_near(found),
        "steps": found.steps.all(),
        "is_open": found.state in (State.RECEIVED, State.PUBLISHED),
        "is_published": found.state == State.PUBLISHED,
    }
    status = STATUS_OF[type(error)] if error else 200
    return render(request, "frontend/participation/moderate.html", context, status=status)


def _proposed(found: Contribution) -> str:
    """What is offered to begin with; a summary is the moderator's own words."""
    return "" if found.is_summarised else proposed(found.text)


@_moderators
def photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The photo of a contribution, published or not."""
    photos = ContributionPhoto.objects.select_related("file")
    return picture(photos.filter(pk=pk if pk < 2**63 else 0).first())
