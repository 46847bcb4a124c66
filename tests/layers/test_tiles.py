from __future__ import annotations

import math
from collections import Counter
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import numpy as np
import pyogrio
import pytest
import shapely
from django.contrib.auth.models import AnonymousUser
from pyproj import Transformer
from pytest_django import DjangoAssertNumQueries

from layers import registry, tiles, versions
from layers.errors import InvalidParameter
from layers.layer import Layer
from territory.models import AdminUnit
from tests import every_layer
from tests.awkward_text import AWKWARD_TEXTS, CONTROL_TEXT

pytestmark = pytest.mark.django_db

USER = AnonymousUser()
TO_MERCATOR = Transformer.from_crs(4326, 3857, always_xy=True)
EXTENT = 4096
# All Peru at zoom 6, by the formula of every slippy map.
PERU = (-81.4, -18.4, -68.6, 0.0)


def layer(name: str) -> Layer:
    return registry.get(name, USER)


def tile_of(lon: float, lat: float, z: int) -> tuple[int, int]:
    n = 2**z
    x = (lon + 180) / 360 * n
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * n
    return int(x), int(y)


def tiles_of_peru(z: int) -> list[tuple[int, int, int]]:
    west, south, east, north = PERU
    x0, y0 = tile_of(west, north, z)
    x1, y1 = tile_of(east, south, z)
    return [(z, x, y) for x in range(x0, x1 + 1) for y in range(y0, y1 + 1)]


def decoded(name: str, z: int, x: int, y: int) -> dict[str, list[Any]]:
    """Layer name → features, coordinates in tile units from the south-west corner."""
    content = tiles.mvt_tile(layer(name), USER, z, x, y)
    return {key: held["features"] for key, held in mapbox_vector_tile.decode(content).items()}


@pytest.mark.parametrize(("z", "lon", "lat"), [(0, 0, 0), (5, -77.03, -12.05), (22, -70, -15.8)])
def test_a_tiles_rectangle(z: int, lon: float, lat: float) -> None:
    x, y = tile_of(lon, lat, z)
    box = tiles.tile_bbox(z, x, y)
    assert shapely.box(box.minx, box.miny, box.maxx, box.maxy).covers(
        shapely.Point(TO_MERCATOR.transform(lon, lat))
    )
    assert box.width == pytest.approx(box.height) == pytest.approx(40_075_016.685_578 / 2**z)
    assert box.srid == 3857


@pytest.mark.parametrize(
    ("z", "x", "y", "parameter"),
    [
        (-1, 0, 0, "tileMatrix"),
        (23, 0, 0, "tileMatrix"),
        (0, 1, 0, "tileCol"),
        (0, 0, 1, "tileRow"),
        (3, 8, 0, "tileCol"),
        (3, 0, -1, "tileRow"),
    ],
)
def test_a_tile_that_can_not_exist(z: int, x: int, y: int, parameter: str) -> None:
    with pytest.raises(InvalidParameter) as error:
        tiles.mvt_tile(layer("districts"), USER, z, x, y)
    assert error.value.parameter == parameter


@pytest.mark.parametrize("z", [4, 7])
@pytest.mark.parametrize("name", ["departments", "provinces"])
def test_polygons_lie_where_they_are_stored(name: str, z: int) -> None:
    stored: dict[str, Any] = {}
    for unit in layer(name).rows(USER):
        shape = shapely.from_wkb(bytes(unit.geom.wkb))
        stored[unit.pk] = shapely.transform(
            shape, lambda xy: np.column_stack(TO_MERCATOR.transform(xy[:, 0], xy[:, 1]))
        )
    x, y = tile_of(-77.03, -12.05, z)
    box = tiles.tile_bbox(z, x, y)
    area = shapely.box(box.minx, box.miny, box.maxx, box.maxy)
    unit_m = box.width / EXTENT
    seen = {}
    for feature in decoded(name, z, x, y)[name]:
        shape = shapely.geometry.shape(feature["geometry"])
        shape = shapely.transform(shape, lambda xy: xy * unit_m + (box.minx, box.miny))
        seen[feature["properties"]["fid"]] = shapely.make_valid(shape)
    inside = {key: shape for key, shape in stored.items() if shape.intersects(area)}
    assert inside.keys() <= seen.keys()
    for key, shape in inside.items():
        difference = seen[key].symmetric_difference(shape).intersection(area).area
        # Rounding moves an edge by at most one tile unit.
        assert difference <= 2 * unit_m * shape.intersection(area).length


def test_points_lie_where_they_are_stored() -> None:
    stored = {row.pk: row.capital_point for row in layer("district_capitals").rows(USER)}
    z, (x, y) = 12, tile_of(-77.03, -12.05, 12)
    box = tiles.tile_bbox(z, x, y)
    features = decoded("district_capitals", z, x, y)["district_capitals"]
    assert features
    for feature in features:
        east, north = TO_MERCATOR.transform(*stored[feature["properties"]["fid"]].coords)
        column, row = feature["geometry"]["coordinates"]
        assert column == pytest.approx((east - box.minx) / box.width * EXTENT, abs=1)
        assert row == pytest.approx((north - box.miny) / box.height * EXTENT, abs=1)


@pytest.mark.parametrize("z", [6, 8])
def test_every_label_is_in_one_tile_only_and_on_its_feature(z: int) -> None:
    labels: Counter[str] = Counter()
    inside = 0
    for tile in tiles_of_peru(z):
        box = tiles.tile_bbox(*tile)
        held = decoded("districts", *tile)
        shapes = {f["properties"]["fid"]: f["geometry"] for f in held.get("districts", [])}
        for feature in held.get("districts_labels", []):
            column, row = feature["geometry"]["coordinates"]
            assert 0 <= column <= EXTENT
            assert 0 <= row <= EXTENT
            fid = feature["properties"]["fid"]
            labels[fid] += 1
            if fid in shapes:
                shape = shapely.make_valid(shapely.geometry.shape(shapes[fid]))
                inside += shape.distance(shapely.Point(column, row)) <= 2
        assert box.srid == 3857
    keys = AdminUnit.objects.filter(level="district").values_list("pk", flat=True)
    assert labels == Counter(keys)
    assert inside >= 0.8 * len(labels)


def test_a_label_on_a_seam_is_in_one_tile() -> None:
    """The corner of four tiles: 90° W on the equator."""
    corner = "SRID=4326;MULTIPOLYGON(((-91 -1, -89 -1, -89 1, -91 1, -91 -1)))"
    AdminUnit.objects.filter(pk="01").update(geom=corner)
    found = [
        (z, x, y)
        for z, x, y in [(2, x, y) for x in (0, 1) for y in (1, 2)]
        for feature in decoded("departments", z, x, y).get("departments_labels", [])
        if feature["properties"]["fid"] == "01"
    ]
    assert len(found) == 1


def test_a_shape_carries_what_its_rule_reads_and_its_label_point_the_text() -> None:
    x, y = tile_of(-77.03, -12.05, 9)
    held = decoded("districts", 9, x, y)
    unit = AdminUnit.objects.get(pk="150101")
    read = {
        "fid": "150101",
        "population": unit.population,
        "boundary_source": "approximate",  # it decides whether the outline is dashed
    }
    for key, expected in (("districts", read), ("districts_labels", read | {"name": unit.name})):
        (lima,) = [f["properties"] for f in held[key] if f["properties"]["fid"] == "150101"]
        assert lima == expected


def test_there_are_label_points_only_where_the_style_names_something() -> None:
    """Departments' capitals are named from 1:20,000,000, others later; zoom 2 is 1:140,000,000."""
    held = {z: decoded("district_capitals", z, *tile_of(-77.03, -12.05, z)) for z in (0, 4, 10)}
    assert set(held[0]) == {"district_capitals"}
    named = {
        z: [f["properties"] for f in found.get("district_capitals_labels", [])]
        for z, found in held.items()
    }
    assert named[4]
    assert all(found["is_department_capital"] for found in named[4])
    assert len(named[10]) > len(held[10]["district_capitals"]) / 2
    assert not all(found["is_department_capital"] for found in named[10])


def test_a_label_point_carries_what_ranks_it() -> None:
    x, y = tile_of(-77.03, -12.05, 5)
    held = decoded("departments", 5, x, y)["departments_labels"]
    ranks = {f["properties"]["fid"]: f["properties"]["population"] for f in held}
    assert ranks["15"] == AdminUnit.objects.get(pk="15").population
    assert ranks["15"] > ranks["07"]


def test_a_null_is_left_out_and_a_truth_stays_a_truth() -> None:
    AdminUnit.objects.filter(pk="150101").update(population=None)
    x, y = tile_of(-77.03, -12.05, 9)
    features = decoded("districts", 9, x, y)["districts"]
    (lima,) = [f["properties"] for f in features if f["properties"]["fid"] == "150101"]
    assert "population" not in lima
    capitals = decoded("district_capitals", 9, x, y)["district_capitals"]
    (lima,) = [f["properties"] for f in capitals if f["properties"]["fid"] == "150101"]
    assert lima["is_department_capital"] is True


@pytest.mark.parametrize("text", [*AWKWARD_TEXTS.values(), CONTROL_TEXT])
def test_text_comes_back_exact(text: str) -> None:
    AdminUnit.objects.filter(pk="15").update(name=text[:80])
    x, y = tile_of(-77.03, -12.05, 5)
    features = decoded("departments", 5, x, y)["departments_labels"]
    (lima,) = [f["properties"] for f in features if f["properties"]["fid"] == "15"]
    assert lima["name"] == text[:80]


def test_gdal_reads_the_same(tmp_path: Path) -> None:
    z, (x, y) = 7, tile_of(-77.03, -12.05, 7)
    path = tmp_path / "tile.mvt"
    path.write_bytes(tiles.mvt_tile(layer("provinces"), USER, z, x, y))
    held = decoded("provinces", z, x, y)
    assert {name for name, _type in pyogrio.list_layers(path)} == set(held)
    frame = pyogrio.read_dataframe(path, layer="provinces")
    square = shapely.box(0, 0, EXTENT, EXTENT)  # GDAL cuts off what a tile holds beyond its edge
    expected = [
        feature["properties"]["fid"]
        for feature in held["provinces"]
        if shapely.make_valid(shapely.geometry.shape(feature["geometry"])).intersects(square)
    ]
    assert sorted(frame["fid"]) == sorted(expected)
    assert frame.geometry.is_valid.mean() > 0.9


def test_a_tile_beside_the_country_is_empty() -> None:
    x, y = tile_of(140, 35, 8)
    for published in registry.published(USER):
        assert tiles.mvt_tile(published, USER, 8, x, y) == b""


def test_the_tile_of_the_whole_world_holds_every_layer() -> None:
    """Also what is smaller than the tile's grid, such as a right of a square kilometre."""
    every_layer.fill()
    for published in registry.published(USER):
        assert published.name in decoded(published.name, 0, 0, 0)


def test_a_tile_costs_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        tiles.mvt_tile(layer("districts"), USER, 6, 18, 33)


def test_the_version_changes_with_the_data_only() -> None:
    before = tiles.version(layer("districts"), USER)
    assert tiles.version(layer("districts"), USER) == before
    assert tiles.version(layer("departments"), USER) != before
    versions.bump("districts")
    assert tiles.version(layer("districts"), USER) != before
