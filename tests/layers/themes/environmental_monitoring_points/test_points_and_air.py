"""OEFA's points of supervision and DIGESA's air: places without keys, stations without places."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from layers.reading.results import Reading, SourceError
from layers.themes.environmental_monitoring_points.air_reader import read_air
from layers.themes.environmental_monitoring_points.points_reader import read_points
from tests.layers.themes.environmental_monitoring_points.files import AIR, context, written
from tests.layers.themes.environmental_monitoring_points.test_values import official

POINT = {
    "CUC": "0012-5-2018-401",
    "PTAL_ADMIN": "MINERA DEL NORTE S.A.C.",
    "PTAL_UF": "PLANTA LAS FLORES S.A.",
    "DES_SUB_SECTOR": "Minería",
    "TXMATRIZ": "AGUA SUPERFICIAL",
    "FECHAINI_EJEC": "13/05/2018",
    "Y": "-6.771",
    "X": "-79.838",
}


def read(*rows: dict[str, str]) -> Reading:
    return read_points(written(POINT, rows), context())


def point(**cells: str) -> Any:
    return read(cells).frames["environmental_monitoring_points"].iloc[0]


def layer(*features: dict[str, Any], **properties: str) -> bytes:
    attributes = {name: text for name, text in POINT.items() if name not in "XY"} | properties
    items = [{"type": "Feature", "properties": attributes, "geometry": shape} for shape in features]
    return json.dumps({"type": "FeatureCollection", "features": items}).encode()


def test_a_point_of_a_table() -> None:
    found = point()
    assert found["geom"] == "SRID=4326;POINT(-79.838 -6.771)"
    assert (found["code"], found["first_on"]) == ("0012-5-2018-401", dt.date(2018, 5, 13))
    assert (found["matrix"], found["subsector"]) == ("surface_water", "Minería")
    assert found["holder"] == "MINERA DEL NORTE S.A.C."
    assert found["place_key"].startswith("0012-5-2018-401-")
    assert found["declared_ubigeo"] is None


def test_a_point_of_a_layer() -> None:
    data = layer({"type": "Point", "coordinates": [-79.838, -6.771]}, None)  # type: ignore[arg-type]
    reading = read_points(data, context())
    found = reading.frames["environmental_monitoring_points"]
    assert list(found["geom"]) == ["SRID=4326;POINT(-79.8380000 -6.7710000)", None]
    assert not reading.errors


def test_what_is_no_point_is_refused() -> None:
    line = {"type": "LineString", "coordinates": [[-79.8, -6.7], [-79.9, -6.8]]}
    reading = read_points(layer(line), context())
    assert [(error.row, error.column) for error in reading.errors] == [(2, "geom")]
    assert not len(reading.frames["environmental_monitoring_points"])


@pytest.mark.parametrize(
    ("name", "shown"),
    [("PEREZ GARCIA, JUAN CARLOS", "persona natural"), ("XYZZY QWERTY", None), ("", None)],
)
def test_no_person_is_named_in_rows_or_in_what_is_reported(name: str, shown: str | None) -> None:
    reading = read({"PTAL_ADMIN": name, "PTAL_UF": name})
    found = reading.frames["environmental_monitoring_points"].iloc[0]
    assert (found["holder"], found["facility"]) == (shown, shown)
    if name:
        told = f"{reading.frames} {reading.notices} {reading.errors}"
        assert not any(word in told for word in ("JUAN", "XYZZY"))


def test_two_rows_of_one_point_count_once_and_points_of_one_action_stay_apart() -> None:
    reading = read({}, {}, {"X": "-79.9"}, {"TXMATRIZ": "SUELO"}, {"Y": "", "X": ""})
    found = reading.frames["environmental_monitoring_points"]
    assert len(found) == 4
    assert found["place_key"].is_unique
    assert reading.remarks == ("1 filas repiten un punto: cuenta una vez.",)


@pytest.mark.parametrize("cells", [{"CUC": ""}, {"TXMATRIZ": ""}, {"CUC": "EJEMPLO-1"}])
def test_what_costs_a_point_its_place(cells: dict[str, str]) -> None:
    assert [error.row for error in read(cells).errors] == [2]


@pytest.mark.parametrize("cells", [{"Y": "0", "X": "0"}, {"Y": "-79.8", "X": "-6.7"}])
def test_a_position_that_cannot_be_is_left_out(cells: dict[str, str]) -> None:
    reading = read(cells)
    assert len(reading.notices) == 1
    assert reading.frames["environmental_monitoring_points"].iloc[0]["geom"] is None


def air(*rows: dict[str, str]) -> Reading:
    return read_air(written(AIR, rows), context())


def test_a_station_without_a_place_has_its_values() -> None:
    reading = air({}, {"FECHA": "21/4/2002", "CONCENTRACIÓN (µg/m³)": "sin valor"})
    (station,) = reading.frames["environmental_monitoring_points"].itertuples()
    assert (station.name, station.geom) == ("Centro de Idiomas UNPRG", None)
    assert station.declared_ubigeo == "140101"
    first, second = reading.frames["environmental_measurements"].itertuples()
    assert (first.value, first.unit, first.parameter) == (76.17, "µg/m³", "PM10")
    assert (second.value, second.state) == (None, "not_reported")


def test_two_methods_of_a_station_are_two_series() -> None:
    other = {"METODOLOGÍA": "Activo (Impactadores Harvard)"}
    reading = air({}, other)
    assert not reading.errors
    assert reading.frames["environmental_measurements"]["method"].nunique() == 2
    assert [error.row for error in air({}, {}).errors] == [3]


def test_a_district_that_inei_does_not_have_leaves_the_station_in_its_province() -> None:
    reading = air({"DISTRITO": "NADA"}, {"DISTRITO": "NADA", "FECHA": "21/4/2002"})
    assert set(reading.frames["environmental_measurements"]["declared_ubigeo"]) == {"1401"}
    assert [notice.row for notice in reading.notices] == [2]


def test_the_official_series() -> None:
    reading = read_air(official("digesa_aire_pm10_lambayeque.csv"), context())
    found = reading.frames["environmental_measurements"]
    assert not reading.errors
    assert len(found) == 295
    assert len(reading.frames["environmental_monitoring_points"]) == 5
    assert found["sampled_on"].min() == dt.date(2002, 4, 20)


def test_the_national_inventory_is_mapped_by_none() -> None:
    path = official("minam_ingei_co2.csv")
    for read_file in (read_air, read_points):
        with pytest.raises(SourceError, match="Faltan columnas"):
            read_file(path, context())
