"""Rasters in the domain API: what a point, a line and an area are answered."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from pyproj import Geod

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/rasters/"
TERRAIN = Path(settings.BASE_DIR) / "fixtures" / "terrain.tif"


def gdal_value(longitude: float, latitude: float) -> float:
    command = ["gdallocationinfo", "-valonly", "-wgs84", str(TERRAIN)]
    place = [str(longitude), str(latitude)]
    done = subprocess.run([*command, *place], capture_output=True, text=True, check=True)
    return float(done.stdout)


def test_the_list_says_whose_they_are(client: Client) -> None:
    (found,) = client.get(ROOT).json()
    assert (found["name"], found["kind"], found["cutoff_date"]) == ("terrain", "terrain", None)
    assert "Mapzen" in found["source"]
    assert "227 m" in found["accuracy"]


def test_a_point_is_as_gdal_reads_it(client: Client) -> None:
    answer = client.get(f"{ROOT}terrain/value/", {"lon": "-71.97", "lat": "-13.53"}).json()
    assert answer["values"] == [{"name": "value", "value": gdal_value(-71.97, -13.53), "unit": "m"}]
    sea = client.get(f"{ROOT}terrain/value/", {"lon": "-80", "lat": "-13"}).json()
    assert sea["values"][0]["value"] is None


def test_a_profile_is_evenly_spaced_and_as_gdal_reads_it(client: Client) -> None:
    # Along no edge of the cells, which are of five minutes.
    line = "-77,-12;-75,-11.03;-74,-11.03"
    points = client.get(f"{ROOT}terrain/profile/", {"line": line, "points": "9"}).json()["points"]
    geod = Geod(ellps="GRS80")
    length = geod.line_length([-77, -75, -74], [-12, -11.03, -11.03])
    assert [p["distance_m"] for p in points] == pytest.approx([length * i / 8 for i in range(9)])
    for point in points:
        assert point["value"] == gdal_value(point["longitude"], point["latitude"])


def test_a_unit_s_numbers_say_that_its_limits_are_approximate(client: Client) -> None:
    answer = client.get(f"{ROOT}terrain/statistics/", {"unit": "08"}).json()
    assert answer["minimum"] < answer["mean"] < answer["maximum"]
    assert answer["unit"] == "m"
    assert "aproximados" in answer["note"]


def test_a_drawn_shape_is_answered_to_who_signed_in(client: Client) -> None:
    shape = {
        "type": "Polygon",
        "coordinates": [[[-72, -14], [-71, -14], [-71, -13], [-72, -13], [-72, -14]]],
    }

    def post(geometry: Any) -> Any:
        return client.post(
            f"{ROOT}terrain/statistics/", json.dumps({"geometry": geometry}), "application/json"
        )

    assert post(shape).status_code in (401, 403)
    client.force_login(get_user_model().objects.create_user("planner"))
    answer = post(shape).json()
    assert answer["covered"] == pytest.approx(1)
    assert answer["total"] is None
    sea = {"type": "Polygon", "coordinates": [[[-82, -15], [-81, -15], [-81, -14], [-82, -15]]]}
    nothing = post(sea).json()
    assert nothing["mean"] is None
    assert "no se puede saber" in nothing["note"]
    for wrong in ({"type": "Point", "coordinates": [0, 0]}, None, {"type": "Polygon"}):
        refused = post(wrong)
        assert (refused.status_code, refused.json()["parameter"]) == (400, "geometry")


@pytest.mark.parametrize(
    ("path", "query", "status", "parameter"),
    [
        ("nothing/value/", {"lon": "1", "lat": "1"}, 404, "layer"),
        ("districts/value/", {"lon": "1", "lat": "1"}, 404, "layer"),
        ("terrain/value/", {"lon": "1"}, 400, "lat"),
        ("terrain/value/", {"lon": "181", "lat": "1"}, 400, "lon"),
        ("terrain/value/", {"lon": "nan", "lat": "1"}, 400, "lon"),
        ("terrain/value/", {"lon": "1", "lat": "1", "z": "1"}, 400, "z"),
        ("terrain/profile/", {"line": "-77,-12"}, 400, "line"),
        ("terrain/profile/", {"line": "-77,-12;-77,-12"}, 400, "line"),
        ("terrain/profile/", {"line": ";".join(["-77,-12", "-76,-11"] * 101)}, 400, "line"),
        ("terrain/profile/", {"line": "-77,-12;-76,-12", "points": "501"}, 400, "points"),
        ("terrain/statistics/", {}, 400, "unit"),
    ],
)
def test_refusals(
    client: Client, path: str, query: dict[str, str], status: int, parameter: str
) -> None:
    response = client.get(ROOT + path, query)
    assert (response.status_code, response.json()["parameter"]) == (status, parameter)


def test_an_unknown_unit_is_not_found(client: Client) -> None:
    assert client.get(f"{ROOT}terrain/statistics/", {"unit": "990101"}).status_code == 404
