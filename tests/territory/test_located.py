"""The districts of positions, and the rows whose declared unit is another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.gis.db import models
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Polygon
from django.db import connection

from territory.boundaries import mismatches, refresh_located
from territory.models import AdminUnit, BoundarySource
from territory.models.placed import PositionedRecord

pytestmark = pytest.mark.django_db

# Two districts of Cusco side by side; a third, made out of the second since, has no polygon.
WEST, EAST, SINCE = "080101", "080102", "080103"
IN_WEST, IN_EAST = "POINT(-71.95 -13.5)", "POINT(-71.85 -13.5)"
ON_BORDER, IN_GAP = "POINT(-71.9 -13.5)", "POINT(-71.5 -13.5)"


@pytest.fixture
def place(db: None) -> Iterator[type[Any]]:
    """A theme with positions, of this test's own."""

    class Place(PositionedRecord):
        geom = models.GeometryField(null=True)

        class Meta:
            app_label = "territory"

    with connection.schema_editor() as editor:
        editor.create_model(Place)
    yield Place
    del apps.all_models["territory"]["place"]
    apps.clear_cache()


@pytest.fixture
def official() -> None:
    """Official boundaries as an import leaves them: the rest of the level has none."""
    AdminUnit.objects.filter(level="district").update(geom=None, boundary_source="")
    for ubigeo, west in ((WEST, -72.0), (EAST, -71.9)):
        box = Polygon.from_bbox((west, -13.6, west + 0.1, -13.4))
        AdminUnit.objects.filter(pk=ubigeo).update(
            geom=MultiPolygon(box, srid=4326), boundary_source=BoundarySource.INEI
        )
    # Elsewhere, so that only a test that says so has a polygon out of which one was made.
    AdminUnit.objects.filter(level="district").exclude(pk__in=[WEST, EAST]).update(
        capital_point=None
    )


def put(
    model: type[Any], wkt: str | None, declared: str | None = None, *, is_sample: bool = False
) -> Any:
    return model.objects.create(
        geom=GEOSGeometry(wkt, srid=4326) if wkt else None, declared_unit_id=declared,
        commitments=[8], source="x", cutoff_date=dt.date(2020, 1, 1), is_sample=is_sample,
    )  # fmt: skip


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
