"""The districts of positions, and the rows whose declared unit is another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.gis.geos import GEOSGeometry

from territory.boundaries import mismatches, refresh_located
from territory.models import AdminUnit, BoundarySource
from tests.territory.positioned import (
    EAST,
    IN_EAST,
    IN_GAP,
    IN_WEST,
    ON_BORDER,
    SINCE,
    WEST,
    lay_official_boundaries,
    positioned_model,
    put,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db: None) -> Iterator[type[Any]]:
    with positioned_model() as model:
        yield model


@pytest.fixture
def official(db: None) -> None:
    lay_official_boundaries()


def located(model: type[Any]) -> list[str | None]:
    return list(model.objects.order_by("pk").values_list("located_unit_id", flat=True))


def test_nothing_is_located_by_approximate_boundaries(place: type[Any]) -> None:
    put(place, IN_WEST)
    assert refresh_located([place]) == 0
    assert located(place) == [None]


@pytest.mark.usefixtures("official")
def test_a_position_is_of_the_district_that_it_falls_in(place: type[Any]) -> None:
    area = "POLYGON((-71.86 -13.5,-71.80 -13.5,-71.80 -13.45,-71.86 -13.45,-71.86 -13.5))"
    for wkt in (IN_WEST, IN_EAST, ON_BORDER, IN_GAP, None, area):
        put(place, wkt)
    assert refresh_located([place]) == 4
    assert located(place) == [WEST, EAST, WEST, None, None, EAST]
    assert refresh_located([place]) == 0  # nothing is written twice


@pytest.mark.usefixtures("official")
def test_it_follows_the_boundaries(place: type[Any]) -> None:
    put(place, IN_WEST)
    refresh_located([place])
    AdminUnit.objects.filter(level="district").update(boundary_source=BoundarySource.APPROXIMATE)
    assert refresh_located([place]) == 1
    assert located(place) == [None]


@pytest.mark.usefixtures("official")
def test_out_of_a_polygon_that_lost_a_district_since_nothing_is_concluded(
    place: type[Any],
) -> None:
    AdminUnit.objects.filter(pk=SINCE).update(
        capital_point=GEOSGeometry("POINT(-71.82 -13.42)", srid=4326)
    )
    put(place, IN_WEST)
    put(place, IN_EAST)
    refresh_located([place])
    assert located(place) == [WEST, None]


@pytest.mark.usefixtures("official")
@pytest.mark.parametrize(
    ("wkt", "declared", "contradicts"),
    [
        (IN_WEST, WEST, False),
        (IN_WEST, EAST, True),
        (IN_WEST, "0801", False),
        (IN_WEST, "08", False),
        (IN_WEST, "13", True),
        (IN_WEST, "0802", True),
        (IN_WEST, SINCE, False),  # it has no boundary that could say otherwise
        (IN_WEST, None, False),
        (IN_GAP, EAST, False),
        (None, EAST, False),
    ],
)
def test_what_contradicts_the_declared_unit(
    place: type[Any], wkt: str | None, declared: str | None, contradicts: bool
) -> None:
    row = put(place, wkt, declared)
    put(place, wkt, declared, is_sample=True)
    refresh_located([place])
    assert list(mismatches(place)) == ([row] if contradicts else [])
