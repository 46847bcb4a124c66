"""The WCS: one address, the operation in REQUEST, the form of the answer in VERSION."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from layers import registry, versions
from layers.errors import LayerNotFound
from layers.layer import OFFERED_SRIDS, AnyUser
from layers.rasters import listing
from layers.rasters.coverage import RasterLayer
from ows.contact import contact
from ows.errors import InvalidValue, OperationNotSupported, OwsError, guarded
from ows.geotiff import MEDIA_TYPE
from ows.kvp import Kvp
from ows.methods import offering
from ows.wcs import exceptions, get_coverage, kvp10, kvp11, kvp20
from ows.wcs.described import NAMESPACES_OF, coverage_of

# The newest that both sides know is taken.
VERSIONS = ("2.0.1", "1.1.1", "1.0.0")
_FORM_OF = {"2.0.1": "20", "2.0.0": "20", "1.1.1": "11", "1.1.0": "11", "1.1.2": "11"} | {
    "1.0.0": "10"
}
# By which name each version asks for coverages, in DescribeCoverage and GetCoverage.
_NAMES = {"20": ("coverageid",), "11": ("identifiers", "identifier"), "10": ("coverage",)}
_OPERATIONS = ("GetCapabilities", "DescribeCoverage", "GetCoverage")
MAX_DESCRIBED = 100


@dataclass(frozen=True)
class _Asked:
    """A request: its parameters, who asks, in which form they want the answer."""

    request: HttpRequest
    kvp: Kvp
    form: str
    version: str

    @property
    def user(self) -> AnyUser:
        return self.request.user


@csrf_exempt
@guarded(exceptions.write)
@offering("GET", "HEAD")
def wcs(request: HttpRequest) -> HttpResponseBase:
    """Answer a WCS request by GET, or raise an exception report."""
    kvp = kvp20.merged(request.GET)
    service = kvp.require("service")
    if service.upper() != "WCS":
        raise InvalidValue("service", f"Esta es la dirección de WCS, no de «{service[:40]}».")
    operation = kvp.require("request").lower()
    with versions.read_once():
        if operation == "getcapabilities":
            return _capabilities(_negotiated(request, kvp))
        asked = _versioned(request, kvp)
        if operation == "describecoverage":
            return _description(asked)
        if operation == "getcoverage":
            return _coverage(asked)
    raise OperationNotSupported(kvp.require("request")[:40])


def _negotiated(request: HttpRequest, kvp: Kvp) -> _Asked:
    """OWS Common, 7.3.2: the first of the client's versions that is known; VERSION where old."""
    accepted = kvp.names("acceptversions")
    if accepted:
        version = next((each for each in accepted if each in _FORM_OF), None)
        if version is None:
            raise OwsError(
                f"Se atienden las versiones {', '.join(VERSIONS)}.",
                code="VersionNegotiationFailed",
                locator="acceptversions",
            )
    else:
        wanted = kvp.get("version") or VERSIONS[0]
        version = wanted if wanted in _FORM_OF else VERSIONS[0]
    return _Asked(request, kvp, _FORM_OF[version], version)


def _versioned(request: HttpRequest, kvp: Kvp) -> _Asked:
    version = kvp.require("version")
    if version not in _FORM_OF:
        raise InvalidValue(
            "version",
            f"La versión «{version[:20]}» no se atiende: use {', '.join(VERSIONS)}.",
        )
    return _Asked(request, kvp, _FORM_OF[version], version)


def _capabilities(asked: _Asked) -> HttpResponse:
    layers = listing.published(asked.user)
    return _document(asked, "capabilities", [coverage_of(layer, asked.user) for layer in layers])


def _description(asked: _Asked) -> HttpResponse:
    names = asked.kvp.names(*_NAMES[asked.form])
    if not names:
        if asked.form != "10":
            asked.kvp.require(_NAMES[asked.form][0])
        names = tuple(layer.name for layer in listing.published(asked.user))
    if len(names) > MAX_DESCRIBED:
        raise InvalidValue(_NAMES[asked.form][0], f"Se describen {MAX_DESCRIBED} a la vez.")
    layers = [_found(name, asked) for name in dict.fromkeys(names)]
    return _document(asked, "description", [coverage_of(layer, asked.user) for layer in layers])


def _coverage(asked: _Asked) -> HttpResponseBase:
    names = _NAMES[asked.form][::-1]
    layer = _found(asked.kvp.require(*names), asked)
    parse = {"20": kvp20.parse, "11": kvp11.parse, "10": kvp10.parse}[asked.form]
    return get_coverage.answer(
        parse(asked.kvp, layer),
        envelope=NAMESPACES_OF.get(asked.version),
        is_head=asked.request.method == "HEAD",
    )


def _found(name: str, asked: _Asked) -> RasterLayer:
    try:
        return registry.get_coverage(name, asked.user)
    except LayerNotFound:
        parameter = _NAMES[asked.form][0]
        raise exceptions.no_such_coverage(name, parameter, asked.version) from None


def _document(asked: _Asked, name: str, coverages: list[dict[str, Any]]) -> HttpResponse:
    address = asked.request.build_absolute_uri(reverse(wcs))
    context = {
        "address": f"{address}?",
        "coverages": coverages,
        "contact": contact(),
        "format": MEDIA_TYPE,
        "sequence": listing.sequence(asked.user),
        "interpolations": kvp20.INTERPOLATIONS,
        "version": asked.version,
        "namespaces": NAMESPACES_OF.get(asked.version),
        "operations": _OPERATIONS,
        "srids": sorted({srid for each in coverages for srid in each["srids"]} or OFFERED_SRIDS),
    }
    text = render_to_string(f"ows/wcs/{name}_{asked.form}.xml", context)
    return HttpResponse(text.strip(), content_type="text/xml; charset=utf-8")
