from __future__ import annotations

import gzip
import re
from typing import Any

import mapbox_vector_tile
import pytest
from django.test import Client
from pyproj import Transformer
from pytest_django import DjangoAssertNumQueries

from layers import versions
from ows import tags
from tests.ows.api.wire import CRS84, EPSG, ask, linked, read

pytestmark = pytest.mark.django_db

TILESET = "/collections/districts/tiles/WebMercatorQuad"
# Lima's tile at zoom 9, as slippy maps number it: row 273, column 146.
LIMA = f"{TILESET}/9/273/146"
MVT = "application/vnd.mapbox-vector-tile"


def test_the_tile_at_an_address_is_the_one_of_that_place(client: Client) -> None:
    response = ask(client, LIMA)
    assert response.status_code == 200
    assert response["Content-Type"] == MVT
    held = mapbox_vector_tile.decode(response.content)
    assert set(held) == {"districts", "districts_labels"}
    assert "150101" in {f["properties"]["fid"] for f in held["districts"]["features"]}


def test_rows_come_before_columns(client: Client) -> None:
    swapped = ask(client, f"{TILESET}/9/146/273")
    assert swapped.status_code == 204


@pytest.mark.parametrize("accept", ["*/*", MVT, "text/html,application/xhtml+xml,*/*;q=0.8"])
def test_whoever_asks_gets_the_tile(client: Client, accept: str) -> None:
    assert ask(client, LIMA, accept=accept)["Content-Type"] == MVT
    assert ask(client, LIMA, accept=accept, f="mvt")["Content-Type"] == MVT


def test_an_empty_tile_has_no_content(client: Client) -> None:
    response = ask(client, f"{TILESET}/9/0/0")
    assert response.status_code == 204
    assert response.content == b""
    assert response["ETag"]


def test_a_tile_the_client_has_is_not_sent_again(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    etag = ask(client, LIMA)["ETag"]
    for known in (etag, f"W/{etag}", f'"x", {etag}', "*"):
        with django_assert_num_queries(1):  # the data version alone
            again: Any = client.get(f"/ogc{LIMA}", headers={"if-none-match": known})
        assert again.status_code == 304
        assert again.content == b""
        assert again["ETag"] == etag
    versions.bump("provinces")
    assert client.get(f"/ogc{LIMA}", headers={"if-none-match": etag}).status_code == 304
    versions.bump("districts")
    changed = client.get(f"/ogc{LIMA}", headers={"if-none-match": etag})
    assert changed.status_code == 200
    assert changed["ETag"] != etag


def test_a_tile_has_one_tag(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own, of what a tile is made of; that of other resources is worked out for none."""
    told: list[str] = []
    monkeypatch.setattr(tags, "_tag", lambda _request, state: told.append(state))
    for address in (LIMA, "/tiles/WebMercatorQuad/9/273/146"):
        assert ask(client, address).status_code == 200
        assert client.get(f"/ogc{address}", headers={"if-none-match": '"x"'})["ETag"]
    assert not told


def test_a_compressed_tile_is_known_again(client: Client) -> None:
    compressed: Any = client.get(f"/ogc{LIMA}", headers={"accept-encoding": "gzip"})
    assert compressed["Content-Encoding"] == "gzip"
    assert gzip.decompress(compressed.content) == ask(client, LIMA).content
    headers = {"accept-encoding": "gzip", "if-none-match": compressed["ETag"]}
    assert client.get(f"/ogc{LIMA}", headers=headers).status_code == 304


def test_a_tile_that_is_not_kept_is_compressed_for_whoever_takes_it_so_alone(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = ask(client, LIMA)
    levels: list[int] = []
    compress = gzip.compress

    def counted(content: bytes, level: int, **how: Any) -> bytes:
        levels.append(level)
        return compress(content, level, **how)

    monkeypatch.setattr(gzip, "compress", counted)
    again = ask(client, LIMA)
    assert (again.content, again["ETag"]) == (plain.content, plain["ETag"])
    assert not again.has_header("Content-Encoding")
    assert "Accept-Encoding" in again["Vary"]
    assert not levels
    coded: Any = client.get(f"/ogc{LIMA}", headers={"accept-encoding": "gzip"})
    assert gzip.decompress(coded.content) == plain.content
    assert coded["ETag"] == f"W/{plain['ETag']}"
    assert len(levels) == 1
    empty: Any = client.get(f"/ogc{TILESET}/9/0/0", headers={"accept-encoding": "gzip"})
    assert empty.status_code == 204
    assert not empty.has_header("Content-Encoding")
    assert len(levels) == 1


def test_a_filtered_tile_holds_what_the_filter_chooses_and_has_a_tag_of_its_own(
    client: Client,
) -> None:
    whole = ask(client, LIMA)
    every = mapbox_vector_tile.decode(whole.content)["districts"]["features"]
    other = min({f["properties"]["fid"] for f in every} - {"150101"})
    text = f"ubigeo IN ('150101', '{other}', '080101')"
    chosen = ask(client, LIMA, filter=text)
    held = mapbox_vector_tile.decode(chosen.content)
    assert {f["properties"]["fid"] for f in held["districts"]["features"]} == {"150101", other}
    labels = {f["properties"]["fid"] for f in held["districts_labels"]["features"]}
    assert "150101" in labels
    assert labels <= {"150101", other}
    tree = '{"op": "=", "args": [{"property": "ubigeo"}, "150101"]}'
    as_json = ask(client, LIMA, **{"filter": tree, "filter-lang": "cql2-json"})
    one = mapbox_vector_tile.decode(as_json.content)["districts"]["features"]
    assert [f["properties"]["fid"] for f in one] == ["150101"]
    tags = {whole["ETag"], chosen["ETag"], as_json["ETag"]}
    assert len(tags) == 3
    again: Any = client.get(
        f"/ogc{LIMA}",
        {"filter": text},
        headers={"if-none-match": chosen["ETag"]},
    )
    assert again.status_code == 304
    assert ask(client, LIMA, filter="ubigeo = '080101'").status_code == 204


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ({"filter": "nope = 1"}, "filter"),
        ({"filter": "ubigeo ="}, "filter"),
        ({"filter": ""}, "filter"),
        ({"filter": "ubigeo = 'x' OR 1=1; DROP TABLE x"}, "filter"),
        ({"filter": "ubigeo = '\x00'"}, "filter"),
        ({"filter": "ubigeo = '1'", "filter-lang": "sql"}, "filter-lang"),
        ({"filter": "ubigeo = '1'", "filter-crs": "x"}, "filter-crs"),
        ({"ubigeo": "150101"}, "ubigeo"),
    ],
)
def test_a_filter_that_cant_be_read_is_refused_by_name(
    client: Client, asked: dict[str, str], parameter: str
) -> None:
    response = ask(client, LIMA, **asked)
    assert response.status_code == 400
    assert response.json()["parameter"] == parameter


def test_the_metadata_lead_to_the_tiles(client: Client) -> None:
    collection = read(client, "/collections/districts")
    href = linked(collection, "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector")
    (summary,) = client.get(href).json()["tilesets"]
    assert summary["dataType"] == "vector"
    assert summary["crs"] == f"{EPSG}3857"
    metadata = client.get(linked(summary, "self")).json()
    (item,) = (link for link in metadata["links"] if link["rel"] == "item")
    assert item["templated"] is True
    assert item["type"] == MVT
    numbers = {"tileMatrix": "9", "tileRow": "273", "tileCol": "146"}
    address = re.sub(r"\{(\w+)\}", lambda match: numbers[match[1]], item["href"])
    assert client.get(address).content == ask(client, LIMA).content
    layers = {layer["id"]: layer for layer in metadata["layers"]}
    assert layers["districts"]["geometryDimension"] == 2
    assert layers["districts_labels"]["geometryDimension"] == 0
    held = mapbox_vector_tile.decode(ask(client, LIMA).content)
    for name, layer in layers.items():
        for feature in held[name]["features"]:
            assert feature["properties"].keys() <= {"fid", *layer["propertiesSchema"]["properties"]}
    assert metadata["boundingBox"]["crs"] == CRS84
    box = metadata["boundingBox"]["lowerLeft"] + metadata["boundingBox"]["upperRight"]
    assert box == collection["extent"]["spatial"]["bbox"][0]


def test_the_grid_is_the_webs(client: Client) -> None:
    (scheme,) = read(client, "/tileMatrixSets")["tileMatrixSets"]
    document = client.get(scheme["links"][0]["href"]).json()
    assert document["id"] == scheme["id"] == "WebMercatorQuad"
    assert document["crs"] == f"{EPSG}3857"
    edge, _north = Transformer.from_crs(4326, 3857, always_xy=True).transform(180, 0)
    for zoom, matrix in enumerate(document["tileMatrices"]):
        assert matrix["id"] == str(zoom)
        assert matrix["matrixWidth"] == matrix["matrixHeight"] == 2**zoom
        assert matrix["pointOfOrigin"] == pytest.approx([-edge, edge])
        assert matrix["cellSize"] * 256 * 2**zoom == pytest.approx(2 * edge)
    # OGC 17-083r4, table D.1.
    assert document["tileMatrices"][0]["scaleDenominator"] == pytest.approx(559082264.028717)
    assert document["tileMatrices"][20]["scaleDenominator"] == pytest.approx(533.182395962445)
