"""WFS 2.0.0 at one address: by GET the KVP encoding, by POST the XML one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from layers import registry
from layers.errors import InvalidParameter
from ows import kept
from ows.errors import InvalidValue, OperationNotSupported, OwsError, guarded
from ows.formats.exceptions import ows_exception
from ows.kvp import Kvp
from ows.methods import offering
from ows.tags import conditional
from ows.wfs import (
    describe_feature_type,
    describe_stored_queries,
    get_capabilities,
    get_feature,
    get_property_value,
    list_stored_queries,
)
from ows.wfs.dialects import translated
from ows.wfs.service import ACCEPTED_VERSIONS, VERSION, Service
from ows.wfs.xml_request import kvp_of
from territory.addresses import on_site

Operation = TypeVar("Operation")
Handler = Callable[[Kvp, Service], HttpResponseBase]


def _handler(
    parse: Callable[[Kvp, Service], Operation],
    answer: Callable[[Operation, Service], HttpResponseBase],
) -> Handler:
    return lambda kvp, service: answer(parse(kvp, service), service)


_OPERATIONS: dict[str, Handler] = {
    "getcapabilities": _handler(get_capabilities.parse, get_capabilities.answer),
    "describefeaturetype": _handler(describe_feature_type.parse, describe_feature_type.answer),
    "getfeature": _handler(get_feature.parse, get_feature.answer),
    "getpropertyvalue": _handler(get_property_value.parse, get_property_value.answer),
    "liststoredqueries": _handler(list_stored_queries.parse, list_stored_queries.answer),
    "describestoredqueries": _handler(
        describe_stored_queries.parse, describe_stored_queries.answer
    ),
}
# Their answers say nothing of rows, nor when they were given.
_DESCRIPTIONS = frozenset({"describefeaturetype", "liststoredqueries", "describestoredqueries"})


@csrf_exempt
@guarded(ows_exception)
@offering("GET", "HEAD", "POST")
def wfs(request: HttpRequest) -> HttpResponseBase:
    """Answer a WFS request, or raise an ows:ExceptionReport."""
    kvp = _parameters(request)
    service_name = kvp.require("service")
    if service_name.upper() != "WFS":
        raise InvalidValue("service", f"Esta es la dirección de WFS, no de «{service_name[:40]}».")
    name = kvp.require("request")
    handler = _OPERATIONS.get(name.lower())
    if handler is None:
        raise OperationNotSupported(name[:80])
    if name.lower() != "getcapabilities":
        _check_version(kvp)
    service = Service(
        url=request.build_absolute_uri(request.path),
        site=request.build_absolute_uri(on_site("/")),
        user=request.user,
        is_head=request.method == "HEAD",
        asked=() if request.method == "POST" else _named(request),
    )
    if name.lower() == "getcapabilities":  # kept whole, and tagged by its bytes
        return kept.of_everything(lambda: handler(kvp, service))

    def answer() -> HttpResponseBase:
        return conditional(
            request,
            lambda: registry.fingerprint(request.user),
            lambda: handler(translated(kvp), service),
            # QGIS gives what it keeps to whoever signs in next.
            is_stored=not _asks_for_what_differs(kvp, request),
        )

    return kept.of_everything(answer) if name.lower() in _DESCRIPTIONS else answer()


def _named(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(request.GET[name])) for name in request.GET)


def _asks_for_what_differs(kvp: Kvp, request: HttpRequest) -> bool:
    """Whether the request names a layer whose rows depend on the user, in whatever parameter.

    A type, a feature's id and a stored query's id all hold the layer's name.
    """
    asked = " ".join(kvp.get(name) or "" for name in kvp).lower()
    layers = registry.published(request.user)
    return any(layer.name in asked for layer in layers if not layer.same_for_everyone)


def _parameters(request: HttpRequest) -> Kvp:
    if request.method in ("GET", "HEAD"):
        return Kvp.from_query(request.GET)
    try:
        return kvp_of(request.body)
    except RequestDataTooBig:
        raise OwsError(
            "La petición es demasiado grande.", code="OperationParsingFailed", status=413
        ) from None
    except InvalidParameter as error:  # not XML, or XML that could do harm
        raise OwsError(error.message, code="OperationParsingFailed") from None


def _check_version(kvp: Kvp) -> None:
    """A request without version is one of ours: nobody writes it by hand."""
    version = kvp.get("version")
    if version is not None and version not in ACCEPTED_VERSIONS:
        raise InvalidValue("version", f"Se ofrece la versión {VERSION}, no «{version[:40]}».")
