"""``/api/v1/zones/shapes/`` refuses what is no file of shapes, and names what is no zone's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.ows.rest.shape_files import SHAPES, found, geojson, send, zipped
from tests.zones import SOUTH, WEST, client_of, planner, reviewer, square

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return client_of(planner("ana"))


def ring(*corners: tuple[float, float]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[list(corner) for corner in (*corners, corners[0])]]}


@pytest.mark.parametrize(
    ("geometry", "words"),
    [
        ({"type": "Point", "coordinates": [WEST, SOUTH]}, "Es un punto"),
        (
            {"type": "LineString", "coordinates": [[WEST, SOUTH], [WEST + 1, SOUTH]]},
            "Es una línea abierta",
        ),
        (None, "No tiene geometría"),
        (ring((-72, -13), (-71, -12), (-71, -13), (-72, -12)), "se cruza a sí mismo"),
        (ring((2, 48), (3, 48), (3, 49)), "sale del Perú"),
        (ring((-13.5, -72), (-13.4, -72), (-13.4, -71.9)), "sale del Perú"),
        (
            {
                "type": "MultiPolygon",
                "coordinates": [
                    square()["coordinates"],
                    square(WEST + 0.01, SOUTH + 0.01, 0.02)["coordinates"],
                ],
            },
            "la parte 2 está dentro de la parte 1",
        ),
        (
            {
                "type": "GeometryCollection",
                "geometries": [square(), {"type": "Point", "coordinates": [WEST, SOUTH]}],
            },
            "colección que mezcla",
        ),
    ],
)
def test_what_is_no_zone_says_why_beside_what_is(client: Client, geometry: Any, words: str) -> None:
    bad, good = found(client, geojson(geometry, square()))["shapes"]
    assert (bad["geometry"], good["fault"]) == (None, "")
    assert words in bad["fault"]
    assert bad["row"] == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vacío"),
        (b"nombre,lon,lat\nA,-72,-13\n", "tabla"),
        (b"%PDF-1.7\n" + b"x" * 200, "PDF"),
        (b"esto no es nada\n" * 20, ""),
        (geojson()[:-5], ""),
        (geojson(), "ningún elemento"),
        (zipped(leame_txt=b"nada"), ""),
        (geojson(*[square()] * 501), "501 elementos"),
    ],
)
def test_a_bad_file_is_refused_in_words(client: Client, content: bytes, words: str) -> None:
    answer = send(client, content)
    problem = answer.json()
    assert (answer.status_code, problem["parameter"]) == (400, "file"), problem
    assert words in problem["detail"]
    assert "Error" not in problem["detail"]


def test_a_file_that_is_too_large_is_not_read(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ows.rest.zone_shapes.MAX_FILE_BYTES", 100)
    answer = send(client, geojson(square()))
    assert (answer.status_code, answer.json()["code"]) == (413, "RequestTooLarge")


def test_too_many_vertices_are_refused_of_their_shape_alone(client: Client) -> None:
    turns = np.linspace(0, 2 * np.pi, 20_001)[:-1]
    corners = [(WEST + 0.1 * np.cos(turn), SOUTH + 0.1 * np.sin(turn)) for turn in turns]
    bad, good = found(client, geojson(ring(*corners), square()))["shapes"]
    assert "20001 vértices; se admiten 20000" in bad["fault"]
    assert good["fault"] == ""


@pytest.mark.parametrize(
    ("fields", "parameter"),
    [({}, "file"), ({"file": "texto"}, "file"), ({"archivo": "x"}, "archivo")],
)
def test_a_form_without_a_file_names_it(
    client: Client, fields: dict[str, str], parameter: str
) -> None:
    answer = client.post(SHAPES, fields)
    assert (answer.status_code, answer.json()["parameter"]) == (400, parameter)


def test_only_planners_have_files_read() -> None:
    content = geojson(square())
    assert send(Client(), content).status_code == 401
    boss: User = reviewer("rosa")
    assert send(client_of(boss), content).status_code == 403
