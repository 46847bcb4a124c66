"""Requests to the WFS that mean harm, or nothing at all."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ows.wfs.refusals import DISTRICTS, INVALID, QUERY, assert_error
from tests.ows.wfs.wire import ask, body, equal, fes, post, xml

pytestmark = pytest.mark.django_db

BOMB = (
    '<!DOCTYPE x [<!ENTITY a0 "aaaaaaaaaa">'
    + "".join(f'<!ENTITY a{n} "' + f"&a{n - 1};" * 10 + '">' for n in range(1, 10))
    + "]>"
)
ENTITY = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"not xml",
        b"service=WFS&request=GetFeature",
        b"<a>",
        b"\xff\xfe\x00",
        b"\x00" * 100,
        b'<?xml version="1.0" encoding="nothing"?><a/>',
        (BOMB + QUERY.format("&a9;")).encode(),
        (ENTITY + QUERY.format("&f;")).encode(),
        (ENTITY + QUERY.format("<fes:Filter>&f;</fes:Filter>")).encode(),
        ('<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">' + QUERY.format("")).encode(),
        b"<a>" * 100_000,
        b"<a " + b" ".join(b'x%d="1"' % n for n in range(20)) + b"><b></a>",
    ],
)
def test_hostile_documents(client: Client, document: bytes) -> None:
    response = post(client, document)
    assert_error(response, "OperationParsingFailed", None)
    assert b"root:" not in body(response)


def test_document_that_is_too_large(client: Client) -> None:
    document = QUERY.format("<!--" + "x" * 3_000_000 + "-->")
    assert_error(post(client, document), "OperationParsingFailed", None, 413)


@pytest.mark.parametrize("doctype", [BOMB, ENTITY])
def test_hostile_filters(client: Client, doctype: str) -> None:
    for entity in ("&a9;", "&f;"):
        response = ask(client, typeNames="districts", filter=doctype + fes(equal("name", entity)))
        assert_error(response, INVALID, "filter")


@pytest.mark.parametrize(
    "text",
    [
        "' OR '1'='1",
        "'; DELETE FROM territory_adminunit; --",
        "%s %(x)s %",
        "!bbox!",
        "\\'; SELECT 1; --",
        "$$; SELECT 1; $$",
        "Lima' UNION SELECT password FROM auth_user --",
    ],
)
def test_values_stay_values(client: Client, text: str) -> None:
    quoted = text.replace("'", "''")
    markup = text.replace("&", "&amp;").replace("<", "&lt;")
    for parameters in (
        {"filter": fes(equal("name", markup))},
        {"cql_filter": f"name = '{quoted}'"},
        {"resourceId": f"districts.{text.replace(',', '')}"},
    ):
        root = xml(ask(client, typeNames="districts", **parameters))
        assert root.get("numberMatched") == "0"
    hits = xml(ask(client, typeNames="districts", resultType="hits"))
    assert hits.get("numberMatched") == "1891"


NAMES = st.sampled_from(
    [
        "typeNames",
        "bbox",
        "filter",
        "cql_filter",
        "sortBy",
        "count",
        "startIndex",
        "srsName",
        "propertyName",
        "resourceId",
        "outputFormat",
        "namespaces",
        "resultType",
        "storedQuery_Id",
    ]
)
PIECES = st.sampled_from(
    [
        "districts",
        "ta:",
        "name",
        "geom",
        "EPSG:4326",
        "urn:ogc:def:crs:EPSG::",
        "1",
        "-1",
        "1e9",
        ",",
        "(",
        ")",
        "'",
        '"',
        "<",
        "</",
        ">",
        "&",
        "=",
        " AND ",
        "%",
        "!",
        "\\",
        "\x00",
        "\n",
        "é",
        "🏔",
        "\ud800",
        "S_INTERSECTS(",
        "xmlns(",
        "<fes:Filter>",
        "POINT",
        "NULL",
        ".",
        "@gml:id",
    ]
)


@settings(max_examples=150)
@given(st.dictionaries(NAMES, st.lists(PIECES, max_size=8).map("".join), max_size=4))
def test_nothing_breaks_the_service(client: Client, parameters: dict[str, str]) -> None:
    encodable = {k: v.encode("utf-8", "replace").decode() for k, v in parameters.items()}
    response = client.get("/ows/wfs", DISTRICTS | {"count": "1"} | encodable)
    text = body(response)
    assert response.status_code in (200, 400, 404), text
