"""The WMS: one address, the operation in REQUEST."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt

from ows import kept
from ows.errors import InvalidValue, OperationNotSupported, guarded
from ows.kvp import Kvp
from ows.methods import offering
from ows.wms import exceptions, get_capabilities, get_feature_info, get_legend_graphic, get_map


def _legend(request: HttpRequest, kvp: Kvp) -> HttpResponseBase:
    """What it shows of the rows is whether there are samples and facts."""
    return kept.of_everything(lambda: get_legend_graphic.answer(request, kvp))


_OPERATIONS: dict[str, Callable[[HttpRequest, Kvp], HttpResponseBase]] = {
    "getmap": get_map.answer,
    "getfeatureinfo": get_feature_info.answer,
    "getlegendgraphic": _legend,
}


@csrf_exempt
@xframe_options_exempt
@guarded(exceptions.write)
@offering("GET", "HEAD")
def wms(request: HttpRequest) -> HttpResponseBase:
    """WMS 1.3.0 (OGC 06-042) by GET; SERVICE may be left out, since REQUEST tells enough."""
    kvp = Kvp.from_query(request.GET)
    service = kvp.get("service")
    if service is not None and service.upper() != "WMS":
        raise InvalidValue("service", "Este servicio es WMS.")
    operation = kvp.require("request")
    if operation.lower() == "getcapabilities":
        address = request.build_absolute_uri(reverse(wms))
        return kept.of_everything(lambda: get_capabilities.answer(request, kvp, address))
    answer = _OPERATIONS.get(operation.lower())
    if answer is None:
        raise OperationNotSupported(operation[:40])
    return answer(request, kvp)
