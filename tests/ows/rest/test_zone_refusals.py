"""What ``/api/v1/zones/`` refuses, and how it says so."""

from __future__ import annotations

from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from territory.models import InterventionZone
from tests.ows.rest.zone_wire import ZONES, created, send
from tests.zones import LA_LIBERTAD, client_of, feature, planner, square

pytestmark = pytest.mark.django_db


@pytest.fixture
def author() -> User:
    return planner("ana")


@pytest.fixture
def client(author: User) -> Client:
    return client_of(author)


def test_outside_the_department(client: Client) -> None:
    """From Cusco's middle to Lima: some 500 km; the reason says whose department it is."""
    response = send(client, "post", ZONES, feature(square(-77.0, -12.1, 0.1)))
    problem = response.json()
    assert (response.status_code, problem["code"]) == (403, "OutsideScope")
    assert problem["parameter"] == "geometry"
    assert "Cusco" in problem["detail"]
    assert " km " in problem["detail"]
    assert not InterventionZone.objects.exists()


def test_a_zone_cannot_be_moved_outside_either(client: Client) -> None:
    zone = created(client)
    path = f"{ZONES}{zone['id']}/"
    body = {"geometry": square(-77.0, -12.1, 0.1)}
    assert send(client, "patch", path, body, version=1).json()["code"] == "OutsideScope"
    assert client.get(path).json() == zone


def test_a_planner_of_another_department_draws_there(author: User) -> None:
    other = client_of(planner("luis", LA_LIBERTAD))
    assert send(other, "post", ZONES, feature()).json()["code"] == "OutsideScope"
    assert send(other, "post", ZONES, feature(square(-78.5, -8.1, 0.05))).status_code == 201


BOWTIE = {
    "type": "Polygon",
    "coordinates": [[[-72, -13.5], [-71.9, -13.4], [-71.9, -13.5], [-72, -13.4], [-72, -13.5]]],
}


@pytest.mark.parametrize(
    ("body", "parameter", "words"),
    [
        ([], "type", "Feature"),
        ({"type": "FeatureCollection", "features": []}, "type", "Feature"),
        (feature() | {"crs": {}}, "crs", "miembro"),
        (feature() | {"properties": []}, "properties", "objeto"),
        (feature() | {"geometry": None}, "geometry", "Falta"),
        (feature({"type": "Point", "coordinates": [-72, -13.5]}), "geometry", "Polygon"),
        (feature({"type": "Polygon", "coordinates": [[[-72, -13.5]]]}), "geometry", "anillo"),
        (feature({"type": "Polygon", "coordinates": []}), "geometry", "anillo"),
        (feature({"type": "Polygon", "coordinates": "x"}), "geometry", "anillo"),
        (feature(BOWTIE), "geometry", "se cruza"),
        (feature(square(-72, -13.5, 1e-9)), "geometry", "superficie"),
        (feature(square(-13.5, -72, 0.1)), "geometry", "longitud y latitud"),
        (feature(square(-84, -20, 15)), "geometry", "ha; se admiten"),
        (feature(square() | {"crs": {"type": "name"}}), "geometry", "crs"),
        (feature(title="   "), "title", "vacío"),
        (feature(title="\u200b\u2060"), "title", "vacío"),
        (feature(title="x" * 201), "title", "200"),
        (feature(title=7), "title", "texto"),
        (feature(title="a\u0000b"), "title", "control"),
        (feature(title="a\u202eb"), "title", "control"),
        (feature(title="a\ud800b"), "title", "control"),
        (feature(description="x" * 4001), "description", "4000"),
        (feature(commitments="3"), "commitments", "lista"),
        (feature(commitments=[True]), "commitments", "lista"),
        (feature(commitments=[19]), "commitments", "19"),
        (feature(stauts="approved"), "stauts", "no se edita"),
        (feature() | {"properties": {"title": "x", "a\ud800": 1}}, "a\ud800", "no se edita"),
        (feature() | {"a\ud800": 1}, "a\ud800", "miembro"),
    ],
)
def test_what_cannot_be_stored(client: Client, body: Any, parameter: str, words: str) -> None:
    response = send(client, "post", ZONES, body)
    assert response.status_code == 400, response.content
    problem = response.json()
    assert problem["parameter"] == parameter
    assert words in problem["detail"]
    assert not InterventionZone.objects.exists()


@pytest.mark.parametrize(
    "text",
    ["", "{", "[" * 100_000, '{"geometry": NaN}', "\xff", '{"a":' + "9" * 5000 + "}"],
)
def test_what_is_no_json(client: Client, text: str) -> None:
    response: Any = client.generic(
        "POST", ZONES, text.encode("latin-1"), content_type="application/json"
    )
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"


def test_a_body_too_large_is_not_read(client: Client) -> None:
    response: Any = client.generic("POST", ZONES, b" " * 3_000_000, content_type="application/json")
    assert response.status_code == 413


def test_too_many_vertices(client: Client) -> None:
    ring = [[-72 + n * 1e-6, -13.5 - (n % 2) * 1e-6] for n in range(20_001)]
    body = feature({"type": "Polygon", "coordinates": [[*ring, [-71.9, -13], ring[0]]]})
    problem = send(client, "post", ZONES, body).json()
    assert "se admiten 20000" in problem["detail"]


def test_heights_are_left_out(client: Client) -> None:
    ring = [[*position, 3400.5] for position in square()["coordinates"][0]]
    zone = created(client, feature({"type": "Polygon", "coordinates": [ring]}))
    assert zone["geometry"]["coordinates"] == [square()["coordinates"]]


def test_what_a_client_may_not_decide_is_left_aside(client: Client) -> None:
    zone = created(client, feature(status="approved", author="otro", version=9, is_sample=True))
    properties = zone["properties"]
    assert (properties["status"], properties["version"]) == ("draft", 1)
    assert properties["is_sample"] is False


def test_a_number_too_large_names_no_zone(client: Client) -> None:
    assert client.get(f"{ZONES}{10**30}/").status_code == 404
    assert send(client, "delete", f"{ZONES}{10**30}/", version=1).status_code == 404


def test_a_session_must_bring_its_token(author: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(author)
    response = send(strict, "post", ZONES, feature())
    assert (response.status_code, response.json()["code"]) == (403, "PermissionDenied")
    session = strict.get("/api/v1/session/").json()
    written: Any = strict.post(
        ZONES,
        feature(),
        content_type="application/json",
        headers={"X-CSRFToken": session["csrf_token"]},
    )
    assert written.status_code == 201


def test_who_has_not_signed_in_writes_nothing() -> None:
    response = send(Client(), "post", ZONES, feature())
    assert (response.status_code, response.json()["code"]) == (401, "NotAuthenticated")
    assert response["WWW-Authenticate"].startswith("Basic ")


def test_a_page_of_this_site_gets_no_dialogue_of_the_browser() -> None:
    response: Any = Client().post(
        ZONES, "{}", content_type="application/json", headers={"Sec-Fetch-Mode": "cors"}
    )
    assert response.status_code == 401
    assert "Basic" not in response["WWW-Authenticate"]


def test_a_shape_that_takes_too_long(client: Client) -> None:
    """PostgreSQL's own error, at the limit that ends slow statements."""

    def slow(*_: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 5")
            cursor.execute("SELECT pg_sleep(1)")

    body = {"geometry": square(), "zone": None}
    with mock.patch("ows.rest.zone_measure.touched_units", side_effect=slow):
        response = send(client, "post", f"{ZONES}measure/", body)
    assert response.status_code == 503
    assert "tiempo" in response.json()["detail"]
