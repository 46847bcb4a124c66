"""Who runs the site, and where a layer's metadata are: said by the operator or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from lxml import etree

from tests.ows.wfs.wire import NS as WFS_NS
from tests.ows.wfs.wire import ask, body
from tests.ows.wms.test_capabilities import document, layers_of, schema
from tests.ows.wms.wire import NS
from tests.xml_schemas import OWS, WFS, assert_valid
from tests.xml_schemas import schema as ogc_schema

pytestmark = pytest.mark.django_db

HREF = "{http://www.w3.org/1999/xlink}href"
_PLACE = ("address", "city", "region", "post_code", "country")
_NAMES = ("organization", "person", "position", *_PLACE, "phone", "email")
EMPTY = dict.fromkeys(_NAMES, "")
EVERYTHING = {name: f"<{name}> & ñ" for name in EMPTY}
SOME = EMPTY | {"email": "datos@example.org", "city": "Lima"}


@pytest.fixture(autouse=True)
def fresh_documents() -> Iterator[None]:
    """Capabilities are kept for as long as the layers stay the same; settings don't change."""
    cache.clear()
    yield
    cache.clear()


def wfs(client: Client) -> etree._Element:
    text = body(ask(client, "GetCapabilities"))
    assert_valid(text, ogc_schema(WFS, OWS))
    return etree.fromstring(text)


def wms(client: Client) -> etree._Element:
    root = document(client)
    schema("sld/1.1.0/sld_capabilities.xsd").assertValid(root)
    return root


def texts_of(root: etree._Element | None) -> list[str]:
    assert root is not None
    return [str(text) for text in root.itertext() if str(text).strip()]


def test_what_is_unknown_is_not_said(client: Client, settings: Any) -> None:
    settings.CONTACT = EMPTY
    assert wms(client).find("wms:Service/wms:ContactInformation", NS) is None
    assert texts_of(wfs(client).find("ows:ServiceProvider/ows:ServiceContact", WFS_NS)) == []
    assert "contact" not in client.get("/ogc/api", {"f": "json"}).json()["info"]


def test_what_is_known_is_said(client: Client, settings: Any) -> None:
    """OGC 06-042, 7.2.4.2; OGC 06-121r3, 7.4.5; both documents stay valid."""
    settings.CONTACT = EVERYTHING
    said = texts_of(wms(client).find("wms:Service/wms:ContactInformation", NS))
    assert set(said) == {*EVERYTHING.values(), "postal"}
    provider = wfs(client).find("ows:ServiceProvider", WFS_NS)
    assert set(texts_of(provider)) == set(EVERYTHING.values())
    contact: Any = client.get("/ogc/api", {"f": "json"}).json()["info"]["contact"]
    assert contact == {"name": EVERYTHING["organization"], "email": EVERYTHING["email"]}


def test_a_part_is_said_alone(client: Client, settings: Any) -> None:
    settings.CONTACT = SOME
    said = texts_of(wms(client).find("wms:Service/wms:ContactInformation", NS))
    assert said == ["postal", "Lima", "datos@example.org"]
    contact = wfs(client).find("ows:ServiceProvider/ows:ServiceContact", WFS_NS)
    assert texts_of(contact) == ["Lima", "datos@example.org"]


def test_every_layer_links_its_own_page(client: Client, settings: Any) -> None:
    """OGC 06-042, 7.2.4.6.10: each address answers in the format that is declared."""
    settings.METADATA_URL = ""
    for layer in layers_of(wms(client)).values():
        linked = layer.findall("wms:MetadataURL", NS)
        assert len(linked) == 2
        for item in linked:
            address = item.find("wms:OnlineResource", NS)
            assert address is not None
            answer = client.get(str(address.get(HREF)).removeprefix("http://testserver"))
            assert answer.status_code == 200
            assert answer["Content-Type"].startswith(item.findtext("wms:Format", "", NS))


def test_a_catalogue_is_linked_where_there_is_one(client: Client, settings: Any) -> None:
    settings.METADATA_URL = "https://catalogo.example.org/iso?id={layer}&x=1"
    record = "https://catalogo.example.org/iso?id=districts&x=1"
    layer = layers_of(wms(client))["districts"]
    first = layer.find("wms:MetadataURL", NS)
    assert first is not None
    assert first.get("type") == "ISO19115:2003"
    assert str(first.find("wms:OnlineResource", NS).get(HREF)) == record  # type: ignore[union-attr]
    hrefs = [item.get(HREF) for item in wfs(client).iterfind(".//wfs:MetadataURL", WFS_NS)]
    assert record in hrefs
