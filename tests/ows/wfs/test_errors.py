"""Wrong requests: the right code, locator and status, never a 500, never the inside."""

from __future__ import annotations

import logging

import pytest
from django.test import Client

from tests.ows.wfs.refusals import (
    DISTRICTS,
    INVALID,
    MISSING,
    OPTION,
    QUERY,
    UNSUPPORTED,
    assert_error,
)
from tests.ows.wfs.wire import body, equal, fes, post

pytestmark = pytest.mark.django_db

BY_ID = "urn:ogc:def:query:OGC-WFS::GetFeatureById"


def without(*names: str) -> dict[str, str]:
    return {name: value for name, value in DISTRICTS.items() if name not in names}


TABLE: list[tuple[dict[str, str], str, str | None]] = [
    (without("service"), MISSING, "service"),
    ({"service": ""} | without("service"), MISSING, "service"),
    (DISTRICTS | {"service": "WMS"}, INVALID, "service"),
    (DISTRICTS | {"service": "WFSX"}, INVALID, "service"),
    (without("request"), MISSING, "request"),
    (DISTRICTS | {"request": "Nothing"}, UNSUPPORTED, "Nothing"),
    (DISTRICTS | {"request": "Transaction"}, UNSUPPORTED, "Transaction"),
    (DISTRICTS | {"request": "LockFeature"}, UNSUPPORTED, "LockFeature"),
    (DISTRICTS | {"request": "GetFeatureWithLock"}, UNSUPPORTED, "GetFeatureWithLock"),
    (DISTRICTS | {"request": "CreateStoredQuery"}, UNSUPPORTED, "CreateStoredQuery"),
    (DISTRICTS | {"request": "__class__"}, UNSUPPORTED, "__class__"),
    (DISTRICTS | {"version": "1.1.0"}, INVALID, "version"),
    (DISTRICTS | {"version": "3.0"}, INVALID, "version"),
    (without("typeNames"), MISSING, "typeNames"),
    (DISTRICTS | {"typeNames": "nothing"}, INVALID, "typeNames"),
    (DISTRICTS | {"typeNames": "xx:districts"}, INVALID, "typeNames"),
    (
        DISTRICTS | {"typeNames": "ta:districts", "namespaces": "xmlns(ta,http://other)"},
        INVALID,
        "typeNames",
    ),
    (DISTRICTS | {"namespaces": "ta=x"}, INVALID, "namespaces"),
    (DISTRICTS | {"typeNames": "districts,provinces"}, OPTION, "typeNames"),
    (DISTRICTS | {"typeNames": "(districts)(provinces)"}, OPTION, "typeNames"),
    (DISTRICTS | {"typeNames": "territory_adminunit"}, INVALID, "typeNames"),
    (DISTRICTS | {"typeNames": "';DROP/**/TABLE/**/x;--"}, INVALID, "typeNames"),
    (DISTRICTS | {"outputFormat": "dxf-zip"}, INVALID, "outputFormat"),
    (DISTRICTS | {"outputFormat": "../../etc/passwd"}, INVALID, "outputFormat"),
    (DISTRICTS | {"resultType": "all"}, INVALID, "resultType"),
    (DISTRICTS | {"resolve": "remote"}, OPTION, "resolve"),
    (DISTRICTS | {"resolve": "x"}, INVALID, "resolve"),
    (DISTRICTS | {"count": "-1"}, INVALID, "count"),
    (DISTRICTS | {"count": "many"}, INVALID, "count"),
    (DISTRICTS | {"count": "1e3"}, INVALID, "count"),
    (DISTRICTS | {"count": "9999999999999999999999"}, INVALID, "count"),
    (DISTRICTS | {"maxFeatures": "x"}, INVALID, "maxFeatures"),
    (DISTRICTS | {"startIndex": "-5"}, INVALID, "startIndex"),
    (DISTRICTS | {"startIndex": "0; DROP TABLE x"}, INVALID, "startIndex"),
    (DISTRICTS | {"srsName": "EPSG:27700"}, INVALID, "srsName"),
    (DISTRICTS | {"srsName": "'"}, INVALID, "srsName"),
    (DISTRICTS | {"bbox": "1,2,3"}, INVALID, "bbox"),
    (DISTRICTS | {"bbox": "a,b,c,d"}, INVALID, "bbox"),
    (DISTRICTS | {"bbox": "nan,nan,nan,nan"}, INVALID, "bbox"),
    (DISTRICTS | {"bbox": "1,2,inf,4"}, INVALID, "bbox"),
    (DISTRICTS | {"bbox": "-10,-75,-12,-77"}, INVALID, "bbox"),
    (DISTRICTS | {"bbox": "-12,-77,-10,-75,EPSG:0"}, INVALID, "bbox"),
    (DISTRICTS | {"propertyName": "nothing"}, INVALID, "propertyName"),
    (DISTRICTS | {"propertyName": "parent__password"}, INVALID, "propertyName"),
    (DISTRICTS | {"propertyName": "ta:provinces/ta:name"}, INVALID, "propertyName"),
    (DISTRICTS | {"sortBy": "nothing"}, INVALID, "sortBy"),
    (DISTRICTS | {"sortBy": "geom"}, INVALID, "sortBy"),
    (DISTRICTS | {"sortBy": "name SIDEWAYS"}, INVALID, "sortBy"),
    (DISTRICTS | {"sortBy": "name;DELETE FROM x"}, INVALID, "sortBy"),
    (DISTRICTS | {"sortBy": "parent__ubigeo"}, INVALID, "sortBy"),
    (DISTRICTS | {"resourceId": "provinces.1501"}, INVALID, "resourceId"),
    (
        without("typeNames") | {"resourceId": "districts.150101,provinces.1501"},
        OPTION,
        "resourceId",
    ),
    (DISTRICTS | {"resourceId": "districts.1", "bbox": "-12,-77,-10,-75"}, INVALID, "resourceId"),
    (
        DISTRICTS | {"filter": fes(equal("name", "x")), "bbox": "-12,-77,-10,-75"},
        INVALID,
        "bbox",
    ),
    (DISTRICTS | {"filter": "<fes:Filter"}, INVALID, "filter"),
    (DISTRICTS | {"filter": "name = 'x'"}, INVALID, "filter"),
    (DISTRICTS | {"filter": fes("")}, INVALID, "filter"),
    (DISTRICTS | {"filter": fes(equal("nothing", "x"))}, INVALID, "filter"),
    (DISTRICTS | {"filter": fes(equal("parent__name", "x"))}, INVALID, "filter"),
    (DISTRICTS | {"filter": fes("<fes:Function name='pg_sleep'/>")}, INVALID, "filter"),
    (DISTRICTS | {"filter": fes(equal("population", "many"))}, INVALID, "filter"),
    (DISTRICTS | {"cql_filter": "name ="}, INVALID, "filter"),
    (DISTRICTS | {"cql_filter": "pg_sleep(10) = 1"}, INVALID, "filter"),
    (DISTRICTS | {"cql_filter": "(" * 5000}, INVALID, "filter"),
    (DISTRICTS | {"typeNames": "a\x00b"}, INVALID, "typeNames"),
    (without("typeNames") | {"storedQuery_Id": "urn:x"}, INVALID, "storedQuery_Id"),
    (without("typeNames") | {"storedQuery_Id": BY_ID}, MISSING, "id"),
    (DISTRICTS | {"request": "GetPropertyValue"}, MISSING, "valueReference"),
    (
        DISTRICTS | {"request": "GetPropertyValue", "valueReference": "nothing"},
        INVALID,
        "valueReference",
    ),
    (
        DISTRICTS
        | {"request": "GetPropertyValue", "valueReference": "name", "outputFormat": "json"},
        INVALID,
        "outputFormat",
    ),
    ({**DISTRICTS, "request": "DescribeFeatureType", "typeNames": "x"}, INVALID, "typeNames"),
    (
        {**DISTRICTS, "request": "DescribeFeatureType", "outputFormat": "application/json"},
        INVALID,
        "outputFormat",
    ),
    (
        {"service": "WFS", "request": "GetCapabilities", "acceptVersions": "1.1.0,1.0.0"},
        "VersionNegotiationFailed",
        "acceptVersions",
    ),
    (
        {"service": "WFS", "request": "GetCapabilities", "sections": "Nothing"},
        INVALID,
        "sections",
    ),
    (
        {
            "service": "WFS",
            "version": "2.0.0",
            "request": "DescribeStoredQueries",
            "storedQuery_Id": "urn:x",
        },
        INVALID,
        "storedQuery_Id",
    ),
]


@pytest.mark.parametrize(("parameters", "code", "locator"), TABLE)
def test_table(client: Client, parameters: dict[str, str], code: str, locator: str | None) -> None:
    assert_error(client.get("/ows/wfs", parameters), code, locator)


def test_common_address_asks_for_the_service(client: Client) -> None:
    assert_error(client.get("/ows", {"request": "GetFeature"}), MISSING, "service")
    assert_error(client.get("/ows", {"service": "X"}), INVALID, "service")


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods(client: Client, method: str) -> None:
    response = getattr(client, method)("/ows/wfs?service=WFS&request=GetCapabilities")
    assert_error(response, UNSUPPORTED, method.upper(), 405)
    assert response["Allow"] == "GET, HEAD, POST, OPTIONS"


@pytest.mark.parametrize(
    ("document", "code", "locator"),
    [
        ('<GetFeature xmlns="x"/>', MISSING, "service"),
        ('<GetFeature service="WFS"/>', MISSING, "typeNames"),
        ('<Transaction service="WFS" version="2.0.0"/>', UNSUPPORTED, "Transaction"),
        (
            '<Transaction xmlns="http://www.opengis.net/wfs" service="WFS" version="1.1.0"/>',
            UNSUPPORTED,
            "Transaction",
        ),
        (
            '<GetFeature service="WFS" version="1.1.0"><Query typeName="districts"/></GetFeature>',
            INVALID,
            "version",
        ),
        (
            '<GetFeature service="WFS" version="2.0.0"><Query typeNames="nothing"/></GetFeature>',
            INVALID,
            "typeNames",
        ),
        (
            '<GetFeature service="WFS" version="2.0.0"><Query typeNames="districts"/>'
            '<Query typeNames="provinces"/></GetFeature>',
            OPTION,
            "Query",
        ),
        (
            '<GetFeature service="WFS" version="2.0.0" request="GetCapabilities">'
            '<Query typeNames="x"/></GetFeature>',
            INVALID,
            "typeNames",
        ),
        (QUERY.format("<fes:SortBy><fes:SortProperty/></fes:SortBy>"), INVALID, "sortBy"),
        (QUERY.format("<wfs:PropertyName>nothing</wfs:PropertyName>"), INVALID, "propertyName"),
        (QUERY.format("<fes:Filter><fes:Nothing/></fes:Filter>"), INVALID, "filter"),
        (
            QUERY.format("<fes:Filter>" + "<fes:Not>" * 200 + "</fes:Not>" * 200 + "</fes:Filter>"),
            INVALID,
            "filter",
        ),
    ],
)
def test_posted_requests(client: Client, document: str, code: str, locator: str) -> None:
    assert_error(post(client, document), code, locator)


def test_unexpected_errors_reveal_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def explode(*args: object) -> None:
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr("layers.features.counted", explode)
    with caplog.at_level(logging.CRITICAL):
        response = client.get("/ows/wfs", DISTRICTS)
    assert_error(response, "NoApplicableCode", None, 500)
    assert b"secret" not in body(response)
