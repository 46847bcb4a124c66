"""ContactInformation and MetadataURL of the capabilities (OGC 06-042, 7.2.4.2 and 7.2.4.6.10)."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from lxml import etree

from layers.cascade.layer import CascadedLayer
from layers.layer import Layer
from layers.rasters.coverage import RasterLayer
from ows.contact import catalogue_record, contact
from ows.wms.names import online_resource, wms
from territory.addresses import on_site


def contact_information() -> list[etree._Element]:
    """What the operator says of themselves; nothing where they say nothing."""
    known = contact()
    if not known.is_known:
        return []
    primary: tuple[etree._Element, ...] = ()
    if known.person or known.organization:  # both are mandatory in it, and may be empty
        primary = (
            wms(
                "ContactPersonPrimary",
                wms("ContactPerson", known.person),
                wms("ContactOrganization", known.organization),
            ),
        )
    address: tuple[etree._Element, ...] = ()
    if known.has_address:  # likewise
        address = (
            wms(
                "ContactAddress",
                wms("AddressType", "postal"),
                wms("Address", known.address),
                wms("City", known.city),
                wms("StateOrProvince", known.region),
                wms("PostCode", known.post_code),
                wms("Country", known.country),
            ),
        )
    return [
        wms(
            "ContactInformation",
            *primary,
            *_said("ContactPosition", known.position),
            *address,
            *_said("ContactVoiceTelephone", known.phone),
            *_said("ContactElectronicMailAddress", known.email),
        )
    ]


def metadata_addresses(layer: Layer, request: HttpRequest) -> list[etree._Element]:
    """The catalogue's record where the operator names one, then the layer's own page."""
    found = []
    if record := catalogue_record(layer.name):
        found.append(_metadata("ISO19115:2003", "text/xml", record))
    if isinstance(layer, CascadedLayer):
        sheet = request.build_absolute_uri(on_site(f"/catalogo/{layer.name}/"))
        return [*found, _metadata("other", "text/html", sheet)]
    if isinstance(layer, RasterLayer):
        sheet = request.build_absolute_uri(on_site(f"/catalogo/{layer.name}/"))
        asked = f"service=WCS&version=2.0.1&request=DescribeCoverage&coverageId={layer.name}"
        described = request.build_absolute_uri(on_site(f"/ows/wcs?{asked}"))
        found.append(_metadata("other", "text/html", sheet))
        found.append(_metadata("OGC-WCS", "text/xml", described))
        return found
    page = request.build_absolute_uri(reverse("ogc:collection", args=[layer.name]))
    # The two types that the standard names are catalogues' records; others may be used.
    found.append(_metadata("OGC-API-Features", "text/html", f"{page}?f=html"))
    found.append(_metadata("OGC-API-Features", "application/json", f"{page}?f=json"))
    return found


def _metadata(kind: str, format_: str, address: str) -> etree._Element:
    return wms("MetadataURL", wms("Format", format_), online_resource(address), type=kind)


def _said(name: str, text: str) -> list[etree._Element]:
    return [wms(name, text)] if text else []
