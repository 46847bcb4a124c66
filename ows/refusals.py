"""Errors that no view of a service wrote, in the form that the address's clients read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from ows.errors import INTERNAL_MESSAGE, OwsError, with_headers
from ows.formats.exceptions import ows_exception, problem_json, wms_exception
from ows.formats.oai import oai_fault
from ows.formats.outcomes import operation_outcome
from ows.services import is_fhir, is_oai, is_ows, is_wms

_MESSAGES = {
    400: ("InvalidRequest", "La petición no se entiende."),
    403: ("PermissionDenied", "No tiene permiso para lo que se pide."),
    404: ("NotFound", "No existe lo que se pide."),
    500: ("NoApplicableCode", INTERNAL_MESSAGE),
}


def refuse(error: OwsError, request: HttpRequest) -> HttpResponse:
    """The error as the service at this address writes it."""
    if is_fhir(request.path_info):
        return with_headers(operation_outcome(error, request), error)
    if is_oai(request.path_info):
        return with_headers(oai_fault(error, request), error)
    if not is_ows(request.path_info):
        return with_headers(problem_json(error, request), error)
    query = request.META.get("QUERY_STRING", "")
    write = wms_exception if is_wms(request.path_info, query) else ows_exception
    return with_headers(write(error, request), error)


def unanswered(request: HttpRequest, status: int) -> HttpResponse:
    """What Django answers by itself at an address of a service: 400, 403, 404 or 500."""
    code, message = _MESSAGES[status]
    return refuse(OwsError(message, code=code, status=status), request)
