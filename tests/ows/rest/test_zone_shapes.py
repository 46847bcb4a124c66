"""``/api/v1/zones/shapes/``: planners' files, written by GDAL or by hand as people send them."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from django.test import Client
from pyproj import Transformer

from tests.ows.rest.shape_files import (
    OTHER,
    PARCEL,
    found,
    geojson,
    send,
    shapefile,
    written,
    zipped,
)
from tests.zones import SIDE, SOUTH, WEST, client_of, planner, square

pytestmark = pytest.mark.django_db

UTM = Transformer.from_crs(4326, 32719, always_xy=True)


@pytest.fixture
def client() -> Client:
    return client_of(planner("ana"))


MAKERS: dict[str, Callable[[Path], bytes]] = {
    "GeoJSON": lambda folder: written(folder, "GeoJSON", "geojson").read_bytes(),
    "GeoPackage": lambda folder: written(folder, "GPKG", "gpkg", epsg=4326).read_bytes(),
    "KML": lambda folder: written(folder, "KML", "kml").read_bytes(),
    "KMZ": lambda folder: zipped(doc_kml=written(folder, "KML", "kml").read_bytes()),
    "shapefile": lambda folder: shapefile(folder, "shp", "shx", "dbf", "prj"),
}


@pytest.mark.parametrize("kind", list(MAKERS))
def test_polygons_of_every_format_are_found(client: Client, tmp_path: Path, kind: str) -> None:
    body = found(client, MAKERS[kind](tmp_path))
    assert body["kind"] == ("KML" if kind == "KMZ" else kind)
    assert [shape["title"] for shape in body["shapes"]] == ["Predio 0", "Predio 1"]
    for shape, original in zip(body["shapes"], (PARCEL, OTHER), strict=True):
        assert shape["fault"] == ""
        geometry = shapely.geometry.shape(shape["geometry"])
        assert geometry.geom_type == "MultiPolygon"
        assert geometry.symmetric_difference(original).area < 1e-12


def test_a_shape_found_is_stored_as_drawn(client: Client, tmp_path: Path) -> None:
    [first, _] = found(client, MAKERS["GeoPackage"](tmp_path))["shapes"]
    feature = {
        "type": "Feature",
        "geometry": first["geometry"],
        "properties": {"title": first["title"]},
    }
    answer = client.post("/api/v1/zones/", json.dumps(feature), "application/geo+json")
    assert answer.status_code == 201


def test_metres_become_degrees(client: Client, tmp_path: Path) -> None:
    """Oracle: pyproj."""
    metres = shapely.transform(PARCEL, lambda xy: np.column_stack(UTM.transform(*xy.T)))
    content = written(tmp_path, "GPKG", "gpkg", (metres,), 32719).read_bytes()
    body = found(client, content)
    assert "UTM zone 19S" in body["crs"]
    [shape] = body["shapes"]
    assert shapely.geometry.shape(shape["geometry"]).symmetric_difference(PARCEL).area < 1e-10


def test_without_its_prj_metres_ask_for_a_crs(client: Client, tmp_path: Path) -> None:
    metres = shapely.transform(PARCEL, lambda xy: np.column_stack(UTM.transform(*xy.T)))
    content = shapefile(tmp_path, "shp", "shx", "dbf", shapes=(metres,), epsg=32719)
    answer = send(client, content)
    problem = answer.json()
    assert (answer.status_code, problem["choice"], problem["parameter"]) == (400, "crs", "crs")
    assert "sistema de coordenadas" in problem["detail"]
    [shape] = found(client, content, crs="EPSG:32719")["shapes"]
    assert shapely.geometry.shape(shape["geometry"]).symmetric_difference(PARCEL).area < 1e-10
    nonsense = send(client, content, crs="EPSG:x")
    assert (nonsense.status_code, nonsense.json()["parameter"]) == (400, "file")


def test_without_its_prj_degrees_are_degrees(client: Client, tmp_path: Path) -> None:
    [first, _] = found(client, shapefile(tmp_path, "shp", "shx", "dbf"))["shapes"]
    assert first["fault"] == ""


def test_parts_that_overlap_are_joined_as_when_drawn(client: Client) -> None:
    geometry = {
        "type": "MultiPolygon",
        "coordinates": [square()["coordinates"], square(WEST + SIDE / 2)["coordinates"]],
    }
    [shape] = found(client, geojson(geometry))["shapes"]
    assert "se superponen" in shape["notes"][0]
    assert len(shape["geometry"]["coordinates"]) == 1


def test_heights_are_left_out_and_said(client: Client) -> None:
    high = square()
    high["coordinates"] = [[[x, y, 3400.0] for x, y in high["coordinates"][0]]]
    body = found(client, geojson(high))
    [shape] = body["shapes"]
    assert len(shape["geometry"]["coordinates"][0][0][0]) == 2
    assert any("altura (Z)" in remark for remark in body["remarks"])


def test_curves_become_corners(client: Client, tmp_path: Path) -> None:
    """A GeoPackage of QGIS may hold a CURVEPOLYGON (OGC 12-128r19, annex G)."""
    corners = [
        (WEST, SOUTH),
        (WEST + 0.05, SOUTH + 0.05),
        (WEST + 0.1, SOUTH),
        (WEST + 0.05, SOUTH - 0.05),
        (WEST, SOUTH),
    ]
    # OGC 06-103r4, 8.2.8: CurvePolygon is 10, CircularString 8.
    wkb = struct.pack("<BII", 1, 10, 1) + struct.pack("<BII", 1, 8, len(corners))
    wkb += b"".join(struct.pack("<dd", *corner) for corner in corners)
    path = tmp_path / "curva.gpkg"
    name = [np.array(["Redonda"], dtype=object)]
    geometry = np.array([wkb], dtype=object)
    pyogrio.raw.write(
        path, geometry, name, ["nombre"], driver="GPKG", crs="EPSG:4326", geometry_type="Unknown"
    )
    [shape] = found(client, path.read_bytes())["shapes"]
    assert len(shape["geometry"]["coordinates"][0][0]) > 20


def gpx(*corners: tuple[float, float]) -> bytes:
    points = "".join(f'<trkpt lon="{x}" lat="{y}"/>' for x, y in corners)
    return (
        '<?xml version="1.0"?><gpx version="1.1" creator="GPS" '
        'xmlns="http://www.topografix.com/GPX/1/1">'
        f'<wpt lon="{WEST}" lat="{SOUTH}"><name>Casa</name></wpt>'
        f"<trk><name>Lindero</name><trkseg>{points}</trkseg></trk></gpx>"
    ).encode()


CORNERS = [(WEST, SOUTH), (WEST + 0.01, SOUTH), (WEST + 0.01, SOUTH + 0.01), (WEST, SOUTH + 0.01)]


def test_a_walk_that_ends_where_it_began_encloses_a_shape(client: Client) -> None:
    """22 m short of its start: a receiver's error, not an opening."""
    body = found(client, gpx(*CORNERS, (WEST, SOUTH + 0.0002)))
    [shape] = body["shapes"]
    assert (shape["fault"], shape["title"]) == ("", "Lindero")
    assert "lo que el recorrido encierra" in shape["notes"][0]
    assert "22 m" in shape["notes"][1]
    geometry = shapely.geometry.shape(shape["geometry"])
    assert geometry.symmetric_difference(shapely.Polygon(CORNERS)).area < 1e-9
    assert any("solo puntos (1)" in remark for remark in body["remarks"])


def test_a_walk_that_stays_open_is_refused_with_its_gap(client: Client) -> None:
    [shape] = found(client, gpx(*CORNERS))["shapes"]
    assert shape["geometry"] is None
    assert "hay 1106 m" in shape["fault"]


def test_layers_are_read_together_and_points_are_named(client: Client, tmp_path: Path) -> None:
    written(tmp_path, "GPKG", "gpkg", (PARCEL,), layer="predios")
    path = written(tmp_path, "GPKG", "gpkg", (OTHER,), layer="ampliación", append=True)
    point = (shapely.Point(WEST, SOUTH),) * 3
    written(tmp_path, "GPKG", "gpkg", point, layer="hitos", append=True, geometry_type="Point")
    body = found(client, path.read_bytes())
    assert [shape["layer"] for shape in body["shapes"]] == ["predios", "ampliación"]
    assert any("«hitos» tiene solo puntos (3)" in remark for remark in body["remarks"])
