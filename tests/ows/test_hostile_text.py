"""Text that no database holds, wherever a request has room for it: refused, never a 5xx."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django.test import Client

from tests.ows.rest.zone_wire import ZONES
from tests.zones import PASSWORD, client_of, planner

pytestmark = pytest.mark.django_db

NUL, HALF, LONG = "a\x00b", "a\ud800b", "x" * 5_000
WRITTEN = {"NUL": "a%00b", "half a pair": "a%ED%A0%80b", "overlong": "a%C0%80b", "long": LONG}
PLACES = (
    "/{}",
    "/t/{}/",
    "/catalogo/{}/",
    "/compromisos/{}/",
    "/zonas/{}/",
    "/admin/{}/",
    "/admin/territory/adminunit/{}/change/",
    "/admin/territory/adminunit/?q={}",
    "/buscar/?q={}",
    "/zonas/?pagina={}",
    "/mapa/?{}={}",
    "/cuenta/ingresar/?next={}",
    "/ows?service={}",
    "/ows?{}={}",
    "/ows/wms?service=WMS&request={}",
    "/ows/wms?service=WMS&request=GetMap&layers={}",
    "/ows/wfs?service=WFS&request=GetFeature&typeNames={}",
    "/ows/wfs?service=WFS&request=GetFeature&typeNames=districts&filter={}",
    "/ows/wfs?service=WFS&request=GetFeature&resourceId=districts.{}",
    "/ogc/{}",
    "/ogc/collections/{}",
    "/ogc/collections/districts/items/{}",
    "/ogc/collections/districts/items?filter={}",
    "/ogc/collections/districts/items?after={}",
    "/ogc/collections/districts/items?{}={}",
    "/ogc/collections/districts/tiles/{}/1/1/1",
    "/api/v1/units/{}/",
    "/api/v1/units/{}/summary/",
    "/api/v1/layers/{}/features/",
    "/api/v1/layers/districts/features/{}/",
    "/api/v1/series/{}/",
    "/api/v1/search/?q={}",
    "/api/v1/zones/?bbox={}",
    "/api/v1/session/?next={}",
    "/api/v1/{}/?{}",
)


@pytest.mark.parametrize("kind", WRITTEN)
@pytest.mark.parametrize("place", PLACES)
def test_in_an_address(place: str, kind: str) -> None:
    path = place.replace("{}", WRITTEN[kind])
    client = Client(raise_request_exception=False)
    client.force_login(planner("ana"))
    where, _, query = path.partition("?")
    response: Any = client.generic("GET", where, QUERY_STRING=query)
    assert response.status_code < 500, response.getvalue()[:300]


@pytest.mark.parametrize("name", [NUL, LONG, "a\udcffb", "\x7f", "\u202e", ""])
@pytest.mark.parametrize("path", ["/ows/wfs?service=WFS&request=GetCapabilities", ZONES, "/ogc/"])
def test_in_a_name_of_basic(name: str, path: str) -> None:
    """RFC 7617: credentials are refused (401); a NUL once was a 500."""
    for user, password in ((name, PASSWORD), ("ana", name)):
        pair = f"{user}:{password}".encode("utf-8", "surrogateescape")
        header = "Basic " + base64.b64encode(pair).decode()
        client = Client(raise_request_exception=False)
        response = client.get(path, headers={"Authorization": header})
        assert response.status_code == 401, response.content
        assert response["WWW-Authenticate"].startswith("Basic")


@pytest.mark.parametrize("value", ["Basic", "Basic =", "Basic \xff", "Basic a b", "x" * 5_000])
def test_in_the_header_of_basic(value: str) -> None:
    client = Client(raise_request_exception=False)
    assert client.get("/ogc/", headers={"Authorization": value}).status_code in (200, 401)


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages", "django_language"])
@pytest.mark.parametrize(
    "value", ['"' + r"\000" * 32 + '"', '"' + r"\355\240\200" * 12 + '"', "\xff" * 40, LONG]
)
def test_in_a_cookie(name: str, value: str) -> None:
    r"""A quoted cookie may hold any octet: ``\000`` is NUL (RFC 2109 as Python reads it)."""
    client = Client(raise_request_exception=False)
    for path in ("/zonas/", "/admin/", ZONES, "/cuenta/ingresar/"):
        response = client.generic("GET", path, HTTP_COOKIE=f"{name}={value}")
        assert response.status_code < 500, (path, response.content[:300])


@pytest.mark.parametrize(
    "header", ["If-Match", "If-None-Match", "Accept", "Accept-Language", "Range", "Host", "Origin"]
)
@pytest.mark.parametrize(
    "value", ["\xff\xfe", '"', "W/", ",;=*", "9" * 5_000, "bytes=-", "*/*;q=x"]
)
def test_in_a_header(header: str, value: str) -> None:
    client = client_of(planner("ana"))
    client.raise_request_exception = False
    for path in ("/ogc/collections/districts?f=json", ZONES, "/zonas/"):
        response: Any = client.get(path, headers={header: value})
        assert response.status_code < 500, (path, response.getvalue()[:300])
    assert client.delete(f"{ZONES}1/", headers={header: value}).status_code < 500


@pytest.mark.parametrize("name", [NUL, LONG, "\u202e"])
def test_in_the_form_to_sign_in(name: str) -> None:
    client = Client(raise_request_exception=False)
    for path in ("/cuenta/ingresar/", "/admin/login/"):
        response = client.post(path, {"username": name, "password": name})
        assert response.status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/ogc/collections/districts/items?f=json&limit=1",
        "/ows/wfs?service=WFS&request=GetCapabilities",
        "/api/v1/units/",
        "/ogc/collections/districts/tiles/WebMercatorQuad/4/4/8?f=mvt",
    ],
)
def test_what_is_made_for_a_request_has_no_ranges(path: str) -> None:
    """RFC 9110 §14.3: ``none`` says so; §14.2: a server may ignore Range, and sends it whole."""
    whole: Any = Client().get(path)
    part: Any = Client().get(path, headers={"Range": "bytes=0-9"})
    assert whole["Accept-Ranges"] == part["Accept-Ranges"] == "none"
    assert part.status_code == whole.status_code
    assert len(part.getvalue()) == len(whole.getvalue())
