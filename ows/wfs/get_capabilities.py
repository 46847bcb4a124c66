"""GetCapabilities (WFS 2.0 §8): built once per data version, address and sections."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

from django.core.cache import cache
from django.http import HttpResponse
from lxml import etree

from layers import registry
from layers.bbox import Bbox, outward
from layers.layer import Layer
from layers.layer_info import LayerInfo
from ows.crs import urn
from ows.errors import InvalidValue, OwsError
from ows.formats.gml import PREFIX, WFS
from ows.kvp import Kvp
from ows.wfs.capabilities_provider import metadata_addresses, provider
from ows.wfs.elements import document, element
from ows.wfs.filter_capabilities import constraint, filter_capabilities
from ows.wfs.service import (
    ACCEPTED_VERSIONS,
    COUNT_DEFAULT,
    FEATURE_FORMATS,
    GML,
    VERSION,
    Service,
)

_ABSTRACT = (
    "El territorio de los 18 compromisos del III Plan de Acción de Gobierno Abierto del Perú "
    "(2017-2019), elemento por elemento. Una BBOX sin CRS se lee como latitud, longitud."
)
_KEYWORDS = ("WFS", "Perú", "gobierno abierto", "ubigeo", "GeoJSON")

# All of WFS 2.0 table 13, the FALSE ones too: a client may ask for any.
CONFORMANCE = {
    "ImplementsSimpleWFS": True,
    "ImplementsBasicWFS": True,
    "ImplementsTransactionalWFS": False,
    "ImplementsLockingWFS": False,
    "KVPEncoding": True,
    "XMLEncoding": True,
    "SOAPEncoding": False,
    "ImplementsInheritance": False,
    "ImplementsRemoteResolve": False,
    "ImplementsResultPaging": True,
    "ImplementsStandardJoins": False,
    "ImplementsSpatialJoins": False,
    "ImplementsTemporalJoins": False,
    "ImplementsFeatureVersioning": False,
    "ManageStoredQueries": False,
}


@dataclass(frozen=True)
class GetCapabilities:
    """Which sections to send (None: all); ``update_sequence`` is what the client has."""

    sections: frozenset[str] | None
    update_sequence: str | None


def parse(kvp: Kvp, service: Service) -> GetCapabilities:
    """Negotiate the version: the first that the client accepts and we speak."""
    accepted = kvp.names("acceptVersions")
    if accepted and not ACCEPTED_VERSIONS.intersection(accepted):
        raise OwsError(
            f"Ninguna de las versiones aceptadas se ofrece; se ofrece {VERSION}.",
            code="VersionNegotiationFailed",
            locator="acceptVersions",
        )
    version = kvp.get("version") or VERSION
    if not accepted and version.startswith("1."):
        # Who asks for an older version by its number alone reads no other (OGC 06-121r3, 7.3.2).
        raise OwsError(
            f"Las capacidades se dan en la versión {VERSION}, no en «{version[:20]}».",
            code="VersionNegotiationFailed",
            locator="version",
        )
    known = {name.lower(): name for name in _SECTIONS}
    asked = [name.lower() for name in kvp.names("sections")]
    for name in asked:
        if name not in known and name != "all":
            raise InvalidValue("sections", f"La sección «{name[:80]}» no existe.")
    sections = frozenset(known[name] for name in asked if name in known)
    whole = not asked or "all" in asked
    return GetCapabilities(None if whole else sections, kvp.get("updateSequence"))


def answer(operation: GetCapabilities, service: Service) -> HttpResponse:
    """The capabilities document; only its head where the client has it already."""
    fingerprint = registry.fingerprint(service.user)
    sequence = _digest(fingerprint)
    sections = operation.sections
    if operation.update_sequence == sequence:
        sections = frozenset()
    wanted = sections if sections is None else sorted(sections)
    key = "wfs-capabilities:" + _digest(repr((fingerprint, service.url, wanted)))
    document: bytes | None = cache.get(key)
    if document is None:
        document = _document(service, sequence, sections)
        cache.set(key, document)
    return HttpResponse(document, content_type="text/xml; charset=utf-8")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _document(service: Service, sequence: str, sections: frozenset[str] | None) -> bytes:
    root = element(
        "wfs:WFS_Capabilities",
        *chain.from_iterable(
            build(service)
            for name, build in _SECTIONS.items()
            if sections is None or name in sections
        ),
        attributes={
            "version": VERSION,
            "updateSequence": sequence,
            "xsi:schemaLocation": f"{WFS} http://schemas.opengis.net/wfs/2.0/wfs.xsd",
        },
    )
    return document(root)


def _identification(service: Service) -> list[etree._Element]:
    return [
        element(
            "ows:ServiceIdentification",
            element("ows:Title", "Territorio Abierto"),
            element("ows:Abstract", _ABSTRACT),
            element("ows:Keywords", *(element("ows:Keyword", word) for word in _KEYWORDS)),
            element("ows:ServiceType", "WFS"),
            element("ows:ServiceTypeVersion", VERSION),
            element("ows:Fees", "NONE"),
            element("ows:AccessConstraints", "NONE"),
        )
    ]


def _operations(service: Service) -> list[etree._Element]:
    capabilities = (
        _parameter("AcceptVersions", VERSION),
        _parameter("AcceptFormats", "text/xml"),
        _parameter("Sections", *_SECTIONS),
    )
    return [
        element(
            "ows:OperationsMetadata",
            _operation(service, "GetCapabilities", *capabilities),
            _operation(service, "DescribeFeatureType", _parameter("outputFormat", GML)),
            _operation(service, "ListStoredQueries"),
            _operation(service, "DescribeStoredQueries"),
            _operation(service, "GetFeature", *_presentation(*FEATURE_FORMATS)),
            _operation(service, "GetPropertyValue", *_presentation(GML)),
            _parameter("version", VERSION),
            *(constraint(name, value=value) for name, value in CONFORMANCE.items()),
            element(
                "ows:Constraint",
                _allowed("wfs:Query", "wfs:StoredQuery"),
                attributes={"name": "QueryExpressions"},
            ),
        )
    ]


def _presentation(*formats: str) -> tuple[etree._Element, ...]:
    return (
        _parameter("resultType", "results", "hits"),
        _parameter("outputFormat", *formats),
        _parameter("resolve", "none", "local"),
        constraint("CountDefault", value=str(COUNT_DEFAULT)),
    )


def _operation(service: Service, name: str, *domains: etree._Element) -> etree._Element:
    address = {"xlink:href": service.url}
    http = element(
        "ows:HTTP",
        element("ows:Get", attributes=address),
        element("ows:Post", attributes=address),
    )
    return element("ows:Operation", element("ows:DCP", http), *domains, attributes={"name": name})


def _parameter(name: str, *values: str) -> etree._Element:
    return element("ows:Parameter", _allowed(*values), attributes={"name": name})


def _allowed(*values: str) -> etree._Element:
    return element("ows:AllowedValues", *(element("ows:Value", value) for value in values))


def _feature_types(service: Service) -> list[etree._Element]:
    described = registry.describe_all(service.user)
    types = [_feature_type(layer, info, service) for layer, info in described]
    return [element("wfs:FeatureTypeList", *types)] if types else []


def _feature_type(layer: Layer, info: LayerInfo, service: Service) -> etree._Element:
    spanish = {"xml:lang": "es"}
    keywords = (element("ows:Keyword", word) for word in layer.keywords)
    others = (srid for srid in layer.srids if srid != layer.srid)
    formats = (element("wfs:Format", name) for name in FEATURE_FORMATS)
    return element(
        "wfs:FeatureType",
        element("wfs:Name", f"{PREFIX}:{layer.name}"),
        element("wfs:Title", info.title, attributes=spanish),
        element("wfs:Abstract", _abstract(info), attributes=spanish),
        *([element("ows:Keywords", *keywords)] if layer.keywords else []),
        element("wfs:DefaultCRS", urn(layer.srid)),
        *(element("wfs:OtherCRS", urn(srid)) for srid in others),
        element("wfs:OutputFormats", *formats),
        *([_wgs84_bounding_box(info.stated_extent)] if layer.has_geometry else []),
        *metadata_addresses(layer, service),
    )


def _abstract(info: LayerInfo) -> str:
    """The abstract, with where the rows come from, since QGIS shows little else."""
    parts = [info.abstract]
    if info.source:
        parts.append(f"Fuente: {info.source}.")
    if info.cutoff_date:
        parts.append(f"Fecha de corte: {info.cutoff_date.isoformat()}.")
    parts.append(f"Licencia: {info.licence_in_words}.")
    return " ".join(parts)


def _wgs84_bounding_box(extent: tuple[float, float, float, float]) -> etree._Element:
    """Longitude first whatever the CRS (OWS Common 1.1 §10.2.2), rounded outward."""
    box = outward(Bbox(*extent), 6)
    return element(
        "ows:WGS84BoundingBox",
        element("ows:LowerCorner", f"{box.minx:.6f} {box.miny:.6f}"),
        element("ows:UpperCorner", f"{box.maxx:.6f} {box.maxy:.6f}"),
    )


_SECTIONS: dict[str, Callable[[Service], list[etree._Element]]] = {
    "ServiceIdentification": _identification,
    "ServiceProvider": provider,
    "OperationsMetadata": _operations,
    "FeatureTypeList": _feature_types,
    "Filter_Capabilities": lambda service: [filter_capabilities()],
}
