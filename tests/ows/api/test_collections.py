from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from openapi_schema_validator import OAS31Validator, oas31_format_checker
from pytest_django import DjangoAssertNumQueries

from layers import registry
from layers.layer import OFFERED_SRIDS
from tests.ows.api.wire import COLLECTIONS, CRS84, EMPTY_AT_FIRST, EPSG, ROOT, items, linked, read

pytestmark = pytest.mark.django_db

ITEMS_HREF = f"{ROOT}/collections/districts/items?f=json"


def test_every_layer_is_a_collection(client: Client) -> None:
    document = read(client, "/collections")
    # A fresh database has no zone.
    listed = [found["id"] for found in document["collections"]]
    assert listed == [*COLLECTIONS, *EMPTY_AT_FIRST]
    assert linked(document, "self").endswith("/collections?f=json")
    assert CRS84 in document["crs"]


@pytest.mark.parametrize("name", COLLECTIONS)
def test_list_and_item_say_the_same(client: Client, name: str) -> None:
    in_list = next(c for c in read(client, "/collections")["collections"] if c["id"] == name)
    alone = read(client, f"/collections/{name}")
    own = {link["rel"] for link in alone["links"]} - {link["rel"] for link in in_list["links"]}
    assert own == {"self", "alternate"}
    assert {**in_list, "links": None} == {**alone, "links": None}


def test_a_collection_says_its_crs(client: Client) -> None:
    document = read(client, "/collections/districts")
    assert document["crs"] == [CRS84, *(f"{EPSG}{srid}" for srid in OFFERED_SRIDS)]
    assert document["storageCrs"] == CRS84
    assert document["itemType"] == "feature"
    assert linked(document, "items", "application/geo+json") == ITEMS_HREF


@pytest.mark.parametrize("name", COLLECTIONS)
def test_the_extent_holds_every_feature(client: Client, name: str) -> None:
    document = read(client, f"/collections/{name}")
    assert document["extent"]["spatial"]["crs"] == CRS84
    (box,) = document["extent"]["spatial"]["bbox"]
    west, south, east, north = box
    page = items(client, name, limit=10_000)
    assert document["itemCount"] == page["numberMatched"] == page["numberReturned"]
    for feature in page["features"]:
        for x, y in _positions(feature["geometry"]):
            assert west <= x <= east
            assert south <= y <= north


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        # A period's end is no longer in it.
        ("water_supply_counts", "2017-01-01T05:00:00Z", "2019-01-01T04:59:59Z"),
        ("sanitation_projects", None, None),
    ],
)
def test_the_temporal_extent_is_of_the_rows(
    client: Client, name: str, first: str | None, last: str | None
) -> None:
    """RFC 3339 instants between which all rows lie (OGC 17-069r4, 7.13.2, schema of extent)."""
    temporal = read(client, f"/collections/{name}")["extent"]["temporal"]
    assert temporal["trs"] == "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
    ((start, end),) = temporal["interval"]
    if first is None:
        field = registry.get(name, AnonymousUser()).time_field
        days = [f["properties"][field] for f in items(client, name, limit=10_000)["features"]]
        known = sorted(day[:10] for day in days if day)
        after = dt.date.fromisoformat(known[-1]) + dt.timedelta(days=1)
        first, last = f"{known[0]}T05:00:00Z", f"{after}T04:59:59Z"  # days of Lima
    assert (start, end) == (first, last)
    # What it says can be asked for, and all is found by it.
    found = items(client, name, datetime=f"{start}/{end}", limit=1)["numberMatched"]
    assert found == read(client, f"/collections/{name}")["itemCount"]


def test_what_has_no_time_has_no_temporal_extent(client: Client) -> None:
    assert "temporal" not in read(client, "/collections/districts")["extent"]


def _positions(geometry: Any) -> Any:
    if geometry is None:
        return
    pending = [geometry["coordinates"]]
    while pending:
        part = pending.pop()
        if isinstance(part[0], list):
            pending += part
        else:
            yield part


@pytest.mark.parametrize("name", COLLECTIONS)
def test_features_fit_the_schema(client: Client, name: str) -> None:
    schema = read(client, f"/collections/{name}/schema")
    OAS31Validator.check_schema(schema)
    properties = {
        key: {**member, "type": [member["type"], "null"]}
        for key, member in schema["properties"].items()
        if "x-ogc-role" not in member
    }
    validator = OAS31Validator(
        {
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        },
        format_checker=oas31_format_checker,
    )
    for feature in items(client, name, limit=200, skipGeometry="true")["features"]:
        validator.validate(feature["properties"])


def test_the_schema_says_roles_order_and_units(client: Client) -> None:
    schema = read(client, "/collections/districts/schema")
    properties = schema["properties"]
    assert schema["$id"] == f"{ROOT}/collections/districts/schema"
    assert properties["id"]["x-ogc-role"] == "id"
    assert properties["geom"]["x-ogc-role"] == "primary-geometry"
    assert properties["geom"]["format"] == "geometry-multipolygon"
    assert properties["population"]["x-ogc-unit"] == "hab."
    assert properties["name"]["maxLength"] == 80
    assert "maxLength" not in properties["population"]
    assert all(member["readOnly"] for member in properties.values())
    sequence = [member["x-ogc-propertySeq"] for member in properties.values()]
    assert sequence == list(range(1, len(properties) + 1))


@pytest.mark.parametrize("name", COLLECTIONS)
def test_every_queryable_can_be_asked_for(client: Client, name: str) -> None:
    schema = read(client, f"/collections/{name}/queryables")
    OAS31Validator.check_schema(schema)
    assert schema["additionalProperties"] is False
    assert "geom" in schema["properties"]
    page = items(client, name, limit=1)
    properties = page["features"][0]["properties"]
    for field in schema["properties"]:
        if field == "geom":
            continue
        found = items(client, name, filter=f"{field} IS NULL", limit=1)
        assert found["numberMatched"] <= page["numberMatched"]
        if properties[field] not in (None, ""):
            value = properties[field]
            text = str(value).lower() if isinstance(value, bool) else str(value)
            assert items(client, name, limit=1, **{field: text})["numberMatched"] >= 1


def test_lists_are_no_queryables(client: Client) -> None:
    schema = read(client, "/collections/environmental_commissions/queryables")
    assert "commitments" not in schema["properties"]


def test_a_warm_list_costs_one_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """It brings the layers' versions, and which datasets of agencies there are, however many."""
    read(client, "/collections")
    with django_assert_num_queries(1):
        read(client, "/collections")
    with django_assert_num_queries(1):
        read(client, "/api")
    with django_assert_num_queries(1):
        read(client, "/collections/districts")
