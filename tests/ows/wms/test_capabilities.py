"""GetCapabilities: valid, negotiated, true to what the service does, and cheap."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import mapproxy
import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from lxml import etree
from PIL import Image
from pyproj import Transformer

from layers import registry, versions
from tests.ows.wms.wire import ADDRESS, MAP, NS, ask, exception, is_blank, pixels

pytestmark = pytest.mark.django_db

_SCHEMAS = Path(mapproxy.__file__).parent / "test/schemas"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
CAPABILITIES = {"SERVICE": "WMS", "REQUEST": "GetCapabilities"}


def document(client: Client, **parameters: str) -> etree._Element:
    response = ask(client, CAPABILITIES, **parameters)
    assert response.status_code == 200, response.content
    return etree.fromstring(response.content)


def layers_of(root: etree._Element) -> dict[str, etree._Element]:
    found = root.findall(".//wms:Layer[wms:Name]", NS)
    return {layer.findtext("wms:Name", "", NS): layer for layer in found}


def schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(_SCHEMAS / name)))


def test_is_valid(client: Client) -> None:
    # SLD's schema, which includes that of WMS, since GetLegendGraphic is declared in it.
    schema("sld/1.1.0/sld_capabilities.xsd").assertValid(document(client))


def test_an_exception_is_valid(client: Client) -> None:
    root = etree.fromstring(ask(client, LAYERS="a<&\x01").content)
    schema("wms/1.3.0/exceptions_1_3_0.xsd").assertValid(root)


@pytest.mark.parametrize("version", ["1.3.0", "0.0.0", "1.2.0", "100.0.0", ""])
def test_other_versions_are_answered_in_1_3_0(client: Client, version: str) -> None:
    """OGC 06-042, 6.2.4: negotiation."""
    assert document(client, VERSION=version).get("version") == "1.3.0"


@pytest.mark.parametrize("version", ["1.1.1", "1.1.0", "1.0.0"])
def test_an_older_clients_version_is_refused_in_its_own_form(client: Client, version: str) -> None:
    """OGC 01-068r3, annex A.3: no namespace, which a client of 1.1.1 looks for."""
    response = ask(client, {"request": "GetCapabilities", "version": version})
    root = etree.fromstring(response.content)
    assert response.status_code == 400
    assert (root.tag, root.get("version")) == ("ServiceExceptionReport", version)
    assert "1.3.0" in (root.findtext("ServiceException") or "")


def test_lists_what_is_published(client: Client) -> None:
    found = layers_of(document(client))
    user = AnonymousUser()
    described = [*registry.describe_all(user), *registry.describe_coverages(user)]
    assert list(found) == [layer.name for layer, _info in described]
    for layer, info in described:
        assert found[layer.name].findtext("wms:Title", "", NS) == info.title
        assert found[layer.name].get("queryable") == "1"
    titles = {name: layer.findtext("wms:Title", "", NS) for name, layer in found.items()}
    assert titles["environmental_commissions"].startswith("EJEMPLO · ")
    assert titles["districts"].endswith("(límites aproximados, no oficiales)")


def test_addresses_can_be_appended_to(client: Client) -> None:
    root = document(client)
    addresses = {item.get(XLINK_HREF) for item in root.findall(".//wms:Get/*", NS)}
    assert addresses == {f"http://testserver{ADDRESS}?"}


def test_legends_have_the_size_that_is_declared(client: Client) -> None:
    for name, layer in layers_of(document(client)).items():
        url = layer.find("wms:Style/wms:LegendURL", NS)
        assert url is not None, name
        href = url.find("wms:OnlineResource", NS)
        assert href is not None
        parts = urlsplit(href.get(XLINK_HREF) or "")
        parameters = {key: values[0] for key, values in parse_qs(parts.query).items()}
        image: Any = client.get(parts.path, parameters)
        size = Image.open(BytesIO(image.content)).size
        assert size == (int(url.get("width") or 0), int(url.get("height") or 0)), name


def test_boxes_in_the_axis_order_of_their_crs(client: Client) -> None:
    """Each BoundingBox encloses the geographic one, by pyproj, and hardly more."""
    for name, layer in layers_of(document(client)).items():
        west, east, south, north = (
            float(edge.text or "nan")
            for edge in layer.findall("wms:EX_GeographicBoundingBox/*", NS)
        )
        boxes = {box.get("CRS"): box for box in layer.findall("wms:BoundingBox", NS)}
        assert set(boxes) == {
            "EPSG:4326",
            "EPSG:3857",
            "EPSG:32717",
            "EPSG:32718",
            "EPSG:32719",
            "CRS:84",
        }, name
        for crs, box in boxes.items():
            corners = [float(box.get(edge) or "nan") for edge in ("minx", "miny", "maxx", "maxy")]
            if crs in ("EPSG:4326", "CRS:84"):
                expected = [west, south, east, north]
                if crs == "EPSG:4326":
                    expected = [south, west, north, east]
                assert corners == expected, (name, crs)
                continue
            move = Transformer.from_crs("OGC:CRS84", crs, always_xy=True)
            expected = list(move.transform_bounds(west, south, east, north, densify_pts=101))
            assert corners == pytest.approx(expected, rel=1e-3), (name, crs)


def test_what_is_declared_is_served(client: Client) -> None:
    root = document(client)
    formats = [item.text for item in root.findall(".//wms:GetMap/wms:Format", NS)]
    assert formats == ["image/png", "image/png8", "image/jpeg"]
    crss = {item.text or "" for item in root.findall(".//wms:CRS", NS)}
    layers = layers_of(root)
    for crs in crss:
        box = layers["departments"].find(f"wms:BoundingBox[@CRS='{crs}']", NS)
        assert box is not None
        bbox = ",".join(str(box.get(edge)) for edge in ("minx", "miny", "maxx", "maxy"))
        assert not is_blank(pixels(ask(client, CRS=crs, BBOX=bbox)))
    limit = root.findtext(".//wms:MaxWidth", "", NS)
    assert pixels(ask(client, WIDTH=limit, HEIGHT="1")).shape == (1, int(limit), 4)
    too_many = ",".join(["departments"] * (int(root.findtext(".//wms:LayerLimit", "", NS)) + 1))
    assert exception(ask(client, LAYERS=too_many))[1] == "layers"


def test_update_sequence(client: Client) -> None:
    current = int(document(client).get("updateSequence") or 0)
    assert document(client, UPDATESEQUENCE=str(current - 1)).get("updateSequence") == str(current)
    for value, code in (
        (str(current), "CurrentUpdateSequence"),
        (str(current + 1), "InvalidUpdateSequence"),
        ("ayer", "InvalidUpdateSequence"),
        ("9" * 400, "InvalidUpdateSequence"),
    ):
        response = ask(client, CAPABILITIES, UPDATESEQUENCE=value)
        assert exception(response)[:2] == (code, "updatesequence")
    versions.bump("districts")
    assert document(client).get("updateSequence") == str(current + 1)


def test_is_built_once(client: Client, django_assert_num_queries: Any) -> None:
    document(client)
    with django_assert_num_queries(2):  # the data versions, for the key, and datasets' sequence
        document(client)


def test_head_and_any_case(client: Client) -> None:
    assert ask(client, {"service": "wms", "request": "getcapabilities"}).status_code == 200
    response: Any = client.head(ADDRESS, CAPABILITIES)
    assert response.status_code == 200
    lower = {name.lower(): value for name, value in MAP.items()}
    assert ask(client, lower | {"request": "GETMAP"}).status_code == 200
