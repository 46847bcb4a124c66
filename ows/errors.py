"""Errors on the wire: one table from the domain's exceptions to OGC codes, one place that catches.

Each protocol gives ``guarded`` the function that writes its own form (OWS exception report,
WMS service exception, problem+json). What is not in the table is logged and answered as a
500 that tells nothing of the inside.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponseBase, QueryDict

from layers import errors as domain
from layers.database_faults import database_faults

log = logging.getLogger(__name__)

INTERNAL_MESSAGE = "Error interno del servicio. El incidente quedó registrado."


class OwsError(Exception):
    """An error in protocol terms.

    ``code`` is an OGC exception code (OWS Common 1.1 §8.3, WMS 1.3.0 §6.11), ``locator`` the
    parameter at fault, ``status`` the HTTP status, ``members`` what problem details say beside,
    ``headers`` what goes with it.
    """

    def __init__(
        self,
        message: str,
        *,
        code: str,
        locator: str | None = None,
        status: int = 400,
        members: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.locator = locator
        self.status = status
        self.members = members or {}
        self.headers = headers or {}


class MissingParameter(OwsError):
    """A mandatory parameter is absent or empty."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Falta el parámetro «{name}».", code="MissingParameterValue", locator=name
        )


class InvalidValue(OwsError):
    """A parameter's value can't be used."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message, code="InvalidParameterValue", locator=name)


class OperationNotSupported(OwsError):
    """The operation does not exist in this service."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"La operación «{name}» no existe en este servicio.",
            code="OperationNotSupported",
            locator=name,
        )


# Domain exception → (code, HTTP status, locator where the exception names none).
_TABLE: dict[type[domain.TerritorioError], tuple[str, int, str | None]] = {
    domain.LayerNotFound: ("LayerNotFound", 404, "layer"),
    domain.FeatureNotFound: ("NotFound", 404, None),
    domain.StoredFileMissing: ("NotFound", 404, None),
    domain.CascadeFailed: ("NoApplicableCode", 502, None),
    domain.UploadTooLarge: ("UploadTooLarge", 413, "Upload-Length"),
    domain.QuotaExceeded: ("QuotaExceeded", 413, None),
    domain.UploadLocked: ("UploadLocked", 423, None),
    domain.ChecksumMismatch: ("ChecksumMismatch", 460, "Upload-Checksum"),
    domain.WrongOffset: ("WrongOffset", 409, "Upload-Offset"),
    domain.InvalidParameter: ("InvalidParameterValue", 400, None),
    domain.UnknownField: ("InvalidParameterValue", 400, "propertyName"),
    domain.UnknownProperty: ("InvalidParameterValue", 400, "propertyName"),
    domain.UnknownPrefix: ("InvalidParameterValue", 400, "namespaces"),
    domain.UnknownCrs: ("InvalidParameterValue", 400, "crs"),
    domain.InvalidFilter: ("InvalidParameterValue", 400, "filter"),
    domain.InapplicableOperator: ("OperationProcessingFailed", 400, "filter"),
    domain.InvalidGeometry: ("InvalidParameterValue", 400, "filter"),
    domain.TooManyRequests: ("TooManyRequests", 429, None),
    domain.LayerNotEditable: ("LayerNotEditable", 403, None),
    domain.NotAuthenticated: ("NotAuthenticated", 401, None),
    domain.EditNotAllowed: ("EditNotAllowed", 403, None),
    domain.OutsideScope: ("OutsideScope", 403, "geometry"),
    domain.WrongState: ("WrongState", 409, None),
    domain.VersionRequired: ("VersionRequired", 428, "If-Match"),
    domain.VersionConflict: ("VersionConflict", 412, "If-Match"),
    domain.QueryTimeout: ("NoApplicableCode", 503, None),
    domain.DatabaseAway: ("NoApplicableCode", 503, None),
    domain.StorageFull: ("NoApplicableCode", 507, None),
    domain.StorageAway: ("NoApplicableCode", 503, None),
}


def from_domain(error: domain.TerritorioError) -> OwsError:
    """The protocol's view of a domain error."""
    code, status, locator = _TABLE.get(type(error), ("NoApplicableCode", 500, None))
    headers = {}
    if isinstance(error, domain.TooManyRequests):
        headers["Retry-After"] = str(error.wait_s)
    return OwsError(
        error.message,
        code=code,
        locator=error.parameter or locator,
        status=status,
        headers=headers,
    )


def report(error: domain.TerritorioError, path: str) -> None:
    """A line of the log where somebody who looks after the machine must know."""
    if error.said_to_operator:
        log.warning("%s: %s", error.said_to_operator, path[:400])


def from_suspicion(error: SuspiciousOperation) -> OwsError:
    """What Django stops reading at: a body or a number of parameters beyond its bounds."""
    too_large = isinstance(error, RequestDataTooBig)
    return OwsError(
        "La petición es más larga o tiene más parámetros de lo que se admite.",
        code="InvalidParameterValue",
        status=413 if too_large else 400,
    )


Writer = Callable[[OwsError, HttpRequest], HttpResponseBase]
View = Callable[..., HttpResponseBase]
Response = TypeVar("Response", bound=HttpResponseBase)


def with_headers(response: Response, error: OwsError) -> Response:
    """The response that a writer gave the error, with the headers that go with it."""
    for name, value in error.headers.items():
        response[name] = value
    return response


def guarded(write: Writer) -> Callable[[View], View]:
    """A decorator: errors of the view leave in the form that ``write`` gives them."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                with database_faults():
                    return view(request, *args, **kwargs)
            except OwsError as error:
                return with_headers(write(error, request), error)
            except domain.TerritorioError as error:
                report(error, request.path)
                return write(from_domain(error), request)
            except SuspiciousOperation as error:
                request.GET = QueryDict()  # a writer looks there for the form that is wanted
                return write(from_suspicion(error), request)
            except Exception:  # the last line of defence: nothing of the inside leaves
                log.exception("unexpected error at %s", request.path)
                internal = OwsError(INTERNAL_MESSAGE, code="NoApplicableCode", status=500)
                return write(internal, request)

        return wrapper

    return decorate
