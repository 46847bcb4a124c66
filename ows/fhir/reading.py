"""Resources read by their address, in whole or in part."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.utils.http import http_date

from ows.errors import OwsError
from ows.fhir.bodies import missing, refuse
from ows.fhir.kinds import kind_of
from ows.fhir.service import service
from ows.fhir.shaping import shape
from ows.formats.outcomes import written
from territory.terminology.library import visible


@service("GET", "HEAD")
def read(request: HttpRequest, kind: str, slug: str) -> HttpResponseBase:
    of, wanted = kind_of(kind), shape(request.GET)
    if wanted.counts:
        raise refuse("invalid", "«_summary=count» es de una búsqueda.", at="_summary")
    row = visible(of.model, request.user).filter(slug=slug).first()
    if row is None:
        raise missing()
    answer = written(wanted.cut(of.write(row, summary=wanted.is_summary)))
    answer["Last-Modified"] = http_date(row.updated_at.timestamp())
    return answer


@service("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
def nothing(_request: HttpRequest, rest: str = "") -> HttpResponseBase:
    """Whatever has no address: a resource of another kind, an operation that isn't offered."""
    del rest
    error: OwsError = refuse("not-supported", "Este servicio no ofrece lo que se pide.", 404)
    raise error
