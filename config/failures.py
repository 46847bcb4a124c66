"""What Django answers by itself: a page to a person, the protocol's own form to a program."""

from __future__ import annotations

import sys

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views import defaults

from layers.database_faults import fault_of
from ows.errors import from_domain
from ows.refusals import refuse, unanswered
from ows.services import is_service
from ows.unavailable import say_when

_UNAVAILABLE = gettext_lazy("El sitio no puede atender ahora")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_service(request.path_info):
        return unanswered(request, 400)
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_service(request.path_info):
        return unanswered(request, 403)
    return defaults.permission_denied(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_service(request.path_info):
        return unanswered(request, 404)
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """A defect, or what the database can't do now, wherever on the way it came up."""
    fault = fault_of(sys.exc_info()[1])
    if is_service(request.path_info):
        if fault is not None:
            return refuse(from_domain(fault), request)
        return unanswered(request, 500)
    # Who it is can't be asked of a database that is away, nor is it worth a second failure.
    request.user = AnonymousUser()
    if fault is None:
        return defaults.server_error(request)
    context = {"title": _UNAVAILABLE, "message": fault.message}
    response = render(request, "503.html", context, status=from_domain(fault).status)
    say_when(response)
    return response
