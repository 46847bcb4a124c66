"""What chooses features is honoured or refused by its name, never ignored.

One that was ignored would send a whole layer to who asked for one feature.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.ows.wfs.wire import ask, body, equal, fes, ids, post, xml

DISTRICT = "districts.150101"
WFS = 'xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:fes="http://www.opengis.net/fes/2.0"'


@pytest.mark.django_db
@pytest.mark.parametrize(
    "parameters",
    [
        {"featureID": DISTRICT},  # WFS 1.1 (OGC 04-094, table 8)
        {"FEATUREID": DISTRICT, "typeName": "ta:districts"},
        {"resourceId": DISTRICT},
        {"typeName": "districts", "filter": fes(equal("ubigeo", "150101"))},
        {"typeNames": "districts", "CQL_FILTER": "ubigeo = '150101'"},
        {"typename": "districts", "typenames": "districts", "cql_filter": "ubigeo='150101'"},
        {"resourceid": DISTRICT, "featureid": DISTRICT},
        {"typeNames": "districts", "maxFeatures": "1", "sortBy": "ubigeo D"},
        {"typeNames": "districts", "count": "1", "maxfeatures": "1"},
    ],
)
def test_other_words_for_the_same(client: Client, parameters: dict[str, str]) -> None:
    assert len(ids(xml(ask(client, **parameters)))) == 1


REFUSED = [
    ({"ids": DISTRICT}, "ids"),
    ({"id": DISTRICT}, "id"),
    ({"fid": DISTRICT}, "fid"),
    ({"limit": "1"}, "limit"),
    ({"offset": "10"}, "offset"),
    ({"datetime": "2025-01-01"}, "datetime"),
    ({"TIME": "2025"}, "time"),
    ({"filter-lang": "cql2-text"}, "filter-lang"),
    ({"cql": "ubigeo='150101'"}, "cql"),
    ({"viewparams": "a:1"}, "viewparams"),
    ({"where": "ubigeo='150101'"}, "where"),
    ({"ubigeo": "150101"}, "ubigeo"),
    ({"UBIGEO": "150101"}, "ubigeo"),
    ({"filter_language": "CQL", "filter": "ubigeo='150101'"}, "filter_language"),
    ({"filter": "ubigeo='150101'"}, "filter"),
    ({"featureid": DISTRICT, "resourceid": "districts.150102"}, None),
    ({"featureid": DISTRICT, "bbox": "-13,-78,-12,-77"}, None),
    ({"count": "1", "maxFeatures": "2"}, "maxFeatures"),
    ({"typename": "provinces"}, None),
    ({"resourceid": "provinces.1501"}, None),
    ({"bbox": "-13,-78,-12,-77", "filter": fes(equal("ubigeo", "150101"))}, None),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("parameters", "name"), REFUSED)
@pytest.mark.parametrize("operation", ["GetFeature", "GetPropertyValue"])
def test_refused_by_name(
    client: Client, operation: str, parameters: dict[str, str], name: str | None
) -> None:
    common = {"typeNames": "districts", "valueReference": "name"}
    response = ask(client, operation, **(common | parameters))
    content = body(response).decode()
    assert response.status_code == 400, content[:300]
    assert name is None or f'locator="{name}"' in content


@pytest.mark.django_db
def test_given_twice_is_refused_unless_it_says_the_same(client: Client) -> None:
    address = "/ows/wfs?service=WFS&service=WFS&request=GetFeature&typeNames=districts"
    response: Any = client.get(f"{address}&resourceid={DISTRICT}&RESOURCEID={DISTRICT}")
    assert len(ids(xml(response))) == 1
    for query in (f"resourceid={DISTRICT}&resourceid=districts.150102", "count=1&COUNT=2"):
        refused: Any = client.get(f"{address}&{query}")
        assert refused.status_code == 400
        assert "más de una vez" in body(refused).decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["typeNames", "filter", "bbox", "cql_filter", "resourceId", "ids"])
def test_a_stored_query_takes_no_other_choice(client: Client, name: str) -> None:
    by_id = "urn:ogc:def:query:OGC-WFS::GetFeatureById"
    response = ask(client, storedQuery_Id=by_id, id=DISTRICT, **{name: "districts"})
    assert response.status_code == 400
    assert f'locator="{name}"' in body(response).decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("<CqlFilter>ubigeo='150101'</CqlFilter>", "CqlFilter"),
        (f"{fes(equal('ubigeo', '150101'))}{fes(equal('ubigeo', '150102'))}", "filter"),
        ("<fes:BBOX/>", "BBOX"),
    ],
)
def test_no_element_of_a_query_is_left_unread(client: Client, query: str, name: str) -> None:
    response = post(
        client,
        f'<wfs:GetFeature service="WFS" version="2.0.0" {WFS}>'
        f'<wfs:Query typeNames="districts">{query}</wfs:Query></wfs:GetFeature>',
    )
    assert response.status_code == 400
    assert f'locator="{name}"' in body(response).decode()


@pytest.mark.django_db
def test_a_posted_query_of_wfs_1_counts_as_one(client: Client) -> None:
    """``maxFeatures`` and ``featureVersion`` are attributes there (OGC 04-094, 9.2)."""
    document = (
        f'<wfs:GetFeature service="WFS" version="2.0.0" maxFeatures="2" {WFS}>'
        '<wfs:Query typeName="districts"/></wfs:GetFeature>'
    )
    assert len(ids(xml(post(client, document)))) == 2
    refused = post(client, document.replace("typeName=", 'featureVersion="1" typeName='))
    assert 'locator="featureversion"' in body(refused).decode()


MAP = (
    "/ows/wms?service=WMS&version=1.3.0&request=GetMap&layers=districts&styles=&crs=CRS:84"
    "&bbox=-80,-15,-70,-5&width=200&height=200&format=image/png"
)
INFO = f"{MAP}&query_layers=districts&info_format=application/json&i=62&j=141".replace(
    "GetMap", "GetFeatureInfo"
)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        *("layerdefs", "viewparams", "elevation", "dim_year", "DIM_X", "time", "sortby"),
        *("maxfeatures", "count", "startindex", "propertyname", "selection", "where", "ids"),
        *("filter-lang", "datetime", "typenames", "resourceid", "sld", "sld_body"),
    ],
)
@pytest.mark.parametrize("address", [MAP, INFO])
def test_a_map_of_everything_is_no_answer_to_a_part(
    client: Client, address: str, name: str
) -> None:
    response: Any = client.get(f"{address}&{name}=1")
    assert response.status_code == 400
    assert f'locator="{name.lower()}"' in response.content.decode()


def drawn(client: Client, more: str) -> bytes:
    response: Any = client.get(f"{MAP}&{more}")
    assert response["Content-Type"] == "image/png", response.content
    content: bytes = response.content
    return content


@pytest.mark.django_db
def test_a_map_of_some_features_in_whichever_words(client: Client) -> None:
    document = fes(equal("ubigeo", "080101")).replace("#", "%23")
    whole = drawn(client, "")
    some = [
        drawn(client, "cql_filter=ubigeo='080101'"),
        drawn(client, "featureid=districts.080101"),
        drawn(client, f"filter={document}"),
        drawn(client, f"filter=({document})"),
    ]
    assert whole != some[0]
    assert set(some) == {some[0]}
    assert drawn(client, "featureid=departments.15") == drawn(client, "cql_filter=ubigeo='x'")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "filter_", ["ubigeo='150101'", "(<Filter/>)(<Filter/>)", "<a/>", "districts:\"ubigeo\"='1'"]
)
def test_a_filter_that_is_not_read_is_refused(client: Client, filter_: str) -> None:
    response: Any = client.get(f"{MAP}&filter={filter_}")
    assert response.status_code == 400
    assert 'locator="filter"' in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["ids", "filter_lang", "cql_filter", "bboxes", "maxfeatures", "x"])
@pytest.mark.parametrize(
    "address",
    [
        "/ogc/collections/districts/items",
        "/ogc/collections/districts/items/150101",
        "/ogc/collections/districts/tiles/WebMercatorQuad/5/17/9",
        "/ogc/collections/districts",
        "/api/v1/units/",
        "/api/v1/units/150101/",
        "/api/v1/units/15/summary/",
        "/api/v1/layers/",
        "/api/v1/layers/districts/features/",
        "/api/v1/commitments/",
        "/api/v1/series/",
        "/api/v1/search/",
        "/api/v1/zones/",
    ],
)
def test_the_apis_refuse_what_they_do_not_know(client: Client, address: str, name: str) -> None:
    """OGC 17-069r4, 7.15.8 and 8.2 (requirements /req/core/query-param-unknown, -invalid)."""
    response: Any = client.get(
        address, {name: "1", "q": "lima"} if "search" in address else {name: "1"}
    )
    assert response.status_code == 400
    assert response.json()["parameter"] == name
