"""OWSLib's client of OGC API Features and Tiles against the running server."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from owslib.ogcapi.features import Features

from tests.ows.api.wire import COLLECTIONS, EMPTY_AT_FIRST


@pytest.fixture(scope="module")
def features(live_url: str) -> Any:
    return Features(f"{live_url}/ogc/")


def test_it_finds_its_way(features: Any) -> None:
    assert features.feature_collections() == [*COLLECTIONS, *EMPTY_AT_FIRST]
    assert (
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"
        in (features.conformance()["conformsTo"])
    )
    assert features.api()["openapi"].startswith("3.0")


def test_it_reads_a_collection(features: Any) -> None:
    collection = features.collection("districts")
    assert collection["id"] == "districts"
    assert "population" in features.collection_queryables("districts")["properties"]
    assert features.collection_schema("districts")["properties"]["geom"]


def test_it_reads_all_districts_by_pages(features: Any) -> None:
    page = features.collection_items("districts", limit=700)
    seen = {feature["id"] for feature in page["features"]}
    matched = page["numberMatched"]
    while following := [link for link in page["links"] if link["rel"] == "next"]:
        page = requests.get(following[0]["href"], timeout=30).json()
        seen |= {feature["id"] for feature in page["features"]}
    assert len(seen) == matched == 1891


def test_it_filters(features: Any) -> None:
    page = features.collection_items("districts", bbox=[-77.05, -12.06, -77.02, -12.03])
    assert "150101" in {feature["id"] for feature in page["features"]}
    page = features.collection_items("districts", name="Cusco")
    assert [feature["id"] for feature in page["features"]] == ["080101"]
    page = features.collection_items("districts", filter="population > 1000000")
    assert all(f["properties"]["population"] > 1_000_000 for f in page["features"])
    assert page["numberMatched"] == len(page["features"]) > 0
    page = features.collection_items("districts", sortby=("population", "desc"), limit=1)
    assert page["features"][0]["properties"]["population"] > 1_000_000


def test_it_reads_one_feature(features: Any) -> None:
    feature = features.collection_item("districts", "150101")
    assert feature["properties"]["name"] == "Lima"
    assert features.response_headers["Content-Type"] == "application/geo+json"


def test_it_reads_a_tile_set(live_url: str) -> None:
    address = f"{live_url}/ogc/collections/districts/tiles/WebMercatorQuad"
    answer = requests.get(f"{address}/6/34/18", params={"f": "mvt"}, timeout=30)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/vnd.mapbox-vector-tile"
    again = requests.get(
        f"{address}/6/34/18", headers={"If-None-Match": answer.headers["ETag"]}, timeout=30
    )
    assert again.status_code == 304
