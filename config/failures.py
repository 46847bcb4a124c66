"""What Django answers by itself: a page to a person, the protocol's own form to a program."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import defaults

from ows.refusals import unanswered
from ows.services import is_service


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_service(request.path):
        return unanswered(request, 400)
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_service(request.path):
        return unanswered(request, 403)
    return defaults.permission_denied(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_service(request.path):
        return unanswered(request, 404)
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    if is_service(request.path):
        return unanswered(request, 500)
    return defaults.server_error(request)
