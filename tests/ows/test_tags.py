"""Entity tags (RFC 9110, 8.8.3 and 13.1.2): what hasn't changed isn't sent again."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from layers import versions
from tests.ows.wfs.wire import body

OF_DISTRICTS = (
    "/ogc/collections/districts/items?limit=3&f=json",
    "/ogc/collections/districts/items?limit=3&f=html",
    "/ogc/collections/districts/items/150101",
    "/ogc/collections/districts",
    "/ogc/collections/districts/schema",
    "/ogc/collections/districts/tiles",
    "/ogc/collections",
    "/ogc/",
    "/ows/wfs?service=WFS&request=GetCapabilities",
    "/ows/wfs?service=WFS&request=DescribeFeatureType&typeNames=districts",
    "/ows/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=districts&count=3",
    "/ows/wfs?service=WFS&request=GetPropertyValue&typeNames=districts&valueReference=name&count=3",
)
BY_CONTENT = (
    "/ows/wms?service=WMS&version=1.3.0&request=GetCapabilities",
    "/api/v1/",
    "/api/v1/layers/",
    "/api/v1/layers/districts/features/?limit=3",
    "/api/v1/units/?limit=3",
    "/api/v1/units/15/",
    "/api/v1/units/15/summary/",
    "/api/v1/units/15/summary/?f=csv",
    "/api/v1/series/",
    "/api/v1/commitments/",
    "/api/v1/commitments/14/",
    "/api/v1/search/?q=lima",
)
pytestmark = pytest.mark.django_db


def get(client: Client, address: str, **headers: str) -> Any:
    response: Any = client.get(address, headers=headers)
    return response, body(response)


@pytest.mark.parametrize("address", [*OF_DISTRICTS, *BY_CONTENT])
def test_what_is_held_already_is_304(client: Client, address: str) -> None:
    first, content = get(client, address)
    assert first.status_code == 200
    assert content
    assert re.fullmatch(r'(?:W/)?"[0-9a-f]{32}"', first["ETag"])
    assert "no-cache" in first["Cache-Control"]
    again, nothing = get(client, address, **{"if-none-match": f'"x", {first["ETag"]}'})
    assert (again.status_code, nothing) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == first["Cache-Control"]
    assert set(first["Vary"].lower().split(", ")) <= set(again["Vary"].lower().split(", "))
    other, _content = get(client, address, **{"if-none-match": '"x"'})
    assert other.status_code == 200


@pytest.mark.parametrize("address", [*OF_DISTRICTS, *BY_CONTENT])
def test_the_tag_is_the_same_compressed(client: Client, address: str) -> None:
    """Compared weakly (13.1.2), so a tag of either form answers for both."""
    packed, _content = get(client, address, **{"accept-encoding": "gzip"})
    plain, _content = get(client, address, **{"if-none-match": packed["ETag"]})
    assert plain.status_code == 304


@pytest.mark.parametrize("address", [*OF_DISTRICTS, *BY_CONTENT])
def test_head_is_conditional_too(client: Client, address: str) -> None:
    first: Any = client.head(address)
    assert first["ETag"] == get(client, address)[0]["ETag"]
    assert client.head(address, headers={"if-none-match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize("address", OF_DISTRICTS)
def test_a_change_of_the_data_is_another_tag(client: Client, address: str) -> None:
    first, _content = get(client, address)
    versions.bump("districts")
    second, _content = get(client, address, **{"if-none-match": first["ETag"]})
    assert second.status_code == 200
    assert second["ETag"] != first["ETag"]


def test_another_layers_change_is_none_of_a_collections(client: Client) -> None:
    first, _content = get(client, OF_DISTRICTS[0])
    versions.bump("provinces")
    assert get(client, OF_DISTRICTS[0])[0]["ETag"] == first["ETag"]


def test_each_representation_has_its_own(client: Client) -> None:
    """Another page, form, host or field is another answer."""
    base = "/ogc/collections/districts/items"
    tags = {
        get(client, base)[0]["ETag"],
        get(client, base, accept="text/html")[0]["ETag"],
        get(client, base, host="localhost")[0]["ETag"],
        get(client, f"{base}?limit=2")[0]["ETag"],
        get(client, f"{base}?limit=2&properties=name")[0]["ETag"],
        get(client, "/ogc/collections/provinces/items")[0]["ETag"],
    }
    assert len(tags) == 6


@pytest.fixture
def planner() -> Client:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("t", "t@example.org", "x"))
    return client


@pytest.mark.parametrize(
    "address",
    [
        "/ogc/collections",
        "/ogc/collections/intervention_zones/items",
        OF_DISTRICTS[8],
        "/ogc/collections/districts/items?limit=3&f=html",
    ],
)
def test_each_audience_has_its_own(client: Client, planner: Client, address: str) -> None:
    """What one may see and another may not is never told unchanged to the other."""
    mine, _content = get(planner, address)
    theirs, _content = get(client, address, **{"if-none-match": mine["ETag"]})
    assert theirs.status_code == 200
    assert mine["ETag"] != theirs["ETag"]
    assert "private" in mine["Cache-Control"]


@pytest.mark.parametrize(
    "address",
    [
        "/ogc/collections/nope/items",
        "/ogc/collections/districts/items?limit=0",
        "/ows/wfs?service=WFS&request=GetFeature&typeNames=nope",
        "/api/v1/units/99/",
    ],
)
def test_an_error_has_no_tag(client: Client, address: str) -> None:
    for header in ({}, {"if-none-match": "*"}):
        response, _content = get(client, address, **header)
        assert response.status_code in (400, 404)
        assert "ETag" not in response


def test_a_session_is_kept_nowhere(client: Client) -> None:
    assert "ETag" not in get(client, "/api/v1/session/")[0]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (OF_DISTRICTS[0], "districts.geojson"),
        (OF_DISTRICTS[2], "districts.geojson"),
        (OF_DISTRICTS[10], "districts.gml"),
        (f"{OF_DISTRICTS[10]}&outputFormat=json", "districts.geojson"),
        ("/api/v1/units/15/summary/?f=csv", "cifras_15.csv"),
    ],
)
def test_a_download_has_a_name(client: Client, address: str, name: str) -> None:
    """RFC 6266: what the file is called once it is kept."""
    response, _content = get(client, address)
    assert response["Content-Disposition"].endswith(f'{name}"')
