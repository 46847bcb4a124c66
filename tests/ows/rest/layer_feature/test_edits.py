"""``/api/v1/layers/<layer>/features/``: the features of agencies' layers, written one by one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from layers.geometry_types import GeometryType
from layers.models import Dataset, DatasetEvent
from tests.datasets import contents, dataset
from tests.ows.rest.layer_feature.features import PLACE, address, feature, rows, sent

pytestmark = pytest.mark.django_db


def test_a_feature_is_added_read_changed_and_removed(client: Client, made: Dataset) -> None:
    body = feature(nombre="Puente", poblacion=9, activo=False, desde="2025-01-31")
    new = sent(client, "POST", address(made), body)
    assert new.status_code == 201, new.content
    got = new.json()
    assert new["Location"] == f"http://testserver{address(made, got['id'])}"
    assert new["ETag"] == '"1"'
    assert (got["geometry"], got["properties"]["nombre"]) == (PLACE, "Puente")
    path = address(made, got["id"])
    read = Client().get(path)
    assert (read.json(), read["ETag"]) == (got, '"1"')

    patched = sent(client, "PATCH", path, {"properties": {"poblacion": 10, "desde": None}}, 1)
    assert (patched.status_code, patched["ETag"]) == (200, '"2"')
    expected = got["properties"] | {"poblacion": 10, "desde": None}
    assert patched.json()["properties"] == expected
    assert patched.json()["geometry"] == PLACE

    put = sent(client, "PUT", path, feature({"type": "Point", "coordinates": [-71, -12]}), 2)
    assert put.json()["geometry"]["coordinates"] == [-71.0, -12.0]
    assert set(put.json()["properties"].values()) == {None}

    assert sent(client, "DELETE", path, version=3).status_code == 204
    assert Client().get(path).status_code == 404
    made.refresh_from_db()
    assert made.number_of_features == 3
    assert DatasetEvent.objects.filter(dataset=made, done="edited").count() == 4


def test_what_a_client_got_it_may_send_back(client: Client, editor: User, made: Dataset) -> None:
    before = rows(made, editor)
    for fid in (1, 3):  # with a place and values, and without any
        read = client.get(address(made, fid))
        back = sent(client, "PUT", address(made, fid), read.json(), read["ETag"].strip('"'))
        assert back.json() == read.json()
    assert [row[2:] for row in rows(made, editor)] == [row[2:] for row in before]


@pytest.mark.parametrize("method", ["PATCH", "PUT"])
def test_a_place_is_taken_away_by_null(client: Client, made: Dataset, method: str) -> None:
    """RFC 7946, 3.2: a Feature without a place has null for its geometry."""
    answer = sent(client, method, address(made, 1), feature(None, nombre="Sin lugar"), 1)
    assert (answer.status_code, answer.json()["geometry"]) == (200, None)
    made.refresh_from_db()
    assert made.extent == [-71.8, -13.6, -71.8, -13.6]  # the other's place alone
    items = json.loads(b"".join(Client().get(f"/ogc/collections/{made.name}/items?f=json")))
    assert [found["geometry"] is None for found in items["features"]] == [True, False, True]


def line(*positions: list[float]) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": [*positions]}


SQUARE = [[-72.0, -13.0], [-72.0, -12.0], [-71.0, -12.0], [-71.0, -13.0], [-72.0, -13.0]]


@pytest.mark.parametrize(
    ("geometry", "given", "stored"),
    [
        (
            GeometryType.MULTI_LINE_STRING,
            line([-72, -13, 4000], [-71, -13, 4100]),
            {"type": "MultiLineString", "coordinates": [[[-72.0, -13.0], [-71.0, -13.0]]]},
        ),
        (
            GeometryType.MULTI_POLYGON,
            {"type": "Polygon", "coordinates": [SQUARE]},
            # RFC 7946, 3.1.6: counter-clockwise, and it begins where it began.
            {"type": "MultiPolygon", "coordinates": [[SQUARE[::-1]]]},
        ),
        (
            GeometryType.MULTI_POINT,
            {"type": "MultiPoint", "coordinates": [[-72, -13], [-71, -13]]},
            {"type": "MultiPoint", "coordinates": [[-72.0, -13.0], [-71.0, -13.0]]},
        ),
    ],
)
def test_lines_areas_and_many_points(
    client: Client, geometry: GeometryType, given: dict[str, Any], stored: dict[str, Any]
) -> None:
    made = dataset(made_of=contents((None, None, None), geometry), style=None)
    answer = sent(client, "POST", address(made), feature(given))
    assert answer.status_code == 201, answer.content
    assert answer.json()["geometry"] == stored


def test_what_is_joined_is_said(client: Client) -> None:
    made = dataset(made_of=contents((None,) * 3, GeometryType.MULTI_POLYGON), style=None)
    beside = [[x + 1, y] for x, y in SQUARE]
    two = {"type": "MultiPolygon", "coordinates": [[SQUARE], [beside]]}
    answer = sent(client, "POST", address(made), feature(two)).json()
    assert len(answer["geometry"]["coordinates"]) == 1
    assert len(answer["notes"]) == 1


def test_a_table_without_geometry(client: Client) -> None:
    made = dataset(made_of=contents(geometry=GeometryType.NONE), style=None)
    body = {"type": "Feature", "properties": {"nombre": "Solo un nombre"}}
    answer = sent(client, "POST", address(made), body)
    assert (answer.status_code, answer.json()["geometry"]) == (201, None)
    refused = sent(client, "POST", address(made), feature())
    assert (refused.status_code, refused.json()["parameter"]) == (400, "geometry")


@pytest.mark.parametrize(
    ("body", "parameter", "words"),
    [
        ([], "type", "Feature"),
        ({"type": "FeatureCollection", "features": []}, "type", "Feature"),
        ({"type": "Feature", "properties": {}}, "geometry", "null"),
        ({"type": "Feature", "geometry": None}, "properties", "Falta"),
        (feature() | {"properties": None}, "", ""),
        (feature() | {"crs": {}}, "crs", "miembro"),
        (feature(no_hay=1), "no_hay", "no tiene la columna"),
        (feature(**{"a\ud800": 1}), "a\ud800", "no tiene la columna"),
        (feature(poblacion="12"), "poblacion", "entero"),
        (feature(poblacion=1.5), "poblacion", "entero"),
        (feature(poblacion=True), "poblacion", "entero"),
        (feature(poblacion=10**400), "poblacion", "demasiado grande"),
        (feature(indice="1_0"), "indice", "número"),
        (feature(indice=True), "indice", "número"),
        (feature(indice=10**400), "indice", "número"),
        (feature(activo=1), "activo", "sí o no"),
        (feature(desde="31/12/2020"), "desde", "AAAA-MM-DD"),
        (feature(visto="ayer"), "visto", "hora"),
        (feature(visto="9999-12-31T23:59:59-05:00"), "visto", "hora"),
        (feature(visto="0001-01-01T00:00:00+05:00"), "visto", "hora"),
        (feature(nombre=["x"]), "nombre", "texto"),
        (feature(nombre={"x": 1}), "nombre", "texto"),
        (feature(nombre=7), "nombre", "texto"),
        (feature(nombre="a\x00b"), "nombre", "carácter"),
        (feature(nombre="a\ud800b"), "nombre", "carácter"),
        (feature(nombre="a\x1bb"), "nombre", "carácter"),
        (feature(nombre="x" * 100_001), "nombre", "caracteres"),
        (feature(nombre="Llame al 984 123 456"), "nombre", "persona"),
        (feature({"type": "Point", "coordinates": []}), "geometry", "2 a 4 números"),
        (feature({"type": "Point", "coordinates": [-72]}), "geometry", "2 a 4 números"),
        (feature({"type": "Point", "coordinates": [None, None]}), "geometry", "finito"),
        (feature({"type": "Point"}), "geometry", "2 a 4 números"),
        (feature({"type": "Point", "coordinates": [-13, -72]}), "geometry", "sale del Perú"),
        (feature({"type": ["Point"], "coordinates": [-72, -13]}), "geometry", "Se espera"),
        (feature({"type": "GeometryCollection", "geometries": []}), "geometry", "Se espera"),
        (feature(line([-72, -13], [-71, -13])), "geometry", "Se espera"),
        (feature(PLACE | {"crs": {"type": "name"}}), "geometry", "crs"),
    ],
)
def test_what_cannot_be_stored(
    client: Client, editor: User, made: Dataset, body: Any, parameter: str, words: str
) -> None:
    before = rows(made, editor)
    for method, path, version in (("POST", address(made), None), ("PUT", address(made, 1), 1)):
        answer = sent(client, method, path, body, version)
        if not parameter:  # no properties at all are all of them empty
            assert answer.status_code in (200, 201)
            continue
        assert answer.status_code == 400, answer.content
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["parameter"] == parameter
        assert words in answer.json()["detail"]
        assert rows(made, editor) == before


def test_letters_that_nobody_sees_are_not_kept(client: Client, made: Dataset) -> None:
    name = "\ufeffa\u202eb\u200b<script>"
    answer = sent(client, "PATCH", address(made, 1), {"properties": {"nombre": name}}, 1)
    assert answer.status_code == 200, answer.content
    assert answer.json()["properties"]["nombre"] == "ab<script>"


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"properties": NaN}', "\xff"])
def test_what_is_no_json(client: Client, made: Dataset, text: str) -> None:
    answer: Any = client.generic(
        "POST", address(made), text.encode("latin-1"), content_type="application/geo+json"
    )
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_a_version_is_asked_for_and_held(client: Client, editor: User, made: Dataset) -> None:
    path, body = address(made, 1), {"properties": {"nombre": "Otra"}}
    assert sent(client, "PATCH", path, body).status_code == 428
    assert sent(client, "DELETE", path).status_code == 428
    assert client.delete(path, headers={"If-Match": "*"}).status_code == 428
    assert client.delete(path, headers={"If-Match": "uno"}).status_code == 400
    assert sent(client, "PATCH", path, body, 1).status_code == 200
    late = sent(client, "PUT", path, feature(nombre="Tarde"), 1)
    assert (late.status_code, late.json()["code"]) == (412, "VersionConflict")
    assert late.json()["current"]["properties"]["nombre"] == "Otra"
    base = late.json()["base"]
    assert (base["id"], base["properties"]["nombre"]) == (1, "Plaza «A» & <b>")
    assert base["geometry"] == {"type": "Point", "coordinates": [-71.9, -13.5]}
    assert sent(client, "DELETE", path, version=7).json()["base"] is None
    assert rows(made, editor)[0][3] == "Otra"


def test_a_conflict_shows_nothing_that_is_masked_by_now(client: Client) -> None:
    made = dataset()
    path = address(made, 1)
    for name in ("Llame al 984 123 456", "Otra"):
        version = client.get(path)["ETag"].strip('"')
        sent(client, "PATCH", path, {"properties": {"nombre": name}}, version)
    Dataset.objects.filter(pk=made.pk).update(personal_columns={"nombre": "mask"})
    late = sent(client, "DELETE", path, version=2)
    assert late.status_code == 412
    assert "984" not in late.content.decode()


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_a_place_that_protects_victims_is_refused(
    client: Client, editor: User, made: Dataset, method: str
) -> None:
    before = rows(made, editor)
    body = feature(nombre="Casa de acogida para víctimas")
    path = address(made) if method == "POST" else address(made, 1)
    answer = sent(client, method, path, body, None if method == "POST" else 1)
    assert answer.status_code == 400
    assert "protege a víctimas" in answer.content.decode()
    assert rows(made, editor) == before
    assert sent(client, "POST", address(made), body | {"geometry": None}).status_code == 201
