from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
from django.db import connection
from django.http import StreamingHttpResponse
from django.test import Client

from tests.ows.api.wire import ask

ITEMS = "/collections/districts/items"
RESOURCES = [
    "/",
    "/api",
    "/conformance",
    "/collections",
    "/collections/districts",
    "/collections/districts/queryables",
    "/collections/districts/schema",
    ITEMS,
    f"{ITEMS}/150101",
    "/collections/districts/tiles",
    "/collections/districts/tiles/WebMercatorQuad",
    "/collections/districts/tiles/WebMercatorQuad/6/34/18",
    "/tileMatrixSets",
    "/tileMatrixSets/WebMercatorQuad",
]


@pytest.mark.django_db
@pytest.mark.parametrize("path", RESOURCES)
def test_head_is_get_without_a_body(client: Client, path: str) -> None:
    full = ask(client, path)
    full.getvalue()
    head: Any = client.head(f"/ogc{path}")
    assert head.status_code == 200
    assert head.getvalue() == b""
    assert head["Content-Type"] == full["Content-Type"]
    assert head.get("Content-Crs") == full.get("Content-Crs")


@pytest.mark.django_db
@pytest.mark.parametrize("path", RESOURCES)
def test_options_says_that_all_is_read_only(client: Client, path: str) -> None:
    response = client.options(f"/ogc{path}")
    assert response.status_code == 204
    assert response["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", RESOURCES)
def test_nothing_can_be_written(client: Client, path: str, method: str) -> None:
    response = getattr(client, method)(f"/ogc{path}")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
@pytest.mark.parametrize("path", [*RESOURCES, "/collections/nope", f"{ITEMS}?limit=0"])
def test_any_site_may_read(client: Client, path: str) -> None:
    response: Any = client.get(f"/ogc{path}", headers={"origin": "https://example.org"})
    response.getvalue()
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Content-Crs" in response["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in response


@pytest.mark.parametrize("path", ["/ogc/collections", "/ows", "/ows/wfs", "/api/v1/units/"])
def test_a_browser_may_ask_first(client: Client, path: str) -> None:
    response = client.options(
        path,
        headers={"origin": "https://example.org", "access-control-request-method": "GET"},
    )
    assert response.status_code == 204
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "GET" in response["Access-Control-Allow-Methods"]


@pytest.mark.django_db
def test_the_pages_of_the_site_are_not_opened(client: Client) -> None:
    assert "Access-Control-Allow-Origin" not in client.get("/admin/login/")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/geo+json"),
        ("application/geo+json, application/json", "application/geo+json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"),
        ("text/html;q=0.1, application/geo+json;q=0.9", "application/geo+json"),
        ("application/*", "application/geo+json"),
    ],
)
def test_accept_chooses_the_form(client: Client, accept: str, media_type: str) -> None:
    response = ask(client, ITEMS, accept=accept, limit=1)
    response.getvalue()
    assert response["Content-Type"] == media_type
    assert "Accept" in response["Vary"].split(", ")


@pytest.mark.django_db
def test_f_prevails_over_accept(client: Client) -> None:
    response = ask(client, ITEMS, accept="text/html", f="json", limit=1)
    assert json.loads(response.getvalue())["type"] == "FeatureCollection"


@pytest.mark.django_db
def test_documents_and_features_travel_compressed(client: Client) -> None:
    asked = {"accept-encoding": "gzip"}
    document: Any = client.get("/ogc/api", headers=asked)
    assert document["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(document.content))["openapi"]
    stream: Any = client.get(f"/ogc{ITEMS}?limit=1000", headers=asked)
    assert json.loads(gzip.decompress(stream.getvalue()))["numberReturned"] == 1000
    assert stream["Content-Encoding"] == "gzip"


@pytest.mark.usefixtures("committed_db")
@pytest.mark.parametrize("blocks", [0, 1, 3])
def test_a_download_abandoned_midway_gives_its_connection_back(client: Client, blocks: int) -> None:
    response = ask(client, ITEMS, limit=10_000)
    assert isinstance(response, StreamingHttpResponse)
    content = iter(response)
    for _ in range(blocks):
        next(content)
    response.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


@pytest.mark.django_db
def test_the_first_block_does_not_wait_for_the_last(client: Client) -> None:
    response = ask(client, ITEMS, limit=10_000)
    sizes = [len(block) for block in response]
    assert len(sizes) > 5
    assert max(sizes) < 200_000
