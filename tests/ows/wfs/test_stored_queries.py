"""GetFeatureById, and what lists and describes it."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from lxml import etree

from tests.ows.wfs.wire import GML_ID, NS, ask, body, post, texts, xml
from tests.xml_schemas import GML, OWS, WFS, assert_valid, schema

pytestmark = pytest.mark.django_db

IDENTIFIERS = (
    "urn:ogc:def:query:OGC-WFS::GetFeatureById",
    "http://www.opengis.net/def/query/OGC-WFS/0/GetFeatureById",
)


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_the_bare_feature(client: Client, identifier: str) -> None:
    answer = ask(client, storedQuery_Id=identifier, id="districts.150101")
    root = xml(answer)
    assert root.tag == f"{{{NS['ta']}}}districts"
    assert root.get(GML_ID) == "districts.150101"
    assert root.findtext("ta:name", "", NS) == "Lima"
    types = body(ask(client, "DescribeFeatureType", typeNames="districts"))
    assert_valid(body(answer), schema(GML, documents={NS["ta"]: types}))


def test_posted(client: Client) -> None:
    document = (
        f'<wfs:GetFeature xmlns:wfs="{NS["wfs"]}" service="WFS" version="2.0.0">'
        f'<wfs:StoredQuery id="{IDENTIFIERS[0]}">'
        '<wfs:Parameter name="id">departments.08</wfs:Parameter>'
        "</wfs:StoredQuery></wfs:GetFeature>"
    )
    root = etree.fromstring(body(post(client, document)))
    assert root.get(GML_ID) == "departments.08"


def test_as_geojson_and_in_a_crs(client: Client) -> None:
    chosen = {"storedQuery_Id": IDENTIFIERS[0], "id": "district_capitals.150101"}
    feature = json.loads(body(ask(client, outputFormat="geojson", **chosen)))
    assert feature["type"] == "Feature"
    assert feature["id"] == "district_capitals.150101"
    root = xml(ask(client, srsName="EPSG:32718", **chosen))
    assert texts(root, "//@srsName") == ["EPSG:32718"]


@pytest.mark.parametrize(
    "unknown",
    [
        "districts.999999",
        "nothing.1",
        "districts",
        "environmental_commissions.x",
        "environmental_commissions.99999999999999999999",
        "districts.' OR 1=1",
    ],
)
def test_unknown_feature_is_a_404(client: Client, unknown: str) -> None:
    answer = ask(client, storedQuery_Id=IDENTIFIERS[0], id=unknown)
    assert answer.status_code == 404
    assert_valid(body(answer), schema(OWS))


def test_list(client: Client) -> None:
    answer = ask(client, "ListStoredQueries")
    listed = texts(xml(answer), "//wfs:StoredQuery/@id")
    assert tuple(listed) == IDENTIFIERS
    assert_valid(body(answer), schema(WFS))


def test_describe(client: Client) -> None:
    answer = ask(client, "DescribeStoredQueries", storedQuery_Id=IDENTIFIERS[1])
    (description,) = xml(answer).findall("wfs:StoredQueryDescription", NS)
    assert description.get("id") == IDENTIFIERS[1]
    (parameter,) = description.findall("wfs:Parameter", NS)
    assert parameter.get("name") == "id"
    assert_valid(body(answer), schema(WFS))
    assert len(xml(ask(client, "DescribeStoredQueries"))) == len(IDENTIFIERS)


def test_values_of_a_property(client: Client) -> None:
    root = xml(ask(client, "GetPropertyValue", typeNames="departments", valueReference="ta:name"))
    assert root.tag == f"{{{NS['wfs']}}}ValueCollection"
    names = texts(root, "wfs:member/ta:name/text()")
    assert len(names) == 25
    assert "Madre de Dios" in names


def test_values_that_are_identifiers(client: Client) -> None:
    root = xml(
        ask(client, "GetPropertyValue", typeNames="districts", valueReference="@gml:id", count=3)
    )
    assert [item.text for item in root] == [
        "districts.010101",
        "districts.010102",
        "districts.010103",
    ]


def test_nulls_are_no_values(client: Client) -> None:
    """National commitments name no unit."""
    whole = xml(ask(client, typeNames="commitment_territories", resultType="hits"))
    answer = ask(
        client, "GetPropertyValue", typeNames="commitment_territories", valueReference="unit_name"
    )
    root = xml(answer)
    assert int(root.get("numberMatched", "")) == len(root) < int(whole.get("numberMatched", ""))
    assert all(item[0].text for item in root)
