"""GetCapabilities (OGC 06-042, 7.2): built once per data version and address."""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from lxml import etree

from layers import registry, versions
from layers.cascade import listing as cascades
from layers.layer import AnyUser
from layers.rasters import listing as coverages
from ows.errors import InvalidValue, OwsError
from ows.kvp import Kvp
from ows.render import image_formats
from ows.wms.capabilities_contact import contact_information
from ows.wms.capabilities_layers import root_layer
from ows.wms.get_feature_info import WRITERS
from ows.wms.map_parameters import MAX_LAYERS, MAX_SIDE_PX
from ows.wms.names import SLD, WMS, XSI, online_resource, sld, wms

VERSION = "1.3.0"
_SCHEMAS = (
    f"{WMS} http://schemas.opengis.net/wms/1.3.0/capabilities_1_3_0.xsd "
    f"{SLD} http://schemas.opengis.net/sld/1.1.0/sld_capabilities.xsd"
)


def answer(request: HttpRequest, kvp: Kvp, address: str) -> HttpResponse:
    """The document, in version 1.3.0: the only one there is (6.2.4).

    Who asks for 1.0 or 1.1 reads no other, so it is refused in the form that they do read.
    """
    version = kvp.get("version") or VERSION
    if version.startswith(("1.0.", "1.1.")):
        raise InvalidValue(
            "version", f"Las capacidades se dan en la versión {VERSION}, no en «{version[:20]}»."
        )
    with versions.read_once():
        sequence = _update_sequence(request.user)
        _check_update_sequence(kvp, sequence)
        fingerprint = " ".join(
            each.fingerprint(request.user) for each in (registry, coverages, cascades)
        )
        digest = hashlib.sha256(f"{address} {fingerprint}".encode()).hexdigest()
        key = f"wms-capabilities:{digest}"
        document: bytes | None = cache.get(key)
        if document is None:
            document = _document(request, f"{address}?", sequence)
            cache.set(key, document)
    return HttpResponse(document, content_type="text/xml; charset=utf-8")


def _update_sequence(user: AnyUser) -> str:
    """A number that rises with every change of a layer's rows; then who sees those rows.

    What everybody sees is numbered alone. A client that changes accounts has another document
    to read, though nothing was changed.
    """
    number = sum(each.sequence(user) for each in (registry, coverages, cascades))
    audience = registry.audience(user)
    return (
        f"{number}-{hashlib.sha256(audience.encode()).hexdigest()[:8]}" if audience else f"{number}"
    )


def _check_update_sequence(kvp: Kvp, current: str) -> None:
    """7.2.3.5: the client's own number, if any, must be older than ours or another audience's."""
    text = kvp.get("updatesequence")
    if text is None:
        return
    if text == current:
        raise OwsError(
            "El documento no ha cambiado.", code="CurrentUpdateSequence", locator="updatesequence"
        )
    number, _, audience = text.partition("-")
    own_number, _, own_audience = current.partition("-")
    is_number = number.isascii() and number.isdigit() and len(number) < 19
    if not is_number or (audience == own_audience and int(number) > int(own_number)):
        raise OwsError(
            "El número de secuencia es posterior al actual.",
            code="InvalidUpdateSequence",
            locator="updatesequence",
        )


def _document(request: HttpRequest, href: str, sequence: str) -> bytes:
    root = wms(
        "WMS_Capabilities",
        _service(href),
        wms(
            "Capability",
            _requests(href),
            wms("Exception", *(wms("Format", name) for name in ("XML", "INIMAGE", "BLANK"))),
            root_layer(request, href),
        ),
        version=VERSION,
        updateSequence=sequence,
    )
    root.set(f"{{{XSI}}}schemaLocation", _SCHEMAS)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _service(href: str) -> etree._Element:
    words = ("WMS", "Perú", "gobierno abierto", "territorio", "ubigeo")
    return wms(
        "Service",
        wms("Name", "WMS"),
        wms("Title", "Territorio Abierto"),
        wms(
            "Abstract",
            "El territorio de los 18 compromisos del III Plan de Acción de Gobierno Abierto del "
            "Perú (2017-2019): mapas. Las capas cuyo título empieza con «EJEMPLO» muestran un "
            "formato, no hechos.",
        ),
        wms("KeywordList", *(wms("Keyword", word) for word in words)),
        online_resource(href),
        *contact_information(),
        wms("Fees", "none"),
        wms("AccessConstraints", "none"),
        wms("LayerLimit", str(MAX_LAYERS)),
        wms("MaxWidth", str(MAX_SIDE_PX)),
        wms("MaxHeight", str(MAX_SIDE_PX)),
    )


def _requests(href: str) -> etree._Element:
    images = [format_.name for format_ in image_formats.FORMATS]
    return wms(
        "Request",
        wms("GetCapabilities", *_operation(["text/xml"], href)),
        wms("GetMap", *_operation(images, href)),
        wms("GetFeatureInfo", *_operation(list(WRITERS), href)),
        sld("GetLegendGraphic", *_operation(images, href)),
    )


def _operation(formats: list[str], href: str) -> list[etree._Element]:
    return [
        *(wms("Format", name) for name in formats),
        wms("DCPType", wms("HTTP", wms("Get", online_resource(href)))),
    ]
