"""Addresses too long, in another encoding or of too many parameters, in each protocol's form."""

from __future__ import annotations

import http.client
import json
from contextlib import closing
from typing import Any
from urllib.parse import quote, unquote, urlencode, urlsplit

import pytest
from django.test import Client
from lxml import etree

from config import gunicorn_conf
from ows.addresses import MAX_ADDRESS_BYTES
from tests.ows.wfs.wire import body, equal, fes

OGC = "{http://www.opengis.net/ogc}"
OWS = "{http://www.opengis.net/ows/1.1}"
FORMS = {
    "/ows/wfs?service=WFS&request=GetFeature": "ows",
    "/ows?service=WFS&request=GetFeature": "ows",
    "/ows/wms?service=WMS&request=GetMap": "wms",
    "/ows?SERVICE=WMS&request=GetMap": "wms",
    "/ogc/collections/districts/items?f=json": "json",
    "/api/v1/units/?limit=1": "json",
}


def fault(response: Any, form: str) -> tuple[str | None, str]:
    """The parameter that an error names, and its text."""
    content = body(response)
    if form == "json":
        assert response["Content-Type"] == "application/problem+json"
        problem = json.loads(content)
        assert problem["status"] == response.status_code
        return problem.get("parameter"), problem["detail"]
    root = etree.fromstring(content)
    if form == "wms":
        assert root.tag == f"{OGC}ServiceExceptionReport"
        return root[0].get("locator"), root[0].text or ""
    assert root.tag == f"{OWS}ExceptionReport"
    return root[0].get("locator"), root[0][0].text or ""


@pytest.mark.django_db
@pytest.mark.parametrize("address", FORMS)
def test_too_long_is_414_in_the_protocols_form(client: Client, address: str) -> None:
    """RFC 9110, 15.5.15; the longest parameter is named, and a script may read why."""
    response: Any = client.get(f"{address}&filter={'x' * MAX_ADDRESS_BYTES}")
    assert response.status_code == 414
    assert fault(response, FORMS[address])[0] == "filter"
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.django_db
@pytest.mark.parametrize("address", FORMS)
@pytest.mark.parametrize("text", ["Per%FA", "%F1ame", "%C3", "%ED%A0%80"])
def test_another_encoding_is_refused_by_the_parameters_name(
    client: Client, address: str, text: str
) -> None:
    """Percent-encoded Latin-1 and broken UTF-8 (RFC 3629): nothing is found by a guess."""
    response: Any = client.get(f"{address}&name={text}")
    assert response.status_code == 400
    name, detail = fault(response, FORMS[address])
    assert (name, "UTF-8" in detail) == ("name", True)
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.django_db
@pytest.mark.parametrize("version", ["1.1.1", "1.1.0", "1%2E0%2E0"])
@pytest.mark.parametrize("path", ["/ows/wms?", "/ows?service=WMS&"])
def test_who_asks_for_an_older_wms_reads_its_form_before_any_view(
    client: Client, path: str, version: str
) -> None:
    """OGC 01-068r3, annex A.3: no namespace, whoever refuses; 1.3.0's has one (06-042, annex E)."""
    asked = f"{path}request=GetMap&VERSION={version}"
    refusals: list[Any] = [
        client.get(f"{asked}&layers=Per%FA"),
        client.get(f"{asked}&layers={'x' * MAX_ADDRESS_BYTES}"),
        client.get(asked, headers={"authorization": "Basic !"}),
    ]
    assert [answer.status_code for answer in refusals] == [400, 414, 401]
    for answer in refusals:
        root = etree.fromstring(body(answer))
        assert (root.tag, root[0].tag) == ("ServiceExceptionReport", "ServiceException")
        assert root.get("version") == unquote(version)
        assert answer["Content-Type"].startswith("application/vnd.ogc.se_xml")
    newer: Any = client.get(f"{path}request=GetMap&version=1.3.0&layers=Per%FA")
    assert etree.fromstring(body(newer)).tag == f"{OGC}ServiceExceptionReport"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/buscar/?q=Per%FA", f"/t/?q={'x' * 600_000}"])
def test_a_page_says_so_in_spanish(client: Client, path: str) -> None:
    client.raise_request_exception = False
    response: Any = client.get(path)
    assert response.status_code == 400
    assert "La dirección no se entiende" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", FORMS)
def test_too_many_parameters(client: Client, address: str) -> None:
    response: Any = client.get(address + "&a=1" * 1_000)
    assert response.status_code == 400
    assert "parámetros" in fault(response, FORMS[address])[1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/ows/nothing", "ows"),
        ("/ows/wms/nothing", "wms"),
        ("/ogc/nothing", "json"),
        ("/api/v1/nothing/", "json"),
    ],
)
def test_what_is_nowhere_is_404_in_the_protocols_form(client: Client, path: str, form: str) -> None:
    response: Any = client.get(path)
    assert response.status_code == 404
    fault(response, form)
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "form", "allowed"),
    [
        ("/ows/wfs", "ows", "GET, HEAD, POST, OPTIONS"),
        ("/ows", "ows", "GET, HEAD, POST, OPTIONS"),
        ("/ows/wms", "wms", "GET, HEAD, OPTIONS"),
        ("/ogc/collections", "json", "GET, HEAD, OPTIONS"),
    ],
)
def test_a_method_that_is_not_offered_is_405(
    client: Client, path: str, form: str, allowed: str
) -> None:
    """RFC 9110, 15.5.6: with the methods that are."""
    response: Any = client.put(path, b"{}", content_type="application/json")
    assert response.status_code == 405
    fault(response, form)
    assert response["Allow"] == allowed
    assert response["Access-Control-Allow-Origin"] == "*"


def test_the_server_takes_more_than_the_site() -> None:
    """So that the site answers what is too long, and a line in memory still has an end."""
    assert (
        64 * 1024 <= MAX_ADDRESS_BYTES < gunicorn_conf.limit_request_line <= 4 * MAX_ADDRESS_BYTES
    )


def ask_in_full(url: str, target: str) -> tuple[int, bytes]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=60)
    with closing(connection):
        connection.request("GET", target)
        response = connection.getresponse()
        return response.status, response.read()


def test_the_server_takes_what_the_site_takes(live_url: str) -> None:
    """QGIS names every district by an Or of comparisons, in the address of a GET."""
    codes = [f"{number:06}" for number in range(150_101, 150_101 + 1_891)]
    document = fes(f"<fes:Or>{''.join(equal('ubigeo', code) for code in codes)}</fes:Or>")
    query = urlencode(
        {
            "service": "WFS",
            "version": "2.0.0",
            "request": "GetFeature",
            "typeNames": "districts",
            "resultType": "hits",
            "filter": document,
        },
        quote_via=quote,
    )
    assert 200_000 < len(query) < MAX_ADDRESS_BYTES
    status, content = ask_in_full(live_url, f"/ows/wfs?{query}")
    assert status == 200, content[:500]
    assert int(etree.fromstring(content).get("numberMatched", "0")) > 43
    status, content = ask_in_full(live_url, "/ows/wms?request=GetMap&x=" + "y" * 700_000)
    assert status == 414
    assert etree.fromstring(content).tag == f"{OGC}ServiceExceptionReport"
    status, content = ask_in_full(live_url, "/ows/wms?x=" + "y" * 3_000_000)
    assert status == 414
