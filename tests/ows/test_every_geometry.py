"""Every type of simple features (OGC 06-103r4), and none, in every protocol and format."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import mapbox_vector_tile
import pytest
from django.contrib.gis.gdal import OGRGeometry
from django.contrib.gis.geos import GEOSGeometry
from django.test import Client
from lxml import etree

from layers.layer import Layer
from tests.ows.every_geometry import KINDS, LAYERS, TABLE, Kind, every, layers
from tests.ows.wfs import wire as wfs
from tests.ows.wms import wire as wms
from tests.xml_schemas import GML, schema

__all__ = ["layers"]

TILE = "tiles/WebMercatorQuad/8/137/76"
# South, west, north, east: around the first geometry of each.
AROUND = "-13.7,-72.1,-13.3,-71.7"


def read(client: Client, path: str, **parameters: str) -> bytes:
    response: Any = client.get(path, parameters)
    body: bytes = response.getvalue()
    assert response.status_code == 200, body[:1000]
    return body


def items(layer: Layer) -> str:
    return f"/ogc/collections/{layer.name}/items"


def of(kind: Kind, row: int = 0) -> GEOSGeometry:
    return GEOSGeometry(kind.wkt[row], 4326)


@every
def test_feature_type(client: Client, kind: Kind) -> None:
    layer = LAYERS[kind.name]
    document = wfs.body(wfs.ask(client, "DescribeFeatureType", typeNames=layer.name))
    schema(GML, documents={wfs.NS["ta"]: document})
    described = etree.fromstring(document).find(".//xsd:element[@name='geom']", wfs.NS)
    assert described is not None
    assert described.get("type") == kind.gml


@every
@pytest.mark.parametrize("srs", ["EPSG:4326", "urn:ogc:def:crs:EPSG::4326"])
def test_gml(client: Client, kind: Kind, srs: str) -> None:
    """Valid against its own feature type, and read by GDAL as what was stored."""
    layer = LAYERS[kind.name]
    answer = wfs.ask(client, typeNames=layer.name, srsName=srs)
    root = wfs.xml(answer)
    described = wfs.body(wfs.ask(client, "DescribeFeatureType", typeNames=layer.name))
    member = root.find(f".//ta:{layer.name}", wfs.NS)
    assert member is not None
    validator = schema(GML, documents={wfs.NS["ta"]: described})
    for feature in root.iterfind(f".//ta:{layer.name}", wfs.NS):
        validator.assertValid(etree.fromstring(etree.tostring(feature)))
    ids = [item.get(wfs.GML_ID) for item in root.iter() if item.get(wfs.GML_ID)]
    assert len(ids) == len(set(ids))
    shapes = root.findall(".//ta:geom", wfs.NS)
    assert len(shapes) == 2  # the third row has none
    for row, shape in enumerate(shapes):
        found = GEOSGeometry(OGRGeometry.from_gml(etree.tostring(shape[0])).wkt)
        if srs.startswith("urn"):  # latitude first (OGC 09-048r5)
            found = GEOSGeometry(_swapped(found.json))
        assert found.equals(of(kind, row)) or found.normalize() == of(kind, row).normalize()


def _swapped(text: str) -> str:
    def swap(value: Any) -> Any:
        if isinstance(value[0], list):
            return [swap(item) for item in value]
        return [value[1], value[0]]

    geometry = json.loads(text)
    for part in geometry.get("geometries", [geometry]):
        part["coordinates"] = swap(part["coordinates"])
    return json.dumps(geometry)


@every
@pytest.mark.parametrize(
    "path",
    [
        "/ogc/collections/{0}/items?f=json",
        "/ows/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames={0}&outputFormat=json",
        "/api/v1/layers/{0}/features/",
    ],
)
def test_geojson(client: Client, kind: Kind, path: str) -> None:
    found = json.loads(read(client, path.format(LAYERS[kind.name].name)))["features"]
    assert [feature["geometry"] is None for feature in found] == [False, False, True]
    for row, feature in enumerate(found[:2]):
        shape = GEOSGeometry(json.dumps(feature["geometry"]), 4326)
        assert shape.geom_type == of(kind, row).geom_type
        shape.normalize(), (expected := of(kind, row)).normalize()
        assert shape.equals_exact(expected, 1e-7)


@every
def test_schemas(client: Client, kind: Kind) -> None:
    layer = LAYERS[kind.name]
    for name in ("schema", "queryables"):
        document = json.loads(read(client, f"/ogc/collections/{layer.name}/{name}?f=json"))
        assert document["properties"]["geom"]["format"] == kind.json
        read(client, f"/ogc/collections/{layer.name}/{name}?f=html")


@every
def test_pages(client: Client, kind: Kind) -> None:
    layer = LAYERS[kind.name]
    for path in ("", "/items", "/items/1", "/tiles", "/tiles/WebMercatorQuad"):
        read(client, f"/ogc/collections/{layer.name}{path}?f=html")
    assert kind.name in read(client, f"/catalogo/{layer.name}/").decode()


@every
def test_tile(client: Client, kind: Kind) -> None:
    """A feature of a tile is of one type; a collection becomes one of each."""
    layer = LAYERS[kind.name]
    decoded = mapbox_vector_tile.decode(read(client, f"/ogc/collections/{layer.name}/{TILE}?f=mvt"))
    first = [f for f in decoded[layer.name]["features"] if f["properties"]["fid"] == 1]
    assert {feature["geometry"]["type"] for feature in first} >= kind.in_tile - {"MultiPolygon"}
    metadata = json.loads(
        read(client, f"/ogc/collections/{layer.name}/tiles/WebMercatorQuad?f=json")
    )
    assert metadata["layers"][0].get("geometryDimension") == kind.dimension


@every
def test_map_and_legend(client: Client, kind: Kind) -> None:
    layer = LAYERS[kind.name]
    drawn = wms.ask(client, wms.MAP, LAYERS=layer.name, BBOX=AROUND, WIDTH="200", HEIGHT="200")
    colors = {tuple(color) for color in wms.pixels(drawn).reshape(-1, 4)[:, :3].tolist()}
    red, ink, blue = (204, 0, 0), (17, 34, 51), (34, 102, 170)
    if kind.dimension is not None:
        assert (red, ink, blue)[kind.dimension] in colors
    else:
        half_blue = (144, 178, 212)
        assert any(sum(abs(a - b) for a, b in zip(c, half_blue, strict=True)) < 6 for c in colors)
    if kind.name == "GeometryCollection":
        assert {red, ink} <= colors
    if kind.name == "Geometry":
        assert red not in colors  # no dot on a corner
    legend = wms.ask(
        client,
        {"SERVICE": "WMS", "VERSION": "1.3.0", "REQUEST": "GetLegendGraphic"},
        LAYER=layer.name,
        FORMAT="image/png",
    )
    assert not wms.is_blank(wms.pixels(legend))


@every
@pytest.mark.parametrize(
    "format_", ["application/json", "text/html", "text/plain", "application/vnd.ogc.gml"]
)
def test_feature_info(client: Client, kind: Kind, format_: str) -> None:
    layer = LAYERS[kind.name]
    place = {"BBOX": AROUND, "WIDTH": "201", "HEIGHT": "201", "I": "100", "J": "100"}
    if kind.dimension == 1:  # the line's own end
        place |= {"I": "50", "J": "100"}
    asked = {"LAYERS": layer.name, "QUERY_LAYERS": layer.name, "INFO_FORMAT": format_, **place}
    response = wms.ask(client, wms.INFO, **asked)
    assert response.status_code == 200, response.content
    assert "Elemento 1" in response.content.decode()
    assert "Elemento 2" not in response.content.decode()


@every
def test_filters(client: Client, kind: Kind) -> None:
    box = {"bbox": "-72.1,-13.7,-71.7,-13.3"}
    inside = {"filter": f"S_INTERSECTS(geom, {POLYGON_AROUND})"}
    for parameters in (box, inside, {"filter": "geom IS NOT NULL AND name = 'Elemento 1'"}):
        found = json.loads(read(client, items(LAYERS[kind.name]), f="json", **parameters))
        assert [feature["id"] for feature in found["features"]] == [1]


POLYGON_AROUND = "POLYGON((-72.1 -13.7, -71.7 -13.7, -71.7 -13.3, -72.1 -13.3, -72.1 -13.7))"


@every
def test_viewer(client: Client, kind: Kind) -> None:
    every_layer = json.loads(read(client, "/api/v1/layers/", limit="1000"))["results"]
    found = next(item for item in every_layer if item["name"] == LAYERS[kind.name].name)
    assert found["geometry_type"] == kind.name
    symbols = {0: "point", 1: "line", 2: "polygon", None: "polygon"}
    assert [entry["kind"] for entry in found["legend"]] == [symbols[kind.dimension]]


def test_a_table_without_geometry(client: Client) -> None:
    """Listed and read as any layer, with a null geometry (RFC 7946 §3.2); not drawn."""
    described = wfs.xml(wfs.ask(client, "DescribeFeatureType", typeNames=TABLE.name))
    assert described.find(".//xsd:element[@name='geom']", wfs.NS) is None
    root = wfs.xml(wfs.ask(client, typeNames=TABLE.name))
    assert len(root.findall(f".//ta:{TABLE.name}", wfs.NS)) == 3
    assert root.find(".//ta:geom", wfs.NS) is None
    for path in (f"{items(TABLE)}?f=json", f"/api/v1/layers/{TABLE.name}/features/"):
        found = json.loads(read(client, path))["features"]
        assert [feature["geometry"] for feature in found] == [None] * 3
    for name in ("schema", "queryables"):
        document = json.loads(read(client, f"/ogc/collections/{TABLE.name}/{name}?f=json"))
        assert "geom" not in document["properties"]
    collection = json.loads(read(client, f"/ogc/collections/{TABLE.name}?f=json"))
    assert "extent" not in collection
    assert not [link for link in collection["links"] if "tile" in link["rel"]]
    for path in ("", "/items", "/items/1"):
        read(client, f"/ogc/collections/{TABLE.name}{path}?f=html")
    read(client, f"/catalogo/{TABLE.name}/")
    assert json.loads(read(client, items(TABLE), f="json", bbox="-80,-20,-60,0"))["features"] == []


def test_what_a_table_without_geometry_is_not_in(client: Client) -> None:
    assert client.get(f"/ogc/collections/{TABLE.name}/tiles?f=json").status_code == 404
    assert client.get(f"/ogc/collections/{TABLE.name}/{TILE}?f=mvt").status_code == 404
    assert wms.exception(wms.ask(client, LAYERS=TABLE.name)) == ("LayerNotDefined", "layers", 400)
    capabilities = read(client, "/ows/wms?service=WMS&request=GetCapabilities").decode()
    assert TABLE.name not in capabilities
    assert LAYERS[KINDS[0].name].name in capabilities
    response = wfs.ask(client, "GetPropertyValue", typeNames=TABLE.name, valueReference="geom")
    assert response.status_code == 400
    asked = read(client, "/ows/wfs?service=WFS&request=GetCapabilities").decode()
    assert TABLE.name in asked


def test_an_unknown_type_is_refused_where_it_is_declared() -> None:
    with pytest.raises(ValueError, match="CircularString"):
        replace(TABLE, geometry_type="CircularString")
