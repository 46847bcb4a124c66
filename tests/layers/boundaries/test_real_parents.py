"""INEI's real provinces and departments: in files of their own, or made of their districts."""

from __future__ import annotations

from io import StringIO

import pytest
import shapely
from django.core.management import call_command

from layers.models import BoundaryImportRow
from territory.boundaries import rules
from territory.models import AdminUnit, BoundarySource, CommitmentTerritory
from tests.layers.boundaries.real_files import (
    BY_NAMES,
    DEPARTMENTS,
    PROVINCES,
    PROVINCES_2021,
    features,
    run,
)
from tests.territory import shapes

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

Outcome = BoundaryImportRow.Outcome


def test_provinces_of_2021() -> None:
    report = run(PROVINCES_2021)
    assert (report.new, report.missing, report.refused, report.repaired) == (196, 0, 0, 2)
    polygons = shapes.stored("province")
    assert len(polygons) == 196
    assert all(polygon.is_valid for polygon in polygons.values())
    invalid = {
        number
        for number, feature in enumerate(features(PROVINCES_2021), start=1)
        if not shapely.is_valid(shapely.geometry.shape(feature["geometry"]))
    }
    repaired = report.rows.filter(repaired=True)
    assert set(repaired.values_list("row", flat=True)) == invalid
    assert all("Geometría reparada" in row.remark for row in repaired)


def test_two_provinces_in_two_rows_each() -> None:
    """197 rows: a misspelt name split Piura and Víctor Fajardo; Putumayo is missing."""
    report = run(PROVINCES)
    assert (report.new, report.missing, report.refused) == (195, 1, 0)
    parts = [
        shapely.geometry.shape(feature["geometry"])
        for feature in features(PROVINCES)
        if feature["properties"]["FIRST_IDPR"] == "2001"
    ]
    assert len(parts) == 2
    piura = shapes.stored("province")["2001"]
    assert piura.symmetric_difference(shapely.union_all(parts)).area < 1e-12
    assert not AdminUnit.objects.get(pk="1608").boundary_source


def test_departments_make_better_cells_and_territories() -> None:
    report = run(DEPARTMENTS)
    assert (report.new, report.missing, report.refused) == (25, 0, 0)
    whole = shapely.union_all(list(shapes.stored("department").values()))
    cells = shapely.union_all(list(shapes.stored("district").values()))
    assert whole.symmetric_difference(cells).area < 1e-6
    assert not AdminUnit.objects.filter(geom__isnull=True).exists()
    place = CommitmentTerritory.objects.filter(unit="13").first()
    assert place is not None
    assert place.geom is not None
    territory = shapely.from_wkb(bytes(place.geom.wkb))
    assert territory.equals(shapes.stored("department")["13"])


def test_dissolved_parents_are_the_unions() -> None:
    report = run(BY_NAMES, "--dissolve")
    districts = shapes.stored("district")
    provinces = AdminUnit.objects.filter(level="province", boundary_dissolved=True)
    assert report.dissolved > 190
    stored = shapes.stored("province")
    for ubigeo in provinces.values_list("pk", flat=True):
        union = shapely.union_all([d for u, d in districts.items() if u.startswith(ubigeo)])
        assert stored[ubigeo].symmetric_difference(union).area < 1e-9, ubigeo
    assert not AdminUnit.objects.filter(boundary_source=BoundarySource.APPROXIMATE).exists()
    assert report.rows.filter(outcome=Outcome.UNDISSOLVED, ubigeo="2210").exists()


def test_an_own_boundary_of_a_parent_stays_beside_unions() -> None:
    run(PROVINCES_2021)
    own = shapes.stored("province")
    run(BY_NAMES, "--dissolve")
    assert all(polygon.equals(own[u]) for u, polygon in shapes.stored("province").items())
    assert AdminUnit.objects.filter(level="department", boundary_dissolved=True).count() == 25


def test_back_to_approximate() -> None:
    before = {level: shapes.stored(level) for level in ("department", "province", "district")}
    run(DEPARTMENTS)
    run(BY_NAMES, "--dissolve")
    call_command("import_boundaries", "--restore-approximate", stdout=StringIO())
    for level, polygons in before.items():
        stored = shapes.stored(level)
        assert set(stored) == set(polygons)
        assert all(stored[u].equals(polygon) for u, polygon in polygons.items())
    assert rules.levels_named_by_position() == (AdminUnit.Level.DEPARTMENT,)
    assert not AdminUnit.objects.filter(boundary_source=BoundarySource.INEI).exists()
