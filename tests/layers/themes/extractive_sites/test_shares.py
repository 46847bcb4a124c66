"""The share of a right in each unit against shapely's areas, across borders of any shape."""

from __future__ import annotations

import math
import random
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry

from territory.boundaries import refresh_spanned
from territory.boundaries.spanned import SLIVER
from territory.models import AdminUnit, BoundarySource, ExtractiveSite, RightUnit
from tests.layers.themes.extractive_sites.cadastre_files import geojson
from tests.layers.themes.extractive_sites.test_source import publish

pytestmark = pytest.mark.django_db

DISTRICTS = ("131006", "130502", "130208")
# Stored with four decimals.
ROUNDING = 0.5e-4 + 1e-9


def districts() -> dict[str, Any]:
    """Three beside one another between winding borders; the third has a hole, which is nobody's."""

    def border(west: float) -> list[tuple[float, float]]:
        souths = [-8.6 + n * 0.0015 for n in range(800)]
        return [(west + 0.03 * math.sin(40 * y) + 0.004 * math.sin(900 * y), y) for y in souths]

    borders = [border(-78.9 + 0.2 * n) for n in range(4)]
    shapes = [shapely.Polygon([*left, *reversed(right)]) for left, right in pairwise(borders)]
    shapes[2] = shapes[2].difference(shapely.Point(-78.4, -8.0).buffer(0.05))
    return dict(zip(DISTRICTS, shapes, strict=True))


def rights(number: int) -> list[Any]:
    """Turned rectangles of all sizes, some larger than a district, some partly in none."""
    rng = random.Random(11)
    found = []
    for _ in range(number):
        x, y = rng.uniform(-78.95, -78.28), rng.uniform(-8.65, -7.4)
        width, height = (rng.choice([0.002, 0.02, 0.3]) * rng.uniform(0.5, 1) for _ in range(2))
        box = shapely.box(x, y, x + width, y + height)
        found.append(shapely.affinity.rotate(box, rng.uniform(0, 90)))
    return found


def test_shares_are_those_of_the_areas(tmp_path: Path) -> None:
    shapes, drawn = districts(), rights(300)
    AdminUnit.objects.filter(level="district").update(
        geom=None, boundary_source="", capital_point=None
    )
    for ubigeo, shape in shapes.items():
        geom = GEOSGeometry(shapely.to_wkt(shapely.multipolygons([shape]), -1), srid=4326)
        AdminUnit.objects.filter(pk=ubigeo).update(geom=geom, boundary_source=BoundarySource.INEI)
    rows = [
        {
            "CODIGOU": str(n),
            "DEPA": "LA LIBERTAD / CAJAMARCA",
            "PROVI": "",
            "DISTRI": "",
            "square": shapely.geometry.mapping(shape),
        }
        for n, shape in enumerate(drawn)
    ]
    publish(tmp_path / "rights.geojson", geojson(*rows, epsg=None))
    refresh_spanned([ExtractiveSite])
    stored: dict[str, dict[str, float]] = {}
    kept = RightUnit.objects.filter(record__is_sample=False, share__isnull=False)
    for code, unit, share in kept.values_list("record__code", "unit_id", "share"):
        stored.setdefault(code, {})[unit] = float(share or 0)
    whole = partly = 0
    for n, right in enumerate(drawn):
        expected = {
            unit: right.intersection(shape).area / right.area for unit, shape in shapes.items()
        }
        found = stored.get(str(n), {})
        for unit, share in expected.items():
            if abs(share - SLIVER) > ROUNDING:
                assert (unit in found) == (share > SLIVER), (n, unit, share)
            if unit in found:
                assert found[unit] == pytest.approx(share, abs=ROUNDING)
        whole += list(found.values()) == [1]
        partly += len(found) > 1
    assert whole > 50
    assert partly > 30
