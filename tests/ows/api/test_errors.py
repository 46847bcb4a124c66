"""What is asked wrongly: the status, the parameter at fault, and nothing of the inside."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import settings as tuned
from hypothesis import strategies as st
from pytest_django import Settings

from layers import features
from ows.api.filtering import PARAMETERS
from tests.ows.api.wire import ask

pytestmark = pytest.mark.django_db

ITEMS = "/collections/districts/items"
COMMISSIONS = "/collections/environmental_commissions/items"
CAPITALS = "/collections/district_capitals/items"
TILES = "/collections/districts/tiles/WebMercatorQuad"

# path, parameters, status, parameter at fault
ERRORS: list[tuple[str, dict[str, Any], int, str]] = [
    ("/", {"x": "1"}, 400, "x"),
    ("/", {"f": "xml"}, 400, "f"),
    ("/conformance", {"limit": "1"}, 400, "limit"),
    ("/collections", {"bbox": "1,2,3,4"}, 400, "bbox"),
    ("/collections", {"f": ""}, 400, "f"),
    ("/collections/nope", {}, 404, "layer"),
    ("/collections/nope/items", {}, 404, "layer"),
    ("/collections/nope/queryables", {}, 404, "layer"),
    ("/collections/nope/tiles", {}, 404, "layer"),
    ("/collections/nope/tiles/WebMercatorQuad/0/0/0", {}, 404, "layer"),
    ("/collections/Districts", {}, 404, "layer"),
    ("/collections/districts'--", {}, 404, "layer"),
    ("/collections/districts%00", {}, 404, "layer"),
    ("/tileMatrixSets/nope", {}, 404, "tileMatrixSetId"),
    ("/collections/districts/tiles/nope", {}, 404, "tileMatrixSetId"),
    (f"{ITEMS}/nope", {}, 404, "featureId"),
    (f"{ITEMS}/15", {}, 404, "featureId"),
    (f"{ITEMS}/%00", {}, 404, "featureId"),
    (f"{ITEMS}/150101'--", {}, 404, "featureId"),
    ("/collections/environmental_commissions/items/0", {}, 404, "featureId"),
    ("/collections/environmental_commissions/items/99999999999999999999", {}, 404, "featureId"),
    (f"{ITEMS}/150101", {"limit": "1"}, 400, "limit"),
    (f"{ITEMS}/150101", {"crs": "EPSG:4269"}, 400, "crs"),
    (ITEMS, {"nope": "1"}, 400, "nope"),
    (ITEMS, {"LIMIT": "1"}, 400, "LIMIT"),
    (ITEMS, {"offset": "1"}, 400, "offset"),
    (ITEMS, {"limit": ["1", "2"]}, 400, "limit"),
    (ITEMS, {"limit": "0"}, 400, "limit"),
    (ITEMS, {"limit": "-1"}, 400, "limit"),
    (ITEMS, {"limit": "1.5"}, 400, "limit"),
    (ITEMS, {"limit": "unlimited"}, 400, "limit"),
    (ITEMS, {"limit": ""}, 400, "limit"),
    (ITEMS, {"limit": "٣"}, 400, "limit"),
    (ITEMS, {"limit": "9" * 40}, 400, "limit"),
    (ITEMS, {"bbox": "1,2,3"}, 400, "bbox"),
    (ITEMS, {"bbox": "1,2,3,4,5"}, 400, "bbox"),
    (ITEMS, {"bbox": "1,2,3,4,5,6,7"}, 400, "bbox"),
    (ITEMS, {"bbox": "a,b,c,d"}, 400, "bbox"),
    (ITEMS, {"bbox": "nan,0,1,1"}, 400, "bbox"),
    (ITEMS, {"bbox": "-inf,0,1,1"}, 400, "bbox"),
    (ITEMS, {"bbox": "0,1,1,0"}, 400, "bbox"),
    (ITEMS, {"bbox": ""}, 400, "bbox"),
    (ITEMS, {"bbox": "1e999,0,1,1"}, 400, "bbox"),
    (ITEMS, {"bbox-crs": "EPSG:4269"}, 400, "bbox-crs"),
    (
        ITEMS,
        {"bbox": "0,0,1,1", "bbox-crs": "http://www.opengis.net/def/crs/EPSG/0/1"},
        400,
        "bbox-crs",
    ),
    (ITEMS, {"crs": "nope"}, 400, "crs"),
    (ITEMS, {"crs": "http://www.opengis.net/def/crs/EPSG/0/2154"}, 400, "crs"),
    (ITEMS, {"crs": "x" * 5000}, 400, "crs"),
    (ITEMS, {"datetime": "ayer"}, 400, "datetime"),
    (ITEMS, {"datetime": ""}, 400, "datetime"),
    (ITEMS, {"datetime": ".."}, 400, "datetime"),
    (ITEMS, {"datetime": "2020-01-01/2021-01-01/2022-01-01"}, 400, "datetime"),
    (ITEMS, {"datetime": "2020-13-01"}, 400, "datetime"),
    (
        "/collections/environmental_commissions/items",
        {"datetime": "2021-01-01/2020-01-01"},
        400,
        "datetime",
    ),
    (ITEMS, {"filter": ""}, 400, "filter"),
    (ITEMS, {"filter": "name ="}, 400, "filter"),
    (ITEMS, {"filter": "nope = 1"}, 400, "filter"),
    (ITEMS, {"filter": "population = 'x'"}, 400, "filter"),
    (ITEMS, {"filter": "(" * 5000}, 400, "filter"),
    (ITEMS, {"filter": "NOT " * 5000 + "TRUE"}, 400, "filter"),
    (ITEMS, {"filter": "pg_sleep(10) = 1"}, 400, "filter"),
    (ITEMS, {"filter": "1=1; DROP TABLE territory_adminunit"}, 400, "filter"),
    (ITEMS, {"filter": "name = 'a\x00b'"}, 400, "filter"),
    (ITEMS, {"filter": "geom = 1"}, 400, "filter"),
    (ITEMS, {"filter": "S_INTERSECTS(geom, POLYGON((0 0, 1 1)))"}, 400, "filter"),
    (ITEMS, {"filter": "{}", "filter-lang": "cql2-json"}, 400, "filter"),
    (ITEMS, {"filter": "[" * 5000, "filter-lang": "cql2-json"}, 400, "filter"),
    (ITEMS, {"filter": "name = 'x'", "filter-lang": "sql"}, 400, "filter-lang"),
    (ITEMS, {"filter-crs": "nope"}, 400, "filter-crs"),
    (ITEMS, {"sortby": "nope"}, 400, "sortby"),
    (ITEMS, {"sortby": "name,nope"}, 400, "sortby"),
    (ITEMS, {"sortby": "name,-name"}, 400, "sortby"),
    (ITEMS, {"sortby": "--name"}, 400, "sortby"),
    (ITEMS, {"sortby": "name; DROP TABLE x"}, 400, "sortby"),
    (COMMISSIONS, {"sortby": "commitments"}, 400, "sortby"),
    (ITEMS, {"properties": "name,nope"}, 400, "properties"),
    (ITEMS, {"properties": "geom"}, 400, "properties"),
    (ITEMS, {"skipGeometry": "yes"}, 400, "skipGeometry"),
    (ITEMS, {"after": "x"}, 400, "after"),
    (ITEMS, {"after": ""}, 400, "after"),
    (ITEMS, {"population": "x"}, 400, "population"),
    (ITEMS, {"cutoff_date": "ayer"}, 400, "cutoff_date"),
    (ITEMS, {"name": "a\x00b"}, 400, "name"),
    (
        "/collections/district_capitals/items",
        {"is_province_capital": "quizás"},
        400,
        "is_province_capital",
    ),
    (COMMISSIONS, {"commitments": "3"}, 400, "commitments"),
    (ITEMS, {"f": "gml"}, 400, "f"),
    (f"{TILES}/23/0/0", {}, 400, "tileMatrix"),
    (f"{TILES}/x/0/0", {}, 400, "tileMatrix"),
    (f"{TILES}/2/4/0", {}, 400, "tileRow"),
    (f"{TILES}/2/0/4", {}, 400, "tileCol"),
    (f"{TILES}/2/-1/0", {}, 400, "tileRow"),
    (f"{TILES}/99999999999/0/0", {}, 400, "tileMatrix"),
    (f"{TILES}/2/1/1", {"f": "png"}, 400, "f"),
    (f"{TILES}/2/1/1", {"style": "x"}, 400, "style"),
]


@pytest.mark.parametrize(
    ("path", "parameters", "status", "parameter"),
    ERRORS,
    ids=[f"{path} {json.dumps(given)[:60]}" for path, given, *_ in ERRORS],
)
def test_an_error_is_reported(
    client: Client, path: str, parameters: dict[str, Any], status: int, parameter: str
) -> None:
    response = ask(client, path, **parameters)
    problem = json.loads(response.getvalue())
    assert response.status_code == problem["status"] == status
    assert response["Content-Type"] == "application/problem+json"
    assert problem["parameter"] == parameter
    assert problem["title"]
    assert 5 < len(problem["detail"]) < 400
    assert "Traceback" not in problem["detail"]


def test_an_error_is_a_page_for_a_browser(client: Client) -> None:
    response = ask(client, ITEMS, accept="text/html,*/*;q=0.8", nope="<script>alert(1)</script>")
    assert response.status_code == 400
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert "<h1>No se pudo atender lo pedido</h1>" in response.text
    assert "<script>alert" not in response.text
    page = ask(client, ITEMS, f="html", filter="<script>alert(1)</script>")
    assert page.status_code == 400
    assert "<script>alert" not in page.text


def test_an_accident_reveals_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def accident(*args: object) -> None:
        raise RuntimeError("password=secreto")

    monkeypatch.setattr(features, "select", accident)
    response = ask(client, ITEMS)
    assert response.status_code == 500
    assert "secreto" not in response.text
    assert response.json()["detail"].startswith("Error interno")
    assert "secreto" in caplog.text


def test_a_slow_page_is_unavailable(client: Client, settings: Settings) -> None:
    settings.EXPORT_TIMEOUT_MS = 1
    response = ask(client, ITEMS, limit=10_000, sortby="-capital,name")
    assert response.status_code == 503
    assert "tiempo" in response.json()["detail"]


@pytest.mark.parametrize("path", [f"{TILES}/3/4/2", ITEMS])
def test_a_slow_query_is_unavailable(client: Client, path: str) -> None:
    circle = ",".join(f"{-75 + n % 97 / 100} {-10 + n % 89 / 100}" for n in range(2000))
    parameters = {"filter": f"S_INTERSECTS(geom, LINESTRING({circle}))"} if path == ITEMS else {}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 1")
    response = ask(client, path, **parameters)
    assert response.status_code == 503
    assert response.json()["title"] == "NoApplicableCode"


INJECTIONS = [
    "' OR '1'='1",
    "'; DROP TABLE territory_adminunit; --",
    "150101' UNION SELECT version() --",
    "\\'; SELECT pg_sleep(10); --",
    "{0} {1} %s %(x)s $1",
    "!bbox!",
    "\u02bc OR 1=1",
]


@pytest.mark.parametrize("text", INJECTIONS)
def test_an_injection_is_only_text(client: Client, text: str) -> None:
    tree = {"op": "=", "args": [{"property": "name"}, text]}
    for parameters in (
        {"name": text},
        {"ubigeo": text},
        {"filter": "name = '" + text.replace("\\", r"\\").replace("'", "''") + "'"},
        {"filter": json.dumps(tree), "filter-lang": "cql2-json"},
    ):
        response = ask(client, ITEMS, **parameters)
        assert response.status_code == 200, response.getvalue()
        assert json.loads(response.getvalue())["numberMatched"] == 0
    for name in ("sortby", "properties", "after", "crs", "bbox", "datetime", "limit"):
        assert ask(client, ITEMS, **{name: text}).status_code == 400


VALUES = st.text(max_size=30) | st.from_regex(r"[-+.,/0-9eE:TZ ]{0,20}", fullmatch=True)
NAMES = st.sampled_from([*PARAMETERS, "name", "population", "cutoff_date"])


@tuned(max_examples=150)
@given(st.dictionaries(NAMES, VALUES, min_size=1, max_size=3))
def test_no_value_is_an_accident(client: Client, parameters: dict[str, str]) -> None:
    response = ask(client, ITEMS, **{"limit": "1", **parameters})
    response.getvalue()
    assert response.status_code in (200, 400)
