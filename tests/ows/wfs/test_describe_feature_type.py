"""DescribeFeatureType: a schema that compiles, in the shape that QGIS needs."""

from __future__ import annotations

import pytest
from django.test import Client
from lxml import etree

from layers import registry
from tests.ows.wfs.wire import NS, ask, body, post, xml
from tests.xml_schemas import GML, schema

pytestmark = pytest.mark.django_db


def test_compiles_with_gml(client: Client) -> None:
    document = body(ask(client, "DescribeFeatureType"))
    schema(GML, documents={NS["ta"]: document})


def test_has_one_import_and_no_ogc_namespace(client: Client) -> None:
    root = xml(ask(client, "DescribeFeatureType"))
    imports = [dict(item.attrib) for item in root.iterfind("xsd:import", NS)]
    assert imports == [
        {"namespace": NS["gml"], "schemaLocation": "http://schemas.opengis.net/gml/3.2.1/gml.xsd"}
    ]
    assert "opengis.net" not in (root.get("targetNamespace") or "")


def test_without_names_describes_all(client: Client) -> None:
    root = xml(ask(client, "DescribeFeatureType"))
    names = [item.get("name") for item in root.iterfind("xsd:element", NS)]
    assert names == [layer.name for layer in registry.LAYERS]


@pytest.mark.parametrize("parameter", ["TYPENAMES", "TypeName", "typenames"])
@pytest.mark.parametrize("name", ["ta:district_capitals", "district_capitals"])
def test_describes_one(client: Client, parameter: str, name: str) -> None:
    root = xml(ask(client, "DescribeFeatureType", **{parameter: name}))
    (element,) = root.findall("xsd:element", NS)
    assert element.get("name") == "district_capitals"
    assert element.get("substitutionGroup") == "gml:AbstractFeature"
    (type_,) = root.findall("xsd:complexType", NS)
    assert element.get("type") == f"ta:{type_.get('name')}"
    properties = type_.findall(".//xsd:sequence/xsd:element", NS)
    types = {item.get("name"): item.get("type") for item in properties}
    assert next(iter(types)) == "geom"
    assert types["geom"] == "gml:PointPropertyType"
    assert types["altitude_m"] == "xsd:long"
    assert types["is_province_capital"] == "xsd:boolean"
    assert types["cutoff_date"] == "xsd:dateTime"
    assert types["name"] == "xsd:string"


def test_other_prefixes_by_namespaces(client: Client) -> None:
    names = {"typeNames": "x1:districts,x1:provinces", "namespaces": f"xmlns(x1,{NS['ta']})"}
    root = xml(ask(client, "DescribeFeatureType", **names))
    assert len(root.findall("xsd:element", NS)) == 2


def test_posted(client: Client) -> None:
    document = (
        f'<DescribeFeatureType xmlns="{NS["wfs"]}" xmlns:q="{NS["ta"]}" service="WFS" '
        'version="2.0.0"><TypeName>q:districts</TypeName><TypeName>q:provinces</TypeName>'
        "</DescribeFeatureType>"
    )
    root = etree.fromstring(body(post(client, document)))
    names = [item.get("name") for item in root.iterfind("xsd:element", NS)]
    assert names == ["districts", "provinces"]
