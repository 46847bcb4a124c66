"""Any spatial file becomes a layer: its rows, types, names and shapes, and what is reported."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import shapely
from django.contrib.auth.models import AnonymousUser, User

from layers import registry
from layers.datasets import importing, states
from layers.errors import WrongState
from layers.models import Dataset, StoredFile
from layers.progress import Unwatched
from layers.reading.results import SourceError
from tests.datasets import DESCRIBED
from tests.layers.datasets.files import (
    LINES,
    POINTS,
    SQUARES,
    asked,
    frame,
    handed_in,
    rows_of,
    shapes_of,
    taken,
    written,
)
from tests.publishers import EDITOR, MINAM, publisher

# Each reads its file in a process of its own, as the site does.
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.mark.parametrize("name", ["a.gpkg", "a.geojson", "a.fgb", "a.zip", "a.parquet"])
@pytest.mark.parametrize(
    ("shapes", "geometry"),
    [(POINTS, "Point"), (LINES, "MultiLineString"), (SQUARES, "MultiPolygon")],
)
def test_every_format_with_types(
    tmp_path: Path, name: str, shapes: list[Any], geometry: str
) -> None:
    made = taken(written(tmp_path, frame(shapes), name))
    assert made.geometry_type == geometry
    assert made.number_of_features == 3
    assert sorted(row[0] for row in rows_of(made)) == ["Dos", "Tres", "Uno"]
    fields = {field["name"]: (field["original"], field["type"]) for field in made.fields}
    assert fields["poblacion"] == ("POBLACION", "integer")
    assert fields["nombre"] == ("NOMBRE", "string")
    area = next(name for name in fields if name.startswith("area"))
    assert fields[area] == ("Área km²", "number")
    assert fields["activo"][1] == "boolean"
    got = sorted((s.bounds for s in shapes_of(made)), key=lambda b: b[0])
    assert got == [pytest.approx(shape.bounds, abs=1e-9) for shape in shapes]


@pytest.mark.parametrize("name", ["a.kml", "a.kmz"])
def test_kml(tmp_path: Path, name: str) -> None:
    made = taken(written(tmp_path, frame(SQUARES), name))
    assert made.geometry_type == "MultiPolygon"
    assert {field["original"] for field in made.fields} >= {"NOMBRE", "POBLACION"}
    got = shapes_of(made)
    assert len(got) == len(SQUARES)
    for shape, square in zip(got, SQUARES, strict=True):
        assert shape.equals_exact(shapely.multipolygons([square]), 1e-9, normalize=True)


def test_gpx(tmp_path: Path) -> None:
    data = frame()[["geometry"]]
    data["name"] = ["Uno", "Dos", "Tres"]
    made = taken(written(tmp_path, data, "a.gpx"))
    assert made.number_of_features == 3
    assert made.geometry_type == "Point"


def test_dxf_asks_for_its_crs(tmp_path: Path) -> None:
    data = frame(LINES, 32718)[["geometry"]]
    path = written(tmp_path, data, "a.dxf")
    assert asked(path)["choice"] == "crs"
    made = taken(path, crs="EPSG:32718")
    assert made.geometry_type == "MultiLineString"
    assert shapes_of(made)[0].bounds == pytest.approx(LINES[0].bounds, abs=1e-7)


def test_utm_is_brought_to_degrees(tmp_path: Path) -> None:
    made = taken(written(tmp_path, frame(SQUARES, 32718), "a.gpkg"))
    assert made.extent == pytest.approx([-71.92, -13.62, -71.68, -13.38], abs=1e-4)


def test_a_shapefile_without_prj(tmp_path: Path) -> None:
    data = frame(SQUARES, 32718).set_crs(None, allow_override=True)
    path = written(tmp_path, data, "a.zip")
    question = asked(path)
    assert question["choice"] == "crs"
    made = taken(path, crs="EPSG:32718")
    assert made.extent == pytest.approx([-71.92, -13.62, -71.68, -13.38], abs=1e-4)


def test_degrees_are_recognised_without_a_crs(tmp_path: Path) -> None:
    data = frame(POINTS, None)
    assert taken(written(tmp_path, data, "a.zip")).number_of_features == 3


def test_mixed_geometries_are_chosen_of(tmp_path: Path) -> None:
    path = written(tmp_path, frame([POINTS[0], SQUARES[1], SQUARES[2]]), "a.gpkg")
    question = asked(path)
    assert (question["choice"], question["offers"]) == ("dimension", ["0", "2"])
    assert "1 con puntos, 2 con áreas" in question["message"]
    points, areas = taken(path, dimension=0), taken(path, dimension=2)
    assert (points.geometry_type, points.number_of_features) == ("Point", 1)
    assert (areas.geometry_type, areas.number_of_features) == ("MultiPolygon", 2)
    assert "2 con áreas" in points.report["other_shapes"]
    assert points.name != areas.name


def test_several_layers_are_chosen_of(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    for name, shapes in (("puntos", POINTS), ("areas", SQUARES)):
        frame(shapes).to_file(path, layer=name, driver="GPKG", engine="pyogrio")
    question = asked(path)
    assert (question["choice"], question["offers"]) == ("layer", ["puntos", "areas"])
    assert taken(path, layer="areas").geometry_type == "MultiPolygon"


def test_what_is_dropped_and_repaired_is_reported(tmp_path: Path) -> None:
    bow = shapely.Polygon(
        [(-71.9, -13.5, 5), (-71.8, -13.4, 5), (-71.8, -13.5, 5), (-71.9, -13.4, 5)]
    )
    made = taken(written(tmp_path, frame([bow, SQUARES[1], SQUARES[2]]), "a.gpkg"))
    assert any("altura (Z)" in remark for remark in made.report["remarks"])
    (notice,) = made.report["notices"]
    assert (notice[0], notice[4]) == (1, True)
    assert "se reparó" in notice[3]
    assert all(shape.is_valid and not shape.has_z for shape in shapes_of(made))


def test_outer_rings_run_counter_clockwise(tmp_path: Path) -> None:
    """RFC 7946 §3.1.6."""
    clockwise = [shape.reverse() if shape.exterior.is_ccw else shape for shape in SQUARES]
    made = taken(written(tmp_path, frame(clockwise), "a.gpkg"))
    assert all(part.exterior.is_ccw for shape in shapes_of(made) for part in shape.geoms)


@pytest.mark.parametrize(
    ("move", "hint"),
    [
        (lambda x, y: (y, x), "intercambiadas"),
        (lambda x, y: (x + 100, y + 60), "fuera del Perú"),
    ],
)
def test_a_file_of_elsewhere_is_refused(tmp_path: Path, move: Any, hint: str) -> None:
    moved = [shapely.Point(*move(point.x, point.y)) for point in POINTS]
    with pytest.raises(SourceError, match=hint):
        taken(written(tmp_path, frame(moved), "a.gpkg"))


def test_names_that_collide_keep_their_titles(tmp_path: Path) -> None:
    data = frame(SQUARES)[["geometry"]]
    for name in ("id", "limit", "Año", "ANIO (año)", "SUPERFICIE_TOTAL"):
        data[name] = [1, 2, 3]
    made = taken(written(tmp_path, data, "a.geojson"))
    fields = {field["original"]: (field["name"], field["title"]) for field in made.fields}
    assert fields["limit"] == ("limit_2", "Limit")
    assert fields["Año"][0] == "ano"
    assert fields["SUPERFICIE_TOTAL"] == ("superficie_total", "Superficie total")


def test_what_a_shapefile_cuts_is_said(tmp_path: Path) -> None:
    data = frame(SQUARES)[["geometry"]]
    data["DESCRIPCION_LARGA"] = ["x", "y", "z"]
    data["DESCRIPCION_CORTA"] = ["x", "y", "z"]
    made = taken(written(tmp_path, data, "a.zip"))
    assert [field["name"] for field in made.fields] == ["descripcio", "descripc_1"]
    assert all("complete el título" in field["description"] for field in made.fields)


def test_personal_columns_have_to_be_decided_before_publishing(tmp_path: Path) -> None:
    values = {
        "NOMBRE_TITULAR": ["A", "B", "C"],
        "NOTA": ["llamar al 987 654 321", "sin novedad", "ana@example.org"],
    }
    made = taken(written(tmp_path, frame(POINTS, **values), "a.gpkg"))
    assert made.personal_columns == {"nombre_titular": "", "nota": ""}
    Dataset.objects.filter(pk=made.pk).update(**DESCRIBED)
    with pytest.raises(WrongState, match="nombre_titular, nota"):
        states.publish(made.pk, publisher("edita", MINAM, EDITOR))


@pytest.mark.parametrize(
    ("shapes", "values", "how"),
    [
        (POINTS, {"POBLACION": [1, 2, 3]}, "categories"),
        (SQUARES, {}, "categories"),
    ],
)
def test_a_style_is_suggested(
    tmp_path: Path, shapes: list[Any], values: dict[str, Any], how: str
) -> None:
    made = taken(written(tmp_path, frame(shapes, **values), "a.gpkg"))
    assert made.look["how"] == how
    assert made.style["rules"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "vac"),
        (b"PK\x03\x04 not a zip", "dañado"),
        (b"%PDF-1.4", "PDF"),
        (b'{"type": "FeatureCollection", "features": []}', "ning"),
        (b"SQLite format 3\0 and no more", "da"),
    ],
)
def test_a_bad_file_leaves_nothing(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(content or b" ")
    before = Dataset.objects.count()
    with pytest.raises(SourceError, match=reason):
        taken(path)
    assert Dataset.objects.count() == before


def test_a_job_that_is_done_twice_makes_one_layer(tmp_path: Path) -> None:
    upload = handed_in(written(tmp_path, frame(), "a.gpkg"))
    one = importing.take(Unwatched(), upload=str(upload.pk))
    assert importing.take(Unwatched(), upload=str(upload.pk)) == one
    assert Dataset.objects.count() == 1


def test_the_original_stays_with_the_layer(tmp_path: Path) -> None:
    made = taken(written(tmp_path, frame(), "a.gpkg"))
    original = StoredFile.objects.get(pk=str(made.original_id))
    assert (original.name, original.expires_at) == ("a.gpkg", None)


def test_description_of_a_file(tmp_path: Path, django_user_model: type[User]) -> None:
    upload = handed_in(written(tmp_path, frame(), "a.gpkg"))
    importing.describe(Unwatched(), upload=str(upload.pk))
    upload.refresh_from_db()
    assert upload.description["layers"][0]["features"] == 3


def test_it_is_private_until_published(tmp_path: Path) -> None:
    made = taken(written(tmp_path, frame(), "a.gpkg"))
    assert made.state == "private"
    assert made.name not in [layer.name for layer in registry.published(AnonymousUser())]
