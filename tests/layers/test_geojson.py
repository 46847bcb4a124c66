"""The database writes the JSON; Python's own parser must read what was stored."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon

from layers import registry
from layers.encodings.geojson import GeoJSONEncoding
from layers.features import page
from layers.layer import OFFERED_SRIDS
from layers.query import FeatureQuery
from territory.models import AdminUnit, EnvironmentalCommission
from tests import every_layer
from tests.awkward_text import AWKWARD_TEXTS, CONTROL_TEXT
from tests.layers.filters.sample import LAYER as SAMPLE
from tests.layers.filters.sample import create_rows

pytestmark = pytest.mark.django_db

USER = AnonymousUser()
TEXTS = AWKWARD_TEXTS | {"control": CONTROL_TEXT}
NORTH_FIRST = GeoJSONEncoding(swap_axes=True)


def written(asked: FeatureQuery, encoding: GeoJSONEncoding = GeoJSONEncoding()) -> Iterator[Any]:  # noqa: B008 - immutable
    for row in page(asked, encoding):
        yield json.loads(row)


def commission(**values: Any) -> Any:
    """The feature of a commission with these values."""
    row = EnvironmentalCommission.objects.order_by("pk")[0]
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    layer = registry.get("environmental_commissions", USER)
    (feature,) = written(FeatureQuery(layer, USER, fids=(str(row.pk),), limit=2))
    return feature


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_text_comes_back_exact(text: str) -> None:
    assert commission(name=text)["properties"]["name"] == text


def test_values_keep_their_types() -> None:
    properties = commission(
        commitments=[3, 17], created_on=None, is_sample=True, cutoff_date="2018-12-31"
    )["properties"]
    assert properties["commitments"] == [3, 17]
    assert properties["created_on"] is None
    assert properties["is_sample"] is True
    assert properties["cutoff_date"] == "2018-12-31"
    assert commission(commitments=[])["properties"]["commitments"] == []


def test_every_type_and_its_null() -> None:
    create_rows()
    features = {f["id"]: f["properties"] for f in written(FeatureQuery(SAMPLE, USER, limit=10))}
    assert features["91"]["people"] == 100
    assert features["91"]["density"] == 12.5
    assert features["91"]["is_high"] is True
    assert datetime.fromisoformat(features["91"]["moment"]) == datetime(
        2020, 1, 5, 4, 59, 59, tzinfo=UTC
    )
    assert features["93"]["people"] is None
    assert features["93"]["density"] is None
    assert features["92"]["is_high"] is None
    assert features["94"]["moment"] is None
    assert features["9101"]["parent_name"] == "Áncash"
    assert features["91"]["parent_name"] is None


def district(geom: GEOSGeometry | None, encoding: GeoJSONEncoding, srid: int = 4326) -> Any:
    AdminUnit.objects.filter(pk="150101").update(geom=geom, boundary_source="approximate")
    layer = registry.get("districts", USER)
    asked = FeatureQuery(layer, USER, fids=("150101",), srid=srid, limit=2)
    (feature,) = written(asked, encoding)
    return feature["geometry"]


SQUARE = GEOSGeometry(
    "SRID=4326;MULTIPOLYGON(((-77 -12, -76 -12, -76 -11, -77 -11, -77 -12),"
    "(-76.6 -11.6, -76.6 -11.4, -76.4 -11.4, -76.4 -11.6, -76.6 -11.6)))"
)


def test_a_shape_with_a_hole_east_first() -> None:
    assert district(SQUARE, GeoJSONEncoding()) == {
        "type": "MultiPolygon",
        "coordinates": [
            [
                [[-77, -12], [-76, -12], [-76, -11], [-77, -11], [-77, -12]],
                [[-76.6, -11.6], [-76.6, -11.4], [-76.4, -11.4], [-76.4, -11.6], [-76.6, -11.6]],
            ]
        ],
    }


def test_the_same_north_first() -> None:
    ring = district(SQUARE, NORTH_FIRST)["coordinates"][0][0]
    assert ring == [[-12, -77], [-12, -76], [-11, -76], [-11, -77], [-12, -77]]


@pytest.mark.parametrize("encoding", [GeoJSONEncoding(), NORTH_FIRST], ids=["east", "north"])
@pytest.mark.parametrize("srid", OFFERED_SRIDS)
def test_without_a_shape(encoding: GeoJSONEncoding, srid: int) -> None:
    assert district(None, encoding, srid) is None
    empty = district(MultiPolygon(srid=4326), encoding, srid)
    assert empty == {"type": "MultiPolygon", "coordinates": []}


def test_a_prefix_before_the_key() -> None:
    layer = registry.get("environmental_commissions", USER)
    (plain,) = written(FeatureQuery(layer, USER, limit=1))
    (prefixed,) = written(
        FeatureQuery(layer, USER, limit=1), GeoJSONEncoding(id_prefix='environmental_"x".')
    )
    assert prefixed["id"] == f'environmental_"x".{plain["id"]}'


def test_all_that_is_published_is_json() -> None:
    every_layer.fill()
    for layer in registry.published(USER):
        features = list(written(FeatureQuery(layer, USER, limit=10_000)))
        assert features
        assert len({feature["id"] for feature in features}) == len(features)
