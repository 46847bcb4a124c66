"""GetFeature: what is chosen, in what order, with which properties, in which format."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from layers import registry
from tests.ows.wfs.wire import GML_ID, NS, ask, body, equal, fes, ids, post, texts, xml
from tests.xml_schemas import GML, WFS, assert_valid, schema

pytestmark = pytest.mark.django_db

LIMA = "districts.150101"


@pytest.mark.parametrize("name", [layer.name for layer in registry.LAYERS])
def test_gml_is_valid(client: Client, name: str) -> None:
    types = body(ask(client, "DescribeFeatureType"))
    against = schema(WFS, GML, documents={NS["ta"]: types})
    assert_valid(body(ask(client, typeNames=f"ta:{name}", count=300)), against)
    values = ask(client, "GetPropertyValue", typeNames=name, valueReference="geom", count=20)
    assert_valid(body(values), against)


def test_ids_are_unique(client: Client) -> None:
    root = xml(ask(client, typeNames="ta:departments"))
    found = texts(root, "//@gml:id")
    assert len(found) == len(set(found))
    # Multi-geometries whose parts PostGIS gives one id.
    assert len(texts(root, "//gml:MultiSurface[count(gml:surfaceMember) > 1]")) > 0


def test_links_to_the_schemas(client: Client) -> None:
    root = xml(ask(client, typeNames="ta:districts", count=1))
    location = root.get(f"{{{NS['xsi']}}}schemaLocation", "").split()
    assert location[:2] == [NS["wfs"], "http://schemas.opengis.net/wfs/2.0/wfs.xsd"]
    assert location[2] == NS["ta"]
    described = etree.fromstring(client.get(location[3]).content)
    assert described.get("targetNamespace") == NS["ta"]


@pytest.mark.parametrize(
    "output_format",
    [
        "application/gml+xml; version=3.2",
        "application/gml xml; version=3.2",  # a client that didn't encode the plus
        "application/gml+xml;version=3.2",
        "text/xml; subtype=gml/3.2",
        'text/xml; subtype="gml/3.2"',
        "GML32",
    ],
)
def test_gml_by_every_name(client: Client, output_format: str) -> None:
    response = ask(client, typeNames="districts", count=1, outputFormat=output_format)
    assert response["Content-Type"] == "application/gml+xml; version=3.2"
    assert ids(xml(response)) == ["districts.010101"]


@pytest.mark.parametrize(
    "output_format", ["application/geo+json", "application/json", "geojson", "JSON"]
)
def test_geojson_by_every_name(client: Client, output_format: str) -> None:
    response = ask(client, typeNames="districts", count=2, startIndex=2, outputFormat=output_format)
    assert response["Content-Type"] == "application/geo+json"
    found = json.loads(body(response))
    assert found["type"] == "FeatureCollection"
    assert found["numberMatched"] == 1891
    assert found["numberReturned"] == 2
    assert [item["id"] for item in found["features"]] == ["districts.010103", "districts.010104"]
    assert {link["rel"] for link in found["links"]} == {"next", "prev"}
    assert "crs" not in found


def test_gml_and_geojson_give_the_same(client: Client) -> None:
    chosen = {"typeNames": "district_capitals", "filter": fes(equal("ta:department", "Cusco"))}
    root = xml(ask(client, **chosen))
    features = json.loads(body(ask(client, outputFormat="json", **chosen)))["features"]
    assert len(features) > 100
    for element, feature in zip(root.iterfind("wfs:member/*", NS), features, strict=True):
        assert element.get(GML_ID) == feature["id"]
        latitude, longitude = map(float, element.findtext(".//gml:pos", "", NS).split())
        assert feature["geometry"]["coordinates"] == [longitude, latitude]
        written = {etree.QName(child).localname: child.text for child in list(element)[1:]}
        expected = {
            key: json.dumps(value) if isinstance(value, bool) else str(value)
            for key, value in feature["properties"].items()
            if value is not None
        }
        expected["cutoff_date"] += "T00:00:00-05:00"  # GeoJSON has the day, GML its first moment
        assert {key: text or "" for key, text in written.items()} == expected


@pytest.mark.parametrize(
    "type_names",
    [
        {"typeNames": "ta:districts"},
        {"TYPENAMES": "districts"},
        {"typeName": "ta:districts"},
        {"typeNames": "(ta:districts)"},
        {"typeNames": "q:districts", "namespaces": f"xmlns(q,{NS['ta']})"},
        {"typeNames": "q:districts", "NAMESPACES": f"xmlns(ta,http://x),xmlns(q,{NS['ta']})"},
        {"typeNames": "q:districts", "namespace": f"xmlns(q={NS['ta']})"},
        {"typeNames": "ta:districts", "NAMESPACES": ""},
        {"typeNames": "ta:districts", "NAMESPACES": "xmlns(ta,)"},
        {"resourceId": LIMA},
    ],
)
def test_names_of_the_type(client: Client, type_names: dict[str, str]) -> None:
    assert len(ids(xml(ask(client, count=1, **type_names)))) == 1


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"resourceId": f"{LIMA},districts.080101,districts.999999"}, {LIMA, "districts.080101"}),
        ({"resourceId": "districts.999999"}, set()),
        ({"filter": fes(f'<fes:ResourceId rid="{LIMA}"/>')}, {LIMA}),
        (
            {
                "filter": fes(
                    f'<fes:ResourceId rid="{LIMA}"/><fes:ResourceId rid="districts.080101"/>'
                )
            },
            {LIMA, "districts.080101"},
        ),
        ({"filter": fes(equal("ta:ubigeo", "150101"))}, {LIMA}),
        ({"filter": fes(equal("ta:districts/ta:ubigeo", "150101"))}, {LIMA}),
        ({"cql_filter": "ubigeo = '150101'"}, {LIMA}),
        ({"cql_filter": "ubigeo LIKE '1501%'", "resourceId": f"{LIMA},districts.080101"}, {LIMA}),
        (
            {
                "filter": fes(
                    f"<fes:And>{equal('name', 'San Luis')}{equal('province', 'Lima')}</fes:And>"
                )
            },
            {"districts.150134"},
        ),
    ],
)
def test_chooses(client: Client, parameters: dict[str, str], expected: set[str]) -> None:
    root = xml(ask(client, typeNames="ta:districts", **parameters))
    assert set(ids(root)) == expected
    assert root.get("numberMatched") == root.get("numberReturned") == str(len(expected))


@pytest.mark.parametrize(
    ("sort_by", "field", "descending"),
    [
        ("name", "name", False),
        ("ta:population DESC", "population", True),
        ("population D", "population", True),
        ("altitude_m ASC", "altitude_m", False),
    ],
)
def test_sorts(client: Client, sort_by: str, field: str, descending: bool) -> None:
    """Texts by the database's Spanish collation, so only their ends are compared."""
    answer = ask(client, typeNames="districts", sortBy=sort_by, propertyName=field)
    values = texts(xml(answer), f"//ta:{field}/text()")
    if field == "name":
        assert values[0].startswith("A")
        assert values[-1].startswith("Z")
        # Spanish: Ñ after N, accents without weight.
        assert values.index("Ñahuimpuquio") > values.index("Nuñoa")
        assert values.index("Ácora" if "Ácora" in values else "Acora") < values.index("Zurite")
    else:
        numbers = [int(value) for value in values]
        assert numbers == sorted(numbers, reverse=descending)


def test_sorts_by_several(client: Client) -> None:
    answer = ask(
        client, typeNames="districts", sortBy="department DESC,population ASC", outputFormat="json"
    )
    rows = [item["properties"] for item in json.loads(body(answer))["features"]]
    assert rows[0]["department"] == "Ucayali"
    ucayali = [row["population"] for row in rows if row["department"] == "Ucayali"]
    assert ucayali == sorted(ucayali)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("name", ["name"]),
        ("ta:name,ubigeo", ["ubigeo", "name"]),
        ("(ta:geom,ta:name)", ["geom", "name"]),
        ("geom", ["geom"]),
        ("ta:districts/ta:name", ["name"]),
        ("@gml:id", []),
    ],
)
def test_property_names(client: Client, names: str, expected: list[str]) -> None:
    root = xml(ask(client, typeNames="districts", propertyName=names, count=1))
    (feature,) = root.findall("wfs:member/*", NS)
    assert [etree.QName(child).localname for child in feature] == expected
    as_json = ask(client, typeNames="districts", propertyName=names, count=1, outputFormat="json")
    (item,) = json.loads(body(as_json))["features"]
    assert list(item["properties"]) == [name for name in expected if name != "geom"]
    assert (item["geometry"] is not None) == ("geom" in expected)


def test_posted_query(client: Client) -> None:
    document = f"""<?xml version="1.0" encoding="UTF-8"?>
    <!-- as QGIS and GDAL write it -->
    <wfs:GetFeature xmlns:wfs="{NS["wfs"]}" xmlns:fes="{NS["fes"]}" xmlns:q="{NS["ta"]}"
        service="WFS" version="2.0.0" count="3" startIndex="1">
      <wfs:Query typeNames="q:districts" srsName="urn:ogc:def:crs:EPSG::32718">
        <wfs:PropertyName>q:name</wfs:PropertyName>
        <wfs:PropertyName>q:geom</wfs:PropertyName>
        <fes:Filter>{equal("q:department", "Cusco")}</fes:Filter>
        <fes:SortBy><fes:SortProperty><fes:ValueReference>q:population</fes:ValueReference>
          <fes:SortOrder>DESC</fes:SortOrder></fes:SortProperty></fes:SortBy>
      </wfs:Query>
    </wfs:GetFeature>"""
    root = etree.fromstring(body(post(client, document)))
    assert root.get("numberMatched") == "116"
    assert root.get("numberReturned") == "3"
    same = xml(
        ask(
            client,
            typeNames="districts",
            cql_filter="department = 'Cusco'",
            sortBy="population DESC",
            count=3,
            startIndex=1,
        )
    )
    assert ids(root) == ids(same)
    # The links of a POSTed request are ordinary addresses.
    following = etree.fromstring(client.get(root.get("next", "")).getvalue())
    assert following.get("numberMatched") == "116"
    assert not set(ids(following)) & set(ids(root))
    (name,) = set(texts(following, "//gml:MultiSurface/@srsName"))
    assert name == "urn:ogc:def:crs:EPSG::32718"


def test_get_feature_costs_few_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    """The data versions, the count, the rows' time limit, the rows; the count only once."""
    parameters = {"typeNames": "districts", "cql_filter": "population > 54321"}
    with django_assert_max_num_queries(4):
        body(ask(client, **parameters))
    for output_format in ("gml32", "json"):
        with django_assert_max_num_queries(3):
            body(ask(client, outputFormat=output_format, **parameters))


@pytest.mark.parametrize("address", ["/ows", "/ows/wfs"])
def test_both_addresses(client: Client, address: str) -> None:
    parameters = {"SERVICE": "wfs", "REQUEST": "getfeature", "TYPENAMES": "departments"}
    root = etree.fromstring(client.get(address, parameters).getvalue())
    assert root.get("numberReturned") == "25"


def test_posted_to_the_common_address(client: Client) -> None:
    document = (
        f'<GetFeature xmlns="{NS["wfs"]}" service="WFS" version="2.0.0">'
        '<Query typeNames="departments"/></GetFeature>'
    )
    response = client.post("/ows", document, content_type="application/xml")
    assert len(ids(etree.fromstring(response.getvalue()))) == 25
