"""``/ows``: one address for every SERVICE; each service also has an address of its own."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from ows.errors import InvalidValue, MissingParameter, guarded
from ows.formats.exceptions import ows_exception
from ows.kvp import Kvp
from ows.methods import offering
from ows.wcs.views import wcs
from ows.wfs.views import wfs
from ows.wms.views import wms

_SERVICES: dict[str, Callable[[HttpRequest], HttpResponseBase]] = {
    "WMS": wms,
    "WFS": wfs,
    "WCS": wcs,
}


@csrf_exempt
@guarded(ows_exception)
@offering("GET", "HEAD", "POST")
def dispatch(request: HttpRequest) -> HttpResponseBase:
    """Hand the request to the service it names; a POSTed document is WFS's."""
    service = Kvp.from_query(request.GET).get("service")
    if service is None and request.method not in ("GET", "HEAD"):
        return wfs(request)
    if service is None:
        raise MissingParameter("service")
    view = _SERVICES.get(service.upper())
    if view is None:
        raise InvalidValue(
            "service", f"El servicio «{service[:40]}» no existe: use WMS, WFS o WCS."
        )
    return view(request)
