from __future__ import annotations

import pytest
from django.test import Client

from tests.ows.api.wire import COLLECTIONS, ROOT, ask, follow, linked, read

pytestmark = pytest.mark.django_db

OPENAPI = "application/vnd.oai.openapi+json;version=3.0"


def test_the_landing_page_links_what_clients_look_for(client: Client) -> None:
    landing = read(client, "/")
    assert landing["title"]
    assert linked(landing, "self", "application/json") == f"{ROOT}/?f=json"
    assert linked(landing, "alternate", "text/html") == f"{ROOT}/?f=html"
    assert linked(landing, "service-desc", OPENAPI) == f"{ROOT}/api?f=json"
    assert linked(landing, "service-doc", "text/html") == f"{ROOT}/api?f=html"
    assert "conformsTo" in follow(client, linked(landing, "conformance", "application/json"))
    assert "collections" in follow(client, linked(landing, "data", "application/json"))
    schemes = follow(
        client, linked(landing, "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes")
    )
    assert [scheme["id"] for scheme in schemes["tileMatrixSets"]] == ["WebMercatorQuad"]


def test_the_addresses_are_those_of_the_host_that_was_asked(client: Client) -> None:
    response = client.get("/ogc/", headers={"host": "localhost:8000"})
    assert linked(response.json(), "data") == "http://localhost:8000/ogc/collections?f=json"


def test_without_a_slash_it_leads_to_the_landing_page(client: Client) -> None:
    response = client.get("/ogc")
    assert response.status_code == 301
    assert response["Location"] == "/ogc/"


def test_what_qgis_asks_before_it_pushes_a_filter_down(client: Client) -> None:
    declared = set(read(client, "/conformance")["conformsTo"])
    assert {
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
        "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
        "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
        "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
        "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
        "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
        "http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
        "http://www.opengis.net/spec/cql2/1.0/conf/case-insensitive-comparison",
        "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
    } <= declared


# A filter for each class of CQL2 that is declared, and the district that it must find.
CQL2 = {
    "basic-cql2": "ubigeo = '150101' AND NOT (population < 5 OR name IS NULL)",
    "advanced-comparison-operators": "ubigeo LIKE '15010_' AND ubigeo IN ('150101', '080101') "
    "AND population BETWEEN 1 AND 99999999",
    "case-insensitive-comparison": "CASEI(name) = CASEI('LIMA') AND ubigeo = '150101'",
    "accent-insensitive-comparison": "ACCENTI(department) = ACCENTI('Líma') AND ubigeo = '150101'",
    "basic-spatial-functions": "S_INTERSECTS(geom, BBOX(-78, -13, -76, -11)) AND ubigeo = '150101'",
    "basic-spatial-functions-plus": "S_INTERSECTS(geom, POLYGON((-78 -13, -76 -13, -76 -11, "
    "-78 -11, -78 -13))) AND S_INTERSECTS(geom, LINESTRING(-78 -12.045, -76 -12.045)) "
    "AND ubigeo = '150101'",
    "spatial-functions": "S_WITHIN(geom, POLYGON((-78 -13, -76 -13, -76 -11, -78 -11, -78 -13))) "
    "AND NOT S_DISJOINT(geom, POINT(-77.03 -12.045)) AND NOT S_TOUCHES(geom, POINT(0 0)) "
    "AND NOT S_EQUALS(geom, POINT(0 0)) AND S_CONTAINS(geom, POINT(-77.03 -12.045)) "
    "AND S_OVERLAPS(geom, POLYGON((-78 -12.045, -76 -12.045, -76 -11, -78 -11, -78 -12.045))) "
    "AND S_CROSSES(geom, LINESTRING(-78 -12.045, -76 -12.045)) AND ubigeo = '150101'",
}


@pytest.mark.parametrize("name", CQL2)
def test_a_declared_class_of_cql2_works(client: Client, name: str) -> None:
    declared = read(client, "/conformance")["conformsTo"]
    assert f"http://www.opengis.net/spec/cql2/1.0/conf/{name}" in declared
    page = read(client, "/collections/districts/items", filter=CQL2[name], skipGeometry="true")
    assert [feature["id"] for feature in page["features"]] == ["150101"]


def test_every_declared_class_of_cql2_is_tested(client: Client) -> None:
    prefix = "http://www.opengis.net/spec/cql2/1.0/conf/"
    declared = {
        uri.removeprefix(prefix)
        for uri in read(client, "/conformance")["conformsTo"]
        if uri.startswith(prefix)
    }
    assert declared - {"cql2-text", "cql2-json"} == set(CQL2)


def test_both_writings_of_a_filter_say_the_same(client: Client) -> None:
    text = ask(
        client,
        "/collections/districts/items",
        filter="population > 500000 AND department = 'Lima'",
        skipGeometry="true",
    )
    json_ = ask(
        client,
        "/collections/districts/items",
        filter='{"op": "and", "args": [{"op": ">", "args": [{"property": "population"}, 500000]},'
        '{"op": "=", "args": [{"property": "department"}, "Lima"]}]}',
        filter_lang="cql2-json",
        skipGeometry="true",
    )
    one, other = text.getvalue(), json_.getvalue()
    assert b'"numberReturned": 0' not in one
    assert (
        one.partition(b'"features"')[2].partition(b"numberReturned")[0]
        == (other.partition(b'"features"')[2].partition(b"numberReturned")[0])
    )


@pytest.mark.parametrize("name", COLLECTIONS)
def test_every_link_of_a_collection_leads_somewhere(client: Client, name: str) -> None:
    for link in read(client, f"/collections/{name}")["links"]:
        response = client.get(link["href"])
        body = response.getvalue()
        assert response.status_code == 200, (link, body)
        assert response["Content-Type"].partition(";")[0] == link["type"]
