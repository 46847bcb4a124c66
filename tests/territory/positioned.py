"""A theme with positions for tests: its table lasts as long as the context."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.contrib.gis.db import models
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Polygon
from django.db import connection

from territory.models import AdminUnit, BoundarySource
from territory.models.placed import PositionedRecord

# Two districts of Cusco side by side; a third, made out of the second since, has no polygon.
WEST, EAST, SINCE = "080101", "080102", "080103"
IN_WEST, IN_EAST = "POINT(-71.95 -13.5)", "POINT(-71.85 -13.5)"
ON_BORDER, IN_GAP = "POINT(-71.9 -13.5)", "POINT(-71.5 -13.5)"


@contextmanager
def positioned_model() -> Iterator[type[Any]]:
    """A model like the themes', in the database of the test."""

    class Place(PositionedRecord):
        geom = models.GeometryField(null=True)

        class Meta:
            app_label = "territory"

    with connection.schema_editor() as editor:
        editor.create_model(Place)
    try:
        yield Place
    finally:
        del apps.all_models["territory"]["place"]
        apps.clear_cache()


def lay_official_boundaries() -> None:
    """As an import leaves them: the rest of the level has none."""
    AdminUnit.objects.filter(level="district").update(geom=None, boundary_source=None)
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
    """A row of the model at a place, EPSG:4326."""
    return model.objects.create(
        geom=GEOSGeometry(wkt, srid=4326) if wkt else None,
        declared_unit_id=declared,
        commitments=[8],
        source="x",
        cutoff_date=dt.date(2020, 1, 1),
        is_sample=is_sample,
    )
