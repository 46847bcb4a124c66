"""Errors of the domain API: problem details, from whatever raised them."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpResponseBase
from rest_framework.exceptions import (
    APIException,
    MethodNotAllowed,
    NotAuthenticated,
    PermissionDenied,
)

from layers import errors as domain
from layers.database_faults import fault_of
from layers.errors import TerritorioError
from ows.authentication import challenge
from ows.errors import INTERNAL_MESSAGE, OwsError, from_domain, from_suspicion, report, with_headers
from ows.formats.exceptions import problem_json

# A session without its token, since every other refusal has words of its own.
_FORBIDDEN = (
    "La sesión no trae su clave de seguridad (X-CSRFToken): recargue la página e intente de nuevo."
)

log = logging.getLogger(__name__)


def handle(error: Exception, context: dict[str, Any]) -> HttpResponseBase:
    """REST framework's exception handler."""
    request = context["request"]
    described = _as_ows(error, request.path)
    response = with_headers(problem_json(described, request), described)
    if isinstance(error, APIException):
        for header, value in _headers(error, context).items():
            response[header] = value
    return response


def _as_ows(error: Exception, path: str) -> OwsError:
    if isinstance(error, OwsError):
        return error
    found = error if isinstance(error, TerritorioError) else fault_of(error)
    if found is not None:
        report(found, path)
        return from_domain(found)
    if isinstance(error, SuspiciousOperation):
        return from_suspicion(error)
    if isinstance(error, Http404):
        return OwsError("No existe lo que se pide.", code="NotFound", status=404)
    if isinstance(error, NotAuthenticated):
        return from_domain(domain.NotAuthenticated())
    if isinstance(error, PermissionDenied):
        return OwsError(_FORBIDDEN, code="PermissionDenied", status=403)
    if isinstance(error, MethodNotAllowed):
        return OwsError(str(error.detail), code="OperationNotSupported", status=405)
    if isinstance(error, APIException):
        return OwsError(str(error.detail), code=str(error.default_code), status=error.status_code)
    log.error("unexpected error at %s", path, exc_info=error)
    return OwsError(INTERNAL_MESSAGE, code="NoApplicableCode", status=500)


def _headers(error: APIException, context: dict[str, Any]) -> dict[str, str]:
    if error.status_code == 405:
        return {"Allow": ", ".join(context["view"].allowed_methods)}
    if error.status_code == 401:
        return {"WWW-Authenticate": challenge(context["request"])}
    return {}
