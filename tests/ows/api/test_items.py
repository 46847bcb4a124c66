from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from territory.models import AdminUnit, EnvironmentalCommission
from tests.awkward_text import AWKWARD_TEXTS, CONTROL_TEXT
from tests.commissions import add_commissions
from tests.ows.api.wire import CRS84, ROOT, ask, follow, ids, items, linked, read

pytestmark = pytest.mark.django_db

TEXTS = AWKWARD_TEXTS | {"control": CONTROL_TEXT}
ITEMS = "/collections/districts/items"


def test_a_page_says_what_it_is(client: Client) -> None:
    response = ask(client, ITEMS, limit=3)
    assert response["Content-Type"] == "application/geo+json"
    assert response["Content-Crs"] == f"<{CRS84}>"
    page = json.loads(response.getvalue())
    assert page["type"] == "FeatureCollection"
    assert page["numberMatched"] == 1891
    assert page["numberReturned"] == 3 == len(page["features"])
    written = datetime.strptime(page["timeStamp"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert abs(datetime.now(UTC) - written) < timedelta(minutes=1)
    assert linked(page, "self") == f"{ROOT}{ITEMS}?limit=3&f=json"
    assert linked(page, "alternate", "text/html") == f"{ROOT}{ITEMS}?limit=3&f=html"
    assert linked(page, "collection") == f"{ROOT}/collections/districts?f=json"


def test_the_default_page_has_a_hundred(client: Client) -> None:
    assert items(client)["numberReturned"] == 100


def test_a_limit_above_the_maximum_is_the_maximum(client: Client) -> None:
    assert items(client, limit=99_999_999, skipGeometry="true")["numberReturned"] == 1891


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"sortby": "-population,name"},
        {"sortby": "+department,-altitude_m", "filter": "population > 2000"},
        {"bbox": "-78,-13,-75,-10", "properties": "name"},
        {"crs": "http://www.opengis.net/def/crs/EPSG/0/32718"},
    ],
    ids=str,
)
def test_following_next_visits_every_feature_once(client: Client, parameters: Any) -> None:
    page = items(client, limit=217, skipGeometry="true", **parameters)
    seen = [feature["id"] for feature in page["features"]]
    while hrefs := [link["href"] for link in page["links"] if link["rel"] == "next"]:
        matched = page["numberMatched"]
        page = follow(client, hrefs[0])
        assert page["numberMatched"] == matched
        seen += [feature["id"] for feature in page["features"]]
    assert Counter(seen) == Counter(set(seen))
    assert len(seen) == page["numberMatched"]
    assert seen == ids(client, **parameters)


def test_the_last_page_has_no_next(client: Client) -> None:
    exact = items(client, limit=1891, skipGeometry="true")
    assert [link for link in exact["links"] if link["rel"] == "next"] == []
    almost = items(client, limit=1890, skipGeometry="true")
    assert linked(almost, "next", "application/geo+json").startswith(f"{ROOT}{ITEMS}?")


def test_sorting(client: Client) -> None:
    page = items(client, sortby="-population", limit=5, skipGeometry="true")
    people = [feature["properties"]["population"] for feature in page["features"]]
    stored = AdminUnit.objects.filter(level="district").order_by("-population")
    assert people == [unit.population for unit in stored[:5]]
    assert ids(client, sortby="name", limit=1) == ids(client, sortby="+name", limit=1)


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"ubigeo": "150101"}, ["150101"]),
        ({"name": "Cusco"}, ["080101"]),
        ({"name": "cusco"}, []),
        ({"name": "Cusco", "department": "Lima"}, []),
        ({"population": "265503"}, ["150101"]),
        ({"name": "' OR '1'='1"}, []),
        ({"name": ""}, []),
        ({"ubigeo": "150101", "filter": "population > 0"}, ["150101"]),
        ({"ubigeo": "150101", "filter": "population < 0"}, []),
    ],
)
def test_queryables_are_parameters(client: Client, parameters: Any, expected: list[str]) -> None:
    assert ids(client, **parameters) == expected


def test_a_truth_and_a_date_are_parameters_too(client: Client) -> None:
    capitals = ids(client, "district_capitals", is_department_capital="true")
    assert len(capitals) == 25
    stored = EnvironmentalCommission.objects.values_list("created_on", flat=True)
    for created_on in {day for day in stored if day}:
        found = ids(client, "environmental_commissions", created_on=created_on.isoformat())
        expected = EnvironmentalCommission.objects.filter(created_on=created_on)
        assert sorted(found) == sorted(expected.values_list("pk", flat=True))


COMMISSIONS = "environmental_commissions"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2000-01-01/2012-12-31", "2000-01-01", "2012-12-31"),
        ("2012-12-31/..", "2012-12-31", None),
        ("2012-12-31/", "2012-12-31", None),
        ("../2012-12-31", None, "2012-12-31"),
        ("/2012-12-31", None, "2012-12-31"),
        ("2000-01-01T00:00:00Z/2012-12-31T23:59:59Z", "1999-12-31", "2012-12-31"),
        ("../..", None, None),
    ],
)
def test_datetime_chooses_by_the_layers_time(
    client: Client, text: str, first: str | None, last: str | None
) -> None:
    rows = list(EnvironmentalCommission.objects.order_by("pk"))
    for year, row in enumerate(rows, start=2010):
        row.created_on = datetime(year, 6, 15, tzinfo=UTC).date() if year < 2016 else None
        row.save()
    expected = [
        row.pk
        for row in rows
        if row.created_on is None  # what has no time is not excluded
        or (
            (first is None or row.created_on.isoformat() >= first)
            and (last is None or row.created_on.isoformat() <= last)
        )
    ]
    assert ids(client, COMMISSIONS, datetime=text) == expected


def test_datetime_excludes_nothing_where_no_time_is(client: Client) -> None:
    """OGC 17-069r4, 7.15.4: a feature without a temporal property is not left out."""
    everything = items(client, "commitment_territories", limit=1)["numberMatched"]
    found = items(client, "commitment_territories", datetime="1999-01-01", limit=1)
    assert found["numberMatched"] == everything > 0


def test_datetime_is_the_cut_off_date_where_rows_have_no_other(client: Client) -> None:
    """GDAL leaves comparisons of dates to ``datetime``, and trusts the answer."""
    assert items(client, datetime="1999-01-01", limit=1)["numberMatched"] == 0
    assert items(client, datetime="2025-06-30", limit=1)["numberMatched"] == 1891


def test_one_feature(client: Client) -> None:
    response = ask(client, f"{ITEMS}/150101")
    assert response["Content-Type"] == "application/geo+json"
    assert response["Content-Crs"] == f"<{CRS84}>"
    feature = response.json()
    assert feature["type"] == "Feature"
    assert feature["id"] == "150101"
    assert feature["properties"]["name"] == "Lima"
    assert linked(feature, "self") == f"{ROOT}{ITEMS}/150101?f=json"
    assert linked(feature, "collection") == f"{ROOT}/collections/districts?f=json"
    (same,) = items(client, ubigeo="150101")["features"]
    assert {**feature, "links": None} == {**same, "links": None}


def test_text_comes_back_exact(client: Client) -> None:
    rows = add_commissions(TEXTS)
    page = items(client, COMMISSIONS, limit=1000)
    by_id = {feature["id"]: feature for feature in page["features"]}
    for label, row in rows.items():
        properties = by_id[row.pk]["properties"]
        assert properties["name"] == properties["created_by"] == TEXTS[label], label
        alone = read(client, f"/collections/{COMMISSIONS}/items/{row.pk}")
        assert alone["properties"] == properties


@pytest.mark.parametrize("label", sorted(TEXTS.keys() - {"empty"}))
def test_text_can_be_asked_for(client: Client, label: str) -> None:
    text = TEXTS[label]
    rows = add_commissions(TEXTS)
    expected = [rows[label].pk]
    assert ids(client, COMMISSIONS, created_by=text) == expected
    quoted = text.replace("\\", r"\\").replace("'", "''")  # as QGIS does
    assert ids(client, COMMISSIONS, filter=f"created_by = '{quoted}'") == expected
    tree = {"op": "=", "args": [{"property": "created_by"}, text]}
    found = ids(client, COMMISSIONS, filter=json.dumps(tree), filter_lang="cql2-json")
    assert found == expected


def test_a_page_costs_four_statements(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(4):  # data version, count, SET statement_timeout, COPY
        items(client, limit=1000)
    with django_assert_num_queries(3):
        items(client, limit=1000)


def test_a_feature_costs_a_statement_and_its_tag_one(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = f"/ogc{ITEMS}/150101?f=json"
    with django_assert_num_queries(1 + 1):
        tag = client.get(address)["ETag"]
    with django_assert_num_queries(1):
        assert client.get(address, headers={"if-none-match": tag}).status_code == 304
