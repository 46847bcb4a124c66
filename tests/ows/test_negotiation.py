"""Media types as RFC 9110 (12.4, 12.5.1) means them, at every address."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from ows.negotiation import canonical, preferred
from tests.ows.wfs.wire import body

OFFERED = ("application/geo+json", "text/html")
ALIASES = {"application/geo+json": ("application/json",)}


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", 0),
        ("*/*", 0),
        ("text/html", 1),
        ("TEXT/HTML", 1),
        ("text/*", 1),
        ("application/*", 0),
        ("text/plain, application/json", 0),  # what ogr2ogr sends
        ("application/json", 0),
        ("text/html;q=0.1, application/geo+json;q=0.9", 0),
        ("text/html;q=0.9, application/geo+json;q=0.1", 1),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", 1),
        ("application/geo+json;q=0, */*", 1),
        ("text/html;level=1;q=0.3, text/html;q=0.7, */*;q=0.5", 1),
        ("*/*;q=0.1, text/*;q=0.2", 1),
        ("application/json;charset=utf-8", 0),
        ('application/geo+json; profile="x"', 0),
        ("image/png", 0),
        ("application/gml+xml;q=1", 0),
        ("nonsense", 0),
        (",,;;q=1,/", 0),
        ("text/html;q=banana, application/json;q=0.2", 0),
        ("*", 0),
    ],
)
def test_what_a_header_prefers(accept: str, chosen: int) -> None:
    """The closest range's weight counts; of equals the first that is offered.

    So for who lists nothing of it: RFC 9110, 12.5.1 lets a server answer in place of 406.
    """
    assert preferred(accept, OFFERED, ALIASES) == OFFERED[chosen]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Image/PNG", "image/png"),
        ("image/png; mode=8bit", "image/png;mode=8bit"),
        ('text/xml; subtype="gml/3.2"', "text/xml;subtype=gml/3.2"),
        ("application/gml xml;version=3.2", "application/gml+xml;version=3.2"),
        ("application/json; charset=UTF-8", "application/json"),
        ("JSON", "json"),
    ],
)
def test_one_spelling(written: str, name: str) -> None:
    assert canonical(written) == name


ADDRESSES = {
    "/ogc/": "application/json",
    "/ogc/api": "application/vnd.oai.openapi+json;version=3.0",
    "/ogc/conformance": "application/json",
    "/ogc/collections": "application/json",
    "/ogc/collections/districts": "application/json",
    "/ogc/collections/districts/schema": "application/schema+json",
    "/ogc/collections/districts/queryables": "application/schema+json",
    "/ogc/collections/districts/items?limit=1": "application/geo+json",
    "/ogc/collections/districts/items/150101": "application/geo+json",
    "/ogc/collections/districts/tiles": "application/json",
    "/ogc/collections/districts/tiles/WebMercatorQuad/5/17/9": "application/vnd.mapbox-vector-tile",
    "/ogc/tileMatrixSets": "application/json",
    "/api/v1/": "application/json",
    "/api/v1/units/?limit=1": "application/json",
    "/api/v1/units/150101/": "application/json",
    "/api/v1/units/15/summary/": "application/json",
    "/api/v1/layers/": "application/json",
    "/api/v1/layers/districts/features/?limit=1": "application/json",
    "/api/v1/commitments/14/": "application/json",
    "/api/v1/series/": "application/json",
    "/api/v1/search/?q=lima": "application/json",
    "/api/v1/session/": "application/json",
    "/api/v1/zones/": "application/json",
}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "accept",
    ["text/plain, application/json", "application/gml+xml", "image/*", "application/*;q=0.3", "x"],
)
def test_nobody_is_told_406(client: Client, address: str, accept: str) -> None:
    response: Any = client.get(address, headers={"accept": accept})
    body(response)
    assert response.status_code == 200
    assert response["Content-Type"] == ADDRESSES[address]


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["json", "JSON", "geojson", "application/geo+json"])
@pytest.mark.parametrize(
    "address",
    [
        "/ogc/collections/districts/items?limit=1&",
        "/api/v1/units/?limit=1&",
        "/api/v1/layers/districts/features/?limit=1&",
        "/api/v1/units/15/summary/?",
    ],
)
def test_f_names_a_form_as_others_do(client: Client, address: str, form: str) -> None:
    response: Any = client.get(f"{address}f={form}")
    content = body(response)
    assert response.status_code == 200, content
    assert json.loads(content)


@pytest.mark.django_db
def test_csv_by_accept_too(client: Client) -> None:
    response: Any = client.get("/api/v1/units/15/summary/", headers={"accept": "text/csv"})
    assert response["Content-Type"].startswith("text/csv")


@pytest.mark.django_db
@pytest.mark.parametrize("f", ["gml", "", "text/turtle", "png"])
def test_a_form_that_is_not_there_is_refused_by_name(client: Client, f: str) -> None:
    for address in ("/ogc/collections/districts/items", "/api/v1/layers/"):
        response: Any = client.get(address, {"f": f})
        assert response.status_code == 400
        assert response.json()["parameter"] == "f"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "media_type"),
    [
        ("application/json", "application/geo+json"),
        ("APPLICATION/GEO+JSON", "application/geo+json"),
        ("application/geo json", "application/geo+json"),
        ("application/json; charset=utf-8", "application/geo+json"),
        ('application/gml+xml; version="3.2"', "application/gml+xml; version=3.2"),
        ("text/xml;subtype=gml/3.2.1", "application/gml+xml; version=3.2"),
        ("GML3", "application/gml+xml; version=3.2"),
    ],
)
def test_output_formats_of_wfs(client: Client, written: str, media_type: str) -> None:
    query = {"service": "WFS", "request": "GetFeature", "typeNames": "departments", "count": "1"}
    response: Any = client.get("/ows/wfs", query | {"outputFormat": written})
    assert body(response)
    assert response["Content-Type"] == media_type


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "media_type"),
    [
        ("image/png", "image/png"),
        ("Image/PNG", "image/png"),
        ("image/png; mode=8bit", "image/png"),
        ("image/png;mode=24bit", "image/png"),
        ("image/jpg", "image/jpeg"),
        ("image/jpeg; quality=80", None),
        ("image/tiff", None),
    ],
)
def test_formats_of_wms(client: Client, written: str, media_type: str | None) -> None:
    query = (
        "/ows/wms?version=1.3.0&request=GetMap&layers=departments&styles=&crs=CRS:84"
        "&bbox=-80,-15,-70,-5&width=20&height=20"
    )
    response: Any = client.get(f"{query}&format={written.replace(' ', '%20')}")
    if media_type is None:
        assert b"InvalidFormat" in response.content
    else:
        assert response["Content-Type"] == media_type
