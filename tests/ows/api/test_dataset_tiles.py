"""Tiles of the whole data set, their limits, and how the API's document names their operations."""

from __future__ import annotations

import math
import re
from typing import Any

import mapbox_vector_tile
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from layers import registry, versions
from layers.layer_info import COUNTRY_EXTENT
from tests.ows.api.wire import COLLECTIONS, ask, linked, read

pytestmark = pytest.mark.django_db

MVT = "application/vnd.mapbox-vector-tile"
LIMA = "/tiles/WebMercatorQuad/9/273/146"
CHOSEN = "districts,district_capitals"
TILESETS = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"


def held(response: Any) -> dict[str, Any]:
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == MVT
    found: dict[str, Any] = mapbox_vector_tile.decode(response.content)
    return found


def test_a_tile_holds_every_collections_layers(client: Client) -> None:
    """OGC 20-057, 10; each layer's features are those of the collection's own tile."""
    found = held(ask(client, LIMA))
    own: dict[str, Any] = {}
    for name in COLLECTIONS:
        response = ask(client, f"/collections/{name}{LIMA}")
        if response.status_code == 200:
            own |= held(response)
    assert found == own
    assert len(found) > 5


def test_collections_are_chosen(client: Client) -> None:
    """OGC 20-057, 12."""
    found = held(ask(client, LIMA, collections=CHOSEN))
    assert {name.removesuffix("_labels") for name in found} == set(CHOSEN.split(","))


@pytest.mark.parametrize("path", ["/tiles", "/tiles/WebMercatorQuad", LIMA])
@pytest.mark.parametrize("collections", ["nothing", "districts,nothing", ""])
def test_what_is_not_published_is_refused(client: Client, path: str, collections: str) -> None:
    response = ask(client, path, collections=collections)
    assert (response.status_code, response.json()["parameter"]) == (400, "collections")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/tiles/Other/9/273/146", 404),
        ("/tiles/Other", 404),
        ("/tiles/WebMercatorQuad/23/0/0", 400),
        ("/tiles/WebMercatorQuad/1/2/0", 400),
        ("/tiles/WebMercatorQuad/x/0/0", 400),
        ("/tiles/WebMercatorQuad/9/0/0", 204),
    ],
)
def test_other_tiles(client: Client, path: str, status: int) -> None:
    assert ask(client, path).status_code == status


def test_a_tile_the_client_has_is_not_sent_again(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    etag = ask(client, LIMA, collections=CHOSEN)["ETag"]
    address = f"/ogc{LIMA}?collections={CHOSEN}"
    known = {"if-none-match": etag}
    with django_assert_num_queries(1):  # the versions of all that it holds
        assert client.get(address, headers=known).status_code == 304
    versions.bump("provinces")
    assert client.get(address, headers=known).status_code == 304
    versions.bump("districts")
    assert client.get(address, headers=known).status_code == 200


def test_the_landing_page_leads_to_the_tiles(client: Client) -> None:
    listed = client.get(linked(read(client, "/"), TILESETS)).json()
    (summary,) = listed["tilesets"]
    metadata = client.get(linked(summary, "self")).json()
    template = linked(metadata, "item")
    numbers = {"tileMatrix": "9", "tileRow": "273", "tileCol": "146"}
    address = re.sub(r"\{(\w+)\}", lambda match: numbers[match[1]], template)
    assert held(client.get(address)).keys() <= {layer["id"] for layer in metadata["layers"]}
    for page in ("/tiles", "/tiles/WebMercatorQuad"):
        shown = ask(client, page, f="html")
        assert shown.status_code == 200
        assert "Todas las capas" in shown.content.decode()


def test_a_selection_is_kept_by_the_links(client: Client) -> None:
    (summary,) = read(client, "/tiles", collections="districts")["tilesets"]
    metadata = client.get(linked(summary, "self")).json()
    assert {layer["id"] for layer in metadata["layers"]} == {"districts", "districts_labels"}
    assert "collections=districts" in linked(metadata, "item")


def slippy(longitude: float, latitude: float, zoom: int) -> tuple[int, int]:
    north = math.asinh(math.tan(math.radians(latitude))) / math.pi
    return math.floor((longitude + 180) / 360 * 2**zoom), math.floor((1 - north) / 2 * 2**zoom)


@pytest.mark.parametrize(
    "path", ["/tiles/WebMercatorQuad", "/collections/districts/tiles/WebMercatorQuad"]
)
def test_the_limits_are_those_of_the_extent(client: Client, path: str) -> None:
    """OGC 17-083r4; tiles are numbered by the formula that slippy maps use."""
    metadata = read(client, path, f="json")
    west, south = metadata["boundingBox"]["lowerLeft"]
    east, north = metadata["boundingBox"]["upperRight"]
    limits = metadata["tileMatrixSetLimits"]
    assert [limit["tileMatrix"] for limit in limits] == [str(zoom) for zoom in range(23)]
    for zoom in (0, 1, 6, 9, 14):
        first, last = slippy(west, north, zoom), slippy(east, south, zoom)
        assert limits[zoom] == {
            "tileMatrix": str(zoom),
            "minTileRow": first[1],
            "maxTileRow": last[1],
            "minTileCol": first[0],
            "maxTileCol": last[0],
        }


def test_a_data_set_without_layers_is_of_the_country(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "LAYERS", ())
    metadata = read(client, "/tiles/WebMercatorQuad")
    assert metadata["layers"] == []
    west, south, east, north = COUNTRY_EXTENT
    assert metadata["boundingBox"]["lowerLeft"] == pytest.approx([west, south])
    assert metadata["boundingBox"]["upperRight"] == pytest.approx([east, north])
    assert ask(client, LIMA).status_code == 204


def test_a_tile_measures_no_layer(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def measured(*_args: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(registry, "_describe", measured)
    assert ask(client, LIMA, collections=CHOSEN).status_code == 200


def test_operations_are_named_as_the_standard_does(client: Client) -> None:
    """OGC 20-057, table 11."""
    paths = read(client, "/api", f="json")["paths"]
    for root, prefix in (
        ("/tiles", ".dataset.vector"),
        ("/collections/{collectionId}/tiles", ".collection.vector"),
    ):
        tileset = f"{root}/{{tileMatrixSetId}}"
        tile = f"{tileset}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}"
        for path, suffix in ((root, "SetsList"), (tileset, "Set"), (tile, "")):
            assert paths[path]["get"]["operationId"] == f"{prefix}.getTile{suffix}"
    assert paths["/tileMatrixSets"]["get"]["operationId"] == "getTileMatrixSetsList"
    one = paths["/tileMatrixSets/{tileMatrixSetId}"]["get"]
    assert one["operationId"] == "getTileMatrixSet"
