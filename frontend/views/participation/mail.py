"""Notices by e-mail: asked for without an account, confirmed and left by a link."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt

from frontend.access import private
from frontend.views.participation.contribute import address_of, of_code, secret, too_many
from frontend.views.participation.form import SeveralPlaces, unit_of_name
from layers.errors import FeatureNotFound, InvalidParameter, TooManyRequests, WrongState
from layers.participation import subscribing
from territory.models import AdminUnit, Contribution
from territory.models.contributions import State


@secret
def for_contribution(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the notices of one's own contribution."""
    contribution = of_code(request, code)
    if contribution.state == State.WITHDRAWN:
        raise Http404
    return _ask(request, contribution=contribution)


@private
def for_area(request: HttpRequest) -> HttpResponse:
    """Ask for the notices of a unit and of those inside it."""
    try:
        unit = unit_of_name(request.POST.get("place", "").strip()[:100])
    except SeveralPlaces as found:
        return _form(request, "", candidates=found.units, status=400)
    except InvalidParameter as error:
        return _form(request, error.message, status=400)
    return _ask(request, unit=unit)


def _ask(
    request: HttpRequest,
    *,
    contribution: Contribution | None = None,
    unit: AdminUnit | None = None,
) -> HttpResponse:
    if not request.POST.get("consent"):
        return _form(request, "Falta decir que acepta recibir los avisos.", status=400)
    try:
        subscribing.ask(
            address_of(request),
            request.POST.get("email", "")[:500],
            contribution=contribution,
            unit=unit,
        )
    except TooManyRequests as error:
        return too_many(request, error)
    except InvalidParameter as error:
        return _form(request, error.message, status=400)
    except WrongState as error:
        return _form(request, error.message, status=409)
    return redirect("site:mail-asked")


def _form(request: HttpRequest, message: str, *, candidates: Any = (), status: int) -> HttpResponse:
    """What was asked, to be asked again, with what is wrong with it."""
    context = {
        "message": message,
        "candidates": candidates,
        "mail_is_on": subscribing.is_on(),
        "of_area": request.resolver_match is not None
        and request.resolver_match.url_name == "area-mail",
        "action": request.path,
    }
    return render(request, "frontend/participation/mail_again.html", context, status=status)


@private
def asked(request: HttpRequest) -> HttpResponse:
    """The same for everybody who asked, so that it says nothing of an address."""
    context = {"hours": round(subscribing.CONFIRMED_WITHIN.total_seconds() / 3_600)}
    return render(request, "frontend/participation/mail_asked.html", context)


@secret
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """A subscription by its link; confirmed by a button, since machines follow links in mails."""
    try:
        if request.method == "POST":
            subscribing.confirm(token)
            return redirect("site:mail-manage", token)
        found = subscribing.by_token(token)
    except FeatureNotFound as error:
        raise Http404(error.message) from error
    context = {
        "subscription": found,
        "token": token,
        "once_over_days": subscribing.KEPT_ONCE_OVER.days,
    }
    return render(request, "frontend/participation/mail_manage.html", context)


@csrf_exempt
@secret
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Forget the address: by the page's button, or by a mail program's one click (RFC 8058).

    The link itself is the secret, so a form of another site gains nothing.
    """
    if request.method == "POST":
        subscribing.leave(token)
        return render(request, "frontend/participation/mail_left.html")
    return render(request, "frontend/participation/mail_leave.html", {"token": token})
