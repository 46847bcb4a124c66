"""OWSLib's WFS 2.0 client on the running server."""

from __future__ import annotations

import json

import pytest
from lxml import etree
from owslib.etree import etree as owslib_etree
from owslib.fes2 import And, PropertyIsEqualTo, PropertyIsLike
from owslib.wfs import WebFeatureService

from territory.models import AdminUnit
from tests.ows.wfs.wire import NS, ids


@pytest.fixture(scope="module")
def service(live_url: str) -> WebFeatureService:
    return WebFeatureService(f"{live_url}/ows/wfs", version="2.0.0")


def test_capabilities(service: WebFeatureService) -> None:
    assert service.identification.title == "Territorio Abierto"
    assert service.identification.version == "2.0.0"
    assert {operation.name for operation in service.operations} >= {"GetFeature", "GetCapabilities"}
    districts = service.contents["ta:districts"]
    assert districts.title.startswith("Distritos")
    assert districts.boundingBoxWGS84 == pytest.approx((-81.34, -18.34, -68.68, -0.03), abs=0.01)
    assert districts.crsOptions[0].getcode() == "EPSG:4326"
    assert [query.id for query in service.storedqueries] == [
        "urn:ogc:def:query:OGC-WFS::GetFeatureById",
        "http://www.opengis.net/def/query/OGC-WFS/0/GetFeatureById",
    ]


def test_schema(service: WebFeatureService) -> None:
    schema = service.get_schema("ta:districts")
    assert schema["geometry_column"] == "geom"
    assert schema["properties"]["name"] == "string"


def test_pages(service: WebFeatureService) -> None:
    seen: list[str] = []
    for start in range(0, 2000, 400):
        answer = service.getfeature("ta:districts", maxfeatures=400, startindex=start)
        seen += ids(etree.fromstring(answer.read()))
    assert len(seen) == len(set(seen)) == 1891


def test_filter(service: WebFeatureService, db: None) -> None:
    """By POST: by GET OWSLib writes the filter into a parameter that WFS doesn't have."""
    tests = [
        PropertyIsEqualTo("ta:department", "Cusco"),
        PropertyIsLike("ta:name", "San%", wildCard="%", singleChar="_", escapeChar="\\"),
    ]
    predicate = owslib_etree.tostring(And(tests).toXML()).decode()
    document = f'<fes:Filter xmlns:fes="{NS["fes"]}">{predicate}</fes:Filter>'
    method = f"{{{NS['wfs']}}}Post"
    answer = service.getfeature(
        "ta:districts", filter=document, propertyname=["ta:name"], method=method
    )
    root = etree.fromstring(answer.read())
    names = [str(item.text) for item in root.iterfind(".//ta:name", NS)]
    cusco = AdminUnit.objects.filter(level=AdminUnit.Level.DISTRICT, pk__startswith="08")
    assert sorted(names) == sorted(
        cusco.filter(name__startswith="San").values_list("name", flat=True)
    )
    assert root.find(".//ta:population", NS) is None


def test_posts(service: WebFeatureService) -> None:
    method = f"{{{NS['wfs']}}}Post"
    document = (
        f'<fes:Filter xmlns:fes="{NS["fes"]}"><fes:ResourceId rid="districts.150101"/></fes:Filter>'
    )
    answer = service.getfeature("ta:districts", filter=document, method=method)
    assert ids(etree.fromstring(answer.read())) == ["districts.150101"]


def test_bbox(service: WebFeatureService) -> None:
    """OWSLib takes the box by longitude first, and writes it in the order of its CRS."""
    box = (-77.05, -12.06, -77.03, -12.04, "urn:ogc:def:crs:EPSG::4326")
    answer = service.getfeature("ta:district_capitals", bbox=box, outputFormat="application/json")
    found = json.loads(answer.read())
    assert "district_capitals.150101" in {item["id"] for item in found["features"]}


def test_stored_query(service: WebFeatureService) -> None:
    answer = service.getfeature(
        storedQueryID="urn:ogc:def:query:OGC-WFS::GetFeatureById",
        storedQueryParams={"ID": "departments.08"},
    )
    root = etree.fromstring(answer.read())
    assert root.findtext("ta:name", "", NS) == "Cusco"
