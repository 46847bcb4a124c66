"""ServiceProvider (OWS Common 1.1 §7.4.5) and MetadataURL (WFS 2.0 §8.3.3) of the capabilities."""

from __future__ import annotations

from lxml import etree

from layers.layer import Layer
from ows.contact import Contact, catalogue_record, contact
from ows.wfs.elements import element
from ows.wfs.service import Service


def provider(service: Service) -> list[etree._Element]:
    """Who runs the site; the site's own name where the operator says none."""
    known = contact()
    return [
        element(
            "ows:ServiceProvider",
            element("ows:ProviderName", known.organization or "Territorio Abierto"),
            element("ows:ProviderSite", attributes={"xlink:href": service.site}),
            element(
                "ows:ServiceContact",
                *_said("ows:IndividualName", known.person),
                *_said("ows:PositionName", known.position),
                *_reached_by(known),
            ),
        )
    ]


def metadata_addresses(layer: Layer, service: Service) -> list[etree._Element]:
    """The catalogue's record where the operator names one, and the layer's own description."""
    own = f"{service.site}ogc/collections/{layer.name}"
    addresses = [address for address in (catalogue_record(layer.name), own) if address]
    return [element("wfs:MetadataURL", attributes={"xlink:href": href}) for href in addresses]


def _reached_by(known: Contact) -> list[etree._Element]:
    phone = _said("ows:Voice", known.phone)
    address = [
        *_said("ows:DeliveryPoint", known.address),
        *_said("ows:City", known.city),
        *_said("ows:AdministrativeArea", known.region),
        *_said("ows:PostalCode", known.post_code),
        *_said("ows:Country", known.country),
        *_said("ows:ElectronicMailAddress", known.email),
    ]
    parts = [
        *([element("ows:Phone", *phone)] if phone else []),
        *([element("ows:Address", *address)] if address else []),
    ]
    return [element("ows:ContactInfo", *parts)] if parts else []


def _said(name: str, text: str) -> list[etree._Element]:
    return [element(name, text)] if text else []
