"""A layer's rows in the domain API, held against the OGC API's own answer."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.gis.geos import GEOSGeometry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from layers import registry
from layers.layer import Layer
from layers.models import PageStart
from territory.models import AdminUnit

pytestmark = pytest.mark.django_db

LAYERS = pytest.mark.parametrize("layer", registry.LAYERS, ids=lambda layer: layer.name)


def ask(client: Client, name: str, **parameters: str) -> Any:
    response = client.get(f"/api/v1/layers/{name}/features/", parameters)
    assert response.status_code == 200, response.content
    return json.loads(response.content)


@LAYERS
def test_the_rows_are_those_of_the_ogc_api(client: Client, layer: Layer) -> None:
    page = ask(client, layer.name, limit="3")
    items = client.get(f"/ogc/collections/{layer.name}/items", {"f": "json", "limit": "3"})
    other = json.loads(b"".join(items) if items.streaming else items.content)
    assert page["type"] == "FeatureCollection"
    assert page["count"] == other["numberMatched"]
    for one, two in zip(page["features"], other["features"], strict=True):
        assert (one["type"], str(one["id"])) == ("Feature", str(two["id"]))
        # The OGC API leaves out what is unknown, or says null.
        assert one["properties"].keys() == set(layer.field_names)
        assert {k: v for k, v in one["properties"].items() if v is not None} == {
            k: v for k, v in two["properties"].items() if v is not None
        }
        assert (one["geometry"] is None) == (two["geometry"] is None)
        if one["geometry"] is not None:
            mine, theirs = (GEOSGeometry(json.dumps(f["geometry"])) for f in (one, two))
            assert mine.geom_type == theirs.geom_type
            assert mine.extent == pytest.approx(theirs.extent, abs=1e-6)
            assert mine.num_coords == theirs.num_coords


@LAYERS
def test_the_number_of_queries_is_fixed(
    client: Client, layer: Layer, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(3):  # the data version, the count, the rows
        ask(client, layer.name, limit="50")


def test_those_of_a_unit_and_of_what_lies_in_it(client: Client) -> None:
    here = ask(client, "rural_schools", unit="13", limit="500")
    assert here["count"] == len(here["features"]) > 0
    assert all(f["properties"]["declared_ubigeo"].startswith("13") for f in here["features"])
    assert ask(client, "districts", unit="1301")["count"] == 12


def test_a_deep_page_is_read_by_cursor(client: Client) -> None:
    """As WFS's: what comes before is read as keys at most, and of the next page not even these."""
    PageStart.objects.all().delete()
    whole = list(AdminUnit.objects.filter(level="district").order_by("pk").values_list("pk"))
    for limit, offset in ((7, 1500), (7, 1507), (500, 1500), (50, 999), (5, 1889), (5, 1891)):
        with CaptureQueriesContext(connection) as asked:
            page = ask(client, "districts", limit=str(limit), offset=str(offset))
        found = [feature["id"] for feature in page["features"]]
        assert found == [pk for (pk,) in whole[offset : offset + limit]]
        assert page["count"] == len(whole)
        reads_rows = [query["sql"] for query in asked if '"geom"' in query["sql"]]
        assert not [text for text in reads_rows if f"OFFSET {offset}" in text and offset >= 1000]
        if offset == 1507:  # where the first page ended
            assert not [query for query in asked if "OFFSET" in query["sql"]]
    assert ask(client, "districts", limit="2", offset="1500", unit="99")["features"] == []


def test_pages_lead_to_one_another(client: Client) -> None:
    first = ask(client, "rural_schools", limit="2")
    second = client.get(first["next"].partition("testserver")[2]).json()
    ids = [feature["id"] for feature in (*first["features"], *second["features"])]
    assert len(set(ids)) == 4
    assert ids == sorted(ids)


@pytest.mark.parametrize(
    ("path", "status", "named"),
    [
        ("nothing_such/features/", 404, "nothing_such"),
        ("rural_schools/features/?unit=1", 400, "unit"),
        ("rural_schools/features/?unit=%00", 400, "unit"),
        ("rural_schools/features/?unit=130101' OR 1=1", 400, "unit"),
        ("rural_schools/features/?limit=501", 400, "limit"),
        ("rural_schools/features/?limit=x", 400, "limit"),
        ("rural_schools/features/?bbox=1,2,3,4", 400, "bbox"),
    ],
)
def test_bad_requests_name_the_parameter(
    client: Client, path: str, status: int, named: str
) -> None:
    response = client.get(f"/api/v1/layers/{path}")
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert named in response.content.decode()
