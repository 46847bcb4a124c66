"""What a script of another site may ask and read (Fetch standard, CORS protocol)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client


def preflight(client: Client, path: str, method: str = "GET") -> Any:
    headers = {"origin": "https://example.org", "access-control-request-method": method}
    return client.options(path, headers=headers)


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/ows", {"GET", "HEAD", "OPTIONS", "POST"}),
        ("/ows/wfs", {"GET", "HEAD", "OPTIONS", "POST"}),
        ("/ows/wms", {"GET", "HEAD", "OPTIONS"}),
        ("/ogc/collections/districts/items", {"GET", "HEAD", "OPTIONS"}),
        ("/api/v1/units/", {"GET", "HEAD", "OPTIONS"}),
        ("/api/v1/zones/", {"GET", "HEAD", "OPTIONS", "POST"}),
        ("/api/v1/zones/1/", {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"}),
        ("/api/v1/nothing/", {"GET", "HEAD", "OPTIONS"}),
    ],
)
def test_the_methods_are_those_that_are_meant(client: Client, path: str, methods: set[str]) -> None:
    response = preflight(client, path)
    assert response.status_code == 204
    assert set(response["Access-Control-Allow-Methods"].split(", ")) >= methods
    if not path.startswith("/api/v1/zones"):
        assert set(response["Access-Control-Allow-Methods"].split(", ")) == methods


@pytest.mark.parametrize("name", ["Authorization", "If-Match", "If-None-Match", "Content-Type"])
def test_headers_are_listed_by_name(client: Client, name: str) -> None:
    """Fetch, 3.3.4: the wildcard never means Authorization."""
    for path in ("/ows/wfs", "/ows/wms", "/ogc/collections", "/api/v1/zones/1/"):
        listed = preflight(client, path)["Access-Control-Allow-Headers"].split(", ")
        assert name in listed
        assert "*" not in listed


@pytest.mark.django_db
def test_what_goes_wrong_inside_can_be_read_too(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("layers.registry.fingerprint", fails)
    monkeypatch.setattr("layers.registry.describe_all", fails)
    monkeypatch.setattr("layers.registry.get", fails)
    for path in (
        "/ows/wms?request=GetCapabilities",
        "/ows/wfs?service=WFS&request=GetCapabilities",
        "/ogc/collections/districts",
        "/api/v1/layers/",
    ):
        client.raise_request_exception = False
        response: Any = client.get(path, headers={"origin": "https://example.org"})
        assert response.status_code == 500, path
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "RuntimeError" not in response.content.decode()


@pytest.mark.django_db
def test_wrong_credentials_can_be_read_too(client: Client) -> None:
    headers = {"authorization": "Basic eDp5", "origin": "https://example.org"}
    for path in ("/ows/wms", "/ows/wfs", "/ogc/", "/api/v1/"):
        response: Any = client.get(path, headers=headers)
        assert response.status_code == 401
        assert response["Access-Control-Allow-Origin"] == "*"
        assert ("ServiceException" in response.content.decode()) == (path == "/ows/wms")
