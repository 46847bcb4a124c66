"""INEI's real districts, as republished: the files' known faults, each refused or reported."""

from __future__ import annotations

from dataclasses import dataclass

import pyproj
import pytest
import shapely
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from layers import registry, versions
from layers.models import BoundaryImport, BoundaryImportRow
from territory.boundaries import rules
from territory.models import AdminUnit
from territory.queries import units_at
from tests.layers.boundaries.real_files import DISTRICTS, features, run
from tests.territory import shapes

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# Told in the files' own description.
WITHOUT_GEOMETRY = {
    "210103",
    "010204",
    "070105",
    "150137",
    "190203",
    "020602",
    "010523",
    "200602",
}
NOT_IN_2025 = {"160109", "160114"}
LIMA = (-77.04, -12.05)

Outcome = BoundaryImportRow.Outcome


@dataclass(frozen=True)
class Imported:
    """The districts are imported once for all tests; the layers' versions are those before."""

    report: BoundaryImport
    before: dict[str, int]


@pytest.fixture(scope="module", autouse=True)
def imported(module_db: None) -> Imported:
    before = versions.current()
    return Imported(run(DISTRICTS), before)


def test_the_1834_districts(imported: Imported) -> None:
    report = imported.report
    counts = (report.new, report.changed, report.equal, report.missing, report.refused)
    assert counts == (1824, 0, 0, 59, 10)
    refused = {row.ubigeo or row.value: row for row in report.rows.filter(outcome=Outcome.REFUSED)}
    assert set(refused) == WITHOUT_GEOMETRY | NOT_IN_2025
    assert all("No tiene geometría" in refused[u].remark for u in WITHOUT_GEOMETRY)
    assert all("no tiene un distrito" in refused[u].remark for u in NOT_IN_2025)
    listed = {feature["properties"]["IDDIST"] for feature in features(DISTRICTS)}
    present = set(AdminUnit.objects.filter(level="district").values_list("pk", flat=True))
    missing = report.rows.filter(outcome=Outcome.MISSING)
    assert set(missing.values_list("ubigeo", flat=True)) == present - listed
    assert all(versions.of(layer.name) > imported.before[layer.name] for layer in registry.LAYERS)


def test_the_stored_polygons_are_the_files() -> None:
    stored = shapes.stored("district")
    for feature in features(DISTRICTS):
        code, geometry = feature["properties"]["IDDIST"], feature["geometry"]
        if geometry is not None and code not in NOT_IN_2025:
            assert stored[code].equals(shapely.geometry.shape(geometry)), code
        else:
            assert code not in stored
    units = AdminUnit.objects.filter(pk__in=stored)
    assert set(units.values_list("boundary_source", "boundary_origin")) == {
        ("inei", "INEI, de prueba")
    }
    lost = AdminUnit.objects.get(pk="130112")  # made out of others since
    assert lost.geom is None
    assert lost.boundary_source is None
    assert lost.capital_point is not None


def test_positions_name_districts_then() -> None:
    assert rules.official_levels() == (AdminUnit.Level.DISTRICT,)
    assert [unit.pk for unit in units_at(*LIMA)] == ["15", "1501", "150101"]


def test_a_polygon_that_lost_a_district_since_names_none() -> None:
    """Alto Trujillo was made in 2023 out of El Porvenir, whose old polygon holds it."""
    capital = shapes.capitals()["130112"]
    holder = [u for u, polygon in shapes.stored("district").items() if polygon.contains(capital)]
    assert len(holder) == 1
    assert [unit.pk for unit in units_at(capital.x, capital.y)] == ["13"]
    polygon = shapes.stored("district")[holder[0]]
    inside = polygon.representative_point()
    assert [unit.pk for unit in units_at(inside.x, inside.y)] == ["13"]


def test_nothing_but_a_department_in_a_gap() -> None:
    gaps = [
        u
        for u, point in shapes.capitals().items()
        if u in WITHOUT_GEOMETRY
        and not any(p.covers(point) for p in shapes.stored("district").values())
    ]
    assert gaps
    for ubigeo in gaps:
        point = shapes.capitals()[ubigeo]
        assert [unit.pk for unit in units_at(point.x, point.y)] == [ubigeo[:2]]


def test_layers_and_pages_follow(client: Client) -> None:
    titles = {layer.name: info.title for layer, info in registry.describe_all(AnonymousUser())}
    assert titles["districts"] == "Distritos"
    assert titles["provinces"].endswith("(límites aproximados, no oficiales)")
    found = client.get("/buscar/", {"q": f"{LIMA[1]},{LIMA[0]}"}).content.decode()
    assert 'href="/t/150101/"' in found
    sheet = client.get("/t/150101/").content.decode()
    assert "Límite aproximado" not in sheet
    assert "Fuente: INEI, de prueba; corte: 31 de diciembre de 2015." in " ".join(sheet.split())
    # On the ellipsoid, by pyproj.
    polygon = shapes.stored("district")["150101"]
    km2 = abs(pyproj.Geod(ellps="WGS84").geometry_area_perimeter(polygon)[0]) / 1e6
    assert f"{km2:.2f}".replace(".", ",") in sheet
    lost = client.get("/t/130112/").content.decode()
    assert "Los límites oficiales cargados no incluyen esta unidad" in lost
