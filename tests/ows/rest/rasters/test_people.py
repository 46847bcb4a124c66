"""People within a place or a distance of it, against cells cut one by one by shapely."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
import shapely
from django.contrib.auth import get_user_model
from django.test import Client
from pyproj import Geod, Transformer

from layers.models import Coverage, CoverageKind, CoverageState
from layers.rasters.registering import Reading, Said, import_raster, set_state
from territory.models import AdminUnit

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/people/"
# Around Cusco: cells of 3 seconds of arc, some without a value.
WEST, NORTH, SIDE = -72.1, -13.4, 1 / 1200
COLUMNS, ROWS = 260, 240
GEOD = Geod(ellps="WGS84")
CUSCO = (-71.978, -13.517)


def cells() -> Any:
    rng = np.random.default_rng(11)
    found = rng.gamma(0.7, 20, (ROWS, COLUMNS)).astype("float32")
    found[:60, :60] = -1
    return found


def published(path: Path, title: str = "EJEMPLO de población", **changes: Any) -> Coverage:
    profile = {
        "driver": "GTiff",
        "width": COLUMNS,
        "height": ROWS,
        "count": 1,
        "dtype": "float32",
        "crs": "EPSG:4326",
        "transform": rasterio.transform.from_origin(WEST, NORTH, SIDE, SIDE),
        "nodata": -1,
    } | changes
    with rasterio.open(path, "w", **profile) as file:
        file.write(cells()[: profile["height"], : profile["width"]], 1)
    said = Said(title, CoverageKind.POPULATION, "Prueba", dt.date(2020, 1, 1), unit="personas")
    coverage = import_raster(path, said, Reading())
    set_state(coverage, CoverageState.PUBLISHED)
    return coverage


@pytest.fixture
def grid(tmp_path: Path, settings: Any) -> Coverage:
    settings.RASTER_STORAGE = str(tmp_path / "kept")
    return published(tmp_path / "people.tif")


def by_hand(area: shapely.Geometry) -> tuple[float, float]:
    """People, and the share of the area's surface (in degrees) with a value: cell by cell."""
    people = known = 0.0
    values = cells()
    west, south, east, north = area.bounds
    shapely.prepare(area)
    for row in range(ROWS):
        top = NORTH - row * SIDE
        if top < south or top - SIDE > north:
            continue
        for column in range(COLUMNS):
            left = WEST + column * SIDE
            if left > east or left + SIDE < west:
                continue
            cell = shapely.box(left, top - SIDE, left + SIDE, top)
            value = float(values[row, column])
            if value >= 0 and area.intersects(cell):
                inside = area.intersection(cell).area
                people += value * inside / cell.area
                known += inside
    return people, known / area.area


def circle(x: float, y: float, metres: float) -> shapely.Polygon:
    turns = np.linspace(0, 360, 1440, endpoint=False)
    size = np.full_like(turns, metres)
    xs, ys, _ = GEOD.fwd(np.full_like(turns, x), np.full_like(turns, y), turns, size)
    return shapely.Polygon(np.column_stack([xs, ys]))


@pytest.mark.parametrize(("place", "metres"), [(CUSCO, 500), (CUSCO, 2_000), ((-72.02, -13.5), 37)])
def test_around_a_point(
    client: Client, grid: Coverage, place: tuple[float, float], metres: int
) -> None:
    asked = {"lon": place[0], "lat": place[1], "distance": metres}
    found = client.get(ADDRESS, {name: str(value) for name, value in asked.items()}).json()
    expected, covered = by_hand(circle(*place, metres))
    assert covered == pytest.approx(1)
    assert found["people"] == pytest.approx(expected, rel=1e-3, abs=0.6)
    assert (found["covered"], found["note"]) == (pytest.approx(1), "")
    assert (found["distance_m"], found["raster"]["name"]) == (metres, grid.name)
    assert found["raster"]["cutoff_date"] == "2020-01-01"


def test_five_hundred_metres_unless_it_is_said(client: Client, grid: Coverage) -> None:
    found = client.get(ADDRESS, {"lon": str(CUSCO[0]), "lat": str(CUSCO[1])}).json()
    assert found["distance_m"] == 500
    assert found["people"] == pytest.approx(by_hand(circle(*CUSCO, 500))[0], rel=1e-3)


def test_of_a_part_it_is_said_that_it_is_one(client: Client, grid: Coverage) -> None:
    corner = (WEST + 60 * SIDE, NORTH - 60 * SIDE)
    found = client.get(ADDRESS, {"lon": str(corner[0]), "lat": str(corner[1])}).json()
    expected, covered = by_hand(circle(*corner, 500))
    assert 0.7 < covered < 0.8
    assert found["covered"] == pytest.approx(covered, abs=0.002)
    assert found["people"] == pytest.approx(expected, rel=1e-3)
    assert f"cubre {int(100 * found['covered'])} % de la zona" in found["note"]


def test_within_a_unit(client: Client, grid: Coverage) -> None:
    unit = AdminUnit.objects.get(pk="080101")
    assert unit.geom is not None
    expected, covered = by_hand(shapely.from_wkb(bytes(unit.geom.wkb)))
    found = client.get(ADDRESS, {"unit": "080101"}).json()
    assert found["people"] == pytest.approx(expected, rel=1e-3)
    assert found["covered"] == pytest.approx(covered, abs=0.002)
    assert found["distance_m"] is None
    assert "aproximados" in found["note"]


def test_nobody_knows_without_a_grid(client: Client) -> None:
    for asked in ({"unit": "080101"}, {"lon": "-71.9", "lat": "-13.5"}):
        found = client.get(ADDRESS, asked).json()
        assert (found["people"], found["raster"]) == (None, None)
        assert "No se puede saber" in found["note"]


def test_nor_where_the_grid_has_nothing(client: Client, grid: Coverage) -> None:
    found = client.get(ADDRESS, {"lon": "-77.03", "lat": "-12.05"}).json()
    assert found["people"] is None
    assert "No se puede saber" in found["note"]


def test_of_two_the_newer_tells_where_it_covers(
    client: Client, grid: Coverage, tmp_path: Path
) -> None:
    newer = published(tmp_path / "newer.tif", "EJEMPLO nuevo", width=200, height=120)
    Coverage.objects.filter(pk=newer.pk).update(cutoff_date=dt.date(2024, 1, 1))
    set_state(newer, CoverageState.PUBLISHED)

    def by(x: float, y: float) -> str:
        found = client.get(ADDRESS, {"lon": str(x), "lat": str(y)}).json()
        return str(found["raster"]["name"])

    assert by(WEST + 100 * SIDE, NORTH - 80 * SIDE) == newer.name
    assert by(WEST + 100 * SIDE, NORTH - 200 * SIDE) == grid.name


def post(client: Client, **data: Any) -> Any:
    return client.post(ADDRESS, json.dumps(data), "application/json")


def test_within_and_around_a_drawn_shape(client: Client, grid: Coverage) -> None:
    shape = shapely.Polygon([(-72.0, -13.55), (-71.94, -13.56), (-71.95, -13.5), (-72.0, -13.55)])
    geometry = shapely.geometry.mapping(shape)
    assert post(client, geometry=geometry).status_code in (401, 403)
    client.force_login(get_user_model().objects.create_user("planner"))
    inside = post(client, geometry=geometry).json()
    assert inside["people"] == pytest.approx(by_hand(shape)[0], rel=1e-3)
    line = shapely.LineString([(-72.0, -13.55), (-71.94, -13.52)])
    beside = post(client, geometry=shapely.geometry.mapping(line), distance=500).json()
    # By another way: a buffer in UTM, whose scale here is less than a thousandth off.
    there = Transformer.from_crs(4326, 32719, always_xy=True)
    flat = shapely.transform(line, lambda xy: np.column_stack(there.transform(*xy.T)))
    reach = shapely.transform(
        flat.buffer(500, quad_segs=64),
        lambda xy: np.column_stack(there.transform(xy[:, 0], xy[:, 1], direction="INVERSE")),
    )
    assert beside["people"] == pytest.approx(by_hand(reach)[0], rel=3e-3)


@pytest.mark.parametrize(
    ("asked", "parameter", "status"),
    [
        ({}, "unit", 400),
        ({"lon": "-72"}, "lat", 400),
        ({"lon": "-72", "lat": "100"}, "lat", 400),
        ({"lon": "-72", "lat": "-13", "distance": "0"}, "distance", 400),
        ({"lon": "-72", "lat": "-13", "distance": "50001"}, "distance", 400),
        ({"lon": "-72", "lat": "-13", "distance": "nan"}, "distance", 400),
        ({"lon": "-72", "lat": "-13", "distance": "cerca"}, "distance", 400),
        ({"unit": "08", "distance": "500"}, "distance", 400),
        ({"unit": "99"}, None, 404),
        ({"radio": "500"}, "radio", 400),
    ],
)
def test_what_is_wrong_is_named(
    client: Client, asked: dict[str, str], parameter: str | None, status: int
) -> None:
    answer = client.get(ADDRESS, asked)
    assert answer.status_code == status, answer.content
    assert answer.json().get("parameter") == parameter


@pytest.mark.parametrize(
    ("data", "parameter"),
    [
        ({}, "geometry"),
        ({"geometry": {"type": "Point", "coordinates": [-72, -13]}}, "geometry"),
        ({"geometry": {"type": "Point", "coordinates": [2, 48]}, "distance": 500}, "geometry"),
        ({"geometry": {"type": "Point", "coordinates": []}, "distance": 500}, "geometry"),
        ({"geometry": {"type": "Point", "coordinates": [-72, -13]}, "distance": "x"}, "distance"),
        ({"geometry": {"type": "Point", "coordinates": [-72, -13]}, "distance": -5}, "distance"),
        (
            {
                "geometry": {"type": "LineString", "coordinates": [[-80, -5], [-70, -15]]},
                "distance": 500,
            },
            "geometry",
        ),
        (
            {
                "geometry": {"type": "MultiPoint", "coordinates": [[-72, -13]] * 2_001},
                "distance": 500,
            },
            "geometry",
        ),
        ({"geometry": None, "distance": 500}, "geometry"),
        ({"geometry": {"type": "Point", "coordinates": [-72, -13]}, "radio": 5}, "radio"),
    ],
)
def test_what_is_wrong_with_a_shape_is_named(
    client: Client, data: dict[str, Any], parameter: str
) -> None:
    client.force_login(get_user_model().objects.create_user("planner"))
    answer = post(client, **data)
    assert answer.status_code == 400, answer.content
    assert answer.json()["parameter"] == parameter


def test_a_zone_being_drawn_is_told_who_lives_in_it(client: Client, grid: Coverage) -> None:
    client.force_login(get_user_model().objects.create_user("planner"))
    shape = shapely.box(-71.99, -13.54, -71.95, -13.51)
    address = "/api/v1/zones/measure/"
    asked = json.dumps({"geometry": shapely.geometry.mapping(shape)})
    found = client.post(address, asked, "application/json").json()["people"]
    assert found["people"] == pytest.approx(by_hand(shape)[0], rel=1e-3)
    assert found["raster"]["title"] == "EJEMPLO de población"
    set_state(grid, CoverageState.PRIVATE)
    nothing = client.post(address, asked, "application/json").json()["people"]
    assert nothing["people"] is None
    assert "No se puede saber" in nothing["note"]
