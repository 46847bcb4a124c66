"""The site within its gates: each request has a place, and with it a session of the database.

A place has a connection of its own, which the thread that runs the request uses meanwhile. So the
database sees as many sessions as there are places, however many threads wait.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from config.bounded_work import KINDS, Gate, Kind
from ows.errors import OwsError
from ows.refusals import refuse
from ows.services import is_service, is_wms
from ows.unavailable import say_when

TITLE = gettext_lazy("El sitio está ocupado")
MESSAGE = "El servidor atiende ya todo lo que puede. Vuelva a intentarlo en unos segundos."
_IS_REFUSED = "territorio.is_refused"

_TILES = re.compile(r"/ogc/(?:.*/)?(?:map/)?tiles(?:/|$)")
_UPLOADS = re.compile(r"/api/v1/uploads/.")
_READINGS = "/api/v1/zones/shapes/"
_FEATURES = re.compile(r"/ows|/ogc/|/fhir/|/oai|/api/v1/layers/.*/features")

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def within_gates(site: Application) -> Application:
    """The WSGI application ``site`` within the bounds of ``config.bounded_work``."""
    gates = {name: _gate(kind) for name, kind in KINDS.items()}

    def application(variables: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        kind = kind_of(variables.get("PATH_INFO", ""), variables.get("QUERY_STRING", ""))
        if kind is None:
            return site(variables, start_response)
        place = gates[kind].enter()
        if place is None:
            return site(variables | {_IS_REFUSED: True}, start_response)
        held = _Held(gates[kind], place)
        try:
            held.answer = site(variables, start_response)
        except BaseException:  # whatever it is, the place is free again
            held.close()
            raise
        return held

    return application


def refuse_when_busy(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware that answers what found no place, in the form of its address's clients."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not request.META.get(_IS_REFUSED):
            return get_response(request)
        return say_when(_refusal(request))

    return middleware


def kind_of(path: str, query: str) -> str | None:
    """The kind of work that an address asks for; None for files, which are not bounded."""
    if path.startswith("/static/"):
        return None
    if path == "/healthz":
        return "health"
    if is_wms(path, query) or _TILES.match(path):
        return "maps"
    if _UPLOADS.match(path):
        return "uploads"
    if path == _READINGS:
        return "readings"
    return "features" if _FEATURES.match(path) else "pages"


def _refusal(request: HttpRequest) -> HttpResponse:
    if request.path_info == "/healthz":
        return HttpResponse("busy\n", status=503, content_type="text/plain")
    if is_service(request.path_info):
        return refuse(OwsError(MESSAGE, code="NoApplicableCode", status=503), request)
    return render(request, "503.html", {"title": TITLE, "message": MESSAGE}, status=503)


class _Held:
    """An answer whose place is free again when the server has done with it."""

    answer: Iterable[bytes] = ()

    def __init__(self, gate: Gate[BaseDatabaseWrapper], place: BaseDatabaseWrapper) -> None:
        self._gate, self._place = gate, place
        self._before = connections[DEFAULT_DB_ALIAS]
        connections[DEFAULT_DB_ALIAS] = place

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.answer)

    def close(self) -> None:
        try:
            if hasattr(self.answer, "close"):
                self.answer.close()
        finally:
            connections[DEFAULT_DB_ALIAS] = self._before
            self._gate.leave(self._place)


def _gate(kind: Kind) -> Gate[BaseDatabaseWrapper]:
    return Gate([_connection(kind.planning) for _ in range(kind.at_once)], kind.waiting)


def _connection(planning: str) -> BaseDatabaseWrapper:
    """One that threads use in turn; it connects when it is first used."""
    connection = connections.create_connection(DEFAULT_DB_ALIAS)
    if planning:
        given = connection.settings_dict
        options = given["OPTIONS"]
        own = {**options, "options": f"{options.get('options', '')} {planning}".strip()}
        connection.settings_dict = {**given, "OPTIONS": own}
    connection.inc_thread_sharing()
    return connection
