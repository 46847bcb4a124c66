"""INEI's districts by their names alone, and then those of another edition."""

from __future__ import annotations

import csv

import pytest
import shapely

from layers.models import BoundaryImport
from territory.models import AdminUnit
from tests.layers.boundaries.real_files import BY_NAMES, DISTRICTS, run
from tests.territory import shapes

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ANSWER_KEY = shapes.SHARED_DATA / "official" / "boundaries" / "ubigeo_por_fid_DERIVADO.csv"


@pytest.fixture(scope="module", autouse=True)
def by_names(module_db: None) -> BoundaryImport:
    """Imported once for all tests."""
    return run(BY_NAMES)


def test_the_1874_without_codes_against_their_answer_key(by_names: BoundaryImport) -> None:
    report = by_names
    assert (report.new, report.refused) == (1874, 0)
    with ANSWER_KEY.open(encoding="utf-8", newline="") as file:
        expected = {int(row["fid"]): row["ubigeo"] for row in csv.DictReader(file)}
    rows = report.rows.filter(row__isnull=False)
    assert dict(rows.values_list("row", "ubigeo")) == expected
    # Their San Francisco de Ravacayco is known by that name too: none is taken by likeness.
    assert not rows.filter(remark__contains="se escribe casi igual").exists()


def test_again_changes_nothing_and_another_edition_replaces() -> None:
    again = run(BY_NAMES)
    assert (again.new, again.changed, again.equal, again.removed) == (0, 0, 1874, 0)
    older = run(DISTRICTS)
    assert older.new + older.changed + older.equal == 1824
    # What the older edition covers by the polygons from which they were made goes.
    assert not AdminUnit.objects.get(pk="050412").boundary_source
    polygons = shapes.stored("district")
    tree = shapely.STRtree(list(polygons.values()))
    first, second = tree.query(list(polygons.values()), predicate="overlaps")
    geoms = tree.geometries
    for a, b in zip(first, second, strict=True):
        if a < b:
            shared = geoms[a].intersection(geoms[b]).area
            assert shared < 0.11 * min(geoms[a].area, geoms[b].area)
