"""A method that an address doesn't take is 405 with Allow (RFC 9110 §15.5.6), in its own form."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from lxml import etree

pytestmark = pytest.mark.django_db

READ, PROBLEM = "GET, HEAD, OPTIONS", "application/problem+json"
PAGES = ["/", "/mapa/", "/buscar/", "/t/", "/t/15/", "/compromisos/3/", "/catalogo/districts/"]
PAGES += ["/zonas/", "/ayuda/qgis/conexiones-wfs.xml", "/healthz"]
# Address → what it takes, and the type of what it says to any other method.
ADDRESSES = {
    **dict.fromkeys(PAGES, (READ, "text/plain")),
    "/zonas/1/revision/": ("POST, OPTIONS", "text/plain"),
    "/ows": ("GET, HEAD, POST, OPTIONS", "application/xml"),
    "/ows/wfs": ("GET, HEAD, POST, OPTIONS", "application/xml"),
    "/ows/wms": (READ, "text/xml"),
    "/ows/wcs": (READ, "application/xml"),
    "/api/v1/rasters/": (READ, PROBLEM),
    "/ogc/": (READ, PROBLEM),
    "/ogc/collections/districts/items": (READ, PROBLEM),
    "/ogc/collections/districts/tiles/WebMercatorQuad/4/8/4": (READ, PROBLEM),
    "/api/v1/": (READ, PROBLEM),
    "/api/v1/layers/": (READ, PROBLEM),
    "/api/v1/layers/districts/features/": (READ, PROBLEM),
    "/api/v1/layers/districts/features/150101/": (READ, PROBLEM),
    "/api/v1/search/": (READ, PROBLEM),
    "/api/v1/schema/": (READ, PROBLEM),
    "/api/v1/uploads/": ("POST, OPTIONS", PROBLEM),
    "/api/v1/participation/consultations/": (READ, PROBLEM),
    "/api/v1/contributions/": ("GET, POST, HEAD, OPTIONS", PROBLEM),
    f"/api/v1/contributions/{'0' * 26}/": ("GET, DELETE, HEAD, OPTIONS", PROBLEM),
    "/api/v1/zones/": ("GET, POST, HEAD, OPTIONS", PROBLEM),
}
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("path", ADDRESSES)
def test_what_is_not_offered_is_refused(path: str, method: str) -> None:
    allow, content_type = ADDRESSES[path]
    # What takes no POST needs no token to say so.
    client = Client(enforce_csrf_checks="POST" not in allow)
    response: Any = client.generic(method, path)
    body = response.getvalue()
    if method in allow.split(", "):
        assert response.status_code != 405
        return
    assert response.status_code == 405
    assert response["Allow"] == allow
    assert response["Content-Type"].startswith(content_type)
    if method == "HEAD":
        return
    if content_type == PROBLEM:
        assert json.loads(body)["status"] == 405
    elif content_type.endswith("xml"):
        assert etree.fromstring(body).xpath("//@exceptionCode | //@code") == [
            "OperationNotSupported"
        ]
    else:
        assert allow in body.decode()


@pytest.mark.parametrize("path", ADDRESSES)
def test_options_names_what_is_offered(client: Client, path: str) -> None:
    response = client.options(path)
    assert response.status_code in (200, 204)
    assert response["Allow"] == ADDRESSES[path][0]
