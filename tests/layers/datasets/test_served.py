"""A dataset is served as every other layer: in each protocol, with its values, by every filter."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import mapbox_vector_tile
import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from lxml import etree

from layers import registry
from layers.datasets.tables import drop_table
from layers.geometry_types import GeometryType
from layers.models import Dataset
from tests.datasets import VALUES, contents, dataset
from tests.ows.wms import wire as wms

USER = AnonymousUser()
AROUND = "-72,-13.7,-71.7,-13.4"
GML = "{http://www.opengis.net/gml/3.2}"
SQUARE = "MULTIPOLYGON(((-72 -13.6,-71.8 -13.6,-71.8 -13.4,-72 -13.4,-72 -13.6)))"
LINE = "MULTILINESTRING((-72 -13.5,-71.9 -13.4))"


@pytest.fixture(scope="module")
def places(django_db_setup: None, django_db_blocker: Any) -> Iterator[Dataset]:
    """Committed, since Mapnik connects by itself."""
    with django_db_blocker.unblock():
        made = dataset(state="published")
        yield made
        drop_table(made.table)
        made.delete()


pytestmark = pytest.mark.usefixtures("committed_db")


def get(client: Client, address: str, **parameters: str) -> Any:
    response = client.get(address, parameters)
    assert response.status_code == 200, getattr(response, "content", b"")[:500]
    return response


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_the_layer_says_what_its_agency_said(places: Dataset) -> None:
    layer = registry.get(places.name, USER)
    info = registry.describe(layer, USER)
    assert places.name == "minam_dgpiga_lugares"
    assert (info.title, info.abstract, info.source) == (
        "Lugares",
        "Lugares de prueba.",
        "MINAM, registro de prueba",
    )
    assert info.licence == "Creative Commons Atribución 4.0 (CC BY 4.0)"
    assert str(info.cutoff_date) == "2024-03-31"
    assert info.extent == (-71.9, -13.6, -71.8, -13.5)
    assert (info.number_of_features, info.number_of_facts) == (3, 3)
    assert layer.commitments == (1,)


def test_ogc_api_items_have_its_values(client: Client, places: Dataset) -> None:
    answer = get(client, f"/ogc/collections/{places.name}/items", f="json")
    features = json.loads(body(answer))["features"]
    assert [list(f["properties"].values())[:4] for f in features] == [
        list(row[:4]) for row in VALUES
    ]
    assert features[0]["geometry"] == {"type": "Point", "coordinates": [-71.9, -13.5]}
    assert features[0]["properties"]["desde"] == "2024-02-29"
    assert features[2]["geometry"] is None


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"filter": "poblacion > 100"}, ["Plaza «A» & <b>"]),
        ({"filter": "nombre LIKE 'Ot%'"}, ["Otro"]),
        ({"filter": "poblacion IS NULL"}, [None]),
        ({"nombre": "Otro"}, ["Otro"]),
        ({"bbox": "-71.85,-13.7,-71.7,-13.5"}, ["Otro"]),
        ({"sortby": "-poblacion"}, ["Plaza «A» & <b>", "Otro", None]),
        ({"filter": "S_INTERSECTS(geom, POINT(-71.9 -13.5))"}, ["Plaza «A» & <b>"]),
    ],
)
def test_ogc_api_items_are_chosen(
    client: Client, places: Dataset, asked: dict[str, str], found: list[str | None]
) -> None:
    answer = get(client, f"/ogc/collections/{places.name}/items", f="json", **asked)
    assert [f["properties"]["nombre"] for f in json.loads(body(answer))["features"]] == found


def test_pages_follow_each_other(client: Client, places: Dataset) -> None:
    first = json.loads(
        body(get(client, f"/ogc/collections/{places.name}/items", f="json", limit="2"))
    )
    following = next(link["href"] for link in first["links"] if link["rel"] == "next")
    second = json.loads(body(client.get(following)))
    ids = [feature["id"] for page in (first, second) for feature in page["features"]]
    assert ids == [1, 2, 3]


@pytest.mark.parametrize("address", ["", "/queryables", "/schema", "/tiles", "/items/1"])
@pytest.mark.parametrize("form", ["json", "html"])
def test_every_resource_of_the_collection(
    client: Client, places: Dataset, address: str, form: str
) -> None:
    if form == "html" and address in {"/queryables", "/schema"}:
        form = "json"
    get(client, f"/ogc/collections/{places.name}{address}", f=form)


def test_wfs_has_its_features_and_their_types(client: Client, places: Dataset) -> None:
    asked = {"service": "WFS", "version": "2.0.0", "typeNames": f"ta:{places.name}"}
    schema = etree.fromstring(body(get(client, "/ows/wfs", request="DescribeFeatureType", **asked)))
    types = {
        e.get("name"): e.get("type")
        for e in schema.iter("{http://www.w3.org/2001/XMLSchema}element")
    }
    assert types["geom"] == "gml:PointPropertyType"
    assert (types["poblacion"], types["indice"]) == ("xsd:long", "xsd:double")
    root = etree.fromstring(body(get(client, "/ows/wfs", request="GetFeature", **asked)))
    names = [e.text for e in root.iter("{*}nombre")]
    assert names == ["Plaza «A» & <b>", "Otro", None]
    assert [e.text for e in root.iter(f"{GML}pos")] == ["-13.5 -71.9", "-13.6 -71.8"]


def test_wfs_finds_one_by_its_id(client: Client, places: Dataset) -> None:
    asked = {"service": "WFS", "version": "2.0.0", "request": "GetFeature"}
    found = get(client, "/ows/wfs", resourceId=f"{places.name}.2", **asked)
    assert [e.text for e in etree.fromstring(body(found)).iter("{*}nombre")] == ["Otro"]


def test_wms_draws_it_by_its_style(client: Client, places: Dataset) -> None:
    image = wms.pixels(
        wms.ask(client, LAYERS=places.name, CRS="CRS:84", BBOX=AROUND, WIDTH="300", HEIGHT="300")
    )
    colours = {tuple(pixel[:3]) for row in image for pixel in row if pixel[3] == 255}
    assert (0xCC, 0, 0) in colours
    assert (0, 0x44, 0xCC) in colours


def test_wms_tells_what_is_there(client: Client, places: Dataset) -> None:
    asked = wms.INFO | {"CRS": "CRS:84", "BBOX": "-71.95,-13.55,-71.85,-13.45"}
    found = wms.ask(
        client,
        asked,
        LAYERS=places.name,
        QUERY_LAYERS=places.name,
        WIDTH="101",
        HEIGHT="101",
        I="50",
        J="50",
        INFO_FORMAT="application/json",
    )
    assert found.json()["features"][0]["properties"]["nombre"] == "Plaza «A» & <b>"


@pytest.mark.parametrize("service", ["WMS", "WFS"])
def test_capabilities_list_it(client: Client, places: Dataset, service: str) -> None:
    answer = get(client, f"/ows/{service.lower()}", service=service, request="GetCapabilities")
    assert places.name in body(answer).decode()


def test_a_tile_holds_it_with_what_the_style_reads(client: Client, places: Dataset) -> None:
    answer = get(client, f"/ogc/collections/{places.name}/tiles/WebMercatorQuad/8/137/76", f="mvt")
    features = mapbox_vector_tile.decode(answer.content)[places.name]["features"]
    assert sorted(f["properties"]["poblacion"] for f in features) == [7, 120]


def test_the_domain_api_lists_it_with_its_style(client: Client, places: Dataset) -> None:
    found = get(client, "/api/v1/layers/", limit="500").json()["results"]
    own = next(layer for layer in found if layer["name"] == places.name)
    assert [entry["title"] for entry in own["legend"]] == ["100 o más", "Los demás"]
    assert own["fields"][1] == {
        "name": "poblacion",
        "title": "Población",
        "type": "integer",
        "unit": "hab.",
        "labels": {},
    }
    features = get(client, f"/api/v1/layers/{places.name}/features/").json()["features"]
    assert [feature["id"] for feature in features] == [1, 2, 3]


@pytest.mark.parametrize("address", ["/catalogo/", "/catalogo/{}/", "/buscar/?q=lugares"])
def test_pages_show_it(client: Client, places: Dataset, address: str) -> None:
    page = get(client, address.format(places.name)).content.decode()
    assert f"/catalogo/{places.name}/" in page or "registro de prueba" in page


@pytest.mark.parametrize(
    ("geometry", "places_", "kind"),
    [
        (GeometryType.MULTI_POLYGON, (SQUARE, None, None), "Polygon"),
        (GeometryType.MULTI_LINE_STRING, (LINE, None, None), "LineString"),
        (GeometryType.MULTI_POINT, ("MULTIPOINT((-71.9 -13.5))", None, None), "Point"),
    ],
)
@pytest.mark.django_db
def test_every_type_of_geometry_is_served(
    client: Client, geometry: GeometryType, places_: tuple[str | None, ...], kind: str
) -> None:
    made = dataset("Formas", state="published", made_of=contents(places_, geometry))
    found = json.loads(body(get(client, f"/ogc/collections/{made.name}/items", f="json")))
    assert found["features"][0]["geometry"]["type"] == geometry
    tile = get(client, f"/ogc/collections/{made.name}/tiles/WebMercatorQuad/8/137/76", f="mvt")
    features = mapbox_vector_tile.decode(tile.content)[made.name]["features"]
    assert features[0]["geometry"]["type"].endswith(kind)


@pytest.mark.django_db
def test_a_table_without_geometry_is_served(client: Client) -> None:
    made = dataset("Tabla", state="published", made_of=contents(geometry=GeometryType.NONE))
    found = json.loads(body(get(client, f"/ogc/collections/{made.name}/items", f="json")))
    assert [f["geometry"] for f in found["features"]] == [None] * 3
    asked = {"service": "WFS", "version": "2.0.0", "request": "GetFeature"}
    root = etree.fromstring(body(get(client, "/ows/wfs", typeNames=made.name, **asked)))
    assert root.get("numberReturned") == "3"
