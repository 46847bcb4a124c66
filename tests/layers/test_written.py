"""A statement that is written once finds for each rectangle what is in it, and for each user."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import Polygon

from layers import registry, written
from layers.bbox import Bbox
from layers.encodings.geojson import GeoJSONEncoding
from layers.features import stream
from layers.layer import Layer
from layers.query import FeatureQuery
from tests.zones import planner, stored

pytestmark = pytest.mark.django_db

USER = AnonymousUser()
NORTH, SOUTH = Bbox(-81, -6, -69, 0), Bbox(-76, -18, -69, -14)


@pytest.fixture(autouse=True)
def nothing_written() -> Iterator[None]:
    written._written.clear()
    yield
    written._written.clear()


def layer() -> Layer:
    return registry.get("provinces", USER)


def query(bbox: Bbox, **values: Any) -> FeatureQuery:
    return FeatureQuery(values.pop("layer", None) or layer(), USER, bbox=bbox, **values)


def found(asked: FeatureQuery, encoding: GeoJSONEncoding | None = None) -> list[str]:
    with stream(asked, encoding or GeoJSONEncoding()) as rows:
        return [str(json.loads(row or b"")["id"]) for (row,) in rows]


def inside(box: Bbox) -> set[str]:
    """By GEOS and Django alone."""
    shape = Polygon.from_bbox((box.minx, box.miny, box.maxx, box.maxy))
    shape.srid = 4326
    return set(layer().rows(USER).filter(geom__intersects=shape).values_list("pk", flat=True))


def test_each_rectangle_has_its_own_rows() -> None:
    for box in (NORTH, SOUTH, NORTH):
        assert set(found(query(box))) == inside(box) != set()
    assert len(written._written) == 1
    assert not inside(NORTH) & inside(SOUTH)


def test_a_rectangle_of_another_crs_is_that_of_the_layer_s() -> None:
    metres = Bbox(-8_500_000, -900_000, -8_400_000, -700_000, 3857)
    first = found(query(metres))
    assert first == found(query(metres)) != []
    assert len(written._written) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"limit": 2},
        {"offset": 3, "limit": 2},
        {"fields": ("name",)},
        {"srid": 3857},
        {"with_geometry": False},
        {"filter": {"op": "=", "args": [{"property": "ubigeo"}, "2001"]}},
    ],
)
def test_what_else_is_asked_is_another_statement(other: dict[str, Any]) -> None:
    plain = found(query(NORTH))
    changed = query(NORTH, **other)
    first = found(changed)
    assert first == found(changed)
    assert len(written._written) == 2
    assert set(first) <= set(plain)
    assert found(query(NORTH)) == plain
    prefixed = found(query(NORTH), GeoJSONEncoding(id_prefix="provinces."))
    assert prefixed == [f"provinces.{key}" for key in plain]


def test_a_shape_of_the_filter_s_own_is_not_taken_for_the_rectangle() -> None:
    box = {"bbox": [NORTH.minx, NORTH.miny, NORTH.maxx, NORTH.maxy]}
    within = {"op": "s_intersects", "args": [{"property": "geom"}, box]}
    for rectangle in (NORTH, SOUTH):
        assert set(found(query(rectangle, filter=within))) == inside(NORTH) & inside(rectangle)
    assert not written._written


def test_another_layer_of_the_name_is_written_anew() -> None:
    assert set(found(query(NORTH))) == inside(NORTH)
    own = layer()
    fewer: Layer = replace(own, rows=lambda user: own.rows(user).filter(pk__startswith="20"))
    assert set(found(query(NORTH, layer=fewer))) == {
        pk for pk in inside(NORTH) if pk.startswith("20")
    }


def test_what_depends_on_who_asks_is_written_each_time() -> None:
    ana, eva = planner("ana"), planner("eva")
    stored(ana, "draft")
    zones = registry.get("intervention_zones", ana)
    everywhere = Bbox(-82, -19, -68, 0)
    seen = [found(FeatureQuery(zones, user, bbox=everywhere)) for user in (ana, eva, USER)]
    assert [len(rows) for rows in seen] == [1, 0, 0]
    assert not written._written


def test_it_remembers_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written, "_MOST", 2)
    for limit in (1, 2, 3):
        found(query(NORTH, limit=limit))
    assert [key[5] for key in written._written] == [2, 3]
