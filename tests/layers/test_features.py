from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
import shapely
from django.contrib.auth.models import AnonymousUser
from pyproj import Transformer
from pytest_django import DjangoAssertNumQueries

from layers import registry, versions
from layers.bbox import Bbox
from layers.encodings.geojson import GeoJSONEncoding
from layers.errors import InvalidParameter, UnknownCrs, UnknownField
from layers.features import count, page, stream
from layers.layer import OFFERED_SRIDS
from layers.paging import SortKey
from layers.query import FeatureQuery
from territory.models import AdminUnit
from tests.layers.filters.sample import LAYER as SAMPLE
from tests.layers.filters.sample import create_rows

pytestmark = pytest.mark.django_db

USER = AnonymousUser()
DISTRICTS = registry.get("districts", USER)
NUMBER_OF_DISTRICTS = 1891

# Boxes over Lima, the Amazon and the whole country, in degrees.
BOXES = [(-77.2, -12.3, -76.8, -11.9), (-75.03, -4.51, -72.11, -1.97), (-82, -19, -68, 1)]


def query(**wanted: Any) -> FeatureQuery:
    return FeatureQuery(DISTRICTS, USER, **{"limit": 10_000, **wanted})


def found(asked: FeatureQuery) -> list[Any]:
    return [json.loads(row) for row in page(asked, GeoJSONEncoding())]


def ids(asked: FeatureQuery) -> list[str]:
    return [feature["id"] for feature in found(asked)]


@pytest.mark.parametrize("srid", OFFERED_SRIDS)
@pytest.mark.parametrize("box", BOXES, ids=str)
def test_a_box_selects_what_shapely_says_it_meets(box: Any, srid: int) -> None:
    move = Transformer.from_crs(4326, srid, always_xy=True)
    minx, miny, maxx, maxy = box
    west, south, east, north = move.transform_bounds(minx, miny, maxx, maxy, densify_pts=0)
    back = Transformer.from_crs(srid, 4326, always_xy=True)
    edge = shapely.segmentize(shapely.box(west, south, east, north), (east - west) / 500)
    area = shapely.transform(edge, lambda xy: shapely.get_coordinates(_moved(back, xy)))
    keys, shapes = districts()
    certain = set(keys[shapely.intersects(shapes, area.buffer(-0.001))])
    possible = set(keys[shapely.intersects(shapes, area.buffer(0.001))])
    selected = set(ids(query(bbox=Bbox(west, south, east, north, srid))))
    assert certain <= selected <= possible
    assert count(query(bbox=Bbox(west, south, east, north, srid))) == len(selected)


def _moved(move: Transformer, xy: Any) -> Any:
    return shapely.points(*move.transform(xy[:, 0], xy[:, 1]))


@cache
def districts() -> tuple[Any, Any]:
    """Two arrays: the ubigeos of the districts, and their shapes; read once, none is changed."""
    units = list(AdminUnit.objects.filter(level="district"))
    return np.array([unit.pk for unit in units]), np.array([shape(unit) for unit in units])


def shape(unit: AdminUnit) -> Any:
    assert unit.geom is not None
    return shapely.from_wkb(bytes(unit.geom.wkb))


def test_a_box_is_exact_not_a_comparison_of_rectangles() -> None:
    # Inside the rectangle of Loreto's polygon, but in the Pacific-side neighbour's land.
    loreto = AdminUnit.objects.get(pk="16")
    west, _south, _east, north = shape(loreto).bounds
    corner = Bbox(west, north - 0.1, west + 0.1, north)
    departments = registry.get("departments", USER)
    assert not shape(loreto).intersects(shapely.box(west, north - 0.1, west + 0.1, north))
    assert ids(FeatureQuery(departments, USER, bbox=corner, limit=30)) == []


@pytest.mark.parametrize(
    "nothing", [Bbox(500, 500, 501, 501), Bbox(0, 0, 1, 1), Bbox(1e9, 1e9, 2e9, 2e9, 32718)]
)
def test_a_box_elsewhere_selects_nothing(nothing: Bbox) -> None:
    assert ids(query(bbox=nothing)) == []
    assert count(query(bbox=nothing)) == 0


@pytest.mark.parametrize("srid", OFFERED_SRIDS)
def test_coordinates_agree_with_pyproj_to_a_centimetre(srid: int) -> None:
    lima = AdminUnit.objects.get(pk="150101")
    (feature,) = found(query(fids=("150101",), srid=srid))
    move = Transformer.from_crs(4326, srid, always_xy=True)
    expected = shapely.transform(shape(lima), lambda xy: shapely.get_coordinates(_moved(move, xy)))
    tolerance = 1e-7 if srid == 4326 else 0.01
    written = shapely.geometry.shape(feature["geometry"])
    assert shapely.equals_exact(written, expected, tolerance)


def test_fields_are_chosen_and_keep_the_layers_order() -> None:
    (feature,) = found(query(fids=("080101",), fields=("population", "name")))
    assert list(feature["properties"]) == ["name", "population"]
    (feature,) = found(query(fids=("080101",), fields=(), with_geometry=False))
    assert feature["properties"] == {}
    assert feature["geometry"] is None


def test_every_field_by_default() -> None:
    (feature,) = found(query(fids=("080101",)))
    assert tuple(feature["properties"]) == DISTRICTS.field_names
    unit = AdminUnit.objects.get(pk="080101")
    assert feature["properties"]["population"] == unit.population
    assert feature["properties"]["department"] == "Cusco"
    assert feature["properties"]["cutoff_date"] == unit.cutoff_date.isoformat()


@pytest.mark.parametrize("fids", [(), ("999999",), ("a\x00b",), ("' OR 1=1 --",)])
def test_keys_that_do_not_exist(fids: tuple[str, ...]) -> None:
    assert ids(query(fids=fids)) == []
    assert count(query(fids=fids)) == 0


@pytest.mark.parametrize("fid", ["01", "+1", "1.0", "٣", "9" * 30, "", "-1", "x"])
def test_text_that_is_no_whole_number_is_no_key(fid: str) -> None:
    commissions = registry.get("environmental_commissions", USER)
    asked = FeatureQuery(commissions, USER, fids=(fid,), limit=10)
    assert list(page(asked, GeoJSONEncoding())) == []


def test_a_whole_number_is_a_key() -> None:
    commissions = registry.get("environmental_commissions", USER)
    (first,) = found(FeatureQuery(commissions, USER, limit=1))
    assert isinstance(first["id"], int)
    assert found(FeatureQuery(commissions, USER, fids=(str(first["id"]),), limit=9)) == [first]


def test_what_the_layer_lacks_is_refused() -> None:
    with pytest.raises(UnknownCrs):
        query(srid=4269)
    with pytest.raises(UnknownField):
        query(fields=("name", "nope"))
    with pytest.raises(UnknownField):
        query(sort=(SortKey("nope"),))
    with pytest.raises(InvalidParameter):
        page(query(limit=None), GeoJSONEncoding())


def test_a_list_has_no_order() -> None:
    commissions = registry.get("environmental_commissions", USER)
    with pytest.raises(InvalidParameter):
        FeatureQuery(commissions, USER, sort=(SortKey("commitments"),))


def test_a_stream_without_limit_holds_everything_in_order() -> None:
    rows = [json.loads(row[0] or b"")["id"] for row in stream(query(limit=None), GeoJSONEncoding())]
    assert rows == sorted(AdminUnit.objects.filter(level="district").values_list("pk", flat=True))
    assert len(rows) == NUMBER_OF_DISTRICTS


def test_a_stream_starts_at_its_offset() -> None:
    everything = ids(query())
    for offset, limit in ((0, 3), (5, 3), (1890, 3), (1891, 3), (7, None)):
        asked = query(offset=offset, limit=limit)
        rows = [json.loads(row[0] or b"")["id"] for row in stream(asked, GeoJSONEncoding())]
        assert rows == everything[offset:][:limit]


def test_a_count_is_remembered_until_the_data_change(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(2):  # the data version, the count
        assert count(query()) == NUMBER_OF_DISTRICTS
    with django_assert_num_queries(1):
        assert count(query(limit=5, offset=3)) == NUMBER_OF_DISTRICTS
    AdminUnit.objects.filter(pk="150101").update(valid_to="2026-01-01")
    assert count(query()) == NUMBER_OF_DISTRICTS
    versions.bump("districts")
    assert count(query()) == NUMBER_OF_DISTRICTS - 1


def test_counts_of_different_questions_are_kept_apart() -> None:
    boxes = [Bbox(-77 + x, -12, -76.5 + x, -11.5) for x in range(5)]
    counted = [count(query(bbox=box)) for box in boxes]
    assert counted == [len(ids(query(bbox=box))) for box in boxes]
    assert len(set(counted)) > 1
    assert [count(query(bbox=box)) for box in boxes] == counted


def test_a_page_costs_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):  # SET statement_timeout, COPY
        assert len(found(query())) == NUMBER_OF_DISTRICTS


def test_a_filter_and_a_box_are_both_held_to() -> None:
    populous = {"op": ">", "args": [{"property": "population"}, 100_000]}
    box = Bbox(*BOXES[0])
    both = set(ids(query(bbox=box, filter=populous)))
    assert both == set(ids(query(bbox=box))) & set(ids(query(filter=populous)))
    assert both


def test_rows_without_a_shape_are_served_but_in_no_box() -> None:
    create_rows()
    layer = replace(SAMPLE, srids=(4326,))
    everywhere = FeatureQuery(layer, USER, limit=10)
    assert {"95", "96"} <= {feature["id"] for feature in found(everywhere)}
    boxed = replace(everywhere, bbox=Bbox(-180, -90, 180, 90))
    assert {feature["id"] for feature in found(boxed)} == {"91", "92", "93", "94"}
